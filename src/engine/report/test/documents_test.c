#include "engine/report/test/pdf_reader.h"
#include "engine/report/test/sample.h"

#include "port/xlsx_read.h"
#include "port/xml.h"
#include "port/zip.h"

/* ---- what was written, read back ---------------------------------------------------------- */

LIST_OF(Str, Texts);

static Str part_of(Ctx *ctx, Str bytes, const char *name)
{
    ZipArchive *archive;
    Str text;
    assert_ok(ctx, zip_open_read(ctx, bytes, &archive));
    assert_ok(ctx, zip_read(ctx, archive, str_of(name), &text));
    return text;
}

static Str docx_of(Ctx *ctx, const Document *document)
{
    Str bytes;
    assert_ok(ctx, write_docx(ctx, document, &bytes));
    return bytes;
}

static Str html_of(Ctx *ctx, const Document *document)
{
    Str bytes;
    assert_ok(ctx, write_html(ctx, document, &bytes));
    return bytes;
}

static Str xlsx_of(Ctx *ctx, const Document *document)
{
    Str bytes;
    assert_ok(ctx, write_xlsx(ctx, document, &bytes));
    return bytes;
}

/* The texts of all cells of all tables of word/document.xml but the imprint's. */
static Texts docx_cells(Ctx *ctx, Str bytes)
{
    XmlReader *xml;
    XmlEvent event;
    Texts cells = {0};
    Str text = part_of(ctx, bytes, "word/document.xml");
    bool in_text = false, in_table = false, continued = false;
    assert_ok(ctx, xml_open(ctx, STR("document.xml"), text, &xml));
    for (;;) {
        assert_ok(ctx, xml_next(ctx, xml, &event));
        if (event.kind == XML_END_OF_TEXT)
            return cells;
        if (event.kind == XML_TEXT && in_text && in_table && cells.count > 0) {
            Str *cell = &cells.at[cells.count - 1];
            *cell = str_format(ctx->arena, "%.*s%.*s", STRF(*cell), STRF(event.text));
        }
        if (event.kind == XML_TEXT)
            continue;
        bool open = event.kind == XML_OPEN;
        if (str_equal_c(event.name, "t"))
            in_text = open;
        if (str_equal_c(event.name, "tblStyle") && open)
            in_table = true;
        if (str_equal_c(event.name, "tbl") && !open)
            in_table = false;
        if (str_equal_c(event.name, "tc") && open && in_table)
            *LIST_ADD(ctx->arena, &cells) = (Str){0};
        if (str_equal_c(event.name, "vMerge") && open)
            continued = !str_equal_c(xml_attribute(&event, "val"), "restart");
        if (str_equal_c(event.name, "tc") && !open && continued) {
            cells.count--;
            continued = false;
        }
    }
}

static Str unescape(Ctx *ctx, Str text)
{
    static const struct {
        const char *reference;
        char byte;
    } references[] = {{"&lt;", '<'},   {"&gt;", '>'},    {"&amp;", '&'},
                      {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
    Buf plain = buf_create(ctx->arena, MIB);
    while (!str_empty(text)) {
        size_t taken = 0;
        for (size_t i = 0; i < ARRAY_LEN(references) && taken == 0; i++)
            if (str_starts(text, str_of(references[i].reference))) {
                buf_add_byte(&plain, references[i].byte);
                taken = strlen(references[i].reference);
            }
        if (taken == 0) {
            buf_add_byte(&plain, text.at[0]);
            taken = 1;
        }
        text = str_after(text, taken);
    }
    return buf_str(&plain);
}

/* The texts of all <td> and <th>, but those of the tables that stand for charts. */
static Texts html_cells(Ctx *ctx, Str html)
{
    Texts cells = {0};
    bool in_chart = false;
    for (size_t at; (at = str_find_byte(html, '<')) != STR_NONE;) {
        html = str_after(html, at);
        size_t end = str_find_byte(html, '>');
        assert_true(end != STR_NONE);
        Str tag = str_slice(html, 0, end + 1);
        html = str_after(html, end + 1);
        if (str_starts(tag, STR("<table")))
            in_chart = str_contains(tag, STR("hidden"));
        if (in_chart || !(str_starts(tag, STR("<td")) || str_starts(tag, STR("<th "))))
            continue;
        *LIST_ADD(ctx->arena, &cells) = unescape(ctx, str_slice(html, 0, str_find_byte(html, '<')));
    }
    return cells;
}

static void add_expected(Ctx *ctx, Texts *texts, const Row *rows, size_t count, size_t columns)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < columns; j++)
            if (!rows[i].cells[j].covered)
                *LIST_ADD(ctx->arena, texts) = rows[i].cells[j].text;
}

