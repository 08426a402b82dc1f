/* The life of a month, its versions, and that a frozen one stays as it was. */
#include "district_kit.h"

#include "domain/assessment/score_table.h"

#define JANUARY month_of(2023, 1)
#define FIGURES "unit,on_time,pass\n赤岗街,15,19.5\n海幢街,14,18\n"

static MonthState freeze(Ctx *ctx)
{
    MonthState month;
    assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
    return month;
}

static MonthState reopen(Ctx *ctx)
{
    MonthState month;
    assert_ok(ctx, month_reopen(ctx, FEBRUARY, STR(" 更正赤岗街 "), &month));
    return month;
}

static MonthVersionList versions_of(Ctx *ctx)
{
    MonthVersionList versions = {0};
    assert_ok(ctx, month_versions_read(ctx, FEBRUARY, &versions));
    return versions;
}

static Str scores_of(Ctx *ctx)
{
    MonthResult result;
    Buf text = buf_create(ctx->arena, MIB);
    assert_ok(ctx, month_result(ctx, FEBRUARY, STR("hotline"), &result, NULL));
    score_table_print(ctx, &result, STR(""), SCORE_FORMAT_CSV, &text);
    return str_copy(ctx->arena, buf_str(&text));
}

/* ---- states ----------------------------------------------------------------------------- */

static void a_month_begins_with_its_first_figure(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        bool known;
        assert_ok(ctx, month_read(ctx, FEBRUARY, &month, &known));
        assert_false(known);
        assert_str(month.state, "draft");
        put(ctx, "hotline-items", FIGURES);
        assert_ok(ctx, month_read(ctx, FEBRUARY, &month, &known));
        assert_true(known);
        assert_str(month.state, "draft");
        assert_int_equal(month.version, 0);
    }
}

static void months_are_listed_newest_first(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthStateList months = {0};
        put_in(ctx, "hotline-items", JANUARY, FIGURES);
        put(ctx, "hotline-items", FIGURES);
        put_in(ctx, "hotline-items", month_of(2022, 12), FIGURES);
        assert_ok(ctx, months_read(ctx, &months));
        assert_int_equal(months.count, 3);
        assert_int_equal(months.at[0].period.months, FEBRUARY.months);
        assert_int_equal(months.at[2].period.months, month_of(2022, 12).months);
    }
}

static void a_month_goes_from_draft_to_frozen_to_published(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put(ctx, "hotline-items", FIGURES);
        assert_fails(ctx, FAIL_STATE, month_publish(ctx, FEBRUARY, STR(""), &month));
        assert_contains(ctx->fail.hint, "tongban freeze 2023-02");
        month = freeze(ctx);
        assert_str(month.state, "frozen");
        assert_int_equal(month.version, 1);
        assert_fails(ctx, FAIL_STATE, month_freeze(ctx, FEBRUARY, &month));
        assert_ok(ctx, month_publish(ctx, FEBRUARY, STR(""), &month));
        assert_str(month.state, "published");
        assert_fails(ctx, FAIL_STATE, month_publish(ctx, FEBRUARY, STR(""), &month));
        assert_contains(ctx->fail.hint, "reopen");
    }
}

static void a_month_without_figures_cannot_be_frozen(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        ImportRecord record;
        assert_fails(ctx, FAIL_NOT_FOUND, month_freeze(ctx, FEBRUARY, &month));
        assert_contains(ctx->fail.hint, "tongban import");
        assert_ok(ctx, import_undo(ctx, put(ctx, "hotline-items", FIGURES), &record));
        assert_fails(ctx, FAIL_STATE, month_freeze(ctx, FEBRUARY, &month));
    }
}

static void reopening_needs_a_reason_and_something_to_reopen(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put(ctx, "hotline-items", FIGURES);
        assert_fails(ctx, FAIL_STATE, month_reopen(ctx, FEBRUARY, STR("错"), &month));
        freeze(ctx);
        assert_fails(ctx, FAIL_INVALID, month_reopen(ctx, FEBRUARY, STR(" 　"), &month));
        assert_str(ctx->fail.place.field, "reason");
        month = reopen(ctx);
        assert_str(month.state, "draft");
        assert_int_equal(month.version, 1);
    }
}

