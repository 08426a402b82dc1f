#include "port/xlsx_number.h"

#include "base/decimal.h"
#include "kit/kit.h"

static void assert_reduced(Ctx *ctx, const char *text, const char *expected)
{
    Str reduced = {0};
    if (!xlsx_number_reduce(ctx->arena, str_of(text), &reduced))
        fail_msg("「%s」 is no number", text);
    assert_str(reduced, expected);
}

static void binary_noise_is_rounded_away(void **state)
{
    Ctx *ctx = *state;
    assert_reduced(ctx, "19.890000000000001", "19.89");
    assert_reduced(ctx, "9.9499999999999993", "9.95");
    assert_reduced(ctx, "0.99919999999999998", "0.9992");
    assert_reduced(ctx, "99.999999999999986", "100");
    assert_reduced(ctx, "999999999999999.95", "1000000000000000");
}

static void short_numbers_stay_as_they_are(void **state)
{
    Ctx *ctx = *state;
    assert_reduced(ctx, "0", "0");
    assert_reduced(ctx, "-0", "0");
    assert_reduced(ctx, "12", "12");
    assert_reduced(ctx, "-1.50", "-1.5");
    assert_reduced(ctx, "007", "7");
    assert_reduced(ctx, ".5", "0.5");
    assert_reduced(ctx, "100.00", "100");
}

static void exponents_are_written_out(void **state)
{
    Ctx *ctx = *state;
    assert_reduced(ctx, "1E-3", "0.001");
    assert_reduced(ctx, "1.2345E+5", "123450");
    assert_reduced(ctx, "1.9890000000000001E1", "19.89");
    assert_reduced(ctx, "-2.5e2", "-250");
}

static void other_texts_are_no_numbers(void **state)
{
    Ctx *ctx = *state;
    static const char *const texts[] = {"",     "-",   ".",   "1.2.3",  "1e",     "1e1e1",
                                        "0x10", "1 2", "NaN", "1E+300", "1E-300", "１２"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Str reduced = {0};
        if (xlsx_number_reduce(ctx->arena, str_of(texts[i]), &reduced))
            fail_msg("「%s」 was taken for a number", texts[i]);
    }
}

/* Every number with two decimals, printed with the 17 digits of its binary form, comes back. */
static void all_scores_survive_their_binary_form(void **state)
{
    Ctx *ctx = *state;
    for (int hundredths = 0; hundredths <= 12000; hundredths++) {
        ArenaMark mark = arena_mark(ctx->arena);
        char stored[64];
        snprintf(stored, sizeof stored, "%.17g", hundredths / 100.0);
        Buf expected = buf_create(ctx->arena, 64);
        decimal_print_short(&expected, (Decimal){hundredths * (int64_t)(DECIMAL_ONE / 100)});
        assert_reduced(ctx, stored, str_to_c(ctx->arena, buf_str(&expected)));
        arena_rewind(ctx->arena, mark);
    }
}

static void formats_tell_dates_and_percentages(void **state)
{
    (void)state;
    assert_int_equal(xlsx_format_kind(STR("General")), XLSX_PLAIN_NUMBER);
    assert_int_equal(xlsx_format_kind(STR("0.00")), XLSX_PLAIN_NUMBER);
    assert_int_equal(xlsx_format_kind(STR("0.00E+00")), XLSX_PLAIN_NUMBER);
    assert_int_equal(xlsx_format_kind(STR("0.00\"days\"")), XLSX_PLAIN_NUMBER);
    assert_int_equal(xlsx_format_kind(STR("[Red]0.0_);\\d0")), XLSX_PLAIN_NUMBER);
    assert_int_equal(xlsx_format_kind(STR("0.00%")), XLSX_PERCENT);
    assert_int_equal(xlsx_format_kind(STR("yyyy-mm-dd")), XLSX_DATE);
    assert_int_equal(xlsx_format_kind(STR("[$-804]yyyy\"年\"m\"月\"d\"日\"")), XLSX_DATE);
    assert_int_equal(xlsx_format_kind(STR("\"")), XLSX_PLAIN_NUMBER);
    assert_int_equal(xlsx_format_kind_of_id(14), XLSX_DATE);
    assert_int_equal(xlsx_format_kind_of_id(57), XLSX_DATE);
    assert_int_equal(xlsx_format_kind_of_id(10), XLSX_PERCENT);
    assert_int_equal(xlsx_format_kind_of_id(2), XLSX_PLAIN_NUMBER);
}

static void assert_date(Ctx *ctx, const char *serial, bool is_1904, const char *expected)
{
    Str date = {0};
    if (!xlsx_serial_date(ctx->arena, str_of(serial), is_1904, &date))
        fail_msg("「%s」 is no date", serial);
    assert_str(date, expected);
}

static void serials_become_dates_in_both_systems(void **state)
{
    Ctx *ctx = *state;
    assert_date(ctx, "44958", false, "2023-02-01");
    assert_date(ctx, "1", false, "1900-01-01");
    assert_date(ctx, "59", false, "1900-02-28");
    assert_date(ctx, "61", false, "1900-03-01");
    assert_date(ctx, "2958465", false, "9999-12-31");
    assert_date(ctx, "43496", true, "2023-02-01");
    assert_date(ctx, "0", true, "1904-01-01");
}

static void the_fraction_of_a_day_is_the_time(void **state)
{
    Ctx *ctx = *state;
    assert_date(ctx, "44958.5", false, "2023-02-01 12:00:00");
    assert_date(ctx, "44958.3541666667", false, "2023-02-01 08:30:00");
    assert_date(ctx, "44958.999999999", false, "2023-02-02");
    assert_date(ctx, "0.75", false, "18:00:00");
}

static void what_is_no_day_is_no_date(void **state)
{
    Ctx *ctx = *state;
    static const char *const serials[] = {"60", "-1", "2958466", "99999999999999999999", ""};
    for (size_t i = 0; i < ARRAY_LEN(serials); i++) {
        Str date = {0};
        assert_false(xlsx_serial_date(ctx->arena, str_of(serials[i]), false, &date));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(binary_noise_is_rounded_away),
        KIT_TEST(short_numbers_stay_as_they_are),
        KIT_TEST(exponents_are_written_out),
        KIT_TEST(other_texts_are_no_numbers),
        KIT_TEST(all_scores_survive_their_binary_form),
        KIT_TEST(formats_tell_dates_and_percentages),
        KIT_TEST(serials_become_dates_in_both_systems),
        KIT_TEST(the_fraction_of_a_day_is_the_time),
        KIT_TEST(what_is_no_day_is_no_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
