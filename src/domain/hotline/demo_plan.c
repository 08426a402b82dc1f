/* When the orders came, and how long they took. What went wrong is dealt out in demo_faults.c. */
#include "domain/hotline/demo_plan.h"

#include "domain/hotline/demo_faults.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
#define HERE_MS (8 * HOUR_MS) /* +08:00 */
#define PER_MILLE 1000
#define KIND_PRAISE 5

/* Streams of lots, so that one more draw in one place moves nothing in another. */
enum { STREAM_COUNT = 1, STREAM_DRAFT, STREAM_MERGED };

int64_t demo_days(size_t kind)
{
    static const int64_t days[DEMO_KINDS] = {2, 15, 10, 15, 10, 0};
    return days[kind];
}

typedef struct Planning {
    const DemoPack *pack;
    const Workdays *workdays;
    Decimal scale;
    DemoPlan plan;
    size_t cap;
    int64_t carried; /* millionths of an order left over from the cells before */
} Planning;

/* ---- how many -----------------------------------------------------------------------------------
 */

/* Cells are rounded together: the parts of one go over to the next, so that a whole scale is exact
 * and the sum of a fraction is right however small the cells are. */
static int64_t scaled(Planning *planning, int64_t thousandths)
{
    int64_t millionths = planning->scale.millionths / PER_MILLE * thousandths +
                         planning->scale.millionths % PER_MILLE * thousandths / PER_MILLE +
                         planning->carried;
    int64_t whole = millionths / DECIMAL_ONE;
    planning->carried = millionths % DECIMAL_ONE;
    return whole;
}

static int64_t cell_count(Planning *planning, const DemoMonth *month, size_t unit, size_t kind)
{
    const DemoRhythm *rhythm = &planning->pack->rhythm;
    int64_t received = planning->pack->units.at[unit].received.at[kind].value;
    if (month->month.months == rhythm->last.months)
        return scaled(planning, received * PER_MILLE);
    DemoRandom random = demo_random((uint64_t)rhythm->seed, STREAM_COUNT,
                                    (uint64_t)month->month.months, unit * DEMO_KINDS + kind);
    return scaled(planning, received * month->share * demo_between(&random, 880, 1120) / PER_MILLE);
}

/* ---- when ---------------------------------------------------------------------------------------
 */

#define MONTH_DAYS_MAX 31

/* The days of a month and how much comes on each. */
typedef struct DayWeights {
    Date first;
    int64_t weights[MONTH_DAYS_MAX];
    size_t count;
} DayWeights;

static bool is_weekend(Date day)
{
    int32_t weekday = (day.days % 7 + 7 + 3) % 7; /* 1970-01-01 was a Thursday; 0 = Monday */
    return weekday >= 5;
}

static DayWeights weigh_days(const Planning *planning, Period month)
{
    const DemoDayWeights *weights = &planning->pack->rhythm.days;
    DayWeights days = {.first = period_first(month)};
    int32_t last = period_last(month).days;
    for (int32_t day = days.first.days; day <= last; day++)
        days.weights[days.count++] = workdays_is_working(planning->workdays, (Date){day})
                                         ? weights->working
                                     : is_weekend((Date){day}) ? weights->weekend
                                                               : weights->holiday;
    return days;
}

static Instant draw_receipt(const Planning *planning, const DayWeights *days, DemoRandom *random)
{
    const DemoNumberList *hours = &planning->pack->rhythm.hours;
    int64_t weights[24];
    for (size_t i = 0; i < ARRAY_LEN(weights); i++)
        weights[i] = hours->at[i].value;
    int64_t day = days->first.days + (int64_t)demo_pick(random, days->weights, days->count);
    int64_t hour = (int64_t)demo_pick(random, weights, ARRAY_LEN(weights));
    return (Instant){day * DAY_MS - HERE_MS + hour * HOUR_MS + demo_below(random, HOUR_MS)};
}

/* Within the limit, but for a few of the earlier months. */
static void draw_closing(const Planning *planning, DemoRandom *random, DemoDraft *draft)
{
    const DemoRhythm *rhythm = &planning->pack->rhythm;
    int64_t limit = demo_days(draft->kind);
    int64_t days = limit > 2 ? 1 + (demo_below(random, limit) + demo_below(random, limit)) / 2
                   : limit   ? 1 + demo_chance(random, 400)
                             : demo_between(random, 1, 5);
    if (limit > 2 && demo_chance(random, rhythm->rates.extended)) {
        draft->extension_days = 5;
        days = limit + demo_between(random, -1, 5);
    } else if (limit && demo_chance(random, rhythm->rates.late)) {
        Deadline due = deadline_in_days(planning->workdays, draft->received_at, limit);
        if (due.known && due.day.days < period_first(rhythm->last).days)
            days = limit + demo_between(random, 1, 3);
    }
    draft->closing = (uint8_t)days;
    draft->closed_day = deadline_in_days(planning->workdays, draft->received_at, days).day;
}

