/* Golden explanations, and the facts in them that must not be lost. */
#include "engine/assess/test/assess_fixture.h"
#include "kit/kit_files.h"

static const char hotline_csv[] =
    "unit,group,on_time,pass,return_pass,knowledge_response,satisfaction,quality,duration,"
    "difficult,publicity,expert_seat,efficiency,knowledge_feedback,policy_linkage\n"
    "甲街,street,15,19.89,19.61,20,25,2,2,0,0,0,-1,0,0\n"
    "乙街,street,15,20,20,20,25,,,,,,,,\n"
    "丙街,street,,,20,20,25,2,,,,,,,\n"
    "丁街,street,15,20,20,20,25,,,,,,,,\n"
    "戊街,street,15,20,20,20,24.99,,,,,,,,\n";

static const char rating_csv[] =
    "unit,persons_served,cases_accepted,active_rate_pct,active_to_cases_pct,good_rate_pct\n"
    "甲街,4368,1002,100,200.42,99.75\n"
    "乙街,5137,566,100,204.73,100\n"
    "丙街,2071,832,,116.04,99.69\n"
    "丁街,12,0,,,\n";

typedef struct Run {
    AssessResult result;
} Run;

static Run run(Ctx *ctx, const char *pack, const char *csv)
{
    const Scheme *scheme = fixture_scheme(ctx, pack);
    Fixture fixture = fixture_csv(ctx, scheme, str_of(csv));
    AssessInput *input = arena_copy(ctx->arena, &fixture.input, sizeof fixture.input);
    Run done;
    assert_ok(ctx, assess_run(ctx, scheme, input, &done.result));
    return done;
}

static Explanation explain(Ctx *ctx, const Run *done, const char *subject, const char *score)
{
    size_t index;
    Explanation explanation;
    assert_ok(ctx, scheme_find_score(ctx, done->result.scheme, str_of(score), &index));
    assert_ok(ctx, explain_score(ctx, &done->result, fixture_subject(done->result.input, subject),
                                 index, &explanation));
    return explanation;
}

static Str printed(Ctx *ctx, const Explanation *explanation)
{
    Buf text = buf_create(ctx->arena, MIB);
    explanation_print_text(&text, explanation);
    return buf_str(&text);
}

static void a_total_is_explained(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/hotline.yaml", hotline_csv);
    Explanation explanation = explain(ctx, &done, "甲街", "total");
    kit_golden(ctx, "src/engine/assess/test/golden/hotline_total.txt", printed(ctx, &explanation));
}

static void a_filled_total_is_explained(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/hotline.yaml", hotline_csv);
    Explanation explanation = explain(ctx, &done, "丙街", "total");
    kit_golden(ctx, "src/engine/assess/test/golden/hotline_filled.txt", printed(ctx, &explanation));
}

static void a_penalty_item_is_explained(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/hotline.yaml", hotline_csv);
    Explanation explanation = explain(ctx, &done, "甲街", "efficiency");
    kit_golden(ctx, "src/engine/assess/test/golden/hotline_item.txt", printed(ctx, &explanation));
}

static void a_score_against_the_best_is_explained(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/rating.yaml", rating_csv);
    Explanation explanation = explain(ctx, &done, "甲街", "score");
    kit_golden(ctx, "src/engine/assess/test/golden/rating_score.txt", printed(ctx, &explanation));
}

static void an_assumed_figure_is_told(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/rating.yaml", rating_csv);
    Explanation explanation = explain(ctx, &done, "丙街", "score");
    kit_golden(ctx, "src/engine/assess/test/golden/rating_assumed.txt", printed(ctx, &explanation));
}

static void a_blank_score_says_what_is_missing(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/rating.yaml", rating_csv);
    Explanation explanation = explain(ctx, &done, "丁街", "score");
    kit_golden(ctx, "src/engine/assess/test/golden/rating_blank.txt", printed(ctx, &explanation));
    assert_false(explanation.has_value);
}

static void inputs_and_references_keep_their_sources(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/rating.yaml", rating_csv);
    Explanation explanation = explain(ctx, &done, "甲街", "score");
    assert_int_equal(explanation.inputs.count, 3);
    assert_int_equal(explanation.inputs.at[0].source, 204); /* line 2, column 4 */
    assert_int_equal(explanation.references.count, 1);
    assert_str(explanation.references.at[0].subject, "乙街");
    assert_int_equal(explanation.references.at[0].subject_id, 2);
    assert_int_equal(explanation.references.at[0].source, 305);
    assert_int_equal(explanation.references.at[0].count, 3);
}

static void neighbours_are_before_beside_and_behind(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/hotline.yaml", hotline_csv);
    Explanation explanation = explain(ctx, &done, "乙街", "total");
    assert_int_equal(explanation.rank, 3);
    assert_int_equal(explanation.ranked_count, 5);
    assert_int_equal(explanation.neighbours.count, 3);
    assert_str(explanation.neighbours.at[0].name, "丙街");
    assert_str(explanation.neighbours.at[0].difference, "2.00");
    assert_str(explanation.neighbours.at[1].relation, "并列");
    assert_str(explanation.neighbours.at[1].name, "丁街");
    assert_str(explanation.neighbours.at[2].name, "戊街");
    assert_str(explanation.neighbours.at[2].difference, "0.01");
}

static void an_item_has_no_rank_of_its_own(void **state)
{
    Ctx *ctx = *state;
    Run done = run(ctx, "packs/assess/hotline.yaml", hotline_csv);
    Explanation explanation = explain(ctx, &done, "乙街", "pass");
    assert_int_equal(explanation.rank, 0);
    assert_str(explanation.rank_text, "");
}

static void who_is_not_listed_cannot_be_explained(void **state)
{
    Ctx *ctx = *state;
    Run done =
        run(ctx, "packs/assess/hotline.yaml", "unit,group,on_time\n甲街,street,15\n乙街,street,\n");
    Explanation explanation;
    assert_fails(ctx, FAIL_NOT_FOUND,
                 explain_score(ctx, &done.result, 1, SCHEME_TOTAL, &explanation));
}

static void an_unknown_item_offers_the_nearest(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme(ctx, "packs/assess/hotline.yaml");
    size_t score;
    assert_fails(ctx, FAIL_NOT_FOUND, scheme_find_score(ctx, scheme, STR("eficiency"), &score));
    assert_contains(ctx->fail.hint, "efficiency");
}

static void a_scheme_without_total_asks_for_an_item(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme(ctx, "packs/assess/efficiency.yaml");
    size_t score;
    assert_fails(ctx, FAIL_NOT_FOUND, scheme_find_score(ctx, scheme, STR(""), &score));
    assert_contains(ctx->fail.hint, "online_pct");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_total_is_explained),
        KIT_TEST(a_filled_total_is_explained),
        KIT_TEST(a_penalty_item_is_explained),
        KIT_TEST(a_score_against_the_best_is_explained),
        KIT_TEST(an_assumed_figure_is_told),
        KIT_TEST(a_blank_score_says_what_is_missing),
        KIT_TEST(inputs_and_references_keep_their_sources),
        KIT_TEST(neighbours_are_before_beside_and_behind),
        KIT_TEST(an_item_has_no_rank_of_its_own),
        KIT_TEST(who_is_not_listed_cannot_be_explained),
        KIT_TEST(an_unknown_item_offers_the_nearest),
        KIT_TEST(a_scheme_without_total_asks_for_an_item),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
