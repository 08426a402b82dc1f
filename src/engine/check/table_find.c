#include "engine/check/table_build.h"

/* Parts of one table, with where their columns stand; cells NULL = in the order of the first. */
typedef struct Page {
    const Block *block;
    size_t *cells;
} Page;
LIST_OF(Page, PageList);

static bool is_in_order(const size_t *cells, size_t count)
{
    for (size_t c = 0; c < count; c++)
        if (cells[c] != c)
            return false;
    return true;
}

static size_t gather_pages(Arena *arena, const Paper *paper, const BlockList *blocks, size_t at,
                           PageList *to)
{
    const Block *first = &blocks->at[at];
    *LIST_ADD(arena, to) = (Page){.block = first};
    size_t next = at + 1;
    for (; next < blocks->count; next++) {
        size_t *cells = NEW(arena, size_t, first->column_count);
        if (!block_goes_on(arena, paper, first, &blocks->at[next - 1], &blocks->at[next], cells))
            break;
        bool plain = is_in_order(cells, first->column_count);
        *LIST_ADD(arena, to) = (Page){.block = &blocks->at[next], .cells = plain ? NULL : cells};
    }
    return next;
}

/* The rows of a block's body from `row` on that print the heads again. */
static size_t repeated_heads(const Block *block, size_t row)
{
    const Grid *grid = block->grid;
    if (!row_repeats_head(block, row))
        return 0;
    size_t count = 1;
    for (size_t head = block->head_from + 1; head < block->body_from; head++, count++) {
        if (row + count >= block->end)
            break;
        const GridRow *a = &grid->rows.at[head], *b = &grid->rows.at[row + count];
        bool equal = a->count == b->count;
        for (size_t c = 0; equal && c < a->count; c++)
            equal = str_equal(a->cells[c].text, b->cells[c].text);
        if (!equal)
            break;
    }
    return count;
}

static size_t add_rows(CheckTable *table, const Page *page, size_t to)
{
    const Block *block = page->block;
    const Grid *grid = block->grid;
    for (size_t row = block->body_from; row < block->end; row++) {
        size_t heads = repeated_heads(block, row);
        if (heads > 0) {
            row += heads - 1;
            continue;
        }
        if (grid_row_is_blank(grid, row))
            continue;
        const GridRow *printed = &grid->rows.at[row];
        table->rows[to] =
            (CheckRow){.line = printed->line, .printed = printed, .cells = page->cells};
        Figure *figures = &table->figures[to * table->column_count];
        for (size_t c = 0; c < table->column_count; c++) {
            size_t cell = page->cells != NULL ? page->cells[c] : c;
            if (cell < printed->count)
                figures[c] = figure_of_cell(&printed->cells[cell]);
        }
        to++;
    }
    return to;
}

static void take_columns(CheckTable *table, const PageList *pages)
{
    const Block *first = pages->at[0].block;
    size_t count = first->column_count, rows = 0;
    LIST_EACH (const Page, page, pages) {
        rows += page->block->end - page->block->body_from;
        if (page->cells == NULL && page->block->column_count > count)
            count = page->block->column_count;
    }
    LIST_EACH (const Page, page, pages)
        if (page->cells != NULL)
            count = first->column_count;
    table->column_count = count;
    table->columns = NEW(table->arena, CheckColumn, count);
    memcpy(table->columns, first->columns, first->column_count * sizeof *first->columns);
    table->rows = NEW(table->arena, CheckRow, rows);
    table->figures = NEW(table->arena, Figure, rows * count);
}

/* A table whose columns hold no two figures is none for us, unless two of them hold dates. */
static bool has_figures(const CheckTable *table, const ColumnCount *counts)
{
    size_t of_dates = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        ColumnRole role = table->columns[c].role;
        if ((role == COLUMN_NUMBER || role == COLUMN_RANK) && counts[c].numbers >= 2)
            return true;
        of_dates += role == COLUMN_DATE && counts[c].dates >= 2;
    }
    return of_dates >= 2;
}

