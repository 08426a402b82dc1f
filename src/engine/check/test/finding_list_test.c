/* The findings of a paper as they are handed on: each once, and not without end. */
#include "engine/check/finding_list.h"

#include "kit/kit.h"

static void add(Arena *arena, FindingList *list, Str place, const char *cause)
{
    *LIST_ADD(arena, list) = (Finding){.place = place,
                                       .kind = FINDING_SUM,
                                       .unit = STR("甲街"),
                                       .printed = STR("10"),
                                       .recomputed = STR("11"),
                                       .cause = str_of(cause)};
}

static FindingList numbered(Arena *arena, size_t count)
{
    FindingList list = {0};
    for (size_t i = 1; i <= count; i++)
        add(arena, &list, str_format(arena, "第%zu行", i), "");
    return list;
}

static void the_same_is_told_once_and_first_comes_first(void **state)
{
    Arena *arena = ((Ctx *)*state)->arena;
    FindingList found = {0}, to = {0};
    add(arena, &found, STR("第2行"), "一种说法");
    add(arena, &found, STR("第1行"), "");
    add(arena, &found, STR("第2行"), "另一种说法");
    findings_add_limited(arena, &found, &to);
    assert_int_equal(to.count, 2);
    assert_str(to.at[0].place, "第2行");
    assert_str(to.at[0].cause, "一种说法");
    assert_str(to.at[1].place, "第1行");
}

static void as_many_as_the_limit_are_all_told(void **state)
{
    Arena *arena = ((Ctx *)*state)->arena;
    FindingList found = numbered(arena, FINDINGS_MAX), to = {0};
    findings_add_limited(arena, &found, &to);
    assert_int_equal(to.count, FINDINGS_MAX);
    assert_str(to.at[FINDINGS_MAX - 1].kind, "sum");
}

static void past_the_limit_the_last_counts_the_rest(void **state)
{
    Arena *arena = ((Ctx *)*state)->arena;
    FindingList found = numbered(arena, FINDINGS_MAX + 7), to = {0};
    findings_add_limited(arena, &found, &to);
    assert_int_equal(to.count, FINDINGS_MAX);
    const Finding *last = &to.at[FINDINGS_MAX - 1];
    assert_str(last->kind, "more");
    assert_str(last->place, "第500行");
    assert_true(str_contains(last->cause, STR("还有 8 处未列出")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_same_is_told_once_and_first_comes_first),
        KIT_TEST(as_many_as_the_limit_are_all_told),
        KIT_TEST(past_the_limit_the_last_counts_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
