#include "engine/check/table_build.h"

/* Rows told one by one; more of them are another table's form, not slips. */
#define SHIFTED_ROWS_MAX 20
/* How much better a moved row must fit before it is called moved without a surplus cell. */
#define FIT_GAIN_MIN 6
/* How much one total that agrees weighs against misfits. */
#define FIT_OF_SUM 4
/* Rows that show which column adds up the others. */
#define SUM_ROWS_TRIED 50
/* Of a moved row, in its finding. */
#define FIGURES_SHOWN 4

static bool is_filled(Figure figure)
{
    return figure.kind != FIGURE_BLANK;
}

static size_t headed_columns(const CheckTable *table)
{
    size_t count = 0;
    for (size_t c = 0; c < table->column_count; c++)
        if (table->columns[c].level_count > 0)
            count = c + 1;
    return count;
}

static size_t row_width(const CheckTable *table, size_t row)
{
    size_t width = table->column_count;
    while (width > 0 && !is_filled(table_figure(table, row, width - 1)))
        width--;
    return width;
}

/* ---- all rows have more figures than heads ------------------------------------------------------
 */

/* Whether every figure of a column is zero or nothing. */
static bool is_idle(const CheckTable *table, size_t column)
{
    for (size_t r = 0; r < table->row_count; r++) {
        Figure figure = table_figure(table, r, column);
        if (figure.kind == FIGURE_TEXT || figure.kind == FIGURE_DATE ||
            (figure.kind == FIGURE_NUMBER && figure.value.millionths != 0))
            return false;
    }
    return true;
}

static Str idle_columns(const CheckTable *table, size_t to)
{
    Buf text = buf_create(table->arena, 4 * KIB);
    size_t found = 0;
    for (size_t c = 0; c < to; c++) {
        if (table->columns[c].role != COLUMN_NUMBER && table->columns[c].role != COLUMN_EMPTY)
            continue;
        if (!is_idle(table, c))
            continue;
        size_t last = c;
        while (last + 1 < to && is_idle(table, last + 1))
            last++;
        buf_format(&text, "%s第%zu", found++ > 0 ? "、" : "", c + 1);
        if (last > c)
            buf_format(&text, "至%zu", last + 1);
        buf_add_c(&text, "列");
        c = last;
    }
    return buf_str(&text);
}

static void tell_surplus(CheckTable *table, size_t heads, size_t width, FindingList *findings)
{
    Str idle = idle_columns(table, width);
    Str likely = str_empty(idle)
                     ? str_format(table->arena, "第%zu列没有表头", heads + 1)
                     : str_format(table->arena, "%.*s全为0或空，疑其中有多出的列", STRF(idle));
    *LIST_ADD(table->arena, findings) = (Finding){
        .place = str_format(table->arena, "%.*s 表头", STRF(table->name)),
        .kind = FINDING_COLUMN,
        .printed = str_format(table->arena, "%zu列", width),
        .recomputed = str_format(table->arena, "%zu列", heads),
        .cause = str_format(table->arena, "各行都比表头多 %zu 个数；%.*s，或表头少印了一列",
                            width - heads, STRF(likely)),
    };
    table->has_surplus = true;
    table->heads_unsure = true;
}

/* ---- one row is moved ---------------------------------------------------------------------------
 */

/* What the other rows print in a column. */
typedef struct Usual {
    size_t numbers;
    size_t blanks;
    size_t others;
    size_t percents;
    uint8_t places_min;
    uint8_t places_max;
    int64_t low;
    int64_t high;
} Usual;

static Usual usual_of(const CheckTable *table, size_t column, size_t but_row)
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

/* The row moved by one from a column, and how ill it sits then. */
typedef struct Move {
    size_t from;
    int by;
    int misfit;
    Figure lost; /* by = 1: what stood in `from` */
} Move;

/* What a row must agree with: the total row less the other rows, and the column that adds up the
 * others in every row. */
typedef struct Sums {
    size_t total_row;  /* SIZE_MAX = none or several */
    size_t sum_column; /* SIZE_MAX = none */
    int64_t *lacking;  /* by column: total less the other entries */
    int64_t *room;     /* by column: what rounding explains */
} Sums;

static Figure moved_figure(const CheckTable *table, size_t row, const Move *move, size_t c)
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

static Sums sums_of(const CheckTable *table, size_t but_row, size_t heads)
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
    if (!is_filled(figure) || figure.kind == FIGURE_NONE)
        return 0;
    Figure before = column > 0 ? table_figure(table, row, column - 1) : (Figure){0};
    bool twice = figure.kind == FIGURE_NUMBER && before.kind == FIGURE_NUMBER &&
                 figure.value.millionths == before.value.millionths;
    return twice ? 0 : 5;
}

static int move_misfit(const CheckTable *table, size_t row, const Move *move, const Usual *usuals,
                       const Sums *sums, size_t heads)
{
    int sum = 0;
    for (size_t c = 0; c < heads; c++)
        sum += misfit(table, c, &usuals[c], moved_figure(table, row, move, c));
    if (move->by < 0)
        sum += misfit_of_surplus(table, row, move->from);
    return sum - FIT_OF_SUM * sums_holding(table, row, move, sums, heads);
}

static Move best_move(const CheckTable *table, size_t row, int by, size_t heads,
                      const Usual *usuals, const Sums *sums)
{
    Move best = {.from = SIZE_MAX, .by = by, .misfit = INT32_MAX};
    for (size_t from = 0; from < heads; from++) {
        Move move = {.from = from, .by = by};
        move.misfit = move_misfit(table, row, &move, usuals, sums, heads);
        if (move.misfit < best.misfit)
            best = move;
    }
    return best;
}

