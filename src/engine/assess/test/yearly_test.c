/* The schemes of a year: grades by quota and band, and items inside items. */
#include "engine/assess/test/assess_fixture.h"

#define ANNUAL "packs/assess/annual.yaml"
#define SELF_ASSESSMENT "packs/assess/self-assessment.yaml"

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

/* The four figures of a unit that make its total exactly `total`. */
static void add_unit(Buf *csv, const char *name, const char *group, Decimal total)
{
    Decimal tenth = {total.millionths / 10};
    buf_format(csv, "%s,%s,", name, group);
    decimal_print_short(csv, total);
    buf_add_byte(csv, ',');
    decimal_print_short(csv, tenth);
    for (int i = 0; i < 2; i++) {
        buf_add_byte(csv, ',');
        decimal_print_short(csv, total);
    }
    buf_add_byte(csv, '\n');
}

#define HUNDREDTH 10000 /* millionths */

typedef struct Rules {
    const char *ties;
    const char *gap;
} Rules;

/* The pack with other words for ties and gaps. */
static const Scheme *scheme_with(Ctx *ctx, const Rules *rules)
{
    Str text = fixture_read(ctx, ANNUAL);
    Buf changed = buf_create(ctx->arena, 64 * KIB);
    Str line;
    while (str_split(&text, '\n', &line)) {
        bool is_quota = str_contains(line, STR("quota: {"));
        if (is_quota)
            buf_format(&changed, "  - {name: 优秀, quota: {department: 8, street: 6}, ties: %s}\n",
                       rules->ties);
        else if (str_starts(line, STR("grade_gap:")))
            buf_format(&changed, "grade_gap: %s\n", rules->gap);
        else
            buf_format(&changed, "%.*s\n", STRF(line));
    }
    const Scheme *scheme;
    assert_ok(ctx, scheme_load(ctx, STR("annual.yaml"), buf_str(&changed), &scheme));
    return scheme;
}

/* What the text of the rule says, told again in the plainest way. */
static const char *expected_grade(const int *totals, size_t count, size_t at, int places,
                                  const Rules *rules)
{
    int better = 0, equal = 0;
    for (size_t i = 0; i < count; i++) {
        better += totals[i] > totals[at];
        equal += totals[i] == totals[at];
    }
    bool all = strcmp(rules->ties, "all") == 0;
    if (all ? better < places : better + equal <= places)
        return "优秀";
    if (totals[at] >= 8000)
        return "良好";
    if (totals[at] > 7900)
        return strcmp(rules->gap, "lower") == 0    ? "合格"
               : strcmp(rules->gap, "higher") == 0 ? "良好"
                                                   : "";
    return totals[at] >= 7000 ? "合格" : "不合格";
}

static void any_set_of_totals_is_graded_as_the_text_says(void **state)
{
    static const Rules all_rules[] = {
        {"all", "lower"}, {"none", "lower"}, {"all", "higher"}, {"none", "none"}};
    enum { UNITS = 14 };
    Ctx *ctx = *state;
    unsigned seed = 20231231;
    for (int round = 0; round < 80; round++) {
        const Rules *rules = &all_rules[round % (int)ARRAY_LEN(all_rules)];
        const Scheme *scheme = scheme_with(ctx, rules);
        Buf csv = buf_create(ctx->arena, 64 * KIB);
        int totals[2][UNITS];
        buf_add_c(&csv, "unit,group,rating_composite,active_good_score,third_party,"
                        "special_adjustment\n");
        for (int i = 0; i < 2 * UNITS; i++) {
            /* Few values, so that many tie; some just above 79 and under 80. */
            seed = seed * 1103515245 + 12345;
            int total = 6800 + (int)(seed >> 16) % 15 * 100 + ((seed >> 8) % 5 == 0 ? 50 : 0);
            totals[i / UNITS][i % UNITS] = total;
            Str name = str_format(ctx->arena, "u%d", i);
            add_unit(&csv, str_to_c(ctx->arena, name), i < UNITS ? "department" : "street",
                     (Decimal){(int64_t)total * HUNDREDTH});
        }
        Fixture fixture = fixture_csv(ctx, scheme, buf_str(&csv));
        AssessResult result;
        assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
        for (size_t i = 0; i < 2 * UNITS; i++)
            assert_str(assess_grade(&result, i), expected_grade(totals[i / UNITS], UNITS, i % UNITS,
                                                                i < UNITS ? 8 : 6, rules));
    }
}

/* Streets 90, 89, 88, 87, 86, 85, 85, 79.5: two tie on the sixth of six places. */
static Explanation explained(Ctx *ctx, const Rules *rules, size_t subject)
{
    static const int totals[] = {9000, 8900, 8800, 8700, 8600, 8500, 8500, 7950};
    const Scheme *scheme = scheme_with(ctx, rules);
    Buf csv = buf_create(ctx->arena, 16 * KIB);
    buf_add_c(&csv, "unit,group,rating_composite,active_good_score,third_party,"
                    "special_adjustment\n");
    for (size_t i = 0; i < ARRAY_LEN(totals); i++)
        add_unit(&csv, str_to_c(ctx->arena, str_format(ctx->arena, "s%zu", i)), "street",
                 (Decimal){(int64_t)totals[i] * HUNDREDTH});
    Fixture *fixture = NEW(ctx->arena, Fixture, 1);
    *fixture = fixture_csv(ctx, scheme, buf_str(&csv));
    AssessResult result;
    Explanation explanation;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture->input, &result));
    assert_ok(ctx, explain_score(ctx, &result, subject, SCHEME_TOTAL, &explanation));
    return explanation;
}

