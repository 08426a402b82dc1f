/* Formulas of notes: what they say of a table, and what they must leave alone. */
#include "engine/check/formula_node.h"
#include "engine/check/range.h"
#include "engine/check/test/table_fixture.h"
#include "port/files.h"

#define SHARED "../shared/data/haizhu-2023-02/"

static const char score_formula[] = "政务服务主动好评率得分=(主动评价率*5+主动评价占业务申办比例/"
                                    "所有单位中主动评价占业务申办比例的最高值*5)*好评率";

/* As a paper prints it: numbered, escaped, broken lines mended, definitions among other notes. */
static const char printed_note[] =
    "1. 数据统计区间2023年2月1日至2023年2月28日;\n"
    "4. 政务服务主动好评率得分=(主动评价率得分+主动评价占业务申办比例得分)\\*好评率; "
    "主动评价率得分=主动评价数/全部评价数\\*100%\\*5; "
    "主动评价占业务申办比例得分=某街道的主动评价占业务申办比例/"
    "所有街道中主动评价占业务申办的最高值\\*5; "
    "主动评价占业务申办比例=主动评价数/总办件数; 好评率=好评数/主动评价数。";

static NoteFormulaList find(const CheckTable *table, const char *text)
{
    NoteFormulaList found = {0};
    note_formulas_find(table, str_of(text), STR("说明"), &found);
    return found;
}

static NoteFormula find_one(const CheckTable *table, const char *text)
{
    NoteFormulaList found = find(table, text);
    if (found.count != 1)
        fail_msg("%zu formulas found in %s", found.count, text);
    return found.at[0];
}

/* Whether the printed figure may be what the formula gives. */
static bool holds(const NoteFormula *formula, const CheckTable *table, size_t row)
{
    Range range;
    const CheckColumn *column = &table->columns[formula->target];
    Figure printed = table_figure(table, row, formula->target);
    if (!note_formula_range(formula, table, row, &range))
        fail_msg("%.*s gives nothing in row %zu", STRF(formula->text), row);
    printed.places = column->places;
    return range_meets(range, figure_range(printed, column->rounded));
}

static void assert_holding(Ctx *ctx, const char *text, const char *formula)
{
    CheckTable table = fixture_table(ctx, text);
    NoteFormula found = find_one(&table, formula);
    for (size_t row = 0; row < table.row_count; row++)
        if (!holds(&found, &table, row))
            fail_msg("%s fails in row %zu of\n%s", formula, row, text);
}

static void assert_failing(Ctx *ctx, const char *text, const char *formula, size_t failing_row)
{
    CheckTable table = fixture_table(ctx, text);
    NoteFormula found = find_one(&table, formula);
    for (size_t row = 0; row < table.row_count; row++)
        assert_int_equal(holds(&found, &table, row), row != failing_row);
}

static void assert_nothing(Ctx *ctx, const char *text, const char *formula)
{
    CheckTable table = fixture_table(ctx, text);
    assert_int_equal(find(&table, formula).count, 0);
}

static Str column_of(Str csv, Str unit, const char *code)
{
    Str head;
    Str line;
    assert_true(str_split(&csv, '\n', &head));
    while (str_split(&csv, '\n', &line)) {
        Str codes = str_trim(head);
        Str cells = str_trim(line);
        Str name;
        Str cell;
        if (!str_starts(cells, unit))
            continue;
        while (str_split(&codes, ',', &name) && str_split(&cells, ',', &cell))
            if (str_equal_c(name, code))
                return cell;
    }
    return (Str){0};
}

