/*
 * sheet_parts.h - what stands on a sheet (XLSX, CSV): titles, tables and notes as parts of a paper.
 *
 * Blank rows divide a sheet into blocks. Of a block, the rows above the table that hold one text
 * (the title, 单位：万元) and the text rows below it (注：…) are paragraphs, a block of such rows
 * only is prose; the rest is one table, its cells in their columns, its rows with their lines. A
 * block that begins with a row of figures below a table of the same form goes on with that table.
 */
#ifndef TONGBAN_PORT_SHEET_PARTS_H
#define TONGBAN_PORT_SHEET_PARTS_H

#include "port/paper_maker.h"

/* `grid` is a whole sheet, finished; its cells live on in the paper, with line breaks as blanks. */
must_use bool sheet_add_parts(PaperMaker *maker, Grid *grid);

#endif
