#include "engine/report/docx.h"

#include "engine/report/page.h"

/* One paragraph style. Names that Word knows keep their English name, so that its outline and
 * its table of contents find them; the alias is what a Chinese editor sees beside it. */
typedef struct StyleRow {
    const char *id;
    const char *name;
    const char *alias;
    const char *based_on;
    FontRole font;
    double size_pt;      /* 0 = as the base */
    double pitch_pt;     /* exact distance of lines; 0 = as the base */
    int before_lines;    /* hundredths of a line of the body */
    int after_lines;     /* hundredths */
    int indent;          /* characters of the first line; -1 = as the base */
    const char *align;   /* NULL = as the base */
    int outline;         /* 1 = top; 0 = none */
    const char *borders; /* w:pBdr; NULL = none */
    const char *run;     /* more of w:rPr, after the font */
} StyleRow;

#define NUMBER_LINE                                                                                \
    "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"16\" w:space=\"11\" w:color=\"" RED_HEX             \
    "\"/></w:pBdr>"

static const StyleRow styles[] = {
    {"BodyText", "Body Text", "公文正文", "Normal", FONT_BODY, 0, 0, 0, 0, 2, NULL, 0, NULL, NULL},
    {"Title", "Title", "公文标题", "Normal", FONT_TITLE, SIZE_2_PT, TITLE_PITCH_PT, 200, 100, 0,
     "center", 0, NULL, NULL},
    {"Heading1", "heading 1", "一级标题", "Normal", FONT_HEI, 0, 0, 0, 0, 2, NULL, 1, NULL, NULL},
    {"Heading2", "heading 2", "二级标题", "Normal", FONT_KAI, 0, 0, 0, 0, 2, NULL, 2, NULL, NULL},
    {"Heading3", "heading 3", "三级标题", "Normal", FONT_BODY, 0, 0, 0, 0, 2, NULL, 3, NULL, NULL},
    {"Heading4", "heading 4", "四级标题", "Normal", FONT_BODY, 0, 0, 0, 0, 2, NULL, 4, NULL, NULL},
    {"Mark", "Mark", "发文机关标志", "Normal", FONT_TITLE, MARK_MAX_PT, 0, 0, 0, 0, "center", 0,
     NULL, "<w:color w:val=\"" RED_HEX "\"/>"},
    {"DocumentNumber", "Document Number", "发文字号", "Normal", FONT_BODY, 0, 0, 200, 0, 0,
     "center", 0, NUMBER_LINE, NULL},
    {"Addressee", "Addressee", "主送机关", "Normal", FONT_BODY, 0, 0, 0, 0, 0, NULL, 0, NULL, NULL},
    {"AttachmentList", "Attachment List", "附件说明", "Normal", FONT_BODY, 0, 0, 0, 0, -1, NULL, 0,
     NULL, NULL},
    {"Signature", "Signature", "署名", "Normal", FONT_BODY, 0, 0, 0, 0, 0, "right", 0, NULL, NULL},
    {"Date", "Date", "成文日期", "Signature", FONT_BODY, 0, 0, 0, 0, -1, NULL, 0, NULL, NULL},
    {"Contact", "Contact", "附注", "Normal", FONT_BODY, 0, 0, 0, 0, 2, NULL, 0, NULL, NULL},
    {"AnnexLabel", "Annex Label", "附件标识", "Normal", FONT_HEI, 0, 0, 0, 100, 0, "left", 0, NULL,
     NULL},
    {"AnnexTitle", "Annex Title", "附件标题", "Normal", FONT_TITLE, SIZE_2_PT, TITLE_PITCH_PT, 0,
     50, 0, "center", 1, NULL, NULL},
    {"Caption", "caption", "表题", "Normal", FONT_HEI, SIZE_4_PT, 0, 0, 0, 0, "center", 0, NULL,
     NULL},
    {"TableText", "Table Text", "表格文字", "Normal", FONT_SONG, SIZE_5_PT, TABLE_PITCH_PT, 0, 0, 0,
     "center", 0, NULL, NULL},
    {"TableHead", "Table Head", "表头", "TableText", FONT_HEI, 0, 0, 0, 0, -1, NULL, 0, NULL, NULL},
    {"TableNote", "Table Note", "表注", "Normal", FONT_BODY, SIZE_5_PT, 16, 0, 0, 0, "left", 0,
     NULL, NULL},
    {"Imprint", "Imprint", "版记", "Normal", FONT_BODY, SIZE_4_PT, 0, 0, 0, 0, NULL, 0, NULL, NULL},
    {"Header", "header", "页眉", "Normal", FONT_SONG, SIZE_5_PT, 12, 0, 0, 0, "center", 0, NULL,
     NULL},
    {"Footer", "footer", "页码", "Normal", FONT_SONG, SIZE_4_PT, 18, 0, 0, 0, NULL, 0, NULL, NULL},
    {"Figure", "Figure", "图", "Normal", FONT_BODY, 0, 0, 0, 0, 0, "center", 0, NULL, NULL},
    {"SectionEnd", "Section End", "分节", "Normal", FONT_BODY, 1, 1, 0, 0, 0, NULL, 0, NULL, NULL},
};

