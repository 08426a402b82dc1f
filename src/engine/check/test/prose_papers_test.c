/* Whole papers, a sentence and a table: what holds is not alarmed, one slip is one finding. */
#include "engine/check/check.h"
#include "engine/check/test/prose_fixture.h"

typedef enum TableId {
    MONTHS,
    KINDS,
    BUDGET,
    VISITS,
    GRADES,
    SITES,
    DOUBLED,
    LETTERS,
    TABLES
} TableId;

static const char *const tables[TABLES] = {
    [MONTHS] = "\n\n2024年5月各大厅业务量情况表\n\n"
               "大厅\t本月(件)\t上月(件)\t环比(%)\t网办率\n"
               "东城大厅\t4250\t4000\t6.25\t92.5%\n西城大厅\t3100\t3320\t-6.63\t88.1%\n"
               "南城大厅\t2875\t2500\t15.00\t95.3%\n北城大厅\t1980\t2035\t-2.70\t79.9%\n"
               "新区大厅\t6120\t5100\t20.00\t90.0%\n合计\t18325\t16955\t8.08\t90.2%\n",
    [KINDS] = "\n\n表1 6月工单类型情况\n\n类型\t工单量(件)\t占比\t去年同期(件)\n"
              "咨询\t1091\t23.1%\t1010\n求助\t362\t7.7%\t402\n投诉\t620\t13.1%\t698\n"
              "举报\t1218\t25.8%\t1166\n建议\t30\t0.6%\t41\n表扬\t1403\t29.7%\t1301\n"
              "合计\t4724\t100.0%\t4618\n",
    [BUDGET] = "\n\n2023年项目支出情况表（单位：万元）\n\n项目\t预算数\t执行数\t结余\t执行率\n"
               "大厅运行\t494.45\t377.27\t117.18\t76.30%\n窗口服务\t317.20\t313.08\t4.12\t98.70%\n"
               "数据平台\t872.06\t763.05\t109.01\t87.50%\n好差评\t302.74\t292.75\t9.99\t96.70%\n"
               "合计\t1986.45\t1746.15\t240.30\t87.90%\n",
    [VISITS] = "\n\n附件 6月群众回访情况\n\n单位\t回访数(人)\t满意\t基本满意\t不满意\t满意率\n"
               "教育局\t165\t132\t12\t21\t87.3%\n民政局\t302\t269\t26\t7\t97.7%\n"
               "司法局\t197\t141\t36\t20\t89.8%\n财政局\t323\t292\t16\t15\t95.4%\n"
               "水务局\t233\t191\t34\t8\t96.6%\n全区\t1220\t1025\t124\t71\t94.2%\n",
    [GRADES] =
        "\n\n窗口单位季度评议结果\n\n窗口单位\t服务态度\t办事效率\t得分\t等次\n"
        "发改窗口\t47\t48\t95\t优秀\n科技窗口\t41\t41\t82\t良好\n公安窗口\t37\t38\t75\t合格\n"
        "自规窗口\t30\t28\t58\t不合格\n环境窗口\t45\t46\t91\t优秀\n交通窗口\t42\t41\t83\t良好\n"
        "商务窗口\t36\t36\t72\t合格\n国资窗口\t46\t46\t92\t优秀\n",
    [SITES] = "\n\n联合验收项目情况\n\n项目名称\t受理时间\t办结时间\t材料份数\n"
              "云栖厂房\t2024-01-24\t2024-02-15\t38\n松涛厂房\t2024-01-30\t2024-02-24\t40\n"
              "石桥学校\t2024-03-10\t2024-04-04\t31\n望江厂房\t2024-03-17\t2024-03-19\t22\n"
              "柳浦小区\t2024-03-21\t2024-04-13\t36\n",
    [DOUBLED] = "\n\n各镇满意情况表\n\n镇名\t回访数\t满意数\t满意率\n"
                "东山镇\t165\t132\t80.0%\n西河镇\t300\t270\t90.0%\n南湖镇\t200\t150\t75.0%\n"
                "西河镇\t400\t380\t95.0%\n中洲镇\t250\t245\t98.0%\n",
    [LETTERS] = "\n\n各部门信访件情况\n\n部门\t来信\t来访\t网上\t合计\n"
                "档案局\t114\t662\t2315\t3091\n水务局\t346\t505\t2140\t2991\n"
                "审计局\t717\t363\t1646\t2726\n教育局\t760\t722\t919\t2401\n",
};

