/* Orders over HTTP: taken, looked at, moved; the caller's earlier ones, similar ones, candidates.
 */
#include "domain/hotline/candidate.h"
#include "domain/hotline/order_view.h"
#include "domain/hotline/routes.h"
#include "domain/hotline/similar.h"

#include "engine/access/access.h"

#define READ "hotline.read"

typedef struct NumberIn {
    Str number;
} NumberIn;
static const Field number_fields[] = {
    FIELD(NumberIn, number, "工单号", FIELD_REQUIRED, .max_runes = ORDER_NUMBER_RUNES_MAX),
};
static const Shape number_shape = SHAPE(NumberIn, number_fields);

/* ---- taking and looking -----------------------------------------------------------------------
 */

/* A program's token pushes; a person at a page is a clerk. The keys are those of the account. */
static bool post_order(Ctx *ctx, const void *in, void *out)
{
    Str sender = str_format(ctx->arena, "account:%lld", (long long)ctx->actor->account_id);
    return order_take(ctx, in, ctx->actor->token_id ? STR("push") : STR("clerk"), sender, out);
}

static bool get_order(Ctx *ctx, const void *in, void *out)
{
    return order_sheet(ctx, ((const NumberIn *)in)->number, out);
}

/* ---- doing ------------------------------------------------------------------------------------
 */

static bool post_move(Ctx *ctx, const void *in, void *out)
{
    return order_do(ctx, in, out);
}

typedef struct BulkIn {
    OrderDeed deed;
    TextList numbers;
} BulkIn;
#define DEED_TEXT(member, label_, runes)                                                           \
    {                                                                                              \
        .name = #member, .label = (label_), .offset = offsetof(BulkIn, deed.member),               \
        .kind = FIELD_STR, .max_runes = (runes)                                                    \
    }
static const Field bulk_in_fields[] = {
    DEED_TEXT(move, "动作", 64),
    FIELD_TEXTS(BulkIn, numbers, "工单号"),
    DEED_TEXT(unit, "单位", UNIT_NAME_RUNES_MAX),
    DEED_TEXT(reason, "理由", FLOW_REASON_RUNES_MAX),
    DEED_TEXT(basis, "依据", FLOW_REASON_RUNES_MAX),
    DEED_TEXT(words, "内容", FLOW_WORDS_RUNES_MAX),
    {.name = "grade",
     .label = "督办等级",
     .offset = offsetof(BulkIn, deed.grade),
     .kind = FIELD_INT},
};
static const Shape bulk_in_shape = SHAPE(BulkIn, bulk_in_fields);

static bool post_moves(Ctx *ctx, const void *input, void *out)
{
    const BulkIn *in = input;
    return order_do_all(ctx, &in->deed, &in->numbers, out);
}

/* ---- the caller -------------------------------------------------------------------------------
 */

typedef struct RevealIn {
    Str number;
    Str field;
    Str reason;
} RevealIn;
static const Field reveal_fields[] = {
    FIELD(RevealIn, number, "工单号", FIELD_REQUIRED, .max_runes = ORDER_NUMBER_RUNES_MAX),
    FIELD(RevealIn, field, "字段", FIELD_REQUIRED, .max_runes = 32),
    FIELD(RevealIn, reason, "理由", FIELD_REQUIRED, .max_runes = 500),
};
static const Shape reveal_shape = SHAPE(RevealIn, reveal_fields);

typedef struct TextOut {
    Str text;
} TextOut;
static const Field text_fields[] = {FIELD(TextOut, text, "内容", 0)};
static const Shape text_out_shape = SHAPE(TextOut, text_fields);

static bool post_reveal(Ctx *ctx, const void *input, void *out)
{
    const RevealIn *in = input;
    Order order;
    return actor_require(ctx, READ) && order_by_number(ctx, in->number, &order) &&
           caller_reveal(ctx, &order, in->field, in->reason, &((TextOut *)out)->text);
}

typedef struct PhoneIn {
    Str phone;
} PhoneIn;
static const Field phone_fields[] = {
    FIELD(PhoneIn, phone, "电话", FIELD_REQUIRED, .max_runes = CALLER_PHONE_RUNES_MAX),
};
static const Shape phone_shape = SHAPE(PhoneIn, phone_fields);

typedef struct CallerOrdersOut {
    CallerOrderList orders;
} CallerOrdersOut;
static const Field caller_orders_fields[] = {
    FIELD_LIST(CallerOrdersOut, orders, "工单", &caller_order_shape),
};
static const Shape caller_orders_shape = SHAPE(CallerOrdersOut, caller_orders_fields);

