/* Sending an order and its photographs, rating, complaining. */
#include "domain/hotline/citizen_guess.h"
#include "domain/hotline/order_unit.h"

#include "base/utf8.h"
#include "engine/access/access.h"
#include "port/clock.h"

#define MS_PER_MINUTE INT64_C(60000)

/* ---- whose work it is ------------------------------------------------------------------------ */

void citizen_enter(Ctx *ctx, Citizen *citizen)
{
    *citizen = (Citizen){.actor = {.account_id = ACCOUNT_SYSTEM,
                                   .name = STR("citizen"),
                                   .person = STR("市民"),
                                   .scope = {.units = STR("[]")},
                                   .scope_label = STR("无"),
                                   .visit = ctx->actor ? ctx->actor->visit : NULL},
                         .before_actor = ctx->actor,
                         .before_scope = ctx->scope};
    actor_enter(ctx, &citizen->actor);
    citizen->lifted = scope_lift(ctx); /* an order of the house's, found by number or ticket */
}

void citizen_leave(Ctx *ctx, const Citizen *citizen)
{
    scope_lower(ctx, citizen->lifted);
    ctx->actor = citizen->before_actor;
    scope_lower(ctx, citizen->before_scope);
}

/* ---- sending --------------------------------------------------------------------------------- */

static void problem(Problems *problems, const char *field, const char *message)
{
    problems_add(problems, (Problem){.field = str_of(field), .message = str_of(message)});
}

/* The rest is checked by order_take; here what a citizen must give and a clerk need not. */
static bool check(Ctx *ctx, const CitizenRequest *request, const CitizenRules *rules)
{
    Problems problems = problems_create(ctx->arena);
    bool known = false;
    if (!str_empty(request->website) || request->seconds < rules->seconds_least) {
        fail(ctx, FAIL_LIMITED, "提交得太快");
        return fail_hint(ctx, "请核对内容，过几秒再提交");
    }
    LIST_EACH (const CitizenKind, kind, &rules->kinds)
        known = known || str_equal(kind->kind, request->kind);
    if (!known)
        problem(&problems, "kind", "请选择类型");
    if (str_empty(str_trim(request->content)))
        problem(&problems, "content", "请写明要反映的事情");
    if (str_empty(str_trim(request->phone)))
        problem(&problems, "phone", "请填写电话，查询进度和联系您都要用到");
    if (utf8_count(request->idempotency_key) < CITIZEN_KEY_RUNES_LEAST)
        problem(&problems, "idempotency_key", "提交编号太短");
    if (problems.total == 0)
        return true;
    fail(ctx, FAIL_INVALID, "有 %zu 处需要补充", problems.total);
    return fail_problems(ctx, &problems);
}

static Str waiting_for(const CitizenRules *rules, Str state)
{
    LIST_EACH (const CitizenWaitRule, rule, &rules->waiting)
        if (str_equal(rule->state, state))
            return rule->says;
    return (Str){0};
}

static bool ticket_for(Ctx *ctx, const CitizenRules *rules, int64_t order_id, Str *ret)
{
    Instant until = {clock_now(ctx).ms + rules->ticket_minutes * MS_PER_MINUTE};
    return citizen_ticket(ctx, order_id, until, ret);
}

/* Whom a 举报 is about stands in its content; when it is one of the units, the order is kept from
 * it. */
static void set_reported(Ctx *ctx, const CitizenRequest *request, OrderRequest *order)
{
    Str reported = str_trim(request->reported);
    int64_t id = 0;
    if (!str_equal_c(request->kind, "举报") || str_empty(reported))
        return;
    if (!str_empty(order->content))
        order->content =
            str_format(ctx->arena, "%.*s\n被举报对象：%.*s", STRF(order->content), STRF(reported));
    if (order_unit_id(ctx, reported, &id))
        order->reported_unit = reported;
    else
        fail_clear(ctx); /* a person, or a unit of another house */
}

