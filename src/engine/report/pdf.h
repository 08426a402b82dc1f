/*
 * pdf.h - what a caller may want to know about a PDF beside its bytes. To write one, write_pdf of
 * report.h is enough.
 */
#ifndef TONGBAN_ENGINE_REPORT_PDF_H
#define TONGBAN_ENGINE_REPORT_PDF_H

#include "engine/report/document.h"
#include "port/fonts.h"

typedef struct PdfRemarks {
    int pages;
    Str missing; /* the characters that no font has, one after the other; they are printed as 〓 */
} PdfRemarks;

/* As write_pdf. Fonts come from ctx->fonts; when that is NULL they are looked for anew. */
must_use bool pdf_write(Ctx *ctx, const Document *document, PdfRemarks *ret_remarks,
                        Str *ret_bytes);

/* What each role of type would be printed in, and which package mends a poor one: for
 * `tongban doctor`. One line a role, in the order of FontRole. */
must_use bool pdf_fonts_check(Ctx *ctx, FontFoundList *ret);

#endif
