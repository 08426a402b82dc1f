#include "domain/hotline/demo_faults.h"

#define PER_MILLE 1000
#define KIND_PRAISE 5
#define STREAM_FAULTS 11
#define RETURNS_REPEATED 2
#define FAILURES_THRICE 4
/* Days that an order with so much ado takes at least, where one is to be had. */
#define DAYS_MUCH 8
#define DAYS_SOME 3
/* Of earlier months: how often a unit has such an order, in thousandths a month. */
#define RARE_REPEATED 60
#define RARE_THRICE 40

/* How many of a unit's closed orders of a month get what. */
typedef struct Quota {
    int64_t returns, incorrect, failed, evaluated, dissatisfied, repeated, thrice;
} Quota;
#define QUOTAS (sizeof(Quota) / sizeof(int64_t))

/* The orders of one unit and month, in an order drawn by lot. */
typedef struct Group {
    DemoDraft **at;
    size_t count;
    DemoRandom random;
} Group;

static int32_t month_of(const DemoDraft *draft)
{
    CivilDate civil = date_civil(draft->closed_day);
    return civil.year * 12 + civil.month - 1;
}

static uint64_t lot_of(const DemoDraft *draft)
{
    DemoRandom random = demo_random(draft->seed, STREAM_FAULTS, 0, 0);
    return demo_draw(&random);
}

static int by_group(const void *a, const void *b)
{
    const DemoDraft *x = *(DemoDraft *const *)a, *y = *(DemoDraft *const *)b;
    int32_t months = month_of(x) - month_of(y);
    uint64_t lot_x = lot_of(x), lot_y = lot_of(y);
    if (months)
        return months;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return lot_x < lot_y ? -1 : lot_x > lot_y;
}

/* ---- dealing out --------------------------------------------------------------------------------
 */

static bool is_plain(const DemoDraft *draft)
{
    return draft->returns == 0 && draft->failures == 0;
}

static int32_t days_taken(const DemoDraft *draft)
{
    return draft->closed_day.days - instant_date(draft->received_at).days;
}

/* The next plain one that took so long; of those that did not, when there is no other. */
static DemoDraft *next_plain(const Group *group, int32_t days, size_t *from)
{
    for (size_t i = *from; i < group->count; i++)
        if (is_plain(group->at[i]) && days_taken(group->at[i]) >= days) {
            *from = i + 1;
            return group->at[i];
        }
    for (size_t i = 0; i < group->count; i++)
        if (is_plain(group->at[i]))
            return group->at[i];
    return NULL;
}

static void deal_returns(Group *group, const Quota *quota)
{
    int64_t incorrect = quota->incorrect, left = quota->returns;
    size_t from = 0;
    for (int64_t i = 0; i < quota->repeated; i++) {
        DemoDraft *draft = next_plain(group, DAYS_MUCH, &from);
        if (!draft)
            break;
        draft->returns = RETURNS_REPEATED;
        draft->incorrect = incorrect > 0;
        incorrect -= incorrect > 0;
        left -= RETURNS_REPEATED;
    }
    from = 0;
    for (; left > 0; left--) {
        DemoDraft *draft = next_plain(group, DAYS_SOME, &from);
        if (!draft)
            break;
        draft->returns = 1;
        draft->incorrect = incorrect > 0;
        incorrect -= incorrect > 0;
    }
}

static void deal_failures(Group *group, const Quota *quota)
{
    size_t from = 0;
    for (int64_t i = 0; i < quota->failed; i++) {
        bool many = i < quota->thrice;
        DemoDraft *draft = next_plain(group, many ? DAYS_MUCH : DAYS_SOME, &from);
        if (!draft)
            break;
        draft->failures =
            (uint8_t)(many ? FAILURES_THRICE : 1 + (demo_chance(&group->random, 180) ? 1 : 0));
    }
}

/* From the other end of the list, so that what went wrong and who was asked are apart. */
static void deal_evaluations(Group *group, const DemoPack *pack, const Quota *quota)
{
    int64_t weights[DEMO_BAD_FIRST - 1] = {0};
    int64_t bad = quota->dissatisfied;
    int64_t upheld = (bad * pack->rhythm.rates.upheld + PER_MILLE / 2) / PER_MILLE;
    for (size_t i = 0; i < ARRAY_LEN(weights) && i < pack->rhythm.satisfactions.count; i++)
        weights[i] = pack->rhythm.satisfactions.at[i].weight;
    for (int64_t i = 0; i < quota->evaluated && i < (int64_t)group->count; i++) {
        DemoDraft *draft = group->at[group->count - 1 - (size_t)i];
        if (i < bad + upheld)
            draft->satisfaction = (uint8_t)(DEMO_BAD_FIRST + demo_chance(&group->random, 150));
        else
            draft->satisfaction =
                (uint8_t)(1 + demo_pick(&group->random, weights, ARRAY_LEN(weights)));
        draft->duty_not_done = i < bad;
    }
}

