#include "domain/hotline/tick.h"

#include "domain/hotline/order.h"
#include "domain/hotline/order_export.h"
#include "domain/hotline/order_search.h"
#include "engine/flow/escalate.h"

/* A deadline has minutes at the finest: half a minute is soon enough. */
#define ESCALATE_ROUNDS 15

/* The move, and what the order learns from it. */
static bool escalate(Ctx *ctx, const Matter *matter, const Escalation *escalation, void *self)
{
    OrderDone done;
    (void)self;
    return order_do(ctx,
                    &(OrderDeed){.number = matter->number,
                                 .move = escalation->move,
                                 .revision = matter->revision,
                                 .reason = escalation->says},
                    &done);
}

bool hotline_tick(Ctx *ctx, const Tick *tick)
{
    int64_t made;
    if (!order_search_catch_up(ctx) || !order_export_tick(ctx, tick))
        return false;
    return tick->round % ESCALATE_ROUNDS != 0 ||
           flow_escalate(ctx, ORDER_LIFECYCLE, escalate, /* self= */ NULL, tick->stopping, &made);
}
