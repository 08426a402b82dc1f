/* Doing something with an order: the move of its matter and what the order learns from it, in one
 * transaction. */
#include "domain/hotline/order_learn.h"
#include "domain/hotline/order_unit.h"
#include "domain/hotline/reported.h"

#include "port/clock.h"
#include "port/db.h"
#include "port/json.h"

#define FIELDS_BYTES_MAX (16 * KIB)
#define WORD_RUNES_MAX 64

static const Field unit_fields[] = {
    FIELD(DeedUnit, unit, "单位", FIELD_REQUIRED, .max_runes = UNIT_NAME_RUNES_MAX),
};
static const Shape unit_shape_of_deed = SHAPE(DeedUnit, unit_fields);

static const Field deed_fields[] = {
    FIELD(OrderDeed, number, "工单号", 0, .max_runes = ORDER_NUMBER_RUNES_MAX),
    FIELD(OrderDeed, move, "动作", FIELD_REQUIRED, .max_runes = WORD_RUNES_MAX),
    FIELD(OrderDeed, revision, "修订", 0),
    FIELD(OrderDeed, branch_id, "协办", 0),
    FIELD(OrderDeed, unit, "单位", 0, .max_runes = UNIT_NAME_RUNES_MAX),
    FIELD_LIST(OrderDeed, units, "协办单位", &unit_shape_of_deed),
    FIELD(OrderDeed, days, "天数", 0),
    FIELD(OrderDeed, reason, "理由", 0, .max_runes = FLOW_REASON_RUNES_MAX),
    FIELD(OrderDeed, basis, "依据", 0, .max_runes = FLOW_REASON_RUNES_MAX),
    FIELD(OrderDeed, words, "内容", 0, .max_runes = FLOW_WORDS_RUNES_MAX),
    FIELD(OrderDeed, satisfaction, "满意度", 0, .max_runes = WORD_RUNES_MAX),
    FIELD(OrderDeed, verdict, "退单结论", 0, .max_runes = WORD_RUNES_MAX),
    FIELD(OrderDeed, reached, "接通", 0),
    FIELD(OrderDeed, into, "并入工单", 0, .max_runes = ORDER_NUMBER_RUNES_MAX),
    FIELD(OrderDeed, difficulty, "疑难类别", 0, .max_runes = WORD_RUNES_MAX),
    FIELD(OrderDeed, campaign, "专项", 0, .max_runes = WORD_RUNES_MAX),
    FIELD(OrderDeed, grade, "督办等级", 0),
};
const Shape order_deed_shape = SHAPE(OrderDeed, deed_fields);

static const Field done_fields[] = {
    FIELD(OrderDone, number, "工单号", 0),       FIELD(OrderDone, state, "状态", 0),
    FIELD(OrderDone, state_name, "状态名称", 0), FIELD(OrderDone, revision, "修订", 0),
    FIELD(OrderDone, waiting, "等待会签", 0),
};
const Shape order_done_shape = SHAPE(OrderDone, done_fields);

static const Field failure_fields[] = {
    FIELD(BulkFailure, number, "工单号", 0),
    FIELD(BulkFailure, message, "原因", 0),
};
static const Shape failure_shape = SHAPE(BulkFailure, failure_fields);
static const Field bulk_fields[] = {
    FIELD(OrderBulk, done, "成功", 0),
    FIELD(OrderBulk, failed, "失败", 0),
    FIELD_LIST(OrderBulk, failures, "失败的", &failure_shape),
};
const Shape order_bulk_shape = SHAPE(OrderBulk, bulk_fields);

/* ---- one --------------------------------------------------------------------------------------
 */

static bool wants(const LifecycleMove *move, const char *field)
{
    LIST_EACH (const Str, name, &move->fields)
        if (str_equal_c(*name, field))
            return true;
    return false;
}

/* What the ledger keeps beside reason, basis and words: the fields that the move names. */
static Str fields_of(Ctx *ctx, const LifecycleMove *move, const OrderDeed *deed)
{
    const struct {
        const char *name;
        Str value;
    } texts[] = {
        {"into", deed->into},
        {"verdict", deed->verdict},
        {"difficulty", deed->difficulty},
        {"campaign", deed->campaign},
        {"satisfaction", deed->satisfaction},
    };
    Buf out = buf_create(ctx->arena, FIELDS_BYTES_MAX);
    JsonWriter json = json_writer(&out);
    if (move->fields.count == 0)
        return STR("");
    json_begin_object(&json);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (wants(move, texts[i].name)) {
            json_key(&json, str_of(texts[i].name));
            json_str(&json, texts[i].value);
        }
    if (wants(move, "reached")) {
        json_key(&json, STR("reached"));
        json_bool(&json, deed->reached);
    }
    if (wants(move, "grade")) {
        json_key(&json, STR("grade"));
        json_int(&json, deed->grade);
    }
    json_end_object(&json);
    return buf_str(&out);
}

static bool fail_move(Ctx *ctx, Str move)
{
    fail(ctx, FAIL_NOT_FOUND, "工单没有动作「%.*s」", STRF(move));
    return fail_hint(ctx, "可用的动作见 GET /api/hotline/lifecycle");
}

static bool units_of(Ctx *ctx, const OrderDeed *deed, FlowUnitList *ret)
{
    if (deed->units.count > FLOW_UNITS_MAX)
        return fail(ctx, FAIL_INVALID, "协办单位多于 %d 个", FLOW_UNITS_MAX);
    LIST_EACH (const DeedUnit, unit, &deed->units) {
        int64_t id;
        if (!order_unit_id(ctx, unit->unit, &id))
            return false;
        LIST_ADD(ctx->arena, ret)->unit_id = id;
    }
    return true;
}

