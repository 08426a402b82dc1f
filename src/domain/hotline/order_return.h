/*
 * order_return.h - returns (退单) of an order: who gave it back, why, and what was decided on it.
 *
 * A return belongs to the unit that made it, and stays with it when the order has left.
 */
#ifndef TONGBAN_HOTLINE_ORDER_RETURN_H
#define TONGBAN_HOTLINE_ORDER_RETURN_H

#include "base/shape.h"

typedef struct OrderReturn {
    int64_t id;
    int64_t order_id;
    int64_t unit_id; /* who returned it */
    Str unit;
    Instant at;
    Str reason;
    Str basis;
    int64_t suggested_unit_id;
    Str suggested_unit;
    Str verdict; /* correct, incorrect; empty = not decided */
    bool has_decided_at;
    Instant decided_at;
    Str decision;
} OrderReturn;
LIST_OF(OrderReturn, OrderReturnList);
extern const Shape order_return_shape;

/* Oldest first; within ctx->scope. */
must_use bool order_returns(Ctx *ctx, int64_t order_id, OrderReturnList *ret);

#endif
