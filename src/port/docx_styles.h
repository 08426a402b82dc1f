/*
 * docx_styles.h - which styles of a Word document are headings. Private to port/docx_read.c.
 */
#ifndef TONGBAN_PORT_DOCX_STYLES_H
#define TONGBAN_PORT_DOCX_STYLES_H

#include "base/fail.h"
#include "base/list.h"

#define DOCX_STYLES_MAX 4096
/* Outline levels of a document are 0 to 8; 9 is body text (ECMA-376 part 1, 17.3.1.20). */
#define DOCX_BODY_TEXT 9

typedef struct DocxStyle {
    Str id;
    Str based_on;
    int outline; /* 0..9, -1 = as the style it is based on */
} DocxStyle;
LIST_OF(DocxStyle, DocxStyles);

/* `text` is word/styles.xml. */
must_use bool docx_styles_read(Ctx *ctx, Str text, DocxStyles *ret);
/* The heading level of a style, from 1; 0 = none. */
int docx_heading_level(const DocxStyles *styles, Str id);
/* "0".."9" to the outline level; -1 when it is none. */
int docx_outline(Str text);

#endif
