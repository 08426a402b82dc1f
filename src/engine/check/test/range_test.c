/* Interval arithmetic: what members of the operands give is in the result, and no end is beyond. */
#include "engine/check/range.h"
#include "kit/kit.h"

#define ROUNDS 20000

static Fraction of(int64_t num, int64_t den)
{
    Fraction value;
    assert_true(fraction_make(num, den, &value));
    return value;
}

static Range between(int64_t low, int64_t high, int64_t den)
{
    return (Range){of(low, den), of(high, den)};
}

static void assert_range(Range found, Range expected)
{
    assert_true(fraction_equal(found.low, expected.low));
    assert_true(fraction_equal(found.high, expected.high));
}

/* A fixed sequence (Knuth's MMIX constants), so that a failure comes again. */
static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static int64_t random_within(uint64_t *seed, int64_t low, int64_t high)
{
    return low + (int64_t)(next_random(seed) % (uint64_t)(high - low + 1));
}

static Range random_range(uint64_t *seed)
{
    int64_t low = random_within(seed, -3000, 3000);
    return between(low, low + random_within(seed, 0, 200), 100);
}

/* low + (high - low) * k / 16 */
static Fraction random_member(uint64_t *seed, Range range)
{
    Fraction width;
    Fraction part;
    assert_true(fraction_sub(range.high, range.low, &width));
    assert_true(fraction_mul(width, of(random_within(seed, 0, 16), 16), &part));
    assert_true(fraction_add(range.low, part, &part));
    return part;
}

typedef bool RangeOperation(Range a, Range b, Range *ret);
typedef bool FractionOperation(Fraction a, Fraction b, Fraction *ret);

static void members_stay_within(RangeOperation *of_ranges, FractionOperation *of_members)
{
    uint64_t seed = 20230228;
    for (int i = 0; i < ROUNDS; i++) {
        Range a = random_range(&seed);
        Range b = random_range(&seed);
        Range result;
        Fraction value;
        if (!of_ranges(a, b, &result)) {
            assert_true(of_ranges == range_div && range_has_zero(b));
            continue;
        }
        assert_true(of_members(random_member(&seed, a), random_member(&seed, b), &value));
        assert_true(range_holds(result, value));
    }
}

static void sums_hold_all_sums(void **state)
{
    (void)state;
    members_stay_within(range_add, fraction_add);
}

static void differences_hold_all_differences(void **state)
{
    (void)state;
    members_stay_within(range_sub, fraction_sub);
}

static void products_hold_all_products(void **state)
{
    (void)state;
    members_stay_within(range_mul, fraction_mul);
}

static void quotients_hold_all_quotients(void **state)
{
    (void)state;
    members_stay_within(range_div, fraction_div);
}

static void both_ends_are_reached(void **state)
{
    (void)state;
    Range result;
    assert_true(range_add(between(1, 2, 1), between(-5, 5, 1), &result));
    assert_range(result, between(-4, 7, 1));
    assert_true(range_sub(between(1, 2, 1), between(-5, 5, 1), &result));
    assert_range(result, between(-4, 7, 1));
    assert_true(range_mul(between(-3, 2, 1), between(-5, 4, 1), &result));
    assert_range(result, between(-12, 15, 1));
    assert_true(range_div(between(1, 2, 1), between(-4, -2, 1), &result));
    assert_range(result, between(-4, -1, 4));
    assert_true(range_neg(between(-3, 2, 1), &result));
    assert_range(result, between(-2, 3, 1));
}

static void a_divisor_that_may_be_zero_is_refused(void **state)
{
    (void)state;
    Range result;
    assert_false(range_div(between(1, 1, 1), between(-1, 1, 1), &result));
    assert_false(range_div(between(1, 1, 1), between(0, 1, 1), &result));
    assert_false(range_div(between(1, 1, 1), between(-1, 0, 1), &result));
}

static void growth_beyond_128_bits_is_refused(void **state)
{
    (void)state;
    Range large = between(INT64_MAX - 1, INT64_MAX, 1);
    Range result;
    assert_true(range_mul(large, large, &result));
    assert_false(range_mul(result, large, &result));
}

static void ranges_meet_at_an_end(void **state)
{
    (void)state;
    assert_true(range_meets(between(0, 1, 1), between(1, 2, 1)));
    assert_true(range_meets(between(0, 9, 1), between(1, 2, 1)));
    assert_false(range_meets(between(0, 99, 100), between(1, 2, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_hold_all_sums),
        cmocka_unit_test(differences_hold_all_differences),
        cmocka_unit_test(products_hold_all_products),
        cmocka_unit_test(quotients_hold_all_quotients),
        cmocka_unit_test(both_ends_are_reached),
        cmocka_unit_test(a_divisor_that_may_be_zero_is_refused),
        cmocka_unit_test(growth_beyond_128_bits_is_refused),
        cmocka_unit_test(ranges_meet_at_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
