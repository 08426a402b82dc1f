/* The verbs that bring figures in: units, import, imports, template. */
#include "domain/assessment/commands.h"
#include "domain/assessment/intake_view.h"
#include "domain/assessment/unit_import.h"
#include "port/files.h"
#include "port/json.h"

#define PROBLEMS_SHOWN_MAX 20

/* ---- units ------------------------------------------------------------------------------ */

typedef struct FileIn {
    Str file;
} FileIn;
static const Field file_fields[] = {FIELD(FileIn, file, "文件", FIELD_REQUIRED)};
static const Shape file_shape = SHAPE(FileIn, file_fields);

static void tell_problems(const Problems *problems, Console *console, Arena *arena)
{
    for (size_t i = 0; i < problems->count && i < PROBLEMS_SHOWN_MAX; i++) {
        const Problem *problem = &problems->at[i];
        Str hint =
            str_empty(problem->hint) ? STR("") : str_format(arena, "（%.*s）", STRF(problem->hint));
        console->talk(console, str_format(arena, "第%lld行第%lld列 %.*s「%.*s」：%.*s%.*s",
                                          (long long)problem->row, (long long)problem->column,
                                          STRF(problem->field), STRF(problem->value),
                                          STRF(problem->message), STRF(hint)));
    }
    if (problems->total > PROBLEMS_SHOWN_MAX)
        console->talk(console, str_format(arena, "……共%zu处错误，其余见错误文件", problems->total));
}

static bool run_units_import(Ctx *ctx, const void *input, Console *console)
{
    const FileIn *in = input;
    Str bytes;
    UnitImport counts;
    Problems problems = problems_create(ctx->arena);
    if (!file_read(ctx, in->file, GRID_BYTES_MAX, &bytes))
        return false;
    if (!unit_import(ctx, path_name(in->file), bytes, &counts, &problems)) {
        tell_problems(&problems, console, ctx->arena);
        return false;
    }
    buf_format(console->out, "单位：新增%lld，变更%lld，相同%lld\n", (long long)counts.added,
               (long long)counts.changed, (long long)counts.same);
    return true;
}

const Command command_units_import = {
    .verb = "units import",
    .arguments = "FILE",
    .help = "导入单位名册（CSV 或 XLSX：unit,kind）",
    .details =
        "kind 为 department（部门）或 street（街道）。更名的单位加两列：former_name（曾用名）、"
        "renamed_on（更名日期）；更名之前的月份仍可用曾用名导入数据。有上下级的加一列 parent"
        "（上级单位）。",
    .examples = (const char *const[]){"tongban units import units.csv", NULL},
    .input = &file_shape,
    .needs_db = true,
    .run = run_units_import,
};

typedef struct ListIn {
    bool json;
    bool has_period;
    Period period;
} ListIn;
static const Field list_fields[] = {
    FIELD(ListIn, json, "JSON", 0),
    FIELD_MAYBE(ListIn, period, "时期", 0),
};
static const Shape list_shape = SHAPE(ListIn, list_fields);
static const Option list_options[] = {
    {"--json", NULL, "json", "以 JSON 输出"},
    {"--period", "2023-02", "period", "只列一个月"},
};

typedef struct UnitsOut {
    UnitList units;
} UnitsOut;
static const Field units_fields[] = {FIELD_LIST(UnitsOut, units, "单位", &unit_shape)};
static const Shape units_shape = SHAPE(UnitsOut, units_fields);

/* 「街道	南石头街」, 「街道	旧滨江街	已于2023年4月1日并入「滨江街」」 */
static void print_unit(Ctx *ctx, const UnitBook *book, const Unit *unit, Buf *to)
{
    buf_format(to, "%.*s\t%.*s", STRF(unit_kind_label(unit->kind)), STRF(unit->name));
    Period month;
    CivilDate last = date_civil(unit->ended);
    /* Of the month after its end the book tells what became of it. */
    if (unit->has_ended && month_make(last.year, last.month, &month))
        buf_format(to, "\t%.*s",
                   STRF(unit_fate(ctx->arena, book, unit->name, (Period){month.months + 1})));
    buf_add_byte(to, '\n');
}

