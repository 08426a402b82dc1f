/* The language: what is said about wrong formulas, and right ones against a naive evaluator. */
#include "engine/assess/test/assess_fixture.h"

/* ---- messages --------------------------------------------------------------------------- */

static const char scheme_head[] =
    "scheme: test\nname: 测试\nlegal_sources: [测试]\nfrom: 2023-01\ngroups: [one]\n"
    "table: t\nrounding: {mode: half_up, places: 6, at: total}\ntotal: none\n"
    "columns: [subject]\n"
    "inputs:\n"
    "  - {code: a, name: 甲, places: 6}\n"
    "  - {code: b, name: 乙, places: 6}\n"
    "  - {code: c, name: 丙, places: 6}\n"
    "bands:\n"
    "  - {code: steps, steps: [{at_least: 5, value: 10}, {at_least: 0, value: 1}]}\n"
    "items:\n";

/* A scheme with the one item x. */
static bool load_formula(Ctx *ctx, const char *formula, const Scheme **ret)
{
    Str text = str_format(ctx->arena, "%s  - {code: x, name: 某项, formula: \"%s\"}\n", scheme_head,
                          formula);
    return scheme_load(ctx, STR("test.yaml"), text, ret);
}

typedef struct Refusal {
    const char *formula;
    const char *message;
    const char *hint;
} Refusal;

static const Refusal refusals[] = {
    {"", "不能为空", ""},
    {"a +", "不完整", ""},
    {"a b", "多了内容", ""},
    {"(a + b", "缺少右括号", ""},
    {"a + bb", "没有名称「bb」", "是否应为「b」"},
    {"gruop_max(a)", "没有函数「gruop_max」", "是否应为「group_max」"},
    {"a ? b", "不认识的符号「?」", ""},
    {"a + 1.2345678", "小数", ""},
    {"1.2.3", "1.2.3", ""},
    {"a < b", "需要数，得到的是条件", ""},
    {"a + (b < c)", "需要数，得到的是条件", ""},
    {"if(a, b, c)", "需要条件", ""},
    {"if(a < b, c)", "缺少参数", "if(条件"},
    {"min(a)", "缺少参数", "min(x, y, ...)"},
    {"present(a, b)", "参数太多", "present(x)"},
    {"if(a < b < c, 1, 0)", "不能连续比较", "a < b and b < c"},
    {"if(not a, 1, 0)", "需要条件", ""},
    {"if(a and b, 1, 0)", "需要条件", ""},
    {"band(a, stepz)", "没有分档表「stepz」", "是否应为「steps」"},
    {"band(a)", "缺少参数", "band(x, 分档表)"},
    {"round(a, 9)", "小数位数", ""},
    {"round(a, 2, sideways)", "取整方式", ""},
    {"rank(a, upwards)", "ascending", ""},
    {"* a", "多了运算符", ""},
    {"x + 1", "成环：x → x", ""},
};

static void wrong_formulas_are_refused_with_the_spot(void **state)
{
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        const Scheme *scheme;
        if (load_formula(ctx, refusals[i].formula, &scheme))
            fail_msg("accepted: %s", refusals[i].formula);
        if (!str_contains(ctx->fail.message, str_of(refusals[i].message)))
            fail_msg("「%s」 gives 「%.*s」", refusals[i].formula, STRF(ctx->fail.message));
        assert_contains(ctx->fail.hint, refusals[i].hint);
        assert_int_equal(ctx->fail.place.line, 17);
        assert_str(ctx->fail.place.file, "test.yaml");
    }
}

static void the_detail_quotes_the_spot(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    assert_fails(ctx, FAIL_INVALID, load_formula(ctx, "a × 2 + bb", &scheme));
    assert_str(ctx->fail.detail, "公式第9个字符起：bb");
}

static void deep_nesting_is_refused(void **state)
{
    Ctx *ctx = *state;
    Buf formula = buf_create(ctx->arena, MIB);
    for (int i = 0; i < 200; i++)
        buf_add_c(&formula, "(");
    buf_add_c(&formula, "a");
    for (int i = 0; i < 200; i++)
        buf_add_c(&formula, ")");
    const Scheme *scheme;
    assert_fails(ctx, FAIL_TOO_LARGE,
                 load_formula(ctx, str_to_c(ctx->arena, buf_str(&formula)), &scheme));
    assert_contains(ctx->fail.message, "嵌套太深");
}

static void long_formulas_are_refused(void **state)
{
    Ctx *ctx = *state;
    Buf formula = buf_create(ctx->arena, MIB);
    buf_add_c(&formula, "a");
    for (int i = 0; i < 1500; i++)
        buf_add_c(&formula, "+a");
    const Scheme *scheme;
    assert_fails(ctx, FAIL_TOO_LARGE,
                 load_formula(ctx, str_to_c(ctx->arena, buf_str(&formula)), &scheme));
    assert_contains(ctx->fail.message, "公式太长");
}

/* ---- values ----------------------------------------------------------------------------- */

