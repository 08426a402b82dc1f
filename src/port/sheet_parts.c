#include "port/sheet_parts.h"

#include "base/utf8.h"
#include "port/text_line.h"

/* A text of more columns of the screen in the first column alone is a sentence, not a name. */
#define NAME_COLUMNS_MAX 40
#define LABELLED_CELLS_MAX 6

/* What is in a row, indexes from 0. */
typedef struct RowForm {
    uint16_t first; /* filled cell; the others count only when filled > 0 */
    uint16_t last;
    uint16_t filled;
    uint16_t figures;
    uint16_t merged_columns; /* of the widest merge that begins in the row; 0 = none */
    bool merged_down;        /* it covers rows below */
} RowForm;

/* Rows [from, to) of the sheet. */
typedef struct RowRange {
    size_t from;
    size_t to;
} RowRange;

typedef struct SheetSplit {
    PaperMaker *maker;
    Grid *grid;
    RowForm *forms; /* of every row */
    RowRange table; /* found, not yet added: it may go on below; empty = none */
} SheetSplit;

static bool is_figure(const GridCell *cell)
{
    return cell->is_number || text_is_figure(cell->text);
}

static RowForm form_of(Arena *arena, GridRow *row)
{
    RowForm form = {0};
    for (size_t c = 0; c < row->count; c++) {
        GridCell *cell = &row->cells[c];
        if (str_empty(cell->text))
            continue;
        cell->text = paper_one_line(arena, cell->text);
        form.first = form.filled == 0 ? (uint16_t)c : form.first;
        form.last = (uint16_t)c;
        form.filled++;
        form.figures = (uint16_t)(form.figures + is_figure(cell));
    }
    return form;
}

static void find_forms(SheetSplit *split)
{
    Arena *arena = split->maker->ctx->arena;
    Grid *grid = split->grid;
    split->forms = NEW(arena, RowForm, grid->rows.count);
    for (size_t r = 0; r < grid->rows.count; r++)
        split->forms[r] = form_of(arena, &grid->rows.at[r]);
    LIST_EACH (const GridMerge, merge, &grid->merges) {
        if (merge->row >= grid->rows.count)
            continue;
        RowForm *form = &split->forms[merge->row];
        size_t columns =
            merge->column_count < GRID_COLUMNS_MAX ? merge->column_count : GRID_COLUMNS_MAX;
        if (columns > form->merged_columns)
            form->merged_columns = (uint16_t)columns;
        form->merged_down |= merge->row_count > 1;
    }
}

static Str text_at(const SheetSplit *split, size_t row, size_t column)
{
    return grid_text(split->grid, row, column);
}

static Str first_text(const SheetSplit *split, size_t row)
{
    return text_at(split, row, split->forms[row].first);
}

static bool has_colon(Str text)
{
    return str_contains(text, STR("：")) || str_find_byte(text, ':') != STR_NONE;
}

/* 填报单位：… 2023年2月 单位：万元: a few texts, each but a date with its label before a colon. */
static bool is_labelled(const SheetSplit *split, size_t row)
{
    const RowForm *form = &split->forms[row];
    size_t labels = 0;
    for (size_t c = form->first; c <= form->last; c++) {
        Str text = text_at(split, row, c);
        bool is_date = str_contains(text, STR("年")) && str_contains(text, STR("月"));
        if (!str_empty(text) && !has_colon(text) && !is_date)
            return false;
        labels += has_colon(text);
    }
    return labels > 0 && form->filled <= LABELLED_CELLS_MAX;
}

/* The columns of a block's table: those of its rows with two cells and more. */
static RowForm bounds_of(const SheetSplit *split, RowRange rows)
{
    RowForm bounds = {.first = UINT16_MAX};
    for (size_t r = rows.from; r < rows.to; r++) {
        const RowForm *form = &split->forms[r];
        if (form->filled < 2)
            continue;
        bounds.filled++;
        bounds.first = form->first < bounds.first ? form->first : bounds.first;
        bounds.last = form->last > bounds.last ? form->last : bounds.last;
        if (bounds.filled == UINT16_MAX)
            break; /* the rest of so long a table is as wide */
    }
    return bounds;
}

static bool spans_half(const RowForm *form, const RowForm *bounds)
{
    return form->merged_columns >= 2 &&
           form->merged_columns * 2 >= bounds->last - bounds->first + 1;
}

/* A row above the table that is none of its heads. */
static bool is_title(const SheetSplit *split, size_t row, const RowForm *bounds)
{
    const RowForm *form = &split->forms[row];
    if (form->filled != 1)
        return is_labelled(split, row);
    Str text = first_text(split, row);
    bool first = form->first <= bounds->first && !(form->merged_down && form->merged_columns < 2);
    return first || spans_half(form, bounds) || has_colon(text) || str_ends(text, STR("表"));
}

/* A row below the table that is no row of it with a name only. */
static bool is_note(const SheetSplit *split, size_t row, const RowForm *bounds)
{
    static const char *const signs[] = {"注", "说明", "备注", "数据", "附注", NULL};
    const RowForm *form = &split->forms[row];
    if (form->filled != 1)
        return is_labelled(split, row);
    Str text = first_text(split, row);
    for (const char *const *sign = signs; *sign; sign++) {
        if (str_starts(text, str_of(*sign)))
            return true;
    }
    return has_colon(text) || str_contains(text, STR("。")) || str_contains(text, STR("；")) ||
           spans_half(form, bounds) || utf8_columns(text) > NAME_COLUMNS_MAX;
}

