/*
 * order_measures.h - the measures of packs/measure/hotline.yaml over OrderFacts, compiled once.
 */
#ifndef TONGBAN_HOTLINE_ORDER_MEASURES_H
#define TONGBAN_HOTLINE_ORDER_MEASURES_H

#include "domain/hotline/order.h"
#include "engine/measure/measure.h"

/* Remembered until the packs change. */
must_use bool order_measures(Ctx *ctx, const MeasureSet **ret);

#endif
