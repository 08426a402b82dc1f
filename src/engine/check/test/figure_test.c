#include "engine/check/figure.h"

#include "kit/kit.h"

static Figure read(const char *text)
{
    return figure_read(str_of(text));
}

static void check_number(const char *text, int64_t millionths, unsigned places, bool percent)
{
    Figure figure = read(text);
    if (figure.kind != FIGURE_NUMBER || figure.value.millionths != millionths ||
        figure.places != places || figure.percent != percent)
        fail_msg("%s is read as kind %d, %lld, %d places", text, figure.kind,
                 (long long)figure.value.millionths, figure.places);
}

static void numbers_keep_their_printed_places(void **state)
{
    (void)state;
    check_number("12", 12000000, 0, false);
    check_number("25.00", 25000000, 2, false);
    check_number("-0.5", -500000, 1, false);
    check_number("1,234.50", 1234500000, 2, false);
    check_number("１２３．４", 123400000, 1, false);
    check_number("−3", -3000000, 0, false);
    check_number("↓5.2%", -5200000, 1, true);
    check_number("¥1,000", 1000000000, 0, false);
    check_number("99.92%", 99920000, 2, true);
    check_number("99.9％", 99900000, 1, true);
    check_number("3.2‰", 320000, 2, true);
}

static void a_measure_is_dropped(void **state)
{
    (void)state;
    check_number("12件", 12000000, 0, false);
    check_number("8517 人次", 8517000000, 0, false);
    check_number("1.5万元", 1500000, 1, false);
    check_number("0.5个百分点", 500000, 1, false);
}

static void multiples_and_more_or_less_are_approximate(void **state)
{
    (void)state;
    check_number("1.2万", 12000000000, 0, false);
    check_number("3万人次", 30000000000, 0, false);
    assert_true(read("1.2万").approximate);
    assert_true(read("约300件").approximate);
    assert_true(read("300余宗").approximate);
    assert_false(read("300宗").approximate);
}

static void decimals_beyond_the_sixth_are_rounded_half_up(void **state)
{
    (void)state;
    check_number("34.1991341", 34199134, 6, false);
    check_number("0.1234565", 123457, 6, false);
    assert_true(read("0.1234565").approximate);
    assert_false(read("0.1234560").approximate);
}

static void codes_and_words_are_no_numbers(void **state)
{
    (void)state;
    static const char *const words[] = {"007",   "12-15",   "1月",   "2021年",
                                        "第3名", "3分20秒", "≥80",   "赤岗街",
                                        "1,23",  "12.",     "1.2.3", "440105199001011234",
                                        "10×2",  "5%以上"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (read(words[i]).kind != FIGURE_TEXT)
            fail_msg("%s is read as %d", words[i], read(words[i]).kind);
}

static void signs_for_nothing_are_told_from_blanks(void **state)
{
    (void)state;
    static const char *const signs[] = {"-", "—", "——", "/", "无", "－", "…", "不适用"};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        assert_int_equal(read(signs[i]).kind, FIGURE_NONE);
    assert_int_equal(read("").kind, FIGURE_BLANK);
    assert_int_equal(read(" 　").kind, FIGURE_BLANK);
}

static void dates_are_days(void **state)
{
    (void)state;
    assert_int_equal(read("2023-02-28").kind, FIGURE_DATE);
    assert_int_equal(read("2023年2月28日").kind, FIGURE_DATE);
    assert_int_equal(read("2023.2.28").kind, FIGURE_DATE);
    assert_int_equal(read("2023-02-28 08:30:00").kind, FIGURE_DATE);
    assert_int_equal(read("2023-02-29").kind, FIGURE_TEXT);
    assert_int_equal(read("2023-03-01").value.millionths - read("2023-02-28").value.millionths,
                     DECIMAL_ONE);
}

static Figure raw_percent(const char *text)
{
    GridCell cell = {.text = str_of(text), .is_number = true, .is_percent = true};
    return figure_of_cell(&cell);
}

static void a_sheets_percentage_is_read_as_shown(void **state)
{
    (void)state;
    assert_int_equal(raw_percent("0.9992").value.millionths, 99920000);
    assert_int_equal(raw_percent("1").value.millionths, 100000000);
    assert_int_equal(raw_percent("1.7").value.millionths, 170000000);
    assert_int_equal(raw_percent("-0.056").value.millionths, -5600000);
    assert_int_equal(raw_percent("0.000123456789").value.millionths, 12346);
    assert_true(raw_percent("0.5").percent);
}

static void a_figure_is_printed_as_it_was(void **state)
{
    Ctx *ctx = *state;
    static const char *const texts[] = {"25.00", "-0.5", "99.92%", "12", "2023-02-28"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_str(figure_str(ctx->arena, read(texts[i])), texts[i]);
}

static void the_range_is_half_of_the_last_place(void **state)
{
    (void)state;
    Range range = figure_range(read("19.89"), true);
    Fraction low, high;
    assert_true(fraction_make(19885, 1000, &low));
    assert_true(fraction_make(19895, 1000, &high));
    assert_true(fraction_equal(range.low, low));
    assert_true(fraction_equal(range.high, high));
    range = figure_range(read("15"), false);
    assert_true(fraction_equal(range.low, range.high));
    assert_int_equal(figure_half_step(2), 5000);
    assert_int_equal(figure_half_step(0), 500000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(numbers_keep_their_printed_places),
        KIT_TEST(a_measure_is_dropped),
        KIT_TEST(multiples_and_more_or_less_are_approximate),
        KIT_TEST(decimals_beyond_the_sixth_are_rounded_half_up),
        KIT_TEST(codes_and_words_are_no_numbers),
        KIT_TEST(signs_for_nothing_are_told_from_blanks),
        KIT_TEST(dates_are_days),
        KIT_TEST(a_sheets_percentage_is_read_as_shown),
        KIT_TEST(a_figure_is_printed_as_it_was),
        KIT_TEST(the_range_is_half_of_the_last_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
