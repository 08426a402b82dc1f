#include "engine/check/fault.h"

#define CANDIDATES_MAX 256
#define SHIFT_GAIN_MIN 2

typedef struct Candidates {
    Edit at[CANDIDATES_MAX];
    size_t count;
} Candidates;

/* ---- values that would close a fault -------------------------------------------------------- */

static Span point(Span span)
{
    Int128 middle = span.low + (span.high - span.low) / 2;
    return (Span){middle, middle};
}

static Span printed(const Study *study, size_t row, size_t column)
{
    return point(span_of_cell(study->table, row, column));
}

static void add_value(const Study *study, Candidates *to, size_t row, size_t column, Span value)
{
    if (to->count == CANDIDATES_MAX)
        return;
    Edit edit = {.kind = EDIT_CELL, .row = row, .column = column};
    Figure given = table_figure(study->table, row, column);
    edit.figure = span_figure_like(value, &study->table->columns[column], given);
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
            !span_add_scaled(ret, printed(study, row, part->column), part->weight))
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
            Span given = printed(study, row, part->column);
            value = (Span){value.low + given.low, value.high + given.high};
        }
        add_value(study, to, row, part->column, value);
    }
}

static void add_of_sum(const Study *study, Candidates *to, const Fault *fault)
{
    Span target = printed(study, fault->row, fault->column);
    Int128 constant = fault->relation->constant.millionths * QUANTITY_OF_MILLIONTH;
    target = (Span){target.low - constant, target.high - constant};
    add_parts(study, to, &fault->relation->parts, fault->row, target);
}

static void add_of_quotient(const Study *study, Candidates *to, const Fault *fault)
{
    const Relation *relation = fault->relation;
    Span target = printed(study, fault->row, fault->column), above, below, needed;
    Int128 scale = relation->scale.millionths * QUANTITY_OF_MILLIONTH;
    if (!sum_of(study, &relation->parts, fault->row, &above) ||
        !sum_of(study, &relation->divisors, fault->row, &below))
        return;
    if (relation->divisors.count == 0)
        below.low = below.high = relation->constant.millionths * QUANTITY_OF_MILLIONTH;
    if (!span_divide(target, (Span){scale, scale}, one, &target))
        return;
    if (span_multiply(point(target), below, one, &needed))
        add_parts(study, to, &relation->parts, fault->row, point(needed));
    if (relation->divisors.count > 0 && span_divide(above, point(target), one, &needed))
        add_parts(study, to, &relation->divisors, fault->row, point(needed));
}

static void add_of_product(const Study *study, Candidates *to, const Fault *fault)
{
    const PartList *parts = &fault->relation->parts;
    for (size_t i = 0; i < parts->count && parts->count == 2; i++) {
        Span other = printed(study, fault->row, parts->at[1 - i].column), value;
        if (span_divide(printed(study, fault->row, fault->column), other, one, &value))
            add_value(study, to, fault->row, parts->at[i].column, value);
    }
}

/* How the formula answers to one step more in a part tells what the part must be: formulas are
 * mostly linear in each, and a candidate that does not close the fault is dropped anyway. */
static void add_of_formula(Study *study, Candidates *to, const Fault *fault)
{
    CheckTable *table = study->table;
    Span target = printed(study, fault->row, fault->column), before = point(fault->should);
    LIST_EACH (const Part, part, &fault->relation->parts) {
        Figure *cell = &table->figures[fault->row * table->column_count + part->column];
        Figure given = *cell;
        Span after, change;
        if (!figure_is_number(given) || part->column == fault->column)
            continue;
        cell->value.millionths += DECIMAL_ONE;
        Judgement judgement = relation_judge(study, fault->relation, fault->row, &after);
        *cell = given;
        Int128 slope = judgement == JUDGED_SILENT ? 0 : point(after).low - before.low;
        Int128 wanted = target.low - before.low;
        if (slope == 0 || !span_divide((Span){wanted, wanted}, (Span){slope, slope}, one, &change))
            continue;
        Span value = printed(study, fault->row, part->column);
        add_value(study, to, fault->row, part->column,
                  (Span){value.low + change.low, value.high + change.high});
    }
}

/* The cell of `row` in the column of a total that fails. */
static void add_of_total(const Study *study, Candidates *to, const Fault *fault, size_t row)
{
    const TotalRow *total = fault->total;
    Span given = printed(study, fault->row, fault->column), should = point(fault->should);
    if (total->is_mean || row < total->from || row > total->to ||
        !figure_is_number(table_figure(study->table, row, fault->column)))
        return;
    Span value = printed(study, row, fault->column);
    value = (Span){value.low + given.low - should.low, value.high + given.high - should.high};
    add_value(study, to, row, fault->column, value);
}

