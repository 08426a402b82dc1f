/*
 * document_paper.h - a Document as a Paper, as a reader of its DOCX would have it.
 *
 * So a document can be checked before it is written: the same paragraphs, headings, tables with
 * their merged heads, titles and notes in the same order, without making and reading a file.
 * Charts repeat figures of tables and are left out.
 */
#ifndef TONGBAN_ENGINE_REPORT_DOCUMENT_PAPER_H
#define TONGBAN_ENGINE_REPORT_DOCUMENT_PAPER_H

#include "engine/report/document.h"
#include "port/paper.h"

/* `file` is what places call the paper; empty = nothing. Texts are those of the document. Fails
 * with FAIL_TOO_LARGE past the limits of grid.h and paper.h. */
must_use bool document_as_paper(Ctx *ctx, const Document *document, Str file, Paper *ret);

#endif
