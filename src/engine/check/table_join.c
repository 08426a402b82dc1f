#include "engine/check/table_build.h"

#include "port/fold.h"

#define PARTS_BETWEEN_MAX 6

static size_t headed_columns(const Block *block)
{
    size_t count = 0;
    for (size_t c = 0; c < block->column_count; c++)
        if (block->columns[c].level_count > 0)
            count = c + 1;
    return count;
}

static bool heads_equal(Arena *arena, const CheckColumn *a, const CheckColumn *b)
{
    if (a->level_count == 0 || b->level_count == 0)
        return a->level_count == b->level_count;
    return str_equal(a->printed, b->printed) ||
           str_equal(fold_name(arena, a->printed), fold_name(arena, b->printed));
}

/* Puts the columns of `next` under those of `first`, in order; how many of first's are lost, or
 * SIZE_MAX when it is another table. */
static size_t align_heads(Arena *arena, const Block *first, const Block *next, size_t *ret_cells)
{
    size_t count = headed_columns(first), next_count = headed_columns(next);
    size_t at = 0, lost = 0;
    for (size_t c = 0; c < first->column_count; c++) {
        if (c < count && at < next_count &&
            heads_equal(arena, &first->columns[c], &next->columns[at])) {
            ret_cells[c] = at++;
        } else if (c < count) {
            ret_cells[c] = SIZE_MAX;
            lost++;
        } else {
            ret_cells[c] = at++;
        }
    }
    bool all = at >= next_count;
    return all && lost * 3 < count ? lost : SIZE_MAX;
}

/* A number that counts the rows, in the first column. */
static bool first_number(const Grid *grid, size_t row, int64_t *ret)
{
    Figure figure = figure_of_cell(grid_cell(grid, row, 0));
    if (figure.kind != FIGURE_NUMBER || figure.places > 0)
        return false;
    *ret = figure.value.millionths / DECIMAL_ONE;
    return true;
}

static size_t first_filled(const Block *block)
{
    size_t row = block->body_from;
    while (row + 1 < block->end && grid_row_is_blank(block->grid, row))
        row++;
    return row;
}

static bool has_total(Arena *arena, const Block *block)
{
    for (size_t c = 0; c < 3; c++) {
        Str text = grid_text(block->grid, block->end - 1, c);
        if (!str_empty(text) && text.len < 60 && name_is_total(fold_name(arena, text)))
            return true;
    }
    return false;
}

/* The rows may follow one another: the first table has no total at its end, the serial numbers or
 * ranks go on. `ret_counts_on` = they are there and do. */
static bool rows_go_on(Arena *arena, const Block *before, const Block *next, bool *ret_counts_on)
{
    int64_t last, then;
    *ret_counts_on = false;
    if (first_number(before->grid, before->end - 1, &last) &&
        first_number(next->grid, first_filled(next), &then)) {
        *ret_counts_on = then == last + 1;
        return then >= last && then <= last + 2;
    }
    return !has_total(arena, before);
}

static bool only_furniture_between(Arena *arena, const Paper *paper, const Block *first,
                                   const Block *before, const Block *next)
{
    if (next->part - before->part > PARTS_BETWEEN_MAX)
        return false;
    Str title = first->caption;
    if (str_empty(title) && first->part > 0)
        title = paper->parts.at[first->part - 1].text;
    for (size_t i = before->part + 1; i < next->part; i++)
        if (!part_is_furniture(arena, &paper->parts.at[i], title))
            return false;
    PaperPart caption = {.kind = PAPER_PARAGRAPH, .text = next->caption};
    return str_empty(next->caption) || part_is_furniture(arena, &caption, title);
}

/* Without heads: the cells of its first row are of the kinds of the row before. */
static bool rows_are_alike(const Block *before, const Block *next)
{
    RowShape above = row_shape(before->grid, before->end - 1);
    RowShape below = row_shape(next->grid, first_filled(next));
    return above.filled == below.filled && above.numbers == below.numbers;
}

bool block_goes_on(Arena *arena, const Paper *paper, const Block *first, const Block *before,
                   const Block *next, size_t *ret_cells)
{
    bool counts_on;
    if (first->headless || !only_furniture_between(arena, paper, first, before, next) ||
        !rows_go_on(arena, before, next, &counts_on))
        return false;
    if (next->headless) {
        for (size_t c = 0; c < first->column_count; c++)
            ret_cells[c] = c;
        return next->column_count == first->column_count && rows_are_alike(before, next) &&
               (counts_on || next->part != before->part);
    }
    size_t lost = align_heads(arena, first, next, ret_cells);
    if (lost == SIZE_MAX)
        return false;
    return lost == 0 || counts_on || next->part != before->part;
}
