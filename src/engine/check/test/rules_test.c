/* Packs about known tables: the ones of the product, and what a pack may not say. */
#include "engine/check/range.h"
#include "engine/check/rules.h"
#include "engine/check/test/table_fixture.h"
#include "port/packs.h"

/* A right pack, line by line; a test replaces one line. */
static const char *const lines[] = {
    "table: windows",                                              /* 1 */
    "name: 窗口考核表",                                            /* 2 */
    "legal_sources: [《窗口考核办法》（某政〔2024〕1号）]",        /* 3 */
    "from: 2024-01",                                               /* 4 */
    "columns:",                                                    /* 5 */
    "  - {name: 总分, also: [总得分]}",                            /* 6 */
    "  - {name: 基础分, maximum: 100, missing: 100, exact: true}", /* 7 */
    "  - {name: 办结率, optional: true, missing: 100%}",           /* 8 */
    "formulas:",                                                   /* 9 */
    "  - 总分=基础分*90%+办结得分",                                /* 10 */
    "  - 办结得分=办结率*10",                                      /* 11 */
    "rank: {of: 总分, ties: dense, order: ascending}",             /* 12 */
};

static const Packs *packs_of(Ctx *ctx, const char *name, Str text)
{
    PackList list = {0};
    const Packs *packs;
    *LIST_ADD(ctx->arena, &list) = (Pack){str_of(name), str_of(name), text};
    assert_ok(ctx, packs_overlay(ctx, /* below= */ NULL, list, &packs));
    return packs;
}

static bool load_with(Ctx *ctx, int line, const char *text, CheckRules *ret)
{
    Buf pack = buf_create(ctx->arena, 64 * KIB);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        buf_format(&pack, "%s\n", (int)i + 1 == line ? text : lines[i]);
    ctx->packs = packs_of(ctx, "check/windows.yaml", buf_str(&pack));
    return check_rules_load(ctx, ret);
}

typedef struct Refusal {
    int line;
    const char *text;
    int reported; /* line, 0 = the same */
    const char *message;
    const char *hint;
} Refusal;

static const Refusal refusals[] = {
    {1, "tabel: windows", 0, "不认识的键「tabel」", "table"},
    {1, "table: ''", 0, "table", ""},
    {2, "name: ''", 0, "name", ""},
    {3, "legal_sources: []", 1, "legal_sources", ""},
    {4, "from: soon", 0, "不是年月", "2023-02"},
    {4, "", 1, "缺少「from」", ""},
    {6, "  - {name: 总分, also: [基础分]}", 7, "列名「基础分」重复", ""},
    {6, "  - {name: （分）}", 0, "不能作列名", ""},
    {6, "  - {name: 总分, optional: true}", 1, "至少要有两个必有的列", "optional"},
    {7, "  - {name: 基础分, maximum: 0}", 0, "满分应大于零", ""},
    {7, "  - {name: 基础分, maximum: 满}", 0, "maximum", ""},
    {7, "  - {name: 基础分, missing: 满分}", 0, "「满分」不是数值", "100%"},
    {7, "  - {nam: 基础分}", 0, "不认识的键「nam」", "name"},
    {7, "  - {maximum: 5}", 0, "缺少「name」", ""},
    {10, "  - 总分是基础分", 0, "看不懂", "总分=基础分"},
    {10, "  - 总分=基础分*", 0, "看不懂", ""},
    {10, "  - 总分=基础+办结得分", 0, "「基础」不是「columns」中的列", "基础分"},
    {11, "  - 办结得分=(办结率*5+办结率/所有单位中办结的最高值*5)", 0, "「办结」不是", ""},
    {12, "rank: {of: 总数}", 0, "「总数」不是「columns」中的列", "总分"},
    {12, "rank: {of: 总分, ties: olympic}", 0, "「ties」不能是「olympic」", "competition"},
    {12, "rank: {of: 总分, order: up}", 0, "「order」不能是「up」", "descending"},
    {12, "rank: {ties: dense}", 0, "缺少「of」", ""},
    {12, "rank: 总分", 0, "rank", ""},
};

static void what_is_wrong_is_told_with_its_line(void **state)
{
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        const Refusal *refusal = &refusals[i];
        CheckRules rules;
        fail_clear(ctx);
        if (load_with(ctx, refusal->line, refusal->text, &rules))
            fail_msg("accepted: %s", refusal->text);
        int line = refusal->reported > 0 ? refusal->reported : refusal->line;
        if (ctx->fail.place.line != line ||
            !str_equal_c(ctx->fail.place.file, "check/windows.yaml") ||
            !str_contains(ctx->fail.message, str_of(refusal->message)) ||
            !str_contains(ctx->fail.hint, str_of(refusal->hint)))
            fail_msg("%s is told as: %s", refusal->text, kit_failure(ctx));
    }
}

