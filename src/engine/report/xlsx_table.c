#include "engine/report/page.h"
#include "engine/report/xlsx_sheet.h"

/* Widths of the printed page in tenths of a digit's width (11 points). */
#define PORTRAIT_WIDTH 900
#define LANDSCAPE_WIDTH 1320
#define FONT_POINTS 11
#define GREY 0xEEF1F5
#define ALERT 0xB3261E

static const XlsxStyle title_style = {
    .align = XLSX_CENTER, .bold = true, .wrap = true, .font_points = 16};
static const XlsxStyle head_style = {
    .align = XLSX_CENTER, .border = true, .wrap = true, .font = "黑体", .fill = GREY};
static const XlsxStyle note_style = {.align = XLSX_LEFT, .wrap = true, .font_points = 10};

static const XlsxStyle *body_style(Arena *arena, const Cell *cell, Align align, bool is_total)
{
    static const XlsxAlign aligns[] = {
        [ALIGN_LEFT] = XLSX_LEFT, [ALIGN_CENTER] = XLSX_CENTER, [ALIGN_RIGHT] = XLSX_RIGHT};
    XlsxStyle *style = NEW(arena, XlsxStyle, 1);
    *style = (XlsxStyle){.align = aligns[align],
                         .border = true,
                         .wrap = !cell->is_number,
                         .bold = is_total || cell->emphasis,
                         .color = cell->emphasis ? ALERT : 0,
                         .places = cell->places};
    return style;
}

/* The rows of a sheet that a formula speaks of, counted from 1. */
typedef struct FormulaRows {
    size_t row;
    size_t first; /* of the data */
    size_t last;
} FormulaRows;

/* Puts row numbers for {row}, {first} and {last}. */
static Str fill_formula(Arena *arena, Str formula, FormulaRows rows)
{
    Buf text = buf_create(arena, 8 * KIB);
    while (!str_empty(formula)) {
        const struct {
            Str sign;
            size_t row;
        } signs[] = {
            {STR("{row}"), rows.row}, {STR("{first}"), rows.first}, {STR("{last}"), rows.last}};
        size_t taken = 0;
        for (size_t i = 0; i < ARRAY_LEN(signs) && taken == 0; i++)
            if (str_starts(formula, signs[i].sign)) {
                buf_add_int(&text, (int64_t)signs[i].row);
                taken = signs[i].sign.len;
            }
        if (taken == 0) {
            buf_add_byte(&text, formula.at[0]);
            taken = 1;
        }
        formula = str_after(formula, taken);
    }
    return buf_str(&text);
}

static XlsxCell body_cell(Arena *arena, const Cell *cell, const XlsxStyle *style, FormulaRows rows)
{
    XlsxCell made = {.kind = XLSX_TEXT,
                     .text = cell->text,
                     .style = style,
                     .comment = cell->note,
                     .row_span = cell->row_span,
                     .column_span = cell->column_span};
    if (cell->is_number) {
        made.kind = XLSX_NUMBER;
        made.value = cell->value;
        made.is_percent = cell->is_percent;
        made.text = (Str){0};
        if (!str_empty(cell->formula)) {
            made.kind = XLSX_FORMULA;
            made.formula = fill_formula(arena, cell->formula, rows);
        }
    } else if (str_empty(cell->text)) {
        made.kind = XLSX_BLANK;
    }
    return made;
}

/* Digits of width that a cell has, merged ones all of theirs. */
static int cell_width(const Cell *cell, const int *widths, size_t column)
{
    int width = 0;
    for (int i = 0; i < (cell->column_span > 1 ? cell->column_span : 1); i++)
        width += widths[column + (size_t)i];
    return width / 10;
}

static int row_height(const Table *table, const Row *row, const int *widths)
{
    int height = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const Cell *cell = &row->cells[i];
        if (cell->covered || cell->row_span > 1)
            continue;
        int needed = sheet_text_height(page_half_widths(cell->text),
                                       cell_width(cell, widths, i) - 1, FONT_POINTS);
        height = needed > height ? needed : height;
    }
    /* A head merged down over several rows gives each a part. */
    for (size_t i = 0; i < table->column_count; i++) {
        const Cell *cell = &row->cells[i];
        if (cell->covered || cell->row_span <= 1)
            continue;
        int needed = sheet_text_height(page_half_widths(cell->text),
                                       cell_width(cell, widths, i) - 1, FONT_POINTS) /
                     cell->row_span;
        height = needed > height ? needed : height;
    }
    return height;
}