static void add_fonts(Buf *to, FontRole role)
{
    const char *family = font_choices[role].families[0];
    buf_format(to,
               "<w:rFonts w:ascii=\"%s\" w:eastAsia=\"%s\" w:hAnsi=\"%s\" w:cs=\"%s\" "
               "w:hint=\"eastAsia\"/>",
               family, family, family, family);
}

static void add_spacing(Buf *to, const StyleRow *style)
{
    int before = PT_TO_TWIPS(LINE_PITCH_PT * style->before_lines / 100);
    int after = PT_TO_TWIPS(LINE_PITCH_PT * style->after_lines / 100);
    if (before == 0 && after == 0 && style->pitch_pt <= 0)
        return;
    buf_format(to, "<w:spacing w:before=\"%d\" w:after=\"%d\"", before, after);
    if (style->pitch_pt > 0)
        buf_format(to, " w:line=\"%d\" w:lineRule=\"exact\"", PT_TO_TWIPS(style->pitch_pt));
    buf_add_c(to, "/>");
}

static void add_style(Buf *to, const StyleRow *style)
{
    buf_format(to,
               "<w:style w:type=\"paragraph\" w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
               "<w:aliases w:val=\"%s\"/><w:basedOn w:val=\"%s\"/><w:next w:val=\"%s\"/>"
               "<w:qFormat/><w:pPr>",
               style->id, style->name, style->alias, style->based_on,
               style->outline ? "BodyText" : style->id);
    if (style->outline)
        buf_add_c(to, "<w:keepNext/>");
    if (style->borders)
        buf_add_c(to, style->borders);
    add_spacing(to, style);
    if (style->indent > 0)
        buf_format(to, "<w:ind w:firstLineChars=\"%d\" w:firstLine=\"%d\"/>", style->indent * 100,
                   PT_TO_TWIPS(style->indent * CHARACTER_PITCH_PT));
    if (style->align)
        buf_format(to, "<w:jc w:val=\"%s\"/>", style->align);
    if (style->outline)
        buf_format(to, "<w:outlineLvl w:val=\"%d\"/>", style->outline - 1);
    buf_add_c(to, "</w:pPr><w:rPr>");
    add_fonts(to, style->font);
    if (style->run)
        buf_add_c(to, style->run);
    if (style->size_pt > 0)
        buf_format(to, "<w:spacing w:val=\"0\"/><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>",
                   (int)(style->size_pt * 2), (int)(style->size_pt * 2));
    buf_add_c(to, "</w:rPr></w:style>\n");
}

/* Each character is set so much closer that 28 fit a line with some room to spare, which
 * justifying gives back. The grid of the section says the same (it shows in the page set-up), but
 * text is not snapped to it: LibreOffice gives a character wider than its cell two cells. What is
 * left of the grid there is a line 25 twips narrower than the type area, half on either side. */
#define CLOSER_TWIPS (-6)

/* No blank between Chinese and digits, which would leave the lines of 28 characters. Punctuation
 * hangs over the margin in Word (its own default); LibreOffice reads this property the wrong way
 * round and so keeps it inside, where it reads a 0 as hanging. */
