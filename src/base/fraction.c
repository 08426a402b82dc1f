#include "base/fraction.h"
#include "base/fail.h"

typedef unsigned __int128 Uint128;

/*
 * Nearly all figures fit 64 bits. Then the product of two members fits 126 bits and the sum of
 * two such products 127, so that the fast paths below need no overflow check, and only greatest
 * common divisors of 64-bit numbers.
 */
static inline bool fits_64(Int128 value)
{
    return value == (int64_t)value;
}

static inline bool is_small(Fraction a)
{
    return fits_64(a.num) && fits_64(a.den);
}

static inline uint64_t size_64(int64_t value)
{
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

static inline Uint128 size_128(Int128 value)
{
    return value < 0 ? -(Uint128)value : (Uint128)value;
}

/* Stein's binary algorithm; gcd(0, b) = b. The loop has no branch to guess but its end, and the
 * twos of the difference are counted while the smaller of both is still being found. */
static uint64_t gcd_64(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0)
        return a | b;
    if (a == 1 || b == 1)
        return 1;
    int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    b >>= __builtin_ctzll(b);
    while (a != b) {
        uint64_t difference = a - b;
        int twos = __builtin_ctzll(difference);
        uint64_t size = a < b ? -difference : difference;
        b = a < b ? a : b;
        a = size >> twos;
    }
    return a << shift;
}

/* Euclid's steps until both fit 64 bits. */
static Uint128 gcd_128(Uint128 a, Uint128 b)
{
    while (a > UINT64_MAX || b > UINT64_MAX) {
        if (b == 0)
            return a;
        Uint128 remainder = a % b;
        a = b;
        b = remainder;
    }
    return gcd_64((uint64_t)a, (uint64_t)b);
}

Fraction fraction_of_int(int64_t value)
{
    return (Fraction){value, 1};
}

Fraction fraction_of_decimal(Decimal value)
{
    int64_t divisor = (int64_t)gcd_64(size_64(value.millionths), DECIMAL_ONE);
    return (Fraction){value.millionths / divisor, DECIMAL_ONE / divisor};
}

bool fraction_make(Int128 num, Int128 den, Fraction *ret)
{
    if (den == 0)
        return false;
    /* Brought to lowest terms as sizes: the most negative number has no positive twin. */
    Uint128 num_size = size_128(num);
    Uint128 den_size = size_128(den);
    Uint128 divisor = gcd_128(num_size, den_size);
    num_size /= divisor;
    den_size /= divisor;
    bool negative = (num < 0) != (den < 0);
    Uint128 most = (Uint128)1 << 127;
    if (den_size == most || (num_size == most && !negative))
        return false;
    *ret = (Fraction){(Int128)(negative ? -num_size : num_size), (Int128)den_size};
    return true;
}

/* Equal denominators: only the sum's divisors in common with the denominator go out. */
static bool add_over_same(Int128 a, Int128 b, Int128 den, Fraction *ret)
{
    Int128 sum;
    if (__builtin_add_overflow(a, b, &sum))
        return false;
    if (den == 1) {
        *ret = (Fraction){sum, 1};
        return true;
    }
    Int128 divisor = (Int128)gcd_128(size_128(sum), (Uint128)den);
    *ret = (Fraction){sum / divisor, den / divisor};
    return true;
}

/* Knuth, TAOCP vol. 2, 4.5.1: with d = gcd(a.den, b.den) the sum is over a.den/d * b.den, and can
 * only be reduced further by divisors of d. */
static Fraction add_small(Fraction a, Fraction b)
{
    int64_t a_den = (int64_t)a.den;
    int64_t b_den = (int64_t)b.den;
    int64_t common = (int64_t)gcd_64((uint64_t)a_den, (uint64_t)b_den);
    if (common == 1)
        return (Fraction){a.num * b_den + b.num * a_den, (Int128)a_den * b_den};
    int64_t a_rest = a_den / common;
    Int128 sum = a.num * (b_den / common) + b.num * a_rest;
    int64_t remainder = (int64_t)(fits_64(sum) ? (int64_t)sum % common : sum % common);
    int64_t divisor = (int64_t)gcd_64(size_64(remainder), (uint64_t)common);
    if (divisor == 1)
        return (Fraction){sum, (Int128)a_rest * b_den};
    return (Fraction){sum / divisor, (Int128)a_rest * (b_den / divisor)};
}

