#include "domain/hotline/order_statistics.h"

#include <stdlib.h>

#include "domain/hotline/order.h"
#include "domain/hotline/order_list.h"
#include "port/clock.h"

#define OFFSET_MS 28800000LL
#define DAY_MS 86400000LL
#define HOUR_MS 3600000LL
#define HOURS 24
#define WEEKDAYS 7
/* Days since 1970-01-01 up to 2149: a group each. */
#define GROUPS_MAX ORDER_CODES_LARGE

static const Field row_fields[] = {
    FIELD(OrderStatistic, code, "代码", 0),
    FIELD(OrderStatistic, name, "名称", 0),
    FIELD(OrderStatistic, count, "工单数", 0),
    FIELD(OrderStatistic, open, "在办", 0),
    FIELD(OrderStatistic, overdue, "在办超期", 0),
    FIELD(OrderStatistic, late, "超期办结", 0),
    FIELD(OrderStatistic, returned, "有退单", 0),
    FIELD(OrderStatistic, failed, "审核不通过过", 0),
    FIELD(OrderStatistic, dissatisfied, "不满意", 0),
    FIELD(OrderStatistic, urged, "有催办", 0),
    FIELD(OrderStatistic, urges, "催办次数", 0),
    FIELD(OrderStatistic, supervised, "有督办", 0),
    FIELD(OrderStatistic, query, "列表", 0),
};
static const Shape row_shape = SHAPE(OrderStatistic, row_fields);
static const Field page_fields[] = {
    FIELD(OrderStatistics, by, "统计口径", 0),
    FIELD(OrderStatistics, total, "总数", 0),
    FIELD_LIST(OrderStatistics, rows, "统计", &row_shape),
};
const Shape order_statistics_page_shape = SHAPE(OrderStatistics, page_fields);

typedef enum By {
    BY_KIND,
    BY_LEVEL,
    BY_STATE,
    BY_CATEGORY,
    BY_CHANNEL,
    BY_SATISFACTION,
    BY_UNIT,
    BY_STREET,
    BY_HOUR,
    BY_WEEKDAY,
    BY_HEAT,
    BY_DAY,
    BY_MONTH,
    BY_COUNT
} By;
static const char *const by_names[BY_COUNT] = {
    [BY_KIND] = "kind",         [BY_LEVEL] = "level",     [BY_STATE] = "state",
    [BY_CATEGORY] = "category", [BY_CHANNEL] = "channel", [BY_SATISFACTION] = "satisfaction",
    [BY_UNIT] = "unit",         [BY_STREET] = "street",   [BY_HOUR] = "hour",
    [BY_WEEKDAY] = "weekday",   [BY_HEAT] = "heat",       [BY_DAY] = "day",
    [BY_MONTH] = "month",
};

static bool read_by(Ctx *ctx, Str name, By *ret)
{
    Buf all = buf_create(ctx->arena, KIB);
    for (int by = 0; by < BY_COUNT; by++) {
        if (str_equal_c(name, by_names[by])) {
            *ret = (By)by;
            return true;
        }
        buf_format(&all, "%s%s", by ? "、" : "", by_names[by]);
    }
    fail(ctx, FAIL_INVALID, "不能按「%.*s」统计", STRF(name));
    return fail_hint(ctx, "%.*s 之一", STRF(buf_str(&all)));
}

/* ---- counting -------------------------------------------------------------------------------- */

typedef struct Tally {
    uint32_t count, open, overdue, late, returned, failed, dissatisfied, urged, urges, supervised;
} Tally;

static int64_t hour_of(const OrderColumns *columns, size_t slot)
{
    return (columns->received_at[slot] + OFFSET_MS) % DAY_MS / HOUR_MS;
}

/* 0 = Monday; 1970-01-01 was a Thursday. */
static int64_t weekday_of(const OrderColumns *columns, size_t slot)
{
    return (columns->received_day[slot] + 3) % WEEKDAYS;
}

