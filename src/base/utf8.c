#include "base/utf8.h"

#define RUNE_MAX 0x10FFFFu

typedef struct RuneRange {
    Rune first;
    Rune last;
} RuneRange;

/* Wide (W) and full-width (F) characters of Unicode Standard Annex #11, blocks joined where no
 * narrow character in use lies between them. Ambiguous ones (“ ” ① ※) count as narrow. */
static const RuneRange wide_ranges[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x26A1, 0x26A1},   {0x2705, 0x2705},
    {0x274C, 0x274C},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2B50, 0x2B50},
    {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},
    {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF}, {0x1AFF0, 0x1B2FB},
    {0x1F300, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393},
    {0x1F3A0, 0x1F3CA}, {0x1F3E0, 0x1F3F0}, {0x1F400, 0x1F43E}, {0x1F440, 0x1F440},
    {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5},
    {0x1F900, 0x1F9FF}, {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD},
};

/* Marks drawn over the character before them, joiners and variation selectors. */
static const RuneRange combining_ranges[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489},   {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
    {0x20D0, 0x20F0}, {0x302A, 0x302D},   {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

/* The length that a lead byte promises, 0 when it cannot lead; C0, C1 and F5 to FF never occur in
 * well-formed text (Unicode Standard, table 3-7). */
static size_t length_by_lead(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* The code point at the front of the text and its length; RUNE_INVALID when malformed. */
static Rune decode(Str text, size_t *ret_len)
{
    static const Rune smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *at = (const unsigned char *)text.at;
    size_t len = length_by_lead(at[0]);
    if (len == 0 || len > text.len)
        return RUNE_INVALID;
    Rune rune = len == 1 ? at[0] : at[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return RUNE_INVALID;
        rune = rune << 6 | (at[i] & 0x3Fu);
    }
    if (rune < smallest[len] || rune > RUNE_MAX || (rune >= 0xD800 && rune <= 0xDFFF))
        return RUNE_INVALID;
    *ret_len = len;
    return rune;
}

Rune utf8_next(Str *rest)
{
    size_t len = 1;
    Rune rune = decode(*rest, &len);
    *rest = (Str){rest->at + len, rest->len - len};
    return rune;
}

/* How many bytes at the front are ASCII, whole words of 8 bytes only. */
static size_t ascii_run(Str text)
{
    size_t run = 0;
    for (uint64_t word = 0; text.len - run >= sizeof word; run += sizeof word) {
        memcpy(&word, text.at + run, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    return run;
}

size_t utf8_check(Str text)
{
    for (Str rest = text; rest.len > 0;) {
        rest = str_after(rest, ascii_run(rest));
        const char *at = rest.at;
        if (rest.len > 0 && utf8_next(&rest) == RUNE_INVALID)
            return (size_t)(at - text.at);
    }
    return STR_NONE;
}

size_t utf8_count(Str text)
{
    size_t count = 0;
    while (text.len > 0) {
        utf8_next(&text);
        count++;
    }
    return count;
}

Str utf8_prefix(Str text, size_t count)
{
    Str rest = text;
    while (count > 0 && rest.len > 0) {
        utf8_next(&rest);
        count--;
    }
    return (Str){text.at, text.len - rest.len};
}

size_t utf8_encode(Rune rune, char to[4])
{
    if (rune > RUNE_MAX || (rune >= 0xD800 && rune <= 0xDFFF))
        return 0;
    size_t len = rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    static const unsigned lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = len - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (rune & 0x3F));
        rune >>= 6;
    }
    to[0] = (char)(lead[len] | rune);
    return len;
}

/* Controls, ends of lines, and what is of no width and default-ignorable (DerivedCoreProperties).
 */
static const RuneRange hidden_ranges[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F},   {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB}, {0xE0000, 0xE0FFF},
};

static bool in_ranges(Rune rune, const RuneRange *ranges, size_t count)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rune > ranges[middle].last)
            low = middle + 1;
        else if (rune < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

bool utf8_shows(Str text)
{
    while (!str_empty(text)) {
        Rune rune = utf8_next(&text);
        if (rune == RUNE_INVALID || in_ranges(rune, hidden_ranges, ARRAY_LEN(hidden_ranges)))
            return false;
    }
    return true;
}

int rune_columns(Rune rune)
{
    if (rune < 0x300)
        return 1;
    if (in_ranges(rune, combining_ranges, ARRAY_LEN(combining_ranges)))
        return 0;
    return in_ranges(rune, wide_ranges, ARRAY_LEN(wide_ranges)) ? 2 : 1;
}

size_t utf8_columns(Str text)
{
    size_t columns = 0;
    while (text.len > 0)
        columns += (size_t)rune_columns(utf8_next(&text));
    return columns;
}
