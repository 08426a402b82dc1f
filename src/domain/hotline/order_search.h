/*
 * order_search.h - what a change of an order must tell search and lists, in its own transaction.
 *
 * Every writer of hotline_order calls it once for each order after writing it: order_follow, the
 * import, the generator of the demo. One that forgets it leaves lists showing the order as it was.
 */
#ifndef TONGBAN_HOTLINE_ORDER_SEARCH_H
#define TONGBAN_HOTLINE_ORDER_SEARCH_H

#include "domain/hotline/order.h"

/* The words of number, title, content and address for the search, when they are new or others than
 * before; and the note that lists follow. `before` NULL = a new order. */
must_use bool order_search_put(Ctx *ctx, const Order *before, const Order *after);
/* Of an order that is taken out of the database. */
must_use bool order_search_remove(Ctx *ctx, const Order *before);

/* For many at once: the words alone, one call for each new order, then one note for all. */
must_use bool order_search_words(Ctx *ctx, const Order *order);
must_use bool order_search_renew(Ctx *ctx);

/* For very many at once: FTS5 puts what it has gathered on disk before any other statement that
 * could be undone, so words between other rows cost ten times as much as words together. */
typedef struct OrderWords {
    Buf rows; /* JSON, [id, words] each */
    size_t count;
} OrderWords;
#define ORDER_WORDS_TOGETHER 2000
OrderWords order_words_create(Arena *arena);
/* Writes them when there are enough. */
must_use bool order_words_add(Ctx *ctx, OrderWords *words, const Order *order);
must_use bool order_words_write(Ctx *ctx, OrderWords *words);

#endif
