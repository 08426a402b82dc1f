#include "port/html_read.h"

#include "port/encoding.h"
#include "port/html_flow.h"
#include "port/html_table.h"

#include <libxml/HTMLparser.h>
#include <strings.h>

#define PARSE_OPTIONS                                                                              \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |           \
     HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC)
/* A text longer than this in a cell is an article: the table lays out the page. */
#define ARTICLE_BYTES_MIN 3000

typedef enum ElementKind {
    ELEMENT_INLINE,
    ELEMENT_BLOCK,
    ELEMENT_HEADING,
    ELEMENT_BREAK,
    ELEMENT_TABLE,
    ELEMENT_GROUP,
    ELEMENT_ROW,
    ELEMENT_CELL,
    ELEMENT_CAPTION,
    ELEMENT_LEFT_OUT,
} ElementKind;

typedef struct OpenElement {
    ElementKind kind;
    size_t colspan; /* of a cell */
    size_t rowspan;
    bool opened; /* it pushed a table or flow, which goes with it */
} OpenElement;

typedef struct OpenTable {
    HtmlTable *table;
    int line;
    bool lays_out; /* its cells are read as paragraphs and tables of the page */
} OpenTable;

/* A part that waits until the table around it has been added. */
typedef struct LaterPart {
    int level;
    int line;
    Str text;
    Grid *grid;
} LaterPart;
LIST_OF(LaterPart, LaterParts);

typedef struct HtmlReader {
    PaperMaker *maker;
    htmlParserCtxtPtr parser;
    OpenElement elements[HTML_DEPTH_MAX];
    size_t depth;
    size_t left_out_depth;               /* of the outermost element left out, from 1; 0 = none */
    HtmlFlow *flows[HTML_DEPTH_MAX + 1]; /* kept for use again; the first is the page */
    size_t flow_count;
    OpenTable tables[HTML_DEPTH_MAX];
    size_t table_count;
    LaterParts later;
    bool failed;
    bool abandoned; /* the arena is full */
} HtmlReader;

static const struct {
    const char *name;
    ElementKind kind;
} element_kinds[] = {
    {"address", ELEMENT_BLOCK},     {"article", ELEMENT_BLOCK},     {"aside", ELEMENT_BLOCK},
    {"audio", ELEMENT_LEFT_OUT},    {"blockquote", ELEMENT_BLOCK},  {"body", ELEMENT_BLOCK},
    {"br", ELEMENT_BREAK},          {"button", ELEMENT_LEFT_OUT},   {"canvas", ELEMENT_LEFT_OUT},
    {"caption", ELEMENT_CAPTION},   {"center", ELEMENT_BLOCK},      {"dd", ELEMENT_BLOCK},
    {"del", ELEMENT_LEFT_OUT},      {"details", ELEMENT_BLOCK},     {"div", ELEMENT_BLOCK},
    {"dl", ELEMENT_BLOCK},          {"dt", ELEMENT_BLOCK},          {"fieldset", ELEMENT_BLOCK},
    {"figcaption", ELEMENT_BLOCK},  {"figure", ELEMENT_BLOCK},      {"footer", ELEMENT_BLOCK},
    {"form", ELEMENT_BLOCK},        {"h1", ELEMENT_HEADING},        {"h2", ELEMENT_HEADING},
    {"h3", ELEMENT_HEADING},        {"h4", ELEMENT_HEADING},        {"h5", ELEMENT_HEADING},
    {"h6", ELEMENT_HEADING},        {"header", ELEMENT_BLOCK},      {"hr", ELEMENT_BLOCK},
    {"iframe", ELEMENT_LEFT_OUT},   {"legend", ELEMENT_BLOCK},      {"li", ELEMENT_BLOCK},
    {"main", ELEMENT_BLOCK},        {"math", ELEMENT_LEFT_OUT},     {"nav", ELEMENT_BLOCK},
    {"noframes", ELEMENT_LEFT_OUT}, {"noscript", ELEMENT_LEFT_OUT}, {"object", ELEMENT_LEFT_OUT},
    {"ol", ELEMENT_BLOCK},          {"p", ELEMENT_BLOCK},           {"pre", ELEMENT_BLOCK},
    {"rp", ELEMENT_LEFT_OUT},       {"rt", ELEMENT_LEFT_OUT},       {"script", ELEMENT_LEFT_OUT},
    {"section", ELEMENT_BLOCK},     {"select", ELEMENT_LEFT_OUT},   {"style", ELEMENT_LEFT_OUT},
    {"summary", ELEMENT_BLOCK},     {"svg", ELEMENT_LEFT_OUT},      {"table", ELEMENT_TABLE},
    {"tbody", ELEMENT_GROUP},       {"td", ELEMENT_CELL},           {"template", ELEMENT_LEFT_OUT},
    {"textarea", ELEMENT_LEFT_OUT}, {"tfoot", ELEMENT_GROUP},       {"th", ELEMENT_CELL},
    {"thead", ELEMENT_GROUP},       {"title", ELEMENT_LEFT_OUT},    {"tr", ELEMENT_ROW},
    {"ul", ELEMENT_BLOCK},          {"video", ELEMENT_LEFT_OUT},
};