/* The published figures and scores of 18 units as one table; false when they are not there. */
static bool published_scores(Ctx *ctx, bool with_good_rate, CheckTable *ret)
{
    static const char figures_file[] = SHARED "rating-streets.csv";
    static const char scores_file[] = SHARED "rating-published-streets.csv";
    Str figures;
    Str scores;
    Str line;
    if (!file_exists(ctx, str_of(figures_file)) || !file_exists(ctx, str_of(scores_file))) {
        print_message("skipped: %s is not there\n", figures_file);
        return false;
    }
    assert_ok(ctx, file_read(ctx, str_of(figures_file), MIB, &figures));
    assert_ok(ctx, file_read(ctx, str_of(scores_file), MIB, &scores));
    Buf text = buf_create(ctx->arena, MIB);
    buf_format(&text, "街道|主动评价率%%|主动评价占业务申办比例%%|政务服务主动好评率得分%s",
               with_good_rate ? "|好评率%" : "");
    Str rest = scores;
    assert_true(str_split(&rest, '\n', &line));
    while (str_split(&rest, '\n', &line) && !str_empty(str_trim(line))) {
        Str unit = str_slice(line, 0, str_find_byte(line, ','));
        buf_format(&text, "\n%.*s|%.*s|%.*s|%.*s", STRF(unit),
                   STRF(column_of(figures, unit, "active_rate_pct")),
                   STRF(column_of(figures, unit, "active_to_cases_pct")),
                   STRF(column_of(scores, unit, "score")));
        if (with_good_rate)
            buf_format(&text, "|%.*s", STRF(column_of(figures, unit, "good_rate_pct")));
    }
    *ret = fixture_table(ctx, str_to_c(ctx->arena, buf_str(&text)));
    assert_int_equal(ret->row_count, 18);
    return true;
}

static void all_published_scores_hold(void **state)
{
    CheckTable table;
    if (!published_scores(*state, /* with_good_rate= */ true, &table))
        skip();
    NoteFormula formula = find_one(&table, score_formula);
    assert_false(formula.bounds_only);
    assert_true(formula.entries_only);
    for (size_t row = 0; row < table.row_count; row++)
        assert_true(holds(&formula, &table, row));
}

static void published_scores_altered_by_two_hundredths_fail(void **state)
{
    CheckTable table;
    if (!published_scores(*state, /* with_good_rate= */ true, &table))
        skip();
    NoteFormula formula = find_one(&table, score_formula);
    for (size_t row = 0; row < table.row_count; row++) {
        Figure *score = &table.figures[row * table.column_count + formula.target];
        for (int64_t by = -20000; by <= 20000; by += 40000) {
            score->value.millionths += by;
            assert_false(holds(&formula, &table, row));
            score->value.millionths -= by;
        }
    }
}

static void the_printed_note_bounds_what_it_leaves_unknown(void **state)
{
    CheckTable table;
    if (!published_scores(*state, /* with_good_rate= */ false, &table))
        skip();
    NoteFormula formula = find_one(&table, printed_note);
    assert_true(formula.bounds_only);
    for (size_t row = 0; row < table.row_count; row++) {
        Range range;
        assert_true(holds(&formula, &table, row));
        assert_true(note_formula_range(&formula, &table, row, &range));
        assert_true(fraction_is_zero(range.low));
    }
    table.figures[3 * table.column_count + formula.target].value = decimal_of(8);
    assert_false(holds(&formula, &table, 3)); /* at most 5 + 116.04 / 204.73 * 5 */
}

/* With one more definition the unknown quotient is a column after all. */
static void a_quotient_that_is_a_column_is_read_there(void **state)
{
    Ctx *ctx = *state;
    CheckTable table;
    if (!published_scores(ctx, /* with_good_rate= */ true, &table))
        skip();
    Str note = str_format(ctx->arena, "%s\n主动评价率=主动评价数÷全部评价数×100%%", printed_note);
    NoteFormula formula = find_one(&table, str_to_c(ctx->arena, note));
    assert_false(formula.bounds_only);
    for (size_t row = 0; row < table.row_count; row++)
        assert_true(holds(&formula, &table, row));
}

static void a_misprinted_definition_says_nothing(void **state)
{
    assert_nothing(*state, "部门|主动评价率%|好评率%\n甲|99.9|98.1\n乙|100.0|99.0",
                   "主动评价率=好评数/主动评价数");
}

