/*
 * prose_order.h - the entries of a table in the order of one column, and which of them can be told
 * by their names: for lists and bounds in the prose.
 *
 * A name listed twice names one row wrongly, and that row's own name is not in the table. Nobody
 * can tell from the table which of the two it is, so lists are judged as if either might be.
 */
#ifndef TONGBAN_ENGINE_CHECK_PROSE_ORDER_H
#define TONGBAN_ENGINE_CHECK_PROSE_ORDER_H

#include "engine/check/prose_names.h"

typedef struct OrderedRow {
    int64_t value;
    size_t row;
} OrderedRow;

/* The figures of the entries as printed or as mended. */
typedef struct Order {
    const CheckTable *table;
    size_t column; /* SIZE_MAX = by rank */
    bool printed;
    bool ascending;   /* the smallest come first */
    bool among_peers; /* only those of `peers`: CheckRow.peers */
    size_t peers;
    const OrderedRow *rows; /* the smallest first */
    size_t count;
} Order;

/* The order with its rows, column and state being given; sorted once for all that ask. */
Order prose_order_read(ProseCheck *check, Order order);
/* The figure of an entry; false when it has none. */
bool order_figure(const Order *order, size_t row, Decimal *ret);
/* Whether a finding has made it unknown. */
bool order_is_unknown(const Order *order, size_t row);
/* How many entries come before this figure. */
size_t order_better_than(const Order *order, Decimal value);
/* How many entries come after it. */
size_t order_worse_than(const Order *order, Decimal value);
/* The entry at a place of the order, the first at 0. */
size_t order_row_at(const Order *order, size_t place);

/* Whether the row may bear another name than the one printed. */
bool row_is_doubtful(const ProseCheck *check, const CheckTable *table, size_t row);
/* Whether one of the names is that of the row. */
bool names_have_row(const NameList *names, const CheckTable *table, size_t row);
/* How many of the names are in the table. */
size_t names_known_in(const NameList *names, const CheckTable *table);

#endif
