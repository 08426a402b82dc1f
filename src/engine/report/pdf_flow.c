#include "engine/report/pdf_flow.h"

/* Less than this is a rounding of points, not a lack of room. */
#define HAIR_PT 0.05
#define WATERMARK_OPACITY 0.13
#define WATERMARK_DEGREES (-35)
#define RUNNING_LINE_PT 0.5
#define WATERMARK_SHARE 1.1 /* its length, of the shorter side of the sheet */

const Ink ink_red = {RED_RED, RED_GREEN, RED_BLUE, 1};
const Ink ink_black = {0, 0, 0, 1};
static const Ink ink_mark = {0.5, 0.5, 0.5, 1};

TextStyle style_of(FontRole role, double size)
{
    return (TextStyle){.role = (int)role, .size = size, .ink = ink_black};
}

/* ---- pages ------------------------------------------------------------------------------- */

static Str watermark_text(Flow *flow)
{
    const Document *document = flow->document;
    Buf text = buf_create(flow->arena, 4 * KIB);
    for (size_t i = 0; i < document->watermark_count; i++) {
        if (i > 0)
            buf_add_c(&text, "　");
        buf_add(&text, document->watermarks[i]);
    }
    return buf_str(&text);
}

/* 7.5: 4号 half-width digits between dashes, on the outer side, 7 mm below the type area. On the
 * inner side of the same row the watermarks again as text, for search and for readers that do not
 * see. Drawn in the frame of the upright sheet; on a landscape page that frame is turned. */
static void draw_foot(Flow *flow)
{
    Canvas *canvas = flow->canvas;
    int number = canvas_page_count(canvas);
    Str page = flow->page_total
                   ? str_format(flow->arena, "第 %d 页，共 %d 页", number, flow->page_total)
                   : str_format(flow->arena, PAGE_NUMBER_DASH " %d " PAGE_NUMBER_DASH, number);
    Str marks = watermark_text(flow);
    TextStyle page_style = style_of(FONT_SONG, SIZE_4_PT);
    TextStyle marks_style = style_of(FONT_SONG, SIZE_5_PT);
    marks_style.ink = ink_mark;
    double side = PAGE_NUMBER_SIDE_CHARACTERS * SIZE_4_PT;
    double left = MM_TO_PT(MARGIN_LEFT_MM) + side;
    double right = MM_TO_PT(MARGIN_LEFT_MM) + TYPE_WIDTH_PT - side;
    bool even = number % 2 == 0;
    double baseline = MM_TO_PT(MARGIN_TOP_MM + TYPE_HEIGHT_MM + PAGE_NUMBER_DROP_MM) +
                      EM_ASCENT * page_style.size;
    if (flow->landscape)
        canvas_turn(canvas, MM_TO_PT(PAPER_HEIGHT_MM), 0, 90);
    canvas_text(canvas, page_style, even ? left : right - canvas_width(canvas, page_style, page),
                baseline, page);
    canvas_text(canvas, marks_style, even ? right - canvas_width(canvas, marks_style, marks) : left,
                baseline, marks);
    if (flow->landscape)
        canvas_turn_back(canvas);
}

/* All of them in one line across the middle of the sheet, below everything else, and as shapes:
 * they must not get between the lines of a copied text. */
static void draw_watermarks(Flow *flow, double width, double height)
{
    Str text = watermark_text(flow);
    TextStyle style = style_of(FONT_HEI, WATERMARK_PT);
    style.ink = ink_mark;
    style.ink.opacity = WATERMARK_OPACITY;
    double length = canvas_width(flow->canvas, style, text);
    double most = (width < height ? width : height) * WATERMARK_SHARE;
    if (length > most) {
        style.size *= most / length;
        length = most;
    }
    canvas_turn(flow->canvas, width / 2, height / 2, WATERMARK_DEGREES);
    canvas_shape(flow->canvas, style, -length / 2, (EM_ASCENT - 0.5) * style.size, text);
    canvas_turn_back(flow->canvas);
}

/* Small, over a thin line, in the middle of what is left above the type area. */
static void draw_running_head(Flow *flow)
{
    Str text = flow->document->running_head;
    if (str_empty(text))
        return;
    TextStyle style = style_of(FONT_SONG, SIZE_5_PT);
    double y = flow->top / 2;
    canvas_text(flow->canvas, style, flow->left, y, text);
    y += SIZE_5_PT / 2;
    canvas_line(flow->canvas, flow->left, y, flow->left + flow->width, y, RUNNING_LINE_PT,
                ink_black);
}

void flow_page(Flow *flow, bool landscape)
{
    double width = MM_TO_PT(landscape ? PAPER_HEIGHT_MM : PAPER_WIDTH_MM);
    double height = MM_TO_PT(landscape ? PAPER_WIDTH_MM : PAPER_HEIGHT_MM);
    flow->landscape = landscape;
    flow->left = MM_TO_PT(landscape ? LANDSCAPE_LEFT_MM : MARGIN_LEFT_MM);
    flow->top = MM_TO_PT(landscape ? LANDSCAPE_TOP_MM : MARGIN_TOP_MM);
    flow->width = MM_TO_PT(landscape ? LANDSCAPE_TYPE_WIDTH_MM : TYPE_WIDTH_MM);
    flow->height = MM_TO_PT(landscape ? LANDSCAPE_TYPE_HEIGHT_MM : TYPE_HEIGHT_MM);
    flow->y = 0;
    canvas_page(flow->canvas, width, height);
    draw_watermarks(flow, width, height);
    draw_foot(flow);
    draw_running_head(flow);
}