static size_t group_of(const OrderColumns *columns, By by, size_t slot)
{
    switch (by) {
    case BY_KIND:
        return columns->kind[slot];
    case BY_LEVEL:
        return columns->level[slot];
    case BY_STATE:
        return columns->state[slot];
    case BY_CATEGORY:
        return columns->category[slot];
    case BY_CHANNEL:
        return columns->channel[slot];
    case BY_SATISFACTION:
        return columns->satisfaction[slot];
    case BY_UNIT:
        return columns->unit[slot];
    case BY_STREET:
        return columns->place[slot];
    case BY_HOUR:
        return (size_t)hour_of(columns, slot);
    case BY_WEEKDAY:
        return (size_t)weekday_of(columns, slot);
    case BY_HEAT:
        return (size_t)(weekday_of(columns, slot) * HOURS + hour_of(columns, slot));
    case BY_DAY:
    case BY_MONTH:
        return (size_t)columns->received_day[slot] % GROUPS_MAX;
    case BY_COUNT:
        break;
    }
    return 0;
}

typedef struct Counting {
    By by;
    Tally *tallies;
    bool bad[ORDER_CODES_SMALL]; /* satisfactions */
    Str *names;                  /* of the codes met, copied into `texts` */
    char *texts;
    size_t groups, text_room;
} Counting;

static void count_one(Counting *counting, const OrderFind *find, size_t slot)
{
    const OrderColumns *columns = &find->index->columns;
    Tally *tally = &counting->tallies[group_of(columns, counting->by, slot)];
    bool closed = columns->closed_at[slot] != 0, due = columns->due_at[slot] != 0;
    tally->count++;
    tally->open += !closed;
    tally->overdue += order_light(columns, slot, find->now) == ORDER_LIGHT_OVERDUE;
    tally->late += closed && due && columns->closed_at[slot] >= columns->due_at[slot];
    tally->returned += columns->returns[slot] > 0;
    tally->failed += columns->review_failures[slot] > 0;
    tally->dissatisfied += counting->bad[columns->satisfaction[slot]];
    tally->urged += columns->urges[slot] > 0;
    tally->urges += columns->urges[slot];
    tally->supervised += columns->supervision[slot] > 0;
}

static const OrderCodes *codes_of(const OrderIndex *index, By by)
{
    switch (by) {
    case BY_KIND:
        return &index->kinds;
    case BY_LEVEL:
        return &index->levels;
    case BY_STATE:
        return &index->states;
    case BY_CATEGORY:
        return &index->categories;
    case BY_CHANNEL:
        return &index->channels;
    case BY_SATISFACTION:
        return &index->satisfactions;
    case BY_UNIT:
    case BY_STREET:
        return &index->units;
    case BY_HOUR:
    case BY_WEEKDAY:
    case BY_HEAT:
    case BY_DAY:
    case BY_MONTH:
    case BY_COUNT:
        break;
    }
    return NULL;
}

/* The names of the codes met, for the time after the index is released. They fit: their room was
 * had before; one that does not is left without. */
static void copy_names(Counting *counting, const OrderIndex *index)
{
    const OrderCodes *codes = codes_of(index, counting->by);
    size_t used = 0;
    for (size_t code = 0; codes && code < codes->count; code++) {
        Str name = codes->names[code];
        if (!counting->tallies[code].count || used + name.len > counting->text_room)
            continue;
        if (name.len)
            memcpy(counting->texts + used, name.at, name.len);
        counting->names[code] = str_from(counting->texts + used, name.len);
        used += name.len;
    }
}