static ElementKind kind_of(const char *name)
{
    size_t low = 0;
    size_t high = ARRAY_LEN(element_kinds);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, element_kinds[middle].name);
        if (order == 0)
            return element_kinds[middle].kind;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return ELEMENT_INLINE;
}

static Ctx *ctx_of(const HtmlReader *reader)
{
    return reader->maker->ctx;
}

static HtmlFlow *flow_of(const HtmlReader *reader)
{
    return reader->flows[reader->flow_count - 1];
}

static OpenTable *table_of(HtmlReader *reader)
{
    return reader->table_count > 0 ? &reader->tables[reader->table_count - 1] : NULL;
}

static int line_of(const HtmlReader *reader)
{
    return reader->parser->input ? reader->parser->input->line : 1;
}

static void push_flow(HtmlReader *reader, bool is_cell)
{
    Arena *arena = ctx_of(reader)->arena;
    HtmlFlow **flow = &reader->flows[reader->flow_count++];
    if (!*flow) {
        *flow = NEW(arena, HtmlFlow, 1);
        (*flow)->text = buf_create(arena, (size_t)4 * PAPER_PARAGRAPH_RUNES_MAX);
        (*flow)->cell = buf_create(arena, (size_t)4 * PAPER_PARAGRAPH_RUNES_MAX);
    }
    buf_clear(&(*flow)->text);
    buf_clear(&(*flow)->cell);
    (*flow)->blank = HTML_BLANK_NONE;
    (*flow)->is_cell = is_cell;
    (*flow)->tables = reader->table_count;
    (*flow)->level = 0;
    (*flow)->line = line_of(reader);
}

static bool add_to_paper(HtmlReader *reader, const LaterPart *part)
{
    return part->grid ? paper_add_table(reader->maker, part->line, part->grid)
                      : paper_add_text(reader->maker, part->level, part->line, part->text);
}

/* Whether something around is being read into a cell: parts then wait for its table. */
static bool inside_cell(const HtmlReader *reader)
{
    for (size_t i = 0; i < reader->flow_count; i++) {
        if (reader->flows[i]->is_cell)
            return true;
    }
    return false;
}

static bool add_part(HtmlReader *reader, LaterPart part)
{
    if (inside_cell(reader)) {
        if (reader->later.count == PAPER_PARTS_MAX)
            return fail(ctx_of(reader), FAIL_TOO_LARGE, "文件超过 %d 个段落和表格",
                        PAPER_PARTS_MAX);
        *LIST_ADD(ctx_of(reader)->arena, &reader->later) = part;
        return true;
    }
    if (!add_to_paper(reader, &part))
        return false;
    LIST_EACH (const LaterPart, later, &reader->later) {
        if (!add_to_paper(reader, later))
            return false;
    }
    reader->later.count = 0;
    return true;
}