double flow_baseline(const Flow *flow, double y, double height, double size)
{
    return flow->top + y + height / 2 + (EM_ASCENT - 0.5) * size;
}

double flow_room(const Flow *flow)
{
    return flow->height - flow->y;
}

/* ---- gathering --------------------------------------------------------------------------- */

static Item *add_item(Flow *flow, ItemKind kind, double height)
{
    Item *item = LIST_ADD(flow->arena, &flow->items);
    item->kind = kind;
    item->height = height;
    return item;
}

static void add_line(Flow *flow, const Line *line, double x, double height)
{
    Item *item = add_item(flow, ITEM_LINE, height);
    item->line = *line;
    item->x = x;
}

void flow_paragraph(Flow *flow, const Span *spans, size_t span_count, double first_indent,
                    double next_indent)
{
    LineRules rules = {.width = flow->width,
                       .first_indent = first_indent,
                       .next_indent = next_indent,
                       .tracking = GRID_TRACKING,
                       .spread = true};
    LineList lines = line_break(flow->canvas, flow->arena, spans, span_count, rules);
    LIST_EACH (Line, line, &lines)
        add_line(flow, line, /* x= */ 0, LINE_PITCH_PT);
}

/* One style, broken to the flow's width. */
static LineList break_plain(Flow *flow, TextStyle style, Str text)
{
    Span span = {text, style};
    LineRules rules = {.width = flow->width, .tracking = 1};
    return line_break(flow->canvas, flow->arena, &span, 1, rules);
}

void flow_line(Flow *flow, TextStyle style, Str text, double x, double height)
{
    LineList lines = break_plain(flow, style, text);
    LIST_EACH (Line, line, &lines)
        add_line(flow, line, x, height);
}

void flow_centered(Flow *flow, TextStyle style, Str text, double height)
{
    LineList lines = break_plain(flow, style, text);
    LIST_EACH (Line, line, &lines)
        add_line(flow, line, (flow->width - line->width) / 2, height);
}

void flow_gap(Flow *flow, double height)
{
    add_item(flow, ITEM_GAP, height);
}

void flow_snap(Flow *flow)
{
    add_item(flow, ITEM_SNAP, 0);
}

void flow_keep(Flow *flow, size_t lines)
{
    for (size_t i = flow->items.count; i > 0 && lines > 0; i--) {
        Item *item = &flow->items.at[i - 1];
        if (item->kind == ITEM_TABLE || item->kind == ITEM_CHART || item->kind == ITEM_CODE)
            return;
        item->keep_next = true;
        lines -= item->kind == ITEM_LINE;
    }
}

void flow_bookmark(Flow *flow, int level, Str title)
{
    if (flow->items.count == 0)
        BUG("a bookmark for nothing");
    Item *item = &flow->items.at[flow->items.count - 1];
    item->outline = title;
    item->outline_level = level;
}

/* ---- pouring ----------------------------------------------------------------------------- */

static void place_bookmark(Flow *flow, const Item *item)
{
    int level = item->outline_level;
    if (level < 1)
        return;
    if (level > OUTLINE_LEVELS - 1)
        level = OUTLINE_LEVELS - 1;
    int id =
        canvas_outline(flow->canvas, flow->outlines[level - 1], item->outline, flow->top + flow->y);
    for (int i = level; i < OUTLINE_LEVELS; i++)
        flow->outlines[i] = id;
}

static bool is_blank(const Item *item)
{
    return item->kind == ITEM_GAP || item->kind == ITEM_SNAP;
}

/* What the items from `at` on need together on one page. */
static double kept_height(const ItemList *items, size_t at)
{
    double height = 0;
    for (;; at++) {
        height += items->at[at].height;
        if (!items->at[at].keep_next || at + 1 == items->count)
            return height;
    }
}

static void place_snap(Flow *flow)
{
    double rows = flow->y / LINE_PITCH_PT;
    int whole = (int)rows;
    if (rows - whole > HAIR_PT / LINE_PITCH_PT)
        flow->y = (whole + 1) * LINE_PITCH_PT;
}

static void place_item(Flow *flow, const Item *item)
{
    switch (item->kind) {
    case ITEM_LINE: {
        double size = item->line.piece_count ? item->line.pieces[0].style.size : 0;
        double baseline = flow_baseline(flow, flow->y, item->height, size);
        place_bookmark(flow, item);
        line_draw(flow->canvas, flow->arena, &item->line, flow->left + item->x, baseline);
        flow->y += item->height;
        break;
    }
    case ITEM_GAP:
        flow->y += item->height;
        break;
    case ITEM_SNAP:
        place_snap(flow);
        break;
    case ITEM_TABLE:
        flow_table(flow, item->table, item->hide_title);
        break;
    case ITEM_CHART:
        flow_chart(flow, item->chart);
        flow->y += item->height;
        break;
    case ITEM_CODE:
        flow_code(flow, item->code);
        flow->y += item->height;
        break;
    }
}

void flow_place(Flow *flow)
{
    bool fresh = flow->y == 0;
    for (size_t i = 0; i < flow->items.count; i++) {
        const Item *item = &flow->items.at[i];
        bool began = i > 0 && flow->items.at[i - 1].keep_next;
        bool turned = flow->landscape != flow->section_landscape && item->kind != ITEM_TABLE;
        bool full = !began && !fresh && kept_height(&flow->items, i) > flow_room(flow) + HAIR_PT;
        if (turned || full) {
            flow_page(flow, flow->section_landscape);
            fresh = true;
        }
        if (fresh && is_blank(item))
            continue;
        place_item(flow, item);
        fresh = false;
    }
    flow->items = (ItemList){0};
}
