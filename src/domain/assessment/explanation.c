#include "domain/assessment/explanation.h"

#include "port/fold.h"

static const Field unit_explanation_fields[] = {
    FIELD(UnitExplanation, period, "月份", 0),
    FIELD(UnitExplanation, state, "状态", 0),
    FIELD(UnitExplanation, version, "版本", 0),
    FIELD_NESTED(UnitExplanation, explanation, "解释", &explanation_shape),
};
const Shape unit_explanation_shape = SHAPE(UnitExplanation, unit_explanation_fields);

Str figure_source_text(Arena *arena, const Figure *figure)
{
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

bool asked_score_find(Ctx *ctx, Month period, Str scheme, Str unit, Str item, AskedScore *ret)
{
    AskedScore asked;
    const Unit *found;
    if (!month_result(ctx, period, scheme, &asked.result, NULL) ||
        !unit_need(ctx, &asked.result.book, unit, period, &found) ||
        !scheme_find_score(ctx, asked.result.scheme,
                           item_code(ctx->arena, asked.result.scheme, item), &asked.score))
        return false;
    asked.subject = month_result_subject(&asked.result, found->id);
    if (asked.subject == SIZE_MAX) {
        fail(ctx, FAIL_NOT_FOUND, "「%.*s」当月没有「%.*s」的数据", STRF(found->name),
             STRF(asked.result.scheme->name));
        return fail_hint(ctx, "没有任何数据的单位不列入考核");
    }
    *ret = asked;
    return true;
}

bool unit_explain(Ctx *ctx, Month period, Str scheme, Str unit, Str item, UnitExplanation *ret)
{
    AskedScore asked;
    UnitExplanation explanation = {.period = period};
    if (!asked_score_find(ctx, period, scheme, unit, item, &asked) ||
        !explain_score(ctx, &asked.result.result, asked.subject, asked.score,
                       &explanation.explanation))
        return false;
    add_sources(ctx, &asked.result, &explanation.explanation);
    explanation.state = asked.result.month.state;
    explanation.version = asked.result.month.version;
    *ret = explanation;
    return true;
}

void unit_explanation_print(Buf *to, const UnitExplanation *explanation)
{
    buf_add_c(to, "月份 ");
    month_print(to, explanation->period);
    buf_format(to, "（%.*s", STRF(month_state_label(explanation->state)));
    if (explanation->version > 0)
        buf_format(to, "，第%lld版", (long long)explanation->version);
    buf_add_c(to, "）\n");
    explanation_print_text(to, &explanation->explanation);
}
