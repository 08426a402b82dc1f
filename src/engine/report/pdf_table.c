#include "engine/report/pdf_sheet.h"

#define RULE_PT 0.5       /* inner lines */
#define RULE_OUTER_PT 0.9 /* the frame */
#define TITLE_PITCH_RATIO 1.6

static const Ink fill_head = {0.95, 0.95, 0.95, 1};
static const Ink fill_total = {0.93, 0.93, 0.93, 1};

static double line_x(const Sheet *sheet, const Cell *cell, size_t column, double text_width,
                     bool is_head)
{
    double left = sheet->edges[column] + TABLE_CELL_SIDE_PT;
    double room = cell_width(sheet, column, cell) - 2 * TABLE_CELL_SIDE_PT;
    Align align = is_head ? ALIGN_CENTER : sheet->table->columns[column].align;
    if (align == ALIGN_LEFT)
        return left;
    if (cell->is_number && !is_head && cell->column_span <= 1) {
        double block = sheet->number_widths[column];
        return left + (room - block) / 2 + block - text_width;
    }
    return align == ALIGN_RIGHT ? left + room - text_width : left + (room - text_width) / 2;
}

static void draw_cell(const Sheet *sheet, const Row *row, size_t column, double height,
                      bool is_head)
{
    Flow *flow = sheet->flow;
    const Cell *cell = &row->cells[column];
    ArenaMark mark = arena_mark(flow->arena);
    LineList lines = cell_lines(sheet, row, column, is_head);
    double y = flow->y + (height - (double)lines.count * sheet->pitch) / 2;
    LIST_EACH (Line, line, &lines) {
        double x = line_x(sheet, cell, column, line->width, is_head);
        line_draw(flow->canvas, flow->arena, line, flow->left + x,
                  flow_baseline(flow, y, sheet->pitch, sheet->size));
        y += sheet->pitch;
    }
    arena_rewind(flow->arena, mark);
}

static void draw_frame(const Sheet *sheet, size_t column, size_t columns, double height)
{
    Flow *flow = sheet->flow;
    double left = flow->left + sheet->edges[column];
    double right = flow->left + sheet->edges[column + columns];
    double top = flow->top + flow->y, bottom = top + height;
    canvas_line(flow->canvas, left, bottom, right, bottom, RULE_PT, ink_black);
    if (column > 0)
        canvas_line(flow->canvas, left, top, left, bottom, RULE_PT, ink_black);
}

/* The row whose merged cell reaches down to row i in this column, or STR_NONE. */
static size_t row_above(const Row *rows, size_t i, size_t column)
{
    size_t above = i;
    while (above > 0 && rows[above].cells[column].covered)
        above--;
    const Cell *cell = &rows[above].cells[column];
    return !cell->covered && above + cell_span(cell->row_span) > i ? above : STR_NONE;
}

/* Rows from … end; a merged cell that began on the page before is printed again. */
static void draw_rows(const Sheet *sheet, const Row *rows, const double *heights, size_t from,
                      size_t end, bool is_head)
{
    Flow *flow = sheet->flow;
    for (size_t i = from; i < end; i++) {
        for (size_t j = 0; j < sheet->table->column_count; j++) {
            size_t owner = i == from ? row_above(rows, i, j) : i;
            if (owner == STR_NONE || rows[owner].cells[j].covered)
                continue;
            const Cell *cell = &rows[owner].cells[j];
            size_t last = owner + cell_span(cell->row_span);
            double height = sheet_sum(heights, i, last < end ? last : end);
            draw_frame(sheet, j, cell_span(cell->column_span), height);
            draw_cell(sheet, &rows[owner], j, height, is_head);
        }
        flow->y += heights[i];
    }
}

static void draw_note_line(Sheet *sheet, const Line *line)
{
    Flow *flow = sheet->flow;
    if (flow_room(flow) < sheet->pitch)
        flow_page(flow, flow->landscape);
    line_draw(flow->canvas, flow->arena, line, flow->left,
              flow_baseline(flow, flow->y, sheet->pitch, sheet->size));
    flow->y += sheet->pitch;
}

