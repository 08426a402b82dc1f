/* table_fixture.h - small tables for tests, written as lines of cells divided by |. */
#ifndef TONGBAN_ENGINE_CHECK_TEST_TABLE_FIXTURE_H
#define TONGBAN_ENGINE_CHECK_TEST_TABLE_FIXTURE_H

#include "engine/check/table.h"
#include "kit/kit.h"
#include "port/fold.h"

static inline size_t fixture_count(Str text, char separator)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == separator;
    return count;
}

static inline void fixture_column(Ctx *ctx, CheckColumn *column, Str head)
{
    head = str_trim(head);
    column->printed = head;
    column->heads[0] = head;
    column->level_count = 1;
    column->role = COLUMN_NUMBER;
    column->percent = str_ends(head, STR("%"));
    column->name = fold_name(ctx->arena, str_slice(head, 0, head.len - column->percent));
}

static inline void fixture_row(CheckTable *table, size_t index, Str line)
{
    CheckRow *row = &table->rows[index];
    Str cell;
    for (size_t c = 0; str_split(&line, '|', &cell); c++) {
        assert_true(c < table->column_count);
        CheckColumn *column = &table->columns[c];
        Figure figure = figure_read(str_trim(cell));
        table->figures[index * table->column_count + c] = figure;
        if (figure_is_number(figure) && figure.places > column->places)
            column->places = figure.places;
        column->rounded = column->places > 0;
        if (c == 0)
            row->label = str_trim(cell);
    }
    row->name = fold_name(table->arena, row->label);
    row->line = (int)index + 2;
    row->kind = str_equal_c(row->label, "合计") ? ROW_TOTAL : ROW_ENTRY;
}

/* The first line are the heads (a % at the end of one: in percent), the first cell of each row its
 * name; a row named 合计 is a total. A column is rounded when it prints decimals. */
static inline CheckTable fixture_table(Ctx *ctx, const char *text)
{
    Str rest = str_of(text);
    Str line = {0};
    size_t rows = fixture_count(rest, '\n') - 1;
    CheckTable table = {.arena = ctx->arena,
                        .label_column = 0,
                        .rank_column = SIZE_MAX,
                        .serial_column = SIZE_MAX,
                        .row_count = rows};
    assert_true(str_split(&rest, '\n', &line));
    table.column_count = fixture_count(line, '|');
    table.columns = NEW(ctx->arena, CheckColumn, table.column_count);
    table.rows = NEW(ctx->arena, CheckRow, rows + 1);
    table.figures = NEW(ctx->arena, Figure, table.column_count * rows + 1);
    Str cell;
    for (size_t c = 0; str_split(&line, '|', &cell); c++)
        fixture_column(ctx, &table.columns[c], cell);
    table.columns[0].role = COLUMN_LABEL;
    for (size_t r = 0; r < rows && str_split(&rest, '\n', &line); r++)
        fixture_row(&table, r, line);
    return table;
}

#endif
