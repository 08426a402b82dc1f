#include "engine/report/html.h"
#include "engine/report/html_style.h"
#include "engine/report/markup.h"
#include "engine/report/page.h"
#include "engine/report/report.h"
#include "engine/report/title_lines.h"

/* A mark longer than this many halves is set smaller. */
#define MARK_LONG_HALVES 34

/* Lines of one text become lines of one element. */
static void add_lines(Buf *to, const char *open, Str text, const char *close)
{
    buf_add_c(to, open);
    Str line;
    for (bool first = true; str_split(&text, '\n', &line); first = false) {
        if (!first)
            buf_add_c(to, "<br>");
        xml_escape(to, line);
    }
    buf_add_c(to, close);
}

static void add_head(Buf *to, const Document *document)
{
    buf_add_c(to, "<!doctype html>\n<html lang=\"");
    xml_escape(to, str_empty(document->language) ? STR("zh-CN") : document->language);
    buf_add_c(to, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"generator\" content=\"Tongban\">\n");
    if (!str_empty(document->identity))
        markup_element(to, "<meta name=\"description\" content=\"", document->identity, "\">\n");
    buf_add_c(to, "<title>");
    Str rest = document->title, line;
    while (str_split(&rest, '\n', &line))
        xml_escape(to, line);
    buf_add_c(to, "</title>\n<style>");
    buf_add_c(to, html_style);
    buf_add_c(to, "</style>\n</head>\n<body>\n");
}

static void add_watermarks(Buf *to, const Document *document)
{
    if (document->watermark_count == 0)
        return;
    buf_add_c(to, "<div class=\"watermark\" aria-hidden=\"true\">");
    for (size_t i = 0; i < document->watermark_count; i++)
        markup_element(to, "<span>", document->watermarks[i], "</span>");
    buf_add_c(to, "</div>\n");
}

static void add_red_head(Buf *to, const Document *document)
{
    if (document->watermark_count > 0) {
        buf_add_c(to, "<p class=\"state\">");
        for (size_t i = 0; i < document->watermark_count; i++)
            markup_element(to, i == 0 ? "" : " ", document->watermarks[i], "");
        buf_add_c(to, "</p>\n");
    }
    if (str_empty(document->mark) && str_empty(document->number))
        return;
    buf_add_c(to, "<header>\n");
    bool long_mark =
        page_mark_size_pt(document->mark) < MM_TO_PT(TYPE_WIDTH_MM) * 2 / MARK_LONG_HALVES;
    if (!str_empty(document->mark))
        add_lines(to, long_mark ? "<p class=\"mark long\">" : "<p class=\"mark\">", document->mark,
                  "</p>\n");
    if (!str_empty(document->number))
        markup_element(to, "<p class=\"number\">", document->number, "</p>\n");
    buf_add_c(to, "<hr class=\"red-line\">\n</header>\n");
}

static void add_list(Buf *to, const Block *block)
{
    buf_add_c(to, "<ol class=\"items\">\n");
    for (size_t i = 0; i < block->item_count; i++) {
        buf_format(to, "<li>%zu.", i + 1);
        xml_escape(to, block->items[i]);
        buf_add_c(to, "</li>\n");
    }
    buf_add_c(to, "</ol>\n");
}

/* `deeper` is 0 in the body and 1 in an annex, whose title is a heading of its own. */
static void add_block(Buf *to, const Block *block, Str annex_title, int deeper)
{
    int level = block->level + 1 + deeper;
    level = level < 2 ? 2 : level > 6 ? 6 : level;
    switch (block->kind) {
    case BLOCK_HEADING:
        buf_format(to, "<h%d class=\"level-%d\">", level, block->level);
        xml_escape(to, block->text);
        buf_format(to, "</h%d>\n", level);
        break;
    case BLOCK_PARAGRAPH:
        buf_add_c(to, "<p>");
        if (!str_empty(block->lead))
            markup_element(to, "<span class=\"lead\">", block->lead, "</span>");
        xml_escape(to, block->text);
        buf_add_c(to, "</p>\n");
        break;
    case BLOCK_LIST:
        add_list(to, block);
        break;
    case BLOCK_TABLE:
        html_table(to, block->table, annex_title);
        break;
    case BLOCK_CHART:
        html_chart(to, block->chart);
        break;
    case BLOCK_CODE:
        html_code(to, block);
        break;
    }
}

