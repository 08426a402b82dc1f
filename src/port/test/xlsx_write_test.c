#include "port/xlsx_write.h"

#include "port/xlsx_read.h"
#include "port/zip.h"

#include "kit/kit.h"

static Decimal decimal(const char *text)
{
    Decimal value = DECIMAL_ZERO;
    if (decimal_parse(str_of(text), &value) != DECIMAL_PARSED)
        fail_msg("「%s」 is no decimal", text);
    return value;
}

static XlsxCell text_cell(const char *text)
{
    return (XlsxCell){.kind = XLSX_TEXT, .text = str_of(text)};
}

static XlsxCell number_cell(const char *text, const XlsxStyle *style)
{
    return (XlsxCell){.kind = XLSX_NUMBER, .value = decimal(text), .style = style};
}

static Str written(Ctx *ctx, const XlsxSheet *sheet)
{
    XlsxBook book = {.sheets = sheet, .sheet_count = 1, .title = STR("得分")};
    Str bytes = {0};
    assert_ok(ctx, xlsx_write(ctx, &book, &bytes));
    return bytes;
}

static Str part_of(Ctx *ctx, Str bytes, const char *name)
{
    ZipArchive *archive = NULL;
    Str content = {0};
    assert_ok(ctx, zip_open_read(ctx, bytes, &archive));
    assert_ok(ctx, zip_read(ctx, archive, str_of(name), &content));
    return content;
}

static const XlsxStyle two_places = {.places = 2, .border = true, .align = XLSX_RIGHT};
static const XlsxStyle head = {.bold = true, .fill = 0xE8EEF7, .align = XLSX_CENTER, .wrap = true};

static void cells_read_back_as_written(void **state)
{
    Ctx *ctx = *state;
    XlsxCell cells[] = {text_cell("单位"), text_cell("得分"), text_cell("赤岗街"),
                        number_cell("99.5", &two_places)};
    XlsxSheet sheet = {.name = STR("2月"), .cells = cells, .row_count = 2, .column_count = 2};
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, written(ctx, &sheet), STR(""), &grid));
    assert_str(grid.sheet, "2月");
    assert_str(grid_text(&grid, 1, 0), "赤岗街");
    assert_str(grid_text(&grid, 1, 1), "99.5");
    assert_true(grid_cell(&grid, 1, 1)->is_number);
}

static void numbers_are_stored_with_their_exact_text(void **state)
{
    Ctx *ctx = *state;
    static const char *const numbers[] = {"9.95", "19.89", "-0.000001", "9000000000000.123456",
                                          "100",  "0",     "0.57",      "1234567.891"};
    XlsxCell cells[ARRAY_LEN(numbers)];
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        cells[i] = number_cell(numbers[i], &two_places);
    XlsxSheet sheet = {
        .name = STR("数"), .cells = cells, .row_count = ARRAY_LEN(numbers), .column_count = 1};
    Str xml = part_of(ctx, written(ctx, &sheet), "xl/worksheets/sheet1.xml");
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        Str value = str_format(ctx->arena, "<v>%s</v>", numbers[i]);
        assert_contains(xml, str_to_c(ctx->arena, value));
    }
}

static void percentages_are_stored_as_hundredths(void **state)
{
    Ctx *ctx = *state;
    XlsxCell cells[] = {number_cell("99.92", &two_places), number_cell("0.000001", NULL)};
    cells[0].is_percent = cells[1].is_percent = true;
    XlsxSheet sheet = {.name = STR("数"), .cells = cells, .row_count = 1, .column_count = 2};
    Str bytes = written(ctx, &sheet);
    Str xml = part_of(ctx, bytes, "xl/worksheets/sheet1.xml");
    assert_contains(xml, "<v>0.9992</v>");
    assert_contains(xml, "<v>0.00000001</v>");
    assert_contains(part_of(ctx, bytes, "xl/styles.xml"), "0.00%");
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, bytes, STR(""), &grid));
    assert_true(grid_cell(&grid, 0, 0)->is_percent);
}

static void formulas_keep_their_cached_value(void **state)
{
    Ctx *ctx = *state;
    XlsxCell cells[] = {
        number_cell("1.1", NULL),
        number_cell("2.2", NULL),
        {.kind = XLSX_FORMULA, .formula = STR("SUM(A1:B1)"), .value = decimal("3.3")}};
    XlsxSheet sheet = {.name = STR("数"), .cells = cells, .row_count = 1, .column_count = 3};
    Str bytes = written(ctx, &sheet);
    assert_contains(part_of(ctx, bytes, "xl/worksheets/sheet1.xml"), "<f>SUM(A1:B1)</f><v>3.3</v>");
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, bytes, STR(""), &grid));
    assert_str(grid_text(&grid, 0, 2), "3.3");
}

static void a_text_never_becomes_a_formula(void **state)
{
    Ctx *ctx = *state;
    static const char *const texts[] = {"=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"x\")", "12"};
    XlsxCell cells[ARRAY_LEN(texts)];
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        cells[i] = text_cell(texts[i]);
    XlsxSheet sheet = {
        .name = STR("文"), .cells = cells, .row_count = 1, .column_count = ARRAY_LEN(texts)};
    Str bytes = written(ctx, &sheet);
    assert_false(str_contains(part_of(ctx, bytes, "xl/worksheets/sheet1.xml"), STR("<f>")));
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, bytes, STR(""), &grid));
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        assert_str(grid_text(&grid, 0, i), texts[i]);
        assert_false(grid_cell(&grid, 0, i)->is_number);
    }
}