static void a_percentage_is_a_quotient_times_100_percent(void **state)
{
    static const char table[] = "部门|即办事项数|事项总数|即办率%\n甲|55|61|90.16\n乙|1|3|33.33";
    assert_holding(*state, table, "平均即办率=即办事项数/事项总数*100%");
    assert_holding(*state, table, "即办率=即办事项数/事项总数×100");
    assert_holding(*state, table, "即办率＝（即办事项数÷事项总数）（统计范围为行政许可事项）");
    assert_failing(*state, "部门|办结数|总数|办结率%\n甲|9990|10000|99.90\n乙|9992|10000|99.90",
                   "办结率=办结数/总数*100%", 1);
}

static void percentages_without_any_sign_are_understood(void **state)
{
    assert_holding(*state, "部门|办结率|得分\n甲|99.92|5.00\n乙|80.00|4.00\n丙|61.30|3.07",
                   "得分=办结率*5");
}

static void percentages_may_count_as_points(void **state)
{
    assert_holding(*state, "部门|满意率%|办结率%|得分\n甲|98.50|90.00|95.10\n乙|80.00|70.00|76.00",
                   "得分=满意率×60%+办结率×40%");
}

static void weights_in_brackets_after_a_name_are_its_formula(void **state)
{
    assert_holding(*state,
                   "单位|综合得分|主动好评率|机构评分|加扣分|考评得分\n"
                   "甲|98.00|95.00|90.00|80.00|93.35\n乙|70.00|60.00|50.00|40.00|59.00",
                   "行政服务效能考评得分=好差评得分(100分,按照综合得分×90%+主动好评率×10%)×50%+"
                   "第三方评价分数（100分，按照机构评分×90%+加扣分×10%）×50%。\n"
                   "考评得分=行政服务效能考评得分");
}

static void names_may_hold_signs_of_arithmetic(void **state)
{
    assert_holding(*state,
                   "单位|基础分|附加考核-加分项|附加考核-减分项|总分\n"
                   "甲|90|5|2|93\n乙|80|1|0|81",
                   "总分=基础分+附加考核-加分项-附加考核-减分项");
}

static void quotes_brackets_and_blanks_do_not_matter(void **state)
{
    assert_holding(*state, "单位|政务服务“好差评”得分|业务 办理得分|总分\n甲|4|5|9\n乙|1|2|3",
                   "(1)总 分（满分10分）=政务服务好差评得分(5分)+「业务办理得分」；");
}

static void formulas_stand_in_prose(void **state)
{
    assert_holding(*state, "单位|基础分|加分|总分\n甲|4|5|9\n乙|1|2|3",
                   "本表按季度公布，计算公式为：总分=基础分+加分，其中加分由各单位申报。");
}

static void several_formulas_of_one_paragraph_are_all_found(void **state)
{
    CheckTable table = fixture_table(*state, "单位|甲数|乙数|合数|差数\n一|4|3|7|1\n二|5|5|10|0");
    NoteFormulaList found = find(&table, "1、合数=甲数+乙数；2、差数＝甲数－乙数。");
    assert_int_equal(found.count, 2);
    assert_str(found.at[0].text, "合数=甲数+乙数");
    assert_str(found.at[0].source, "说明");
    assert_int_equal(found.at[0].target, 3);
    assert_int_equal(found.at[0].column_count, 2);
    assert_true(holds(&found.at[1], &table, 0));
}

static void aggregates_are_over_the_entries_alone(void **state)
{
    static const char table[] = "单位|数量|得分|差额|占比%\n"
                                "甲|50|5|0|50.00\n乙|20|2|-30|20.00\n丙|30|3|-20|30.00\n"
                                "合计|100|10||";
    CheckTable read = fixture_table(*state, table);
    NoteFormula formula = find_one(&read, "得分=各单位数量/所有单位中数量的最高值*5");
    for (size_t row = 0; row < 3; row++)
        assert_true(holds(&formula, &read, row));
    Range range;
    assert_false(note_formula_range(&formula, &read, 3, &range));
    formula = find_one(&read, "得分=本单位数量÷同组最高值×5");
    assert_true(holds(&formula, &read, 1));
    formula = find_one(&read, "差额=数量-数量最大值");
    assert_true(holds(&formula, &read, 1));
    formula = find_one(&read, "占比=数量/所有单位的数量之和*100%");
    assert_true(holds(&formula, &read, 2));
    formula = find_one(&read, "得分=数量-所有单位中数量的最低值*0.9");
    assert_true(holds(&formula, &read, 1));
    formula = find_one(&read, "得分=数量/各单位数量平均值*10/3");
    assert_true(holds(&formula, &read, 0));
}

