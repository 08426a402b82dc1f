#include "engine/report/pdf.h"
#include "engine/report/pdf_flow.h"
#include "engine/report/pdf_parts.h"
#include "engine/report/report.h"
#include "engine/report/title_lines.h"

#define KEPT_ATTACHMENT_LINES_MAX 10
#define INDENT_PT (INDENT_CHARACTERS * CHARACTER_PITCH_PT)

/* ---- blocks ------------------------------------------------------------------------------ */

static void add_heading(Flow *flow, const Block *block, int deeper)
{
    FontRole role = block->level <= 1 ? FONT_HEI : block->level == 2 ? FONT_KAI : FONT_BODY;
    Span span = {block->text, style_of(role, SIZE_3_PT)};
    size_t before = flow->items.count;
    flow_paragraph(flow, &span, 1, INDENT_PT, 0);
    flow_keep(flow, flow->items.count - before);
    flow_bookmark(flow, (block->level < 1 ? 1 : block->level) + deeper, block->text);
}

static void add_paragraph(Flow *flow, const Block *block)
{
    Span spans[] = {{block->lead, style_of(FONT_KAI, SIZE_3_PT)},
                    {block->text, style_of(FONT_BODY, SIZE_3_PT)}};
    flow_paragraph(flow, spans, ARRAY_LEN(spans), INDENT_PT, 0);
}

static void add_list(Flow *flow, const Block *block)
{
    for (size_t i = 0; i < block->item_count; i++) {
        Str text = str_format(flow->arena, "%zu.%.*s", i + 1, STRF(block->items[i]));
        Span span = {text, style_of(FONT_BODY, SIZE_3_PT)};
        flow_paragraph(flow, &span, 1, INDENT_PT, 0);
    }
}

/* `title_above` is the annex's: a table of the same title does not repeat it. */
static void add_block(Flow *flow, const Block *block, int deeper, Str title_above)
{
    switch (block->kind) {
    case BLOCK_HEADING:
        add_heading(flow, block, deeper);
        break;
    case BLOCK_PARAGRAPH:
        add_paragraph(flow, block);
        break;
    case BLOCK_LIST:
        add_list(flow, block);
        break;
    case BLOCK_TABLE:
        flow_gap(flow, LINE_PITCH_PT / 2);
        *LIST_ADD(flow->arena, &flow->items) =
            (Item){.kind = ITEM_TABLE,
                   .table = block->table,
                   .hide_title = str_equal(block->table->title, title_above)};
        flow_snap(flow);
        break;
    case BLOCK_CHART:
        flow_gap(flow, LINE_PITCH_PT / 2);
        *LIST_ADD(flow->arena, &flow->items) = (Item){
            .kind = ITEM_CHART, .chart = block->chart, .height = chart_height(flow, block->chart)};
        flow_snap(flow);
        break;
    case BLOCK_CODE:
        flow_gap(flow, LINE_PITCH_PT / 2);
        *LIST_ADD(flow->arena, &flow->items) =
            (Item){.kind = ITEM_CODE, .code = block, .height = code_height()};
        flow_snap(flow);
        break;
    }
}

/* ---- the body ---------------------------------------------------------------------------- */

static void add_title(Flow *flow)
{
    const Document *document = flow->document;
    if (str_empty(document->title))
        return;
    size_t most = (size_t)(flow->width / SIZE_2_PT);
    flow_centered(flow, style_of(FONT_TITLE, SIZE_2_PT),
                  title_lines(flow->arena, document->title, most), TITLE_PITCH_PT);
    flow_snap(flow);
    if (str_empty(document->addressee))
        return;
    flow_gap(flow, ADDRESSEE_LINES_ABOVE * LINE_PITCH_PT);
    Str text = str_format(flow->arena, "%.*s：", STRF(document->addressee));
    Span span = {text, style_of(FONT_BODY, SIZE_3_PT)};
    flow_paragraph(flow, &span, 1, 0, 0);
}

/* 7.3.4: 附件：1.×××, further names under the first, lines that wrap under their name. Returns the
 * number of its lines. */