/* The table turned out to lay out the page: what it held so far is text of the page. */
static bool becomes_layout(HtmlReader *reader, OpenTable *open)
{
    Ctx *ctx = ctx_of(reader);
    HtmlFlow *flow = flow_of(reader);
    const Grid *grid = open->table->grid;
    LaterParts waiting = reader->later;
    open->lays_out = true;
    flow->is_cell = false;
    reader->later = (LaterParts){0};
    for (size_t r = 0; r < grid->rows.count; r++) {
        for (size_t c = 0; c < grid->rows.at[r].count; c++) {
            LaterPart cell = {.line = open->line, .text = grid_text(grid, r, c)};
            if (!str_empty(cell.text) && !add_part(reader, cell))
                return false;
        }
    }
    LaterPart text = {.line = flow->line, .text = str_copy(ctx->arena, buf_str(&flow->cell))};
    buf_clear(&flow->cell);
    if (!str_empty(text.text) && !add_part(reader, text))
        return false;
    LIST_EACH (const LaterPart, part, &waiting) {
        if (!add_part(reader, *part))
            return false;
    }
    return true;
}

static bool may_lay_out(HtmlReader *reader)
{
    OpenTable *open = table_of(reader);
    const HtmlFlow *flow = flow_of(reader);
    return open && flow->is_cell && flow->tables == reader->table_count &&
           !open->table->has_full_row && open->table->filled == 0;
}

static bool end_paragraph(HtmlReader *reader)
{
    HtmlFlow *flow = flow_of(reader);
    Str text = str_trim(buf_str(&flow->text));
    int line = flow->line;
    bool added = true;
    if (!buf_ok(&flow->text) || !buf_ok(&flow->cell)) {
        fail(ctx_of(reader), FAIL_TOO_LARGE, "网页中有一段或一格的文字太长");
        return fail_at(ctx_of(reader), (Place){.line = line});
    }
    flow->blank = HTML_BLANK_NONE;
    if (flow->is_cell) {
        buf_add_c(&flow->cell, flow->cell.len > 0 && text.len > 0 ? " " : "");
        buf_add(&flow->cell, text);
        if (flow->cell.len > ARTICLE_BYTES_MIN && may_lay_out(reader))
            added = becomes_layout(reader, table_of(reader));
    } else if (!str_empty(text)) {
        Str kept = str_copy(ctx_of(reader)->arena, text);
        added = add_part(reader, (LaterPart){.level = flow->level, .line = line, .text = kept});
    }
    buf_clear(&flow->text);
    flow->line = line_of(reader);
    return added;
}

/* A table of one column is a frame around text. */
static bool add_cells_as_text(HtmlReader *reader, const OpenTable *open)
{
    const Grid *grid = open->table->grid;
    for (size_t r = 0; r < grid->rows.count; r++) {
        LaterPart part = {.line = open->line, .text = grid_text(grid, r, 0)};
        if (!str_empty(part.text) && !add_part(reader, part))
            return false;
    }
    return true;
}

static bool open_table(HtmlReader *reader)
{
    if (may_lay_out(reader) && !becomes_layout(reader, table_of(reader)))
        return false;
    reader->tables[reader->table_count++] =
        (OpenTable){.table = html_table_create(ctx_of(reader)->arena), .line = line_of(reader)};
    return true;
}

static bool close_table(HtmlReader *reader)
{
    OpenTable open = reader->tables[--reader->table_count];
    if (open.lays_out)
        return true;
    html_table_finish(open.table);
    if (open.table->grid->column_count == 1)
        return add_cells_as_text(reader, &open);
    return add_part(reader, (LaterPart){.line = open.line, .grid = open.table->grid});
}

static bool close_cell(HtmlReader *reader, const OpenElement *element)
{
    OpenTable *open = table_of(reader);
    HtmlFlow *flow = flow_of(reader);
    bool is_cell = flow->is_cell;
    reader->flow_count--;
    if (!is_cell || !open)
        return true;
    Str text = str_copy(ctx_of(reader)->arena, buf_str(&flow->cell));
    return html_table_put(ctx_of(reader), open->table, text, element->colspan, element->rowspan);
}

/* colspan="2": 1 when it is none; a rowspan of 0 reaches to the end of the group. */
static size_t span_of(const xmlChar **attributes, const char *name, size_t max)
{
    for (; attributes && attributes[0]; attributes += 2) {
        int64_t span = 1;
        if (strcmp((const char *)attributes[0], name) != 0 ||
            !str_to_int(str_trim(str_of((const char *)attributes[1])), &span) || span < 0)
            continue;
        if (span == 0)
            return strcmp(name, "rowspan") == 0 ? max : 1;
        return (uint64_t)span < max ? (size_t)span : max;
    }
    return 1;
}

