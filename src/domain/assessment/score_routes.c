/* What the module answers about scores: tables, explanations, what cost points, what would be if.
 */
#include "domain/assessment/routes.h"

#include "domain/assessment/appeal.h"
#include "domain/assessment/explain_view.h"
#include "domain/assessment/letter.h"
#include "domain/assessment/outlook.h"
#include "domain/assessment/records_view.h"
#include "domain/assessment/scheme_view.h"
#include "domain/assessment/scores_view.h"

/* ---- scores ----------------------------------------------------------------------------- */

typedef struct ScoresIn {
    Period period;
    Str scheme;
    Str group;
} ScoresIn;
static const Field scores_fields[] = {
    FIELD(ScoresIn, period, "时期", FIELD_REQUIRED),
    FIELD(ScoresIn, scheme, "考核方案", FIELD_REQUIRED),
    FIELD(ScoresIn, group, "组别", 0),
};
static const Shape scores_shape = SHAPE(ScoresIn, scores_fields);

static bool get_scores(Ctx *ctx, const void *input, void *out)
{
    const ScoresIn *in = input;
    return scores_view(ctx, in->period, in->scheme, in->group, out);
}

static bool get_deductions(Ctx *ctx, const void *input, void *out)
{
    const ScoresIn *in = input;
    return deductions_view(ctx, in->period, in->scheme, in->group, out);
}

typedef struct ExplainIn {
    Period period;
    Str scheme;
    Str unit;
    Str item;
} ExplainIn;
static const Field explain_fields[] = {
    FIELD(ExplainIn, period, "时期", FIELD_REQUIRED),
    FIELD(ExplainIn, scheme, "考核方案", FIELD_REQUIRED),
    FIELD(ExplainIn, unit, "单位", FIELD_REQUIRED),
    FIELD(ExplainIn, item, "指标", 0),
};
static const Shape explain_shape = SHAPE(ExplainIn, explain_fields);

static bool get_explanation(Ctx *ctx, const void *input, void *out)
{
    const ExplainIn *in = input;
    return explain_view(ctx, in->period, in->scheme, in->unit, in->item, out);
}

typedef struct RecordsIn {
    Period period;
    Str scheme;
    Str unit;
    Str item;
    int64_t page;
} RecordsIn;
static const Field records_fields[] = {
    FIELD(RecordsIn, period, "时期", FIELD_REQUIRED),
    FIELD(RecordsIn, scheme, "考核方案", FIELD_REQUIRED),
    FIELD(RecordsIn, unit, "单位", FIELD_REQUIRED),
    FIELD(RecordsIn, item, "指标", FIELD_REQUIRED),
    FIELD(RecordsIn, page, "页", 0),
};
static const Shape records_shape = SHAPE(RecordsIn, records_fields);

static bool get_records(Ctx *ctx, const void *input, void *out)
{
    const RecordsIn *in = input;
    return records_view(ctx, in->period, in->scheme, in->unit, in->item, in->page, out);
}

/* ---- if the month ended now ------------------------------------------------------------- */

typedef struct OutlookIn {
    bool has_period;
    Period period;
} OutlookIn;
static const Field outlook_fields[] = {FIELD_MAYBE(OutlookIn, period, "月份", 0)};
static const Shape outlook_shape = SHAPE(OutlookIn, outlook_fields);

static bool get_outlook(Ctx *ctx, const void *input, void *out)
{
    const OutlookIn *in = input;
    Period period = in->has_period ? in->period : outlook_running_month(ctx);
    return outlook_view(ctx, period, STR("hotline"), out);
}

static bool post_what_if(Ctx *ctx, const void *input, void *out)
{
    return outlook_what_if(ctx, STR("hotline"), input, out);
}

/* ---- appeals and letters ----------------------------------------------------------- */

typedef struct PeriodIn {
    Period period;
    Str reason;
} PeriodIn;
static const Field period_fields[] = {
    FIELD(PeriodIn, period, "时期", FIELD_REQUIRED),
};
static const Shape period_shape = SHAPE(PeriodIn, period_fields);
static bool get_appeals(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    return appeals_view(ctx, in->period, out);
}

