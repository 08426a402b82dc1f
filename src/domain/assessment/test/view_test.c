/* What the pages are given. */
#include "district_kit.h"

#include "domain/assessment/district.h"
#include "domain/assessment/district_view.h"
#include "domain/assessment/intake_view.h"
#include "domain/assessment/month_view.h"
#include "domain/assessment/scheme_view.h"
#include "domain/assessment/scores_view.h"
#include "port/json.h"

#define JANUARY month_of(2023, 1)

static ScoresView scores(Ctx *ctx, const char *scheme, const char *group)
{
    ScoresView view;
    assert_ok(ctx, scores_view(ctx, FEBRUARY, str_of(scheme), str_of(group), &view));
    return view;
}

static const ScoreRowView *row_of(const ScoresView *view, const char *unit)
{
    LIST_EACH (const ScoreGroupView, group, &view->groups)
        LIST_EACH (const ScoreRowView, row, &group->rows)
            if (str_equal_c(row->unit, unit))
                return row;
    return NULL;
}

static const ItemView *item_of(const ScoreRowView *row, const char *code)
{
    LIST_EACH (const ItemView, item, &row->items)
        if (str_equal_c(item->code, code))
            return item;
    return NULL;
}

static Str json_of(Ctx *ctx, const Shape *shape, const void *view)
{
    Buf text = buf_create(ctx->arena, 8 * MIB);
    JsonWriter json = json_writer(&text);
    json_shape(&json, shape, view);
    return buf_str(&text);
}

/* ---- scores ----------------------------------------------------------------------------- */

static void two_months(Ctx *ctx)
{
    put_in(ctx, "hotline-items", JANUARY, "unit,on_time\n赤岗街,15\n海幢街,14\n南洲街,13\n");
    put(ctx, "hotline-items",
        "unit,on_time,quality,efficiency\n海幢街,15,1,\n赤岗街,14.5,,-0.5\n南石头街,15,1,0\n");
}

static void movement_is_the_places_gained_since_last_month(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        two_months(ctx);
        ScoresView view = scores(ctx, "hotline", "");
        const ScoreRowView *row = row_of(&view, "海幢街");
        assert_int_equal(row->rank, 1);
        assert_true(row->tied);
        assert_int_equal(row->rank_before, 2);
        assert_int_equal(row->movement, 1);
        assert_str(row->total, "101.00");
        assert_str(row->total_before, "99.00");
        assert_str(row->change, "2.00");
        row = row_of(&view, "赤岗街");
        assert_int_equal(row->rank, 3);
        assert_int_equal(row->movement, -2);
        assert_str(row->change, "-1.00");
        row = row_of(&view, "南石头街");
        assert_false(row->has_movement);
        assert_str(row->change, "");
        assert_null(row_of(&view, "南洲街"));
    }
}

static void last_year_is_the_same_month_and_not_last_month(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put_in(ctx, "hotline-items", month_of(2022, 2), "unit,on_time\n赤岗街,5\n");
    put(ctx, "hotline-items", "unit,on_time\n赤岗街,15\n");
    ScoresView view = scores(ctx, "hotline", "");
    const ScoreRowView *row = row_of(&view, "赤岗街");
    assert_str(row->total_last_year, "90.00");
    assert_str(row->change_last_year, "10.00");
    assert_str(row->total_before, "");
    assert_int_equal(row->trend.count, 1); /* a year ago is before the twelve months */
}

static void a_trend_begins_where_the_unit_does_and_keeps_gaps(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put_in(ctx, "hotline-items", month_of(2022, 11), "unit,on_time\n赤岗街,11\n海幢街,15\n");
    put(ctx, "hotline-items", "unit,on_time\n赤岗街,13\n");
    ScoresView view = scores(ctx, "hotline", "");
    TrendViewList trend = row_of(&view, "赤岗街")->trend;
    assert_int_equal(trend.count, 4);
    assert_int_equal(trend.at[0].period.months, month_of(2022, 11).months);
    assert_str(trend.at[0].total, "96.00");
    assert_str(trend.at[1].total, "");
    assert_str(trend.at[3].total, "98.00");
}