static void add_of_fault(Study *study, Candidates *to, const Fault *fault)
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
        add_of_sum(study, to, fault);
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

/* ---- what slips look like ---------------------------------------------------------------- */

#define LIKELY_LOST 3  /* a step more of a column that has such steps elsewhere */
#define LIKELY_DIGIT 2 /* one digit is another, or two changed places */
#define LIKELY_MIN LIKELY_DIGIT
#define LIKELY_NEVER (-1)
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

static int likeliness(const CheckTable *table, const Edit *edit)
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

/* ---- choosing ------------------------------------------------------------------------------- */

/* How much less fails with the row's figures as `to` has them. */
static int64_t gain_of(Study *study, const ColumnLooks *looks, size_t at, const Figure *to)
{
    CheckTable *table = study->table;
    Figure *row = &table->figures[at * table->column_count];
    size_t size = table->column_count * sizeof *row;
    int64_t failing = (int64_t)faults_touching(study, looks, at);
    Figure *before = arena_copy(study->arena, row, size);
    study->tried_row = at;
    study->tried_before = before;
    memcpy(row, to, size);
    int64_t left = (int64_t)faults_touching(study, looks, at);
    memcpy(row, before, size);
    study->tried_row = SIZE_MAX;
    return failing - left;
}

static int64_t gain_of_cell(Study *study, const ColumnLooks *looks, const Edit *edit)
{
    const CheckTable *table = study->table;
    Figure *row = arena_copy(study->arena, &table->figures[edit->row * table->column_count],
                             table->column_count * sizeof *row);
    row[edit->column] = edit->figure;
    return gain_of(study, looks, edit->row, row);
}

/* What a shifted row lost beyond the last column is what the totals of that column lack. */
static void fill_from_totals(const Study *study, size_t row, size_t column, Figure *figure)
{
    LIST_EACH (const TotalRow, total, &study->totals) {
        Span should;
        if (!total->additive[column] || total->is_mean || row < total->from || row > total->to ||
            total_judge(study, total, column, &should) != JUDGED_FAILING)
            continue;
        Span given = printed(study, total->row, column), lost = point(should);
        Span before = printed(study, row, column);
        Span value = {before.low + given.low - lost.low, before.high + given.high - lost.high};
        *figure = span_figure(value, &study->table->columns[column]);
        return;
    }
}

/* A part of a sum is what the others leave of it. */
static void fill_from_sums(const Study *study, size_t row, size_t column, Figure *figure)
{
    if (figure_is_number(*figure))
        return;
    Candidates *found = NEW(study->arena, Candidates, 1);
    LIST_EACH (const Relation, relation, &study->relations) {
        Fault fault = {.kind = FAULT_RELATION, .row = row, .relation = relation};
        fault.column = relation->target;
        if (relation->form == FORM_SUM)
            add_of_sum(study, found, &fault);
    }
    for (size_t i = 0; i < found->count; i++)
        if (found->at[i].column == column)
            *figure = found->at[i].figure;
}

/* The target of a relation is what the row's other figures make. */
static void fill_from_relations(Study *study, const Edit *edit, size_t column, Figure *shifted)
{
    CheckTable *table = study->table;
    Figure *row = &table->figures[edit->row * table->column_count];
    size_t size = table->column_count * sizeof *row;
    Figure *before = arena_copy(study->arena, row, size);
    memcpy(row, shifted, size);
    row[column] = (Figure){.kind = FIGURE_NUMBER};
    LIST_EACH (const Relation, relation, &study->relations) {
        Span should;
        if (relation->target != column ||
            relation_judge(study, relation, edit->row, &should) == JUDGED_SILENT)
            continue;
        shifted[column] = span_figure(should, &table->columns[column]);
        break;
    }
    fill_from_sums(study, edit->row, column, &shifted[column]);
    memcpy(row, before, size);
}

/* The row with its figures moved by one, and the one that was lost found again where it can be. */
static bool shift_row(Study *study, const Edit *edit, Figure *ret_row)
{
    const CheckTable *table = study->table;
    if (!table_row_shift(table, edit->row, edit->column, edit->by, ret_row))
        return false;
    size_t lost = edit->by < 0 ? table->column_count - 1 : edit->column;
    while (lost > edit->column && table->columns[lost].role != COLUMN_NUMBER &&
           table->columns[lost].role != COLUMN_RANK)
        lost--;
    bool is_figure = table->columns[lost].role == COLUMN_NUMBER;
    if (ret_row[lost].kind == FIGURE_BLANK && is_figure)
        fill_from_relations(study, edit, lost, ret_row);
    if (ret_row[lost].kind == FIGURE_BLANK && is_figure)
        fill_from_totals(study, edit->row, lost, &ret_row[lost]);
    return true;
}

