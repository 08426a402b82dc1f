#include "port/paper.h"
#include "port/zip.h"

#include "kit/kit.h"

static Str pack(Ctx *ctx, const char *body)
{
    const ZipEntry entries[] = {
        {.name = STR("word/document.xml"),
         .content = str_format(ctx->arena,
                               "<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>%s</w:body>"
                               "</w:document>",
                               body)},
        {.name = STR("word/styles.xml"),
         .content = STR("<w:styles xmlns:w=\"w\"><w:style w:styleId=\"a3\"><w:name w:val=\"heading "
                        "2\"/></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"a3\"/>"
                        "</w:style></w:styles>")},
    };
    Str bytes = {0};
    assert_ok(ctx, zip_write(ctx, entries, ARRAY_LEN(entries), &bytes));
    return bytes;
}

static Paper read_body(Ctx *ctx, const char *body)
{
    Paper paper = {0};
    assert_ok(ctx, paper_read(ctx, STR("a.docx"), pack(ctx, body), &paper));
    assert_int_equal(paper.kind, PAPER_DOCX);
    return paper;
}

static const Grid *table_at(const Paper *paper, size_t part)
{
    assert_true(part < paper->parts.count);
    assert_int_equal(paper->parts.at[part].kind, PAPER_TABLE);
    return paper->parts.at[part].grid;
}

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define CELL(properties, text) "<w:tc><w:tcPr>" properties "</w:tcPr>" P(text) "</w:tc>"

static void runs_are_joined_and_breaks_are_blanks(void **state)
{
    Paper paper = read_body(*state, "<w:p><w:r><w:t>一</w:t></w:r><w:r><w:t>二</w:t><w:br/>"
                                    "<w:t>三</w:t><w:tab/><w:t>四</w:t></w:r></w:p>" P("五"));
    assert_int_equal(paper.parts.count, 2);
    assert_str(paper.parts.at[0].text, "一二 三 四");
    assert_int_equal(paper.parts.at[1].line, 2);
}

static void headings_are_known_by_style_and_outline(void **state)
{
    Paper paper = read_body(*state, "<w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr><w:r><w:t>甲"
                                    "</w:t></w:r></w:p><w:p><w:pPr><w:outlineLvl w:val=\"0\"/>"
                                    "</w:pPr><w:r><w:t>乙</w:t></w:r></w:p>" P("丙"));
    assert_int_equal(paper.parts.at[0].level, 2);
    assert_int_equal(paper.parts.at[1].level, 1);
    assert_int_equal(paper.parts.at[2].kind, PAPER_PARAGRAPH);
}

static void deletions_and_hidden_text_are_left_out(void **state)
{
    Paper paper = read_body(
        *state,
        "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val=\"a3\"/></w:pPr></w:pPrChange></w:pPr>"
        "<w:del><w:r><w:t>删</w:t></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:r>"
        "<w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>显"
        "</w:t></w:r></w:p>");
    assert_int_equal(paper.parts.count, 1);
    assert_int_equal(paper.parts.at[0].kind, PAPER_PARAGRAPH);
    assert_str(paper.parts.at[0].text, "增显");
}

static void a_deleted_end_of_a_paragraph_joins_it_with_the_next(void **state)
{
    Paper paper = read_body(*state, "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t>"
                                    "</w:r></w:p>" P("后"));
    assert_int_equal(paper.parts.count, 1);
    assert_str(paper.parts.at[0].text, "前后");
}

static void spans_become_merges(void **state)
{
    Paper paper = read_body(
        *state, "<w:tbl><w:tr>" CELL("<w:vMerge w:val=\"restart\"/>", "名")
                    CELL("<w:gridSpan w:val=\"2\"/>", "分") "</w:tr><w:tr>" CELL("<w:vMerge/>", "")
                        CELL("", "甲") CELL("", "乙") "</w:tr><w:tr>" CELL("", "a") CELL("", "1")
                            CELL("", "2") "</w:tr></w:tbl>");
    const Grid *grid = table_at(&paper, 0);
    assert_int_equal(grid->rows.count, 3);
    assert_int_equal(grid->merges.count, 2);
    assert_int_equal(grid->merges.at[0].row_count, 2);
    assert_int_equal(grid->merges.at[1].column_count, 2);
    assert_str(grid_text(grid, 1, 1), "甲");
    assert_str(grid_text(grid, 1, 2), "乙");
}

