#include "base/moment.h"
#include "base/test/base_kit.h"

static Date day(int year, int month, int day_of_month)
{
    Date date = {0};
    assert_true(date_make((CivilDate){year, month, day_of_month}, &date));
    return date;
}

static void known_days_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(day(1970, 1, 1).days, 0);
    assert_int_equal(day(2000, 3, 1).days, 11017);
    assert_int_equal(day(2023, 2, 28).days, 19416);
    assert_int_equal(day(1, 1, 1).days, -719162);
    assert_int_equal(day(9999, 12, 31).days, 2932896);
}

/* Walks the calendar with a plain count of days, independent of the formula under test. */
static void every_day_of_years_1_to_9999_survives_the_round_trip(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = -719162;
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            int length = lengths[month - 1] + (month == 2 && leap);
            for (int d = 1; d <= length; d++, expected++) {
                Date date = {0};
                bool made = date_make((CivilDate){year, month, d}, &date);
                CivilDate back = date_civil(date);
                if (!made || date.days != expected || back.year != year || back.month != month ||
                    back.day != d) {
                    print_error("wrong at %04d-%02d-%02d\n", year, month, d);
                    _fail(__FILE__, __LINE__);
                }
            }
        }
    assert_int_equal(expected, 2932897);
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    const CivilDate wrong[] = {{2023, 2, 29}, {1900, 2, 29}, {2023, 4, 31}, {2023, 13, 1},
                               {2023, 0, 1},  {2023, 1, 0},  {2023, 1, 32}, {0, 1, 1},
                               {10000, 1, 1}, {-4, 2, 29}};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_false(date_make(wrong[i], &(Date){0}));
    assert_true(date_make((CivilDate){2000, 2, 29}, &(Date){0}));
}

static void dates_are_read_in_four_styles(void **state)
{
    (void)state;
    const char *texts[] = {"2023-02-28", "2023.2.28", "2023/2/28", "2023年2月28日",
                           " 2023-2-28\u3000"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Date date;
        assert_true(date_parse(str_of(texts[i]), &date));
        assert_int_equal(date.days, 19416);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    const char *wrong[] = {"",           "2023-02",     "2023-02-29",  "2023-2/28",
                           "23-2-28",    "2023-02-28x", "2023年2月28", "2023-002-28",
                           "20230228",   "2023--28",    "2023-2-28日", "-2023-2-28",
                           "2023- 2-28", "0000-01-01"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        Date date = {7};
        assert_false(date_parse(str_of(wrong[i]), &date));
        assert_int_equal(date.days, 7);
    }
}

static void dates_are_printed_for_files_and_for_people(void **state)
{
    Buf text = buf_create(*state, 100);
    date_print(&text, day(2023, 2, 8));
    buf_add_byte(&text, ' ');
    date_print_chinese(&text, day(2023, 2, 8));
    buf_add_byte(&text, ' ');
    date_print(&text, day(33, 1, 1));
    assert_str(buf_str(&text), "2023-02-08 2023年2月8日 0033-01-01");
}

static Period month(int year, int month_number)
{
    Period made = {0};
    assert_true(month_make(year, month_number, &made));
    return made;
}

static void months_know_their_year_and_number(void **state)
{
    (void)state;
    for (int year = 1; year <= 9999; year += 7)
        for (int number = 1; number <= 12; number++) {
            Period made = month(year, number);
            assert_int_equal(period_year(made), year);
            assert_int_equal(period_month(made), number);
        }
    assert_false(month_make(2023, 13, &(Period){0}));
    assert_false(month_make(2023, 0, &(Period){0}));
    assert_false(month_make(0, 12, &(Period){0}));
    assert_false(month_make(10000, 1, &(Period){0}));
}

static void a_month_runs_from_its_first_to_its_last_day(void **state)
{
    (void)state;
    assert_int_equal(period_first(month(2023, 2)).days, day(2023, 2, 1).days);
    assert_int_equal(period_last(month(2023, 2)).days, day(2023, 2, 28).days);
    assert_int_equal(period_last(month(2024, 2)).days, day(2024, 2, 29).days);
    assert_int_equal(period_last(month(2023, 12)).days, day(2023, 12, 31).days);
    assert_int_equal(period_last(month(9999, 12)).days, day(9999, 12, 31).days);
}

static void the_month_before_crosses_the_year(void **state)
{
    (void)state;
    assert_int_equal(period_before(month(2023, 1), 1).months, month(2022, 12).months);
    assert_int_equal(period_before(month(2023, 2), 12).months, month(2022, 2).months);
    assert_int_equal(period_before(month(2022, 12), -1).months, month(2023, 1).months);
}

static void months_are_read_and_printed(void **state)
{
    const char *texts[] = {"2023-02", "2023-2", "2023年2月", " 2023年02月 "};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Period read;
        assert_true(period_parse(str_of(texts[i]), &read));
        assert_int_equal(read.months, month(2023, 2).months);
    }
    const char *wrong[] = {"",        "202",      "2023-13", "2023-00", "2023-02-01",
                           "2023年2", "2023-2月", "23-02",   "2023.2",  "2023-002"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_false(period_parse(str_of(wrong[i]), &(Period){0}));
    Buf text = buf_create(*state, 100);
    period_print(&text, month(2023, 2));
    period_print_chinese(&text, month(2023, 2));
    assert_str(buf_str(&text), "2023-022023年2月");
}

static Period year(int number)
{
    Period made = {0};
    assert_true(year_make(number, &made));
    return made;
}

static void years_are_read_and_printed(void **state)
{
    const char *texts[] = {"2023", "2023年", " 2023年度 "};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Period read;
        assert_true(period_parse(str_of(texts[i]), &read));
        assert_int_equal(read.months, year(2023).months);
    }
    assert_false(period_parse(STR("20234"), &(Period){0}));
    assert_false(period_parse(STR("0000"), &(Period){0}));
    assert_false(year_make(10000, &(Period){0}));
    Buf text = buf_create(*state, 100);
    period_print(&text, year(33));
    period_print_chinese(&text, year(2023));
    assert_str(buf_str(&text), "00332023年度");
}

