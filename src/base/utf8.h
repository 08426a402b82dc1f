/*
 * utf8.h - well-formed UTF-8 and the width of characters. Folding (NFKC, full width to half
 * width) is port/fold.h, because it needs a library's tables.
 */
#ifndef TONGBAN_BASE_UTF8_H
#define TONGBAN_BASE_UTF8_H

#include "base/str.h"

typedef uint32_t Rune; /* a Unicode code point */
#define RUNE_INVALID UINT32_MAX

/* Takes one code point off the front of *rest. RUNE_INVALID when the bytes there are not
 * well-formed (overlong, surrogate, beyond U+10FFFF, cut short); *rest then advances one byte.
 * *rest must not be empty. */
Rune utf8_next(Str *rest);
/* Offset of the first malformed byte, or STR_NONE. */
size_t utf8_check(Str text);
size_t utf8_count(Str text); /* code points */
/* Well-formed, and every code point shows or is a blank: no control character, no end of a line,
 * none of those without width that change how what stands beside them is joined or directed
 * (Unicode UAX #9, UTS #39). */
bool utf8_shows(Str text);
/* The longest prefix of at most `count` code points. */
Str utf8_prefix(Str text, size_t count);
/* Bytes written to `to` (at most 4). */
size_t utf8_encode(Rune rune, char to[4]);
/* Columns in a terminal: 2 for CJK and full-width forms, 0 for combining marks, else 1. */
int rune_columns(Rune rune);
size_t utf8_columns(Str text);

#endif