/* The printed cells of all tables of the annexes. */
static Texts expected_cells(Ctx *ctx, const Document *document)
{
    Texts texts = {0};
    LIST_EACH (Annex, annex, &document->annexes) {
        LIST_EACH (Block, block, &annex->blocks) {
            const Table *table = block->table;
            add_expected(ctx, &texts, table->head, table->head_count, table->column_count);
            add_expected(ctx, &texts, table->body.at, table->body.count, table->column_count);
        }
    }
    return texts;
}

static void assert_same_texts(Texts found, Texts expected)
{
    for (size_t i = 0; i < expected.count && i < found.count; i++)
        if (!str_equal(found.at[i], expected.at[i]))
            fail_msg("cell %zu: expected 「%.*s」, found 「%.*s」", i, STRF(expected.at[i]),
                     STRF(found.at[i]));
    assert_int_equal(found.count, expected.count);
}

/* ---- identical numbers -------------------------------------------------------------------- */

static void docx_shows_every_cell_as_printed(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    assert_same_texts(docx_cells(ctx, docx_of(ctx, &document)), expected_cells(ctx, &document));
}

static void html_shows_every_cell_as_printed(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    assert_same_texts(html_cells(ctx, html_of(ctx, &document)), expected_cells(ctx, &document));
}

static void compare_with_sheet(Ctx *ctx, const Grid *grid, const Table *table)
{
    for (size_t i = 0; i < table->body.count; i++)
        for (size_t j = 0; j < table->column_count; j++) {
            const Cell *cell = &table->body.at[i].cells[j];
            const GridCell *found = grid_cell(grid, 1 + table->head_count + i, j);
            assert_int_equal(found->is_number, cell->is_number);
            if (!cell->is_number) {
                assert_true(str_equal(found->text, cell->text));
                continue;
            }
            Decimal value;
            assert_int_equal(decimal_parse(found->text, &value), DECIMAL_PARSED);
            assert_int_equal(found->is_percent, cell->is_percent);
            if (cell->is_percent)
                value.millionths *= 100;
            assert_int_equal(value.millionths, cell->value.millionths);
            Str shown = decimal_str(ctx->arena, value, cell->places);
            assert_true(str_starts(cell->text, shown));
        }
}

static void xlsx_stores_every_number_with_its_exact_value(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str bytes = xlsx_of(ctx, &document);
    LIST_EACH (Annex, annex, &document.annexes) {
        Grid grid;
        Str name = str_format(ctx->arena, "附件%d", annex->number);
        assert_ok(ctx, xlsx_read(ctx, bytes, name, &grid));
        compare_with_sheet(ctx, &grid, annex->blocks.at[0].table);
    }
}

static size_t count_of(Str text, Str part)
{
    size_t count = 0;
    for (size_t at; (at = str_find(text, part)) != STR_NONE; count++)
        text = str_after(text, at + part.len);
    return count;
}

static void pdf_shows_every_number_as_printed(void **state)
{
    Ctx *ctx = *state;
    need_fonts_and_poppler(ctx);
    Document document = sample_document(ctx->arena);
    Str text = read_pdf(ctx, write_sample(ctx, &document), "pdftotext -layout", "-");
    Texts expected = expected_cells(ctx, &document);
    LIST_EACH (Str, cell, &expected) {
        size_t times = 0;
        LIST_EACH (Str, other, &expected) {
            times += str_equal(*cell, *other);
        }
        if (!str_empty(*cell) && str_to_int(str_slice(*cell, 0, 1), &(int64_t){0}) &&
            count_of(text, *cell) < times)
            fail_msg("「%.*s」 is not %zu times in the PDF", STRF(*cell), times);
    }
}

