/* The files an import gives back: the wrong rows with their reasons, and empty templates. */
#include "domain/assessment/intake.h"
#include "domain/assessment/unit_group.h"
#include "port/clock.h"
#include "port/grid_wrong.h"
#include "port/xlsx_write.h"

bool intake_error_file(Ctx *ctx, const IntakePlan *plan, Str *ret_bytes, Str *ret_name)
{
    return grid_wrong_file(ctx,
                           &(GridWrong){.grid = &plan->grid,
                                        .head_row = plan->head_row,
                                        .wrong = plan->wrong,
                                        .problems = &plan->problems,
                                        .name = plan->file},
                           ret_bytes, ret_name);
}

/* ---- templates -------------------------------------------------------------------------- */

static const XlsxStyle head_style = {
    .bold = true, .border = true, .fill = 0xE8EEF7, .wrap = true, .align = XLSX_CENTER};

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
