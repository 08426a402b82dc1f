#include "port/fold.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <utf8proc.h>

/* NFKC makes at most 18 code points of one (U+FDFA), each of at most 4 bytes. */
#define FOLD_GROWTH_MAX 72

static Rune fold_bracket(Rune rune)
{
    switch (rune) {
    case '[':
    case 0x3014: /* 〔 */
    case 0x3010: /* 【 */
    case 0x3016: /* 〖 */
        return '(';
    case ']':
    case 0x3015: /* 〕 */
    case 0x3011: /* 】 */
    case 0x3017: /* 〗 */
        return ')';
    default:
        return rune;
    }
}

static bool is_blank(Rune rune)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)rune);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CC;
}

static void release_mapped(void *mapped)
{
    free(mapped);
}

static bool is_ascii(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    return true;
}

/* The same, for what needs no tables. */
static Str fold_ascii(Arena *arena, Str text)
{
    char *folded = arena_alloc(arena, text.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = (char)fold_bracket((unsigned char)text.at[i]);
        if (byte > ' ' && byte != 0x7F)
            folded[len++] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
    }
    return str_from(folded, len);
}

Str fold_name(Arena *arena, Str text)
{
    if (is_ascii(text))
        return fold_ascii(arena, text);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t len = utf8proc_map(
        (const utf8proc_uint8_t *)(text.at ? text.at : ""), (utf8proc_ssize_t)text.len, &mapped,
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    if (len < 0)
        return text;
    arena_defer(arena, release_mapped, mapped);
    Buf folded = buf_create(arena, FOLD_GROWTH_MAX * (text.len + 1));
    Str rest = str_from(mapped, (size_t)len);
    while (!str_empty(rest)) {
        Rune rune = fold_bracket(utf8_next(&rest));
        char bytes[4];
        if (!is_blank(rune))
            buf_add_bytes(&folded, bytes, utf8_encode(rune, bytes));
    }
    arena_undefer(arena, mapped);
    free(mapped);
    return buf_str(&folded);
}
