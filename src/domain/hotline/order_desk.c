#include "domain/hotline/order_desk.h"

#include "engine/access/actor.h"

#define STATES_MAX 2
/* So often returned, an order is bouncing. */
#define BOUNCING_RETURNS 2
#define WAITING "todo"

typedef enum BoxKind {
    BOX_BRANCHES,
    BOX_STATE,
    BOX_REQUEST,
    BOX_LIGHT, /* or a list of its own: by `light` */
    BOX_WARNED,
    BOX_UNKNOWN,
    BOX_BOUNCING,
    BOX_URGED,
    BOX_SUPERVISED,
    BOX_MINE,
    BOX_DONE,
    BOX_OTHERS, /* neither at its end nor in the box of a state */
} BoxKind;

typedef struct Box {
    const char *code;
    const char *name;
    const char *may; /* who has it on his desk, beside hotline.supervise; NULL = all who may read */
    BoxKind kind;
    const char *word; /* state or request */
    OrderLight light;
} Box;

/* In the order in which work passes through them; the place is the bit. */
static const Box boxes[] = {
    {"assisting", "协办", "hotline.handle", BOX_BRANCHES, NULL, 0},
    {"to_dispatch", "待派单", "hotline.dispatch", BOX_STATE, "pending", 0},
    {"to_sign", "待签收", "hotline.handle", BOX_STATE, "dispatched", 0},
    {"handling", "办理中", "hotline.handle", BOX_STATE, "handling", 0},
    {"suspended", "挂起", "hotline.handle", BOX_STATE, "suspended", 0},
    {"to_judge_return", "退单待审", "hotline.review", BOX_STATE, "returning", 0},
    {"to_rule", "待终审", "hotline.rule", BOX_STATE, "ruling", 0},
    {"deciding", "联合审定中", "hotline.rule", BOX_STATE, "deciding", 0},
    {"to_extend", "延期待审", "hotline.review", BOX_REQUEST, "extension", 0},
    {"to_join", "协办待定", "hotline.dispatch", BOX_REQUEST, "joint", 0},
    {"to_review", "待审核", "hotline.review", BOX_STATE, "reviewing", 0},
    {"to_call_back", "待回访", "hotline.callback", BOX_STATE, "closed", 0},
    {"redoing", "重办", "hotline.handle", BOX_STATE, "redoing", 0},
    {"redone", "重办待审核", "hotline.review", BOX_STATE, "redone", 0},
    {"to_appeal", "申诉待审", "hotline.rule", BOX_REQUEST, "appeal", 0},
    {"to_exclude", "剔除待审", "hotline.rule", BOX_REQUEST, "exclusion", 0},
    {"knowledge", "知识待答复", "hotline.handle", BOX_REQUEST, "knowledge", 0},
    {"warned", "预警", NULL, BOX_WARNED, NULL, 0},
    {"near", "临期", NULL, BOX_LIGHT, NULL, ORDER_LIGHT_NEAR},
    {"overdue", "超期", NULL, BOX_LIGHT, NULL, ORDER_LIGHT_OVERDUE},
    {"unknown_due", "期限待定", NULL, BOX_UNKNOWN, NULL, 0},
    {"bouncing", "反复退单", NULL, BOX_BOUNCING, NULL, 0},
    {"urged", "催办中", NULL, BOX_URGED, NULL, 0},
    {"supervised", "督办中", NULL, BOX_SUPERVISED, NULL, 0},
    {"others", "其他在办", "hotline.dispatch", BOX_OTHERS, NULL, 0},
    {"taken", "我登记的", "hotline.take", BOX_MINE, NULL, 0},
    {"done", "已办", NULL, BOX_DONE, NULL, 0},
};
#define BOXES ARRAY_LEN(boxes)
static_assert(BOXES <= 32, "a bit for each box");

static const char *const ends[] = {"archived", "merged", "voided", NULL};

static const Field box_fields[] = {
    FIELD(DeskBox, code, "代码", 0),
    FIELD(DeskBox, name, "名称", 0),
    FIELD(DeskBox, count, "工单数", 0),
};
static const Shape box_shape = SHAPE(DeskBox, box_fields);
static const Field desk_fields[] = {FIELD_LIST(OrderDesk, boxes, "工作台", &box_shape)};
const Shape order_desk_shape = SHAPE(OrderDesk, desk_fields);

struct OrderBoxes {
    uint32_t by_state[ORDER_CODES_SMALL];
    uint32_t by_request[ORDER_REQUESTS_MAX];
    uint32_t by_light[ORDER_LIGHT_PAUSED + 1];
    uint32_t warned, unknown, bouncing, urged, supervised, mine, done;
};

/* What waits for the actor himself: to be done, not only to be seen. */
static uint32_t todo_bits(const Actor *actor)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < BOXES; i++) {
        bool waits = boxes[i].kind == BOX_STATE || boxes[i].kind == BOX_REQUEST;
        if (waits && (!actor || actor_may(actor, boxes[i].may)))
            bits |= 1U << i;
    }
    return bits;
}

bool order_box_bits(const Actor *actor, Str code, uint32_t *ret)
{
    uint32_t bits = str_equal_c(code, WAITING) ? todo_bits(actor) : 0;
    bool found = str_equal_c(code, WAITING);
    for (size_t i = 0; i < BOXES && !found; i++) {
        found = str_equal_c(code, boxes[i].code);
        bits = found ? 1U << i : 0;
    }
    if (ret)
        *ret = bits;
    return found;
}