static void the_same_book_gives_the_same_bytes(void **state)
{
    Ctx *ctx = *state;
    XlsxCell cells[] = {text_cell("单位"), number_cell("1.5", &two_places)};
    cells[0].comment = STR("必填");
    XlsxSheet sheet = {.name = STR("表"), .cells = cells, .row_count = 1, .column_count = 2};
    assert_true(str_equal(written(ctx, &sheet), written(ctx, &sheet)));
}

static void merged_cells_are_told_and_keep_their_value(void **state)
{
    Ctx *ctx = *state;
    XlsxCell cells[6] = {text_cell("标题"), {0},           {0}, text_cell("a"),
                         text_cell("b"),    text_cell("c")};
    cells[0].column_span = 3;
    cells[0].style = &head;
    XlsxSheet sheet = {.name = STR("表"), .cells = cells, .row_count = 2, .column_count = 3};
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, written(ctx, &sheet), STR(""), &grid));
    assert_str(grid_text(&grid, 0, 0), "标题");
    assert_int_equal(grid.merges.count, 1);
    assert_int_equal(grid.merges.at[0].column_count, 3);
    assert_str(grid_text(&grid, 1, 2), "c");
}

static void view_and_print_are_set_up(void **state)
{
    Ctx *ctx = *state;
    XlsxCell cells[] = {text_cell("单位"), text_cell("得分"), text_cell("甲"), text_cell("乙")};
    static const int widths[] = {260, 90};
    XlsxSheet sheet = {.name = STR("得分"),
                       .cells = cells,
                       .row_count = 2,
                       .column_count = 2,
                       .column_widths = widths,
                       .freeze_rows = 1,
                       .landscape = true,
                       .fit_to_width = true,
                       .repeat_row_count = 1,
                       .header = STR("A&B"),
                       .watermark = STR("草稿"),
                       .filter = true};
    Str bytes = written(ctx, &sheet);
    Str xml = part_of(ctx, bytes, "xl/worksheets/sheet1.xml");
    assert_contains(xml, "state=\"frozen\"");
    assert_contains(xml, "orientation=\"landscape\"");
    assert_contains(xml, "paperSize=\"9\"");
    assert_contains(xml, "fitToHeight=\"0\"");
    assert_contains(xml, "<autoFilter ref=\"A1:B2\"/>");
    assert_contains(xml, "A&amp;&amp;B");
    assert_contains(xml, "草稿");
    assert_contains(xml, "— &amp;P —");
    assert_contains(part_of(ctx, bytes, "xl/workbook.xml"), "Print_Titles");
}

static void short_choices_are_inline_and_long_ones_on_a_hidden_sheet(void **state)
{
    Ctx *ctx = *state;
    XlsxCell cells[] = {text_cell("单位")};
    Str few[] = {STR("是"), STR("否")};
    Str many[100];
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        many[i] = str_format(ctx->arena, "第%zu街道办事处", i);
    const XlsxChoice choices[] = {
        {.first_row = 1,
         .last_row = 200,
         .column = 0,
         .words = few,
         .word_count = 2,
         .prompt = STR("请选择")},
        {.first_row = 1, .last_row = 200, .column = 1, .words = many, .word_count = 100},
    };
    XlsxSheet sheet = {.name = STR("模板"),
                       .cells = cells,
                       .row_count = 1,
                       .column_count = 1,
                       .choices = choices,
                       .choice_count = 2};
    Str bytes = written(ctx, &sheet);
    Str xml = part_of(ctx, bytes, "xl/worksheets/sheet1.xml");
    assert_contains(xml, "是,否");
    assert_contains(xml, "$A$1:$A$100");
    assert_contains(part_of(ctx, bytes, "xl/workbook.xml"), "state=\"hidden\"");
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, bytes, STR("_选项"), &grid));
    assert_int_equal(grid.rows.count, 100);
}

static void sheets_of_one_name_are_refused(void **state)
{
    Ctx *ctx = *state;
    const XlsxSheet sheets[] = {{.name = STR("甲")}, {.name = STR("甲")}};
    XlsxBook book = {.sheets = sheets, .sheet_count = 2};
    Str bytes = {0};
    assert_fails(ctx, FAIL_INVALID, xlsx_write(ctx, &book, &bytes));
    assert_null(bytes.at);
}

static void forbidden_signs_in_names_become_blanks(void **state)
{
    Ctx *ctx = *state;
    XlsxCell cell = text_cell("x");
    XlsxSheet sheet = {.name = STR("a/b:c[1]"), .cells = &cell, .row_count = 1, .column_count = 1};
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, written(ctx, &sheet), STR(""), &grid));
    assert_str(grid.sheet, "a b c 1 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(cells_read_back_as_written),
        KIT_TEST(numbers_are_stored_with_their_exact_text),
        KIT_TEST(percentages_are_stored_as_hundredths),
        KIT_TEST(formulas_keep_their_cached_value),
        KIT_TEST(a_text_never_becomes_a_formula),
        KIT_TEST(the_same_book_gives_the_same_bytes),
        KIT_TEST(merged_cells_are_told_and_keep_their_value),
        KIT_TEST(view_and_print_are_set_up),
        KIT_TEST(short_choices_are_inline_and_long_ones_on_a_hidden_sheet),
        KIT_TEST(sheets_of_one_name_are_refused),
        KIT_TEST(forbidden_signs_in_names_become_blanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
