#include "engine/report/test/pdf_reader.h"
#include "engine/report/test/sample.h"

#include "base/utf8.h"

#include <math.h>

/* ---- the grid ---------------------------------------------------------------------------- */

static bool in_type_area(const Word *word)
{
    return word->top > MM_TO_PT(MARGIN_TOP_MM) - 1 &&
           word->bottom < MM_TO_PT(MARGIN_TOP_MM + TYPE_HEIGHT_MM) + 1;
}

static void a_full_page_has_22_lines_of_28_characters(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_dense_document(ctx->arena);
    WordList words = pdf_words(ctx, write_sample(ctx, &document));
    int lines = 0;
    double last = 0;
    LIST_EACH (Word, word, &words) {
        if (word->page != 2 || !in_type_area(word))
            continue;
        assert_int_equal(utf8_count(word->text), CHARACTERS_PER_LINE);
        if (lines > 0)
            assert_true(fabs(word->top - last - LINE_PITCH_PT) < 0.01);
        last = word->top;
        lines++;
    }
    assert_int_equal(lines, LINES_PER_PAGE);
}

static void lines_end_at_the_right_margin(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_dense_document(ctx->arena);
    WordList words = pdf_words(ctx, write_sample(ctx, &document));
    LIST_EACH (Word, word, &words) {
        if (word->page != 2 || !in_type_area(word))
            continue;
        assert_true(fabs(word->left - MM_TO_PT(MARGIN_LEFT_MM)) < MM_TO_PT(0.1));
        assert_true(fabs(word->page_width - word->right - MM_TO_PT(MARGIN_RIGHT_MM)) <
                    MM_TO_PT(0.1));
    }
}

/* Real prose with marks and numbers: no line goes over the edge, and all full ones reach it. */
static void mixed_text_keeps_the_right_margin(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = {.title = STR("通报"), .language = STR("zh-CN")};
    Buf text = buf_create(ctx->arena, MIB);
    for (int i = 0; i < 60; i++)
        buf_format(&text,
                   "%d月份，我区“退单通过率”为%d.%02d%%（详见附件%d），其中《办法》第191号；",
                   i % 12 + 1, i % 100, i * 37 % 100, i);
    sample_add(ctx->arena, &document.blocks, BLOCK_PARAGRAPH, 0, NULL,
               str_to_c(ctx->arena, buf_str(&text)));
    WordList words = pdf_words(ctx, write_sample(ctx, &document));
    double edge = MM_TO_PT(PAPER_WIDTH_MM - MARGIN_RIGHT_MM), right = 0, row = 0;
    LIST_EACH (Word, word, &words) {
        if (word->page != 2 || !in_type_area(word))
            continue;
        if (row > 0 && word->top > row + LINE_PITCH_PT / 2) {
            /* A full-width mark may leave the right half of its cell white. */
            assert_true(fabs(right - edge) < MM_TO_PT(1));
            right = 0;
        }
        assert_true(word->right < edge + MM_TO_PT(0.2));
        right = word->right > right ? word->right : right;
        row = word->top;
    }
}

/* ---- fonts and text ---------------------------------------------------------------------- */

static void all_fonts_are_embedded_subsets_with_text(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_document(ctx->arena);
    Str rest = read_pdf(ctx, write_sample(ctx, &document), "pdffonts", ""), line;
    int fonts = 0;
    while (str_split(&rest, '\n', &line)) {
        if (str_starts(line, STR("name ")) || str_starts(line, STR("---")) || str_empty(line))
            continue;
        assert_contains(line, "yes yes yes");
        fonts++;
    }
    assert_in_range(fonts, 2, 20);
}

static void rare_characters_are_printed_and_copied(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = {.title = STR("东滘街"), .language = STR("zh-CN")};
    sample_add(ctx->arena, &document.blocks, BLOCK_PARAGRAPH, 0, "瑄玥：",
               "漖、埗、喆、堃、𠮷、㙟。");
    PdfRemarks remarks;
    Str pdf;
    assert_ok(ctx, pdf_write(ctx, &document, &remarks, &pdf));
    assert_int_equal(remarks.missing.len, 0);
    Str text = read_pdf(ctx, pdf, "pdftotext", "-");
    assert_contains(text, "东滘街");
    assert_contains(text, "瑄玥：漖、埗、喆、堃、𠮷、㙟。");
}

