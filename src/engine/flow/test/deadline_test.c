#include "engine/flow/deadline.h"

#include "engine/access/access.h"
#include "engine/calendar/calendar.h"
#include "kit/kit_database.h"
#include "port/packs.h"

static Instant moment(const char *text)
{
    Instant instant;
    if (!instant_parse(str_of(text), &instant))
        fail_msg("no moment: %s", text);
    return instant;
}

static Date day_of(const char *text)
{
    Date date;
    if (!date_parse(str_of(text), &date))
        fail_msg("no day: %s", text);
    return date;
}

static const Workdays *ready(Ctx *ctx)
{
    Packs *packs;
    const Workdays *workdays;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    actor_enter(ctx, &actor_local);
    assert_ok(ctx, workdays_read(ctx, &workdays));
    return workdays;
}

static Str printed(Ctx *ctx, const Deadline *deadline)
{
    Buf text = buf_create(ctx->arena, 64);
    if (deadline->known)
        deadline_print(&text, deadline);
    else
        buf_format(&text, "%lld", (long long)deadline->missing_year);
    return buf_str(&text);
}

static Str in_days(Ctx *ctx, const Workdays *workdays, const char *start, int64_t days)
{
    Deadline deadline = deadline_in_days(workdays, moment(start), days);
    return printed(ctx, &deadline);
}

static void the_day_of_the_start_is_not_counted(void **state)
{
    Ctx *ctx = *state;
    const Workdays *workdays = ready(ctx);
    /* Friday; Saturday the 14th is worked, then the Spring Festival to the 23rd. */
    assert_str(in_days(ctx, workdays, "2026-02-13 16:00", 1), "2026-02-14T24:00+08:00");
    assert_str(in_days(ctx, workdays, "2026-02-13 16:00", 2), "2026-02-24T24:00+08:00");
    assert_str(in_days(ctx, workdays, "2026-02-13 00:00", 2), "2026-02-24T24:00+08:00");
    /* Sunday, and the day worked before a holiday. */
    assert_str(in_days(ctx, workdays, "2026-02-15 23:59:59", 1), "2026-02-24T24:00+08:00");
    assert_str(in_days(ctx, workdays, "2026-02-14 09:00", 1), "2026-02-24T24:00+08:00");
    assert_str(in_days(ctx, workdays, "2026-03-02 09:00", 0), "2026-03-02T24:00+08:00");
}

static void the_day_is_that_of_china(void **state)
{
    Ctx *ctx = *state;
    const Workdays *workdays = ready(ctx);
    assert_str(in_days(ctx, workdays, "2026-03-02T15:59:59Z", 1), "2026-03-03T24:00+08:00");
    assert_str(in_days(ctx, workdays, "2026-03-02T16:00:00Z", 1), "2026-03-04T24:00+08:00");
}

static void a_count_that_leaves_the_years_names_the_missing_one(void **state)
{
    Ctx *ctx = *state;
    const Workdays *workdays = ready(ctx);
    assert_str(in_days(ctx, workdays, "2026-12-30 10:00", 1), "2026-12-31T24:00+08:00");
    assert_str(in_days(ctx, workdays, "2026-12-30 10:00", 2), "2027");
    assert_str(in_days(ctx, workdays, "2026-12-31 10:00", 1), "2027");
    assert_str(in_days(ctx, workdays, "2028-05-01 10:00", 1), "2028");
    assert_str(in_days(ctx, workdays, "1999-05-01 10:00", 1), "1999");
    assert_str(in_days(ctx, workdays, "2026-01-01 10:00", INT64_MAX), "2027");
    assert_str(in_days(ctx, workdays, "9999-12-31 10:00", 1), "9999");
    /* The day before the first year needs no more than that year. */
    assert_str(in_days(ctx, workdays, "2006-12-31 10:00", 1), "2007-01-04T24:00+08:00");
    Deadline deadline = deadline_in_days(workdays, moment("2026-12-31 10:00"), 3);
    SkippedDayList skipped;
    assert_fails(ctx, FAIL_MISSING,
                 deadline_explain(ctx,
                                  moment("2026-12-31"
                                         " 10:00"),
                                  &deadline, &skipped));
    assert_contains(ctx->fail.message, "缺2027年日历");
}

