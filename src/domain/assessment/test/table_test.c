#include "district_kit.h"

/* The packs of the build with one table of the bureau's own. */
static void open_with_table(Ctx *ctx, const char *name, const char *text)
{
    Packs *packs;
    Str folder = str_of(kit_folder(ctx));
    Str tables = path_join(ctx->arena, folder, STR("tables"));
    assert_ok(ctx, folder_make(ctx, tables));
    assert_ok(ctx, file_write(ctx, path_join(ctx->arena, tables, str_of(name)), str_of(text)));
    assert_ok(ctx, packs_open(ctx, folder, &packs));
    ctx->packs = packs;
}

/* Loading fails at this line of the table, with these words. */
static void assert_refused(Ctx *ctx, const char *text, int line, const char *words)
{
    FigureTableList tables;
    open_with_table(ctx, "own.yaml", text);
    fail_clear(ctx);
    assert_false(tables_load(ctx, &tables));
    assert_contains(ctx->fail.place.file, "own.yaml");
    assert_int_equal(ctx->fail.place.line, line);
    assert_contains(str_of(kit_failure(ctx)), words);
}

static void the_tables_of_the_build_load(void **state)
{
    Ctx *ctx = *state;
    FigureTableList tables;
    open_packs(ctx);
    assert_ok(ctx, tables_load(ctx, &tables));
    assert_int_equal(tables.count, 8);
    FigureTable table;
    assert_ok(ctx, table_load(ctx, STR("hotline-items"), &table));
    assert_int_equal(table.columns.count, 13);
    const TableColumn *column = table_column(&table, STR("efficiency"));
    assert_str(column->name, "办理效率");
    assert_int_equal(column->min.millionths, -6 * DECIMAL_ONE);
}

static void an_unknown_table_is_answered_with_near_ones(void **state)
{
    Ctx *ctx = *state;
    FigureTable table;
    open_packs(ctx);
    assert_fails(ctx, FAIL_NOT_FOUND, table_load(ctx, STR("ratings"), &table));
    assert_contains(ctx->fail.hint, "rating");
}

static void a_head_is_known_by_code_name_other_name_and_with_a_remark(void **state)
{
    Ctx *ctx = *state;
    FigureTable table;
    open_packs(ctx);
    assert_ok(ctx, table_load(ctx, STR("hotline-items"), &table));
    const TableColumn *column = table_column(&table, STR("knowledge_response"));
    const char *const heads[] = {"knowledge_response", "知识点响应率", "知识响应率",
                                 "知识点响应率（20分）", "知识点 响应率\n(满分20分)"};
    for (size_t i = 0; i < ARRAY_LEN(heads); i++)
        assert_ptr_equal(table_column_by_head(ctx->arena, &table, str_of(heads[i])), column);
    assert_ok(ctx, table_load(ctx, STR("rating"), &table));
    assert_ptr_equal(table_column_by_head(ctx->arena, &table, STR("表扬信(封) 、锦旗（面）")),
                     table_column(&table, STR("praise")));
    assert_null(table_column_by_head(ctx->arena, &table, STR("知识")));
    assert_null(table_column_by_head(ctx->arena, &table, STR("（20分）")));
}

static void a_bureaus_own_table_takes_the_place_of_ours(void **state)
{
    Ctx *ctx = *state;
    FigureTable table;
    open_with_table(ctx, "rating.yaml",
                    "code: rating\nname: 评价\nkey: unit\ncolumns:\n  - {code: good, name: 好}\n");
    assert_ok(ctx, table_load(ctx, STR("rating"), &table));
    assert_str(table.name, "评价");
    assert_int_equal(table.columns.count, 1);
}

#define HEAD "code: own\nname: 自设表\nkey: unit\ncolumns:\n"

static void mistakes_in_a_table_are_told_with_file_and_line(void **state)
{
    Ctx *ctx = *state;
    assert_refused(ctx, "code: own\nname: 自设表\nkey: street\ncolumns: []\n", 3, "key");
    assert_refused(ctx, HEAD "  - {code: a, name: 甲}\n  - {code: a, name: 乙}\n", 6, "重复");
    assert_refused(ctx, HEAD "  - {code: a, name: 甲, kind: date}\n", 5, "number 或 text");
    assert_refused(ctx, HEAD "  - {code: a, name: 甲, places: 9}\n", 5, "places");
    assert_refused(ctx, HEAD "  - {code: a, name: 甲, max: many}\n", 5, "many");
    assert_refused(ctx, HEAD "  - {code: a, name: 甲, maximum: 3}\n", 5, "maximum");
    assert_refused(ctx, HEAD "  - {code: a}\n", 5, "name");
    assert_refused(ctx, "code: own\nname: 自设表\n", 1, "key");
}

static void a_part_that_is_no_row_is_told(void **state)
{
    Ctx *ctx = *state;
    assert_refused(ctx,
                   "code: own\nname: 自设表\nkey: code\ncolumns:\n  - {code: value, name: 数}\n"
                   "rows:\n  - {code: A, name: 甲, parts: [B]}\n",
                   7, "分项「B」");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_tables_of_the_build_load),
        KIT_TEST(an_unknown_table_is_answered_with_near_ones),
        KIT_TEST(a_head_is_known_by_code_name_other_name_and_with_a_remark),
        KIT_TEST(a_bureaus_own_table_takes_the_place_of_ours),
        KIT_TEST(mistakes_in_a_table_are_told_with_file_and_line),
        KIT_TEST(a_part_that_is_no_row_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
