#include "engine/check/table_move.h"

/* How much one total that agrees weighs against misfits. */
#define FIT_OF_SUM 4
/* Rows that show which column adds up the others. */
#define SUM_ROWS_TRIED 50

Usual usual_of(const CheckTable *table, size_t column, size_t but_row)
{
    Usual usual = {.places_min = DECIMAL_PLACES, .low = INT64_MAX, .high = INT64_MIN};
    for (size_t r = 0; r < table->row_count; r++) {
        if (r == but_row || table->rows[r].kind != ROW_ENTRY)
            continue;
        Figure figure = table_figure(table, r, column);
        if (figure.kind != FIGURE_NUMBER) {
            usual.blanks += figure.kind == FIGURE_BLANK || figure.kind == FIGURE_NONE;
            usual.others += figure.kind == FIGURE_TEXT || figure.kind == FIGURE_DATE;
            continue;
        }
        usual.numbers++;
        usual.percents += figure.percent;
        usual.places_min = figure.places < usual.places_min ? figure.places : usual.places_min;
        usual.places_max = figure.places > usual.places_max ? figure.places : usual.places_max;
        usual.low = figure.value.millionths < usual.low ? figure.value.millionths : usual.low;
        usual.high = figure.value.millionths > usual.high ? figure.value.millionths : usual.high;
    }
    return usual;
}

static int misfit_of_number(const CheckColumn *column, const Usual *usual, Figure figure)
{
    int misfit = 0;
    int64_t value = figure.value.millionths;
    if (figure.percent != (usual->percents * 2 > usual->numbers))
        misfit += 4;
    if (column->has_maximum && value > column->maximum.millionths)
        misfit += 5;
    if (figure.places > usual->places_max ||
        (usual->places_min == usual->places_max && figure.places < usual->places_min))
        misfit += 2;
    if (value < usual->low || value > usual->high)
        misfit += usual->low == usual->high ? 2 : 1;
    Int128 room = (Int128)usual->high - usual->low + DECIMAL_ONE;
    if (value > usual->high + 10 * room || value < usual->low - 10 * room)
        misfit += 2;
    return misfit;
}

/* How ill a figure sits in a column; 0 = like the others. */
static int misfit(const CheckTable *table, size_t c, const Usual *usual, Figure figure)
{
    size_t count = usual->numbers + usual->blanks + usual->others;
    bool of_numbers = usual->numbers * 5 >= (usual->numbers + usual->others) * 4;
    if (count == 0)
        return 0;
    if (figure.kind == FIGURE_BLANK || figure.kind == FIGURE_NONE)
        return usual->blanks == 0 ? 2 : 0;
    if (figure.kind != FIGURE_NUMBER)
        return of_numbers && usual->numbers > 0 ? 6 : 0;
    if (usual->numbers == 0)
        return usual->others > 0 ? 5 : 1;
    return of_numbers ? misfit_of_number(&table->columns[c], usual, figure) : 1;
}

Figure moved_figure(const CheckTable *table, size_t row, const Move *move, size_t c)
{
    if (c < move->from)
        return table_figure(table, row, c);
    if (move->by > 0)
        return c == move->from ? move->lost : table_figure(table, row, c - 1);
    return c + 1 < table->column_count ? table_figure(table, row, c + 1)
                                       : (Figure){.kind = FIGURE_BLANK};
}

static int64_t number_or_nothing(Figure figure)
{
    return figure.kind == FIGURE_NUMBER ? figure.value.millionths : 0;
}

static int64_t distance(int64_t a, int64_t b)
{
    int64_t apart;
    if (__builtin_sub_overflow(a, b, &apart))
        return INT64_MAX;
    return apart < 0 ? -apart : apart;
}

/* The row's sum of its columns of numbers but `column`; the room of their rounding in *ret_room. */
static int64_t sum_of_others(const CheckTable *table, size_t row, const Move *move, size_t column,
                             int64_t *ret_room)
{
    int64_t sum = 0;
    *ret_room = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        const CheckColumn *at = &table->columns[c];
        if (at->role != COLUMN_NUMBER)
            continue;
        if (at->rounded)
            *ret_room += figure_half_step(at->places);
        if (c != column &&
            __builtin_add_overflow(sum, number_or_nothing(moved_figure(table, row, move, c)), &sum))
            return INT64_MAX;
    }
    return sum;
}

static bool column_adds_row(const CheckTable *table, size_t row, const Move *move, size_t column)
{
    int64_t room;
    int64_t sum = sum_of_others(table, row, move, column, &room);
    return distance(sum, number_or_nothing(moved_figure(table, row, move, column))) <= room;
}

static size_t find_sum_column(const CheckTable *table, size_t but_row, size_t heads)
{
    Move none = {.from = SIZE_MAX};
    size_t found = SIZE_MAX, last = SIZE_MAX, first = SIZE_MAX;
    for (size_t c = 0; c < heads; c++) {
        if (table->columns[c].role != COLUMN_NUMBER)
            continue;
        first = first == SIZE_MAX ? c : first;
        last = c;
    }
    for (size_t c = first; c != SIZE_MAX && found == SIZE_MAX; c = c == first ? last : SIZE_MAX) {
        size_t holding = 0, entries = 0;
        for (size_t r = 0; r < table->row_count && entries < SUM_ROWS_TRIED; r++) {
            if (r == but_row || table->rows[r].kind != ROW_ENTRY)
                continue;
            entries++;
            holding += column_adds_row(table, r, &none, c);
        }
        if (entries >= 3 && holding * 5 >= entries * 4)
            found = c;
        if (first == last)
            break;
    }
    return found;
}