static void every_paragraph_stands_in_every_text(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str word = part_of(ctx, docx_of(ctx, &document), "word/document.xml");
    Str book = part_of(ctx, xlsx_of(ctx, &document), "xl/sharedStrings.xml");
    Str page = html_of(ctx, &document);
    LIST_EACH (Block, block, &document.blocks) {
        if (block->kind != BLOCK_PARAGRAPH && block->kind != BLOCK_HEADING)
            continue;
        assert_true(str_contains(word, block->text));
        assert_true(str_contains(book, block->text));
        assert_true(str_contains(page, block->text));
    }
}

/* ---- each format -------------------------------------------------------------------------- */

static void the_same_document_gives_the_same_bytes(void **state)
{
    Ctx *ctx = *state;
    Document first = sample_document(ctx->arena), second = sample_document(ctx->arena);
    assert_true(str_equal(docx_of(ctx, &first), docx_of(ctx, &second)));
    assert_true(str_equal(xlsx_of(ctx, &first), xlsx_of(ctx, &second)));
    assert_true(str_equal(html_of(ctx, &first), html_of(ctx, &second)));
}

static void html_is_as_approved(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    kit_golden(ctx, "src/engine/report/test/golden/sample.html", html_of(ctx, &document));
}

static void docx_is_as_approved(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str bytes = docx_of(ctx, &document);
    kit_golden(ctx, "src/engine/report/test/golden/document.xml",
               part_of(ctx, bytes, "word/document.xml"));
    kit_golden(ctx, "src/engine/report/test/golden/styles.xml",
               part_of(ctx, bytes, "word/styles.xml"));
}

static void every_part_of_a_docx_is_well_formed_and_declared(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str bytes = docx_of(ctx, &document);
    Str types = part_of(ctx, bytes, "[Content_Types].xml");
    ZipArchive *archive;
    assert_ok(ctx, zip_open_read(ctx, bytes, &archive));
    for (size_t i = 0; i < zip_count(archive); i++) {
        Str name = zip_name(archive, i), text;
        XmlReader *xml;
        XmlEvent event = {.kind = XML_OPEN};
        assert_ok(ctx, zip_read(ctx, archive, name, &text));
        assert_ok(ctx, xml_open(ctx, name, text, &xml));
        while (event.kind != XML_END_OF_TEXT)
            assert_ok(ctx, xml_next(ctx, xml, &event));
        if (str_starts(name, STR("word/")) && !str_ends(name, STR(".rels")))
            assert_true(str_contains(types, str_format(ctx->arena, "\"/%.*s\"", STRF(name))));
    }
}

static void heads_of_tables_repeat_and_merge_in_word(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str text = part_of(ctx, docx_of(ctx, &document), "word/document.xml");
    assert_int_equal(count_of(text, STR("<w:tblHeader/>")), 4);
    assert_int_equal(count_of(text, STR("<w:gridSpan w:val=\"2\"/>")), 2);
    assert_int_equal(count_of(text, STR("<w:vMerge w:val=\"restart\"/>")), 8);
    assert_int_equal(count_of(text, STR("<w:vMerge/>")), 8);
}

static void a_wide_annex_lies_across_in_word(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str text = part_of(ctx, docx_of(ctx, &document), "word/document.xml");
    assert_int_equal(count_of(text, STR("w:orient=\"landscape\"")), 1);
    assert_int_equal(count_of(text, STR("<w:sectPr>")), 3);
}

static void text_cannot_become_markup(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    document.title = STR("<script>alert(1)</script>\x01&");
    Str page = html_of(ctx, &document);
    assert_false(str_contains(page, STR("<script")));
    assert_contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;");
    assert_contains(part_of(ctx, docx_of(ctx, &document), "word/document.xml"),
                    "&lt;script&gt;alert(1)&lt;/script&gt;");
}

