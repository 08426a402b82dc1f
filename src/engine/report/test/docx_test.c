/* The Word document as a reader of it sees it: laid out by LibreOffice, measured in the PDF. */
#include "engine/report/test/pdf_reader.h"
#include "engine/report/test/sample.h"

#include "base/utf8.h"

#include <math.h>
#include <unistd.h>

/* Where the fonts of the standard are shown by free ones; tools/fonts.sh writes it. */
#define FONTS "build/fonts/fonts.conf"
/* 5.2 of the standard allows the type area 1 mm. */
#define TOLERANCE_PT MM_TO_PT(1)

static void need_libreoffice(Ctx *ctx)
{
    need_fonts_and_poppler(ctx);
    if (system("command -v soffice >/dev/null") != 0 || access(FONTS, R_OK) != 0) {
        print_message("skipped: libreoffice-writer or " FONTS " is absent\n");
        skip();
    }
}

static void store(const char *path, Str bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static Str load(Ctx *ctx, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    Buf bytes = buf_create(ctx->arena, 64 * MIB);
    char part[4096];
    for (size_t len; (len = fread(part, 1, sizeof part, file)) > 0;)
        buf_add_bytes(&bytes, part, len);
    fclose(file);
    return buf_str(&bytes);
}

/* The document's .docx as LibreOffice prints it. */
static Str laid_out(Ctx *ctx, const Document *document)
{
    Str docx;
    assert_ok(ctx, write_docx(ctx, document, &docx));
    const char *folder = kit_folder(ctx);
    store(str_to_c(ctx->arena, str_format(ctx->arena, "%s/laid.docx", folder)), docx);
    Str command = str_format(ctx->arena,
                             "FONTCONFIG_FILE=\"$PWD/" FONTS "\" timeout 300 soffice "
                             "-env:UserInstallation=file://%s/office --headless --convert-to pdf "
                             "--outdir '%s' '%s/laid.docx' >/dev/null 2>&1",
                             folder, folder, folder);
    assert_int_equal(system(str_to_c(ctx->arena, command)), 0);
    return load(ctx, str_to_c(ctx->arena, str_format(ctx->arena, "%s/laid.pdf", folder)));
}

static bool in_type_area(const Word *word)
{
    return word->top > MM_TO_PT(MARGIN_TOP_MM) - TOLERANCE_PT &&
           word->bottom < MM_TO_PT(MARGIN_TOP_MM + TYPE_HEIGHT_MM) + TOLERANCE_PT;
}

/* 22 lines of 28 characters at their pitch, between the margins. */
static void a_full_page_keeps_the_grid(void **state)
{
    Ctx *ctx = *state;
    need_libreoffice(ctx);
    Document document = sample_dense_document(ctx->arena);
    WordList words = pdf_words(ctx, laid_out(ctx, &document));
    int lines = 0;
    double last = 0;
    LIST_EACH (Word, word, &words) {
        if (word->page != 2 || !in_type_area(word))
            continue;
        assert_int_equal(utf8_count(word->text), CHARACTERS_PER_LINE);
        assert_true(fabs(word->left - MM_TO_PT(MARGIN_LEFT_MM)) < TOLERANCE_PT);
        assert_true(fabs(word->page_width - word->right - MM_TO_PT(MARGIN_RIGHT_MM)) <
                    TOLERANCE_PT);
        if (lines > 0) /* LibreOffice sets lines in whole pixels of its own measure */
            assert_true(fabs(word->top - last - LINE_PITCH_PT) < 0.2);
        last = word->top;
        lines++;
    }
    assert_int_equal(lines, LINES_PER_PAGE);
}

static void fonts_are_embedded_and_rare_characters_printed(void **state)
{
    Ctx *ctx = *state;
    need_libreoffice(ctx);
    Document document = sample_document(ctx->arena);
    sample_add(ctx->arena, &document.blocks, BLOCK_PARAGRAPH, 0, NULL, "𠮷、漖、埗。");
    Str pdf = laid_out(ctx, &document);
    Str rest = read_pdf(ctx, pdf, "pdffonts", ""), line;
    while (str_split(&rest, '\n', &line))
        if (!str_starts(line, STR("name ")) && !str_starts(line, STR("---")) && !str_empty(line))
            assert_contains(line, "yes yes yes");
    Str text = read_pdf(ctx, pdf, "pdftotext", "-");
    assert_contains(text, "𠮷");
    assert_contains(text, "东滘街");
    assert_contains(text, "瑄玥");
}

/* A bracket with the points of an item is never parted: 按时办理率 / （15分）. */
static void brackets_of_narrow_heads_stay_whole(void **state)
{
    Ctx *ctx = *state;
    need_libreoffice(ctx);
    enum { COLUMNS = 16 };
    Document document = {.title = STR("通报"), .language = STR("zh-CN")};
    Table *table = NEW(ctx->arena, Table, 1);
    *table = (Table){.landscape = true, .column_count = COLUMNS, .head_count = 1};
    table->columns = NEW(ctx->arena, Column, COLUMNS);
    table->head = NEW(ctx->arena, Row, 1);
    table->head->cells = NEW(ctx->arena, Cell, COLUMNS);
    table->head->cells[0] = sample_words("名称");
    const char *numbers[COLUMNS - 1];
    for (size_t i = 1; i < COLUMNS; i++) {
        table->head->cells[i] = sample_words(i < 6 ? "按时办理率（15分）" : "办理质量（2分）");
        numbers[i - 1] = "15.00";
    }
    sample_row(ctx->arena, table, "名称很长很长很长很长的一个单位", numbers, false);
    table_finish(table);
    sample_annex(ctx->arena, &document, "情况表", table);
    WordList words = pdf_words(ctx, laid_out(ctx, &document));
    int brackets = 0;
    LIST_EACH (Word, word, &words) {
        bool opens = str_contains(word->text, STR("（")), ends = false;
        if (!opens)
            continue;
        /* The blank before 分 makes a word of its own, in the same line. */
        for (const Word *next = word; next < words.at + words.count && !ends; next++) {
            assert_true(fabs(next->bottom - word->bottom) < 2);
            ends = str_contains(next->text, STR("）"));
        }
        brackets += ends;
    }
    assert_int_equal(brackets, COLUMNS - 1);
}

/* Whatever the length of the text, some of it is on the page of the signature. */
static void the_signature_has_text_on_its_page(void **state)
{
    Ctx *ctx = *state;
    need_libreoffice(ctx);
    for (size_t lines = 14; lines < 22; lines += 2) {
        Document document = sample_document(ctx->arena);
        document.blocks.count = 0;
        document.mark = document.number = document.addressee = (Str){0};
        for (size_t i = 0; i < lines; i++)
            sample_add(ctx->arena, &document.blocks, BLOCK_PARAGRAPH, 0, NULL, "正文。");
        WordList words = pdf_words(ctx, laid_out(ctx, &document));
        int last_text = 0, signature = 0;
        LIST_EACH (Word, word, &words) {
            if (str_equal(word->text, STR("正文。")))
                last_text = word->page;
            if (str_equal(word->text, document.issuers[0]) && last_text > 0 && signature == 0)
                signature = word->page;
        }
        assert_int_equal(signature, last_text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_full_page_keeps_the_grid),
        KIT_TEST(fonts_are_embedded_and_rare_characters_printed),
        KIT_TEST(brackets_of_narrow_heads_stay_whole),
        KIT_TEST(the_signature_has_text_on_its_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
