/* Counts, lists and values that a sentence tells of a table of groups: one slip is one finding. */
#include "engine/check/check.h"
#include "engine/check/test/prose_fixture.h"

typedef enum TableId { PATROLS, DEALS, GRADES, VISITS, TABLES } TableId;

static const char *const tables[TABLES] = {
    [PATROLS] = "\n\n**3月巡检情况统计表**\n\n"
                "| 乡镇 | 日常巡检 |  |  | 专项巡检 |  |  | 发现问题(个) |\n"
                "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
                "|  | 应检(次) | 实检(次) | 完成率 | 应检(次) | 实检(次) | 完成率 |  |\n"
                "| 东山镇 | 12 | 12 | 100.0% | 210 | 196 | 93.3% | 31 |\n"
                "| 西河镇 | 30 | 25 | 83.3% | 305 | 290 | 95.1% | 52 |\n"
                "| 南湖镇 | 24 | 24 | 100.0% | 180 | 180 | 100.0% | 18 |\n"
                "| 北岭镇 | 16 | 14 | 87.5% | 402 | 371 | 92.3% | 44 |\n"
                "| 中洲镇 | 22 | 21 | 95.5% | 96 | 90 | 93.8% | 27 |\n"
                "| 柳浦乡 | 18 | 18 | 100.0% | 240 | 211 | 87.9% | 63 |\n"
                "| 石桥乡 | 28 | 26 | 92.9% | 333 | 330 | 99.1% | 9 |\n"
                "| 云栖乡 | 20 | 17 | 85.0% | 150 | 139 | 92.7% | 38 |\n"
                "| 全县 | 170 | 157 | 92.4% | 1916 | 1807 | 94.3% | 282 |\n",
    [GRADES] = "\n\n校园检查情况\n\n学校\t得分\t等级\n"
               "东山小学\t96\tA\n西河小学\t88\tB\n南湖小学\t91\tA\n北岭小学\t86\tB\n"
               "中洲小学\t79\tB\n柳浦小学\t82\tB\n石桥小学\t95\tA\n云栖小学\t70\tC\n",
    [VISITS] = "\n\n读者服务情况\n\n月份\t到馆人次\t外借册次\t活动(场)\n"
               "1月\t33101\t25487\t10\n2月\t30051\t16268\t23\n3月\t35173\t13845\t19\n"
               "合计\t98325\t55600\t52\n",
    [DEALS] = "\n\n采购项目节约资金情况\n\n"
              "类别\t项目名称\t控制价(万元)\t中标价(万元)\t节约额(万元)\t节约率\n"
              "工程\t云栖学校\t900.00\t810.00\t90.00\t10.00%\n"
              "\t石桥步道\t500.00\t480.00\t20.00\t4.00%\n"
              "\t工程类小计\t1400.00\t1290.00\t110.00\t7.86%\n"
              "货物\t课桌采购\t200.00\t170.00\t30.00\t15.00%\n"
              "\t车辆采购\t400.00\t352.00\t48.00\t12.00%\n"
              "\t货物类小计\t600.00\t522.00\t78.00\t13.00%\n"
              "\t合计\t2000.00\t1812.00\t188.00\t9.40%\n",
};

