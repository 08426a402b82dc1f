#include "port/paper.h"
#include "port/zip.h"

#include "kit/kit.h"

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static Paper read_csv(Ctx *ctx, const char *text)
{
    Paper paper = {0};
    assert_ok(ctx, paper_read(ctx, STR("a.csv"), str_of(text), &paper));
    assert_int_equal(paper.kind, PAPER_CSV);
    return paper;
}

static const Grid *table_at(const Paper *paper, size_t part)
{
    assert_true(part < paper->parts.count);
    assert_int_equal(paper->parts.at[part].kind, PAPER_TABLE);
    return paper->parts.at[part].grid;
}

/* A workbook with a hidden sheet and two others. */
static Str book(Ctx *ctx, const char *first, const char *second)
{
    const ZipEntry entries[] = {
        {.name = STR("_rels/.rels"),
         .content = STR("<Relationships><Relationship Id=\"r1\" Type=\"" RELATIONS
                        "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")},
        {.name = STR("xl/workbook.xml"),
         .content = STR("<workbook xmlns:r=\"" RELATIONS "\"><sheets>"
                        "<sheet name=\"藏\" state=\"hidden\" r:id=\"r1\"/>"
                        "<sheet name=\"附件1\" r:id=\"r1\"/><sheet name=\"附件2\" r:id=\"r2\"/>"
                        "</sheets></workbook>")},
        {.name = STR("xl/_rels/workbook.xml.rels"),
         .content = STR("<Relationships><Relationship Id=\"r1\" Type=\"" RELATIONS
                        "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" "
                        "Type=\"" RELATIONS "/worksheet\" Target=\"worksheets/sheet2.xml\"/>"
                        "</Relationships>")},
        {.name = STR("xl/worksheets/sheet1.xml"), .content = str_of(first)},
        {.name = STR("xl/worksheets/sheet2.xml"), .content = str_of(second)},
    };
    Str bytes = {0};
    assert_ok(ctx, zip_write(ctx, entries, ARRAY_LEN(entries), &bytes));
    return bytes;
}

#define TEXT(at, text) "<c r=\"" at "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(at, number) "<c r=\"" at "\"><v>" number "</v></c>"

static void titles_and_notes_of_a_csv_are_paragraphs(void **state)
{
    Paper paper = read_csv(*state, "情况表,,\n单位：万元,,2023年2月\n名称,数,率\n甲,1,2\n乙,3,4\n"
                                   "注：乙含丙。,,\n");
    assert_int_equal(paper.parts.count, 4);
    assert_str(paper.parts.at[0].text, "情况表");
    assert_str(paper.parts.at[1].text, "单位：万元 2023年2月");
    assert_int_equal(table_at(&paper, 2)->rows.count, 3);
    assert_int_equal(paper.parts.at[2].grid->rows.at[0].line, 3);
    assert_str(paper.parts.at[3].text, "注：乙含丙。");
}

static void blank_lines_divide_the_tables_of_a_csv(void **state)
{
    Paper paper = read_csv(*state, "名称,数\n甲,1\n\n地区,率\n乙,2\n");
    assert_int_equal(paper.parts.count, 2);
    assert_str(grid_text(table_at(&paper, 1), 0, 0), "地区");
    assert_int_equal(paper.parts.at[1].line, 4);
}

static void a_row_of_figures_after_a_blank_line_goes_on(void **state)
{
    Paper paper = read_csv(*state, "名称,数,率\n甲,1,2\n\n合计,1,2\n");
    const Grid *grid = table_at(&paper, 0);
    assert_int_equal(paper.parts.count, 1);
    assert_int_equal(grid->rows.count, 4);
    assert_str(grid_text(grid, 3, 0), "合计");
}

static void years_begin_another_table(void **state)
{
    Paper paper = read_csv(*state, "项目,2021,2022\n甲,1,2\n\n地区,2022,2023\n乙,3,4\n");
    assert_int_equal(paper.parts.count, 2);
}

static void a_group_head_alone_stays_in_the_table(void **state)
{
    Paper paper = read_csv(*state, ",,好差评,\n序号,名称,率,得分\n1,甲,2,3\n");
    assert_int_equal(table_at(&paper, 0)->rows.count, 3);
}

static void a_row_with_a_name_only_stays_in_the_table(void **state)
{
    Paper paper = read_csv(*state, "名称,数\n甲,1\n乙,\n");
    assert_int_equal(table_at(&paper, 0)->rows.count, 3);
}

static void lines_of_a_csv_are_those_of_the_file(void **state)
{
    Paper paper = read_csv(*state, "名称,数\n\"甲\n乙\",1\n丙,2\n");
    const Grid *grid = table_at(&paper, 0);
    assert_str(grid_text(grid, 1, 0), "甲 乙");
    assert_int_equal(grid->rows.at[1].line, 2);
    assert_int_equal(grid->rows.at[2].line, 4);
}

static void a_fault_in_a_csv_has_file_and_line(void **state)
{
    Ctx *ctx = *state;
    Paper paper = {0};
    assert_fails(ctx, FAIL_SYNTAX, paper_read(ctx, STR("b.csv"), STR("a,b\n\"c\n"), &paper));
    assert_str(ctx->fail.place.file, "b.csv");
    assert_int_equal(ctx->fail.place.line, 2);
}

