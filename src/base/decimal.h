/*
 * decimal.h - exact decimals as they are stored, imported and printed.
 *
 * A Decimal is a whole number of millionths in 64 bits: up to 9.2 x 10^12 with 6 decimals, enough
 * for scores, rates and sums of money. Sums and differences are exact; anything else is computed
 * as a Fraction and rounded back with a named Rounding. It is stored in databases as BIGINT
 * millionths. Binary floating point is never used for a figure.
 */
#ifndef TONGBAN_BASE_DECIMAL_H
#define TONGBAN_BASE_DECIMAL_H

#include "base/buf.h"

#define DECIMAL_PLACES 6
#define DECIMAL_ONE 1000000

typedef struct Decimal {
    int64_t millionths;
} Decimal;

/* How a value between two neighbours goes to one of them (names as in IEEE 754 and GB/T 8170). */
typedef enum Rounding {
    ROUND_HALF_UP,   /* 四舍五入: ties away from zero */
    ROUND_HALF_EVEN, /* 四舍六入五成双 (GB/T 8170) */
    ROUND_DOWN,      /* 截断: towards zero */
    ROUND_UP,        /* 进一: away from zero */
} Rounding;

/* The step all roundings share: whether a quotient cut towards zero moves one away from zero.
 * `against_half` is the sign of (what was cut off - one half); `exact` = nothing was cut off;
 * `odd` = the cut quotient is odd. */
bool rounding_moves(Rounding rounding, bool exact, int against_half, bool odd);

#define DECIMAL_ZERO ((Decimal){0})
/* decimal_of(15) is 15; decimal_of(-0.5) does not exist: use decimal_parse. */
static inline Decimal decimal_of(int64_t whole)
{
    return (Decimal){whole * DECIMAL_ONE};
}

must_use bool decimal_add(Decimal a, Decimal b, Decimal *ret);
must_use bool decimal_sub(Decimal a, Decimal b, Decimal *ret);
static inline int decimal_compare(Decimal a, Decimal b)
{
    return (a.millionths > b.millionths) - (a.millionths < b.millionths);
}
/* Rounded to fewer places; cannot fail but at the very ends of the range. */
must_use bool decimal_round(Decimal a, int places, Rounding rounding, Decimal *ret);

/* What parse found wrong; decimal_parse_message() tells it in Chinese. */
typedef enum DecimalParse {
    DECIMAL_PARSED,
    DECIMAL_NOT_A_NUMBER,
    DECIMAL_TOO_PRECISE, /* more than 6 decimals other than zero */
    DECIMAL_TOO_LARGE,
} DecimalParse;
/* "-12.50", "+3", ".5", "1,234.5" (groups of three), full-width digits and signs, blanks around.
 * No exponent, no percent sign, no hex. */
must_use DecimalParse decimal_parse(Str text, Decimal *ret);
const char *decimal_parse_message(DecimalParse found);

/* With exactly `places` decimals; the value must already be rounded to them (a value with more
 * decimals is a BUG, because printing must not round silently). */
void decimal_print(Buf *to, Decimal value, int places);
/* With as few decimals as the value needs: 15, 19.89, 0.5. */
void decimal_print_short(Buf *to, Decimal value);
/* With `places` decimals, or as many as the value needs when those do not suffice; places < 0 is
 * decimal_print_short. For figures from outside, which nothing has rounded. */
void decimal_print_least(Buf *to, Decimal value, int places);
Str decimal_str(Arena *arena, Decimal value, int places); /* as decimal_print */
Str decimal_str_least(Arena *arena, Decimal value, int places);

bool rounding_from_name(Str name, Rounding *ret); /* half_up, half_even, down, up */
const char *rounding_label(Rounding rounding);    /* 四舍五入 ... */

#endif
