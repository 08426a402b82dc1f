#include "port/paper.h"

#include "kit/kit.h"

#include <stdio.h>

static Paper read_text(Ctx *ctx, const char *text)
{
    Paper paper = {0};
    assert_ok(ctx, paper_read(ctx, STR("a.txt"), str_of(text), &paper));
    assert_int_equal(paper.kind, PAPER_TEXT);
    return paper;
}

static const Grid *only_table(const Paper *paper)
{
    assert_int_equal(paper->parts.count, 1);
    assert_int_equal(paper->parts.at[0].kind, PAPER_TABLE);
    return paper->parts.at[0].grid;
}

static void lines_are_paragraphs_with_their_numbers(void **state)
{
    Paper paper = read_text(*state, "\n第一段。\r\n\r\n第二段。");
    assert_int_equal(paper.parts.count, 2);
    assert_str(paper.parts.at[0].text, "第一段。");
    assert_int_equal(paper.parts.at[0].kind, PAPER_PARAGRAPH);
    assert_int_equal(paper.parts.at[0].line, 2);
    assert_int_equal(paper.parts.at[1].line, 4);
}

static void marked_lines_are_headings(void **state)
{
    Paper paper = read_text(*state, "## 通报 ##\n一、热线情况\n（一）满意度\n");
    static const int levels[] = {2, 1, 2};
    assert_int_equal(paper.parts.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(paper.parts.at[i].kind, PAPER_HEADING);
        assert_int_equal(paper.parts.at[i].level, levels[i]);
    }
    assert_str(paper.parts.at[0].text, "通报");
    assert_str(paper.parts.at[1].text, "一、热线情况");
}

