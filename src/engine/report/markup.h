/*
 * markup.h - writing text into XML and HTML. Everything from outside goes through markup_text.
 */
#ifndef TONGBAN_ENGINE_REPORT_MARKUP_H
#define TONGBAN_ENGINE_REPORT_MARKUP_H

#include "base/buf.h"

/* Text with & < > " escaped, fit for content and for quoted attributes. Control characters, which
 * XML 1.0 forbids even as references, are left out (TAB and LF stay). */
void markup_text(Buf *to, Str text);
/* `open` and `close` as they are, the text between them escaped. */
void markup_element(Buf *to, const char *open, Str text, const char *close);

#endif
