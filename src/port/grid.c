#include "port/grid.h"

#include "base/utf8.h"

static const GridCell empty_cell;

const GridCell *grid_cell(const Grid *grid, size_t row, size_t column)
{
    if (row >= grid->rows.count || column >= grid->rows.at[row].count)
        return &empty_cell;
    return &grid->rows.at[row].cells[column];
}

Str grid_text(const Grid *grid, size_t row, size_t column)
{
    return grid_cell(grid, row, column)->text;
}

bool grid_row_is_blank(const Grid *grid, size_t row)
{
    if (row >= grid->rows.count)
        return true;
    for (size_t i = 0; i < grid->rows.at[row].count; i++) {
        if (!str_empty(grid->rows.at[row].cells[i].text))
            return false;
    }
    return true;
}

static bool need_row(Ctx *ctx, Grid *grid, size_t row)
{
    if (row >= GRID_ROWS_MAX) {
        fail(ctx, FAIL_TOO_LARGE, "表格超过 %d 行", GRID_ROWS_MAX);
        return fail_hint(ctx, "请分成几个文件");
    }
    while (grid->rows.count <= row) {
        int line = (int)grid->rows.count + 1;
        *LIST_ADD(ctx->arena, &grid->rows) = (GridRow){.line = line};
    }
    return true;
}

static bool check_cell(Ctx *ctx, size_t row, size_t column, Str text)
{
    Place place = {.line = (int)row + 1, .column = (int)column + 1};
    if (column >= GRID_COLUMNS_MAX) {
        fail(ctx, FAIL_TOO_LARGE, "第 %zu 行超过 %d 列", row + 1, GRID_COLUMNS_MAX);
        return fail_at(ctx, place);
    }
    /* A code point has at most 4 bytes, so short texts need no counting. */
    if (text.len > GRID_CELL_RUNES_MAX && utf8_count(text) > GRID_CELL_RUNES_MAX) {
        fail(ctx, FAIL_TOO_LARGE, "第 %zu 行第 %zu 列的文字超过 %d 个字", row + 1, column + 1,
             GRID_CELL_RUNES_MAX);
        return fail_at(ctx, place);
    }
    return true;
}

bool grid_put(Ctx *ctx, Grid *grid, size_t row, size_t column, GridCell cell)
{
    cell.text = str_trim(cell.text);
    if (str_empty(cell.text))
        return true;
    if (!need_row(ctx, grid, row) || !check_cell(ctx, row, column, cell.text))
        return false;
    GridRow *to = &grid->rows.at[row];
    if (to->cap == 0 && row > 0 && column < grid->rows.at[row - 1].count) {
        /* Rows of one table are mostly as long as the one before: no room is wasted in growing. */
        to->cap = grid->rows.at[row - 1].count;
        to->cells = NEW(ctx->arena, GridCell, to->cap);
    }
    while (to->count <= column) {
        if (grid->cell_count == GRID_CELLS_MAX)
            return fail(ctx, FAIL_TOO_LARGE, "表格超过 %d 个单元格", GRID_CELLS_MAX);
        list_grow(ctx->arena, (void **)&to->cells, &to->count, &to->cap, sizeof *to->cells,
                  alignof(GridCell));
        grid->cell_count++;
    }
    to->cells[column] = cell;
    return true;
}

void grid_finish(Grid *grid)
{
    grid->column_count = 0;
    LIST_EACH (GridRow, row, &grid->rows) {
        while (row->count > 0 && str_empty(row->cells[row->count - 1].text))
            row->count--;
        if (row->count > grid->column_count)
            grid->column_count = row->count;
    }
    while (grid->rows.count > 0 && grid->rows.at[grid->rows.count - 1].count == 0)
        grid->rows.count--;
}
