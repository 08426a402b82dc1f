/*
 * column.h - one value of every subject of a group, and arithmetic on whole columns. Private to
 * engine/assess.
 *
 * Nearly all columns have one denominator in common (figures are millionths; a division by a
 * constant or by the group's best keeps it common), so that adding and comparing is work on
 * whole numbers and nothing needs to be brought to lowest terms. Where the rows' denominators
 * differ, or a whole number leaves 128 bits, the operation is done row by row as Fractions, and
 * only when these leave 128 bits too does it fail.
 *
 * Columns are never changed once made and may share memory. A row without a value has the
 * numerator 0 and the reason in its state.
 */
#ifndef TONGBAN_ENGINE_ASSESS_COLUMN_H
#define TONGBAN_ENGINE_ASSESS_COLUMN_H

#include "base/fraction.h"
#include "engine/assess/score.h"

/* The bits of a state: AssessFlags that travel with a value. */
#define STATE_ABSENT (ASSESS_MISSING | ASSESS_DIVIDED_BY_ZERO | ASSESS_NO_BAND)

typedef struct Column {
    Int128 *num;
    Int128 *den; /* NULL: all rows over `common` */
    Int128 common;
    uint8_t *state;
    bool scalar; /* one row that stands for all */
} Column;

/* Memory of one column, used again for every group. */
typedef struct ColumnBuffer {
    Int128 *num;
    Int128 *den;
    uint8_t *state;
} ColumnBuffer;

/* Where an operation works: how many rows, and into which buffer it writes. */
typedef struct ColumnWork {
    Arena *arena;
    size_t rows;
    size_t rows_max; /* size of buffers */
    ColumnBuffer *buffer;
    size_t failed_row; /* of an operation that returned false */
} ColumnWork;

static inline size_t column_row(const Column *column, size_t row)
{
    return column->scalar ? 0 : row;
}
static inline uint8_t column_state(const Column *column, size_t row)
{
    return column->state[column_row(column, row)];
}
static inline bool column_absent(const Column *column, size_t row)
{
    return (column_state(column, row) & STATE_ABSENT) != 0;
}
/* Not always in lowest terms; den > 0. */
static inline Fraction column_value(const Column *column, size_t row)
{
    size_t i = column_row(column, row);
    return (Fraction){column->num[i], column->den ? column->den[i] : column->common};
}

/* A column over `common` whose rows the caller fills in. */
Column column_new(ColumnWork *work, bool scalar, Int128 common);
Column column_constant(ColumnWork *work, Fraction value);

/* The greatest common divisor; gcd(0, b) = b. */
Int128 column_gcd(Int128 a, Int128 b);

/* All return false when a row leaves 128 bits. */
must_use bool column_add(ColumnWork *work, Column a, Column b, Column *ret);
must_use bool column_sub(ColumnWork *work, Column a, Column b, Column *ret);
must_use bool column_mul(ColumnWork *work, Column a, Column b, Column *ret);
must_use bool column_div(ColumnWork *work, Column a, Column b, Column *ret);
must_use bool column_neg(ColumnWork *work, Column a, Column *ret);
must_use bool column_round(ColumnWork *work, Column a, SchemeRounding rounding, Column *ret);
/* Row i is row i of choices[which[i]]; its state is that row's and `state[i]` (may be NULL). Each
 * choice must be a valid column; a row whose state says absent is not looked up. */
Column column_pick(ColumnWork *work, const Column *choices, size_t count, const uint8_t *which,
                   const uint8_t *state);

/* Comparison and truth: 1 and 0. `op` as in formulas. */
Column column_compare(ColumnWork *work, FormulaOp op, Column a, Column b);
Column column_logic(ColumnWork *work, FormulaOp op, Column a, Column b);
Column column_not(ColumnWork *work, Column a);
Column column_present(ColumnWork *work, Column a);

/* Over the rows that have a value; a column of one row. Without any such row the value is
 * missing (the count is 0). */
must_use bool column_aggregate(ColumnWork *work, FormulaOp op, Column a, Column *ret);
Column column_rank(ColumnWork *work, Column a, bool ascending);

#endif
