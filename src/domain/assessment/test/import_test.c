/* Taking a user's file, its history, taking it back, and the files given back. */
#include "district_kit.h"

#include "port/csv.h"
#include "port/xlsx_read.h"
#include "port/xlsx_write.h"

static IntakePlan look(Ctx *ctx, const char *table, const char *text)
{
    return plan_of(ctx, table, FEBRUARY, str_of(text));
}

static ImportRecordList imports_of(Ctx *ctx)
{
    ImportRecordList list = {0};
    assert_ok(ctx, imports_read(ctx, NULL, &list));
    return list;
}

static Str pass_of(Ctx *ctx, const char *unit)
{
    return figure_of(ctx, "hotline-items", unit, "pass");
}

#define TWO_ROWS "unit,on_time,pass\n赤岗街,15,19.5\n海幢街,14,18\n"

/* ---- taking ----------------------------------------------------------------------------- */

static void a_file_is_taken_as_one_numbered_import(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t number = put(ctx, "hotline-items", TWO_ROWS);
        assert_str(pass_of(ctx, "赤岗街"), "19.5");
        assert_str(pass_of(ctx, "海幢街"), "18");
        ImportRecordList imports = imports_of(ctx);
        assert_int_equal(imports.count, 1);
        assert_int_equal(imports.at[0].number, number);
        assert_int_equal(imports.at[0].row_count, 2);
        assert_int_equal(imports.at[0].cell_count, 4);
        assert_int_equal(imports.at[0].made_at.ms, KIT_NOW.ms);
        assert_str(imports.at[0].file, "表.csv");
        assert_str(imports.at[0].actor, "本机操作员");
    }
}

static void a_figure_knows_its_file_and_row(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t number = put(ctx, "hotline-items", TWO_ROWS);
        FigureSet set;
        assert_ok(ctx, figures_read(ctx, FEBRUARY, STR("hotline-items"), &set));
        const Figure *figure = figure_get(ctx->arena, &set, STR("hotline-items"),
                                          unit_id_of(ctx, "海幢街"), STR(""), STR("pass"));
        assert_int_equal(figure->import_id, number);
        assert_int_equal(figure->file_row, 3);
        assert_str(figure->file, "表.csv");
    }
}

static void one_wrong_cell_keeps_the_whole_file_out(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t number;
        IntakePlan plan = look(ctx, "hotline-items", "unit,pass\n赤岗街,19.5\n海幢街,81\n");
        assert_fails(ctx, FAIL_INVALID, intake_take(ctx, &plan, false, &number));
        assert_contains(ctx->fail.hint, "--partial");
        assert_int_equal(ctx->fail.problems->total, 1);
        assert_str(pass_of(ctx, "赤岗街"), "");
        assert_int_equal(imports_of(ctx).count, 0);
    }
}

static void partial_takes_the_good_rows_only(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t number;
        IntakePlan plan =
            look(ctx, "hotline-items", "unit,on_time,pass\n赤岗街,15,19.5\n海幢街,15,81\n");
        assert_ok(ctx, intake_take(ctx, &plan, true, &number));
        assert_str(pass_of(ctx, "赤岗街"), "19.5");
        assert_str(figure_of(ctx, "hotline-items", "海幢街", "on_time"), "");
        assert_int_equal(imports_of(ctx).at[0].row_count, 1);
    }
}

static void partial_with_nothing_good_is_refused(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    int64_t number;
    IntakePlan plan = look(ctx, "hotline-items", "unit,pass\n海幢街,81\n");
    assert_fails(ctx, FAIL_INVALID, intake_take(ctx, &plan, true, &number));
}

static void a_later_file_replaces_only_what_it_has(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", TWO_ROWS);
        put_in(ctx, "hotline-items", month_of(2023, 1), TWO_ROWS);
        put(ctx, "hotline-items", "unit,pass\n赤岗街,19.9\n");
        assert_str(pass_of(ctx, "赤岗街"), "19.9");
        assert_str(pass_of(ctx, "海幢街"), "18");
        assert_str(figure_of(ctx, "hotline-items", "赤岗街", "on_time"), "15");
        assert_str(figure_in(ctx, month_of(2023, 1), "hotline-items", "赤岗街", "", "pass"),
                   "19.5");
    }
}

