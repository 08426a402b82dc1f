/*
 * range.h - arithmetic over what printed figures may really be (interval arithmetic, exact).
 *
 * Every result holds all values that members of the operands can give (Moore, Methods and
 * Applications of Interval Analysis, 1979), its ends computed as Fractions without rounding. All
 * return false when 128 bits do not suffice; nothing is set then.
 */
#ifndef TONGBAN_ENGINE_CHECK_RANGE_H
#define TONGBAN_ENGINE_CHECK_RANGE_H

#include "engine/check/figure.h"

static inline Range range_of(Fraction value)
{
    return (Range){value, value};
}
bool range_holds(Range range, Fraction value);
bool range_has_zero(Range range);
/* Whether some value is in both. */
bool range_meets(Range a, Range b);

must_use bool range_add(Range a, Range b, Range *ret);
must_use bool range_sub(Range a, Range b, Range *ret);
must_use bool range_mul(Range a, Range b, Range *ret);
/* False too when b may be zero. */
must_use bool range_div(Range a, Range b, Range *ret);
must_use bool range_neg(Range a, Range *ret);

#endif
