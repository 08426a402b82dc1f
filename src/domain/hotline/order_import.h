/*
 * order_import.h - the export of the city's system in: a file of orders looked at, told back, and
 * taken.
 *
 * order_import_plan() reads CSV or XLSX and changes nothing: which columns it knows, which orders
 * are new, changed, the same or wrong. order_import_take() then takes the whole plan or, when
 * `partial`, its good rows, in one transaction, as one numbered import. An order that is there
 * already is updated, and what it was is kept: order_import_undo() puts it back. A column that the
 * file does not have leaves what is known; an empty cell empties it.
 *
 * What an order was elsewhere becomes its state, its clocks and its ledger here: closed_at is
 * closed (archived when it was rated), replied_at awaits review, signed_at is being handled, else
 * it is with its unit. Importing needs the whole scope (hotline.import).
 */
#ifndef TONGBAN_HOTLINE_ORDER_IMPORT_H
#define TONGBAN_HOTLINE_ORDER_IMPORT_H

#include "base/dict.h"
#include "domain/hotline/order.h"
#include "engine/access/access.h"
#include "port/grid.h"

#define ORDER_IMPORT_NUMBER_MAX 100000 /* returns, failures, requests of one order */
#define ORDER_IMPORT_EXTENSION_MAX 1000
#define ORDER_IMPORT_DIFFERENCES_SHOWN 200

/* What a file may say of an order. */
typedef struct ImportedOrder {
    Str order_no;
    Instant received_at;
    Str kind;
    Str channel;
    Str title;
    Str content;
    Str address;
    int64_t unit_id;
    bool has_dispatched_at;
    Instant dispatched_at;
    bool has_signed_at;
    Instant signed_at;
    int64_t returns;
    int64_t incorrect_returns;
    int64_t extension_days;
    bool has_replied_at;
    Instant replied_at;
    int64_t review_failures;
    bool has_closed_at;
    Instant closed_at;
    Str satisfaction;
    bool duty_not_done;
    int64_t knowledge_requests;
    int64_t knowledge_on_time;
} ImportedOrder;
/* The members in the order of the columns; also what is kept of an order for the undo. */
extern const Shape imported_order_shape;

/* A row of the file that may be taken. */
typedef struct ImportRow {
    size_t row; /* index into the grid */
    ImportedOrder order;
    ImportedOrder *before; /* what the one that is there says; NULL = a new one */
    int64_t revision;      /* of it */
    bool same;
} ImportRow;
LIST_OF(ImportRow, ImportRowList);

/* A value replaced. */
typedef struct ImportDifference {
    Str number;
    Str label;
    Str before;
    Str after;
} ImportDifference;
LIST_OF(ImportDifference, ImportDifferenceList);
extern const Shape import_difference_shape;

typedef struct OrderImportPlan {
    Str file;
    Str digest;
    Grid grid;
    size_t head_row;
    const Field **columns; /* one a column of the grid; NULL = not known */
    bool *wrong;           /* one a row of the grid */
    ImportRowList rows;    /* the good ones */
    Problems problems;
    TextList unknown_columns;
    int64_t row_count;
    int64_t wrong_rows;
    int64_t new_orders;
    int64_t changed_orders;
    int64_t same_orders;
    ImportDifferenceList differences; /* the first ones */
} OrderImportPlan;

/* Fails only when the file cannot be read as a table of orders at all. Wrong cells are in
 * ret->problems. */
must_use bool order_import_plan(Ctx *ctx, Str file, Str bytes, OrderImportPlan *ret);
/* FAIL_INVALID with wrong rows and not `partial`; FAIL_CONFLICT when an order was changed since the
 * plan was made. `progress` (may be NULL) is called now and then, at the end
 * with total 0; when it gives false, nothing is taken (FAIL_STATE). */
must_use bool order_import_take(Ctx *ctx, const OrderImportPlan *plan, bool partial,
                                bool (*progress)(void *self, int64_t done, int64_t total),
                                void *self, int64_t *ret_number);
/* The user's wrong rows with 「错误原因」 as last column, in the form he gave. */
must_use bool order_import_error_file(Ctx *ctx, const OrderImportPlan *plan, Str *ret_bytes,
                                      Str *ret_name);

typedef struct OrderImportRecord {
    int64_t number;
    Str file;
    Str digest;
    int64_t rows;
    int64_t new_orders;
    int64_t changed_orders;
    int64_t same_orders;
    int64_t wrong_rows;
    Instant made_at;
    Str actor;
    bool has_undone_at;
    Instant undone_at;
} OrderImportRecord;
LIST_OF(OrderImportRecord, OrderImportRecordList);
extern const Shape order_import_record_shape;
/* Newest first. */
must_use bool order_imports_read(Ctx *ctx, OrderImportRecordList *ret);
/* Orders that came with it are voided, changed ones are put back. Refused (FAIL_CONFLICT) when one
 * of them was changed since: a later import is undone first. */
must_use bool order_import_undo(Ctx *ctx, int64_t number, OrderImportRecord *ret);

/* ---- private to the import ----------------------------------------------------------------------
 */

/* Finds the head row; FAIL_INVALID without a required column, or with one twice. */
must_use bool order_import_read_head(Ctx *ctx, OrderImportPlan *plan);
/* Those of the orders that are there, by number: Order. */
must_use bool order_import_existing(Ctx *ctx, const OrderImportPlan *plan, Dict *ret);
typedef struct OrderImportReader {
    Ctx *ctx;
    OrderImportPlan *plan;
    UnitBook book;
    Dict units;    /* by month and name, as matched before */
    Dict existing; /* orders by number: Order */
    Dict seen;     /* order numbers of the file to the row that has them */
} OrderImportReader;
/* Adds the row to plan->rows, or what is wrong with it to the problems. */
void order_import_read_row(OrderImportReader *reader, size_t row);
ImportedOrder imported_order_of(const Order *order);
/* Makes the order so, with matter, clocks, ledger and measures. `before` NULL = a new one.
 * `void_it` takes a new one away again. */
typedef struct ImportPut {
    const Workdays *workdays;
    const Order *before;
    const ImportedOrder *order;
    Str why; /* 「导入3号」, for the ledger */
    bool void_it;
} ImportPut;
must_use bool order_import_put(Ctx *ctx, const ImportPut *put, int64_t *ret_id,
                               int64_t *ret_revision);

#endif
