/*
 * score_left_out.h - a month's counts as they would be if some orders were excluded (剔除): nothing
 * is stored.
 */
#ifndef TONGBAN_HOTLINE_SCORE_LEFT_OUT_H
#define TONGBAN_HOTLINE_SCORE_LEFT_OUT_H

#include "domain/counted.h"
#include "engine/measure/measure.h"

/* Takes the orders of ask->left_out from `totals`, which are of the days of the month up to `last`;
 * what comes to zero is taken out. Within ctx->scope. */
must_use bool score_leave_out(Ctx *ctx, const MeasureSet *set, const CountedAsk *ask, Date last,
                              MeasureTotalList *totals);

#endif
