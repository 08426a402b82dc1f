/*
 * xlsx_exact.h - exact decimals in a written workbook. Private to port/xlsx_write.c.
 *
 * libxlsxwriter takes numbers as binary floating point and prints 16 digits of them, so that 9.95
 * would be stored as 9.949999999999999. Therefore each number is given to it as its place in a
 * list, 1, 2, 3..., and in the finished file every such place is replaced by the decimal's text.
 * Drop-down lists that refer to cells go the same way, as the one word XLSX_AREA_WORD and their
 * place, because the library loses memory when it is given a list's formula.
 * The archive is packed anew with fixed times, so that equal books are equal bytes.
 */
#ifndef TONGBAN_PORT_XLSX_EXACT_H
#define TONGBAN_PORT_XLSX_EXACT_H

#include "base/fail.h"
#include "base/list.h"

#define XLSX_AREA_WORD "tongban-area-"

/* Texts by their place: place k of the workbook is at[k - 1]. */
LIST_OF(Str, XlsxPlaces);

/* `numbers` are decimal texts; `areas` are like '_选项'!$A$1:$A$42. */
must_use bool xlsx_make_exact(Ctx *ctx, Str bytes, const XlsxPlaces *numbers,
                              const XlsxPlaces *areas, Str *ret_bytes);

#endif
