/*
 * xlsx_exact.h - exact decimals in a written workbook. Private to port/xlsx_write.c.
 *
 * libxlsxwriter takes numbers as binary floating point and prints 16 digits of them, so that 9.95
 * would be stored as 9.949999999999999. Therefore each number is given to it as its place in a
 * list, 1, 2, 3..., and in the finished file every such place is replaced by the decimal's text.
 * The archive is packed anew with fixed times, so that equal books are equal bytes.
 */
#ifndef TONGBAN_PORT_XLSX_EXACT_H
#define TONGBAN_PORT_XLSX_EXACT_H

#include "base/fail.h"
#include "base/list.h"

/* The texts of the numbers: number k of the workbook is at[k - 1]. */
LIST_OF(Str, XlsxNumbers);

must_use bool xlsx_make_exact(Ctx *ctx, Str bytes, const XlsxNumbers *numbers, Str *ret_bytes);

#endif
