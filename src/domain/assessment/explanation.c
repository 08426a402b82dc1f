#include "domain/assessment/explanation.h"

#include "port/fold.h"

static const Field unit_explanation_fields[] = {
    FIELD(UnitExplanation, period, "时期", 0),
    FIELD(UnitExplanation, state, "状态", 0),
    FIELD(UnitExplanation, version, "版本", 0),
    FIELD_NESTED(UnitExplanation, explanation, "解释", &explanation_shape),
    FIELD(UnitExplanation, counted, "逐件计数", 0),
    FIELD_LIST(UnitExplanation, records, "扣分工单", &counted_record_shape),
};
const Shape unit_explanation_shape = SHAPE(UnitExplanation, unit_explanation_fields);

static const Field unit_explanations_fields[] = {
    FIELD(UnitExplanations, period, "时期", 0),
    FIELD(UnitExplanations, state, "状态", 0),
    FIELD(UnitExplanations, version, "版本", 0),
    FIELD_LIST(UnitExplanations, explanations, "解释", &explanation_shape),
};
const Shape unit_explanations_shape = SHAPE(UnitExplanations, unit_explanations_fields);

Str figure_source_text(Arena *arena, const Figure *figure)
{
    if (figure->counted.len)
        return figure->counted;
    if (str_empty(figure->file))
        return STR("由其他岗位导入");
    return str_format(arena, "%.*s 第%lld行（导入%lld号）", STRF(figure->file),
                      (long long)figure->file_row, (long long)figure->import_id);
}

/* People type the Chinese name as often as the code. */
static Str item_code(Arena *arena, const Scheme *scheme, Str item)
{
    Str folded = fold_name(arena, item);
    LIST_EACH (const SchemeItem, known, &scheme->items)
        if (str_equal(fold_name(arena, known->name), folded))
            return known->code;
    return item;
}

static void add_sources(Ctx *ctx, const MonthResult *result, Explanation *explanation)
{
    LIST_EACH (ExplainedInput, input, &explanation->inputs) {
        const Figure *figure = month_result_source(result, input->source);
        if (figure)
            input->where = figure_source_text(ctx->arena, figure);
    }
    LIST_EACH (ExplainedReference, reference, &explanation->references) {
        const Figure *figure = month_result_source(result, reference->source);
        if (figure)
            reference->where = figure_source_text(ctx->arena, figure);
    }
}

/* An imported value of a counted item has no say: it is told beside the counted one. */
static void tell_imported(Ctx *ctx, const AskedScore *asked, Explanation *explanation)
{
    const Scheme *scheme = asked->result.scheme;
    size_t index = scheme_input(scheme, explanation->code);
    if (index == SCHEME_NONE || !explanation->has_value)
        return;
    AssessFigure value = assess_figure(&asked->result.result, asked->subject, index);
    const Figure *figure = month_result_source(&asked->result, value.source);
    Decimal difference;
    if (!value.present || !figure || !decimal_sub(value.value, explanation->value, &difference))
        return;
    *LIST_ADD(ctx->arena, &explanation->lines) = (ExplainedLine){
        .label = STR("导入值"),
        .text = str_format(ctx->arena, "%.*s（%.*s），不采用；与计数相差%.*s",
                           STRF(decimal_str_least(ctx->arena, value.value, /* places= */ 2)),
                           STRF(figure_source_text(ctx->arena, figure)),
                           STRF(decimal_str_least(ctx->arena, difference, /* places= */ 2)))};
}

static bool add_records(Ctx *ctx, const AskedScore *asked, UnitExplanation *explanation)
{
    Explanation *inner = &explanation->explanation;
    bool known = false;
    if (asked->score == SCHEME_TOTAL)
        return true;
    LIST_EACH (const ExplainedInput, input, &inner->inputs) {
        const Figure *figure = month_result_source(&asked->result, input->source);
        explanation->counted = explanation->counted || (figure && figure->counted.len);
    }
    if (!explanation->counted)
        return true;
    tell_imported(ctx, asked, inner);
    return counted_records(ctx, asked->result.month.period, inner->scheme, inner->subject_id,
                           inner->code, &explanation->records, &known);
}