static void all_visible_sheets_of_a_workbook_are_read(void **state)
{
    Ctx *ctx = *state;
    Paper paper = {0};
    const char *first =
        "<worksheet><sheetData><row r=\"1\">" TEXT("A1", "总表") "</row><row r=\"2\">" TEXT(
            "A2", "名称") TEXT("B2", "数") "</row><row r=\"3\">" TEXT("A3", "甲")
            NUMBER("B3", "1") "</row></sheetData><mergeCells><mergeCell "
                              "ref=\"A1:B1\"/></mergeCells></worksheet>";
    const char *second = "<worksheet><sheetData><row r=\"5\">" TEXT("B5", "乙")
        NUMBER("C5", "2") "</row></sheetData></worksheet>";
    assert_ok(ctx, paper_read(ctx, STR("a.xlsx"), book(ctx, first, second), &paper));
    assert_int_equal(paper.parts.count, 3);
    assert_str(paper.parts.at[0].text, "总表");
    assert_str(table_at(&paper, 1)->sheet, "附件1");
    assert_int_equal(table_at(&paper, 1)->merges.count, 0);
    assert_str(table_at(&paper, 2)->sheet, "附件2");
    assert_int_equal(table_at(&paper, 2)->rows.at[0].line, 5);
    assert_str(grid_text(table_at(&paper, 2), 0, 1), "乙");
}

static void merges_of_a_sheet_move_with_their_table(void **state)
{
    Ctx *ctx = *state;
    Paper paper = {0};
    const char *sheet =
        "<worksheet><sheetData><row r=\"1\">" TEXT("A1", "题") "</row><row r=\"3\">" TEXT(
            "A3", "名") TEXT("B3", "分") "</row><row r=\"4\">" TEXT("B4", "一")
            TEXT("C4", "二") "</row><row r=\"5\">" TEXT("A5", "甲") NUMBER("B5", "1")
                NUMBER("C5", "2") "</row></sheetData><mergeCells><mergeCell "
                                  "ref=\"A3:A4\"/><mergeCell ref=\"B3:C3\"/>"
                                  "</mergeCells></worksheet>";
    assert_ok(ctx, paper_read(ctx, STR("a.xlsx"), book(ctx, sheet, "<worksheet/>"), &paper));
    const Grid *grid = table_at(&paper, 1);
    assert_int_equal(grid->merges.count, 2);
    assert_int_equal(grid->merges.at[0].row, 0);
    assert_int_equal(grid->merges.at[0].row_count, 2);
}

static void kinds_are_told_by_bytes_then_by_name(void **state)
{
    Ctx *ctx = *state;
    static const struct {
        const char *file;
        const char *bytes;
        PaperKind kind;
    } cases[] = {
        {"a.txt", " <!-- c -->\n<HTML><body>x", PAPER_HTML},
        {"a.htm", "x", PAPER_HTML},
        {"a.TSV", "a\tb", PAPER_CSV},
        {"a.md", "a,b", PAPER_TEXT},
        {"a", "<p", PAPER_TEXT},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Paper paper = {0};
        assert_ok(ctx, paper_read(ctx, str_of(cases[i].file), str_of(cases[i].bytes), &paper));
        assert_int_equal(paper.kind, cases[i].kind);
    }
}

static void old_formats_and_pdf_are_refused_with_advice(void **state)
{
    Ctx *ctx = *state;
    static const struct {
        const char *file;
        const char *bytes;
        const char *advice;
    } cases[] = {
        {"a.xls", "\xD0\xCF\x11\xE0", ".xlsx"}, {"a.et", "\xD0\xCF\x11\xE0", ".xlsx"},
        {"a.doc", "\xD0\xCF\x11\xE0", ".docx"}, {"a.WPS", "\xD0\xCF\x11\xE0", ".docx"},
        {"a.pdf", "%PDF-1.7", ".docx"},         {"a.rtf", "{\\rtf1", ".docx"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Paper paper = {0};
        assert_fails(ctx, FAIL_SYNTAX,
                     paper_read(ctx, str_of(cases[i].file), str_of(cases[i].bytes), &paper));
        assert_contains(ctx->fail.hint, cases[i].advice);
        assert_str(ctx->fail.place.file, cases[i].file);
    }
}

static void an_empty_file_is_an_empty_paper(void **state)
{
    Ctx *ctx = *state;
    static const char *const files[] = {"a.csv", "a.html", "a.txt"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        Paper paper = {0};
        assert_ok(ctx, paper_read(ctx, str_of(files[i]), (Str){0}, &paper));
        assert_int_equal(paper.parts.count, 0);
    }
}

static void too_large_a_file_is_refused(void **state)
{
    Ctx *ctx = *state;
    Paper paper = {0};
    size_t len = PAPER_BYTES_MAX + 1;
    Str bytes = str_from(NEW(ctx->arena, char, len), len);
    assert_fails(ctx, FAIL_TOO_LARGE, paper_read(ctx, STR("a.txt"), bytes, &paper));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(titles_and_notes_of_a_csv_are_paragraphs),
        KIT_TEST(blank_lines_divide_the_tables_of_a_csv),
        KIT_TEST(a_row_of_figures_after_a_blank_line_goes_on),
        KIT_TEST(years_begin_another_table),
        KIT_TEST(a_group_head_alone_stays_in_the_table),
        KIT_TEST(a_row_with_a_name_only_stays_in_the_table),
        KIT_TEST(lines_of_a_csv_are_those_of_the_file),
        KIT_TEST(a_fault_in_a_csv_has_file_and_line),
        KIT_TEST(all_visible_sheets_of_a_workbook_are_read),
        KIT_TEST(merges_of_a_sheet_move_with_their_table),
        KIT_TEST(kinds_are_told_by_bytes_then_by_name),
        KIT_TEST(old_formats_and_pdf_are_refused_with_advice),
        KIT_TEST(an_empty_file_is_an_empty_paper),
        KIT_TEST(too_large_a_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
