/*
 * outlook.h - a month as it would end now (本月预估), and as it would end if (试算).
 *
 * Of the running month only what has fallen due counts as due; a month that is over stands as it
 * is. A trial leaves out records or gives items other full marks and sets what comes of it beside
 * what is. Nothing is stored. Ranks are over everybody, rows within ctx->scope.
 */
#ifndef TONGBAN_ASSESSMENT_OUTLOOK_H
#define TONGBAN_ASSESSMENT_OUTLOOK_H

#include "domain/assessment/view.h"

#define TRIAL_RECORDS_MAX 500
#define TRIAL_WEIGHTS_MAX 50

typedef struct OutlookItem {
    Str code;
    Str value;
    Str lost; /* empty = none */
} OutlookItem;
LIST_OF(OutlookItem, OutlookItemList);

typedef struct OutlookRow {
    Str unit;
    bool has_rank;
    int64_t rank;
    Str total;
    bool has_rank_before; /* of a trial: as it is without */
    int64_t rank_before;
    Str total_before;
    int64_t movement; /* of a trial: places gained */
    OutlookItemList items;
} OutlookRow;
LIST_OF(OutlookRow, OutlookRowList);

typedef struct OutlookIndicator {
    Str code;
    Str name;
    Str points;
} OutlookIndicator;
LIST_OF(OutlookIndicator, OutlookIndicatorList);

typedef struct OutlookGroup {
    Str code;
    Str name;
    OutlookRowList rows; /* in order of rank */
} OutlookGroup;
LIST_OF(OutlookGroup, OutlookGroupList);

typedef struct OutlookView {
    Period period;
    Str state;
    Str scheme;
    Str scheme_name;
    bool counted;      /* from records; false: all of it was imported */
    bool running;      /* the month is not over: due is what fell due before today */
    Instant looked_at; /* now */
    OutlookIndicatorList indicators;
    OutlookGroupList groups;
} OutlookView;
extern const Shape outlook_view_shape;

typedef struct OutlookTrial {
    Period period;
    TextList exclude;         /* numbers of records */
    SchemeWeightList weights; /* {item, points} */
} OutlookTrial;
extern const Shape outlook_trial_shape;

Period outlook_running_month(Ctx *ctx);
must_use bool outlook_view(Ctx *ctx, Period period, Str scheme, OutlookView *ret);
/* Fails as month_result_if does. */
must_use bool outlook_what_if(Ctx *ctx, Str scheme, const OutlookTrial *trial, OutlookView *ret);

#endif