/* The month's result, and the unit in it. */
static bool find_subject(Ctx *ctx, Period period, Str scheme, Str unit, AskedScore *ret)
{
    const Unit *found;
    if (!month_result(ctx, period, scheme, &ret->result, NULL) ||
        !unit_need(ctx, &ret->result.book, unit, period, &found))
        return false;
    ret->subject = month_result_subject(&ret->result, found->id);
    if (ret->subject != SIZE_MAX)
        return true;
    fail(ctx, FAIL_NOT_FOUND, "「%.*s」当期没有「%.*s」的数据", STRF(found->name),
         STRF(ret->result.scheme->name));
    return fail_hint(ctx, "没有任何数据的单位不列入考核");
}

bool asked_score_find(Ctx *ctx, Period period, Str scheme, Str unit, Str item, AskedScore *ret)
{
    AskedScore asked;
    if (!find_subject(ctx, period, scheme, unit, &asked) ||
        !scheme_find_score(ctx, asked.result.scheme,
                           item_code(ctx->arena, asked.result.scheme, item), &asked.score))
        return false;
    *ret = asked;
    return true;
}

bool unit_explain(Ctx *ctx, Period period, Str scheme, Str unit, Str item, UnitExplanation *ret)
{
    AskedScore asked;
    UnitExplanation explanation = {.period = period};
    if (!asked_score_find(ctx, period, scheme, unit, item, &asked) ||
        !explain_score(ctx, &asked.result.result, asked.subject, asked.score,
                       &explanation.explanation))
        return false;
    add_sources(ctx, &asked.result, &explanation.explanation);
    if (!add_records(ctx, &asked, &explanation))
        return false;
    explanation.state = asked.result.month.state;
    explanation.version = asked.result.month.version;
    *ret = explanation;
    return true;
}

bool unit_explain_items(Ctx *ctx, Period period, Str scheme, Str unit, UnitExplanations *ret)
{
    AskedScore asked;
    UnitExplanations all = {.period = period};
    if (!find_subject(ctx, period, scheme, unit, &asked))
        return false;
    for (size_t i = 0; i < asked.result.scheme->items.count; i++) {
        Explanation *explanation = LIST_ADD(ctx->arena, &all.explanations);
        *explanation = (Explanation){0};
        if (!explain_score(ctx, &asked.result.result, asked.subject, i, explanation))
            return false;
        add_sources(ctx, &asked.result, explanation);
    }
    all.state = asked.result.month.state;
    all.version = asked.result.month.version;
    *ret = all;
    return true;
}

static void print_month(Buf *to, Period period, Str state, int64_t version)
{
    buf_add_c(to, period_is_year(period) ? "年度 " : "月份 ");
    period_print(to, period);
    buf_format(to, "（%.*s", STRF(month_state_label(state)));
    if (version > 0)
        buf_format(to, "，第%lld版", (long long)version);
    buf_add_c(to, "）\n");
}

/* 「  GZ…  -0.05  2月14日24:00到期，2月16日09:12办结，超期2天  路灯不亮」 */
static void print_records(Buf *to, const UnitExplanation *explanation)
{
    if (!explanation->counted)
        return;
    buf_format(to, "扣分工单  %zu件\n", explanation->records.count);
    LIST_EACH (const CountedRecord, record, &explanation->records) {
        buf_format(to, "  %.*s  ", STRF(record->number));
        if (record->has_cost)
            decimal_print_least(to, record->cost, /* places= */ 2);
        buf_format(to, "  %.*s  %.*s\n", STRF(record->why), STRF(record->title));
    }
}

void unit_explanation_print(Buf *to, const UnitExplanation *explanation)
{
    print_month(to, explanation->period, explanation->state, explanation->version);
    explanation_print_text(to, &explanation->explanation);
    print_records(to, explanation);
}

void unit_explanations_print(Buf *to, const UnitExplanations *explanations)
{
    print_month(to, explanations->period, explanations->state, explanations->version);
    LIST_EACH (const Explanation, explanation, &explanations->explanations) {
        if (explanation > explanations->explanations.at)
            buf_add_byte(to, '\n');
        explanation_print_text(to, explanation);
    }
}
