#include "domain/assessment/intake_view.h"

static const Field column_fields[] = {
    FIELD(TableColumnView, code, "编码", 0),
    FIELD(TableColumnView, name, "列", 0),
    FIELD(TableColumnView, note, "说明", FIELD_SPARSE),
    FIELD(TableColumnView, required, "必填", 0),
    FIELD_MAYBE(TableColumnView, places, "小数位", 0),
};
static const Shape column_shape = SHAPE(TableColumnView, column_fields);
static const Field table_fields[] = {
    FIELD(TableView, code, "编码", 0),
    FIELD(TableView, name, "数据表", 0),
    FIELD(TableView, by_year, "按年度", 0),
    FIELD_LIST(TableView, columns, "列", &column_shape),
};
static const Shape table_shape = SHAPE(TableView, table_fields);
static const Field tables_fields[] = {FIELD_LIST(TablesView, tables, "数据表", &table_shape)};
const Shape tables_view_shape = SHAPE(TablesView, tables_fields);

static const Field intake_fields[] = {
    FIELD(IntakeView, number, "导入号", 0),
    FIELD(IntakeView, table, "数据表", 0),
    FIELD(IntakeView, period, "时期", 0),
    FIELD(IntakeView, rows, "行数", 0),
    FIELD(IntakeView, new, "新增", 0),
    FIELD(IntakeView, changed, "变更", 0),
    FIELD(IntakeView, same, "相同", 0),
    FIELD(IntakeView, wrong, "错误", 0),
    FIELD_TEXTS(IntakeView, unknown_columns, "不认识的列"),
    FIELD_LIST(IntakeView, changes, "变更", &view_change_shape),
    FIELD_LIST(IntakeView, problems, "问题", &view_problem_shape),
    FIELD_TEXTS(IntakeView, warnings, "注意"),
};
const Shape intake_view_shape = SHAPE(IntakeView, intake_fields);
const Shape preview_view_shape = {.name = "Preview",
                                  .size = sizeof(IntakeView),
                                  .fields = intake_fields + 1,
                                  .count = ARRAY_LEN(intake_fields) - 1};

static const Field import_fields[] = {
    FIELD(ImportView, number, "导入号", 0),
    FIELD(ImportView, table, "数据表", 0),
    FIELD(ImportView, table_name, "表名", 0),
    FIELD(ImportView, period, "时期", 0),
    FIELD(ImportView, file, "文件", 0),
    FIELD(ImportView, rows, "行数", 0),
    FIELD(ImportView, cells, "数据项", 0),
    FIELD(ImportView, made_at, "导入时间", 0),
    FIELD(ImportView, actor, "经办", FIELD_SPARSE),
    FIELD(ImportView, undone, "已撤销", 0),
    FIELD(ImportView, note, "说明", FIELD_SPARSE),
};
const Shape import_view_shape = SHAPE(ImportView, import_fields);
static const Field imports_fields[] = {
    FIELD_LIST(ImportsView, imports, "导入", &import_view_shape)};
const Shape imports_view_shape = SHAPE(ImportsView, imports_fields);

/* ---- tables ----------------------------------------------------------------------------- */

static void add_key(Arena *arena, TableView *view, Str code, Str name, Str note)
{
    *LIST_ADD(arena, &view->columns) =
        (TableColumnView){.code = code, .name = name, .note = note, .required = true};
}

static void fill_table(Arena *arena, const FigureTable *table, TableView *view)
{
    view->code = table->code;
    view->name = table->name;
    view->by_year = table->by_year;
    if (table->key == TABLE_BY_CODE)
        add_key(arena, view, STR("code"), table->heads[0],
                table->by_name ? STR("本表各行的名称") : STR("指标编号"));
    else
        add_key(arena, view, STR("unit"), STR("单位"), STR("单位名册里的名称"));
    if (table->key == TABLE_BY_UNIT_AND_KIND)
        add_key(arena, view, STR("kind"), STR("情形"), STR("同一单位的各行靠它区分"));
    LIST_EACH (const TableColumn, column, &table->columns)
        *LIST_ADD(arena, &view->columns) =
            (TableColumnView){.code = column->code,
                              .name = column->name,
                              .note = table_column_note(arena, column),
                              .required = column->required,
                              .has_places = !column->is_text && column->places >= 0,
                              .places = column->places};
}

bool tables_view(Ctx *ctx, TablesView *ret)
{
    FigureTableList tables;
    TablesView view = {0};
    if (!tables_load(ctx, &tables))
        return false;
    LIST_EACH (const FigureTable, table, &tables)
        if (!table->counted && (table->key != TABLE_BY_CODE || scope_is_whole(ctx)))
            fill_table(ctx->arena, table, LIST_ADD(ctx->arena, &view.tables));
    *ret = view;
    return true;
}

/* ---- what an import does ---------------------------------------------------------------- */

IntakeView intake_view(Ctx *ctx, const IntakePlan *plan)
{
    IntakeView view = {.table = plan->table.code,
                       .period = plan->period,
                       .rows = plan->row_count,
                       .new = plan->new_cells,
                       .changed = plan->changed_cells,
                       .same = plan->same_cells,
                       .wrong = plan->wrong_rows,
                       .changes = plan->changes,
                       .problems = {.at = plan->problems.at, .count = plan->problems.count}};
    for (size_t i = 0; i < plan->unknown_count; i++)
        *LIST_ADD(ctx->arena, &view.unknown_columns) = plan->unknown_columns[i];
    LIST_EACH (const Disagreement, disagreement, &plan->disagreements)
        *LIST_ADD(ctx->arena, &view.warnings) = disagreement_text(ctx->arena, disagreement);
    return view;
}

/* ---- past imports ----------------------------------------------------------------------- */

static Str table_name(const FigureTableList *tables, Str code)
{
    LIST_EACH (const FigureTable, table, tables)
        if (str_equal(table->code, code))
            return table->name;
    return code;
}

static ImportView view_of(Arena *arena, const FigureTableList *tables, const ImportRecord *record)
{
    Buf note = buf_create(arena, 64);
    if (record->has_undone_at) {
        buf_add_c(&note, "撤销于 ");
        instant_print_short(&note, record->undone_at);
    }
    return (ImportView){.number = record->number,
                        .table = record->table_code,
                        .table_name = table_name(tables, record->table_code),
                        .period = record->period,
                        .file = record->file,
                        .rows = record->row_count,
                        .cells = record->cell_count,
                        .made_at = record->made_at,
                        .actor = record->actor,
                        .undone = record->has_undone_at,
                        .note = buf_str(&note)};
}

bool imports_view(Ctx *ctx, const Period *period, ImportsView *ret)
{
    ImportRecordList records = {0};
    FigureTableList tables;
    ImportsView view = {0};
    if (!imports_read(ctx, period, &records) || !tables_load(ctx, &tables))
        return false;
    LIST_EACH (const ImportRecord, record, &records)
        *LIST_ADD(ctx->arena, &view.imports) = view_of(ctx->arena, &tables, record);
    *ret = view;
    return true;
}

bool import_view(Ctx *ctx, const ImportRecord *record, ImportView *ret)
{
    FigureTableList tables;
    if (!tables_load(ctx, &tables))
        return false;
    *ret = view_of(ctx->arena, &tables, record);
    return true;
}