static void a_year_is_no_month_of_it(void **state)
{
    (void)state;
    for (int number = 1; number <= 9999; number += 11) {
        assert_true(period_is_year(year(number)));
        assert_false(period_is_year(month(number, 12)));
        assert_int_equal(period_year(year(number)), number);
    }
    assert_int_equal(period_first(year(2024)).days, day(2024, 1, 1).days);
    assert_int_equal(period_last(year(2024)).days, day(2024, 12, 31).days);
}

static void years_are_compared_with_years(void **state)
{
    (void)state;
    assert_int_equal(period_before(year(2023), 12).months, year(2022).months);
    assert_int_equal(period_before(year(2023), 1).months, 0);
    assert_int_equal(period_distance(year(2022), year(2023)), 12);
    assert_int_equal(period_distance(month(2022, 12), month(2023, 2)), 2);
    assert_int_equal(period_distance(month(2022, 12), year(2023)), 0);
}

static void instants_are_read_with_and_without_offset(void **state)
{
    (void)state;
    const struct {
        const char *text;
        int64_t ms;
    } instants[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01T08:00:00+08:00", 0},
        {"1970-01-01 08:00", 0},
        {"2023-02-01T08:00:00.000+08:00", 1675209600000},
        {"2023-02-01T00:00:00Z", 1675209600000},
        {"2023-01-31T19:00:00-0500", 1675209600000},
        {"2023-02-01t05:45:30.5+0545", 1675209630500},
        {"2023-02-01T02:00+02", 1675209600000},
        {"2023/2/1 8:00:01", 1675209601000},
        {"2023年2月1日 08:00", 1675209600000},
        {"2023-02-01 08:00:00.123456789", 1675209600123},
        {"2023-02-01 08:00:00.05", 1675209600050},
        {"1969-12-31T23:59:59.999Z", -1},
    };
    for (size_t i = 0; i < ARRAY_LEN(instants); i++) {
        Instant instant = {77};
        assert_true(instant_parse(str_of(instants[i].text), &instant));
        assert_int_equal(instant.ms, instants[i].ms);
    }
}

