#include "domain/assessment/routes.h"
#include "domain/assessment/records_view.h"

#include "domain/assessment/appeal.h"
#include "domain/assessment/bulletin.h"
#include "domain/assessment/district_view.h"
#include "domain/assessment/explain_view.h"
#include "domain/assessment/intake_view.h"
#include "domain/assessment/late_correction.h"
#include "domain/assessment/letter.h"
#include "domain/assessment/month_view.h"
#include "domain/assessment/outlook.h"
#include "domain/assessment/publication.h"
#include "domain/assessment/scheme_view.h"
#include "domain/assessment/scores_view.h"

#define XLSX_TYPE STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
#define CSV_TYPE STR("text/csv; charset=utf-8")

/* ---- the district ----------------------------------------------------------------------- */

static bool get_about(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    return about_view(ctx, out);
}

static bool get_units(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    return units_view(ctx, out);
}

/* ---- months ----------------------------------------------------------------------------- */

typedef struct PeriodIn {
    Period period;
    Str reason;
} PeriodIn;
static const Field period_fields[] = {
    FIELD(PeriodIn, period, "时期", FIELD_REQUIRED),
};
static const Shape period_shape = SHAPE(PeriodIn, period_fields);
static const Field reopen_fields[] = {
    FIELD(PeriodIn, period, "时期", FIELD_REQUIRED),
    FIELD(PeriodIn, reason, "原因", FIELD_REQUIRED, .max_runes = 500),
};
static const Shape reopen_shape = SHAPE(PeriodIn, reopen_fields);

static bool get_months(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    return months_view(ctx, out);
}

static bool post_freeze(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    MonthState month;
    if (!month_freeze(ctx, in->period, &month))
        return false;
    *(MonthMovedView *)out = month_moved_view(&month);
    return true;
}

typedef struct PublishIn {
    Period period;
    Str despite;
} PublishIn;
static const Field publish_fields[] = {
    FIELD(PublishIn, period, "时期", FIELD_REQUIRED),
    FIELD(PublishIn, despite, "仍然公布的理由", 0, .max_runes = 500),
};
static const Shape publish_shape = SHAPE(PublishIn, publish_fields);

static bool post_publish(Ctx *ctx, const void *input, void *out)
{
    const PublishIn *in = input;
    MonthState month;
    if (!month_publish(ctx, in->period, in->despite, &month))
        return false;
    *(MonthMovedView *)out = month_moved_view(&month);
    return true;
}

typedef struct CheckView {
    FindingList findings;
} CheckView;
static const Field check_fields[] = {
    FIELD_LIST(CheckView, findings, "不符之处", &finding_shape),
};
static const Shape check_view_shape = SHAPE(CheckView, check_fields);

static bool get_check(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    CheckView *view = out;
    return publication_check(ctx, in->period, &view->findings);
}

static bool post_reopen(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    MonthState month;
    LateCorrectionList late;
    if (!late_corrections_read(ctx, in->period, &late) ||
        !month_reopen(ctx, in->period, in->reason, &month))
        return false;
    MonthMovedView view = month_moved_view(&month);
    LIST_EACH (const LateCorrection, correction, &late)
        view.late += correction->waiting;
    *(MonthMovedView *)out = view;
    return true;
}

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

typedef struct LateView {
    LateCorrectionList corrections;
} LateView;
static const Field late_fields[] = {
    FIELD_LIST(LateView, corrections, "冻结后的变更", &late_correction_shape),
};
static const Shape late_view_shape = SHAPE(LateView, late_fields);

