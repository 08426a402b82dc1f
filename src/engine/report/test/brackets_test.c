#include "engine/report/brackets.h"

#include "kit/kit.h"

static void assert_set(Ctx *ctx, const char *text, const char *expected)
{
    assert_str(brackets_chinese(ctx->arena, str_of(text)), expected);
}

static void a_pair_becomes_full_width(void **state)
{
    assert_set(*state, "区委政法委(区来穗局)", "区委政法委（区来穗局）");
    assert_set(*state, "区委政法委（区来穗局）", "区委政法委（区来穗局）");
    assert_set(*state, "甲(一)、乙(二)", "甲（一）、乙（二）");
}

static void a_pair_around_another_becomes_a_tortoise_shell(void **state)
{
    assert_set(*state, "区委宣传部(区新闻出版局(区版权局))",
               "区委宣传部〔区新闻出版局（区版权局）〕");
    assert_set(*state, "甲((一)(二))乙(三)", "甲〔（一）（二）〕乙（三）");
}

static void what_does_not_pair_stays(void **state)
{
    assert_set(*state, "甲(一", "甲(一");
    assert_set(*state, "甲)一(", "甲)一(");
    assert_set(*state, "甲(((一)))", "甲(((一)))");
    assert_set(*state, "赤岗街", "赤岗街");
    assert_set(*state, "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_pair_becomes_full_width),
        KIT_TEST(a_pair_around_another_becomes_a_tortoise_shell),
        KIT_TEST(what_does_not_pair_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
