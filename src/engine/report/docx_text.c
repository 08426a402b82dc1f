#include "engine/report/docx.h"
#include "engine/report/markup.h"
#include "engine/report/page.h"

/* Widths are counted in halves of a full-width character. */
static int twips_of_halves(int halves)
{
    return PT_TO_TWIPS(halves * CHARACTER_PITCH_PT / 2);
}

void docx_paragraph_open(Buf *to, const char *style, const char *properties)
{
    buf_format(to, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr>", style,
               properties ? properties : "");
}

void docx_paragraph_close(Buf *to)
{
    buf_add_c(to, "</w:p>\n");
}

void docx_run(Buf *to, const char *style, Str text)
{
    buf_add_c(to, "<w:r>");
    if (style)
        buf_format(to, "<w:rPr><w:rStyle w:val=\"%s\"/></w:rPr>", style);
    Str line;
    for (bool first = true; str_split(&text, '\n', &line); first = false) {
        if (!first)
            buf_add_c(to, "<w:br/>");
        markup_element(to, "<w:t xml:space=\"preserve\">", line, "</w:t>");
    }
    buf_add_c(to, "</w:r>");
}

void docx_tab(Buf *to)
{
    buf_add_c(to, "<w:r><w:tab/></w:r>");
}

void docx_paragraph(Buf *to, const char *style, const char *properties, Str text)
{
    docx_paragraph_open(to, style, properties);
    if (!str_empty(text))
        docx_run(to, NULL, text);
    docx_paragraph_close(to);
}

void docx_turn(Docx *docx, bool landscape)
{
    if (docx->any && docx->landscape != landscape) {
        buf_add_c(&docx->body, "<w:p><w:pPr><w:pStyle w:val=\"SectionEnd\"/>");
        docx_section(&docx->body, docx->document, docx->landscape);
        buf_add_c(&docx->body, "</w:pPr></w:p>\n");
    }
    docx->landscape = landscape;
    docx->any = true;
}

static void add_list(Buf *to, const Block *block)
{
    for (size_t i = 0; i < block->item_count; i++) {
        docx_paragraph_open(to, "BodyText", NULL);
        docx_run(to, NULL, str_format(to->arena, "%zu.%.*s", i + 1, STRF(block->items[i])));
        docx_paragraph_close(to);
    }
}

void docx_block(Docx *docx, const Block *block, Str title_above)
{
    static const char *const headings[] = {"Heading1", "Heading2", "Heading3", "Heading4"};
    Buf *to = &docx->body;
    int level = block->level < 1 ? 1 : block->level > 4 ? 4 : block->level;
    switch (block->kind) {
    case BLOCK_HEADING:
        docx_paragraph(to, headings[level - 1], NULL, block->text);
        break;
    case BLOCK_PARAGRAPH:
        docx_paragraph_open(to, "BodyText", docx->keep_with_end ? "<w:keepNext/>" : NULL);
        if (!str_empty(block->lead))
            docx_run(to, "Lead", block->lead);
        docx_run(to, NULL, block->text);
        docx_paragraph_close(to);
        break;
    case BLOCK_LIST:
        add_list(to, block);
        break;
    case BLOCK_TABLE:
        docx_table(to, docx->arena, block->table, docx->landscape, title_above);
        break;
    case BLOCK_CHART:
        docx_chart(docx, block->chart);
        break;
    case BLOCK_CODE:
        docx_code(docx, block);
        break;
    }
}

/* 发文机关标志 35 mm below the upper edge of the type area, 发文字号, and under it the red line as
 * the lower border of its paragraph. */
