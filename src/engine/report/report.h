/*
 * report.h - a Document as the bytes of a file.
 *
 *     Document document = {...};                 // see engine/report/document.h
 *     Str bytes;
 *     if (!write_docx(ctx, &document, &bytes)) return false;
 *
 * All four take a Document whose tables went through table_finish, allocate in ctx->arena, give
 * the same bytes for the same Document on every machine (no clock, no random ids; `made_at` is
 * the only time in them), and fail with FAIL_TOO_LARGE past REPORT_BYTES_MAX, or FAIL_MISSING
 * when a font that must be there is not (PDF only). None of them formats a number: what is shown
 * is Cell.text, and the value stored beside it is Cell.value.
 */
#ifndef TONGBAN_ENGINE_REPORT_REPORT_H
#define TONGBAN_ENGINE_REPORT_REPORT_H

#include "base/fail.h"
#include "engine/report/document.h"

#define REPORT_BYTES_MAX (64 * MIB)

/* One accessible page, readable on a screen and printed on A4: no script, no request to anywhere,
 * one inline <style>. Serve it with html_style_source() in its Content-Security-Policy. */
must_use bool write_html(Ctx *ctx, const Document *document, Str *ret_bytes);
/* "'sha256-…'": the style-src source that allows exactly the <style> of write_html. */
must_use bool html_style_source(Ctx *ctx, Str *ret);

/* Office Open XML (ECMA-376 transitional, as Word 2010 and WPS write it): real styles, a grid of
 * 22 lines by 28 characters, landscape sections for wide annexes. */
must_use bool write_docx(Ctx *ctx, const Document *document, Str *ret_bytes);

/* A sheet with the text, one for every table, one for notes: numbers are numbers, totals are
 * formulas with their printed result, heads are frozen, pages are set up for printing. */
must_use bool write_xlsx(Ctx *ctx, const Document *document, Str *ret_bytes);

/* Drawn with Cairo: embedded subset fonts, text that can be copied, an outline. */
must_use bool write_pdf(Ctx *ctx, const Document *document, Str *ret_bytes);

/* One format by name, for command lines and downloads: "docx", "pdf", "xlsx", "html". */
typedef struct ReportFormat {
    const char *name;
    const char *label;        /* "Word 文档" */
    const char *content_type; /* MIME */
    bool (*write)(Ctx *ctx, const Document *document, Str *ret_bytes);
} ReportFormat;

extern const ReportFormat report_formats[];
extern const size_t report_format_count;
/* NULL when there is none of this name. */
const ReportFormat *report_format_named(Str name);

#endif