static void what_is_no_instant_is_refused(void **state)
{
    (void)state;
    const char *wrong[] = {"",
                           "2023-02-01",
                           "2023-02-01T",
                           "2023-02-01T08",
                           "2023-02-01T24:00",
                           "2023-02-01T08:60",
                           "2023-02-01T08:00:60",
                           "2023-02-01T8:0",
                           "2023-02-30T08:00",
                           "2023-02-01T08:00:00.",
                           "2023-02-01T08:00:00.1234567890",
                           "2023-02-01T08:00+8",
                           "2023-02-01T08:00+08:",
                           "2023-02-01T08:00+24:00",
                           "2023-02-01T08:00+08:60",
                           "2023-02-01T08:00 +08:00",
                           "2023-02-01T08:00ZZ",
                           "2023-02-01  08:00",
                           "9999-12-31T23:59:59Z",
                           "0001-01-01T00:00+12:00"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        Instant instant = {77};
        if (instant_parse(str_of(wrong[i]), &instant)) {
            print_error("「%s」 was taken\n", wrong[i]);
            _fail(__FILE__, __LINE__);
        }
        assert_int_equal(instant.ms, 77);
    }
}

static void instants_are_printed_at_china_time(void **state)
{
    Buf text = buf_create(*state, 200);
    instant_print(&text, (Instant){1675209600123});
    buf_add_byte(&text, ' ');
    instant_print(&text, (Instant){-1});
    buf_add_byte(&text, ' ');
    instant_print_short(&text, (Instant){1675209600123});
    assert_str(buf_str(&text), "2023-02-01T08:00:00.123+08:00 1970-01-01T07:59:59.999+08:00 "
                               "2023-02-01 08:00");
}

static void the_day_changes_at_midnight_in_china(void **state)
{
    (void)state;
    Instant midnight = {1675180800000}; /* 2023-02-01T00:00+08:00 */
    assert_int_equal(instant_date(midnight).days, day(2023, 2, 1).days);
    assert_int_equal(instant_date((Instant){midnight.ms - 1}).days, day(2023, 1, 31).days);
    assert_int_equal(instant_date((Instant){-1}).days, 0);
    assert_int_equal(instant_date((Instant){-8 * 3600000 - 1}).days, -1);
}

static void printed_instants_parse_back(void **state)
{
    Random random = {16};
    int64_t first = -62135596800000 - 8 * 3600000; /* 0001-01-01 at +08:00 */
    int64_t span = INT64_C(9998) * 365 * 86400000;
    for (int round = 0; round < 20000; round++) {
        Instant instant = {first + (int64_t)random_below(&random, (uint64_t)span)};
        ArenaMark mark = arena_mark(*state);
        Buf text = buf_create(*state, 100);
        instant_print(&text, instant);
        Instant back = {0};
        assert_true(instant_parse(buf_str(&text), &back));
        assert_int_equal(back.ms, instant.ms);
        arena_rewind(*state, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(known_days_have_their_numbers),
        ARENA_TEST(every_day_of_years_1_to_9999_survives_the_round_trip),
        ARENA_TEST(days_that_do_not_exist_are_refused),
        ARENA_TEST(dates_are_read_in_four_styles),
        ARENA_TEST(what_is_no_date_is_refused),
        ARENA_TEST(dates_are_printed_for_files_and_for_people),
        ARENA_TEST(months_know_their_year_and_number),
        ARENA_TEST(a_month_runs_from_its_first_to_its_last_day),
        ARENA_TEST(the_month_before_crosses_the_year),
        ARENA_TEST(months_are_read_and_printed),
        ARENA_TEST(years_are_read_and_printed),
        ARENA_TEST(a_year_is_no_month_of_it),
        ARENA_TEST(years_are_compared_with_years),
        ARENA_TEST(instants_are_read_with_and_without_offset),
        ARENA_TEST(what_is_no_instant_is_refused),
        ARENA_TEST(instants_are_printed_at_china_time),
        ARENA_TEST(the_day_changes_at_midnight_in_china),
        ARENA_TEST(printed_instants_parse_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
