/* Reading a user's file against a table: nothing is stored here but what comes before. */
#include "district_kit.h"

#include "port/encoding.h"
#include "port/xlsx_write.h"

static IntakePlan look(Ctx *ctx, const char *table, const char *text)
{
    return plan_of(ctx, table, FEBRUARY, str_of(text));
}

static void assert_refused(Ctx *ctx, const char *table, const char *text, const char *words)
{
    IntakePlan plan;
    assert_fails(ctx, FAIL_INVALID,
                 intake_plan(ctx, str_of(table), FEBRUARY, STR("表.csv"), str_of(text), &plan));
    assert_contains(str_of(kit_failure(ctx)), words);
}

/* The cell that a plan has for a unit and column; NULL = none. */
static const IntakeCell *cell_of(const IntakePlan *plan, const char *unit, const char *column)
{
    LIST_EACH (const IntakeCell, cell, &plan->cells)
        if (str_equal_c(cell->unit_name, unit) && str_equal_c(cell->column->code, column))
            return cell;
    return NULL;
}

static void assert_cell(Ctx *ctx, const IntakePlan *plan, const char *unit, const char *column,
                        const char *value)
{
    const IntakeCell *cell = cell_of(plan, unit, column);
    assert_non_null(cell);
    assert_true(cell->present);
    assert_str(decimal_str_least(ctx->arena, cell->value, -1), value);
}

/* The only complaint of a file. */
static Problem only_problem(const IntakePlan *plan)
{
    assert_int_equal(plan->problems.total, 1);
    return plan->problems.at[0];
}

/* ---- heads ------------------------------------------------------------------------------ */

static void columns_come_in_any_order_by_code_or_name(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items",
                           "满意度（25分）,办理通过率,单位名称,on_time\n24.5,19.5,赤岗街,15\n");
    assert_int_equal(plan.problems.total, 0);
    assert_int_equal(plan.new_cells, 3);
    assert_cell(ctx, &plan, "赤岗街", "satisfaction", "24.5");
    assert_cell(ctx, &plan, "赤岗街", "pass", "19.5");
    assert_cell(ctx, &plan, "赤岗街", "on_time", "15");
}

static void unknown_columns_are_named_and_ignored(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        look(ctx, "hotline-items", "排名,单位,总分,办理通过率\n1,赤岗街,102.5,19.5\n");
    assert_int_equal(plan.unknown_count, 2);
    assert_str(plan.unknown_columns[0], "排名");
    assert_str(plan.unknown_columns[1], "总分");
    assert_int_equal(plan.new_cells, 1);
}

static void a_column_without_head_is_named_when_there_is_something_in_it(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items", "unit,on_time,,\n赤岗街,15,,19\n海幢街,14,,\n");
    assert_int_equal(plan.unknown_count, 1);
    assert_str(plan.unknown_columns[0], "第4列（没有表头）");
    assert_int_equal(plan.wrong_rows, 0);
}

static void a_title_may_stand_above_the_head(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        look(ctx, "hotline-items", "2023年2月热线考核,,\n,,\n单位,办理通过率,\n赤岗街,19.5,\n");
    assert_int_equal(plan.head_row, 2);
    assert_int_equal(cell_of(&plan, "赤岗街", "pass")->file_row, 4);
}

static void a_head_of_two_rows_is_read_as_one(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items",
                           "序号,单位,基础考核事项,,加分项,\n"
                           ",,按时办理率(15),办理通过率(20),办理质量,办理时长\n"
                           "1,赤岗街,15,19.5,2,1\n");
    assert_int_equal(plan.head_row, 1);
    assert_int_equal(plan.row_count, 1);
    assert_cell(ctx, &plan, "赤岗街", "on_time", "15");
    assert_cell(ctx, &plan, "赤岗街", "duration", "1");
    assert_int_equal(plan.unknown_count, 1); /* 序号 */
}

static void notes_under_a_table_are_not_rows(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items",
                           "unit,on_time\n赤岗街,15\n说明：1.数据截至月底,\n2.来自系统,\n"
                           "海幢街,\n");
    assert_int_equal(plan.problems.total, 0);
    assert_int_equal(plan.row_count, 2);
    assert_int_equal(plan.note_rows, 2);
}

