/* From a paper to its tables: names, notes, pages, moved rows. */
#include "engine/check/test/paper_kit.h"

#include "port/files.h"

#define HEAD "| 序号 | 单位 | 受理率 | 满意率 | 得分 |\n|---|---|---|---|---|\n"
#define ROWS                                                                                       \
    "| 1 | 东局 | 91.5% | 81.5% | 9.1 |\n| 2 | 西局 | 92.5% | 82.5% | 9.2 |\n"                 \
    "| 3 | 南局 | 93.5% | 83.5% | 9.3 |\n"

static void a_table_is_named_by_its_annex(void **state)
{
    CheckTable table =
        sound_table(*state, "a.md", "通报正文。\n\n附件2\n\n各单位得分情况表\n\n" HEAD ROWS);
    assert_str(table.name, "附件2");
    assert_str(table.title, "各单位得分情况表");
    assert_str(table_place(&table, 1, 4), "附件2 第10行「得分」");
}

static void the_list_of_annexes_gives_the_number(void **state)
{
    CheckTable table = sound_table(*state, "a.md",
                                   "附件：1. 各科室二月份工作情况统计表\n\n"
                                   "2. 各单位二月份得分情况统计一览表\n\n通报正文。\n\n"
                                   "各单位二月份得分情况统计一览表\n\n" HEAD ROWS);
    assert_str(table.name, "附件2");
}

static void a_sheets_place_names_the_cell(void **state)
{
    CheckTable table = sound_table(*state, "a.csv", "单位,受理\n东局,1\n西局,2\n");
    assert_str(table_place(&table, 1, 1), "表1 第3行「受理」（B3）");
}

static void notes_end_where_the_next_title_begins(void **state)
{
    Found found = find_in(*state, "a.md",
                          "附件1\n\n部门得分\n\n" HEAD ROWS "\n说明：满意率=满意数/评价数。\n\n"
                          "附件2\n\n街镇得分\n\n" HEAD ROWS);
    assert_int_equal(found.tables.count, 2);
    assert_contains(found.tables.at[0].notes, "满意率=满意数/评价数");
    assert_false(str_contains(found.tables.at[0].notes, STR("街镇得分")));
    assert_str(found.tables.at[1].name, "附件2");
}

static void pages_with_the_same_heads_are_one_table(void **state)
{
    CheckTable table =
        sound_table(*state, "a.md",
                    "附件1\n\n" HEAD ROWS "\n— 2 —\n\n" HEAD "| 4 | 北局 | 94.5% | 84.5% | 9.4 |\n"
                    "| 5 | 中局 | 95.5% | 85.5% | 9.5 |\n");
    assert_int_equal(table.row_count, 5);
    assert_true(table.last_part > table.first_part);
}

static void heads_printed_again_within_are_dropped(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "序号,单位,受理\n1,东局,10\n2,西局,20\n序号,单位,受理\n"
                                   "3,南局,30\n4,北局,40\n");
    assert_int_equal(table.row_count, 4);
}

static void tables_that_begin_anew_are_two(void **state)
{
    Found found = find_in(*state, "a.md", HEAD ROWS "\n\n" HEAD ROWS);
    assert_int_equal(found.tables.count, 2);
    found = find_in(*state, "a.csv",
                    "全市,,\n单位,件数,比例\n东局,10,50%\n西局,10,50%\n\n全区,,\n单位,件数,比例\n"
                    "南局,5,25%\n北局,15,75%\n");
    assert_int_equal(found.tables.count, 2);
    assert_str(found.tables.at[1].title, "全区");
}

static void a_column_lost_on_the_next_page_is_told_once(void **state)
{
    const char *text = "附件1\n\n" HEAD ROWS "\n— 2 —\n\n"
                       "| 序号 | 单位 | 受理率 | 得分 |\n|---|---|---|---|\n"
                       "| 4 | 北局 | 94.5% | 9.4 |\n| 5 | 中局 | 95.5% | 9.5 |\n";
    Finding finding = lone_finding(*state, "a.md", text);
    assert_str(finding.kind, "column");
    assert_contains(finding.cause, "满意率");
    assert_str(finding.printed, "4列");
    Found found = find_in(*state, "a.md", text);
    CheckTable *table = &found.tables.at[0];
    assert_int_equal(table->row_count, 5);
    assert_int_equal(table_figure(table, 3, 3).kind, FIGURE_BLANK);
    assert_int_equal(table_figure(table, 3, 4).value.millionths, 9400000);
}

static void more_figures_than_heads_is_told_once(void **state)
{
    const char *text =
        "单位\t甲(15分)\t乙(20分)\t丙(2分)\n东局\t15\t19.5\t0\t1\n西局\t14\t19.1\t0\t2\n"
        "南局\t13\t18.5\t0\t0\n";
    Finding finding = lone_finding(*state, "a.txt", text);
    assert_str(finding.kind, "column");
    assert_str(finding.printed, "5列");
    assert_str(finding.recomputed, "4列");
    assert_contains(finding.cause, "第4列");
    Found found = find_in(*state, "a.txt", text);
    assert_true(found.tables.at[0].has_surplus);
    assert_true(found.tables.at[0].heads_unsure);
}

#define SHIFT_HEAD "序号,单位,受理,办结率,满意率\n1,甲局,100,99.50%,98.10%\n"
#define SHIFT_ROWS                                                                                 \
    "3,丙局,90,97.50%,96.10%\n4,丁局,80,96.50%,95.10%\n5,戊局,85,96.00%,95.00%\n"            \
    "6,己局,82,96.10%,95.10%\n"

