#include "engine/search/search.h"

#include "engine/search/search_cut.h"

static const Field piece_fields[] = {
    FIELD(SearchPiece, text, "文字", 0),
    FIELD(SearchPiece, hit, "命中", 0),
};
const Shape search_piece_shape = SHAPE(SearchPiece, piece_fields);

#define HIGHLIGHT_RUNES_MAX 20000
/* So much of what leads to the first hit is shown. */
#define BEFORE_RUNES 12

/* The text by code points: as compared, where each begins, and whether it was searched for. */
typedef struct Runes {
    Rune *folded;
    size_t *starts; /* one more: the end */
    bool *hit;
    size_t count;
} Runes;

static Runes runes_of(Arena *arena, Str text)
{
    size_t count = utf8_count(text);
    if (count > HIGHLIGHT_RUNES_MAX)
        count = HIGHLIGHT_RUNES_MAX;
    Runes runes = {NEW(arena, Rune, count + 1), NEW(arena, size_t, count + 1),
                   NEW(arena, bool, count + 1), count};
    Str rest = text;
    for (size_t i = 0; i < count; i++) {
        runes.starts[i] = text.len - rest.len;
        runes.folded[i] = cut_fold(utf8_next(&rest));
    }
    runes.starts[count] = text.len - rest.len;
    return runes;
}

static void mark(Arena *arena, Runes *text, Str phrase)
{
    Runes part = runes_of(arena, phrase);
    for (size_t i = 0; part.count && i + part.count <= text->count; i++)
        if (memcmp(text->folded + i, part.folded, part.count * sizeof(Rune)) == 0)
            for (size_t k = 0; k < part.count; k++)
                text->hit[i + k] = true;
}

static void add_piece(Arena *arena, SearchPieceList *pieces, Str text, bool hit)
{
    if (!str_empty(text))
        *LIST_ADD(arena, pieces) = (SearchPiece){text, hit};
}

SearchPieceList search_highlight(Arena *arena, const SearchQuery *query, Str text, size_t runes)
{
    Runes all = runes_of(arena, text);
    LIST_EACH (const Str, phrase, &query->phrases)
        mark(arena, &all, *phrase);
    size_t first = 0;
    while (first < all.count && !all.hit[first])
        first++;
    size_t start =
        first < all.count && first > BEFORE_RUNES && all.count > runes ? first - BEFORE_RUNES : 0;
    if (start + runes > all.count && all.count > runes)
        start = all.count - runes;
    size_t end = start + runes < all.count ? start + runes : all.count;
    SearchPieceList pieces = {0};
    add_piece(arena, &pieces, start ? STR("…") : (Str){0}, false);
    for (size_t at = start, next; at < end; at = next) {
        next = at + 1;
        while (next < end && all.hit[next] == all.hit[at])
            next++;
        add_piece(arena, &pieces,
                  str_slice(text, all.starts[at], all.starts[next] - all.starts[at]), all.hit[at]);
    }
    add_piece(arena, &pieces, all.starts[end] < text.len ? STR("…") : (Str){0}, false);
    return pieces;
}
