/* Columns of dates that follow each other, and rows where they do not. All names are invented. */
#include "engine/check/relation.h"

#include "engine/check/test/paper_kit.h"

static FindingList relate(Ctx *ctx, const char *text)
{
    Found found = find_in(ctx, "a.csv", text);
    FindingList findings = {0};
    assert_int_equal(found.tables.count, 1);
    LIST_EACH (CheckTable, table, &found.tables)
        check_table_relations(table, NULL, &findings);
    return findings;
}

#define REGISTER(first, planned, second)                                                           \
    "工单号,受理日期," planned ",办结日期\n"                                                   \
    "GD-1,2023-05-02,2023-05-09,2023-05-06\nGD-2," first "\nGD-3,2023-05-04,2023-05-11,2023-05-"   \
    "10\nGD-4,2023-05-06,2023-05-13,2023-05-11\nGD-5,2023-05-09,2023-05-16,2023-05-09\n"           \
    "GD-6,2023-05-12,2023-05-19," second "\n"

static void dates_in_order_hold(void **state)
{
    FindingList findings =
        relate(*state, REGISTER("2023-05-03,2023-05-10,2023-05-08", "派单日期", "2023-05-19"));
    assert_int_equal(findings.count, 0);
}

static void an_end_before_the_beginning_is_told_once(void **state)
{
    FindingList findings =
        relate(*state, REGISTER("2023-05-03,2023-05-10,2023-04-08", "办理期限", "2023-05-19"));
    assert_int_equal(findings.count, 1);
    assert_str(findings.at[0].kind, "date");
    assert_str(findings.at[0].unit, "GD-2");
    assert_str(findings.at[0].printed, "2023-04-08");
    assert_str(findings.at[0].recomputed, "不早于2023-05-03");
    assert_str(findings.at[0].place, "表1 第3行「办结日期」（D3）");
}

static void the_date_that_leaves_its_neighbours_is_blamed(void **state)
{
    FindingList findings =
        relate(*state, REGISTER("2023-08-03,2023-05-10,2023-05-08", "备用日期", "2023-05-19"));
    assert_int_equal(findings.count, 1);
    assert_str(findings.at[0].place, "表1 第3行「受理日期」（B3）");
}

static void what_is_late_is_no_slip(void **state)
{
    FindingList findings =
        relate(*state, REGISTER("2023-05-03,2023-05-10,2023-05-30", "办理期限", "2023-05-19"));
    assert_int_equal(findings.count, 0);
}

static void few_dates_without_telling_heads_show_no_order(void **state)
{
    FindingList findings = relate(
        *state, "姓名,出生日期,参评日期\n甲,1990-01-02,2001-03-04\n乙,1991-01-02,2002-03-04\n"
                "丙,1992-01-02,2003-03-04\n丁,1999-01-02,1998-03-04\n戊,1993-01-02,2001-03-09\n");
    assert_int_equal(findings.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(dates_in_order_hold),
        KIT_TEST(an_end_before_the_beginning_is_told_once),
        KIT_TEST(the_date_that_leaves_its_neighbours_is_blamed),
        KIT_TEST(what_is_late_is_no_slip),
        KIT_TEST(few_dates_without_telling_heads_show_no_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