static void figures_that_disagree_cannot_be_frozen(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put(ctx, "district", "code,value\nHZ23-013,6\n");
        put(ctx, "low-efficiency", "unit,kind,count\n赤岗街,重复退回,5\n");
        assert_fails(ctx, FAIL_INVALID, month_freeze(ctx, FEBRUARY, &month));
        assert_contains(ctx->fail.detail, "HZ23-013");
        put(ctx, "low-efficiency", "unit,kind,count\n海幢街,重复退回,1\n");
        freeze(ctx);
    }
}

static void parts_of_a_district_figure_must_add_up(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put(ctx, "district",
            "code,value\nHZ23-001,21\nHZ23-002,1\nHZ23-003,2\nHZ23-004,3\nHZ23-005,4\nHZ23-006,"
            "5\n");
        /* One part is missing still, so nothing can be said. */
        freeze(ctx);
        reopen(ctx);
        put(ctx, "district", "code,value\nHZ23-007,7\n");
        assert_fails(ctx, FAIL_INVALID, month_freeze(ctx, FEBRUARY, &month));
        put(ctx, "district", "code,value\nHZ23-007,6\n");
        freeze(ctx);
    }
}

static void counts_of_the_whole_district_are_the_sum_of_the_units(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put(ctx, "rating",
            "unit,cases_accepted,good_rate_pct\n赤岗街,10,99\n海幢街,5,98\n全区,16,12\n");
        assert_fails(ctx, FAIL_INVALID, month_freeze(ctx, FEBRUARY, &month));
        assert_contains(ctx->fail.detail, "受理量");
        /* Rates are the district's own and never averaged. */
        put(ctx, "rating", "unit,cases_accepted\n全区,15\n");
        freeze(ctx);
    }
}

static void the_whole_district_of_a_table_of_streets_is_the_streets(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put(ctx, "rating", "unit,cases_accepted\n赤岗街,10\n海幢街,5\n全区,15\n");
        put(ctx, "rating", "unit,cases_accepted\n区教育局,7\n");
        freeze(ctx);
        reopen(ctx);
        put(ctx, "rating", "unit,cases_accepted\n全区,22\n");
        freeze(ctx);
        reopen(ctx);
        put(ctx, "rating", "unit,cases_accepted\n全区,16\n");
        assert_fails(ctx, FAIL_INVALID, month_freeze(ctx, FEBRUARY, &month));
    }
}

static void a_failing_statement_leaves_the_month_a_draft(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", FIGURES);
        bool frozen = false;
        size_t n = 1;
        for (; !frozen; n++) {
            MonthState month;
            bool known;
            db_refuse_nth(ctx->db, n);
            frozen = month_freeze(ctx, FEBRUARY, &month);
            db_refuse_nth(ctx->db, 0);
            assert_ok(ctx, month_read(ctx, FEBRUARY, &month, &known));
            assert_str(month.state, frozen ? "frozen" : "draft");
            assert_int_equal(versions_of(ctx).count, frozen ? 1 : 0);
        }
        assert_true(n > 10);
    }
}

/* ---- versions --------------------------------------------------------------------------- */

static void a_version_tells_its_life(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put(ctx, "hotline-items", FIGURES);
        freeze(ctx);
        assert_ok(ctx, month_publish(ctx, FEBRUARY, STR(""), &month));
        assert_str(versions_of(ctx).at[0].state, "published");
        reopen(ctx);
        MonthVersion version = versions_of(ctx).at[0];
        assert_str(version.state, "reopened");
        assert_str(version.reason, "更正赤岗街");
        assert_str(version.actor, "本机操作员");
        assert_true(version.has_published_at);
        assert_true(version.has_reopened_at);
        assert_int_equal(version.digest.len, 64);
    }
}

static void the_next_version_lists_what_changed(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthChangeList changes = {0};
        put(ctx, "hotline-items", FIGURES);
        freeze(ctx);
        reopen(ctx);
        put(ctx, "hotline-items", "unit,on_time,pass,quality\n赤岗街,,19.9,1\n");
        assert_ok(ctx, month_changes_since_version(ctx, FEBRUARY, &changes));
        assert_int_equal(changes.count, 3);
        assert_int_equal(freeze(ctx).version, 2);
        MonthVersionList versions = versions_of(ctx);
        assert_int_equal(versions.count, 2);
        assert_int_equal(versions.at[0].version, 2);
        assert_int_equal(versions.at[0].changes.count, 3);
        assert_int_equal(versions.at[1].changes.count, 0);
        LIST_EACH (const MonthChange, change, &versions.at[0].changes) {
            assert_str(change->unit, "赤岗街");
            if (str_equal_c(change->column, "办理通过率")) {
                assert_str(change->before, "19.5");
                assert_str(change->after, "19.9");
            } else if (str_equal_c(change->column, "按时办理率")) {
                assert_str(change->after, "");
            } else {
                assert_str(change->column, "办理质量");
                assert_str(change->before, "");
            }
        }
        assert_ok(ctx, month_changes_since_version(ctx, FEBRUARY, &changes));
        assert_int_equal(changes.count, 0);
    }
}