static void an_empty_cell_takes_the_figure_away(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", TWO_ROWS);
        put(ctx, "hotline-items", "unit,pass\n赤岗街,\n");
        assert_str(pass_of(ctx, "赤岗街"), "");
        assert_str(figure_of(ctx, "hotline-items", "赤岗街", "on_time"), "15");
    }
}

static void words_and_numbers_of_a_row_by_code_are_kept(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "district", "code,value,note\nHZ23-008,101.58,见附件\n");
        assert_str(figure_in(ctx, FEBRUARY, "district", "", "HZ23-008", "value"), "101.58");
        assert_str(figure_in(ctx, FEBRUARY, "district", "", "HZ23-008", "note"), "见附件");
    }
}

/* ---- somebody else at the same time ----------------------------------------------------- */

static void a_plan_overtaken_by_another_import_is_refused(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t number;
        put(ctx, "hotline-items", TWO_ROWS);
        IntakePlan plan = look(ctx, "hotline-items", "unit,pass\n赤岗街,19.9\n");
        put(ctx, "hotline-items", "unit,pass\n赤岗街,19.7\n");
        assert_fails(ctx, FAIL_CONFLICT, intake_take(ctx, &plan, false, &number));
        assert_contains(ctx->fail.hint, "重新预览");
        assert_str(pass_of(ctx, "赤岗街"), "19.7");
        assert_int_equal(imports_of(ctx).count, 2);
    }
}

static void a_month_frozen_after_the_plan_stays_as_it_is(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t number;
        MonthState month;
        put(ctx, "hotline-items", TWO_ROWS);
        IntakePlan plan = look(ctx, "hotline-items", "unit,pass\n赤岗街,19.9\n");
        assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
        assert_fails(ctx, FAIL_STATE, intake_take(ctx, &plan, false, &number));
        assert_str(pass_of(ctx, "赤岗街"), "19.5");
    }
}

static void a_file_for_a_frozen_month_is_refused_with_the_way_out(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        IntakePlan plan;
        MonthState month;
        put(ctx, "hotline-items", TWO_ROWS);
        assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
        assert_fails(ctx, FAIL_STATE,
                     intake_plan(ctx, STR("hotline-items"), FEBRUARY, STR("a.csv"),
                                 STR("unit,pass\n赤岗街,1\n"), &plan));
        assert_contains(ctx->fail.hint, "tongban reopen 2023-02 --reason");
    }
}

/* ---- undo ------------------------------------------------------------------------------- */

static void undo_puts_back_what_the_import_replaced(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        ImportRecord record;
        put(ctx, "hotline-items", TWO_ROWS);
        int64_t second = put(ctx, "hotline-items", "unit,on_time,pass,quality\n赤岗街,,19.9,2\n");
        assert_ok(ctx, import_undo(ctx, second, &record));
        assert_true(record.has_undone_at);
        assert_str(pass_of(ctx, "赤岗街"), "19.5");
        assert_str(figure_of(ctx, "hotline-items", "赤岗街", "on_time"), "15");
        assert_str(figure_of(ctx, "hotline-items", "赤岗街", "quality"), "");
        assert_true(imports_of(ctx).at[0].has_undone_at);
    }
}

static void what_undo_put_back_has_its_old_source(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        ImportRecord record;
        int64_t first = put(ctx, "hotline-items", TWO_ROWS);
        int64_t second = put(ctx, "hotline-items", "unit,pass\n海幢街,17\n");
        assert_ok(ctx, import_undo(ctx, second, &record));
        FigureSet set;
        assert_ok(ctx, figures_read(ctx, FEBRUARY, STR(""), &set));
        const Figure *figure = figure_get(ctx->arena, &set, STR("hotline-items"),
                                          unit_id_of(ctx, "海幢街"), STR(""), STR("pass"));
        assert_int_equal(figure->import_id, first);
        assert_int_equal(figure->file_row, 3);
    }
}

