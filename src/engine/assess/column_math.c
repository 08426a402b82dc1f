/* The operations on columns that compute. */
#include "engine/assess/column.h"

typedef bool (*FractionOp)(Fraction a, Fraction b, Fraction *ret);

/* Lowest terms only matter where the products leave 128 bits otherwise. */
static bool apply(FractionOp op, Fraction a, Fraction b, Fraction *ret)
{
    return op(a, b, ret) ||
           (fraction_make(a.num, a.den, &a) && fraction_make(b.num, b.den, &b) && op(a, b, ret));
}

static Column column_of_rows(ColumnWork *work, bool scalar)
{
    Column column = column_new(work, scalar, 1);
    if (!work->buffer->den)
        work->buffer->den = NEW(work->arena, Int128, work->rows_max);
    column.den = work->buffer->den;
    return column;
}

/* The quotient of two whole numbers over one denominator needs no reducing. */
static bool div_plain(Fraction a, Fraction b, Fraction *ret)
{
    if (a.den != b.den)
        return fraction_div(a, b, ret);
    if (b.num > 0) {
        *ret = (Fraction){a.num, b.num};
        return true;
    }
    return fraction_make(a.num, b.num, ret);
}

/* A divisor of zero leaves the row without a value, and says why. */
static bool by_rows(ColumnWork *work, FractionOp op, Column a, Column b, Column *ret)
{
    Column column = column_of_rows(work, a.scalar && b.scalar);
    size_t rows = column.scalar ? 1 : work->rows;
    for (size_t i = 0; i < rows; i++) {
        Fraction value = FRACTION_ZERO;
        uint8_t state = column_state(&a, i) | column_state(&b, i);
        if (op == div_plain && !(column_state(&b, i) & STATE_ABSENT) &&
            b.num[column_row(&b, i)] == 0)
            state |= ASSESS_DIVIDED_BY_ZERO;
        if (!(state & STATE_ABSENT) &&
            !apply(op, column_value(&a, i), column_value(&b, i), &value)) {
            work->failed_row = i;
            return false;
        }
        column.num[i] = value.num;
        column.den[i] = value.den;
        column.state[i] = state;
    }
    *ret = column;
    return true;
}

/* a * a_factor + b * b_factor over `common`; false when a row leaves 128 bits. */
static bool add_scaled(Column column, size_t rows, Column a, Int128 a_factor, Column b,
                       Int128 b_factor)
{
    bool overflow = false;
    for (size_t i = 0; i < rows; i++) {
        Int128 left;
        Int128 right;
        uint8_t state = column_state(&a, i) | column_state(&b, i);
        overflow |= __builtin_mul_overflow(a.num[column_row(&a, i)], a_factor, &left);
        overflow |= __builtin_mul_overflow(b.num[column_row(&b, i)], b_factor, &right);
        overflow |= __builtin_add_overflow(left, right, &column.num[i]);
        column.state[i] = state;
        if (state & STATE_ABSENT)
            column.num[i] = 0;
    }
    return !overflow;
}

/* The case that matters for speed: figures and points are all millionths. */
static bool add_same(Column column, size_t rows, Column a, Column b)
{
    bool overflow = false;
    for (size_t i = 0; i < rows; i++) {
        uint8_t state = a.state[i] | b.state[i];
        Int128 sum;
        overflow |= __builtin_add_overflow(a.num[i], b.num[i], &sum);
        column.state[i] = state;
        column.num[i] = state & STATE_ABSENT ? 0 : sum;
    }
    return !overflow;
}

static bool add_signed(ColumnWork *work, Column a, Column b, bool minus, Column *ret)
{
    if (a.den || b.den)
        return by_rows(work, minus ? fraction_sub : fraction_add, a, b, ret);
    Int128 divisor = a.common == b.common ? a.common : column_gcd(a.common, b.common);
    Int128 a_factor = b.common / divisor;
    Int128 b_factor = a.common / divisor;
    Int128 common;
    if (!__builtin_mul_overflow(a.common, a_factor, &common)) {
        Column column = column_new(work, a.scalar && b.scalar, common);
        size_t rows = column.scalar ? 1 : work->rows;
        bool same = a_factor == 1 && b_factor == 1 && !minus && a.scalar == b.scalar;
        if (same ? add_same(column, rows, a, b)
                 : add_scaled(column, rows, a, a_factor, b, minus ? -b_factor : b_factor)) {
            *ret = column;
            return true;
        }
    }
    return by_rows(work, minus ? fraction_sub : fraction_add, a, b, ret);
}

bool column_add(ColumnWork *work, Column a, Column b, Column *ret)
{
    return add_signed(work, a, b, false, ret);
}

bool column_sub(ColumnWork *work, Column a, Column b, Column *ret)
{
    return add_signed(work, a, b, true, ret);
}

/* a times one value that has `state`; false when it must be done by rows. */
static bool scale(ColumnWork *work, Column a, Fraction by, uint8_t state, Column *ret)
{
    if (a.den || !fraction_make(by.num, by.den, &by))
        return false;
    Int128 divisor = column_gcd(by.num, a.common);
    Int128 factor = by.num / divisor;
    Int128 common;
    if (__builtin_mul_overflow(a.common / divisor, by.den, &common))
        return false;
    Column column = column_new(work, a.scalar, common);
    size_t rows = a.scalar ? 1 : work->rows;
    for (size_t i = 0; i < rows; i++) {
        if (__builtin_mul_overflow(a.num[i], factor, &column.num[i]))
            return false;
        column.state[i] = a.state[i] | state;
        if (column.state[i] & STATE_ABSENT)
            column.num[i] = 0;
    }
    *ret = column;
    return true;
}