static void items_carry_full_marks_deductions_and_flags(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    two_months(ctx);
    ScoresView view = scores(ctx, "hotline", "");
    const ScoreRowView *row = row_of(&view, "赤岗街");
    assert_int_equal(row->items.count, 13);
    assert_str(item_of(row, "on_time")->value, "14.50");
    assert_str(item_of(row, "on_time")->full, "15");
    assert_str(item_of(row, "on_time")->deduction, "0.50");
    assert_str(item_of(row, "efficiency")->deduction, "0.50");
    assert_str(item_of(row, "quality")->deduction, "");
    assert_str(item_of(row, "pass")->flags.at[0], "filled");
    assert_str(item_of(row, "pass")->note, "按满分计");
}

static void means_are_over_the_units_that_have_a_value(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "efficiency",
        "unit,cases_total,cases_online\n区教育局,3,1\n区财政局,0,0\n赤岗街,4,1\n");
    ScoresView view = scores(ctx, "efficiency", "department");
    assert_int_equal(view.groups.count, 1);
    LIST_EACH (const MeanView, mean, &view.groups.at[0].mean) {
        bool online = str_equal_c(mean->code, "online_pct");
        assert_str(mean->value, online ? "33.33" : "");
    }
    assert_str(view.groups.at[0].mean_total, "");
    two_months(ctx);
    view = scores(ctx, "hotline", "street");
    assert_str(view.groups.at[0].mean_total, "100.33"); /* (101 + 101 + 99) / 3 */
}

static void a_zero_divisor_and_a_missed_target_are_flagged(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "efficiency", "unit,cases_total,cases_online\n区教育局,100,39\n区财政局,0,0\n");
    ScoresView view = scores(ctx, "efficiency", "");
    const ItemView *item = item_of(row_of(&view, "区教育局"), "online_pct");
    assert_str(item->flags.at[0], "below_target");
    item = item_of(row_of(&view, "区财政局"), "online_pct");
    assert_str(item->flags.at[0], "divided_by_zero");
    assert_str(item->value, "");
    const IndicatorView *indicator = &view.groups.at[0].indicators.at[1];
    assert_str(indicator->code, "online_pct");
    assert_str(indicator->target, "40");
    assert_str(indicator->section, "ratio");
}

static void a_listed_figure_is_shown_as_given_and_no_score(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating",
        "unit,active_rate_pct,active_to_cases_pct,good_rate_pct\n赤岗街,99.955,1,1\n"
        "海幢街,,1,1\n");
    ScoresView view = scores(ctx, "rating", "");
    assert_false(view.scheme.ranked);
    assert_true(view.groups.at[0].indicators.at[0].is_input);
    assert_str(item_of(row_of(&view, "赤岗街"), "active_rate_pct")->value, "99.955");
    assert_contains(item_of(row_of(&view, "海幢街"), "active_rate_pct")->note, "按100%计");
    assert_false(row_of(&view, "赤岗街")->has_rank);
    assert_str(row_of(&view, "赤岗街")->rank_note, "");
}

static void an_unknown_group_is_refused(void **state)
{
    Ctx *ctx = *state;
    ScoresView view;
    open_district(ctx);
    two_months(ctx);
    assert_fails(ctx, FAIL_INVALID,
                 scores_view(ctx, FEBRUARY, STR("hotline"), STR("village"), &view));
    assert_int_equal(scores(ctx, "hotline", "部门").groups.count, 0);
}

static void what_is_absent_is_null_in_json(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "efficiency", "unit,instant_pct\n区教育局,95\n");
    ScoresView view = scores(ctx, "efficiency", "");
    Str json = json_of(ctx, &scores_view_shape, &view);
    assert_contains(json, "\"total_name\":null");
    assert_contains(json, "\"rank\":null");
    assert_contains(json, "{\"code\":\"instant_pct\",\"value\":\"95.00\",\"full\":null,"
                          "\"deduction\":null,\"flags\":[],\"note\":null}");
    assert_contains(json, "\"flags\":[\"missing\"]");
    assert_contains(json, "\"period\":\"2023-02\"");
}

/* ---- deductions ------------------------------------------------------------------------- */