static void undo_waits_for_later_imports_of_the_same_figures(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        ImportRecord record;
        int64_t first = put(ctx, "hotline-items", TWO_ROWS);
        int64_t second = put(ctx, "hotline-items", "unit,pass\n赤岗街,\n");
        assert_fails(ctx, FAIL_CONFLICT, import_undo(ctx, first, &record));
        assert_contains(ctx->fail.hint, "先撤销较晚的导入");
        assert_str(pass_of(ctx, "海幢街"), "18");
        assert_ok(ctx, import_undo(ctx, second, &record));
        assert_ok(ctx, import_undo(ctx, first, &record));
        assert_str(pass_of(ctx, "赤岗街"), "");
        assert_str(pass_of(ctx, "海幢街"), "");
    }
}

static void an_import_is_undone_once(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        ImportRecord record;
        int64_t number = put(ctx, "hotline-items", TWO_ROWS);
        assert_ok(ctx, import_undo(ctx, number, &record));
        assert_fails(ctx, FAIL_STATE, import_undo(ctx, number, &record));
        assert_fails(ctx, FAIL_NOT_FOUND, import_undo(ctx, number + 7, &record));
    }
}

static void nothing_is_undone_in_a_frozen_month(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        ImportRecord record;
        MonthState month;
        int64_t number = put(ctx, "hotline-items", TWO_ROWS);
        assert_ok(ctx, month_freeze(ctx, FEBRUARY, &month));
        assert_fails(ctx, FAIL_STATE, import_undo(ctx, number, &record));
        assert_str(pass_of(ctx, "赤岗街"), "19.5");
    }
}

/* ---- nothing by halves ------------------------------------------------------------------ */

static void a_statement_that_fails_leaves_no_half_import(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        put(ctx, "hotline-items", "unit,pass\n赤岗街,19\n");
        IntakePlan plan = look(ctx, "hotline-items", TWO_ROWS);
        bool taken = false;
        size_t n = 1;
        for (; !taken; n++) {
            int64_t number;
            db_refuse_nth(ctx->db, n);
            taken = intake_take(ctx, &plan, false, &number);
            db_refuse_nth(ctx->db, 0);
            assert_str(pass_of(ctx, "赤岗街"), taken ? "19.5" : "19");
            assert_str(pass_of(ctx, "海幢街"), taken ? "18" : "");
            assert_int_equal(imports_of(ctx).count, taken ? 2 : 1);
        }
        assert_true(n > 10);
    }
}

static void a_statement_that_fails_leaves_no_half_undo(void **state)
{
    Ctx *ctx = *state;
    EACH_DISTRICT(ctx)
    {
        int64_t number = put(ctx, "hotline-items", TWO_ROWS);
        bool undone = false;
        size_t n = 1;
        for (; !undone; n++) {
            ImportRecord record;
            db_refuse_nth(ctx->db, n);
            undone = import_undo(ctx, number, &record);
            db_refuse_nth(ctx->db, 0);
            assert_str(pass_of(ctx, "赤岗街"), undone ? "" : "19.5");
            assert_str(pass_of(ctx, "海幢街"), undone ? "" : "18");
            assert_int_equal(imports_of(ctx).at[0].has_undone_at, undone);
        }
        assert_true(n > 8);
    }
}

/* ---- error files ------------------------------------------------------------------------ */

static Str error_file(Ctx *ctx, const IntakePlan *plan, const char *name)
{
    Str bytes, given;
    assert_ok(ctx, intake_error_file(ctx, plan, &bytes, &given));
    assert_str(given, name);
    return bytes;
}

