#include "port/paper.h"

#include "kit/kit.h"

static Paper read_page(Ctx *ctx, const char *body)
{
    Paper paper = {0};
    Str page = str_format(ctx->arena, "<!DOCTYPE html><html><body>%s</body></html>", body);
    assert_ok(ctx, paper_read(ctx, STR("a.html"), page, &paper));
    assert_int_equal(paper.kind, PAPER_HTML);
    return paper;
}

static const Grid *table_at(const Paper *paper, size_t part)
{
    assert_true(part < paper->parts.count);
    assert_int_equal(paper->parts.at[part].kind, PAPER_TABLE);
    return paper->parts.at[part].grid;
}

static void headings_and_paragraphs_are_read(void **state)
{
    Paper paper = read_page(*state, "<h2>关于<b>通报</b></h2>\n<p>一<br>二&nbsp;三</p>尾");
    assert_int_equal(paper.parts.count, 3);
    assert_int_equal(paper.parts.at[0].level, 2);
    assert_str(paper.parts.at[0].text, "关于通报");
    assert_int_equal(paper.parts.at[1].line, 2);
    assert_str(paper.parts.at[1].text, "一 二 三");
    assert_str(paper.parts.at[2].text, "尾");
}

static void a_line_end_between_chinese_characters_is_nothing(void **state)
{
    Paper paper = read_page(*state, "<p>全市\n    排名\n第 8</p>");
    assert_str(paper.parts.at[0].text, "全市排名第 8");
}

static void scripts_and_hidden_elements_are_left_out(void **state)
{
    Paper paper = read_page(*state, "<script>a</script><style>b</style><template>c</template>"
                                    "<p hidden>d</p><p style=\"color:red; DISPLAY : none\">e<b>f"
                                    "</b></p><select><option>g</select><p>看<del>删</del>见</p>");
    assert_int_equal(paper.parts.count, 1);
    assert_str(paper.parts.at[0].text, "看见");
}

static void spans_become_merges(void **state)
{
    Paper paper = read_page(*state, "<table><thead><tr><th rowspan=2>名<th colspan=2>分<tr><th>甲"
                                    "<th>乙</thead><tbody><tr><td>a<td>1<td>2</table>");
    const Grid *grid = table_at(&paper, 0);
    assert_int_equal(grid->merges.count, 2);
    assert_int_equal(grid->merges.at[0].row_count, 2);
    assert_int_equal(grid->merges.at[1].column_count, 2);
    assert_str(grid_text(grid, 1, 1), "甲");
    assert_str(grid_text(grid, 2, 2), "2");
    assert_int_equal(grid->rows.at[2].line, 3);
}

static void a_rowspan_ends_with_its_group(void **state)
{
    Paper paper = read_page(*state, "<table><tbody><tr><td rowspan=9>a<td>1</tbody>"
                                    "<tbody><tr><td>b<td>2</tbody></table>");
    const Grid *grid = table_at(&paper, 0);
    assert_str(grid_text(grid, 1, 0), "b");
    assert_int_equal(grid->merges.count, 0);
}

static void a_rowspan_of_nought_reaches_to_the_end(void **state)
{
    Paper paper = read_page(*state, "<table><tr><td rowspan=0>a<td>1<tr><td>2<tr><td>3</table>");
    const Grid *grid = table_at(&paper, 0);
    assert_str(grid_text(grid, 2, 1), "3");
    assert_int_equal(grid->merges.at[0].row_count, 3);
}

static void a_huge_colspan_is_cut_to_the_table(void **state)
{
    Paper paper = read_page(*state, "<table><tr><td colspan=1000000>题<tr><td>a<td>1</table>");
    const Grid *grid = table_at(&paper, 0);
    assert_int_equal(grid->column_count, 2);
    assert_int_equal(grid->merges.at[0].column_count, 2);
}