static void a_numbered_sentence_is_a_paragraph(void **state)
{
    Paper paper = read_text(*state, "一、本月共办理 3 件，均已办结。\n二、详见下表：\n1. 说明\n");
    assert_int_equal(paper.parts.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(paper.parts.at[i].kind, PAPER_PARAGRAPH);
}

static void marks_of_markdown_are_left_out(void **state)
{
    Paper paper = read_text(*state, "---\n- 得分=(甲+乙)\\*5\n**大厅：**受理 2*3 件。\n");
    assert_int_equal(paper.parts.count, 2);
    assert_str(paper.parts.at[0].text, "得分=(甲+乙)*5");
    assert_str(paper.parts.at[1].text, "大厅：受理 2*3 件。");
}

static void lines_broken_by_hand_are_joined(void **state)
{
    Paper paper = read_text(
        *state, "本月各街道共承办工单一万九千六百零二件，其中咨询类一千五百六十五件、投诉类八千\n"
                "七百九十三件。\n下一段。\n");
    assert_int_equal(paper.parts.count, 2);
    assert_contains(paper.parts.at[0].text, "投诉类八千七百九十三件。");
}

static void tabs_make_a_table_with_columns_kept(void **state)
{
    Paper paper = read_text(*state, "排名\t街道\t得分\t\t\n\t\t甲\t乙\n1\t**赤岗街**\t2\t3\n");
    const Grid *grid = only_table(&paper);
    assert_int_equal(grid->rows.count, 3);
    assert_str(grid_text(grid, 1, 0), "");
    assert_str(grid_text(grid, 1, 2), "甲");
    assert_str(grid_text(grid, 2, 1), "赤岗街");
    assert_int_equal(grid->rows.at[2].line, 3);
    assert_int_equal(grid->column_count, 4);
}

static void a_head_printed_again_begins_a_second_table(void **state)
{
    Paper paper = read_text(*state, "名称\t数\n甲\t1\n\n\n名称\t数\n乙\t2\n");
    assert_int_equal(paper.parts.count, 2);
    assert_str(grid_text(paper.parts.at[1].grid, 0, 0), "名称");
    assert_int_equal(paper.parts.at[1].line, 5);
}

static void rows_of_figures_after_a_blank_line_go_on(void **state)
{
    Paper paper = read_text(*state, "名称\t数\n甲\t1\n\n乙\t2\n");
    const Grid *grid = only_table(&paper);
    assert_int_equal(grid->rows.count, 3);
    assert_int_equal(grid->rows.at[2].line, 4);
}

static void a_list_with_tabs_is_no_table(void **state)
{
    Paper paper = read_text(*state, "1.\t统计区间为二月。\n2.\t数据来自系统。\n");
    assert_int_equal(paper.parts.count, 2);
    assert_str(paper.parts.at[0].text, "1. 统计区间为二月。");
}

static void a_single_line_with_a_tab_is_no_table(void **state)
{
    Paper paper = read_text(*state, "联系人：某\t电话：略\n");
    assert_int_equal(paper.parts.count, 1);
    assert_int_equal(paper.parts.at[0].kind, PAPER_PARAGRAPH);
    assert_str(paper.parts.at[0].text, "联系人：某 电话：略");
}

static void pipes_make_a_table_with_and_without_a_rule(void **state)
{
    Ctx *ctx = *state;
    Paper ruled = read_text(ctx, "| 名称 | 数 |\n|:---|---:|\n| 甲\\|丙 | |\n| 乙 | 2 |\n");
    const Grid *grid = only_table(&ruled);
    assert_int_equal(grid->rows.count, 3);
    assert_str(grid_text(grid, 1, 0), "甲|丙");
    assert_str(grid_text(grid, 1, 1), "");
    assert_int_equal(grid->rows.at[1].line, 3);
    Paper plain = read_text(ctx, "名称 | 数\n甲 | 1\n");
    assert_str(grid_text(only_table(&plain), 1, 1), "1");
}

static void a_drawn_frame_is_no_row(void **state)
{
    Paper paper = read_text(*state, "┌──┬──┐\n│名│数│\n├──┼──┤\n│甲│1 │\n└──┴──┘\n");
    const Grid *grid = only_table(&paper);
    assert_int_equal(grid->rows.count, 2);
    assert_str(grid_text(grid, 1, 0), "甲");
    assert_str(grid_text(grid, 1, 1), "1");
}

static void cells_aligned_by_blanks_make_a_table(void **state)
{
    Paper paper = read_text(*state, "名称        得分   排名\n"
                                    "赤岗街     102.50     1\n"
                                    "南石头街              2\n"
                                    "官洲街      93.73    18\n");
    const Grid *grid = only_table(&paper);
    assert_int_equal(grid->rows.count, 4);
    assert_str(grid_text(grid, 2, 1), "");
    assert_str(grid_text(grid, 2, 2), "2");
    assert_str(grid_text(grid, 3, 1), "93.73");
}

static void prose_with_double_blanks_is_no_table(void **state)
{
    Paper paper = read_text(*state, "One sentence here.  Another one of words.  A third, longer.\n"
                                    "It goes on.  With more and more words in it.  And so on.\n");
    for (size_t i = 0; i < paper.parts.count; i++)
        assert_int_equal(paper.parts.at[i].kind, PAPER_PARAGRAPH);
}

static void gb18030_is_read(void **state)
{
    Ctx *ctx = *state;
    Paper paper = {0};
    assert_ok(ctx, paper_read(ctx, STR("a.txt"), STR("\xd6\xd0\xce\xc4"), &paper));
    assert_str(paper.parts.at[0].text, "中文");
}

static void too_long_a_paragraph_is_refused_with_its_line(void **state)
{
    Ctx *ctx = *state;
    size_t len = PAPER_PARAGRAPH_RUNES_MAX + 2;
    char *text = NEW(ctx->arena, char, len);
    memset(text, 'a', len);
    text[0] = '\n';
    Paper paper = {0};
    assert_fails(ctx, FAIL_TOO_LARGE, paper_read(ctx, STR("a.txt"), str_from(text, len), &paper));
    assert_int_equal(ctx->fail.place.line, 2);
    assert_str(ctx->fail.place.file, "a.txt");
}

#define BULLETIN "../shared/data/haizhu-2023-02/bulletin.txt"

/* The published bulletin, whose third annex is printed over two pages. */
static void the_published_bulletin_is_read(void **state)
{
    Ctx *ctx = *state;
    static char bytes[MIB];
    FILE *file = fopen(BULLETIN, "rb");
    if (!file) {
        print_message("skipped: %s is absent\n", BULLETIN);
        skip();
    }
    size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    Paper paper = {0};
    assert_ok(ctx, paper_read(ctx, STR(BULLETIN), str_from(bytes, len), &paper));
    static const size_t rows[] = {20, 19, 4};
    size_t tables = 0;
    LIST_EACH (const PaperPart, part, &paper.parts) {
        if (part->kind != PAPER_TABLE)
            continue;
        assert_true(tables < ARRAY_LEN(rows));
        assert_int_equal(part->grid->rows.count, rows[tables++]);
    }
    assert_int_equal(tables, ARRAY_LEN(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(lines_are_paragraphs_with_their_numbers),
        KIT_TEST(marked_lines_are_headings),
        KIT_TEST(a_numbered_sentence_is_a_paragraph),
        KIT_TEST(marks_of_markdown_are_left_out),
        KIT_TEST(lines_broken_by_hand_are_joined),
        KIT_TEST(tabs_make_a_table_with_columns_kept),
        KIT_TEST(a_head_printed_again_begins_a_second_table),
        KIT_TEST(rows_of_figures_after_a_blank_line_go_on),
        KIT_TEST(a_list_with_tabs_is_no_table),
        KIT_TEST(a_single_line_with_a_tab_is_no_table),
        KIT_TEST(pipes_make_a_table_with_and_without_a_rule),
        KIT_TEST(a_drawn_frame_is_no_row),
        KIT_TEST(cells_aligned_by_blanks_make_a_table),
        KIT_TEST(prose_with_double_blanks_is_no_table),
        KIT_TEST(gb18030_is_read),
        KIT_TEST(too_long_a_paragraph_is_refused_with_its_line),
        KIT_TEST(the_published_bulletin_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
