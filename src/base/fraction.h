/*
 * fraction.h - exact rational numbers.
 *
 * A Fraction is num/den in lowest terms with den > 0, both 128 bits wide. Formulas are evaluated
 * in it and rounded once, where the rule says. Every operation that could leave 128 bits returns
 * false instead (the caller fails with FAIL_OVERFLOW and tells which operand to round first);
 * comparison never overflows.
 */
#ifndef TONGBAN_BASE_FRACTION_H
#define TONGBAN_BASE_FRACTION_H

#include "base/decimal.h"

typedef __int128 Int128;

typedef struct Fraction {
    Int128 num;
    Int128 den;
} Fraction;

#define FRACTION_ZERO ((Fraction){0, 1})
#define FRACTION_ONE ((Fraction){1, 1})

Fraction fraction_of_int(int64_t value);
Fraction fraction_of_decimal(Decimal value);
/* num/den brought to lowest terms; false when den is 0 or a sign cannot be turned. */
must_use bool fraction_make(Int128 num, Int128 den, Fraction *ret);
must_use bool fraction_add(Fraction a, Fraction b, Fraction *ret);
must_use bool fraction_sub(Fraction a, Fraction b, Fraction *ret);
must_use bool fraction_mul(Fraction a, Fraction b, Fraction *ret);
/* False on overflow and when b is zero; ask fraction_is_zero(b) first to tell them apart. */
must_use bool fraction_div(Fraction a, Fraction b, Fraction *ret);
must_use bool fraction_neg(Fraction a, Fraction *ret);

static inline bool fraction_is_zero(Fraction a)
{
    return a.num == 0;
}
/* <0, 0, >0; exact for all values (by continued fractions, no product is formed). */
int fraction_compare(Fraction a, Fraction b);
static inline bool fraction_equal(Fraction a, Fraction b)
{
    return a.num == b.num && a.den == b.den;
}

/* Rounded to `places` decimals (0 to DECIMAL_PLACES). False when it leaves a Decimal's range. */
must_use bool fraction_round(Fraction a, int places, Rounding rounding, Decimal *ret);
/* For explanations: "19.89" when the decimal expansion ends within 6 places, else "1571/900". */
void fraction_print(Buf *to, Fraction a);

#endif