/* Rows beyond which aggregates are kept between calls. */
static void a_kept_maximum_follows_changed_figures(void **state)
{
    Ctx *ctx = *state;
    Buf text = buf_create(ctx->arena, MIB);
    buf_add_c(&text, "单位|数量|得分");
    for (int i = 1; i <= 3000; i++)
        buf_format(&text, "\n第%d|%d|%d", i, i, i);
    CheckTable table = fixture_table(ctx, str_to_c(ctx->arena, buf_str(&text)));
    NoteFormula formula = find_one(&table, "得分=数量/所有单位中数量的最高值*3000");
    assert_true(holds(&formula, &table, 0));
    Figure *last = &table.figures[2999 * table.column_count + 1];
    last->value = decimal_of(6000);
    assert_false(holds(&formula, &table, 0));
    last->value = decimal_of(3000);
    assert_true(holds(&formula, &table, 0));
    table.figures[1].value = decimal_of(9000); /* the row that is asked for */
    Range range;
    assert_true(note_formula_range(&formula, &table, 0, &range));
    assert_true(range_holds(range, fraction_of_int(3000)));
}

/* Sums of figures are added up in a way of their own. */
static void a_sum_is_what_its_terms_give_one_by_one(void **state)
{
    CheckTable table = fixture_table(*state, "单位|甲|乙率%|丙|丁|合数\n"
                                             "一|1.25|99.5|0.123456|-7|3\n"
                                             "二|-4.50|0.1|-1.000001|2|4");
    NoteFormula sum = find_one(&table, "合数=甲-乙率+丙-丁");
    NoteFormula singly = find_one(&table, "合数=甲*1-乙率*1+丙*1-丁*1");
    for (size_t row = 0; row < table.row_count; row++) {
        Range a;
        Range b;
        assert_true(note_formula_range(&sum, &table, row, &a));
        assert_true(note_formula_range(&singly, &table, row, &b));
        assert_true(fraction_equal(a.low, b.low) && fraction_equal(a.high, b.high));
        assert_true(fraction_compare(a.low, a.high) < 0);
    }
}

static void an_empty_cell_leaves_nothing_to_judge(void **state)
{
    CheckTable table = fixture_table(*state, "单位|甲数|乙数|合数\n一||3|3\n二|-|5|5\n三|1|1|2");
    NoteFormula formula = find_one(&table, "合数=甲数+乙数");
    Range range;
    assert_false(note_formula_range(&formula, &table, 0, &range));
    assert_false(note_formula_range(&formula, &table, 1, &range));
    assert_true(holds(&formula, &table, 2));
}

static void a_stated_value_stands_for_empty_cells_and_lost_columns(void **state)
{
    assert_holding(*state, "单位|甲数|乙数|合数\n一||3|18\n二|2|5|7",
                   "合数=甲数+乙数\n甲数=15(空缺按此计)");
    assert_holding(*state, "单位|乙数|合数\n一|3|18\n二|5|20",
                   "合数=甲数+乙数\n甲数=15(空缺按此计)");
    assert_holding(*state, "单位|甲率%|得分\n一||5.00\n二|80.00|4.00",
                   "得分=甲率*5\n甲率=100%(空缺按此计)");
}

