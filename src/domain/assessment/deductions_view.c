#include "domain/assessment/score_history.h"
#include "domain/assessment/scores_view.h"

static const Field unit_fields[] = {
    FIELD(UnitDeduction, unit, "单位", 0),
    FIELD(UnitDeduction, deduction, "扣分", 0),
};
static const Shape unit_deduction_shape = SHAPE(UnitDeduction, unit_fields);

static const Field indicator_fields[] = {
    FIELD(IndicatorDeductions, code, "编码", 0),
    FIELD(IndicatorDeductions, name, "指标", 0),
    FIELD_LIST(IndicatorDeductions, units, "单位", &unit_deduction_shape),
};
static const Shape indicator_shape = SHAPE(IndicatorDeductions, indicator_fields);

static const Field group_fields[] = {
    FIELD(GroupDeductions, code, "组别", 0),
    FIELD(GroupDeductions, name, "组别名称", 0),
    FIELD_LIST(GroupDeductions, indicators, "指标", &indicator_shape),
};
static const Shape group_shape = SHAPE(GroupDeductions, group_fields);

static const Field view_fields[] = {FIELD_LIST(DeductionsView, groups, "组别", &group_shape)};
const Shape deductions_view_shape = SHAPE(DeductionsView, view_fields);

/* Bonus items and those without points cannot cost any. */
static bool can_cost(const Scheme *scheme, const SchemeItem *item)
{
    return item->has_points && (item->section == SCHEME_NONE ||
                                scheme->sections.at[item->section].kind != SECTION_BONUS);
}

/* Larger deductions first; equal ones stay in listing order, because the sort is by insertion. */
static void insert_sorted(Arena *arena, UnitDeductionList *list, UnitDeduction unit)
{
    *LIST_ADD(arena, list) = unit;
    size_t at = list->count - 1;
    while (at > 0 && decimal_compare(list->at[at - 1].value, unit.value) < 0) {
        list->at[at] = list->at[at - 1];
        at--;
    }
    list->at[at] = unit;
}

static void add_indicator(Ctx *ctx, const MonthResult *result, const AssessGroup *group,
                          size_t item, GroupDeductions *view)
{
    const SchemeItem *of = &result->scheme->items.at[item];
    IndicatorDeductions *indicator = LIST_ADD(ctx->arena, &view->indicators);
    indicator->code = of->code;
    indicator->name = of->name;
    for (size_t i = 0; i < group->count; i++) {
        size_t subject = result->result.listing[group->first + i];
        Decimal lost;
        if (!assess_deduction(&result->result, subject, item, &lost) || lost.millionths <= 0)
            continue;
        Str text = decimal_str_least(ctx->arena, lost, of->rounding.places);
        insert_sorted(ctx->arena, &indicator->units,
                      (UnitDeduction){result->subjects[subject].name, text, lost});
    }
}

bool deductions_view(Ctx *ctx, Period period, Str scheme, Str group, DeductionsView *ret)
{
    ScoreHistory history;
    DeductionsView view = {0};
    Str asked;
    if (!view_group(ctx, group, &asked) || !score_history_now(ctx, period, scheme, &history))
        return false;
    const MonthResult *now = history.months[0];
    for (size_t g = 0; g < now->result.group_count; g++) {
        const AssessGroup *at = &now->result.groups[g];
        if (!str_empty(asked) && !str_equal(at->code, asked))
            continue;
        GroupDeductions *of = LIST_ADD(ctx->arena, &view.groups);
        of->code = at->code;
        of->name = unit_kind_label(at->code);
        for (size_t i = 0; i < now->scheme->items.count; i++)
            if (can_cost(now->scheme, &now->scheme->items.at[i]))
                add_indicator(ctx, now, at, i, of);
    }
    *ret = view;
    return true;
}
