/* Schemes with grades and with items inside items. */
#include "engine/assess/test/assess_fixture.h"

#define ANNUAL "src/engine/assess/test/annual.yaml"
#define SELF_ASSESSMENT "src/engine/assess/test/self_assessment.yaml"

typedef struct Annual {
    AssessInput *input;
    AssessResult result;
} Annual;

/* Ten departments with totals 100, 97, 94 ... and one street. */
static Annual annual(Ctx *ctx)
{
    Buf csv = buf_create(ctx->arena, 64 * KIB);
    buf_add_c(&csv,
              "unit,group,rating_composite,active_good_score,third_party,special_adjustment\n");
    for (int i = 0; i < 13; i++)
        buf_format(&csv, "%d局,department,%d,%d.%d,%d,%d\n", i + 1, 100 - 3 * i, (100 - 3 * i) / 10,
                   (100 - 3 * i) % 10, 100 - 3 * i, 100 - 3 * i);
    buf_add_c(&csv, "甲街,street,60,6,60,60\n");
    const Scheme *scheme = fixture_scheme(ctx, ANNUAL);
    Fixture fixture = fixture_csv(ctx, scheme, buf_str(&csv));
    Annual run = {.input = arena_copy(ctx->arena, &fixture.input, sizeof fixture.input)};
    assert_ok(ctx, assess_run(ctx, scheme, run.input, &run.result));
    return run;
}

static void the_yearly_formula_weighs_both_halves(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme(ctx, ANNUAL);
    Fixture fixture =
        fixture_csv(ctx, scheme,
                    STR("unit,rating_composite,active_good_score,third_party,special_adjustment\n"
                        "甲街,98.5,9.87,91.25,-3\n"));
    AssessResult result;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    /* (98.5 x 0.9 + 98.7 x 0.1) x 0.5 + (91.25 x 0.9 - 3 x 0.1) x 0.5 = 90.1725 */
    assert_int_equal(assess_total(&result, 0).exact.num, 36069);
    assert_int_equal(assess_total(&result, 0).exact.den, 400);
    assert_str(fixture_text(ctx, assess_total(&result, 0)), "90.17");
}

static void grades_go_by_quota_then_band(void **state)
{
    Annual run = annual(*state);
    const char *expected[] = {"优秀", "优秀", "优秀", "优秀", "优秀",   "优秀",  "优秀",
                              "优秀", "合格", "合格", "合格", "不合格", "不合格"};
    for (size_t s = 0; s < ARRAY_LEN(expected); s++)
        assert_str(assess_grade(&run.result, s), expected[s]);
    assert_str(assess_grade(&run.result, 13), "优秀"); /* first among streets */
}

static void a_grade_is_told_in_the_explanation(void **state)
{
    Ctx *ctx = *state;
    Annual run = annual(ctx);
    Explanation explanation;
    assert_ok(ctx, explain_score(ctx, &run.result, 0, SCHEME_TOTAL, &explanation));
    const ExplainedLine *last = &explanation.lines.at[explanation.lines.count - 1];
    assert_str(last->label, "等次");
    assert_str(last->text, "优秀");
    assert_str(explanation.numbers, "100 × 50% + 100 × 50%");
}

static const char self_csv[] =
    "item,output,benefit,expenditure,budget,carry_over,compliance,accounts_open,performance_open,"
    "system,use_of_results,carrying_out,purchase,assets,running_cost\n"
    "自评,19,20,9.5,3,1.5,2,2,2,5,3,6.5,10,9,4\n";

static void parts_add_up_to_items_and_sections(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme(ctx, SELF_ASSESSMENT);
    Fixture fixture = fixture_csv(ctx, scheme, str_of(self_csv));
    AssessResult result;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    const struct {
        const char *item;
        const char *text;
    } items[] = {{"execution", "3.50"}, {"publicity", "4.00"}, {"performance", "14.50"}};
    for (size_t i = 0; i < ARRAY_LEN(items); i++)
        assert_str(
            fixture_text(ctx, assess_item(&result, 0, scheme_item(scheme, str_of(items[i].item)))),
            items[i].text);
    assert_str(fixture_text(ctx, assess_section(&result, 0, 0)), "48.50");
    assert_str(fixture_text(ctx, assess_section(&result, 0, 1)), "48.00");
    assert_str(fixture_text(ctx, assess_total(&result, 0)), "96.50");
}

static void an_item_takes_its_points_from_its_parts(void **state)
{
    const Scheme *scheme = fixture_scheme(*state, SELF_ASSESSMENT);
    const SchemeItem *item = &scheme->items.at[scheme_item(scheme, STR("execution"))];
    assert_true(item->has_points);
    assert_int_equal(item->points.millionths, 4000000);
    assert_int_equal(scheme->sections.at[1].points.millionths, 50000000);
}

static void an_item_with_parts_is_explained_by_them(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme(ctx, SELF_ASSESSMENT);
    Fixture fixture = fixture_csv(ctx, scheme, str_of(self_csv));
    AssessResult result;
    Explanation explanation;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    assert_ok(
        ctx, explain_score(ctx, &result, 0, scheme_item(scheme, STR("performance")), &explanation));
    assert_str(explanation.formula, "制度建设 + 结果应用 + 制度执行");
    assert_str(explanation.numbers, "5 + 3 + 6.5");
    assert_int_equal(explanation.parts.count, 3);
    assert_int_equal(explanation.inputs.count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_yearly_formula_weighs_both_halves),
        KIT_TEST(grades_go_by_quota_then_band),
        KIT_TEST(a_grade_is_told_in_the_explanation),
        KIT_TEST(parts_add_up_to_items_and_sections),
        KIT_TEST(an_item_takes_its_points_from_its_parts),
        KIT_TEST(an_item_with_parts_is_explained_by_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
