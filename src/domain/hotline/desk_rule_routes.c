/* What the pages offer to choose from: categories, phrases, notices, and the lifecycle in force. */
#include "domain/hotline/attachment.h"
#include "domain/hotline/order.h"
#include "domain/hotline/routes.h"
#include "domain/hotline/rules.h"

#include "port/clock.h"

#define READ "hotline.read"

/* ---- categories -------------------------------------------------------------------------------
 */

typedef struct RulesOut {
    CategoryList categories;
    DifficultyList difficulties;
    TextList campaigns;
    SupervisionNoticeList notices;
    int64_t file_mib; /* of an attachment */
} RulesOut;
static const Field rules_fields[] = {
    FIELD_LIST(RulesOut, categories, "类目", &category_shape),
    FIELD_LIST(RulesOut, difficulties, "疑难类别", &difficulty_shape),
    FIELD_TEXTS(RulesOut, campaigns, "专项"),
    FIELD_LIST(RulesOut, notices, "督办等级", &supervision_notice_shape),
    FIELD(RulesOut, file_mib, "附件最大（MiB）", 0),
};
static const Shape rules_shape = SHAPE(RulesOut, rules_fields);

static bool get_categories(Ctx *ctx, const void *in, void *output)
{
    const HotlineRules *rules;
    AttachmentRules attachments;
    RulesOut *out = output;
    (void)in;
    if (!hotline_rules(ctx, &rules) || !attachment_rules(ctx, &attachments))
        return false;
    *out = (RulesOut){.categories = rules->categories,
                      .difficulties = rules->difficulties,
                      .campaigns = rules->campaigns,
                      .notices = rules->notices,
                      .file_mib = attachments.file_mib};
    return true;
}

/* ---- phrases ----------------------------------------------------------------------------------
 */

typedef struct PhrasesIn {
    Str move;
} PhrasesIn;
static const Field phrases_in_fields[] = {
    FIELD(PhrasesIn, move, "动作", 0, .max_runes = 64),
};
static const Shape phrases_in_shape = SHAPE(PhrasesIn, phrases_in_fields);

typedef struct PhrasesOut {
    PhraseList phrases;
} PhrasesOut;
static const Field phrases_out_fields[] = {
    FIELD_LIST(PhrasesOut, phrases, "常用语", &phrase_shape),
};
static const Shape phrases_out_shape = SHAPE(PhrasesOut, phrases_out_fields);

static bool get_phrases(Ctx *ctx, const void *input, void *output)
{
    const PhrasesIn *in = input;
    PhrasesOut *out = output;
    const HotlineRules *rules;
    if (!hotline_rules(ctx, &rules))
        return false;
    LIST_EACH (const Phrase, phrase, &rules->phrases)
        if (str_empty(in->move) || str_equal(phrase->move, in->move))
            *LIST_ADD(ctx->arena, &out->phrases) = *phrase;
    return true;
}

/* ---- the lifecycle ----------------------------------------------------------------------------
 */

typedef struct MoveOut {
    Str code;
    Str name;
    TextList from;
    Str to;
    Str may;
    bool needs_reason, needs_basis, needs_unit, needs_units, needs_days, needs_words;
    TextList fields;
    bool bulk;
} MoveOut;
LIST_OF(MoveOut, MoveOutList);
static const Field move_fields[] = {
    FIELD(MoveOut, code, "编码", 0),
    FIELD(MoveOut, name, "名称", 0),
    FIELD_TEXTS(MoveOut, from, "起始状态"),
    FIELD(MoveOut, to, "到达状态", FIELD_SPARSE),
    FIELD(MoveOut, may, "权限", FIELD_SPARSE),
    FIELD(MoveOut, needs_reason, "要理由", 0),
    FIELD(MoveOut, needs_basis, "要依据", 0),
    FIELD(MoveOut, needs_unit, "要单位", 0),
    FIELD(MoveOut, needs_units, "要协办单位", 0),
    FIELD(MoveOut, needs_days, "要天数", 0),
    FIELD(MoveOut, needs_words, "要内容", 0),
    FIELD_TEXTS(MoveOut, fields, "其他项"),
    FIELD(MoveOut, bulk, "可成批", 0),
};
static const Shape move_shape = SHAPE(MoveOut, move_fields);
static const Field state_fields[] = {
    FIELD(LifecycleState, code, "编码", 0),       FIELD(LifecycleState, name, "名称", 0),
    FIELD(LifecycleState, done, "办结", 0),       FIELD(LifecycleState, end, "终点", 0),
    FIELD(LifecycleState, paused, "计时暂停", 0),
};
static const Shape state_shape = SHAPE(LifecycleState, state_fields);

typedef struct LifecycleOut {
    Str name;
    int64_t version;
    TextList kinds;
    TextList levels;
    LifecycleStateList states;
    MoveOutList moves;
} LifecycleOut;
static const Field lifecycle_fields[] = {
    FIELD(LifecycleOut, name, "名称", 0),
    FIELD(LifecycleOut, version, "版本", 0),
    FIELD_TEXTS(LifecycleOut, kinds, "类型"),
    FIELD_TEXTS(LifecycleOut, levels, "紧急程度"),
    FIELD_LIST(LifecycleOut, states, "状态", &state_shape),
    FIELD_LIST(LifecycleOut, moves, "动作", &move_shape),
};
static const Shape lifecycle_shape = SHAPE(LifecycleOut, lifecycle_fields);

static bool get_lifecycle(Ctx *ctx, const void *in, void *output)
{
    const Lifecycle *lifecycle;
    LifecycleOut *out = output;
    (void)in;
    if (!lifecycle_for(ctx, ORDER_LIFECYCLE, instant_date(clock_now(ctx)), &lifecycle))
        return false;
    *out = (LifecycleOut){.name = lifecycle->name,
                          .version = lifecycle->version,
                          .kinds = lifecycle->classes,
                          .levels = lifecycle->levels,
                          .states = lifecycle->states};
    LIST_EACH (const LifecycleMove, move, &lifecycle->moves)
        *LIST_ADD(ctx->arena, &out->moves) =
            (MoveOut){.code = move->code,
                      .name = move->name,
                      .from = move->from,
                      .to = move->to,
                      .may = move->may,
                      .needs_reason = (move->needs & NEED_REASON) != 0,
                      .needs_basis = (move->needs & NEED_BASIS) != 0,
                      .needs_unit = (move->needs & NEED_UNIT) != 0,
                      .needs_units = (move->needs & NEED_UNITS) != 0,
                      .needs_days = (move->needs & NEED_DAYS) != 0,
                      .needs_words = (move->needs & NEED_WORDS) != 0,
                      .fields = move->fields,
                      .bulk = move->bulk};
    return true;
}

const Route desk_rule_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/hotline/categories",
     .permission = READ,
     .output = &rules_shape,
     .handle = get_categories,
     .help = "工单类目、疑难类别、专项和督办等级"},
    {.method = METHOD_GET,
     .path = "/api/hotline/phrases",
     .permission = READ,
     .input = &phrases_in_shape,
     .output = &phrases_out_shape,
     .handle = get_phrases,
     .help = "写理由和答复时的常用语"},
    {.method = METHOD_GET,
     .path = "/api/hotline/lifecycle",
     .permission = READ,
     .output = &lifecycle_shape,
     .handle = get_lifecycle,
     .help = "工单的流程：状态、动作和各自要填的"},
    {.path = NULL},
};
