/*
 * reported.h - the unit that a 举报 is about (被举报单位), which the 举报 must never reach.
 *
 * What was reported, and that it was, is told to nobody who might be its object: not by dispatch,
 * transfer, ruling, joint handling or a suggestion, nor within another order by merging. Units
 * under the reported one are its own (packs/hotline/settings.yaml, reported.below); the one above
 * it may have it. Candidates leave these units out and propose those above, and those of the pack
 * (reported.to).
 */
#ifndef TONGBAN_HOTLINE_REPORTED_H
#define TONGBAN_HOTLINE_REPORTED_H

#include "domain/hotline/order.h"
#include "domain/hotline/rules.h"
#include "engine/access/unit.h"

/* Whether an order about `reported_unit_id` (0 = about none) is to be kept from this unit. */
bool reported_bars(Arena *arena, const HotlineRules *rules, const UnitBook *book,
                   int64_t reported_unit_id, int64_t unit_id);
/* FAIL_INVALID, with what to do instead, when one of these units may not have the order; `more` may
 * be NULL. */
must_use bool reported_check(Ctx *ctx, int64_t reported_unit_id, int64_t unit_id,
                             const FlowUnitList *more);
/* What is merged is told to whoever has, or will have, the other order: that one must be about the
 * same unit. */
must_use bool reported_check_merge(Ctx *ctx, const Order *order, const Order *into);

#endif
