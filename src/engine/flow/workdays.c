/* The calendar made ready for counting (engine/flow/deadline.h). */
#include "engine/flow/workdays.h"

#include "port/packs.h"

/* No calendar of working days is older, and no notice names a day so far ahead. */
#define YEAR_FIRST 1949
#define YEAR_LAST 2999

static Date first_of(int64_t year)
{
    Date date = {0};
    if (!date_make((CivilDate){(int)year, 1, 1}, &date))
        BUG("a calendar of no civil year");
    return date;
}

static bool is_weekend(Date date)
{
    int32_t weekday = ((date.days + 3) % 7 + 7) % 7;
    return weekday >= 5;
}

/* Counts anew after the days were settled. */
static void count(Workdays *workdays)
{
    int32_t total = 0;
    for (int32_t i = 0; i < workdays->count; i++) {
        workdays->before[i] = total;
        if (workdays->works[i])
            workdays->nth[total++] = i;
    }
    workdays->before[workdays->count] = total;
}

static void lay_days(Workdays *workdays, const CalendarDayList *days)
{
    LIST_EACH (const CalendarDay, day, days)
        if (workdays_knows(workdays, day->date))
            workdays->works[day->date.days - workdays->first.days] = !day->off;
}

/* One flag for a day, one number more than days for what lies before each. */
static void make_room(Arena *arena, Workdays *workdays)
{
    size_t days = (size_t)workdays->count;
    workdays->works = NEW(arena, bool, days + 1);
    workdays->before = NEW(arena, int32_t, days + 1);
    workdays->nth = NEW(arena, int32_t, days + 1);
}

static void span_years(Arena *arena, Workdays *workdays, const CalendarYearList *years)
{
    workdays->first_year = years->count ? years->at[0].year : 1970;
    workdays->year_count =
        years->count ? years->at[years->count - 1].year - workdays->first_year + 1 : 0;
    workdays->first = first_of(workdays->first_year);
    workdays->count =
        first_of(workdays->first_year + workdays->year_count).days - workdays->first.days;
    workdays->loaded = NEW(arena, bool, (size_t)workdays->year_count + 1);
    workdays->ends = NEW(arena, int64_t, (size_t)workdays->year_count + 1);
    LIST_EACH (const CalendarYear, year, years)
        workdays->loaded[year->year - workdays->first_year] = true;
    int64_t end = workdays->first_year + workdays->year_count;
    for (int64_t i = workdays->year_count; i-- > 0;) {
        if (!workdays->loaded[i])
            end = workdays->first_year + i;
        workdays->ends[i] = end;
    }
}

static bool check_years(Ctx *ctx, const CalendarYearList *years)
{
    LIST_EACH (const CalendarYear, year, years)
        if (year->year < YEAR_FIRST || year->year > YEAR_LAST)
            return fail(ctx, FAIL_INVALID, "日历的年份%lld不在%d至%d之间", (long long)year->year,
                        YEAR_FIRST, YEAR_LAST);
    return true;
}

static bool make(Ctx *ctx, void *ret)
{
    Workdays *workdays = NEW(ctx->arena, Workdays, 1);
    if (!calendar_read_statutory(ctx, &workdays->statutory) ||
        !check_years(ctx, &workdays->statutory.years))
        return false;
    span_years(ctx->arena, workdays, &workdays->statutory.years);
    make_room(ctx->arena, workdays);
    for (int32_t i = 0; i < workdays->count; i++)
        workdays->works[i] = !is_weekend((Date){workdays->first.days + i});
    lay_days(workdays, &workdays->statutory.days);
    count(workdays);
    *(const Workdays **)ret = workdays;
    return true;
}

bool workdays_read(Ctx *ctx, const Workdays **ret)
{
    const Workdays *statutory;
    CalendarDayList own = {0};
    if (!packs_made(ctx, "flow/workdays", sizeof statutory, make, &statutory) ||
        (ctx->db && !calendar_read_own(ctx, &own)))
        return false;
    if (own.count == 0) {
        *ret = statutory;
        return true;
    }
    Workdays *workdays = NEW(ctx->arena, Workdays, 1);
    *workdays = *statutory;
    workdays->own = own;
    make_room(ctx->arena, workdays);
    memcpy(workdays->works, statutory->works, (size_t)statutory->count * sizeof(bool));
    lay_days(workdays, &own);
    count(workdays);
    *ret = workdays;
    return true;
}

static bool is_loaded(const Workdays *workdays, int64_t year)
{
    return year >= workdays->first_year && year < workdays->first_year + workdays->year_count &&
           workdays->loaded[year - workdays->first_year];
}

bool workdays_knows(const Workdays *workdays, Date date)
{
    return is_loaded(workdays, date_civil(date).year);
}

int32_t workdays_run(const Workdays *workdays, Date date, int64_t *ret_missing_year)
{
    int64_t year = date_civil(date).year;
    if (!is_loaded(workdays, year)) {
        *ret_missing_year = year;
        return 0;
    }
    *ret_missing_year = workdays->ends[year - workdays->first_year];
    return first_of(*ret_missing_year).days - workdays->first.days;
}

bool workdays_is_working(const Workdays *workdays, Date day)
{
    return workdays_knows(workdays, day) && workdays->works[day.days - workdays->first.days];
}

/* Days up to and with `date`; its year is loaded. */
static int64_t worked_until(const Workdays *workdays, Date date)
{
    return workdays->before[date.days - workdays->first.days + 1];
}

bool workdays_between(const Workdays *workdays, Date from, Date to, int64_t *ret,
                      int64_t *ret_missing_year)
{
    Date early = from.days <= to.days ? from : to, late = from.days <= to.days ? to : from;
    int64_t missing;
    int32_t end = workdays_run(workdays, early, &missing);
    if (late.days - workdays->first.days >= end) {
        *ret_missing_year = missing;
        return false;
    }
    *ret = worked_until(workdays, to) - worked_until(workdays, from);
    return true;
}
