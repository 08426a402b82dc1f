#include "engine/check/study.h"

/* ---- relations between columns -------------------------------------------------------------- */

/* A sheet's computed figures have all their decimals; one typed between them has only its own. */
static unsigned printed_places(const CheckColumn *column, Figure figure)
{
    const unsigned computed = 5, typed = 2;
    if (column->places < computed)
        return column->places;
    return figure.places > typed ? figure.places : typed;
}

/* What was printed stands for this; a quotient is always rounded, whatever its column. */
static Span target_span(const Study *study, const Relation *relation, size_t row)
{
    const CheckTable *table = study->table;
    const CheckColumn *column = &table->columns[relation->target];
    Figure figure = table_figure(table, row, relation->target);
    Int128 value = figure.value.millionths * QUANTITY_OF_MILLIONTH;
    Int128 half = figure_half_step(printed_places(column, figure)) * QUANTITY_OF_MILLIONTH;
    if (relation->form == FORM_SUM && !column->rounded)
        half = 0;
    if (relation->cut)
        return (Span){value - (value < 0 ? 2 * half : 0), value + (value > 0 ? 2 * half : 0)};
    return (Span){value - half, value + half};
}

static bool is_empty(Figure figure)
{
    return figure.kind == FIGURE_BLANK || figure.kind == FIGURE_NONE;
}

/* Sums the parts. An empty part is nothing; `ret_full` adds what it would be with full marks. */
static Judgement add_parts(const CheckTable *table, const PartList *parts, size_t row, Span *to,
                           Int128 *ret_full, size_t *ret_empty)
{
    size_t figures = 0;
    LIST_EACH (const Part, part, parts) {
        Figure figure = table_figure(table, row, part->column);
        const CheckColumn *column = &table->columns[part->column];
        if (is_empty(figure)) {
            ++*ret_empty;
            if (column->empty_is_full)
                *ret_full += (Int128)column->maximum.millionths * part->weight.millionths;
            continue;
        }
        if (!figure_is_number(figure) ||
            !span_add_scaled(to, span_of_cell(table, row, part->column), part->weight))
            return JUDGED_SILENT;
        figures++;
    }
    return figures > 0 ? JUDGED_HOLDING : JUDGED_SILENT;
}

static Judgement compare(Span given, Span should)
{
    return spans_meet(given, should) ? JUDGED_HOLDING : JUDGED_FAILING;
}

static Judgement judge_sum(const Study *study, const Relation *relation, size_t row, Span *ret)
{
    Int128 constant = relation->constant.millionths * QUANTITY_OF_MILLIONTH, full = 0;
    size_t empty = 0;
    *ret = (Span){constant, constant};
    if (add_parts(study->table, &relation->parts, row, ret, &full, &empty) == JUDGED_SILENT)
        return JUDGED_SILENT;
    Span given = target_span(study, relation, row);
    if (compare(given, *ret) == JUDGED_HOLDING)
        return JUDGED_HOLDING;
    if (empty > 0 && compare(given, (Span){ret->low + full, ret->high + full}) == JUDGED_HOLDING)
        return JUDGED_HOLDING;
    return empty > 0 && !relation->blanks_tell ? JUDGED_SILENT : JUDGED_FAILING;
}

static Judgement judge_quotient(const Study *study, const Relation *relation, size_t row, Span *ret)
{
    Span above = {0}, below = {0};
    Int128 full = 0;
    size_t empty = 0;
    if (add_parts(study->table, &relation->parts, row, &above, &full, &empty) == JUDGED_SILENT ||
        (relation->divisors.count > 0 &&
         add_parts(study->table, &relation->divisors, row, &below, &full, &empty) == JUDGED_SILENT))
        return JUDGED_SILENT;
    if (relation->divisors.count == 0)
        below.low = below.high = relation->constant.millionths * QUANTITY_OF_MILLIONTH;
    if (empty > 0 || !span_divide(above, below, relation->scale, ret))
        return JUDGED_SILENT;
    return compare(target_span(study, relation, row), *ret);
}

static Judgement judge_product(const Study *study, const Relation *relation, size_t row, Span *ret)
{
    const CheckTable *table = study->table;
    Span product = {QUANTITY_ONE, QUANTITY_ONE};
    LIST_EACH (const Part, part, &relation->parts) {
        if (!figure_is_number(table_figure(table, row, part->column)) ||
            !span_multiply(product, span_of_cell(table, row, part->column), decimal_of(1),
                           &product))
            return JUDGED_SILENT;
    }
    *ret = (Span){0};
    if (!span_add_scaled(ret, product, relation->scale))
        return JUDGED_SILENT;
    return compare(target_span(study, relation, row), *ret);
}

/* What the shares of a column are of: its printed total, else the sum of its entries. */
static bool whole_of(const Study *study, size_t row, size_t column, Span *ret)
{
    LIST_EACH (const TotalRow, total, &study->totals) {
        if (total->is_mean || row < total->from || (row > total->to && row != total->row))
            continue;
        if (!figure_is_number(table_figure(study->table, total->row, column)))
            continue;
        *ret = span_of_cell(study->table, total->row, column);
        return true;
    }
    return false;
}

/* The last share is often printed so that all make up 100 %: a step more or less is no slip then.
 */
static bool is_closed_to_whole(const Study *study, const Relation *relation, size_t row)
{
    LIST_EACH (const TotalRow, total, &study->totals) {
        if (total->is_mean || row < total->from || row > total->to)
            continue;
        Span sum = total->sums[relation->target];
        return sum.low + (sum.high - sum.low) / 2 ==
               relation->scale.millionths * QUANTITY_OF_MILLIONTH;
    }
    return false;
}

