/* Looking for words in a text itself, as the databases look for them in what they keep of it. */
#include "engine/search/search.h"

#include "engine/search/search_cut.h"

typedef struct Wanted {
    CutToken tokens[SEARCH_RUNES_MAX];
    size_t count;
    bool open; /* the last one may go on in the text */
} Wanted;

/* A single character before others may be the second half of a pair in the text. */
static void want(Wanted *wanted, Str phrase)
{
    Cutter cutter = cutter_of(phrase);
    CutToken token;
    wanted->count = 0;
    while (wanted->count < SEARCH_RUNES_MAX && cut_next(&cutter, &token)) {
        bool skipped = wanted->count == 1 && wanted->tokens[0].kind == CUT_SINGLE;
        wanted->count -= skipped;
        wanted->tokens[wanted->count++] = token;
    }
    wanted->open = wanted->count && wanted->tokens[wanted->count - 1].kind != CUT_PAIR;
}

static bool is_token(const Wanted *wanted, size_t at, const CutToken *token)
{
    const CutToken *one = &wanted->tokens[at];
    bool open = wanted->open && at + 1 == wanted->count;
    return (open ? token->len >= one->len : token->len == one->len) &&
           memcmp(token->text, one->text, one->len) == 0;
}

/* From where the cutter stands; the tokens behind the first must follow without a gap. */
static bool goes_on(const Wanted *wanted, Cutter cutter, size_t at)
{
    CutToken token;
    for (; at < wanted->count; at++)
        if (!cut_next(&cutter, &token) || token.after_gap || !is_token(wanted, at, &token))
            return false;
    return true;
}

static bool has_phrase(const Wanted *wanted, Str text)
{
    Cutter cutter = cutter_of(text);
    CutToken token;
    while (cut_next(&cutter, &token))
        if (is_token(wanted, 0, &token) && goes_on(wanted, cutter, 1))
            return true;
    return false;
}

bool search_matches(const SearchQuery *query, Str text)
{
    Wanted wanted;
    LIST_EACH (const Str, phrase, &query->phrases) {
        want(&wanted, *phrase);
        if (!wanted.count || !has_phrase(&wanted, text))
            return false;
    }
    return true;
}
