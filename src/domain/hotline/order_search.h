/*
 * order_search.h - what a change of an order must tell search and lists, in its own transaction.
 *
 * Every writer of hotline_order calls it once for each order after writing it: order_follow, the
 * import, the generator of the demo. One that forgets it leaves lists showing the order as it was.
 */
#ifndef TONGBAN_HOTLINE_ORDER_SEARCH_H
#define TONGBAN_HOTLINE_ORDER_SEARCH_H

#include "domain/hotline/order.h"
#include "engine/search/search.h"

/* Beside the ids of orders in hotline_change: there are new orders; all are to be read anew. */
#define ORDER_CHANGE_NEW INT64_C(-1)
#define ORDER_CHANGE_ALL INT64_C(0)

/* The words of number, title, content and address for the search, when they are others than before;
 * and the note that lists follow. `before` NULL = a new order: its words may wait, and are found
 * all the same (order_search_waiting). */
must_use bool order_search_put(Ctx *ctx, const Order *before, const Order *after);
/* After very many were written without order_search_put: one call for all. */
must_use bool order_search_renew(Ctx *ctx);

/* Keeps words that wait, some at a time. Of the periodic work, in a transaction of its own. */
must_use bool order_search_catch_up(Ctx *ctx);
LIST_OF(int64_t, IdList);
/* Those found among the orders whose words wait, within ctx->scope, ascending. To be asked before
 * the words that are kept: what is kept meanwhile is then found twice, and not never. */
must_use bool order_search_waiting(Ctx *ctx, const SearchQuery *query, IdList *ret);

#endif
