#include "base/decimal.h"
#include "base/test/base_kit.h"

static Decimal parsed(const char *text)
{
    Decimal value = {-1};
    if (decimal_parse(str_of(text), &value) != DECIMAL_PARSED) {
        print_error("「%s」 was refused\n", text);
        _fail(__FILE__, __LINE__);
    }
    return value;
}

static void numbers_are_read_as_people_write_them(void **state)
{
    (void)state;
    const struct {
        const char *text;
        int64_t millionths;
    } numbers[] = {
        {"0", 0},
        {"15", 15000000},
        {"-12.50", -12500000},
        {"+3", 3000000},
        {".5", 500000},
        {"-.000001", -1},
        {"007", 7000000},
        {"1,234.5", 1234500000},
        {"1,234,567", 1234567000000},
        {"12,345.678901", 12345678901},
        {" \u3000 99.92\t\r\n", 99920000},
        {"1.5000000000", 1500000},
        {"１２．５", 12500000},
        {"－１，２３４．５", -1234500000},
        {"＋７", 7000000},
        {"\u22123.2", -3200000},
        {"-0", 0},
        {"9223372036854.775807", INT64_MAX},
        {"-9223372036854.775808", INT64_MIN},
        {"0000000000000000000000000001", 1000000},
    };
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        assert_int_equal(parsed(numbers[i].text).millionths, numbers[i].millionths);
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    const char *wrong[] = {
        "",     " ",      "-",      "+",      ".",         "5.",     "-.",    "1.2.3",
        "1e3",  "5%",     "0x1f",   "--1",    "1-",        "1 2",    "1,23",  "1234,567",
        ",123", "1,,234", "1,234,", "1,234.", "1.234,567", "1,2345", "一",    "/",
        "无",   "3分",    "NaN",    "inf",    "\xE8\xA1",  "1\xFF",  "1,23.4"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        Decimal value = {77};
        if (decimal_parse(str_of(wrong[i]), &value) != DECIMAL_NOT_A_NUMBER) {
            print_error("「%s」 was taken\n", wrong[i]);
            _fail(__FILE__, __LINE__);
        }
        assert_int_equal(value.millionths, 77);
    }
    assert_int_equal(decimal_parse(STR("1\0002"), &(Decimal){0}), DECIMAL_NOT_A_NUMBER);
}

static void numbers_out_of_range_are_told_from_nonsense(void **state)
{
    (void)state;
    Decimal value;
    assert_int_equal(decimal_parse(STR("0.0000001"), &value), DECIMAL_TOO_PRECISE);
    assert_int_equal(decimal_parse(STR("9223372036854.775808"), &value), DECIMAL_TOO_LARGE);
    assert_int_equal(decimal_parse(STR("-9223372036854.775809"), &value), DECIMAL_TOO_LARGE);
    assert_int_equal(decimal_parse(STR("100000000000000000000000000000000000000000"), &value),
                     DECIMAL_TOO_LARGE);
    assert_int_equal(decimal_parse(STR("0.00000001x"), &value), DECIMAL_NOT_A_NUMBER);
    assert_string_equal(decimal_parse_message(DECIMAL_NOT_A_NUMBER), "不是数字");
    assert_string_equal(decimal_parse_message(DECIMAL_TOO_PRECISE), "小数超过 6 位");
    assert_string_equal(decimal_parse_message(DECIMAL_TOO_LARGE), "数字太大");
}

static void printing_shows_the_places_asked_for(void **state)
{
    assert_str(decimal_str(*state, parsed("19.89"), 2), "19.89");
    assert_str(decimal_str(*state, parsed("15"), 2), "15.00");
    assert_str(decimal_str(*state, parsed("15"), 0), "15");
    assert_str(decimal_str(*state, parsed("-0.5"), 1), "-0.5");
    assert_str(decimal_str(*state, parsed("0.000001"), 6), "0.000001");
    assert_str(decimal_str(*state, DECIMAL_ZERO, 2), "0.00");
    assert_str(decimal_str(*state, (Decimal){INT64_MIN}, 6), "-9223372036854.775808");
}

