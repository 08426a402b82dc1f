/* `tongban import hotline-orders`, `tongban hotline imports`, `tongban hotline undo`. */
#include "domain/hotline/commands.h"
#include "domain/hotline/order_import.h"
#include "port/files.h"
#include "port/json.h"

#define SHOWN_MAX 20

typedef struct ImportIn {
    Str file;
    bool dry_run;
    bool partial;
    Str errors;
} ImportIn;
static const Field import_fields[] = {
    FIELD(ImportIn, file, "文件", FIELD_REQUIRED),
    FIELD(ImportIn, dry_run, "只预览", 0),
    FIELD(ImportIn, partial, "只导入正确的行", 0),
    FIELD(ImportIn, errors, "错误文件", 0),
};
static const Shape import_shape = SHAPE(ImportIn, import_fields);
static const Option import_options[] = {
    {"--dry-run", NULL, "dry_run", "只预览，不保存"},
    {"--partial", NULL, "partial", "有错误时只导入正确的行（退出码3）"},
    {"--errors", "FILE", "errors", "错误文件的位置；不写则放在原文件旁，名为「原名-错误」"},
};

static void tell_problems(Ctx *ctx, const OrderImportPlan *plan, Console *console)
{
    const Problems *problems = &plan->problems;
    for (size_t i = 0; i < problems->count && i < SHOWN_MAX; i++) {
        const Problem *problem = &problems->at[i];
        console->talk(console, str_format(ctx->arena, "第%lld行第%lld列 %.*s「%.*s」：%.*s（%.*s）",
                                          (long long)problem->row, (long long)problem->column,
                                          STRF(problem->field), STRF(problem->value),
                                          STRF(problem->message), STRF(problem->hint)));
    }
    if (problems->total > SHOWN_MAX)
        console->talk(console,
                      str_format(ctx->arena, "……共%zu处错误，其余见错误文件", problems->total));
}

static void tell_plan(Ctx *ctx, const OrderImportPlan *plan, Console *console)
{
    LIST_EACH (const Str, name, &plan->unknown_columns)
        console->talk(console, str_format(ctx->arena, "忽略不认识的列「%.*s」", STRF(*name)));
    tell_problems(ctx, plan, console);
}

static void print_plan(const OrderImportPlan *plan, Buf *to)
{
    buf_format(to, "工单：%lld行，正确%zu，错误%lld；新增%lld，变更%lld，相同%lld\n",
               (long long)plan->row_count, plan->rows.count, (long long)plan->wrong_rows,
               (long long)plan->new_orders, (long long)plan->changed_orders,
               (long long)plan->same_orders);
    for (size_t i = 0; i < plan->differences.count && i < SHOWN_MAX; i++) {
        const ImportDifference *difference = &plan->differences.at[i];
        buf_format(to, "  %.*s %.*s：%.*s → %.*s\n", STRF(difference->number),
                   STRF(difference->label),
                   STRF(difference->before.len ? difference->before : STR("（空）")),
                   STRF(difference->after.len ? difference->after : STR("（空）")));
    }
}

static bool write_errors(Ctx *ctx, const ImportIn *in, const OrderImportPlan *plan,
                         Console *console)
{
    Str bytes, name, path = in->errors;
    if (!order_import_error_file(ctx, plan, &bytes, &name))
        return false;
    if (str_empty(path)) {
        Str folder = str_slice(in->file, 0, in->file.len - path_name(in->file).len);
        path = str_format(ctx->arena, "%.*s%.*s", STRF(folder), STRF(name));
    }
    if (!file_write(ctx, path, bytes))
        return fail_while(ctx, "写错误文件");
    console->talk(console, str_format(ctx->arena, "错误行和原因已写入 %.*s", STRF(path)));
    return true;
}

static bool show_progress(void *self, int64_t done, int64_t total)
{
    Console *console = self;
    console->progress(console, STR("导入工单"), done, total);
    return true;
}

static bool run_import(Ctx *ctx, const void *input, Console *console)
{
    const ImportIn *in = input;
    Str bytes;
    OrderImportPlan plan;
    int64_t number;
    if (!file_read(ctx, in->file, GRID_BYTES_MAX, &bytes) ||
        !order_import_plan(ctx, path_name(in->file), bytes, &plan))
        return false;
    tell_plan(ctx, &plan, console);
    if (plan.wrong_rows > 0 && !write_errors(ctx, in, &plan, console))
        return false;
    print_plan(&plan, console->out);
    if (in->dry_run) {
        console->talk(console, STR("这是预览，没有保存"));
        return plan.wrong_rows == 0 ||
               fail(ctx, FAIL_INVALID, "%lld行有误", (long long)plan.wrong_rows);
    }
    if (!order_import_take(ctx, &plan, in->partial, show_progress, console, &number))
        return false;
    buf_format(console->out, "已导入，导入号%lld\n", (long long)number);
    return plan.wrong_rows == 0 || fail(ctx, FAIL_PARTLY, "%zu行已导入，%lld行有误未导入",
                                        plan.rows.count, (long long)plan.wrong_rows);
}