static Edit best_shift(Study *study, const ColumnLooks *looks, size_t row)
{
    const CheckTable *table = study->table;
    Edit best = {.kind = EDIT_NONE};
    if (table->rows[row].kind != ROW_ENTRY)
        return best;
    ArenaMark mark = arena_mark(study->arena);
    Figure *room = NEW(study->arena, Figure, table->column_count);
    for (size_t column = 0; column < table->column_count; column++) {
        for (int by = -1; by <= 1 && table->columns[column].role == COLUMN_NUMBER; by += 2) {
            Edit edit = {.kind = EDIT_SHIFT, .row = row, .column = column, .by = by};
            if (!shift_row(study, &edit, room))
                continue;
            ArenaMark inner = arena_mark(study->arena);
            edit.gain = gain_of(study, looks, row, room);
            arena_rewind(study->arena, inner);
            if (edit.gain >= SHIFT_GAIN_MIN && edit.gain > best.gain)
                best = edit;
        }
    }
    arena_rewind(study->arena, mark);
    return best;
}

static bool row_has_fault(const FaultList *faults, size_t row)
{
    LIST_EACH (const Fault, fault, faults) {
        if (fault->row == row && fault->kind != FAULT_TOTAL)
            return true;
    }
    return false;
}

/* Cells that close this fault, and cells of its row that close another of the same row or of a
 * column's total. */
static void collect(Study *study, const Fault *fault, const FaultList *faults, Candidates *to)
{
    add_of_fault(study, to, fault);
    LIST_EACH (const Fault, other, faults) {
        if (other == fault)
            continue;
        if (fault->kind == FAULT_TOTAL && other->kind != FAULT_TOTAL &&
            row_has_fault(faults, other->row))
            add_of_total(study, to, fault, other->row);
        else if (other->row == fault->row)
            add_of_fault(study, to, other);
        else if (other->kind == FAULT_TOTAL && fault->kind != FAULT_TOTAL)
            add_of_total(study, to, other, fault->row);
    }
}

Edit edit_choose(Study *study, const ColumnLooks *looks, const Fault *fault,
                 const FaultList *faults)
{
    ArenaMark mark = arena_mark(study->arena);
    Candidates *candidates = NEW(study->arena, Candidates, 1);
    collect(study, fault, faults, candidates);
    Edit best = {.kind = EDIT_NONE}, hint = {.likeliness = LIKELY_MIN - 1};
    for (size_t i = 0; i < candidates->count; i++) {
        Edit *edit = &candidates->at[i];
        edit->gain = gain_of_cell(study, looks, edit);
        edit->likeliness = likeliness(study->table, edit);
        if (edit->gain > best.gain ||
            (edit->gain == best.gain && edit->likeliness > best.likeliness))
            best = *edit;
        bool is_part = edit->row == fault->row && edit->column != fault->column;
        if (is_part && edit->gain > 0 && edit->likeliness > hint.likeliness)
            hint = *edit;
    }
    arena_rewind(study->arena, mark);
    best.hint_column = hint.kind == EDIT_NONE ? SIZE_MAX : hint.column;
    best.hint = hint.figure;
    Edit shift = best_shift(study, looks, fault->row);
    return shift.gain > best.gain ? shift : best;
}

static void keep_printed(Study *study, size_t row, size_t column)
{
    LIST_EACH (const Mend, mend, &study->table->mends) {
        if (mend->row == row && mend->column == column)
            return;
    }
    *LIST_ADD(study->table->arena, &study->table->mends) =
        (Mend){row, column, table_figure(study->table, row, column)};
}

void edit_apply(Study *study, const Edit *edit)
{
    CheckTable *table = study->table;
    Figure *row = &table->figures[edit->row * table->column_count];
    size_t size = table->column_count * sizeof *row;
    Figure *before = arena_copy(study->arena, row, size);
    if (edit->kind == EDIT_CELL) {
        keep_printed(study, edit->row, edit->column);
        row[edit->column] = edit->figure;
    } else if (edit->kind == EDIT_SHIFT) {
        Figure *shifted = NEW(study->arena, Figure, table->column_count);
        if (!shift_row(study, edit, shifted))
            return;
        for (size_t i = edit->column; i < table->column_count; i++)
            keep_printed(study, edit->row, i);
        memcpy(row, shifted, size);
    }
    LIST_EACH (TotalRow, total, &study->totals) {
        total_replace(study, total, edit->row, before);
    }
}