static const struct {
    TableId shape;
    const char *text;
} right[] = {
    {DEALS, "控制价合计2000.00万元，中标价合计1812.00万元，节约资金188.00万元（工程类110.00万元、"
            "货物类78.00万元），节约率9.40%。"},
    {PATROLS, "3月，全县共巡检1964次，其中日常巡检157次、专项巡检1807次。"},
    {PATROLS, "专项巡检完成率低于全县平均水平的乡镇有5个，分别是东山镇、北岭镇、中洲镇、柳浦乡、"
              "云栖乡。"},
    {PATROLS, "专项巡检完成率高于全县平均水平（94.3%）的乡镇有西河镇、南湖镇、石桥乡。"},
    {PATROLS, "专项巡检完成率低于90%的乡镇有1个。"},
    {PATROLS, "日常巡检完成率为100%的乡镇有3个，发现问题超过40个的乡镇有3个。"},
    {PATROLS, "发现问题最多的是柳浦乡，最少的是石桥乡。"},
    {PATROLS, "发现问题较多的乡镇有柳浦乡、云栖乡、西河镇等。"},
    {PATROLS, "发现问题排在前列的是柳浦乡、北岭镇。"},
    {GRADES, "共检查学校8所，评为A级的3所，评为B级的4所。"},
    {GRADES, "去年评为A级的5所，评为B级的3所，全区A类学校12所。"},
    {VISITS, "全年接待读者98325人次，外借图书55600册次。"},
    {VISITS, "上门服务98352人次，送书55600册次。"},
    {PATROLS, "发现问题超过200个的县区有3个，专项巡检完成率低于90%的村有12个。"},
};

static const struct {
    TableId shape;
    const char *kind;
    const char *text;
} wrong[] = {
    {PATROLS, "parts", "3月，全县共巡检1964次，其中日常巡检157次、专项巡检1811次。"},
    {PATROLS, "parts", "3月，全县共巡检1964次，其中日常巡检162次、专项巡检1807次。"},
    {PATROLS, "count",
     "专项巡检完成率低于全县平均水平的乡镇有6个，分别是东山镇、北岭镇、中洲镇、柳浦乡、云栖乡。"},
    {PATROLS, "list",
     "专项巡检完成率低于全县平均水平的乡镇有5个，分别是东山镇、北岭镇、石桥乡、柳浦乡、云栖乡。"},
    {PATROLS, "list", "专项巡检完成率高于全县平均水平（94.3%）的乡镇有西河镇、北岭镇、石桥乡。"},
    {PATROLS, "list", "发现问题最多的是柳浦乡，最少的是西河镇。"},
    {PATROLS, "list", "发现问题较多的乡镇有柳浦乡、石桥乡、西河镇等。"},
    {PATROLS, "list", "发现问题排在前列的是柳浦乡、南湖镇。"},
    {GRADES, "count", "共检查学校8所，评为A级的2所，评为B级的4所。"},
    {VISITS, "value", "全年接待读者98352人次，外借图书55600册次。"},
    {PATROLS, "count", "日常巡检完成率为100%的乡镇有6个。"},
    {PATROLS, "count", "发现问题超过40个的乡镇有5个。"},
};

static FindingList findings_of(Ctx *ctx, TableId shape, const char *text)
{
    Paper paper;
    FindingList findings = {0};
    CheckRules rules = {0};
    Str whole = str_format(ctx->arena, "%s%s", text, tables[shape]);
    assert_ok(ctx, paper_read(ctx, STR("paper.txt"), whole, &paper));
    assert_ok(ctx, check_paper(ctx, &paper, &rules, &findings));
    return findings;
}

static void what_agrees_with_the_table_is_not_alarmed(void **state)
{
    Ctx *ctx = *state;
    size_t alarmed = 0;
    for (size_t i = 0; i < ARRAY_LEN(right); i++) {
        FindingList findings = findings_of(ctx, right[i].shape, right[i].text);
        if (findings.count)
            print_message("%s\n", right[i].text);
        print_findings(&findings);
        alarmed += findings.count > 0;
    }
    assert_int_equal(alarmed, 0);
}

static void what_differs_from_the_table_is_one_finding(void **state)
{
    Ctx *ctx = *state;
    size_t missed = 0;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        FindingList findings = findings_of(ctx, wrong[i].shape, wrong[i].text);
        bool found = findings.count == 1 && str_equal_c(findings.at[0].kind, wrong[i].kind);
        if (!found)
            print_message("%s: %s\n", wrong[i].kind, wrong[i].text);
        if (!found)
            print_findings(&findings);
        missed += !found;
    }
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_agrees_with_the_table_is_not_alarmed),
        KIT_TEST(what_differs_from_the_table_is_one_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
