#include "base/nearest.h"

#include "base/buf.h"

#include "base/utf8.h"

static size_t runes_of(Str text, Rune runes[NEAREST_RUNES_MAX])
{
    size_t count = 0;
    while (!str_empty(text) && count < NEAREST_RUNES_MAX)
        runes[count++] = utf8_next(&text);
    return count;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

size_t edit_distance(Str a, Str b)
{
    Rune from[NEAREST_RUNES_MAX];
    Rune to[NEAREST_RUNES_MAX];
    size_t from_count = runes_of(a, from);
    size_t to_count = runes_of(b, to);
    /* row[j] = distance between the first i of `from` and the first j of `to`. */
    size_t row[NEAREST_RUNES_MAX + 1];
    for (size_t j = 0; j <= to_count; j++)
        row[j] = j;
    for (size_t i = 1; i <= from_count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= to_count; j++) {
            size_t replaced = diagonal + (from[i - 1] != to[j - 1]);
            diagonal = row[j];
            row[j] = least(row[j] + 1, row[j - 1] + 1, replaced);
        }
    }
    return row[to_count];
}

/* The distance, or STR_NONE when nobody could have meant the candidate. */
static size_t plausible_distance(Str text, Str candidate)
{
    size_t text_runes = utf8_count(text);
    size_t candidate_runes = utf8_count(candidate);
    size_t longer = text_runes > candidate_runes ? text_runes : candidate_runes;
    size_t shorter = text_runes > candidate_runes ? candidate_runes : text_runes;
    if (shorter == 0)
        return STR_NONE;
    size_t distance = edit_distance(text, candidate);
    bool contained =
        shorter >= 2 && (str_contains(text, candidate) || str_contains(candidate, text));
    return contained || distance <= (longer + 2) / 3 ? distance : STR_NONE;
}

size_t nearest_names(Str text, const Str *candidates, size_t count, Str *ret, size_t max)
{
    size_t found = 0;
    for (size_t i = 0; i < count && max > 0; i++) {
        size_t distance = plausible_distance(text, candidates[i]);
        if (distance == STR_NONE)
            continue;
        size_t at = found;
        while (at > 0 && edit_distance(text, ret[at - 1]) > distance)
            at--;
        if (at == max)
            continue;
        size_t kept = found < max ? found : max - 1;
        memmove(ret + at + 1, ret + at, (kept - at) * sizeof *ret);
        ret[at] = candidates[i];
        found = kept + 1;
    }
    return found;
}

Str nearest_of(Str text, const Str *candidates, size_t count)
{
    Str nearest = {0};
    nearest_names(text, candidates, count, &nearest, 1);
    return nearest;
}

Str nearest_list(Arena *arena, Str text, const Str *candidates, size_t count, size_t max)
{
    Str *near = NEW(arena, Str, max);
    size_t found = nearest_names(text, candidates, count, near, max);
    Buf joined = buf_create(arena, 64 * KIB);
    for (size_t i = 0; i < found; i++)
        buf_format(&joined, "%s%.*s", i ? "、" : "", STRF(near[i]));
    return buf_str(&joined);
}
