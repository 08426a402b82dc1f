#include "port/xml.h"

#include "base/utf8.h"

#include <libxml/xmlreader.h>

/* The parser's own limits (10 MB a text, 256 levels) hold too, because XML_PARSE_HUGE is not set;
 * XML_PARSE_NOENT is not set, and without a document type there is nothing to expand. A declared
 * encoding is ignored: the text has been checked to be UTF-8. */
#define PARSE_OPTIONS                                                                              \
    (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT |               \
     XML_PARSE_IGNORE_ENC)

struct XmlReader {
    xmlTextReaderPtr reader;
    Arena *values; /* attribute values of the current event */
    Str file;
    bool close_follows; /* the element just opened was empty */
    bool ended;
    Str last_name;
    int last_depth;
    char error[256];
    int error_line;
};

static void note_error(void *self, xmlErrorPtr error)
{
    XmlReader *reader = self;
    if (reader->error[0] != '\0' || !error || !error->message)
        return;
    Str message = str_trim(str_of(error->message));
    snprintf(reader->error, sizeof reader->error, "%.*s", STRF(message));
    reader->error_line = error->line;
}

static bool fail_xml(Ctx *ctx, const XmlReader *reader, const char *message, int line)
{
    fail(ctx, FAIL_SYNTAX, "%s", message);
    if (reader->error[0] != '\0')
        fail_detail(ctx, "libxml2: %s", reader->error);
    return fail_at(ctx, (Place){.file = reader->file, .line = line});
}

static void release_reader(void *self)
{
    XmlReader *reader = self;
    if (reader->reader)
        xmlFreeTextReader(reader->reader);
    arena_free(reader->values);
}

static bool check_text(Ctx *ctx, Str file, Str text)
{
    Place place = {.file = file};
    if (text.len > XML_BYTES_MAX) {
        fail(ctx, FAIL_TOO_LARGE, "XML 太大，上限 %zu MiB", (size_t)(XML_BYTES_MAX / MIB));
        return fail_at(ctx, place);
    }
    if (utf8_check(text) != STR_NONE || str_find_byte(text, '\0') != STR_NONE) {
        fail(ctx, FAIL_SYNTAX, "XML 不是 UTF-8 编码");
        return fail_at(ctx, place);
    }
    /* Looked for in the bytes, so that the parser never sees the declarations in it. */
    if (str_contains(text, STR("<!DOCTYPE"))) {
        fail(ctx, FAIL_SYNTAX, "XML 中不允许有文档类型声明（DOCTYPE）");
        return fail_at(ctx, place);
    }
    return true;
}

bool xml_open(Ctx *ctx, Str file, Str text, XmlReader **ret)
{
    if (!check_text(ctx, file, text))
        return false;
    XmlReader *reader = NEW(ctx->arena, XmlReader, 1);
    reader->file = file;
    reader->values = arena_create(2 * XML_BYTES_MAX);
    arena_defer(ctx->arena, release_reader, reader);
    reader->reader = xmlReaderForMemory(text.at ? text.at : "", (int)text.len, /* URL= */ NULL,
                                        "UTF-8", PARSE_OPTIONS);
    if (!reader->reader) {
        xml_close(ctx, reader);
        return fail(ctx, FAIL_SYSTEM, "内存不足，无法读取 XML");
    }
    xmlTextReaderSetStructuredErrorHandler(reader->reader, note_error, reader);
    *ret = reader;
    return true;
}

void xml_close(Ctx *ctx, XmlReader *reader)
{
    arena_undefer(ctx->arena, reader);
    release_reader(reader);
}

static Str str_of_xml(const xmlChar *text)
{
    return str_of((const char *)text);
}

static bool read_attributes(Ctx *ctx, XmlReader *reader, XmlEvent *event)
{
    xmlTextReaderPtr xml = reader->reader;
    while (xmlTextReaderMoveToNextAttribute(xml) == 1) {
        if (xmlTextReaderIsNamespaceDecl(xml) == 1)
            continue;
        if (event->attribute_count == XML_ATTRIBUTES_MAX)
            return fail_xml(ctx, reader, "XML 元素的属性太多",
                            xmlTextReaderGetParserLineNumber(xml));
        event->attributes[event->attribute_count++] = (XmlAttribute){
            .prefix = str_of_xml(xmlTextReaderConstPrefix(xml)),
            .name = str_of_xml(xmlTextReaderConstLocalName(xml)),
            .value = str_copy(reader->values, str_of_xml(xmlTextReaderConstValue(xml))),
        };
    }
    xmlTextReaderMoveToElement(xml);
    return true;
}

