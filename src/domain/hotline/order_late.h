/*
 * order_late.h - changes of orders that touch a month which may be frozen: told to who keeps
 * months.
 */
#ifndef TONGBAN_HOTLINE_ORDER_LATE_H
#define TONGBAN_HOTLINE_ORDER_LATE_H

#include "domain/hotline/order.h"

#define LATE_TOLD_MAX 16

/* What is told of one change of an order, once for each unit and month. */
typedef struct LateTelling {
    const Order *order;
    const OrderFacts *before; /* NULL = it is new */
    const OrderFacts *after;
    struct {
        int64_t unit_id;
        Period period;
    } told[LATE_TOLD_MAX];
    size_t count;
} LateTelling;

/* `touched` of measures_change; `self` is a LateTelling. Months after the running one are none that
 * anybody has closed. */
must_use bool late_touched(Ctx *ctx, int64_t unit_id, Date day, void *self);

#endif
