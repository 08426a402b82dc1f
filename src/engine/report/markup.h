/*
 * markup.h - writing text into XML and HTML. Everything from outside goes through xml_escape.
 */
#ifndef TONGBAN_ENGINE_REPORT_MARKUP_H
#define TONGBAN_ENGINE_REPORT_MARKUP_H

#include "port/xml.h"

/* `open` and `close` as they are, the text between them escaped. */
void markup_element(Buf *to, const char *open, Str text, const char *close);

#endif
