/* Taking an order: what was given is checked all at once, then matter, order, caller and key are
 * written in one transaction. */
#include "domain/hotline/caller.h"
#include "domain/hotline/order.h"
#include "domain/hotline/order_unit.h"
#include "domain/hotline/order_view.h"
#include "domain/hotline/reported.h"
#include "domain/hotline/rules.h"

#include "base/utf8.h"
#include "engine/access/audit.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/digest.h"
#include "port/fold.h"
#include "sql_ids.h"

#define TITLE_FROM_CONTENT_RUNES 30
#define KEY_RUNES_MAX 100
#define SENT_BYTES_MAX (64 * KIB)
#define NUMBER_STEP_MAX 1024
#define MICRO_DEGREES_MAX INT64_C(180000000)

static const Field caller_fields[] = {
    FIELD(OrderCaller, name, "姓名", 0, .max_runes = CALLER_NAME_RUNES_MAX, .mask = MASK_NAME),
    FIELD(OrderCaller, phone, "电话", 0, .max_runes = CALLER_PHONE_RUNES_MAX, .mask = MASK_PHONE),
};
static const Shape caller_shape = SHAPE(OrderCaller, caller_fields);

/* What is required is looked for by order_take, with everything else that may be wrong. */
static const Field request_fields[] = {
    FIELD(OrderRequest, kind, "类型", 0, .max_runes = 8),
    FIELD(OrderRequest, title, "标题", 0, .max_runes = ORDER_TITLE_RUNES_MAX),
    FIELD(OrderRequest, content, "内容", 0, .max_runes = ORDER_CONTENT_RUNES_MAX),
    FIELD(OrderRequest, address, "地址", 0, .max_runes = ORDER_ADDRESS_RUNES_MAX),
    FIELD_NESTED(OrderRequest, caller, "反映人", &caller_shape),
    FIELD(OrderRequest, channel, "渠道", 0, .max_runes = ORDER_CHANNEL_RUNES_MAX),
    FIELD(OrderRequest, idempotency_key, "幂等键", 0, .max_runes = KEY_RUNES_MAX),
    FIELD(OrderRequest, level, "紧急程度", 0, .max_runes = 8),
    FIELD(OrderRequest, category, "类目", 0, .max_runes = 32),
    FIELD(OrderRequest, confidential, "保密", 0),
    FIELD(OrderRequest, anonymous, "匿名", 0),
    FIELD(OrderRequest, unit, "派往单位", 0, .max_runes = UNIT_NAME_RUNES_MAX),
    FIELD(OrderRequest, reported_unit, "被举报单位", 0, .max_runes = UNIT_NAME_RUNES_MAX),
    FIELD_MAYBE(OrderRequest, longitude, "经度", 0),
    FIELD_MAYBE(OrderRequest, latitude, "纬度", 0),
};
const Shape order_request_shape = SHAPE(OrderRequest, request_fields);

static const Field taken_fields[] = {
    FIELD(OrderTaken, id, "编号", 0),
    FIELD(OrderTaken, number, "工单号", 0),
    FIELD(OrderTaken, received_at, "受理时间", 0),
    FIELD_MAYBE(OrderTaken, due_at, "到期时间", 0),
    FIELD_MAYBE(OrderTaken, due_day, "到期日", 0),
    FIELD(OrderTaken, due_text, "办结期限", 0),
    FIELD(OrderTaken, repeated, "已收过", 0),
};
const Shape order_taken_shape = SHAPE(OrderTaken, taken_fields);

typedef struct SentRow {
    Str digest;
    int64_t order_id;
} SentRow;
static const Field sent_fields[] = {
    FIELD(SentRow, digest, "摘要", 0),
    FIELD(SentRow, order_id, "工单", 0),
};
static const Shape sent_shape = SHAPE(SentRow, sent_fields);

/* ---- what was given ---------------------------------------------------------------------------
 */

