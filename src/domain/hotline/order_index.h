/*
 * order_index.h - what lists, counts and statistics ask of orders, kept in memory by columns.
 *
 * A list must be counted to the last order under any filter, and sorted by any column. Over a
 * million orders no set of database indexes does that within a few milliseconds (measured: a count
 * over a covering index takes 60 ms, a search for a common word joined with the orders 150 ms);
 * running through a column in memory takes less than one. So the process keeps the columns that are
 * filtered by, about 90 bytes an order; texts stay in the database and are read for the rows of the
 * page alone.
 *
 * It is filled at the first list and follows hotline_change: whoever writes hotline_order calls
 * order_search_put (order_search.h) in the same transaction. Each list first asks whether something
 * has changed (a look at the end of an index) and takes that over, so that it shows what was
 * committed before it began, by whatever process. Within a transaction it shows what was committed
 * before.
 *
 * It holds all orders; who asks sees those of his scope: order_filter.c begins every list with
 * them. It belongs to the packs of the Ctx, and so to the process and its one database.
 */
#ifndef TONGBAN_HOTLINE_ORDER_INDEX_H
#define TONGBAN_HOTLINE_ORDER_INDEX_H

#include "base/dict.h"
#include "base/shape.h"

/* Texts of few kinds as small numbers, in the order they were met. 0 is the empty text. */
typedef struct OrderCodes {
    Str *names;
    size_t count;
    size_t max; /* what comes beyond it is the last one */
    Dict by_name;
} OrderCodes;
#define ORDER_CODES_SMALL 256
#define ORDER_CODES_LARGE 65536

typedef enum OrderFlag {
    ORDER_PAUSED = 1 << 0,
    ORDER_CONFIDENTIAL = 1 << 1,
    ORDER_EXCLUDED = 1 << 2,
    ORDER_RAISED = 1 << 3,
} OrderFlag;

/* In the order of their ids. Moments are ms; 0 = none. Days of none are INT32_MIN. */
typedef struct OrderColumns {
    size_t count, cap;
    int64_t *id, *received_at, *due_at, *closed_at, *near_at, *warn_at, *taker;
    int32_t *received_day, *due_day, *closed_day;
    uint16_t *unit, *place, *category, *channel, *missing_year, *requests;
    uint8_t *state, *kind, *level, *satisfaction, *returns, *review_failures, *supervision, *urges,
        *flags;
} OrderColumns;
#define ORDER_NO_DAY INT32_MIN

typedef struct OrderIndex {
    OrderColumns columns;
    uint32_t *by_received; /* slots, oldest first */
    OrderCodes units;      /* ids, as texts */
    OrderCodes categories, channels, states, kinds, levels, satisfactions;
    OrderCodes requests; /* a bit each: 1 << code - 1 */
} OrderIndex;
#define ORDER_REQUESTS_MAX 16

typedef struct OrderStore OrderStore;

/* The index of the database in use, with all that was committed before. */
must_use bool order_store_fresh(Ctx *ctx, OrderStore **ret);
/* How many orders it has now: for memory to be had before it is held. */
size_t order_store_count(OrderStore *store);
/* Nothing in it changes until it is released. Nothing may be allocated meanwhile: an arena without
 * room would jump away with the lock. */
const OrderIndex *order_store_hold(OrderStore *store);
void order_store_release(OrderStore *store);

/* 0 when there is none. */
size_t order_code(const OrderCodes *codes, Str name);
size_t order_unit_code(const OrderIndex *index, int64_t unit_id);
int64_t order_unit_of_code(const OrderIndex *index, size_t code);
/* columns.count when there is none. */
size_t order_slot(const OrderColumns *columns, int64_t id);

#endif
