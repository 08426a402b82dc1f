/*
 * grid_wrong.h - what a user gets back of a file that could not all be taken: his own wrong rows
 * below his own head, with 「错误原因」 as last column, in the form he gave (CSV, or XLSX with the
 * wrong cells red), so that the mended file can be brought again as it is.
 */
#ifndef TONGBAN_PORT_GRID_WRONG_H
#define TONGBAN_PORT_GRID_WRONG_H

#include "base/problem.h"
#include "port/grid.h"

typedef struct GridWrong {
    const Grid *grid;
    size_t head_row;          /* it and all above are repeated */
    const bool *wrong;        /* one a row of the grid */
    const Problems *problems; /* row by row, counted from 1; the reasons */
    Str name;                 /* of the file: 「2月.xlsx」 gives 「2月-错误.xlsx」 */
} GridWrong;
must_use bool grid_wrong_file(Ctx *ctx, const GridWrong *file, Str *ret_bytes, Str *ret_name);

#endif
