/* What the figures of one table obey, and one finding for each slip. All names are invented. */
#include "engine/check/relation.h"

#include "engine/check/test/paper_kit.h"

/* What is found by the relations alone. */
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

static Finding slip(void **state, const char *text)
{
    FindingList findings = relate(*state, text);
    LIST_EACH (const Finding, finding, &findings)
        if (findings.count != 1)
            print_message("found: %.*s %.*s %.*s\n", STRF(finding->place), STRF(finding->printed),
                          STRF(finding->cause));
    assert_int_equal(findings.count, 1);
    return findings.at[0];
}

static void check_slip(void **state, const char *text, const char *kind, const char *unit,
                       const char *printed, const char *recomputed)
{
    Finding finding = slip(state, text);
    assert_str(finding.kind, kind);
    assert_str(finding.unit, unit);
    assert_str(finding.printed, printed);
    assert_str(finding.recomputed, recomputed);
}

/* ---- sums ----------------------------------------------------------------------------------- */

#define SCORES(third_total, fourth_penalty)                                                        \
    "街道,总分,办理,满意,加分,扣分\n"                                                  \
    "东街,99.12,49.31,47.81,2,0\n西街,98.05,48.92,48.63,1,-0.5\n南街," third_total                 \
    ",48.11,48.02,1,0\n北街,95.87,47.95,48.42,0," fourth_penalty                                   \
    "\n中街,94.60,47.20,47.40,1,-1\n前街,93.71,46.70,47.01,0,0\n"

static void a_sum_of_neighbours_holds_within_rounding(void **state)
{
    holds(state, SCORES("97.13", "-0.5"));
    holds(state, SCORES("97.14", "-0.5")); /* 0.01 is explained by two rounded parts */
}

static void a_wrong_total_is_told_with_what_the_parts_make(void **state)
{
    check_slip(state, SCORES("97.73", "-0.5"), "sum", "南街", "97.73", "97.13");
}

static void a_lost_penalty_is_named(void **state)
{
    Finding finding = slip(state, SCORES("97.13", "0"));
    assert_str(finding.unit, "北街");
    assert_str(finding.printed, "95.87");
    assert_str(finding.recomputed, "96.37");
    assert_true(str_contains(finding.cause, STR("「扣分」若为 -0.5 即相符")));
    assert_true(str_contains(finding.cause, STR("扣分")));
}

static void a_part_is_blamed_when_row_and_column_agree(void **state)
{
    check_slip(state,
               "大厅,一季度,二季度,合计\n甲厅,120,130,250\n乙厅,210,250,460\n丙厅,330,310,640\n"
               "丁厅,95,480,525\n合计,755,1120,1875\n",
               "sum", "丁厅", "480", "430");
}

static void totals_of_groups_of_columns_are_added_to_a_whole(void **state)
{
    holds(state,
          "单位,总数,部门小计,甲类,乙类,街镇小计,丙类,丁类\n东,1000,400,150,250,600,333,267\n"
          "西,900,310,111,199,590,290,300\n南,1230,520,321,199,710,400,310\n"
          "北,777,300,123,177,477,222,255\n中,888,412,200,212,476,276,200\n");
    check_slip(state,
               "单位,总数,部门小计,甲类,乙类,街镇小计,丙类,丁类\n东,1000,400,150,250,600,333,267\n"
               "西,900,310,111,199,590,290,300\n南,1280,520,321,199,710,400,310\n"
               "北,777,300,123,177,477,222,255\n中,888,412,200,212,476,276,200\n",
               "sum", "南", "1280", "1230");
}

static void columns_without_relation_are_left_alone(void **state)
{
    holds(state, "单位,人口,面积,道路\n东,5210,33,17\n西,1923,12,40\n南,8124,54,9\n"
                 "北,4410,71,33\n中,3999,20,21\n");
}

static void what_holds_by_chance_in_small_numbers_is_no_relation(void **state)
{
    holds(state, "单位,超时,退回,投诉\n东,0,1,1\n西,1,0,1\n南,1,1,2\n北,0,0,0\n中,2,0,1\n");
}

/* ---- quotients ------------------------------------------------------------------------------ */