static void the_error_file_has_the_users_wrong_rows_and_why(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        look(ctx, "hotline-items", "单位,备注,办理通过率\n赤岗街,,19.5\n赤港街,急,99\n");
    Grid grid = {0};
    TextEncoding encoding;
    assert_ok(ctx, csv_read_bytes(ctx, error_file(ctx, &plan, "表-错误.csv"), &grid, &encoding));
    assert_int_equal(grid.rows.count, 2);
    assert_str(grid_text(&grid, 0, 3), "错误原因");
    assert_str(grid_text(&grid, 1, 0), "赤港街");
    assert_str(grid_text(&grid, 1, 1), "急");
    assert_contains(grid_text(&grid, 1, 3), "没有这个单位");
    assert_contains(grid_text(&grid, 1, 3), "办理通过率：大于上限20");
}

static void a_mended_error_file_can_be_imported(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan =
        look(ctx, "hotline-items",
             "二月,,\n单位,考核,\n,按时办理率,办理通过率\n赤岗街,15,19.5\n海幢街,15,99\n");
    Str file = error_file(ctx, &plan, "表-错误.csv");
    size_t wrong = str_find(file, STR("15,99"));
    assert_true(wrong != STR_NONE);
    Str mended = str_format(ctx->arena, "%.*s15,18%.*s", STRF(str_slice(file, 0, wrong)),
                            STRF(str_after(file, wrong + 5)));
    plan = plan_of(ctx, "hotline-items", FEBRUARY, mended);
    assert_int_equal(plan.problems.total, 0);
    assert_int_equal(plan.new_cells, 2);
    assert_int_equal(plan.unknown_count, 1); /* 错误原因 */
}

static void the_reasons_of_an_earlier_error_file_are_replaced(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    IntakePlan plan = look(ctx, "hotline-items", "unit,pass\n赤岗街,99\n");
    plan = plan_of(ctx, "hotline-items", FEBRUARY, error_file(ctx, &plan, "表-错误.csv"));
    Grid grid = {0};
    TextEncoding encoding;
    assert_ok(ctx, csv_read_bytes(ctx, error_file(ctx, &plan, "表-错误.csv"), &grid, &encoding));
    assert_int_equal(grid.column_count, 3);
    assert_contains(grid_text(&grid, 1, 2), "大于上限20");
}

static void the_error_file_of_a_workbook_is_a_workbook_of_equal_meaning(void **state)
{
    Ctx *ctx = *state;
    static const XlsxStyle percent = {.places = 2};
    open_district(ctx);
    XlsxCell cells[2 * 3] = {
        {.kind = XLSX_TEXT, .text = STR("单位")},
        {.kind = XLSX_TEXT, .text = STR("受理量")},
        {.kind = XLSX_TEXT, .text = STR("好评率")},
        {.kind = XLSX_TEXT, .text = STR("赤岗街")},
        {.kind = XLSX_TEXT, .text = STR("约一千")},
        {.kind = XLSX_NUMBER, .value = {99750000}, .is_percent = true, .style = &percent},
    };
    XlsxSheet sheet = {.name = STR("二月"), .cells = cells, .row_count = 2, .column_count = 3};
    XlsxBook book = {.sheets = &sheet, .sheet_count = 1, .made_at = KIT_NOW};
    Str bytes;
    assert_ok(ctx, xlsx_write(ctx, &book, &bytes));
    IntakePlan plan = plan_of(ctx, "rating", FEBRUARY, bytes);
    Str file = error_file(ctx, &plan, "表-错误.xlsx");
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, file, STR(""), &grid));
    assert_str(grid_text(&grid, 1, 1), "约一千");
    assert_contains(grid_text(&grid, 1, 3), "受理量：不是数字");
    assert_true(grid_cell(&grid, 1, 2)->is_percent);
    /* The same number again: what is wrong is still only the word. */
    plan = plan_of(ctx, "rating", FEBRUARY, file);
    assert_int_equal(plan.problems.total, 1);
}

