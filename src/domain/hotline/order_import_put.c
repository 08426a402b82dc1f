/* One order as a file says it is: its matter, its ledger as far as the times tell, and the order
 * itself. */
#include "base/utf8.h"
#include "domain/hotline/order_import.h"
#include "port/clock.h"
#include "port/fold.h"
#include "sql_ids.h"

#define ORIGIN STR("import")
#define ELSEWHERE STR("市平台")
#define TITLE_RUNES 30

ImportedOrder imported_order_of(const Order *order)
{
    return (ImportedOrder){.order_no = order->number,
                           .received_at = order->received_at,
                           .kind = order->kind,
                           .channel = order->channel,
                           .title = order->title,
                           .content = order->content,
                           .address = order->address,
                           .unit_id = order->unit_id,
                           .has_dispatched_at = order->has_dispatched_at,
                           .dispatched_at = order->dispatched_at,
                           .has_signed_at = order->has_signed_at,
                           .signed_at = order->signed_at,
                           .returns = order->returns,
                           .incorrect_returns = order->incorrect_returns,
                           .extension_days = order->extension_days,
                           .has_replied_at = order->has_replied_at,
                           .replied_at = order->replied_at,
                           .review_failures = order->review_failures,
                           .has_closed_at = order->has_closed_at,
                           .closed_at = order->closed_at,
                           .satisfaction = order->satisfaction,
                           .duty_not_done = order->duty_not_done,
                           .knowledge_requests = order->knowledge_requests,
                           .knowledge_on_time = order->knowledge_on_time};
}

static Str state_of(const ImportedOrder *order)
{
    if (order->has_closed_at)
        return str_empty(order->satisfaction) ? STR("closed") : STR("archived");
    if (order->has_replied_at)
        return STR("reviewing");
    return order->has_signed_at ? STR("handling") : STR("dispatched");
}

static bool same_time(bool has, Instant a, bool had, Instant b)
{
    return has == had && (!has || a.ms == b.ms);
}

/* Of an order that lives here, a file that tells no other times leaves the state alone. */
static Str state_after(const Order *before, const ImportedOrder *order)
{
    if (!before || str_equal(before->state, STR("voided")))
        return state_of(order);
    bool same = same_time(before->has_signed_at, before->signed_at, order->has_signed_at,
                          order->signed_at) &&
                same_time(before->has_replied_at, before->replied_at, order->has_replied_at,
                          order->replied_at) &&
                same_time(before->has_closed_at, before->closed_at, order->has_closed_at,
                          order->closed_at) &&
                str_equal(before->satisfaction, order->satisfaction);
    return same || before->merged_into ? before->state : state_of(order);
}

/* ---- the ledger -------------------------------------------------------------------------------
 */

typedef struct Ledger {
    Arena *arena;
    const Matter *matter;
    MatterEventList events;
    Str state; /* after the last of them */
} Ledger;

static MatterEvent *add_event(Ledger *ledger, Str move, Str to, Instant at)
{
    MatterEvent *event = LIST_ADD(ledger->arena, &ledger->events);
    *event = (MatterEvent){.matter_id = ledger->matter->id,
                           .move = move,
                           .from_state = ledger->state,
                           .to_state = to,
                           .at = at,
                           .actor = ELSEWHERE,
                           .to_unit_id = ledger->matter->unit_id,
                           .has_due_at = ledger->matter->has_due_at,
                           .due_at = ledger->matter->due_at};
    ledger->state = to;
    return event;
}

static void tell_times(Ledger *ledger, const ImportedOrder *order)
{
    add_event(ledger, STR("open"), STR("pending"), order->received_at)->clock = STR("started");
    if (order->has_dispatched_at)
        add_event(ledger, STR("dispatch"), STR("dispatched"), order->dispatched_at)->clock =
            STR("handed");
    if (order->has_signed_at)
        add_event(ledger, STR("sign"), STR("handling"), order->signed_at);
    if (order->has_replied_at)
        add_event(ledger, STR("reply"), STR("reviewing"), order->replied_at);
    if (order->has_closed_at)
        add_event(ledger, STR("release"), STR("closed"), order->closed_at)->clock = STR("stopped");
}

/* What happened here stays: of an order made here all of it, of one imported earlier its imports.
 */
static bool keep_events(Ctx *ctx, Ledger *ledger, const Order *before)
{
    MatterEventList kept = {0};
    bool made_here = !str_equal(before->origin, ORIGIN);
    if (!flow_ledger(ctx, before->id, &kept))
        return false;
    if (made_here)
        ledger->events = (MatterEventList){0};
    LIST_EACH (const MatterEvent, event, &kept)
        if (made_here || str_equal(event->move, STR("import")))
            *LIST_ADD(ctx->arena, &ledger->events) = *event;
    if (made_here)
        ledger->state = before->state;
    return true;
}

