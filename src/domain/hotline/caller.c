#include "domain/hotline/caller.h"

#include "base/utf8.h"
#include "domain/hotline/rules.h"
#include "engine/access/access.h"
#include "port/crypto.h"
#include "port/db.h"
#include "port/fold.h"
#include "sql_ids.h"

#define PHONE_DIGITS_MIN 3
#define PHONE_DIGITS_MAX 20
#define MOBILE_DIGITS 11
#define TAIL_DIGITS 4

/* Tests have no keys of a house. */
static const Str key_without_house = STR_INIT("0123456789abcdef0123456789abcdef");

typedef struct CallerRow {
    int64_t order_id;
    int64_t unit_id;
    Str name;
    Str phone;
} CallerRow;
static const Field row_fields[] = {
    FIELD(CallerRow, order_id, "工单", 0),
    FIELD(CallerRow, unit_id, "单位", 0),
    FIELD(CallerRow, name, "姓名", 0, .mask = MASK_NAME),
    FIELD(CallerRow, phone, "电话", 0, .mask = MASK_PHONE),
};
static const Shape row_shape = SHAPE(CallerRow, row_fields);

static const Field view_fields[] = {
    FIELD(CallerView, name, "姓名", 0, .mask = MASK_NAME),
    FIELD(CallerView, phone, "电话", 0, .mask = MASK_PHONE),
    FIELD_MAYBE(CallerView, hidden, "不显示的原因", 0),
};
const Shape caller_view_shape = SHAPE(CallerView, view_fields);

static const Field order_fields[] = {
    FIELD(CallerOrder, id, "编号", 0),
    FIELD(CallerOrder, number, "工单号", 0),
    FIELD(CallerOrder, kind, "类型", 0),
    FIELD(CallerOrder, title, "标题", 0),
    FIELD(CallerOrder, address, "地址", 0),
    FIELD(CallerOrder, state, "状态", 0),
    FIELD(CallerOrder, state_name, "状态名称", 0),
    FIELD(CallerOrder, received_at, "受理时间", 0),
    FIELD_MAYBE(CallerOrder, closed_at, "办结时间", 0),
    FIELD(CallerOrder, satisfaction, "满意度", 0),
    FIELD(CallerOrder, unit_id, "单位编号", 0),
    FIELD(CallerOrder, unit, "单位", 0),
};
const Shape caller_order_shape = SHAPE(CallerOrder, order_fields);
/* As the database has it: names are added afterwards. */
static const Field order_row_fields[] = {
    FIELD(CallerOrder, id, "编号", 0),
    FIELD(CallerOrder, number, "工单号", 0),
    FIELD(CallerOrder, kind, "类型", 0),
    FIELD(CallerOrder, title, "标题", 0),
    FIELD(CallerOrder, address, "地址", 0),
    FIELD(CallerOrder, state, "状态", 0),
    FIELD(CallerOrder, received_at, "受理时间", 0),
    FIELD_MAYBE(CallerOrder, closed_at, "办结时间", 0),
    FIELD(CallerOrder, satisfaction, "满意度", 0),
    FIELD(CallerOrder, unit_id, "单位编号", 0),
};
static const Shape order_row_shape = SHAPE(CallerOrder, order_row_fields);

/* ---- phones -----------------------------------------------------------------------------------
 */

Str phone_normal(Arena *arena, Str phone)
{
    Str folded = fold_name(arena, phone); /* full-width digits, blanks */
    char digits[PHONE_DIGITS_MAX + 8];
    size_t count = 0;
    for (size_t i = 0; i < folded.len; i++) {
        char byte = folded.at[i];
        if (byte >= '0' && byte <= '9') {
            if (count == sizeof digits)
                return STR("");
            digits[count++] = byte;
        } else if (byte != '-' && byte != '(' && byte != ')' && !(byte == '+' && i == 0)) {
            return STR("");
        }
    }
    Str all = {digits, count};
    if (str_starts(all, STR("0086")))
        all = str_after(all, 4);
    else if (str_starts(all, STR("86")) && all.len == MOBILE_DIGITS + 2)
        all = str_after(all, 2);
    if (all.len < PHONE_DIGITS_MIN || all.len > PHONE_DIGITS_MAX)
        return STR("");
    return str_copy(arena, all);
}

bool phone_hash(Ctx *ctx, Str normal, Str *ret)
{
    unsigned char hash[SM3_BYTES];
    Str key = ctx->access && ctx->access->data_key.len ? ctx->access->data_key : key_without_house;
    *ret = STR("");
    if (str_empty(normal))
        return true;
    if (!crypto_hmac_sm3(ctx, key, normal, hash))
        return false;
    *ret = hex_encode(ctx->arena, str_from(hash, sizeof hash));
    return true;
}

Str phone_tail(Str normal)
{
    return normal.len <= TAIL_DIGITS ? normal : str_after(normal, normal.len - TAIL_DIGITS);
}

bool caller_mark(Ctx *ctx, const OrderCaller *caller, Order *order)
{
    Str normal = phone_normal(ctx->arena, caller->phone);
    order->phone_tail = phone_tail(normal);
    order->caller_hash = STR("");
    return order->anonymous || phone_hash(ctx, normal, &order->caller_hash);
}

