#include "port/xlsx_package.h"

#include "port/grid.h"

/* A code point may be stored as _xHHHH_, 7 bytes. */
#define STORED_TEXT_BYTES_MAX ((size_t)7 * GRID_CELL_RUNES_MAX)

typedef struct Relation {
    Str id;
    Str type;
    Str path;
} Relation;
LIST_OF(Relation, Relations);

/* One part of the archive, read event by event. */
typedef struct Part {
    Ctx *ctx;
    XmlReader *xml;
    XmlEvent event;
} Part;

static bool part_open(Ctx *ctx, ZipArchive *archive, Str path, Part **ret)
{
    Str text = {0};
    Part *part = NEW(ctx->arena, Part, 1);
    part->ctx = ctx;
    if (!zip_read(ctx, archive, path, &text) || !xml_open(ctx, path, text, &part->xml))
        return false;
    *ret = part;
    return true;
}

/* Goes to the next event; *ret_more is false at the end, when the part is closed. */
static bool part_next(Part *part, bool *ret_more)
{
    if (!xml_next(part->ctx, part->xml, &part->event))
        return false;
    *ret_more = part->event.kind != XML_END_OF_TEXT;
    if (!*ret_more)
        xml_close(part->ctx, part->xml);
    return true;
}

static bool opens(const XmlEvent *event, const char *name)
{
    return event->kind == XML_OPEN && str_equal_c(event->name, name);
}

/* A target of a relationship, seen from the folder of its source: "worksheets/sheet1.xml",
 * "/xl/styles.xml", "../x.xml". */
static Str resolve(Arena *arena, Str folder, Str target)
{
    if (str_starts(target, STR("/")))
        return str_copy(arena, str_after(target, 1));
    while (str_starts(target, STR("./")))
        target = str_after(target, 2);
    while (str_starts(target, STR("../"))) {
        target = str_after(target, 3);
        size_t slash = str_empty(folder)
                           ? STR_NONE
                           : str_find_last_byte(str_slice(folder, 0, folder.len - 1), '/');
        folder = slash == STR_NONE ? STR("") : str_slice(folder, 0, slash + 1);
    }
    return str_format(arena, "%.*s%.*s", STRF(folder), STRF(target));
}

static bool read_relations(Ctx *ctx, ZipArchive *archive, Str folder, Str source, Relations *ret)
{
    Str path = str_format(ctx->arena, "%.*s_rels/%.*s.rels", STRF(folder), STRF(source));
    if (!zip_has(archive, path))
        return true;
    Part *part = NULL;
    bool more = true;
    if (!part_open(ctx, archive, path, &part))
        return false;
    for (;;) {
        if (!part_next(part, &more))
            return false;
        if (!more)
            return true;
        if (opens(&part->event, "Relationship")) {
            *LIST_ADD(ctx->arena, ret) = (Relation){
                .id = str_copy(ctx->arena, xml_attribute(&part->event, "Id")),
                .type = str_copy(ctx->arena, xml_attribute(&part->event, "Type")),
                .path = resolve(ctx->arena, folder, xml_attribute(&part->event, "Target")),
            };
        }
    }
}

static Str path_by_type(const Relations *relations, Str type)
{
    LIST_EACH (const Relation, relation, relations) {
        if (str_ends(relation->type, type))
            return relation->path;
    }
    return (Str){0};
}

static Str path_by_id(const Relations *relations, Str id)
{
    LIST_EACH (const Relation, relation, relations) {
        if (str_equal(relation->id, id))
            return relation->path;
    }
    return (Str){0};
}

static bool is_true(Str value)
{
    return str_equal_c(value, "1") || str_equal_c(value, "true") || str_equal_c(value, "on");
}