static void the_same_data_frozen_again_have_the_same_digest(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", FIGURES);
        freeze(ctx);
        reopen(ctx);
        put(ctx, "hotline-items", "unit,pass\n赤岗街,1\n");
        put(ctx, "hotline-items", "unit,pass\n赤岗街,19.5\n");
        freeze(ctx);
        reopen(ctx);
        put(ctx, "hotline-items", "unit,pass\n赤岗街,19.51\n");
        freeze(ctx);
        MonthVersionList versions = versions_of(ctx);
        assert_true(str_equal(versions.at[1].digest, versions.at[2].digest));
        assert_false(str_equal(versions.at[0].digest, versions.at[1].digest));
    }
}

/* ---- a frozen month stays as it was ----------------------------------------------------- */

/* Packs in which the rules of the build are no longer the same. */
static void change_the_rules(Ctx *ctx)
{
    Pack pack;
    Packs *packs;
    Str folder = str_of(kit_folder(ctx));
    Str rules = path_join(ctx->arena, folder, STR("assess"));
    assert_ok(ctx, packs_get(ctx, STR("assess/hotline"), &pack));
    size_t at = str_find(pack.text, STR("places: 2, at: total"));
    assert_true(at != STR_NONE);
    Str text = str_format(ctx->arena, "%.*splaces: 1, at: total%.*s",
                          STRF(str_slice(pack.text, 0, at)), STRF(str_after(pack.text, at + 20)));
    assert_ok(ctx, folder_make(ctx, rules));
    assert_ok(ctx, file_write(ctx, path_join(ctx->arena, rules, STR("hotline.yaml")), text));
    assert_ok(ctx, packs_open(ctx, folder, &packs));
    ctx->packs = packs;
}

static void new_rules_do_not_reach_a_frozen_month(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", FIGURES);
        freeze(ctx);
        Str before = scores_of(ctx);
        change_the_rules(ctx);
        assert_true(str_equal(scores_of(ctx), before));
        reopen(ctx);
        assert_false(str_equal(scores_of(ctx), before));
    }
}

static void a_scheme_added_later_does_not_reach_a_frozen_month(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        Pack pack;
        Packs *packs;
        MonthResult result;
        bool any;
        put(ctx, "hotline-items", FIGURES);
        freeze(ctx);
        Str folder = str_of(kit_folder(ctx));
        assert_ok(ctx, packs_get(ctx, STR("assess/hotline"), &pack));
        Str text = str_format(ctx->arena, "scheme: second\n%.*s",
                              STRF(str_after(pack.text, str_find(pack.text, STR("name: ")))));
        assert_ok(ctx, folder_make(ctx, path_join(ctx->arena, folder, STR("assess"))));
        assert_ok(ctx,
                  file_write(ctx, path_join(ctx->arena, folder, STR("assess/second.yaml")), text));
        assert_ok(ctx, packs_open(ctx, folder, &packs));
        ctx->packs = packs;
        assert_fails(ctx, FAIL_NOT_FOUND,
                     month_result(ctx, FEBRUARY, STR("second"), &result, &any));
        reopen(ctx);
        assert_ok(ctx, month_result(ctx, FEBRUARY, STR("second"), &result, &any));
        assert_true(any);
    }
}

static void a_renaming_does_not_reach_a_frozen_month(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", FIGURES);
        freeze(ctx);
        Str before = scores_of(ctx);
        import_units(ctx, "unit,kind,former_name\n海幢新街,street,海幢街\n赤岗街,department,\n");
        assert_true(str_equal(scores_of(ctx), before));
        reopen(ctx);
        assert_contains(scores_of(ctx), "海幢新街");
    }
}

/* ---- units that change ---------------------------------------------------------------------- */

static Date day_of(const char *text)
{
    Date date;
    assert_true(date_parse(str_of(text), &date));
    return date;
}