static const struct {
    TableId shape;
    const char *text;
} right[] = {
    {MONTHS, "5月，各大厅共办理业务18325件，环比增长8.08%，业务量最多的大厅是新区大厅。"},
    {MONTHS, "5月，各大厅共办理业务18325件，环比上升8.1%。"},
    {MONTHS, "新区大厅本月6120件，上月5100件，环比增长20%。"},
    {MONTHS, "本月网办率最高的大厅是南城大厅，最低的大厅是北城大厅。"},
    {MONTHS, "北城大厅、西城大厅网办率低于90%。"},
    {MONTHS, "今年1至5月，各大厅累计办理业务81235件，同比增长12.5%。"},
    {MONTHS, "去年5月，各大厅共办理业务17325件。"},
    {MONTHS, "4月，各大厅共办理业务16325件，环比下降3.2%。"},
    {MONTHS, "全市网办率90.2%，较上月提高1.3个百分点。"},
    {MONTHS, "合计件数环比增长8.08%，其中南城大厅增长15%。"},
    {MONTHS, "西城大厅办理3100件，环比下降6.63%；新区大厅办理6120件，环比增长20%。"},
    {MONTHS, "业务量约1.83万件，环比增长约8%。"},
    {KINDS, "6月共受理工单4724件，其中咨询1091件、求助362件、投诉620件、举报1218件、建议30件、表扬1"
            "403件。"},
    {KINDS, "6月共受理工单4724件。投诉类占全部工单的13.1%。"},
    {KINDS,
     "6月共受理工单4724件，同比增长2.3%。按类型分，投诉类工单620件，占13.1%，同比下降11.2%。"},
    {KINDS, "工单量前三位的类型是表扬、举报、咨询，合计3712件。"},
    {KINDS, "咨询、求助、投诉三类工单合计2073件，占43.9%。"},
    {KINDS, "12345热线接听率99.2%，咨询直接答复率85.3%。"},
    {KINDS, "与去年同期相比，工单量增加106件，增长2.3%。"},
    {KINDS, "投诉类工单中，噪音扰民320件，占投诉总量的51.6%。"},
    {BUDGET, "全年预算数1986.45万元，执行数1746.15万元，执行率87.90%。"},
    {BUDGET, "全年预算数0.20亿元，执行数0.17亿元。"},
    {BUDGET, "项目支出执行1746.15万元，预算执行率87.9%，结余240.3万元。"},
    {BUDGET, "数据平台预算数872.06万元，执行数763.05万元，执行率87.5%。"},
    {BUDGET, "执行率低于80%的有1个项目：大厅运行。"},
    {BUDGET, "部门全年总支出5012.88万元，其中基本支出3266.73万元、项目支出1746.15万元。"},
    {BUDGET, "政府采购执行率95.20%，三公经费12.35万元，较预算减少8.6%。"},
    {VISITS, "6月共回访群众1220人，总体满意率94.2%。满意率低于90%的有2个单位：教育局、司法局。"},
    {VISITS, "6月回访1220人，其中满意1025人、基本满意124人、不满意71人，满意率94.2%。"},
    {VISITS, "民政局满意率97.7%，财政局满意率95.4%。"},
    {VISITS, "教育局、司法局满意率低于全区平均水平。"},
    {VISITS, "全年计划回访2万人，已回访1.22万人，完成率61%。"},
    {VISITS, "满意率最高的单位是民政局（97.7%），最低的单位是教育局（87.3%）。"},
    {VISITS, "本次抽取样本1500个，成功回访1220人，成功率81.3%。"},
    {GRADES, "本季度评议为优秀的窗口单位3个，良好2个，合格2个，不合格1个。"},
    {GRADES, "评定为优秀的单位共3个：发改窗口、环境窗口、国资窗口。"},
    {GRADES, "90分（含）以上为优秀，80分（含）至90分（不含）为良好，60分（含）至80分（不含）为合格"
             "，60分以下为不合格。"},
    {GRADES, "评议得分前三位的窗口是发改窗口、国资窗口、环境窗口。"},
    {GRADES, "优秀单位发改窗口得分95分。"},
    {GRADES, "抽查案卷40份，合格38份，不合格2份，合格率95%。"},
    {GRADES, "全区共有窗口单位36个，其中进驻政务大厅28个。"},
    {GRADES, "参加评议的窗口单位共8个。"},
    {SITES, "一季度共办理联合验收5个项目，情况如下："},
    {SITES, "全区共有项目120个，其中在建项目35个。"},
    {SITES, "截至3月底，共受理申请12个项目，其中5个项目完成联合验收（详见下表）。"},
    {SITES, "共收取材料167份，平均每个项目33.4份。"},
    {LETTERS, "各部门共收到信访件11209件，其中来信1937件、来访2252件、网上7020件。"},
    {LETTERS, "各部门共收到信访件11209件。网上信访占全部信访件的62.6%。"},
    {LETTERS, "信访件最多的三个部门是档案局、水务局、审计局。"},
    {LETTERS, "来信、来访分别为1937件、2252件。"},
    {LETTERS, "全市信访总量52360件，我区占21.4%。"},
    {LETTERS, "来访最多的部门是教育局，来信最少的部门是档案局。"},
    {LETTERS, "教育局收到信访件2401件，其中来信760件、来访722件、网上919件。"},
    {LETTERS, "全年受理信访件11.2万件，办结率99.5%。"},
    {LETTERS, "按期办结11050件，按期办结率98.6%，群众评价满意率96.3%。"},
    {MONTHS, "新区大厅办理6120件，较上月增加1020件，环比增长20%。"},
    {MONTHS, "窗口平均等候时间8.5分钟，较上月缩短1.2分钟。"},
    {MONTHS, "全年目标任务20万件，已完成9.2万件，完成率46%。"},
    {MONTHS, "六个大厅共设窗口325个，日均办理业务842件。"},
    {KINDS, "工单量最少的类型是建议。"},
    {KINDS, "工单按时办结率99.2%，比上月提高0.3个百分点；群众满意率97.5%。"},
    {KINDS, "6月投诉620件，同比下降11.17%；咨询1091件，同比增长8.02%。"},
    {KINDS, "5月共受理工单4824件，6月共受理工单4724件。"},
    {BUDGET, "年初预算1900.00万元，年中追加86.45万元，全年预算1986.45万元。"},
    {BUDGET, "执行率最高的项目是窗口服务，最低的项目是大厅运行。"},
    {BUDGET, "绩效目标完成率100%，资金支付及时率98.5%。"},
    {VISITS, "财政局回访323人，其中满意292人，满意率95.4%。"},
    {VISITS, "电话接通率62.5%，回访不满意主要集中在教育领域，共71人。"},
    {GRADES, "评议得分后两位的窗口是自规窗口、商务窗口。"},
    {GRADES, "发改窗口得分95分，排名第一。"},
    {GRADES, "良好以上的窗口共5个，占62.5%。"},
    {GRADES, "上季度评议为优秀的窗口单位4个，良好3个。"},
    {SITES, "5个项目全部按期办结，平均用时21.4天。"},
    {LETTERS, "接待来访群众3120人次，其中集体访86批。"},
};

