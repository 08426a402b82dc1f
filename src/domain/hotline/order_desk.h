/*
 * order_desk.h - the boxes of the work desk: what waits for whom. Each is a filter of the list
 * (box=CODE), so that its count is the number of rows behind it. Every order that is not at its end
 * is in a box of the house: nothing leaves every list (事事有回音).
 */
#ifndef TONGBAN_HOTLINE_ORDER_DESK_H
#define TONGBAN_HOTLINE_ORDER_DESK_H

#include "domain/hotline/order_filter.h"

typedef struct DeskBox {
    Str code;
    Str name;
    int64_t count;
} DeskBox;
LIST_OF(DeskBox, DeskBoxList);
typedef struct OrderDesk {
    DeskBoxList boxes;
} OrderDesk;
extern const Shape order_desk_shape;

/* The boxes for what the actor may do, in the order in which work passes through them. */
must_use bool order_desk(Ctx *ctx, OrderDesk *ret);

/* ---- for order_filter -------------------------------------------------------------------------
 */

typedef struct OrderBoxes OrderBoxes;
/* False when there is no such box; empty is none. "todo" is all boxes with what waits for this
 * actor himself. *ret (may be NULL) has their bits. */
bool order_box_bits(const struct Actor *actor, Str code, uint32_t *ret);
/* For a hint: 「to_dispatch、to_sign、…」 */
Str order_box_codes(Arena *arena);
OrderBoxes *order_boxes_create(Arena *arena);
/* With the index held: which codes are meant. */
void order_boxes_ready(OrderBoxes *boxes, const OrderIndex *index);
/* The boxes that an order is in, as bits; but for that of the branches, which is of ids. */
uint32_t order_boxes_of(const OrderBoxes *boxes, const OrderColumns *columns, size_t slot,
                        Instant now, int64_t me);
#define ORDER_BOX_ASSISTING (1U << 0)

#endif
