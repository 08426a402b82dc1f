/* Why a score is what it is, down to the row of the file. */
#include "district_kit.h"

#include "domain/assessment/explain_view.h"
#include "domain/assessment/explanation.h"

static UnitExplanation explain(Ctx *ctx, const char *scheme, const char *unit, const char *item)
{
    UnitExplanation explanation;
    assert_ok(
        ctx, unit_explain(ctx, FEBRUARY, str_of(scheme), str_of(unit), str_of(item), &explanation));
    return explanation;
}

static ExplainView view(Ctx *ctx, const char *scheme, const char *unit, const char *item)
{
    ExplainView view;
    assert_ok(ctx, explain_view(ctx, FEBRUARY, str_of(scheme), str_of(unit), str_of(item), &view));
    return view;
}

static const StepView *step_of(const ExplainView *view, const char *code)
{
    LIST_EACH (const StepView, step, &view->steps)
        if (str_equal_c(step->code, code))
            return step;
    return NULL;
}

#define HOTLINE                                                                                               \
    "unit,on_time,pass,efficiency\n赤岗街,15,19.5,-1\n海幢街,,20,\n南洲街,14,19,0\n南石头街,15," \
    "18,0\n"
#define RATING                                                                                     \
    "unit,active_rate_pct,active_to_cases_pct,good_rate_pct\n"                                     \
    "赤岗街,,100,99\n海幢街,99.9,200,100\n"

static void an_explanation_leads_to_the_row_of_the_file(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t number = put(ctx, "hotline-items", HOTLINE);
        Explanation why = explain(ctx, "hotline", "赤岗街", "efficiency").explanation;
        assert_str(why.text, "-1.00分");
        assert_int_equal(why.inputs.count, 1);
        Str where = str_format(ctx->arena, "表.csv 第2行（导入%lld号）", (long long)number);
        assert_true(str_equal(why.inputs.at[0].where, where));
    }
}

static void an_item_may_be_asked_for_by_its_chinese_name(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "hotline-items", HOTLINE);
    assert_str(explain(ctx, "hotline", "赤岗街", "办理效率").explanation.code, "efficiency");
    assert_str(explain(ctx, "hotline", "赤岗街", "").explanation.code, "total");
}

static void the_best_of_the_group_is_named_with_its_row(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating", RATING);
    Explanation why = explain(ctx, "rating", "赤岗街", "").explanation;
    assert_int_equal(why.references.count, 1);
    assert_str(why.references.at[0].subject, "海幢街");
    assert_contains(why.references.at[0].where, "表.csv 第3行");
}

static void the_printed_explanation_tells_assumptions_and_missing_figures(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating", RATING);
    put(ctx, "hotline-items", HOTLINE);
    Buf text = buf_create(ctx->arena, MIB);
    UnitExplanation explanation = explain(ctx, "rating", "赤岗街", "");
    unit_explanation_print(&text, &explanation);
    assert_contains(buf_str(&text), "表中未列主动评价率，按100%计");
    buf_clear(&text);
    explanation = explain(ctx, "hotline", "海幢街", "on_time");
    unit_explanation_print(&text, &explanation);
    assert_contains(buf_str(&text), "按满分计");
    assert_contains(buf_str(&text), "月份 2023-02（草稿）");
}

static void a_divisor_of_zero_is_told(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "efficiency", "unit,cases_total,cases_online\n区教育局,0,0\n");
    Buf text = buf_create(ctx->arena, MIB);
    UnitExplanation explanation = explain(ctx, "efficiency", "区教育局", "online_pct");
    unit_explanation_print(&text, &explanation);
    assert_contains(buf_str(&text), "除数「业务总量」为零");
    assert_false(explanation.explanation.has_value);
}

