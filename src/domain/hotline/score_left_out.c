#include "domain/hotline/score_left_out.h"

#include "domain/hotline/order_measures.h"
#include "domain/hotline/score_counts.h"
#include "port/db.h"
#include "sql_ids.h"

typedef struct Leaving {
    const MeasureSet *set;
    MeasureNameList names;
    Date first;
    Date last;
    MeasureTotalList totals;
} Leaving;

static void add(Arena *arena, Leaving *leaving, int64_t unit_id, Str code, int64_t value)
{
    LIST_EACH (MeasureTotal, total, &leaving->totals)
        if (total->unit_id == unit_id && str_equal(total->code, code)) {
            total->value += value;
            return;
        }
    *LIST_ADD(arena, &leaving->totals) = (MeasureTotal){unit_id, code, value};
}

static void count(Arena *arena, Leaving *leaving, const OrderFacts *facts, int sign)
{
    LIST_EACH (const MeasureName, name, &leaving->names) {
        Date day = {0};
        int64_t value = 0;
        if (measure_counts(leaving->set, name->code, facts, &day, &value) && value &&
            day.days >= leaving->first.days && day.days <= leaving->last.days)
            add(arena, leaving, facts->unit_id, name->code, sign * value);
    }
}

/* Named before: an order can be left out once. */
static bool is_repeated(const TextList *numbers, const Str *number)
{
    for (const Str *earlier = numbers->at; earlier < number; earlier++)
        if (str_equal(*earlier, *number))
            return true;
    return false;
}

static bool read_order(Ctx *ctx, Str number, Order *ret, bool *ret_found)
{
    return db_one(ctx, SQL_SCORE_ORDER_NUMBERED, BINDS({"number", bind(number)}), &order_shape, ret,
                  ret_found);
}

bool score_leave_out(Ctx *ctx, const MeasureSet *set, const CountedAsk *ask, Date last,
                     MeasureTotalList *totals)
{
    Leaving leaving = {.set = set,
                       .names = measure_names(ctx->arena, set),
                       .first = period_first(ask->period),
                       .last = last};
    MeasureTotalList left = {0};
    LIST_EACH (const MeasureTotal, total, totals)
        *LIST_ADD(ctx->arena, &leaving.totals) = *total;
    LIST_EACH (const Str, number, &ask->left_out) {
        Order order;
        OrderFacts facts;
        bool found = false;
        if (is_repeated(&ask->left_out, number))
            continue;
        if (!read_order(ctx, *number, &order, &found))
            return false;
        if (!found)
            continue;
        order_facts(&order, &facts);
        count(ctx->arena, &leaving, &facts, -1);
        order.excluded = true;
        order_facts(&order, &facts);
        count(ctx->arena, &leaving, &facts, 1);
    }
    LIST_EACH (const MeasureTotal, total, &leaving.totals)
        if (total->value)
            *LIST_ADD(ctx->arena, &left) = *total;
    *totals = left;
    return true;
}

bool score_counted_find(Ctx *ctx, Str number, bool *ret_found)
{
    Order order;
    return read_order(ctx, number, &order, ret_found);
}

bool score_counted_exclude(Ctx *ctx, Str number, Str reason, Str basis)
{
    Order order;
    OrderDone done;
    bool found = false;
    if (!read_order(ctx, number, &order, &found))
        return false;
    if (!found || order.excluded)
        return true;
    bool asked = str_contains(order.requests, STR(" exclusion "));
    return order_do(ctx,
                    &(OrderDeed){.number = number,
                                 .move = asked ? STR("grant_exclusion") : STR("exclude"),
                                 .reason = reason,
                                 .basis = basis},
                    &done);
}
