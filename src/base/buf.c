#include "base/buf.h"

#include <stdarg.h>

#define BUF_FIRST_CAP 256

Buf buf_create(Arena *arena, size_t max)
{
    return (Buf){.arena = arena, .max = max};
}

void buf_clear(Buf *buf)
{
    buf->len = 0;
    buf->overflowed = false;
}

/* The capacity that takes `needed` bytes, doubled so that appending stays linear. */
static size_t next_cap(const Buf *buf, size_t needed)
{
    size_t cap = buf->cap < buf->max / 2 ? buf->cap * 2 : buf->max;
    if (cap < BUF_FIRST_CAP)
        cap = BUF_FIRST_CAP;
    if (cap < needed)
        cap = needed;
    return cap < buf->max ? cap : buf->max;
}

/* Room for `more` bytes and a NUL that is not counted, or false and marked as overflowed. */
static bool reserve(Buf *buf, size_t more)
{
    if (buf->overflowed || more > buf->max - buf->len) {
        buf->overflowed = true;
        return false;
    }
    if (more <= buf->cap - buf->len)
        return true;
    size_t cap = next_cap(buf, buf->len + more);
    char *at = arena_alloc(buf->arena, cap + 1, 1);
    if (buf->len)
        memcpy(at, buf->at, buf->len);
    buf->at = at;
    buf->cap = cap;
    return true;
}

void buf_add_bytes(Buf *buf, const void *at, size_t len)
{
    if (len == 0 || !reserve(buf, len))
        return;
    memcpy(buf->at + buf->len, at, len);
    buf->len += len;
}

void buf_add(Buf *buf, Str text)
{
    buf_add_bytes(buf, text.at, text.len);
}

void buf_add_c(Buf *buf, const char *text)
{
    buf_add(buf, str_of(text));
}

void buf_add_byte(Buf *buf, char byte)
{
    buf_add_bytes(buf, &byte, 1);
}

void buf_format(Buf *buf, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len <= 0 || !reserve(buf, (size_t)len))
        return;
    va_start(list, format);
    vsnprintf(buf->at + buf->len, (size_t)len + 1, format, list);
    va_end(list);
    buf->len += (size_t)len;
}

Str int_text(int64_t value, char room[INT_TEXT_BYTES])
{
    char *at = room + INT_TEXT_BYTES;
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        *--at = (char)('0' + size % 10);
        size /= 10;
    } while (size > 0);
    if (value < 0)
        *--at = '-';
    return str_from(at, (size_t)(room + INT_TEXT_BYTES - at));
}

void buf_add_int(Buf *buf, int64_t value)
{
    char room[INT_TEXT_BYTES];
    buf_add(buf, int_text(value, room));
}

void buf_add_padded(Buf *buf, int64_t value, size_t digits)
{
    char room[INT_TEXT_BYTES];
    Str text = int_text(value, room);
    for (size_t i = text.len; i < digits; i++)
        buf_add_byte(buf, '0');
    buf_add(buf, text);
}
