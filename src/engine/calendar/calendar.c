#include "engine/calendar/calendar.h"

#include "engine/access/access.h"
#include "port/packs.h"
#include "port/yaml.h"
#include "sql_ids.h"

static const Field day_fields[] = {
    FIELD(CalendarDay, date, "日期", FIELD_REQUIRED),
    FIELD(CalendarDay, off, "休息", 0),
    FIELD(CalendarDay, name, "名称", FIELD_REQUIRED, .max_runes = CALENDAR_NAME_RUNES_MAX),
    FIELD(CalendarDay, own, "本单位的", 0),
    FIELD(CalendarDay, note, "说明", FIELD_SPARSE),
};
const Shape calendar_day_shape = SHAPE(CalendarDay, day_fields);
/* As a notice has it. */
static const Shape statutory_day_shape = {
    .name = "CalendarDay", .size = sizeof(CalendarDay), .fields = day_fields, .count = 3};

static const Field own_day_fields[] = {
    FIELD(CalendarDay, date, "日期", 0),
    FIELD(CalendarDay, off, "休息", 0),
    FIELD(CalendarDay, name, "名称", 0),
    FIELD(CalendarDay, note, "说明", 0),
};
static const Shape own_day_shape = SHAPE(CalendarDay, own_day_fields);

/* ---- the packs --------------------------------------------------------------------------------
 */

typedef struct CalendarPack {
    int64_t year;
    TextList source;
    CalendarDayList days;
} CalendarPack;
static const Field pack_fields[] = {
    FIELD(CalendarPack, year, "年份", FIELD_REQUIRED),
    FIELD_TEXTS(CalendarPack, source, "依据"),
    FIELD_LIST(CalendarPack, days, "日期", &statutory_day_shape),
};
static const Shape pack_shape = SHAPE(CalendarPack, pack_fields);

/* Of two equal dates the bureau's own comes last: it wins when they are merged. */
static int by_date(const void *a, const void *b)
{
    const CalendarDay *left = a, *right = b;
    if (left->date.days != right->date.days)
        return left->date.days < right->date.days ? -1 : 1;
    return (int)left->own - (int)right->own;
}

static int by_year(const void *a, const void *b)
{
    int64_t left = ((const CalendarYear *)a)->year, right = ((const CalendarYear *)b)->year;
    return (left > right) - (left < right);
}

/* A slip of the keyboard, 2203 for 2023, would move a day into a year where nobody looks. */
static bool check_dates(Ctx *ctx, const CalendarPack *pack, const YamlNode *root)
{
    LIST_EACH (const CalendarDay, day, &pack->days) {
        CivilDate civil = date_civil(day->date);
        if (civil.year != pack->year && !(civil.year == pack->year - 1 && civil.month == 12))
            return yaml_fail(ctx, root, "日期%04d-%02d-%02d不属于%lld年", civil.year, civil.month,
                             civil.day, (long long)pack->year);
    }
    return true;
}

static bool add_pack(Ctx *ctx, const Pack *pack, Calendar *calendar)
{
    YamlNode *root = NULL;
    CalendarPack read = {0};
    if (!yaml_parse(ctx, pack->place, pack->text, &root) ||
        !yaml_to_shape(ctx, root, &pack_shape, &read) || !check_dates(ctx, &read, root))
        return false;
    if (calendar_year(calendar, read.year))
        return yaml_fail(ctx, root, "%lld年的日历有两份", (long long)read.year);
    *LIST_ADD(ctx->arena, &calendar->years) =
        (CalendarYear){.year = read.year, .source = read.source};
    LIST_EACH (const CalendarDay, day, &read.days)
        *LIST_ADD(ctx->arena, &calendar->days) = *day;
    return true;
}

/* In the order of their dates; of several days of one date the last is kept. */
static void settle(Calendar *calendar)
{
    CalendarDayList *days = &calendar->days;
    size_t kept = 0;
    if (days->count)
        qsort(days->at, days->count, sizeof(CalendarDay), by_date);
    for (size_t i = 0; i < days->count; i++) {
        bool again = kept && days->at[kept - 1].date.days == days->at[i].date.days;
        days->at[again ? kept - 1 : kept++] = days->at[i];
    }
    days->count = kept;
    if (calendar->years.count)
        qsort(calendar->years.at, calendar->years.count, sizeof(CalendarYear), by_year);
}

static bool fail_contradiction(Ctx *ctx, const CalendarDay *day)
{
    Buf date = buf_create(ctx->arena, 32);
    date_print(&date, day->date);
    fail(ctx, FAIL_INVALID, "两份日历对%.*s说法不一", STRF(buf_str(&date)));
    return fail_hint(ctx, "核对 packs/calendar/ 里相邻两年的文件");
}

bool calendar_read_statutory(Ctx *ctx, Calendar *ret)
{
    PackList packs;
    Calendar calendar = {0};
    if (!packs_list(ctx, STR("calendar/"), &packs))
        return false;
    LIST_EACH (const Pack, pack, &packs)
        if (!add_pack(ctx, pack, &calendar))
            return fail_while(ctx, "读取日历");
    if (calendar.days.count)
        qsort(calendar.days.at, calendar.days.count, sizeof(CalendarDay), by_date);
    for (size_t i = 1; i < calendar.days.count; i++) {
        const CalendarDay *day = &calendar.days.at[i];
        if (day[-1].date.days == day->date.days && day[-1].off != day->off)
            return fail_contradiction(ctx, day);
    }
    settle(&calendar);
    *ret = calendar;
    return true;
}