/* display: none, whatever blanks and capitals it is written with. */
static bool style_hides(const char *style)
{
    char plain[256];
    size_t len = 0;
    for (; *style && len + 1 < sizeof plain; style++) {
        if (!strchr(" \t\r\n\f", *style))
            plain[len++] = *style;
    }
    plain[len] = '\0';
    return strcasestr(plain, "display:none") || strcasestr(plain, "visibility:hidden");
}

static bool is_hidden(const xmlChar **attributes)
{
    for (; attributes && attributes[0]; attributes += 2) {
        const char *name = (const char *)attributes[0];
        const char *value = (const char *)attributes[1];
        if (strcmp(name, "hidden") == 0 ||
            (strcmp(name, "style") == 0 && value && style_hides(value)))
            return true;
    }
    return false;
}

static bool open_cell(HtmlReader *reader, OpenElement *element)
{
    OpenTable *open = table_of(reader);
    if (!open)
        return end_paragraph(reader);
    if (!open->table->in_row)
        html_table_begin_row(open->table);
    push_flow(reader, !open->lays_out);
    element->opened = true;
    return true;
}

static bool open_element(HtmlReader *reader, OpenElement *element, const char *name)
{
    OpenTable *open = table_of(reader);
    switch (element->kind) {
    case ELEMENT_INLINE:
        return true;
    case ELEMENT_LEFT_OUT:
        reader->left_out_depth = reader->depth;
        return true;
    case ELEMENT_BREAK:
        html_flow_break(flow_of(reader));
        return true;
    case ELEMENT_BLOCK:
        return end_paragraph(reader);
    case ELEMENT_HEADING:
        if (!end_paragraph(reader))
            return false;
        flow_of(reader)->level = name[1] - '0';
        return true;
    case ELEMENT_TABLE:
        element->opened = true;
        return end_paragraph(reader) && open_table(reader);
    case ELEMENT_GROUP:
        if (open)
            html_table_end_group(open->table);
        return true;
    case ELEMENT_ROW:
        if (open)
            html_table_begin_row(open->table);
        return true;
    case ELEMENT_CELL:
        return open_cell(reader, element);
    case ELEMENT_CAPTION:
        push_flow(reader, /* is_cell= */ false);
        element->opened = true;
        return true;
    }
    return true;
}

static bool close_element(HtmlReader *reader, const OpenElement *element)
{
    OpenTable *open = table_of(reader);
    switch (element->kind) {
    case ELEMENT_BLOCK:
        return end_paragraph(reader);
    case ELEMENT_HEADING: {
        bool ended = end_paragraph(reader);
        flow_of(reader)->level = 0;
        return ended;
    }
    case ELEMENT_TABLE:
        return end_paragraph(reader) && close_table(reader);
    case ELEMENT_GROUP:
        if (open)
            html_table_end_group(open->table);
        return true;
    case ELEMENT_ROW:
        if (open)
            html_table_end_row(open->table);
        return true;
    case ELEMENT_CELL:
        return end_paragraph(reader) && (!element->opened || close_cell(reader, element));
    case ELEMENT_CAPTION: {
        bool ended = end_paragraph(reader);
        reader->flow_count--;
        return ended;
    }
    case ELEMENT_INLINE:
    case ELEMENT_BREAK:
    case ELEMENT_LEFT_OUT:
        return true;
    }
    return true;
}

/* The parser's frames lie between us and who waits for a failure, so nothing may jump over them:
 * the arena's jump ends here, and a failure stops the parser. */
static void stop(HtmlReader *reader, bool abandoned)
{
    reader->failed = true;
    reader->abandoned |= abandoned;
    xmlStopParser(reader->parser);
}

static bool begin_element(HtmlReader *reader, const char *name, const xmlChar **attributes)
{
    if (reader->depth == HTML_DEPTH_MAX) {
        fail(ctx_of(reader), FAIL_TOO_LARGE, "网页嵌套超过 %d 层", HTML_DEPTH_MAX);
        return fail_at(ctx_of(reader), (Place){.line = line_of(reader)});
    }
    OpenElement *element = &reader->elements[reader->depth++];
    *element = (OpenElement){.kind = kind_of(name)};
    if (reader->left_out_depth > 0)
        return true;
    if (is_hidden(attributes))
        element->kind = ELEMENT_LEFT_OUT;
    if (element->kind == ELEMENT_CELL) {
        element->colspan = span_of(attributes, "colspan", HTML_COLSPAN_MAX);
        element->rowspan = span_of(attributes, "rowspan", HTML_ROWSPAN_MAX);
    }
    return open_element(reader, element, name);
}