static bool run_units_list(Ctx *ctx, const void *input, Console *console)
{
    const ListIn *in = input;
    UnitBook book;
    if (!unit_book_read(ctx, &book))
        return false;
    if (in->json) {
        UnitsOut out = {.units = book.units};
        JsonWriter json = json_writer(console->out);
        json_shape(&json, &units_shape, &out);
        buf_add_byte(console->out, '\n');
        return true;
    }
    LIST_EACH (const Unit, unit, &book.units)
        print_unit(ctx, &book, unit, console->out);
    return true;
}

const Command command_units_list = {
    .verb = "units list",
    .arguments = "",
    .help = "列出单位",
    .examples = (const char *const[]){"tongban units list", NULL},
    .options = list_options,
    .option_count = 1,
    .input = &list_shape,
    .needs_db = true,
    .run = run_units_list,
};

/* ---- import ----------------------------------------------------------------------------- */

typedef struct ImportIn {
    Str table;
    Str file;
    Period period;
    bool dry_run;
    bool partial;
    Str errors;
    bool json;
} ImportIn;

static const Field import_fields[] = {
    FIELD(ImportIn, table, "数据表", FIELD_REQUIRED),
    FIELD(ImportIn, file, "文件", FIELD_REQUIRED),
    FIELD(ImportIn, period, "时期", FIELD_REQUIRED),
    FIELD(ImportIn, dry_run, "只预览", 0),
    FIELD(ImportIn, partial, "只导入正确的行", 0),
    FIELD(ImportIn, errors, "错误文件", 0),
    FIELD(ImportIn, json, "JSON", 0),
};
static const Shape import_shape = SHAPE(ImportIn, import_fields);

static const Option import_options[] = {
    {"--period", "2023-02", "period", "数据所属月份或年度"},
    {"--dry-run", NULL, "dry_run", "只预览，不保存"},
    {"--partial", NULL, "partial", "有错误时只导入正确的行（退出码3）"},
    {"--errors", "FILE", "errors", "错误文件的位置；不写则放在原文件旁，名为「原名-错误」"},
    {"--json", NULL, "json", "以 JSON 输出结果"},
};

#define CHANGES_SHOWN_MAX 20

static void print_plan(const IntakePlan *plan, Buf *to)
{
    buf_format(to, "%.*s ", STRF(plan->table.name));
    period_print(to, plan->period);
    buf_format(to, "：%lld行，正确%lld，错误%lld；数据项新增%lld，变更%lld，相同%lld\n",
               (long long)plan->row_count, (long long)plan->good_rows, (long long)plan->wrong_rows,
               (long long)plan->new_cells, (long long)plan->changed_cells,
               (long long)plan->same_cells);
    for (size_t i = 0; i < plan->changes.count && i < CHANGES_SHOWN_MAX; i++) {
        const MonthChange *change = &plan->changes.at[i];
        buf_format(to, "  %.*s %.*s：%.*s → %.*s\n", STRF(change->unit), STRF(change->column),
                   STRF(change->before), STRF(change->after.len ? change->after : STR("（空）")));
    }
    if (plan->changes.count > CHANGES_SHOWN_MAX)
        buf_format(to, "  ……共%zu处变更\n", plan->changes.count);
}

static void tell_plan(Ctx *ctx, const IntakePlan *plan, Console *console)
{
    for (size_t i = 0; i < plan->unknown_count; i++)
        console->talk(console, str_format(ctx->arena, "忽略不认识的列「%.*s」",
                                          STRF(plan->unknown_columns[i])));
    if (plan->note_rows > 0)
        console->talk(console, str_format(ctx->arena, "忽略%lld行表下说明（没有数据的行）",
                                          (long long)plan->note_rows));
    tell_problems(&plan->problems, console, ctx->arena);
    LIST_EACH (const Disagreement, disagreement, &plan->disagreements) {
        Str text = disagreement_text(ctx->arena, disagreement);
        console->talk(console, str_format(ctx->arena, "注意：%.*s", STRF(text)));
    }
}

