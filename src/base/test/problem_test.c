#include "base/problem.h"
#include "base/test/base_kit.h"

static void problems_are_kept_as_they_come(void **state)
{
    Problems problems = problems_create(*state);
    problems_add(&problems, (Problem){.row = 2, .column = 3, .message = STR("不是数字")});
    problems_add(&problems, (Problem){.row = 5, .message = STR("不能为空")});
    assert_int_equal(problems.count, 2);
    assert_int_equal(problems.at[0].row, 2);
    assert_int_equal(problems.at[0].column, 3);
    assert_str(problems.at[1].message, "不能为空");
}

static void beyond_the_maximum_problems_are_only_counted(void **state)
{
    Problems problems = problems_create(*state);
    for (int64_t row = 1; row <= PROBLEMS_KEPT_MAX + 25; row++)
        problems_add(&problems, (Problem){.row = row});
    assert_int_equal(problems.count, PROBLEMS_KEPT_MAX);
    assert_int_equal(problems.total, PROBLEMS_KEPT_MAX + 25);
    assert_int_equal(problems.at[PROBLEMS_KEPT_MAX - 1].row, PROBLEMS_KEPT_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(problems_are_kept_as_they_come),
        ARENA_TEST(beyond_the_maximum_problems_are_only_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
