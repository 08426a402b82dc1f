/* The counts of a month, as tables of the assessment. */
#include "domain/hotline/score_counts.h"

#include "base/dict.h"
#include "base/fraction.h"
#include "domain/hotline/order_measures.h"
#include "domain/hotline/score_left_out.h"
#include "domain/hotline/score_pack.h"
#include "port/clock.h"

#define DUE STR("due")
#define CLOSED_IN_TIME STR("closed_in_time")
#define REVIEWED STR("reviewed")

/* The totals of a month: those of the days due up to score_due_until, the others of all days. */
typedef struct Counts {
    const ScorePack *pack;
    Dict values;    /* "unit code" to int64_t */
    int64_t *units; /* with an order due or closed */
    size_t unit_count;
    Dict sums; /* by code, over all units and the house */
} Counts;

Date score_due_until(const CountedAsk *ask)
{
    Date last = period_last(ask->period);
    Date yesterday = {instant_date(ask->now).days - 1};
    return ask->whole_month || yesterday.days > last.days ? last : yesterday;
}

static int64_t *number_at(Arena *arena, Dict *dict, Str key)
{
    int64_t *number = dict_get(dict, key);
    if (!number) {
        number = NEW(arena, int64_t, 1);
        dict_put(dict, str_copy(arena, key), number);
    }
    return number;
}

static Str unit_key(Arena *arena, int64_t unit_id, Str code)
{
    return str_format(arena, "%lld %.*s", (long long)unit_id, STRF(code));
}

static int64_t value_of(Arena *arena, const Counts *counts, int64_t unit_id, Str code)
{
    const int64_t *number = dict_get(&counts->values, unit_key(arena, unit_id, code));
    return number ? *number : 0;
}

static bool is_of_due_day(Str code)
{
    return str_equal(code, DUE) || str_equal(code, CLOSED_IN_TIME);
}

static void note_unit(Counts *counts, int64_t unit_id)
{
    for (size_t i = 0; i < counts->unit_count; i++)
        if (counts->units[i] == unit_id)
            return;
    counts->units[counts->unit_count++] = unit_id;
}

static void add_totals(Arena *arena, Counts *counts, const MeasureTotalList *totals, bool due)
{
    LIST_EACH (const MeasureTotal, total, totals) {
        if (is_of_due_day(total->code) != due)
            continue;
        *number_at(arena, &counts->values, unit_key(arena, total->unit_id, total->code)) +=
            total->value;
        *number_at(arena, &counts->sums, total->code) += total->value;
        if (total->unit_id && (str_equal(total->code, DUE) || str_equal(total->code, REVIEWED)))
            note_unit(counts, total->unit_id);
    }
}

/* *ret_any: whether any order falls due or is closed in the month, the house's own too. */
static bool read_counts(Ctx *ctx, const CountedAsk *ask, Counts *counts, bool *ret_any)
{
    const MeasureSet *set = NULL;
    Date first = period_first(ask->period), last = period_last(ask->period);
    Date until = score_due_until(ask);
    MeasureTotalList all, due;
    if (!order_measures(ctx, &set) || !score_pack_read(ctx, &counts->pack) ||
        !measures_read(ctx, set, first, last, &all))
        return false;
    due = all;
    if (until.days != last.days && !measures_read(ctx, set, first, until, &due))
        return false;
    if (ask->left_out.count && (!score_leave_out(ctx, set, ask, last, &all) ||
                                !score_leave_out(ctx, set, ask, until, &due)))
        return false;
    *ret_any = false;
    LIST_EACH (const MeasureTotal, total, &all)
        *ret_any = *ret_any || str_equal(total->code, DUE) || str_equal(total->code, REVIEWED);
    counts->values = dict_create(ctx->arena);
    counts->sums = dict_create(ctx->arena);
    counts->units = NEW(ctx->arena, int64_t, all.count + 1);
    add_totals(ctx->arena, counts, &all, /* due= */ false);
    add_totals(ctx->arena, counts, &due, /* due= */ true);
    return true;
}

/* ---- the tables -------------------------------------------------------------------------------
 */

static void add_figure(Arena *arena, CountedTable *table, int64_t unit_id, Str row_key, Str column,
                       Decimal value)
{
    *LIST_ADD(arena, &table->figures) = (CountedFigure){unit_id, row_key, column, value};
}

static Str source_text(Arena *arena, const CountedAsk *ask)
{
    Buf text = buf_create(arena, 256);
    Date until = score_due_until(ask);
    buf_add_c(&text, "由工单逐件计数");
    if (until.days != period_last(ask->period).days) {
        buf_add_c(&text, "（月内预览，到期的算到");
        date_print_chinese(&text, until);
        buf_add_c(&text, "）");
    }
    return buf_str(&text);
}

