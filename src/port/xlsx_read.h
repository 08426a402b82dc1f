/*
 * xlsx_read.h - the sheets of an Excel workbook (ECMA-376, .xlsx), each as a Grid.
 *
 * Values are as the sheet stores them: shared and inline strings with their rich runs joined,
 * the cached results of formulas, TRUE and FALSE, error values (#DIV/0!) as text. Numbers are
 * reduced to 15 significant digits, as the spreadsheet shows them (19.890000000000001 is 19.89).
 * A number with a date format becomes 2023-02-28 or 2023-02-28 08:30:00. Hidden rows are kept.
 *
 * Damaged, encrypted and hostile files (archives that swell, entity tricks) are refused; so are
 * the older .xls and .et, with the advice to save them as .xlsx.
 */
#ifndef TONGBAN_PORT_XLSX_READ_H
#define TONGBAN_PORT_XLSX_READ_H

#include "port/grid.h"

/* True when the bytes begin like a workbook (ZIP or the older OLE), so that they are no CSV. */
bool xlsx_looks_like(Str bytes);

/* `sheet` empty = the first visible one. */
must_use bool xlsx_read(Ctx *ctx, Str bytes, Str sheet, Grid *ret);
/* All visible sheets, in the order of their tabs; empty ones and sheets of a chart are left out. */
must_use bool xlsx_read_visible(Ctx *ctx, Str bytes, GridList *ret);

#endif