static bool move_and_learn(Ctx *ctx, Doing *doing, const Lesson *lesson, const FlowMove *move)
{
    if ((lesson && lesson->check && !lesson->check(ctx, doing)) ||
        !flow_move(ctx, move, &doing->moved))
        return false;
    doing->after = doing->before;
    order_copy_matter(&doing->after, &doing->moved.after);
    if (!doing->moved.waiting && lesson && lesson->learn && !lesson->learn(ctx, doing))
        return false;
    return order_follow(ctx, &doing->before, &doing->after);
}

/* The version of the lifecycle is that of the day on which the order came in. */
static bool lifecycle_of_order(Ctx *ctx, const Order *order, const Lifecycle **ret)
{
    return lifecycle_for(ctx, ORDER_LIFECYCLE, order->received_day, ret);
}

/* Within the transaction: the order is read again, since another may have been quicker. */
static bool do_within(Ctx *ctx, Doing *doing, FlowMove *move)
{
    const Lifecycle *lifecycle;
    int64_t id = doing->before.id;
    if (!order_read(ctx, id, &doing->before) ||
        !lifecycle_of_order(ctx, &doing->before, &lifecycle))
        return false;
    const LifecycleMove *known = lifecycle_move(lifecycle, doing->deed->move);
    if (!known)
        return fail_move(ctx, doing->deed->move);
    if (!reported_check(ctx, doing->before.reported_unit_id, doing->unit_id, &move->units))
        return false;
    move->fields = fields_of(ctx, known, doing->deed);
    return move_and_learn(ctx, doing, lesson_of(doing->deed->move), move);
}

static bool tell_done(Ctx *ctx, const Doing *doing, OrderDone *ret)
{
    const Lifecycle *lifecycle;
    if (!lifecycle_of_order(ctx, &doing->after, &lifecycle))
        return false;
    const LifecycleState *state = lifecycle_state(lifecycle, doing->after.state);
    *ret = (OrderDone){.number = doing->after.number,
                       .state = doing->after.state,
                       .state_name = state ? state->name : doing->after.state,
                       .revision = doing->after.revision,
                       .waiting = doing->moved.waiting};
    return true;
}

bool order_do(Ctx *ctx, const OrderDeed *deed, OrderDone *ret)
{
    Doing doing = {.deed = deed, .now = clock_now(ctx)};
    FlowMove move = {.move = deed->move,
                     .revision = deed->revision,
                     .branch_id = deed->branch_id,
                     .days = deed->days,
                     .reason = str_trim(deed->reason),
                     .basis = str_trim(deed->basis),
                     .words = str_trim(deed->words)};
    if (!hotline_rules(ctx, &doing.rules) || !order_by_number(ctx, deed->number, &doing.before) ||
        !order_unit_id(ctx, deed->unit, &doing.unit_id) || !units_of(ctx, deed, &move.units))
        return false;
    move.matter_id = doing.before.id;
    move.unit_id = doing.unit_id;
    if (!db_begin(ctx))
        return false;
    bool done = do_within(ctx, &doing, &move) && tell_done(ctx, &doing, ret);
    return done ? db_commit(ctx) : db_rollback(ctx);
}

/* ---- many -------------------------------------------------------------------------------------
 */

static bool check_bulk(Ctx *ctx, Str code, const TextList *numbers)
{
    const Lifecycle *lifecycle;
    if (!lifecycle_for(ctx, ORDER_LIFECYCLE, instant_date(clock_now(ctx)), &lifecycle))
        return false;
    const LifecycleMove *move = lifecycle_move(lifecycle, code);
    if (!move)
        return fail_move(ctx, code);
    if (!move->bulk)
        return fail(ctx, FAIL_INVALID, "「%.*s」不能成批办理", STRF(move->name));
    if (numbers->count > 0 && numbers->count <= ORDER_BULK_MAX)
        return true;
    fail(ctx, FAIL_INVALID, numbers->count ? "一次选的工单太多" : "没有选工单");
    return fail_hint(ctx, "一次 1 到 %d 件", ORDER_BULK_MAX);
}

/* What is wrong with one order is told of it; what is wrong with the machine ends it all. */
static bool is_of_order(FailCode code)
{
    return code == FAIL_INVALID || code == FAIL_NOT_FOUND || code == FAIL_STATE ||
           code == FAIL_CONFLICT || code == FAIL_DENIED || code == FAIL_MISSING;
}

static bool do_each(Ctx *ctx, const OrderDeed *deed, const TextList *numbers, OrderBulk *bulk)
{
    LIST_EACH (const Str, number, numbers) {
        OrderDeed one = *deed;
        OrderDone done;
        one.number = *number;
        one.revision = 0;
        if (order_do(ctx, &one, &done)) {
            bulk->done++;
            continue;
        }
        if (!is_of_order(ctx->fail.code))
            return false;
        *LIST_ADD(ctx->arena, &bulk->failures) =
            (BulkFailure){.number = *number, .message = str_copy(ctx->arena, ctx->fail.message)};
        bulk->failed++;
        fail_clear(ctx);
    }
    return true;
}

bool order_do_all(Ctx *ctx, const OrderDeed *deed, const TextList *numbers, OrderBulk *ret)
{
    OrderBulk bulk = {0};
    if (!check_bulk(ctx, deed->move, numbers) || !db_begin(ctx))
        return false;
    if (!do_each(ctx, deed, numbers, &bulk))
        return db_rollback(ctx);
    *ret = bulk;
    return db_commit(ctx);
}
