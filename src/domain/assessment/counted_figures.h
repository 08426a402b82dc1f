/*
 * counted_figures.h - figures that modules count from their own records (domain/counted.h), laid
 * over the imported ones of a month.
 *
 * A draft is counted anew whenever it is looked at. Where a module counts a scheme, its figures are
 * in force and a unit of its groups without any is not listed, whatever was imported for it.
 * Freezing keeps what was in force, so that a frozen month never changes.
 */
#ifndef TONGBAN_ASSESSMENT_COUNTED_FIGURES_H
#define TONGBAN_ASSESSMENT_COUNTED_FIGURES_H

#include "domain/assessment/figure.h"
#include "domain/counted.h"

/* How a month is looked at now: whole when it is over. */
CountedAsk counted_ask(Ctx *ctx, Period period);
/* Months of which any module counts something; and whether this is one. */
must_use bool counted_months(Ctx *ctx, PeriodList *list);
must_use bool counted_month(Ctx *ctx, Period period, bool *ret_counted);
/* Fails with FAIL_NOT_FOUND when no module knows such a record within ctx->scope. */
must_use bool counted_record_need(Ctx *ctx, Str number);
/* The records behind an item, of whichever module counts it. */
must_use bool counted_records(Ctx *ctx, Period period, Str scheme, int64_t unit_id, Str item,
                              CountedRecordList *ret, bool *ret_known);

#endif
