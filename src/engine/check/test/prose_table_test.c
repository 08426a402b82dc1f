/* Lists and values of the prose against a table below it. */
#include "engine/check/test/prose_fixture.h"

static const char table[] = "\n\n各镇情况表\n\n"
                            "排名\t镇名\t总分\t满意度\t办件量\t网办率\n"
                            "1\t东山镇\t98.50\t24.50\t1250\t92.50%\n"
                            "2\t西河镇\t97.20\t24.10\t860\t88.10%\n"
                            "3\t南湖镇\t96.80\t23.90\t1430\t95.30%\n"
                            "3\t北岭镇\t96.80\t24.80\t520\t79.90%\n"
                            "5\t中洲镇\t95.10\t22.70\t2010\t90.00%\n"
                            "6\t沙田镇\t93.40\t23.10\t330\t85.60%\n"
                            "7\t石桥镇\t90.20\t21.50\t740\t93.70%\n";

static const char *const right[] = {
    "考核得分前三位的镇是东山镇、西河镇、南湖镇。",
    "考核得分前三位的镇是东山镇、西河镇、北岭镇。",
    "考核得分前三位的镇是东山镇、西河镇、南湖镇、北岭镇（并列第三）。",
    "考核得分后三位的镇是石桥镇、沙田镇、中洲镇。",
    "考核得分后三位的镇是中洲镇、沙田镇、石桥镇。",
    "满意度扣分前三位的镇是石桥镇、中洲镇、沙田镇。",
    "办件量排名前三位的镇是中洲镇（2010件）、南湖镇（1430件）、东山镇（1250件）。",
    "办件量最高的镇是中洲镇，最低的镇是沙田镇。",
    "仅东山镇、南湖镇、石桥镇网办率达到92%的要求。",
    "北岭镇、沙田镇、西河镇网办率低于90%。",
    "网办率低于90%的有3个镇：北岭镇、沙田镇、西河镇。",
    "网办率扣分情况另行通报，满意度后三位的镇是石桥镇、中洲镇、沙田镇。",
    "东山镇总分98.50分，排名第一。",
    "东山镇总分98.5分，办件量1250件。",
    "得分前三位的部门是教育局、财政局、公安局。",
    "办件量排名前五位的镇有中洲镇、南湖镇等。",
};

static const struct {
    const char *kind;
    const char *text;
    const char *printed;
    const char *recomputed;
} wrong[] = {
    {"list", "考核得分前三位的镇是东山镇、中洲镇、南湖镇。", "中洲镇", "西河镇"},
    {"list", "考核得分后三位的镇是石桥镇、沙田镇、西河镇。", "西河镇", "中洲镇"},
    {"list", "满意度扣分前三位的镇是石桥镇、中洲镇、东山镇。", "东山镇", "沙田镇"},
    {"list", "办件量排名前三位的镇是中洲镇、南湖镇、西河镇。", "西河镇", "东山镇"},
    {"list", "办件量最高的镇是南湖镇。", "南湖镇", "中洲镇"},
    {"list", "办件量最低的镇是北岭镇。", "北岭镇", "沙田镇"},
    {"list", "仅东山镇、南湖镇、中洲镇网办率达到92%的要求。", "中洲镇", "石桥镇"},
    {"list", "北岭镇、沙田镇、东山镇网办率低于90%。", "东山镇", "西河镇"},
    {"list", "网办率低于90%的有3个镇：北岭镇、沙田镇、石桥镇。", "石桥镇", "西河镇"},
    {"list", "东山镇、南湖镇网办率高于92%。", "未列入", "石桥镇"},
    {"list", "仅东山镇、南湖镇、石桥镇、西河镇（含开发区）网办率达到92%的要求。", "西河镇",
     "不应列入"},
    {"value", "办件量排名前三位的镇是中洲镇（2010件）、南湖镇（1340件）、东山镇（1250件）。",
     "1340件", "1430"},
    {"value", "东山镇总分98.60分，排名第一。", "98.60分", "98.50分"},
    {"value", "东山镇总分98.50分，排名第二。", "第2", "第1"},
    {"value", "南湖镇办件量1340件。", "1340件", "1430件"},
};

static FindingList findings_with_table(Ctx *ctx, const char *sentence)
{
    return findings_of_text(ctx, str_format(ctx->arena, "%s%s", sentence, table));
}

static void a_list_that_agrees_is_not_alarmed(void **state)
{
    Ctx *ctx = *state;
    size_t alarmed = 0;
    for (size_t i = 0; i < ARRAY_LEN(right); i++) {
        FindingList findings = findings_with_table(ctx, right[i]);
        if (findings.count)
            print_message("%s\n", right[i]);
        print_findings(&findings);
        alarmed += findings.count > 0;
    }
    assert_int_equal(alarmed, 0);
}

static void a_list_that_differs_tells_the_names(void **state)
{
    Ctx *ctx = *state;
    size_t missed = 0;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        FindingList findings = findings_with_table(ctx, wrong[i].text);
        const Finding *first = findings.at;
        bool found = findings.count == 1 && str_equal_c(first->kind, wrong[i].kind) &&
                     str_equal_c(first->printed, wrong[i].printed) &&
                     str_equal_c(first->recomputed, wrong[i].recomputed);
        if (!found)
            print_message("%s\n", wrong[i].text);
        if (!found)
            print_findings(&findings);
        missed += !found;
    }
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_list_that_agrees_is_not_alarmed),
        KIT_TEST(a_list_that_differs_tells_the_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
