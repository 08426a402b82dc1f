#include "port/docx_read.h"

#include "port/docx_styles.h"
#include "port/xml.h"
#include "port/zip.h"

#define DOCUMENT_PART STR("word/document.xml")
#define STYLES_PART STR("word/styles.xml")
/* Cells and text boxes inside one another; the depth of the XML bounds them too. */
#define NESTING_MAX (XML_DEPTH_MAX / 2)
#define MERGES_MAX 200000
#define NO_MERGE SIZE_MAX

/* A table while it is read. */
typedef struct DocxTable {
    Grid *grid;
    size_t row;    /* from 0 */
    size_t column; /* where the next cell stands */
    bool row_deleted;
    size_t span;        /* columns of the cell in hand */
    bool merge_begins;  /* the cell in hand is the first of a merge downwards */
    bool merge_goes_on; /* it belongs to the merge above */
    size_t *open_merge; /* by column: the merge that may go on in the next row, or NO_MERGE */
} DocxTable;

/* What paragraphs flow into: the body, a cell, a text box. */
typedef struct DocxFlow {
    bool is_cell;
    Buf cell_text;
    Buf paragraph;
    int level; /* of the paragraph, when a heading */
    bool joins_next;
} DocxFlow;

/* A part that waits until the paragraph or table around it has been added. */
typedef struct LaterPart {
    int level;
    Str text;
    Grid *grid;
} LaterPart;
LIST_OF(LaterPart, LaterParts);

typedef struct DocxReader {
    PaperMaker *maker;
    DocxStyles styles;
    DocxFlow *flows[NESTING_MAX]; /* kept for use again */
    size_t flow_count;
    DocxTable *tables[NESTING_MAX];
    size_t table_count;
    LaterParts later;
    int skip_depth;       /* of the element being skipped; 0 = none */
    int properties_depth; /* of the outermost element of properties; 0 = none */
    bool in_row_properties;
    bool run_hidden;
    bool in_text; /* inside <w:t> */
} DocxReader;

static Ctx *ctx_of(const DocxReader *reader)
{
    return reader->maker->ctx;
}

static DocxFlow *flow_of(const DocxReader *reader)
{
    return reader->flows[reader->flow_count - 1];
}

/* NULL outside of tables. */
static DocxTable *table_of(const DocxReader *reader)
{
    return reader->table_count > 0 ? reader->tables[reader->table_count - 1] : NULL;
}

static int next_line(const DocxReader *reader)
{
    return (int)reader->maker->parts.count + 1;
}

static bool fail_nesting(DocxReader *reader)
{
    return fail(ctx_of(reader), FAIL_TOO_LARGE, "文档中的表格或文本框嵌套太深");
}

static bool push_flow(DocxReader *reader, bool is_cell)
{
    Arena *arena = ctx_of(reader)->arena;
    if (reader->flow_count == NESTING_MAX)
        return fail_nesting(reader);
    DocxFlow **flow = &reader->flows[reader->flow_count++];
    if (!*flow) {
        *flow = NEW(arena, DocxFlow, 1);
        (*flow)->cell_text = buf_create(arena, (size_t)4 * GRID_CELL_RUNES_MAX);
        (*flow)->paragraph = buf_create(arena, (size_t)4 * PAPER_PARAGRAPH_RUNES_MAX);
    }
    (*flow)->is_cell = is_cell;
    (*flow)->level = 0;
    (*flow)->joins_next = false;
    buf_clear(&(*flow)->cell_text);
    buf_clear(&(*flow)->paragraph);
    return true;
}

static bool push_table(DocxReader *reader)
{
    Arena *arena = ctx_of(reader)->arena;
    if (reader->table_count == NESTING_MAX)
        return fail_nesting(reader);
    DocxTable **table = &reader->tables[reader->table_count++];
    size_t *open_merge = *table ? (*table)->open_merge : NEW(arena, size_t, GRID_COLUMNS_MAX);
    if (!*table)
        *table = NEW(arena, DocxTable, 1);
    **table = (DocxTable){.open_merge = open_merge, .grid = NEW(arena, Grid, 1)};
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++)
        open_merge[c] = NO_MERGE;
    return true;
}

