#include "engine/calendar/calendar.h"

#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "port/files.h"
#include "port/json.h"
#include "port/packs.h"

static Date day_of(int year, int month, int day)
{
    Date date;
    assert_true(date_make((CivilDate){year, month, day}, &date));
    return date;
}

static void ready(Ctx *ctx)
{
    Packs *packs;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    actor_enter(ctx, &actor_local);
}

static Calendar statutory(Ctx *ctx)
{
    Calendar calendar;
    ready(ctx);
    assert_ok(ctx, calendar_read_statutory(ctx, &calendar));
    return calendar;
}

static bool works(Ctx *ctx, const Calendar *calendar, Date date)
{
    bool working;
    assert_ok(ctx, calendar_is_working(ctx, calendar, date, &working));
    return working;
}

/* ---- the published data -------------------------------------------------------------------------
 */

typedef struct SourceDay {
    Str name;
    Date date;
    bool off;
} SourceDay;
LIST_OF(SourceDay, SourceDayList);
static const Field source_day_fields[] = {
    FIELD(SourceDay, name, "", 0),
    FIELD(SourceDay, date, "", 0),
    {.name = "isOffDay", .offset = offsetof(SourceDay, off), .kind = FIELD_BOOL},
};
static const Shape source_day_shape = SHAPE(SourceDay, source_day_fields);

typedef struct SourceYear {
    Str schema;
    Str id;
    int64_t year;
    TextList papers;
    SourceDayList days;
} SourceYear;
static const Field source_year_fields[] = {
    {.name = "$schema", .offset = offsetof(SourceYear, schema), .kind = FIELD_STR},
    {.name = "$id", .offset = offsetof(SourceYear, id), .kind = FIELD_STR},
    FIELD(SourceYear, year, "", 0),
    FIELD_TEXTS(SourceYear, papers, ""),
    FIELD_LIST(SourceYear, days, "", &source_day_shape),
};
static const Shape source_year_shape = SHAPE(SourceYear, source_year_fields);

static SourceYear read_source(Ctx *ctx, Str path)
{
    Str text;
    SourceYear year = {0};
    Problems problems = problems_create(ctx->arena);
    assert_ok(ctx, file_read(ctx, path, MIB, &text));
    assert_ok(ctx, json_to_shape(ctx, text, &source_year_shape, &problems, &year));
    return year;
}

static void assert_same_year(Ctx *ctx, const Calendar *calendar, const SourceYear *source)
{
    const CalendarYear *year = calendar_year(calendar, source->year);
    assert_non_null(year);
    assert_int_equal(year->source.count, source->papers.count);
    for (size_t i = 0; i < source->papers.count; i++)
        assert_true(str_equal(year->source.at[i], source->papers.at[i]));
    LIST_EACH (const SourceDay, expected, &source->days) {
        const CalendarDay *day = calendar_day(calendar, expected->date);
        assert_non_null(day);
        assert_int_equal(day->off, expected->off);
        assert_true(str_equal(day->name, expected->name));
        bool working;
        /* The December before the first year belongs to a year that is not there. */
        if (calendar_year(calendar, date_civil(expected->date).year)) {
            assert_ok(ctx, calendar_is_working(ctx, calendar, expected->date, &working));
            assert_int_equal(working, !expected->off);
        }
    }
}

static void every_date_of_the_published_data_is_as_it_says(void **state)
{
    Ctx *ctx = *state;
    FileNames names;
    Str folder = STR("../shared/data/calendar");
    size_t years = 0, days = 0;
    if (!folder_exists(ctx, folder)) {
        print_message("[   SKIP   ] %.*s is not there\n", STRF(folder));
        return;
    }
    Calendar calendar = statutory(ctx);
    assert_ok(ctx, file_list(ctx, folder, &names));
    LIST_EACH (const Str, name, &names) {
        if (!str_ends(*name, STR(".json")))
            continue;
        SourceYear source = read_source(ctx, path_join(ctx->arena, folder, *name));
        assert_same_year(ctx, &calendar, &source);
        years++;
        days += source.days.count;
    }
    assert_int_equal(calendar.years.count, years);
    assert_int_equal(calendar.days.count, days);
}

/* ---- what follows from it
 * ------------------------------------------------------------------------ */

