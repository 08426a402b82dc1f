/*
 * docx.h - the parts of write_docx that are files of their own.
 *
 * A .docx is a zip of XML parts (ECMA-376, Office Open XML, transitional). word/document.xml is
 * a row of paragraphs and tables; where the paper turns, a section ends. Everything that looks
 * is a named style of word/styles.xml, so that an editor changes it in one place; only what is
 * computed for one paragraph (an indent that centres a signature) stands at the paragraph.
 */
#ifndef TONGBAN_ENGINE_REPORT_DOCX_H
#define TONGBAN_ENGINE_REPORT_DOCX_H

#include "base/fail.h"
#include "engine/report/document.h"

#define DOCX_CHARTS_MAX 100

/* The document in the making. */
typedef struct Docx {
    Arena *arena;
    const Document *document;
    Buf body;           /* word/document.xml */
    bool landscape;     /* the section being written */
    bool any;           /* something is in it */
    bool keep_with_end; /* the paragraph being written stays on the page of the signature */
    const Chart *charts[DOCX_CHARTS_MAX];
    size_t chart_count;
    size_t code_count;
} Docx;

/* docx_styles.c: parts that are the same in every document. */
void docx_styles(Buf *to);
void docx_font_table(Buf *to);
void docx_settings(Buf *to);

/* docx_page.c: what repeats on every page. */
bool docx_has_header(const Document *document);
void docx_header(Buf *to, const Document *document);
void docx_number_footer(Buf *to, const Document *document, bool landscape, bool even);
/* The properties of a section: paper, margins, grid, headers and footers. */
void docx_section(Buf *to, const Document *document, bool landscape);

/* docx_text.c: paragraphs. `properties` is XML for inside w:pPr, after the style; NULL = none.
 * Newlines in texts are line breaks. */
void docx_paragraph(Buf *to, const char *style, const char *properties, Str text);
void docx_paragraph_open(Buf *to, const char *style, const char *properties);
void docx_run(Buf *to, const char *style, Str text);
void docx_tab(Buf *to);
void docx_paragraph_close(Buf *to);
void docx_block(Docx *docx, const Block *block, Str title_above);
void docx_red_head(Docx *docx);
void docx_attachments(Docx *docx);
void docx_signature(Docx *docx);
void docx_imprint(Docx *docx);
/* Ends the section when the paper must turn; otherwise does nothing. */
void docx_turn(Docx *docx, bool landscape);

/* docx_table.c */
void docx_table(Buf *to, Arena *arena, const Table *table, bool landscape, Str title_above);

/* docx_chart.c: word/charts/chartN.xml, and the paragraph that shows it. */
void docx_chart_part(Buf *to, const Chart *chart);
void docx_chart(Docx *docx, const Chart *chart);

/* docx_code.c: a QR code as one shape, so that it prints sharp at any size. */
void docx_code(Docx *docx, const Block *block);

#define DOCX_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_NAMESPACES                                                                            \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                    \
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "             \
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "         \
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "                           \
    "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" "             \
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "                    \
    "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:"        \
    "office\""

/* Relations of word/document.xml, by what they lead to. */
#define DOCX_ID_HEADER_ODD "rIdHeaderOdd"
#define DOCX_ID_HEADER_EVEN "rIdHeaderEven"
#define DOCX_ID_FOOTER_ODD "rIdFooterOdd"
#define DOCX_ID_FOOTER_EVEN "rIdFooterEven"
#define DOCX_ID_FOOTER_ACROSS_ODD "rIdFooterAcrossOdd"
#define DOCX_ID_FOOTER_ACROSS_EVEN "rIdFooterAcrossEven"
#define DOCX_ID_CHART "rIdChart"

#endif
