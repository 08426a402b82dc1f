/* What a person types to search: nothing of it escapes into the query's own language, and what is
 * found is marked in the text that was searched. */
#include "base/utf8.h"
#include "engine/search/search.h"
#include "fuzz_house.h"
#include "sql_ids.h"

#define SHOWN_RUNES 40

typedef struct Found {
    int64_t id;
} Found;
LIST_OF(Found, FoundList);
static const Field found_fields[] = {FIELD(Found, id, "编号", 0)};
static const Shape found_shape = SHAPE(Found, found_fields);

static void check_pieces(Ctx *ctx, const SearchQuery *query, Str text)
{
    SearchPieceList pieces = search_highlight(ctx->arena, query, text, SHOWN_RUNES);
    LIST_EACH (const SearchPiece, piece, &pieces)
        FUZZ_ASSERT(utf8_check(piece->text) == STR_NONE);
}

static void try_search(Ctx *ctx, Str input)
{
    SearchQuery query;
    Str words;
    fuzz_house_enter(ctx);
    if (utf8_check(input) != STR_NONE)
        return; /* refused at the door */
    FUZZ_ASSERT(search_words(ctx, input, &words) || ctx->fail.code != FAIL_NONE);
    fail_clear(ctx);
    if (!search_query(ctx, input, &query)) {
        FUZZ_ASSERT(ctx->fail.code == FAIL_INVALID && !str_empty(ctx->fail.message));
        return;
    }
    FoundList found = {0};
    FUZZ_ASSERT(db_all(ctx, SQL_ORDER_WORDS_FOUND, BINDS({"match", bind(query.match)}),
                       &found_shape, &found));
    FUZZ_ASSERT(query.phrases.count > 0 && query.phrases.count <= SEARCH_PHRASES_MAX);
    check_pieces(ctx, &query, input);
    check_pieces(ctx, &query, STR("演示：路灯 ABC-12 不亮，请派人维修。"));
}

FUZZ(try_search)
