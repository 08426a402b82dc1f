/* Missing rules, caps, rounding stages, ranking rules, listing: one small scheme a behaviour. */
#include "engine/assess/test/assess_fixture.h"

#define HEAD                                                                                         \
    "scheme: test\nname: 测试\nlegal_sources: [测试办法]\nfrom: 2023-01\ngroups: [one, two]\n" \
    "table: t\n"
#define ROUND_TOTAL "rounding: {mode: half_up, places: 2, at: total}\n"
#define TOTAL "total: {code: total, name: 总分}\n"
#define COLUMNS "columns: [subject]\n"

typedef struct Run {
    AssessInput *input;
    AssessResult result;
    Ctx *ctx;
} Run;

static Run run(Ctx *ctx, const char *scheme_text, const char *csv)
{
    const Scheme *scheme = fixture_scheme_text(ctx, scheme_text);
    Fixture fixture = fixture_csv(ctx, scheme, str_of(csv));
    Run done = {.input = arena_copy(ctx->arena, &fixture.input, sizeof fixture.input), .ctx = ctx};
    assert_ok(ctx, assess_run(ctx, scheme, done.input, &done.result));
    return done;
}

static AssessValue item_of(const Run *done, const char *subject, const char *item)
{
    return assess_item(&done->result, fixture_subject(done->input, subject),
                       scheme_item(done->result.scheme, str_of(item)));
}

static Str total_text(const Run *done, const char *subject)
{
    return fixture_text(done->ctx,
                        assess_total(&done->result, fixture_subject(done->input, subject)));
}

static int64_t rank_of(const Run *done, const char *subject)
{
    return assess_rank(&done->result, fixture_subject(done->input, subject)).rank;
}

static const char reweighted[] = HEAD ROUND_TOTAL TOTAL COLUMNS
    "sections:\n"
    "  - code: base\n    name: 基础\n    cap: 100\n    missing: reweight\n    items:\n"
    "      - {code: a, name: 甲项, points: 50, input: {}}\n"
    "      - {code: b, name: 乙项, points: 30, input: {}}\n"
    "      - {code: c, name: 丙项, points: 20, input: {}, missing: zero}\n";

static void left_out_items_are_made_up_for(void **state)
{
    Run done = run(*state, reweighted, "unit,a,b,c\n甲,40,30,10\n乙,40,,10\n丙,,,20\n丁,,30,\n");
    assert_str(total_text(&done, "甲"), "80.00");
    assert_str(total_text(&done, "乙"), "71.43");  /* 50 x 100 / 70 */
    assert_str(total_text(&done, "丙"), "100.00"); /* 20 x 100 / 20 */
    assert_str(total_text(&done, "丁"), "60.00");  /* 30 x 100 / 50 */
    AssessValue left_out = item_of(&done, "乙", "b");
    assert_false(left_out.present);
    assert_true(left_out.flags & ASSESS_LEFT_OUT);
}

static void the_factor_of_left_out_items_is_explained(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, reweighted, "unit,a,b,c\n甲,40,30,10\n乙,40,,10\n");
    Explanation explanation;
    assert_ok(ctx, explain_score(ctx, &done.result, 1, SCHEME_TOTAL, &explanation));
    assert_str(explanation.numbers, "((40 + 10) × 100 ÷ 70)");
    assert_str(explanation.lines.at[0].text, "「乙项」剔除后按其余指标折算");
}

static void with_all_left_out_there_is_no_total(void **state)
{
    Run done = run(*state,
                   HEAD ROUND_TOTAL TOTAL COLUMNS
                   "inputs: [{code: n, name: 数}]\nmissing: reweight\nitems:\n"
                   "  - {code: a, name: 甲项, points: 50, input: {}}\n"
                   "  - {code: b, name: 乙项, points: 50, input: {}}\n",
                   "unit,a,b,n\n甲,40,30,1\n乙,,,1\n");
    assert_str(total_text(&done, "甲"), "70.00");
    assert_str(total_text(&done, "乙"), "");
}

static void a_blank_item_leaves_the_total_blank(void **state)
{
    Run done = run(*state,
                   HEAD ROUND_TOTAL TOTAL COLUMNS "items:\n  - {code: a, name: 甲项, input: {}}\n"
                                                  "  - {code: b, name: 乙项, input: {}}\n",
                   "unit,a,b\n甲,40,30\n乙,40,\n");
    assert_str(total_text(&done, "甲"), "70.00");
    assert_str(total_text(&done, "乙"), "");
    assert_true(assess_total(&done.result, 1).flags & ASSESS_MISSING);
}