static void problem(Problems *problems, const char *field, Str value, const char *message,
                    const char *hint)
{
    problems_add(problems, (Problem){.field = str_of(field),
                                     .value = value,
                                     .message = str_of(message),
                                     .hint = str_of(hint)});
}

static void check_length(Problems *problems, const char *field, Str text, size_t runes_max)
{
    if (utf8_count(text) > runes_max)
        problem(problems, field, utf8_prefix(text, 20), "太长",
                str_format(problems->arena, "至多 %zu 个字", runes_max).at);
}

static void check_caller(Problems *problems, const OrderCaller *caller)
{
    check_length(problems, "caller.name", caller->name, CALLER_NAME_RUNES_MAX);
    check_length(problems, "caller.phone", caller->phone, CALLER_PHONE_RUNES_MAX);
    if (!utf8_shows(caller->name))
        problem(problems, "caller.name", STR(""), "姓名里有不能显示的字符", "只写一行文字");
    if (!str_empty(str_trim(caller->phone)) &&
        str_empty(phone_normal(problems->arena, caller->phone)))
        problem(problems, "caller.phone", caller->phone, "不是电话号码",
                "写 3 到 20 位数字，可带区号和 -，如 020-80000000");
}

static void check_place(Problems *problems, const OrderRequest *request)
{
    if (request->has_longitude != request->has_latitude)
        problem(problems, request->has_longitude ? "latitude" : "longitude", STR(""),
                "经度和纬度要一起给", "单位是百万分之一度");
    if ((request->has_longitude &&
         (request->longitude > MICRO_DEGREES_MAX || request->longitude < -MICRO_DEGREES_MAX)) ||
        (request->has_latitude &&
         (request->latitude > MICRO_DEGREES_MAX / 2 || request->latitude < -MICRO_DEGREES_MAX / 2)))
        problem(problems, "longitude", STR(""), "经纬度超出范围", "单位是百万分之一度");
}

static void check_words(Problems *problems, const OrderRequest *request)
{
    if (!order_kind_known(request->kind))
        problem(problems, "kind", request->kind, "没有这个类型",
                "咨询、投诉、求助、举报、建议、表扬 之一");
    if (str_empty(str_trim(request->content)))
        problem(problems, "content", STR(""), "内容不能为空", "写明反映的事项");
    if (!utf8_shows(request->title))
        problem(problems, "title", STR(""), "标题里有不能显示的字符", "只写一行文字");
    if (!utf8_shows(request->address))
        problem(problems, "address", STR(""), "地址里有不能显示的字符", "只写一行文字");
    if (!utf8_shows(request->channel))
        problem(problems, "channel", STR(""), "渠道里有不能显示的字符", "只写一行文字");
    check_length(problems, "title", request->title, ORDER_TITLE_RUNES_MAX);
    check_length(problems, "content", request->content, ORDER_CONTENT_RUNES_MAX);
    check_length(problems, "address", request->address, ORDER_ADDRESS_RUNES_MAX);
    check_length(problems, "channel", request->channel, ORDER_CHANNEL_RUNES_MAX);
    check_length(problems, "idempotency_key", request->idempotency_key, KEY_RUNES_MAX);
    if (!str_empty(request->reported_unit) && !str_equal_c(request->kind, "举报"))
        problem(problems, "reported_unit", request->reported_unit, "只有举报才有被举报单位",
                "去掉这一项，或把类型改为举报");
}

static bool check_against_rules(Ctx *ctx, const OrderRequest *request, const HotlineRules *rules,
                                Problems *problems)
{
    const Lifecycle *lifecycle;
    const Category *category = category_called(rules, request->category);
    if (!lifecycle_for(ctx, ORDER_LIFECYCLE, instant_date(clock_now(ctx)), &lifecycle))
        return false;
    bool level = str_empty(request->level);
    LIST_EACH (const Str, known, &lifecycle->levels)
        level = level || str_equal(*known, request->level);
    if (!level)
        problem(problems, "level", request->level, "没有这个紧急程度", "一般、紧急、特急 之一");
    if (!str_empty(request->category) && (!category || category->is_group))
        problem(problems, "category", request->category,
                category ? "类目要选到最下一级" : "没有这个类目", "见 GET /api/hotline/categories");
    return true;
}

