#include "engine/report/document.h"

#include "base/fail.h"

static size_t span_of(int span)
{
    return span < 1 ? 1 : (size_t)span;
}

/* Marks what lies under the merged cell at (row, column) as covered. */
static void cover_span(Row *rows, size_t row_count, size_t column_count, size_t row, size_t column)
{
    const Cell *cell = &rows[row].cells[column];
    size_t down = span_of(cell->row_span), across = span_of(cell->column_span);
    if (down > row_count - row || across > column_count - column)
        BUG("a merged cell reaches beyond its table");
    for (size_t i = row; i < row + down; i++)
        for (size_t j = column; j < column + across; j++) {
            if (i == row && j == column)
                continue;
            if (rows[i].cells[j].covered)
                BUG("two merged cells overlap");
            rows[i].cells[j].covered = true;
        }
}

/* Heads and body are covered apart: a merged cell never reaches from one into the other. */
static void cover_rows(Row *rows, size_t row_count, size_t column_count)
{
    for (size_t i = 0; i < row_count; i++) {
        if (!rows[i].cells)
            BUG("a row of a table has no cells");
        for (size_t j = 0; j < column_count; j++)
            rows[i].cells[j].covered = false;
    }
    for (size_t i = 0; i < row_count; i++)
        for (size_t j = 0; j < column_count; j++)
            if (!rows[i].cells[j].covered)
                cover_span(rows, row_count, column_count, i, j);
}

void table_finish(Table *table)
{
    if (table->column_count == 0 || !table->columns)
        BUG("a table has no columns");
    cover_rows(table->head, table->head_count, table->column_count);
    cover_rows(table->body.at, table->body.count, table->column_count);
}