static void a_row_with_figures_is_no_note(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items", "unit,on_time\n,15\n说明：,14\n不存在街,\n");
    assert_int_equal(plan.note_rows, 0);
    assert_int_equal(plan.wrong_rows, 3);
}

static void a_file_without_the_key_column_is_refused(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    assert_refused(ctx, "hotline-items", "办理通过率\n19.5\n", "unit（单位）");
    assert_refused(ctx, "district", "指标,value\nHZ23-001,5\n", "code（编号）");
}

static void a_file_without_any_known_column_is_refused(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    assert_refused(ctx, "hotline-items", "单位,其他\n赤岗街,1\n", "的任何一列");
}

static Period year_2023(void)
{
    Period year;
    assert_true(year_make(2023, &year));
    return year;
}

static void a_column_that_must_be_there_is_missed_by_name(void **state)
{
    Ctx *ctx = *state;
    IntakePlan plan;
    open_district(ctx);
    assert_fails(ctx, FAIL_INVALID,
                 intake_plan(ctx, STR("self-assessment"), year_2023(), STR("表.csv"),
                             STR("项目,分值,备注\n产出指标,20,\n"), &plan));
    assert_contains(ctx->fail.message, "没有「自评得分」这一列");
}

/* All items but 运行成本, which is really lacking, and two that are misspelt. */
#define ITEMS_WITH(compliance, procurement)                                                            \
    "项目,自评得分,备注\n产出指标,20,\n效益指标,20,\n支出率,10,\n预算编制,3,\n" \
    "结转结余率,2,\n" compliance ",2,\n预决算公开,2,\n绩效信息公开,2,\n制度建设,5,\n"   \
    "结果应用,3,\n制度执行,7,\n" procurement ",10,\n资产管理,10,\n"

static void a_misspelt_item_is_told_once(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        plan_of(ctx, "self-assessment", year_2023(), STR(ITEMS_WITH("财务合规性", "采购")));
    assert_int_equal(plan.problems.total, 3);
    assert_contains(plan.problems.at[0].hint, "财务管理合规性");
    assert_contains(plan.problems.at[1].hint, "采购管理");
    assert_contains(plan.problems.at[2].message, "缺少「运行成本」这一行");
    assert_int_equal(plan.wrong_rows, 3);
}

/* A name that resembles nothing stands for no row. */
static void an_item_that_resembles_none_leaves_the_lacking_one_told(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        plan_of(ctx, "self-assessment", year_2023(), STR(ITEMS_WITH("财务管理合规性", "甲乙丙丁")));
    assert_int_equal(plan.problems.total, 3);
    assert_contains(plan.problems.at[1].message, "缺少「采购管理」这一行");
}

static void a_row_of_text_has_words_and_no_score(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        plan_of(ctx, "self-assessment", year_2023(),
                STR(ITEMS_WITH("财务管理合规性", "采购管理") "运行成本,4,\n"
                                                             "部门基本情况,,内设机构五个\n"
                                                             "存在问题,1,\n改进措施,,\n"
                                                             "履职效能,,\n"));
    assert_int_equal(plan.problems.total, 1);
    assert_contains(plan.problems.at[0].message, "这一行是文字，没有分数");
    assert_int_equal(plan.problems.at[0].row, 17);
}

static void the_same_column_twice_is_refused(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    assert_refused(ctx, "hotline-items", "单位,pass,办理通过率\n赤岗街,1,2\n",
                   "第2列和第3列是同一项");
}

static void a_head_alone_is_refused(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    assert_refused(ctx, "hotline-items", "单位,pass\n", "没有数据行");
}

/* ---- cells ------------------------------------------------------------------------------ */

static void an_empty_cell_is_no_figure_and_never_zero(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        look(ctx, "hotline-items", "unit,on_time,pass,return_pass,satisfaction\n赤岗街,,—,/,0\n");
    assert_int_equal(plan.problems.total, 0);
    assert_int_equal(plan.new_cells, 1);
    assert_false(cell_of(&plan, "赤岗街", "on_time")->present);
    assert_false(cell_of(&plan, "赤岗街", "pass")->present);
    assert_false(cell_of(&plan, "赤岗街", "return_pass")->present);
    assert_cell(ctx, &plan, "赤岗街", "satisfaction", "0");
}

