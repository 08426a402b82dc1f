/*
 * docx_read.h - a Word document (ECMA-376, .docx) as a paper.
 *
 * The text is what a reader sees: tracked insertions count, deletions, comments, footnotes, hidden
 * text and field codes do not. Headings are known by the outline level of their paragraph or style.
 * Cells that span columns or rows become GridMerges. Tables inside a cell and text boxes follow the
 * table or paragraph they stand in as parts of their own.
 */
#ifndef TONGBAN_PORT_DOCX_READ_H
#define TONGBAN_PORT_DOCX_READ_H

#include "port/paper_maker.h"

/* Fails with FAIL_SYNTAX when it is no document or damaged, FAIL_TOO_LARGE past a limit. */
must_use bool docx_read(PaperMaker *maker, Str bytes);

#endif