Str order_box_codes(Arena *arena)
{
    Buf codes = buf_create(arena, KIB);
    buf_add_c(&codes, WAITING);
    for (size_t i = 0; i < BOXES; i++)
        buf_format(&codes, "、%s", boxes[i].code);
    return buf_str(&codes);
}

OrderBoxes *order_boxes_create(Arena *arena)
{
    return NEW(arena, OrderBoxes, 1);
}

static void ready_state(OrderBoxes *to, const OrderIndex *index, const char *state, uint32_t bit)
{
    size_t code = order_code(&index->states, str_of(state));
    if (code)
        to->by_state[code] = bit;
}

/* A state that no box names is in that of the others, unless it is an end. */
static void ready_others(OrderBoxes *to, const OrderIndex *index, uint32_t bit)
{
    for (size_t code = 0; code < index->states.count; code++)
        if (!to->by_state[code] && !str_is_one_of(index->states.names[code], ends))
            to->by_state[code] = bit;
}

void order_boxes_ready(OrderBoxes *to, const OrderIndex *index)
{
    uint32_t others = 0;
    for (size_t i = 0; i < BOXES; i++) {
        uint32_t bit = 1U << i;
        size_t code;
        switch (boxes[i].kind) {
        case BOX_BRANCHES:
            break;
        case BOX_STATE:
            ready_state(to, index, boxes[i].word, bit);
            break;
        case BOX_REQUEST:
            code = order_code(&index->requests, str_of(boxes[i].word));
            if (code)
                to->by_request[code - 1] = bit;
            break;
        case BOX_LIGHT:
            to->by_light[boxes[i].light] = bit;
            break;
        case BOX_WARNED:
            to->warned = bit;
            break;
        case BOX_UNKNOWN:
            to->unknown = bit;
            break;
        case BOX_BOUNCING:
            to->bouncing = bit;
            break;
        case BOX_URGED:
            to->urged = bit;
            break;
        case BOX_SUPERVISED:
            to->supervised = bit;
            break;
        case BOX_MINE:
            to->mine = bit;
            break;
        case BOX_DONE:
            to->done = bit;
            break;
        case BOX_OTHERS:
            others = bit;
            break;
        }
    }
    ready_others(to, index, others);
}

static uint32_t open_boxes(const OrderBoxes *boxes_, const OrderColumns *columns, size_t slot,
                           Instant now)
{
    uint32_t bits = boxes_->by_light[order_light(columns, slot, now)];
    if (order_warned(columns, slot, now))
        bits |= boxes_->warned;
    if (columns->missing_year[slot])
        bits |= boxes_->unknown;
    if (columns->returns[slot] >= BOUNCING_RETURNS)
        bits |= boxes_->bouncing;
    if (columns->urges[slot])
        bits |= boxes_->urged;
    if (columns->supervision[slot])
        bits |= boxes_->supervised;
    return bits;
}

uint32_t order_boxes_of(const OrderBoxes *boxes_, const OrderColumns *columns, size_t slot,
                        Instant now, int64_t me)
{
    uint32_t bits = boxes_->by_state[columns->state[slot]];
    for (unsigned requests = columns->requests[slot], i = 0; requests; requests >>= 1, i++)
        if (requests & 1)
            bits |= boxes_->by_request[i];
    if (columns->taker[slot] == me)
        bits |= boxes_->mine;
    if (columns->closed_at[slot])
        return bits | boxes_->done;
    return bits | open_boxes(boxes_, columns, slot, now);
}

/* ---- the desk -------------------------------------------------------------------------------- */

static void count_all(OrderFind *find, uint32_t todo, int64_t counts[BOXES], int64_t *ret_todo)
{
    const OrderIndex *index = order_find_run(find);
    order_boxes_ready(find->boxes, index);
    for (size_t i = 0; i < find->count; i++) {
        uint32_t bits =
            order_boxes_of(find->boxes, &index->columns, find->slots[i], find->now, find->me);
        *ret_todo += (bits & todo) != 0;
        for (; bits; bits &= bits - 1)
            counts[__builtin_ctz(bits)]++;
    }
    order_find_end(find);
}

/* Those one is asked to help with are not in one's scope: counted as their list does. */
static bool count_assisting(Ctx *ctx, int64_t *ret)
{
    const OrderQuery query = {.box = str_of(boxes[0].code)};
    OrderFind find;
    if (!order_find_open(ctx, &query, &find))
        return false;
    order_find_run(&find);
    *ret = (int64_t)find.count;
    order_find_end(&find);
    return true;
}

static bool on_desk(const Actor *actor, const Box *box)
{
    return !box->may || actor_may(actor, box->may) || actor_may(actor, "hotline.supervise");
}

bool order_desk(Ctx *ctx, OrderDesk *ret)
{
    const OrderQuery query = {0};
    OrderFind find;
    int64_t counts[BOXES] = {0}, todo = 0;
    *ret = (OrderDesk){0};
    if (!order_find_open(ctx, &query, &find))
        return false;
    count_all(&find, todo_bits(ctx->actor), counts, &todo);
    if (!count_assisting(ctx, &counts[0]))
        return false;
    *LIST_ADD(ctx->arena, &ret->boxes) = (DeskBox){STR(WAITING), STR("待办"), todo};
    for (size_t i = 0; i < BOXES; i++)
        if (!ctx->actor || on_desk(ctx->actor, &boxes[i]))
            *LIST_ADD(ctx->arena, &ret->boxes) =
                (DeskBox){str_of(boxes[i].code), str_of(boxes[i].name), counts[i]};
    return true;
}
