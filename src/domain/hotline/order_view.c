#include "domain/hotline/order_view.h"

#include "domain/hotline/order_unit.h"
#include "domain/hotline/rules.h"
#include "domain/hotline/similar.h"
#include "port/clock.h"
#include "port/db.h"
#include "sql_ids.h"

static const Field light_fields[] = {
    FIELD(LightView, code, "灯", 0),
    FIELD(LightView, text, "说明", 0),
    FIELD(LightView, why, "算法", 0),
};
static const Shape light_shape = SHAPE(LightView, light_fields);

static const Field event_fields[] = {
    FIELD(EventView, id, "编号", 0),
    FIELD(EventView, move, "动作", 0),
    FIELD(EventView, move_name, "动作名称", 0),
    FIELD(EventView, from_state, "原状态", 0),
    FIELD(EventView, from_state_name, "原状态名称", 0),
    FIELD(EventView, to_state, "新状态", 0),
    FIELD(EventView, to_state_name, "新状态名称", 0),
    FIELD(EventView, at, "时间", 0),
    FIELD(EventView, actor, "经手人", 0),
    FIELD(EventView, from_unit, "原单位", 0),
    FIELD(EventView, to_unit, "新单位", 0),
    FIELD(EventView, branch_id, "协办", 0),
    FIELD(EventView, reason, "理由", 0),
    FIELD(EventView, basis, "依据", 0),
    FIELD(EventView, words, "内容", 0, .max_runes = FLOW_WORDS_RUNES_MAX),
    FIELD(EventView, fields, "其他", 0),
    FIELD(EventView, clock, "计时", 0),
    FIELD(EventView, days, "天数", 0),
    FIELD_MAYBE(EventView, due_at, "到期时间", 0),
};
static const Shape event_shape = SHAPE(EventView, event_fields);

static const Field branch_fields[] = {
    FIELD(BranchView, id, "编号", 0),
    FIELD(BranchView, unit_id, "协办单位编号", 0),
    FIELD(BranchView, unit, "协办单位", 0),
    FIELD(BranchView, state, "状态", 0),
    FIELD(BranchView, started_at, "开始时间", 0),
    FIELD_MAYBE(BranchView, due_at, "到期时间", 0),
    FIELD_MAYBE(BranchView, done_at, "完成时间", 0),
    FIELD(BranchView, words, "内容", 0, .max_runes = FLOW_WORDS_RUNES_MAX),
};
static const Shape branch_shape = SHAPE(BranchView, branch_fields);

static const Field related_fields[] = {
    FIELD(RelatedOrder, number, "工单号", 0),        FIELD(RelatedOrder, title, "标题", 0),
    FIELD(RelatedOrder, state, "状态", 0),           FIELD(RelatedOrder, unit, "单位", 0),
    FIELD(RelatedOrder, received_at, "受理时间", 0), FIELD(RelatedOrder, why, "关联", 0),
};
static const Shape related_shape = SHAPE(RelatedOrder, related_fields);

static const Field page_fields[] = {
    FIELD_NESTED(OrderSheet, order, "工单", &order_shape),
    FIELD(OrderSheet, state_name, "状态名称", 0),
    FIELD(OrderSheet, unit, "承办单位", 0),
    FIELD(OrderSheet, reported_unit, "被举报单位", 0),
    FIELD(OrderSheet, place_unit, "所在街道", 0),
    FIELD(OrderSheet, category_name, "类目名称", 0),
    FIELD(OrderSheet, difficulty_name, "疑难类别名称", 0),
    FIELD(OrderSheet, due_text, "办结期限", 0),
    FIELD(OrderSheet, assisting, "协办", 0),
    FIELD_NESTED(OrderSheet, light, "灯", &light_shape),
    FIELD_NESTED(OrderSheet, caller, "反映人", &caller_view_shape),
    FIELD_LIST(OrderSheet, clocks, "计时", &matter_clock_shape),
    FIELD_LIST(OrderSheet, moves, "可办动作", &open_move_shape),
    FIELD_LIST(OrderSheet, events, "流转记录", &event_shape),
    FIELD_LIST(OrderSheet, branches, "协办", &branch_shape),
    FIELD_LIST(OrderSheet, returns, "退单", &order_return_shape),
    FIELD_LIST(OrderSheet, related, "关联工单", &related_shape),
    FIELD_LIST(OrderSheet, attachments, "附件", &attachment_shape),
};
const Shape order_sheet_shape = SHAPE(OrderSheet, page_fields);