/* Beside the user's file, unless he named a place. */
static bool write_errors(Ctx *ctx, const ImportIn *in, const IntakePlan *plan, Console *console)
{
    Str bytes, name;
    if (!intake_error_file(ctx, plan, &bytes, &name))
        return false;
    Str path = in->errors;
    if (str_empty(path)) {
        Str folder = str_slice(in->file, 0, in->file.len - path_name(in->file).len);
        path = str_format(ctx->arena, "%.*s%.*s", STRF(folder), STRF(name));
    }
    if (!file_write(ctx, path, bytes))
        return fail_while(ctx, "写错误文件");
    console->talk(console, str_format(ctx->arena, "错误行和原因已写入 %.*s", STRF(path)));
    return true;
}

static void print_plan_json(Ctx *ctx, const IntakePlan *plan, int64_t number, Buf *to)
{
    IntakeView view = intake_view(ctx, plan);
    JsonWriter json = json_writer(to);
    view.number = number;
    json_shape(&json, number ? &intake_view_shape : &preview_view_shape, &view);
    buf_add_byte(to, '\n');
}

static bool run_import(Ctx *ctx, const void *input, Console *console)
{
    const ImportIn *in = input;
    Str bytes;
    IntakePlan plan;
    int64_t number;
    if (!file_read(ctx, in->file, GRID_BYTES_MAX, &bytes) ||
        !intake_plan(ctx, in->table, in->period, path_name(in->file), bytes, &plan))
        return false;
    tell_plan(ctx, &plan, console);
    if (plan.wrong_rows > 0 && !write_errors(ctx, in, &plan, console))
        return false;
    if (!in->json)
        print_plan(&plan, console->out);
    if (in->dry_run) {
        if (in->json)
            print_plan_json(ctx, &plan, 0, console->out);
        console->talk(console, STR("这是预览，没有保存"));
        return plan.wrong_rows == 0 ||
               fail(ctx, FAIL_INVALID, "%lld行有误", (long long)plan.wrong_rows);
    }
    bool taken = intake_take(ctx, &plan, in->partial, &number);
    if (in->json)
        print_plan_json(ctx, &plan, taken ? number : 0, console->out);
    if (!taken)
        return false;
    if (!in->json)
        buf_format(console->out, "已导入，导入号%lld\n", (long long)number);
    if (plan.wrong_rows == 0)
        return true;
    return fail(ctx, FAIL_PARTLY, "%lld行已导入，%lld行有误未导入", (long long)plan.good_rows,
                (long long)plan.wrong_rows);
}

const Command command_import = {
    .verb = "import",
    .arguments = "TABLE FILE",
    .help = "导入一个月或一个年度的数据表（CSV 或 XLSX）",
    .details =
        "TABLE：按月 hotline-items、rating、efficiency、low-efficiency、district，\n"
        "按年度 annual、self-assessment（--period 写年度，如 2023）。\n"
        "表头用列编码或中文名均可，顺序不限；不认识的列会说明并忽略；空单元格表示没有此项业务。\n"
        "有一行错误则整个文件不导入；--partial "
        "只导入正确的行。后导入的文件只替换同月同单位同指标的数据。",
    .examples =
        (const char *const[]){
            "tongban import hotline-items 热线.xlsx --period 2023-02 --dry-run",
            "tongban import rating 好差评.csv --period 2023-02",
            "tongban import annual 年度考评.csv --period 2023",
            "tongban import rating 好差评.csv --period 2023-02 --partial --errors "
            "错误.csv",
            NULL},
    .options = import_options,
    .option_count = ARRAY_LEN(import_options),
    .input = &import_shape,
    .needs_db = true,
    .run = run_import,
};

