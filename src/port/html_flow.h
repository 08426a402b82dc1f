/*
 * html_flow.h - running text of a page, its white space as browsers show it. Private to
 * port/html_read.c.
 */
#ifndef TONGBAN_PORT_HTML_FLOW_H
#define TONGBAN_PORT_HTML_FLOW_H

#include "base/buf.h"

typedef enum HtmlBlank { HTML_BLANK_NONE, HTML_BLANK_SPACE, HTML_BLANK_LINE_END } HtmlBlank;

typedef struct HtmlFlow {
    Buf text;        /* of the paragraph in hand */
    HtmlBlank blank; /* white space seen since its last character */
    Buf cell;        /* of a cell: the paragraphs before it */
    bool is_cell;
    size_t tables; /* how many are open around it */
    int level;     /* of the heading in hand; 0 = a paragraph */
    int line;      /* of the file where the paragraph begins */
} HtmlFlow;

/* Adds characters: white space becomes one blank; a line end of the file between two Chinese
 * characters becomes nothing (CSS Text 3, 4.1.3: segment break transformation). */
void html_flow_add(HtmlFlow *flow, Str text);
/* A line break within the paragraph: one blank. */
void html_flow_break(HtmlFlow *flow);

#endif