bool caller_put(Ctx *ctx, const Order *order, const OrderCaller *caller)
{
    Str name = str_trim(caller->name), phone = phone_normal(ctx->arena, caller->phone);
    if (order->anonymous || (str_empty(name) && str_empty(phone)))
        return true;
    const DbScope *mine = scope_lift(ctx); /* it goes with the order, wherever that is kept */
    bool done = db_run(ctx, SQL_CALLER_ADD,
                       BINDS({"order_id", bind(order->id)}, {"unit_id", bind(order->unit_id)},
                             {"name", bind(name)}, {"phone", bind(phone)}),
                       /* ret_changed= */ NULL);
    scope_lower(ctx, mine);
    return done;
}

/* ---- who may know -----------------------------------------------------------------------------
 */

bool caller_hidden(Ctx *ctx, const Order *order, Str *ret_why)
{
    const HotlineRules *rules;
    *ret_why = STR("");
    if (order->anonymous)
        *ret_why = STR("匿名工单，没有保存反映人信息");
    else if (scope_is_whole(ctx))
        return true;
    else if (order->reported_unit_id > 0 && scope_allows(ctx->scope, order->reported_unit_id))
        *ret_why = STR("举报人信息保密");
    else if (order->confidential)
        *ret_why = STR("保密工单，反映人信息不公开给承办单位");
    else if (order_is_assisted(ctx, order)) {
        if (!hotline_rules(ctx, &rules))
            return false;
        if (!rules->assistants_see_caller)
            *ret_why = STR("协办单位不显示反映人信息");
    }
    return true;
}

/* A reader who only assists does not see the row: it is read for him when he may. */
static bool row_of(Ctx *ctx, const Order *order, CallerRow *ret)
{
    bool found, assisted = order_is_assisted(ctx, order);
    const DbScope *mine = assisted ? scope_lift(ctx) : NULL;
    *ret = (CallerRow){0};
    bool done =
        db_one(ctx, SQL_CALLER_GET, BINDS({"id", bind(order->id)}), &row_shape, ret, &found);
    if (assisted)
        scope_lower(ctx, mine);
    return done;
}

bool caller_read(Ctx *ctx, const Order *order, CallerView *ret)
{
    CallerRow row = {0};
    CallerView view = {0};
    if (!caller_hidden(ctx, order, &view.hidden))
        return false;
    view.has_hidden = !str_empty(view.hidden);
    if (!view.has_hidden && !row_of(ctx, order, &row))
        return false;
    view.name = row.name;
    view.phone = row.phone;
    *ret = view;
    return true;
}

bool caller_reveal(Ctx *ctx, const Order *order, Str field, Str reason, Str *ret)
{
    CallerView view;
    bool phone = str_equal_c(field, "phone");
    if (!phone && !str_equal_c(field, "name")) {
        fail(ctx, FAIL_INVALID, "反映人没有「%.*s」这个字段可看", STRF(field));
        return fail_hint(ctx, "可用：phone（电话）、name（姓名）");
    }
    if (!caller_read(ctx, order, &view))
        return false;
    if (view.has_hidden) {
        fail(ctx, FAIL_DENIED, "%.*s", STRF(view.hidden));
        return fail_hint(ctx, "需要联系反映人时，请热线管理部门代为联系");
    }
    if (!reveal_note(ctx, "order", order->id, order->number, order->unit_id,
                     phone ? STR("反映人电话") : STR("反映人姓名"), reason))
        return false;
    *ret = phone ? view.phone : view.name;
    return true;
}

/* ---- earlier orders ---------------------------------------------------------------------------
 */

static bool name_states(Ctx *ctx, CallerOrderList *orders)
{
    UnitBook book;
    LifecycleList lifecycles = {0};
    if (!unit_book_read(ctx, &book) || !lifecycles_load(ctx, &lifecycles))
        return false;
    LIST_EACH (CallerOrder, order, orders) {
        const Unit *unit = unit_by_id(&book, order->unit_id);
        order->unit = unit ? unit->name : STR("");
        order->state_name = order->state;
        LIST_EACH (const Lifecycle *, lifecycle, &lifecycles) {
            const LifecycleState *state = str_equal((*lifecycle)->code, ORDER_LIFECYCLE)
                                              ? lifecycle_state(*lifecycle, order->state)
                                              : NULL;
            order->state_name = state ? state->name : order->state_name;
        }
    }
    return true;
}

bool caller_orders(Ctx *ctx, Str phone, CallerOrderList *ret)
{
    Str hash;
    CallerOrderList orders = {0};
    Str normal = phone_normal(ctx->arena, phone);
    if (str_empty(normal)) {
        fail(ctx, FAIL_INVALID, "「%.*s」不是电话号码", STRF(phone));
        return fail_hint(ctx, "写 %d 到 %d 位数字", PHONE_DIGITS_MIN, PHONE_DIGITS_MAX);
    }
    if (!phone_hash(ctx, normal, &hash) ||
        !db_all(ctx, SQL_CALLER_ORDERS,
                BINDS({"caller_hash", bind(hash)}, {"whole", bind(scope_is_whole(ctx))},
                      {"limit", bind((int64_t)CALLER_ORDERS_MAX)}),
                &order_row_shape, &orders) ||
        !name_states(ctx, &orders))
        return false;
    *ret = orders;
    return true;
}
