/* The import of orders through the page: preview, confirm, error file, undo. */
#include "domain/hotline/order_import.h"
#include "domain/hotline/order_import_progress.h"
#include "domain/hotline/routes.h"

#define CSV_TYPE STR("text/csv; charset=utf-8")
#define XLSX_TYPE STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
#define PROBLEMS_SHOWN_MAX 200

typedef struct FileIn {
    Str name;
    Str file;
    bool partial;
} FileIn;
static const Field file_fields[] = {
    FIELD(FileIn, name, "文件名", FIELD_REQUIRED, .max_runes = 200),
    FIELD(FileIn, file, "文件", 0),
    FIELD(FileIn, partial, "只导入正确的行", 0),
};
static const Shape file_shape = SHAPE(FileIn, file_fields);
static const Shape look_shape = {
    .name = "FileIn", .size = sizeof(FileIn), .fields = file_fields, .count = 2};

typedef struct RowProblem {
    int64_t row;
    int64_t column;
    Str field;
    Str value;
    Str message;
    Str hint;
} RowProblem;
LIST_OF(RowProblem, RowProblemList);
static const Field problem_fields[] = {
    FIELD(RowProblem, row, "行", 0),       FIELD(RowProblem, column, "列", 0),
    FIELD(RowProblem, field, "项目", 0),   FIELD(RowProblem, value, "值", 0),
    FIELD(RowProblem, message, "错误", 0), FIELD(RowProblem, hint, "办法", 0),
};
static const Shape problem_shape = SHAPE(RowProblem, problem_fields);

typedef struct ImportView {
    int64_t number; /* 0 = a preview */
    int64_t rows;
    int64_t new_orders;
    int64_t changed_orders;
    int64_t same_orders;
    int64_t wrong_rows;
    TextList unknown_columns;
    ImportDifferenceList differences;
    RowProblemList problems;
    int64_t problem_count;
} ImportView;
static const Field view_fields[] = {
    FIELD(ImportView, number, "导入号", 0),
    FIELD(ImportView, rows, "行数", 0),
    FIELD(ImportView, new_orders, "新增", 0),
    FIELD(ImportView, changed_orders, "变更", 0),
    FIELD(ImportView, same_orders, "相同", 0),
    FIELD(ImportView, wrong_rows, "有误的行", 0),
    FIELD_TEXTS(ImportView, unknown_columns, "不认识的列"),
    FIELD_LIST(ImportView, differences, "变更前后", &import_difference_shape),
    FIELD_LIST(ImportView, problems, "错误", &problem_shape),
    FIELD(ImportView, problem_count, "错误数", 0),
};
static const Shape view_shape = SHAPE(ImportView, view_fields);

static ImportView view_of(Ctx *ctx, const OrderImportPlan *plan)
{
    ImportView view = {.rows = plan->row_count,
                       .new_orders = plan->new_orders,
                       .changed_orders = plan->changed_orders,
                       .same_orders = plan->same_orders,
                       .wrong_rows = plan->wrong_rows,
                       .unknown_columns = plan->unknown_columns,
                       .differences = plan->differences,
                       .problem_count = (int64_t)plan->problems.total};
    for (size_t i = 0; i < plan->problems.count && i < PROBLEMS_SHOWN_MAX; i++) {
        const Problem *problem = &plan->problems.at[i];
        *LIST_ADD(ctx->arena, &view.problems) = (RowProblem){.row = problem->row,
                                                             .column = problem->column,
                                                             .field = problem->field,
                                                             .value = problem->value,
                                                             .message = problem->message,
                                                             .hint = problem->hint};
    }
    return view;
}

static bool post_preview(Ctx *ctx, const void *input, void *out)
{
    const FileIn *in = input;
    OrderImportPlan plan;
    if (!order_import_plan(ctx, in->name, in->file, &plan))
        return false;
    *(ImportView *)out = view_of(ctx, &plan);
    return true;
}

