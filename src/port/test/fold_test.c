#include "port/fold.h"

#include "kit/kit.h"

static void assert_same(Ctx *ctx, const char *a, const char *b)
{
    Str one = fold_name(ctx->arena, str_of(a));
    Str other = fold_name(ctx->arena, str_of(b));
    if (!str_equal(one, other))
        fail_msg("「%s」 and 「%s」 fold to 「%.*s」 and 「%.*s」", a, b, STRF(one), STRF(other));
}

static void full_width_forms_are_folded(void **state)
{
    Ctx *ctx = *state;
    assert_same(ctx, "１２３４５热线", "12345热线");
    assert_same(ctx, "ＡＢＣ％", "abc%");
}

static void all_brackets_are_the_same(void **state)
{
    Ctx *ctx = *state;
    assert_same(ctx, "得分（基础）", "得分(基础)");
    assert_same(ctx, "〔2023〕3号", "[2023]3号");
    assert_same(ctx, "【加分】", "（加分）");
    assert_same(ctx, "［加分］", "(加分)");
}

static void blanks_and_invisible_characters_vanish(void **state)
{
    Ctx *ctx = *state;
    assert_same(ctx, " 赤 岗　街\n", "赤岗街");
    assert_same(ctx, "赤\u200b岗\u00a0街\ufeff", "赤岗街");
    assert_same(ctx, " \t　", "");
}

static void letters_fold_to_one_case(void **state)
{
    Ctx *ctx = *state;
    assert_same(ctx, "On_Time", "on_time");
}

static void different_names_stay_different(void **state)
{
    Ctx *ctx = *state;
    assert_false(
        str_equal(fold_name(ctx->arena, STR("海幢街")), fold_name(ctx->arena, STR("海珠街"))));
}

static void folding_twice_changes_nothing(void **state)
{
    Ctx *ctx = *state;
    static const Str names[] = {STR_INIT("（Ａ）　①㎡ﬁ"), STR_INIT("区政务服务数据管理局"),
                                STR_INIT("\uFDFA")};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        Str once = fold_name(ctx->arena, names[i]);
        assert_true(str_equal(once, fold_name(ctx->arena, once)));
    }
}

static void malformed_text_comes_back_as_it_is(void **state)
{
    Ctx *ctx = *state;
    assert_str(fold_name(ctx->arena, STR("a\xff ")), "a\xff ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(full_width_forms_are_folded),
        KIT_TEST(all_brackets_are_the_same),
        KIT_TEST(blanks_and_invisible_characters_vanish),
        KIT_TEST(letters_fold_to_one_case),
        KIT_TEST(different_names_stay_different),
        KIT_TEST(folding_twice_changes_nothing),
        KIT_TEST(malformed_text_comes_back_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