static void print_with_too_few_places(void)
{
    Arena *arena = arena_create(1 * KIB);
    decimal_str(arena, parsed("1.25"), 1);
    arena_free(arena);
}

static void print_with_seven_places(void)
{
    Arena *arena = arena_create(1 * KIB);
    decimal_str(arena, parsed("1"), 7);
    arena_free(arena);
}

static void printing_never_rounds_silently(void **state)
{
    (void)state;
    assert_true(aborts(print_with_too_few_places));
    assert_true(aborts(print_with_seven_places));
}

static void short_printing_drops_trailing_zeros(void **state)
{
    const char *texts[] = {"15", "19.89", "0.5", "-100", "0", "0.000001", "-1.05"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Buf text = buf_create(*state, 64);
        decimal_print_short(&text, parsed(texts[i]));
        assert_str(buf_str(&text), texts[i]);
    }
}

static void printed_decimals_parse_back(void **state)
{
    Random random = {3};
    for (int round = 0; round < 20000; round++) {
        Decimal value = {random_signed(&random, 64)};
        ArenaMark mark = arena_mark(*state);
        Decimal back = {0};
        assert_int_equal(decimal_parse(decimal_str(*state, value, 6), &back), DECIMAL_PARSED);
        assert_int_equal(back.millionths, value.millionths);
        arena_rewind(*state, mark);
    }
}

static void sums_and_differences_are_inverse_or_refused(void **state)
{
    (void)state;
    Random random = {4};
    for (int round = 0; round < 100000; round++) {
        Decimal a = {random_signed(&random, 64)};
        Decimal b = {random_signed(&random, 64)};
        __int128 exact = (__int128)a.millionths + b.millionths;
        Decimal sum;
        bool fits = decimal_add(a, b, &sum);
        assert_int_equal(fits, exact >= INT64_MIN && exact <= INT64_MAX);
        if (!fits)
            continue;
        Decimal back;
        assert_true(sum.millionths == exact);
        assert_true(decimal_sub(sum, b, &back));
        assert_int_equal(back.millionths, a.millionths);
    }
    Decimal out;
    assert_false(decimal_sub((Decimal){INT64_MIN}, (Decimal){1}, &out));
}

static void order_is_that_of_the_numbers(void **state)
{
    (void)state;
    assert_true(decimal_compare(parsed("-1"), parsed("0.5")) < 0);
    assert_true(decimal_compare(parsed("2"), parsed("1.999999")) > 0);
    assert_int_equal(decimal_compare(parsed("1.50"), parsed("1.5")), 0);
}

