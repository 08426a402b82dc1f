/*
 * order_table.h - orders as rows of a sheet: the columns of the list as an account has arranged
 * them, in CSV or XLSX. Personal data are masked as the reader may see them; what a spreadsheet
 * would run as a formula stays text; numbers of orders keep their zeros.
 */
#ifndef TONGBAN_HOTLINE_ORDER_TABLE_H
#define TONGBAN_HOTLINE_ORDER_TABLE_H

#include "domain/hotline/order_list.h"

/* Codes of the columns that the actor's list shows, with blanks between; the number stands first,
 * what the settings do not know stands last. */
must_use bool order_table_columns(Ctx *ctx, Str *ret);

/* `head` as well: a file of its own, with its mark of UTF-8. */
void order_table_csv(Ctx *ctx, Str columns, bool head, const OrderRowList *rows, Buf *to);
must_use bool order_table_xlsx(Ctx *ctx, Str columns, const OrderRowList *rows, Str *ret_bytes);

#endif