static const struct {
    TableId shape;
    const char *kind;
    const char *text;
} wrong[] = {
    {SITES, "ratio", "检查单位125家，合格118家，合格率95.40%。"},
    {SITES, "ratio", "全年预算数1250.00万元，执行数1105.50万元，执行率89.44%。"},
    {SITES, "ratio", "发现问题86个，已整改79个，整改率93.86%。"},
    {MONTHS, "change", "新区大厅办理6120件，较上月增加1002件，环比增长20.0%。"},
    {MONTHS, "list", "本月网办率最高的大厅是东城大厅。"},
    {MONTHS, "list", "本月网办率最高的大厅是南城大厅，最低的大厅是西城大厅。"},
    {MONTHS, "value", "南城大厅网办率93.5%。"},
    {MONTHS, "change", "合计件数环比增长8.80%。"},
    {KINDS, "list", "工单量前三位的类型是表扬、举报、投诉。"},
    {KINDS, "list", "工单量最少的类型是求助。"},
    {KINDS, "share", "6月共受理工单4724件，其中举报1218件，占28.5%。"},
    {KINDS, "value", "6月共受理工单4742件，同比有所增长。"},
    {KINDS, "change", "6月投诉620件，同比增长11.17%。"},
    {BUDGET, "value", "全年项目支出结余240.80万元。"},
    {BUDGET, "list", "执行率低于90%的有2个项目：大厅运行、窗口服务。"},
    {BUDGET, "list", "执行率最高的项目是好差评。"},
    {VISITS, "list", "满意率最高的单位是财政局。"},
    {VISITS, "count", "满意率低于90%的有3个单位：教育局、司法局。"},
    {VISITS, "value", "财政局满意率94.5%。"},
    {VISITS, "list", "教育局、民政局满意率低于全区平均水平。"},
    {GRADES, "list", "评议得分前三位的窗口是发改窗口、国资窗口、交通窗口。"},
    {GRADES, "list", "评议得分后两位的窗口是自规窗口、公安窗口。"},
    {GRADES, "value", "发改窗口得分96分，排名第一。"},
    {LETTERS, "list", "来访最多的部门是档案局。"},
    {LETTERS, "list", "来信最少的部门是水务局。"},
    {MONTHS, "value", "5月，各大厅共办理业务18235件，业务量最多的大厅是新区大厅。"},
    {MONTHS, "value", "5月，各大厅共办理业务18327件。"},
    {MONTHS, "change", "5月，各大厅共办理业务18325件，环比增长8.80%。"},
    {MONTHS, "change", "5月，各大厅共办理业务18325件，环比下降8.08%。"},
    {MONTHS, "change", "新区大厅本月6120件，上月5100件，环比增长22%。"},
    {MONTHS, "change", "西城大厅办理3100件，环比下降6.36%；新区大厅办理6120件，环比增长20%。"},
    {MONTHS, "list", "北城大厅、东城大厅网办率低于90%。"},
    {MONTHS, "value", "全市共办理业务18325件，网办率92.0%。"},
    {KINDS, "value", "6月共受理工单4724件，按类型分，投诉类工单670件。"},
    {KINDS, "value", "6月共受理工单4724件。投诉类占全部工单的13.7%。"},
    {KINDS, "value", "6月共受理工单4724件。按类型分，投诉类工单620件，占3.1%。"},
    {KINDS, "value", "6月咨询1091件、求助326件、投诉620件、举报1218件。"},
    {KINDS, "parts",
     "6月共受理工单4924件，其中咨询1091件、求助362件、投诉620件、举报1218件、建议30件、表扬1403件"
     "。"},
    {KINDS, "change", "6月共受理工单4724件，同比增长3.2%。"},
    {BUDGET, "ratio", "全年预算数1986.45万元，执行数1764.15万元，执行率87.90%。"},
    {BUDGET, "ratio", "全年预算数1986.45万元，执行数1746.15万元，执行率89.70%。"},
    {BUDGET, "ratio", "数据平台预算数872.06万元，执行数763.05万元，执行率85.7%。"},
    {VISITS, "value", "6月共回访群众1220人，总体满意率104.2%。"},
    {VISITS, "value", "6月共回访群众1202人，总体满意率94.2%。"},
    {VISITS, "list", "满意率低于90%的有2个单位：教育局、财政局。"},
    {VISITS, "parts", "6月回访1220人，其中满意1205人、基本满意124人、不满意71人。"},
    {VISITS, "value", "满意率最高的单位是民政局（97.7%），最低的单位是教育局（83.7%）。"},
    {GRADES, "count", "本季度评议为优秀的窗口单位3个，良好2个，合格4个，不合格1个。"},
    {GRADES, "list", "评定为优秀的单位共3个：发改窗口、环境窗口、交通窗口。"},
    {GRADES, "band",
     "90分（含）以上为优秀，80分（含）至90分（不含）为良好，60分（含）至79分（不含）为合格，60分以"
     "下为不合格。"},
    {GRADES, "count", "参加评议的窗口单位共9个。"},
    {SITES, "count", "一季度共办理联合验收6个项目，情况如下："},
    {LETTERS, "parts", "各部门共收到信访件11209件，其中来信1973件、来访2252件、网上7020件。"},
    {LETTERS, "parts", "各部门共收到信访件11209件，其中来信1937件、来访2252件、网上7220件。"},
    {LETTERS, "share",
     "各部门共收到信访件11209件，其中来信1937件、来访2252件、网上7020件。网上占全部信访件的66.2%"
     "。"},
    {LETTERS, "list", "信访件最多的三个部门是档案局、水务局、教育局。"},
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

static void a_list_that_a_doubled_name_explains_stands(void **state)
{
    static const char *const lists[] = {
        "满意率后三位的镇是南湖镇、东山镇、北岭镇。",
        "满意率前三位的镇是中洲镇、北岭镇、西河镇。",
        "仅西河镇、中洲镇满意率高于90%。",
        "仅北岭镇、中洲镇满意率高于94%。",
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        FindingList findings = findings_of(ctx, DOUBLED, lists[i]);
        print_findings(&findings);
        LIST_EACH (const Finding, finding, &findings)
            assert_false(str_equal_c(finding->kind, "list"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_agrees_with_the_table_is_not_alarmed),
        KIT_TEST(what_differs_from_the_table_is_one_finding),
        KIT_TEST(a_list_that_a_doubled_name_explains_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
