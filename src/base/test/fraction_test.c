#include "base/fraction.h"
#include "base/test/base_kit.h"

#define INT128_MAX ((Int128)(~(unsigned __int128)0 >> 1))
#define INT128_MIN (-INT128_MAX - 1)

static Fraction made(Int128 num, Int128 den)
{
    Fraction a = {0, 0};
    assert_true(fraction_make(num, den, &a));
    return a;
}

static Int128 gcd(Int128 a, Int128 b)
{
    while (b != 0) {
        Int128 remainder = a % b;
        a = b;
        b = remainder;
    }
    return a < 0 ? -a : a;
}

static void assert_lowest_terms(Fraction a)
{
    assert_true(a.den > 0);
    assert_true(gcd(a.num, a.den) == 1);
}

static void assert_fraction(Fraction a, Int128 num, Int128 den)
{
    assert_true(a.num == num);
    assert_true(a.den == den);
}

/* Of any size that fits `bits` bits, integers and equal denominators being frequent. */
static Fraction random_fraction(Random *random, unsigned bits)
{
    int64_t den = random_below(random, 4) == 0 ? 1 : random_signed(random, bits);
    return made(random_signed(random, bits), den ? den : 1);
}

/* Beyond 64 bits, up to 126. */
static Fraction random_large(Random *random)
{
    Int128 num = (Int128)random_signed(random, 64) * random_signed(random, 63);
    Int128 den = (Int128)random_signed(random, 64) * random_signed(random, 63);
    return made(num, den ? den : 1);
}

static void making_brings_to_lowest_terms_and_turns_the_sign(void **state)
{
    (void)state;
    assert_fraction(made(6, -4), -3, 2);
    assert_fraction(made(-6, -4), 3, 2);
    assert_fraction(made(0, -7), 0, 1);
    assert_fraction(made((Int128)1 << 100, (Int128)3 << 99), 2, 3);
    assert_fraction(made(INT128_MIN, INT128_MIN), 1, 1);
    assert_fraction(made(INT128_MIN, -2), (Int128)1 << 126, 1);
    assert_fraction(made(INT128_MIN, 1), INT128_MIN, 1);
    Fraction out = {7, 7};
    assert_false(fraction_make(1, 0, &out));
    assert_false(fraction_make(1, INT128_MIN, &out));
    assert_false(fraction_make(INT128_MIN, -1, &out));
    assert_fraction(out, 7, 7);
}

static void decimals_become_fractions_and_come_back(void **state)
{
    (void)state;
    assert_fraction(fraction_of_decimal((Decimal){19890000}), 1989, 100);
    assert_fraction(fraction_of_decimal(DECIMAL_ZERO), 0, 1);
    assert_fraction(fraction_of_int(-5), -5, 1);
    Random random = {6};
    for (int round = 0; round < 100000; round++) {
        Decimal value = {random_signed(&random, 64)};
        Fraction a = fraction_of_decimal(value);
        assert_lowest_terms(a);
        Decimal back;
        assert_true(fraction_round(a, DECIMAL_PLACES, ROUND_DOWN, &back));
        assert_int_equal(back.millionths, value.millionths);
    }
    Decimal least;
    assert_true(fraction_round(fraction_of_decimal((Decimal){INT64_MIN}), 6, ROUND_UP, &least));
    assert_true(least.millionths == INT64_MIN);
}

static void small_sums_are_right(void **state)
{
    (void)state;
    Fraction sum;
    assert_true(fraction_add(made(1, 6), made(1, 10), &sum));
    assert_fraction(sum, 4, 15);
    assert_true(fraction_add(made(1, 6), made(1, 6), &sum));
    assert_fraction(sum, 1, 3);
    assert_true(fraction_add(made(1, 6), made(-1, 6), &sum));
    assert_fraction(sum, 0, 1);
    assert_true(fraction_sub(made(3, 4), made(1, 4), &sum));
    assert_fraction(sum, 1, 2);
    assert_true(fraction_add(made(1, 2), FRACTION_ONE, &sum));
    assert_fraction(sum, 3, 2);
}

