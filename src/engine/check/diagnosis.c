#include "engine/check/fault.h"

#define SHIFT_GAIN_ALONE 3 /* cells merely unlike their columns prove a shift only when many */

static bool still_fails(const Study *study, const Fault *fault)
{
    switch (fault->kind) {
    case FAULT_RELATION:
        return relation_judge(study, fault->relation, fault->row, NULL) == JUDGED_FAILING;
    case FAULT_TOTAL:
        return total_judge(study, fault->total, fault->column, NULL) == JUDGED_FAILING;
    case FAULT_MAXIMUM:
        return above_maximum(study->table, fault->row, fault->column);
    case FAULT_ROW:
        return true;
    }
    return false;
}

/* A row moved over an empty cell of its own, and all is well when it is moved back. */
static bool fills_gap(const Study *study, const ColumnLooks *looks, const Edit *edit)
{
    size_t last = study->table->column_count - 1;
    while (last > 0 && study->table->columns[last].role != COLUMN_NUMBER &&
           study->table->columns[last].role != COLUMN_RANK)
        last--;
    int64_t failing = (int64_t)faults_touching(study, looks, edit->row);
    bool gap = edit->by < 0 ? is_gap(study, looks, edit->row, edit->column)
                            : !figure_is_number(table_figure(study->table, edit->row, last));
    return gap && failing - edit->gain <= 1;
}

static bool is_told(const Study *study, const ColumnLooks *looks, const Fault *fault,
                    const Edit *edit)
{
    if (edit->kind == EDIT_SHIFT)
        return fault->kind != FAULT_ROW || edit->gain >= SHIFT_GAIN_ALONE ||
               fills_gap(study, looks, edit);
    /* What is above its maximum and nothing else is told with the marks of the table. */
    return fault->kind == FAULT_RELATION || fault->kind == FAULT_TOTAL ||
           (fault->kind == FAULT_MAXIMUM && edit->kind == EDIT_CELL);
}

/* How much more is printed in a total than its rows make. */
static Int128 apart_of_total(const Study *study, const Fault *fault)
{
    Span given = span_of_cell(study->table, fault->total->row, fault->column);
    return given.low + given.high - fault->should.low - fault->should.high;
}

/* A total of the same column over fewer of the same rows is off by as much: that one is told, being
 * nearer to the slip. */
static bool follows_from_narrower(const Study *study, const Fault *fault, const FaultList *faults)
{
    if (fault->kind != FAULT_TOTAL)
        return false;
    Int128 apart = apart_of_total(study, fault);
    LIST_EACH (const Fault, other, faults) {
        if (other->kind != FAULT_TOTAL || other == fault || other->column != fault->column)
            continue;
        const TotalRow *wide = fault->total, *narrow = other->total;
        bool within = narrow->from >= wide->from && narrow->to <= wide->to &&
                      narrow->to - narrow->from < wide->to - wide->from;
        if (within && !wide->is_mean && !narrow->is_mean && apart == apart_of_total(study, other))
            return true;
    }
    return false;
}

/* Nothing that closes the fault leaves less failing: the printed target is told, and taken as
 * mended so that it is told once. */
static Edit fall_back(const Study *study, const Fault *fault)
{
    Edit edit = {.kind = EDIT_CELL,
                 .row = fault->row,
                 .column = fault->column,
                 .gain = 1,
                 .hint_column = SIZE_MAX};
    edit.figure = span_figure(fault->should, &study->table->columns[fault->column]);
    return edit;
}

void study_diagnose(Study *study)
{
    ColumnLooks *looks = looks_of(study);
    FaultList faults = faults_find(study, looks);
    LIST_EACH (const Fault, fault, &faults) {
        if (study->findings->count >= FINDINGS_MAX)
            break;
        if (!still_fails(study, fault) || follows_from_narrower(study, fault, &faults))
            continue;
        Edit edit = edit_choose(study, looks, fault, &faults);
        bool judged = fault->kind == FAULT_RELATION || fault->kind == FAULT_TOTAL;
        if (edit.kind == EDIT_NONE && judged)
            edit = fall_back(study, fault);
        if (!is_told(study, looks, fault, &edit))
            continue;
        *LIST_ADD(study->table->arena, study->findings) = finding_of_edit(study, fault, &edit);
        edit_apply(study, &edit);
    }
    /* What ranks follow is seen better in the mended figures. */
    study->rankings.count = 0;
    search_rankings(study);
    tell_rankings(study);
    tell_serials(study);
}
