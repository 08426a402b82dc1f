#include "engine/check/candidate.h"

/* A step of a half may be missing in a column that has whole ones only. */
static Figure needed_figure(const CheckColumn *column, Span value, Figure given)
{
    const Figure half = {.kind = FIGURE_NUMBER, .places = 1};
    Figure figure = span_figure_like(value, column, given);
    Figure finer = span_figure_like(value, column, half);
    bool whole = figure.value.millionths == finer.value.millionths;
    return column->rounded || whole ? figure : finer;
}

static void add_value(const Study *study, Candidates *to, size_t row, size_t column, Span value)
{
    if (to->count == CANDIDATES_MAX)
        return;
    Edit edit = {.kind = EDIT_CELL, .row = row, .column = column};
    Figure given = table_figure(study->table, row, column);
    edit.figure = needed_figure(&study->table->columns[column], value, given);
    bool same = figure_is_number(given) && given.value.millionths == edit.figure.value.millionths;
    if (!same)
        to->at[to->count++] = edit;
}

static const Decimal one = {DECIMAL_ONE};

static bool sum_of(const Study *study, const PartList *parts, size_t row, Span *ret)
{
    *ret = (Span){0};
    LIST_EACH (const Part, part, parts) {
        if (figure_is_number(table_figure(study->table, row, part->column)) &&
            !span_add_scaled(ret, middle_of(study, row, part->column), part->weight))
            return false;
    }
    return true;
}

/* What a part must be so that the sum of all is `needed`. */
static void add_parts(const Study *study, Candidates *to, const PartList *parts, size_t row,
                      Span needed)
{
    Span sum;
    if (!sum_of(study, parts, row, &sum))
        return;
    LIST_EACH (const Part, part, parts) {
        Span value = {needed.low - sum.low, needed.high - sum.high};
        if (part->weight.millionths == 0 ||
            !span_divide(value, (Span){QUANTITY_ONE, QUANTITY_ONE}, one, &value))
            continue;
        Int128 weight = part->weight.millionths * QUANTITY_OF_MILLIONTH;
        if (!span_divide(value, (Span){weight, weight}, one, &value))
            continue;
        if (figure_is_number(table_figure(study->table, row, part->column))) {
            Span given = middle_of(study, row, part->column);
            value = (Span){value.low + given.low, value.high + given.high};
        }
        add_value(study, to, row, part->column, value);
    }
}

void candidates_of_sum(const Study *study, Candidates *to, const Fault *fault)
{
    Span target = middle_of(study, fault->row, fault->column);
    Int128 constant = fault->relation->constant.millionths * QUANTITY_OF_MILLIONTH;
    target = (Span){target.low - constant, target.high - constant};
    add_parts(study, to, &fault->relation->parts, fault->row, target);
}

static void add_of_quotient(const Study *study, Candidates *to, const Fault *fault)
{
    const Relation *relation = fault->relation;
    Span target = middle_of(study, fault->row, fault->column), above, below, needed;
    Int128 scale = relation->scale.millionths * QUANTITY_OF_MILLIONTH;
    if (!sum_of(study, &relation->parts, fault->row, &above) ||
        !sum_of(study, &relation->divisors, fault->row, &below))
        return;
    if (relation->divisors.count == 0)
        below.low = below.high = relation->constant.millionths * QUANTITY_OF_MILLIONTH;
    if (!span_divide(target, (Span){scale, scale}, one, &target))
        return;
    if (span_multiply(span_middle(target), below, one, &needed))
        add_parts(study, to, &relation->parts, fault->row, span_middle(needed));
    if (relation->divisors.count > 0 && span_divide(above, span_middle(target), one, &needed))
        add_parts(study, to, &relation->divisors, fault->row, span_middle(needed));
}

static void add_of_product(const Study *study, Candidates *to, const Fault *fault)
{
    const PartList *parts = &fault->relation->parts;
    for (size_t i = 0; i < parts->count && parts->count == 2; i++) {
        Span other = middle_of(study, fault->row, parts->at[1 - i].column), value;
        if (span_divide(middle_of(study, fault->row, fault->column), other, one, &value))
            add_value(study, to, fault->row, parts->at[i].column, value);
    }
}

/* How the formula answers to one step more in a part tells what the part must be: formulas are
 * mostly linear in each, and a candidate that does not close the fault is dropped anyway. */
static void add_of_formula(Study *study, Candidates *to, const Fault *fault)
{
    CheckTable *table = study->table;
    Span target = middle_of(study, fault->row, fault->column), before = span_middle(fault->should);
    LIST_EACH (const Part, part, &fault->relation->parts) {
        Figure *cell = &table->figures[fault->row * table->column_count + part->column];
        Figure given = *cell;
        Span after, change;
        if (!figure_is_number(given) || part->column == fault->column)
            continue;
        cell->value.millionths += DECIMAL_ONE;
        Judgement judgement = relation_judge(study, fault->relation, fault->row, &after);
        *cell = given;
        Int128 slope = judgement == JUDGED_SILENT ? 0 : span_middle(after).low - before.low;
        Int128 wanted = target.low - before.low;
        if (slope == 0 || !span_divide((Span){wanted, wanted}, (Span){slope, slope}, one, &change))
            continue;
        Span value = middle_of(study, fault->row, part->column);
        add_value(study, to, fault->row, part->column,
                  (Span){value.low + change.low, value.high + change.high});
    }
}

void candidates_of_total(const Study *study, Candidates *to, const Fault *fault, size_t row)
{
    const TotalRow *total = fault->total;
    Span given = middle_of(study, fault->row, fault->column), should = span_middle(fault->should);
    if (total->is_mean || row < total->from || row > total->to ||
        !figure_is_number(table_figure(study->table, row, fault->column)))
        return;
    Span value = middle_of(study, row, fault->column);
    value = (Span){value.low + given.low - should.low, value.high + given.high - should.high};
    add_value(study, to, row, fault->column, value);
}

void candidates_of_fault(Study *study, Candidates *to, const Fault *fault)
{
    if (fault->kind == FAULT_TOTAL) {
        add_value(study, to, fault->row, fault->column, fault->should);
        return;
    }
    if (fault->kind != FAULT_RELATION)
        return;
    add_value(study, to, fault->row, fault->column, fault->should);
    switch (fault->relation->form) {
    case FORM_SUM:
        candidates_of_sum(study, to, fault);
        break;
    case FORM_QUOTIENT:
        add_of_quotient(study, to, fault);
        break;
    case FORM_PRODUCT:
        add_of_product(study, to, fault);
        break;
    case FORM_FORMULA:
        add_of_formula(study, to, fault);
        break;
    case FORM_SHARE:
        break;
    }
}
