/*
 * str.h - views of text.
 *
 * A Str is a pointer and a length; it never owns its bytes and is passed by value. The bytes are
 * valid UTF-8 unless a function says otherwise (all input is checked once, at the door). A Str
 * need not end in NUL; at the edge to a C library use str_to_c(). The empty Str is {NULL, 0} or
 * any pointer with length 0.
 */
#ifndef TONGBAN_BASE_STR_H
#define TONGBAN_BASE_STR_H

#include "base/arena.h"

typedef struct Str {
    const char *at;
    size_t len;
} Str;

/* A literal as Str, usable in static initialisers. */
#define STR(literal) ((Str){("" literal), sizeof(literal) - 1})
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        ("" literal), sizeof(literal) - 1                                                          \
    }
/* For printf: printf("%.*s", STRF(name)). */
#define STRF(str) ((int)(str).len), ((str).at ? (str).at : "")

Str str_of(const char *text); /* NULL gives the empty Str */
Str str_from(const void *at, size_t len);
Str str_copy(Arena *arena, Str text);
/* NUL-terminated copy. */
char *str_to_c(Arena *arena, Str text);
/* A NUL follows the text. */
Str str_format(Arena *arena, const char *format, ...) printf_like(2, 3);

static inline bool str_empty(Str text)
{
    return text.len == 0;
}
bool str_equal(Str a, Str b);
/* Byte order, which for UTF-8 is code point order: <0, 0, >0. */
int str_compare(Str a, Str b);
bool str_equal_c(Str a, const char *b);
/* Whether `text` is one of `words`, whose end is NULL. */
bool str_is_one_of(Str text, const char *const *words);
bool str_starts(Str text, Str prefix);
bool str_ends(Str text, Str suffix);

#define STR_NONE SIZE_MAX
/* Byte offset of the first occurrence, or STR_NONE. */
size_t str_find(Str text, Str part);
size_t str_find_byte(Str text, char byte);
size_t str_find_last_byte(Str text, char byte);
static inline bool str_contains(Str text, Str part)
{
    return str_find(text, part) != STR_NONE;
}

/* text[from, from + len), clipped to the text. */
Str str_slice(Str text, size_t from, size_t len);
Str str_after(Str text, size_t from);
/* Without ASCII blanks, TAB, CR, LF, no-break and ideographic spaces (U+00A0, U+3000) at either
 * end. */
Str str_trim(Str text);

/* Takes the part before `separator` off the front of *rest; the last part is what remains.
 * False when *rest was exhausted by an earlier call (its `at` is then NULL). */
bool str_split(Str *rest, char separator, Str *ret_part);

/* A whole decimal integer, sign allowed, no blanks. */
must_use bool str_to_int(Str text, int64_t *ret_value);

/* 64-bit hash (FNV-1a), the same on every machine and run; not for untrusted big tables. */
uint64_t str_hash(Str text);

#endif