static void add_defaults(Buf *to)
{
    buf_add_c(to, "<w:docDefaults><w:rPrDefault><w:rPr>");
    add_fonts(to, FONT_BODY);
    buf_format(to,
               "<w:kern w:val=\"0\"/><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>"
               "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/>",
               (int)(SIZE_3_PT * 2), (int)(SIZE_3_PT * 2));
    buf_add_c(to,
              "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:autoSpaceDE "
              "w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/></w:pPr></w:pPrDefault></w:docDefaults>\n"
              "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
              "<w:name w:val=\"Normal\"/><w:aliases w:val=\"正文\"/><w:qFormat/><w:pPr>"
              "<w:widowControl w:val=\"0\"/><w:overflowPunct w:val=\"1\"/>"
              "<w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>"
              "<w:snapToGrid w:val=\"0\"/>");
    buf_format(to, "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"%d\" w:lineRule=\"exact\"/>",
               PT_TO_TWIPS(LINE_PITCH_PT));
    /* The size stands here again because LibreOffice reads the grid's unit from this style. */
    buf_format(to,
               "<w:jc w:val=\"both\"/></w:pPr><w:rPr><w:snapToGrid w:val=\"0\"/>"
               "<w:spacing w:val=\"%d\"/><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr>"
               "</w:style>\n",
               CLOSER_TWIPS, (int)(SIZE_3_PT * 2), (int)(SIZE_3_PT * 2));
}

void docx_styles(Buf *to)
{
    buf_add_c(to, DOCX_DECLARATION "<w:styles " DOCX_NAMESPACES ">\n");
    add_defaults(to);
    for (size_t i = 0; i < ARRAY_LEN(styles); i++)
        add_style(to, &styles[i]);
    buf_add_c(to, "<w:style w:type=\"character\" w:styleId=\"Lead\"><w:name w:val=\"Lead\"/>"
                  "<w:aliases w:val=\"段首\"/><w:qFormat/><w:rPr>");
    add_fonts(to, FONT_KAI);
    buf_add_c(to, "</w:rPr></w:style>\n"
                  "<w:style w:type=\"character\" w:styleId=\"Emphasis\">"
                  "<w:name w:val=\"Emphasis\"/><w:aliases w:val=\"未达标\"/><w:qFormat/>"
                  "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>\n"
                  "<w:style w:type=\"table\" w:styleId=\"TableGrid\">"
                  "<w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>");
    static const char *const edges[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    for (size_t i = 0; i < ARRAY_LEN(edges); i++)
        buf_format(to, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>",
                   edges[i]);
    buf_format(to,
               "</w:tblBorders><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/>"
               "<w:right w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\n"
               "</w:styles>\n",
               PT_TO_TWIPS(TABLE_CELL_SIDE_PT), PT_TO_TWIPS(TABLE_CELL_SIDE_PT));
}

/* What Word and WPS take on a machine without the first family: what Windows and Office bring. */
static const char *const office_stand_ins[FONT_ROLE_MAX] = {
    [FONT_TITLE] = "华文中宋", [FONT_BODY] = "仿宋",   [FONT_HEI] = "SimHei",
    [FONT_KAI] = "楷体",       [FONT_SONG] = "SimSun",
};

void docx_font_table(Buf *to)
{
    buf_add_c(to, DOCX_DECLARATION "<w:fonts " DOCX_NAMESPACES ">\n");
    for (size_t i = 0; i < FONT_ROLE_MAX; i++)
        buf_format(to,
                   "<w:font w:name=\"%s\"><w:altName w:val=\"%s\"/><w:panose1 w:val=\"%s\"/>"
                   "<w:charset w:val=\"86\"/><w:family w:val=\"%s\"/><w:pitch w:val=\"auto\"/>"
                   "</w:font>\n",
                   font_choices[i].families[0], office_stand_ins[i], font_choices[i].panose,
                   i == FONT_HEI    ? "swiss"
                   : i == FONT_SONG ? "auto"
                                    : "modern");
    buf_add_c(to, "</w:fonts>\n");
}

void docx_settings(Buf *to)
{
    buf_add_c(to, DOCX_DECLARATION
              "<w:settings " DOCX_NAMESPACES "><w:zoom w:percent=\"100\"/>"
              "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
              "<w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>"
              "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
              "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
              "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>"
              "<w:useFELayout/><w:compatSetting w:name=\"compatibilityMode\" "
              "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
              "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>\n");
}
