#include "port/html_table.h"

HtmlTable *html_table_create(Arena *arena)
{
    HtmlTable *table = NEW(arena, HtmlTable, 1);
    table->grid = NEW(arena, Grid, 1);
    return table;
}

void html_table_begin_row(HtmlTable *table)
{
    html_table_end_row(table);
    table->in_row = true;
    table->filled = 0;
}

void html_table_end_row(HtmlTable *table)
{
    if (!table->in_row)
        return;
    table->in_row = false;
    table->row++;
    for (size_t c = 0; c < table->used_columns; c++)
        table->covered[c] -= table->covered[c] > 0;
}

void html_table_end_group(HtmlTable *table)
{
    html_table_end_row(table);
    GridMerges *merges = &table->grid->merges;
    for (size_t i = table->first_open_merge; i < merges->count; i++) {
        GridMerge *merge = &merges->at[i];
        size_t room = table->row - merge->row;
        merge->row_count = merge->row_count < room ? merge->row_count : room;
    }
    table->first_open_merge = merges->count;
    for (size_t c = 0; c < table->used_columns; c++)
        table->covered[c] = 0;
    table->used_columns = 0;
}

bool html_table_put(Ctx *ctx, HtmlTable *table, Str text, size_t colspan, size_t rowspan)
{
    size_t column = 0;
    while (column < GRID_COLUMNS_MAX && table->covered[column] > 0)
        column++;
    if (!grid_put(ctx, table->grid, table->row, column, (GridCell){.text = text}))
        return false;
    size_t room = GRID_COLUMNS_MAX - column;
    size_t columns = colspan < room ? colspan : room;
    for (size_t c = column; c < column + columns; c++)
        table->covered[c] = rowspan;
    if (column + columns > table->used_columns)
        table->used_columns = column + columns;
    table->filled += !str_empty(text);
    table->has_full_row |= table->filled >= 2;
    GridMerges *merges = &table->grid->merges;
    if (columns <= 1 && rowspan <= 1)
        return true;
    if (merges->count == HTML_MERGES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "表格的合并单元格超过 %d 处", HTML_MERGES_MAX);
    *LIST_ADD(ctx->arena, merges) = (GridMerge){
        .row = table->row, .column = column, .row_count = rowspan, .column_count = columns};
    return true;
}

/* A merge ends with the table, and one that turned out to be a single cell is none. */
void html_table_finish(HtmlTable *table)
{
    html_table_end_group(table);
    grid_finish(table->grid);
    GridMerges *merges = &table->grid->merges;
    size_t kept = 0;
    LIST_EACH (GridMerge, merge, merges) {
        size_t end = table->grid->column_count;
        size_t room = end > merge->column ? end - merge->column : 0;
        merge->column_count = merge->column_count < room ? merge->column_count : room;
        if (merge->row_count * merge->column_count > 1)
            merges->at[kept++] = *merge;
    }
    merges->count = kept;
}