static void html_asks_for_nothing_from_outside(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str page = html_of(ctx, &document);
    assert_false(str_contains(page, STR("http")));
    assert_false(str_contains(page, STR("url(")));
    assert_false(str_contains(page, STR("@import")));
    assert_false(str_contains(page, STR(" style=\"")));
    assert_false(str_contains(page, STR(" src=")));
    assert_int_equal(count_of(page, STR("<style>")), 1);
}

static void the_style_hash_has_the_form_that_browsers_want(void **state)
{
    Ctx *ctx = *state;
    Str source;
    assert_ok(ctx, html_style_source(ctx, &source));
    assert_true(str_starts(source, STR("'sha256-")));
    assert_true(str_ends(source, STR("='"))); /* 32 bytes are 43 signs and one = */
    assert_int_equal(source.len, strlen("'sha256-'") + 44);
}

static void totals_are_formulas_over_the_rows_of_data(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str sheet = part_of(ctx, xlsx_of(ctx, &document), "xl/worksheets/sheet3.xml");
    assert_contains(sheet, "<f>SUM(B4:B6)</f><v>58.41</v>");
    assert_contains(sheet, "<f>SUM(F4:F6)</f><v>78.91</v>");
}

static void a_name_like_a_formula_stays_a_text(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str bytes = xlsx_of(ctx, &document);
    Grid grid;
    assert_ok(ctx, xlsx_read(ctx, bytes, STR("附件1"), &grid));
    assert_str(grid_text(&grid, 4, 0), "=cmd|'/C calc'!A0");
    assert_false(str_contains(part_of(ctx, bytes, "xl/worksheets/sheet3.xml"), STR("<f>cmd")));
}

static void watermarks_are_on_every_page_of_every_format(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    Str word = docx_of(ctx, &document), page = html_of(ctx, &document);
    assert_contains(part_of(ctx, word, "word/header1.xml"), "草稿　演示");
    assert_contains(part_of(ctx, word, "word/header2.xml"), "草稿　演示");
    assert_int_equal(count_of(part_of(ctx, word, "word/document.xml"), STR("headerReference")), 6);
    assert_contains(page, "<span>草稿</span><span>演示</span>");
    assert_contains(part_of(ctx, xlsx_of(ctx, &document), "xl/worksheets/sheet5.xml"), "草稿 演示");
}

static void a_document_without_watermark_has_none(void **state)
{
    Ctx *ctx = *state;
    Document document = sample_document(ctx->arena);
    document.watermark_count = 0;
    Str word = docx_of(ctx, &document);
    assert_false(str_contains(part_of(ctx, word, "word/document.xml"), STR("headerReference")));
    assert_false(str_contains(html_of(ctx, &document), STR("草稿")));
}

static void formats_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(report_format_named(STR("html"))->write, write_html);
    assert_null(report_format_named(STR("doc")));
    assert_int_equal(report_format_count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(docx_shows_every_cell_as_printed),
        KIT_TEST(html_shows_every_cell_as_printed),
        KIT_TEST(xlsx_stores_every_number_with_its_exact_value),
        KIT_TEST(pdf_shows_every_number_as_printed),
        KIT_TEST(every_paragraph_stands_in_every_text),
        KIT_TEST(the_same_document_gives_the_same_bytes),
        KIT_TEST(html_is_as_approved),
        KIT_TEST(docx_is_as_approved),
        KIT_TEST(every_part_of_a_docx_is_well_formed_and_declared),
        KIT_TEST(heads_of_tables_repeat_and_merge_in_word),
        KIT_TEST(a_wide_annex_lies_across_in_word),
        KIT_TEST(text_cannot_become_markup),
        KIT_TEST(html_asks_for_nothing_from_outside),
        KIT_TEST(the_style_hash_has_the_form_that_browsers_want),
        KIT_TEST(totals_are_formulas_over_the_rows_of_data),
        KIT_TEST(a_name_like_a_formula_stays_a_text),
        KIT_TEST(watermarks_are_on_every_page_of_every_format),
        KIT_TEST(a_document_without_watermark_has_none),
        KIT_TEST(formats_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
