/*
 * html_read.h - a page (HTML) as a paper (with libxml2's forgiving parser).
 *
 * The text is what a reader sees: scripts, styles, templates, controls of forms, deleted and hidden
 * elements are left out. Headings are h1 to h6; a caption is the paragraph before its table; cells
 * with colspan and rowspan become GridMerges. A table inside a cell follows the outer table.
 *
 * A table that only lays out the page is read as what is in it: it has a single column, or a cell
 * with a table or an article in it before any row has two filled cells.
 */
#ifndef TONGBAN_PORT_HTML_READ_H
#define TONGBAN_PORT_HTML_READ_H

#include "port/paper_maker.h"

#define HTML_DEPTH_MAX 256

/* The encoding is told by port/encoding.h, not by the page. Nothing outside is loaded. Fails with
 * FAIL_SYNTAX, FAIL_TOO_LARGE past a limit. */
must_use bool html_read(PaperMaker *maker, Str bytes);

#endif
