/*
 * result.h - a month's scores: a scheme run over the figures in force, and set beside last month
 * (环比) and the same month last year (同比).
 *
 * Scores and ranks are computed over everybody, whoever asks; what leaves here is narrowed once, to
 * ctx->scope: the groups and their listing, the register of units, the subjects that can be found,
 * the figures' sources. So all that is made of a result - tables, trends, explanations, exports -
 * shows the rows that may be seen and no others.
 */
#ifndef TONGBAN_ASSESSMENT_RESULT_H
#define TONGBAN_ASSESSMENT_RESULT_H

#include "domain/assessment/figure.h"
#include "domain/assessment/month.h"
#include "domain/assessment/unit_group.h"
#include "engine/assess/assess.h"

/* All schemes of the packs, sorted by code, those out of force too. */
LIST_OF(const Scheme *, SchemeList);
must_use bool schemes_load(Ctx *ctx, SchemeList *ret);
/* The scheme in force in the month; fails with FAIL_NOT_FOUND and the nearest codes. */
must_use bool scheme_for(Ctx *ctx, Str code, Period period, const Scheme **ret);
/* As scheme_for, as the month knows it: a frozen month has kept its own. */
must_use bool month_scheme(Ctx *ctx, Period period, Str code, const Scheme **ret);

typedef struct MonthResult {
    MonthState month;
    const Scheme *scheme;
    UnitBook book;           /* the units that may be seen */
    FigureSet figures;       /* everybody's: for month_result_source alone */
    AssessSubject *subjects; /* one a unit, in order of the file that brought it */
    size_t subject_count;
    const AssessInput *
        input; /* in the arena: the result refers to it; sources are indexes into figures.figures */
    AssessResult result;
} MonthResult;

/* Scores of one month. Fails with FAIL_NOT_FOUND when no unit that may be seen has a figure of the
 * scheme, unless `ret_any` is given: then *ret_any says so. Uses the frozen packs of a frozen
 * month. */
must_use bool month_result(Ctx *ctx, Period period, Str scheme, MonthResult *ret, bool *ret_any);
/* A trial: the draft as it would be. */
typedef struct WhatIf {
    TextList left_out;        /* records that do not count, by number */
    SchemeWeightList weights; /* full marks that items would have */
} WhatIf;
/* As month_result, of a draft; nothing is stored. Fails with FAIL_STATE for a month that is none,
 * with FAIL_NOT_FOUND for a record that is not in ctx->scope and for an item that the scheme has
 * not. */
must_use bool month_result_if(Ctx *ctx, Period period, Str scheme, const WhatIf *what_if,
                              MonthResult *ret, bool *ret_any);
/* Scores of the month that `month` is compared with (month_compared). *ret_any false: there is no
 * such month, or the scheme was not in force or has no figures in it. */
must_use bool month_result_compared(Ctx *ctx, const MonthState *month, int months_ago, Str scheme,
                                    MonthResult *ret, bool *ret_any);
/* The figure a value of the result came from; NULL = none, or not to be seen. Its file is empty
 * when the import may not be seen. */
const Figure *month_result_source(const MonthResult *result, int64_t source);
/* Index of the subject that is this unit; SIZE_MAX when it is not listed, or not to be seen. */
size_t month_result_subject(const MonthResult *result, int64_t unit_id);

#endif
