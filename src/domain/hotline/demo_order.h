/*
 * demo_order.h - an invented order from its life: the row of hotline_order as order_do would have
 * left it, its caller and its returns. Private to the demo.
 */
#ifndef TONGBAN_HOTLINE_DEMO_ORDER_H
#define TONGBAN_HOTLINE_DEMO_ORDER_H

#include "domain/hotline/demo_story.h"
#include "domain/hotline/order.h"

/* What the order learnt from the steps of the story; the life gives the rest. */
void demo_order_learn(const DemoStory *story, const Life *life, Order *order);
/* hotline_return, a row for each. */
must_use bool demo_order_returns(Ctx *ctx, const DemoStory *story, const Life *life,
                                 const Order *order);

#endif
