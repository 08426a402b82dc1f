#include "port/paper.h"

#include "port/csv.h"
#include "port/docx_read.h"
#include "port/html_read.h"
#include "port/sheet_parts.h"
#include "port/text_read.h"
#include "port/xlsx_read.h"
#include "port/zip.h"

#include <strings.h>

#define ZIP_MAGIC STR("PK\x03\x04")
#define OLE_MAGIC STR("\xD0\xCF\x11\xE0")
#define PDF_MAGIC STR("%PDF")
#define RTF_MAGIC STR("{\\rtf")
/* Where the first tag of a page is looked for, behind comments and blanks. */
#define HTML_HEAD_BYTES 1024

static bool starts_ignoring_case(Str text, Str prefix)
{
    return text.len >= prefix.len && strncasecmp(text.at, prefix.at, prefix.len) == 0;
}

static bool ends_ignoring_case(Str text, Str suffix)
{
    return text.len >= suffix.len &&
           strncasecmp(text.at + text.len - suffix.len, suffix.at, suffix.len) == 0;
}

static bool has_ending(Str file, const char *const *endings)
{
    for (; *endings; endings++) {
        if (ends_ignoring_case(file, str_of(*endings)))
            return true;
    }
    return false;
}

/* Old binary formats differ inside; the name tells which one the user has before them. */
static bool fail_ole(Ctx *ctx, Str file)
{
    static const char *const documents[] = {".doc", ".wps", ".dot", ".wpt", ".docx", NULL};
    if (has_ending(file, documents)) {
        fail(ctx, FAIL_SYNTAX, "这是旧版 Word（.doc）或 WPS（.wps）文件，或有打开密码，无法读取");
        return fail_hint(ctx, "请用 Word 或 WPS 打开，去掉密码，另存为 .docx");
    }
    fail(ctx, FAIL_SYNTAX, "这是旧版 Excel（.xls）或 WPS（.et）文件，或有打开密码，无法读取");
    return fail_hint(ctx, "请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx");
}

/* False when the file is of a kind that cannot be read. */
static bool check_readable(Ctx *ctx, Str file, Str bytes)
{
    if (bytes.len > PAPER_BYTES_MAX) {
        fail(ctx, FAIL_TOO_LARGE, "文件太大，上限 %zu MiB", (size_t)(PAPER_BYTES_MAX / MIB));
        return fail_hint(ctx, "请分成几个文件");
    }
    if (str_starts(bytes, OLE_MAGIC))
        return fail_ole(ctx, file);
    if (str_starts(bytes, PDF_MAGIC)) {
        fail(ctx, FAIL_SYNTAX, "这是 PDF 文件，其中的表格没有单元格，无法读取");
        return fail_hint(ctx, "请提供排版前的 .docx、.xlsx 文件");
    }
    if (str_starts(bytes, RTF_MAGIC)) {
        fail(ctx, FAIL_SYNTAX, "这是 RTF 文件，无法读取");
        return fail_hint(ctx, "请用 Word 或 WPS 打开，另存为 .docx");
    }
    return true;
}

/* Whether the first tag, behind a byte order mark, blanks and comments, begins a page. */
static bool begins_page(Str bytes)
{
    static const Str tags[] = {STR_INIT("<!doctype html"), STR_INIT("<html"),  STR_INIT("<head"),
                               STR_INIT("<body"),          STR_INIT("<table"), STR_INIT("<meta")};
    Str head = str_slice(bytes, 0, HTML_HEAD_BYTES);
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = str_after(head, 3);
    for (head = str_trim(head); str_starts(head, STR("<!--")) || str_starts(head, STR("<?xml"));) {
        size_t end = str_find(head, str_starts(head, STR("<?")) ? STR("?>") : STR("-->"));
        if (end == STR_NONE)
            return false;
        head = str_trim(str_after(head, end + 2));
        head = str_trim(str_after(head, str_starts(head, STR(">")) ? 1 : 0));
    }
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        if (starts_ignoring_case(head, tags[i]))
            return true;
    }
    return false;
}

/* An archive holds a workbook or a document: its entries say which. */
static bool kind_of_archive(Ctx *ctx, Str bytes, PaperKind *ret)
{
    ZipArchive *archive = NULL;
    if (!zip_open_read(ctx, bytes, &archive))
        return false;
    bool is_document = zip_has(archive, STR("word/document.xml"));
    bool is_open_document = zip_has(archive, STR("content.xml"));
    zip_close_read(ctx, archive);
    if (is_open_document) {
        fail(ctx, FAIL_SYNTAX, "这是 OpenDocument 文件，无法读取");
        return fail_hint(ctx, "请另存为 .docx 或 .xlsx");
    }
    *ret = is_document ? PAPER_DOCX : PAPER_XLSX;
    return true;
}

static bool kind_of(Ctx *ctx, Str file, Str bytes, PaperKind *ret)
{
    static const char *const tables[] = {".csv", ".tsv", NULL};
    static const char *const pages[] = {".html", ".htm", NULL};
    if (str_starts(bytes, ZIP_MAGIC))
        return kind_of_archive(ctx, bytes, ret);
    if (begins_page(bytes) || has_ending(file, pages))
        *ret = PAPER_HTML;
    else
        *ret = has_ending(file, tables) ? PAPER_CSV : PAPER_TEXT;
    return true;
}

static bool read_csv(PaperMaker *maker, Str text)
{
    Grid *grid = NEW(maker->ctx->arena, Grid, 1);
    return csv_read_lines(maker->ctx, text, grid) && sheet_add_parts(maker, grid);
}

static bool read_xlsx(PaperMaker *maker, Str bytes)
{
    GridList sheets = {0};
    if (!xlsx_read_visible(maker->ctx, bytes, &sheets))
        return false;
    LIST_EACH (Grid, sheet, &sheets) {
        if (!sheet_add_parts(maker, sheet))
            return false;
    }
    return true;
}

static bool read_kind(PaperMaker *maker, PaperKind kind, Str bytes)
{
    Str text = {0};
    TextEncoding encoding = ENCODING_UTF8;
    switch (kind) {
    case PAPER_XLSX:
        return read_xlsx(maker, bytes);
    case PAPER_DOCX:
        return docx_read(maker, bytes);
    case PAPER_HTML:
        return html_read(maker, bytes);
    case PAPER_CSV:
        return encoding_to_utf8(maker->ctx, bytes, &text, &encoding) && read_csv(maker, text);
    case PAPER_TEXT:
        return encoding_to_utf8(maker->ctx, bytes, &text, &encoding) && text_read(maker, text);
    }
    BUG("unknown kind of paper");
}

/* A failure that knows its line only is given the file too. */
static bool fail_in_file(Ctx *ctx, Str file)
{
    Place place = ctx->fail.place;
    if (str_empty(place.file))
        place.file = file;
    return fail_at(ctx, place);
}

bool paper_read(Ctx *ctx, Str file, Str bytes, Paper *ret)
{
    PaperKind kind = PAPER_TEXT;
    PaperMaker maker = {.ctx = ctx, .file = file};
    if (!check_readable(ctx, file, bytes) || !kind_of(ctx, file, bytes, &kind) ||
        !read_kind(&maker, kind, bytes))
        return fail_in_file(ctx, file);
    *ret = (Paper){.file = file, .kind = kind, .parts = maker.parts};
    return true;
}
