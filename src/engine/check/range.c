#include "engine/check/range.h"

bool range_holds(Range range, Fraction value)
{
    return fraction_compare(range.low, value) <= 0 && fraction_compare(value, range.high) <= 0;
}

bool range_has_zero(Range range)
{
    return range.low.num <= 0 && range.high.num >= 0;
}

bool range_meets(Range a, Range b)
{
    return fraction_compare(a.low, b.high) <= 0 && fraction_compare(b.low, a.high) <= 0;
}

static bool is_point(Range range)
{
    return fraction_equal(range.low, range.high);
}

bool range_add(Range a, Range b, Range *ret)
{
    Range sum;
    if (!fraction_add(a.low, b.low, &sum.low) || !fraction_add(a.high, b.high, &sum.high))
        return false;
    *ret = sum;
    return true;
}

bool range_neg(Range a, Range *ret)
{
    Range negated;
    if (!fraction_neg(a.high, &negated.low) || !fraction_neg(a.low, &negated.high))
        return false;
    *ret = negated;
    return true;
}

bool range_sub(Range a, Range b, Range *ret)
{
    Range negated;
    return range_neg(b, &negated) && range_add(a, negated, ret);
}

static void widen(Range *range, Fraction value)
{
    if (fraction_compare(value, range->low) < 0)
        range->low = value;
    if (fraction_compare(value, range->high) > 0)
        range->high = value;
}

/* A product is least and greatest where both factors stand at one of their ends. */
bool range_mul(Range a, Range b, Range *ret)
{
    Range product;
    if (a.low.num >= 0 && b.low.num >= 0) {
        if (!fraction_mul(a.low, b.low, &product.low))
            return false;
        if (is_point(a) && is_point(b))
            product.high = product.low;
        else if (!fraction_mul(a.high, b.high, &product.high))
            return false;
        *ret = product;
        return true;
    }
    Fraction corners[4];
    if (!fraction_mul(a.low, b.low, &corners[0]) || !fraction_mul(a.low, b.high, &corners[1]) ||
        !fraction_mul(a.high, b.low, &corners[2]) || !fraction_mul(a.high, b.high, &corners[3]))
        return false;
    product = range_of(corners[0]);
    for (size_t i = 1; i < ARRAY_LEN(corners); i++)
        widen(&product, corners[i]);
    *ret = product;
    return true;
}

bool range_div(Range a, Range b, Range *ret)
{
    Range inverse = {0};
    return !range_has_zero(b) && fraction_div(FRACTION_ONE, b.high, &inverse.low) &&
           fraction_div(FRACTION_ONE, b.low, &inverse.high) && range_mul(a, inverse, ret);
}