/* ---- how many -----------------------------------------------------------------------------------
 */

static void quota_numbers(const DemoUnit *unit, int64_t ret[QUOTAS])
{
    const int64_t numbers[QUOTAS] = {unit->returns,   unit->incorrect,    unit->failed,
                                     unit->evaluated, unit->dissatisfied, unit->repeated,
                                     unit->thrice};
    memcpy(ret, numbers, sizeof numbers);
}

static Quota quota_of(const int64_t numbers[QUOTAS])
{
    return (Quota){numbers[0], numbers[1], numbers[2], numbers[3],
                   numbers[4], numbers[5], numbers[6]};
}

/* Exactly; of fractions the rest goes over to the next unit. */
static Quota quota_of_last(const DemoUnit *unit, Decimal scale, int64_t carried[QUOTAS])
{
    int64_t numbers[QUOTAS];
    quota_numbers(unit, numbers);
    for (size_t i = 0; i < QUOTAS; i++) {
        int64_t millionths = numbers[i] * scale.millionths + carried[i];
        numbers[i] = millionths / DECIMAL_ONE;
        carried[i] = millionths % DECIMAL_ONE;
    }
    return quota_of(numbers);
}

/* The rates of the last month, more or less; parts of an order by lot. */
static Quota quota_of_other(const DemoUnit *unit, Decimal scale, Group *group)
{
    int64_t numbers[QUOTAS], received = 0;
    quota_numbers(unit, numbers);
    numbers[QUOTAS - 2] = numbers[QUOTAS - 1] = 0;
    LIST_EACH (const DemoNumber, number, &unit->received)
        received += number->value;
    for (size_t i = 0; i < QUOTAS && received > 0; i++) {
        int64_t thousandths =
            numbers[i] * (int64_t)group->count * demo_between(&group->random, 700, 1300) / received;
        numbers[i] = thousandths / PER_MILLE + demo_chance(&group->random, thousandths % PER_MILLE);
    }
    Quota quota = quota_of(numbers);
    int64_t whole = scale.millionths < DECIMAL_ONE ? 1 : scale.millionths / DECIMAL_ONE;
    for (int64_t i = 0; i < whole; i++) {
        int64_t part = scale.millionths < DECIMAL_ONE ? scale.millionths : DECIMAL_ONE;
        quota.repeated +=
            demo_below(&group->random, DECIMAL_ONE) < part * RARE_REPEATED / PER_MILLE;
        quota.thrice += demo_below(&group->random, DECIMAL_ONE) < part * RARE_THRICE / PER_MILLE;
    }
    if (quota.returns < RETURNS_REPEATED * quota.repeated)
        quota.returns = RETURNS_REPEATED * quota.repeated;
    if (quota.failed < quota.thrice)
        quota.failed = quota.thrice;
    return quota;
}

static void deal(Group *group, const DemoPack *pack, const Quota *quota)
{
    deal_returns(group, quota);
    deal_failures(group, quota);
    deal_evaluations(group, pack, quota);
}

void demo_faults(Arena *arena, const DemoPack *pack, Decimal scale, DemoDraft *drafts, size_t count)
{
    DemoDraft **sorted = NEW(arena, DemoDraft *, count + 1);
    int64_t carried[QUOTAS] = {0};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!drafts[i].excluded && drafts[i].kind != KIND_PRAISE)
            sorted[kept++] = &drafts[i];
    qsort(sorted, kept, sizeof *sorted, by_group);
    for (size_t from = 0, to; from < kept; from = to) {
        const DemoUnit *unit = &pack->units.at[sorted[from]->unit];
        int32_t month = month_of(sorted[from]);
        for (to = from;
             to < kept && sorted[to]->unit == sorted[from]->unit && month_of(sorted[to]) == month;
             to++)
            continue;
        Group group = {&sorted[from], to - from,
                       demo_random((uint64_t)pack->rhythm.seed, STREAM_FAULTS, (uint64_t)month,
                                   sorted[from]->unit)};
        Quota quota = month == pack->rhythm.last.months ? quota_of_last(unit, scale, carried)
                                                        : quota_of_other(unit, scale, &group);
        deal(&group, pack, &quota);
    }
}
