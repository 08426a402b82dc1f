/* Heads: which rows they are, what they say. */
#include "engine/check/test/paper_kit.h"

#define ROWS3 "甲局,10,9\n乙局,20,18\n丙局,30,27\n"

static void a_title_and_its_measure_stand_above(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "某市支出情况表,,\n编制单位：某局,,单位：万元\n"
                                   "部门,预算数,执行数\n" ROWS3);
    assert_str(table.title, "某市支出情况表");
    assert_str(table.columns[1].unit, "万元");
    assert_true(table.columns[1].rounded);
    assert_int_equal(table.row_count, 3);
}

static void group_heads_spread_over_their_parts(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "单位,投诉,,举报,\n,受理(件),办结(件),受理(件),办结(件)\n"
                                   "甲局,1,1,5,5\n乙局,2,2,6,6\n丙局,3,3,7,7\n");
    assert_str(table.columns[2].heads[0], "投诉");
    assert_str(table.columns[4].heads[0], "举报");
    assert_str(table.columns[4].printed, "办结(件)");
    assert_str(table.columns[4].unit, "件");
    assert_int_equal(table_column_named(&table, STR("举报办结")), 4);
    assert_int_equal(table_column_named(&table, STR("办结")), SIZE_MAX);
}

static void group_heads_printed_over_each_part_are_groups(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "单位,投诉,投诉,举报,举报\n,受理,办结,受理,办结\n"
                                   "甲局,1,1,5,5\n乙局,2,2,6,6\n丙局,3,3,7,7\n");
    assert_str(table.columns[3].heads[0], "举报");
    assert_str(table.columns[3].name, "受理");
}

static void three_levels_of_merged_heads(void **state)
{
    CheckTable table =
        sound_table(*state, "a.html",
                    "<table><tr><th rowspan=3>单位</th><th colspan=4>情况</th></tr>"
                    "<tr><th colspan=2>受理</th><th colspan=2>办结</th></tr>"
                    "<tr><th>本月(件)</th><th>上月(件)</th><th>本月(件)</th><th>上月(件)</th></tr>"
                    "<tr><td>东局</td><td>11</td><td>12</td><td>13</td><td>14</td></tr>"
                    "<tr><td>西局</td><td>21</td><td>22</td><td>23</td><td>24</td></tr></table>");
    assert_int_equal(table.row_count, 2);
    assert_int_equal(table.columns[4].level_count, 3);
    assert_str(table.columns[4].heads[1], "办结");
    assert_str(table.columns[0].printed, "单位");
}

static void maxima_put_group_heads_over_their_parts(void **state)
{
    CheckTable table = sound_table(*state, "a.txt",
                                   "单位\t基础(30分)\t\t\t加分(4分)\t\n"
                                   "\t甲(15分)\t乙(15分)\t丙(2分)\t丁(2分)\n"
                                   "东局\t15\t14.5\t1\t0\n西局\t14\t14.1\t0\t1\n"
                                   "南局\t13\t12.5\t1\t1\n");
    assert_str(table.columns[2].heads[0], "基础(30分)");
    assert_str(table.columns[3].heads[0], "加分(4分)");
    assert_false(table.columns[1].maximum.millionths == 30 * DECIMAL_ONE);
}

static void years_months_and_column_numbers_are_heads(void **state)
{
    static const char *const texts[] = {
        "单位,2021,2022\n" ROWS3,         "单位,2021年,2022年\n" ROWS3,
        "单位,1月,2月\n" ROWS3,           "单位,受理,办结\n栏次,1,2\n" ROWS3,
        "单位,受理,办结\n甲,1,2\n" ROWS3, "单位,本年,\n,2021年,2022年\n" ROWS3};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        CheckTable table = sound_table(*state, "a.csv", texts[i]);
        assert_int_equal(table.row_count, 3);
        assert_false(table.heads_unsure);
        assert_int_equal(table.columns[2].role, COLUMN_NUMBER);
    }
}

static void without_heads_nothing_is_sure(void **state)
{
    CheckTable table = sound_table(*state, "a.csv", "1,甲局,10\n2,乙局,20\n3,丙局,35\n");
    assert_true(table.heads_unsure);
    assert_int_equal(table.row_count, 3);
    assert_int_equal(table.serial_column, 0);
    assert_int_equal(table.label_column, 1);
}

typedef struct MarkCase {
    const char *head;
    const char *name;
    const char *unit;
    int maximum; /* 0 = none */
    int target;
    int weight;
} MarkCase;

static void marks_tell_measure_maximum_target_and_weight(void **state)
{
    static const MarkCase cases[] = {
        {"按时办理率 (15分)", "按时办理率", "", 15, 0, 0},
        {"得分（满分10分）", "得分", "", 10, 0, 0},
        {"加分项(0-15分)", "加分项", "", 15, 0, 0},
        {"扣分(最多扣6分)", "扣分", "", 6, 0, 0},
        {"重复退回(每件扣0.5分)", "重复退回", "", 0, 0, 0},
        {"服务人数 (人次)", "服务人数", "人次", 0, 0, 0},
        {"网办比例(40%)", "网办比例", "", 0, 40, 0},
        {"综合得分(40%)", "综合得分", "", 0, 0, 0},
        {"业务（权重60%）", "业务", "", 0, 0, 60},
        {"业务得分（占60%）", "业务得分", "", 0, 0, 60},
        {"主动评价占业 务申办比例(%)", "主动评价占业务申办比例", "%", 0, 0, 0},
        {"表扬信(封) 、锦旗(面)", "表扬信、锦旗", "", 0, 0, 0},
        {"服务大厅（含所）", "服务大厅", "", 0, 0, 0},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Str text =
            str_format(ctx->arena, "单位,%s,件数\n甲局,1,9\n乙局,2,18\n丙局,3,27\n", cases[i].head);
        CheckTable table = sound_table(ctx, "a.csv", str_to_c(ctx->arena, text));
        const CheckColumn *column = &table.columns[1];
        assert_str(column->name, cases[i].name);
        assert_str(column->unit, cases[i].unit);
        assert_int_equal(column->maximum.millionths, (int64_t)cases[i].maximum * DECIMAL_ONE);
        assert_int_equal(column->target.millionths, (int64_t)cases[i].target * DECIMAL_ONE);
        assert_int_equal(column->weight.millionths, (int64_t)cases[i].weight * DECIMAL_ONE);
    }
}

static void brackets_stay_where_they_tell_columns_apart(void **state)
{
    CheckTable table = sound_table(*state, "a.csv", "单位,办件量(网上),办件量(窗口)\n" ROWS3);
    assert_str(table.columns[1].name, "办件量(网上)");
    assert_str(table.columns[2].name, "办件量(窗口)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_title_and_its_measure_stand_above),
        KIT_TEST(group_heads_spread_over_their_parts),
        KIT_TEST(group_heads_printed_over_each_part_are_groups),
        KIT_TEST(three_levels_of_merged_heads),
        KIT_TEST(maxima_put_group_heads_over_their_parts),
        KIT_TEST(years_months_and_column_numbers_are_heads),
        KIT_TEST(without_heads_nothing_is_sure),
        KIT_TEST(marks_tell_measure_maximum_target_and_weight),
        KIT_TEST(brackets_stay_where_they_tell_columns_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