static void full_width_digits_and_signs_are_numbers(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        look(ctx, "hotline-items", "unit,pass,efficiency\n　赤岗街 ,１９．８９,－１．０\n");
    assert_int_equal(plan.problems.total, 0);
    assert_cell(ctx, &plan, "赤岗街", "pass", "19.89");
    assert_cell(ctx, &plan, "赤岗街", "efficiency", "-1");
}

static void a_percent_sign_is_fine_in_a_percent_column_only(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "rating", "unit,good_rate_pct\n赤岗街,99.75%\n海幢街,100％\n");
    assert_cell(ctx, &plan, "赤岗街", "good_rate_pct", "99.75");
    assert_cell(ctx, &plan, "海幢街", "good_rate_pct", "100");
    plan = look(ctx, "rating", "unit,cases_accepted\n赤岗街,99%\n");
    assert_str(only_problem(&plan).message, "不是数字");
}

static void what_is_wrong_with_a_cell_is_told_with_its_place(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items", "unit,on_time,通过\n赤岗街,十五,1\n");
    Problem problem = only_problem(&plan);
    assert_int_equal(problem.row, 2);
    assert_int_equal(problem.column, 2);
    assert_str(problem.field, "on_time");
    assert_str(problem.value, "十五");
    assert_str(problem.message, "不是数字");
    assert_contains(problem.hint, "留空");
}

static void values_out_of_range_are_wrong(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items",
                           "unit,pass,efficiency\n赤岗街,20.01,\n海幢街,,0.5\n南洲街,20,-6\n");
    assert_int_equal(plan.problems.total, 2);
    assert_str(plan.problems.at[0].message, "大于上限20");
    assert_str(plan.problems.at[1].message, "大于上限0");
    assert_str(plan.problems.at[1].hint, "应在-6到0之间");
    assert_int_equal(plan.good_rows, 1);
    assert_int_equal(plan.wrong_rows, 2);
}

static void counts_must_be_whole(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "rating", "unit,cases_accepted\n赤岗街,10.5\n海幢街,\"1,002\"\n");
    assert_str(only_problem(&plan).message, "应为整数");
    assert_cell(ctx, &plan, "海幢街", "cases_accepted", "1002");
}

static void all_that_is_wrong_with_a_row_is_told_at_once(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items", "unit,on_time,pass\n赤港街,x,99\n赤岗街,15,19\n");
    assert_int_equal(plan.problems.total, 3);
    assert_str(plan.problems.at[0].message, "没有这个单位");
    assert_contains(plan.problems.at[0].hint, "赤岗街");
    assert_int_equal(plan.good_rows, 1);
    assert_null(cell_of(&plan, "赤港街", "on_time"));
}

/* ---- keys ------------------------------------------------------------------------------- */

static void a_unit_comes_once(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    import_units(ctx, "unit,kind,曾用名\n南洲新街,street,南洲街\n");
    IntakePlan plan =
        look(ctx, "hotline-items", "unit,pass\n赤岗街,19\n南洲街,18\n赤岗街,17\n南洲新街,16\n");
    assert_int_equal(plan.problems.total, 2);
    assert_str(plan.problems.at[0].message, "与第2行重复");
    assert_str(plan.problems.at[1].message, "与第3行重复");
}

static void a_name_that_ended_before_the_month_is_told_the_new_one(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    import_units(ctx, "unit,kind,曾用名,更名日期\n南洲新街,street,南洲街,2023-02-01\n");
    IntakePlan plan = look(ctx, "hotline-items", "unit,pass\n南洲街,18\n");
    assert_str(only_problem(&plan).hint, "现名「南洲新街」");
    plan = plan_of(ctx, "hotline-items", month_of(2023, 1), STR("unit,pass\n南洲街,18\n"));
    assert_int_equal(plan.problems.total, 0);
    assert_cell(ctx, &plan, "南洲新街", "pass", "18");
}

static void kinds_tell_the_rows_of_a_unit_apart(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(
        ctx, "low-efficiency",
        "单位,情形,件数\n赤岗街,重复退回,1\n赤岗街,办结审核三次以上不通过,2\n赤岗街,重复退回,3\n"
        "海幢街,,1\n");
    assert_int_equal(plan.good_rows, 2);
    assert_str(plan.problems.at[0].message, "与第2行重复");
    assert_contains(plan.problems.at[1].message, "情形");
}