static void random_sums_agree_with_cross_multiplication(void **state)
{
    (void)state;
    Random random = {7};
    for (int round = 0; round < 100000; round++) {
        unsigned bits = 2 + (unsigned)random_below(&random, 40);
        Fraction a = random_fraction(&random, bits);
        Fraction b = random_fraction(&random, bits);
        Fraction sum;
        assert_true(fraction_add(a, b, &sum));
        assert_lowest_terms(sum);
        assert_true(fraction_equal(sum, made(a.num * b.den + b.num * a.den, a.den * b.den)));
    }
}

static void adding_and_taking_away_comes_back_at_all_64_bits(void **state)
{
    (void)state;
    Random random = {8};
    int came_back = 0;
    for (int round = 0; round < 100000; round++) {
        Fraction a = random_fraction(&random, 64);
        Fraction b = random_fraction(&random, 64);
        Fraction sum, back;
        assert_true(fraction_add(a, b, &sum));
        assert_lowest_terms(sum);
        if (fraction_sub(sum, b, &back)) {
            came_back++;
            assert_true(fraction_equal(back, a));
        }
    }
    assert_true(came_back > 50000);
}

static void adding_and_taking_away_comes_back_beyond_64_bits(void **state)
{
    (void)state;
    Random random = {9};
    int came_back = 0;
    for (int round = 0; round < 100000; round++) {
        Fraction a = random_large(&random);
        Fraction b = random_fraction(&random, 1 + (unsigned)random_below(&random, 64));
        Fraction sum, back;
        if (!fraction_add(a, b, &sum))
            continue;
        assert_lowest_terms(sum);
        if (fraction_sub(sum, b, &back)) {
            came_back++;
            assert_true(fraction_equal(back, a));
        }
    }
    assert_true(came_back > 10000);
}

static void multiplying_and_dividing_comes_back(void **state)
{
    (void)state;
    Random random = {10};
    int came_back = 0;
    for (int round = 0; round < 100000; round++) {
        bool large = random_below(&random, 3) == 0;
        Fraction a = large ? random_large(&random) : random_fraction(&random, 64);
        Fraction b = random_fraction(&random, 1 + (unsigned)random_below(&random, 64));
        Fraction product, back;
        if (fraction_is_zero(b) || !fraction_mul(a, b, &product))
            continue;
        assert_lowest_terms(product);
        if (fraction_div(product, b, &back)) {
            came_back++;
            assert_true(fraction_equal(back, a));
        }
    }
    assert_true(came_back > 50000);
}

static void multiplication_distributes_over_addition(void **state)
{
    (void)state;
    Random random = {11};
    for (int round = 0; round < 50000; round++) {
        Fraction a = random_fraction(&random, 20);
        Fraction b = random_fraction(&random, 20);
        Fraction c = random_fraction(&random, 20);
        Fraction sum, left, ab, ac, right;
        assert_true(fraction_add(b, c, &sum));
        assert_true(fraction_mul(a, sum, &left));
        assert_true(fraction_mul(a, b, &ab));
        assert_true(fraction_mul(a, c, &ac));
        assert_true(fraction_add(ab, ac, &right));
        assert_true(fraction_equal(left, right));
    }
}

static void what_leaves_128_bits_is_refused(void **state)
{
    (void)state;
    Fraction most = {INT128_MAX, 1};
    Fraction least = {INT128_MIN, 1};
    Fraction tiny = {1, INT128_MAX};
    Fraction out = {7, 7};
    assert_false(fraction_add(most, FRACTION_ONE, &out));
    assert_false(fraction_sub(least, FRACTION_ONE, &out));
    assert_false(fraction_sub(FRACTION_ZERO, least, &out));
    assert_false(fraction_neg(least, &out));
    assert_false(fraction_mul(most, made(2, 1), &out));
    assert_false(fraction_mul(tiny, made(1, 2), &out));
    assert_false(fraction_add(tiny, made(1, 2), &out));
    assert_false(fraction_div(FRACTION_ONE, least, &out));
    assert_false(fraction_div(FRACTION_ONE, FRACTION_ZERO, &out));
    assert_fraction(out, 7, 7);
    assert_true(fraction_mul(most, tiny, &out));
    assert_fraction(out, 1, 1);
}