static void deductions_stand_largest_first_without_bonus_items(void **state)
{
    Ctx *ctx = *state;
    DeductionsView view;
    open_district(ctx);
    put(ctx, "hotline-items",
        "unit,on_time,efficiency\n赤岗街,14,0\n海幢街,13,\n南洲街,14,-1\n南石头街,15,\n");
    assert_ok(ctx, deductions_view(ctx, FEBRUARY, STR("hotline"), STR("street"), &view));
    const GroupDeductions *group = &view.groups.at[0];
    assert_int_equal(group->indicators.count, 8);
    const UnitDeductionList *units = &group->indicators.at[0].units;
    /* Equal ones stand as they are listed: by rank here. */
    static const char *const order[] = {"海幢街", "赤岗街", "南洲街"};
    assert_int_equal(units->count, ARRAY_LEN(order));
    for (size_t i = 0; i < ARRAY_LEN(order); i++)
        assert_str(units->at[i].unit, order[i]);
    assert_str(units->at[0].deduction, "2.00");
    assert_str(group->indicators.at[5].code, "efficiency");
    assert_int_equal(group->indicators.at[5].units.count, 1);
}

/* ---- months ----------------------------------------------------------------------------- */

static void a_month_lists_the_schemes_it_has_figures_for(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthsView view;
        two_months(ctx);
        put(ctx, "rating", "unit,good_rate_pct\n全区,99\n");
        put(ctx, "efficiency", "unit,instant_pct\n赤岗街,99\n");
        assert_ok(ctx, months_view(ctx, &view));
        assert_int_equal(view.months.count, 2);
        const MonthView *month = &view.months.at[0];
        assert_str(month->state_name, "草稿");
        assert_int_equal(month->figures, 9);
        assert_int_equal(month->schemes.count, 2); /* 全区 alone is no unit to be scored */
        assert_str(month->schemes.at[0].code, "efficiency");
        assert_str(month->schemes.at[1].code, "hotline");
        assert_int_equal(view.months.at[1].schemes.count, 1);
    }
}

static void versions_are_shown_with_their_changes(void **state)
{
    Ctx *ctx = *state;
    MonthState month;
    VersionsView view;
    open_district(ctx);
    two_months(ctx);
    assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
    assert_ok(ctx, month_reopen(ctx, FEBRUARY, STR("更正"), &month));
    put(ctx, "hotline-items", "unit,on_time\n赤岗街,14.6\n");
    assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
    assert_ok(ctx, versions_view(ctx, FEBRUARY, &view));
    Str json = json_of(ctx, &versions_view_shape, &view);
    assert_contains(json, "\"version\":2,\"state\":\"frozen\"");
    assert_contains(json, "\"before\":\"14.5\",\"after\":\"14.6\"");
    assert_contains(json, "\"reason\":\"更正\"");
    assert_contains(json, "\"reason\":null");
}

/* ---- rules and tables ------------------------------------------------------------------- */

static void a_scheme_is_told_in_words(void **state)
{
    Ctx *ctx = *state;
    SchemeView view;
    open_packs(ctx);
    assert_ok(ctx, scheme_view(ctx, STR("hotline"), &view));
    assert_str(view.total_rule, "基础考核事项 + 附加考核-加分项 + 附加考核-减分项");
    assert_contains(view.ranking, "总分从高到低");
    assert_int_equal(view.sections.count, 3);
    assert_str(view.sections.at[1].cap, "15");
    assert_int_equal(view.indicators.count, 13);
    assert_contains(view.indicators.at[0].formula, "15 * closed_in_time / due");
    assert_str(view.indicators.at[5].formula, "");
    assert_str(view.indicators.at[0].missing, "按满分计");
    assert_ok(ctx, scheme_view(ctx, STR("efficiency"), &view));
    assert_str(view.total_rule, "不合计");
    assert_str(view.ranking, "不排名");
    assert_contains(view.indicators.at[0].formula, "materials_reduced / materials_total");
    assert_fails(ctx, FAIL_NOT_FOUND, scheme_view(ctx, STR("hotlines"), &view));
    assert_contains(ctx->fail.hint, "hotline");
}

static void all_schemes_are_listed(void **state)
{
    Ctx *ctx = *state;
    SchemesView view;
    open_packs(ctx);
    assert_ok(ctx, schemes_view(ctx, &view));
    assert_int_equal(view.schemes.count, 5);
    Str json = json_of(ctx, &schemes_view_shape, &view);
    assert_contains(json, "\"period_from\":\"2016-01\",\"period_until\":null");
}

static void tables_begin_with_their_key(void **state)
{
    Ctx *ctx = *state;
    TablesView view;
    open_packs(ctx);
    assert_ok(ctx, tables_view(ctx, &view));
    LIST_EACH (const TableView, table, &view.tables) {
        bool by_code =
            str_equal_c(table->code, "district") || str_equal_c(table->code, "self-assessment");
        assert_str(table->columns.at[0].code, by_code ? "code" : "unit");
        assert_true(table->columns.at[0].required);
        bool kinds = str_equal_c(table->code, "low-efficiency");
        assert_int_equal(table->columns.at[1].required, kinds);
    }
}

