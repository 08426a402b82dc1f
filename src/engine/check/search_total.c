#include "engine/check/search.h"

/* ---- which rows a total row adds ------------------------------------------------------------ */

static bool is_total_kind(RowKind kind)
{
    return kind == ROW_TOTAL || kind == ROW_SUBTOTAL || kind == ROW_MEAN;
}

static bool contains_any(Str text, const char *const *words)
{
    for (; *words; words++)
        if (str_contains(text, str_of(*words)))
            return true;
    return false;
}

/* A rate or a mean of all is no sum of theirs. */
static bool is_rate_like(const CheckColumn *column)
{
    static const char *const words[] = {"率",   "均",   "指数", "满意度", "单价", "占比",
                                        "比例", "排名", "系数", "密度",   "比值", NULL};
    return column->percent || str_contains(column->unit, STR("/")) ||
           contains_any(column->name, words) ||
           (column->places > 0 && str_contains(column->name, STR("比")));
}

/* A score of all may be their sum, as of the items of one scheme, or their mean. */
static bool is_score_like(const CheckColumn *column)
{
    static const char *const words[] = {"得分", "分数", "评分", "总分", NULL};
    return str_equal_c(column->unit, "分") || contains_any(column->name, words);
}

static bool is_explicit(Str label)
{
    static const char *const words[] = {"合计", "总计", "小计", "共计", "总和", NULL};
    return contains_any(label, words);
}

/* Holds, and not because all is nothing. */
static bool shows_sum(const Study *study, const TotalRow *total, size_t column)
{
    return total_judge(study, total, column, NULL) == JUDGED_HOLDING &&
           table_figure(study->table, total->row, column).value.millionths != 0;
}

static size_t count_sums(const Study *study, const TotalRow *total)
{
    size_t count = 0;
    for (size_t i = 0; i < study->table->column_count; i++)
        count += study->table->columns[i].role == COLUMN_NUMBER && shows_sum(study, total, i);
    return count;
}

static TotalRow with_sums(const Study *study, TotalRow total)
{
    total_add_up(study, &total);
    return total;
}

/* The rows of the same group before or after `row`, up to the next total. */
static TotalRow reach(const CheckTable *table, size_t row, int step)
{
    TotalRow total = {.row = row, .from = row, .to = row};
    for (size_t at = row; step < 0 ? at > 0 : at + 1 < table->row_count;) {
        at = step < 0 ? at - 1 : at + 1;
        if (is_total_kind(table->rows[at].kind) || table->rows[at].group != table->rows[row].group)
            break;
        if (step < 0)
            total.from = at;
        else
            total.to = at;
    }
    return total;
}

static TotalRow choose_subtotal(const Study *study, size_t row)
{
    TotalRow before = with_sums(study, reach(study->table, row, -1));
    TotalRow after = with_sums(study, reach(study->table, row, 1));
    return count_sums(study, &after) > count_sums(study, &before) ? after : before;
}

static size_t count_kind(const CheckTable *table, RowKind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++)
        count += table->rows[i].kind == kind;
    return count;
}

static TotalRow choose_total(const Study *study, size_t row)
{
    const CheckTable *table = study->table;
    if (table->rows[row].kind == ROW_SUBTOTAL)
        return choose_subtotal(study, row);
    TotalRow all = {.row = row, .to = table->row_count - 1};
    all.is_mean = table->rows[row].kind == ROW_MEAN;
    all = with_sums(study, all);
    if (all.is_mean)
        return all;
    TotalRow best = all;
    if (count_kind(table, ROW_TOTAL) > 1) {
        TotalRow near = choose_subtotal(study, row);
        if (count_sums(study, &near) > count_sums(study, &best))
            best = near;
    }
    if (count_kind(table, ROW_SUBTOTAL) > 0) {
        TotalRow of_subtotals = all;
        of_subtotals.of_subtotals = true;
        of_subtotals = with_sums(study, of_subtotals);
        if (count_sums(study, &of_subtotals) >= count_sums(study, &best))
            best = of_subtotals;
    }
    return best;
}

