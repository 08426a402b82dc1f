/* Scores of a month: the published one, the demo, and what formats and ranking rules ask for. */
#include "district_kit.h"

#include "domain/assessment/demo.h"
#include "domain/assessment/score_history.h"
#include "domain/assessment/score_table.h"
#include "port/csv.h"

static MonthResult result_of(Ctx *ctx, const char *scheme)
{
    MonthResult result;
    assert_ok(ctx, month_result(ctx, FEBRUARY, str_of(scheme), &result, NULL));
    return result;
}

static Str csv_of(Ctx *ctx, const char *scheme, const char *group)
{
    MonthResult result = result_of(ctx, scheme);
    Buf text = buf_create(ctx->arena, MIB);
    score_table_print(ctx, &result, str_of(group), SCORE_FORMAT_CSV, &text);
    return buf_str(&text);
}

static size_t column_of(const Grid *grid, const char *head)
{
    for (size_t c = 0; c < grid->column_count; c++)
        if (str_equal_c(grid_text(grid, 0, c), head))
            return c;
    fail_msg("no column %s", head);
    return 0;
}

/* The cell of a printed table: row of the unit, column by its head. */
static Str cell_of(Ctx *ctx, Str csv, const char *unit, const char *column)
{
    Grid grid = {0};
    assert_ok(ctx, csv_read(ctx, csv, &grid));
    size_t units = column_of(&grid, "unit");
    for (size_t r = 1; r < grid.rows.count; r++)
        if (str_equal_c(grid_text(&grid, r, units), unit))
            return grid_text(&grid, r, column_of(&grid, column));
    fail_msg("no unit %s", unit);
    return STR("");
}

static void import_shared(Ctx *ctx, const char *table, const char *file)
{
    Str text;
    int64_t number;
    assert_true(shared_file(ctx, file, &text));
    IntakePlan plan = plan_of(ctx, table, FEBRUARY, text);
    assert_int_equal(plan.problems.total, 0);
    assert_ok(ctx, intake_take(ctx, &plan, false, &number));
}

static Decimal number_of(Str text)
{
    Decimal value;
    assert_int_equal(decimal_parse(text, &value), DECIMAL_PARSED);
    return value;
}

/* Compares a column of ours with the published one, for all 18 streets; they may differ by this
 * many hundredths. */
static void assert_published(Ctx *ctx, Str ours, const char *file, const char *column,
                             int64_t hundredths)
{
    Str text;
    Grid grid = {0};
    assert_true(shared_file(ctx, file, &text));
    assert_ok(ctx, csv_read(ctx, text, &grid));
    assert_int_equal(grid.rows.count, 19);
    for (size_t r = 1; r < grid.rows.count; r++) {
        char *unit = str_to_c(ctx->arena, grid_text(&grid, r, column_of(&grid, "unit")));
        Decimal theirs = number_of(grid_text(&grid, r, column_of(&grid, column)));
        Decimal apart;
        assert_true(decimal_sub(number_of(cell_of(ctx, ours, unit, column)), theirs, &apart));
        if (llabs(apart.millionths) > hundredths * (DECIMAL_ONE / 100))
            fail_msg("%s of %s is not as published", column, unit);
    }
}

/* ---- the published month ---------------------------------------------------------------- */

static void the_published_month_comes_out_as_published(void **state)
{
    Ctx *ctx = *state;
    Str units;
    if (!shared_file(ctx, "units.csv", &units))
        skip();
    for (KitDatabase *database = kit_database_first(ctx, &db_catalogue); database;
         database = kit_database_next(database)) {
        open_packs(ctx);
        import_units(ctx, str_to_c(ctx->arena, units));
        import_shared(ctx, "hotline-items", "hotline-items-streets.csv");
        import_shared(ctx, "rating", "rating-streets.csv");
        Str hotline = csv_of(ctx, "hotline", "street");
        assert_published(ctx, hotline, "hotline-published-streets.csv", "total", 1);
        assert_published(ctx, hotline, "hotline-published-streets.csv", "rank", 0);
        assert_published(ctx, csv_of(ctx, "rating", "street"), "rating-published-streets.csv",
                         "score", 0);
    }
}

static void hush(Console *console, Str text)
{
    (void)console;
    (void)text;
}