/* The text of the line before the last, after 「评定」. */
static Str reason_of(const Explanation *explanation)
{
    const ExplainedLine *line = &explanation->lines.at[explanation->lines.count - 2];
    assert_str(line->label, "评定");
    return line->text;
}

static void the_reason_of_a_grade_is_told(void **state)
{
    Ctx *ctx = *state;
    Rules all = {"all", "lower"}, none = {"none", "higher"}, open = {"all", "none"};
    Explanation first = explained(ctx, &all, 0);
    assert_str(reason_of(&first), "第1名，在前6名之内");
    Explanation tied = explained(ctx, &all, 6);
    assert_str(reason_of(&tied), "第6名，在前6名之内（并列者超出名额，均列入）");
    Explanation left_out = explained(ctx, &none, 6);
    assert_str(reason_of(&left_out), "85.00不低于80");
    assert_str(left_out.lines.at[left_out.lines.count - 3].text,
               "并列者超出前6名的名额，按方案均不列入");
    Explanation lower = explained(ctx, &all, 7);
    assert_str(reason_of(&lower), "79.50高于79，又不到上一档，按方案归入较低一档");
    Explanation higher = explained(ctx, &none, 7);
    assert_str(reason_of(&higher), "79.50高于79，又不到上一档，按方案归入较高一档");
    Explanation without = explained(ctx, &open, 7);
    assert_str(reason_of(&without), "79.50高于79，又不到上一档，按方案归为不定等次");
    assert_str(without.lines.at[without.lines.count - 1].text, "不定等次");
}

static void who_lacks_a_part_has_no_total_rank_or_grade(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme(ctx, ANNUAL);
    Fixture fixture =
        fixture_csv(ctx, scheme,
                    STR("unit,rating_composite,active_good_score,third_party,special_adjustment\n"
                        "甲街,98.5,9.87,91.25,\n"
                        "乙街,80,8,80,0\n"));
    AssessResult result;
    Explanation explanation;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    assert_false(assess_total(&result, 0).present);
    assert_int_equal(assess_rank(&result, 0).rank, 0);
    assert_str(assess_grade(&result, 0), "");
    assert_int_equal(assess_rank(&result, 1).rank, 1);
    assert_ok(ctx, explain_score(ctx, &result, 0, SCHEME_TOTAL, &explanation));
    assert_contains(explanation.lines.at[0].text, "专项加扣分");
}

static void slips_in_grades_are_refused(void **state)
{
    static const struct {
        Str from, to;
        const char *message;
    } slips[] = {
        {STR_INIT("ties: all}"), STR_INIT("ties: some}"), "不能是「some」"},
        {STR_INIT("grade_gap: lower\n"), STR_INIT("grade_gap: middle\n"), "不能是「middle」"},
        {STR_INIT("grade_gap: lower\n"), STR_INIT(""), "两档之间"},
        {STR_INIT(", at_most: 79"), STR_INIT(""), "不必写 grade_gap"},
        {STR_INIT("at_most: 79"), STR_INIT("at_most: 69"), "小于 at_least"},
        {STR_INIT("at_least: 80}"), STR_INIT("at_least: 80, ties: all}"), "没有名额"},
        {STR_INIT("ties: all}"), STR_INIT("ties: all, at_most: 99}"), "不写 at_most"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(slips); i++) {
        Str text = fixture_read(ctx, ANNUAL);
        size_t at = str_find(text, slips[i].from);
        const Scheme *scheme;
        Str changed = str_format(ctx->arena, "%.*s%.*s%.*s", STRF(str_slice(text, 0, at)),
                                 STRF(slips[i].to), STRF(str_after(text, at + slips[i].from.len)));
        assert_fails(ctx, FAIL_INVALID, scheme_load(ctx, STR("annual.yaml"), changed, &scheme));
        assert_contains(ctx->fail.message, slips[i].message);
    }
}

static const char self_csv[] =
    "item,output,benefit,spending_rate,budgeting,carry_over,compliance,accounts_disclosed,"
    "performance_disclosed,institutions,use_of_results,carrying_out,procurement,assets,"
    "running_cost\n"
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
    } items[] = {{"execution", "3.50"}, {"disclosure", "4.00"}, {"performance", "14.50"}};
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
        KIT_TEST(any_set_of_totals_is_graded_as_the_text_says),
        KIT_TEST(the_reason_of_a_grade_is_told),
        KIT_TEST(who_lacks_a_part_has_no_total_rank_or_grade),
        KIT_TEST(slips_in_grades_are_refused),
        KIT_TEST(parts_add_up_to_items_and_sections),
        KIT_TEST(an_item_takes_its_points_from_its_parts),
        KIT_TEST(an_item_with_parts_is_explained_by_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