static bool open_element(Ctx *ctx, XmlReader *reader, XmlEvent *event)
{
    xmlTextReaderPtr xml = reader->reader;
    event->kind = XML_OPEN;
    event->depth = xmlTextReaderDepth(xml) + 1;
    event->name = str_of_xml(xmlTextReaderConstLocalName(xml));
    if (event->depth > XML_DEPTH_MAX)
        return fail_xml(ctx, reader, "XML 嵌套太深", xmlTextReaderGetParserLineNumber(xml));
    reader->close_follows = xmlTextReaderIsEmptyElement(xml) == 1;
    reader->last_name = event->name;
    reader->last_depth = event->depth;
    return read_attributes(ctx, reader, event);
}

/* Fills the event from the node that the parser stands on. False with *ret_skip = nothing of
 * interest, go on; false without = failed. */
static bool take_node(Ctx *ctx, XmlReader *reader, XmlEvent *event, bool *ret_skip)
{
    xmlTextReaderPtr xml = reader->reader;
    *ret_skip = false;
    switch (xmlTextReaderNodeType(xml)) {
    case XML_READER_TYPE_ELEMENT:
        return open_element(ctx, reader, event);
    case XML_READER_TYPE_END_ELEMENT:
        event->kind = XML_CLOSE;
        event->depth = xmlTextReaderDepth(xml) + 1;
        event->name = str_of_xml(xmlTextReaderConstLocalName(xml));
        return true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        event->kind = XML_TEXT;
        event->depth = xmlTextReaderDepth(xml);
        event->text = str_of_xml(xmlTextReaderConstValue(xml));
        return true;
    case XML_READER_TYPE_DOCUMENT_TYPE:
    case XML_READER_TYPE_ENTITY:
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return fail_xml(ctx, reader, "XML 中不允许有自定义实体",
                        xmlTextReaderGetParserLineNumber(xml));
    default:
        *ret_skip = true;
        return false;
    }
}

bool xml_next(Ctx *ctx, XmlReader *reader, XmlEvent *ret)
{
    /* The attributes are set by their count; the array itself need not be cleared each time. */
    ret->attribute_count = 0;
    ret->text = (Str){0};
    if (reader->close_follows) {
        reader->close_follows = false;
        ret->kind = XML_CLOSE;
        ret->name = reader->last_name;
        ret->depth = reader->last_depth;
        return true;
    }
    arena_reset(reader->values);
    bool skip = true;
    while (skip && !reader->ended) {
        int read = xmlTextReaderRead(reader->reader);
        if (read < 0)
            return fail_xml(ctx, reader, "XML 写法有误", reader->error_line);
        reader->ended = read == 0;
        if (!reader->ended && take_node(ctx, reader, ret, &skip))
            return true;
        if (!reader->ended && !skip)
            return false;
    }
    if (reader->error[0] != '\0')
        return fail_xml(ctx, reader, "XML 写法有误", reader->error_line);
    ret->kind = XML_END_OF_TEXT;
    ret->depth = 0;
    ret->name = (Str){0};
    return true;
}

Str xml_attribute(const XmlEvent *event, const char *name)
{
    for (size_t i = 0; i < event->attribute_count; i++) {
        if (str_equal_c(event->attributes[i].name, name))
            return event->attributes[i].value;
    }
    return (Str){0};
}

/* Char of XML 1.0 (2.2): what may stand in a document at all. */
static bool is_xml_char(Rune rune)
{
    return rune == '\t' || rune == '\n' || rune == '\r' ||
           (rune >= 0x20 && rune <= 0x10FFFF && rune != 0xFFFE && rune != 0xFFFF);
}

static void escape_rune(Buf *to, Rune rune)
{
    char bytes[4];
    switch (rune) {
    case '&':
        buf_add_c(to, "&amp;");
        return;
    case '<':
        buf_add_c(to, "&lt;");
        return;
    case '>':
        buf_add_c(to, "&gt;");
        return;
    case '"':
        buf_add_c(to, "&quot;");
        return;
    case '\'':
        buf_add_c(to, "&#39;");
        return;
    default:
        buf_add_bytes(to, bytes, utf8_encode(is_xml_char(rune) ? rune : 0xFFFD, bytes));
    }
}

void xml_escape(Buf *to, Str text)
{
    static const char special[] = {'&', '<', '>', '"', '\''};
    while (!str_empty(text)) {
        size_t plain = 0;
        while (plain < text.len && text.at[plain] >= 0x20 &&
               !memchr(special, text.at[plain], sizeof special))
            plain++;
        buf_add_bytes(to, text.at, plain);
        text = str_after(text, plain);
        if (!str_empty(text))
            escape_rune(to, utf8_next(&text));
    }
}