static void a_divisor_that_may_be_zero_leaves_nothing_to_judge(void **state)
{
    CheckTable table = fixture_table(*state, "单位|甲数|乙数|比\n一|3|0|0.00\n二|1|2|0.50");
    NoteFormula formula = find_one(&table, "比=甲数/乙数");
    Range range;
    assert_false(note_formula_range(&formula, &table, 0, &range));
    assert_true(holds(&formula, &table, 1));
}

static void names_that_differ_in_a_word_of_measure_are_one(void **state)
{
    static const char table[] = "单位|减材料比例%|办结|总办件数\n一|50.00|1|2\n二|25.00|1|4";
    assert_holding(*state, table, "各单位减材料比率=办结数/总办件*100%");
}

/* 主动评价数 is a kind of 评价数, not the same; 得分 of a rate is not the rate. */
static void names_that_say_something_else_are_not_mixed_up(void **state)
{
    assert_nothing(*state, "单位|评价数|主动评价率%\n一|5|50.00\n二|4|100.00",
                   "主动评价率=主动评价数/评价数");
    assert_nothing(*state, "单位|主动评价率%|受理量\n一|50.00|3\n二|100.00|4",
                   "主动评价率得分=受理量*5");
}

static void heads_printed_twice_are_told_by_the_heads_above(void **state)
{
    Ctx *ctx = *state;
    CheckTable table = fixture_table(ctx, "单位|受理量|受理量|增加\n一|5|3|2\n二|4|4|0");
    for (size_t c = 1; c <= 2; c++) {
        table.columns[c].heads[1] = table.columns[c].heads[0];
        table.columns[c].heads[0] = c == 1 ? STR("本月") : STR("上月");
        table.columns[c].level_count = 2;
    }
    NoteFormula formula = find_one(&table, "增加=本月受理量-上月受理量");
    assert_true(holds(&formula, &table, 0));
    assert_int_equal(find(&table, "增加=受理量-上月受理量").count, 0);
}

static void prose_and_broken_formulas_are_left_out(void **state)
{
    static const char *const texts[] = {
        "",
        "合数",
        "=",
        "合数=",
        "合数=甲数",
        "合数=5",
        "合数=5+3",
        "合数=甲数+",
        "合数=甲数*/乙数",
        "合数=(甲数+乙数",
        "合数=甲数+乙数)*(",
        "合数=()",
        "合数=甲数+(乙数)平均",
        "合数=合数+甲数",
        "合数=甲数+未知数",
        "未知数=甲数+乙数",
        "=甲数+乙数",
        "甲数>=乙数",
        "合数=最高值",
        "合数=甲数+1e400",
        "合数=甲数+99999999999999999999",
        "((((((((((=甲数))))",
    };
    Ctx *ctx = *state;
    CheckTable table = fixture_table(ctx, "单位|甲数|乙数|合数\n一|1|2|3\n二|2|2|4");
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (find(&table, texts[i]).count > 0)
            fail_msg("found in %s", texts[i]);
}

static void definitions_that_lead_to_themselves_end(void **state)
{
    assert_nothing(*state, "单位|甲数|合数\n一|1|3\n二|2|4",
                   "合数=子+甲数;子=丑+1;丑=子+1;寅=寅+寅");
}

static void definitions_that_double_end(void **state)
{
    Ctx *ctx = *state;
    Buf text = buf_create(ctx->arena, MIB);
    buf_add_c(&text, "合数=层0+甲数");
    for (int i = 0; i < 100; i++)
        buf_format(&text, ";层%d=层%d+层%d", i, i + 1, i + 1);
    buf_add_c(&text, ";层100=1");
    CheckTable table = fixture_table(ctx, "单位|甲数|合数\n一|1|3\n二|2|4");
    assert_int_equal(find(&table, str_to_c(ctx->arena, buf_str(&text))).count, 0);
}