static void a_row_with_a_cell_too_many_is_moved_back(void **state)
{
    const char *text = SHIFT_HEAD "2,乙局,120,,98.50%,97.10%\n" SHIFT_ROWS;
    Finding finding = lone_finding(*state, "a.csv", text);
    assert_str(finding.kind, "shift");
    assert_str(finding.unit, "乙局");
    assert_contains(finding.place, "「办结率」");
    Found found = find_in(*state, "a.csv", text);
    CheckTable *table = &found.tables.at[0];
    assert_int_equal(table_figure(table, 1, 3).value.millionths, 98500000);
    assert_int_equal(table_printed(table, 1, 3).kind, FIGURE_BLANK);
}

static void a_row_with_a_cell_too_few_is_moved_back(void **state)
{
    const char *text = SHIFT_HEAD "2,乙局,98.50%,97.10%\n" SHIFT_ROWS;
    Finding finding = lone_finding(*state, "a.csv", text);
    assert_str(finding.kind, "shift");
    assert_contains(finding.place, "「受理」");
    Found found = find_in(*state, "a.csv", text);
    assert_int_equal(table_figure(&found.tables.at[0], 1, 4).value.millionths, 97100000);
    assert_int_equal(found.tables.at[0].columns[2].places, 0);
}

static void totals_tell_where_a_row_is_moved(void **state)
{
    Finding finding = lone_finding(*state, "a.csv",
                                   "单位,一月,二月,三月,四月\n东局,11,12,13,14\n"
                                   "西局,21,22,22,13,14\n南局,31,12,13,14\n北局,11,22,33,14\n"
                                   "中局,11,42,23,24\n合计,85,110,95,80\n");
    assert_contains(finding.place, "「三月」");
}

static void an_empty_last_cell_is_no_slip(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "单位,受理,办结,退回\n东局,11,12,13\n西局,21,22\n南局,31,12,13\n"
                                   "北局,11,22,33\n中局,11,42,23\n");
    assert_int_equal(table.mends.count, 0);
}

static void a_shifted_row_keeps_what_is_printed_beyond(void **state)
{
    CheckTable table = sound_table(*state, "a.csv",
                                   "单位,甲,乙,丙\n东局,1,2,3\n西局,,1,2\n南局,4,5,\n北局,6,7,8\n");
    Figure row[4];
    assert_true(table_row_shift(&table, 1, 1, -1, row));
    assert_int_equal(row[1].value.millionths, DECIMAL_ONE);
    assert_int_equal(row[3].kind, FIGURE_BLANK);
    assert_true(table_row_shift(&table, 2, 1, 1, row));
    assert_int_equal(row[1].kind, FIGURE_BLANK);
    assert_int_equal(row[3].value.millionths, 5 * DECIMAL_ONE);
    assert_false(table_row_shift(&table, 0, 1, 1, row));
}

/* The bulletin of the shared folder: two tables, the second on two pages, the first with a value
 * more than heads in every row. */
static void the_bulletin_is_read(void **state)
{
    Ctx *ctx = *state;
    Str bytes;
    const char *file = "../shared/data/haizhu-2023-02/bulletin.txt";
    if (!file_read(ctx, str_of(file), PAPER_BYTES_MAX, &bytes)) {
        print_message("skipped: no %s\n", file);
        skip();
    }
    Found found = find_in(ctx, "bulletin.txt", str_to_c(ctx->arena, bytes));
    assert_int_equal(found.tables.count, 2);
    assert_str(found.tables.at[0].name, "附件2");
    assert_int_equal(found.tables.at[1].row_count, 19);
    assert_int_equal(found.tables.at[1].rows[0].kind, ROW_TOTAL);
    assert_int_equal(found.findings.count, 1);
    assert_str(found.findings.at[0].kind, "column");
}

static void the_notes_on_the_domain_say_nothing(void **state)
{
    Ctx *ctx = *state;
    static const char *const files[] = {"systems.md", "standards.md", "peers.md", "ux.md"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        Str file = str_format(ctx->arena, "../shared/domain/%s", files[i]);
        Str bytes;
        if (!file_read(ctx, file, PAPER_BYTES_MAX, &bytes)) {
            print_message("skipped: no %.*s\n", STRF(file));
            skip();
        }
        Found found = find_in(ctx, files[i], str_to_c(ctx->arena, bytes));
        assert_int_equal(found.findings.count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_table_is_named_by_its_annex),
        KIT_TEST(the_list_of_annexes_gives_the_number),
        KIT_TEST(a_sheets_place_names_the_cell),
        KIT_TEST(notes_end_where_the_next_title_begins),
        KIT_TEST(pages_with_the_same_heads_are_one_table),
        KIT_TEST(heads_printed_again_within_are_dropped),
        KIT_TEST(tables_that_begin_anew_are_two),
        KIT_TEST(a_column_lost_on_the_next_page_is_told_once),
        KIT_TEST(more_figures_than_heads_is_told_once),
        KIT_TEST(a_row_with_a_cell_too_many_is_moved_back),
        KIT_TEST(a_row_with_a_cell_too_few_is_moved_back),
        KIT_TEST(totals_tell_where_a_row_is_moved),
        KIT_TEST(an_empty_last_cell_is_no_slip),
        KIT_TEST(a_shifted_row_keeps_what_is_printed_beyond),
        KIT_TEST(the_bulletin_is_read),
        KIT_TEST(the_notes_on_the_domain_say_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
