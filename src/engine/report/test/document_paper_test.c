/* A Document as a Paper: what a reader of its file would have before him. */
#include "engine/report/document_paper.h"

#include "engine/report/report.h"
#include "engine/report/test/sample.h"
#include "kit/kit.h"

static Paper paper_of(Ctx *ctx)
{
    Arena *arena = ctx->arena;
    Document document = {.title = STR("关于二月份\n情况的通报"),
                         .mark = STR("某区办公室"),
                         .addressee = STR("各单位"),
                         .has_date = true};
    sample_add(arena, &document.blocks, BLOCK_HEADING, 1, NULL, "一、总体情况");
    sample_add(arena, &document.blocks, BLOCK_PARAGRAPH, 0, "（一）", "共6件。");
    Block *chart = LIST_ADD(arena, &document.blocks);
    *chart = (Block){.kind = BLOCK_CHART, .chart = sample_chart(arena)};
    Annex *annex = LIST_ADD(arena, &document.annexes);
    *annex = (Annex){.number = 1, .title = STR("得分表")};
    *LIST_ADD(arena, &annex->blocks) =
        (Block){.kind = BLOCK_TABLE, .table = sample_table(arena, false)};
    Paper paper = {0};
    assert_ok(ctx, document_as_paper(ctx, &document, STR("通报"), &paper));
    return paper;
}

static const Grid *grid_of(const Paper *paper)
{
    LIST_EACH (const PaperPart, part, &paper->parts)
        if (part->kind == PAPER_TABLE)
            return part->grid;
    fail_msg("the paper has no table");
    return NULL;
}

static void its_parts_come_in_the_order_of_the_page(void **state)
{
    Ctx *ctx = *state;
    Paper paper = paper_of(ctx);
    Buf text = buf_create(ctx->arena, 64 * KIB);
    LIST_EACH (const PaperPart, part, &paper.parts)
        buf_format(&text, "%d %.*s\n", (int)part->kind, STRF(part->text));
    assert_str(buf_str(&text), "1 某区办公室\n"
                               "0 关于二月份情况的通报\n"
                               "1 各单位：\n"
                               "0 一、总体情况\n"
                               "1 （一）共6件。\n"
                               "1 附件：得分表\n"
                               "1 1970年1月1日\n"
                               "1 附件\n"
                               "0 得分表\n"
                               "1 各单位情况表\n"
                               "2 \n"
                               "1 说明：\n"
                               "1 1. 数据统计区间2023年2月1日至2023年2月28日；\n"
                               "1 2. 得分=（甲项+乙项）+扣分。\n");
}

static void parts_are_numbered_from_one(void **state)
{
    Paper paper = paper_of(*state);
    for (size_t i = 0; i < paper.parts.count; i++)
        assert_int_equal(paper.parts.at[i].line, i + 1);
}

static void cells_are_as_printed(void **state)
{
    Paper paper = paper_of(*state);
    const Grid *grid = grid_of(&paper);
    assert_int_equal(grid->rows.count, 6);
    assert_str(grid_text(grid, 1, 2), "乙项（20分）");
    assert_str(grid_text(grid, 2, 3), "99.90%");
    assert_str(grid_text(grid, 3, 3), "");
    assert_int_equal(grid->rows.at[5].line, 6);
}

static void merged_heads_stay_merged(void **state)
{
    Paper paper = paper_of(*state);
    const Grid *grid = grid_of(&paper);
    assert_int_equal(grid->merges.count, 5);
    const GridMerge *group = &grid->merges.at[1];
    assert_int_equal(group->column, 1);
    assert_int_equal(group->column_count, 2);
    assert_int_equal(group->row_count, 1);
}

static const PaperPart *next_table(const Paper *paper, size_t *at)
{
    while (*at < paper->parts.count)
        if (paper->parts.at[(*at)++].kind == PAPER_TABLE)
            return &paper->parts.at[*at - 1];
    return NULL;
}

static void assert_grids_equal(const Grid *a, const Grid *b)
{
    assert_int_equal(a->rows.count, b->rows.count);
    assert_int_equal(a->column_count, b->column_count);
    for (size_t r = 0; r < a->rows.count; r++)
        for (size_t c = 0; c < a->column_count; c++)
            if (!str_equal(grid_text(a, r, c), grid_text(b, r, c)))
                fail_msg("row %zu, column %zu: 「%.*s」, in the file 「%.*s」", r, c,
                         STRF(grid_text(a, r, c)), STRF(grid_text(b, r, c)));
    assert_int_equal(a->merges.count, b->merges.count);
}

/* What is checked before a document leaves is what a reader of its file would check. */
static void its_tables_are_those_of_its_word_file(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Paper paper = {0}, of_file = {0};
    Str bytes = {0};
    assert_ok(ctx, document_as_paper(ctx, &document, STR("通报"), &paper));
    assert_ok(ctx, write_docx(ctx, &document, &bytes));
    assert_ok(ctx, paper_read(ctx, STR("通报.docx"), bytes, &of_file));
    size_t at = 0, at_of_file = 0, tables = 0;
    for (const PaperPart *part; (part = next_table(&paper, &at)) != NULL; tables++) {
        const PaperPart *twin = next_table(&of_file, &at_of_file);
        assert_non_null(twin);
        assert_grids_equal(part->grid, twin->grid);
    }
    assert_int_equal(tables, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(its_parts_come_in_the_order_of_the_page),
        KIT_TEST(parts_are_numbered_from_one),
        KIT_TEST(cells_are_as_printed),
        KIT_TEST(merged_heads_stay_merged),
        KIT_TEST(its_tables_are_those_of_its_word_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
