/* Forms of tables beyond plain sums: weights, rests, densities, amounts. All names are invented. */
#include "engine/check/relation.h"

#include "engine/check/test/paper_kit.h"

static FindingList relate(Ctx *ctx, const char *text)
{
    Found found = find_in(ctx, "a.csv", text);
    FindingList findings = {0};
    LIST_EACH (CheckTable, table, &found.tables)
        check_table_relations(table, NULL, &findings);
    return findings;
}

static void holds(void **state, const char *text)
{
    FindingList findings = relate(*state, text);
    LIST_EACH (const Finding, finding, &findings)
        fail_msg("unexpected: %.*s %.*s %.*s", STRF(finding->place), STRF(finding->printed),
                 STRF(finding->cause));
}

static void check_slip(void **state, const char *text, const char *place, const char *recomputed)
{
    FindingList findings = relate(*state, text);
    LIST_EACH (const Finding, finding, &findings)
        if (findings.count != 1)
            print_message("found: %.*s %.*s\n", STRF(finding->place), STRF(finding->cause));
    assert_int_equal(findings.count, 1);
    assert_str(findings.at[0].place, place);
    assert_str(findings.at[0].recomputed, recomputed);
}

#define STEPS(north)                                                                               \
    "单位,基础分,加分,扣分,最后得分\n东,91.20,1,0,92.20\n西,88.15,0,-0.5,87.65\n"   \
    "南,90.40,0.5,0,90.90\n北," north ",0,-1,84.35\n中,80.05,2,0,82.05\n前,79.90,0,0,79.90\n"

static void steps_as_given_leave_no_room(void **state)
{
    holds(state, STEPS("85.35"));
    check_slip(state, STEPS("85.32"), "表1 第5行「最后得分」（E5）", "84.32");
}

static void full_marks_less_full_marks_are_no_change(void **state)
{
    holds(state, "单位,退单通过率,知识点响应率,办理效率\n"
                 "东,20,20,0\n西,20,20,0\n南,20,20,0\n北,20,20,0\n中,20,20,0\n"
                 "前,20,20,0\n后,20,20,0\n上,20,20,-0.5\n下,20,20,0\n左,20,20,0\n"
                 "右,20,20,0\n外,20,20,0\n里,17.5,20,0\n高,20,20,0\n低,20,20,0\n"
                 "远,20,20,0\n近,20,20,0\n深,20,20,0\n浅,20,20,0\n新,20,20,0\n");
}

#define WEIGHED(total)                                                                                \
    "单位,质量（40%）,效率（35%）,评价（25%）,综合得分\n东,91.2,88.4,79.9,87.40\n" \
    "西,85.0,90.1,92.3,88.61\n南,77.7,81.2,90.0," total "\n北,99.1,95.5,93.2,96.37\n"                \
    "中,70.4,82.8,88.9,79.37\n"

static void bare_percentages_that_make_a_whole_are_weights(void **state)
{
    holds(state, WEIGHED("82.00"));
    check_slip(state, WEIGHED("83.00"), "表1 第4行「综合得分」（E4）", "82.00");
}

#define STOCK(north)                                                                                       \
    "单位,旧存,新收,办结,未结\n东,35,120,99,56\n西,48,201,180,69\n南,12,77,80,9\n北,60,154," \
    "163," north "\n中,23,98,101,20\n后,41,133,150,24\n"

static void what_is_left_is_reckoned_from_what_came_and_went(void **state)
{
    holds(state, STOCK("51"));
    check_slip(state, STOCK("61"), "表1 第5行「未结」（E5）", "51");
}

#define PASSED(north)                                                                                      \
    "单位,抽检数,不合格数,合格率\n东,244,9,96.31%\n西,180,4,97.78%\n南,252,30,88.10%\n北," \
    "131,12," north "\n中,99,7,92.93%\n"

static void a_rate_may_be_of_what_is_left(void **state)
{
    holds(state, PASSED("90.84%"));
    check_slip(state, PASSED("98.84%"), "表1 第5行「合格率」（D5）", "90.84%");
}

