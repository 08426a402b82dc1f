#include "domain/assessment/scores_view.h"

#include "domain/assessment/score_history.h"

static const Field indicator_fields[] = {
    FIELD(IndicatorView, code, "编码", 0),
    FIELD(IndicatorView, name, "指标", 0),
    FIELD(IndicatorView, section, "部分", 0),
    FIELD(IndicatorView, section_name, "部分名称", 0),
    FIELD(IndicatorView, points, "满分", FIELD_SPARSE),
    FIELD(IndicatorView, target, "目标", FIELD_SPARSE),
    FIELD(IndicatorView, unit, "计量单位", FIELD_SPARSE),
    FIELD(IndicatorView, places, "小数位", 0),
    FIELD(IndicatorView, is_input, "是数据", 0),
};
static const Shape indicator_shape = SHAPE(IndicatorView, indicator_fields);

static const Field item_fields[] = {
    FIELD(ItemView, code, "编码", 0),
    FIELD(ItemView, value, "得分", FIELD_SPARSE),
    FIELD(ItemView, full, "满分", FIELD_SPARSE),
    FIELD(ItemView, deduction, "扣分", FIELD_SPARSE),
    FIELD_TEXTS(ItemView, flags, "标记"),
    FIELD(ItemView, note, "说明", FIELD_SPARSE),
};
static const Shape item_shape = SHAPE(ItemView, item_fields);

static const Field trend_fields[] = {
    FIELD(TrendView, period, "时期", 0),
    FIELD(TrendView, total, "总分", FIELD_SPARSE),
};
static const Shape trend_shape = SHAPE(TrendView, trend_fields);

static const Field row_fields[] = {
    FIELD(ScoreRowView, unit, "单位", 0),
    FIELD_MAYBE(ScoreRowView, rank, "名次", 0),
    FIELD(ScoreRowView, tied, "并列", 0),
    FIELD(ScoreRowView, rank_note, "名次说明", FIELD_SPARSE),
    FIELD(ScoreRowView, grade, "等次", FIELD_SPARSE),
    FIELD(ScoreRowView, total, "总分", FIELD_SPARSE),
    FIELD_MAYBE(ScoreRowView, rank_before, "上期名次", 0),
    FIELD_MAYBE(ScoreRowView, movement, "升降", 0),
    FIELD(ScoreRowView, total_before, "上期总分", FIELD_SPARSE),
    FIELD(ScoreRowView, change, "环比", FIELD_SPARSE),
    FIELD(ScoreRowView, total_last_year, "上年同期总分", FIELD_SPARSE),
    FIELD(ScoreRowView, change_last_year, "同比", FIELD_SPARSE),
    FIELD_LIST(ScoreRowView, items, "指标", &item_shape),
    FIELD_LIST(ScoreRowView, trend, "趋势", &trend_shape),
};
static const Shape row_shape = SHAPE(ScoreRowView, row_fields);

static const Field mean_fields[] = {
    FIELD(MeanView, code, "编码", 0),
    FIELD(MeanView, value, "均值", FIELD_SPARSE),
};
static const Shape mean_shape = SHAPE(MeanView, mean_fields);

static const Field group_fields[] = {
    FIELD(ScoreGroupView, code, "组别", 0),
    FIELD(ScoreGroupView, name, "组别名称", 0),
    FIELD_LIST(ScoreGroupView, indicators, "指标", &indicator_shape),
    FIELD_LIST(ScoreGroupView, rows, "单位", &row_shape),
    FIELD_LIST(ScoreGroupView, mean, "均值", &mean_shape),
    FIELD(ScoreGroupView, mean_total, "总分均值", FIELD_SPARSE),
};
static const Shape group_shape = SHAPE(ScoreGroupView, group_fields);

static const Field scheme_fields[] = {
    FIELD(SchemeHeadView, code, "编码", 0),
    FIELD(SchemeHeadView, name, "方案", 0),
    FIELD(SchemeHeadView, total_name, "总分名称", FIELD_SPARSE),
    FIELD(SchemeHeadView, ranked, "排名", 0),
    FIELD(SchemeHeadView, graded, "评定等次", 0),
    FIELD(SchemeHeadView, legal, "依据", FIELD_SPARSE),
};
static const Shape scheme_shape = SHAPE(SchemeHeadView, scheme_fields);

static const Field scores_fields[] = {
    FIELD(ScoresView, period, "时期", 0),
    FIELD(ScoresView, state, "状态", 0),
    FIELD(ScoresView, version, "版本", 0),
    FIELD_NESTED(ScoresView, scheme, "方案", &scheme_shape),
    FIELD_LIST(ScoresView, groups, "组别", &group_shape),
};
const Shape scores_view_shape = SHAPE(ScoresView, scores_fields);