static void draw_notes(Sheet *sheet)
{
    const Table *table = sheet->table;
    if (table->note_count == 0)
        return;
    sheet->flow->y += sheet->pitch * NOTES_ABOVE_RATIO;
    if (table->note_count > 1) {
        Span span = {STR("说明："), style_of(FONT_SONG, sheet->size)};
        LineRules rules = {.width = sheet->flow->width, .tracking = 1};
        LineList head = line_break(sheet->flow->canvas, sheet->flow->arena, &span, 1, rules);
        draw_note_line(sheet, head.at);
    }
    for (size_t i = 0; i < table->note_count; i++) {
        LineList lines = sheet_note_lines(sheet, i);
        LIST_EACH (Line, line, &lines) {
            draw_note_line(sheet, line);
        }
    }
}

/* Below all lines. */
static void draw_fills(const Sheet *sheet, size_t from, size_t end)
{
    Flow *flow = sheet->flow;
    double y = flow->top + flow->y, head = sheet_head_height(sheet);
    canvas_box(flow->canvas, flow->left, y, flow->width, head, fill_head);
    y += head;
    for (size_t i = from; i < end; i++) {
        double height = sheet->body_heights[i];
        if (sheet->table->body.at[i].is_total)
            canvas_box(flow->canvas, flow->left, y, flow->width, height, fill_total);
        y += height;
    }
}

/* Head and rows of one page inside their frame. */
static void draw_part(const Sheet *sheet, size_t from, size_t end)
{
    Flow *flow = sheet->flow;
    const Table *table = sheet->table;
    double top = flow->top + flow->y, right = flow->left + flow->width;
    draw_fills(sheet, from, end);
    draw_rows(sheet, table->head, sheet->head_heights, 0, table->head_count, /* is_head= */ true);
    draw_rows(sheet, table->body.at, sheet->body_heights, from, end, /* is_head= */ false);
    double bottom = flow->top + flow->y;
    canvas_line(flow->canvas, flow->left, top, right, top, RULE_OUTER_PT, ink_black);
    canvas_line(flow->canvas, flow->left, bottom, right, bottom, RULE_OUTER_PT, ink_black);
    canvas_line(flow->canvas, flow->left, top, flow->left, bottom, RULE_OUTER_PT, ink_black);
    canvas_line(flow->canvas, right, top, right, bottom, RULE_OUTER_PT, ink_black);
}

static void draw_title(Flow *flow, Str title)
{
    TextStyle style = style_of(FONT_HEI, SIZE_SMALL_4_PT);
    Span span = {title, style};
    LineRules rules = {.width = flow->width, .tracking = 1};
    LineList lines = line_break(flow->canvas, flow->arena, &span, 1, rules);
    LIST_EACH (Line, line, &lines) {
        double height = style.size * TITLE_PITCH_RATIO;
        line_draw(flow->canvas, flow->arena, line, flow->left + (flow->width - line->width) / 2,
                  flow_baseline(flow, flow->y, height, style.size));
        flow->y += height;
    }
}

void flow_table(Flow *flow, const Table *table, bool hide_title)
{
    if (table->landscape && !flow->landscape)
        flow_page(flow, /* landscape= */ true);
    if (!hide_title && !str_empty(table->title))
        draw_title(flow, table->title);
    Sheet sheet = sheet_measure(flow, table);
    size_t from = 0;
    do {
        if (sheet_starts_on_next(&sheet, from, flow->y))
            flow_page(flow, flow->landscape);
        size_t end = sheet_rows_for(&sheet, from, flow_room(flow) - sheet_head_height(&sheet));
        draw_part(&sheet, from, end);
        from = end;
        if (from < table->body.count)
            flow_page(flow, flow->landscape);
    } while (from < table->body.count);
    draw_notes(&sheet);
}
