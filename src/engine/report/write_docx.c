#include "engine/report/docx.h"
#include "engine/report/markup.h"
#include "engine/report/page.h"
#include "engine/report/report.h"
#include "engine/report/title_lines.h"
#include "port/zip.h"

/* Parts besides the charts: document, styles, fonts, settings, 2 headers, 4 footers, 2
 * properties, 2 relations, types. */
#define PARTS_MAX (16 + DOCX_CHARTS_MAX)

#define RELATION_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define CONTENT_TYPE "application/vnd.openxmlformats-officedocument."
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

/* The parts that word/document.xml leads to, with their relation and content type. */
static const struct {
    const char *id;
    const char *name;
    const char *relation;
    const char *content;
    bool is_header; /* only where there is one */
} parts[] = {
    {"rIdStyles", "styles.xml", "styles", "wordprocessingml.styles+xml", false},
    {"rIdSettings", "settings.xml", "settings", "wordprocessingml.settings+xml", false},
    {"rIdFonts", "fontTable.xml", "fontTable", "wordprocessingml.fontTable+xml", false},
    {DOCX_ID_HEADER_ODD, "header1.xml", "header", "wordprocessingml.header+xml", true},
    {DOCX_ID_HEADER_EVEN, "header2.xml", "header", "wordprocessingml.header+xml", true},
    {DOCX_ID_FOOTER_ODD, "footer1.xml", "footer", "wordprocessingml.footer+xml", false},
    {DOCX_ID_FOOTER_EVEN, "footer2.xml", "footer", "wordprocessingml.footer+xml", false},
    {DOCX_ID_FOOTER_ACROSS_ODD, "footer3.xml", "footer", "wordprocessingml.footer+xml", false},
    {DOCX_ID_FOOTER_ACROSS_EVEN, "footer4.xml", "footer", "wordprocessingml.footer+xml", false},
};

/* The package in the making. */
typedef struct Package {
    Ctx *ctx;
    ZipEntry entries[PARTS_MAX];
    size_t count;
    bool overflowed;
} Package;

static Buf part_buf(Package *package)
{
    return buf_create(package->ctx->arena, REPORT_BYTES_MAX);
}

static void add_part(Package *package, Str name, const Buf *content)
{
    package->overflowed = package->overflowed || !buf_ok(content);
    package->entries[package->count++] = (ZipEntry){.name = name, .content = buf_str(content)};
}

static bool is_used(const Docx *docx, size_t part)
{
    return !parts[part].is_header || docx_has_header(docx->document);
}

static void add_content_types(Package *package, const Docx *docx)
{
    Buf to = part_buf(package);
    buf_add_c(&to, DOCX_DECLARATION
              "<Types xmlns=\"" PACKAGE "content-types\">"
              "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
              "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
              "<Override PartName=\"/word/document.xml\" ContentType=\"" CONTENT_TYPE
              "wordprocessingml.document.main+xml\"/>"
              "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd."
              "openxmlformats-package.core-properties+xml\"/>"
              "<Override PartName=\"/docProps/app.xml\" ContentType=\"" CONTENT_TYPE
              "extended-properties+xml\"/>");
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (is_used(docx, i))
            buf_format(&to, "<Override PartName=\"/word/%s\" ContentType=\"" CONTENT_TYPE "%s\"/>",
                       parts[i].name, parts[i].content);
    for (size_t i = 1; i <= docx->chart_count; i++)
        buf_format(&to,
                   "<Override PartName=\"/word/charts/chart%zu.xml\" ContentType=\"" CONTENT_TYPE
                   "drawingml.chart+xml\"/>",
                   i);
    buf_add_c(&to, "</Types>\n");
    add_part(package, STR("[Content_Types].xml"), &to);
}

static void add_package_relations(Package *package)
{
    Buf to = part_buf(package);
    buf_add_c(&to, DOCX_DECLARATION
              "<Relationships xmlns=\"" PACKAGE "relationships\">"
              "<Relationship Id=\"rId1\" Type=\"" RELATION_TYPE
              "officeDocument\" Target=\"word/document.xml\"/>"
              "<Relationship Id=\"rId2\" Type=\"" PACKAGE
              "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
              "<Relationship Id=\"rId3\" Type=\"" RELATION_TYPE
              "extended-properties\" Target=\"docProps/app.xml\"/></Relationships>\n");
    add_part(package, STR("_rels/.rels"), &to);
}

static void add_document_relations(Package *package, const Docx *docx)
{
    Buf to = part_buf(package);
    buf_add_c(&to, DOCX_DECLARATION "<Relationships xmlns=\"" PACKAGE "relationships\">");
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (is_used(docx, i))
            buf_format(&to, "<Relationship Id=\"%s\" Type=\"" RELATION_TYPE "%s\" Target=\"%s\"/>",
                       parts[i].id, parts[i].relation, parts[i].name);
    for (size_t i = 1; i <= docx->chart_count; i++)
        buf_format(&to,
                   "<Relationship Id=\"" DOCX_ID_CHART "%zu\" Type=\"" RELATION_TYPE
                   "chart\" Target=\"charts/chart%zu.xml\"/>",
                   i, i);
    buf_add_c(&to, "</Relationships>\n");
    add_part(package, STR("word/_rels/document.xml.rels"), &to);
}

static Str one_line(Arena *arena, Str text)
{
    Buf line = buf_create(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] != '\n')
            buf_add_byte(&line, text.at[i]);
    return buf_str(&line);
}

