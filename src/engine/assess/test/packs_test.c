/* The packs against a real published month, and against the cases it does not show. */
#include "engine/assess/test/assess_fixture.h"

/* The value at `column` of the line whose first or second cell is `name`. */
static Str published(Str csv, Str name, const char *column)
{
    Str head;
    Str line;
    if (!str_split(&csv, '\n', &head))
        return (Str){0};
    while (str_split(&csv, '\n', &line)) {
        Str codes = str_trim(head);
        Str cells = str_trim(line);
        Str code;
        Str cell;
        Str found = {0};
        bool here = false;
        while (str_split(&codes, ',', &code) && str_split(&cells, ',', &cell)) {
            here |= str_equal_c(code, "unit") && str_equal(cell, name);
            if (str_equal_c(code, column))
                found = cell;
        }
        if (here)
            return found;
    }
    fail_msg("not published: %.*s", STRF(name));
    return (Str){0};
}

static void published_totals_and_ranks_come_out(void **state)
{
    Ctx *ctx = *state;
    Str items = fixture_shared(ctx, "hotline-items-streets.csv");
    Str totals = fixture_shared(ctx, "hotline-published-streets.csv");
    if (str_empty(items) || str_empty(totals))
        skip();
    const Scheme *scheme = fixture_scheme(ctx, "packs/assess/hotline.yaml");
    Fixture fixture = fixture_csv(ctx, scheme, items);
    AssessResult result;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    assert_int_equal(result.listed, 18);
    for (size_t s = 0; s < fixture.input.subject_count; s++) {
        Str name = fixture.subjects[s].name;
        int64_t rank;
        Decimal total;
        assert_true(str_to_int(published(totals, name, "rank"), &rank));
        assert_int_equal(decimal_parse(published(totals, name, "total"), &total), DECIMAL_PARSED);
        int64_t off = assess_total(&result, s).rounded.millionths - total.millionths;
        if (off > 10000 || off < -10000)
            fail_msg("%.*s: total is off by %lld millionths", STRF(name), (long long)off);
        assert_int_equal(assess_rank(&result, s).rank, rank);
    }
}

static void published_rating_scores_come_out_to_the_last_digit(void **state)
{
    Ctx *ctx = *state;
    Str figures = fixture_shared(ctx, "rating-streets.csv");
    Str scores = fixture_shared(ctx, "rating-published-streets.csv");
    if (str_empty(figures) || str_empty(scores))
        skip();
    const Scheme *scheme = fixture_scheme(ctx, "packs/assess/rating.yaml");
    Fixture fixture = fixture_csv(ctx, scheme, figures);
    AssessResult result;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    assert_int_equal(result.listed, 18);
    for (size_t s = 0; s < fixture.input.subject_count; s++) {
        char *expected = str_to_c(ctx->arena, published(scores, fixture.subjects[s].name, "score"));
        assert_str(fixture_text(ctx, assess_total(&result, s)), expected);
    }
}

static const char hotline_csv[] =
    "unit,group,on_time,pass,return_pass,knowledge_response,satisfaction,quality,duration,"
    "difficult,publicity,expert_seat,efficiency,knowledge_feedback,policy_linkage\n"
    "甲街,street,15,19.89,19.61,20,25,2,2,0,0,0,-1,0,0\n"
    "乙街,street,15,20,20,20,25,,,,,,,,\n"
    "丙街,street,,,,,,2,,,,,,,\n"
    "丁街,street,,,,,,,,,,,,,\n"
    "戊街,street,15,20,20,20,25,2,,,,,-2,,\n"
    "甲局,department,15,20,20,20,25,,,,,,,,\n"
    "乙局,department,0,0,0,0,0,0,0,0,0,0,-6,-2,-2\n"
    "别处,hall,15,20,20,20,25,,,,,,,,\n";

typedef struct Hotline {
    Fixture fixture;
    AssessResult result;
} Hotline;

static Hotline hotline(Ctx *ctx)
{
    const Scheme *scheme = fixture_scheme(ctx, "packs/assess/hotline.yaml");
    Hotline run = {.fixture = fixture_csv(ctx, scheme, str_of(hotline_csv))};
    /* The input must outlive the result, so it moves to the arena. */
    AssessInput *input = arena_copy(ctx->arena, &run.fixture.input, sizeof run.fixture.input);
    assert_ok(ctx, assess_run(ctx, scheme, input, &run.result));
    return run;
}

static AssessValue total_of(const Hotline *run, const char *name)
{
    return assess_total(&run->result, fixture_subject(run->result.input, name));
}

static void a_missing_base_item_has_full_marks(void **state)
{
    Ctx *ctx = *state;
    Hotline run = hotline(ctx);
    assert_str(fixture_text(ctx, total_of(&run, "丙街")), "102.00");
    size_t subject = fixture_subject(run.result.input, "丙街");
    AssessValue item =
        assess_item(&run.result, subject, scheme_item(run.result.scheme, STR("pass")));
    assert_str(fixture_text(ctx, item), "20.00");
    assert_true(item.flags & ASSESS_FILLED);
}

static void a_missing_bonus_or_penalty_is_zero(void **state)
{
    Ctx *ctx = *state;
    Hotline run = hotline(ctx);
    assert_str(fixture_text(ctx, total_of(&run, "乙街")), "100.00");
    size_t subject = fixture_subject(run.result.input, "乙街");
    AssessValue item =
        assess_item(&run.result, subject, scheme_item(run.result.scheme, STR("efficiency")));
    assert_str(fixture_text(ctx, item), "0.00");
}

static void who_has_no_figure_is_not_listed(void **state)
{
    Hotline run = hotline(*state);
    assert_false(assess_listed(&run.result, fixture_subject(run.result.input, "丁街")));
    assert_false(assess_listed(&run.result, fixture_subject(run.result.input, "别处")));
    assert_int_equal(run.result.listed, 6);
}