static void add_unit_counts(Ctx *ctx, const Counts *counts, CountedTable *table)
{
    table->table = counts->pack->table;
    table->scheme = counts->pack->score;
    table->groups = counts->pack->groups;
    for (size_t i = 0; i < counts->unit_count; i++)
        LIST_EACH (const Str, column, &counts->pack->columns)
            add_figure(ctx->arena, table, counts->units[i], STR(""), *column,
                       decimal_of(value_of(ctx->arena, counts, counts->units[i], *column)));
}

static void add_low_efficiency(Ctx *ctx, const Counts *counts, CountedTable *table)
{
    table->table = STR("low-efficiency");
    table->replaces = true;
    for (size_t i = 0; i < counts->unit_count; i++)
        LIST_EACH (const ScoreKind, kind, &counts->pack->low_efficiency) {
            int64_t value = value_of(ctx->arena, counts, counts->units[i], kind->measure);
            if (value)
                add_figure(ctx->arena, table, counts->units[i], kind->kind, STR("count"),
                           decimal_of(value));
        }
}

/* The number that every unit with any of them has; false when they differ, or none has. */
static bool common_number(Ctx *ctx, const Counts *counts, Str measure, int64_t *ret)
{
    int64_t common = 0;
    for (size_t i = 0; i < counts->unit_count; i++) {
        int64_t value = value_of(ctx->arena, counts, counts->units[i], measure);
        if (value && common && value != common)
            return false;
        common = value ? value : common;
    }
    *ret = common;
    return common != 0;
}

static int64_t sum_of(const Counts *counts, Str measure)
{
    const int64_t *sum = dict_get(&counts->sums, measure);
    return sum ? *sum : 0;
}

static bool add_district(Ctx *ctx, const Counts *counts, CountedTable *table)
{
    table->table = STR("district");
    LIST_EACH (const ScoreDistrict, figure, &counts->pack->district) {
        int64_t number = sum_of(counts, figure->measure) + sum_of(counts, figure->also);
        Fraction product;
        Decimal value = decimal_of(number);
        if (figure->each && !common_number(ctx, counts, figure->measure, &number))
            continue;
        if (figure->each)
            value = decimal_of(number);
        if (figure->has_times &&
            (!fraction_mul(fraction_of_int(number), fraction_of_decimal(figure->times), &product) ||
             !fraction_round(product, DECIMAL_PLACES, ROUND_HALF_UP, &value)))
            return fail(ctx, FAIL_OVERFLOW, "「%.*s」过大", STRF(figure->code));
        add_figure(ctx->arena, table, 0, figure->code, STR("value"), value);
    }
    return true;
}

bool score_counted(Ctx *ctx, const CountedAsk *ask, CountedTableList *list)
{
    Counts counts = {0};
    CountedTable tables[3] = {0};
    bool any = false;
    if (period_is_year(ask->period))
        return true;
    if (!read_counts(ctx, ask, &counts, &any))
        return fail_while(ctx, "由工单计数");
    if (!any)
        return true;
    add_unit_counts(ctx, &counts, &tables[0]);
    add_low_efficiency(ctx, &counts, &tables[1]);
    if (!add_district(ctx, &counts, &tables[2]))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        tables[i].source = source_text(ctx->arena, ask);
        *LIST_ADD(ctx->arena, list) = tables[i];
    }
    return true;
}

/* ---- which months -----------------------------------------------------------------------------
 */

static Period month_of(Date day)
{
    CivilDate civil = date_civil(day);
    Period month = {0};
    if (!month_make(civil.year, civil.month, &month))
        BUG("a date without month");
    return month;
}

bool score_counted_months(Ctx *ctx, PeriodList *list)
{
    const MeasureSet *set = NULL;
    Date first, last, today = instant_date(clock_now(ctx));
    bool any = false;
    if (!order_measures(ctx, &set) || !measures_span(ctx, set, &first, &last, &any))
        return false;
    if (!any)
        return true;
    last = last.days < today.days ? last : today;
    for (Period month = month_of(first); month.months <= month_of(last).months; month.months++) {
        Date begin = period_first(month), end = period_last(month);
        bool due = false, closed = false;
        if (!measures_any(ctx, set, DUE, begin, end, &due) ||
            (!due && !measures_any(ctx, set, REVIEWED, begin, end, &closed)))
            return false;
        if (due || closed)
            *LIST_ADD(ctx->arena, list) = month;
    }
    return true;
}
