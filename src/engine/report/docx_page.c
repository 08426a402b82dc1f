#include "base/utf8.h"
#include "engine/report/docx.h"
#include "engine/report/markup.h"
#include "engine/report/page.h"

/* The footer line: 四号, so high that its upper edge lies 7 mm below the type area. */
#define FOOTER_LINE_PT 18.0
#define FOOTER_MM (MARGIN_BOTTOM_MM - PAGE_NUMBER_DROP_MM - FOOTER_LINE_PT * 25.4 / 72.0)
#define HEADER_MM 15.0

bool docx_has_header(const Document *document)
{
    return document->watermark_count > 0 || !str_empty(document->running_head);
}

/* Word's own kind of watermark, a WordArt shape: centred on the page, rising to the right. */
static void add_watermark(Buf *to, const Document *document)
{
    Buf words = buf_create(to->arena, KIB);
    for (size_t i = 0; i < document->watermark_count; i++) {
        buf_add(&words, i == 0 ? STR("") : STR("　"));
        buf_add(&words, document->watermarks[i]);
    }
    int characters = (int)utf8_count(buf_str(&words));
    if (characters > 0) {
        buf_add_c(to,
                  "<w:r><w:rPr><w:noProof/></w:rPr><w:pict>"
                  "<v:shapetype id=\"_x0000_t136\" coordsize=\"21600,21600\" o:spt=\"136\" "
                  "adj=\"10800\" path=\"m@7,l@8,m@5,21600l@6,21600e\"><v:formulas>"
                  "<v:f eqn=\"sum #0 0 10800\"/><v:f eqn=\"prod #0 2 1\"/>"
                  "<v:f eqn=\"sum 21600 0 @1\"/><v:f eqn=\"sum 0 0 @2\"/>"
                  "<v:f eqn=\"sum 21600 0 @3\"/><v:f eqn=\"if @0 @3 0\"/>"
                  "<v:f eqn=\"if @0 21600 @1\"/><v:f eqn=\"if @0 0 @2\"/>"
                  "<v:f eqn=\"if @0 @4 21600\"/><v:f eqn=\"mid @5 @6\"/>"
                  "<v:f eqn=\"mid @8 @5\"/><v:f eqn=\"mid @7 @8\"/><v:f eqn=\"mid @6 @7\"/>"
                  "<v:f eqn=\"sum @6 0 @5\"/></v:formulas><v:path textpathok=\"t\" "
                  "o:connecttype=\"custom\" o:connectlocs=\"@9,0;@10,10800;@11,21600;@12,10800\" "
                  "o:connectangles=\"270,180,90,0\"/><v:textpath on=\"t\" fitshape=\"t\"/>"
                  "<v:handles><v:h position=\"#0,bottomRight\" xrange=\"6629,14971\"/></v:handles>"
                  "<o:lock v:ext=\"edit\" text=\"t\" shapetype=\"t\"/></v:shapetype>");
        buf_format(to,
                   "<v:shape id=\"PowerPlusWaterMarkObject1\" o:spid=\"_x0000_s2049\" "
                   "type=\"#_x0000_t136\" style=\"position:absolute;margin-left:0;margin-top:0;"
                   "width:%dpt;height:%dpt;rotation:315;z-index:-251658752;"
                   "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
                   "mso-position-vertical:center;mso-position-vertical-relative:margin\" "
                   "o:allowincell=\"f\" fillcolor=\"#d9d9d9\" stroked=\"f\">"
                   "<v:fill opacity=\".5\"/><v:textpath style=\"font-family:%s;"
                   "font-size:1pt\" string=\"",
                   characters * (int)WATERMARK_PT * 9 / 10, (int)WATERMARK_PT,
                   font_choices[FONT_HEI].families[0]);
        xml_escape(to, buf_str(&words));
        buf_add_c(to, "\"/></v:shape></w:pict></w:r>");
    }
}

void docx_header(Buf *to, const Document *document)
{
    buf_add_c(to, DOCX_DECLARATION "<w:hdr " DOCX_NAMESPACES
                                   "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>");
    add_watermark(to, document);
    if (!str_empty(document->running_head))
        docx_run(to, NULL, document->running_head);
    buf_add_c(to, "</w:p></w:hdr>\n");
}

static void add_field(Buf *to, const char *name)
{
    buf_format(to,
               "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r>"
               "<w:instrText xml:space=\"preserve\"> %s </w:instrText></w:r>"
               "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"
               "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
               name);
}

static void add_page_number(Buf *to, const Document *document)
{
    bool counts = document->counts_pages;
    docx_run(to, NULL, counts ? STR("第 ") : STR(PAGE_NUMBER_DASH " "));
    add_field(to, "PAGE");
    if (counts) {
        docx_run(to, NULL, STR(" 页，共 "));
        add_field(to, "NUMPAGES");
    }
    docx_run(to, NULL, counts ? STR(" 页") : STR(" " PAGE_NUMBER_DASH));
}

/* 1 mm = 36000 English metric units. */
static int emu_of_mm(double mm)
{
    return (int)(mm * 36000.0);
}

/* On a landscape page the number stands in a turned text box, where it would stand if the sheet
 * were held upright (GB/T 9704-2012, 7.5 and 8). */
