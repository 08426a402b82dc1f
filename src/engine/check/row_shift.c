#include "engine/check/candidate.h"

/* What a shifted row lost beyond the last column is what the totals of that column lack. */
static void fill_from_totals(const Study *study, size_t row, size_t column, Figure *figure)
{
    LIST_EACH (const TotalRow, total, &study->totals) {
        Span should;
        if (!total->additive[column] || total->is_mean || row < total->from || row > total->to ||
            total_judge(study, total, column, &should) != JUDGED_FAILING)
            continue;
        Span given = middle_of(study, total->row, column), lost = span_middle(should);
        Span before = middle_of(study, row, column);
        Span value = {before.low + given.low - lost.low, before.high + given.high - lost.high};
        *figure = span_figure(value, &study->table->columns[column]);
        return;
    }
}

/* A part is what the others leave for it. */
static void fill_from_others(Study *study, size_t row, size_t column, Figure *figure)
{
    if (figure_is_number(*figure))
        return;
    Candidates *found = NEW(study->arena, Candidates, 1);
    LIST_EACH (const Relation, relation, &study->relations) {
        Fault fault = {.kind = FAULT_RELATION, .row = row, .relation = relation};
        fault.column = relation->target;
        if (relation->form != FORM_SHARE && relation->form != FORM_FORMULA)
            candidates_of_fault(study, found, &fault);
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
    fill_from_others(study, edit->row, column, &shifted[column]);
    memcpy(row, before, size);
}

bool edit_shift_row(Study *study, const Edit *edit, Figure *ret_row)
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