static bool post_import(Ctx *ctx, const void *input, void *out)
{
    const FileIn *in = input;
    OrderImportPlan plan;
    int64_t number;
    if (!order_import_plan(ctx, in->name, in->file, &plan))
        return false;
    ImportView view = view_of(ctx, &plan);
    ImportTelling telling;
    if (!import_progress_begin(ctx, (int64_t)plan.rows.count, &telling))
        return false;
    bool taken =
        order_import_take(ctx, &plan, in->partial, import_progress_tell, &telling, &number);
    import_progress_end(&telling);
    if (!taken)
        return false;
    view.number = number;
    *(ImportView *)out = view;
    return true;
}

static bool post_errors(Ctx *ctx, const void *input, FileBody *out)
{
    const FileIn *in = input;
    OrderImportPlan plan;
    if (!order_import_plan(ctx, in->name, in->file, &plan))
        return false;
    if (plan.wrong_rows == 0)
        return fail(ctx, FAIL_NOT_FOUND, "文件没有错误的行");
    if (!order_import_error_file(ctx, &plan, &out->bytes, &out->name))
        return false;
    out->content_type = str_ends(out->name, STR(".xlsx")) ? XLSX_TYPE : CSV_TYPE;
    return true;
}

static bool get_progress(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return import_progress_read(ctx, out);
}

static bool post_cancel(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    (void)out;
    return import_progress_cancel(ctx);
}

typedef struct ImportsView {
    OrderImportRecordList imports;
} ImportsView;
static const Field imports_fields[] = {
    FIELD_LIST(ImportsView, imports, "历次导入", &order_import_record_shape)};
static const Shape imports_shape = SHAPE(ImportsView, imports_fields);

static bool get_imports(Ctx *ctx, const void *input, void *out)
{
    ImportsView *view = out;
    (void)input;
    return order_imports_read(ctx, &view->imports);
}

typedef struct NumberIn {
    int64_t number;
} NumberIn;
static const Field number_fields[] = {FIELD(NumberIn, number, "导入号", FIELD_REQUIRED)};
static const Shape number_shape = SHAPE(NumberIn, number_fields);

static bool post_undo(Ctx *ctx, const void *input, void *out)
{
    const NumberIn *in = input;
    return order_import_undo(ctx, in->number, out);
}

#define IMPORT "hotline.import"

const Route order_import_routes[] = {
    {.method = METHOD_POST,
     .path = "/api/hotline/imports/preview",
     .permission = IMPORT,
     .lane = LANE_SLOW,
     .input = &look_shape,
     .output = &view_shape,
     .handle = post_preview,
     .body_member = "file",
     .help = "预览工单导入：请求体是文件本身，什么也不保存"},
    {.method = METHOD_POST,
     .path = "/api/hotline/imports",
     .permission = IMPORT,
     .lane = LANE_SLOW,
     .input = &file_shape,
     .output = &view_shape,
     .handle = post_import,
     .body_member = "file",
     .help = "导入工单：请求体是文件本身"},
    {.method = METHOD_GET,
     .path = "/api/hotline/imports/progress",
     .permission = IMPORT,
     .output = &import_progress_shape,
     .handle = get_progress,
     .help = "本人正在进行的工单导入到了哪里"},
    {.method = METHOD_POST,
     .path = "/api/hotline/imports/cancel",
     .permission = IMPORT,
     .handle = post_cancel,
     .help = "取消本人正在进行的工单导入：什么都不保存"},
    {.method = METHOD_POST,
     .path = "/api/hotline/imports/errors",
     .permission = IMPORT,
     .lane = LANE_SLOW,
     .input = &look_shape,
     .handle_file = post_errors,
     .body_member = "file",
     .help = "工单导入的错误文件：原文件中有误的行，加一列错误原因"},
    {.method = METHOD_GET,
     .path = "/api/hotline/imports",
     .permission = IMPORT,
     .output = &imports_shape,
     .handle = get_imports,
     .help = "历次工单导入"},
    {.method = METHOD_POST,
     .path = "/api/hotline/imports/{number}/undo",
     .permission = IMPORT,
     .lane = LANE_SLOW,
     .input = &number_shape,
     .output = &order_import_record_shape,
     .handle = post_undo,
     .help = "撤销一次工单导入"},
    {0},
};
