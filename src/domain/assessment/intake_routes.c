/* What the module answers about files: tables and templates, imports, the bulletin. */
#include "domain/assessment/routes.h"

#include "domain/assessment/bulletin.h"
#include "domain/assessment/intake_view.h"

#define XLSX_TYPE STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
#define CSV_TYPE STR("text/csv; charset=utf-8")

/* ---- tables ------------------------------------------------------------------------ */

typedef struct CodeIn {
    Str code;
} CodeIn;
static const Field code_fields[] = {FIELD(CodeIn, code, "编码", FIELD_REQUIRED)};
static const Shape code_shape = SHAPE(CodeIn, code_fields);

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

const Route intake_routes[] = {
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