static void add_rows(SheetMaker *maker, const Table *table, const Row *rows, size_t count,
                     bool head, FormulaRows data)
{
    for (size_t i = 0; i < count; i++) {
        data.row = sheet_height(maker) + 1;
        XlsxCell *cells = sheet_row(maker, row_height(table, &rows[i], maker->sheet.column_widths));
        for (size_t j = 0; j < table->column_count; j++) {
            const Cell *cell = &rows[i].cells[j];
            if (cell->covered)
                continue;
            const XlsxStyle *style =
                head ? &head_style
                     : body_style(maker->arena, cell, table->columns[j].align, rows[i].is_total);
            cells[j] = body_cell(maker->arena, cell, style, data);
            if (head)
                cells[j].text = page_head_text(maker->arena, cell->text,
                                               cell_width(cell, maker->sheet.column_widths, j));
        }
    }
}

/* Columns up to and with the first of words stay in sight. */
static size_t frozen_columns(const Table *table)
{
    if (table->body.count == 0)
        return 0;
    const Row *row = &table->body.at[table->body.count - 1];
    for (size_t i = 0; i + 1 < table->column_count; i++)
        if (!row->cells[i].covered && !row->cells[i].is_number && !str_empty(row->cells[i].text))
            return i + 1;
    return 0;
}

/* From the first row that is no total to the last that is none. */
static FormulaRows data_rows(const Table *table, size_t above)
{
    FormulaRows rows = {.first = above + 1, .last = above + table->body.count};
    size_t first = 0, last = table->body.count;
    while (first < last && table->body.at[first].is_total)
        first++;
    while (last > first && table->body.at[last - 1].is_total)
        last--;
    rows.first = above + first + 1;
    rows.last = above + last;
    return rows;
}

XlsxSheet xlsx_table_sheet(Arena *arena, const Table *table, Str name, Str title)
{
    SheetMaker maker = sheet_create(arena, name, table->column_count);
    int total = table->landscape ? LANDSCAPE_WIDTH : PORTRAIT_WIDTH;
    int *widths = NEW(arena, int, table->column_count);
    page_column_widths(table, total, widths);
    maker.sheet.column_widths = widths;
    maker.sheet.landscape = table->landscape;
    sheet_line(&maker, title, &title_style, total / 16);
    add_rows(&maker, table, table->head, table->head_count, /* head= */ true, (FormulaRows){0});
    FormulaRows rows = data_rows(table, sheet_height(&maker));
    maker.sheet.freeze_rows = sheet_height(&maker);
    maker.sheet.freeze_columns = frozen_columns(table);
    maker.sheet.repeat_first_row = 1;
    maker.sheet.repeat_row_count = table->head_count;
    add_rows(&maker, table, table->body.at, table->body.count, /* head= */ false, rows);
    for (size_t i = 0; i < table->note_count; i++)
        sheet_line(
            &maker,
            str_format(arena, "%s%zu. %.*s", i == 0 ? "说明：" : "", i + 1, STRF(table->notes[i])),
            &note_style, total / 10);
    return sheet_finish(&maker);
}

XlsxSheet xlsx_chart_sheet(Arena *arena, const Chart *chart, Str name)
{
    static const XlsxStyle category = {.align = XLSX_LEFT, .border = true};
    static const XlsxStyle number = {.align = XLSX_CENTER, .border = true, .places = -1};
    SheetMaker maker = sheet_create(arena, name, chart->series_count + 1);
    int *widths = NEW(arena, int, chart->series_count + 1);
    for (size_t i = 0; i <= chart->series_count; i++)
        widths[i] = i == 0 ? 300 : 150;
    maker.sheet.column_widths = widths;
    Str title = str_empty(chart->unit) ? chart->title
                                       : str_format(arena, "%.*s（单位：%.*s）", STRF(chart->title),
                                                    STRF(chart->unit));
    sheet_line(&maker, title, &title_style, PORTRAIT_WIDTH / 16);
    XlsxCell *cells = sheet_row(&maker, 0);
    cells[0].style = &head_style;
    for (size_t i = 0; i < chart->series_count; i++)
        cells[i + 1] =
            (XlsxCell){.kind = XLSX_TEXT, .text = chart->series[i].name, .style = &head_style};
    for (size_t i = 0; i < chart->category_count; i++) {
        cells = sheet_row(&maker, 0);
        cells[0] = (XlsxCell){.kind = XLSX_TEXT, .text = chart->categories[i], .style = &category};
        for (size_t j = 0; j < chart->series_count; j++) {
            const ChartSeries *series = &chart->series[j];
            cells[j + 1] = (XlsxCell){.kind = series->present[i] ? XLSX_NUMBER : XLSX_BLANK,
                                      .value = series->values[i],
                                      .style = &number};
        }
    }
    maker.sheet.freeze_rows = 2;
    return sheet_finish(&maker);
}
