/*
 * buf.h - bounded growable output.
 *
 * A Buf lives in an arena and cannot be made without its maximum. Appending past the maximum
 * adds nothing, sets `overflowed`, and makes later appends do nothing: writers
 * need not check every call, but whoever takes the result must ask buf_ok().
 */
#ifndef TONGBAN_BASE_BUF_H
#define TONGBAN_BASE_BUF_H

#include "base/str.h"

typedef struct Buf {
    Arena *arena;
    char *at;
    size_t len;
    size_t cap;
    size_t max;
    bool overflowed;
} Buf;

Buf buf_create(Arena *arena, size_t max);
void buf_clear(Buf *buf);
void buf_add(Buf *buf, Str text);
void buf_add_c(Buf *buf, const char *text);
void buf_add_byte(Buf *buf, char byte);
void buf_add_bytes(Buf *buf, const void *at, size_t len);
void buf_format(Buf *buf, const char *format, ...) printf_like(2, 3);
/* The digits of a number, at the end of the room given. */
#define INT_TEXT_BYTES 20 /* 19 digits and a sign */
Str int_text(int64_t value, char room[INT_TEXT_BYTES]);
/* With leading zeros up to `digits`; value is not negative. */
void buf_add_padded(Buf *buf, int64_t value, size_t digits);
void buf_add_int(Buf *buf, int64_t value);

static inline bool buf_ok(const Buf *buf)
{
    return !buf->overflowed;
}
/* The content so far; valid until the next append. */
static inline Str buf_str(const Buf *buf)
{
    return (Str){buf->at, buf->len};
}

#endif