static void a_pack_is_read_whole(void **state)
{
    Ctx *ctx = *state;
    CheckRules rules;
    assert_ok(ctx, load_with(ctx, 0, "", &rules));
    assert_int_equal(rules.tables.count, 1);
    const KnownTable *table = &rules.tables.at[0];
    assert_str(table->id, "windows");
    assert_str(table->title, "窗口考核表");
    assert_str(table->source, "《窗口考核办法》（某政〔2024〕1号），2024年1月起");
    assert_int_equal(table->heads.count, 2);
    assert_str(table->heads.at[0], "总分|总得分");
    assert_int_equal(table->maxima.count, 1);
    assert_int_equal(decimal_compare(table->maxima.at[0].maximum, decimal_of(100)), 0);
    assert_int_equal(table->exact.count, 1);
    assert_str(table->exact.at[0], "基础分");
    assert_str(table->rank_of, "总分");
    assert_int_equal(table->ties, TIES_DENSE);
    assert_true(table->rank_ascending);
}

static void a_code_is_given_once(void **state)
{
    Ctx *ctx = *state;
    PackList list = {0};
    CheckRules rules;
    Buf pack = buf_create(ctx->arena, 64 * KIB);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        buf_format(&pack, "%s\n", lines[i]);
    *LIST_ADD(ctx->arena, &list) = (Pack){STR("check/a.yaml"), STR("a"), buf_str(&pack)};
    *LIST_ADD(ctx->arena, &list) = (Pack){STR("check/b.yaml"), STR("b"), buf_str(&pack)};
    assert_ok(ctx, packs_overlay(ctx, NULL, list, &ctx->packs));
    assert_fails(ctx, FAIL_INVALID, check_rules_load(ctx, &rules));
    assert_contains(ctx->fail.message, "「windows」与另一个规则重复");
    assert_str(ctx->fail.place.file, "b");
}

static void a_text_that_is_no_yaml_is_refused(void **state)
{
    Ctx *ctx = *state;
    CheckRules rules;
    ctx->packs = packs_of(ctx, "check/bad.yaml", STR("table: [a\n"));
    assert_fails(ctx, FAIL_SYNTAX, check_rules_load(ctx, &rules));
    assert_contains(ctx->fail.whiles[0], "check/bad.yaml");
}

static void no_packs_are_no_rules(void **state)
{
    Ctx *ctx = *state;
    CheckRules rules;
    ctx->packs = packs_of(ctx, "assess/other.yaml", STR("x: 1\n"));
    assert_ok(ctx, check_rules_load(ctx, &rules));
    CheckTable table = fixture_table(ctx, "单位|总分|基础分\n甲|1|1");
    assert_null(check_rules_for(&rules, &table));
}

static void a_table_is_known_by_its_heads(void **state)
{
    Ctx *ctx = *state;
    CheckRules rules;
    assert_ok(ctx, load_with(ctx, 0, "", &rules));
    CheckTable printed = fixture_table(ctx, "单位|“总得分”|基础 分\n甲|100.0|100.0");
    CheckTable other = fixture_table(ctx, "单位|总分|加分\n甲|100.0|100.0");
    assert_ptr_equal(check_rules_for(&rules, &printed), &rules.tables.at[0]);
    assert_null(check_rules_for(&rules, &other));
    printed.heads_unsure = true;
    assert_null(check_rules_for(&rules, &printed));
}

/* The packs of the product, from the program. */
static CheckRules product_rules(Ctx *ctx)
{
    Packs *packs;
    CheckRules rules;
    assert_ok(ctx, packs_open(ctx, (Str){0}, &packs));
    ctx->packs = packs;
    assert_ok(ctx, check_rules_load(ctx, &rules));
    return rules;
}

static bool holds(const NoteFormula *formula, const CheckTable *table, size_t row)
{
    Range range;
    const CheckColumn *column = &table->columns[formula->target];
    Figure printed = table->figures[row * table->column_count + formula->target];
    printed.places = column->places;
    assert_true(note_formula_range(formula, table, row, &range));
    return range_meets(range, figure_range(printed, column->rounded));
}

/* That the table is known as `id`, that its pack has `expected` formulas for it, and that they hold
 * in all rows but `failing` (SIZE_MAX = in all). */
