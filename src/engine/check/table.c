#include "engine/check/table_build.h"

#include "base/utf8.h"

Figure table_printed(const CheckTable *table, size_t row, size_t column)
{
    LIST_EACH (const Mend, mend, &table->mends)
        if (mend->row == row && mend->column == column)
            return mend->printed;
    return table_figure(table, row, column);
}

/* AB for the cell at 27. */
static Str cell_letters(Arena *arena, size_t cell)
{
    char letters[8];
    size_t at = sizeof letters;
    for (size_t rest = cell + 1; rest > 0 && at > 0; rest = (rest - 1) / 26)
        letters[--at] = (char)('A' + (rest - 1) % 26);
    return str_copy(arena, str_from(letters + at, sizeof letters - at));
}

static bool name_is_doubled(const CheckTable *table, size_t column)
{
    for (size_t c = 0; c < table->column_count; c++)
        if (c != column && str_equal(table->columns[c].printed, table->columns[column].printed))
            return true;
    return false;
}

static Str column_words(const CheckTable *table, size_t column)
{
    const CheckColumn *at = &table->columns[column];
    if (str_empty(at->printed))
        return str_format(table->arena, "第%zu列", column + 1);
    if (at->level_count > 1 && name_is_doubled(table, column))
        return str_format(table->arena, "「%.*s·%.*s」", STRF(at->heads[0]), STRF(at->printed));
    return str_format(table->arena, "「%.*s」", STRF(at->printed));
}

Str table_place(const CheckTable *table, size_t row, size_t column)
{
    const CheckRow *at = &table->rows[row];
    if (column == SIZE_MAX)
        return str_format(table->arena, "%.*s 第%d行", STRF(table->name), at->line);
    Str words = column_words(table, column);
    size_t cell = at->cells != NULL ? at->cells[column] : column;
    if (!table->has_cell_names || cell == SIZE_MAX)
        return str_format(table->arena, "%.*s 第%d行%.*s", STRF(table->name), at->line,
                          STRF(words));
    Str letters = cell_letters(table->arena, cell);
    return str_format(table->arena, "%.*s 第%d行%.*s（%.*s%d）", STRF(table->name), at->line,
                      STRF(words), STRF(letters), at->line);
}

static bool full_name_is(const CheckTable *table, size_t column, Str name)
{
    const CheckColumn *at = &table->columns[column];
    if (at->level_count < 2)
        return false;
    Str group = head_bare_name(table->arena, at->heads[0]);
    return name.len == group.len + at->name.len && str_starts(name, group) &&
           str_ends(name, at->name);
}

size_t table_column_named(const CheckTable *table, Str name)
{
    size_t found = SIZE_MAX, near = SIZE_MAX, near_count = 0;
    if (str_empty(name))
        return SIZE_MAX;
    for (size_t c = 0; c < table->column_count; c++) {
        Str other = table->columns[c].name;
        if (str_equal(other, name) || full_name_is(table, c, name)) {
            if (found != SIZE_MAX)
                return SIZE_MAX;
            found = c;
        }
        if (utf8_count(other) < 2 || utf8_count(name) < 2 ||
            (!str_contains(other, name) && !str_contains(name, other)))
            continue;
        near = c;
        near_count++;
    }
    if (found != SIZE_MAX)
        return found;
    return near_count == 1 ? near : SIZE_MAX;
}

size_t table_row_named(const CheckTable *table, Str name)
{
    for (size_t r = 0; r < table->row_count; r++)
        if (table->rows[r].kind == ROW_ENTRY && str_equal(table->rows[r].name, name))
            return r;
    return SIZE_MAX;
}

/* What is printed beyond the last column. */
static Figure figure_beyond(const CheckTable *table, size_t row)
{
    const CheckRow *at = &table->rows[row];
    if (at->cells != NULL || at->printed == NULL || table->column_count >= at->printed->count)
        return (Figure){.kind = FIGURE_BLANK};
    return figure_of_cell(&at->printed->cells[table->column_count]);
}

bool table_row_shift(const CheckTable *table, size_t row, size_t from, int by, Figure *ret_row)
{
    size_t count = table->column_count;
    if (from >= count)
        return false;
    uint8_t last = table_printed(table, row, count - 1).kind;
    if (by > 0 && last != FIGURE_BLANK && last != FIGURE_NONE)
        return false;
    for (size_t c = 0; c < from; c++)
        ret_row[c] = table_printed(table, row, c);
    if (by > 0) {
        ret_row[from] = (Figure){.kind = FIGURE_BLANK};
        for (size_t c = from + 1; c < count; c++)
            ret_row[c] = table_printed(table, row, c - 1);
        return true;
    }
    for (size_t c = from; c + 1 < count; c++)
        ret_row[c] = table_printed(table, row, c + 1);
    ret_row[count - 1] = figure_beyond(table, row);
    return true;
}