static bool add_large(Fraction a, Fraction b, Fraction *ret)
{
    Int128 common = (Int128)gcd_128((Uint128)a.den, (Uint128)b.den);
    Int128 a_rest = a.den / common;
    Int128 left;
    Int128 right;
    Int128 sum;
    if (__builtin_mul_overflow(a.num, b.den / common, &left) ||
        __builtin_mul_overflow(b.num, a_rest, &right) || __builtin_add_overflow(left, right, &sum))
        return false;
    Int128 divisor = (Int128)gcd_128(size_128(sum), (Uint128)common);
    Int128 den;
    if (__builtin_mul_overflow(a_rest, b.den / divisor, &den))
        return false;
    *ret = (Fraction){sum / divisor, den};
    return true;
}

bool fraction_add(Fraction a, Fraction b, Fraction *ret)
{
    if (a.den == b.den)
        return add_over_same(a.num, b.num, a.den, ret);
    if (!is_small(a) || !is_small(b))
        return add_large(a, b, ret);
    *ret = add_small(a, b);
    return true;
}

bool fraction_neg(Fraction a, Fraction *ret)
{
    Int128 num;
    if (__builtin_sub_overflow((Int128)0, a.num, &num))
        return false;
    *ret = (Fraction){num, a.den};
    return true;
}

bool fraction_sub(Fraction a, Fraction b, Fraction *ret)
{
    Fraction minus_b;
    return fraction_neg(b, &minus_b) && fraction_add(a, minus_b, ret);
}

/* Divisors are taken out crosswise before multiplying, so that the product is in lowest terms and
 * as small as it can be. */
static Fraction mul_small(Fraction a, Fraction b)
{
    int64_t a_num = (int64_t)a.num;
    int64_t b_num = (int64_t)b.num;
    int64_t a_den = (int64_t)a.den;
    int64_t b_den = (int64_t)b.den;
    int64_t first = (int64_t)gcd_64(size_64(a_num), (uint64_t)b_den);
    int64_t second = (int64_t)gcd_64(size_64(b_num), (uint64_t)a_den);
    if (first != 1) {
        a_num /= first;
        b_den /= first;
    }
    if (second != 1) {
        b_num /= second;
        a_den /= second;
    }
    return (Fraction){(Int128)a_num * b_num, (Int128)a_den * b_den};
}

static bool mul_large(Fraction a, Fraction b, Fraction *ret)
{
    Int128 first = (Int128)gcd_128(size_128(a.num), (Uint128)b.den);
    Int128 second = (Int128)gcd_128(size_128(b.num), (Uint128)a.den);
    Fraction product;
    if (__builtin_mul_overflow(a.num / first, b.num / second, &product.num) ||
        __builtin_mul_overflow(a.den / second, b.den / first, &product.den))
        return false;
    *ret = product;
    return true;
}

bool fraction_mul(Fraction a, Fraction b, Fraction *ret)
{
    if (!is_small(a) || !is_small(b))
        return mul_large(a, b, ret);
    *ret = mul_small(a, b);
    return true;
}

bool fraction_div(Fraction a, Fraction b, Fraction *ret)
{
    if (b.num == 0)
        return false;
    Fraction inverse = {b.den, b.num};
    if (b.num < 0) {
        inverse.num = -b.den;
        if (__builtin_sub_overflow((Int128)0, b.num, &inverse.den))
            return false;
    }
    return fraction_mul(a, inverse, ret);
}

/* Leaves the remainder, 0 <= *num < den, in *num. */
static Int128 take_floor(Int128 *num, Int128 den)
{
    Int128 quotient = *num / den;
    *num %= den;
    if (*num < 0) {
        *num += den;
        quotient--;
    }
    return quotient;
}