static void what_is_unknown_is_answered_with_what_is_near(void **state)
{
    Ctx *ctx = *state;
    UnitExplanation explanation;
    open_district(ctx);
    put(ctx, "hotline-items", HOTLINE);
    assert_fails(ctx, FAIL_NOT_FOUND,
                 unit_explain(ctx, FEBRUARY, STR("hotline"), STR("赤港街"), STR(""), &explanation));
    assert_contains(ctx->fail.hint, "赤岗街");
    assert_fails(
        ctx, FAIL_NOT_FOUND,
        unit_explain(ctx, FEBRUARY, STR("hotline"), STR("赤岗街"), STR("efficency"), &explanation));
    assert_contains(str_of(kit_failure(ctx)), "efficiency");
    assert_fails(
        ctx, FAIL_NOT_FOUND,
        unit_explain(ctx, FEBRUARY, STR("hotline"), STR("区教育局"), STR(""), &explanation));
    assert_contains(ctx->fail.message, "区教育局");
}

/* ---- for the pages ---------------------------------------------------------------------- */

static void the_total_is_shown_with_every_item_as_a_step(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", HOTLINE);
        ExplainView shown = view(ctx, "hotline", "海幢街", "");
        assert_int_equal(shown.steps.count, 14);
        assert_str(shown.steps.at[0].code, "total");
        assert_int_equal(shown.steps.at[0].depth, 0);
        assert_int_equal(shown.steps.at[1].depth, 1);
        const StepView *filled = step_of(&shown, "on_time");
        assert_str(filled->value, "15.00");
        assert_int_equal(filled->flags.count, 1);
        assert_str(filled->flags.at[0], "filled");
        assert_contains(filled->note, "按满分计");
        assert_int_equal(shown.rank, 1);
        assert_int_equal(shown.inputs.count, 13);
    }
}

static void neighbours_stand_in_order_of_rank_with_the_unit_among_them(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "hotline-items", HOTLINE);
    /* 海幢街 100, then 赤岗街 98.5, 南洲街 and 南石头街 98 */
    ExplainView shown = view(ctx, "hotline", "南洲街", "");
    static const char *const order[] = {"赤岗街", "南洲街", "南石头街"};
    assert_int_equal(shown.neighbours.count, ARRAY_LEN(order));
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        assert_str(shown.neighbours.at[i].unit, order[i]);
        assert_int_equal(shown.neighbours.at[i].is_self, i == 1);
    }
    assert_int_equal(view(ctx, "hotline", "海幢街", "").neighbours.count, 2);
    assert_int_equal(view(ctx, "hotline", "海幢街", "pass").neighbours.count, 0);
}

static void a_formula_is_shown_with_its_numbers_and_its_rounding(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating", RATING);
    ExplainView shown = view(ctx, "rating", "赤岗街", "");
    const StepView *score = &shown.steps.at[0];
    assert_contains(score->with_numbers, "100 ÷ 200 × 5");
    assert_str(score->exact, "7.425");
    assert_str(score->value, "7.43");
    assert_str(score->rounding, "四舍五入到2位小数");
    assert_contains(score->note, "按100%计");
    assert_true(shown.has_reference);
    assert_str(shown.reference.unit, "海幢街");
    assert_false(shown.inputs.at[0].has_row); /* assumed: it stands in no file */
    assert_true(shown.inputs.at[1].has_row);
    assert_int_equal(shown.inputs.at[1].row, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(an_explanation_leads_to_the_row_of_the_file),
        KIT_TEST(an_item_may_be_asked_for_by_its_chinese_name),
        KIT_TEST(the_best_of_the_group_is_named_with_its_row),
        KIT_TEST(the_printed_explanation_tells_assumptions_and_missing_figures),
        KIT_TEST(a_divisor_of_zero_is_told),
        KIT_TEST(what_is_unknown_is_answered_with_what_is_near),
        KIT_TEST(the_total_is_shown_with_every_item_as_a_step),
        KIT_TEST(neighbours_stand_in_order_of_rank_with_the_unit_among_them),
        KIT_TEST(a_formula_is_shown_with_its_numbers_and_its_rounding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
