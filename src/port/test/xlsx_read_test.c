#include "port/xlsx_read.h"
#include "port/zip.h"

#include "kit/kit.h"

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* A workbook with two sheets, of which the first is hidden, around the sheet under test. */
static Str book_with(Ctx *ctx, const char *workbook_properties, const char *sheet)
{
    Str workbook =
        str_format(ctx->arena,
                   "<workbook xmlns:r=\"" RELATIONS "\">%s<sheets>"
                   "<sheet name=\"隐藏\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>"
                   "<sheet name=\"2月\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>",
                   workbook_properties);
    const ZipEntry entries[] = {
        {.name = STR("_rels/.rels"),
         .content = STR("<Relationships><Relationship Id=\"rId1\" Type=\"" RELATIONS
                        "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")},
        {.name = STR("xl/workbook.xml"), .content = workbook},
        {.name = STR("xl/_rels/workbook.xml.rels"),
         .content = STR("<Relationships>"
                        "<Relationship Id=\"rId1\" Type=\"" RELATIONS
                        "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                        "<Relationship Id=\"rId2\" Type=\"" RELATIONS
                        "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
                        "<Relationship Id=\"rId3\" Type=\"" RELATIONS
                        "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                        "<Relationship Id=\"rId4\" Type=\"" RELATIONS
                        "/styles\" Target=\"./styles.xml\"/></Relationships>")},
        {.name = STR("xl/sharedStrings.xml"),
         .content = STR("<sst><si><t>单位</t></si>"
                        "<si><r><t>赤</t></r><r><t>岗街</t></r><rPh><t>chi</t></rPh></si>"
                        "<si><t xml:space=\"preserve\"> a_x000A_b_c </t></si></sst>")},
        {.name = STR("xl/styles.xml"),
         .content = STR("<styleSheet><numFmts><numFmt numFmtId=\"176\" "
                        "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>"
                        "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
                        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"14\"/>"
                        "<xf numFmtId=\"176\"/></cellXfs></styleSheet>")},
        {.name = STR("xl/worksheets/sheet1.xml"),
         .content = STR("<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>藏</t></is></c>"
                        "</row></sheetData></worksheet>")},
        {.name = STR("xl/worksheets/sheet2.xml"), .content = str_of(sheet)},
    };
    Str bytes = {0};
    assert_ok(ctx, zip_write(ctx, entries, ARRAY_LEN(entries), &bytes));
    return bytes;
}

static Grid read_cells(Ctx *ctx, const char *rows)
{
    Str sheet = str_format(ctx->arena, "<worksheet><sheetData>%s</sheetData></worksheet>", rows);
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, book_with(ctx, "", str_to_c(ctx->arena, sheet)), STR(""), &grid));
    return grid;
}

static void strings_are_joined_from_their_runs(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_cells(ctx, "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
                                "<c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
                                "<c r=\"D1\" t=\"inlineStr\"><is><r><t>内</t></r><r><t>联</t></r>"
                                "</is></c></row>");
    assert_str(grid_text(&grid, 0, 0), "单位");
    assert_str(grid_text(&grid, 0, 1), "赤岗街");
    assert_str(grid_text(&grid, 0, 2), "a\nb_c");
    assert_str(grid_text(&grid, 0, 3), "内联");
    assert_false(grid_cell(&grid, 0, 0)->is_number);
}

static void the_first_visible_sheet_is_read_unless_named(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_cells(ctx, "<row><c><v>1</v></c></row>");
    assert_str(grid.sheet, "2月");
    Str bytes = book_with(ctx, "", "<worksheet/>");
    assert_ok(ctx, xlsx_read(ctx, bytes, STR("隐藏"), &grid));
    assert_str(grid_text(&grid, 0, 0), "藏");
    assert_fails(ctx, FAIL_NOT_FOUND, xlsx_read(ctx, bytes, STR("3月"), &grid));
}

static void numbers_come_as_they_are_shown(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_cells(ctx, "<row><c><v>19.890000000000001</v></c><c s=\"1\"><v>0.9992</v></c>"
                                "<c t=\"n\"><v>1E-3</v></c><c s=\"99\"><v>5</v></c></row>");
    assert_str(grid_text(&grid, 0, 0), "19.89");
    assert_true(grid_cell(&grid, 0, 0)->is_number);
    assert_str(grid_text(&grid, 0, 1), "0.9992");
    assert_true(grid_cell(&grid, 0, 1)->is_percent);
    assert_str(grid_text(&grid, 0, 2), "0.001");
    assert_str(grid_text(&grid, 0, 3), "5");
}

static void dates_come_as_iso_text(void **state)
{
    Ctx *ctx = *state;
    const char *cells = "<row><c s=\"2\"><v>44958</v></c><c s=\"3\"><v>44958.5</v></c></row>";
    Grid grid = read_cells(ctx, cells);
    assert_str(grid_text(&grid, 0, 0), "2023-02-01");
    assert_str(grid_text(&grid, 0, 1), "2023-02-01 12:00:00");
    assert_false(grid_cell(&grid, 0, 0)->is_number);
    Str sheet =
        STR("<worksheet><sheetData><row><c s=\"2\"><v>43496</v></c></row></sheetData></worksheet>");
    Str bytes = book_with(ctx, "<workbookPr date1904=\"1\"/>", str_to_c(ctx->arena, sheet));
    assert_ok(ctx, xlsx_read(ctx, bytes, STR(""), &grid));
    assert_str(grid_text(&grid, 0, 0), "2023-02-01");
}