/* A step at a time over the calendar itself, for every start and number. */
static void it_is_the_nth_working_day_of_the_calendar(void **state)
{
    Ctx *ctx = *state;
    const Workdays *workdays = ready(ctx);
    Calendar calendar;
    assert_ok(ctx, calendar_read_statutory(ctx, &calendar));
    Date last = day_of("2026-12-31");
    for (Date start = day_of("2007-01-01"); start.days <= last.days; start.days += 3) {
        Instant at = {start.days * INT64_C(86400000)};
        int64_t counted = 0;
        Date day = start;
        while (counted < 40 && ++day.days <= last.days) {
            bool working;
            assert_ok(ctx, calendar_is_working(ctx, &calendar, day, &working));
            assert_int_equal(workdays_is_working(workdays, day), working);
            if (!working)
                continue;
            Deadline deadline = deadline_in_days(workdays, at, ++counted);
            assert_true(deadline.known);
            assert_int_equal(deadline.day.days, day.days);
            assert_int_equal(deadline.at.ms, (day.days + 1) * INT64_C(86400000) - 28800000);
            int64_t between, missing;
            assert_true(workdays_between(workdays, start, day, &between, &missing));
            assert_int_equal(between, counted);
            assert_true(workdays_between(workdays, day, start, &between, &missing));
            assert_int_equal(between, -counted);
        }
    }
}

static void days_between_need_both_years(void **state)
{
    Ctx *ctx = *state;
    const Workdays *workdays = ready(ctx);
    int64_t days, missing = 0;
    assert_false(
        workdays_between(workdays, day_of("2026-12-31"), day_of("2027-01-01"), &days, &missing));
    assert_int_equal(missing, 2027);
    assert_false(
        workdays_between(workdays, day_of("2007-01-01"), day_of("2006-12-31"), &days, &missing));
    assert_int_equal(missing, 2006);
    assert_false(workdays_is_working(workdays, day_of("2027-01-04")));
}

static const OfficeHours hours = {.opens = {540, 780}, .closes = {720, 1020}, .count = 2};

static Str in_minutes(Ctx *ctx, const Workdays *workdays, const char *start, int64_t minutes)
{
    Deadline deadline = deadline_in_minutes(workdays, &hours, moment(start), minutes);
    return printed(ctx, &deadline);
}

static void minutes_run_in_hours_of_business_alone(void **state)
{
    Ctx *ctx = *state;
    const Workdays *workdays = ready(ctx);
    assert_str(in_minutes(ctx, workdays, "2026-03-02 09:30", 30), "2026-03-02T10:00+08:00");
    assert_str(in_minutes(ctx, workdays, "2026-03-02 11:30", 30), "2026-03-02T12:00+08:00");
    assert_str(in_minutes(ctx, workdays, "2026-03-02 11:30", 31), "2026-03-02T13:01+08:00");
    assert_str(in_minutes(ctx, workdays, "2026-03-02 12:15", 60), "2026-03-02T14:00+08:00");
    assert_str(in_minutes(ctx, workdays, "2026-03-02 16:30:30", 30), "2026-03-03T09:00:30+08:00");
    assert_str(in_minutes(ctx, workdays, "2026-03-02 20:00", 30), "2026-03-03T09:30+08:00");
    /* Friday evening over a weekend; over the Spring Festival. */
    assert_str(in_minutes(ctx, workdays, "2026-03-06 16:00", 120), "2026-03-09T10:00+08:00");
    assert_str(in_minutes(ctx, workdays, "2026-02-14 16:00", 120), "2026-02-24T10:00+08:00");
    assert_str(in_minutes(ctx, workdays, "2026-12-31 16:00", 61), "2027");
    assert_str(in_minutes(ctx, workdays, "2026-03-07 10:00", 0), "2026-03-07T10:00+08:00");
}