static const char capped[] = HEAD ROUND_TOTAL TOTAL COLUMNS
    "sections:\n"
    "  - code: bonus\n    name: 加分\n    kind: bonus\n    cap: 5\n    capped: true\n"
    "    missing: zero\n    items:\n"
    "      - {code: a, name: 甲项, points: 4, input: {}}\n"
    "      - {code: b, name: 乙项, points: 4, input: {}}\n"
    "  - code: penalty\n    name: 减分\n    kind: penalty\n    cap: 3\n    capped: true\n"
    "    missing: zero\n    items:\n"
    "      - {code: c, name: 丙项, points: 2, input: {}}\n"
    "      - {code: d, name: 丁项, points: 2, input: {}}\n";

static void items_are_held_to_their_points_and_sections_to_their_caps(void **state)
{
    Run done =
        run(*state, capped, "unit,a,b,c,d\n甲,4,4,0,0\n乙,9,0,0,0\n丙,0,0,-2,-2\n丁,0,0,-9,1\n");
    assert_str(total_text(&done, "甲"), "5.00");
    assert_str(total_text(&done, "乙"), "4.00");
    assert_str(total_text(&done, "丙"), "-3.00");
    assert_str(total_text(&done, "丁"), "-2.00");
    assert_true(item_of(&done, "乙", "a").flags & ASSESS_CAPPED);
    assert_true(item_of(&done, "丁", "d").flags & ASSESS_CAPPED);
    assert_false(item_of(&done, "甲", "a").flags & ASSESS_CAPPED);
    assert_true(assess_section(&done.result, 0, 0).flags & ASSESS_CAPPED);
}

static void caps_are_explained(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, capped, "unit,a,b,c,d\n甲,4,4,0,0\n");
    Explanation explanation;
    assert_ok(ctx, explain_score(ctx, &done.result, 0, SCHEME_TOTAL, &explanation));
    assert_str(explanation.lines.at[0].label, "封顶");
    assert_str(explanation.lines.at[0].text, "「加分」合计8，上限5，按5计");
    assert_str(explanation.numbers, "5 + (0 + 0)");
}

#define THIRDS                                                                                     \
    "inputs: [{code: n, name: 数}]\nsections:\n"                                                  \
    "  - code: base\n    name: 基础\n    items:\n"                                               \
    "      - {code: a, name: 甲项, formula: n / 3}\n"                                            \
    "      - {code: b, name: 乙项, formula: n / 3}\n"                                            \
    "  - code: more\n    name: 其他\n    items:\n"                                               \
    "      - {code: c, name: 丙项, formula: n / 3}\n"

static void rounding_happens_where_the_scheme_says(void **state)
{
    const char *csv = "unit,n\n甲,2\n";
    Run at_item = run(
        *state, HEAD "rounding: {mode: half_up, places: 1, at: item}\n" TOTAL COLUMNS THIRDS, csv);
    Run at_section =
        run(*state, HEAD "rounding: {mode: half_up, places: 1, at: section}\n" TOTAL COLUMNS THIRDS,
            csv);
    Run at_total = run(
        *state, HEAD "rounding: {mode: half_up, places: 1, at: total}\n" TOTAL COLUMNS THIRDS, csv);
    assert_str(total_text(&at_item, "甲"), "2.1");    /* 0.7 + 0.7 + 0.7 */
    assert_str(total_text(&at_section, "甲"), "2.0"); /* 1.3 + 0.7 */
    assert_str(total_text(&at_total, "甲"), "2.0");
    assert_int_equal(assess_section(&at_section.result, 0, 0).exact.den, 3);
}

#define HALVES                                                                                     \
    "inputs: [{code: n, name: 数}]\n"                                                             \
    "items: [{code: a, name: 甲项, formula: n / 1000}]\n"

