/* The files an import gives back: the wrong rows with their reasons, and empty templates. */
#include "domain/assessment/intake.h"
#include "domain/assessment/unit_group.h"
#include "port/clock.h"
#include "port/csv.h"
#include "port/xlsx_write.h"

#define REASON_HEAD STR("错误原因")
#define ERROR_FILE_MAX (64 * MIB)

/* ---- wrong rows ------------------------------------------------------------------------- */

/* The problems of a row: they were found row by row, so they stand together. */
typedef struct RowProblems {
    const Problem *at;
    size_t count;
} RowProblems;

static RowProblems problems_of(const IntakePlan *plan, size_t row)
{
    size_t low = 0, high = plan->problems.count;
    int64_t wanted = (int64_t)row + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (plan->problems.at[middle].row < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    RowProblems found = {.at = plan->problems.at + low};
    while (low + found.count < plan->problems.count && found.at[found.count].row == wanted)
        found.count++;
    return found;
}

/* All that is wrong with a row, joined: 「满意度: 不是数（填一个数；没有此项业务则留空）」. */
static Str reasons_of(Arena *arena, const IntakePlan *plan, size_t row)
{
    Buf text = buf_create(arena, 64 * KIB);
    RowProblems problems = problems_of(plan, row);
    for (size_t i = 0; i < problems.count; i++) {
        const Problem *problem = &problems.at[i];
        if (text.len)
            buf_add_c(&text, "；");
        buf_format(&text, "%.*s：%.*s", STRF(problem->field), STRF(problem->message));
        if (!str_empty(problem->hint))
            buf_format(&text, "（%.*s）", STRF(problem->hint));
    }
    return buf_str(&text);
}

static bool cell_is_wrong(const IntakePlan *plan, size_t row, size_t column)
{
    RowProblems problems = problems_of(plan, row);
    for (size_t i = 0; i < problems.count; i++)
        if (problems.at[i].column == (int64_t)column + 1)
            return true;
    return false;
}

/* Head rows are repeated, so that the mended file can be imported as it is. A wrong row whose
 * problems were too many to keep is given too. */
static bool goes_in(const IntakePlan *plan, size_t row, Str *ret_reason, Arena *arena)
{
    if (row <= plan->head_row) {
        *ret_reason = row == plan->head_row ? REASON_HEAD : STR("");
        return true;
    }
    if (!plan->wrong[row])
        return false;
    *ret_reason = reasons_of(arena, plan, row);
    if (str_empty(*ret_reason))
        *ret_reason = STR("有误；请先改正前面的各行");
    return true;
}

/* The reasons of an earlier error file are not the user's own. */
static bool is_old_reason(const IntakePlan *plan, size_t column)
{
    return str_equal(grid_text(&plan->grid, plan->head_row, column), REASON_HEAD);
}

static bool write_csv(Ctx *ctx, const IntakePlan *plan, Str *ret)
{
    Buf text = buf_create(ctx->arena, ERROR_FILE_MAX);
    csv_put_bom(&text);
    for (size_t row = 0; row < plan->grid.rows.count; row++) {
        Str reason;
        if (!goes_in(plan, row, &reason, ctx->arena))
            continue;
        bool first = true;
        for (size_t c = 0; c < plan->grid.column_count; c++) {
            if (is_old_reason(plan, c))
                continue;
            csv_put(&text, first, grid_text(&plan->grid, row, c), false);
            first = false;
        }
        csv_put(&text, first, reason, false);
        csv_end_row(&text);
    }
    if (!buf_ok(&text))
        return fail(ctx, FAIL_TOO_LARGE, "错误文件过大");
    *ret = buf_str(&text);
    return true;
}

static const XlsxStyle head_style = {
    .bold = true, .border = true, .fill = 0xE8EEF7, .wrap = true, .align = XLSX_CENTER};
static const XlsxStyle plain_style = {.border = true, .places = -1};
static const XlsxStyle wrong_style = {
    .border = true, .fill = 0xFFC7CE, .color = 0x9C0006, .places = -1};
static const XlsxStyle reason_style = {.border = true, .color = 0x9C0006, .wrap = true};

/* A number stays a number and a percentage a percentage, so that the mended file means the same. */
static XlsxCell user_cell(const GridCell *cell, const XlsxStyle *style)
{
    XlsxCell copy = {.kind = XLSX_TEXT, .text = cell->text, .style = style};
    Decimal value;
    if (str_empty(cell->text))
        copy.kind = XLSX_BLANK;
    if (!cell->is_number || decimal_parse(cell->text, &value) != DECIMAL_PARSED)
        return copy;
    if (cell->is_percent && __builtin_mul_overflow(value.millionths, 100, &value.millionths))
        return copy;
    return (XlsxCell){
        .kind = XLSX_NUMBER, .value = value, .is_percent = cell->is_percent, .style = style};
}

static void xlsx_row(const IntakePlan *plan, size_t row, Str reason, XlsxCell *line)
{
    size_t last = 0;
    bool head = row <= plan->head_row;
    for (size_t c = 0; c < plan->grid.column_count; c++) {
        if (is_old_reason(plan, c))
            continue;
        const XlsxStyle *style = head                          ? &head_style
                                 : cell_is_wrong(plan, row, c) ? &wrong_style
                                                               : &plain_style;
        line[last++] = user_cell(grid_cell(&plan->grid, row, c), style);
    }
    line[last] = (XlsxCell){.kind = str_empty(reason) ? XLSX_BLANK : XLSX_TEXT,
                            .text = reason,
                            .style = head ? &head_style : &reason_style};
}

static bool write_xlsx_rows(Ctx *ctx, const IntakePlan *plan, Str *ret)
{
    size_t columns = 1;
    for (size_t c = 0; c < plan->grid.column_count; c++)
        columns += !is_old_reason(plan, c);
    XlsxCell *cells = NEW(ctx->arena, XlsxCell, plan->grid.rows.count * columns);
    int *widths = NEW(ctx->arena, int, columns);
    size_t rows = 0;
    for (size_t c = 0; c < columns; c++)
        widths[c] = c + 1 == columns ? 600 : 140;
    for (size_t row = 0; row < plan->grid.rows.count; row++) {
        Str reason;
        if (goes_in(plan, row, &reason, ctx->arena))
            xlsx_row(plan, row, reason, &cells[rows++ * columns]);
    }
    XlsxSheet sheet = {.name = STR("错误"),
                       .cells = cells,
                       .row_count = rows,
                       .column_count = columns,
                       .column_widths = widths,
                       .freeze_rows = plan->head_row + 1};
    XlsxBook book = {.sheets = &sheet, .sheet_count = 1, .title = STR("导入错误")};
    return xlsx_write(ctx, &book, ret);
}

/* 「2月.xlsx」 to 「2月-错误.xlsx」 */
static Str error_file_name(Arena *arena, Str file, const char *ending)
{
    size_t dot = str_find_last_byte(file, '.');
    Str stem = dot == STR_NONE ? file : str_slice(file, 0, dot);
    return str_format(arena, "%.*s-错误.%s", STRF(stem), ending);
}

bool intake_error_file(Ctx *ctx, const IntakePlan *plan, Str *ret_bytes, Str *ret_name)
{
    bool workbook = !str_empty(plan->grid.sheet);
    *ret_name = error_file_name(ctx->arena, plan->file, workbook ? "xlsx" : "csv");
    return workbook ? write_xlsx_rows(ctx, plan, ret_bytes) : write_csv(ctx, plan, ret_bytes);
}

/* ---- templates -------------------------------------------------------------------------- */

#define TEMPLATE_ROWS 200

typedef struct Template {
    XlsxCell *cells;
    int *widths;
    size_t columns;
    size_t key_columns;
} Template;

static const XlsxStyle required_style = {
    .bold = true, .border = true, .fill = 0xFFF2CC, .wrap = true, .align = XLSX_CENTER};

static void add_head(Template *template, Str text, Str comment, const XlsxStyle *style, int width)
{
    template->cells[template->columns] =
        (XlsxCell){.kind = XLSX_TEXT, .text = text, .comment = comment, .style = style};
    template->widths[template->columns++] = width;
}

static void template_heads(Ctx *ctx, const FigureTable *table, Template *template)
{
    if (table->key == TABLE_BY_CODE)
        add_head(template, table->heads[0],
                 table->by_name ? STR("必填：从下拉列表选择") : STR("必填：指标编号"),
                 &required_style, table->by_name ? 260 : 120);
    else
        add_head(template, STR("单位"), STR("必填：从下拉列表选择"), &required_style, 260);
    if (table->key == TABLE_BY_UNIT_AND_KIND)
        add_head(template, STR("情形"), STR("必填：从下拉列表选择"), &required_style, 260);
    template->key_columns = template->columns;
    LIST_EACH (const TableColumn, column, &table->columns)
        add_head(template, column->name, table_column_note(ctx->arena, column), &head_style, 120);
}

/* A table all of whose rows are wanted comes with them, their full marks filled in. Returns the
 * rows below the head. */
static size_t template_rows(const FigureTable *table, const Template *template)
{
    if (!table->complete)
        return 0;
    for (size_t i = 0; i < table->rows.count; i++) {
        const TableRow *row = &table->rows.at[i];
        XlsxCell *line = &template->cells[(i + 1) * template->columns];
        line[0] = (XlsxCell){.kind = XLSX_TEXT, .text = row->name};
        for (size_t c = 0; c < table->columns.count && row->has_points; c++)
            if (str_equal(table->columns.at[c].code, table->points))
                line[template->key_columns + c] =
                    (XlsxCell){.kind = XLSX_NUMBER, .value = row->points};
    }
    return table->rows.count;
}

/* Those that are there today. */
static Str *unit_names(Ctx *ctx, const UnitBook *book, size_t *ret_count)
{
    Str *names = NEW(ctx->arena, Str, book->units.count);
    Date today = instant_date(clock_now(ctx));
    size_t count = 0;
    LIST_EACH (const Unit, unit, &book->units)
        if (!unit->has_ended || unit->ended.days > today.days)
            names[count++] = unit->name;
    *ret_count = count;
    return names;
}

static size_t template_choices(Ctx *ctx, const FigureTable *table, const UnitBook *book,
                               XlsxChoice choices[2])
{
    size_t words_count = table->rows.count;
    Str *words = NULL;
    if (table->key == TABLE_BY_CODE)
        words = table_row_labels(ctx->arena, table);
    else
        words = unit_names(ctx, book, &words_count);
    size_t count = 0;
    XlsxChoice area = {.first_row = 1, .last_row = TEMPLATE_ROWS};
    if (words_count > 0) {
        choices[count] = area;
        choices[count].words = words;
        choices[count++].word_count = words_count;
    }
    if (table->key == TABLE_BY_UNIT_AND_KIND && table->kind_count > 0) {
        choices[count] = area;
        choices[count].column = 1;
        choices[count].words = table->kinds;
        choices[count++].word_count = table->kind_count;
    }
    return count;
}

/* What a row of a table by code is: its name, or its full marks where the name stands before. */
static Str row_note(Arena *arena, const FigureTable *table, const TableRow *row)
{
    if (!table->by_name)
        return row->name;
    Buf note = buf_create(arena, KIB);
    if (row->has_points) {
        buf_add_c(&note, "分值：");
        decimal_print_short(&note, row->points);
    }
    if (row->part_count > 0)
        buf_format(&note, "%s各分项之和，可不填", note.len ? "；" : "");
    if (row->is_text)
        buf_add_c(&note, "文字，写在备注列，可不填");
    return buf_str(&note);
}

/* The second sheet: what the columns mean. */
static XlsxSheet notes_sheet(Ctx *ctx, const FigureTable *table)
{
    size_t codes = table->key == TABLE_BY_CODE ? table->rows.count : 0;
    size_t rows = table->columns.count + codes + 2;
    XlsxCell *cells = NEW(ctx->arena, XlsxCell, rows * 2);
    int *widths = NEW(ctx->arena, int, 2);
    widths[0] = 240;
    widths[1] = 800;
    cells[0] = (XlsxCell){.kind = XLSX_TEXT, .text = table->name, .style = &head_style};
    cells[1] = (XlsxCell){.kind = XLSX_TEXT, .text = STR("填写说明"), .style = &head_style};
    cells[2] = (XlsxCell){.kind = XLSX_TEXT, .text = STR("说明")};
    cells[3] = (XlsxCell){.kind = XLSX_TEXT, .text = table->note};
    size_t at = 4;
    LIST_EACH (const TableColumn, column, &table->columns) {
        cells[at++] = (XlsxCell){.kind = XLSX_TEXT, .text = column->name};
        cells[at++] = (XlsxCell){.kind = XLSX_TEXT, .text = table_column_note(ctx->arena, column)};
    }
    for (size_t i = 0; i < codes; i++) {
        cells[at++] =
            (XlsxCell){.kind = XLSX_TEXT, .text = table_row_label(table, &table->rows.at[i])};
        cells[at++] =
            (XlsxCell){.kind = XLSX_TEXT, .text = row_note(ctx->arena, table, &table->rows.at[i])};
    }
    return (XlsxSheet){.name = STR("说明"),
                       .cells = cells,
                       .row_count = rows,
                       .column_count = 2,
                       .column_widths = widths};
}

bool intake_template(Ctx *ctx, Str table_code, Str *ret_bytes, Str *ret_name)
{
    FigureTable table;
    UnitBook book;
    if (!table_load(ctx, table_code, &table) || !unit_book_read(ctx, &book))
        return false;
    size_t columns_max = table.columns.count + 2;
    Template template = {.cells = NEW(ctx->arena, XlsxCell, columns_max * (table.rows.count + 1)),
                         .widths = NEW(ctx->arena, int, columns_max)};
    template_heads(ctx, &table, &template);
    size_t rows = template_rows(&table, &template);
    XlsxChoice choices[2] = {0};
    size_t choice_count = template_choices(ctx, &table, &book, choices);
    XlsxSheet sheets[2] = {{.name = STR("数据"),
                            .cells = template.cells,
                            .row_count = 1 + rows,
                            .column_count = template.columns,
                            .column_widths = template.widths,
                            .freeze_rows = 1,
                            .freeze_columns = template.key_columns,
                            .choices = choices,
                            .choice_count = choice_count},
                           notes_sheet(ctx, &table)};
    XlsxBook workbook = {.sheets = sheets, .sheet_count = 2, .title = table.name};
    *ret_name = str_format(ctx->arena, "%.*s模板.xlsx", STRF(table.name));
    return xlsx_write(ctx, &workbook, ret_bytes);
}