static void a_character_without_a_font_is_named_and_still_copied(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = {.title = STR("通报"), .language = STR("zh-CN")};
    sample_add(ctx->arena, &document.blocks, BLOCK_PARAGRAPH, 0, NULL, "前\U0010FFFD后");
    PdfRemarks remarks;
    Str pdf;
    assert_ok(ctx, pdf_write(ctx, &document, &remarks, &pdf));
    assert_str(remarks.missing, "\U0010FFFD");
    assert_contains(read_pdf(ctx, pdf, "pdftotext", "-"), "前\U0010FFFD后");
}

/* ---- pages ------------------------------------------------------------------------------- */

static void page_numbers_stand_on_the_outer_side(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_dense_document(ctx->arena);
    WordList words = pdf_words(ctx, write_sample(ctx, &document));
    int seen = 0;
    LIST_EACH (Word, word, &words) {
        int64_t number;
        if (!str_to_int(word->text, &number) || number != word->page)
            continue;
        assert_true(word->bottom > MM_TO_PT(MARGIN_TOP_MM + TYPE_HEIGHT_MM + PAGE_NUMBER_DROP_MM));
        if (word->page % 2 == 1)
            assert_true(word->left > word->page_width / 2);
        else
            assert_true(word->right < word->page_width / 2);
        seen++;
    }
    assert_true(seen >= 4);
}

static void a_wide_table_lies_across_and_the_imprint_stands_upright(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_document(ctx->arena);
    WordList words = pdf_words(ctx, write_sample(ctx, &document));
    const Word *annex = NULL, *imprint = NULL;
    LIST_EACH (Word, word, &words) {
        if (str_equal(word->text, STR("附件2")))
            annex = word;
        if (str_contains(word->text, STR("印发")))
            imprint = word;
    }
    assert_non_null(annex);
    assert_true(annex->page_width > annex->page_height);
    assert_non_null(imprint);
    assert_true(imprint->page_width < imprint->page_height);
    assert_int_equal(imprint->page, words.at[words.count - 1].page);
    /* The last row of 版记 ends where the type area ends. */
    double edge = MM_TO_PT(MARGIN_TOP_MM + TYPE_HEIGHT_MM);
    assert_true(imprint->bottom < edge && imprint->bottom > edge - LINE_PITCH_PT);
}

static size_t count_of(Str text, const char *part)
{
    size_t count = 0;
    for (size_t at; (at = str_find(text, str_of(part))) != STR_NONE; count++)
        text = str_after(text, at + strlen(part));
    return count;
}

/* A table over several pages. */
static Document long_table_document(Arena *arena, size_t rows)
{
    Document document = {.title = STR("通报"), .language = STR("zh-CN")};
    Table *table = sample_table(arena, /* landscape= */ false);
    table->body.count = 0;
    for (size_t i = 0; i < rows; i++)
        sample_row(arena, table, str_to_c(arena, str_format(arena, "第%zu号单位", i + 1)),
                   (const char *[]){"19.89", "15", "99.90%", "-1", "33.89"}, false);
    table_finish(table);
    sample_annex(arena, &document, "情况表", table);
    return document;
}

static void heads_are_repeated_and_no_row_is_lost(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = long_table_document(ctx->arena, 100);
    Str text = read_pdf(ctx, write_sample(ctx, &document), "pdftotext -layout", "-");
    size_t pages = count_of(text, "\f") - 1; /* without the body's */
    assert_in_range(pages, 3, 6);
    assert_int_equal(count_of(text, "基础事项"), pages);
    assert_int_equal(count_of(text, "号单位"), 100);
    assert_int_equal(count_of(text, "说明："), 1);
}

/* A merged cell that is taller than a page is parted and printed again. */
static void a_tall_merged_cell_is_repeated(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = long_table_document(ctx->arena, 60);
    Table *table = document.annexes.at[0].blocks.at[0].table;
    table->body.at[0].cells[0].text = STR("同一大类");
    table->body.at[0].cells[0].row_span = 60;
    table_finish(table);
    Str rest = read_pdf(ctx, write_sample(ctx, &document), "pdftotext", "-"), page;
    int pages = 0;
    while (str_split(&rest, '\f', &page))
        if (str_contains(page, STR("33.89"))) {
            assert_contains(page, "同一大类");
            pages++;
        }
    assert_in_range(pages, 2, 4);
}