/* All texts of a row, with blanks between them. */
static bool add_row_as_text(SheetSplit *split, size_t row)
{
    const RowForm *form = &split->forms[row];
    Buf line = buf_create(split->maker->ctx->arena,
                          (size_t)5 * GRID_COLUMNS_MAX + (size_t)8 * PAPER_PARAGRAPH_RUNES_MAX);
    for (size_t c = form->first; c <= form->last; c++) {
        Str text = text_at(split, row, c);
        if (!str_empty(text) && line.len > 0)
            buf_add_byte(&line, ' ');
        buf_add(&line, text);
    }
    return paper_add_text(split->maker, /* level= */ 0, split->grid->rows.at[row].line,
                          buf_str(&line));
}

static bool add_rows_as_text(SheetSplit *split, RowRange rows)
{
    for (size_t r = rows.from; r < rows.to; r++) {
        if (split->forms[r].filled > 0 && !add_row_as_text(split, r))
            return false;
    }
    return true;
}

static void take_merges(SheetSplit *split, RowRange rows, Grid *table)
{
    LIST_EACH (const GridMerge, merge, &split->grid->merges) {
        if (merge->row < rows.from || merge->row >= rows.to)
            continue;
        size_t room = rows.to - merge->row;
        GridMerge *taken = LIST_ADD(split->maker->ctx->arena, &table->merges);
        *taken = *merge;
        taken->row -= rows.from;
        taken->row_count = merge->row_count < room ? merge->row_count : room;
    }
}

/* Adds the table found so far. A single row of texts is no table. */
static bool add_pending(SheetSplit *split)
{
    RowRange rows = split->table;
    split->table = (RowRange){0};
    if (rows.from == rows.to)
        return true;
    if (rows.to - rows.from == 1 && split->forms[rows.from].figures == 0)
        return add_row_as_text(split, rows.from);
    Arena *arena = split->maker->ctx->arena;
    Grid *table = NEW(arena, Grid, 1);
    table->sheet = split->grid->sheet;
    table->rows.count = rows.to - rows.from;
    table->rows.cap = table->rows.count;
    table->rows.at = &split->grid->rows.at[rows.from];
    take_merges(split, rows, table);
    grid_finish(table);
    LIST_EACH (const GridRow, row, &table->rows) {
        table->cell_count += row->count;
    }
    return paper_add_table(split->maker, table->rows.at[0].line, table);
}

/* 2021, 2022年: figures that are heads. */
static bool is_year(Str text)
{
    if (str_ends(text, STR("年")))
        text.len -= STR("年").len;
    return text.len == 4 && (str_starts(text, STR("19")) || str_starts(text, STR("20")));
}

static bool has_years_only(const SheetSplit *split, size_t row)
{
    const RowForm *form = &split->forms[row];
    for (size_t c = form->first; c <= form->last; c++) {
        const GridCell *cell = grid_cell(split->grid, row, c);
        if (is_figure(cell) && !is_year(cell->text))
            return false;
    }
    return true;
}

/* Whether the block goes on with the table found before its blank rows. */
static bool goes_on(const SheetSplit *split, RowRange block)
{
    const RowForm *form = &split->forms[block.from];
    if (split->table.from == split->table.to || form->filled < 2 ||
        form->figures * 2 < form->filled || has_years_only(split, block.from))
        return false;
    RowForm bounds = bounds_of(split, split->table);
    return form->first >= bounds.first && form->last <= bounds.last &&
           form->filled * 2 > bounds.last - bounds.first + 1;
}

/* The first row of the texts below the table: behind the last row with two cells that is none. */
static size_t notes_from(const SheetSplit *split, RowRange rows, const RowForm *bounds)
{
    size_t end = rows.to;
    while (end > rows.from && (split->forms[end - 1].filled < 2 || is_labelled(split, end - 1)))
        end--;
    while (end < rows.to && !is_note(split, end, bounds))
        end++;
    return end;
}

static bool add_block(SheetSplit *split, RowRange block)
{
    RowForm bounds = bounds_of(split, block);
    bool continued = goes_on(split, block);
    if (!continued && !add_pending(split))
        return false;
    if (bounds.filled == 0)
        return add_rows_as_text(split, block);
    size_t head = block.from;
    while (!continued && head < block.to && is_title(split, head, &bounds))
        head++;
    if (!add_rows_as_text(split, (RowRange){block.from, head}))
        return false;
    size_t notes = notes_from(split, (RowRange){head, block.to}, &bounds);
    if (continued)
        split->table.to = notes;
    else
        split->table = (RowRange){head, notes};
    return notes == block.to ||
           (add_pending(split) && add_rows_as_text(split, (RowRange){notes, block.to}));
}

bool sheet_add_parts(PaperMaker *maker, Grid *grid)
{
    SheetSplit split = {.maker = maker, .grid = grid};
    find_forms(&split);
    for (size_t r = 0; r < grid->rows.count;) {
        size_t end = r;
        while (end < grid->rows.count && split.forms[end].filled > 0)
            end++;
        if (end > r && !add_block(&split, (RowRange){r, end}))
            return false;
        r = end + 1;
    }
    return add_pending(&split);
}
