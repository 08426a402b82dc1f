/*
 * csv.h - comma separated values, RFC 4180, as spreadsheets save and open them.
 *
 * Reading: the separator (comma, semicolon or TAB) is the one that is most frequent on the first
 * line that is not blank, outside quotes. Lines end in CRLF, LF or CR; a quoted cell may contain
 * separators, line ends and doubled quotes.
 *
 * Writing: UTF-8, CRLF, quotes only where needed. A text that a spreadsheet would run as a formula
 * gets an apostrophe before it (OWASP, CSV injection); reading takes it off again.
 */
#ifndef TONGBAN_PORT_CSV_H
#define TONGBAN_PORT_CSV_H

#include "port/encoding.h"
#include "port/grid.h"

/* `text` is UTF-8, see csv_read_bytes for files. Fails with FAIL_SYNTAX and line for a quote that
 * is not closed or has text after it, FAIL_TOO_LARGE past the limits of grid.h. */
must_use bool csv_read(Ctx *ctx, Str text, Grid *ret);
/* The same, but GridRow.line is the line of the text where the row begins: they differ below a cell
 * with a line end in it. */
must_use bool csv_read_lines(Ctx *ctx, Str text, Grid *ret);
/* A file as it is: decoded, then read. */
must_use bool csv_read_bytes(Ctx *ctx, Str bytes, Grid *ret, TextEncoding *ret_encoding);

/* U+FEFF, so that a spreadsheet takes the file for UTF-8; before the first row only. */
void csv_put_bom(Buf *to);
/* One cell; `first` = no separator before it. A number is never given the apostrophe; a text that
 * is a plain number (-1.50) needs none either. */
void csv_put(Buf *to, bool first, Str text, bool is_number);
void csv_end_row(Buf *to);

#endif
