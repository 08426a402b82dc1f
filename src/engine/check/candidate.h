/*
 * candidate.h - values that would close a fault, and how likely each is: inside of fault.h.
 */
#ifndef TONGBAN_ENGINE_CHECK_CANDIDATE_H
#define TONGBAN_ENGINE_CHECK_CANDIDATE_H

#include "engine/check/fault.h"

#define CANDIDATES_MAX 256

typedef struct Candidates {
    Edit at[CANDIDATES_MAX];
    size_t count;
} Candidates;

/* The target and each part of the relation, the total, that would close the fault. */
void candidates_of_fault(Study *study, Candidates *to, const Fault *fault);
/* The parts alone, of a relation that is a sum. */
void candidates_of_sum(const Study *study, Candidates *to, const Fault *fault);
/* The cell of `row` in the column of a total that fails. */
void candidates_of_total(const Study *study, Candidates *to, const Fault *fault, size_t row);

/* How much a change looks like a slip. */
#define LIKELY_LOST 3  /* a step more of a column that has such steps elsewhere */
#define LIKELY_DIGIT 2 /* one digit is another, or two changed places */
#define LIKELY_MIN LIKELY_DIGIT
#define LIKELY_NEVER (-1)
int likeliness_of(const CheckTable *table, const Edit *edit);

/* The row with its figures moved by one, and the one that was lost found again where it can be.
 * False when the row cannot be moved so. */
bool edit_shift_row(Study *study, const Edit *edit, Figure *ret_row);

#endif
