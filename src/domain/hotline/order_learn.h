/*
 * order_learn.h - what an order learns from a move of its lifecycle. Private to order_do.
 *
 * One row for each move that means something to the order beyond where the matter stands: what must
 * be given with it, checked before the move, and what changes in the order, after it.
 */
#ifndef TONGBAN_HOTLINE_ORDER_LEARN_H
#define TONGBAN_HOTLINE_ORDER_LEARN_H

#include "domain/hotline/order.h"
#include "domain/hotline/rules.h"

/* A deed under way. */
typedef struct Doing {
    const OrderDeed *deed;
    const HotlineRules *rules;
    Order before;
    Order after;
    int64_t unit_id; /* of deed->unit */
    Order into;      /* of a merge */
    bool in_time;    /* of an answer to a request for knowledge */
    FlowMoved moved;
    Instant now;
} Doing;

typedef struct Lesson {
    const char *move;
    bool (*check)(Ctx *ctx, Doing *doing); /* before the move; NULL = nothing */
    bool (*learn)(Ctx *ctx, Doing *doing); /* changes doing->after; NULL = nothing */
} Lesson;

/* NULL when the order learns nothing from it. */
const Lesson *lesson_of(Str move);

#endif