Str order_due_text(Arena *arena, const Order *order)
{
    if (order->missing_year)
        return str_format(arena, "期限待定（缺%lld年日历）", (long long)order->missing_year);
    if (!order->has_due_day)
        return STR("无办结期限");
    Buf text = buf_create(arena, 64);
    date_print(&text, order->due_day);
    buf_add_c(&text, " 24:00前");
    return buf_str(&text);
}

/* ---- what hangs on it -------------------------------------------------------------------------
 */

typedef struct Looking {
    OrderSheet *page;
    const Lifecycle *lifecycle;
    const HotlineRules *rules;
    UnitBook book;
    Matter matter;
} Looking;

static Str state_name(const Looking *looking, Str code)
{
    const LifecycleState *state = lifecycle_state(looking->lifecycle, code);
    return state ? state->name : code;
}

static void add_event(Ctx *ctx, Looking *looking, const MatterEvent *event)
{
    *LIST_ADD(ctx->arena, &looking->page->events) =
        (EventView){.id = event->id,
                    .move = event->move,
                    .move_name = event->move_name,
                    .from_state = event->from_state,
                    .from_state_name = state_name(looking, event->from_state),
                    .to_state = event->to_state,
                    .to_state_name = state_name(looking, event->to_state),
                    .at = event->at,
                    .actor = event->actor,
                    .from_unit = order_unit_name(&looking->book, event->from_unit_id),
                    .to_unit = order_unit_name(&looking->book, event->to_unit_id),
                    .branch_id = event->branch_id,
                    .reason = event->reason,
                    .basis = event->basis,
                    .words = event->words,
                    .fields = event->fields,
                    .clock = event->clock,
                    .days = event->days,
                    .has_due_at = event->has_due_at,
                    .due_at = event->due_at};
}

/* Of the matter; who only assists has reached the order, and so its ledger. */
static bool look_at_matter(Ctx *ctx, Looking *looking)
{
    OrderSheet *page = looking->page;
    MatterEventList events = {0};
    MatterBranchList branches = {0};
    bool found = false;
    int64_t id = page->order.id;
    if (!matter_read(ctx, id, &looking->matter, &found))
        return false;
    if (!found)
        return fail(ctx, FAIL_NOT_FOUND, "工单「%.*s」没有流程记录", STRF(page->order.number));
    if (!lifecycle_of_version(ctx, ORDER_LIFECYCLE, looking->matter.version, &looking->lifecycle) ||
        !flow_clocks(ctx, id, &page->clocks) || !flow_ledger(ctx, id, &events) ||
        !flow_branches(ctx, id, &branches) ||
        !flow_explain_due(ctx, &looking->matter, &page->light.why) ||
        !attachments_of(ctx, &page->order, &page->attachments))
        return false;
    LIST_EACH (const MatterEvent, event, &events)
        add_event(ctx, looking, event);
    LIST_EACH (const MatterBranch, branch, &branches)
        *LIST_ADD(ctx->arena, &page->branches) =
            (BranchView){.id = branch->id,
                         .unit_id = branch->unit_id,
                         .unit = order_unit_name(&looking->book, branch->unit_id),
                         .state = branch->state,
                         .started_at = branch->started_at,
                         .has_due_at = branch->has_due_at,
                         .due_at = branch->due_at,
                         .has_done_at = branch->has_done_at,
                         .done_at = branch->done_at,
                         .words = branch->words};
    return true;
}

static bool look_lifted(Ctx *ctx, Looking *looking)
{
    if (!looking->page->assisting)
        return look_at_matter(ctx, looking);
    const DbScope *mine = scope_lift(ctx);
    bool done = look_at_matter(ctx, looking);
    scope_lower(ctx, mine);
    return done;
}