void docx_red_head(Docx *docx)
{
    const Document *document = docx->document;
    Str rest = document->mark, line;
    double size = page_mark_size_pt(document->mark);
    for (bool first = true; str_split(&rest, '\n', &line); first = false) {
        if (str_empty(line))
            continue;
        buf_format(&docx->body,
                   "<w:p><w:pPr><w:pStyle w:val=\"Mark\"/><w:spacing w:before=\"%d\" w:line=\"%d\" "
                   "w:lineRule=\"exact\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"%d\"/>"
                   "<w:szCs w:val=\"%d\"/></w:rPr>",
                   first ? MM_TO_TWIPS(MARK_TOP_MM) : 0, PT_TO_TWIPS(size * MARK_PITCH_RATIO),
                   (int)(size * 2), (int)(size * 2));
        markup_element(&docx->body, "<w:t>", line, "</w:t></w:r></w:p>\n");
    }
    if (!str_empty(document->number))
        docx_paragraph(&docx->body, "DocumentNumber", NULL, document->number);
    else if (!str_empty(document->mark)) /* the line alone, as near to the mark */
        docx_paragraph(&docx->body, "DocumentNumber",
                       "<w:spacing w:before=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>", STR(""));
}

/* 附件： and the names, each wrapped line under the first character of its name (7.3.4). */
void docx_attachments(Docx *docx)
{
    const Document *document = docx->document;
    const int word = 6; /* 附件： */
    int widest = 0;
    LIST_EACH (Annex, annex, &document->annexes) {
        Str label = page_attachment_label(docx->arena, document, annex);
        int halves = (int)page_half_widths(label);
        widest = halves > widest ? halves : widest;
    }
    LIST_EACH (Annex, annex, &document->annexes) {
        bool first = annex == document->annexes.at;
        int left = INDENT_CHARACTERS * 2 + word + widest;
        int hanging = first ? word + widest : widest;
        /* A page must not hold the signature alone (7.3.5): the names go with it. */
        char properties[200];
        snprintf(
            properties, sizeof properties,
            "<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val=\"left\" w:pos=\"%d\"/></w:tabs>%s"
            "<w:ind w:left=\"%d\" w:hanging=\"%d\"/>",
            twips_of_halves(left), first ? "<w:spacing w:before=\"580\"/>" : "",
            twips_of_halves(left), twips_of_halves(hanging));
        docx_paragraph_open(&docx->body, "AttachmentList", properties);
        Str label = page_attachment_label(docx->arena, document, annex);
        docx_run(&docx->body, NULL,
                 str_format(docx->arena, "%s%.*s", first ? "附件：" : "", STRF(label)));
        if (!str_empty(label))
            docx_tab(&docx->body);
        docx_run(&docx->body, NULL, annex->title);
        docx_paragraph_close(&docx->body);
    }
}

/* The middle of 署名 and date, in quarters of a character from the right edge: the date keeps its
 * four blank characters unless a long 署名 centred over it would come too near to the edge. */
static int signature_middle(const Document *document, Str date)
{
    int middle = DATE_RIGHT_CHARACTERS * 4 + (int)page_half_widths(date);
    for (size_t i = 0; i < document->issuer_count; i++) {
        int wanted = SIGNATURE_RIGHT_CHARACTERS * 4 + (int)page_half_widths(document->issuers[i]);
        middle = wanted > middle ? wanted : middle;
    }
    return middle;
}

static void add_signature_line(Docx *docx, const char *style, int before_lines, int middle,
                               Str text, bool keep_next)
{
    int right = middle - (int)page_half_widths(text);
    char properties[128];
    snprintf(properties, sizeof properties, "%s<w:spacing w:before=\"%d\"/><w:ind w:right=\"%d\"/>",
             keep_next ? "<w:keepNext/>" : "", PT_TO_TWIPS(LINE_PITCH_PT * before_lines),
             PT_TO_TWIPS((right > 0 ? right : 0) * SIZE_3_PT / 4));
    docx_paragraph(&docx->body, style, properties, text);
}