static void division_by_a_negative_keeps_the_denominator_positive(void **state)
{
    (void)state;
    Fraction quotient;
    assert_true(fraction_div(made(3, 4), made(-5, 6), &quotient));
    assert_fraction(quotient, -9, 10);
}

static void random_fractions_compare_as_their_cross_products(void **state)
{
    (void)state;
    Random random = {12};
    for (int round = 0; round < 200000; round++) {
        Fraction a = random_fraction(&random, 62);
        Fraction b = random_below(&random, 10) == 0 ? a : random_fraction(&random, 62);
        Int128 left = a.num * b.den;
        Int128 right = b.num * a.den;
        assert_int_equal(fraction_compare(a, b), (left > right) - (left < right));
    }
}

static void large_fractions_compare_as_their_difference(void **state)
{
    (void)state;
    Random random = {13};
    int compared = 0;
    for (int round = 0; round < 100000; round++) {
        Fraction a = random_large(&random);
        Fraction step = made(random_signed(&random, 20), 1 + (Int128)random_below(&random, 1000));
        Fraction b;
        if (!fraction_add(a, step, &b))
            continue;
        compared++;
        int expected = (step.num < 0) - (step.num > 0);
        assert_int_equal(fraction_compare(a, b), expected);
        assert_int_equal(fraction_compare(b, a), -expected);
    }
    assert_true(compared > 10000);
}

static void neighbours_at_the_end_of_the_range_are_told_apart(void **state)
{
    (void)state;
    /* Consecutive fractions n/(n+1) differ by less than 10^-76. */
    Fraction a = {INT128_MAX - 2, INT128_MAX - 1};
    Fraction b = {INT128_MAX - 1, INT128_MAX};
    assert_true(fraction_compare(a, b) < 0);
    assert_true(fraction_compare(b, a) > 0);
    assert_int_equal(fraction_compare(a, a), 0);
    a.num = -a.num;
    b.num = -b.num;
    assert_true(fraction_compare(a, b) > 0);
    Fraction least = {INT128_MIN, 1}, most = {INT128_MAX, 1};
    assert_true(fraction_compare(least, most) < 0);
    assert_true(fraction_compare(least, a) < 0);
    assert_true(fraction_compare((Fraction){INT128_MIN, 3}, (Fraction){INT128_MIN, 5}) < 0);
    assert_true(fraction_compare((Fraction){1, INT128_MAX}, FRACTION_ZERO) > 0);
    assert_true(fraction_compare((Fraction){-1, INT128_MAX}, FRACTION_ZERO) < 0);
}

/* The rounded value in millionths, by comparing the distances to both neighbours. */
static Int128 oracle(Fraction a, int places, Rounding rounding)
{
    Int128 scale = 1, unit = 1000000;
    for (int i = 0; i < places; i++) {
        scale *= 10;
        unit /= 10;
    }
    Int128 size = (a.num < 0 ? -a.num : a.num) * scale;
    Int128 low = size / a.den;
    Int128 to_low = size - low * a.den;
    Int128 to_high = a.den - to_low;
    bool up =
        (rounding == ROUND_UP && to_low > 0) || (rounding == ROUND_HALF_UP && to_high <= to_low) ||
        (rounding == ROUND_HALF_EVEN && (to_high < to_low || (to_high == to_low && low % 2 == 1)));
    Int128 rounded = (low + (up ? 1 : 0)) * unit;
    return a.num < 0 ? -rounded : rounded;
}

static void random_fractions_round_as_the_oracle_does(void **state)
{
    (void)state;
    Random random = {14};
    for (int round = 0; round < 200000; round++) {
        Fraction a = random_fraction(&random, 60);
        int places = (int)random_below(&random, DECIMAL_PLACES + 1);
        if (random_below(&random, 3) == 0) { /* make ties common */
            Int128 two_scales = 2;
            for (int i = 0; i < places; i++)
                two_scales *= 10;
            a = made(random_signed(&random, 40), two_scales);
        }
        Rounding rounding = (Rounding)random_below(&random, 4);
        Int128 expected = oracle(a, places, rounding);
        Decimal rounded;
        bool fits = fraction_round(a, places, rounding, &rounded);
        assert_int_equal(fits, expected >= INT64_MIN && expected <= INT64_MAX);
        if (fits)
            assert_true(rounded.millionths == expected);
    }
}