static void a_chart_of_many_bars_stays_on_its_page(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    enum { BARS = 80 };
    Document document = {.title = STR("通报"), .language = STR("zh-CN")};
    Chart *chart = sample_chart(ctx->arena);
    chart->category_count = BARS;
    chart->categories = NEW(ctx->arena, Str, BARS);
    chart->series[0].values = NEW(ctx->arena, Decimal, BARS);
    chart->series[0].present = NEW(ctx->arena, bool, BARS);
    for (int i = 0; i < BARS; i++)
        chart->categories[i] = str_format(ctx->arena, "名称很长很长很长很长很长的第%d单位", i);
    *LIST_ADD(ctx->arena, &document.blocks) = (Block){.kind = BLOCK_CHART, .chart = chart};
    WordList words = pdf_words(ctx, write_sample(ctx, &document));
    int found = 0;
    LIST_EACH (Word, word, &words) {
        if (!str_contains(word->text, STR("单位")) || !str_starts(word->text, STR("名称")))
            continue;
        assert_true(in_type_area(word));
        assert_true(word->left > MM_TO_PT(MARGIN_LEFT_MM) - 1);
        found++;
    }
    assert_int_equal(found, BARS);
}

static void watermarks_are_on_every_page(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_document(ctx->arena);
    Str rest = read_pdf(ctx, write_sample(ctx, &document), "pdftotext", "-"), page;
    int pages = 0;
    while (str_split(&rest, '\f', &page)) {
        if (str_empty(page))
            continue;
        assert_contains(page, "草稿");
        assert_contains(page, "演示");
        pages++;
    }
    assert_in_range(pages, 4, 8);
}

/* 「此页无正文」 is forbidden: whatever the length of the text, some of it is on the page of the
 * signature. */
static void the_signature_is_never_alone(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    for (size_t lines = 12; lines < 24; lines++) {
        Document document = sample_document(ctx->arena);
        document.annexes.count = 0;
        document.blocks.count = 0;
        document.mark = document.number = document.addressee = (Str){0};
        for (size_t i = 0; i < lines; i++)
            sample_add(ctx->arena, &document.blocks, BLOCK_PARAGRAPH, 0, NULL, "正文。");
        Str rest = read_pdf(ctx, write_sample(ctx, &document), "pdftotext", "-"), page;
        while (str_split(&rest, '\f', &page))
            if (str_contains(page, STR("2023年4月11日\n")) && !str_contains(page, STR("正文。")))
                fail_msg("the signature is alone after %zu lines", lines);
    }
}

/* ---- the file ---------------------------------------------------------------------------- */

static void the_same_document_gives_the_same_bytes(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_document(ctx->arena);
    assert_true(str_equal(write_sample(ctx, &document), write_sample(ctx, &document)));
}

static void title_language_and_outline_are_in_the_file(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_document(ctx->arena);
    Str pdf = write_sample(ctx, &document);
    assert_contains(pdf, "/Lang (zh-CN)");
    assert_contains(pdf, "/Type /Outlines");
    assert_contains(pdf, "/Count");
    Str info = read_pdf(ctx, pdf, "TZ=Asia/Shanghai pdfinfo", "");
    assert_contains(info, "关于2023年2月份政务服务相关工作相关数据情况的通报");
    assert_contains(info, "某市某区效能办公室");
    assert_contains(info, "2023-02 第1版");
    assert_contains(info, "Apr 11 08:00:00 2023");
}

static void every_number_of_a_table_is_printed(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_document(ctx->arena);
    Str text = read_pdf(ctx, write_sample(ctx, &document), "pdftotext -layout", "-");
    const Table *table = document.annexes.at[0].blocks.at[0].table;
    LIST_EACH (Row, row, &table->body) {
        for (size_t i = 0; i < table->column_count; i++)
            assert_true(str_contains(text, row->cells[i].text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_full_page_has_22_lines_of_28_characters),
        KIT_TEST(lines_end_at_the_right_margin),
        KIT_TEST(mixed_text_keeps_the_right_margin),
        KIT_TEST(all_fonts_are_embedded_subsets_with_text),
        KIT_TEST(rare_characters_are_printed_and_copied),
        KIT_TEST(a_character_without_a_font_is_named_and_still_copied),
        KIT_TEST(page_numbers_stand_on_the_outer_side),
        KIT_TEST(a_wide_table_lies_across_and_the_imprint_stands_upright),
        KIT_TEST(heads_are_repeated_and_no_row_is_lost),
        KIT_TEST(a_tall_merged_cell_is_repeated),
        KIT_TEST(a_chart_of_many_bars_stays_on_its_page),
        KIT_TEST(watermarks_are_on_every_page),
        KIT_TEST(the_signature_is_never_alone),
        KIT_TEST(the_same_document_gives_the_same_bytes),
        KIT_TEST(title_language_and_outline_are_in_the_file),
        KIT_TEST(every_number_of_a_table_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
