/* The orders behind an item of the score: which cost points, how much, and why. */
#include "base/fraction.h"
#include "domain/hotline/order_measures.h"
#include "domain/hotline/score_counts.h"
#include "domain/hotline/score_pack.h"
#include "port/db.h"
#include "sql_ids.h"

#define COST_PLACES 6

/* An item being looked into for a unit. */
typedef struct Inquiry {
    const CountedAsk *ask;
    const MeasureSet *set;
    const ScoreItem *item;
    int64_t divisor;
    CountedRecordList *list;
} Inquiry;

static bool counts(const Inquiry *inquiry, const char *measure, const OrderFacts *facts)
{
    Date day;
    int64_t value;
    Str code = str_of(measure);
    return measure_counts(inquiry->set, code, facts, &day, &value) && value > 0 &&
           day.days >= period_first(inquiry->ask->period).days &&
           day.days <= (str_equal_c(code, "due") ? score_due_until(inquiry->ask)
                                                 : period_last(inquiry->ask->period))
                           .days;
}

/* How many times an order costs what the item says, and why. 0 = it costs nothing. */
typedef int64_t Loss(const Inquiry *inquiry, const Order *order, const OrderFacts *facts, Buf *why);

static void say_time(Buf *to, Instant at)
{
    Date day = instant_date(at);
    Buf text = buf_create(to->arena, 64);
    instant_print_short(&text, at);
    CivilDate civil = date_civil(day);
    buf_format(to, "%d月%d日%.*s", civil.month, civil.day,
               STRF(str_after(buf_str(&text), buf_str(&text).len - 5)));
}

static int64_t lost_late(const Inquiry *inquiry, const Order *order, const OrderFacts *facts,
                         Buf *why)
{
    if (!counts(inquiry, "due", facts) || facts->in_time)
        return 0;
    CivilDate due = date_civil(order->due_day);
    buf_format(why, "%d月%d日24:00到期，", due.month, due.day);
    if (!order->has_closed_at) {
        buf_add_c(why, "没有办结");
        return 1;
    }
    say_time(why, order->closed_at);
    buf_format(why, "办结，超期%d天", order->closed_day.days - order->due_day.days);
    return 1;
}

static int64_t lost_failed(const Inquiry *inquiry, const Order *order, const OrderFacts *facts,
                           Buf *why)
{
    if (!counts(inquiry, "reviewed", facts) || order->review_failures == 0)
        return 0;
    buf_format(why, "办结审核不通过%lld次", (long long)order->review_failures);
    return 1;
}

static int64_t lost_incorrect_returns(const Inquiry *inquiry, const Order *order,
                                      const OrderFacts *facts, Buf *why)
{
    if (!counts(inquiry, "incorrect_returns", facts))
        return 0;
    buf_format(why, "退单%lld次，其中非正确%lld次", (long long)order->returns,
               (long long)order->incorrect_returns);
    return order->incorrect_returns;
}

static int64_t lost_knowledge(const Inquiry *inquiry, const Order *order, const OrderFacts *facts,
                              Buf *why)
{
    int64_t late = order->knowledge_requests - order->knowledge_on_time;
    if (!counts(inquiry, "reviewed", facts) || late <= 0)
        return 0;
    buf_format(why, "知识需求%lld条，按时响应%lld条", (long long)order->knowledge_requests,
               (long long)order->knowledge_on_time);
    return late;
}

static int64_t lost_duty(const Inquiry *inquiry, const Order *order, const OrderFacts *facts,
                         Buf *why)
{
    if (!counts(inquiry, "duty_not_done", facts))
        return 0;
    buf_format(why, "评价「%.*s」，未履职尽责", STRF(order->satisfaction));
    return 1;
}

static int64_t lost_low_efficiency(const Inquiry *inquiry, const Order *order,
                                   const OrderFacts *facts, Buf *why)
{
    bool returned = counts(inquiry, "repeated_returns", facts);
    bool failed = counts(inquiry, "failed_reviews", facts);
    if (returned)
        buf_format(why, "重复退回：退单%lld次", (long long)order->returns);
    if (failed)
        buf_format(why, "%s办结审核不通过%lld次", returned ? "；" : "",
                   (long long)order->review_failures);
    return returned + failed;
}

