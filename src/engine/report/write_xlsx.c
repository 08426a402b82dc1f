#include "engine/report/page.h"
#include "engine/report/report.h"
#include "engine/report/xlsx_sheet.h"

/* What is being written: the sheets so far, and how many tables and charts there were. */
typedef struct BookMaker {
    Arena *arena;
    const Document *document;
    XlsxSheetList sheets;
    size_t tables;
    size_t charts;
} BookMaker;

static void add_block(BookMaker *book, const Block *block, Str table_name, Str title_above)
{
    if (block->kind == BLOCK_TABLE) {
        Str title = block->table->title;
        if (!str_empty(title_above) && !str_equal(title, title_above))
            title = str_empty(title)
                        ? title_above
                        : str_format(book->arena, "%.*s：%.*s", STRF(title_above), STRF(title));
        *LIST_ADD(book->arena, &book->sheets) =
            xlsx_table_sheet(book->arena, block->table, table_name, title);
    } else if (block->kind == BLOCK_CHART) {
        Str name = str_format(book->arena, "图%zu", ++book->charts);
        *LIST_ADD(book->arena, &book->sheets) = xlsx_chart_sheet(book->arena, block->chart, name);
    }
}

static void add_annex(BookMaker *book, const Annex *annex)
{
    size_t tables = 0;
    LIST_EACH (Block, block, &annex->blocks) {
        tables += block->kind == BLOCK_TABLE;
        Str label = page_annex_label(book->arena, book->document, annex);
        Str name = tables < 2 ? label : str_format(book->arena, "%.*s-%zu", STRF(label), tables);
        add_block(book, block, name, annex->title);
    }
}

static Str joined(Arena *arena, const Str *texts, size_t count)
{
    Buf text = buf_create(arena, 4 * KIB);
    for (size_t i = 0; i < count; i++) {
        buf_add_c(&text, i > 0 ? " " : "");
        buf_add(&text, texts[i]);
    }
    return buf_str(&text);
}

static Str one_line(Arena *arena, Str text)
{
    Buf line = buf_create(arena, text.len + 1);
    Str part;
    while (str_split(&text, '\n', &part))
        buf_add(&line, part);
    return buf_str(&line);
}

bool write_xlsx(Ctx *ctx, const Document *document, Str *ret_bytes)
{
    BookMaker book = {.arena = ctx->arena, .document = document};
    *LIST_ADD(ctx->arena, &book.sheets) = xlsx_prose_sheet(ctx->arena, document);
    LIST_EACH (Block, block, &document->blocks) {
        book.tables += block->kind == BLOCK_TABLE;
        add_block(&book, block, str_format(ctx->arena, "表%zu", book.tables), (Str){0});
    }
    LIST_EACH (Annex, annex, &document->annexes) {
        add_annex(&book, annex);
    }
    XlsxSheet notes = xlsx_notes_sheet(ctx->arena, document, &book.sheets);
    *LIST_ADD(ctx->arena, &book.sheets) = notes;
    Str watermark = joined(ctx->arena, document->watermarks, document->watermark_count);
    LIST_EACH (XlsxSheet, sheet, &book.sheets) {
        sheet->watermark = watermark;
    }
    XlsxBook made = {.sheets = book.sheets.at,
                     .sheet_count = book.sheets.count,
                     .title = one_line(ctx->arena, document->title),
                     .author = document->issuer_count > 0
                                   ? document->issuers[document->issuer_count - 1]
                                   : STR(""),
                     .remark = document->identity,
                     .made_at = document->made_at};
    return xlsx_write(ctx, &made, ret_bytes);
}
