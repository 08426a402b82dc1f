/* The wrong rows of a user's file with their reasons. */
#include "port/grid_wrong.h"

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

static RowProblems problems_of(const GridWrong *file, size_t row)
{
    size_t low = 0, high = file->problems->count;
    int64_t wanted = (int64_t)row + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->problems->at[middle].row < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    RowProblems found = {.at = file->problems->at + low};
    while (low + found.count < file->problems->count && found.at[found.count].row == wanted)
        found.count++;
    return found;
}

/* All that is wrong with a row, joined: 「满意度: 不是数（填一个数；没有此项业务则留空）」. */
static Str reasons_of(Arena *arena, const GridWrong *file, size_t row)
{
    Buf text = buf_create(arena, 64 * KIB);
    RowProblems problems = problems_of(file, row);
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

static bool cell_is_wrong(const GridWrong *file, size_t row, size_t column)
{
    RowProblems problems = problems_of(file, row);
    for (size_t i = 0; i < problems.count; i++)
        if (problems.at[i].column == (int64_t)column + 1)
            return true;
    return false;
}

/* Head rows are repeated, so that the mended file can be imported as it is. A wrong row whose
 * problems were too many to keep is given too. */
static bool goes_in(const GridWrong *file, size_t row, Str *ret_reason, Arena *arena)
{
    if (row <= file->head_row) {
        *ret_reason = row == file->head_row ? REASON_HEAD : STR("");
        return true;
    }
    if (!file->wrong[row])
        return false;
    *ret_reason = reasons_of(arena, file, row);
    if (str_empty(*ret_reason))
        *ret_reason = STR("有误；请先改正前面的各行");
    return true;
}

/* The reasons of an earlier error file are not the user's own. */
static bool is_old_reason(const GridWrong *file, size_t column)
{
    return str_equal(grid_text(file->grid, file->head_row, column), REASON_HEAD);
}

static bool write_csv(Ctx *ctx, const GridWrong *file, Str *ret)
{
    Buf text = buf_create(ctx->arena, ERROR_FILE_MAX);
    csv_put_bom(&text);
    for (size_t row = 0; row < file->grid->rows.count; row++) {
        Str reason;
        if (!goes_in(file, row, &reason, ctx->arena))
            continue;
        bool first = true;
        for (size_t c = 0; c < file->grid->column_count; c++) {
            if (is_old_reason(file, c))
                continue;
            csv_put(&text, first, grid_text(file->grid, row, c), false);
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

static void xlsx_row(const GridWrong *file, size_t row, Str reason, XlsxCell *line)
{
    size_t last = 0;
    bool head = row <= file->head_row;
    for (size_t c = 0; c < file->grid->column_count; c++) {
        if (is_old_reason(file, c))
            continue;
        const XlsxStyle *style = head                          ? &head_style
                                 : cell_is_wrong(file, row, c) ? &wrong_style
                                                               : &plain_style;
        line[last++] = user_cell(grid_cell(file->grid, row, c), style);
    }
    line[last] = (XlsxCell){.kind = str_empty(reason) ? XLSX_BLANK : XLSX_TEXT,
                            .text = reason,
                            .style = head ? &head_style : &reason_style};
}

static bool write_xlsx_rows(Ctx *ctx, const GridWrong *file, Str *ret)
{
    size_t columns = 1;
    for (size_t c = 0; c < file->grid->column_count; c++)
        columns += !is_old_reason(file, c);
    XlsxCell *cells = NEW(ctx->arena, XlsxCell, file->grid->rows.count * columns);
    int *widths = NEW(ctx->arena, int, columns);
    size_t rows = 0;
    for (size_t c = 0; c < columns; c++)
        widths[c] = c + 1 == columns ? 600 : 140;
    for (size_t row = 0; row < file->grid->rows.count; row++) {
        Str reason;
        if (goes_in(file, row, &reason, ctx->arena))
            xlsx_row(file, row, reason, &cells[rows++ * columns]);
    }
    XlsxSheet sheet = {.name = STR("错误"),
                       .cells = cells,
                       .row_count = rows,
                       .column_count = columns,
                       .column_widths = widths,
                       .freeze_rows = file->head_row + 1};
    XlsxBook book = {.sheets = &sheet, .sheet_count = 1, .title = STR("导入错误")};
    return xlsx_write(ctx, &book, ret);
}

/* 「2月.xlsx」 to 「2月-错误.xlsx」 */
static Str error_file_name(Arena *arena, Str name, const char *ending)
{
    size_t dot = str_find_last_byte(name, '.');
    Str stem = dot == STR_NONE ? name : str_slice(name, 0, dot);
    return str_format(arena, "%.*s-错误.%s", STRF(stem), ending);
}

bool grid_wrong_file(Ctx *ctx, const GridWrong *file, Str *ret_bytes, Str *ret_name)
{
    bool workbook = !str_empty(file->grid->sheet);
    *ret_name = error_file_name(ctx->arena, file->name, workbook ? "xlsx" : "csv");
    return workbook ? write_xlsx_rows(ctx, file, ret_bytes) : write_csv(ctx, file, ret_bytes);
}