static void the_bureaus_own_days_win(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Packs *packs;
        const Workdays *workdays;
        assert_ok(ctx, packs_open(ctx, STR(""), &packs));
        ctx->packs = packs;
        actor_enter(ctx, &actor_local);
        assert_ok(ctx, calendar_day_put(ctx,
                                        &(CalendarDay){.date = day_of("2026-03-03"),
                                                       .off = true,
                                                       .name = STR("台风停工")},
                                        STR("演示")));
        assert_ok(ctx, calendar_day_put(
                           ctx, &(CalendarDay){.date = day_of("2026-03-08"), .name = STR("加班")},
                           STR("演示")));
        /* Of a year that is not loaded: the year stays unknown. */
        assert_ok(ctx, calendar_day_put(
                           ctx, &(CalendarDay){.date = day_of("2027-01-04"), .name = STR("上班")},
                           STR("演示")));
        assert_ok(ctx, workdays_read(ctx, &workdays));
        assert_str(in_days(ctx, workdays, "2026-03-02 10:00", 1), "2026-03-04T24:00+08:00");
        assert_str(in_days(ctx, workdays, "2026-03-06 10:00", 1), "2026-03-08T24:00+08:00");
        assert_str(in_days(ctx, workdays, "2026-12-31 10:00", 1), "2027");
        Deadline deadline = deadline_in_days(workdays, moment("2026-03-02 10:00"), 4);
        SkippedDayList skipped;
        assert_ok(ctx, deadline_explain(ctx, moment("2026-03-02 10:00"), &deadline, &skipped));
        assert_int_equal(skipped.count, 2);
        assert_str(skipped.at[0].why, "台风停工");
        assert_str(skipped.at[1].why, "周六");
        assert_ok(ctx, calendar_day_remove(ctx, day_of("2026-03-03"), STR("演示")));
        assert_ok(ctx, workdays_read(ctx, &workdays));
        assert_str(in_days(ctx, workdays, "2026-03-02 10:00", 1), "2026-03-03T24:00+08:00");
    }
}

/* Years with a gap between them: what lies beyond it is never reached. */
static void a_year_missing_in_between_is_told(void **state)
{
    Ctx *ctx = *state;
    PackList years = {0};
    const Workdays *workdays;
    *LIST_ADD(ctx->arena, &years) = (Pack){
        STR("calendar/2030.yaml"), STR("2030"),
        STR("year: 2030\nsource: [演示]\ndays:\n  - {date: 2030-01-01, off: true, name: 元旦}\n")};
    *LIST_ADD(ctx->arena, &years) = (Pack){
        STR("calendar/2032.yaml"), STR("2032"),
        STR("year: 2032\nsource: [演示]\ndays:\n  - {date: 2032-01-01, off: true, name: 元旦}\n")};
    assert_ok(ctx, packs_overlay(ctx, NULL, years, &ctx->packs));
    assert_ok(ctx, workdays_read(ctx, &workdays));
    assert_str(in_days(ctx, workdays, "2030-12-30 10:00", 1), "2030-12-31T24:00+08:00");
    assert_str(in_days(ctx, workdays, "2030-12-31 10:00", 1), "2031");
    assert_str(in_days(ctx, workdays, "2031-12-31 10:00", 1), "2032-01-02T24:00+08:00");
    assert_str(in_days(ctx, workdays, "2032-12-31 10:00", 1), "2033");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_day_of_the_start_is_not_counted),
        KIT_TEST(the_day_is_that_of_china),
        KIT_TEST(a_count_that_leaves_the_years_names_the_missing_one),
        KIT_TEST(it_is_the_nth_working_day_of_the_calendar),
        KIT_TEST(days_between_need_both_years),
        KIT_TEST(minutes_run_in_hours_of_business_alone),
        KIT_TEST(the_bureaus_own_days_win),
        KIT_TEST(a_year_missing_in_between_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