static void a_month_shows_the_names_of_its_last_day(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", FIGURES);
        put_in(ctx, "hotline-items", month_of(2023, 4), FIGURES);
        assert_ok(ctx, unit_rename(ctx, unit_id_of(ctx, "海幢街"), STR("海幢新街"),
                                   day_of("2023-03-15"), STR("更名")));
        assert_contains(scores_of(ctx), "海幢街");
        MonthResult april;
        Buf text = buf_create(ctx->arena, MIB);
        assert_ok(ctx, month_result(ctx, month_of(2023, 4), STR("hotline"), &april, NULL));
        score_table_print(ctx, &april, STR(""), SCORE_FORMAT_CSV, &text);
        assert_contains(buf_str(&text), "海幢新街");
        /* What is frozen keeps its name, whatever is found out afterwards. */
        freeze(ctx);
        assert_ok(ctx, unit_rename(ctx, unit_id_of(ctx, "赤岗街"), STR("赤岗新街"),
                                   day_of("2023-01-15"), STR("更名")));
        assert_contains(scores_of(ctx), "赤岗街");
        reopen(ctx);
        assert_contains(scores_of(ctx), "赤岗新街");
        assert_contains(scores_of(ctx), "海幢街");
    }
}

static void figures_come_in_under_the_names_of_their_time(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        assert_ok(ctx, unit_rename(ctx, unit_id_of(ctx, "海幢街"), STR("海幢新街"),
                                   day_of("2023-03-15"), STR("更名")));
        put(ctx, "hotline-items", FIGURES);
        put_in(ctx, "hotline-items", month_of(2023, 3), FIGURES);
        IntakePlan plan = plan_of(ctx, "hotline-items", month_of(2023, 4), STR(FIGURES));
        assert_int_equal(plan.wrong_rows, 1);
        assert_contains(plan.problems.at[0].hint, "海幢新街");
    }
}

static void a_merged_unit_is_listed_up_to_its_end(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        int64_t late = 0;
        put(ctx, "hotline-items", FIGURES);
        late = put_in(ctx, "hotline-items", month_of(2023, 4), FIGURES);
        assert_ok(ctx, unit_merge(ctx, unit_id_of(ctx, "海幢街"), unit_id_of(ctx, "赤岗街"),
                                  day_of("2023-03-15"), STR("撤并")));
        assert_contains(scores_of(ctx), "海幢街");
        freeze(ctx);
        assert_contains(scores_of(ctx), "海幢街");
        MonthResult april;
        assert_ok(ctx, month_result(ctx, month_of(2023, 4), STR("hotline"), &april, NULL));
        assert_int_equal(april.result.listed, 1);
        /* Its figures must not vanish unseen. */
        assert_fails(ctx, FAIL_INVALID, month_freeze(ctx, month_of(2023, 4), &month));
        assert_contains(ctx->fail.message, "已于2023年3月15日并入「赤岗街」");
        assert_contains(ctx->fail.hint, "导入2号");
        assert_int_equal(late, 2);
        IntakePlan plan = plan_of(ctx, "hotline-items", month_of(2023, 4), STR(FIGURES));
        assert_int_equal(plan.wrong_rows, 1);
        assert_contains(plan.problems.at[0].hint, "已于2023年3月15日并入「赤岗街」");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_month_begins_with_its_first_figure),
        KIT_TEST(months_are_listed_newest_first),
        KIT_TEST(a_month_goes_from_draft_to_frozen_to_published),
        KIT_TEST(a_month_without_figures_cannot_be_frozen),
        KIT_TEST(reopening_needs_a_reason_and_something_to_reopen),
        KIT_TEST(figures_that_disagree_cannot_be_frozen),
        KIT_TEST(parts_of_a_district_figure_must_add_up),
        KIT_TEST(counts_of_the_whole_district_are_the_sum_of_the_units),
        KIT_TEST(the_whole_district_of_a_table_of_streets_is_the_streets),
        KIT_TEST(a_failing_statement_leaves_the_month_a_draft),
        KIT_TEST(a_version_tells_its_life),
        KIT_TEST(the_next_version_lists_what_changed),
        KIT_TEST(the_same_data_frozen_again_have_the_same_digest),
        KIT_TEST(new_rules_do_not_reach_a_frozen_month),
        KIT_TEST(a_scheme_added_later_does_not_reach_a_frozen_month),
        KIT_TEST(a_renaming_does_not_reach_a_frozen_month),
        KIT_TEST(a_month_shows_the_names_of_its_last_day),
        KIT_TEST(figures_come_in_under_the_names_of_their_time),
        KIT_TEST(a_merged_unit_is_listed_up_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