static bool take_sheet(Ctx *ctx, const XmlEvent *event, const Relations *relations,
                       XlsxSheetParts *sheets)
{
    if (sheets->count == XLSX_SHEETS_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "工作簿超过 %d 个工作表", XLSX_SHEETS_MAX);
    Str state = xml_attribute(event, "state");
    *LIST_ADD(ctx->arena, sheets) = (XlsxSheetPart){
        .name = str_copy(ctx->arena, xml_attribute(event, "name")),
        .path = path_by_id(relations, xml_attribute(event, "id")),
        .visible = str_empty(state) || str_equal_c(state, "visible"),
    };
    return true;
}

static bool read_workbook(Ctx *ctx, XlsxPackage *package, Str path, const Relations *relations)
{
    Part *part = NULL;
    bool more = true;
    if (!part_open(ctx, package->archive, path, &part))
        return false;
    for (;;) {
        if (!part_next(part, &more))
            return false;
        if (!more)
            return true;
        if (opens(&part->event, "workbookPr"))
            package->is_1904 = is_true(xml_attribute(&part->event, "date1904"));
        if (opens(&part->event, "sheet") &&
            !take_sheet(ctx, &part->event, relations, &package->sheets))
            return false;
    }
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789ABCDEFabcdef";
    const char *at = c ? strchr(digits, c) : NULL;
    if (!at)
        return -1;
    int place = (int)(at - digits);
    return place < 16 ? place : place - 6;
}

