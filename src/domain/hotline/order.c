/* The shape of an order, what its words may be, and reading one. */
#include "domain/hotline/order.h"

#include "engine/access/audit.h"
#include "port/db.h"
#include "sql_ids.h"

static const Field order_fields[] = {
    FIELD(Order, id, "编号", 0),
    FIELD(Order, number, "工单号", 0),
    FIELD(Order, unit_id, "承办单位编号", 0),
    FIELD(Order, taker_id, "登记账号", 0),
    FIELD(Order, state, "状态", 0),
    FIELD(Order, kind, "类型", 0),
    FIELD(Order, level, "紧急程度", 0),
    FIELD(Order, channel, "渠道", 0),
    FIELD(Order, origin, "来源", 0),
    FIELD(Order, category, "类目", 0),
    FIELD(Order, title, "标题", 0),
    FIELD(Order, content, "内容", 0, .max_runes = ORDER_CONTENT_RUNES_MAX),
    FIELD(Order, address, "地址", 0),
    FIELD(Order, folded_address, "归一地址", 0),
    FIELD_MAYBE(Order, longitude, "经度", 0),
    FIELD_MAYBE(Order, latitude, "纬度", 0),
    FIELD(Order, place_unit_id, "所在街道", 0),
    FIELD(Order, confidential, "保密", 0),
    FIELD(Order, anonymous, "匿名", 0),
    FIELD(Order, reported_unit_id, "被举报单位", 0),
    FIELD(Order, caller_hash, "来电人", FIELD_SECRET),
    FIELD(Order, phone_tail, "电话尾号", 0, .mask = MASK_PHONE),
    FIELD(Order, received_at, "受理时间", 0),
    FIELD(Order, received_day, "受理日期", 0),
    FIELD_MAYBE(Order, dispatched_at, "派单时间", 0),
    FIELD_MAYBE(Order, signed_at, "签收时间", 0),
    FIELD_MAYBE(Order, replied_at, "答复时间", 0),
    FIELD_MAYBE(Order, closed_at, "办结时间", 0),
    FIELD_MAYBE(Order, closed_day, "办结日期", 0),
    FIELD_MAYBE(Order, due_at, "到期时间", 0),
    FIELD_MAYBE(Order, due_day, "到期日", 0),
    FIELD_MAYBE(Order, near_at, "临期时间", 0),
    FIELD_MAYBE(Order, warn_at, "预警时间", 0),
    FIELD(Order, paused, "挂起", 0),
    FIELD(Order, missing_year, "缺日历的年份", 0),
    FIELD_MAYBE(Order, step_due_at, "步骤到期时间", 0),
    FIELD(Order, extension_days, "延期天数", 0),
    FIELD(Order, revision, "修订", 0),
    FIELD(Order, requests, "在审申请", 0),
    FIELD(Order, returns, "退单次数", 0),
    FIELD(Order, incorrect_returns, "非正确退单次数", 0),
    FIELD(Order, review_failures, "审核不通过次数", 0),
    FIELD(Order, knowledge_requests, "知识需求数", 0),
    FIELD(Order, knowledge_on_time, "知识按时响应数", 0),
    FIELD(Order, urges, "催办次数", 0),
    FIELD(Order, supervision, "督办等级", 0),
    FIELD(Order, raised, "提级审核", 0),
    FIELD(Order, campaign, "专项", 0),
    FIELD(Order, difficulty, "疑难类别", 0),
    FIELD(Order, satisfaction, "满意度", 0),
    FIELD(Order, citizen_satisfaction, "市民评价", 0),
    FIELD(Order, callback_satisfaction, "回访评价", 0),
    FIELD(Order, duty_not_done, "未履职尽责", 0),
    FIELD(Order, excluded, "剔除考核", 0),
    FIELD(Order, merged_into, "并入工单", 0),
    FIELD(Order, reply, "答复", 0, .max_runes = FLOW_WORDS_RUNES_MAX),
};
const Shape order_shape = SHAPE(Order, order_fields);

static const Field facts_fields[] = {
    FIELD(OrderFacts, unit_id, "单位编号", 0),
    FIELD(OrderFacts, received_day, "受理日期", 0),
    FIELD_MAYBE(OrderFacts, due_day, "到期日", 0),
    FIELD_MAYBE(OrderFacts, closed_day, "办结日期", 0),
    FIELD(OrderFacts, kind, "类型", 0),
    FIELD(OrderFacts, caller, "来电人", 0),
    FIELD(OrderFacts, in_time, "按时办结", 0),
    FIELD(OrderFacts, excluded, "剔除考核", 0),
    FIELD(OrderFacts, merged, "并单或作废", 0),
    FIELD(OrderFacts, returns, "退单次数", 0),
    FIELD(OrderFacts, incorrect_returns, "非正确退单次数", 0),
    FIELD(OrderFacts, review_failures, "审核不通过次数", 0),
    FIELD(OrderFacts, knowledge_requests, "知识需求数", 0),
    FIELD(OrderFacts, knowledge_on_time, "知识按时响应数", 0),
    FIELD(OrderFacts, evaluated, "参评", 0),
    FIELD(OrderFacts, duty_not_done, "未履职尽责的不满意", 0),
};
const Shape order_facts_shape = SHAPE(OrderFacts, facts_fields);

