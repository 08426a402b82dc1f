#include "base/nearest.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void distance_counts_code_points_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(edit_distance(STR("赤岗街"), STR("赤冈街")), 1);
    assert_int_equal(edit_distance(STR("assess"), STR("asess")), 1);
    assert_int_equal(edit_distance(STR(""), STR("南洲")), 2);
    assert_int_equal(edit_distance(STR("kitten"), STR("sitting")), 3);
}

static void distance_is_symmetric(void **state)
{
    (void)state;
    const Str names[] = {STR_INIT("滨江街"), STR_INIT("江海街"), STR_INIT("海幢街"),
                         STR_INIT("freeze"), STR_INIT("reopen")};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        assert_int_equal(edit_distance(names[i], names[i]), 0);
        for (size_t j = 0; j < ARRAY_LEN(names); j++)
            assert_int_equal(edit_distance(names[i], names[j]), edit_distance(names[j], names[i]));
    }
}

static void nearest_is_the_closest_plausible_name(void **state)
{
    (void)state;
    const Str verbs[] = {STR_INIT("import"), STR_INIT("assess"), STR_INIT("explain"),
                         STR_INIT("export")};
    assert_true(str_equal_c(nearest_of(STR("imprt"), verbs, ARRAY_LEN(verbs)), "import"));
    assert_true(str_empty(nearest_of(STR("zzzzz"), verbs, ARRAY_LEN(verbs))));
}

static void a_name_inside_another_is_plausible(void **state)
{
    (void)state;
    const Str units[] = {STR_INIT("海珠区财政局"), STR_INIT("海珠区教育局")};
    assert_true(str_equal_c(nearest_of(STR("财政局"), units, ARRAY_LEN(units)), "海珠区财政局"));
}

static void several_names_come_closest_first_and_at_most_max(void **state)
{
    (void)state;
    const Str names[] = {STR_INIT("abcdxy"), STR_INIT("abcdef"), STR_INIT("abcdex"),
                         STR_INIT("abcdey")};
    Str found[2] = {0};
    assert_int_equal(nearest_names(STR("abcdef"), names, ARRAY_LEN(names), found, 2), 2);
    assert_true(str_equal_c(found[0], "abcdef"));
    assert_true(str_equal_c(found[1], "abcdex"));
}

static void no_candidates_give_nothing(void **state)
{
    (void)state;
    assert_true(str_empty(nearest_of(STR("x"), NULL, 0)));
    assert_true(str_empty(nearest_of(STR(""), (const Str[]){STR_INIT("x")}, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distance_counts_code_points_not_bytes),
        cmocka_unit_test(distance_is_symmetric),
        cmocka_unit_test(nearest_is_the_closest_plausible_name),
        cmocka_unit_test(a_name_inside_another_is_plausible),
        cmocka_unit_test(several_names_come_closest_first_and_at_most_max),
        cmocka_unit_test(no_candidates_give_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