/* ---- which columns have a total ------------------------------------------------------------- */

/* In how many of the total rows the column is added up. */
static size_t sums_of_column(const Study *study, size_t column)
{
    size_t count = 0;
    LIST_EACH (const TotalRow, total, &study->totals) {
        count += shows_sum(study, total, column);
    }
    return count;
}

static bool is_between_entries(const Study *study, const TotalRow *total, size_t column)
{
    const CheckTable *table = study->table;
    int64_t high = INT64_MIN, given = table_figure(table, total->row, column).value.millionths;
    for (size_t row = total->from; row <= total->to; row++) {
        Figure figure = table_figure(table, row, column);
        if (table->rows[row].kind == ROW_ENTRY && figure_is_number(figure) &&
            figure.value.millionths > high)
            high = figure.value.millionths;
    }
    return given <= high;
}

/* More than half and less than twice of what it should be: no mean. */
static bool is_near_sum(const Study *study, const TotalRow *total, size_t column)
{
    Int128 given =
        table_figure(study->table, total->row, column).value.millionths * QUANTITY_OF_MILLIONTH;
    Int128 sum = total->sums[column].low;
    return sum > 0 && given * 2 > sum && given < sum * 2;
}

/* A column whose figures do not add up: a slip, or none that is added up? */
static bool should_be_sum(const Study *study, const TotalRow *total, size_t column, size_t sums)
{
    const CheckColumn *at = &study->table->columns[column];
    if (total->is_mean)
        return sums > 0;
    if (sums_of_column(study, column) > 0)
        return true;
    if (is_rate_like(at))
        return false;
    bool between = is_between_entries(study, total, column);
    if (is_score_like(at))
        return sums > 0 && !between && is_near_sum(study, total, column);
    Str label = study->table->rows[total->row].label;
    if (is_explicit(label))
        return true;
    return sums > 0 && !between && (at->places == 0 || is_near_sum(study, total, column));
}

static void mark_additive(const Study *study, TotalRow *total)
{
    const CheckTable *table = study->table;
    size_t sums = count_sums(study, total);
    total->additive = NEW(study->arena, bool, table->column_count);
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].role != COLUMN_NUMBER)
            continue;
        Judgement judgement = total_judge(study, total, i, NULL);
        total->additive[i] = judgement == JUDGED_HOLDING ||
                             (judgement == JUDGED_FAILING && should_be_sum(study, total, i, sums));
    }
}

/* ---- whole amounts --------------------------------------------------------------------------- */

/* Holds only when each figure may have been rounded to a whole one. */
static bool holds_as_rounded(const Study *study, const TotalRow *total, size_t column)
{
    CheckColumn *at = &study->table->columns[column];
    Span sum = total->sums[column];
    const size_t apart_in = 6; /* roundings go both ways: they rarely all add up */
    Int128 room = QUANTITY_ONE * (Int128)(1 + total->counts[column] / apart_in);
    Int128 given =
        table_figure(study->table, total->row, column).value.millionths * QUANTITY_OF_MILLIONTH;
    Int128 apart = given - sum.low;
    return at->places == 0 && !at->rounded && apart != 0 && apart <= room && -apart <= room;
}

/* Counts are never rounded, and a row printed twice or moved makes all totals miss. */
static bool may_be_rounded(const CheckTable *table)
{
    static const char *const counts[] = {"件", "人次", "人", "个", "宗", "条",
                                         "次", "户",   "份", "家", "起", NULL};
    for (size_t i = 0; i < table->column_count; i++)
        if (str_is_one_of(table->columns[i].unit, counts))
            return false;
    for (size_t row = 0; row < table->row_count; row++)
        if (table->rows[row].is_copy || table->rows[row].is_doubled)
            return false;
    return true;
}