static bool check(Ctx *ctx, const OrderRequest *request, const HotlineRules *rules)
{
    Problems problems = problems_create(ctx->arena);
    check_words(&problems, request);
    check_caller(&problems, &request->caller);
    check_place(&problems, request);
    if (!check_against_rules(ctx, request, rules, &problems))
        return false;
    if (problems.total == 0)
        return true;
    fail(ctx, FAIL_INVALID, "工单有 %zu 处不符合要求", problems.total);
    return fail_problems(ctx, &problems);
}

/* The first sentence of the content, cut short. */
static Str title_of(Ctx *ctx, const OrderRequest *request)
{
    static const Str ends[] = {STR_INIT("。"), STR_INIT("！"), STR_INIT("？"),
                               STR_INIT("；"), STR_INIT("\n"), STR_INIT("\r")};
    Str title = str_trim(request->title);
    if (!str_empty(title))
        return title;
    title = str_trim(request->content);
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        size_t end = str_find(title, ends[i]);
        title = end == STR_NONE || end == 0 ? title : str_slice(title, 0, end);
    }
    if (utf8_count(title) <= TITLE_FROM_CONTENT_RUNES)
        return title;
    return str_format(ctx->arena, "%.*s…", STRF(utf8_prefix(title, TITLE_FROM_CONTENT_RUNES)));
}

/* ---- keys -------------------------------------------------------------------------------------
 */

static bool digest_of(Ctx *ctx, const OrderRequest *request, Str *ret)
{
    Buf sent = buf_create(ctx->arena, SENT_BYTES_MAX);
    const Str parts[] = {request->kind,    request->title,        request->content,
                         request->address, request->caller.name,  request->caller.phone,
                         request->channel, request->level,        request->category,
                         request->unit,    request->reported_unit};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        buf_add_int(&sent, (int64_t)parts[i].len);
        buf_add_byte(&sent, ':');
        buf_add(&sent, parts[i]);
    }
    buf_format(&sent, "%d%d", request->confidential, request->anonymous);
    if (request->has_longitude)
        buf_format(&sent, ",%lld", (long long)request->longitude);
    if (request->has_latitude)
        buf_format(&sent, ",%lld", (long long)request->latitude);
    return digest_sha256_hex(ctx, buf_str(&sent), ret);
}

static OrderTaken taken_of(Ctx *ctx, const Order *order, bool repeated)
{
    return (OrderTaken){.id = order->id,
                        .number = order->number,
                        .received_at = order->received_at,
                        .has_due_at = order->has_due_at,
                        .due_at = order->due_at,
                        .has_due_day = order->has_due_day,
                        .due_day = order->due_day,
                        .due_text = order_due_text(ctx->arena, order),
                        .repeated = repeated};
}