static void rows_by_code_know_their_codes(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "district", "code,value,note\nHZ23-001,19602,见附件\nHZ23-01,5,\n");
    assert_str(only_problem(&plan).message, "没有这个编号");
    assert_contains(only_problem(&plan).hint, "HZ23-001");
    assert_cell(ctx, &plan, "HZ23-001", "value", "19602");
    assert_str(cell_of(&plan, "HZ23-001", "note")->words, "见附件");
}

static void the_row_of_the_whole_district_belongs_to_no_unit(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "rating",
                           "unit,cases_accepted,good_rate_pct\n"
                           "赤岗街,10,99\n海幢街,5,98\n全区,15,98.5\n");
    assert_int_equal(plan.problems.total, 0);
    assert_int_equal(cell_of(&plan, "全区", "good_rate_pct")->unit_id, 0);
    assert_int_equal(plan.disagreements.count, 0);
}

/* ---- against what is there -------------------------------------------------------------- */

static void a_second_file_is_shown_as_its_difference(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", "unit,on_time,pass\n赤岗街,15,19.5\n海幢街,14,18\n");
        IntakePlan plan = look(ctx, "hotline-items",
                               "unit,on_time,pass,quality\n赤岗街,15.00,19.6,1\n海幢街,,18,\n");
        assert_int_equal(plan.new_cells, 1);
        assert_int_equal(plan.changed_cells, 2);
        assert_int_equal(plan.same_cells, 2);
        assert_int_equal(plan.changes.count, 2);
        assert_str(plan.changes.at[0].unit, "赤岗街");
        assert_str(plan.changes.at[0].column, "办理通过率");
        assert_str(plan.changes.at[0].before, "19.5");
        assert_str(plan.changes.at[0].after, "19.6");
        assert_str(plan.changes.at[1].after, "");
    }
}

static void counts_that_would_not_agree_are_told(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    put(ctx, "district", "code,value\nHZ23-013,6\n");
    IntakePlan plan = look(ctx, "low-efficiency", "unit,kind,count\n赤岗街,重复退回,5\n");
    assert_int_equal(plan.disagreements.count, 1);
    Str text = disagreement_text(ctx->arena, &plan.disagreements.at[0]);
    assert_contains(text, "HZ23-013");
    assert_contains(text, "为6，而");
    assert_contains(text, "为5");
}

static void looking_changes_nothing(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        MonthState month;
        bool known;
        look(ctx, "hotline-items", "unit,pass\n赤岗街,19.5\n");
        assert_str(figure_of(ctx, "hotline-items", "赤岗街", "pass"), "");
        assert_ok(ctx, month_read(ctx, FEBRUARY, &month, &known));
        assert_false(known);
    }
}

/* ---- encodings and kinds of files ------------------------------------------------------- */

static void separators_and_a_byte_order_mark_are_understood(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    const char *const files[] = {"\xEF\xBB\xBFunit,pass\r\n赤岗街,19.5\r\n",
                                 "unit;pass\n赤岗街;19.5\n", "unit\tpass\n赤岗街\t19.5\n",
                                 "\"unit\",\"pass\"\n\"赤岗街\",\"19.5\""};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        IntakePlan plan = look(ctx, "hotline-items", files[i]);
        assert_cell(ctx, &plan, "赤岗街", "pass", "19.5");
    }
}

static void gb18030_is_understood(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    /* 单位,办理通过率 / 赤岗街,19.5 */
    const char *bytes = "\xB5\xA5\xCE\xBB,\xB0\xEC\xC0\xED\xCD\xA8\xB9\xFD\xC2\xCA\n"
                        "\xB3\xE0\xB8\xDA\xBD\xD6,19.5\n";
    IntakePlan plan = look(ctx, "hotline-items", bytes);
    assert_cell(ctx, &plan, "赤岗街", "pass", "19.5");
}

/* A published table as people keep it: a merged title, a head of two rows, percent cells. */
static Str workbook(Ctx *ctx)
{
    static const XlsxStyle percent = {.places = 2};
    XlsxCell cells[4 * 3] = {
        {.kind = XLSX_TEXT, .text = STR("好差评情况"), .column_span = 3},
        {0},
        {0},
        {.kind = XLSX_TEXT, .text = STR("单位"), .row_span = 2},
        {.kind = XLSX_TEXT, .text = STR("评价情况"), .column_span = 2},
        {0},
        {0},
        {.kind = XLSX_TEXT, .text = STR("受理量")},
        {.kind = XLSX_TEXT, .text = STR("好评率")},
        {.kind = XLSX_TEXT, .text = STR("赤岗街 ")},
        {.kind = XLSX_NUMBER, .value = decimal_of(1002)},
        {.kind = XLSX_NUMBER, .value = {99750000}, .is_percent = true, .style = &percent},
    };
    XlsxSheet sheet = {.name = STR("二月"), .cells = cells, .row_count = 4, .column_count = 3};
    XlsxBook book = {.sheets = &sheet, .sheet_count = 1, .made_at = KIT_NOW};
    Str bytes;
    assert_ok(ctx, xlsx_write(ctx, &book, &bytes));
    return bytes;
}