static const struct {
    const char *lost;
    Loss *loss;
} kinds[] = {
    {"late", lost_late},
    {"failed", lost_failed},
    {"incorrect_returns", lost_incorrect_returns},
    {"knowledge_late", lost_knowledge},
    {"duty_not_done", lost_duty},
    {"low_efficiency", lost_low_efficiency},
};

static Loss *loss_of(const ScoreItem *item)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_equal_c(item->lost, kinds[i].lost))
            return kinds[i].loss;
    BUG("unknown loss");
}

/* points × times ÷ divisor, negative. */
static bool cost_of(const Inquiry *inquiry, int64_t times, Decimal *ret)
{
    Fraction cost;
    return fraction_mul(fraction_of_decimal(inquiry->item->points), fraction_of_int(-times),
                        &cost) &&
           fraction_div(cost, fraction_of_int(inquiry->divisor), &cost) &&
           fraction_round(cost, COST_PLACES, ROUND_HALF_UP, ret);
}

static bool look_at(Ctx *ctx, const Inquiry *inquiry, const Order *order)
{
    OrderFacts facts;
    CountedRecord record = {0};
    Buf why = buf_create(ctx->arena, KIB);
    order_facts(order, &facts);
    int64_t times = loss_of(inquiry->item)(inquiry, order, &facts, &why);
    if (times == 0)
        return true;
    record = (CountedRecord){
        .number = order->number,
        .title = order->title,
        .link = str_format(ctx->arena, "/admin/hotline/orders/%.*s", STRF(order->number)),
        .unit_id = order->unit_id,
        .at = order->has_closed_at ? order->closed_at : order->received_at,
        .has_cost = inquiry->divisor > 0,
        .why = buf_str(&why)};
    if (str_equal_c(inquiry->item->lost, "late"))
        record.at = order->due_at;
    if (record.has_cost && !cost_of(inquiry, times, &record.cost))
        return fail(ctx, FAIL_OVERFLOW, "工单「%.*s」的扣分过大", STRF(order->number));
    *LIST_ADD(ctx->arena, inquiry->list) = record;
    return true;
}

static bool read_divisor(Ctx *ctx, Inquiry *inquiry, int64_t unit_id)
{
    MeasureTotalList totals;
    bool due = str_equal_c(inquiry->item->of, "due");
    Date last = due ? score_due_until(inquiry->ask) : period_last(inquiry->ask->period);
    inquiry->divisor = str_empty(inquiry->item->of) ? 1 : 0;
    if (!measures_read(ctx, inquiry->set, period_first(inquiry->ask->period), last, &totals))
        return false;
    LIST_EACH (const MeasureTotal, total, &totals)
        if (total->unit_id == unit_id && str_equal(total->code, inquiry->item->of))
            inquiry->divisor = total->value;
    return true;
}

/* Dearest first, then by number. */
static int by_cost(const void *a, const void *b)
{
    const CountedRecord *left = a, *right = b;
    int order = decimal_compare(left->cost, right->cost);
    return order ? order : str_compare(left->number, right->number);
}

bool score_counted_records(Ctx *ctx, const CountedAsk *ask, Str scheme, int64_t unit_id, Str item,
                           CountedRecordList *ret, bool *ret_known)
{
    const ScorePack *pack = NULL;
    Inquiry inquiry = {.ask = ask, .list = ret};
    OrderList orders = {0};
    Date first = period_first(ask->period), last = period_last(ask->period);
    *ret_known = false;
    if (!score_pack_read(ctx, &pack))
        return false;
    inquiry.item = score_item(pack, item);
    if (!str_equal(scheme, pack->score) || !inquiry.item || period_is_year(ask->period))
        return true;
    *ret_known = true;
    bool late = str_equal_c(inquiry.item->lost, "late");
    if (!order_measures(ctx, &inquiry.set) || !read_divisor(ctx, &inquiry, unit_id) ||
        !db_all(ctx, late ? SQL_SCORE_ORDERS_DUE : SQL_SCORE_ORDERS_CLOSED,
                BINDS({"unit_id", bind(unit_id)}, {"first", bind(first)}, {"last", bind(last)}),
                &order_shape, &orders))
        return false;
    LIST_EACH (const Order, order, &orders)
        if (!look_at(ctx, &inquiry, order))
            return false;
    if (ret->count)
        qsort(ret->at, ret->count, sizeof *ret->at, by_cost);
    return true;
}