static void ranks_are_within_groups_and_ties_share(void **state)
{
    Hotline run = hotline(*state);
    const struct {
        const char *name;
        int64_t rank;
        int64_t shared;
    } expected[] = {{"甲街", 1, 1}, {"丙街", 2, 1}, {"乙街", 3, 2},
                    {"戊街", 3, 2}, {"甲局", 1, 1}, {"乙局", 2, 1}};
    for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
        AssessRank rank =
            assess_rank(&run.result, fixture_subject(run.result.input, expected[i].name));
        assert_int_equal(rank.rank, expected[i].rank);
        assert_int_equal(rank.shared, expected[i].shared);
    }
}

static void the_listing_goes_by_group_then_rank(void **state)
{
    Hotline run = hotline(*state);
    const char *expected[] = {"甲局", "乙局", "甲街", "丙街", "乙街", "戊街"};
    assert_int_equal(run.result.group_count, 2);
    assert_str(run.result.groups[0].code, "department");
    for (size_t i = 0; i < ARRAY_LEN(expected); i++)
        assert_str(run.result.input->subjects[run.result.listing[i]].name, expected[i]);
}

static void deductions_are_points_lost(void **state)
{
    Hotline run = hotline(*state);
    const Scheme *scheme = run.result.scheme;
    size_t subject = fixture_subject(run.result.input, "甲街");
    Decimal lost;
    assert_true(assess_deduction(&run.result, subject, scheme_item(scheme, STR("pass")), &lost));
    assert_int_equal(lost.millionths, 110000);
    assert_true(
        assess_deduction(&run.result, subject, scheme_item(scheme, STR("efficiency")), &lost));
    assert_int_equal(lost.millionths, 1000000);
    assert_false(
        assess_deduction(&run.result, subject, scheme_item(scheme, STR("quality")), &lost));
}

static void a_lost_column_counts_as_a_hundred_and_is_flagged(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme(ctx, "packs/assess/rating.yaml");
    Fixture fixture =
        fixture_csv(ctx, scheme,
                    STR("unit,persons_served,active_rate_pct,active_to_cases_pct,good_rate_pct\n"
                        "甲街,10,,150,100\n乙街,10,99.9,200,100\n丙街,10,,,100\n丁街,10,,,\n"));
    AssessResult result;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    AssessValue assumed = assess_total(&result, 0);
    assert_str(fixture_text(ctx, assumed), "8.75");
    assert_true(assumed.flags & ASSESS_ASSUMED);
    assert_false(assess_total(&result, 1).flags & ASSESS_ASSUMED);
    assert_false(assess_total(&result, 2).present);
    assert_true(assess_listed(&result, 3));
    const SchemeColumn *column = &scheme->columns.at[5];
    assert_str(column->code, "active_rate_pct");
    assert_false(assess_cell(&result, 0, column).present);
}

static const char efficiency_csv[] =
    "unit,materials_total,materials_reduced,cases_total,cases_online,cert_items_handled,"
    "cert_items_applied,time_compression_pct,instant_pct,on_time_pct,active_rate_pct,"
    "active_to_cases_pct,good_rate_pct\n"
    "甲局,7,2,200,80,3,3,93,89.99,100,100,150,100\n"
    "乙局,0,0,,5,4,,,,,,,\n"
    "丙局,3,1,10000,3999,3,2,92.995,90,99.99,99.9,300,99.5\n";

static void efficiency_has_ratios_and_targets(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme = fixture_scheme(ctx, "packs/assess/efficiency.yaml");
    Fixture fixture = fixture_csv(ctx, scheme, str_of(efficiency_csv));
    AssessResult result;
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    const struct {
        size_t subject;
        const char *item;
        const char *text;
        bool off_target;
    } expected[] = {
        {0, "materials_pct", "28.57", false},
        {0, "online_pct", "40.00", false},
        {0, "cert_pct", "100.00", false},
        {0, "rating_score", "7.50", false},
        {0, "instant_pct", "89.99", true},
        {0, "on_time_pct", "100.00", false},
        {1, "materials_pct", "", false},
        {1, "online_pct", "", false},
        {1, "cert_pct", "", false},
        {1, "rating_score", "", false},
        {1, "instant_pct", "", false},
        {2, "online_pct", "39.99", true},
        {2, "cert_pct", "66.67", true},
        {2, "rating_score", "9.95", false},
        {2, "time_compression_pct", "93.00", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
        AssessValue value = assess_item(&result, expected[i].subject,
                                        scheme_item(scheme, str_of(expected[i].item)));
        assert_str(fixture_text(ctx, value), expected[i].text);
        assert_int_equal((value.flags & ASSESS_OFF_TARGET) != 0, expected[i].off_target);
    }
    AssessValue none = assess_item(&result, 1, scheme_item(scheme, STR("materials_pct")));
    assert_true(none.flags & ASSESS_DIVIDED_BY_ZERO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(published_totals_and_ranks_come_out),
        KIT_TEST(published_rating_scores_come_out_to_the_last_digit),
        KIT_TEST(a_missing_base_item_has_full_marks),
        KIT_TEST(a_missing_bonus_or_penalty_is_zero),
        KIT_TEST(who_has_no_figure_is_not_listed),
        KIT_TEST(ranks_are_within_groups_and_ties_share),
        KIT_TEST(the_listing_goes_by_group_then_rank),
        KIT_TEST(deductions_are_points_lost),
        KIT_TEST(a_lost_column_counts_as_a_hundred_and_is_flagged),
        KIT_TEST(efficiency_has_ratios_and_targets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