static void a_preview_tells_counts_changes_problems_and_warnings(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "low-efficiency", "unit,kind,count\n赤岗街,重复退回,1\n");
    put(ctx, "district", "code,value\nHZ23-013,1\n");
    IntakePlan plan =
        plan_of(ctx, "low-efficiency", FEBRUARY,
                STR("unit,kind,count,备注\n赤岗街,重复退回,2,\n赤港街,重复退回,1,\n"));
    IntakeView view = intake_view(ctx, &plan);
    Str json = json_of(ctx, &preview_view_shape, &view);
    assert_contains(json, "{\"table\":\"low-efficiency\",\"period\":\"2023-02\",\"rows\":2,"
                          "\"new\":0,\"changed\":1,\"same\":0,\"wrong\":1,"
                          "\"unknown_columns\":[\"备注\"]");
    assert_contains(json, "\"before\":\"1\",\"after\":\"2\"");
    assert_contains(json, "\"row\":3,\"column\":1,\"field\":\"unit\",\"value\":\"赤港街\"");
    assert_contains(json, "\"warnings\":[\"HZ23-013");
}

static void past_imports_are_listed_with_what_became_of_them(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        ImportsView view;
        ImportRecord record;
        Period january = JANUARY;
        two_months(ctx);
        assert_ok(ctx,
                  import_undo(ctx, put(ctx, "rating", "unit,good_rate_pct\n赤岗街,9\n"), &record));
        assert_ok(ctx, imports_view(ctx, NULL, &view));
        assert_int_equal(view.imports.count, 3);
        assert_true(view.imports.at[0].undone);
        assert_contains(view.imports.at[0].note, "撤销于 2023-03-01 08:00");
        assert_str(view.imports.at[1].table_name, "12345热线工单考核得分表");
        assert_ok(ctx, imports_view(ctx, &january, &view));
        assert_int_equal(view.imports.count, 1);
    }
}

/* ---- the district ----------------------------------------------------------------------- */

static void the_district_and_its_units_are_shown(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        AboutView about;
        UnitsView units;
        District district = {.name = STR("海珠区"), .demo = true, .notice = STR("演示数据。")};
        assert_ok(ctx, district_write(ctx, &district));
        assert_ok(ctx, about_view(ctx, &about));
        assert_str(about.district, "海珠区");
        assert_true(about.demo);
        assert_contains(about.notice, "演示数据。");
        import_units(ctx, "unit,kind,曾用名,更名日期\n南洲新街,street,南洲街,2023-02-01\n");
        assert_ok(ctx, units_view(ctx, &units));
        assert_int_equal(units.units.count, 7);
        const UnitView *unit = &units.units.at[5];
        assert_str(unit->name, "南洲新街");
        assert_str(unit->group_name, "街道");
        Str json = json_of(ctx, &units_view_shape, &units);
        assert_contains(json, "{\"name\":\"南洲街\",\"since\":null,\"until\":\"2023-01-31\"}");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(movement_is_the_places_gained_since_last_month),
        KIT_TEST(last_year_is_the_same_month_and_not_last_month),
        KIT_TEST(a_trend_begins_where_the_unit_does_and_keeps_gaps),
        KIT_TEST(items_carry_full_marks_deductions_and_flags),
        KIT_TEST(means_are_over_the_units_that_have_a_value),
        KIT_TEST(a_zero_divisor_and_a_missed_target_are_flagged),
        KIT_TEST(a_listed_figure_is_shown_as_given_and_no_score),
        KIT_TEST(an_unknown_group_is_refused),
        KIT_TEST(what_is_absent_is_null_in_json),
        KIT_TEST(deductions_stand_largest_first_without_bonus_items),
        KIT_TEST(a_month_lists_the_schemes_it_has_figures_for),
        KIT_TEST(versions_are_shown_with_their_changes),
        KIT_TEST(a_scheme_is_told_in_words),
        KIT_TEST(all_schemes_are_listed),
        KIT_TEST(tables_begin_with_their_key),
        KIT_TEST(a_preview_tells_counts_changes_problems_and_warnings),
        KIT_TEST(past_imports_are_listed_with_what_became_of_them),
        KIT_TEST(the_district_and_its_units_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