static void assert_known(Ctx *ctx, const char *text, const char *id, size_t expected,
                         size_t failing)
{
    CheckRules rules = product_rules(ctx);
    CheckTable table = fixture_table(ctx, text);
    const KnownTable *known = check_rules_for(&rules, &table);
    NoteFormulaList found = {0};
    assert_non_null(known);
    assert_str(known->id, id);
    LIST_EACH (const Str, formulas, &known->formulas)
        note_formulas_find(&table, *formulas, known->source, &found);
    assert_int_equal(found.count, expected);
    for (size_t row = 0; row < table.row_count; row++) {
        bool all = true;
        LIST_EACH (const NoteFormula, formula, &found)
            all &= holds(formula, &table, row);
        if (all != (row != failing))
            fail_msg("%s: row %zu %s", id, row, all ? "holds" : "fails");
    }
}

#define HOTLINE_HEADS                                                                                                    \
    "名称|总分|按时办理率|办理通过率|退单通过率|知识响应率|满意度|办理质量|办理时长|" \
    "处置疑难复杂事项|宣传报道|专家坐席|办理效率|知识点采编和反馈|政策信息联动\n"

static void totals_of_thirteen_items_are_known(void **state)
{
    assert_known(*state,
                 HOTLINE_HEADS "甲|102.50|15|19.89|19.61|20|25.00|2|2|0|0|0|-1|0|0\n"
                               "乙|97.36|15|19.73|18.52|20|23.61|0|1|0|0|0|0|-0.5|0\n"
                               "丙|100.00|15|20.00||20|25.00|0|0|0||0||0|0\n"
                               "丁|99.00|15|20.00|20.00|20|25.00|0|0|0|0|0|-0.5|0|0",
                 "hotline", 1, 3);
}

static void scores_against_the_best_are_known(void **state)
{
    assert_known(*state,
                 "街道|主动评价率%|主动评价占业务申办比例%|好评率%|政务服务主动好评率得分\n"
                 "甲|100.0|200.42|99.75|9.87\n乙|100.0|204.73|100.00|10.00\n"
                 "丙|100.0|116.04|99.69|7.91",
                 "rating", 1, 2);
}

static void a_lost_column_counts_as_all(void **state)
{
    assert_known(*state,
                 "街道|主动评价占业务申办比例%|好评率%|主动好评率得分\n"
                 "甲|200.42|99.75|9.87\n乙|204.73|100.00|10.00",
                 "rating", 1, SIZE_MAX);
}

static void ratios_are_known_where_their_counts_are(void **state)
{
    assert_known(*state,
                 "单位|申请材料总数|减免材料数|减材料比率%|业务总量|网上办理业务量|网办率%|"
                 "用证事项数|实际发生业务事项数|电子证照应用比例%\n"
                 "甲|100|75|75.00|3|1|33.33|1|2|50.00\n乙|100|75|75.00|3|1|33.43|1|2|50.00",
                 "efficiency", 3, 1);
    assert_known(*state, "单位|减材料比例%|网办比例%|电子证照应用比例%\n甲|75.00|33.33|50.00",
                 "efficiency", 0, SIZE_MAX);
}

static void yearly_scores_are_known_with_and_without_their_halves(void **state)
{
    assert_known(*state,
                 "单位|考评得分|好差评综合得分|主动好评率得分|第三方专业机构评分|专项加扣分\n"
                 "甲|93.35|98.00|9.50|90.00|80.00\n乙|59.00|70.00|6.00|50.00|41.00",
                 "annual", 1, 1);
    assert_known(*state,
                 "单位|考评得分|好差评得分|好差评综合得分|政务服务主动好评率得分|"
                 "第三方评价得分|第三方专业机构评分|政务服务专项加扣分得分\n"
                 "甲|93.35|97.70|98.00|9.50|89.00|90.00|80.00",
                 "annual", 3, SIZE_MAX);
}

static void a_self_given_score_is_within_its_points(void **state)
{
    assert_known(*state, "项目|分值|自评得分\n产出指标|20|20\n支出率|10|9.8\n运行成本|4|4.5",
                 "self-assessment", 1, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_is_wrong_is_told_with_its_line),
        KIT_TEST(a_pack_is_read_whole),
        KIT_TEST(a_code_is_given_once),
        KIT_TEST(a_text_that_is_no_yaml_is_refused),
        KIT_TEST(no_packs_are_no_rules),
        KIT_TEST(a_table_is_known_by_its_heads),
        KIT_TEST(totals_of_thirteen_items_are_known),
        KIT_TEST(scores_against_the_best_are_known),
        KIT_TEST(a_lost_column_counts_as_all),
        KIT_TEST(ratios_are_known_where_their_counts_are),
        KIT_TEST(yearly_scores_are_known_with_and_without_their_halves),
        KIT_TEST(a_self_given_score_is_within_its_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
