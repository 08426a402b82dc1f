#include "domain/assessment/outlook.h"

#include "domain/assessment/counted_figures.h"
#include "port/clock.h"

static const Field item_fields[] = {
    FIELD(OutlookItem, code, "指标编码", 0),
    FIELD(OutlookItem, value, "得分", FIELD_SPARSE),
    FIELD(OutlookItem, lost, "扣分", FIELD_SPARSE),
};
static const Shape item_shape = SHAPE(OutlookItem, item_fields);

static const Field row_fields[] = {
    FIELD(OutlookRow, unit, "单位", 0),
    FIELD_MAYBE(OutlookRow, rank, "名次", 0),
    FIELD(OutlookRow, total, "总分", FIELD_SPARSE),
    FIELD_MAYBE(OutlookRow, rank_before, "原名次", 0),
    FIELD(OutlookRow, total_before, "原总分", FIELD_SPARSE),
    FIELD(OutlookRow, movement, "名次变动", 0),
    FIELD_LIST(OutlookRow, items, "各项", &item_shape),
};
static const Shape row_shape = SHAPE(OutlookRow, row_fields);

static const Field indicator_fields[] = {
    FIELD(OutlookIndicator, code, "指标编码", 0),
    FIELD(OutlookIndicator, name, "指标", 0),
    FIELD(OutlookIndicator, points, "满分", FIELD_SPARSE),
};
static const Shape indicator_shape = SHAPE(OutlookIndicator, indicator_fields);

static const Field group_fields[] = {
    FIELD(OutlookGroup, code, "组别", 0),
    FIELD(OutlookGroup, name, "组别名称", 0),
    FIELD_LIST(OutlookGroup, rows, "单位", &row_shape),
};
static const Shape group_shape = SHAPE(OutlookGroup, group_fields);

static const Field view_fields[] = {
    FIELD(OutlookView, period, "月份", 0),
    FIELD(OutlookView, state, "状态", 0),
    FIELD(OutlookView, scheme, "考核方案", 0),
    FIELD(OutlookView, scheme_name, "方案名称", 0),
    FIELD(OutlookView, counted, "逐件计数", 0),
    FIELD(OutlookView, running, "月份未结束", 0),
    FIELD(OutlookView, looked_at, "截至", 0),
    FIELD_LIST(OutlookView, indicators, "指标", &indicator_shape),
    FIELD_LIST(OutlookView, groups, "分组", &group_shape),
};
const Shape outlook_view_shape = SHAPE(OutlookView, view_fields);

static const Field weight_fields[] = {
    FIELD(SchemeWeight, item, "指标", FIELD_REQUIRED, .max_runes = 60),
    FIELD(SchemeWeight, points, "满分", FIELD_REQUIRED),
};
static const Shape weight_shape = SHAPE(SchemeWeight, weight_fields);

static const Field trial_fields[] = {
    FIELD(OutlookTrial, period, "月份", FIELD_REQUIRED),
    FIELD_TEXTS(OutlookTrial, exclude, "剔除的工单"),
    FIELD_LIST(OutlookTrial, weights, "改变的满分", &weight_shape),
};
const Shape outlook_trial_shape = SHAPE(OutlookTrial, trial_fields);

Period outlook_running_month(Ctx *ctx)
{
    CivilDate today = date_civil(instant_date(clock_now(ctx)));
    Period month;
    if (!month_make(today.year, today.month, &month))
        BUG("a date without month");
    return month;
}

static bool is_item(const SchemeColumn *column)
{
    return column->kind == COLUMN_ITEM;
}

static OutlookItemList items_of(Arena *arena, const MonthResult *result, size_t subject)
{
    OutlookItemList items = {0};
    LIST_EACH (const SchemeColumn, column, &result->scheme->columns) {
        Decimal lost = DECIMAL_ZERO;
        if (!is_item(column))
            continue;
        bool any =
            assess_deduction(&result->result, subject, column->index, &lost) && lost.millionths > 0;
        *LIST_ADD(arena, &items) =
            (OutlookItem){.code = column->code,
                          .value = view_value(arena, assess_cell(&result->result, subject, column)),
                          .lost = any ? decimal_str_least(arena, lost, column->places) : STR("")};
    }
    return items;
}