static bool post_appeal(Ctx *ctx, const void *in, void *out)
{
    return appeal_make(ctx, in, out);
}

static bool post_decision(Ctx *ctx, const void *in, void *out)
{
    return appeal_decide(ctx, in, out);
}

typedef struct LetterIn {
    Period period;
    Str unit;
    Str format;
} LetterIn;
static const Field letter_fields[] = {
    FIELD(LetterIn, period, "月份", FIELD_REQUIRED),
    FIELD(LetterIn, unit, "单位", FIELD_REQUIRED),
    FIELD(LetterIn, format, "格式", FIELD_REQUIRED, .max_runes = 8),
};
static const Shape letter_shape = SHAPE(LetterIn, letter_fields);

static bool get_letter(Ctx *ctx, const void *input, FileBody *out)
{
    const LetterIn *in = input;
    return letter_file(ctx, in->period, STR("hotline"), in->unit, in->format, out);
}

/* ---- schemes ----------------------------------------------------------------------- */

typedef struct CodeIn {
    Str code;
} CodeIn;
static const Field code_fields[] = {FIELD(CodeIn, code, "编码", FIELD_REQUIRED)};
static const Shape code_shape = SHAPE(CodeIn, code_fields);

static bool get_schemes(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    return schemes_view(ctx, out);
}

static bool get_scheme(Ctx *ctx, const void *input, void *out)
{
    const CodeIn *in = input;
    return scheme_view(ctx, in->code, out);
}

/* ---- the table -------------------------------------------------------------------------- */

const Route score_routes[] = {
    VIEW("/api/months/{period}/scores/{scheme}", READ, &scores_shape, &scores_view_shape,
         get_scores, "当期得分、排名、等次、环比和同比"),
    VIEW("/api/months/{period}/deductions/{scheme}", READ, &scores_shape, &deductions_view_shape,
         get_deductions, "各指标的扣分，从大到小"),
    VIEW("/api/months/{period}/records", READ, &records_shape, &records_view_shape, get_records,
         "一个指标背后扣分的工单"),
    VIEW("/api/hotline/preview", READ, &outlook_shape, &outlook_view_shape, get_outlook,
         "本月预估：假如月份现在结束的得分和名次；不写月份为本月"),
    {.method = METHOD_POST,
     .path = "/api/hotline/what-if",
     .permission = READ,
     .input = &outlook_trial_shape,
     .output = &outlook_view_shape,
     .handle = post_what_if,
     .help = "试算：剔除几件工单、改几项满分，得分和名次怎么变；什么也不保存"},
    VIEW("/api/months/{period}/explain/{scheme}/{unit}", READ, &explain_shape, &explain_view_shape,
         get_explanation, "一个得分是怎么算出来的"),
    VIEW("/api/hotline/appeals", READ, &period_shape, &appeals_view_shape, get_appeals,
         "一个月的计分申诉和申诉期"),
    {.method = METHOD_POST,
     .path = "/api/hotline/appeals",
     .permission = "assessment.appeal",
     .lane = LANE_SLOW,
     .input = &appeal_request_shape,
     .output = &appeal_shape,
     .handle = post_appeal,
     .status = 201,
     .help = "对一件扣分的工单提出计分申诉"},
    MOVE("/api/hotline/appeals/{id}/decide", "assessment.decide", &appeal_decision_shape,
         &appeal_shape, post_decision, "裁定计分申诉；支持的，工单从考核中剔除"),
    {.method = METHOD_GET,
     .path = "/api/hotline/letter.{format}",
     .permission = READ,
     .lane = LANE_SLOW,
     .input = &letter_shape,
     .handle_file = get_letter,
     .help = "一个单位当月扣分情况的函：html、docx、pdf"},
    VIEW("/api/schemes", READ, NULL, &schemes_view_shape, get_schemes, "考核方案"),
    VIEW("/api/schemes/{code}", READ, &code_shape, &scheme_view_shape, get_scheme,
         "一个考核方案的规则"),
    {.path = NULL},
};