bool calendar_read_own(Ctx *ctx, CalendarDayList *ret)
{
    CalendarDayList own = {0};
    if (!db_all(ctx, SQL_CALENDAR_DAY_ALL, NO_BINDS, &own_day_shape, &own))
        return false;
    LIST_EACH (CalendarDay, day, &own)
        day->own = true;
    *ret = own;
    return true;
}

bool calendar_read(Ctx *ctx, Calendar *ret)
{
    Calendar calendar;
    CalendarDayList own;
    if (!calendar_read_statutory(ctx, &calendar) || !calendar_read_own(ctx, &own))
        return false;
    LIST_EACH (const CalendarDay, day, &own)
        *LIST_ADD(ctx->arena, &calendar.days) = *day;
    settle(&calendar);
    *ret = calendar;
    return true;
}

/* ---- asking -----------------------------------------------------------------------------------
 */

const CalendarYear *calendar_year(const Calendar *calendar, int64_t year)
{
    LIST_EACH (const CalendarYear, found, &calendar->years)
        if (found->year == year)
            return found;
    return NULL;
}

const CalendarDay *calendar_day(const Calendar *calendar, Date date)
{
    size_t low = 0, high = calendar->days.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const CalendarDay *day = &calendar->days.at[middle];
        if (day->date.days == date.days)
            return day;
        if (day->date.days < date.days)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* 1970-01-01 was a Thursday: counted from Monday, its number is 3. */
static bool is_weekend(Date date)
{
    int32_t weekday = ((date.days + 3) % 7 + 7) % 7;
    return weekday >= 5;
}

bool calendar_is_working(Ctx *ctx, const Calendar *calendar, Date date, bool *ret)
{
    int year = date_civil(date).year;
    const CalendarDay *day = calendar_day(calendar, date);
    if (!calendar_year(calendar, year)) {
        fail(ctx, FAIL_MISSING, "缺少%d年的日历，无法判断工作日", year);
        return fail_hint(
            ctx, "按国务院办公厅的放假通知写成 %d.yaml，放进数据目录的 packs/calendar/", year);
    }
    *ret = day ? !day->off : !is_weekend(date);
    return true;
}

/* ---- own days ---------------------------------------------------------------------------------
 */

static Str date_text(Ctx *ctx, Date date)
{
    Buf text = buf_create(ctx->arena, 32);
    date_print(&text, date);
    return buf_str(&text);
}

static bool read_own(Ctx *ctx, Date date, CalendarDay *ret, bool *ret_found)
{
    return db_one(ctx, SQL_CALENDAR_DAY_GET, BINDS({"date", bind(date)}), &own_day_shape, ret,
                  ret_found);
}

static bool note(Ctx *ctx, const char *action, Date date, const CalendarDay *before,
                 const CalendarDay *after, Str why)
{
    return audit_note(
        ctx, &(AuditNote){.action = action,
                          .object = "calendar_day",
                          .key = date.days,
                          .title = date_text(ctx, date),
                          .why = why,
                          .changes = audit_changes(ctx->arena, &own_day_shape, before, after)});
}

static bool put(Ctx *ctx, const CalendarDay *day, Str why)
{
    CalendarDay before;
    bool found;
    return read_own(ctx, day->date, &before, &found) &&
           db_run(ctx, SQL_CALENDAR_DAY_PUT,
                  BINDS({"date", bind(day->date)}, {"off", bind(day->off)},
                        {"name", bind(day->name)}, {"why", bind(why)}),
                  NULL) &&
           note(ctx, "calendar_day.put", day->date, found ? &before : NULL, day, why);
}

bool calendar_day_put(Ctx *ctx, const CalendarDay *day, Str why)
{
    CalendarDay own = *day;
    own.name = str_trim(day->name);
    own.note = why;
    if (str_empty(own.name))
        return fail(ctx, FAIL_INVALID, "缺少日期的名称");
    if (!db_begin(ctx))
        return false;
    return put(ctx, &own, why) ? db_commit(ctx) : db_rollback(ctx);
}

static bool take_away(Ctx *ctx, Date date, Str why)
{
    CalendarDay before;
    bool found;
    if (!read_own(ctx, date, &before, &found))
        return false;
    if (!found)
        return fail(ctx, FAIL_NOT_FOUND, "%.*s不是本单位自定的日子", STRF(date_text(ctx, date)));
    return db_run(ctx, SQL_CALENDAR_DAY_REMOVE, BINDS({"date", bind(date)}), NULL) &&
           note(ctx, "calendar_day.remove", date, &before, NULL, why);
}

bool calendar_day_remove(Ctx *ctx, Date date, Str why)
{
    if (!db_begin(ctx))
        return false;
    return take_away(ctx, date, why) ? db_commit(ctx) : db_rollback(ctx);
}