static void ties_depend_on_what_is_ranked(void **state)
{
    const char *csv = "unit,n\n甲,1001\n乙,1004\n丙,990\n";
    Run rounded =
        run(*state, HEAD ROUND_TOTAL TOTAL COLUMNS HALVES "ranking: {by: total, value: rounded}\n",
            csv);
    Run exact =
        run(*state,
            HEAD ROUND_TOTAL TOTAL COLUMNS HALVES "ranking: {by: total, value: unrounded}\n", csv);
    assert_int_equal(rank_of(&rounded, "甲"), 1);
    assert_int_equal(rank_of(&rounded, "乙"), 1);
    assert_int_equal(rank_of(&rounded, "丙"), 3);
    assert_int_equal(rank_of(&exact, "甲"), 2);
    assert_int_equal(rank_of(&exact, "乙"), 1);
}

static void the_lowest_can_be_first(void **state)
{
    Run done =
        run(*state,
            HEAD ROUND_TOTAL "total: none\n" COLUMNS HALVES "ranking: {by: a, order: ascending}\n",
            "unit,n\n甲,5000\n乙,1000\n");
    assert_int_equal(rank_of(&done, "乙"), 1);
    assert_int_equal(rank_of(&done, "甲"), 2);
}

static void ranks_can_go_across_groups(void **state)
{
    const char *csv = "unit,group,n\n甲,one,5000\n乙,two,9000\n丙,one,7000\n";
    Run within = run(*state, HEAD ROUND_TOTAL TOTAL COLUMNS HALVES "ranking: {by: total}\n", csv);
    Run across = run(
        *state, HEAD ROUND_TOTAL TOTAL COLUMNS HALVES "ranking: {by: total, within: all}\n", csv);
    assert_int_equal(rank_of(&within, "甲"), 2);
    assert_int_equal(rank_of(&within, "乙"), 1);
    assert_int_equal(rank_of(&across, "甲"), 3);
    assert_int_equal(rank_of(&across, "丙"), 2);
}

static void low_volume_is_listed_unranked(void **state)
{
    Run done = run(*state,
                   HEAD ROUND_TOTAL TOTAL COLUMNS HALVES
                   "ranking: {by: total, minimum: {input: n, at_least: 2000}}\n",
                   "unit,n\n甲,1999\n乙,2000\n丙,5000\n");
    assert_int_equal(rank_of(&done, "乙"), 2);
    assert_int_equal(rank_of(&done, "甲"), 0);
    assert_int_equal(assess_rank(&done.result, 0).unranked, UNRANKED_LOW_VOLUME);
    assert_int_equal(done.result.listed, 3);
    assert_int_equal(done.result.listing[2], 0); /* at the end */
}

static void an_unranked_scheme_lists_by_a_figure(void **state)
{
    Run done =
        run(*state, HEAD ROUND_TOTAL TOTAL COLUMNS HALVES "listing: {by: n, order: descending}\n",
            "unit,n\n甲,1\n乙,\n丙,3\n丁,2\n");
    const size_t expected[] = {2, 3, 0};
    assert_int_equal(done.result.listed, 3);
    for (size_t i = 0; i < ARRAY_LEN(expected); i++)
        assert_int_equal(done.result.listing[i], expected[i]);
    assert_int_equal(assess_rank(&done.result, 0).unranked, UNRANKED_BY_SCHEME);
}

static void zero_is_a_figure(void **state)
{
    Run done = run(*state, HEAD ROUND_TOTAL TOTAL COLUMNS HALVES, "unit,n\n甲,0\n乙,\n");
    assert_true(assess_listed(&done.result, 0));
    assert_false(assess_listed(&done.result, 1));
}

static void groups_do_not_see_one_another(void **state)
{
    Run done = run(*state,
                   HEAD ROUND_TOTAL "total: none\n" COLUMNS "inputs: [{code: n, name: 数}]\n"
                                    "items: [{code: a, name: 甲项, formula: n / group_max(n)}]\n",
                   "unit,group,n\n甲,one,5\n乙,two,8\n丙,two,2\n");
    assert_str(fixture_text(*state, item_of(&done, "甲", "a")), "1.00");
    assert_str(fixture_text(*state, item_of(&done, "乙", "a")), "1.00");
    assert_str(fixture_text(*state, item_of(&done, "丙", "a")), "0.25");
}

static void a_total_may_be_a_formula_over_sections(void **state)
{
    Run done = run(*state,
                   HEAD ROUND_TOTAL COLUMNS THIRDS
                   "total: {code: total, name: 总分, points: 3, formula: base * 3 + more}\n",
                   "unit,n\n甲,1\n乙,2\n");
    assert_str(total_text(&done, "甲"), "2.33");
    assert_str(total_text(&done, "乙"), "3.00");
    assert_true(assess_total(&done.result, 1).flags & ASSESS_CAPPED);
}