/* ---- words ------------------------------------------------------------------------------------
 */

bool order_kind_known(Str kind)
{
    static const char *const kinds[] = {"咨询", "投诉", "求助", "举报", "建议", "表扬", NULL};
    return str_is_one_of(kind, kinds);
}

bool order_satisfaction_known(Str satisfaction)
{
    static const char *const levels[] = {"非常满意", "满意",       "基本满意",
                                         "不满意",   "非常不满意", NULL};
    return str_is_one_of(satisfaction, levels);
}

bool order_satisfaction_bad(Str satisfaction)
{
    return str_equal_c(satisfaction, "不满意") || str_equal_c(satisfaction, "非常不满意");
}

void order_facts(const Order *order, OrderFacts *ret)
{
    bool gone = order->merged_into > 0 || str_equal_c(order->state, "merged") ||
                str_equal_c(order->state, "voided");
    *ret = (OrderFacts){
        .unit_id = order->unit_id,
        .received_day = order->received_day,
        .has_due_day = order->has_due_day,
        .due_day = order->due_day,
        .has_closed_day = order->has_closed_day,
        .closed_day = order->closed_day,
        .kind = order->kind,
        .caller = order->caller_hash,
        .in_time =
            order->has_closed_at && order->has_due_at && order->closed_at.ms < order->due_at.ms,
        .excluded = order->excluded,
        .merged = gone,
        .returns = order->returns,
        .incorrect_returns = order->incorrect_returns,
        .review_failures = order->review_failures,
        .knowledge_requests = order->knowledge_requests,
        .knowledge_on_time = order->knowledge_on_time,
        .evaluated = !str_empty(order->satisfaction),
        .duty_not_done = order->duty_not_done && order_satisfaction_bad(order->satisfaction),
    };
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool get(Ctx *ctx, int64_t id, Str number, Order *ret, bool *ret_found)
{
    *ret = (Order){0};
    return id ? db_one(ctx, SQL_ORDER_GET, BINDS({"id", bind(id)}), &order_shape, ret, ret_found)
              : db_one(ctx, SQL_ORDER_GET_NUMBER, BINDS({"number", bind(number)}), &order_shape,
                       ret, ret_found);
}

static bool fail_not_found(Ctx *ctx, Str number)
{
    fail(ctx, FAIL_NOT_FOUND, "没有找到工单「%.*s」", STRF(number));
    return fail_hint(ctx, "核对工单号；其他单位的工单不在您的数据范围内");
}

/* Somebody asks for an order that is none of his: told as if it were not there, and noted. One that
 * is not there is noted alike: by his own unit's trail he could tell them apart otherwise. In a
 * transaction that will be rolled back the note would be lost: so orders are read before one
 * begins. */
static bool note_refused(Ctx *ctx, Str asked)
{
    return !ctx->actor || audit_note(ctx, &(AuditNote){.action = "hotline.read",
                                                       .object = "order",
                                                       .title = asked,
                                                       .unit_id = ctx->actor->unit_id,
                                                       .refused = true});
}

/* One that only a branch leads to. */
static bool get_by_branch(Ctx *ctx, int64_t id, Str number, Order *ret, bool *ret_found)
{
    int64_t branches = 0;
    Order order;
    bool found = false;
    const DbScope *mine = scope_lift(ctx);
    bool done = get(ctx, id, number, &order, &found);
    scope_lower(ctx, mine);
    if (!done ||
        (found && !db_number(ctx, SQL_ORDER_BRANCH_SEEN, BINDS({"id", bind(order.id)}), &branches)))
        return false;
    *ret_found = branches > 0;
    if (branches > 0)
        *ret = order;
    return true;
}

static bool need(Ctx *ctx, int64_t id, Str number, Order *ret)
{
    bool found = false;
    Order order = {0};
    if (!get(ctx, id, number, &order, &found))
        return false;
    if (!found && !scope_is_whole(ctx) && !get_by_branch(ctx, id, number, &order, &found))
        return false;
    if (found) {
        *ret = order;
        return true;
    }
    Str asked = id ? str_format(ctx->arena, "%lld", (long long)id) : number;
    return (scope_is_whole(ctx) || note_refused(ctx, asked)) && fail_not_found(ctx, asked);
}

bool order_read(Ctx *ctx, int64_t id, Order *ret)
{
    return need(ctx, id, STR(""), ret);
}

bool order_by_number(Ctx *ctx, Str number, Order *ret)
{
    return need(ctx, 0, str_trim(number), ret);
}

bool order_is_assisted(const Ctx *ctx, const Order *order)
{
    const DbScope *scope = ctx->scope;
    return scope && !scope_allows(scope, order->unit_id) &&
           (!scope->person || scope->person != order->taker_id);
}