/* What stood inside of the paragraph or table just added. */
static bool add_later(DocxReader *reader)
{
    LIST_EACH (const LaterPart, part, &reader->later) {
        bool added =
            part->grid ? paper_add_table(reader->maker, next_line(reader), part->grid)
                       : paper_add_text(reader->maker, part->level, next_line(reader), part->text);
        if (!added)
            return false;
    }
    reader->later.count = 0;
    return true;
}

/* Adds a finished part to the paper, or keeps it when something around it is still open. */
static bool add_part(DocxReader *reader, LaterPart part)
{
    if (reader->later.count == PAPER_PARTS_MAX)
        return fail(ctx_of(reader), FAIL_TOO_LARGE, "文档超过 %d 个段落和表格", PAPER_PARTS_MAX);
    if (reader->flow_count > 1) {
        *LIST_ADD(ctx_of(reader)->arena, &reader->later) = part;
        return true;
    }
    bool added = part.grid
                     ? paper_add_table(reader->maker, next_line(reader), part.grid)
                     : paper_add_text(reader->maker, part.level, next_line(reader), part.text);
    return added && add_later(reader);
}

static bool fail_text_too_long(DocxReader *reader)
{
    fail(ctx_of(reader), FAIL_TOO_LARGE, "文档中有一段或一格的文字太长");
    return fail_at(ctx_of(reader), (Place){.line = next_line(reader)});
}

static bool end_paragraph(DocxReader *reader)
{
    DocxFlow *flow = flow_of(reader);
    if (!buf_ok(&flow->paragraph) || !buf_ok(&flow->cell_text))
        return fail_text_too_long(reader);
    if (flow->joins_next)
        return true;
    Str text = str_trim(buf_str(&flow->paragraph));
    bool added = true;
    if (flow->is_cell) {
        buf_add_c(&flow->cell_text, flow->cell_text.len > 0 && text.len > 0 ? " " : "");
        buf_add(&flow->cell_text, text);
    } else if (!str_empty(text)) {
        Str kept = str_copy(ctx_of(reader)->arena, text);
        added = add_part(reader, (LaterPart){.level = flow->level, .text = kept});
    } else if (reader->flow_count == 1) {
        added = add_later(reader); /* the paragraph held a text box only */
    }
    buf_clear(&flow->paragraph);
    flow->level = 0;
    return added;
}

static void begin_cell(DocxTable *table)
{
    table->span = 1;
    table->merge_begins = false;
    table->merge_goes_on = false;
}

static bool add_merge(DocxReader *reader, DocxTable *table)
{
    GridMerges *merges = &table->grid->merges;
    if (merges->count == MERGES_MAX)
        return fail(ctx_of(reader), FAIL_TOO_LARGE, "表格的合并单元格超过 %d 处", MERGES_MAX);
    *LIST_ADD(ctx_of(reader)->arena, merges) = (GridMerge){
        .row = table->row, .column = table->column, .row_count = 1, .column_count = table->span};
    return true;
}

static bool end_cell(DocxReader *reader)
{
    DocxTable *table = table_of(reader);
    Str text = str_trim(buf_str(&flow_of(reader)->cell_text));
    if (!buf_ok(&flow_of(reader)->cell_text))
        return fail_text_too_long(reader);
    size_t column = table->column;
    bool inside = column < GRID_COLUMNS_MAX && !table->row_deleted;
    size_t above = inside ? table->open_merge[column] : NO_MERGE;
    if (inside && table->merge_goes_on && above != NO_MERGE) {
        GridMerge *merge = &table->grid->merges.at[above];
        merge->row_count = table->row - merge->row + 1;
    } else if (!table->row_deleted) {
        text = str_copy(ctx_of(reader)->arena, text);
        if (!grid_put(ctx_of(reader), table->grid, table->row, column, (GridCell){.text = text}))
            return false;
        bool merged = inside && (table->span > 1 || table->merge_begins);
        if (merged && !add_merge(reader, table))
            return false;
        if (inside)
            table->open_merge[column] =
                table->merge_begins ? table->grid->merges.count - 1 : NO_MERGE;
    }
    table->column += table->span;
    return true;
}

static void begin_row(DocxTable *table)
{
    table->column = 0;
    table->row_deleted = false;
}

