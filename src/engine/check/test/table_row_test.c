/* Roles of columns, kinds and groups of rows. */
#include "engine/check/test/paper_kit.h"

static void check_kinds(const CheckTable *table, const char *kinds)
{
    assert_int_equal(table->row_count, strlen(kinds));
    for (size_t r = 0; r < table->row_count; r++)
        if ("etsmo"[table->rows[r].kind] != kinds[r])
            fail_msg("row %zu is %c, not %c", r, "etsmo"[table->rows[r].kind], kinds[r]);
}

static void totals_stand_at_the_top_or_the_bottom(void **state)
{
    CheckTable table =
        sound_table(*state, "a.csv", "单位,件数\n全区,60\n甲局,10\n乙局,20\n丙局,30\n");
    check_kinds(&table, "teee");
    table = sound_table(*state, "a.csv", "单位,件数\n甲局,10\n乙局,20\n丙局,30\n合 计,60\n");
    check_kinds(&table, "eeet");
    table = sound_table(*state, "a.csv", "序号,单位,件数\n1,甲局,10\n2,乙局,20\n总计,,30\n");
    check_kinds(&table, "eet");
}

static void means_standards_and_comparisons_are_no_entries(void **state)
{
    CheckTable table =
        sound_table(*state, "a.csv",
                    "单位,得分,件数\n满分,100,50\n甲局,90,10\n乙局,80,20\n丙局,70,30\n"
                    "合计,240,60\n全区平均,80,20\n上年同期,200,50\n");
    check_kinds(&table, "oeeetmo");
}

static void headings_and_subtotals_make_groups(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "单位,受理,办结\n一、部门,,\n甲局,10,9\n乙局,20,18\n小计,30,27\n"
                                   "二、街镇,,\n丙街,5,5\n丁街,6,6\n小计,11,11\n总计,41,38\n");
    check_kinds(&table, "oeesoeest");
    assert_int_equal(table.rows[1].group, table.rows[2].group);
    assert_int_not_equal(table.rows[2].group, table.rows[5].group);
}

static void a_spanning_first_column_makes_groups(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "类别,单位,受理\n部门,甲局,10\n,乙局,20\n,小计,30\n"
                                   "街镇,丙街,5\n,丁街,6\n,小计,11\n总计,,41\n");
    check_kinds(&table, "eeseest");
    assert_int_equal(table.label_column, 1);
    assert_int_not_equal(table.rows[0].group, table.rows[3].group);
}

static void totals_of_parts_are_subtotals(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "单位,件数\n甲局,10\n乙局,20\n部门合计,30\n丙街,5\n丁街,6\n"
                                   "街镇合计,11\n总计,41\n");
    check_kinds(&table, "eeseest");
}

static void what_codes_add_up_is_counted_once(void **state)
{
    CheckTable table =
        sound_table(*state, "a.csv",
                    "科目编码,科目名称,预算数\n201,公共服务,300\n20101,人大事务,100\n"
                    "2010101,行政运行,60\n2010102,管理事务,40\n20103,办公厅,200\n"
                    "合计,,300\n");
    check_kinds(&table, "ooeeet");
}

static void sections_with_figures_add_up_their_items(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "项目,预算数\n一、基本支出,300\n工资,100\n办公费,200\n"
                                   "二、项目支出,200\n装修费,150\n差旅费,50\n合计,500\n");
    check_kinds(&table, "oeeoeet");
    assert_true(table.rows[0].adds_up);
    table = sound_table(*state, "a.csv", "单位,件数\n1.甲局,10\n2.乙局,20\n3.丙局,30\n其他,5\n");
    check_kinds(&table, "eeee");
}

static void parts_after_of_which_are_counted_once(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "项目,金额\n税收,80\n其中：增值税,50\n其他收入,20\n合计,100\n");
    check_kinds(&table, "eoet");
}

static void roles_follow_heads_and_figures(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "序号,单位,联系电话,日期,排名,比上月排名变化,办结率,件数\n"
                                   "1,甲局,13800138000,2023-02-01,2,-1,99.5%,10\n"
                                   "2,乙局,13800138001,2023-02-02,1,1,98.5%,-\n"
                                   "3,丙局,02084012345,2023-02-03,3,0,97.5%,/\n");
    static const ColumnRole roles[] = {COLUMN_SERIAL, COLUMN_LABEL,  COLUMN_TEXT,   COLUMN_DATE,
                                       COLUMN_RANK,   COLUMN_NUMBER, COLUMN_NUMBER, COLUMN_NUMBER};
    for (size_t c = 0; c < ARRAY_LEN(roles); c++)
        assert_int_equal(table.columns[c].role, roles[c]);
    assert_true(table.columns[6].percent);
    assert_true(table.columns[6].rounded);
    assert_false(table.columns[7].rounded);
    assert_int_equal(table.rank_column, 4);
}

static void years_may_name_the_rows(void **state)
{
    CheckTable table = sound_table(*state, "a.csv", "年份,受理\n2020,100\n2021,110\n2022,120\n");
    assert_int_equal(table.label_column, 0);
    assert_int_equal(table.columns[0].role, COLUMN_LABEL);
}

static void the_unit_names_rows_before_the_period(void **state)
{
    CheckTable table =
        sound_table(*state, "a.csv",
                    "月份,单位,受理\n1月,甲局,1\n1月,乙局,2\n2月,甲局,3\n2月,乙局,4\n"
                    "3月,甲局,5\n3月,乙局,6\n");
    assert_int_equal(table.label_column, 1);
}

static void tables_of_words_are_left_out(void **state)
{
    Found found = find_in(*state, "a.md",
                          "| id | 名称 | 数 |\n|---|---|---|\n| A | 你好 | - |\n| B | 世界 | 12 |\n"
                          "| C | 再见 | 见表 |\n| A | 你好 | - |\n");
    assert_int_equal(found.tables.count, 0);
    assert_int_equal(found.findings.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(totals_stand_at_the_top_or_the_bottom),
        KIT_TEST(means_standards_and_comparisons_are_no_entries),
        KIT_TEST(headings_and_subtotals_make_groups),
        KIT_TEST(a_spanning_first_column_makes_groups),
        KIT_TEST(totals_of_parts_are_subtotals),
        KIT_TEST(what_codes_add_up_is_counted_once),
        KIT_TEST(sections_with_figures_add_up_their_items),
        KIT_TEST(parts_after_of_which_are_counted_once),
        KIT_TEST(roles_follow_heads_and_figures),
        KIT_TEST(years_may_name_the_rows),
        KIT_TEST(the_unit_names_rows_before_the_period),
        KIT_TEST(tables_of_words_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