/* What the row lost at move->from, from the totals; unknown (words) when they do not tell. */
static Figure lost_figure(const CheckTable *table, size_t row, const Move *move,
                          const Usual *usuals, const Sums *sums)
{
    const CheckColumn *column = &table->columns[move->from];
    Figure unknown = {.kind = FIGURE_TEXT};
    Figure figure = {.kind = FIGURE_NUMBER,
                     .places = usuals[move->from].places_max,
                     .percent = usuals[move->from].percents > 0};
    if (column->role != COLUMN_NUMBER)
        return unknown;
    if (sums->total_row != SIZE_MAX) {
        figure.value.millionths = sums->lacking[move->from];
        if (misfit_of_number(column, &usuals[move->from], figure) == 0)
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

static void mend_row(CheckTable *table, size_t row, const Move *move)
{
    Figure *mended = NEW(table->arena, Figure, table->column_count);
    for (size_t c = 0; c < table->column_count; c++)
        mended[c] = moved_figure(table, row, move, c);
    for (size_t c = move->from; c < table->column_count; c++) {
        Figure *figure = &table->figures[row * table->column_count + c];
        *LIST_ADD(table->arena, &table->mends) = (Mend){row, c, *figure};
        *figure = mended[c];
    }
}

/* The first figures of the row from where it is moved, as printed or as they should stand. */
static Str figures_from(const CheckTable *table, size_t row, const Move *move, bool moved)
{
    Buf text = buf_create(table->arena, 4 * KIB);
    for (size_t c = move->from; c < table->column_count && c < move->from + FIGURES_SHOWN; c++) {
        Figure figure = moved ? moved_figure(table, row, move, c) : table_figure(table, row, c);
        Str shown = figure_str(table->arena, figure);
        if (figure.kind == FIGURE_TEXT)
            shown = moved && c == move->from ? STR("？") : table_text(table, row, c);
        buf_format(&text, "%s%.*s", c > move->from ? "、" : "", STRF(shown));
    }
    return buf_str(&text);
}

static void tell_move(CheckTable *table, size_t row, const Move *move, FindingList *findings)
{
    const CheckColumn *column = &table->columns[move->from];
    Str name = str_empty(column->printed)
                   ? str_format(table->arena, "第%zu列", move->from + 1)
                   : str_format(table->arena, "「%.*s」", STRF(column->printed));
    *LIST_ADD(table->arena, findings) = (Finding){
        .place = table_place(table, row, move->from),
        .kind = FINDING_SHIFT,
        .unit = table->rows[row].label,
        .printed = figures_from(table, row, move, false),
        .recomputed = figures_from(table, row, move, true),
        .cause = str_format(table->arena, "自%.*s起各值%s移一列：这一行比别的行%s一格", STRF(name),
                            move->by < 0 ? "右" : "左", move->by < 0 ? "多" : "少"),
    };
    mend_row(table, row, move);
}

/* Whether nearly all other entries have something in the column. */
static bool is_always_filled(const CheckTable *table, size_t column)
{
    size_t filled = 0, entries = 0;
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].kind != ROW_ENTRY)
            continue;
        entries++;
        filled += is_filled(table_figure(table, r, column));
    }
    return entries >= 4 && filled * 10 >= entries * 9 - 5;
}

static void find_moved_rows(CheckTable *table, size_t heads, FindingList *findings)
{
    Usual *usuals = NEW(table->arena, Usual, heads);
    bool last_filled = is_always_filled(table, heads - 1);
    size_t tried = 0;
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].kind != ROW_ENTRY || table->rows[r].cells != NULL)
            continue;
        size_t width = row_width(table, r);
        if (width <= heads && !(last_filled && width + 1 == heads))
            continue;
        if (++tried > SHIFTED_ROWS_MAX)
            return;
        for (size_t c = 0; c < heads; c++)
            usuals[c] = usual_of(table, c, r);
        Sums sums = sums_of(table, r, heads);
        if (width > heads) {
            Move move = best_move(table, r, -1, heads, usuals, &sums);
            tell_move(table, r, &move, findings);
        } else {
            Move move = best_move(table, r, 1, heads, usuals, &sums);
            Move none = {.from = heads, .by = 1};
            int printed = move_misfit(table, r, &none, usuals, &sums, heads);
            if (move.from == SIZE_MAX || printed - move.misfit < FIT_GAIN_MIN)
                continue;
            move.lost = lost_figure(table, r, &move, usuals, &sums);
            tell_move(table, r, &move, findings);
        }
    }
}

void shifts_find(CheckTable *table, FindingList *findings)
{
    size_t heads = headed_columns(table);
    if (table->heads_unsure || heads < 2)
        return;
    size_t over = 0, entries = 0, widest = 0;
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].kind != ROW_ENTRY)
            continue;
        size_t width = row_width(table, r);
        entries++;
        over += width > heads;
        widest = width > widest ? width : widest;
    }
    bool beyond_is_number = widest > heads && table->columns[heads].role == COLUMN_NUMBER;
    if (over >= 2 && over * 10 >= entries * 9) {
        if (beyond_is_number)
            tell_surplus(table, heads, widest, findings);
        return;
    }
    if (entries >= 4 && over * 10 <= entries + 9)
        find_moved_rows(table, heads, findings);
}
