#include "engine/check/table_move.h"

/* Rows told one by one; more of them are another table's form, not slips. */
#define SHIFTED_ROWS_MAX 20
/* How much better a moved row must fit before it is called moved without a surplus cell. */
#define FIT_GAIN_MIN 6
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
    bool at_end = move->by < 0 && column->level_count == 0;
    *LIST_ADD(table->arena, findings) = (Finding){
        .place = table_place(table, row, move->from),
        .kind = FINDING_SHIFT,
        .unit = table->rows[row].label,
        .printed = figures_from(table, row, move, false),
        .recomputed = figures_from(table, row, move, true),
        .cause =
            at_end ? STR("这一行末尾比别的行多一格")
                   : str_format(table->arena, "自%.*s起各值%s移一列：这一行比别的行%s一格",
                                STRF(name), move->by < 0 ? "右" : "左", move->by < 0 ? "多" : "少"),
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

/* A cell beyond the heads: one too many within the row, at its end, or only a remark beside it. */
static void judge_long_row(CheckTable *table, size_t row, size_t heads, const Usual *usuals,
                           const Sums *sums, FindingList *findings)
{
    size_t rivals;
    Move move = best_move(table, row, -1, heads, usuals, sums, &rivals);
    Move none = {.from = heads, .by = -1};
    int printed = move_misfit(table, row, &none, usuals, sums, heads);
    bool remark = !figure_is_number(table_figure(table, row, heads));
    if (remark && printed - move.misfit < FIT_GAIN_MIN)
        return;
    tell_move(table, row, printed <= move.misfit ? &none : &move, findings);
}

/* Something about the row is told already. */
static bool row_is_told(const CheckTable *table, size_t row, const FindingList *findings)
{
    Str place = table_place(table, row, SIZE_MAX);
    LIST_EACH (const Finding, finding, findings)
        if (str_starts(finding->place, place))
            return true;
    return false;
}

static void judge_short_row(CheckTable *table, size_t row, size_t heads, const Usual *usuals,
                            const Sums *sums, bool last_call, FindingList *findings)
{
    size_t rivals;
    Move move = best_move(table, row, 1, heads, usuals, sums, &rivals);
    Move none = {.from = heads, .by = 1};
    int printed = move_misfit(table, row, &none, usuals, sums, heads);
    if (move.from == SIZE_MAX || printed - move.misfit < FIT_GAIN_MIN || (rivals > 0 && !last_call))
        return;
    move.lost = lost_figure(table, row, &move, usuals, sums);
    tell_move(table, row, &move, findings);
}

/* `last_call` = the relations have said what they can. */
static void find_moved_rows(CheckTable *table, size_t heads, bool last_call, FindingList *findings)
{
    Usual *usuals = NEW(table->arena, Usual, heads);
    bool last_filled = is_always_filled(table, heads - 1);
    size_t tried = 0;
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].kind != ROW_ENTRY || table->rows[r].cells != NULL)
            continue;
        size_t width = row_width(table, r);
        bool is_long = width == heads + 1 && !last_call;
        bool is_short = last_filled && width + 1 == heads;
        if ((!is_long && !is_short) || (last_call && row_is_told(table, r, findings)))
            continue;
        if (++tried > SHIFTED_ROWS_MAX)
            return;
        for (size_t c = 0; c < heads; c++)
            usuals[c] = usual_of(table, c, r);
        Sums sums = sums_of(table, r, heads);
        if (is_long)
            judge_long_row(table, r, heads, usuals, &sums, findings);
        else
            judge_short_row(table, r, heads, usuals, &sums, last_call, findings);
    }
}

/* How many entries have more cells than heads, and the widest. */
static size_t count_long_rows(const CheckTable *table, size_t heads, size_t *ret_entries,
                              size_t *ret_widest)
{
    size_t over = 0;
    *ret_entries = *ret_widest = 0;
    for (size_t r = 0; r < table->row_count; r++) {
        if (table->rows[r].kind != ROW_ENTRY)
            continue;
        size_t width = row_width(table, r);
        ++*ret_entries;
        over += width > heads;
        *ret_widest = width > *ret_widest ? width : *ret_widest;
    }
    return over;
}

void shifts_find(CheckTable *table, FindingList *findings)
{
    size_t heads = headed_columns(table);
    if (table->heads_unsure || heads < 2)
        return;
    size_t entries, widest;
    size_t over = count_long_rows(table, heads, &entries, &widest);
    bool beyond_is_number = widest > heads && table->columns[heads].role == COLUMN_NUMBER;
    if (over >= 2 && over * 10 >= entries * 9) {
        if (beyond_is_number)
            tell_surplus(table, heads, widest, findings);
        return;
    }
    if (entries >= 4 && over * 10 <= entries + 9)
        find_moved_rows(table, heads, false, findings);
}

void shifts_find_rest(CheckTable *table, FindingList *findings)
{
    size_t heads = headed_columns(table);
    if (table->heads_unsure || heads < 2)
        return;
    size_t entries, widest;
    size_t over = count_long_rows(table, heads, &entries, &widest);
    if (entries >= 4 && over * 10 <= entries + 9)
        find_moved_rows(table, heads, true, findings);
}
