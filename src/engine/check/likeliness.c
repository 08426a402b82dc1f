#include "engine/check/candidate.h"

#define UNLIKE 99

/* A column of steps, mostly nothing: penalties and bonuses. */
static bool is_a_step_of(const CheckTable *table, size_t column, Figure figure)
{
    const size_t rows_max = 1000;
    size_t figures = 0, zeros = 0;
    bool found = false;
    for (size_t row = 0; row < table->row_count && row < rows_max; row++) {
        Figure other = table_figure(table, row, column);
        if (table->rows[row].kind != ROW_ENTRY || !figure_is_number(other))
            continue;
        int64_t value = other.value.millionths;
        figures++;
        zeros += value == 0;
        found = found || (value != 0 && (value < 0) == (figure.value.millionths < 0) &&
                          figure.value.millionths % value == 0);
    }
    return found && zeros * 2 >= figures;
}

/* Digits that differ. */
static int digits_apart(int64_t a, int64_t b)
{
    int apart = 0;
    if ((a < 0) != (b < 0))
        return UNLIKE;
    for (a = a < 0 ? -a : a, b = b < 0 ? -b : b; a > 0 || b > 0; a /= 10, b /= 10)
        apart += a % 10 != b % 10;
    return apart;
}

static int64_t digit_sum(int64_t value)
{
    int64_t sum = 0;
    for (value = value < 0 ? -value : value; value > 0; value /= 10)
        sum += value % 10;
    return sum;
}

int likeliness_of(const CheckTable *table, const Edit *edit)
{
    const CheckColumn *column = &table->columns[edit->column];
    Figure given = table_figure(table, edit->row, edit->column);
    int64_t from = figure_is_number(given) ? given.value.millionths : 0;
    int64_t to = edit->figure.value.millionths;
    if (column->has_maximum && (to < 0 ? -to : to) > column->maximum.millionths)
        return LIKELY_NEVER;
    if (to != 0 && is_a_step_of(table, edit->column, edit->figure))
        return LIKELY_LOST;
    if (from == 0 && to != 0)
        return 0;
    int apart = digits_apart(from, to);
    if (apart == 1 || (apart == 2 && digit_sum(from) == digit_sum(to)))
        return LIKELY_DIGIT;
    return 1;
}