static void count_all(Counting *counting, OrderFind *find)
{
    const OrderIndex *index = order_find_run(find);
    for (size_t code = 1; code < index->satisfactions.count; code++)
        counting->bad[code] = str_equal_c(index->satisfactions.names[code], "不满意") ||
                              str_equal_c(index->satisfactions.names[code], "非常不满意");
    for (size_t i = 0; i < find->count; i++)
        count_one(counting, find, find->slots[i]);
    copy_names(counting, index);
    order_find_end(find);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* What names the groups, and the list behind each. */
typedef struct Naming {
    Ctx *ctx;
    const OrderQuery *query;
    UnitBook book;
    const Lifecycle *lifecycle;
    const HotlineRules *rules;
} Naming;

static const char *const weekday_names[WEEKDAYS] = {"周一", "周二", "周三", "周四",
                                                    "周五", "周六", "周日"};
#define NOTHING STR("无")

static void name_unit(const Naming *naming, Str id_text, bool street, OrderStatistic *row,
                      OrderQuery *list)
{
    int64_t id = 0;
    bool known = str_to_int(id_text, &id) && id;
    const Unit *unit = known ? unit_by_id(&naming->book, id) : NULL;
    Str by_id = str_format(naming->ctx->arena, "#%lld", (long long)id);
    row->name = unit ? unit->name : street ? STR("未知") : STR("本级");
    row->code = known ? by_id : street ? NOTHING : STR("本级");
    if (street) {
        list->street = row->code;
    } else {
        list->unit = row->code;
        list->unit_only = known;
    }
}

static void name_code(const Naming *naming, By by, Str name, OrderStatistic *row, OrderQuery *list)
{
    row->code = str_empty(name) ? NOTHING : name;
    row->name = row->code;
    if (by == BY_STATE) {
        const LifecycleState *state = lifecycle_state(naming->lifecycle, name);
        row->name = state ? state->name : row->code;
    }
    if (by == BY_CATEGORY && !str_empty(name))
        row->name = order_category_name(naming->ctx->arena, naming->rules, name);
    Str *const members[] = {[BY_KIND] = &list->kind,       [BY_LEVEL] = &list->level,
                            [BY_STATE] = &list->state,     [BY_CATEGORY] = &list->category,
                            [BY_CHANNEL] = &list->channel, [BY_SATISFACTION] = &list->satisfaction};
    *members[by] = row->code;
}

static void name_time(const Naming *naming, By by, size_t group, OrderStatistic *row,
                      OrderQuery *list)
{
    Arena *arena = naming->ctx->arena;
    int64_t weekday = (int64_t)(by == BY_HEAT ? group / HOURS : group),
            hour = (int64_t)group % HOURS;
    if (by == BY_WEEKDAY || by == BY_HEAT) {
        list->has_weekday = true;
        list->weekday = weekday + 1;
        row->code = str_format(arena, "%lld", (long long)weekday + 1);
        row->name = str_of(weekday_names[weekday]);
    }
    if (by == BY_HOUR || by == BY_HEAT) {
        list->has_hour = true;
        list->hour = hour;
        row->code = by == BY_HOUR
                        ? str_format(arena, "%lld", (long long)hour)
                        : str_format(arena, "%.*s-%lld", STRF(row->code), (long long)hour);
        row->name = str_format(arena, "%.*s%lld时", STRF(row->name), (long long)hour);
    }
}

static void name_days(const Naming *naming, Date first, Date last, bool month, OrderStatistic *row,
                      OrderQuery *list)
{
    Buf text = buf_create(naming->ctx->arena, 32);
    date_print(&text, first);
    row->code = month ? str_slice(buf_str(&text), 0, 7) : buf_str(&text);
    row->name = row->code;
    /* What is asked for already stays asked for. */
    if (!list->has_from || list->from.days < first.days)
        list->from = first;
    if (!list->has_to || list->to.days > last.days)
        list->to = last;
    list->has_from = list->has_to = true;
}

static void add_row(const Naming *naming, By by, const Counting *counting, size_t group,
                    const Tally *tally, Date last, OrderStatisticList *rows)
{
    OrderQuery list = *naming->query;
    OrderStatistic row = {.count = tally->count,
                          .open = tally->open,
                          .overdue = tally->overdue,
                          .late = tally->late,
                          .returned = tally->returned,
                          .failed = tally->failed,
                          .dissatisfied = tally->dissatisfied,
                          .urged = tally->urged,
                          .urges = tally->urges,
                          .supervised = tally->supervised};
    if (by == BY_UNIT || by == BY_STREET)
        name_unit(naming, counting->names[group], by == BY_STREET, &row, &list);
    else if (by <= BY_SATISFACTION)
        name_code(naming, by, counting->names[group], &row, &list);
    else if (by < BY_DAY)
        name_time(naming, by, group, &row, &list);
    else
        name_days(naming, (Date){(int32_t)group}, last, by == BY_MONTH, &row, &list);
    row.query = order_query_text(naming->ctx->arena, &list);
    *LIST_ADD(naming->ctx->arena, rows) = row;
}

static void add_tally(Tally *to, const Tally *more)
{
    to->count += more->count;
    to->open += more->open;
    to->overdue += more->overdue;
    to->late += more->late;
    to->returned += more->returned;
    to->failed += more->failed;
    to->dissatisfied += more->dissatisfied;
    to->urged += more->urged;
    to->urges += more->urges;
    to->supervised += more->supervised;
}

/* Days added up to their months. */
static void add_months(const Naming *naming, const Counting *counting, OrderStatisticList *rows)
{
    Period month = {0};
    Tally sum = {0};
    for (size_t day = 0; day <= GROUPS_MAX; day++) {
        const Tally *tally = day < GROUPS_MAX ? &counting->tallies[day] : NULL;
        if (tally && !tally->count)
            continue;
        CivilDate civil = date_civil((Date){(int32_t)day});
        Period now = {0};
        bool same =
            tally && month_make(civil.year, civil.month, &now) && now.months == month.months;
        if (!same && sum.count) {
            Date first = period_first(month), last = period_last(month);
            add_row(naming, BY_MONTH, counting, (size_t)first.days, &sum, last, rows);
            sum = (Tally){0};
        }
        month = now;
        if (tally)
            add_tally(&sum, tally);
    }
}

static int most_first(const void *a, const void *b)
{
    const OrderStatistic *left = a, *right = b;
    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return str_compare(left->code, right->code);
}

static void add_rows(const Naming *naming, const Counting *counting, OrderStatisticList *rows)
{
    By by = counting->by;
    size_t shown = by == BY_HOUR      ? HOURS
                   : by == BY_WEEKDAY ? WEEKDAYS
                   : by == BY_HEAT    ? HOURS * WEEKDAYS
                                      : 0;
    if (by == BY_MONTH) {
        add_months(naming, counting, rows);
        return;
    }
    for (size_t group = 0; group < GROUPS_MAX; group++)
        if (counting->tallies[group].count || group < shown)
            add_row(naming, by, counting, group, &counting->tallies[group], (Date){(int32_t)group},
                    rows);
    if (by < BY_HOUR && rows->count)
        qsort(rows->at, rows->count, sizeof *rows->at, most_first);
}

bool order_statistics(Ctx *ctx, const OrderQuery *query, OrderStatistics *ret)
{
    OrderFind find;
    Counting counting = {.groups = GROUPS_MAX, .text_room = 4 * MIB};
    Naming naming = {.ctx = ctx, .query = query};
    if (!read_by(ctx, query->by, &counting.by) || !order_find_open(ctx, query, &find) ||
        !order_unit_names(ctx, &naming.book) || !hotline_rules(ctx, &naming.rules) ||
        !lifecycle_for(ctx, ORDER_LIFECYCLE, instant_date(clock_now(ctx)), &naming.lifecycle))
        return false;
    counting.tallies = NEW(ctx->arena, Tally, GROUPS_MAX);
    counting.names = NEW(ctx->arena, Str, GROUPS_MAX);
    counting.texts = NEW(ctx->arena, char, counting.text_room);
    count_all(&counting, &find);
    *ret = (OrderStatistics){.by = str_of(by_names[counting.by]), .total = (int64_t)find.count};
    add_rows(&naming, &counting, &ret->rows);
    return true;
}
