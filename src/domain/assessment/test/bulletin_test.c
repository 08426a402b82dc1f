/* The bulletin of a month, seen as the text of its page. */
#include "district_kit.h"

#include "domain/assessment/bulletin.h"
#include "domain/assessment/district.h"

#define JANUARY month_of(2023, 1)

static Str page_of(Ctx *ctx)
{
    BulletinHead head;
    Document document;
    Str bytes;
    assert_ok(ctx, bulletin_find(ctx, FEBRUARY, STR(""), &head));
    assert_ok(ctx, bulletin_build(ctx, FEBRUARY, &head, &document));
    assert_ok(ctx, write_html(ctx, &document, &bytes));
    return bytes;
}

static void a_month_without_figures_has_no_bulletin(void **state)
{
    Ctx *ctx = *state;
    BulletinHead head;
    open_district(ctx);
    assert_fails(ctx, FAIL_NOT_FOUND, bulletin_find(ctx, FEBRUARY, STR(""), &head));
    assert_contains(ctx->fail.hint, "tongban import");
}

static void a_draft_says_so_and_a_frozen_month_does_not(void **state)
{
    Ctx *ctx = *state;
    MonthState month;
    open_district(ctx);
    put(ctx, "hotline-items", "unit,on_time\n赤岗街,15\n海幢街,14\n");
    assert_contains(page_of(ctx), "草稿");
    assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
    assert_false(str_contains(page_of(ctx), STR("草稿")));
}

static void a_frozen_month_gives_the_same_bytes_whatever_changes_after(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        put_in(ctx, "hotline-items", JANUARY, "unit,on_time\n赤岗街,13\n海幢街,14\n");
        put(ctx, "hotline-items", "unit,on_time\n赤岗街,15\n海幢街,14\n");
        put(ctx, "low-efficiency", "unit,kind,count\n赤岗街,重复退回,1\n");
        assert_ok(ctx, month_freeze(ctx, JANUARY, &month));
        assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
        Str before = page_of(ctx);
        assert_contains(before, "环比上升1.00分");
        import_units(ctx, "unit,kind,former_name\n赤岗新街,street,赤岗街\n江海街,street,\n");
        District district = {.name = STR("新区")};
        assert_ok(ctx, district_write(ctx, &district));
        assert_ok(ctx, month_reopen(ctx, JANUARY, STR("更正"), &month));
        assert_true(str_equal(page_of(ctx), before));
        put_in(ctx, "hotline-items", JANUARY, "unit,on_time\n赤岗街,10\n");
        assert_ok(ctx, month_freeze(ctx, JANUARY, &month));
        assert_true(str_equal(page_of(ctx), before));
        assert_ok(ctx, month_reopen(ctx, FEBRUARY, STR("重算环比"), &month));
        assert_contains(page_of(ctx), "环比上升2.50分");
    }
}

static void a_frozen_month_is_compared_with_frozen_months_only(void **state)
{
    Ctx *ctx = *state;
    MonthState month;
    open_district(ctx);
    put_in(ctx, "hotline-items", JANUARY, "unit,on_time\n赤岗街,13\n");
    put(ctx, "hotline-items", "unit,on_time\n赤岗街,15\n");
    assert_contains(page_of(ctx), "环比");
    assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
    assert_false(str_contains(page_of(ctx), STR("环比")));
}

static void figures_with_more_decimals_than_their_column_are_printed_as_given(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "rating",
        "unit,active_rate_pct,active_to_cases_pct,good_rate_pct\n"
        "赤岗街,99.955,200.1234,100\n海幢街,100,100,99.5\n");
    put(ctx, "hotline-items", "unit,pass\n赤岗街,19.1234\n");
    assert_contains(page_of(ctx), "99.955");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_month_without_figures_has_no_bulletin),
        KIT_TEST(a_draft_says_so_and_a_frozen_month_does_not),
        KIT_TEST(a_frozen_month_gives_the_same_bytes_whatever_changes_after),
        KIT_TEST(a_frozen_month_is_compared_with_frozen_months_only),
        KIT_TEST(figures_with_more_decimals_than_their_column_are_printed_as_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