static void add_turned_number(Buf *to, const Document *document, bool even)
{
    const double line = FOOTER_LINE_PT * 25.4 / 72.0, length = 40.0;
    const double side = SIZE_4_PT * PAGE_NUMBER_SIDE_CHARACTERS * 25.4 / 72.0;
    double left = LANDSCAPE_LEFT_MM - PAGE_NUMBER_DROP_MM - line;
    double top =
        even ? LANDSCAPE_TOP_MM + side : PAPER_WIDTH_MM - LANDSCAPE_BOTTOM_MM - side - length;
    buf_format(to,
               "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>"
               "<wp:anchor distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\" simplePos=\"0\" "
               "relativeHeight=\"251659264\" behindDoc=\"0\" locked=\"0\" layoutInCell=\"1\" "
               "allowOverlap=\"1\"><wp:simplePos x=\"0\" y=\"0\"/>"
               "<wp:positionH relativeFrom=\"page\"><wp:posOffset>%d</wp:posOffset></wp:positionH>"
               "<wp:positionV relativeFrom=\"page\"><wp:posOffset>%d</wp:posOffset></wp:positionV>"
               "<wp:extent cx=\"%d\" cy=\"%d\"/><wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>"
               "<wp:wrapNone/><wp:docPr id=\"%d\" name=\"页码\"/><wp:cNvGraphicFramePr/>",
               emu_of_mm(left), emu_of_mm(top), emu_of_mm(line), emu_of_mm(length),
               even ? 9002 : 9001);
    buf_format(
        to,
        "<a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/"
        "wordprocessingShape\"><wps:wsp><wps:cNvSpPr txBox=\"1\"/><wps:spPr><a:xfrm>"
        "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"%d\" cy=\"%d\"/></a:xfrm>"
        "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>"
        "</wps:spPr><wps:txbx><w:txbxContent>",
        emu_of_mm(line), emu_of_mm(length));
    docx_paragraph_open(to, "Footer", even ? "<w:jc w:val=\"left\"/>" : "<w:jc w:val=\"right\"/>");
    add_page_number(to, document);
    docx_paragraph_close(to);
    buf_add_c(to, "</w:txbxContent></wps:txbx><wps:bodyPr rot=\"0\" vert=\"vert\" wrap=\"square\" "
                  "lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"/></wps:wsp>"
                  "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
                  "</mc:AlternateContent></w:r>");
}

void docx_number_footer(Buf *to, const Document *document, bool landscape, bool even)
{
    buf_add_c(to, DOCX_DECLARATION "<w:ftr " DOCX_NAMESPACES ">");
    if (landscape) {
        docx_paragraph_open(to, "Footer", NULL);
        add_turned_number(to, document, even);
    } else {
        char indent[96];
        snprintf(indent, sizeof indent, "<w:ind w:%s=\"%d\"/><w:jc w:val=\"%s\"/>",
                 even ? "left" : "right", PT_TO_TWIPS(SIZE_4_PT * PAGE_NUMBER_SIDE_CHARACTERS),
                 even ? "left" : "right");
        docx_paragraph_open(to, "Footer", indent);
        add_page_number(to, document);
    }
    docx_paragraph_close(to);
    buf_add_c(to, "</w:ftr>\n");
}

static void add_reference(Buf *to, const char *part, const char *type, const char *id)
{
    buf_format(to, "<w:%sReference w:type=\"%s\" r:id=\"%s\"/>", part, type, id);
}

void docx_section(Buf *to, const Document *document, bool landscape)
{
    buf_add_c(to, "<w:sectPr>");
    if (docx_has_header(document)) {
        add_reference(to, "header", "default", DOCX_ID_HEADER_ODD);
        add_reference(to, "header", "even", DOCX_ID_HEADER_EVEN);
    }
    add_reference(to, "footer", "default",
                  landscape ? DOCX_ID_FOOTER_ACROSS_ODD : DOCX_ID_FOOTER_ODD);
    add_reference(to, "footer", "even",
                  landscape ? DOCX_ID_FOOTER_ACROSS_EVEN : DOCX_ID_FOOTER_EVEN);
    int width = MM_TO_TWIPS(PAPER_WIDTH_MM), height = MM_TO_TWIPS(PAPER_HEIGHT_MM);
    /* 22 lines in whole twips are 4 twips longer than 225 mm: the bottom margin gives them. */
    int bottom =
        height - MM_TO_TWIPS(MARGIN_TOP_MM) - LINES_PER_PAGE * PT_TO_TWIPS(LINE_PITCH_PT) - 4;
    if (landscape)
        buf_format(to,
                   "<w:pgSz w:w=\"%d\" w:h=\"%d\" w:orient=\"landscape\"/>"
                   "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" ",
                   height, width, MM_TO_TWIPS(LANDSCAPE_TOP_MM), MM_TO_TWIPS(LANDSCAPE_RIGHT_MM),
                   MM_TO_TWIPS(LANDSCAPE_BOTTOM_MM), MM_TO_TWIPS(LANDSCAPE_LEFT_MM));
    else
        buf_format(to,
                   "<w:pgSz w:w=\"%d\" w:h=\"%d\"/>"
                   "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" ",
                   width, height, MM_TO_TWIPS(MARGIN_TOP_MM), MM_TO_TWIPS(MARGIN_RIGHT_MM), bottom,
                   MM_TO_TWIPS(MARGIN_LEFT_MM));
    /* On landscape pages the footer holds the turned number only, so it may lie in the margin. */
    buf_format(to, "w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/>", MM_TO_TWIPS(HEADER_MM),
               landscape ? MM_TO_TWIPS(HEADER_MM) : MM_TO_TWIPS(FOOTER_MM));
    /* In twips a line, and in 1/4096 points a character (17.6.5). */
    buf_format(to, "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"%d\" w:charSpace=\"%d\"/>",
               PT_TO_TWIPS(LINE_PITCH_PT), (int)(CHARACTER_SPACING_PT * 4096));
    buf_add_c(to, "</w:sectPr>");
}