static void ties_go_where_the_rounding_says(void **state)
{
    (void)state;
    const struct {
        const char *value;
        int places;
        const char *by_rounding[4]; /* half up, half even, down, up */
    } cases[] = {
        {"2.5", 0, {"3", "2", "2", "3"}},
        {"3.5", 0, {"4", "4", "3", "4"}},
        {"-2.5", 0, {"-3", "-2", "-2", "-3"}},
        {"19.885", 2, {"19.89", "19.88", "19.88", "19.89"}},
        {"19.884999", 2, {"19.88", "19.88", "19.88", "19.89"}},
        {"19.885001", 2, {"19.89", "19.89", "19.88", "19.89"}},
        {"-0.4", 0, {"0", "0", "0", "-1"}},
        {"7", 2, {"7", "7", "7", "7"}},
        {"0.000001", 6, {"0.000001", "0.000001", "0.000001", "0.000001"}},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        for (Rounding rounding = ROUND_HALF_UP; rounding <= ROUND_UP; rounding++) {
            Decimal rounded;
            assert_true(decimal_round(parsed(cases[i].value), cases[i].places, rounding, &rounded));
            assert_int_equal(rounded.millionths, parsed(cases[i].by_rounding[rounding]).millionths);
        }
}

/* Rounds by comparing distances to the two neighbours, in numbers wide enough for anything. */
static __int128 oracle(int64_t value, int64_t step, Rounding rounding)
{
    __int128 size = value < 0 ? -(__int128)value : value;
    __int128 below = size - size % step;
    __int128 above = size % step == 0 ? size : below + step;
    __int128 result = below;
    if (rounding == ROUND_UP || (rounding != ROUND_DOWN && above - size < size - below))
        result = above;
    else if (rounding == ROUND_HALF_UP && above - size == size - below)
        result = above;
    else if (rounding == ROUND_HALF_EVEN && above - size == size - below)
        result = below / step % 2 == 0 ? below : above;
    return value < 0 ? -result : result;
}

static void random_decimals_round_as_the_oracle_does(void **state)
{
    (void)state;
    Random random = {5};
    for (int round = 0; round < 200000; round++) {
        Decimal value = {random_signed(&random, 64)};
        int places = (int)random_below(&random, DECIMAL_PLACES + 1);
        int64_t step = 1;
        for (int i = places; i < DECIMAL_PLACES; i++)
            step *= 10;
        if (random_below(&random, 4) == 0) /* make ties common */
            value.millionths = value.millionths / step / 2 * step + step / 2;
        Rounding rounding = (Rounding)random_below(&random, 4);
        __int128 expected = oracle(value.millionths, step, rounding);
        Decimal rounded;
        bool fits = decimal_round(value, places, rounding, &rounded);
        assert_int_equal(fits, expected >= INT64_MIN && expected <= INT64_MAX);
        if (fits)
            assert_true(rounded.millionths == expected);
    }
}

static void decimals_beyond_those_asked_for_are_shown(void **state)
{
    assert_str(decimal_str_least(*state, (Decimal){19890000}, 2), "19.89");
    assert_str(decimal_str_least(*state, (Decimal){20000000}, 2), "20.00");
    assert_str(decimal_str_least(*state, (Decimal){19894000}, 2), "19.894");
    assert_str(decimal_str_least(*state, (Decimal){-500000}, 0), "-0.5");
    assert_str(decimal_str_least(*state, (Decimal){15000000}, -1), "15");
}

static void at_the_ends_of_the_range_rounding_can_fail(void **state)
{
    (void)state;
    Decimal rounded = {77};
    assert_false(decimal_round((Decimal){INT64_MAX}, 0, ROUND_UP, &rounded));
    assert_false(decimal_round((Decimal){INT64_MIN}, 0, ROUND_UP, &rounded));
    assert_int_equal(rounded.millionths, 77);
    assert_true(decimal_round((Decimal){INT64_MIN}, 0, ROUND_DOWN, &rounded));
    assert_int_equal(rounded.millionths, -INT64_C(9223372036854000000));
}

static void roundings_are_known_by_name(void **state)
{
    (void)state;
    const char *names[] = {"half_up", "half_even", "down", "up"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        Rounding rounding;
        assert_true(rounding_from_name(str_of(names[i]), &rounding));
        assert_int_equal(rounding, i);
    }
    assert_false(rounding_from_name(STR("nearest"), &(Rounding){0}));
    assert_string_equal(rounding_label(ROUND_HALF_UP), "四舍五入");
    assert_string_equal(rounding_label(ROUND_UP), "进一");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(numbers_are_read_as_people_write_them),
        ARENA_TEST(what_is_no_number_is_refused),
        ARENA_TEST(numbers_out_of_range_are_told_from_nonsense),
        ARENA_TEST(printing_shows_the_places_asked_for),
        ARENA_TEST(printing_never_rounds_silently),
        ARENA_TEST(short_printing_drops_trailing_zeros),
        ARENA_TEST(printed_decimals_parse_back),
        ARENA_TEST(sums_and_differences_are_inverse_or_refused),
        ARENA_TEST(order_is_that_of_the_numbers),
        ARENA_TEST(ties_go_where_the_rounding_says),
        ARENA_TEST(random_decimals_round_as_the_oracle_does),
        ARENA_TEST(decimals_beyond_those_asked_for_are_shown),
        ARENA_TEST(at_the_ends_of_the_range_rounding_can_fail),
        ARENA_TEST(roundings_are_known_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