void docx_signature(Docx *docx)
{
    const Document *document = docx->document;
    Str date = document->has_date ? page_date(docx->arena, document->date) : STR("");
    int middle = signature_middle(document, date);
    int before = SIGNATURE_LINES_ABOVE;
    for (size_t i = 0; i < document->issuer_count; i++, before = 0)
        add_signature_line(docx, "Signature", before, middle, document->issuers[i], true);
    if (document->has_date)
        add_signature_line(docx, "Date", before, middle, date, false);
    if (!str_empty(document->contact))
        docx_paragraph(&docx->body, "Contact", NULL, page_contact(docx->arena, document->contact));
    if (!str_empty(document->disclosure))
        docx_paragraph(&docx->body, "Contact", NULL, document->disclosure);
}

/* Eighths of a point, as borders are counted. */
static int border_eighths(double mm)
{
    return (int)(MM_TO_PT(mm) * 8 + 0.5);
}

static void add_imprint_row(Docx *docx, double above_mm, double below_mm, Str left, Str right)
{
    Buf *to = &docx->body;
    int width = MM_TO_TWIPS(TYPE_WIDTH_MM);
    int side = PT_TO_TWIPS(SIZE_4_PT * IMPRINT_SIDE_CHARACTERS);
    buf_format(to,
               "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"%d\" "
               "w:type=\"dxa\"/><w:tcBorders><w:top w:val=\"single\" w:sz=\"%d\" w:space=\"0\" "
               "w:color=\"auto\"/><w:bottom w:val=\"single\" w:sz=\"%d\" w:space=\"0\" "
               "w:color=\"auto\"/></w:tcBorders></w:tcPr>",
               width, border_eighths(above_mm), border_eighths(below_mm));
    char properties[160];
    snprintf(properties, sizeof properties,
             "<w:tabs><w:tab w:val=\"right\" w:pos=\"%d\"/></w:tabs>"
             "<w:ind w:left=\"%d\" w:right=\"%d\"/>",
             width - side, side, side);
    docx_paragraph_open(to, "Imprint", properties);
    docx_run(to, NULL, left);
    if (!str_empty(right)) {
        docx_tab(to);
        docx_run(to, NULL, right);
    }
    docx_paragraph_close(to);
    buf_add_c(to, "</w:tc></w:tr>\n");
}

/* 版记: a table without sides that floats to the lower edge of the last page. */
void docx_imprint(Docx *docx)
{
    const Document *document = docx->document;
    bool copies = !str_empty(document->copies), printed = !str_empty(document->printed_by);
    if (!copies && !printed)
        return;
    docx_turn(docx, /* landscape= */ false);
    /* LibreOffice puts a floating table that begins a section on the page before it. */
    docx_paragraph(&docx->body, "SectionEnd", NULL, STR(""));
    buf_format(&docx->body,
               "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" "
               "w:vertAnchor=\"margin\" w:horzAnchor=\"page\" w:tblpX=\"%d\" "
               "w:tblpYSpec=\"bottom\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
               "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>"
               "<w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
               "<w:gridCol w:w=\"%d\"/></w:tblGrid>\n",
               MM_TO_TWIPS(MARGIN_LEFT_MM), MM_TO_TWIPS(TYPE_WIDTH_MM), MM_TO_TWIPS(TYPE_WIDTH_MM));
    if (copies)
        add_imprint_row(docx, IMPRINT_LINE_THICK_MM,
                        printed ? IMPRINT_LINE_THIN_MM : IMPRINT_LINE_THICK_MM,
                        str_format(docx->arena, "抄送：%.*s", STRF(document->copies)), STR(""));
    if (printed) {
        Str date = document->has_date ? page_date(docx->arena, document->date) : STR("");
        if (document->has_date)
            date = str_format(docx->arena, "%.*s印发", STRF(date));
        add_imprint_row(docx, copies ? IMPRINT_LINE_THIN_MM : IMPRINT_LINE_THICK_MM,
                        IMPRINT_LINE_THICK_MM, document->printed_by, date);
    }
    buf_add_c(&docx->body, "</w:tbl>\n");
    docx_paragraph(&docx->body, "SectionEnd", NULL, STR(""));
}
