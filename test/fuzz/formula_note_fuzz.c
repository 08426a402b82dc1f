/*
 * formula_note_fuzz.c - any text as the notes under a table.
 *
 * Whatever the text is, each formula found must name columns of the table, and what it gives for a
 * row must be a range whose ends are in order.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "engine/check/formula_note.h"

#define FUZZ_BYTES_MAX 20000
#define ROWS 4
#define COLUMNS 5

static Figure number(int64_t millionths, uint8_t places)
{
    return (Figure){.value = {millionths}, .kind = FIGURE_NUMBER, .places = places};
}

static CheckTable small_table(Arena *arena)
{
    static const char *const heads[COLUMNS] = {"甲率", "乙数", "加-减分", "得分", "总办件数"};
    CheckTable table = {.arena = arena, .column_count = COLUMNS, .row_count = ROWS};
    table.columns = NEW(arena, CheckColumn, COLUMNS);
    table.rows = NEW(arena, CheckRow, ROWS);
    table.figures = NEW(arena, Figure, ROWS * COLUMNS);
    for (size_t c = 0; c < COLUMNS; c++) {
        CheckColumn *column = &table.columns[c];
        *column = (CheckColumn){.name = str_of(heads[c]),
                                .printed = str_of(heads[c]),
                                .heads = {str_of(heads[c])},
                                .level_count = 1,
                                .role = COLUMN_NUMBER,
                                .places = (uint8_t)(c % 3),
                                .percent = c == 0,
                                .rounded = c != 1};
        for (size_t r = 0; r < ROWS; r++)
            table.figures[r * COLUMNS + c] =
                number(((int64_t)r - 1) * (int64_t)(c + 3) * 1230000, column->places);
    }
    table.rows[ROWS - 1].kind = ROW_TOTAL;
    table.figures[1].kind = FIGURE_BLANK;
    table.figures[COLUMNS] = number(INT64_MAX, 0);
    table.figures[2 * COLUMNS + 1] = number(INT64_MIN + 1, 6);
    return table;
}

static void check_formula(const NoteFormula *formula, const CheckTable *table)
{
    FUZZ_ASSERT(formula->target < COLUMNS && formula->column_count > 0);
    FUZZ_ASSERT(formula->column_count <= COLUMNS && utf8_check(formula->text) == STR_NONE);
    for (size_t i = 0; i < formula->column_count; i++)
        FUZZ_ASSERT(formula->columns[i] < COLUMNS && formula->columns[i] != formula->target);
    for (size_t row = 0; row < ROWS; row++) {
        Range range;
        if (note_formula_range(formula, table, row, &range))
            FUZZ_ASSERT(fraction_compare(range.low, range.high) <= 0);
    }
}

static void try_note(Ctx *ctx, Str text)
{
    if (text.len > FUZZ_BYTES_MAX || utf8_check(text) != STR_NONE)
        return; /* texts are checked at the door */
    CheckTable table = small_table(ctx->arena);
    NoteFormulaList found = {0};
    note_formulas_find(&table, text, STR("说明"), &found);
    LIST_EACH (const NoteFormula, formula, &found)
        check_formula(formula, &table);
}

FUZZ(try_note)