/* The code unit of "_x000D_" at the front of the text, or -1. */
static int stored_unit(Str text)
{
    if (text.len < 7 || text.at[0] != '_' || text.at[1] != 'x' || text.at[6] != '_')
        return -1;
    int unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text.at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

void xlsx_add_text(Buf *to, Str text)
{
    while (!str_empty(text)) {
        size_t plain = str_find_byte(text, '_');
        if (plain == STR_NONE)
            plain = text.len;
        buf_add(to, str_slice(text, 0, plain));
        text = str_after(text, plain);
        if (str_empty(text))
            return;
        /* Only what Excel escapes itself is turned back: control characters and the underline. */
        int unit = stored_unit(text);
        bool is_escape = (unit > 0 && unit < 0x20) || unit == '_';
        if (is_escape)
            buf_add_byte(to, (char)unit);
        else
            buf_add_byte(to, '_');
        text = str_after(text, is_escape ? 7 : 1);
    }
}

XlsxTextReader xlsx_text_reader(Arena *arena)
{
    return (XlsxTextReader){.text = buf_create(arena, STORED_TEXT_BYTES_MAX)};
}

void xlsx_text_take(XlsxTextReader *reader, const XmlEvent *event)
{
    if (event->kind == XML_TEXT) {
        if (reader->in_text && !reader->in_phonetic)
            xlsx_add_text(&reader->text, event->text);
        return;
    }
    if (str_equal_c(event->name, "t"))
        reader->in_text = event->kind == XML_OPEN;
    if (str_equal_c(event->name, "rPh"))
        reader->in_phonetic = event->kind == XML_OPEN;
}

static bool read_strings(Ctx *ctx, XlsxPackage *package, Str path)
{
    Part *part = NULL;
    bool more = true;
    XlsxTextReader reader = xlsx_text_reader(ctx->arena);
    if (!part_open(ctx, package->archive, path, &part))
        return false;
    for (;;) {
        if (!part_next(part, &more))
            return false;
        if (!more)
            return true;
        xlsx_text_take(&reader, &part->event);
        if (part->event.kind != XML_CLOSE || !str_equal_c(part->event.name, "si"))
            continue;
        if (!buf_ok(&reader.text) || package->strings.count == GRID_CELLS_MAX)
            return fail(ctx, FAIL_TOO_LARGE, "工作簿中的文字太多或太长");
        *LIST_ADD(ctx->arena, &package->strings) = str_copy(ctx->arena, buf_str(&reader.text));
        buf_clear(&reader.text);
    }
}

typedef struct NumberFormat {
    int64_t id;
    XlsxNumberKind kind;
} NumberFormat;
LIST_OF(NumberFormat, NumberFormats);

static XlsxNumberKind kind_of(const NumberFormats *formats, int64_t id)
{
    LIST_EACH (const NumberFormat, format, formats) {
        if (format->id == id)
            return format->kind;
    }
    return xlsx_format_kind_of_id(id);
}

#define NUMBER_FORMATS_MAX 1000
#define CELL_STYLES_MAX 65490 /* as in Excel */

static bool take_style(Ctx *ctx, const XmlEvent *event, bool in_cell_styles, NumberFormats *formats,
                       XlsxNumberKinds *kinds)
{
    int64_t id = 0;
    if (formats->count > NUMBER_FORMATS_MAX || kinds->count > CELL_STYLES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "工作簿中的单元格样式太多");
    if (!str_to_int(xml_attribute(event, "numFmtId"), &id))
        id = 0;
    if (opens(event, "numFmt")) {
        *LIST_ADD(ctx->arena, formats) =
            (NumberFormat){.id = id, .kind = xlsx_format_kind(xml_attribute(event, "formatCode"))};
    } else if (opens(event, "xf") && in_cell_styles) {
        *LIST_ADD(ctx->arena, kinds) = kind_of(formats, id);
    }
    return true;
}

/* <numFmts> stand before <cellXfs>, so that one pass is enough (18.8.39). */
static bool read_styles(Ctx *ctx, XlsxPackage *package, Str path)
{
    Part *part = NULL;
    bool more = true;
    bool in_cell_styles = false;
    NumberFormats formats = {0};
    if (!part_open(ctx, package->archive, path, &part))
        return false;
    for (;;) {
        if (!part_next(part, &more))
            return false;
        if (!more)
            return true;
        if (str_equal_c(part->event.name, "cellXfs") && part->event.kind != XML_TEXT)
            in_cell_styles = part->event.kind == XML_OPEN;
        if (part->event.kind == XML_OPEN &&
            !take_style(ctx, &part->event, in_cell_styles, &formats, &package->kinds))
            return false;
    }
}

static bool fail_no_workbook(Ctx *ctx, const ZipArchive *archive)
{
    fail(ctx, FAIL_SYNTAX, "不是 Excel 工作簿（.xlsx）");
    if (zip_has(archive, STR("xl/workbook.bin")))
        return fail_hint(ctx, "这是 .xlsb 文件，请另存为 .xlsx");
    if (zip_has(archive, STR("word/document.xml")))
        return fail_hint(ctx, "这是 Word 文件，请把表格复制到 Excel 后另存为 .xlsx");
    if (zip_has(archive, STR("content.xml")))
        return fail_hint(ctx, "这是 OpenDocument 文件，请另存为 .xlsx");
    return fail_hint(ctx, "请另存为 .xlsx");
}

bool xlsx_package_open(Ctx *ctx, Str bytes, XlsxPackage *ret)
{
    XlsxPackage package = {0};
    Relations top = {0};
    Relations relations = {0};
    if (!zip_open_read(ctx, bytes, &package.archive) ||
        !read_relations(ctx, package.archive, (Str){0}, (Str){0}, &top))
        return false;
    Str path = path_by_type(&top, STR("/officeDocument"));
    if (str_empty(path))
        path = STR("xl/workbook.xml");
    if (!zip_has(package.archive, path) || !str_ends(path, STR("workbook.xml")))
        return fail_no_workbook(ctx, package.archive);
    size_t slash = str_find_last_byte(path, '/');
    size_t folder_len = slash == STR_NONE ? 0 : slash + 1;
    if (!read_relations(ctx, package.archive, str_slice(path, 0, folder_len),
                        str_after(path, folder_len), &relations) ||
        !read_workbook(ctx, &package, path, &relations))
        return false;
    Str strings = path_by_type(&relations, STR("/sharedStrings"));
    Str styles = path_by_type(&relations, STR("/styles"));
    if ((zip_has(package.archive, strings) && !read_strings(ctx, &package, strings)) ||
        (zip_has(package.archive, styles) && !read_styles(ctx, &package, styles)))
        return false;
    *ret = package;
    return true;
}