static bool get_callers(Ctx *ctx, const void *in, void *out)
{
    return caller_orders(ctx, ((const PhoneIn *)in)->phone, &((CallerOrdersOut *)out)->orders);
}

/* ---- similar ones and candidates --------------------------------------------------------------
 */

static const Field similar_in_fields[] = {
    FIELD(SimilarAsk, kind, "类型", 0, .max_runes = 8),
    FIELD(SimilarAsk, category, "类目", 0, .max_runes = 32),
    FIELD(SimilarAsk, address, "地址", 0, .max_runes = ORDER_ADDRESS_RUNES_MAX),
    FIELD(SimilarAsk, phone, "电话", 0, .max_runes = CALLER_PHONE_RUNES_MAX),
    FIELD(SimilarAsk, content, "内容", 0, .max_runes = ORDER_CONTENT_RUNES_MAX),
};
static const Shape similar_in_shape = SHAPE(SimilarAsk, similar_in_fields);

typedef struct SimilarOut {
    SimilarOrderList orders;
} SimilarOut;
static const Field similar_out_fields[] = {
    FIELD_LIST(SimilarOut, orders, "相似工单", &similar_order_shape),
};
static const Shape similar_out_shape = SHAPE(SimilarOut, similar_out_fields);

static bool get_similar(Ctx *ctx, const void *in, void *out)
{
    return similar_find(ctx, in, &((SimilarOut *)out)->orders);
}

typedef struct CandidatesOut {
    CandidateList candidates;
} CandidatesOut;
static const Field candidates_fields[] = {
    FIELD_LIST(CandidatesOut, candidates, "候选单位", &candidate_shape),
};
static const Shape candidates_shape = SHAPE(CandidatesOut, candidates_fields);

static bool get_candidates(Ctx *ctx, const void *in, void *out)
{
    Order order;
    return order_by_number(ctx, ((const NumberIn *)in)->number, &order) &&
           candidates_find(ctx, &order, &((CandidatesOut *)out)->candidates);
}

#define VIEW(path_, permission_, input_, output_, handle_, help_)                                  \
    {                                                                                              \
        .method = METHOD_GET, .path = (path_), .permission = (permission_), .input = (input_),     \
        .output = (output_), .handle = (handle_), .help = (help_)                                  \
    }
#define MOVE(path_, permission_, input_, output_, handle_, help_)                                  \
    {                                                                                              \
        .method = METHOD_POST, .path = (path_), .permission = (permission_), .input = (input_),    \
        .output = (output_), .handle = (handle_), .help = (help_)                                  \
    }

const Route order_routes[] = {
    {.method = METHOD_POST,
     .path = "/api/hotline/orders",
     .permission = "hotline.take",
     .lane = LANE_WRITE,
     .input = &order_request_shape,
     .output = &order_taken_shape,
     .handle = post_order,
     .status = 201,
     .help = "登记或推送工单；幂等键相同的是同一件"},
    VIEW("/api/hotline/orders/{number}", READ, &number_shape, &order_sheet_shape, get_order,
         "一件工单：现状、可办的动作、流转记录"),
    {.method = METHOD_POST,
     .path = "/api/hotline/orders/{number}/moves/{move}",
     .permission = READ,
     .lane = LANE_WRITE,
     .input = &order_deed_shape,
     .output = &order_done_shape,
     .handle = post_move,
     .help = "办理工单的一步"},
    MOVE("/api/hotline/moves/{move}", READ, &bulk_in_shape, &order_bulk_shape, post_moves,
         "成批办理，逐件说明没有办成的原因"),
    MOVE("/api/hotline/orders/{number}/reveal", "hotline.reveal", &reveal_shape, &text_out_shape,
         post_reveal, "查看反映人一个字段的全文，须写理由"),
    VIEW("/api/hotline/orders/{number}/candidates", "hotline.dispatch", &number_shape,
         &candidates_shape, get_candidates, "可以派往的单位和理由"),
    VIEW("/api/hotline/callers", READ, &phone_shape, &caller_orders_shape, get_callers,
         "一个电话以往的工单"),
    VIEW("/api/hotline/similar", READ, &similar_in_shape, &similar_out_shape, get_similar,
         "可能重复的工单和相似之处"),
    {.path = NULL},
};