static void depth_and_length_are_bounded(void **state)
{
    Ctx *ctx = *state;
    CheckTable table = fixture_table(ctx, "单位|甲数|合数\n一|1|3\n二|2|4");
    Buf deep = buf_create(ctx->arena, MIB);
    Buf longest = buf_create(ctx->arena, MIB);
    Buf many = buf_create(ctx->arena, MIB);
    buf_add_c(&deep, "合数=");
    buf_add_c(&longest, "合数=甲数");
    for (int i = 0; i < 1000; i++) {
        buf_add_c(&deep, "(甲数+");
        buf_add_c(&longest, "+甲数");
        buf_add_c(&many, "合数=甲数+2\n");
    }
    assert_int_equal(find(&table, str_to_c(ctx->arena, buf_str(&deep))).count, 0);
    assert_int_equal(find(&table, str_to_c(ctx->arena, buf_str(&longest))).count, 0);
    assert_int_equal(find(&table, str_to_c(ctx->arena, buf_str(&many))).count,
                     FORMULA_STATEMENTS_MAX);
}

static void unsure_heads_use_no_formula(void **state)
{
    CheckTable table = fixture_table(*state, "单位|甲数|乙数|合数\n一|1|2|3\n二|2|2|4");
    table.heads_unsure = true;
    assert_int_equal(find(&table, "合数=甲数+乙数").count, 0);
}

static void rows_of_other_kinds_are_not_judged(void **state)
{
    CheckTable table = fixture_table(*state, "单位|甲数|乙数|合数\n一|1|2|3\n合计|2|2|4");
    NoteFormula formula = find_one(&table, "合数=甲数+乙数");
    Range range;
    assert_true(holds(&formula, &table, 1));
    table.rows[1].kind = ROW_OTHER;
    assert_false(note_formula_range(&formula, &table, 1, &range));
}

static void rates_are_told_from_changes(void **state)
{
    (void)state;
    assert_true(formula_name_is_rate(STR("好评率")));
    assert_true(formula_name_is_rate(STR("按时办结率")));
    assert_false(formula_name_is_rate(STR("增长率")));
    assert_false(formula_name_is_rate(STR("完成率")));
    assert_false(formula_name_is_rate(STR("办理效率")));
    assert_false(formula_name_is_rate(STR("好评数")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(all_published_scores_hold),
        KIT_TEST(published_scores_altered_by_two_hundredths_fail),
        KIT_TEST(the_printed_note_bounds_what_it_leaves_unknown),
        KIT_TEST(a_quotient_that_is_a_column_is_read_there),
        KIT_TEST(a_misprinted_definition_says_nothing),
        KIT_TEST(a_percentage_is_a_quotient_times_100_percent),
        KIT_TEST(percentages_without_any_sign_are_understood),
        KIT_TEST(percentages_may_count_as_points),
        KIT_TEST(weights_in_brackets_after_a_name_are_its_formula),
        KIT_TEST(names_may_hold_signs_of_arithmetic),
        KIT_TEST(quotes_brackets_and_blanks_do_not_matter),
        KIT_TEST(formulas_stand_in_prose),
        KIT_TEST(several_formulas_of_one_paragraph_are_all_found),
        KIT_TEST(aggregates_are_over_the_entries_alone),
        KIT_TEST(a_kept_maximum_follows_changed_figures),
        KIT_TEST(a_sum_is_what_its_terms_give_one_by_one),
        KIT_TEST(an_empty_cell_leaves_nothing_to_judge),
        KIT_TEST(a_stated_value_stands_for_empty_cells_and_lost_columns),
        KIT_TEST(a_divisor_that_may_be_zero_leaves_nothing_to_judge),
        KIT_TEST(names_that_differ_in_a_word_of_measure_are_one),
        KIT_TEST(names_that_say_something_else_are_not_mixed_up),
        KIT_TEST(heads_printed_twice_are_told_by_the_heads_above),
        KIT_TEST(prose_and_broken_formulas_are_left_out),
        KIT_TEST(definitions_that_lead_to_themselves_end),
        KIT_TEST(definitions_that_double_end),
        KIT_TEST(depth_and_length_are_bounded),
        KIT_TEST(unsure_heads_use_no_formula),
        KIT_TEST(rows_of_other_kinds_are_not_judged),
        KIT_TEST(rates_are_told_from_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