static void a_workbook_with_merged_heads_and_percentages_is_understood(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = plan_of(ctx, "rating", FEBRUARY, workbook(ctx));
    assert_int_equal(plan.problems.total, 0);
    assert_cell(ctx, &plan, "赤岗街", "cases_accepted", "1002");
    assert_cell(ctx, &plan, "赤岗街", "good_rate_pct", "99.75");
    assert_int_equal(cell_of(&plan, "赤岗街", "good_rate_pct")->file_row, 4);
}

static void a_file_that_is_no_table_is_named(void **state)
{
    Ctx *ctx = *state;
    IntakePlan plan;
    open_district(ctx);
    fail_clear(ctx);
    assert_false(
        intake_plan(ctx, STR("rating"), FEBRUARY, STR("坏.xlsx"), STR("PK\x03\x04nothing"), &plan));
    assert_str(ctx->fail.place.file, "坏.xlsx");
    assert_false(
        intake_plan(ctx, STR("rating"), FEBRUARY, STR("坏.csv"), STR("unit,\"a\n"), &plan));
    assert_str(ctx->fail.place.file, "坏.csv");
    assert_fails(ctx, FAIL_NOT_FOUND,
                 intake_plan(ctx, STR("nothing"), FEBRUARY, STR("a.csv"), STR("a\n1\n"), &plan));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(columns_come_in_any_order_by_code_or_name),
        KIT_TEST(unknown_columns_are_named_and_ignored),
        KIT_TEST(a_column_without_head_is_named_when_there_is_something_in_it),
        KIT_TEST(a_title_may_stand_above_the_head),
        KIT_TEST(a_head_of_two_rows_is_read_as_one),
        KIT_TEST(notes_under_a_table_are_not_rows),
        KIT_TEST(a_row_with_figures_is_no_note),
        KIT_TEST(a_file_without_the_key_column_is_refused),
        KIT_TEST(a_file_without_any_known_column_is_refused),
        KIT_TEST(a_column_that_must_be_there_is_missed_by_name),
        KIT_TEST(a_misspelt_item_is_told_once),
        KIT_TEST(an_item_that_resembles_none_leaves_the_lacking_one_told),
        KIT_TEST(a_row_of_text_has_words_and_no_score),
        KIT_TEST(the_same_column_twice_is_refused),
        KIT_TEST(a_head_alone_is_refused),
        KIT_TEST(an_empty_cell_is_no_figure_and_never_zero),
        KIT_TEST(full_width_digits_and_signs_are_numbers),
        KIT_TEST(a_percent_sign_is_fine_in_a_percent_column_only),
        KIT_TEST(what_is_wrong_with_a_cell_is_told_with_its_place),
        KIT_TEST(values_out_of_range_are_wrong),
        KIT_TEST(counts_must_be_whole),
        KIT_TEST(all_that_is_wrong_with_a_row_is_told_at_once),
        KIT_TEST(a_unit_comes_once),
        KIT_TEST(a_name_that_ended_before_the_month_is_told_the_new_one),
        KIT_TEST(kinds_tell_the_rows_of_a_unit_apart),
        KIT_TEST(rows_by_code_know_their_codes),
        KIT_TEST(the_row_of_the_whole_district_belongs_to_no_unit),
        KIT_TEST(a_second_file_is_shown_as_its_difference),
        KIT_TEST(counts_that_would_not_agree_are_told),
        KIT_TEST(looking_changes_nothing),
        KIT_TEST(separators_and_a_byte_order_mark_are_understood),
        KIT_TEST(gb18030_is_understood),
        KIT_TEST(a_workbook_with_merged_heads_and_percentages_is_understood),
        KIT_TEST(a_file_that_is_no_table_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
