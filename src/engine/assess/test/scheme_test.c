/* Loading: what a scheme's text may not say, and what is told about it. */
#include "engine/assess/test/assess_fixture.h"

/* A right scheme, line by line; a test replaces one line. */
static const char *const lines[] = {
    "scheme: test",                                                          /* 1 */
    "name: 测试",                                                            /* 2 */
    "legal_sources: [测试办法]",                                             /* 3 */
    "from: 2023-01",                                                         /* 4 */
    "until: 2023-12",                                                        /* 5 */
    "groups: [one, two]",                                                    /* 6 */
    "table: figures",                                                        /* 7 */
    "rounding: {mode: half_up, places: 2, at: total}",                       /* 8 */
    "inputs:",                                                               /* 9 */
    "  - {code: done, name: 办结, places: 0, min: 0}",                       /* 10 */
    "  - {code: taken, name: 受理, places: 0, min: 0, max: 9}",              /* 11 */
    "bands:",                                                                /* 12 */
    "  - {code: steps, steps: [{at_least: 9, value: 5}], otherwise: 0}",     /* 13 */
    "sections:",                                                             /* 14 */
    "  - code: base",                                                        /* 15 */
    "    name: 基础",                                                        /* 16 */
    "    cap: 30",                                                           /* 17 */
    "    missing: full_marks",                                               /* 18 */
    "    items:",                                                            /* 19 */
    "      - {code: rate, name: 办结率, points: 20, formula: done / taken}", /* 20 */
    "      - {code: good, name: 好评, points: 10, input: {places: 1}}",      /* 21 */
    "total: {code: total, name: 总分}",                                      /* 22 */
    "ranking: {by: total, minimum: {input: taken, at_least: 2}}",            /* 23 */
    "listing: {by: rank}",                                                   /* 24 */
    "grades: [{name: 优, quota: {one: 1}}]",                                 /* 25 */
    "columns: [rank, subject, total, rate, good]",                           /* 26 */
};

static bool load_with(Ctx *ctx, int line, const char *text, const Scheme **ret)
{
    Buf scheme = buf_create(ctx->arena, 64 * KIB);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        buf_format(&scheme, "%s\n", (int)i + 1 == line ? text : lines[i]);
    return scheme_load(ctx, STR("test.yaml"), buf_str(&scheme), ret);
}

typedef struct Refusal {
    int line;
    const char *text;
    int reported; /* line, 0 = the same */
    const char *message;
    const char *hint;
} Refusal;