#define DENSITY(north)                                                                                            \
    "村名,人口（人）,面积（平方公里）,人口密度（人/平方公里）\n东村,5210,3.31,1574\n" \
    "西村,1923,1.27,1514\n南村,8124,5.49,1480\n北村,4410,7.14," north                                             \
    "\n中村,3999,2.02,1980\n前村,6120,4.18,1464\n合计,29786,23.41,1272\n"

static void a_density_has_no_total_and_is_rounded(void **state)
{
    holds(state, DENSITY("618"));
    check_slip(state, DENSITY("638"), "表1 第5行「人口密度（人/平方公里）」（D5）", "618");
}

static void births_are_told_in_thousandths(void **state)
{
    check_slip(state,
               "单位,人口（人）,出生人数（人）,出生率（‰）\n东,52101,310,5.95\n西,39230,255,6.50\n"
               "南,81244,498,6.13\n北,44103,201,4.96\n中,39990,188,4.70\n",
               "表1 第5行「出生率（‰）」（D5）", "4.56");
}

static void whole_amounts_miss_their_totals_by_rounding(void **state)
{
    holds(state, "单位,人员,公用,项目\n东,31456,22011,9012\n西,42100,15003,8120\n"
                 "南,51234,17004,7001\n北,28800,19231,6442\n合计,153591,73248,30576\n");
}

#define CHANNELS(third)                                                                            \
    "渠道,上半年,下半年,全年\n线上,512,433,945\n窗口,298,377,675\n自助," third                     \
    ",184,402\n合计,1028,994,2022\n"

static void in_three_rows_the_total_bears_witness(void **state)
{
    holds(state, CHANNELS("218"));
    check_slip(state, CHANNELS("214"), "表1 第4行「上半年」（B4）", "218");
}

#define SECTIONS(taxes)                                                                             \
    "项目,上年,本年\n一、税收,600," taxes "\n增值税,300,340\n契税,210,200\n印花税,90,110\n" \
    "二、非税,400,437\n罚没,150,177\n规费,250,260\n合计,1000,1087\n"

static void sections_are_the_sums_of_their_items(void **state)
{
    holds(state, SECTIONS("650"));
    check_slip(state, SECTIONS("680"), "表1 第2行「本年」（C2）", "650");
}

static void a_slip_in_a_section_is_told_once(void **state)
{
    check_slip(state,
               "项目,上年,本年\n一、税收,600,650\n增值税,300,370\n契税,210,200\n印花税,90,110\n"
               "二、非税,400,437\n罚没,150,177\n规费,250,260\n合计,1000,1087\n",
               "表1 第2行「本年」（C2）", "680");
}

static void a_row_moved_over_its_own_gap_is_one_slip(void **state)
{
    check_slip(state,
               "单位,基础分,加分,得分,排名\n东,89.33,1,,90.33\n西,87.89,0.5,88.39,3\n"
               "南,84.66,0,84.66,4\n北,80.82,0,80.82,5\n中,95.96,1,96.96,1\n前,79.5,1,80.50,6\n",
               "表1 第2行「得分」（D2）", "90.33");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(steps_as_given_leave_no_room),
        KIT_TEST(full_marks_less_full_marks_are_no_change),
        KIT_TEST(bare_percentages_that_make_a_whole_are_weights),
        KIT_TEST(what_is_left_is_reckoned_from_what_came_and_went),
        KIT_TEST(a_rate_may_be_of_what_is_left),
        KIT_TEST(a_density_has_no_total_and_is_rounded),
        KIT_TEST(births_are_told_in_thousandths),
        KIT_TEST(whole_amounts_miss_their_totals_by_rounding),
        KIT_TEST(in_three_rows_the_total_bears_witness),
        KIT_TEST(sections_are_the_sums_of_their_items),
        KIT_TEST(a_row_moved_over_its_own_gap_is_one_slip),
        KIT_TEST(a_slip_in_a_section_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