const Command command_import_orders = {
    .verb = "import hotline-orders",
    .arguments = "FILE",
    .help = "导入12345热线工单（CSV 或 XLSX，市平台导出）",
    .details =
        "表头用编码或中文名，顺序不限；不认识的列会说明并忽略：\n"
        "order_no 工单号*，received_at 收到时间*，kind 类别*，unit 承办单位*，channel 渠道，title "
        "标题，content 内容，address 地址，\n"
        "dispatched_at 派单时间，signed_at 签收时间，returns 退单次数，incorrect_returns "
        "非正确退单次数，extension_days 延期天数，\n"
        "replied_at 答复时间，review_failures 审核不通过次数，closed_at 办结时间，satisfaction "
        "满意度，duty_not_done 未履职尽责，\n"
        "knowledge_requests 知识需求数，knowledge_on_time 知识按时响应数（* "
        "必填；数字为空按0计）。\n"
        "时间写 2023-02-01T08:30 或 2023-02-01 08:30:00，不写时区即北京时间；也可以是 Excel "
        "日期。\n"
        "工单号已有的，按文件更新并保留原值；月度考核的六项得分由工单逐件计数。",
    .examples = (const char *const[]){"tongban import hotline-orders 工单.xlsx --dry-run",
                                      "tongban import hotline-orders 工单.csv",
                                      "tongban import hotline-orders 工单.csv --partial", NULL},
    .options = import_options,
    .option_count = ARRAY_LEN(import_options),
    .input = &import_shape,
    .needs_db = true,
    .run = run_import,
};

/* ---- earlier ones -----------------------------------------------------------------------------
 */

typedef struct ListIn {
    bool json;
} ListIn;
static const Field list_fields[] = {FIELD(ListIn, json, "JSON", 0)};
static const Shape list_shape = SHAPE(ListIn, list_fields);
static const Option list_options[] = {{"--json", NULL, "json", "以 JSON 输出"}};

static bool run_list(Ctx *ctx, const void *input, Console *console)
{
    const ListIn *in = input;
    OrderImportRecordList records;
    if (!order_imports_read(ctx, &records))
        return false;
    if (in->json) {
        JsonWriter json = json_writer(console->out);
        json_list(&json, &order_import_record_shape, &records);
        buf_add_byte(console->out, '\n');
        return true;
    }
    LIST_EACH (const OrderImportRecord, record, &records) {
        buf_format(console->out, "%lld\t%.*s\t新增%lld 变更%lld\t", (long long)record->number,
                   STRF(record->file), (long long)record->new_orders,
                   (long long)record->changed_orders);
        instant_print_short(console->out, record->made_at);
        buf_format(console->out, "\t%s\n", record->has_undone_at ? "已撤销" : "");
    }
    return true;
}

const Command command_order_imports = {
    .verb = "hotline imports",
    .arguments = "",
    .help = "列出历次工单导入",
    .examples = (const char *const[]){"tongban hotline imports", NULL},
    .options = list_options,
    .option_count = ARRAY_LEN(list_options),
    .input = &list_shape,
    .needs_db = true,
    .run = run_list,
};

typedef struct UndoIn {
    int64_t number;
} UndoIn;
static const Field undo_fields[] = {FIELD(UndoIn, number, "导入号", FIELD_REQUIRED)};
static const Shape undo_shape = SHAPE(UndoIn, undo_fields);

static bool run_undo(Ctx *ctx, const void *input, Console *console)
{
    const UndoIn *in = input;
    OrderImportRecord record;
    if (!order_import_undo(ctx, in->number, &record))
        return false;
    buf_format(console->out, "已撤销工单导入%lld号（%.*s）：%lld件新工单作废，%lld件恢复原值\n",
               (long long)record.number, STRF(record.file), (long long)record.new_orders,
               (long long)record.changed_orders);
    return true;
}

const Command command_order_import_undo = {
    .verb = "hotline undo",
    .arguments = "NUMBER",
    .help = "撤销一次工单导入：新工单作废，更新过的恢复原值",
    .examples = (const char *const[]){"tongban hotline undo 3", NULL},
    .input = &undo_shape,
    .needs_db = true,
    .run = run_undo,
};