static Str value_of(Ctx *ctx, const char *formula, const char *csv)
{
    const Scheme *scheme;
    AssessResult result;
    assert_ok(ctx, load_formula(ctx, formula, &scheme));
    Fixture fixture = fixture_csv(ctx, scheme, str_of(csv));
    assert_ok(ctx, assess_run(ctx, scheme, &fixture.input, &result));
    AssessValue value = assess_item(&result, 0, 0);
    Buf text = buf_create(ctx->arena, KIB);
    if (value.present)
        fraction_print(&text, value.exact);
    else
        buf_add_c(&text, value.flags & ASSESS_DIVIDED_BY_ZERO ? "zero"
                         : value.flags & ASSESS_NO_BAND       ? "no band"
                                                              : "missing");
    return buf_str(&text);
}

static void values_are_what_the_manual_says(void **state)
{
    Ctx *ctx = *state;
    const char *csv = "unit,a,b,c\n甲,6,4,\n乙,2,8,1\n丙,,4,3\n";
    const struct {
        const char *formula;
        const char *value;
    } cases[] = {
        {"a + b * 2", "14"},
        {"(a + b) * 2", "20"},
        {"a - b - 1", "1"},
        {"a / b / 2", "0.75"},
        {"a / 7 * 7", "6"},
        {"-a + b", "-2"},
        {"2 × a ÷ 4 − 1", "2"},
        {"a * 40%", "2.4"},
        {"1/3 + 1/3", "2/3"},
        {"c + 1", "missing"},
        {"a / (b - 4)", "zero"},
        {"c / (b - 4)", "zero"},
        {"min(a, b, 3)", "3"},
        {"max(a, b, 3)", "6"},
        {"min(a, c)", "missing"},
        {"clamp(a, 0, 5)", "5"},
        {"clamp(-a, 0, 5)", "0"},
        {"if(a > b, 1, 0)", "1"},
        {"if(a ≤ b, 1, 0)", "0"},
        {"if(c > 0, 1, 0)", "missing"},
        {"if(present(c), c, 9)", "9"},
        {"if(a = 6 and not b = 6, 1, 0)", "1"},
        {"if(c > 0 or a = 6, 1, 0)", "1"},
        {"if(c > 0 and a = 7, 1, 0)", "0"},
        {"if(a != 6, 1, 0)", "0"},
        {"coalesce(c, b, a)", "4"},
        {"coalesce(c, a / 0)", "zero"},
        {"band(a, steps)", "10"},
        {"band(b, steps)", "1"},
        {"band(-b, steps)", "no band"},
        {"round(10 / 3, 2)", "3.33"},
        {"round(-2.5, 0)", "-3"},
        {"round(2.5, 0, half_even)", "2"},
        {"round(2.1, 0, up)", "3"},
        {"round(2.9, 0, down)", "2"},
        {"group_max(a)", "6"},
        {"group_min(a)", "2"},
        {"group_sum(b)", "16"},
        {"group_mean(b)", "16/3"},
        {"group_mean(a)", "4"},
        {"group_count(a)", "2"},
        {"group_sum(1)", "3"},
        {"group_max(a + b)", "10"},
        {"rank(a)", "1"},
        {"rank(a, ascending)", "2"},
        {"rank(b)", "2"},
        {"rank(c)", "missing"},
        {"a / group_max(b - b)", "zero"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Str found = value_of(ctx, cases[i].formula, csv);
        if (!str_equal_c(found, cases[i].value))
            fail_msg("%s gives %.*s, not %s", cases[i].formula, STRF(found), cases[i].value);
    }
}

static void intermediate_overflow_is_reduced_away(void **state)
{
    Ctx *ctx = *state;
    /* As millionths, the eighth power would need 180 bits. */
    assert_str(value_of(ctx, "a * a * a * a * a * a * a * a", "unit,a\n甲,5\n"), "390625");
}

static void overflow_names_item_and_subject(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    AssessResult result;
    assert_ok(ctx, load_formula(ctx, "a * a * a * a", &scheme));
    Fixture fixture = fixture_csv(ctx, scheme, STR("unit,a\n甲,1\n乙,9000000000000.000001\n"));
    assert_fails(ctx, FAIL_OVERFLOW, assess_run(ctx, scheme, &fixture.input, &result));
    assert_contains(ctx->fail.message, "「乙」的「某项」");
}

static void a_result_beyond_decimals_overflows(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    AssessResult result;
    assert_ok(ctx, load_formula(ctx, "a * 10", &scheme));
    Fixture fixture = fixture_csv(ctx, scheme, STR("unit,a\n甲,9000000000000\n"));
    assert_fails(ctx, FAIL_OVERFLOW, assess_run(ctx, scheme, &fixture.input, &result));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(wrong_formulas_are_refused_with_the_spot),
        KIT_TEST(the_detail_quotes_the_spot),
        KIT_TEST(deep_nesting_is_refused),
        KIT_TEST(long_formulas_are_refused),
        KIT_TEST(values_are_what_the_manual_says),
        KIT_TEST(intermediate_overflow_is_reduced_away),
        KIT_TEST(overflow_names_item_and_subject),
        KIT_TEST(a_result_beyond_decimals_overflows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