static void the_demo_district_is_that_month(void **state)
{
    Ctx *ctx = *state;
    for (KitDatabase *database = kit_database_first(ctx, &db_catalogue); database;
         database = kit_database_next(database)) {
        Console console = {.talk = hush};
        DemoSetup setup = {.scale = DECIMAL_ZERO};
        open_packs(ctx);
        assert_ok(ctx, demo_load(ctx, &setup, &console));
        Str hotline = csv_of(ctx, "hotline", "");
        assert_str(cell_of(ctx, hotline, "赤岗街", "total"), "102.50");
        assert_str(cell_of(ctx, hotline, "赤岗街", "rank"), "1");
        assert_str(cell_of(ctx, hotline, "官洲街", "total"), "93.73");
        assert_str(cell_of(ctx, hotline, "官洲街", "rank"), "18");
        assert_str(cell_of(ctx, csv_of(ctx, "rating", ""), "海幢街", "score"), "7.58");
        assert_fails(ctx, FAIL_STATE, demo_load(ctx, &setup, &console));
    }
}

/* ---- hotline ---------------------------------------------------------------------------- */

static void missing_items_have_full_marks_and_missing_extras_none(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "hotline-items", "unit,on_time,quality\n赤岗街,14,1\n");
    Str csv = csv_of(ctx, "hotline", "");
    assert_str(cell_of(ctx, csv, "赤岗街", "on_time"), "14.00");
    assert_str(cell_of(ctx, csv, "赤岗街", "satisfaction"), "25.00");
    assert_str(cell_of(ctx, csv, "赤岗街", "duration"), "0.00");
    assert_str(cell_of(ctx, csv, "赤岗街", "policy_linkage"), "0.00");
    assert_str(cell_of(ctx, csv, "赤岗街", "total"), "100.00");
}

static void equals_share_a_rank_and_the_next_is_skipped(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items",
            "unit,on_time\n海幢街,14\n赤岗街,15\n南石头街,13\n南洲街,14.00\n");
        Str csv = csv_of(ctx, "hotline", "");
        assert_str(cell_of(ctx, csv, "赤岗街", "rank"), "1");
        assert_str(cell_of(ctx, csv, "海幢街", "rank"), "2");
        assert_str(cell_of(ctx, csv, "南洲街", "rank"), "2");
        assert_str(cell_of(ctx, csv, "南石头街", "rank"), "4");
        /* Equals stand in the order of the file. */
        assert_true(str_find(csv, STR("海幢街")) < str_find(csv, STR("南洲街")));
    }
}

static void groups_are_ranked_by_themselves(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", "unit,on_time\n区教育局,10\n赤岗街,15\n区财政局,12\n海幢街,14\n");
        Str csv = csv_of(ctx, "hotline", "");
        assert_str(cell_of(ctx, csv, "区财政局", "rank"), "1");
        assert_str(cell_of(ctx, csv, "区教育局", "rank"), "2");
        assert_str(cell_of(ctx, csv, "海幢街", "rank"), "2");
        assert_false(str_contains(csv_of(ctx, "hotline", "street"), STR("区教育局")));
    }
}

static void a_unit_without_a_figure_is_not_listed_and_zero_is_a_figure(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "hotline-items", "unit,pass,quality\n赤岗街,,0\n海幢街,,\n");
    put(ctx, "rating", "unit,good_rate_pct\n海幢街,99\n");
    Str csv = csv_of(ctx, "hotline", "");
    assert_str(cell_of(ctx, csv, "赤岗街", "total"), "100.00");
    assert_false(str_contains(csv, STR("海幢街")));
}

/* ---- rating and efficiency -------------------------------------------------------------- */

static void a_rating_is_measured_by_the_best_of_its_own_group(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating",
        "unit,active_rate_pct,active_to_cases_pct,good_rate_pct\n"
        "赤岗街,100,200,100\n海幢街,100,100,99\n区教育局,100,50,100\n");
    Str csv = csv_of(ctx, "rating", "");
    assert_str(cell_of(ctx, csv, "赤岗街", "score"), "10.00");
    assert_str(cell_of(ctx, csv, "海幢街", "score"), "7.43"); /* 7.425 */
    assert_str(cell_of(ctx, csv, "区教育局", "score"), "10.00");
}

static void a_rating_without_business_is_empty(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating",
        "unit,persons_served,active_rate_pct,active_to_cases_pct,good_rate_pct\n"
        "赤岗街,5,100,200,100\n海幢街,7,,,\n南洲街,8,100,,99\n");
    Str csv = csv_of(ctx, "rating", "");
    assert_str(cell_of(ctx, csv, "海幢街", "score"), "");
    assert_str(cell_of(ctx, csv, "海幢街", "persons_served"), "7");
    assert_str(cell_of(ctx, csv, "南洲街", "score"), "");
}