static void add_properties(Package *package, const Document *document)
{
    Buf to = part_buf(package);
    Buf made = buf_create(package->ctx->arena, 64);
    instant_print(&made, document->made_at);
    buf_add_c(&to, DOCX_DECLARATION "<cp:coreProperties xmlns:cp=\"" PACKAGE
                                    "metadata/core-properties\" "
                                    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                                    "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                                    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    markup_element(&to, "<dc:title>", one_line(package->ctx->arena, document->title),
                   "</dc:title>");
    if (document->issuer_count > 0)
        markup_element(&to, "<dc:creator>", document->issuers[document->issuer_count - 1],
                       "</dc:creator>");
    markup_element(&to, "<dc:description>", document->identity, "</dc:description>");
    markup_element(&to, "<dc:language>",
                   str_empty(document->language) ? STR("zh-CN") : document->language,
                   "</dc:language>");
    markup_element(&to, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">", buf_str(&made),
                   "</dcterms:created></cp:coreProperties>\n");
    add_part(package, STR("docProps/core.xml"), &to);

    Buf app = part_buf(package);
    buf_add_c(&app, DOCX_DECLARATION
              "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
              "extended-properties\"><Application>Tongban</Application></Properties>\n");
    add_part(package, STR("docProps/app.xml"), &app);
}

static void add_looks(Package *package, const Docx *docx)
{
    Buf styles = part_buf(package), fonts = part_buf(package), settings = part_buf(package);
    docx_styles(&styles);
    docx_font_table(&fonts);
    docx_settings(&settings);
    add_part(package, STR("word/styles.xml"), &styles);
    add_part(package, STR("word/fontTable.xml"), &fonts);
    add_part(package, STR("word/settings.xml"), &settings);
    if (docx_has_header(docx->document)) {
        Buf header = part_buf(package);
        docx_header(&header, docx->document);
        add_part(package, STR("word/header1.xml"), &header);
        add_part(package, STR("word/header2.xml"), &header);
    }
    for (int i = 0; i < 4; i++) {
        Buf footer = part_buf(package);
        docx_number_footer(&footer, docx->document, /* landscape= */ i >= 2,
                           /* even= */ i % 2 == 1);
        add_part(package, str_format(package->ctx->arena, "word/footer%d.xml", i + 1), &footer);
    }
    for (size_t i = 0; i < docx->chart_count; i++) {
        Buf chart = part_buf(package);
        docx_chart_part(&chart, docx->charts[i]);
        add_part(package, str_format(package->ctx->arena, "word/charts/chart%zu.xml", i + 1),
                 &chart);
    }
}

/* How many characters of a title fit a line. */
static size_t title_characters(bool landscape)
{
    double width = landscape ? LANDSCAPE_TYPE_WIDTH_MM : TYPE_WIDTH_MM;
    return (size_t)(MM_TO_PT(width) / SIZE_2_PT);
}

/* An annex begins a page: by the turn of the paper, or by a break before its first line. */
static void add_annex(Docx *docx, const Annex *annex)
{
    bool landscape = false;
    LIST_EACH (Block, block, &annex->blocks) {
        landscape = landscape || page_is_landscape(block);
    }
    bool turned = docx->any && docx->landscape != landscape;
    docx_turn(docx, landscape);
    docx_paragraph(&docx->body, "AnnexLabel", turned ? NULL : "<w:pageBreakBefore/>",
                   page_annex_label(docx->arena, docx->document, annex));
    docx_paragraph(&docx->body, "AnnexTitle", NULL,
                   title_lines(docx->arena, annex->title, title_characters(landscape)));
    LIST_EACH (Block, block, &annex->blocks) {
        docx_block(docx, block, annex->title);
    }
}

static void add_body(Docx *docx)
{
    const Document *document = docx->document;
    docx->any = true;
    buf_add_c(&docx->body, DOCX_DECLARATION "<w:document " DOCX_NAMESPACES "><w:body>\n");
    docx_red_head(docx);
    docx_paragraph(&docx->body, "Title", NULL,
                   title_lines(docx->arena, document->title, title_characters(false)));
    if (!str_empty(document->addressee))
        docx_paragraph(&docx->body, "Addressee", NULL,
                       str_format(docx->arena, "%.*s：", STRF(document->addressee)));
    LIST_EACH (Block, block, &document->blocks) {
        docx_turn(docx, page_is_landscape(block));
        docx->keep_with_end = block == &document->blocks.at[document->blocks.count - 1];
        docx_block(docx, block, (Str){0});
    }
    docx->keep_with_end = false;
    docx_turn(docx, /* landscape= */ false);
    docx_attachments(docx);
    docx_signature(docx);
    LIST_EACH (Annex, annex, &document->annexes) {
        add_annex(docx, annex);
    }
    docx_imprint(docx);
    docx_section(&docx->body, document, docx->landscape);
    buf_add_c(&docx->body, "</w:body></w:document>\n");
}

bool write_docx(Ctx *ctx, const Document *document, Str *ret_bytes)
{
    Docx *docx = NEW(ctx->arena, Docx, 1);
    *docx = (Docx){.arena = ctx->arena,
                   .document = document,
                   .body = buf_create(ctx->arena, REPORT_BYTES_MAX)};
    add_body(docx);
    if (docx->chart_count == DOCX_CHARTS_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "文档中的图多于 %d 幅", DOCX_CHARTS_MAX - 1);
    Package *package = NEW(ctx->arena, Package, 1);
    package->ctx = ctx;
    add_content_types(package, docx);
    add_package_relations(package);
    add_properties(package, document);
    add_part(package, STR("word/document.xml"), &docx->body);
    add_document_relations(package, docx);
    add_looks(package, docx);
    if (package->overflowed)
        return fail(ctx, FAIL_TOO_LARGE, "Word 文档超出 %zu 兆字节的上限", REPORT_BYTES_MAX / MIB);
    return zip_write(ctx, package->entries, package->count, ret_bytes);
}