static size_t add_attachments(Flow *flow)
{
    const Document *document = flow->document;
    if (document->annexes.count == 0)
        return 0;
    flow_gap(flow, ATTACHMENTS_LINES_ABOVE * LINE_PITCH_PT);
    TextStyle style = style_of(FONT_BODY, SIZE_3_PT);
    double names = INDENT_PT + 3 * CHARACTER_PITCH_PT; /* behind 附件： */
    size_t before = flow->items.count;
    bool first = true;
    LIST_EACH (Annex, annex, &document->annexes) {
        Str label = page_attachment_label(flow->arena, document, annex);
        Str text = str_format(flow->arena, "%s%.*s%.*s", first ? "附件：" : "", STRF(label),
                              STRF(annex->title));
        Span span = {text, style};
        double label_width = canvas_width(flow->canvas, style, label) * GRID_TRACKING;
        flow_paragraph(flow, &span, 1, first ? INDENT_PT : names, names + label_width);
        first = false;
    }
    return flow->items.count - before;
}

/* 7.3.5.2: 成文日期 four characters from the right edge, 署名 centred over it, but so that the
 * longest name keeps two characters from the edge. */
static void add_signature(Flow *flow, size_t attachment_lines)
{
    const Document *document = flow->document;
    if (document->issuer_count == 0 && !document->has_date)
        return;
    flow_gap(flow, SIGNATURE_LINES_ABOVE * LINE_PITCH_PT);
    TextStyle style = style_of(FONT_BODY, SIZE_3_PT);
    Str date = document->has_date ? page_date(flow->arena, document->date) : STR("");
    double date_width = canvas_width(flow->canvas, style, date);
    double date_x = flow->width - DATE_RIGHT_CHARACTERS * CHARACTER_PITCH_PT - date_width;
    double middle = date_x + date_width / 2;
    for (size_t i = 0; i < document->issuer_count; i++) {
        double most = flow->width - SIGNATURE_RIGHT_CHARACTERS * CHARACTER_PITCH_PT -
                      canvas_width(flow->canvas, style, document->issuers[i]) / 2;
        middle = most < middle ? most : middle;
    }
    for (size_t i = 0; i < document->issuer_count; i++) {
        double width = canvas_width(flow->canvas, style, document->issuers[i]);
        flow_line(flow, style, document->issuers[i], middle - width / 2, LINE_PITCH_PT);
    }
    if (document->has_date)
        flow_line(flow, style, date, middle - date_width / 2, LINE_PITCH_PT);
    /* It stays together, and with 附件说明 and two lines of the text: 「此页无正文」 is forbidden.
     * A long 附件说明 is text enough, and may be parted. */
    size_t above = attachment_lines > KEPT_ATTACHMENT_LINES_MAX ? 0 : attachment_lines;
    flow_keep(flow, document->issuer_count + document->has_date + above + 2);
    flow->items.at[flow->items.count - 1].keep_next = false;
}

static void add_remarks(Flow *flow)
{
    const Document *document = flow->document;
    Str remarks[] = {str_empty(document->contact) ? (Str){0}
                                                  : page_contact(flow->arena, document->contact),
                     document->disclosure};
    for (size_t i = 0; i < ARRAY_LEN(remarks); i++) {
        Span span = {remarks[i], style_of(FONT_BODY, SIZE_3_PT)};
        if (!str_empty(remarks[i]))
            flow_paragraph(flow, &span, 1, INDENT_PT, INDENT_PT);
    }
}

static void write_body(Flow *flow)
{
    flow_page(flow, /* landscape= */ false);
    pdf_red_head(flow);
    add_title(flow);
    LIST_EACH (Block, block, &flow->document->blocks) {
        add_block(flow, block, /* deeper= */ 0, /* title_above= */ STR(""));
    }
    size_t attachment_lines = add_attachments(flow);
    add_signature(flow, attachment_lines);
    add_remarks(flow);
    flow_place(flow);
}

/* ---- annexes ----------------------------------------------------------------------------- */

