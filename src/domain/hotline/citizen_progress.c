/* How far an order is, for who knows its number and the last four digits of the phone. */
#include "domain/hotline/citizen_guess.h"
#include "domain/hotline/rules.h"

#include "engine/access/access.h"
#include "port/clock.h"
#include "port/db.h"
#include "sql_ids.h"

#define MS_PER_MINUTE INT64_C(60000)
#define TAIL_DIGITS 4

/* ---- finding it ------------------------------------------------------------------------------ */

static bool is_tail(Str tail)
{
    bool digits = tail.len == TAIL_DIGITS;
    for (size_t i = 0; digits && i < tail.len; i++)
        digits = tail.at[i] >= '0' && tail.at[i] <= '9';
    return digits;
}

static bool fail_unknown(Ctx *ctx)
{
    fail(ctx, FAIL_NOT_FOUND, "没有查到这件工单：工单号或电话后四位不对");
    return fail_hint(ctx, "工单号在提交后的页面上，如 HZ20230213-00001；电话是提交时填写的那个");
}

/* In the same steps whether there is such a number or not. */
static bool find(Ctx *ctx, const CitizenRules *rules, Str number, Str tail, int64_t *ret_id)
{
    Guess guess;
    int64_t id = 0;
    if (!guess_begin(ctx, rules, number, &guess) ||
        !db_number(ctx, SQL_CITIZEN_ORDER, BINDS({"number", bind(number)}, {"tail", bind(tail)}),
                   &id) ||
        !guess_end(ctx, &guess, id != 0))
        return false;
    *ret_id = id;
    return id != 0 || fail_unknown(ctx);
}

/* ---- telling it ------------------------------------------------------------------------------ */

static const CitizenStepRule *step_rule(const CitizenRules *rules, Str move)
{
    LIST_EACH (const CitizenStepRule, rule, &rules->steps)
        if (str_equal(rule->move, move))
            return rule;
    return NULL;
}

static void add_steps(Ctx *ctx, const CitizenRules *rules, const UnitBook *book,
                      const MatterEventList *events, CitizenStepList *ret)
{
    LIST_EACH (const MatterEvent, event, events) {
        const CitizenStepRule *rule = step_rule(rules, event->move);
        if (!rule)
            continue;
        const Unit *unit = rule->unit ? unit_by_id(book, event->to_unit_id) : NULL;
        *LIST_ADD(ctx->arena, ret) = (CitizenStep){
            .says = rule->says, .at = event->at, .unit = unit ? unit->name : (Str){0}};
    }
}

static void set_waiting(const CitizenRules *rules, const Order *order, CitizenProgress *progress)
{
    LIST_EACH (const CitizenWaitRule, rule, &rules->waiting) {
        if (!str_equal(rule->state, order->state))
            continue;
        bool step = rule->step && order->has_step_due_at;
        progress->waiting = rule->says;
        progress->has_until = step || (order->has_due_at && !order->has_closed_at);
        progress->until = step ? order->step_due_at : order->due_at;
    }
}

static Str due_text(Ctx *ctx, const Order *order)
{
    if (order->missing_year)
        return str_format(ctx->arena, "期限待定（缺%lld年日历）", (long long)order->missing_year);
    if (!order->has_due_day)
        return STR("无办结期限");
    Buf text = buf_create(ctx->arena, 64);
    date_print(&text, order->due_day);
    buf_add_c(&text, " 24:00前");
    return buf_str(&text);
}

static bool may_rate(const Order *order)
{
    static const char *const states[] = {"closed", "redoing", "redone", "archived", NULL};
    return str_empty(order->citizen_satisfaction) && str_is_one_of(order->state, states);
}

static bool tell(Ctx *ctx, const CitizenRules *rules, const Order *order, CitizenProgress *ret)
{
    const Lifecycle *lifecycle;
    const HotlineRules *hotline;
    MatterEventList events;
    UnitBook book;
    Instant until = {clock_now(ctx).ms + rules->ticket_minutes * MS_PER_MINUTE};
    if (!lifecycle_for(ctx, ORDER_LIFECYCLE, order->received_day, &lifecycle) ||
        !hotline_rules(ctx, &hotline) || !flow_ledger(ctx, order->id, &events) ||
        !unit_book_read(ctx, &book) || !citizen_ticket(ctx, order->id, until, &ret->ticket))
        return false;
    const LifecycleState *state = lifecycle_state(lifecycle, order->state);
    const Category *category = category_called(hotline, order->category);
    ret->number = order->number;
    ret->kind = order->kind;
    ret->category = category ? category->name : (Str){0};
    ret->state_name = state ? state->name : order->state;
    ret->done = state && state->done;
    ret->received_at = order->received_at;
    ret->due_text = due_text(ctx, order);
    ret->reply = order->has_closed_at ? order->reply : (Str){0};
    ret->rated = order->citizen_satisfaction;
    ret->may_rate = may_rate(order);
    ret->may_complain = state && !state->end;
    add_steps(ctx, rules, &book, &events, &ret->steps);
    set_waiting(rules, order, ret);
    return true;
}

bool citizen_progress(Ctx *ctx, Str number, Str tail, CitizenProgress *ret)
{
    CitizenRules rules;
    CitizenProgress progress = {0};
    Citizen citizen;
    Order order;
    int64_t id = 0;
    Str digits = str_trim(tail);
    if (!is_tail(digits))
        return fail(ctx, FAIL_INVALID, "电话后四位应是四个数字");
    if (!citizen_rules(ctx, &rules))
        return false;
    citizen_enter(ctx, &citizen);
    bool good = find(ctx, &rules, str_trim(number), digits, &id) && order_read(ctx, id, &order) &&
                tell(ctx, &rules, &order, &progress);
    citizen_leave(ctx, &citizen);
    if (good)
        *ret = progress;
    return good;
}

/* ---- its address ----------------------------------------------------------------------------- */

static bool is_plain(Str number)
{
    for (size_t i = 0; i < number.len; i++)
        if (!(number.at[i] >= '0' && number.at[i] <= '9') &&
            !(number.at[i] >= 'A' && number.at[i] <= 'Z') &&
            !(number.at[i] >= 'a' && number.at[i] <= 'z') && number.at[i] != '-')
            return false;
    return true;
}

Str citizen_progress_url(Ctx *ctx, Str number)
{
    const Visit *visit = ctx->actor ? ctx->actor->visit : NULL;
    if (!visit || str_empty(visit->host) || !is_plain(number))
        return (Str){0};
    return str_format(ctx->arena, "%s://%.*s" CITIZEN_PATH "progress?number=%.*s",
                      visit->secure ? "https" : "http", STRF(visit->host), STRF(number));
}
