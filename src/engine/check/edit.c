#include "engine/check/candidate.h"

#define SHIFT_GAIN_MIN 2

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
            if (!edit_shift_row(study, &edit, room))
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
    candidates_of_fault(study, to, fault);
    LIST_EACH (const Fault, other, faults) {
        if (other == fault)
            continue;
        if (fault->kind == FAULT_TOTAL && other->kind != FAULT_TOTAL &&
            row_has_fault(faults, other->row))
            candidates_of_total(study, to, fault, other->row);
        else if (other->row == fault->row)
            candidates_of_fault(study, to, other);
        else if (other->kind == FAULT_TOTAL && fault->kind != FAULT_TOTAL)
            candidates_of_total(study, to, other, fault->row);
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
        edit->likeliness = likeliness_of(study->table, edit);
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
        if (!edit_shift_row(study, edit, shifted))
            return;
        for (size_t i = edit->column; i < table->column_count; i++)
            keep_printed(study, edit->row, i);
        memcpy(row, shifted, size);
    }
    LIST_EACH (TotalRow, total, &study->totals) {
        total_replace(study, total, edit->row, before);
    }
}