static void a_day_that_nothing_names_is_worked_on_from_monday_to_friday(void **state)
{
    Ctx *ctx = *state;
    Calendar calendar = statutory(ctx);
    assert_true(works(ctx, &calendar, day_of(2023, 3, 6)));    /* Monday */
    assert_true(works(ctx, &calendar, day_of(2023, 3, 10)));   /* Friday */
    assert_false(works(ctx, &calendar, day_of(2023, 3, 11)));  /* Saturday */
    assert_false(works(ctx, &calendar, day_of(2023, 3, 12)));  /* Sunday */
    assert_true(works(ctx, &calendar, day_of(2008, 2, 29)));   /* Friday */
    assert_false(works(ctx, &calendar, day_of(2020, 11, 29))); /* Sunday */
}

static void days_of_the_december_before_stand_at_their_date(void **state)
{
    Ctx *ctx = *state;
    Calendar calendar = statutory(ctx);
    assert_true(works(ctx, &calendar, day_of(2018, 12, 29)));  /* a Saturday worked */
    assert_false(works(ctx, &calendar, day_of(2018, 12, 31))); /* a Monday off */
    assert_false(works(ctx, &calendar, day_of(2007, 12, 31)));
    assert_true(works(ctx, &calendar, day_of(2007, 12, 29)));
}

static void a_year_that_is_not_loaded_fails_and_is_named(void **state)
{
    Ctx *ctx = *state;
    Calendar calendar = statutory(ctx);
    bool working;
    assert_fails(ctx, FAIL_MISSING,
                 calendar_is_working(ctx, &calendar, day_of(2099, 5, 1), &working));
    assert_contains(ctx->fail.message, "2099年");
    assert_contains(ctx->fail.hint, "2099.yaml");
    /* 2006-12-31 is named by the notice of 2007; its year is not there all the same. */
    assert_non_null(calendar_day(&calendar, day_of(2006, 12, 31)));
    assert_fails(ctx, FAIL_MISSING,
                 calendar_is_working(ctx, &calendar, day_of(2006, 12, 31), &working));
    assert_contains(ctx->fail.message, "2006年");
}

/* ---- packs that are wrong
 * -------------------------------------------------------------------------- */

/* With one more file in the folder. */
static void with_pack(Ctx *ctx, const char *name, const char *text)
{
    PackList above = {0};
    const Packs *packs;
    ready(ctx);
    *LIST_ADD(ctx->arena, &above) =
        (Pack){.name = str_of(name), .place = str_of(name), .text = str_of(text)};
    assert_ok(ctx, packs_overlay(ctx, ctx->packs, above, &packs));
    ctx->packs = packs;
}

static void a_date_of_another_year_is_refused(void **state)
{
    Ctx *ctx = *state;
    Calendar calendar;
    with_pack(ctx, "calendar/2031.yaml",
              "year: 2031\ndays:\n  - {date: 2013-05-01, off: true, name: 劳动节}\n");
    assert_fails(ctx, FAIL_INVALID, calendar_read_statutory(ctx, &calendar));
    assert_contains(ctx->fail.message, "2013-05-01");
    assert_contains(ctx->fail.place.file, "2031.yaml");
}

static void two_files_of_one_year_are_refused(void **state)
{
    Ctx *ctx = *state;
    Calendar calendar;
    with_pack(ctx, "calendar/again.yaml",
              "year: 2023\ndays:\n  - {date: 2023-05-01, off: true, name: 劳动节}\n");
    assert_fails(ctx, FAIL_INVALID, calendar_read_statutory(ctx, &calendar));
    assert_contains(ctx->fail.message, "2023年");
}

static void neighbours_that_contradict_are_refused(void **state)
{
    Ctx *ctx = *state;
    Calendar calendar;
    /* 2026-12-31 off by its own year, worked by the next. */
    with_pack(ctx, "calendar/2026.yaml",
              "year: 2026\ndays:\n  - {date: 2026-12-31, off: true, name: 元旦}\n");
    PackList above = {0};
    *LIST_ADD(ctx->arena, &above) =
        (Pack){.name = STR("calendar/2027.yaml"),
               .place = STR("calendar/2027.yaml"),
               .text = STR("year: 2027\ndays:\n  - {date: 2026-12-31, off: false, name: 元旦}\n")};
    assert_ok(ctx, packs_overlay(ctx, ctx->packs, above, &ctx->packs));
    assert_fails(ctx, FAIL_INVALID, calendar_read_statutory(ctx, &calendar));
    assert_contains(ctx->fail.message, "2026-12-31");
}