static bool mul_common(ColumnWork *work, Column a, Column b, Column *ret)
{
    Int128 common;
    if (a.den || b.den || __builtin_mul_overflow(a.common, b.common, &common))
        return false;
    Column column = column_new(work, false, common);
    for (size_t i = 0; i < work->rows; i++) {
        if (__builtin_mul_overflow(a.num[i], b.num[i], &column.num[i]))
            return false;
        column.state[i] = a.state[i] | b.state[i];
        if (column.state[i] & STATE_ABSENT)
            column.num[i] = 0;
    }
    *ret = column;
    return true;
}

bool column_mul(ColumnWork *work, Column a, Column b, Column *ret)
{
    if (b.scalar   ? scale(work, a, column_value(&b, 0), b.state[0], ret)
        : a.scalar ? scale(work, b, column_value(&a, 0), a.state[0], ret)
                   : mul_common(work, a, b, ret))
        return true;
    return by_rows(work, fraction_mul, a, b, ret);
}

/* One divisor for all; false when it must be done by rows. */
static bool div_scalar(ColumnWork *work, Column a, Column b, Column *ret)
{
    if (b.state[0] & STATE_ABSENT)
        return false;
    Fraction inverse;
    if (fraction_is_zero(column_value(&b, 0)))
        return scale(work, a, FRACTION_ZERO, b.state[0] | ASSESS_DIVIDED_BY_ZERO, ret);
    Fraction divisor = column_value(&b, 0);
    return fraction_make(divisor.den, divisor.num, &inverse) &&
           scale(work, a, inverse, b.state[0], ret);
}

bool column_div(ColumnWork *work, Column a, Column b, Column *ret)
{
    if (b.scalar && div_scalar(work, a, b, ret))
        return true;
    return by_rows(work, div_plain, a, b, ret);
}

bool column_neg(ColumnWork *work, Column a, Column *ret)
{
    Column zero = {.num = &(Int128){0}, .common = 1, .state = &(uint8_t){0}, .scalar = true};
    return column_sub(work, zero, a, ret);
}

bool column_round(ColumnWork *work, Column a, SchemeRounding rounding, Column *ret)
{
    Column column = column_new(work, a.scalar, DECIMAL_ONE);
    size_t rows = a.scalar ? 1 : work->rows;
    for (size_t i = 0; i < rows; i++) {
        Decimal rounded;
        if (!fraction_round(column_value(&a, i), rounding.places, rounding.mode, &rounded)) {
            work->failed_row = i;
            return false;
        }
        column.num[i] = rounded.millionths;
        column.state[i] = a.state[i];
    }
    *ret = column;
    return true;
}

static void best_of(ColumnWork *work, FormulaOp op, Column a, Fraction *value, uint8_t *state)
{
    bool found = false;
    int sign = op == FORMULA_GROUP_MAX ? 1 : -1;
    for (size_t i = 0; i < work->rows; i++) {
        if (column_absent(&a, i))
            continue;
        Fraction here = column_value(&a, i);
        if (!found || fraction_compare(here, *value) * sign > 0) {
            *value = here;
            *state = column_state(&a, i);
            found = true;
        }
    }
    if (!found)
        *state = ASSESS_MISSING;
}

static bool sum_of(ColumnWork *work, Column a, Fraction *sum, uint8_t *state, int64_t *count)
{
    for (size_t i = 0; i < work->rows; i++) {
        if (column_absent(&a, i))
            continue;
        *state |= column_state(&a, i);
        (*count)++;
        Fraction here = column_value(&a, i);
        Int128 plain;
        if (here.den == sum->den && !__builtin_add_overflow(sum->num, here.num, &plain)) {
            sum->num = plain;
            continue;
        }
        if (!apply(fraction_add, *sum, here, sum)) {
            work->failed_row = i;
            return false;
        }
    }
    return true;
}

bool column_aggregate(ColumnWork *work, FormulaOp op, Column a, Column *ret)
{
    Fraction value = FRACTION_ZERO;
    uint8_t state = 0;
    int64_t count = 0;
    if (op == FORMULA_GROUP_MAX || op == FORMULA_GROUP_MIN) {
        best_of(work, op, a, &value, &state);
    } else if (op == FORMULA_GROUP_COUNT) {
        for (size_t i = 0; i < work->rows; i++)
            count += !column_absent(&a, i);
        value = fraction_of_int(count);
    } else {
        if (!a.den)
            value.den = a.common;
        if (!sum_of(work, a, &value, &state, &count))
            return false;
        if (count == 0)
            state = ASSESS_MISSING;
        else if (op == FORMULA_GROUP_MEAN &&
                 !apply(fraction_div, value, fraction_of_int(count), &value))
            return false;
    }
    Column column = column_constant(work, state & STATE_ABSENT ? FRACTION_ZERO : value);
    column.state[0] = state;
    *ret = column;
    return true;
}