static void large_fractions_round_digit_by_digit(void **state)
{
    (void)state;
    Random random = {15};
    for (int round = 0; round < 50000; round++) {
        /* p/q with both scaled by a common factor, which makes the same number but, being given
         * unreduced, takes the way of large numbers. */
        int64_t p = random_signed(&random, 40);
        int64_t q = 1 + (int64_t)random_below(&random, 1000000);
        Int128 factor = (Int128)1 << (66 + random_below(&random, 20));
        Fraction scaled = {p * factor, q * factor};
        if (scaled.num == (int64_t)scaled.num)
            continue;
        int places = (int)random_below(&random, DECIMAL_PLACES + 1);
        Rounding rounding = (Rounding)random_below(&random, 4);
        Decimal rounded;
        assert_true(fraction_round(scaled, places, rounding, &rounded));
        assert_true(rounded.millionths == oracle(made(p, q), places, rounding));
    }
    Decimal nearly_one;
    Fraction most = {INT128_MAX - 1, INT128_MAX};
    assert_true(fraction_round(most, 6, ROUND_DOWN, &nearly_one));
    assert_int_equal(nearly_one.millionths, 999999);
    assert_true(fraction_round(most, 6, ROUND_HALF_UP, &nearly_one));
    assert_int_equal(nearly_one.millionths, 1000000);
}

static void rounding_beyond_a_decimal_is_refused(void **state)
{
    (void)state;
    Decimal out = {77};
    assert_false(fraction_round((Fraction){INT128_MAX, 1}, 0, ROUND_DOWN, &out));
    assert_false(fraction_round((Fraction){INT128_MIN, 1}, 0, ROUND_DOWN, &out));
    assert_false(fraction_round(fraction_of_int(9223372036855), 2, ROUND_DOWN, &out));
    assert_int_equal(out.millionths, 77);
    assert_true(fraction_round((Fraction){INT64_MIN, 1000000}, 6, ROUND_DOWN, &out));
    assert_true(out.millionths == INT64_MIN);
}

static void printing_prefers_decimals(void **state)
{
    const struct {
        Fraction value;
        const char *text;
    } cases[] = {
        {{1989, 100}, "19.89"},
        {{1571, 900}, "1571/900"},
        {{-5, 1}, "-5"},
        {{1, 64}, "0.015625"},
        {{1, 128}, "1/128"},
        {{-1, 3}, "-1/3"},
        {{(Int128)INT64_MAX * 100, 1}, "922337203685477580700"},
        {{INT128_MIN, 3}, "-170141183460469231731687303715884105728/3"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Buf text = buf_create(*state, 100);
        fraction_print(&text, cases[i].value);
        assert_str(buf_str(&text), cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(making_brings_to_lowest_terms_and_turns_the_sign),
        ARENA_TEST(decimals_become_fractions_and_come_back),
        ARENA_TEST(small_sums_are_right),
        ARENA_TEST(random_sums_agree_with_cross_multiplication),
        ARENA_TEST(adding_and_taking_away_comes_back_at_all_64_bits),
        ARENA_TEST(adding_and_taking_away_comes_back_beyond_64_bits),
        ARENA_TEST(multiplying_and_dividing_comes_back),
        ARENA_TEST(multiplication_distributes_over_addition),
        ARENA_TEST(what_leaves_128_bits_is_refused),
        ARENA_TEST(division_by_a_negative_keeps_the_denominator_positive),
        ARENA_TEST(random_fractions_compare_as_their_cross_products),
        ARENA_TEST(large_fractions_compare_as_their_difference),
        ARENA_TEST(neighbours_at_the_end_of_the_range_are_told_apart),
        ARENA_TEST(random_fractions_round_as_the_oracle_does),
        ARENA_TEST(large_fractions_round_digit_by_digit),
        ARENA_TEST(rounding_beyond_a_decimal_is_refused),
        ARENA_TEST(printing_prefers_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