typedef struct Builder {
    Ctx *ctx;
    ScoreHistory history;
    const MonthResult *now;
} Builder;

static bool is_indicator(const SchemeColumn *column)
{
    return column->kind == COLUMN_ITEM || column->kind == COLUMN_INPUT;
}

/* ---- indicators ------------------------------------------------------------------------- */

static IndicatorView indicator_of(const Builder *builder, const SchemeColumn *column)
{
    Arena *arena = builder->ctx->arena;
    const Scheme *scheme = builder->now->scheme;
    IndicatorView view = {.code = column->code,
                          .name = column->name,
                          .section = STR("input"),
                          .section_name = STR("数据"),
                          .unit = column->measure,
                          .places = column->places,
                          .is_input = column->kind == COLUMN_INPUT};
    if (view.is_input)
        return view;
    const SchemeItem *item = &scheme->items.at[column->index];
    view.section = view_section(scheme, item);
    view.section_name = view_section_name(scheme, item);
    view.points = view_short(arena, item->has_points, item->points);
    view.target = view_short(arena, item->has_target, item->target);
    return view;
}

/* What was assumed for figures that the unit did not give. */
static Str assumed_note(const Builder *builder, size_t subject)
{
    const Scheme *scheme = builder->now->scheme;
    for (size_t i = 0; i < scheme->inputs.count; i++)
        if (assess_figure(&builder->now->result, subject, i).assumed)
            return scheme->inputs.at[i].assumed_note;
    return STR("");
}

static ItemView item_of(const Builder *builder, size_t subject, const SchemeColumn *column)
{
    Arena *arena = builder->ctx->arena;
    const AssessResult *result = &builder->now->result;
    AssessValue value = assess_cell(result, subject, column);
    ItemView view = {.code = column->code,
                     .value = view_value(arena, value),
                     .flags = view_flags(arena, value.flags)};
    if (column->kind == COLUMN_INPUT) {
        if (assess_figure(result, subject, column->index).assumed)
            view.note = builder->now->scheme->inputs.at[column->index].assumed_note;
        return view;
    }
    const SchemeItem *item = &builder->now->scheme->items.at[column->index];
    Decimal lost;
    view.full = view_short(arena, item->has_points, item->points);
    if (assess_deduction(result, subject, column->index, &lost))
        view.deduction = decimal_str_least(arena, lost, value.places);
    view.note = view_missing_note(item, value.flags);
    if (str_empty(view.note) && (value.flags & ASSESS_ASSUMED))
        view.note = assumed_note(builder, subject);
    return view;
}

/* ---- a unit ----------------------------------------------------------------------------- */

/* `total` - the other month's; empty when either is missing. */
static bool change_of(Ctx *ctx, AssessValue total, AssessValue before, Str *ret)
{
    Decimal change;
    *ret = STR("");
    if (!total.present || !before.present)
        return true;
    if (!decimal_sub(total.rounded, before.rounded, &change))
        return fail(ctx, FAIL_OVERFLOW, "两期的总分之差过大");
    /* Two versions of a scheme may print differently. */
    int places = total.places > before.places ? total.places : before.places;
    *ret = decimal_str(ctx->arena, change, places);
    return true;
}

static bool compare(const Builder *builder, int64_t unit_id, AssessValue total, ScoreRowView *row)
{
    Ctx *ctx = builder->ctx;
    const ScoreHistory *history = &builder->history;
    AssessValue before = score_history_total(history, 1, unit_id);
    AssessValue last_year = score_history_total(history, HISTORY_LAST_YEAR, unit_id);
    row->rank_before = score_history_rank(history, 1, unit_id);
    row->has_rank_before = row->rank_before > 0;
    row->has_movement = row->has_rank && row->has_rank_before;
    row->movement = row->has_movement ? row->rank_before - row->rank : 0;
    row->total_before = view_value(ctx->arena, before);
    row->total_last_year = view_value(ctx->arena, last_year);
    return change_of(ctx, total, before, &row->change) &&
           change_of(ctx, total, last_year, &row->change_last_year);
}

/* From the first month in which the unit was listed; months between without it are kept empty. */
static TrendViewList trend_of(const Builder *builder, int64_t unit_id)
{
    TrendViewList trend = {0};
    if (!builder->now->scheme->total.exists)
        return trend;
    for (size_t ago = HISTORY_TREND_MONTHS; ago-- > 0;) {
        AssessValue total = score_history_total(&builder->history, ago, unit_id);
        if (total.present || trend.count > 0)
            *LIST_ADD(builder->ctx->arena, &trend) =
                (TrendView){.period = period_before(builder->history.period, (int)ago),
                            .total = view_value(builder->ctx->arena, total)};
    }
    return trend;
}

