/* The one writer of hotline_order: the copy of the matter, the measures and the search follow every
 * change in its transaction. */
#include "domain/hotline/attachment.h"
#include "domain/hotline/order.h"
#include "domain/hotline/order_late.h"
#include "domain/hotline/order_measures.h"
#include "domain/hotline/order_search.h"

#include "engine/access/actor.h"
#include "port/db.h"
#include "sql_ids.h"

#define MAYBE(order, member) ((order)->has_##member ? bind((order)->member) : bind_null())

/* The binds stand in the order of the statements, where they are found at once. */
static bool add(Ctx *ctx, const Order *order)
{
    return db_run(
        ctx, SQL_ORDER_ADD,
        BINDS(
            {"id", bind(order->id)}, {"number", bind(order->number)},
            {"unit_id", bind(order->unit_id)}, {"taker_id", bind(order->taker_id)},
            {"state", bind(order->state)}, {"kind", bind(order->kind)},
            {"level", bind(order->level)}, {"channel", bind(order->channel)},
            {"origin", bind(order->origin)}, {"category", bind(order->category)},
            {"title", bind(order->title)}, {"content", bind(order->content)},
            {"address", bind(order->address)}, {"folded_address", bind(order->folded_address)},
            {"longitude", MAYBE(order, longitude)}, {"latitude", MAYBE(order, latitude)},
            {"place_unit_id", bind(order->place_unit_id)},
            {"confidential", bind(order->confidential)}, {"anonymous", bind(order->anonymous)},
            {"reported_unit_id", bind(order->reported_unit_id)},
            {"caller_hash", bind(order->caller_hash)}, {"phone_tail", bind(order->phone_tail)},
            {"received_at", bind(order->received_at)}, {"received_day", bind(order->received_day)},
            {"dispatched_at", MAYBE(order, dispatched_at)}, {"signed_at", MAYBE(order, signed_at)},
            {"replied_at", MAYBE(order, replied_at)}, {"closed_at", MAYBE(order, closed_at)},
            {"closed_day", MAYBE(order, closed_day)}, {"due_at", MAYBE(order, due_at)},
            {"due_day", MAYBE(order, due_day)}, {"near_at", MAYBE(order, near_at)},
            {"warn_at", MAYBE(order, warn_at)}, {"paused", bind(order->paused)},
            {"missing_year", bind(order->missing_year)}, {"step_due_at", MAYBE(order, step_due_at)},
            {"extension_days", bind(order->extension_days)}, {"revision", bind(order->revision)},
            {"requests", bind(order->requests)}, {"returns", bind(order->returns)},
            {"incorrect_returns", bind(order->incorrect_returns)},
            {"review_failures", bind(order->review_failures)},
            {"knowledge_requests", bind(order->knowledge_requests)},
            {"knowledge_on_time", bind(order->knowledge_on_time)}, {"urges", bind(order->urges)},
            {"supervision", bind(order->supervision)}, {"raised", bind(order->raised)},
            {"campaign", bind(order->campaign)}, {"difficulty", bind(order->difficulty)},
            {"satisfaction", bind(order->satisfaction)},
            {"citizen_satisfaction", bind(order->citizen_satisfaction)},
            {"callback_satisfaction", bind(order->callback_satisfaction)},
            {"duty_not_done", bind(order->duty_not_done)}, {"excluded", bind(order->excluded)},
            {"merged_into", bind(order->merged_into)}, {"reply", bind(order->reply)}),
        /* ret_changed= */ NULL);
}

bool order_put(Ctx *ctx, const Order *order)
{
    return add(ctx, order);
}

static bool change(Ctx *ctx, const Order *order, int64_t *ret_changed)
{
    return db_run(
        ctx, SQL_ORDER_CHANGE,
        BINDS({"unit_id", bind(order->unit_id)}, {"state", bind(order->state)},
              {"level", bind(order->level)}, {"dispatched_at", MAYBE(order, dispatched_at)},
              {"signed_at", MAYBE(order, signed_at)}, {"replied_at", MAYBE(order, replied_at)},
              {"closed_at", MAYBE(order, closed_at)}, {"closed_day", MAYBE(order, closed_day)},
              {"due_at", MAYBE(order, due_at)}, {"due_day", MAYBE(order, due_day)},
              {"near_at", MAYBE(order, near_at)}, {"warn_at", MAYBE(order, warn_at)},
              {"paused", bind(order->paused)}, {"missing_year", bind(order->missing_year)},
              {"step_due_at", MAYBE(order, step_due_at)},
              {"extension_days", bind(order->extension_days)}, {"revision", bind(order->revision)},
              {"requests", bind(order->requests)}, {"returns", bind(order->returns)},
              {"incorrect_returns", bind(order->incorrect_returns)},
              {"review_failures", bind(order->review_failures)},
              {"knowledge_requests", bind(order->knowledge_requests)},
              {"knowledge_on_time", bind(order->knowledge_on_time)}, {"urges", bind(order->urges)},
              {"supervision", bind(order->supervision)}, {"raised", bind(order->raised)},
              {"campaign", bind(order->campaign)}, {"difficulty", bind(order->difficulty)},
              {"satisfaction", bind(order->satisfaction)},
              {"citizen_satisfaction", bind(order->citizen_satisfaction)},
              {"callback_satisfaction", bind(order->callback_satisfaction)},
              {"duty_not_done", bind(order->duty_not_done)}, {"excluded", bind(order->excluded)},
              {"merged_into", bind(order->merged_into)}, {"reply", bind(order->reply)},
              {"id", bind(order->id)}),
        ret_changed);
}

