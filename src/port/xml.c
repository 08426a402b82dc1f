#include "port/xml.h"

#include "base/list.h"
#include "base/utf8.h"

#include <libxml/parser.h>

/* The parser's own limits (10 MB a name or value, 256 levels) hold too, because XML_PARSE_HUGE is
 * not set. XML_PARSE_NOENT only turns &amp; and the like in attributes into what they stand for:
 * without a document type there is nothing else to expand. A declared encoding is ignored: the
 * text has been checked to be UTF-8. */
#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC)
/* What the parser is given at once: few calls, yet its events stay in the processor's cache. */
#define CHUNK_BYTES (16 * KIB)
#define PIECE_BYTES_MAX (10 * MIB)

/* An event that waits to be asked for. */
typedef struct QueuedEvent {
    XmlKind kind;
    int depth;
    Str name;
    Str text;
    size_t first_attribute; /* in XmlReader.attributes */
    size_t attribute_count;
} QueuedEvent;
LIST_OF(QueuedEvent, EventQueue);
LIST_OF(XmlAttribute, AttributeQueue);

/* The parser pushes events (SAX), its user pulls them: in between they wait in a queue, which is
 * filled from one chunk of the text at a time. The queue has an arena of its own that is bounded
 * by the size of the text, so that no allocation ever jumps over the parser's frames. */
