/*
 * grid.h - a table of cells as a user's file has it: what csv.h and xlsx_read.h give.
 *
 * rows[r].cells[c] is row r + 1 and column c + 1 as the user sees them; blank rows inside the
 * table are kept (count 0), blank rows and columns at the end are not. Rows may be of different
 * lengths: ask grid_text() and grid_cell(), which know no outside. Texts are trimmed UTF-8; what a
 * number is has been settled by the file (XLSX), or is left to who reads the text (CSV).
 */
#ifndef TONGBAN_PORT_GRID_H
#define TONGBAN_PORT_GRID_H

#include "base/fail.h"
#include "base/list.h"

#define GRID_ROWS_MAX 200000
#define GRID_COLUMNS_MAX 512
#define GRID_CELLS_MAX 4000000
#define GRID_CELL_RUNES_MAX 32767 /* as in a spreadsheet */
#define GRID_BYTES_MAX (64 * MIB)

typedef struct GridCell {
    Str text;        /* numbers in shortest decimal form, dates as 2023-02-28 */
    bool is_number;  /* the file says it is a number (XLSX only) */
    bool is_percent; /* shown with % : the text is the raw value, 0.9992 for 99.92% (XLSX only) */
} GridCell;

typedef struct GridRow {
    GridCell *cells;
    size_t count;
    size_t cap;
    int line; /* as the user sees it, from 1: the index + 1 */
} GridRow;
LIST_OF(GridRow, GridRows);

/* A merged area; its value stands at its upper left cell, the others are empty. Indexes from 0. */
typedef struct GridMerge {
    size_t row;
    size_t column;
    size_t row_count;
    size_t column_count;
} GridMerge;
LIST_OF(GridMerge, GridMerges);

typedef struct Grid {
    Str sheet; /* XLSX: the sheet's name */
    GridRows rows;
    size_t column_count; /* of the longest row */
    size_t cell_count;
    GridMerges merges;
} Grid;
LIST_OF(Grid, GridList);

/* The cell, or an empty one beyond the table. */
const GridCell *grid_cell(const Grid *grid, size_t row, size_t column);
Str grid_text(const Grid *grid, size_t row, size_t column);
bool grid_row_is_blank(const Grid *grid, size_t row);

/* For readers: puts a cell, its text trimmed, adding rows up to it. Fails with FAIL_TOO_LARGE past
 * a limit. An empty text changes nothing. */
must_use bool grid_put(Ctx *ctx, Grid *grid, size_t row, size_t column, GridCell cell);
/* For readers, at the end: drops blank rows and columns at the end. */
void grid_finish(Grid *grid);

#endif