/* ---- imports ---------------------------------------------------------------------------- */

typedef struct ImportsOut {
    ImportRecordList imports;
} ImportsOut;
static const Field imports_fields[] = {
    FIELD_LIST(ImportsOut, imports, "导入", &import_record_shape)};
static const Shape imports_shape = SHAPE(ImportsOut, imports_fields);

static bool run_imports_list(Ctx *ctx, const void *input, Console *console)
{
    const ListIn *in = input;
    ImportsOut out = {0};
    if (!imports_read(ctx, in->has_period ? &in->period : NULL, &out.imports))
        return false;
    if (in->json) {
        JsonWriter json = json_writer(console->out);
        json_shape(&json, &imports_shape, &out);
        buf_add_byte(console->out, '\n');
        return true;
    }
    LIST_EACH (const ImportRecord, record, &out.imports) {
        buf_format(console->out, "%lld\t", (long long)record->number);
        period_print(console->out, record->period);
        buf_format(console->out, "\t%.*s\t%.*s\t%lld项\t", STRF(record->table_code),
                   STRF(record->file), (long long)record->cell_count);
        instant_print_short(console->out, record->made_at);
        buf_format(console->out, "\t%s\n", record->has_undone_at ? "已撤销" : "");
    }
    return true;
}

const Command command_imports_list = {
    .verb = "imports list",
    .arguments = "",
    .help = "列出历次导入",
    .examples = (const char *const[]){"tongban imports list --period 2023-02", NULL},
    .options = list_options,
    .option_count = ARRAY_LEN(list_options),
    .input = &list_shape,
    .needs_db = true,
    .run = run_imports_list,
};

typedef struct UndoIn {
    int64_t number;
} UndoIn;
static const Field undo_fields[] = {FIELD(UndoIn, number, "导入号", FIELD_REQUIRED)};
static const Shape undo_shape = SHAPE(UndoIn, undo_fields);

static bool run_imports_undo(Ctx *ctx, const void *input, Console *console)
{
    const UndoIn *in = input;
    ImportRecord record;
    if (!import_undo(ctx, in->number, &record))
        return false;
    buf_format(console->out, "已撤销导入%lld号（%.*s，%lld项）\n", (long long)record.number,
               STRF(record.file), (long long)record.cell_count);
    return true;
}

const Command command_imports_undo = {
    .verb = "imports undo",
    .arguments = "NUMBER",
    .help = "撤销一次导入，恢复被它替换的数据",
    .examples = (const char *const[]){"tongban imports undo 7", NULL},
    .input = &undo_shape,
    .needs_db = true,
    .run = run_imports_undo,
};

/* ---- template --------------------------------------------------------------------------- */

typedef struct TemplateIn {
    Str table;
    Str out;
} TemplateIn;
static const Field template_fields[] = {
    FIELD(TemplateIn, table, "数据表", FIELD_REQUIRED),
    FIELD(TemplateIn, out, "文件", 0),
};
static const Shape template_shape = SHAPE(TemplateIn, template_fields);
static const Option template_options[] = {
    {"--out", "FILE", "out", "写到哪里；不写则用表名，放在当前文件夹"},
};

static bool run_template(Ctx *ctx, const void *input, Console *console)
{
    const TemplateIn *in = input;
    Str bytes, name;
    if (!intake_template(ctx, in->table, &bytes, &name))
        return false;
    Str path = str_empty(in->out) ? name : in->out;
    if (!file_write(ctx, path, bytes))
        return false;
    buf_format(console->out, "%.*s\n", STRF(path));
    return true;
}

const Command command_template = {
    .verb = "template",
    .arguments = "TABLE",
    .help = "生成数据表的填报模板（XLSX，带说明和下拉列表）",
    .examples = (const char *const[]){"tongban template rating --out 好差评模板.xlsx", NULL},
    .options = template_options,
    .option_count = ARRAY_LEN(template_options),
    .input = &template_shape,
    .needs_db = true,
    .run = run_template,
};