struct XmlReader {
    xmlParserCtxtPtr parser;
    Str file;
    Str rest; /* of the text, not yet given to the parser */
    bool ended;
    int depth;
    Str open[XML_DEPTH_MAX]; /* the names of the open elements */
    Arena *arena;            /* the queues and the open text */
    Arena *values;           /* the bytes of the events in the queue */
    EventQueue events;
    size_t next_event;
    AttributeQueue attributes;
    Buf open_text; /* what may go on with the next chunk */
    bool open_is_cdata;
    const char *refusal; /* why the parser was stopped, NULL when it was not */
    int refusal_line;
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

static void refuse(XmlReader *reader, const char *message)
{
    reader->refusal = message;
    reader->refusal_line = reader->parser->input ? reader->parser->input->line : 0;
    xmlStopParser(reader->parser);
}

/* A text ends where something else begins. */
static void end_text(XmlReader *reader)
{
    if (reader->open_text.len == 0)
        return;
    *LIST_ADD(reader->arena, &reader->events) =
        (QueuedEvent){.kind = XML_TEXT,
                      .depth = reader->depth,
                      .text = str_copy(reader->values, buf_str(&reader->open_text))};
    buf_clear(&reader->open_text);
}

static void take_piece(XmlReader *reader, Str piece, bool is_cdata)
{
    if (reader->refusal)
        return;
    if (reader->open_is_cdata != is_cdata)
        end_text(reader);
    reader->open_is_cdata = is_cdata;
    buf_add(&reader->open_text, piece);
    if (!buf_ok(&reader->open_text))
        refuse(reader, "XML 中有一段文字太长");
}

static void take_characters(void *self, const xmlChar *text, int len)
{
    take_piece(self, str_from(text, (size_t)len), /* is_cdata= */ false);
}

static void take_cdata(void *self, const xmlChar *text, int len)
{
    take_piece(self, str_from(text, (size_t)len), /* is_cdata= */ true);
}

static Str str_of_xml(const xmlChar *text)
{
    return str_of((const char *)text);
}

/* Of an attribute the parser gives local name, prefix, namespace, value and the value's end. */
static void queue_attributes(XmlReader *reader, const xmlChar **from, size_t count)
{
    for (; count > 0; count--, from += 5) {
        Str value = str_from(from[3], (size_t)(from[4] - from[3]));
        *LIST_ADD(reader->arena, &reader->attributes) =
            (XmlAttribute){.prefix = str_of_xml(from[1]),
                           .name = str_of_xml(from[0]),
                           .value = str_copy(reader->values, value)};
    }
}

static void take_start(void *self, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                       int namespace_count, const xmlChar **namespaces, int attribute_count,
                       int defaulted_count, const xmlChar **attributes)
{
    XmlReader *reader = self;
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted_count;
    if (reader->refusal)
        return;
    end_text(reader);
    if (reader->depth == XML_DEPTH_MAX) {
        refuse(reader, "XML 嵌套太深");
        return;
    }
    if (attribute_count > XML_ATTRIBUTES_MAX) {
        refuse(reader, "XML 元素的属性太多");
        return;
    }
    Str element = str_of_xml(name);
    reader->open[reader->depth++] = element;
    *LIST_ADD(reader->arena, &reader->events) =
        (QueuedEvent){.kind = XML_OPEN,
                      .depth = reader->depth,
                      .name = element,
                      .first_attribute = reader->attributes.count,
                      .attribute_count = (size_t)attribute_count};
    queue_attributes(reader, attributes, (size_t)attribute_count);
}

static void take_end(void *self, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    XmlReader *reader = self;
    (void)name, (void)prefix, (void)uri;
    if (reader->refusal)
        return;
    end_text(reader);
    int depth = reader->depth--;
    *LIST_ADD(reader->arena, &reader->events) =
        (QueuedEvent){.kind = XML_CLOSE, .depth = depth, .name = reader->open[depth - 1]};
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
    if (reader->parser)
        xmlFreeParserCtxt(reader->parser);
    arena_free(reader->values);
    arena_free(reader->arena);
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

static xmlParserCtxtPtr create_parser(XmlReader *reader)
{
    xmlSAXHandler handler = {.startElementNs = take_start,
                             .endElementNs = take_end,
                             .characters = take_characters,
                             .ignorableWhitespace = take_characters,
                             .cdataBlock = take_cdata,
                             .serror = note_error,
                             .initialized = XML_SAX2_MAGIC};
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, reader, /* chunk= */ NULL,
                                                      /* size= */ 0, /* filename= */ NULL);
    if (parser)
        xmlCtxtUseOptions(parser, PARSE_OPTIONS);
    return parser;
}

bool xml_open(Ctx *ctx, Str file, Str text, XmlReader **ret)
{
    if (!check_text(ctx, file, text))
        return false;
    XmlReader *reader = NEW(ctx->arena, XmlReader, 1);
    reader->file = file;
    reader->rest = text;
    reader->arena = arena_create(2 * XML_BYTES_MAX);
    reader->values = arena_create(2 * XML_BYTES_MAX);
    reader->open_text = buf_create(reader->arena, PIECE_BYTES_MAX);
    arena_defer(ctx->arena, release_reader, reader);
    reader->parser = create_parser(reader);
    if (!reader->parser) {
        xml_close(ctx, reader);
        return fail(ctx, FAIL_SYSTEM, "内存不足，无法读取 XML");
    }
    *ret = reader;
    return true;
}

void xml_close(Ctx *ctx, XmlReader *reader)
{
    arena_undefer(ctx->arena, reader);
    release_reader(reader);
}

/* At most CHUNK_BYTES, and the rest of a character at their end. */
static Str next_chunk(XmlReader *reader)
{
    size_t len = reader->rest.len < CHUNK_BYTES ? reader->rest.len : CHUNK_BYTES;
    while (len < reader->rest.len && ((unsigned char)reader->rest.at[len] & 0xC0) == 0x80)
        len++;
    Str chunk = str_slice(reader->rest, 0, len);
    reader->rest = str_after(reader->rest, len);
    return chunk;
}

/* Parses on until at least one event waits, or the text is at its end. */
static bool fill_queue(Ctx *ctx, XmlReader *reader)
{
    reader->events.count = 0;
    reader->next_event = 0;
    reader->attributes.count = 0;
    arena_reset(reader->values);
    while (reader->events.count == 0 && !reader->ended) {
        Str chunk = next_chunk(reader);
        reader->ended = str_empty(reader->rest);
        int error = xmlParseChunk(reader->parser, chunk.at ? chunk.at : "", (int)chunk.len,
                                  /* terminate= */ reader->ended);
        if (reader->refusal)
            return fail_xml(ctx, reader, reader->refusal, reader->refusal_line);
        if (error != 0 || reader->error[0] != '\0')
            return fail_xml(ctx, reader, "XML 写法有误", reader->error_line);
    }
    return true;
}

bool xml_next(Ctx *ctx, XmlReader *reader, XmlEvent *ret)
{
    if (reader->next_event == reader->events.count && !fill_queue(ctx, reader))
        return false;
    bool ended = reader->next_event == reader->events.count;
    QueuedEvent end = {.kind = XML_END_OF_TEXT};
    const QueuedEvent *event = ended ? &end : &reader->events.at[reader->next_event++];
    ret->kind = event->kind;
    ret->depth = event->depth;
    ret->name = event->name;
    ret->text = event->text;
    /* The attributes are set by their count; the array itself need not be cleared each time. */
    ret->attribute_count = event->attribute_count;
    if (event->attribute_count > 0)
        memcpy(ret->attributes, &reader->attributes.at[event->first_attribute],
               event->attribute_count * sizeof *ret->attributes);
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