static bool change_words(Ctx *ctx, const Order *order)
{
    return db_run(ctx, SQL_ORDER_CHANGE_WORDS,
                  BINDS({"kind", bind(order->kind)}, {"channel", bind(order->channel)},
                        {"category", bind(order->category)}, {"title", bind(order->title)},
                        {"content", bind(order->content)}, {"address", bind(order->address)},
                        {"folded_address", bind(order->folded_address)},
                        {"place_unit_id", bind(order->place_unit_id)},
                        {"received_at", bind(order->received_at)},
                        {"received_day", bind(order->received_day)}, {"id", bind(order->id)}),
                  /* ret_changed= */ NULL);
}

static bool has_other_words(const Order *before, const Order *after)
{
    return !str_equal(before->kind, after->kind) || !str_equal(before->channel, after->channel) ||
           !str_equal(before->category, after->category) ||
           !str_equal(before->title, after->title) || !str_equal(before->content, after->content) ||
           !str_equal(before->address, after->address) ||
           before->place_unit_id != after->place_unit_id ||
           before->received_at.ms != after->received_at.ms;
}

static bool write_change(Ctx *ctx, const Order *before, const Order *after)
{
    int64_t changed = 0;
    if (!change(ctx, after, &changed) ||
        (has_other_words(before, after) && !change_words(ctx, after)) ||
        (before->unit_id != after->unit_id &&
         (!db_run(ctx, SQL_ORDER_CALLER_MOVES,
                  BINDS({"unit_id", bind(after->unit_id)}, {"id", bind(after->id)}),
                  /* ret_changed= */ NULL) ||
          !attachment_follow(ctx, after->id, after->unit_id))))
        return false;
    return changed == 1 || fail(ctx, FAIL_DATABASE, "工单「%.*s」没有写入", STRF(after->number));
}

static bool count(Ctx *ctx, const Order *before, const Order *after)
{
    const MeasureSet *set;
    OrderFacts was, is;
    LateTelling telling = {.order = after};
    order_facts(after, &is);
    if (before)
        order_facts(before, &was);
    telling.before = before ? &was : NULL;
    telling.after = &is;
    return order_measures(ctx, &set) &&
           measures_change(ctx, set, telling.before, &is, late_touched, &telling);
}

/* Who hands an order on may not see it where it goes, who takes one in at a counter of a unit not
 * where the house keeps it, and the counts are of all units: that he may, flow_open and flow_move
 * have checked. */
bool order_follow(Ctx *ctx, const Order *before, const Order *after)
{
    const DbScope *mine = scope_lift(ctx);
    bool done = (before ? write_change(ctx, before, after) : add(ctx, after)) &&
                count(ctx, before, after) && order_search_put(ctx, before, after);
    scope_lower(ctx, mine);
    return done;
}

void order_copy_matter(Order *order, const Matter *matter)
{
    order->id = matter->id;
    order->number = matter->number;
    order->unit_id = matter->unit_id;
    order->taker_id = matter->opener_id;
    order->state = matter->state;
    order->kind = matter->class_code;
    order->level = matter->level;
    order->received_at = matter->opened_at;
    order->received_day = instant_date(matter->opened_at);
    order->has_due_at = matter->has_due_at;
    order->due_at = matter->due_at;
    order->has_due_day = matter->has_due_day;
    order->due_day = matter->due_day;
    order->has_near_at = matter->has_near_at;
    order->near_at = matter->near_at;
    order->has_warn_at = matter->has_warn_at;
    order->warn_at = matter->warn_at;
    order->paused = matter->has_paused_at;
    order->missing_year = matter->missing_year;
    order->has_step_due_at = matter->has_step_due_at;
    order->step_due_at = matter->step_due_at;
    order->extension_days = matter->extension_days;
    order->revision = matter->revision;
    order->requests = matter->requests;
    order->has_closed_at = matter->has_closed_at;
    order->closed_at = matter->closed_at;
    order->has_closed_day = matter->has_closed_at;
    order->closed_day = matter->has_closed_at ? instant_date(matter->closed_at) : (Date){0};
}

bool order_matter_changed(Ctx *ctx, const Matter *matter, void *self)
{
    Order before;
    bool found = false;
    (void)self;
    if (!str_equal(matter->lifecycle, ORDER_LIFECYCLE))
        return true;
    if (!db_one(ctx, SQL_ORDER_GET, BINDS({"id", bind(matter->id)}), &order_shape, &before, &found))
        return false;
    if (!found)
        return true; /* doctor tells of it */
    Order after = before;
    order_copy_matter(&after, matter);
    return order_follow(ctx, &before, &after);
}