static void a_caption_is_the_paragraph_before(void **state)
{
    Paper paper =
        read_page(*state, "<table><caption>情况表</caption><tr><td>a<td>1</table><p>后</p>");
    assert_int_equal(paper.parts.count, 3);
    assert_str(paper.parts.at[0].text, "情况表");
    table_at(&paper, 1);
    assert_str(paper.parts.at[2].text, "后");
}

static void a_table_in_a_cell_follows_the_outer_one(void **state)
{
    Paper paper = read_page(*state, "<table><tr><td>a<td>b<tr><td>c<td><table><tr><td>p<td>q"
                                    "</table>d</table>");
    assert_int_equal(paper.parts.count, 2);
    assert_str(grid_text(table_at(&paper, 0), 1, 1), "d");
    assert_str(grid_text(table_at(&paper, 1), 0, 1), "q");
}

static void a_table_that_lays_out_the_page_is_its_content(void **state)
{
    Paper paper = read_page(*state, "<table><tr><td><p>前</p><table><tr><td>p<td>q</table><p>后"
                                    "</p></table>");
    assert_int_equal(paper.parts.count, 3);
    assert_str(paper.parts.at[0].text, "前");
    assert_str(grid_text(table_at(&paper, 1), 0, 0), "p");
    assert_str(paper.parts.at[2].text, "后");
}

static void a_page_in_gb18030_is_read(void **state)
{
    Ctx *ctx = *state;
    Paper paper = {0};
    Str page = STR("<html><head><meta charset=\"utf-8\"></head><body>\xd6\xd0\xce\xc4</body>");
    assert_ok(ctx, paper_read(ctx, STR("a"), page, &paper));
    assert_int_equal(paper.kind, PAPER_HTML);
    assert_str(paper.parts.at[0].text, "中文");
}

static void too_deep_a_page_is_refused(void **state)
{
    Ctx *ctx = *state;
    Buf page = buf_create(ctx->arena, MIB);
    buf_add_c(&page, "<html><body>\n");
    for (int i = 0; i < 1000; i++)
        buf_add_c(&page, "<div>");
    Paper paper = {0};
    assert_fails(ctx, FAIL_TOO_LARGE, paper_read(ctx, STR("a.html"), buf_str(&page), &paper));
    assert_int_equal(ctx->fail.place.line, 2);
    assert_str(ctx->fail.place.file, "a.html");
}

static bool read_within(Ctx *ctx, Str page)
{
    Paper paper = {0};
    return paper_read(ctx, STR("a.html"), page, &paper);
}

/* The parser's frames are not jumped over when the arena is full: nothing leaks. */
static void a_page_beyond_the_memory_is_refused(void **state)
{
    Ctx *ctx = *state;
    Buf page = buf_create(ctx->arena, 8 * MIB);
    for (int i = 0; i < 60000; i++)
        buf_add_c(&page, "<p title=\"a\">文字文字文字</p>");
    Ctx *small = NEW(ctx->arena, Ctx, 1);
    small->arena = arena_create(2 * MIB);
    ArenaGuard guard;
    if (!arena_guard(small->arena, &guard)) {
        assert_false(read_within(small, buf_str(&page)));
        arena_guard_pop(small->arena);
        assert_int_equal(small->fail.code, FAIL_TOO_LARGE);
    }
    arena_free(small->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(headings_and_paragraphs_are_read),
        KIT_TEST(a_line_end_between_chinese_characters_is_nothing),
        KIT_TEST(scripts_and_hidden_elements_are_left_out),
        KIT_TEST(spans_become_merges),
        KIT_TEST(a_rowspan_ends_with_its_group),
        KIT_TEST(a_rowspan_of_nought_reaches_to_the_end),
        KIT_TEST(a_huge_colspan_is_cut_to_the_table),
        KIT_TEST(a_caption_is_the_paragraph_before),
        KIT_TEST(a_table_in_a_cell_follows_the_outer_one),
        KIT_TEST(a_table_that_lays_out_the_page_is_its_content),
        KIT_TEST(a_page_in_gb18030_is_read),
        KIT_TEST(too_deep_a_page_is_refused),
        KIT_TEST(a_page_beyond_the_memory_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