static bool end_table(DocxReader *reader)
{
    Grid *grid = table_of(reader)->grid;
    reader->table_count--;
    grid_finish(grid);
    /* A merge ends with the table, and one that turned out to be a single cell is none. */
    size_t kept = 0;
    LIST_EACH (GridMerge, merge, &grid->merges) {
        size_t room = grid->column_count > merge->column ? grid->column_count - merge->column : 0;
        merge->column_count = merge->column_count < room ? merge->column_count : room;
        if (merge->row_count * merge->column_count > 1)
            grid->merges.at[kept++] = *merge;
    }
    grid->merges.count = kept;
    return add_part(reader, (LaterPart){.grid = grid});
}

/* A count of columns, 1 to the most that a table may have. */
static size_t span_of(const XmlEvent *event)
{
    int64_t span = 1;
    if (!str_to_int(xml_attribute(event, "val"), &span) || span < 1)
        return 1;
    return span < GRID_COLUMNS_MAX ? (size_t)span : GRID_COLUMNS_MAX;
}

static bool is_off(Str value)
{
    static const char *const off[] = {"0", "false", "off", NULL};
    return str_is_one_of(value, off);
}

/* An element inside pPr, rPr, trPr, tcPr. */
static void take_property(DocxReader *reader, const XmlEvent *event)
{
    DocxTable *table = table_of(reader);
    DocxFlow *flow = flow_of(reader);
    Str value = xml_attribute(event, "val");
    if (str_equal_c(event->name, "pStyle")) {
        int level = docx_heading_level(&reader->styles, value);
        flow->level = flow->level > 0 ? flow->level : level;
    } else if (str_equal_c(event->name, "outlineLvl")) {
        int outline = docx_outline(value);
        flow->level = outline >= 0 && outline < DOCX_BODY_TEXT ? outline + 1 : 0;
    } else if (str_equal_c(event->name, "vanish")) {
        reader->run_hidden = !is_off(value);
    } else if (str_equal_c(event->name, "trPr")) {
        reader->in_row_properties = true;
    } else if (table && str_equal_c(event->name, "gridBefore")) {
        table->column = span_of(event);
    } else if (table && str_equal_c(event->name, "gridSpan")) {
        table->span = span_of(event);
    } else if (table && str_equal_c(event->name, "vMerge")) {
        table->merge_begins = str_equal_c(value, "restart");
        table->merge_goes_on = !table->merge_begins;
    }
}

/* A tracked deletion: of text, of a row (inside trPr), or of a paragraph's end (inside pPr). */
static void take_deletion(DocxReader *reader)
{
    if (reader->properties_depth == 0)
        return;
    if (reader->in_row_properties && table_of(reader))
        table_of(reader)->row_deleted = true;
    else
        flow_of(reader)->joins_next = true;
}

static bool is_properties(Str name)
{
    static const char *const names[] = {"pPr", "rPr", "trPr", "tcPr", "tblPr", "tblPrEx", NULL};
    return str_is_one_of(name, names);
}

/* Elements whose content no reader sees: deletions, former properties, the older form of a text
 * box, the reading above a character, settings of controls. */
static bool is_left_out(Str name)
{
    static const char *const names[] = {"del",        "moveFrom",   "pPrChange",    "rPrChange",
                                        "trPrChange", "tcPrChange", "tblPrChange",  "tblGridChange",
                                        "sectPr",     "Fallback",   "rt",           "sdtPr",
                                        "instrText",  "delText",    "delInstrText", NULL};
    return str_is_one_of(name, names);
}

