/*
 * fault.h - what fails in one table, and ways to mend it: inside of study.h.
 */
#ifndef TONGBAN_ENGINE_CHECK_FAULT_H
#define TONGBAN_ENGINE_CHECK_FAULT_H

#include "engine/check/study.h"

#define FAULTS_MAX 2000

typedef enum FaultKind {
    FAULT_RELATION, /* a row does not obey a relation */
    FAULT_TOTAL,    /* a total row is not the total of a column */
    FAULT_MAXIMUM,  /* a figure is above the maximum of its head */
    FAULT_ROW,      /* several cells of a row are unlike their columns */
} FaultKind;

typedef struct Fault {
    FaultKind kind;
    size_t row;
    size_t column; /* the target, the total, the figure */
    const Relation *relation;
    const TotalRow *total;
    Span should;
} Fault;
LIST_OF(Fault, FaultList);

/* How the cells of a column look, for telling one that looks otherwise. */
typedef struct ColumnLooks {
    size_t figures; /* entries with a number */
    size_t empty;
    size_t percents;
    size_t of_places[DECIMAL_PLACES + 1];
    int64_t low[2]; /* the two smallest, the two largest */
    int64_t high[2];
} ColumnLooks;

/* The looks of all columns, in study->arena. */
ColumnLooks *looks_of(const Study *study);
/* Cells of the row that are unlike their columns: empty, a word, far outside, other decimals. */
size_t row_oddities(const Study *study, const ColumnLooks *looks, size_t row);

/* Nothing in a cell whose column is always filled. */
bool is_gap(const Study *study, const ColumnLooks *looks, size_t row, size_t column);

/* All that fails now, in the order of rows; rows of several oddities too. */
FaultList faults_find(const Study *study, const ColumnLooks *looks);
/* How much fails in which the row has a part. */
size_t faults_touching(const Study *study, const ColumnLooks *looks, size_t row);
bool above_maximum(const CheckTable *table, size_t row, size_t column);

/* ---- ways to mend --------------------------------------------------------------------------- */

typedef enum EditKind { EDIT_NONE, EDIT_CELL, EDIT_SHIFT } EditKind;

typedef struct Edit {
    EditKind kind;
    size_t row;
    size_t column;  /* from which the row is shifted */
    int by;         /* EDIT_SHIFT: 1 right, -1 left */
    Figure figure;  /* EDIT_CELL */
    int64_t gain;   /* how much less fails */
    int likeliness; /* of two with the same gain */
    /* EDIT_CELL: the likeliest other cell of the row that would close the fault; SIZE_MAX = none */
    size_t hint_column;
    Figure hint;
} Edit;

/* The best way to mend a fault; its row's other faults and the totals over it count too. */
Edit edit_choose(Study *study, const ColumnLooks *looks, const Fault *fault,
                 const FaultList *faults);
/* Writes the edit into the table's figures, keeping what was printed. */
void edit_apply(Study *study, const Edit *edit);

/* ---- telling -------------------------------------------------------------------------------- */

Finding finding_of_edit(const Study *study, const Fault *fault, const Edit *edit);
/* Ranks, after the figures were mended; numbers in the first column. */
void tell_rankings(Study *study);
void tell_serials(Study *study);

#endif
