#include "engine/report/markup.h"

/* The reference for a byte, "" for one to leave out, NULL for one that stays. */
static const char *reference_of(unsigned char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
    case '\n':
        return NULL;
    default:
        return byte < ' ' || byte == 0x7F ? "" : NULL;
    }
}

void markup_text(Buf *to, Str text)
{
    size_t plain = 0; /* from here on nothing was written yet */
    for (size_t i = 0; i < text.len; i++) {
        const char *reference = reference_of((unsigned char)text.at[i]);
        if (!reference)
            continue;
        buf_add(to, str_slice(text, plain, i - plain));
        buf_add_c(to, reference);
        plain = i + 1;
    }
    buf_add(to, str_after(text, plain));
}

void markup_element(Buf *to, const char *open, Str text, const char *close)
{
    buf_add_c(to, open);
    markup_text(to, text);
    buf_add_c(to, close);
}
