/*
 * order_print.h - an order on paper: the handling sheet (办理单) that goes with it, the receipt
 * (受理回执) for who called, and the notices of urging (催办通知单) and of supervision (督办通知单);
 * A4, as HTML, PDF or Word. Sheet and receipt carry a QR code to the citizen's page of progress.
 * Personal data are masked as the reader may see them; who called is left out where he is hidden.
 * The same state of an order gives the same bytes.
 */
#ifndef TONGBAN_HOTLINE_ORDER_PRINT_H
#define TONGBAN_HOTLINE_ORDER_PRINT_H

#include "domain/module.h"
#include "engine/report/report.h"

typedef struct OrderPrint {
    Str number;
    Str format; /* html, pdf, docx */
} OrderPrint;
extern const Shape order_print_shape;

must_use bool order_print(Ctx *ctx, const OrderPrint *print, FileBody *ret);
/* Of the newest urging, which tells the how many-th it is. FAIL_STATE for one never urged. */
must_use bool order_print_urging(Ctx *ctx, const OrderPrint *print, FileBody *ret);
/* For who called (受理回执): number, time limit, and the way to the progress. */
must_use bool order_print_receipt(Ctx *ctx, const OrderPrint *print, FileBody *ret);
/* FAIL_STATE for an order that is not under supervision. */
must_use bool order_print_notice(Ctx *ctx, const OrderPrint *print, FileBody *ret);

#endif