/* Whether the key was used before: then with the same text it is the same order. */
static bool look_for_key(Ctx *ctx, Str sender, Str key, Str digest, OrderTaken *ret,
                         bool *ret_found)
{
    SentRow sent = {0};
    Order order;
    if (!db_one(ctx, SQL_ORDER_SENT_GET, BINDS({"sender", bind(sender)}, {"sent_key", bind(key)}),
                &sent_shape, &sent, ret_found))
        return false;
    if (!*ret_found)
        return true;
    if (!str_equal(sent.digest, digest)) {
        fail(ctx, FAIL_CONFLICT, "幂等键「%.*s」已经用于另一个工单", STRF(key));
        return fail_hint(ctx, "同一个键只能重发同样的内容；新的工单换一个键");
    }
    /* Who took it in knows it already, wherever it has gone since. */
    const DbScope *mine = scope_lift(ctx);
    bool done = order_read(ctx, sent.order_id, &order);
    scope_lower(ctx, mine);
    if (!done)
        return false;
    *ret = taken_of(ctx, &order, /* repeated= */ true);
    return true;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

typedef struct Taking {
    const OrderRequest *request;
    const HotlineRules *rules;
    Str origin;
    Str sender;
    Str digest; /* empty = no key */
    int64_t unit_id;
    int64_t reported_unit_id;
    Str title;
} Taking;

static Str channel_of(const Taking *taking)
{
    static const struct {
        const char *origin;
        Str channel;
    } usual[] = {
        {"citizen", STR_INIT("网页")},
        {"push", STR_INIT("市平台")},
        {"open311", STR_INIT("Open311")},
    };
    Str channel = str_trim(taking->request->channel);
    for (size_t i = 0; str_empty(channel) && i < ARRAY_LEN(usual); i++)
        if (str_equal_c(taking->origin, usual[i].origin))
            channel = usual[i].channel;
    return str_empty(channel) ? STR("电话") : channel;
}

/* The last number of a day that a transaction has given; kept when it ends. */
typedef struct LastNumber {
    DbDeferred deferred;
    Date day;
    int64_t used;
} LastNumber;

/* The newest of each day comes first: an older one finds a greater number kept. */
static bool keep_numbers(Ctx *ctx, const DbDeferred *newest)
{
    for (const DbDeferred *piece = newest; piece; piece = piece->before) {
        const LastNumber *last = (const LastNumber *)piece,
                         *next = (const LastNumber *)piece->before;
        if (!db_run(ctx, SQL_ORDER_NUMBER_KEEP,
                    BINDS({"day", bind(last->day)}, {"used", bind(last->used)}),
                    /* ret_changed= */ NULL))
            return false;
        while (next && next->day.days == last->day.days) {
            piece = piece->before;
            next = (const LastNumber *)piece->before;
        }
    }
    return true;
}

static const DbDeferredKind numbers_kind = {"记下工单号", keep_numbers};

static bool last_number(Ctx *ctx, Date day, int64_t *ret)
{
    const LastNumber *last = db_deferred(ctx->db, &numbers_kind);
    if (!last || last->day.days != day.days)
        return db_number(ctx, SQL_ORDER_NUMBER_USED, BINDS({"day", bind(day)}), ret);
    *ret = last->used;
    return true;
}

/* HZ20230213-00001. A file may have brought orders with numbers of this shape, one behind the other
 * as a rule: the steps over them double. */
static bool next_number(Ctx *ctx, const HotlineRules *rules, Instant at, Str *ret)
{
    int64_t used = 0, borne = 1;
    Date day = instant_date(at);
    CivilDate civil = date_civil(day);
    const DbScope *mine = scope_lift(ctx);
    bool done = last_number(ctx, day, &used);
    for (int64_t step = 1; done && borne; step = step < NUMBER_STEP_MAX ? 2 * step : step) {
        used += step;
        *ret = str_format(ctx->arena, "%.*s%04d%02d%02d-%0*lld", STRF(rules->number.prefix),
                          civil.year, civil.month, civil.day, (int)rules->number.digits,
                          (long long)used);
        done = db_number(ctx, SQL_ORDER_NUMBER_BORNE, BINDS({"number", bind(*ret)}), &borne);
    }
    scope_lower(ctx, mine);
    if (!done)
        return false;
    LastNumber *last = db_defer(ctx, &numbers_kind, sizeof *last);
    last->day = day;
    last->used = used;
    return true;
}

static bool fill(Ctx *ctx, const Taking *taking, const Matter *matter, Order *order)
{
    const OrderRequest *request = taking->request;
    *order = (Order){
        .channel = channel_of(taking),
        .origin = taking->origin,
        .category = request->category,
        .title = taking->title,
        .content = str_trim(request->content),
        .address = str_trim(request->address),
        .folded_address = fold_name(ctx->arena, str_trim(request->address)),
        .has_longitude = request->has_longitude,
        .longitude = request->longitude,
        .has_latitude = request->has_latitude,
        .latitude = request->latitude,
        .confidential = request->confidential,
        .anonymous = request->anonymous,
        .reported_unit_id = taking->reported_unit_id,
    };
    order_copy_matter(order, matter);
    if (!str_empty(order->folded_address) &&
        !db_number(ctx, SQL_ORDER_PLACE, BINDS({"address", bind(order->folded_address)}),
                   &order->place_unit_id))
        return false;
    return caller_mark(ctx, &request->caller, order);
}

/* Opened, and handed to its unit at once when one was named. */
static bool open_matter(Ctx *ctx, const Taking *taking, Instant at, Matter *ret, bool *ret_sent)
{
    MatterOpening opening = {.lifecycle = ORDER_LIFECYCLE,
                             .class_code = taking->request->kind,
                             .level = taking->request->level,
                             .opened_at = at,
                             .channel = channel_of(taking)};
    FlowMoved moved;
    if (!next_number(ctx, taking->rules, at, &opening.number) || !flow_open(ctx, &opening, ret))
        return false;
    *ret_sent = taking->unit_id > 0;
    if (!*ret_sent)
        return true;
    FlowMove move = {.matter_id = ret->id,
                     .move = STR("dispatch"),
                     .unit_id = taking->unit_id,
                     .has_at = true,
                     .at = at};
    if (!flow_move(ctx, &move, &moved))
        return false;
    *ret = moved.after;
    return true;
}

static bool write(Ctx *ctx, const Taking *taking, OrderTaken *ret)
{
    Matter matter;
    Order order;
    bool sent = false;
    Instant at = clock_now(ctx);
    if (!open_matter(ctx, taking, at, &matter, &sent) || !fill(ctx, taking, &matter, &order))
        return false;
    order.has_dispatched_at = sent;
    order.dispatched_at = at;
    if (!order_follow(ctx, /* before= */ NULL, &order) ||
        !caller_put(ctx, &order, &taking->request->caller) ||
        (!str_empty(taking->digest) &&
         !db_run(ctx, SQL_ORDER_SENT_ADD,
                 BINDS({"sender", bind(taking->sender)},
                       {"sent_key", bind(taking->request->idempotency_key)},
                       {"digest", bind(taking->digest)}, {"order_id", bind(order.id)}),
                 /* ret_changed= */ NULL)))
        return false;
    *ret = taken_of(ctx, &order, /* repeated= */ false);
    return true;
}

bool order_take(Ctx *ctx, const OrderRequest *request, Str origin, Str sender, OrderTaken *ret)
{
    Taking taking = {.request = request, .origin = origin, .sender = sender};
    bool repeated = false;
    if (!hotline_rules(ctx, &taking.rules) || !check(ctx, request, taking.rules) ||
        !order_unit_id(ctx, request->unit, &taking.unit_id) ||
        !order_unit_id(ctx, request->reported_unit, &taking.reported_unit_id) ||
        !reported_check(ctx, taking.reported_unit_id, taking.unit_id, /* more= */ NULL))
        return false;
    if (!str_empty(request->idempotency_key) && !digest_of(ctx, request, &taking.digest))
        return false;
    taking.title = title_of(ctx, request);
    if (!db_begin(ctx))
        return false;
    /* Within the transaction: of two that come at once, the second finds what the first has left.
     */
    bool done = (str_empty(taking.digest) || look_for_key(ctx, sender, request->idempotency_key,
                                                          taking.digest, ret, &repeated)) &&
                (repeated || write(ctx, &taking, ret));
    return done ? db_commit(ctx) : db_rollback(ctx);
}