static bool make_ledger(Ctx *ctx, const ImportPut *put, const Matter *matter, MatterEventList *ret)
{
    Ledger ledger = {.arena = ctx->arena, .matter = matter, .state = STR("")};
    tell_times(&ledger, put->order);
    if (put->before && !keep_events(ctx, &ledger, put->before))
        return false;
    MatterEvent *event = add_event(&ledger, STR("import"), matter->state, clock_now(ctx));
    event->account_id = ctx->actor ? ctx->actor->account_id : 0;
    event->actor = actor_label(ctx);
    event->reason = put->why;
    *ret = ledger.events;
    return true;
}

/* ---- the matter and the order -----------------------------------------------------------------
 */

static bool make_matter(Ctx *ctx, const ImportPut *put, Matter *matter)
{
    const ImportedOrder *order = put->order;
    const Lifecycle *lifecycle = NULL;
    bool found = false;
    *matter = (Matter){.requests = STR("")};
    if (put->before && !matter_read(ctx, put->before->id, matter, &found))
        return false;
    if (!lifecycle_for(ctx, ORDER_LIFECYCLE, instant_date(order->received_at), &lifecycle))
        return false;
    if (!found)
        *matter = (Matter){.lifecycle = ORDER_LIFECYCLE,
                           .version = lifecycle->version,
                           .level = lifecycle->levels.at[0],
                           .opener_id = ctx->actor ? ctx->actor->account_id : ACCOUNT_SYSTEM};
    matter->number = order->order_no;
    matter->class_code = order->kind;
    matter->unit_id = order->unit_id;
    matter->opened_at = order->received_at;
    matter->extension_days = order->extension_days;
    matter->state = put->void_it ? STR("voided") : state_after(put->before, order);
    matter->revision++;
    matter->has_closed_at = order->has_closed_at || put->void_it;
    matter->closed_at = order->has_closed_at ? order->closed_at : clock_now(ctx);
    if (matter->has_closed_at) {
        matter->has_paused_at = matter->has_step_due_at = false;
        matter->step = STR("");
    }
    return flow_compute_due(ctx, lifecycle, put->workdays, matter);
}

/* 「工单标题」 of one that came without: the first words of what it says. */
static Str title_of(const ImportedOrder *order)
{
    return str_empty(order->title) ? utf8_prefix(order->content, TITLE_RUNES) : order->title;
}

static Order make_order(Ctx *ctx, const ImportPut *put, const Matter *matter)
{
    const ImportedOrder *from = put->order;
    Order order = put->before ? *put->before : (Order){.origin = ORIGIN};
    order_copy_matter(&order, matter);
    order.channel = from->channel;
    order.title = title_of(from);
    order.content = from->content;
    order.address = from->address;
    order.folded_address = fold_name(ctx->arena, from->address);
    order.has_dispatched_at = from->has_dispatched_at;
    order.dispatched_at = from->dispatched_at;
    order.has_signed_at = from->has_signed_at;
    order.signed_at = from->signed_at;
    order.has_replied_at = from->has_replied_at;
    order.replied_at = from->replied_at;
    order.returns = from->returns;
    order.incorrect_returns = from->incorrect_returns;
    order.review_failures = from->review_failures;
    order.knowledge_requests = from->knowledge_requests;
    order.knowledge_on_time = from->knowledge_on_time;
    if (!put->before || !str_equal(order.satisfaction, from->satisfaction))
        order.callback_satisfaction = from->satisfaction;
    order.satisfaction = from->satisfaction;
    order.duty_not_done = from->duty_not_done;
    return order;
}

/* The street that the address names, as of an order taken here; 0 = it names none. */
static bool find_place(Ctx *ctx, const Order *before, Order *order)
{
    if (before && str_equal(before->folded_address, order->folded_address))
        return true;
    order->place_unit_id = 0;
    return str_empty(order->folded_address) ||
           db_number(ctx, SQL_ORDER_PLACE, BINDS({"address", bind(order->folded_address)}),
                     &order->place_unit_id);
}

bool order_import_put(Ctx *ctx, const ImportPut *put, int64_t *ret_id, int64_t *ret_revision)
{
    Matter matter = {0};
    MatterEventList events = {0};
    if (!make_matter(ctx, put, &matter) || !make_ledger(ctx, put, &matter, &events) ||
        !flow_put(ctx, &matter, &events, &matter.id))
        return false;
    Order order = make_order(ctx, put, &matter);
    *ret_id = matter.id;
    *ret_revision = matter.revision;
    return find_place(ctx, put->before, &order) && order_follow(ctx, put->before, &order);
}