static void a_deleted_row_is_left_out(void **state)
{
    Paper paper =
        read_body(*state, "<w:tbl><w:tr>" CELL("", "a")
                              CELL("", "1") "</w:tr><w:tr>"
                                            "<w:trPr><w:del/></w:trPr>" CELL("", "b")
                                                CELL("", "2") "</w:tr><w:tr>" CELL("", "c")
                                                    CELL("", "3") "</w:tr></w:tbl>");
    const Grid *grid = table_at(&paper, 0);
    assert_int_equal(grid->rows.count, 2);
    assert_str(grid_text(grid, 1, 0), "c");
}

static void paragraphs_of_a_cell_are_divided_by_a_blank(void **state)
{
    Paper paper = read_body(*state, "<w:tbl><w:tr><w:tc>" P("上")
                                        P("下") "</w:tc>" CELL("", "1") "</w:tr></w:tbl>");
    assert_str(grid_text(table_at(&paper, 0), 0, 0), "上 下");
}

static void inner_tables_and_text_boxes_follow(void **state)
{
    Paper paper = read_body(
        *state,
        "<w:tbl><w:tr>" CELL("", "外") "<w:tc><w:tbl><w:tr>" CELL("", "内")
            CELL("", "1") "</w:tr></w:tbl>" P(
                "格") "</w:tc></w:tr></w:tbl><w:p><w:r><w:t>段</w:t>"
                      "<mc:AlternateContent><mc:Choice><w:txbxContent>" P(
                          "框") "</w:txbxContent></mc:Choice><mc:Fallback>"
                                "<w:txbxContent>" P("框") "</w:txbxContent></mc:Fallback>"
                                                          "</mc:AlternateContent></w:r></w:p>");
    assert_int_equal(paper.parts.count, 4);
    assert_str(grid_text(table_at(&paper, 0), 0, 1), "格");
    assert_str(grid_text(table_at(&paper, 1), 0, 0), "内");
    assert_str(paper.parts.at[2].text, "段");
    assert_str(paper.parts.at[3].text, "框");
}

static void a_huge_span_does_not_widen_the_table(void **state)
{
    Paper paper = read_body(*state, "<w:tbl><w:tr>" CELL("<w:gridSpan w:val=\"1000000\"/>",
                                                         "题") "</w:tr><w:tr>" CELL("", "a")
                                        CELL("", "1") "</w:tr></w:tbl>");
    const Grid *grid = table_at(&paper, 0);
    assert_int_equal(grid->column_count, 2);
    assert_int_equal(grid->merges.at[0].column_count, 2);
}

static void damaged_documents_are_refused(void **state)
{
    Ctx *ctx = *state;
    Paper paper = {0};
    Str bytes = pack(ctx, "<w:p>");
    assert_fails(ctx, FAIL_SYNTAX, paper_read(ctx, STR("a.docx"), bytes, &paper));
    bytes = str_slice(bytes, 0, bytes.len / 2);
    assert_fails(ctx, FAIL_SYNTAX, paper_read(ctx, STR("a.docx"), bytes, &paper));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(runs_are_joined_and_breaks_are_blanks),
        KIT_TEST(headings_are_known_by_style_and_outline),
        KIT_TEST(deletions_and_hidden_text_are_left_out),
        KIT_TEST(a_deleted_end_of_a_paragraph_joins_it_with_the_next),
        KIT_TEST(spans_become_merges),
        KIT_TEST(a_deleted_row_is_left_out),
        KIT_TEST(paragraphs_of_a_cell_are_divided_by_a_blank),
        KIT_TEST(inner_tables_and_text_boxes_follow),
        KIT_TEST(a_huge_span_does_not_widen_the_table),
        KIT_TEST(damaged_documents_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