static void targets_are_judged_as_printed_or_exactly(void **state)
{
    Run done = run(*state,
                   HEAD ROUND_TOTAL
                   "total: none\n" COLUMNS "inputs: [{code: n, name: 数}]\nitems:\n"
                   "  - {code: a, name: 甲项, formula: n, target: {at_least: 40}}\n"
                   "  - {code: b, name: 乙项, formula: n, target: {at_least: 40, compare: exact}}\n"
                   "  - {code: c, name: 丙项, formula: n, target: {at_most: 39}}\n",
                   "unit,n\n甲,39.996\n");
    assert_false(item_of(&done, "甲", "a").flags & ASSESS_OFF_TARGET);
    assert_true(item_of(&done, "甲", "b").flags & ASSESS_OFF_TARGET);
    assert_true(item_of(&done, "甲", "c").flags & ASSESS_OFF_TARGET);
}

/* The same figures with subjects in another order give every subject the same. */
static void the_order_of_subjects_does_not_matter(void **state)
{
    Ctx *ctx = *state;
    const char *scheme = HEAD ROUND_TOTAL TOTAL COLUMNS
        "inputs: [{code: n, name: 数}, {code: m, name: 量}]\n"
        "items:\n  - {code: a, name: 甲项, formula: n / group_max(n) * 60}\n"
        "  - {code: b, name: 乙项, missing: zero, formula: rank(m) + n / m}\n"
        "ranking: {by: total}\n";
    Run first = run(ctx, scheme, "unit,group,n,m\n甲,one,3,7\n乙,one,9,\n丙,one,3,7\n丁,two,4,1\n");
    Run second =
        run(ctx, scheme, "unit,group,n,m\n丁,two,4,1\n丙,one,3,7\n乙,one,9,\n甲,one,3,7\n");
    const char *subjects[] = {"甲", "乙", "丙", "丁"};
    for (size_t i = 0; i < ARRAY_LEN(subjects); i++) {
        char *expected = str_to_c(ctx->arena, total_text(&first, subjects[i]));
        assert_str(total_text(&second, subjects[i]), expected);
        assert_int_equal(rank_of(&first, subjects[i]), rank_of(&second, subjects[i]));
    }
}

static void too_many_subjects_are_refused(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme_text(ctx, HEAD ROUND_TOTAL TOTAL COLUMNS HALVES);
    AssessInput input = {.subject_count = ASSESS_SUBJECTS_MAX + 1};
    AssessResult result;
    assert_fails(ctx, FAIL_TOO_LARGE, assess_run(ctx, scheme, &input, &result));
}

static void nobody_at_all_is_a_result_too(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme_text(ctx, HEAD ROUND_TOTAL TOTAL COLUMNS HALVES);
    AssessInput input = {0};
    AssessResult result;
    assert_ok(ctx, assess_run(ctx, scheme, &input, &result));
    assert_int_equal(result.listed, 0);
    assert_int_equal(result.group_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(left_out_items_are_made_up_for),
        KIT_TEST(the_factor_of_left_out_items_is_explained),
        KIT_TEST(with_all_left_out_there_is_no_total),
        KIT_TEST(a_blank_item_leaves_the_total_blank),
        KIT_TEST(items_are_held_to_their_points_and_sections_to_their_caps),
        KIT_TEST(caps_are_explained),
        KIT_TEST(rounding_happens_where_the_scheme_says),
        KIT_TEST(ties_depend_on_what_is_ranked),
        KIT_TEST(the_lowest_can_be_first),
        KIT_TEST(ranks_can_go_across_groups),
        KIT_TEST(low_volume_is_listed_unranked),
        KIT_TEST(an_unranked_scheme_lists_by_a_figure),
        KIT_TEST(zero_is_a_figure),
        KIT_TEST(groups_do_not_see_one_another),
        KIT_TEST(a_total_may_be_a_formula_over_sections),
        KIT_TEST(targets_are_judged_as_printed_or_exactly),
        KIT_TEST(the_order_of_subjects_does_not_matter),
        KIT_TEST(too_many_subjects_are_refused),
        KIT_TEST(nobody_at_all_is_a_result_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