static void write_annex(Flow *flow, const Annex *annex)
{
    flow->section_landscape = false;
    LIST_EACH (Block, block, &annex->blocks) {
        flow->section_landscape = flow->section_landscape || page_is_landscape(block);
    }
    flow_page(flow, flow->section_landscape);
    Str label = page_annex_label(flow->arena, flow->document, annex);
    flow_line(flow, style_of(FONT_HEI, SIZE_3_PT), label, 0, LINE_PITCH_PT);
    flow_bookmark(flow, 1, str_format(flow->arena, "%.*s　%.*s", STRF(label), STRF(annex->title)));
    flow_gap(flow, (ANNEX_TITLE_LINE - 2) * LINE_PITCH_PT);
    size_t most = (size_t)(flow->width / SIZE_2_PT);
    flow_centered(flow, style_of(FONT_TITLE, SIZE_2_PT),
                  title_lines(flow->arena, annex->title, most), TITLE_PITCH_PT);
    LIST_EACH (Block, block, &annex->blocks) {
        add_block(flow, block, /* deeper= */ 1, annex->title);
    }
    flow_place(flow);
}

/* ---- the file ---------------------------------------------------------------------------- */

static bool open_fonts(Ctx *ctx, Fonts **ret)
{
    *ret = ctx->fonts;
    return ctx->fonts || fonts_open(ctx, /* data_fonts= */ STR(""), ret);
}

static bool open_canvas(Ctx *ctx, const Document *document, Canvas **ret)
{
    FontWish wishes[FONT_ROLE_MAX];
    pdf_font_wishes(wishes);
    Fonts *fonts;
    if (!open_fonts(ctx, &fonts))
        return false;
    Buf title = buf_create(ctx->arena, 64 * KIB);
    Str rest = document->title, line;
    while (str_split(&rest, '\n', &line))
        buf_add(&title, line);
    CanvasAbout about = {
        .title = buf_str(&title),
        .author = document->issuer_count ? document->issuers[0] : STR(""),
        .subject = document->identity,
        .language = str_empty(document->language) ? STR("zh-CN") : document->language,
        .made_at = document->made_at,
    };
    return canvas_open(ctx, fonts, wishes, FONT_ROLE_MAX, &about, ret);
}

static PdfRemarks remarks_of(Arena *arena, const Canvas *canvas)
{
    const Rune *runes;
    size_t count = canvas_missing(canvas, &runes);
    char *text = NEW(arena, char, 4 * count + 1);
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += utf8_encode(runes[i], text + len);
    return (PdfRemarks){.pages = canvas_page_count(canvas), .missing = str_from(text, len)};
}

/* `page_total` 0: the pages tell their number alone. */
static bool write_once(Ctx *ctx, const Document *document, int page_total, PdfRemarks *ret_remarks,
                       Str *ret_bytes)
{
    Canvas *canvas;
    if (!open_canvas(ctx, document, &canvas))
        return false;
    Flow *flow = NEW(ctx->arena, Flow, 1);
    *flow = (Flow){
        .arena = ctx->arena, .canvas = canvas, .document = document, .page_total = page_total};
    write_body(flow);
    LIST_EACH (Annex, annex, &document->annexes) {
        write_annex(flow, annex);
    }
    pdf_imprint(flow);
    PdfRemarks remarks = remarks_of(ctx->arena, canvas);
    if (!canvas_finish(ctx, canvas, REPORT_BYTES_MAX, ret_bytes))
        return false;
    *ret_remarks = remarks;
    return true;
}

/* How many pages there are is known when they are drawn: who counts them is drawn twice. */
bool pdf_write(Ctx *ctx, const Document *document, PdfRemarks *ret_remarks, Str *ret_bytes)
{
    PdfRemarks remarks;
    Str bytes;
    if (!write_once(ctx, document, /* page_total= */ 0, &remarks, &bytes) ||
        (document->counts_pages && !write_once(ctx, document, remarks.pages, &remarks, &bytes)))
        return fail_while(ctx, "写出 PDF");
    *ret_remarks = remarks;
    *ret_bytes = bytes;
    return true;
}

bool write_pdf(Ctx *ctx, const Document *document, Str *ret_bytes)
{
    PdfRemarks remarks;
    return pdf_write(ctx, document, &remarks, ret_bytes);
}

bool pdf_fonts_check(Ctx *ctx, FontFoundList *ret)
{
    FontWish wishes[FONT_ROLE_MAX];
    pdf_font_wishes(wishes);
    Fonts *fonts;
    return open_fonts(ctx, &fonts) && fonts_check(ctx, fonts, wishes, FONT_ROLE_MAX, ret);
}