/* Amounts of ten thousands printed whole say so nowhere in a bare file, but then several columns
 * miss their totals by no more than that explains, which one slip does not. */
static bool table_is_rounded(const Study *study)
{
    const CheckTable *table = study->table;
    size_t columns_min = 2, off = 0, exact = 0;
    if (!may_be_rounded(table))
        return false;
    LIST_EACH (const TotalRow, total, &study->totals) {
        for (size_t i = 0; i < table->column_count && !total->is_mean; i++) {
            if (table->columns[i].role != COLUMN_NUMBER || table->columns[i].places > 0 ||
                table->columns[i].percent)
                continue;
            exact += shows_sum(study, total, i);
            off += figure_is_number(table_figure(table, total->row, i)) &&
                   holds_as_rounded(study, total, i);
        }
    }
    return off >= columns_min && off * 2 >= exact + off;
}

static void take_as_rounded(Study *study)
{
    CheckTable *table = study->table;
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].role == COLUMN_NUMBER && table->columns[i].places == 0)
            table->columns[i].rounded = true;
    LIST_EACH (TotalRow, total, &study->totals) {
        total_add_up(study, total);
    }
}

/* ---- what else a total row may be ---------------------------------------------------------- */

static bool is_no_sum(const Study *study, const TotalRow *total, size_t column)
{
    LIST_EACH (const Relation, relation, &study->relations) {
        if (relation->target != column || relation->form == FORM_FORMULA)
            continue;
        if (relation->form != FORM_SUM)
            return relation->divisors.count > 0 || relation->form != FORM_QUOTIENT;
        LIST_EACH (const Part, part, &relation->parts) {
            if (!total->additive[part->column])
                return true;
        }
    }
    return false;
}

void search_totals_settle(Study *study)
{
    LIST_EACH (TotalRow, total, &study->totals) {
        for (size_t i = 0; i < study->table->column_count; i++)
            if (total->additive[i] && !total->is_mean &&
                total_judge(study, total, i, NULL) == JUDGED_FAILING && is_no_sum(study, total, i))
                total->additive[i] = false;
    }
}

/* ---- rows that add up those below them ------------------------------------------------------ */

/* How many figures of such rows are the sums they should be, and how many are not. */
static size_t count_section_sums(const Study *study, const TotalRow *section, size_t *ret_failing)
{
    size_t holding = 0;
    for (size_t i = 0; i < study->table->column_count; i++) {
        if (study->table->columns[i].role != COLUMN_NUMBER ||
            is_rate_like(&study->table->columns[i]))
            continue;
        holding += shows_sum(study, section, i);
        *ret_failing += total_judge(study, section, i, NULL) == JUDGED_FAILING;
    }
    return holding;
}

/* 一、… and codes that head others are believed to be sums where nearly all of them are. */
static void search_sections(Study *study)
{
    const CheckTable *table = study->table;
    const size_t certain = 3, sections_max = 1000;
    size_t before = study->totals.count, holding = 0, failing = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!table->rows[row].adds_up || table->rows[row].adds_to <= row)
            continue;
        TotalRow section = {.row = row, .from = row + 1, .to = table->rows[row].adds_to};
        section = with_sums(study, section);
        holding += count_section_sums(study, &section, &failing);
        *LIST_ADD(study->arena, &study->totals) = section;
    }
    if (holding < certain || failing * certain > holding ||
        study->totals.count > before + sections_max)
        study->totals.count = before;
}

void search_totals(Study *study)
{
    const CheckTable *table = study->table;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!is_total_kind(table->rows[row].kind))
            continue;
        TotalRow total = choose_total(study, row);
        *LIST_ADD(study->arena, &study->totals) = total;
    }
    search_sections(study);
    if (table_is_rounded(study))
        take_as_rounded(study);
    LIST_EACH (TotalRow, total, &study->totals) {
        mark_additive(study, total);
    }
}
