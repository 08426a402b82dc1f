#include "engine/flow/deadline.h"

#include "engine/flow/workdays.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS (1440 * MINUTE_MS)
#define CHINA_MS (480 * MINUTE_MS)
/* Beyond it there is no civil year, and no calendar. */
#define DATE_LAST_DAYS 2932896

static Instant start_of(Date day)
{
    return (Instant){day.days * DAY_MS - CHINA_MS};
}

static Deadline ends_with(Date day)
{
    return (Deadline){.known = true, .at = start_of((Date){day.days + 1}), .day = day};
}

static Date next_day(Date day)
{
    return (Date){day.days < DATE_LAST_DAYS ? day.days + 1 : day.days};
}

Deadline deadline_in_days(const Workdays *workdays, Instant start, int64_t days)
{
    Date received = instant_date(start), first = next_day(received);
    if (days <= 0)
        return ends_with(received);
    int64_t missing;
    int32_t end = workdays_run(workdays, first, &missing);
    int32_t before = end ? workdays->before[first.days - workdays->first.days] : 0;
    if (end == 0 || days > workdays->before[end] - before)
        return (Deadline){.missing_year = missing};
    return ends_with((Date){workdays->first.days + workdays->nth[before + days - 1]});
}

/* Takes what the hours of a day can give from `from` on, milliseconds of the day as *left. True
 * when that was all: *left is then the time of the day. */
static bool take_hours(const OfficeHours *hours, int64_t from, int64_t *left)
{
    for (size_t i = 0; i < hours->count; i++) {
        int64_t opens = hours->opens[i] * MINUTE_MS, closes = hours->closes[i] * MINUTE_MS;
        if (opens < from)
            opens = from;
        if (opens >= closes)
            continue;
        if (*left <= closes - opens) {
            *left += opens;
            return true;
        }
        *left -= closes - opens;
    }
    return false;
}

static bool are_none(const OfficeHours *hours)
{
    int64_t all = INT64_MAX, left = all;
    return !take_hours(hours, 0, &left) && left == all;
}

Deadline deadline_in_minutes(const Workdays *workdays, const OfficeHours *hours, Instant start,
                             int64_t minutes)
{
    Date day = instant_date(start);
    if (minutes <= 0)
        return (Deadline){.known = true, .at = start, .day = day};
    if (are_none(hours))
        BUG("no hours of business to count in");
    int64_t from = start.ms - start_of(day).ms, left = minutes * MINUTE_MS;
    while (workdays_knows(workdays, day)) {
        if (workdays_is_working(workdays, day) && take_hours(hours, from, &left))
            return (Deadline){.known = true, .at = {start_of(day).ms + left}, .day = day};
        day = next_day(day);
        from = 0;
    }
    return (Deadline){.missing_year = date_civil(day).year};
}

/* ---- telling it --------------------------------------------------------------------------------
 */

static const Field skipped_fields[] = {
    FIELD(SkippedDay, date, "日期", 0),
    FIELD(SkippedDay, why, "原因", 0),
};
const Shape skipped_day_shape = SHAPE(SkippedDay, skipped_fields);

static Str why_not(const Calendar *calendar, const CalendarDayList *own, Date date)
{
    LIST_EACH (const CalendarDay, day, own)
        if (day->date.days == date.days)
            return day->name;
    const CalendarDay *named = calendar_day(calendar, date);
    if (named)
        return named->name;
    return ((date.days + 3) % 7 + 7) % 7 == 5 ? STR("周六") : STR("周日");
}

bool deadline_explain(Ctx *ctx, Instant start, const Deadline *deadline, SkippedDayList *ret)
{
    const Workdays *workdays;
    SkippedDayList list = {0};
    if (!deadline->known)
        return deadline_fail(ctx, deadline);
    if (!workdays_read(ctx, &workdays))
        return false;
    for (Date day = next_day(instant_date(start)); day.days <= deadline->day.days;
         day = next_day(day))
        if (!workdays_is_working(workdays, day))
            *LIST_ADD(ctx->arena, &list) =
                (SkippedDay){day, why_not(&workdays->statutory, &workdays->own, day)};
    *ret = list;
    return true;
}

bool deadline_fail(Ctx *ctx, const Deadline *deadline)
{
    fail(ctx, FAIL_MISSING, "缺%lld年日历", (long long)deadline->missing_year);
    return fail_hint(ctx, "按国务院办公厅的放假通知写成 %lld.yaml，放进数据目录的 packs/calendar/",
                     (long long)deadline->missing_year);
}

void deadline_print(Buf *to, const Deadline *deadline)
{
    int64_t time = deadline->at.ms - start_of(deadline->day).ms;
    date_print(to, deadline->day);
    buf_format(to, "T%02d:%02d", (int)(time / (60 * MINUTE_MS)), (int)(time / MINUTE_MS % 60));
    if (time % MINUTE_MS)
        buf_format(to, ":%02d", (int)(time % MINUTE_MS / 1000));
    buf_add_c(to, "+08:00");
}
