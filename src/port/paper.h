/*
 * paper.h - a document as its file has it: paragraphs and tables, in their order.
 *
 * What csv.h, xlsx_read.h, docx_read.h, html_read.h and text_read.h give to who reads a document
 * rather than a table. A table is a Grid whose rows carry the line as a person finds it: the line
 * of the file (text, CSV), the row of the sheet (XLSX), the row of the table from 1 (DOCX, HTML).
 * All texts are trimmed UTF-8 in the arena of the reading; markup is gone, a line break inside a
 * cell or paragraph is one blank.
 */
#ifndef TONGBAN_PORT_PAPER_H
#define TONGBAN_PORT_PAPER_H

#include "port/grid.h"

#define PAPER_BYTES_MAX (64 * MIB)
#define PAPER_PARTS_MAX 200000
#define PAPER_TABLES_MAX 2000
#define PAPER_PARAGRAPH_RUNES_MAX 100000

typedef enum PaperKind { PAPER_CSV, PAPER_XLSX, PAPER_DOCX, PAPER_HTML, PAPER_TEXT } PaperKind;

typedef enum PaperPartKind { PAPER_HEADING, PAPER_PARAGRAPH, PAPER_TABLE } PaperPartKind;

typedef struct PaperPart {
    PaperPartKind kind;
    int level;        /* of a heading, from 1; 0 otherwise */
    int line;         /* of the file where it begins, from 1; DOCX: its number among the parts */
    Str text;         /* heading or paragraph */
    const Grid *grid; /* table; grid->sheet is the sheet's name (XLSX) or empty */
} PaperPart;
LIST_OF(PaperPart, PaperParts);

typedef struct Paper {
    Str file;
    PaperKind kind;
    PaperParts parts;
} Paper;

/* Reads a file of any of the kinds; the kind is told by its first bytes, then by the ending of its
 * name (.csv .tsv .xlsx .docx .html .htm; everything else is text). Old binary formats (.xls .et
 * .doc .wps) and PDF are refused with the advice to save them anew. Fails with FAIL_SYNTAX (file
 * and line), FAIL_TOO_LARGE. `bytes` must live as long as the paper. */
must_use bool paper_read(Ctx *ctx, Str file, Str bytes, Paper *ret);

#endif
