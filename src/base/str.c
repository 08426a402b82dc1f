#include "base/str.h"

#include <stdarg.h>

Str str_of(const char *text)
{
    return text ? (Str){text, strlen(text)} : (Str){NULL, 0};
}

Str str_from(const void *at, size_t len)
{
    return (Str){at, len};
}

Str str_copy(Arena *arena, Str text)
{
    return (Str){arena_copy(arena, text.at, text.len), text.len};
}

char *str_to_c(Arena *arena, Str text)
{
    char *copy = arena_alloc(arena, text.len + 1, 1);
    if (text.len)
        memcpy(copy, text.at, text.len);
    return copy;
}

Str str_format(Arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len <= 0)
        return (Str){0};
    char *text = arena_alloc(arena, (size_t)len + 1, 1);
    va_start(list, format);
    vsnprintf(text, (size_t)len + 1, format, list);
    va_end(list);
    return (Str){text, (size_t)len};
}

bool str_equal(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

int str_compare(Str a, Str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_equal_c(Str a, const char *b)
{
    if (!b)
        return a.len == 0;
    /* Most comparisons fail at the first byte: no call is made for them. */
    for (size_t i = 0; i < a.len; i++) {
        if (b[i] == '\0' || b[i] != a.at[i])
            return false;
    }
    return b[a.len] == '\0';
}

bool str_is_one_of(Str text, const char *const *words)
{
    for (; *words; words++)
        if (str_equal_c(text, *words))
            return true;
    return false;
}

bool str_starts(Str text, Str prefix)
{
    return text.len >= prefix.len && str_equal((Str){text.at, prefix.len}, prefix);
}

bool str_ends(Str text, Str suffix)
{
    return text.len >= suffix.len && str_equal(str_after(text, text.len - suffix.len), suffix);
}

size_t str_find(Str text, Str part)
{
    if (part.len == 0)
        return 0;
    if (text.len < part.len)
        return STR_NONE;
    const char *at = memmem(text.at, text.len, part.at, part.len);
    return at ? (size_t)(at - text.at) : STR_NONE;
}

size_t str_find_byte(Str text, char byte)
{
    const char *at = text.len ? memchr(text.at, byte, text.len) : NULL;
    return at ? (size_t)(at - text.at) : STR_NONE;
}

size_t str_find_last_byte(Str text, char byte)
{
    const char *at = text.len ? memrchr(text.at, byte, text.len) : NULL;
    return at ? (size_t)(at - text.at) : STR_NONE;
}

Str str_slice(Str text, size_t from, size_t len)
{
    if (from > text.len)
        from = text.len;
    if (len > text.len - from)
        len = text.len - from;
    return (Str){text.at ? text.at + from : NULL, len};
}

Str str_after(Str text, size_t from)
{
    return str_slice(text, from, SIZE_MAX);
}

static bool is_ascii_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_printed_ascii(char c)
{
    return c > ' ' && c <= '~';
}

/* Length of the blank at the front of the text, 0 when there is none. */
static size_t blank_at_front(Str text)
{
    if (str_empty(text) || is_printed_ascii(text.at[0]))
        return 0;
    if (is_ascii_blank(text.at[0]))
        return 1;
    if (str_starts(text, STR("\u00a0")))
        return 2;
    return str_starts(text, STR("\u3000")) ? 3 : 0;
}

static size_t blank_at_end(Str text)
{
    if (str_empty(text) || is_printed_ascii(text.at[text.len - 1]))
        return 0;
    if (is_ascii_blank(text.at[text.len - 1]))
        return 1;
    if (str_ends(text, STR("\u00a0")))
        return 2;
    return str_ends(text, STR("\u3000")) ? 3 : 0;
}

Str str_trim(Str text)
{
    for (size_t n; (n = blank_at_front(text)) > 0;)
        text = str_after(text, n);
    for (size_t n; (n = blank_at_end(text)) > 0;)
        text.len -= n;
    return text;
}

bool str_split(Str *rest, char separator, Str *ret_part)
{
    if (!rest->at)
        return false;
    size_t at = str_find_byte(*rest, separator);
    if (at == STR_NONE) {
        *ret_part = *rest;
        *rest = (Str){0};
    } else {
        *ret_part = str_slice(*rest, 0, at);
        *rest = str_after(*rest, at + 1);
    }
    return true;
}

bool str_to_int(Str text, int64_t *ret_value)
{
    bool negative = str_starts(text, STR("-"));
    if (negative || str_starts(text, STR("+")))
        text = str_after(text, 1);
    if (str_empty(text))
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, c - '0', &value))
            return false;
    }
    /* Summed as negatives, because the most negative value has no positive twin. */
    if (!negative && __builtin_mul_overflow(value, -1, &value))
        return false;
    *ret_value = value;
    return true;
}

uint64_t str_hash(Str text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    return hash;
}
