/* Making columns, choosing between them, and the operations that compare. */
#include "engine/assess/column.h"

#include "engine/assess/rank.h"

Column column_new(ColumnWork *work, bool scalar, Int128 common)
{
    ColumnBuffer *buffer = work->buffer;
    if (!buffer->num) {
        buffer->num = NEW(work->arena, Int128, work->rows_max);
        buffer->state = NEW(work->arena, uint8_t, work->rows_max);
    }
    return (Column){.num = buffer->num, .common = common, .state = buffer->state, .scalar = scalar};
}

Column column_constant(ColumnWork *work, Fraction value)
{
    Column column = column_new(work, true, value.den);
    column.num[0] = value.num;
    column.state[0] = 0;
    return column;
}

Int128 column_gcd(Int128 a, Int128 b)
{
    while (b != 0) {
        Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* The least common multiple of the choices' common denominators; false when there is none. */
static bool common_of(const Column *choices, size_t count, Int128 *ret)
{
    Int128 common = 1;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].den)
            return false;
        if (choices[i].common != common &&
            __builtin_mul_overflow(common / column_gcd(common, choices[i].common),
                                   choices[i].common, &common))
            return false;
    }
    *ret = common;
    return true;
}

/* False when the picked rows cannot be brought to the common denominator. */
static bool pick_common(Column column, size_t rows, const Column *choices, const uint8_t *which)
{
    for (size_t i = 0; i < rows; i++) {
        const Column *choice = &choices[which[i]];
        Int128 factor = column.common / choice->common;
        if (__builtin_mul_overflow(choice->num[column_row(choice, i)], factor, &column.num[i]))
            return false;
    }
    return true;
}

Column column_pick(ColumnWork *work, const Column *choices, size_t count, const uint8_t *which,
                   const uint8_t *state)
{
    Int128 common;
    bool has_common = common_of(choices, count, &common);
    Column column = column_new(work, false, has_common ? common : 1);
    if (!has_common || !pick_common(column, work->rows, choices, which)) {
        if (!work->buffer->den)
            work->buffer->den = NEW(work->arena, Int128, work->rows_max);
        column.den = work->buffer->den;
        for (size_t i = 0; i < work->rows; i++) {
            Fraction value = column_value(&choices[which[i]], i);
            column.num[i] = value.num;
            column.den[i] = value.den;
        }
    }
    for (size_t i = 0; i < work->rows; i++) {
        column.state[i] = column_state(&choices[which[i]], i) | (state ? state[i] : 0);
        if (column.state[i] & STATE_ABSENT)
            column.num[i] = 0;
    }
    return column;
}

static bool holds(FormulaOp op, int compared)
{
    switch (op) {
    case FORMULA_EQUAL:
        return compared == 0;
    case FORMULA_UNEQUAL:
        return compared != 0;
    case FORMULA_LESS:
        return compared < 0;
    case FORMULA_AT_MOST:
        return compared <= 0;
    case FORMULA_MORE:
        return compared > 0;
    default:
        return compared >= 0;
    }
}

Column column_compare(ColumnWork *work, FormulaOp op, Column a, Column b)
{
    Column column = column_new(work, a.scalar && b.scalar, 1);
    size_t rows = column.scalar ? 1 : work->rows;
    for (size_t i = 0; i < rows; i++) {
        column.state[i] = column_state(&a, i) | column_state(&b, i);
        bool true_here = holds(op, fraction_compare(column_value(&a, i), column_value(&b, i)));
        column.num[i] = true_here && !(column.state[i] & STATE_ABSENT);
    }
    return column;
}

/* Three-valued: what one side decides alone does not need the other (Kleene 1938). */
Column column_logic(ColumnWork *work, FormulaOp op, Column a, Column b)
{
    Column column = column_new(work, a.scalar && b.scalar, 1);
    size_t rows = column.scalar ? 1 : work->rows;
    Int128 decisive = op == FORMULA_OR;
    for (size_t i = 0; i < rows; i++) {
        bool a_known = !column_absent(&a, i);
        bool b_known = !column_absent(&b, i);
        bool a_decides = a_known && a.num[column_row(&a, i)] == decisive;
        bool b_decides = b_known && b.num[column_row(&b, i)] == decisive;
        uint8_t state = column_state(&a, i) | column_state(&b, i);
        if (a_decides || b_decides)
            state &= (uint8_t)~STATE_ABSENT;
        column.state[i] = state;
        column.num[i] = a_decides || b_decides ? decisive : state & STATE_ABSENT ? 0 : !decisive;
    }
    return column;
}

Column column_not(ColumnWork *work, Column a)
{
    Column column = column_new(work, a.scalar, 1);
    size_t rows = a.scalar ? 1 : work->rows;
    for (size_t i = 0; i < rows; i++) {
        column.state[i] = a.state[i];
        column.num[i] = !a.num[i] && !(a.state[i] & STATE_ABSENT);
    }
    return column;
}

Column column_present(ColumnWork *work, Column a)
{
    Column column = column_new(work, a.scalar, 1);
    size_t rows = a.scalar ? 1 : work->rows;
    for (size_t i = 0; i < rows; i++) {
        column.num[i] = !(a.state[i] & STATE_ABSENT);
        column.state[i] = a.state[i] & (uint8_t)~STATE_ABSENT;
    }
    return column;
}

Column column_rank(ColumnWork *work, Column a, bool ascending)
{
    Column column = column_new(work, false, 1);
    RankEntry *entries = NEW(work->arena, RankEntry, work->rows);
    size_t count = 0;
    for (size_t i = 0; i < work->rows; i++) {
        column.num[i] = 0;
        column.state[i] = column_state(&a, i);
        if (!column_absent(&a, i))
            entries[count++] = (RankEntry){.key = column_value(&a, i), .subject = i};
    }
    rank_entries(entries, count, ascending);
    for (size_t i = 0; i < count; i++)
        column.num[entries[i].subject] = entries[i].rank.rank;
    return column;
}
