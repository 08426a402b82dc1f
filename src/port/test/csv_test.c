#include "port/csv.h"

#include "kit/kit.h"

static Grid read_grid(Ctx *ctx, const char *text)
{
    Grid grid = {0};
    assert_ok(ctx, csv_read(ctx, str_of(text), &grid));
    return grid;
}

static void cells_stand_by_row_and_column(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_grid(ctx, "单位,得分\r\n赤岗街, 99.5 \r\n海幢街,\r\n");
    assert_int_equal(grid.rows.count, 3);
    assert_int_equal(grid.column_count, 2);
    assert_str(grid_text(&grid, 1, 0), "赤岗街");
    assert_str(grid_text(&grid, 1, 1), "99.5");
    assert_str(grid_text(&grid, 2, 1), "");
    assert_str(grid_text(&grid, 9, 9), "");
    assert_int_equal(grid.rows.at[2].line, 3);
}

static void the_separator_is_found_on_the_head_line(void **state)
{
    Ctx *ctx = *state;
    static const char *const texts[] = {"a;b\n1;2,5\n", "a\tb\n1\t2,5\n", "\"a;;;\",b\n1,\"2,5\"\n",
                                        "标题\n\na;b\n1;2,5\n"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Grid grid = read_grid(ctx, texts[i]);
        assert_str(grid_text(&grid, grid.rows.count - 1, 1), "2,5");
    }
}

static void all_line_ends_are_taken(void **state)
{
    Ctx *ctx = *state;
    static const char *const texts[] = {"a,b\nc,d", "a,b\r\nc,d\r\n", "a,b\rc,d\r"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Grid grid = read_grid(ctx, texts[i]);
        assert_int_equal(grid.rows.count, 2);
        assert_str(grid_text(&grid, 1, 1), "d");
    }
}

static void quoted_cells_hold_separators_lines_and_quotes(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_grid(ctx, "\"a,\"\"b\"\"\",\"c\r\nd\"\n\"\"\"\",\"\"\n");
    assert_str(grid_text(&grid, 0, 0), "a,\"b\"");
    assert_str(grid_text(&grid, 0, 1), "c\r\nd");
    assert_str(grid_text(&grid, 1, 0), "\"");
    assert_int_equal(grid.rows.count, 2);
}

static void blank_rows_inside_are_kept_and_at_the_end_dropped(void **state)
{
    Ctx *ctx = *state;
    Grid grid = read_grid(ctx, "a,b,,,\n\n,,\nc,　,\n,,,\n\n\n");
    assert_int_equal(grid.rows.count, 4);
    assert_int_equal(grid.column_count, 2);
    assert_true(grid_row_is_blank(&grid, 1));
    assert_true(grid_row_is_blank(&grid, 2));
    assert_str(grid_text(&grid, 3, 0), "c");
    assert_int_equal(grid.rows.at[3].count, 1);
    assert_int_equal(read_grid(ctx, "").rows.count, 0);
}

static void an_open_quote_is_refused_with_its_line(void **state)
{
    Ctx *ctx = *state;
    Grid grid = {0};
    assert_fails(ctx, FAIL_SYNTAX, csv_read(ctx, STR("a,b\n\"x\ny\",\"z\n1,2\n"), &grid));
    assert_int_equal(ctx->fail.place.line, 3);
    assert_contains(ctx->fail.message, "闭合");
    assert_fails(ctx, FAIL_SYNTAX, csv_read(ctx, STR("a,b\n\"x\"y,2\n"), &grid));
    assert_int_equal(ctx->fail.place.line, 2);
}

static void a_quote_inside_an_unquoted_cell_is_itself(void **state)
{
    Ctx *ctx = *state;
    assert_str(grid_text(&(Grid){.rows = read_grid(ctx, "5\" x,b\n").rows}, 0, 0), "5\" x");
}

static void limits_are_kept(void **state)
{
    Ctx *ctx = *state;
    Buf rows = buf_create(ctx->arena, 4 * MIB);
    for (int i = 0; i <= GRID_ROWS_MAX; i++)
        buf_add_c(&rows, "a\n");
    Grid grid = {0};
    assert_fails(ctx, FAIL_TOO_LARGE, csv_read(ctx, buf_str(&rows), &grid));
    assert_contains(ctx->fail.message, "行");
    Buf columns = buf_create(ctx->arena, MIB);
    for (int i = 0; i <= GRID_COLUMNS_MAX; i++)
        buf_add_c(&columns, "a,");
    assert_fails(ctx, FAIL_TOO_LARGE, csv_read(ctx, buf_str(&columns), &grid));
    Buf cell = buf_create(ctx->arena, MIB);
    for (int i = 0; i <= GRID_CELL_RUNES_MAX; i++)
        buf_add_c(&cell, "字");
    assert_fails(ctx, FAIL_TOO_LARGE, csv_read(ctx, buf_str(&cell), &grid));
    Str big = {arena_alloc(ctx->arena, GRID_BYTES_MAX + 1, 1), GRID_BYTES_MAX + 1};
    assert_fails(ctx, FAIL_TOO_LARGE, csv_read(ctx, big, &grid));
}