static const Refusal refusals[] = {
    {1, "schema: test", 0, "不认识的键「schema」", "scheme"},
    {3, "legal_sources: []", 1, "legal_sources", ""},
    {4, "from: 202", 0, "应为年月", ""},
    {5, "until: 2023", 0, "应同为年月", ""},
    {5, "until: 2022-12", 0, "早于", ""},
    {6, "groups: []", 1, "groups", ""},
    {8, "rounding: {mode: halfup}", 0, "不能是「halfup」", "half_up、half_even"},
    {8, "rounding: {places: 7}", 0, "0至6", ""},
    {8, "rounding: {at: column}", 0, "不能是「column」", "item、section、total"},
    {10, "  - {code: Done, name: 办结}", 0, "代码「Done」不合规", "小写字母"},
    {10, "  - {code: min, name: 办结}", 0, "代码「min」不合规", ""},
    {10, "  - {code: done, nam: 办结}", 0, "不认识的键「nam」", "name"},
    {10, "  - {code: done, name: 办结, places: two}", 0, "整数", ""},
    {11, "  - {code: done, name: 受理}", 0, "代码「done」重复", ""},
    {11, "  - {code: taken, name: 受理, min: 5, max: 4}", 0, "最小值大于最大值", ""},
    {11, "  - {code: taken, name: 受理, assume: {value: 1, note: x, when: [don]}}", 0,
     "没有数据「don」", "done"},
    {11, "  - {code: taken, name: 受理, assume: {value: 1, note: x}}", 0, "缺少「when」", ""},
    {11, "  - {code: taken, name: 受理, assume: {note: x, when: [done]}}", 0, "缺少「value」", ""},
    {13, "  - {code: steps, steps: [{at_least: 1, value: 5}, {at_least: 9, value: 6}]}", 0,
     "从高到低", ""},
    {13, "  - {code: steps, steps: []}", 0, "没有档次", ""},
    {13, "  - {code: steps, steps: [{at_least: 1}]}", 0, "at_least", ""},
    {17, "    cap: 31", 15, "高于各指标满分之和30", "核对"},
    {17, "    cap: 29", 15, "低于各指标满分之和30", "capped: true"},
    {17, "    cap: -30", 0, "大于零", ""},
    {18, "    missing: full", 0, "不能是「full」", "full_marks"},
    {19, "    itemz:", 0, "不认识的键「itemz」", "items"},
    {20, "      - {code: rate, name: 办结率, points: 20, formula: done / takn}", 0,
     "没有名称「takn」", "taken"},
    {20, "      - {code: rate, name: 办结率, points: 20}", 0, "没有公式", "formula"},
    {20, "      - {code: rate, name: 办结率, points: -20, formula: done}", 0, "大于零", ""},
    {20, "      - {code: rate, name: 办结率, points: 20, formula: good + base}", 0, "成环", ""},
    {20, "      - {code: rate, name: 办结率, formula: done}", 0, "没有写满分", ""},
    {20, "      - {code: base, name: 办结率, points: 20, formula: done}", 0, "重复", ""},
    {20, "      - {code: rate, name: 办结率, points: 20, formula: done, target: {}}", 0, "at_least",
     ""},
    {21, "      - {code: good, name: 好评, points: 10, input: {placs: 1}}", 0,
     "不认识的键「placs」", "places"},
    {21,
     "      - {code: good, name: 好评, points: 10, items: [{code: g, name: 分, points: 9, "
     "input: {}}]}",
     0, "与下级指标满分之和9不符", ""},
    {22, "total: {code: rate, name: 总分}", 0, "重复", ""},
    {22, "total: none", 23, "没有总分", ""},
    {23, "ranking: {by: ratee}", 0, "没有指标「ratee」", "rate"},
    {23, "ranking: {order: up}", 0, "不能是「up」", "ascending"},
    {23, "ranking: {minimum: {input: take, at_least: 2}}", 0, "没有数据「take」", "taken"},
    {23, "ranking: none", 24, "不排名", ""},
    {24, "listing: {by: don}", 0, "没有数据「don」", "done"},
    {25, "grades: [{name: 优, quota: {three: 1}}]", 0, "分组「three」", ""},
    {25, "grades: [{name: 优, quota: many}]", 0, "名额", ""},
    {26, "columns: [rank, subjects]", 0, "没有列「subjects」", ""},
    {26, "columns: []", 1, "columns", ""},
};

static void a_right_scheme_loads(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    assert_ok(ctx, load_with(ctx, 0, "", &scheme));
    assert_int_equal(scheme->items.count, 2);
    assert_int_equal(scheme->inputs.count, 3);
    assert_int_equal(scheme->columns.count, 5);
    assert_int_equal(scheme->inputs.at[2].max.millionths, 10000000);
    assert_str(scheme->inputs.at[2].table, "figures");
}

static void wrong_schemes_are_refused_with_line_and_way_out(void **state)
{
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        const Refusal *refusal = &refusals[i];
        const Scheme *scheme;
        fail_clear(ctx);
        if (load_with(ctx, refusal->line, refusal->text, &scheme))
            fail_msg("accepted: %s", refusal->text);
        if (!str_contains(ctx->fail.message, str_of(refusal->message)) ||
            !str_contains(ctx->fail.hint, str_of(refusal->hint)))
            fail_msg("%s gives: %s", refusal->text, kit_failure(ctx));
        int line = refusal->reported ? refusal->reported : refusal->line;
        if (ctx->fail.place.line != line)
            fail_msg("%s is reported at line %d: %s", refusal->text, ctx->fail.place.line,
                     kit_failure(ctx));
    }
}

