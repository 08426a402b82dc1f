#include "engine/report/docx.h"
#include "engine/report/markup.h"

/* 26 mm. */
#define CODE_EMU 936000
#define CODE_ID_FIRST 8000 /* drawings are numbered apart from charts and page numbers */

static void add_point(Buf *to, const char *name, int x, int y)
{
    buf_format(to, "<a:%s><a:pt x=\"%d\" y=\"%d\"/></a:%s>", name, x, y, name);
}

/* One path of all dark runs, in units of a module. */
static void add_path(Buf *to, const QrModules *code)
{
    buf_format(to, "<a:path w=\"%d\" h=\"%d\">", code->side, code->side);
    for (int row = 0; row < code->side; row++) {
        const bool *dark = code->dark + (ptrdiff_t)row * code->side;
        for (int from = 0; from < code->side; from++) {
            int end = from;
            while (end < code->side && dark[end])
                end++;
            if (end == from)
                continue;
            add_point(to, "moveTo", from, row);
            add_point(to, "lnTo", end, row);
            add_point(to, "lnTo", end, row + 1);
            add_point(to, "lnTo", from, row + 1);
            buf_add_c(to, "<a:close/>");
            from = end;
        }
    }
    buf_add_c(to, "</a:path>");
}

void docx_code(Docx *docx, const Block *block)
{
    Buf *to = &docx->body;
    docx->code_count++;
    docx_paragraph_open(to, "Figure",
                        "<w:keepNext/><w:spacing w:before=\"240\" w:line=\"240\" "
                        "w:lineRule=\"auto\"/><w:jc w:val=\"left\"/>");
    buf_format(to,
               "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>"
               "<wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
               "<wp:extent cx=\"%d\" cy=\"%d\"/><wp:docPr id=\"%zu\" name=\"二维码%zu\" "
               "descr=\"",
               CODE_EMU, CODE_EMU, CODE_ID_FIRST + docx->code_count, docx->code_count);
    xml_escape(to, block->text);
    buf_format(to,
               "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas."
               "microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:cNvSpPr/>"
               "<wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%d\" cy=\"%d\"/></a:xfrm>"
               "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
               "<a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst>",
               CODE_EMU, CODE_EMU);
    add_path(to, block->code);
    buf_add_c(to, "</a:pathLst></a:custGeom><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill>"
                  "<a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData>"
                  "</a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>");
    docx_paragraph_close(to);
    docx_paragraph(to, "Figure", "<w:jc w:val=\"left\"/>", block->text);
}