static void many_blank_lines_at_the_end_are_no_rows(void **state)
{
    Ctx *ctx = *state;
    Buf text = buf_create(ctx->arena, MIB);
    buf_add_c(&text, "a,b\n");
    for (int i = 0; i < GRID_ROWS_MAX + 10; i++)
        buf_add_c(&text, "\n");
    Grid grid = {0};
    assert_ok(ctx, csv_read(ctx, buf_str(&text), &grid));
    assert_int_equal(grid.rows.count, 1);
}

static void a_file_is_decoded_first(void **state)
{
    Ctx *ctx = *state;
    Grid grid = {0};
    TextEncoding encoding = ENCODING_UTF8;
    assert_ok(ctx, csv_read_bytes(ctx, STR("\xB5\xA5\xCE\xBB,b\n"), &grid, &encoding));
    assert_int_equal(encoding, ENCODING_GB18030);
    assert_str(grid_text(&grid, 0, 0), "单位");
}

static Str written(Ctx *ctx, const char *text, bool is_number)
{
    Buf out = buf_create(ctx->arena, MIB);
    csv_put(&out, true, str_of(text), is_number);
    return buf_str(&out);
}

static void cells_are_quoted_only_where_needed(void **state)
{
    Ctx *ctx = *state;
    assert_str(written(ctx, "赤岗街", false), "赤岗街");
    assert_str(written(ctx, "a,b", false), "\"a,b\"");
    assert_str(written(ctx, "说\"好\"", false), "\"说\"\"好\"\"\"");
    assert_str(written(ctx, "a\nb", false), "\"a\nb\"");
    assert_str(written(ctx, " a", false), "\" a\"");
    assert_str(written(ctx, "", false), "");
}

static void formulas_from_outside_are_disarmed(void **state)
{
    Ctx *ctx = *state;
    assert_str(written(ctx, "=1+1", false), "'=1+1");
    assert_str(written(ctx, "@SUM(A1)", false), "'@SUM(A1)");
    assert_str(written(ctx, "+cmd", false), "'+cmd");
    assert_str(written(ctx, "-a", false), "'-a");
    assert_str(written(ctx, "\t=1", false), "\"'\t=1\"");
    assert_str(written(ctx, "＝1", false), "'＝1");
    assert_str(written(ctx, "=HYPERLINK(\"x\",\"y\")", false),
               "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
}

static void numbers_keep_their_form(void **state)
{
    Ctx *ctx = *state;
    assert_str(written(ctx, "-1.50", true), "-1.50");
    assert_str(written(ctx, "-1.50", false), "-1.50");
    assert_str(written(ctx, "+3", false), "+3");
    assert_str(written(ctx, "-1-2", false), "'-1-2");
    assert_str(written(ctx, "-", false), "'-");
}

static void what_is_written_reads_back_the_same(void **state)
{
    Ctx *ctx = *state;
    static const Str texts[] = {STR_INIT("=1"),     STR_INIT("'=1"), STR_INIT("''=1"),
                                STR_INIT("'a"),     STR_INIT("-5"),  STR_INIT("a\"b\r\nc"),
                                STR_INIT("x;y\tz"), STR_INIT("@"),   STR_INIT("'")};
    Grid grid = {0};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        assert_ok(ctx, grid_put(ctx, &grid, i, 0, (GridCell){.text = texts[i]}));
        assert_ok(ctx, grid_put(ctx, &grid, i, 2, (GridCell){.text = texts[i]}));
    }
    grid_finish(&grid);
    Buf out = buf_create(ctx->arena, MIB);
    csv_put_bom(&out);
    for (size_t r = 0; r < grid.rows.count; r++) {
        for (size_t c = 0; c < grid.column_count; c++)
            csv_put(&out, c == 0, grid_text(&grid, r, c), false);
        csv_end_row(&out);
    }
    Grid again = {0};
    TextEncoding encoding = ENCODING_UTF8;
    assert_ok(ctx, csv_read_bytes(ctx, buf_str(&out), &again, &encoding));
    assert_int_equal(encoding, ENCODING_UTF8_BOM);
    assert_int_equal(again.rows.count, grid.rows.count);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        assert_true(str_equal(grid_text(&again, i, 0), texts[i]));
        assert_true(str_equal(grid_text(&again, i, 1), STR("")));
        assert_true(str_equal(grid_text(&again, i, 2), texts[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(cells_stand_by_row_and_column),
        KIT_TEST(the_separator_is_found_on_the_head_line),
        KIT_TEST(all_line_ends_are_taken),
        KIT_TEST(quoted_cells_hold_separators_lines_and_quotes),
        KIT_TEST(blank_rows_inside_are_kept_and_at_the_end_dropped),
        KIT_TEST(an_open_quote_is_refused_with_its_line),
        KIT_TEST(a_quote_inside_an_unquoted_cell_is_itself),
        KIT_TEST(limits_are_kept),
        KIT_TEST(many_blank_lines_at_the_end_are_no_rows),
        KIT_TEST(a_file_is_decoded_first),
        KIT_TEST(cells_are_quoted_only_where_needed),
        KIT_TEST(formulas_from_outside_are_disarmed),
        KIT_TEST(numbers_keep_their_form),
        KIT_TEST(what_is_written_reads_back_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