#define RATES(south)                                                                               \
    "单位,应办件数,按时件数,按时率\n东,1203,1190,98.92%\n西,880,871,98.98%\n南,2410,2408," south   \
    "\n北,530,500,94.34%\n中,1911,1899,99.37%\n"

static void a_rate_is_its_counts_divided(void **state)
{
    holds(state, RATES("99.92%"));
    check_slip(state, RATES("99.90%"), "ratio", "南", "99.90%", "99.92%");
}

static void changes_are_against_the_month_before(void **state)
{
    check_slip(state,
               "事项,本月,上月,环比\n咨询,1565,1410,10.99%\n投诉,8793,9025,-2.57%\n"
               "求助,4700,4421,6.31%\n举报,4350,4402,1.18%\n建议,182,160,13.75%\n",
               "change", "举报", "1.18%", "-1.18%");
}

static void shares_are_of_the_total(void **state)
{
    check_slip(state,
               "类别,件数,占比\n咨询,1565,7.98%\n投诉,8793,44.86%\n求助,4700,23.98%\n"
               "举报,4350,22.91%\n建议,182,0.93%\n表扬,12,0.06%\n合计,19602,100.00%\n",
               "share", "举报", "22.91%", "22.19%");
}

/* ---- total rows ----------------------------------------------------------------------------- */

static void a_total_row_is_its_column_added_up(void **state)
{
    Finding finding = slip(state, "街道,人次,件数\n东街,4368,1002\n西街,2991,875\n南街,3529,867\n"
                                  "北街,2071,832\n合计,12959,2744\n");
    assert_str(finding.kind, "total_row");
    assert_str(finding.printed, "2744");
    assert_str(finding.recomputed, "3576");
    assert_true(str_contains(finding.cause, STR("北街"))); /* 832 are lacking */
}

static void scores_and_rates_have_no_total(void **state)
{
    holds(state, "街道,人次,好评率,得分\n全区,9888,99.70%,10.00\n东街,4368,99.75%,9.87\n"
                 "西街,2991,100.00%,9.90\n南街,2529,99.65%,9.74\n");
}

/* ---- ranks ---------------------------------------------------------------------------------- */

#define RANKS(second, third, fourth)                                                               \
    "名次,街道,得分\n1,东街,99.31\n" second ",西街,98.05\n" third ",南街,97.44\n" fourth           \
    ",北街,97.44\n5,中街,95.12\n6,前街,93.70\n7,后街,91.05\n"

static void equal_scores_share_a_rank(void **state)
{
    holds(state, RANKS("2", "3", "3"));
    holds(state, RANKS("2", "3", "4")); /* decimals that are not printed may part them */
}

static void swapped_ranks_are_one_finding(void **state)
{
    check_slip(state,
               "名次,街道,得分\n1,东街,99.31\n4,西街,98.05\n3,南街,97.44\n2,北街,96.40\n"
               "5,中街,95.12\n6,前街,93.70\n7,后街,91.05\n",
               "rank", "西街、北街", "4、2", "2、4");
}

static void a_gap_in_the_ranks_is_told_once(void **state)
{
    check_slip(state,
               "名次,街道,得分\n1,东街,99.31\n2,西街,98.05\n3,南街,97.44\n5,北街,96.40\n"
               "6,中街,95.12\n7,前街,93.70\n8,后街,91.05\n",
               "rank", "北街", "5", "4");
}

static void a_wrong_total_is_told_without_the_ranks_it_breaks(void **state)
{
    check_slip(state,
               "名次,街道,总分,办理,满意\n1,东街,99.12,49.31,49.81\n2,西街,97.55,48.92,48.63\n"
               "3,南街,90.13,48.11,48.02\n4,北街,95.87,47.45,48.42\n5,中街,94.60,47.20,47.40\n"
               "6,前街,93.71,46.70,47.01\n",
               "sum", "南街", "90.13", "96.13");
}

/* ---- moved rows ----------------------------------------------------------------------------- */