Sums sums_of(const CheckTable *table, size_t but_row, size_t heads)
{
    Sums sums = {.total_row = SIZE_MAX,
                 .lacking = NEW(table->arena, int64_t, heads),
                 .room = NEW(table->arena, int64_t, heads)};
    size_t totals = 0;
    for (size_t r = 0; r < table->row_count; r++)
        if (table->rows[r].kind == ROW_TOTAL) {
            sums.total_row = r;
            totals++;
        }
    if (totals != 1)
        sums.total_row = SIZE_MAX;
    for (size_t c = 0; c < heads && sums.total_row != SIZE_MAX; c++) {
        int64_t left = number_or_nothing(table_figure(table, sums.total_row, c));
        for (size_t r = 0; r < table->row_count; r++)
            if (r != but_row && table->rows[r].kind == ROW_ENTRY)
                left -= number_or_nothing(table_figure(table, r, c));
        sums.lacking[c] = left;
        if (table->columns[c].rounded)
            sums.room[c] = figure_half_step(table->columns[c].places) * (int64_t)table->row_count;
    }
    sums.sum_column = find_sum_column(table, but_row, heads);
    return sums;
}

/* How many totals agree with the row moved so. */
static int sums_holding(const CheckTable *table, size_t row, const Move *move, const Sums *sums,
                        size_t heads)
{
    int holding = 0;
    for (size_t c = 0; c < heads && sums->total_row != SIZE_MAX; c++) {
        Figure figure = moved_figure(table, row, move, c);
        if (figure_is_number(table_figure(table, sums->total_row, c)) && figure_is_number(figure))
            holding += distance(figure.value.millionths, sums->lacking[c]) <= sums->room[c];
    }
    if (sums->sum_column != SIZE_MAX)
        holding += column_adds_row(table, row, move, sums->sum_column);
    return holding;
}

/* The surplus cell is an empty one or one printed twice; another with a figure in it is unlikely.
 */
static int misfit_of_surplus(const CheckTable *table, size_t row, size_t column)
{
    Figure figure = table_figure(table, row, column);
    if (figure.kind == FIGURE_BLANK || figure.kind == FIGURE_NONE)
        return 0;
    Figure before = column > 0 ? table_figure(table, row, column - 1) : (Figure){0};
    bool twice = figure.kind == FIGURE_NUMBER && before.kind == FIGURE_NUMBER &&
                 figure.value.millionths == before.value.millionths;
    return twice ? 0 : 5;
}

int move_misfit(const CheckTable *table, size_t row, const Move *move, const Usual *usuals,
                const Sums *sums, size_t heads)
{
    int sum = 0;
    for (size_t c = 0; c < heads; c++)
        sum += misfit(table, c, &usuals[c], moved_figure(table, row, move, c));
    if (move->by < 0)
        sum += misfit_of_surplus(table, row, move->from);
    return sum - FIT_OF_SUM * sums_holding(table, row, move, sums, heads);
}

Move best_move(const CheckTable *table, size_t row, int by, size_t heads, const Usual *usuals,
               const Sums *sums, size_t *ret_rivals)
{
    Move best = {.from = SIZE_MAX, .by = by, .misfit = INT32_MAX};
    *ret_rivals = 0;
    for (size_t from = 0; from < heads; from++) {
        Move move = {.from = from, .by = by};
        move.misfit = move_misfit(table, row, &move, usuals, sums, heads);
        if (move.misfit == best.misfit)
            ++*ret_rivals;
        if (move.misfit >= best.misfit)
            continue;
        best = move;
        *ret_rivals = 0;
    }
    return best;
}

Figure lost_figure(const CheckTable *table, size_t row, const Move *move, const Usual *usuals,
                   const Sums *sums)
{
    const CheckColumn *column = &table->columns[move->from];
    Figure unknown = {.kind = FIGURE_TEXT};
    Figure figure = {.kind = FIGURE_NUMBER,
                     .places = usuals[move->from].places_max,
                     .percent = usuals[move->from].percents > 0};
    if (column->role != COLUMN_NUMBER)
        return unknown;
    /* Shares and rates printed rounded do not add up to the last place. */
    bool has_total = sums->total_row != SIZE_MAX &&
                     figure_is_number(table_figure(table, sums->total_row, move->from));
    if (has_total && !column->percent && !figure.percent) {
        figure.value.millionths = sums->lacking[move->from];
        const Usual *usual = &usuals[move->from];
        bool like_others =
            figure.value.millionths >= usual->low / 2 && figure.value.millionths / 2 <= usual->high;
        if (misfit_of_number(column, usual, figure) <= like_others)
            return figure;
    }
    if (sums->sum_column == SIZE_MAX)
        return unknown;
    int64_t room;
    int64_t others = sum_of_others(table, row, move, sums->sum_column, &room);
    Figure sum = moved_figure(table, row, move, sums->sum_column);
    figure.value.millionths =
        sums->sum_column == move->from ? others : number_or_nothing(sum) - others;
    return misfit_of_number(column, &usuals[move->from], figure) <= 1 ? figure : unknown;
}