static Judgement judge_share(const Study *study, const Relation *relation, size_t row, Span *ret)
{
    size_t column = relation->parts.at[0].column;
    Span whole;
    if (!figure_is_number(table_figure(study->table, row, column)) ||
        !whole_of(study, row, column, &whole) ||
        !span_divide(span_of_cell(study->table, row, column), whole, relation->scale, ret))
        return JUDGED_SILENT;
    Span given = target_span(study, relation, row);
    if (is_closed_to_whole(study, relation, row)) {
        Int128 step = given.high - given.low;
        given = (Span){given.low - step, given.high + step};
    }
    return compare(given, *ret);
}

static bool quantity_of_fraction(Fraction value, bool up, Int128 *ret)
{
    Span span;
    if (!span_divide((Span){value.num, value.num}, (Span){value.den, value.den}, decimal_of(1),
                     &span))
        return false;
    *ret = up ? span.high : span.low;
    return true;
}

static Judgement judge_formula(const Study *study, const Relation *relation, size_t row, Span *ret)
{
    Range range;
    if (!note_formula_range(relation->formula, study->table, row, &range) ||
        !quantity_of_fraction(range.low, false, &ret->low) ||
        !quantity_of_fraction(range.high, true, &ret->high))
        return JUDGED_SILENT;
    return compare(target_span(study, relation, row), *ret);
}

Judgement relation_judge(const Study *study, const Relation *relation, size_t row, Span *ret_span)
{
    const CheckRow *at = &study->table->rows[row];
    bool is_total = at->kind == ROW_TOTAL || at->kind == ROW_SUBTOTAL || at->adds_up;
    if (!(at->kind == ROW_ENTRY || (is_total && !relation->entries_only)) ||
        !figure_is_number(table_figure(study->table, row, relation->target)))
        return JUDGED_SILENT;
    Span span = {0};
    Judgement judgement = JUDGED_SILENT;
    switch (relation->form) {
    case FORM_SUM:
        judgement = judge_sum(study, relation, row, &span);
        break;
    case FORM_QUOTIENT:
        judgement = judge_quotient(study, relation, row, &span);
        break;
    case FORM_PRODUCT:
        judgement = judge_product(study, relation, row, &span);
        break;
    case FORM_SHARE:
        judgement = judge_share(study, relation, row, &span);
        break;
    case FORM_FORMULA:
        judgement = judge_formula(study, relation, row, &span);
        break;
    }
    if (ret_span && judgement != JUDGED_SILENT)
        *ret_span = span;
    return judgement;
}

/* ---- total rows ----------------------------------------------------------------------------- */

static bool is_added(const Study *study, const TotalRow *total, size_t row)
{
    RowKind adds = total->of_subtotals ? ROW_SUBTOTAL : ROW_ENTRY;
    return row >= total->from && row <= total->to && study->table->rows[row].kind == adds;
}

static void add_figure(Span *sum, size_t *count, const CheckColumn *column, Figure figure, int sign)
{
    if (!figure_is_number(figure))
        return;
    Span span = figure_span(column, figure);
    /* Taken off again as it was added: low from low. A decimal is 64 bits of 10^-6 and a table has
     * fewer than 2^22 rows: their sum fits. */
    sum->low += sign * span.low;
    sum->high += sign * span.high;
    *count += (size_t)sign;
}

void total_add_up(const Study *study, TotalRow *total)
{
    const CheckTable *table = study->table;
    total->sums = NEW(study->arena, Span, table->column_count);
    total->counts = NEW(study->arena, size_t, table->column_count);
    for (size_t row = total->from; row <= total->to; row++) {
        if (!is_added(study, total, row))
            continue;
        for (size_t i = 0; i < table->column_count; i++)
            add_figure(&total->sums[i], &total->counts[i], &table->columns[i],
                       table_figure(table, row, i), 1);
    }
}

void total_replace(const Study *study, TotalRow *total, size_t row, const Figure *before)
{
    const CheckTable *table = study->table;
    if (!is_added(study, total, row))
        return;
    for (size_t i = 0; i < table->column_count; i++) {
        add_figure(&total->sums[i], &total->counts[i], &table->columns[i], before[i], -1);
        add_figure(&total->sums[i], &total->counts[i], &table->columns[i],
                   table_figure(table, row, i), 1);
    }
}

Judgement total_judge(const Study *study, const TotalRow *total, size_t column, Span *ret_span)
{
    const CheckTable *table = study->table;
    const CheckColumn *at = &table->columns[column];
    Span sum = total->sums[column];
    size_t count = total->counts[column], tried = study->tried_row;
    if (tried != SIZE_MAX && is_added(study, total, tried)) {
        add_figure(&sum, &count, at, study->tried_before[column], -1);
        add_figure(&sum, &count, at, table_figure(table, tried, column), 1);
    }
    if (count == 0 || !figure_is_number(table_figure(table, total->row, column)))
        return JUDGED_SILENT;
    Span given = span_of_cell(table, total->row, column);
    if (total->is_mean) {
        sum = (Span){sum.low / (Int128)count, sum.high / (Int128)count + 1};
        Figure figure = table_figure(table, total->row, column);
        Int128 value = figure.value.millionths * QUANTITY_OF_MILLIONTH;
        Int128 half = figure_half_step(figure.places) * QUANTITY_OF_MILLIONTH;
        given = (Span){value - half, value + half};
    }
    if (ret_span)
        *ret_span = sum;
    return compare(given, sum);
}