static bool get_late(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    LateView *view = out;
    return late_corrections_read(ctx, in->period, &view->corrections);
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

static bool get_versions(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    return versions_view(ctx, in->period, out);
}

static bool get_changes(Ctx *ctx, const void *input, void *out)
{
    const PeriodIn *in = input;
    ChangesView *view = out;
    return month_changes_since_version(ctx, in->period, &view->changes);
}

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

/* ---- schemes and tables ----------------------------------------------------------------- */

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

static bool get_tables(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    return tables_view(ctx, out);
}

static bool get_template(Ctx *ctx, const void *input, FileBody *out)
{
    const CodeIn *in = input;
    out->content_type = XLSX_TYPE;
    return intake_template(ctx, in->code, &out->bytes, &out->name);
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

/* ---- imports ---------------------------------------------------------------------------- */

typedef struct IntakeIn {
    Str table;
    Period period;
    Str name; /* of the file */
    bool partial;
    Str file; /* its bytes: the body */
} IntakeIn;
static const Field intake_fields[] = {
    FIELD(IntakeIn, table, "数据表", FIELD_REQUIRED),
    FIELD(IntakeIn, period, "时期", FIELD_REQUIRED),
    FIELD(IntakeIn, name, "文件名", FIELD_REQUIRED, .max_runes = 200),
    FIELD(IntakeIn, file, "文件", 0),
    FIELD(IntakeIn, partial, "只导入正确的行", 0),
};
static const Shape intake_shape = SHAPE(IntakeIn, intake_fields);
/* A look ahead takes all rows or shows what is wrong: there is nothing partial in it. */
static const Shape look_shape = {.name = "IntakeIn",
                                 .size = sizeof(IntakeIn),
                                 .fields = intake_fields,
                                 .count = ARRAY_LEN(intake_fields) - 1};

static bool plan_of(Ctx *ctx, const IntakeIn *in, IntakePlan *ret)
{
    return intake_plan(ctx, in->table, in->period, in->name, in->file, ret);
}

static bool post_preview(Ctx *ctx, const void *input, void *out)
{
    IntakePlan plan;
    if (!plan_of(ctx, input, &plan))
        return false;
    *(IntakeView *)out = intake_view(ctx, &plan);
    return true;
}

static bool post_import(Ctx *ctx, const void *input, void *out)
{
    const IntakeIn *in = input;
    IntakePlan plan;
    IntakeView view;
    if (!plan_of(ctx, in, &plan))
        return false;
    view = intake_view(ctx, &plan);
    if (!intake_take(ctx, &plan, in->partial, &view.number))
        return false;
    *(IntakeView *)out = view;
    return true;
}

static bool post_errors(Ctx *ctx, const void *input, FileBody *out)
{
    IntakePlan plan;
    if (!plan_of(ctx, input, &plan))
        return false;
    if (plan.wrong_rows == 0)
        return fail(ctx, FAIL_NOT_FOUND, "文件没有错误的行");
    if (!intake_error_file(ctx, &plan, &out->bytes, &out->name))
        return false;
    out->content_type = str_ends(out->name, STR(".xlsx")) ? XLSX_TYPE : CSV_TYPE;
    return true;
}

typedef struct ImportsIn {
    bool has_period;
    Period period;
} ImportsIn;
static const Field imports_fields[] = {FIELD_MAYBE(ImportsIn, period, "时期", 0)};
static const Shape imports_shape = SHAPE(ImportsIn, imports_fields);

static bool get_imports(Ctx *ctx, const void *input, void *out)
{
    const ImportsIn *in = input;
    return imports_view(ctx, in->has_period ? &in->period : NULL, out);
}

typedef struct NumberIn {
    int64_t number;
} NumberIn;
static const Field number_fields[] = {FIELD(NumberIn, number, "导入号", FIELD_REQUIRED)};
static const Shape number_shape = SHAPE(NumberIn, number_fields);

static bool post_undo(Ctx *ctx, const void *input, void *out)
{
    const NumberIn *in = input;
    ImportRecord record;
    return import_undo(ctx, in->number, &record) && import_view(ctx, &record, out);
}

/* ---- the bulletin ----------------------------------------------------------------------- */

typedef struct BulletinIn {
    Period period;
    Str format;
    Str document;
} BulletinIn;
static const Field bulletin_fields[] = {
    FIELD(BulletinIn, period, "时期", FIELD_REQUIRED),
    FIELD(BulletinIn, format, "格式", FIELD_REQUIRED),
    FIELD(BulletinIn, document, "文稿", 0),
};
static const Shape bulletin_shape = SHAPE(BulletinIn, bulletin_fields);

static bool get_bulletin(Ctx *ctx, const void *input, FileBody *out)
{
    const BulletinIn *in = input;
    BulletinHead head;
    Document document;
    const ReportFormat *format = report_format_named(in->format);
    if (!format)
        return fail(ctx, FAIL_NOT_FOUND, "没有格式「%.*s」", STRF(in->format)) ||
               fail_hint(ctx, "可用：html、docx、pdf、xlsx");
    if (!bulletin_find(ctx, in->period, in->document, &head) ||
        !bulletin_build(ctx, in->period, &head, &document) ||
        !format->write(ctx, &document, &out->bytes))
        return false;
    if (str_equal_c(in->format, "html") && !html_style_source(ctx, &out->style_source))
        return false;
    out->name = bulletin_file_name(ctx->arena, in->period, &head, format);
    out->content_type = str_of(format->content_type);
    /* The page of a document is looked at; the other formats leave the house. */
    return str_equal_c(in->format, "html") || bulletin_note(ctx, in->period, out->name);
}

/* ---- the table -------------------------------------------------------------------------- */

/* What the permissions of module.c are for. */
#define READ "assessment.read"
#define IMPORT "assessment.import"
#define BULLETIN "assessment.bulletin"

#define VIEW(path_, permission_, input_, output_, handle_, help_)                                  \
    {                                                                                              \
        .method = METHOD_GET, .path = (path_), .permission = (permission_), .input = (input_),     \
        .output = (output_), .handle = (handle_), .help = (help_)                                  \
    }
#define MOVE(path_, permission_, input_, output_, handle_, help_)                                  \
    {                                                                                              \
        .method = METHOD_POST, .path = (path_), .permission = (permission_), .lane = LANE_SLOW,    \
        .input = (input_), .output = (output_), .handle = (handle_), .help = (help_)               \
    }

const Route assessment_routes[] = {
    VIEW("/api/about", PERMISSION_SELF, NULL, &about_view_shape, get_about, "程序、区名和告示"),
    VIEW("/api/units", READ, NULL, &units_view_shape, get_units, "单位名册"),
    VIEW("/api/months", READ, NULL, &months_view_shape, get_months, "各月份、年度及其状态"),
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
    MOVE("/api/months/{period}/freeze", "assessment.freeze", &period_shape, &month_moved_view_shape,
         post_freeze, "冻结月份或年度"),
    MOVE("/api/months/{period}/publish", "assessment.publish", &publish_shape,
         &month_moved_view_shape, post_publish, "公布月份或年度；文件有不符之处须写明理由"),
    {.method = METHOD_GET,
     .path = "/api/months/{period}/check",
     .permission = BULLETIN,
     .lane = LANE_SLOW,
     .input = &period_shape,
     .output = &check_view_shape,
     .handle = get_check,
     .help = "要公布的文件里有哪些不符之处"},
    MOVE("/api/months/{period}/reopen", "assessment.reopen", &reopen_shape, &month_moved_view_shape,
         post_reopen, "重开月份或年度，须写明原因"),
    VIEW("/api/months/{period}/versions", READ, &period_shape, &versions_view_shape, get_versions,
         "各版本及其差异"),
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
    VIEW("/api/months/{period}/late", READ, &period_shape, &late_view_shape, get_late,
         "冻结以后工单的变更，重新打开后计入"),
    {.method = METHOD_GET,
     .path = "/api/hotline/letter.{format}",
     .permission = READ,
     .lane = LANE_SLOW,
     .input = &letter_shape,
     .handle_file = get_letter,
     .help = "一个单位当月扣分情况的函：html、docx、pdf"},
    VIEW("/api/months/{period}/changes", READ, &period_shape, &changes_view_shape, get_changes,
         "上次冻结以来的变更"),
    VIEW("/api/schemes", READ, NULL, &schemes_view_shape, get_schemes, "考核方案"),
    VIEW("/api/schemes/{code}", READ, &code_shape, &scheme_view_shape, get_scheme,
         "一个考核方案的规则"),
    VIEW("/api/tables", READ, NULL, &tables_view_shape, get_tables, "可导入的数据表"),
    {.method = METHOD_GET,
     .path = "/api/tables/{code}/template",
     .permission = IMPORT,
     .lane = LANE_SLOW,
     .input = &code_shape,
     .handle_file = get_template,
     .help = "数据表的填报模板（XLSX）"},
    {.method = METHOD_POST,
     .path = "/api/imports/preview",
     .permission = IMPORT,
     .lane = LANE_SLOW,
     .input = &look_shape,
     .output = &preview_view_shape,
     .handle = post_preview,
     .body_member = "file",
     .help = "预览导入：请求体是文件本身，什么也不保存"},
    {.method = METHOD_POST,
     .path = "/api/imports",
     .permission = IMPORT,
     .lane = LANE_SLOW,
     .input = &intake_shape,
     .output = &intake_view_shape,
     .handle = post_import,
     .body_member = "file",
     .help = "导入：请求体是文件本身"},
    {.method = METHOD_POST,
     .path = "/api/imports/errors",
     .permission = IMPORT,
     .lane = LANE_SLOW,
     .input = &look_shape,
     .handle_file = post_errors,
     .body_member = "file",
     .help = "错误文件：原文件中有误的行，加一列错误原因"},
    VIEW("/api/imports", READ, &imports_shape, &imports_view_shape, get_imports, "历次导入"),
    MOVE("/api/imports/{number}/undo", IMPORT, &number_shape, &import_view_shape, post_undo,
         "撤销一次导入"),
    {.method = METHOD_GET,
     .path = "/api/months/{period}/bulletin.{format}",
     .permission = BULLETIN,
     .lane = LANE_SLOW,
     .input = &bulletin_shape,
     .handle_file = get_bulletin,
     .help = "通报文件：html、docx、pdf、xlsx；document 指明哪一份，不写则为第一份"},
    {.path = NULL},
};
