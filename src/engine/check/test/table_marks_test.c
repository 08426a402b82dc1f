/* Maxima of heads and names listed twice. */
#include "engine/check/test/paper_kit.h"

static void a_value_above_its_maximum_is_told(void **state)
{
    Finding finding = lone_finding(*state, "a.csv",
                                   "单位,甲(15分),乙(20分)\n东局,15,20\n西局,14,19\n南局,13,21\n"
                                   "北局,12,18\n中局,15,20\n");
    assert_str(finding.kind, "maximum");
    assert_str(finding.unit, "南局");
    assert_str(finding.printed, "21");
    assert_str(finding.recomputed, "≤20");
}

static void penalties_are_judged_by_their_size(void **state)
{
    Finding finding = lone_finding(*state, "a.csv",
                                   "单位,得分(100分),扣分(2分)\n东局,95,0\n西局,94,-1\n南局,93,-3\n"
                                   "北局,92,0\n中局,91,-0.5\n");
    assert_contains(finding.place, "扣分");
}

static void totals_have_no_maximum(void **state)
{
    (void)sound_table(*state, "a.csv",
                      "单位,甲(15分)\n东局,15\n西局,14\n南局,13\n北局,12\n合计,54\n");
}

static void a_head_that_most_exceed_means_something_else(void **state)
{
    (void)sound_table(*state, "a.csv",
                      "单位,进度(5分)\n东局,85\n西局,94\n南局,93\n北局,92\n中局,3\n");
}

static void several_in_a_row_are_left_to_the_relations(void **state)
{
    (void)sound_table(*state, "a.csv",
                      "单位,甲(15分),乙(20分)\n东局,15,20\n西局,14,19\n南局,18,23\n北局,12,18\n"
                      "中局,15,20\n");
}

static void a_group_has_its_maximum_too(void **state)
{
    Finding finding =
        lone_finding(*state, "a.csv",
                     "单位,加分(5分),,备注\n,甲,乙,\n东局,2,2,\n西局,1,3,\n南局,4,3,\n"
                     "北局,0,1,\n中局,2,3,\n");
    assert_str(finding.kind, "maximum");
    assert_str(finding.unit, "南局");
    assert_str(finding.printed, "7");
}

static void a_name_listed_twice_is_told_once(void **state)
{
    Finding finding = lone_finding(
        *state, "a.csv", "单位,得分\n东局,95\n西局,94\n南局,93\n西局,92\n北局,91\n中局,90\n");
    assert_str(finding.kind, "duplicate");
    assert_contains(finding.place, "第5行");
    assert_contains(finding.cause, "第3行");
    assert_contains(finding.cause, "不同");
}

static void a_row_printed_twice_is_called_so(void **state)
{
    Finding finding = lone_finding(
        *state, "a.csv", "单位,得分\n东局,95\n西局,94\n南局,93\n西局,94\n北局,91\n中局,90\n");
    assert_contains(finding.cause, "重复录入");
}

static void nearly_alike_is_width_brackets_and_blanks(void **state)
{
    Finding finding = lone_finding(*state, "a.csv",
                                   "单位,得分\n统战部（民宗局）,95\n西局,94\n南局,93\n"
                                   "统战部(民宗局),92\n北局,91\n中局,90\n");
    assert_contains(finding.cause, "统战部（民宗局）");
    (void)sound_table(*state, "a.csv",
                      "单位,得分\n南洲街,95\n华洲街,94\n南华街,93\n南华西街,92\n中洲街,91\n");
}

static void names_may_come_again_where_they_name_no_rows(void **state)
{
    static const char *const texts[] = {
        "单位,月份,件数\n东局,1月,1\n东局,2月,2\n东局,3月,3\n西局,1月,4\n西局,2月,5\n西局,3月,6\n",
        "单位,类型,件数\n东局,退回,1\n东局,超时,2\n西局,退回,3\n南局,退回,4\n",
        "项目,金额\n工资,10\n其他,20\n水费,30\n其他,40\n电费,50\n",
        "单位,件数\n一、本年,\n东局,10\n西局,20\n南局,30\n二、上年,\n东局,11\n西局,21\n南局,31\n",
        "科目编码,科目名称,预算数\n201,公共服务,300\n20101,人大事务,100\n2010101,行政运行,60\n"
        "2010102,管理事务,40\n20103,办公厅,200\n2010301,行政运行,150\n2010302,管理事务,50\n",
        "项目,预算数\n一、基本支出,300\n工资,100\n办公费,60\n差旅费,140\n二、项目支出,200\n"
        "办公费,150\n差旅费,50\n合计,500\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        (void)sound_table(*state, "a.csv", texts[i]);
}

static void a_name_behind_a_number_of_its_own_names_the_row(void **state)
{
    Finding finding = lone_finding(*state, "a.csv",
                                   "编号,村,件数\nC001,东村,5\nC002,西村,8\nC003,南村,7\n"
                                   "C004,西村,9\nC005,北村,4\n");
    assert_str(finding.kind, "duplicate");
    assert_str(finding.unit, "西村");
}

static void grades_behind_the_scores_excuse_no_doubled_name(void **state)
{
    Finding finding = lone_finding(
        *state, "a.csv",
        "窗口,得分,等次\n一窗,95,优秀\n二窗,92,优秀\n三窗,85,良好\n四窗,83,良好\n五窗,81,良好\n"
        "六窗,79,合格\n七窗,75,合格\n八窗,72,合格\n九窗,91,优秀\n二窗,74,合格\n");
    assert_str(finding.kind, "duplicate");
    assert_str(finding.unit, "二窗");
}

static void kinds_before_the_figures_excuse_it(void **state)
{
    (void)sound_table(
        *state, "a.csv",
        "单位,类别,金额\n一局,工程,95\n二局,工程,92\n三局,货物,85\n四局,货物,83\n五局,服务,81\n"
        "六局,服务,79\n七局,工程,75\n八局,工程,72\n九局,货物,91\n二局,服务,74\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_value_above_its_maximum_is_told),
        KIT_TEST(penalties_are_judged_by_their_size),
        KIT_TEST(totals_have_no_maximum),
        KIT_TEST(a_head_that_most_exceed_means_something_else),
        KIT_TEST(several_in_a_row_are_left_to_the_relations),
        KIT_TEST(a_group_has_its_maximum_too),
        KIT_TEST(a_name_listed_twice_is_told_once),
        KIT_TEST(a_row_printed_twice_is_called_so),
        KIT_TEST(nearly_alike_is_width_brackets_and_blanks),
        KIT_TEST(names_may_come_again_where_they_name_no_rows),
        KIT_TEST(a_name_behind_a_number_of_its_own_names_the_row),
        KIT_TEST(grades_behind_the_scores_excuse_no_doubled_name),
        KIT_TEST(kinds_before_the_figures_excuse_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