static void broken_yaml_is_refused_with_its_line(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    assert_fails(ctx, FAIL_SYNTAX, load_with(ctx, 8, "rounding: {mode: half_up", &scheme));
}

static void a_cap_below_the_sum_may_be_meant(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    assert_ok(ctx, load_with(ctx, 17, "    cap: 29\n    capped: true", &scheme));
}

static void a_circle_over_three_items_is_named(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    assert_fails(ctx, FAIL_INVALID,
                 load_with(ctx, 20,
                           "      - {code: rate, name: 甲, points: 20, formula: two + done}\n"
                           "      - {code: two, name: 乙, points: 5, formula: three}\n"
                           "      - {code: three, name: 丙, points: 5, formula: rate / taken}",
                           &scheme));
    assert_contains(ctx->fail.message, "满分之和");
    assert_fails(ctx, FAIL_INVALID,
                 load_with(ctx, 20,
                           "      - {code: rate, name: 甲, points: 10, formula: two + done}\n"
                           "      - {code: two, name: 乙, points: 5, formula: three}\n"
                           "      - {code: three, name: 丙, points: 5, formula: rate / taken}",
                           &scheme));
    assert_contains(ctx->fail.message, "成环");
    assert_contains(ctx->fail.message, "two → three → rate");
    assert_int_equal(ctx->fail.place.line, 20);
}

static void the_months_in_force_include_both_ends(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    assert_ok(ctx, load_with(ctx, 0, "", &scheme));
    Period month;
    const struct {
        const char *text;
        bool in_force;
    } months[] = {{"2022-12", false},
                  {"2023-01", true},
                  {"2023-12", true},
                  {"2024-01", false},
                  {"2023", false}};
    for (size_t i = 0; i < ARRAY_LEN(months); i++) {
        assert_true(period_parse(str_of(months[i].text), &month));
        assert_int_equal(scheme_in_force(scheme, month), months[i].in_force);
    }
}

static void the_packs_of_the_product_load(void **state)
{
    Ctx *ctx = *state;
    const char *packs[] = {"hotline", "rating", "efficiency"};
    for (size_t i = 0; i < ARRAY_LEN(packs); i++) {
        Str path = str_format(ctx->arena, "packs/assess/%s.yaml", packs[i]);
        const Scheme *scheme = fixture_scheme(ctx, str_to_c(ctx->arena, path));
        assert_str(scheme->code, packs[i]);
        assert_true(scheme_has_group(scheme, STR("street")));
        assert_true(scheme_has_group(scheme, STR("department")));
    }
}

/* The first YAML block of docs/assess.md. */
static void the_example_of_the_manual_loads(void **state)
{
    Ctx *ctx = *state;
    const Scheme *scheme;
    Str manual = fixture_read(ctx, "docs/assess.md");
    size_t start = str_find(manual, STR("```yaml\n"));
    assert_int_not_equal(start, STR_NONE);
    Str example = str_after(manual, start + strlen("```yaml\n"));
    example = str_slice(example, 0, str_find(example, STR("```\n")));
    assert_ok(ctx, scheme_load(ctx, STR("docs/assess.md"), example, &scheme));
    assert_int_equal(scheme->items.count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_right_scheme_loads),
        KIT_TEST(wrong_schemes_are_refused_with_line_and_way_out),
        KIT_TEST(broken_yaml_is_refused_with_its_line),
        KIT_TEST(a_cap_below_the_sum_may_be_meant),
        KIT_TEST(a_circle_over_three_items_is_named),
        KIT_TEST(the_months_in_force_include_both_ends),
        KIT_TEST(the_packs_of_the_product_load),
        KIT_TEST(the_example_of_the_manual_loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
