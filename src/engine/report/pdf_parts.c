#include "engine/report/pdf_parts.h"

#define IMPRINT_PITCH_PT 24.5 /* house: rows of 4号, 14 pt + 3/4 of its height */

void pdf_font_wishes(FontWish wishes[FONT_ROLE_MAX])
{
    for (size_t i = 0; i < FONT_ROLE_MAX; i++)
        wishes[i] = (FontWish){.label = font_choices[i].label,
                               .families = font_choices[i].families,
                               .bold = font_choices[i].bold_when_free};
}

/* ---- 版头 --------------------------------------------------------------------------------- */

/* One line of the mark. The names of several issuers are spread to one width (7.2.4). */
static void draw_mark_line(Flow *flow, TextStyle style, Str text, double width, double top)
{
    double natural = canvas_width(flow->canvas, style, text);
    size_t count = utf8_count(text);
    double gap = count > 1 ? (width - natural) / (double)(count - 1) : 0;
    double x = flow->left + (flow->width - width) / 2;
    Placed *placed = NEW(flow->arena, Placed, count + 1);
    for (size_t i = 0; i < count; i++) {
        placed[i] = (Placed){utf8_next(&text), x};
        x += canvas_advance(flow->canvas, style.role, placed[i].rune) * style.size + gap;
    }
    canvas_placed(flow->canvas, style, placed, count, top + EM_ASCENT * style.size);
}

static void draw_mark(Flow *flow)
{
    Str mark = flow->document->mark;
    TextStyle style = style_of(FONT_TITLE, page_mark_size_pt(mark));
    style.ink = ink_red;
    double widest = 0;
    Str rest = mark, line;
    while (str_split(&rest, '\n', &line)) {
        double width = canvas_width(flow->canvas, style, line);
        widest = width > widest ? width : widest;
    }
    double y = MM_TO_PT(MARK_TOP_MM);
    rest = mark;
    while (str_split(&rest, '\n', &line)) {
        draw_mark_line(flow, style, line, widest, flow->top + y);
        y += style.size * MARK_PITCH_RATIO;
    }
    flow->y = y - style.size * (MARK_PITCH_RATIO - 1);
}

void pdf_red_head(Flow *flow)
{
    const Document *document = flow->document;
    if (str_empty(document->mark) && str_empty(document->number))
        return;
    if (!str_empty(document->mark))
        draw_mark(flow);
    if (!str_empty(document->number)) {
        flow->y += NUMBER_LINES_ABOVE * LINE_PITCH_PT;
        TextStyle style = style_of(FONT_BODY, SIZE_3_PT);
        double width = canvas_width(flow->canvas, style, document->number);
        canvas_text(flow->canvas, style, flow->left + (flow->width - width) / 2,
                    flow_baseline(flow, flow->y, SIZE_3_PT, SIZE_3_PT), document->number);
        flow->y += SIZE_3_PT;
    }
    flow->y += MM_TO_PT(RED_LINE_GAP_MM);
    double y = flow->top + flow->y;
    canvas_line(flow->canvas, flow->left, y, flow->left + flow->width, y, RED_LINE_PT, ink_red);
    flow->y += TITLE_LINES_ABOVE * LINE_PITCH_PT;
}

/* ---- 版记 --------------------------------------------------------------------------------- */

/* 抄送：A，B。 - the full stop is added when it lacks, lines wrap behind the colon (7.4.2). */
static LineList copies_lines(Flow *flow)
{
    Str copies = flow->document->copies;
    TextStyle style = style_of(FONT_BODY, SIZE_4_PT);
    const char *stop = str_ends(copies, STR("。")) ? "" : "。";
    Span span = {str_format(flow->arena, "抄送：%.*s%s", STRF(copies), stop), style};
    double side = IMPRINT_SIDE_CHARACTERS * style.size;
    LineRules rules = {.width = MM_TO_PT(TYPE_WIDTH_MM) - side,
                       .first_indent = side,
                       .next_indent = side + 3 * style.size,
                       .tracking = 1,
                       .spread = true};
    return line_break(flow->canvas, flow->arena, &span, 1, rules);
}

static void draw_rule(Flow *flow, double thickness_mm)
{
    double thickness = MM_TO_PT(thickness_mm), y = flow->top + flow->y;
    canvas_line(flow->canvas, flow->left, y, flow->left + flow->width, y, thickness, ink_black);
}

static void draw_printed(Flow *flow)
{
    const Document *document = flow->document;
    TextStyle style = style_of(FONT_BODY, SIZE_4_PT);
    double side = IMPRINT_SIDE_CHARACTERS * style.size;
    double baseline = flow_baseline(flow, flow->y, IMPRINT_PITCH_PT, style.size);
    canvas_text(flow->canvas, style, flow->left + side, baseline, document->printed_by);
    if (document->has_date) {
        Str date = page_date(flow->arena, document->date);
        Str text = str_format(flow->arena, "%.*s印发", STRF(date));
        double width = canvas_width(flow->canvas, style, text);
        canvas_text(flow->canvas, style, flow->left + flow->width - side - width, baseline, text);
    }
    flow->y += IMPRINT_PITCH_PT;
}

void pdf_imprint(Flow *flow)
{
    const Document *document = flow->document;
    bool has_copies = !str_empty(document->copies);
    bool has_printed = !str_empty(document->printed_by);
    if (!has_copies && !has_printed)
        return;
    LineList copies = {0};
    if (has_copies)
        copies = copies_lines(flow);
    double height = (double)(copies.count + has_printed) * IMPRINT_PITCH_PT;
    if (flow->landscape || flow_room(flow) < height + LINE_PITCH_PT)
        flow_page(flow, /* landscape= */ false);
    flow->y = flow->height - height;
    draw_rule(flow, IMPRINT_LINE_THICK_MM);
    LIST_EACH (Line, line, &copies) {
        line_draw(flow->canvas, flow->arena, line, flow->left,
                  flow_baseline(flow, flow->y, IMPRINT_PITCH_PT, SIZE_4_PT));
        flow->y += IMPRINT_PITCH_PT;
    }
    if (has_copies && has_printed)
        draw_rule(flow, IMPRINT_LINE_THIN_MM);
    if (has_printed)
        draw_printed(flow);
    draw_rule(flow, IMPRINT_LINE_THICK_MM);
}
