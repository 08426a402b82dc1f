/* The calendar: the statutory days of a year and the bureau's own. */
#include "domain/administration/routes.h"
#include "engine/calendar/calendar.h"

#define CALENDAR "access.calendar"

typedef struct YearIn {
    int64_t year;
} YearIn;
static const Field year_in_fields[] = {FIELD(YearIn, year, "年份", FIELD_REQUIRED)};
static const Shape year_in_shape = SHAPE(YearIn, year_in_fields);

typedef struct YearOut {
    int64_t year;
    bool loaded;
    Str source; /* addresses of the notices, blank between */
    CalendarDayList days;
} YearOut;
static const Field year_fields[] = {
    FIELD(YearOut, year, "年份", 0),
    FIELD(YearOut, loaded, "已有", 0),
    FIELD(YearOut, source, "依据", 0),
    FIELD_LIST(YearOut, days, "日期", &calendar_day_shape),
};
static const Shape year_shape = SHAPE(YearOut, year_fields);

static Str joined(Ctx *ctx, const TextList *texts)
{
    Buf text = buf_create(ctx->arena, 64 * KIB);
    LIST_EACH (const Str, one, texts)
        buf_format(&text, "%s%.*s", text.len ? " " : "", STRF(*one));
    return buf_str(&text);
}

static bool get_year(Ctx *ctx, const void *input, void *output)
{
    const YearIn *in = input;
    YearOut *out = output;
    Calendar calendar;
    if (!calendar_read(ctx, &calendar))
        return false;
    const CalendarYear *year = calendar_year(&calendar, in->year);
    out->year = in->year;
    out->loaded = year != NULL;
    if (year)
        out->source = joined(ctx, &year->source);
    LIST_EACH (const CalendarDay, day, &calendar.days)
        if (date_civil(day->date).year == in->year)
            *LIST_ADD(ctx->arena, &out->days) = *day;
    return true;
}

typedef struct DayIn {
    Date date;
    bool off;
    Str name;
    Str why;
} DayIn;
static const Field put_fields[] = {
    FIELD(DayIn, date, "日期", FIELD_REQUIRED),
    FIELD(DayIn, off, "休息", FIELD_REQUIRED),
    FIELD(DayIn, name, "名称", FIELD_REQUIRED, .max_runes = CALENDAR_NAME_RUNES_MAX),
    FIELD(DayIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape put_shape = SHAPE(DayIn, put_fields);
static const Field remove_fields[] = {
    FIELD(DayIn, date, "日期", FIELD_REQUIRED),
    FIELD(DayIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape remove_shape = SHAPE(DayIn, remove_fields);

/* The day is kept by then: should this fail, the next change does it. */
bool calendar_tell(Ctx *ctx)
{
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->calendar_changed && !all_modules[i]->calendar_changed(ctx))
            return fail_while(ctx, "按改过的日历重算期限");
    return true;
}

static bool post_day(Ctx *ctx, const void *input, void *out)
{
    const DayIn *in = input;
    (void)out;
    return calendar_day_put(ctx, &(CalendarDay){.date = in->date, .off = in->off, .name = in->name},
                            in->why) &&
           calendar_tell(ctx);
}

static bool delete_day(Ctx *ctx, const void *input, void *out)
{
    const DayIn *in = input;
    (void)out;
    return calendar_day_remove(ctx, in->date, in->why) && calendar_tell(ctx);
}

const Route calendar_routes[] = {
    VIEW("/api/access/calendar/{year}", CALENDAR, &year_in_shape, &year_shape, get_year,
         "一年的节假日、调休和本单位自定的日子"),
    /* All open matters are computed again: that may take a while. */
    {.method = METHOD_POST,
     .path = "/api/access/calendar/days",
     .permission = CALENDAR,
     .lane = LANE_SLOW,
     .input = &put_shape,
     .handle = post_day,
     .help = "自定一天休息或上班；未办结事项的期限随之重算"},
    {.method = METHOD_DELETE,
     .path = "/api/access/calendar/days/{date}",
     .permission = CALENDAR,
     .lane = LANE_SLOW,
     .input = &remove_shape,
     .handle = delete_day,
     .help = "取消自定的一天；未办结事项的期限随之重算"},
    {.path = NULL},
};
