/*
 * order_export.h - orders as files: those that a filter finds, in the columns of the list.
 *
 * Up to ORDER_EXPORT_AT_ONCE rows the file is the answer. More become a job: what was found when
 * it was asked for is kept as ids, the server's periodic work writes the file under the scope and
 * the masks of who asked (an order that left his scope meanwhile is left out), and he fetches it
 * within ORDER_EXPORT_DAYS. Each file that leaves the house is noted, with filter and number of
 * rows.
 */
#ifndef TONGBAN_HOTLINE_ORDER_EXPORT_H
#define TONGBAN_HOTLINE_ORDER_EXPORT_H

#include "domain/hotline/order_filter.h"
#include "domain/module.h"

#define ORDER_EXPORT_AT_ONCE 5000
#define ORDER_EXPORT_CSV_MAX 200000
#define ORDER_EXPORT_XLSX_MAX 100000
#define ORDER_EXPORT_CHOSEN_MAX 1000 /* as many as one ticks */
#define ORDER_EXPORT_DAYS 7
#define ORDER_EXPORTS_WAITING_MAX 5

must_use bool order_export(Ctx *ctx, const OrderQuery *query, FileBody *ret);

/* Those of a list that were ticked. What is not, or no longer, the reader's is left out. */
typedef struct OrdersChosen {
    Str format;
    TextList numbers;
    Str box; /* assisting: they are others' orders */
} OrdersChosen;
extern const Shape orders_chosen_shape;
must_use bool order_export_chosen(Ctx *ctx, const OrdersChosen *chosen, FileBody *ret);

typedef struct ExportJob {
    int64_t id;
    Str name;
    Str format;
    Str state; /* waiting, done, failed, cancelled, gone (its days are over) */
    int64_t done;
    int64_t total;
    Instant made_at;
    bool has_finished_at;
    Instant finished_at;
    Str failure;
} ExportJob;
LIST_OF(ExportJob, ExportJobList);
extern const Shape export_job_shape;

must_use bool order_export_ask(Ctx *ctx, const OrderQuery *query, int64_t *ret_id);
/* One's own, newest first. */
must_use bool order_exports(Ctx *ctx, ExportJobList *ret);
must_use bool order_export_file(Ctx *ctx, int64_t id, FileBody *ret);
must_use bool order_export_cancel(Ctx *ctx, int64_t id);

/* Writes what waits, and clears away what is old. */
must_use bool order_export_tick(Ctx *ctx, const Tick *tick);

#endif
