/*
 * pdf_reader.h - a PDF read back with poppler's programs: what a reader of it would see.
 */
#ifndef TONGBAN_ENGINE_REPORT_TEST_PDF_READER_H
#define TONGBAN_ENGINE_REPORT_TEST_PDF_READER_H

#include "engine/report/page.h"
#include "engine/report/pdf.h"
#include "engine/report/report.h"

#include "kit/kit_files.h"

/* Skips the test where there is no Chinese font or no poppler. */
static inline void need_fonts_and_poppler(Ctx *ctx)
{
    FontFoundList found;
    assert_ok(ctx, pdf_fonts_check(ctx, &found));
    bool fonts = true;
    LIST_EACH (FontFound, font, &found) {
        fonts = fonts && !str_empty(font->family);
    }
    if (!fonts || system("command -v pdftotext pdffonts >/dev/null") != 0) {
        print_message("skipped: fonts-noto-cjk or poppler-utils is not installed\n");
        skip();
    }
}

/* What a program prints about the PDF: `before` and `after` stand around the name of its file. */
static inline Str read_pdf(Ctx *ctx, Str pdf, const char *before, const char *after)
{
    const char *path = str_to_c(ctx->arena, str_format(ctx->arena, "%s/out.pdf", kit_folder(ctx)));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pdf.at, 1, pdf.len, file), pdf.len);
    fclose(file);
    Str command = str_format(ctx->arena, "%s '%s' %s 2>&1", before, path, after);
    FILE *pipe = popen(str_to_c(ctx->arena, command), "r");
    assert_non_null(pipe);
    Buf out = buf_create(ctx->arena, 8 * MIB);
    char part[4096];
    for (size_t len; (len = fread(part, 1, sizeof part, pipe)) > 0;)
        buf_add_bytes(&out, part, len);
    assert_int_equal(pclose(pipe), 0);
    return buf_str(&out);
}

static inline Str write_sample(Ctx *ctx, const Document *document)
{
    Str pdf = {0};
    assert_ok(ctx, write_pdf(ctx, document, &pdf));
    return pdf;
}

/* A word of pdftotext -bbox. */
typedef struct Word {
    int page; /* from 1 */
    double page_width, page_height;
    double left, top, right, bottom;
    Str text;
} Word;
LIST_OF(Word, WordList);

static inline double attribute(Str line, const char *name)
{
    size_t at = str_find(line, str_of(name));
    return at == STR_NONE ? -1 : strtod(line.at + at + strlen(name) + 2, NULL);
}

static inline WordList pdf_words(Ctx *ctx, Str pdf)
{
    WordList words = {0};
    Str rest = read_pdf(ctx, pdf, "pdftotext -bbox", "-"), line;
    int page = 0;
    double width = 0, height = 0;
    while (str_split(&rest, '\n', &line)) {
        if (str_contains(line, STR("<page "))) {
            page++;
            width = attribute(line, "width");
            height = attribute(line, "height");
        }
        size_t end = str_find(line, STR("</word>"));
        if (end == STR_NONE)
            continue;
        size_t open = str_find_byte(line, '>');
        *LIST_ADD(ctx->arena, &words) = (Word){page,
                                               width,
                                               height,
                                               attribute(line, "xMin"),
                                               attribute(line, "yMin"),
                                               attribute(line, "xMax"),
                                               attribute(line, "yMax"),
                                               str_slice(line, open + 1, end - open - 1)};
    }
    return words;
}

#endif