static void take_start(void *self, const xmlChar *name, const xmlChar **attributes)
{
    HtmlReader *reader = self;
    ArenaGuard guard;
    if (reader->failed)
        return;
    if (arena_guard(ctx_of(reader)->arena, &guard)) {
        stop(reader, /* abandoned= */ true);
        return;
    }
    bool begun = begin_element(reader, (const char *)name, attributes);
    arena_guard_pop(ctx_of(reader)->arena);
    if (!begun)
        stop(reader, /* abandoned= */ false);
}

static void take_end(void *self, const xmlChar *name)
{
    HtmlReader *reader = self;
    (void)name;
    if (reader->failed || reader->depth == 0)
        return;
    OpenElement *element = &reader->elements[--reader->depth];
    if (reader->left_out_depth > 0) {
        if (reader->depth < reader->left_out_depth)
            reader->left_out_depth = 0;
        return;
    }
    ArenaGuard guard;
    if (arena_guard(ctx_of(reader)->arena, &guard)) {
        stop(reader, /* abandoned= */ true);
        return;
    }
    bool closed = close_element(reader, element);
    arena_guard_pop(ctx_of(reader)->arena);
    if (!closed)
        stop(reader, /* abandoned= */ false);
}

static void take_characters(void *self, const xmlChar *text, int len)
{
    HtmlReader *reader = self;
    if (reader->failed || reader->left_out_depth > 0)
        return;
    HtmlFlow *flow = flow_of(reader);
    ArenaGuard guard;
    if (arena_guard(ctx_of(reader)->arena, &guard)) {
        stop(reader, /* abandoned= */ true);
        return;
    }
    if (flow->text.len == 0)
        flow->line = line_of(reader);
    html_flow_add(flow, str_from(text, (size_t)len));
    arena_guard_pop(ctx_of(reader)->arena);
}

static void release_parser(void *parser)
{
    htmlFreeParserCtxt(parser);
}

static bool parse(HtmlReader *reader, Str text)
{
    Ctx *ctx = ctx_of(reader);
    reader->parser = htmlNewParserCtxt();
    if (!reader->parser)
        return fail(ctx, FAIL_SYSTEM, "内存不足，无法读取网页");
    arena_defer(ctx->arena, release_parser, reader->parser);
    *reader->parser->sax = (xmlSAXHandler){.startElement = take_start,
                                           .endElement = take_end,
                                           .characters = take_characters,
                                           .ignorableWhitespace = take_characters,
                                           .initialized = 1};
    reader->parser->userData = reader;
    push_flow(reader, /* is_cell= */ false);
    htmlDocPtr document = htmlCtxtReadMemory(reader->parser, text.at, (int)text.len,
                                             /* URL= */ NULL, "UTF-8", PARSE_OPTIONS);
    if (document)
        xmlFreeDoc(document);
    bool ended = !reader->failed;
    while (ended && reader->depth > 0) {
        take_end(reader, NULL);
        ended = !reader->failed;
    }
    ended = ended && end_paragraph(reader);
    arena_undefer(ctx->arena, reader->parser);
    htmlFreeParserCtxt(reader->parser);
    if (reader->abandoned)
        return fail(ctx, FAIL_TOO_LARGE, "网页太大，内存不足");
    return ended;
}

bool html_read(PaperMaker *maker, Str bytes)
{
    Str text = {0};
    TextEncoding encoding = ENCODING_UTF8;
    if (!encoding_to_utf8(maker->ctx, bytes, &text, &encoding))
        return false;
    if (str_empty(text))
        return true;
    HtmlReader *reader = NEW(maker->ctx->arena, HtmlReader, 1);
    reader->maker = maker;
    if (!parse(reader, text))
        return fail_while(maker->ctx, "读取网页");
    return true;
}
