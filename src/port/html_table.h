/*
 * html_table.h - cells with colspan and rowspan put in their places, row by row, as browsers do it
 * (HTML standard, 4.9.12 Processing model). Private to port/html_read.c.
 */
#ifndef TONGBAN_PORT_HTML_TABLE_H
#define TONGBAN_PORT_HTML_TABLE_H

#include "port/grid.h"

/* What the standard allows; larger ones are cut to it. */
#define HTML_COLSPAN_MAX 1000
#define HTML_ROWSPAN_MAX 65534
#define HTML_MERGES_MAX 200000

typedef struct HtmlTable {
    Grid *grid;
    size_t row; /* from 0 */
    bool in_row;
    bool has_full_row;                /* a row with two filled cells and more */
    size_t filled;                    /* cells of the row in hand */
    size_t first_open_merge;          /* merges of the present thead, tbody or tfoot begin here */
    size_t used_columns;              /* beyond them, `covered` is 0 */
    size_t covered[GRID_COLUMNS_MAX]; /* rows from this one on that a cell above or here covers */
} HtmlTable;

HtmlTable *html_table_create(Arena *arena);
void html_table_begin_row(HtmlTable *table);
void html_table_end_row(HtmlTable *table);
/* thead, tbody and tfoot: no cell reaches over their ends. */
void html_table_end_group(HtmlTable *table);
/* The next cell of the row. Fails past the limits of grid.h. */
must_use bool html_table_put(Ctx *ctx, HtmlTable *table, Str text, size_t colspan, size_t rowspan);
void html_table_finish(HtmlTable *table);

#endif