/* Compares whole parts; when they agree, the fractional parts compare as their inverses do, the
 * other way round. This is Euclid's algorithm on both at once, so it ends soon. */
static int compare_large(Fraction a, Fraction b)
{
    for (int sign = 1;; sign = -sign) {
        Int128 a_whole = take_floor(&a.num, a.den);
        Int128 b_whole = take_floor(&b.num, b.den);
        if (a_whole != b_whole)
            return a_whole < b_whole ? -sign : sign;
        if (a.num == 0 || b.num == 0)
            return sign * ((a.num > 0) - (b.num > 0));
        a = (Fraction){a.den, a.num};
        b = (Fraction){b.den, b.num};
    }
}

int fraction_compare(Fraction a, Fraction b)
{
    if (a.den == b.den)
        return (a.num > b.num) - (a.num < b.num);
    if (!is_small(a) || !is_small(b))
        return compare_large(a, b);
    Int128 left = a.num * b.den;
    Int128 right = b.num * a.den;
    return (left > right) - (left < right);
}

/* Doubles *remainder modulo den and returns the carry; neither leaves 128 bits. */
static unsigned twice(Uint128 *remainder, Uint128 den)
{
    *remainder *= 2;
    unsigned carry = *remainder >= den;
    if (carry)
        *remainder -= den;
    return carry;
}

/* The next decimal of remainder/den, as 10 r = 2 (4 r + r) because 10 r may not fit. */
static unsigned next_digit(Uint128 *remainder, Uint128 den)
{
    Uint128 once = *remainder;
    unsigned digit = twice(remainder, den);
    digit = 2 * digit + twice(remainder, den);
    *remainder += once;
    if (*remainder >= den) {
        *remainder -= den;
        digit++;
    }
    return 2 * digit + twice(remainder, den);
}

static const uint64_t powers_of_ten[DECIMAL_PLACES + 1] = {1,     10,     100,    1000,
                                                           10000, 100000, 1000000};

bool fraction_round(Fraction a, int places, Rounding rounding, Decimal *ret)
{
    if (places < 0 || places > DECIMAL_PLACES)
        BUG("decimals must be 0 to 6");
    Uint128 den = (Uint128)a.den;
    Uint128 size = size_128(a.num);
    Uint128 quotient; /* in units of the last place */
    Uint128 remainder;
    if (fits_64(a.num)) { /* one division serves */
        size = size * powers_of_ten[places];
        quotient = size / den;
        remainder = size - quotient * den;
    } else {
        quotient = size / den;
        remainder = size - quotient * den;
        if (quotient > INT64_MAX)
            return false;
        for (int i = 0; i < places; i++)
            quotient = quotient * 10 + next_digit(&remainder, den);
    }
    Uint128 other_side = den - remainder;
    int against_half = (remainder > other_side) - (remainder < other_side);
    if (rounding_moves(rounding, remainder == 0, against_half, quotient & 1))
        quotient++;
    quotient = quotient * powers_of_ten[DECIMAL_PLACES - places];
    if (quotient > (Uint128)INT64_MAX + (a.num < 0))
        return false;
    *ret = (Decimal){(int64_t)(a.num < 0 ? -quotient : quotient)};
    return true;
}

static void print_128(Buf *to, Int128 value)
{
    char text[48]; /* 39 digits and a sign */
    char *at = text + sizeof text;
    Uint128 size = size_128(value);
    do {
        *--at = (char)('0' + (int)(size % 10));
        size /= 10;
    } while (size > 0);
    if (value < 0)
        *--at = '-';
    buf_add_bytes(to, at, (size_t)(text + sizeof text - at));
}

void fraction_print(Buf *to, Fraction a)
{
    Decimal decimal;
    if (DECIMAL_ONE % a.den == 0 && fraction_round(a, DECIMAL_PLACES, ROUND_DOWN, &decimal)) {
        decimal_print_short(to, decimal);
        return;
    }
    print_128(to, a.num);
    if (a.den != 1) {
        buf_add_byte(to, '/');
        print_128(to, a.den);
    }
}
