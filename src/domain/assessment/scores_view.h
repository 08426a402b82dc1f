/*
 * scores_view.h - a month's scores as the pages show them: who is where, by how much he moved, and
 * which indicators cost him points.
 */
#ifndef TONGBAN_ASSESSMENT_SCORES_VIEW_H
#define TONGBAN_ASSESSMENT_SCORES_VIEW_H

#include "domain/assessment/view.h"

typedef struct IndicatorView {
    Str code;
    Str name;
    Str section; /* base, bonus, penalty, ratio, item; input */
    Str section_name;
    Str points;
    Str target;
    Str unit; /* 分, %, 件 */
    int64_t places;
    bool is_input; /* a figure that is listed, not scored */
} IndicatorView;
LIST_OF(IndicatorView, IndicatorViewList);

typedef struct ItemView {
    Str code;
    Str value;
    Str full;
    Str deduction;
    TextList flags; /* view_flags */
    Str note;
} ItemView;
LIST_OF(ItemView, ItemViewList);

typedef struct TrendView {
    Period period;
    Str total;
} TrendView;
LIST_OF(TrendView, TrendViewList);

typedef struct ScoreRowView {
    Str unit;
    bool has_rank;
    int64_t rank;
    bool tied;     /* told under the whole scope only, as the means are */
    Str rank_note; /* why there is no rank */
    Str grade;     /* 等次; empty when the scheme gives none */
    Str total;
    bool has_rank_before;
    int64_t rank_before;
    bool has_movement;
    int64_t movement; /* places gained since last month: positive is up */
    Str total_before; /* last month's */
    Str change;       /* 环比: total - total_before */
    Str total_last_year;
    Str change_last_year; /* 同比 */
    ItemViewList items;   /* one an indicator, in their order */
    TrendViewList trend;  /* oldest first, ends with the month */
} ScoreRowView;
LIST_OF(ScoreRowView, ScoreRowViewList);

typedef struct MeanView {
    Str code;
    Str value;
} MeanView;
LIST_OF(MeanView, MeanViewList);

typedef struct ScoreGroupView {
    Str code;
    Str name;
    IndicatorViewList indicators;
    ScoreRowViewList rows; /* in listing order */
    MeanViewList mean;     /* over the units that have a value, of printed values */
    Str mean_total;
} ScoreGroupView;
LIST_OF(ScoreGroupView, ScoreGroupViewList);

typedef struct SchemeHeadView {
    Str code;
    Str name;
    Str total_name; /* empty: the scheme adds nothing up */
    bool ranked;
    bool graded; /* gives 等次 */
    Str legal;
} SchemeHeadView;

typedef struct ScoresView {
    Period period;
    Str state;
    int64_t version;
    SchemeHeadView scheme;
    ScoreGroupViewList groups;
} ScoresView;
extern const Shape scores_view_shape;

/* `group` empty = all. Fails with FAIL_NOT_FOUND when the month has no figures of the scheme. */
must_use bool scores_view(Ctx *ctx, Period period, Str scheme, Str group, ScoresView *ret);

/* ---- deductions ------------------------------------------------------------------------- */

typedef struct UnitDeduction {
    Str unit;
    Str deduction; /* printed; greater than zero */
    Decimal value;
} UnitDeduction;
LIST_OF(UnitDeduction, UnitDeductionList);

typedef struct IndicatorDeductions {
    Str code;
    Str name;
    UnitDeductionList units; /* largest first; empty = nobody lost anything */
} IndicatorDeductions;
LIST_OF(IndicatorDeductions, IndicatorDeductionsList);

typedef struct GroupDeductions {
    Str code;
    Str name;
    IndicatorDeductionsList indicators; /* those that can cost points */
} GroupDeductions;
LIST_OF(GroupDeductions, GroupDeductionsList);

typedef struct DeductionsView {
    GroupDeductionsList groups;
} DeductionsView;
extern const Shape deductions_view_shape;

must_use bool deductions_view(Ctx *ctx, Period period, Str scheme, Str group, DeductionsView *ret);

#endif