/* ---- the bureau's own days
 * --------------------------------------------------------------------------- */

static Calendar calendar_of(Ctx *ctx)
{
    Calendar calendar;
    assert_ok(ctx, calendar_read(ctx, &calendar));
    return calendar;
}

static void an_own_day_wins_and_goes_again(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Date holiday = day_of(2023, 5, 1), workday = day_of(2023, 9, 1);
        ready(ctx);
        assert_ok(ctx,
                  calendar_day_put(
                      ctx, &(CalendarDay){.date = workday, .off = true, .name = STR("台风停工")},
                      STR("防指通告")));
        assert_ok(ctx, calendar_day_put(
                           ctx, &(CalendarDay){.date = holiday, .off = false, .name = STR("值班")},
                           STR("本局通知")));
        Calendar calendar = calendar_of(ctx);
        assert_false(works(ctx, &calendar, workday));
        assert_true(works(ctx, &calendar, holiday));
        assert_true(calendar_day(&calendar, workday)->own);
        assert_str(calendar_day(&calendar, workday)->note, "防指通告");
        assert_ok(ctx, calendar_day_remove(ctx, holiday, STR("误设")));
        assert_ok(ctx, calendar_day_remove(ctx, workday, STR("误设")));
        calendar = calendar_of(ctx);
        assert_true(works(ctx, &calendar, workday));
        assert_false(works(ctx, &calendar, holiday));
        assert_false(calendar_day(&calendar, holiday)->own);
    }
}

static void own_days_put_again_are_replaced_and_audited(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        CalendarDay day = {.date = day_of(2023, 9, 1), .off = true, .name = STR("停工")};
        AuditEntryList entries = {0};
        int64_t total;
        ready(ctx);
        assert_ok(ctx, calendar_day_put(ctx, &day, STR("一")));
        day.off = false;
        assert_ok(ctx, calendar_day_put(ctx, &day, STR("二")));
        Calendar calendar = calendar_of(ctx);
        assert_true(works(ctx, &calendar, day.date));
        assert_ok(ctx, audit_read(ctx, &(AuditQuery){.object = STR("calendar_day"), .page = 1},
                                  &entries, &total));
        assert_int_equal(total, 2);
        assert_str(entries.at[0].why, "二");
        assert_str(entries.at[0].title, "2023-09-01");
        bool told = false;
        LIST_EACH (const AuditChange, change, &entries.at[0].changes)
            if (str_equal_c(change->field, "off"))
                told = str_equal_c(change->before, "是") && str_equal_c(change->after, "否");
        assert_true(told);
    }
}

static void a_day_that_is_not_own_cannot_be_removed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ready(ctx);
        assert_fails(ctx, FAIL_NOT_FOUND, calendar_day_remove(ctx, day_of(2023, 5, 1), STR("试")));
    }
}

static void an_own_day_needs_a_name(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ready(ctx);
        assert_fails(ctx, FAIL_INVALID,
                     calendar_day_put(ctx,
                                      &(CalendarDay){.date = day_of(2023, 5, 1), .name = STR(" ")},
                                      STR("试")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(every_date_of_the_published_data_is_as_it_says),
        KIT_TEST(a_day_that_nothing_names_is_worked_on_from_monday_to_friday),
        KIT_TEST(days_of_the_december_before_stand_at_their_date),
        KIT_TEST(a_year_that_is_not_loaded_fails_and_is_named),
        KIT_TEST(a_date_of_another_year_is_refused),
        KIT_TEST(two_files_of_one_year_are_refused),
        KIT_TEST(neighbours_that_contradict_are_refused),
        KIT_TEST(an_own_day_wins_and_goes_again),
        KIT_TEST(own_days_put_again_are_replaced_and_audited),
        KIT_TEST(a_day_that_is_not_own_cannot_be_removed),
        KIT_TEST(an_own_day_needs_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