static bool take(Ctx *ctx, const CitizenRules *rules, const CitizenRequest *request,
                 OrderTaken *ret)
{
    OrderRequest order = {
        .kind = request->kind,
        .content = request->content,
        .address = request->address,
        .caller = {.name = request->name, .phone = request->phone},
        .channel = STR("网页"),
        .idempotency_key = request->idempotency_key,
        .category = request->category,
        .confidential = request->confidential || str_equal_c(request->kind, "举报"),
        .anonymous = request->anonymous,
        .has_longitude = request->has_longitude,
        .longitude = request->longitude,
        .has_latitude = request->has_latitude,
        .latitude = request->latitude,
    };
    Citizen citizen;
    citizen_enter(ctx, &citizen);
    set_reported(ctx, request, &order);
    /* Nothing is kept of where an anonymous order came from. */
    bool nameless = order.anonymous || order.confidential;
    bool good = order_take(ctx, &order, STR("citizen"), STR("citizen"), ret) &&
                (nameless || guess_know(ctx, rules, ret->number));
    citizen_leave(ctx, &citizen);
    return good;
}

bool citizen_take(Ctx *ctx, const CitizenRequest *request, CitizenTaken *ret)
{
    CitizenRules rules;
    OrderTaken taken;
    Str ticket;
    if (!citizen_rules(ctx, &rules) || !check(ctx, request, &rules) ||
        !take(ctx, &rules, request, &taken) || !ticket_for(ctx, &rules, taken.id, &ticket))
        return false;
    *ret = (CitizenTaken){.number = taken.number,
                          .received_at = taken.received_at,
                          .due_text = taken.due_text,
                          .next = waiting_for(&rules, STR("pending")),
                          .ticket = ticket,
                          .repeated = taken.repeated};
    return true;
}

bool citizen_photo(Ctx *ctx, Str ticket, Str name, Str bytes, Attachment *ret)
{
    Citizen citizen;
    Order order;
    int64_t id;
    if (!citizen_ticket_read(ctx, ticket, &id))
        return false;
    citizen_enter(ctx, &citizen);
    bool good =
        order_read(ctx, id, &order) &&
        attachment_add(ctx, &order, &(NewAttachment){.name = name, .bytes = bytes, .citizen = true},
                       ret);
    citizen_leave(ctx, &citizen);
    return good;
}

/* ---- rating and complaining ------------------------------------------------------------------ */

static bool move(Ctx *ctx, const OrderDeed *deed)
{
    OrderDone done;
    return order_do(ctx, deed, &done);
}

static bool rate(Ctx *ctx, int64_t id, Str satisfaction)
{
    Order order;
    if (!order_read(ctx, id, &order))
        return false;
    if (str_equal(order.citizen_satisfaction, satisfaction))
        return true; /* sent again */
    if (!str_empty(order.citizen_satisfaction))
        return fail(ctx, FAIL_STATE, "这件工单已经评价过：%.*s", STRF(order.citizen_satisfaction));
    return move(ctx, &(OrderDeed){.number = order.number,
                                  .move = STR("rate"),
                                  .revision = order.revision,
                                  .satisfaction = satisfaction});
}

bool citizen_rate(Ctx *ctx, Str ticket, Str satisfaction)
{
    Citizen citizen;
    int64_t id;
    if (!order_satisfaction_known(satisfaction)) {
        fail(ctx, FAIL_INVALID, "没有评价「%.*s」", STRF(satisfaction));
        return fail_hint(ctx, "非常满意、满意、基本满意、不满意、非常不满意 之一");
    }
    if (!citizen_ticket_read(ctx, ticket, &id))
        return false;
    citizen_enter(ctx, &citizen);
    bool good = rate(ctx, id, satisfaction);
    citizen_leave(ctx, &citizen);
    return good;
}

static bool complain(Ctx *ctx, int64_t id, Str words)
{
    Order order;
    MatterEventList events;
    if (!order_read(ctx, id, &order) || !flow_ledger(ctx, id, &events))
        return false;
    LIST_EACH (const MatterEvent, event, &events)
        if (str_equal_c(event->move, "complain") && str_equal(event->words, words))
            return true; /* sent again */
    return move(ctx, &(OrderDeed){.number = order.number, .move = STR("complain"), .words = words});
}

bool citizen_complain(Ctx *ctx, Str ticket, Str words)
{
    Citizen citizen;
    int64_t id;
    Str said = str_trim(words);
    if (str_empty(said))
        return fail(ctx, FAIL_INVALID, "请写明对办理过程哪里不满意");
    if (utf8_count(said) > CITIZEN_COMPLAINT_RUNES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "至多 %d 个字", CITIZEN_COMPLAINT_RUNES_MAX);
    if (!citizen_ticket_read(ctx, ticket, &id))
        return false;
    citizen_enter(ctx, &citizen);
    bool good = complain(ctx, id, said);
    citizen_leave(ctx, &citizen);
    return good;
}