static bool row_of(const Builder *builder, size_t subject, ScoreRowView *row)
{
    Arena *arena = builder->ctx->arena;
    const MonthResult *now = builder->now;
    AssessRank rank = assess_rank(&now->result, subject);
    AssessValue total = assess_total(&now->result, subject);
    row->unit = now->subjects[subject].name;
    row->has_rank = rank.rank > 0;
    row->rank = rank.rank;
    row->tied = rank.rank > 0 && rank.shared > 1 && !now->result.narrowed;
    if (now->scheme->ranking.exists && rank.rank == 0)
        row->rank_note = str_of(unranked_label(rank.unranked));
    row->grade = assess_grade(&now->result, subject);
    row->total = view_value(arena, total);
    row->trend = trend_of(builder, now->subjects[subject].id);
    LIST_EACH (const SchemeColumn, column, &now->scheme->columns)
        if (is_indicator(column))
            *LIST_ADD(arena, &row->items) = item_of(builder, subject, column);
    return compare(builder, now->subjects[subject].id, total, row);
}

/* ---- means ------------------------------------------------------------------------------ */

/* The mean of the values as printed, so that a reader can check it; empty without any, and where
 * not all of them may be seen. */
static bool mean_of(const Builder *builder, const AssessGroup *group, const SchemeColumn *column,
                    Str *ret)
{
    Ctx *ctx = builder->ctx;
    const AssessResult *result = &builder->now->result;
    Decimal sum = DECIMAL_ZERO, mean;
    Fraction exact;
    int64_t count = 0;
    int places = 0;
    for (size_t i = 0; i < group->count; i++) {
        size_t subject = result->listing[group->first + i];
        AssessValue value = assess_cell(result, subject, column);
        if (!value.present)
            continue;
        if (!decimal_add(sum, value.rounded, &sum))
            return fail(ctx, FAIL_OVERFLOW, "「%.*s」的合计过大", STRF(column->name));
        places = value.places;
        count++;
    }
    *ret = STR("");
    if (count == 0 || result->narrowed)
        return true;
    if (!fraction_div(fraction_of_decimal(sum), fraction_of_int(count), &exact) ||
        !fraction_round(exact, places, ROUND_HALF_UP, &mean))
        return fail(ctx, FAIL_OVERFLOW, "「%.*s」的均值过大", STRF(column->name));
    *ret = decimal_str(ctx->arena, mean, places);
    return true;
}

static bool add_means(const Builder *builder, const AssessGroup *group, ScoreGroupView *view)
{
    const Scheme *scheme = builder->now->scheme;
    LIST_EACH (const SchemeColumn, column, &scheme->columns) {
        if (!is_indicator(column))
            continue;
        MeanView *mean = LIST_ADD(builder->ctx->arena, &view->mean);
        mean->code = column->code;
        if (!mean_of(builder, group, column, &mean->value))
            return false;
    }
    if (!scheme->total.exists)
        return true;
    SchemeColumn total = {.kind = COLUMN_TOTAL, .name = scheme->total.name};
    return mean_of(builder, group, &total, &view->mean_total);
}

/* ---- the whole -------------------------------------------------------------------------- */

static bool group_of(const Builder *builder, const AssessGroup *group, ScoreGroupView *view)
{
    Arena *arena = builder->ctx->arena;
    view->code = group->code;
    view->name = unit_kind_label(group->code);
    LIST_EACH (const SchemeColumn, column, &builder->now->scheme->columns)
        if (is_indicator(column))
            *LIST_ADD(arena, &view->indicators) = indicator_of(builder, column);
    for (size_t i = 0; i < group->count; i++)
        if (!row_of(builder, builder->now->result.listing[group->first + i],
                    LIST_ADD(arena, &view->rows)))
            return false;
    return add_means(builder, group, view);
}

bool scores_view(Ctx *ctx, Period period, Str scheme, Str group, ScoresView *ret)
{
    Builder builder = {.ctx = ctx};
    Str asked;
    if (!view_group(ctx, group, &asked) ||
        !score_history_read(ctx, period, scheme, &builder.history))
        return false;
    const MonthResult *now = builder.now = builder.history.months[0];
    ScoresView view = {
        .period = period,
        .state = now->month.state,
        .version = now->month.version,
        .scheme = {.code = now->scheme->code,
                   .name = now->scheme->name,
                   .total_name = now->scheme->total.exists ? now->scheme->total.name : STR(""),
                   .ranked = now->scheme->ranking.exists,
                   .graded = now->scheme->grades.count > 0,
                   .legal = view_joined(ctx->arena, &now->scheme->legal_sources)}};
    for (size_t g = 0; g < now->result.group_count; g++) {
        const AssessGroup *at = &now->result.groups[g];
        if (!str_empty(asked) && !str_equal(at->code, asked))
            continue;
        if (!group_of(&builder, at, LIST_ADD(ctx->arena, &view.groups)))
            return false;
    }
    *ret = view;
    return true;
}