static void draw_cell(Planning *planning, const DayWeights *days, size_t unit, size_t kind,
                      int64_t count)
{
    const DemoRhythm *rhythm = &planning->pack->rhythm;
    for (int64_t i = 0; i < count && planning->plan.count < planning->cap; i++) {
        DemoDraft *draft = &planning->plan.drafts[planning->plan.count];
        DemoRandom random =
            demo_random((uint64_t)rhythm->seed, STREAM_DRAFT, planning->plan.count, 0);
        *draft = (DemoDraft){.serial = (uint32_t)planning->plan.count,
                             .unit = (uint16_t)unit,
                             .kind = (uint8_t)kind};
        draft->received_at = draw_receipt(planning, days, &random);
        draw_closing(planning, &random, draft);
        draft->excluded = kind != KIND_PRAISE && demo_chance(&random, rhythm->rates.excluded);
        draft->seed = demo_draw(&random);
        planning->plan.count++;
    }
}

/* Some more that ask for what was asked for already: merged, and so counted nowhere. */
static void draw_merged(Planning *planning, size_t count)
{
    size_t drawn = planning->plan.count;
    for (size_t i = 0; drawn && i < count && planning->plan.count < planning->cap; i++) {
        DemoRandom random = demo_random((uint64_t)planning->pack->rhythm.seed, STREAM_MERGED, i, 0);
        const DemoDraft *into = &planning->plan.drafts[demo_below(&random, (int64_t)drawn)];
        Instant at = {into->received_at.ms + demo_between(&random, HOUR_MS / 2, 10 * HOUR_MS)};
        Date last = period_last(planning->pack->rhythm.last);
        if (into->kind == KIND_PRAISE || into->closing < 2 || instant_date(at).days > last.days)
            continue;
        DemoDraft *draft = &planning->plan.drafts[planning->plan.count];
        *draft = (DemoDraft){.seed = into->seed,
                             .received_at = at,
                             .closed_day = into->closed_day,
                             .serial = (uint32_t)planning->plan.count,
                             .into = into->serial,
                             .unit = into->unit,
                             .kind = into->kind,
                             .closing = into->closing,
                             .merged = true};
        planning->plan.count++;
    }
}

/* ---- all of it ----------------------------------------------------------------------------------
 */

static int by_receipt(const void *a, const void *b)
{
    const DemoDraft *x = a, *y = b;
    if (x->received_at.ms != y->received_at.ms)
        return x->received_at.ms < y->received_at.ms ? -1 : 1;
    return x->serial < y->serial ? -1 : x->serial > y->serial;
}

/* Twice over the same lots: how many there will be, and then each. */
static int64_t each_cell(Planning *planning, bool draw)
{
    int64_t total = 0;
    planning->carried = 0;
    LIST_EACH (const DemoMonth, month, &planning->pack->rhythm.months) {
        DayWeights days = weigh_days(planning, month->month);
        for (size_t unit = 0; unit < planning->pack->units.count; unit++)
            for (size_t kind = 0; kind < DEMO_KINDS; kind++) {
                int64_t count = cell_count(planning, month, unit, kind);
                total += count;
                if (draw)
                    draw_cell(planning, &days, unit, kind, count);
            }
        planning->carried = 0;
    }
    return total;
}

bool demo_plan(Ctx *ctx, Arena *arena, const DemoPack *pack, const Workdays *workdays,
               Decimal scale, DemoPlan *ret)
{
    Planning planning = {.pack = pack, .workdays = workdays, .scale = scale};
    int64_t total = each_cell(&planning, /* draw= */ false);
    int64_t merged = total * pack->rhythm.rates.merged / PER_MILLE;
    LIST_EACH (const DemoMonth, month, &pack->rhythm.months)
        if (!workdays_is_working(workdays, period_first(month->month)) &&
            !deadline_in_days(workdays, (Instant){period_first(month->month).days * DAY_MS}, 1)
                 .known)
            return fail(ctx, FAIL_MISSING, "演示月份的日历没有装入");
    planning.cap = (size_t)(total + merged);
    planning.plan.drafts = NEW(arena, DemoDraft, planning.cap + 1);
    (void)each_cell(&planning, /* draw= */ true);
    demo_faults(arena, pack, scale, planning.plan.drafts, planning.plan.count);
    draw_merged(&planning, (size_t)merged);
    qsort(planning.plan.drafts, planning.plan.count, sizeof(DemoDraft), by_receipt);
    *ret = planning.plan;
    return true;
}