/* Pages that lack the same columns as the one before are the same slip. */
static bool loses_the_same(const CheckTable *table, const Page *page, const Page *before)
{
    for (size_t c = 0; c < table->column_count; c++) {
        bool lost = page->cells != NULL && page->cells[c] == SIZE_MAX;
        bool lost_before = before->cells != NULL && before->cells[c] == SIZE_MAX;
        if (lost != lost_before)
            return false;
    }
    return true;
}

static void tell_lost_columns(CheckTable *table, const Page *page, size_t row,
                              FindingList *findings)
{
    Buf names = buf_create(table->arena, 4 * KIB);
    size_t lost = 0;
    for (size_t c = 0; page->cells != NULL && c < table->column_count; c++) {
        if (page->cells[c] != SIZE_MAX || table->columns[c].level_count == 0)
            continue;
        buf_format(&names, "%s「%.*s」", lost++ > 0 ? "、" : "", STRF(table->columns[c].printed));
    }
    if (lost == 0 || row >= table->row_count)
        return;
    size_t headed = 0;
    for (size_t c = 0; c < table->column_count; c++)
        headed += table->columns[c].level_count > 0;
    *LIST_ADD(table->arena, findings) = (Finding){
        .place = table_place(table, row, SIZE_MAX),
        .kind = FINDING_COLUMN,
        .printed = str_format(table->arena, "%zu列", headed - lost),
        .recomputed = str_format(table->arena, "%zu列", headed),
        .cause = str_format(table->arena, "续页少了一列%.*s：自这一行起各行没有这一列的数",
                            STRF(buf_str(&names))),
    };
}

/* Reads one table from its pages; false when it has no figures. */
static bool read_table(CheckTable *table, const Paper *paper, const PageList *pages,
                       const CheckTableList *before, FindingList *findings)
{
    const Block *first = pages->at[0].block;
    const Block *last = pages->at[pages->count - 1].block;
    take_columns(table, pages);
    size_t *begins = NEW(table->arena, size_t, pages->count);
    for (size_t i = 0; i < pages->count; i++) {
        begins[i] = table->row_count;
        table->row_count = add_rows(table, &pages->at[i], table->row_count);
    }
    Str unit;
    table_entitle(table, paper, first, last, before, &unit);
    ColumnCount *counts = NEW(table->arena, ColumnCount, table->column_count);
    columns_understand(table, unit, counts);
    if (!has_figures(table, counts))
        return false;
    rows_understand(table, counts);
    table->heads_unsure = first->headless;
    table->first_part = first->part;
    table->last_part = last->part;
    table->has_cell_names = paper->kind == PAPER_CSV || paper->kind == PAPER_XLSX;
    for (size_t i = 1; i < pages->count; i++)
        if (!loses_the_same(table, &pages->at[i], &pages->at[i - 1]))
            tell_lost_columns(table, &pages->at[i], begins[i], findings);
    shifts_find(table, findings);
    /* Moved figures have told on the columns they were printed in. */
    if (table->mends.count > 0)
        columns_understand(table, unit, counts);
    return true;
}

bool check_tables_find(Ctx *ctx, const Paper *paper, CheckTableList *ret, FindingList *findings)
{
    BlockList blocks = {0};
    for (size_t i = 0; i < paper->parts.count; i++)
        if (paper->parts.at[i].kind == PAPER_TABLE && paper->parts.at[i].grid != NULL)
            blocks_cut(ctx->arena, paper->parts.at[i].grid, i, &blocks);
    for (size_t at = 0; at < blocks.count;) {
        PageList pages = {0};
        size_t next = gather_pages(ctx->arena, paper, &blocks, at, &pages);
        CheckTable table = {.arena = ctx->arena};
        if (read_table(&table, paper, &pages, ret, findings))
            *LIST_ADD(ctx->arena, ret) = table;
        at = next;
    }
    return true;
}