static void a_lost_column_of_active_rates_counts_as_a_hundred(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating",
        "unit,active_rate_pct,active_to_cases_pct,good_rate_pct\n赤岗街,,200,100\n海幢街,,100,"
        "100\n");
    Str csv = csv_of(ctx, "rating", "");
    assert_str(cell_of(ctx, csv, "赤岗街", "score"), "10.00");
    assert_str(cell_of(ctx, csv, "海幢街", "score"), "7.50");
    assert_str(cell_of(ctx, csv, "赤岗街", "active_rate_pct"), "");
}

static void ratios_need_a_divisor(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "efficiency",
            "unit,materials_total,materials_reduced,cases_total,cases_online,cert_items_handled,"
            "cert_items_applied,instant_pct\n"
            "区教育局,8,5,300,200,0,0,91\n"
            "区财政局,,5,0,0,3,,\n");
        Str csv = csv_of(ctx, "efficiency", "department");
        assert_str(cell_of(ctx, csv, "区教育局", "materials_pct"), "62.50");
        assert_str(cell_of(ctx, csv, "区教育局", "online_pct"), "66.67");
        assert_str(cell_of(ctx, csv, "区教育局", "cert_pct"), "");
        assert_str(cell_of(ctx, csv, "区教育局", "instant_pct"), "91.00");
        assert_str(cell_of(ctx, csv, "区教育局", "rating_score"), "");
        assert_str(cell_of(ctx, csv, "区财政局", "materials_pct"), "");
        assert_str(cell_of(ctx, csv, "区财政局", "online_pct"), "");
        assert_str(cell_of(ctx, csv, "区财政局", "cert_pct"), "");
        assert_str(cell_of(ctx, csv, "区财政局", "instant_pct"), "");
    }
}

static void efficiency_takes_a_lost_active_rate_for_a_hundred_too(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "efficiency", "unit,active_to_cases_pct,good_rate_pct\n区教育局,150,99.9\n");
    assert_str(cell_of(ctx, csv_of(ctx, "efficiency", ""), "区教育局", "rating_score"), "9.99");
}

static void a_figure_with_more_decimals_than_its_column_is_shown_as_given(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating",
        "unit,active_rate_pct,active_to_cases_pct,good_rate_pct\n"
        "赤岗街,99.955,200.1234,100\n");
    Str csv = csv_of(ctx, "rating", "");
    assert_str(cell_of(ctx, csv, "赤岗街", "active_rate_pct"), "99.955");
    assert_str(cell_of(ctx, csv, "赤岗街", "active_to_cases_pct"), "200.1234");
}

static void a_correction_leaves_units_in_the_order_of_the_first_file(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "efficiency", "unit,instant_pct,on_time_pct\n区财政局,90,100\n区教育局,91,100\n");
        put(ctx, "efficiency", "unit,instant_pct\n区财政局,95\n");
        Str csv = csv_of(ctx, "efficiency", "");
        assert_true(str_find(csv, STR("区财政局")) < str_find(csv, STR("区教育局")));
    }
}

/* ---- asking for what is not there ------------------------------------------------------- */

static void what_is_not_there_is_told_with_a_way_on(void **state)
{
    Ctx *ctx = *state;
    MonthResult result;
    bool any = true;
    open_district(ctx);
    assert_fails(ctx, FAIL_NOT_FOUND, month_result(ctx, FEBRUARY, STR("hotline"), &result, NULL));
    assert_contains(ctx->fail.hint, "tongban import hotline-items");
    assert_ok(ctx, month_result(ctx, FEBRUARY, STR("hotline"), &result, &any));
    assert_false(any);
    assert_fails(ctx, FAIL_NOT_FOUND, month_result(ctx, FEBRUARY, STR("hotlin"), &result, NULL));
    assert_contains(ctx->fail.hint, "hotline");
    assert_fails(ctx, FAIL_NOT_FOUND,
                 month_result(ctx, month_of(2015, 2), STR("hotline"), &result, NULL));
    assert_contains(ctx->fail.message, "不施行");
}

