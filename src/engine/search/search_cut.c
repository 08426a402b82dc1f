#include "engine/search/search_cut.h"

#include "engine/search/search.h"

#define FULL_WIDTH_FIRST 0xFF01
#define FULL_WIDTH_LAST 0xFF5E
#define FULL_WIDTH_SHIFT 0xFEE0

Rune cut_fold(Rune rune)
{
    if (rune >= FULL_WIDTH_FIRST && rune <= FULL_WIDTH_LAST)
        rune -= FULL_WIDTH_SHIFT;
    return rune >= 'A' && rune <= 'Z' ? rune + ('a' - 'A') : rune;
}

/* Scripts written without blanks: Han with its extensions, kana, bopomofo, hangul. */
static bool without_blanks(Rune rune)
{
    static const Rune ranges[][2] = {
        {0x3005, 0x3007},   {0x3041, 0x3096},   {0x30A1, 0x30FA}, {0x3105, 0x312D},
        {0x3400, 0x4DB5},   {0x4E00, 0x9FCC},   {0xAC00, 0xD7A3}, {0xF900, 0xFAD9},
        {0x20000, 0x2A6D6}, {0x2A700, 0x2B81D},
    };
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
        if (rune >= ranges[i][0] && rune <= ranges[i][1])
            return true;
    return false;
}

CutClass cut_class(Rune folded)
{
    if ((folded >= 'a' && folded <= 'z') || (folded >= '0' && folded <= '9'))
        return CUT_LATIN;
    return folded > 0x3000 && without_blanks(folded) ? CUT_CHINESE : CUT_GAP;
}

Cutter cutter_of(Str text)
{
    return (Cutter){.rest = text, .gap = true};
}

static Rune peek(Str rest)
{
    return rest.len ? cut_fold(utf8_next(&rest)) : ' ';
}

static void begin(Cutter *cutter, CutKind kind, CutToken *token)
{
    token->kind = kind;
    token->len = 0;
    token->after_gap = cutter->gap;
    cutter->position += cutter->gap && cutter->position ? 2 : 1;
    token->position = cutter->position;
    cutter->gap = false;
}

static void add(CutToken *token, Rune rune)
{
    char bytes[4];
    size_t len = utf8_encode(rune, bytes);
    if (token->len + len > SEARCH_TOKEN_BYTES)
        return;
    memcpy(token->text + token->len, bytes, len);
    token->len += len;
}

static void take_word(Cutter *cutter, CutToken *token)
{
    begin(cutter, CUT_WORD, token);
    while (cut_class(peek(cutter->rest)) == CUT_LATIN)
        add(token, cut_fold(utf8_next(&cutter->rest)));
}

/* A pair with the next character, which stays held for the one after it. False when this one is the
 * last of its run and was in a pair before. */
static bool take_chinese(Cutter *cutter, CutToken *token)
{
    Rune first = cutter->held;
    bool paired = cutter->paired;
    if (cut_class(peek(cutter->rest)) == CUT_CHINESE) {
        begin(cutter, CUT_PAIR, token);
        cutter->held = cut_fold(utf8_next(&cutter->rest));
        cutter->paired = true;
        add(token, first);
        add(token, cutter->held);
        return true;
    }
    cutter->held = 0;
    cutter->paired = false;
    if (paired)
        return false;
    begin(cutter, CUT_SINGLE, token);
    add(token, first);
    return true;
}

bool cut_next(Cutter *cutter, CutToken *ret)
{
    while (cutter->held || cutter->rest.len) {
        if (cutter->held) {
            if (take_chinese(cutter, ret))
                return true;
            continue;
        }
        CutClass class = cut_class(peek(cutter->rest));
        if (class == CUT_LATIN) {
            take_word(cutter, ret);
            return true;
        }
        Rune rune = cut_fold(utf8_next(&cutter->rest));
        if (class == CUT_CHINESE)
            cutter->held = rune;
        else
            cutter->gap = true;
    }
    return false;
}
