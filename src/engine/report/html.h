/*
 * html.h - the parts of write_html that are files of their own.
 */
#ifndef TONGBAN_ENGINE_REPORT_HTML_H
#define TONGBAN_ENGINE_REPORT_HTML_H

#include "engine/report/document.h"

/* A table with caption, scopes and its notes below. The caption is only for screen readers when
 * it repeats `title_above`. */
void html_table(Buf *to, const Table *table, Str title_above);
/* A figure: an SVG drawing for the eye, and the same figures as a table for everybody else. */
void html_chart(Buf *to, const Chart *chart);

/* html_code.c */
void html_code(Buf *to, const Block *block);

#endif