static OutlookRow row_of(Arena *arena, const MonthResult *result, size_t subject)
{
    AssessRank rank = assess_rank(&result->result, subject);
    return (OutlookRow){.unit = result->subjects[subject].name,
                        .has_rank = rank.rank > 0,
                        .rank = rank.rank,
                        .total = view_value(arena, assess_total(&result->result, subject)),
                        .items = items_of(arena, result, subject)};
}

/* What the unit has without the trial. */
static void set_before(Arena *arena, const MonthResult *result, const MonthResult *before,
                       size_t subject, OutlookRow *row)
{
    size_t was = month_result_subject(before, result->subjects[subject].id);
    if (was == SIZE_MAX)
        return;
    AssessRank rank = assess_rank(&before->result, was);
    row->has_rank_before = rank.rank > 0;
    row->rank_before = rank.rank;
    row->total_before = view_value(arena, assess_total(&before->result, was));
    if (row->has_rank && row->has_rank_before)
        row->movement = row->rank_before - row->rank;
}

/* `before` NULL: no trial. */
static void add_groups(Arena *arena, const MonthResult *result, const MonthResult *before,
                       OutlookView *view)
{
    for (size_t g = 0; g < result->result.group_count; g++) {
        const AssessGroup *at = &result->result.groups[g];
        OutlookGroup *group = LIST_ADD(arena, &view->groups);
        *group = (OutlookGroup){.code = at->code, .name = unit_kind_label(at->code)};
        for (size_t i = 0; i < at->count; i++) {
            size_t subject = result->result.listing[at->first + i];
            OutlookRow *row = LIST_ADD(arena, &group->rows);
            *row = row_of(arena, result, subject);
            if (before)
                set_before(arena, result, before, subject, row);
        }
    }
}

static void add_indicators(Arena *arena, const Scheme *scheme, OutlookView *view)
{
    LIST_EACH (const SchemeColumn, column, &scheme->columns) {
        if (!is_item(column))
            continue;
        const SchemeItem *item = &scheme->items.at[column->index];
        *LIST_ADD(arena, &view->indicators) =
            (OutlookIndicator){.code = column->code,
                               .name = column->name,
                               .points = view_short(arena, item->has_points, item->points)};
    }
}

static bool view_of(Ctx *ctx, const MonthResult *result, const MonthResult *before,
                    OutlookView *ret)
{
    CountedAsk ask = counted_ask(ctx, result->month.period);
    OutlookView view = {.period = result->month.period,
                        .state = result->month.state,
                        .scheme = result->scheme->code,
                        .scheme_name = result->scheme->name,
                        .running = !ask.whole_month,
                        .looked_at = ask.now};
    LIST_EACH (const Figure, figure, &result->figures.figures)
        view.counted = view.counted || figure->counted.len;
    add_indicators(ctx->arena, result->scheme, &view);
    add_groups(ctx->arena, result, before, &view);
    *ret = view;
    return true;
}

static bool refuse_year(Ctx *ctx, Period period)
{
    if (!period_is_year(period))
        return true;
    fail(ctx, FAIL_INVALID, "预估和试算只对月份");
    return fail_at(ctx, (Place){.field = STR("period")}) || fail_hint(ctx, "写成 2023-02");
}

bool outlook_view(Ctx *ctx, Period period, Str scheme, OutlookView *ret)
{
    MonthResult result;
    bool any;
    return refuse_year(ctx, period) && month_result(ctx, period, scheme, &result, &any) &&
           view_of(ctx, &result, /* before= */ NULL, ret);
}

bool outlook_what_if(Ctx *ctx, Str scheme, const OutlookTrial *trial, OutlookView *ret)
{
    MonthResult before, after;
    bool any;
    WhatIf what_if = {trial->exclude, trial->weights};
    if (!refuse_year(ctx, trial->period))
        return false;
    if (trial->exclude.count > TRIAL_RECORDS_MAX || trial->weights.count > TRIAL_WEIGHTS_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "一次试算最多剔除%d件、改%d项满分", TRIAL_RECORDS_MAX,
                    TRIAL_WEIGHTS_MAX);
    return month_result(ctx, trial->period, scheme, &before, &any) &&
           month_result_if(ctx, trial->period, scheme, &what_if, &after, &any) &&
           view_of(ctx, &after, &before, ret);
}