static void a_moved_row_is_told_from_where_it_moves(void **state)
{
    Finding finding =
        slip(state, "街道,一月,二月,三月,合计\n东街,1201,310,45,1556\n"
                    "西街,1310,290,41,1641\n南街,,1188,333,39\n北街,1190,345,50,1585\n"
                    "中街,1222,301,44,1567\n合计,6111,1579,219,7909\n");
    assert_str(finding.kind, "shift");
    assert_str(finding.unit, "南街");
    assert_true(str_contains(finding.cause, STR("「一月」")));
}

static void rows_are_ranked_among_their_kind(void **state)
{
    const char *right = "名次,单位,类别,得分\n1,甲局,部门,99.31\n2,乙局,部门,98.05\n"
                        "3,丙局,部门,97.44\n4,丁局,部门,95.02\n1,东街,街道,98.77\n"
                        "2,西街,街道,96.40\n3,南街,街道,95.12\n4,北街,街道,93.70\n";
    holds(state, right);
    check_slip(state,
               "名次,单位,类别,得分\n1,甲局,部门,99.31\n2,乙局,部门,98.05\n3,丙局,部门,97.44\n"
               "4,丁局,部门,95.02\n1,东街,街道,98.77\n3,西街,街道,96.40\n2,南街,街道,95.12\n"
               "4,北街,街道,93.70\n",
               "rank", "西街、南街", "3、2", "2、3");
}

static void what_is_empty_may_count_as_full_marks(void **state)
{
    holds(state,
          "单位,总分,办理(20分),退单(20分),满意(25分),加分(2分)\n甲局,63.51,19.50,19.01,25.00,0\n"
          "乙局,65.00,20.00,,25.00,0\n丙局,64.12,19.12,20.00,/,0\n丁局,62.36,19.36,18.00,24.00,1\n"
          "戊局,61.95,19.90,18.80,23.25,0\n己局,66.00,-,20.00,25.00,1\n"
          "庚局,60.87,19.77,18.10,23.00,0\n");
}

static void a_row_of_means_is_the_mean(void **state)
{
    check_slip(
        state,
        "镇街,巡查,发现,处置率(%)\n东镇,189,165,87.30\n西镇,47,37,78.72\n南镇,133,120,90.23\n"
        "北镇,118,46,38.98\n合计,487,368,75.56\n平均,121.8,91.0,\n",
        "total_row", "平均", "91.0", "92.0");
}

static void a_copied_row_counts_once(void **state)
{
    Found found = find_in(*state, "a.csv",
                          "名次,街道,得分\n1,东街,99.31\n2,西街,98.05\n3,南街,97.44\n"
                          "3,南街,97.44\n4,北街,96.40\n5,中街,95.12\n6,前街,93.70\n");
    FindingList findings = {0};
    check_table_relations(&found.tables.at[0], NULL, &findings);
    assert_int_equal(found.findings.count, 1); /* the name, told by the table */
    assert_int_equal(findings.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_sum_of_neighbours_holds_within_rounding),
        KIT_TEST(a_wrong_total_is_told_with_what_the_parts_make),
        KIT_TEST(a_lost_penalty_is_named),
        KIT_TEST(a_part_is_blamed_when_row_and_column_agree),
        KIT_TEST(totals_of_groups_of_columns_are_added_to_a_whole),
        KIT_TEST(columns_without_relation_are_left_alone),
        KIT_TEST(what_holds_by_chance_in_small_numbers_is_no_relation),
        KIT_TEST(a_rate_is_its_counts_divided),
        KIT_TEST(changes_are_against_the_month_before),
        KIT_TEST(shares_are_of_the_total),
        KIT_TEST(a_total_row_is_its_column_added_up),
        KIT_TEST(scores_and_rates_have_no_total),
        KIT_TEST(equal_scores_share_a_rank),
        KIT_TEST(swapped_ranks_are_one_finding),
        KIT_TEST(a_gap_in_the_ranks_is_told_once),
        KIT_TEST(a_wrong_total_is_told_without_the_ranks_it_breaks),
        KIT_TEST(a_moved_row_is_told_from_where_it_moves),
        KIT_TEST(rows_are_ranked_among_their_kind),
        KIT_TEST(what_is_empty_may_count_as_full_marks),
        KIT_TEST(a_row_of_means_is_the_mean),
        KIT_TEST(a_copied_row_counts_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