static void two_schemes_of_a_code_in_one_month_are_refused(void **state)
{
    Ctx *ctx = *state;
    Pack pack;
    Packs *packs;
    SchemeList schemes;
    open_packs(ctx);
    Str folder = str_of(kit_folder(ctx));
    assert_ok(ctx, packs_get(ctx, STR("assess/rating"), &pack));
    assert_ok(ctx, folder_make(ctx, path_join(ctx->arena, folder, STR("assess"))));
    assert_ok(ctx, file_write(ctx, path_join(ctx->arena, folder, STR("assess/rating-2024.yaml")),
                              pack.text));
    assert_ok(ctx, packs_open(ctx, folder, &packs));
    ctx->packs = packs;
    assert_fails(ctx, FAIL_CONFLICT, schemes_load(ctx, &schemes));
    assert_contains(ctx->fail.message, "rating-2024.yaml");
}

/* ---- other months ----------------------------------------------------------------------- */

static void the_history_knows_last_month_last_year_and_gaps(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put_in(ctx, "hotline-items", month_of(2022, 2), "unit,on_time\n赤岗街,10\n");
        put_in(ctx, "hotline-items", month_of(2022, 11), "unit,on_time\n赤岗街,11\n");
        put_in(ctx, "hotline-items", month_of(2023, 1), "unit,on_time\n赤岗街,12\n海幢街,15\n");
        put_in(ctx, "rating", month_of(2022, 12), "unit,good_rate_pct\n赤岗街,99\n");
        put(ctx, "hotline-items", "unit,on_time\n赤岗街,13\n南洲街,12\n");
        ScoreHistory history;
        int64_t unit = unit_id_of(ctx, "赤岗街");
        assert_ok(ctx, score_history_read(ctx, FEBRUARY, STR("hotline"), &history));
        assert_int_equal(score_history_total(&history, 0, unit).rounded.millionths,
                         98 * DECIMAL_ONE);
        assert_int_equal(score_history_total(&history, 1, unit).rounded.millionths,
                         97 * DECIMAL_ONE);
        assert_int_equal(score_history_rank(&history, 1, unit), 2);
        assert_int_equal(score_history_total(&history, 3, unit).rounded.millionths,
                         96 * DECIMAL_ONE);
        assert_int_equal(score_history_total(&history, 12, unit).rounded.millionths,
                         95 * DECIMAL_ONE);
        assert_null(history.months[2]); /* figures of another scheme only */
        assert_null(history.months[4]);
        unit = unit_id_of(ctx, "南洲街");
        assert_false(score_history_total(&history, 1, unit).present);
        assert_int_equal(score_history_rank(&history, 1, unit), 0);
    }
}

static void months_before_the_scheme_are_no_failure(void **state)
{
    Ctx *ctx = *state;
    ScoreHistory history;
    open_district(ctx);
    put_in(ctx, "hotline-items", month_of(2015, 12), "unit,on_time\n赤岗街,10\n");
    put_in(ctx, "hotline-items", month_of(2016, 1), "unit,on_time\n赤岗街,11\n");
    assert_ok(ctx, score_history_read(ctx, month_of(2016, 1), STR("hotline"), &history));
    assert_non_null(history.months[0]);
    assert_null(history.months[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_published_month_comes_out_as_published),
        KIT_TEST(the_demo_district_is_that_month),
        KIT_TEST(missing_items_have_full_marks_and_missing_extras_none),
        KIT_TEST(equals_share_a_rank_and_the_next_is_skipped),
        KIT_TEST(groups_are_ranked_by_themselves),
        KIT_TEST(a_unit_without_a_figure_is_not_listed_and_zero_is_a_figure),
        KIT_TEST(a_rating_is_measured_by_the_best_of_its_own_group),
        KIT_TEST(a_rating_without_business_is_empty),
        KIT_TEST(a_lost_column_of_active_rates_counts_as_a_hundred),
        KIT_TEST(ratios_need_a_divisor),
        KIT_TEST(efficiency_takes_a_lost_active_rate_for_a_hundred_too),
        KIT_TEST(a_figure_with_more_decimals_than_its_column_is_shown_as_given),
        KIT_TEST(a_correction_leaves_units_in_the_order_of_the_first_file),
        KIT_TEST(what_is_not_there_is_told_with_a_way_on),
        KIT_TEST(two_schemes_of_a_code_in_one_month_are_refused),
        KIT_TEST(the_history_knows_last_month_last_year_and_gaps),
        KIT_TEST(months_before_the_scheme_are_no_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
