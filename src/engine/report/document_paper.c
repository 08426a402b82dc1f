#include "engine/report/document_paper.h"

#include "engine/report/page.h"

typedef struct PaperMaker {
    Ctx *ctx;
    Paper paper;
} PaperMaker;

/* ---- words ------------------------------------------------------------------------------ */

static bool add_part(PaperMaker *maker, PaperPart part)
{
    if (maker->paper.parts.count == PAPER_PARTS_MAX)
        return fail(maker->ctx, FAIL_TOO_LARGE, "文件超过 %d 段", PAPER_PARTS_MAX);
    part.line = (int)maker->paper.parts.count + 1;
    *LIST_ADD(maker->ctx->arena, &maker->paper.parts) = part;
    return true;
}

static bool add_words(PaperMaker *maker, PaperPartKind kind, int level, Str text)
{
    text = str_trim(text);
    return str_empty(text) || add_part(maker, (PaperPart){kind, level, 0, text, NULL});
}

static bool add_paragraph(PaperMaker *maker, Str text)
{
    return add_words(maker, PAPER_PARAGRAPH, 0, text);
}

static bool add_lines(PaperMaker *maker, Str text)
{
    Str line;
    while (str_split(&text, '\n', &line))
        if (!add_paragraph(maker, line))
            return false;
    return true;
}

/* "1. ..." as the writers number notes; items of a list go without the blank. */
static bool add_numbered(PaperMaker *maker, const Str *texts, size_t count, const char *point)
{
    for (size_t i = 0; i < count; i++)
        if (!add_paragraph(
                maker, str_format(maker->ctx->arena, "%zu%s%.*s", i + 1, point, STRF(texts[i]))))
            return false;
    return true;
}

/* A title broken into lines is one heading. */
static Str without_breaks(Arena *arena, Str text)
{
    Buf joined = buf_create(arena, text.len + 1);
    Str line;
    while (str_split(&text, '\n', &line))
        buf_add(&joined, line);
    return buf_str(&joined);
}

/* ---- tables ----------------------------------------------------------------------------- */

static bool put_row(PaperMaker *maker, const Table *table, const Row *row, size_t at, Grid *grid)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const Cell *cell = &row->cells[i];
        if (cell->covered)
            continue;
        if (!grid_put(maker->ctx, grid, at, i, (GridCell){.text = cell->text}))
            return false;
        if (cell->row_span > 1 || cell->column_span > 1)
            *LIST_ADD(maker->ctx->arena, &grid->merges) = (GridMerge){
                .row = at,
                .column = i,
                .row_count = cell->row_span > 1 ? (size_t)cell->row_span : 1,
                .column_count = cell->column_span > 1 ? (size_t)cell->column_span : 1,
            };
    }
    return true;
}

static bool add_table(PaperMaker *maker, const Table *table)
{
    Grid *grid = NEW(maker->ctx->arena, Grid, 1);
    for (size_t i = 0; i < table->head_count; i++)
        if (!put_row(maker, table, &table->head[i], i, grid))
            return false;
    for (size_t i = 0; i < table->body.count; i++)
        if (!put_row(maker, table, &table->body.at[i], table->head_count + i, grid))
            return false;
    grid_finish(grid);
    if (!add_paragraph(maker, table->title) ||
        !add_part(maker, (PaperPart){.kind = PAPER_TABLE, .grid = grid}))
        return false;
    return table->note_count == 0 || (add_paragraph(maker, STR("说明：")) &&
                                      add_numbered(maker, table->notes, table->note_count, ". "));
}

/* ---- the whole -------------------------------------------------------------------------- */

static bool add_block(PaperMaker *maker, const Block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING:
        return add_words(maker, PAPER_HEADING, block->level, block->text);
    case BLOCK_PARAGRAPH:
        return add_paragraph(
            maker, str_format(maker->ctx->arena, "%.*s%.*s", STRF(block->lead), STRF(block->text)));
    case BLOCK_LIST:
        return add_numbered(maker, block->items, block->item_count, ".");
    case BLOCK_TABLE:
        return add_table(maker, block->table);
    case BLOCK_CODE:
    case BLOCK_CHART:
        break;
    }
    return true;
}

static bool add_blocks(PaperMaker *maker, const BlockList *blocks)
{
    LIST_EACH (const Block, block, blocks)
        if (!add_block(maker, block))
            return false;
    return true;
}

static bool add_top(PaperMaker *maker, const Document *document)
{
    Arena *arena = maker->ctx->arena;
    if (!add_lines(maker, document->mark) || !add_paragraph(maker, document->number) ||
        !add_words(maker, PAPER_HEADING, 1, without_breaks(arena, document->title)))
        return false;
    return str_empty(document->addressee) ||
           add_paragraph(maker, str_format(arena, "%.*s：", STRF(document->addressee)));
}

/* 附件：1. …, signature, date and notes below it. */
static bool add_end(PaperMaker *maker, const Document *document)
{
    Arena *arena = maker->ctx->arena;
    LIST_EACH (const Annex, annex, &document->annexes) {
        Str label = page_attachment_label(arena, document, annex);
        if (!add_paragraph(maker, str_format(arena, "%s%.*s%.*s",
                                             annex == document->annexes.at ? "附件：" : "",
                                             STRF(label), STRF(annex->title))))
            return false;
    }
    for (size_t i = 0; i < document->issuer_count; i++)
        if (!add_paragraph(maker, document->issuers[i]))
            return false;
    if (document->has_date && !add_paragraph(maker, page_date(arena, document->date)))
        return false;
    if (!str_empty(document->contact) &&
        !add_paragraph(maker, page_contact(arena, document->contact)))
        return false;
    return add_paragraph(maker, document->disclosure);
}

/* 抄送, and who printed it when. */
static bool add_imprint(PaperMaker *maker, const Document *document)
{
    Arena *arena = maker->ctx->arena;
    if (!str_empty(document->copies) &&
        !add_paragraph(maker, str_format(arena, "抄送：%.*s", STRF(document->copies))))
        return false;
    if (str_empty(document->printed_by))
        return true;
    Str date = document->has_date ? page_date(arena, document->date) : (Str){0};
    return add_paragraph(maker, str_format(arena, "%.*s %.*s%s", STRF(document->printed_by),
                                           STRF(date), document->has_date ? "印发" : ""));
}

static bool add_annexes(PaperMaker *maker, const Document *document)
{
    LIST_EACH (const Annex, annex, &document->annexes)
        if (!add_paragraph(maker, page_annex_label(maker->ctx->arena, document, annex)) ||
            !add_words(maker, PAPER_HEADING, 1, annex->title) || !add_blocks(maker, &annex->blocks))
            return false;
    return true;
}

bool document_as_paper(Ctx *ctx, const Document *document, Str file, Paper *ret)
{
    PaperMaker maker = {.ctx = ctx, .paper = {.file = file, .kind = PAPER_DOCX}};
    if (!add_top(&maker, document) || !add_blocks(&maker, &document->blocks) ||
        !add_end(&maker, document) || !add_annexes(&maker, document) ||
        !add_imprint(&maker, document))
        return false;
    *ret = maker.paper;
    return true;
}