static void add_related(Ctx *ctx, Looking *looking, const Order *order, Str why)
{
    *LIST_ADD(ctx->arena, &looking->page->related) =
        (RelatedOrder){.number = order->number,
                       .title = order->title,
                       .state = state_name(looking, order->state),
                       .unit = order_unit_name(&looking->book, order->unit_id),
                       .received_at = order->received_at,
                       .why = why};
}

static bool add_merged(Ctx *ctx, Looking *looking)
{
    const Order *order = &looking->page->order;
    OrderList merged = {0};
    Order main;
    bool found = false;
    if (!db_all(ctx, SQL_ORDER_MERGED_INTO, BINDS({"id", bind(order->id)}), &order_shape, &merged))
        return false;
    LIST_EACH (const Order, other, &merged)
        add_related(ctx, looking, other, STR("并入本工单"));
    if (order->merged_into && !db_one(ctx, SQL_ORDER_GET, BINDS({"id", bind(order->merged_into)}),
                                      &order_shape, &main, &found))
        return false;
    if (found)
        add_related(ctx, looking, &main, STR("本工单并入其中"));
    return true;
}

/* What may be a duplicate: of the same phone, when the reader may know who called, and of the same
 * address. */
static bool add_similar(Ctx *ctx, Looking *looking)
{
    const OrderSheet *page = looking->page;
    SimilarOrderList similar = {0};
    SimilarAsk ask = {
        .address = page->order.address, .phone = page->caller.phone, .but = page->order.id};
    if (!similar_find(ctx, &ask, &similar))
        return false;
    LIST_EACH (const SimilarOrder, other, &similar)
        *LIST_ADD(ctx->arena, &looking->page->related) =
            (RelatedOrder){.number = other->number,
                           .title = other->title,
                           .state = state_name(looking, other->state),
                           .unit = other->unit,
                           .received_at = other->received_at,
                           .why = other->why};
    return true;
}

static void name_all(Ctx *ctx, Looking *looking)
{
    OrderSheet *page = looking->page;
    const Order *order = &page->order;
    const Category *category = category_called(looking->rules, order->category);
    const Difficulty *difficulty = difficulty_called(looking->rules, order->difficulty);
    Instant now = clock_now(ctx);
    page->state_name = state_name(looking, order->state);
    page->unit = order_unit_name(&looking->book, order->unit_id);
    page->reported_unit = order_unit_name(&looking->book, order->reported_unit_id);
    page->place_unit = order_unit_name(&looking->book, order->place_unit_id);
    if (category && !str_empty(category->parent_name))
        page->category_name =
            str_format(ctx->arena, "%.*s／%.*s", STRF(category->parent_name), STRF(category->name));
    page->difficulty_name = difficulty ? difficulty->name : STR("");
    page->due_text = order_due_text(ctx->arena, order);
    page->light.code = light_code(matter_light(&looking->matter, now));
    page->light.text = matter_light_text(ctx->arena, &looking->matter, now);
}

bool order_sheet(Ctx *ctx, Str number, OrderSheet *ret)
{
    Looking looking = {.page = ret};
    *ret = (OrderSheet){0};
    if (!hotline_rules(ctx, &looking.rules) || !order_by_number(ctx, number, &ret->order) ||
        !order_units_read(ctx, &looking.book))
        return false;
    ret->assisting = order_is_assisted(ctx, &ret->order);
    if (!look_lifted(ctx, &looking) || !caller_read(ctx, &ret->order, &ret->caller) ||
        !flow_open_moves(ctx, &looking.matter, &ret->moves) ||
        !order_returns(ctx, ret->order.id, &ret->returns) || !add_merged(ctx, &looking) ||
        !add_similar(ctx, &looking))
        return false;
    name_all(ctx, &looking);
    ret->order.caller_hash = STR("");
    if (ret->caller.has_hidden)
        ret->order.phone_tail = STR("");
    return true;
}
