/*
 * score_counts.h - a month's orders counted for the assessment (Module.counted and its sisters).
 *
 * An order counts for the on-time rate in the month in which it falls due, for everything else in
 * the month of closing (packs/measure/hotline.yaml); looked at before the month is over, only what
 * fell due before today counts as due.
 */
#ifndef TONGBAN_HOTLINE_SCORE_COUNTS_H
#define TONGBAN_HOTLINE_SCORE_COUNTS_H

#include "domain/counted.h"

must_use bool score_counted(Ctx *ctx, const CountedAsk *ask, CountedTableList *list);
must_use bool score_counted_months(Ctx *ctx, PeriodList *list);
must_use bool score_counted_records(Ctx *ctx, const CountedAsk *ask, Str scheme, int64_t unit_id,
                                    Str item, CountedRecordList *ret, bool *ret_known);
must_use bool score_counted_find(Ctx *ctx, Str number, bool *ret_found);
/* A request for it that waits is granted. */
must_use bool score_counted_exclude(Ctx *ctx, Str number, Str reason, Str basis);
/* The last day of which due orders count. */
Date score_due_until(const CountedAsk *ask);

#endif