static void many_wrong_rows_all_come_back(void **state)
{
    Ctx *ctx = *state;
    open_district(ctx);
    enum { ROWS = 3000 };
    Buf text = buf_create(ctx->arena, MIB);
    buf_add_c(&text, "unit,pass\n");
    for (int i = 0; i < ROWS; i++)
        buf_format(&text, "无名%d街,99\n", i);
    IntakePlan plan = plan_of(ctx, "hotline-items", FEBRUARY, buf_str(&text));
    assert_int_equal(plan.wrong_rows, ROWS);
    assert_int_equal(plan.problems.count, PROBLEMS_KEPT_MAX);
    Grid grid = {0};
    TextEncoding encoding;
    assert_ok(ctx, csv_read_bytes(ctx, error_file(ctx, &plan, "表-错误.csv"), &grid, &encoding));
    assert_int_equal(grid.rows.count, ROWS + 1);
    assert_contains(grid_text(&grid, ROWS, 2), "有误");
}

/* ---- templates -------------------------------------------------------------------------- */

static void every_template_can_be_filled_in_and_imported(void **state)
{
    Ctx *ctx = *state;
    FigureTableList tables;
    open_district(ctx);
    assert_ok(ctx, tables_load(ctx, &tables));
    LIST_EACH (const FigureTable, table, &tables) {
        Str bytes, name;
        Grid grid = {0};
        IntakePlan plan;
        assert_ok(ctx, intake_template(ctx, table->code, &bytes, &name));
        assert_contains(name, "模板.xlsx");
        assert_ok(ctx, xlsx_read(ctx, bytes, STR(""), &grid));
        for (size_t c = 0; c < grid.column_count; c++)
            assert_true(c < 2 || table_column_by_head(ctx->arena, table, grid_text(&grid, 0, c)));
        /* Its head is right: all that is missing is data. */
        Period period = FEBRUARY;
        assert_true(!table->by_year || year_make(2023, &period));
        if (table->counted) {
            assert_fails(ctx, FAIL_INVALID,
                         intake_plan(ctx, table->code, period, name, bytes, &plan));
            assert_contains(ctx->fail.message, "逐件计数");
            continue;
        }
        if (table->complete) { /* its rows stand there, to be filled in */
            assert_ok(ctx, intake_plan(ctx, table->code, period, name, bytes, &plan));
            assert_int_equal(plan.row_count, table->rows.count);
            for (size_t i = 0; i < plan.problems.count; i++)
                assert_contains(plan.problems.at[i].message, "不能为空");
            continue;
        }
        assert_fails(ctx, FAIL_INVALID, intake_plan(ctx, table->code, period, name, bytes, &plan));
        assert_contains(ctx->fail.message, "没有数据行");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_file_is_taken_as_one_numbered_import),
        KIT_TEST(a_figure_knows_its_file_and_row),
        KIT_TEST(one_wrong_cell_keeps_the_whole_file_out),
        KIT_TEST(partial_takes_the_good_rows_only),
        KIT_TEST(partial_with_nothing_good_is_refused),
        KIT_TEST(a_later_file_replaces_only_what_it_has),
        KIT_TEST(an_empty_cell_takes_the_figure_away),
        KIT_TEST(words_and_numbers_of_a_row_by_code_are_kept),
        KIT_TEST(a_plan_overtaken_by_another_import_is_refused),
        KIT_TEST(a_month_frozen_after_the_plan_stays_as_it_is),
        KIT_TEST(a_file_for_a_frozen_month_is_refused_with_the_way_out),
        KIT_TEST(undo_puts_back_what_the_import_replaced),
        KIT_TEST(what_undo_put_back_has_its_old_source),
        KIT_TEST(undo_waits_for_later_imports_of_the_same_figures),
        KIT_TEST(an_import_is_undone_once),
        KIT_TEST(nothing_is_undone_in_a_frozen_month),
        KIT_TEST(a_statement_that_fails_leaves_no_half_import),
        KIT_TEST(a_statement_that_fails_leaves_no_half_undo),
        KIT_TEST(the_error_file_has_the_users_wrong_rows_and_why),
        KIT_TEST(a_mended_error_file_can_be_imported),
        KIT_TEST(the_reasons_of_an_earlier_error_file_are_replaced),
        KIT_TEST(the_error_file_of_a_workbook_is_a_workbook_of_equal_meaning),
        KIT_TEST(many_wrong_rows_all_come_back),
        KIT_TEST(every_template_can_be_filled_in_and_imported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
