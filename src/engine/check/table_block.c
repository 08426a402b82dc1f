#include "engine/check/table_build.h"

#include "base/utf8.h"

/* A row of words below a table is a note, not its last row. */
#define NOTES_BYTES_MAX (256 * KIB)

RowShape row_shape(const Grid *grid, size_t row)
{
    RowShape shape = {.first = SIZE_MAX};
    const GridRow *cells = &grid->rows.at[row];
    for (size_t c = 0; c < cells->count; c++) {
        Figure figure = figure_of_cell(&cells->cells[c]);
        if (figure.kind == FIGURE_BLANK)
            continue;
        if (shape.filled++ == 0)
            shape.first = c;
        shape.texts += figure.kind == FIGURE_TEXT;
        shape.numbers += figure.kind == FIGURE_NUMBER;
        shape.dates += figure.kind == FIGURE_DATE;
        shape.nothings += figure.kind == FIGURE_NONE;
    }
    return shape;
}

/* The only filled cell of a row, SIZE_MAX when it has none or several. */
static size_t lone_cell(const Grid *grid, size_t row)
{
    const GridRow *cells = &grid->rows.at[row];
    size_t found = SIZE_MAX;
    for (size_t c = 0; c < cells->count; c++) {
        if (str_empty(cells->cells[c].text))
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = c;
    }
    return found;
}

static bool has_unit_line(const Grid *grid, size_t row)
{
    const GridRow *cells = &grid->rows.at[row];
    for (size_t c = 0; c < cells->count; c++) {
        Str text = cells->cells[c].text;
        if (str_contains(text, STR("单位:")) || str_contains(text, STR("单位：")) ||
            str_contains(text, STR("单位 :")) || str_contains(text, STR("单位 ：")))
            return true;
    }
    return false;
}

/* A title above the heads, or a line such as 填报单位：… 单位：万元. */
static bool row_is_caption(const Grid *grid, size_t row)
{
    size_t lone = lone_cell(grid, row);
    if (lone != SIZE_MAX)
        return grid->column_count >= 2 &&
               figure_of_cell(grid_cell(grid, row, lone)).kind == FIGURE_TEXT;
    RowShape shape = row_shape(grid, row);
    return shape.filled >= 1 && shape.filled <= 3 && shape.numbers == 0 && has_unit_line(grid, row);
}

static void take_caption(Block *block, size_t row)
{
    const GridRow *cells = &block->grid->rows.at[row];
    for (size_t c = 0; c < cells->count; c++) {
        Str text = cells->cells[c].text;
        if (str_contains(text, STR("单位:")) || str_contains(text, STR("单位：")))
            block->unit = text;
        else if (!str_empty(text) && str_empty(block->caption))
            block->caption = text;
    }
}

static size_t skip_blank_rows(const Grid *grid, size_t row, size_t end)
{
    while (row < end && grid_row_is_blank(grid, row))
        row++;
    return row;
}

/* Captions and then heads begin at `row`: another table of the same sheet. */
static bool block_begins(const Grid *grid, size_t row, bool after_blank)
{
    size_t at = row;
    while (at < grid->rows.count && at < row + 4 &&
           (grid_row_is_blank(grid, at) || row_is_caption(grid, at)))
        at++;
    if (at >= grid->rows.count || (at == row && !after_blank))
        return false;
    RowShape shape = row_shape(grid, at);
    return shape.texts >= 2 && row_is_head(grid, at, grid->rows.count) &&
           heads_end(grid, at, grid->rows.count) < grid->rows.count;
}

/* Where the body that begins at `from` ends: at the next table or at the end of the grid. */
static size_t body_end(const Block *block, size_t from)
{
    const Grid *grid = block->grid;
    bool after_blank = false;
    for (size_t row = from; row < grid->rows.count; row++) {
        bool blank = grid->rows.at[row].count == 0 || grid_row_is_blank(grid, row);
        bool may_begin = !blank && row > from && (after_blank || lone_cell(grid, row) != SIZE_MAX);
        if (may_begin && !row_repeats_head(block, row) && block_begins(grid, row, after_blank))
            return row;
        after_blank = blank;
    }
    return grid->rows.count;
}

static bool has_figure(const Grid *grid, size_t row)
{
    RowShape shape = row_shape(grid, row);
    return shape.numbers > 0 || shape.filled >= 3;
}

/* Moves the rows of words at the end of the body to the notes. */
static void cut_notes(Arena *arena, Block *block)
{
    size_t end = block->end;
    while (end > block->body_from && !has_figure(block->grid, end - 1))
        end--;
    Buf notes = buf_create(arena, NOTES_BYTES_MAX);
    for (size_t row = end; row < block->end; row++) {
        const GridRow *cells = &block->grid->rows.at[row];
        for (size_t c = 0; c < cells->count; c++) {
            if (str_empty(cells->cells[c].text))
                continue;
            buf_add(&notes, cells->cells[c].text);
            buf_add_byte(&notes, '\n');
        }
    }
    block->notes = buf_str(&notes);
    block->end = end;
}

static size_t widest(const Block *block)
{
    size_t width = 0;
    for (size_t row = block->head_from; row < block->end; row++)
        if (block->grid->rows.at[row].count > width)
            width = block->grid->rows.at[row].count;
    return width;
}

/* A block from `row` on; returns where the next begins. */
static size_t cut_one(Arena *arena, const Grid *grid, size_t part, size_t row, BlockList *to)
{
    size_t end = grid->rows.count;
    Block block = {.grid = grid, .part = part};
    for (; row < end && (grid_row_is_blank(grid, row) || row_is_caption(grid, row)); row++)
        take_caption(&block, row);
    if (row >= end)
        return end;
    block.head_from = row;
    block.headless = !row_is_head(grid, row, end);
    block.body_from = block.headless ? row : heads_end(grid, row, end);
    block.end = body_end(&block, block.body_from);
    size_t next = block.end;
    cut_notes(arena, &block);
    block.column_count = widest(&block);
    if (block.end > block.body_from && block.column_count > 1) {
        heads_read(arena, &block);
        *LIST_ADD(arena, to) = block;
    }
    return next > row ? next : row + 1;
}

void blocks_cut(Arena *arena, const Grid *grid, size_t part, BlockList *to)
{
    size_t row = skip_blank_rows(grid, 0, grid->rows.count);
    while (row < grid->rows.count)
        row = cut_one(arena, grid, part, row, to);
}