static bool open_element(DocxReader *reader, const XmlEvent *event)
{
    static const char *const blanks[] = {"tab", "br", "cr", "ptab", NULL};
    Str name = event->name;
    if (is_properties(name) && reader->properties_depth == 0)
        reader->properties_depth = event->depth;
    if (str_equal_c(name, "del"))
        take_deletion(reader);
    if (is_left_out(name)) {
        reader->skip_depth = event->depth;
    } else if (reader->properties_depth > 0) {
        take_property(reader, event);
    } else if (str_equal_c(name, "t")) {
        reader->in_text = !reader->run_hidden;
    } else if (str_equal_c(name, "r")) {
        reader->run_hidden = false;
    } else if (str_equal_c(name, "p")) {
        flow_of(reader)->joins_next = false;
    } else if (str_equal_c(name, "tbl")) {
        return push_table(reader);
    } else if (str_equal_c(name, "tr") && table_of(reader)) {
        begin_row(table_of(reader));
    } else if (str_equal_c(name, "tc") && table_of(reader)) {
        begin_cell(table_of(reader));
        return push_flow(reader, /* is_cell= */ true);
    } else if (str_equal_c(name, "txbxContent")) {
        return push_flow(reader, /* is_cell= */ false);
    } else if (str_is_one_of(name, blanks) && !reader->run_hidden) {
        buf_add_byte(&flow_of(reader)->paragraph, ' ');
    } else if (str_equal_c(name, "noBreakHyphen") && !reader->run_hidden) {
        buf_add_byte(&flow_of(reader)->paragraph, '-');
    }
    return true;
}

static bool close_cell(DocxReader *reader)
{
    if (reader->flow_count < 2 || !flow_of(reader)->is_cell)
        return true;
    bool ended = end_paragraph(reader) && end_cell(reader);
    reader->flow_count--;
    return ended;
}

static bool close_element(DocxReader *reader, const XmlEvent *event)
{
    Str name = event->name;
    if (event->depth == reader->properties_depth)
        reader->properties_depth = 0;
    if (str_equal_c(name, "trPr"))
        reader->in_row_properties = false;
    if (reader->properties_depth > 0)
        return true;
    if (str_equal_c(name, "t"))
        reader->in_text = false;
    if (str_equal_c(name, "p"))
        return end_paragraph(reader);
    if (str_equal_c(name, "tc") && table_of(reader))
        return close_cell(reader);
    if (str_equal_c(name, "tr") && table_of(reader))
        table_of(reader)->row += !table_of(reader)->row_deleted;
    if (str_equal_c(name, "tbl") && table_of(reader))
        return end_table(reader);
    if (str_equal_c(name, "txbxContent") && reader->flow_count > 1) {
        bool ended = end_paragraph(reader);
        reader->flow_count--;
        return ended;
    }
    return true;
}

static bool take_event(DocxReader *reader, const XmlEvent *event)
{
    if (reader->skip_depth > 0) {
        if (event->kind == XML_CLOSE && event->depth == reader->skip_depth)
            reader->skip_depth = 0;
        return true;
    }
    switch (event->kind) {
    case XML_OPEN:
        return open_element(reader, event);
    case XML_CLOSE:
        return close_element(reader, event);
    case XML_TEXT:
        if (reader->in_text)
            buf_add(&flow_of(reader)->paragraph, event->text);
        return true;
    case XML_END_OF_TEXT:
        return true;
    }
    return true;
}

static bool read_body(DocxReader *reader, Str text)
{
    Ctx *ctx = ctx_of(reader);
    XmlReader *xml = NULL;
    XmlEvent *event = NEW(ctx->arena, XmlEvent, 1);
    if (!push_flow(reader, /* is_cell= */ false) || !xml_open(ctx, DOCUMENT_PART, text, &xml))
        return false;
    do {
        if (!xml_next(ctx, xml, event) || !take_event(reader, event))
            return false;
    } while (event->kind != XML_END_OF_TEXT);
    xml_close(ctx, xml);
    reader->flow_count = 1;
    flow_of(reader)->joins_next = false;
    return end_paragraph(reader);
}

bool docx_read(PaperMaker *maker, Str bytes)
{
    Ctx *ctx = maker->ctx;
    ZipArchive *archive = NULL;
    Str text = {0};
    Str styles = {0};
    DocxReader *reader = NEW(ctx->arena, DocxReader, 1);
    reader->maker = maker;
    if (!zip_open_read(ctx, bytes, &archive) || !zip_read(ctx, archive, DOCUMENT_PART, &text))
        return fail_while(ctx, "读取 Word 文档");
    if (zip_has(archive, STYLES_PART) && (!zip_read(ctx, archive, STYLES_PART, &styles) ||
                                          !docx_styles_read(ctx, styles, &reader->styles)))
        return fail_while(ctx, "读取 Word 文档");
    zip_close_read(ctx, archive);
    if (!read_body(reader, text))
        return fail_while(ctx, "读取 Word 文档");
    return true;
}