static void add_attachments(Buf *to, Arena *arena, const Document *document)
{
    if (document->annexes.count == 0)
        return;
    buf_add_c(to, "<dl class=\"attachments\">\n<dt>附件：</dt>\n");
    LIST_EACH (Annex, annex, &document->annexes) {
        buf_add_c(to, "<dd>");
        markup_element(to, "<span class=\"ordinal\">",
                       page_attachment_label(arena, document, annex), "</span>");
        buf_format(to, "<a href=\"#annex-%d\">", annex->number);
        xml_escape(to, annex->title);
        buf_add_c(to, "</a></dd>\n");
    }
    buf_add_c(to, "</dl>\n");
}

static void add_signature(Buf *to, Arena *arena, const Document *document)
{
    if (document->issuer_count == 0 && !document->has_date)
        return;
    buf_add_c(to, "<div class=\"signature\">\n");
    for (size_t i = 0; i < document->issuer_count; i++)
        markup_element(to, "<p>", document->issuers[i], "</p>\n");
    if (document->has_date) {
        Buf iso = buf_create(arena, 32);
        date_print(&iso, document->date);
        buf_format(to, "<p><time datetime=\"%.*s\">", STRF(buf_str(&iso)));
        markup_element(to, "", page_date(arena, document->date), "</time></p>\n");
    }
    buf_add_c(to, "</div>\n");
}

static void add_imprint(Buf *to, Arena *arena, const Document *document)
{
    if (str_empty(document->copies) && str_empty(document->printed_by))
        return;
    buf_add_c(to, "<footer class=\"imprint\">\n");
    if (!str_empty(document->copies))
        markup_element(to, "<p>抄送：", document->copies, "</p>\n");
    if (!str_empty(document->printed_by)) {
        markup_element(to, "<p class=\"printed\"><span>", document->printed_by, "</span>");
        if (document->has_date)
            markup_element(to, "<span>", page_date(arena, document->date), "印发</span>");
        buf_add_c(to, "</p>\n");
    }
    buf_add_c(to, "</footer>\n");
}

static void add_annex(Buf *to, Arena *arena, const Document *document, const Annex *annex)
{
    bool landscape = false;
    LIST_EACH (Block, block, &annex->blocks) {
        landscape = landscape || page_is_landscape(block);
    }
    buf_format(to,
               "<section class=\"sheet annex%s\" id=\"annex-%d\" aria-labelledby=\"title-%d\">\n",
               landscape ? " landscape" : "", annex->number, annex->number);
    markup_element(to, "<p class=\"annex-label\">", page_annex_label(arena, document, annex),
                   "</p>\n");
    buf_format(to, "<h2 class=\"annex-title\" id=\"title-%d\">", annex->number);
    markup_element(to, "", annex->title, "</h2>\n");
    LIST_EACH (Block, block, &annex->blocks) {
        add_block(to, block, annex->title, /* deeper= */ 1);
    }
    if (annex == document->annexes.at + document->annexes.count - 1)
        add_imprint(to, arena, document);
    buf_add_c(to, "</section>\n");
}

bool write_html(Ctx *ctx, const Document *document, Str *ret_bytes)
{
    Buf out = buf_create(ctx->arena, REPORT_BYTES_MAX);
    add_head(&out, document);
    add_watermarks(&out, document);
    buf_add_c(&out, "<main>\n<article class=\"sheet\">\n");
    add_red_head(&out, document);
    size_t most = (size_t)(MM_TO_PT(TYPE_WIDTH_MM) / SIZE_2_PT);
    add_lines(&out, "<h1>", title_lines(ctx->arena, document->title, most), "</h1>\n");
    if (!str_empty(document->addressee))
        markup_element(&out, "<p class=\"addressee\">", document->addressee, "：</p>\n");
    LIST_EACH (Block, block, &document->blocks) {
        add_block(&out, block, (Str){0}, /* deeper= */ 0);
    }
    add_attachments(&out, ctx->arena, document);
    add_signature(&out, ctx->arena, document);
    if (!str_empty(document->contact))
        markup_element(&out, "<p class=\"contact\">", page_contact(ctx->arena, document->contact),
                       "</p>\n");
    if (!str_empty(document->disclosure))
        markup_element(&out, "<p class=\"disclosure\">", document->disclosure, "</p>\n");
    if (document->annexes.count == 0)
        add_imprint(&out, ctx->arena, document);
    buf_add_c(&out, "</article>\n");
    LIST_EACH (Annex, annex, &document->annexes) {
        add_annex(&out, ctx->arena, document, annex);
    }
    buf_add_c(&out, "</main>\n</body>\n</html>\n");
    if (!buf_ok(&out))
        return fail(ctx, FAIL_TOO_LARGE, "网页超出 %zu 兆字节的上限", REPORT_BYTES_MAX / MIB);
    *ret_bytes = buf_str(&out);
    return true;
}