static void formulas_give_their_cached_value(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_cells(ctx, "<row><c><f>SUM(B1:C1)</f><v>7</v></c>"
                                "<c t=\"str\"><f>A1&amp;\"x\"</f><v>7x</v></c>"
                                "<c t=\"str\"><f>\"\"</f><v></v></c><c><f>1+1</f></c>"
                                "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>");
    assert_str(grid_text(&grid, 0, 0), "7");
    assert_str(grid_text(&grid, 0, 1), "7x");
    assert_str(grid_text(&grid, 0, 2), "");
    assert_str(grid_text(&grid, 0, 3), "=1+1");
    assert_str(grid_text(&grid, 0, 4), "#DIV/0!");
}

static void booleans_are_words(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_cells(ctx, "<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c></row>");
    assert_str(grid_text(&grid, 0, 0), "TRUE");
    assert_str(grid_text(&grid, 0, 1), "FALSE");
}

static void references_and_gaps_place_the_cells(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_cells(ctx, "<row r=\"3\" hidden=\"1\"><c r=\"B3\"><v>1</v></c><c><v>2</v></c>"
                                "</row><row><c r=\"AA4\"><v>3</v></c></row>"
                                "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row>");
    assert_int_equal(grid.rows.count, 4);
    assert_int_equal(grid.rows.at[2].line, 3);
    assert_true(grid_row_is_blank(&grid, 0));
    assert_str(grid_text(&grid, 2, 1), "1");
    assert_str(grid_text(&grid, 2, 2), "2");
    assert_str(grid_text(&grid, 3, 26), "3");
    assert_int_equal(grid.column_count, 27);
}

static void merged_areas_are_told_and_covered_cells_are_empty(void **state)
{
    Ctx *ctx = *state;
    Str bytes = book_with(
        ctx, "",
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c "
        "r=\"B1\"><v>9</v></c>"
        "</row><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell "
        "ref=\"B2:B3\"/></mergeCells></worksheet>");
    Grid grid = {0};
    assert_ok(ctx, xlsx_read(ctx, bytes, STR(""), &grid));
    assert_int_equal(grid.merges.count, 2);
    assert_int_equal(grid.merges.at[0].column_count, 3);
    assert_int_equal(grid.merges.at[1].row_count, 2);
    assert_str(grid_text(&grid, 0, 1), "");
    assert_str(grid_text(&grid, 1, 1), "2");
}

static void damaged_sheets_are_refused(void **state)
{
    Ctx *ctx = *state;
    static const char *const sheets[] = {
        "<worksheet><sheetData><row><c t=\"s\"><v>99</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c r=\"1A\"><v>9</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"0\"><c><v>9</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>",
        "<worksheet><mergeCells><mergeCell ref=\"C1:A1\"/></mergeCells></worksheet>",
    };
    for (size_t i = 0; i < ARRAY_LEN(sheets); i++) {
        Grid grid = {0};
        Str bytes = book_with(ctx, "", sheets[i]);
        assert_fails(ctx, FAIL_SYNTAX, xlsx_read(ctx, bytes, STR(""), &grid));
        assert_null(grid.rows.at);
    }
}

static void a_value_beyond_the_limits_is_refused(void **state)
{
    Ctx *ctx = *state;
    static const char *const cells[] = {"<row r=\"1048576\"><c><v>1</v></c></row>",
                                        "<row><c r=\"XFD1\"><v>1</v></c></row>"};
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        Str sheet =
            str_format(ctx->arena, "<worksheet><sheetData>%s</sheetData></worksheet>", cells[i]);
        Grid grid = {0};
        Str bytes = book_with(ctx, "", str_to_c(ctx->arena, sheet));
        assert_fails(ctx, FAIL_TOO_LARGE, xlsx_read(ctx, bytes, STR(""), &grid));
    }
}

static void other_files_are_refused_with_advice(void **state)
{
    Ctx *ctx = *state;
    Grid grid = {0};
    assert_fails(ctx, FAIL_SYNTAX,
                 xlsx_read(ctx, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), STR(""), &grid));
    assert_contains(ctx->fail.hint, "另存为 .xlsx");
    assert_fails(ctx, FAIL_SYNTAX,
                 xlsx_read(ctx,
                           STR("\xD0\xCF\x11\xE0 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
                           STR(""), &grid));
    assert_contains(ctx->fail.message, "密码");
    const ZipEntry word = {.name = STR("word/document.xml"), .content = STR("<w/>")};
    Str bytes = {0};
    assert_ok(ctx, zip_write(ctx, &word, 1, &bytes));
    assert_fails(ctx, FAIL_SYNTAX, xlsx_read(ctx, bytes, STR(""), &grid));
    assert_contains(ctx->fail.hint, "Word");
    assert_fails(ctx, FAIL_SYNTAX, xlsx_read(ctx, STR("单位,得分\n"), STR(""), &grid));
}

static void workbooks_are_told_from_text(void **state)
{
    (void)state;
    assert_true(xlsx_looks_like(STR("PK\x03\x04")));
    assert_true(xlsx_looks_like(STR("\xD0\xCF\x11\xE0")));
    assert_false(xlsx_looks_like(STR("单位,得分\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(strings_are_joined_from_their_runs),
        KIT_TEST(the_first_visible_sheet_is_read_unless_named),
        KIT_TEST(numbers_come_as_they_are_shown),
        KIT_TEST(dates_come_as_iso_text),
        KIT_TEST(formulas_give_their_cached_value),
        KIT_TEST(booleans_are_words),
        KIT_TEST(references_and_gaps_place_the_cells),
        KIT_TEST(merged_areas_are_told_and_covered_cells_are_empty),
        KIT_TEST(damaged_sheets_are_refused),
        KIT_TEST(a_value_beyond_the_limits_is_refused),
        KIT_TEST(other_files_are_refused_with_advice),
        KIT_TEST(workbooks_are_told_from_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
