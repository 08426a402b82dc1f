#include "engine/report/pdf_flow.h"

/* A table is set smaller by this step until its numbers and words fit their columns. */
#define SIZE_STEP_PT 0.5
#define SIZE_LEAST_PT 7.0
#define RULE_PT 0.5       /* inner lines */
#define RULE_OUTER_PT 0.9 /* the frame */
#define CELL_ABOVE_PT 2.0 /* least blank above and below the text of a cell */
#define TITLE_PITCH_RATIO 1.6
/* page_column_widths shares out hundredths of a point. */
#define WIDTH_UNIT 100

static const Ink fill_head = {0.95, 0.95, 0.95, 1};
static const Ink fill_total = {0.93, 0.93, 0.93, 1};

/* One table with its measures: edges[i] is the left edge of column i. */
typedef struct Sheet {
    Flow *flow;
    const Table *table;
    double size;
    double pitch;
    double row_least;
    double *edges;
    double *number_widths; /* of the widest number of each column */
    double *head_heights;
    double *body_heights;
} Sheet;

static size_t span_of(int span)
{
    return span > 1 ? (size_t)span : 1;
}

static TextStyle cell_style(const Sheet *sheet, const Row *row, const Cell *cell, bool is_head)
{
    bool strong = is_head || row->is_total || cell->emphasis;
    return style_of(strong ? FONT_HEI : FONT_SONG, sheet->size);
}

/* ---- widths ------------------------------------------------------------------------------ */

/* What cannot be broken: a number, a word. */
static double cell_least(const Sheet *sheet, const Row *row, const Cell *cell, bool is_head)
{
    TextStyle style = cell_style(sheet, row, cell, is_head);
    double width = cell->is_number && !is_head
                       ? canvas_width(sheet->flow->canvas, style, cell->text)
                       : line_unbreakable_width(sheet->flow->canvas, style, cell->text);
    return width + 2 * TABLE_CELL_SIDE_PT;
}

static void least_of_rows(const Sheet *sheet, const Row *rows, size_t count, bool is_head,
                          double *least)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sheet->table->column_count; j++) {
            const Cell *cell = &rows[i].cells[j];
            if (cell->covered || cell->column_span > 1)
                continue;
            double width = cell_least(sheet, &rows[i], cell, is_head);
            least[j] = width > least[j] ? width : least[j];
        }
}

/* Gives each column at least what it cannot do without, taking it from those that have more.
 * False when the page is too narrow for that. */
static bool mend_widths(double *widths, const double *least, size_t count, double total)
{
    double lacking = 0, spare = 0, needed = 0;
    for (size_t i = 0; i < count; i++) {
        needed += least[i];
        if (widths[i] < least[i])
            lacking += least[i] - widths[i];
        else
            spare += widths[i] - least[i];
    }
    if (needed > total)
        return false;
    for (size_t i = 0; i < count && lacking > 0; i++)
        widths[i] =
            widths[i] < least[i] ? least[i] : widths[i] - lacking * (widths[i] - least[i]) / spare;
    return true;
}

/* The columns of the table at its present size; false when they do not fit. */
static bool fit_columns(Sheet *sheet)
{
    Flow *flow = sheet->flow;
    size_t count = sheet->table->column_count;
    int *shares = NEW(flow->arena, int, count);
    double *widths = NEW(flow->arena, double, count);
    double *least = NEW(flow->arena, double, count);
    page_column_widths(sheet->table, (int)(flow->width * WIDTH_UNIT), shares);
    for (size_t i = 0; i < count; i++)
        widths[i] = (double)shares[i] / WIDTH_UNIT;
    least_of_rows(sheet, sheet->table->head, sheet->table->head_count, /* is_head= */ true, least);
    least_of_rows(sheet, sheet->table->body.at, sheet->table->body.count, /* is_head= */ false,
                  least);
    bool fits = mend_widths(widths, least, count, flow->width);
    sheet->edges[0] = 0;
    for (size_t i = 0; i < count; i++)
        sheet->edges[i + 1] = sheet->edges[i] + widths[i];
    return fits;
}

static void choose_size(Sheet *sheet)
{
    sheet->size = page_table_size_pt(sheet->table);
    while (!fit_columns(sheet) && sheet->size > SIZE_LEAST_PT)
        sheet->size -= SIZE_STEP_PT;
    double ratio = page_table_pitch_pt(sheet->table) / page_table_size_pt(sheet->table);
    sheet->pitch = sheet->size * ratio;
}

/* Numbers of a column stand one under the other: right edges meet, the block is placed. */
static void measure_numbers(Sheet *sheet)
{
    LIST_EACH (Row, row, &sheet->table->body) {
        for (size_t j = 0; j < sheet->table->column_count; j++) {
            const Cell *cell = &row->cells[j];
            if (!cell->is_number || cell->covered)
                continue;
            double width =
                canvas_width(sheet->flow->canvas, cell_style(sheet, row, cell, false), cell->text);
            if (width > sheet->number_widths[j])
                sheet->number_widths[j] = width;
        }
    }
}

/* ---- heights ----------------------------------------------------------------------------- */

static double cell_width(const Sheet *sheet, size_t column, const Cell *cell)
{
    return sheet->edges[column + span_of(cell->column_span)] - sheet->edges[column];
}

static LineList cell_lines(const Sheet *sheet, const Row *row, size_t column, bool is_head)
{
    const Cell *cell = &row->cells[column];
    Span span = {cell->text, cell_style(sheet, row, cell, is_head)};
    LineRules rules = {.width = cell_width(sheet, column, cell) - 2 * TABLE_CELL_SIDE_PT,
                       .tracking = 1};
    return line_break(sheet->flow->canvas, sheet->flow->arena, &span, 1, rules);
}

static double cell_height(const Sheet *sheet, const Row *row, size_t column, bool is_head)
{
    return (double)cell_lines(sheet, row, column, is_head).count * sheet->pitch + 2 * CELL_ABOVE_PT;
}

/* Rows as high as their own cells need, then higher where a cell over several rows needs it. */
static double *row_heights(const Sheet *sheet, const Row *rows, size_t count, bool is_head)
{
    double *heights = NEW(sheet->flow->arena, double, count + 1);
    for (size_t i = 0; i < count; i++) {
        heights[i] = sheet->row_least;
        for (size_t j = 0; j < sheet->table->column_count; j++) {
            const Cell *cell = &rows[i].cells[j];
            if (cell->covered || cell->row_span > 1)
                continue;
            double height = cell_height(sheet, &rows[i], j, is_head);
            heights[i] = height > heights[i] ? height : heights[i];
        }
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sheet->table->column_count; j++) {
            const Cell *cell = &rows[i].cells[j];
            size_t span = span_of(cell->row_span);
            if (cell->covered || span == 1)
                continue;
            double lacking = cell_height(sheet, &rows[i], j, is_head);
            for (size_t k = i; k < i + span; k++)
                lacking -= heights[k];
            for (size_t k = i; k < i + span && lacking > 0; k++)
                heights[k] += lacking / (double)span;
        }
    return heights;
}

static double sum_of(const double *heights, size_t from, size_t end)
{
    double sum = 0;
    for (size_t i = from; i < end; i++)
        sum += heights[i];
    return sum;
}

/* Rows may be a little tighter when that saves a page with a few rows on it. */
static void choose_heights(Sheet *sheet)
{
    static const double tighter[] = {1, 0.9, 0.8, 0.7};
    const Table *table = sheet->table;
    for (size_t i = 0; i < ARRAY_LEN(tighter); i++) {
        sheet->row_least = TABLE_ROW_MIN_PT * tighter[i];
        sheet->head_heights = row_heights(sheet, table->head, table->head_count, true);
        sheet->body_heights = row_heights(sheet, table->body.at, table->body.count, false);
        if (sum_of(sheet->head_heights, 0, table->head_count) +
                sum_of(sheet->body_heights, 0, table->body.count) <=
            flow_room(sheet->flow))
            return;
    }
    sheet->row_least = TABLE_ROW_MIN_PT;
    sheet->head_heights = row_heights(sheet, table->head, table->head_count, true);
    sheet->body_heights = row_heights(sheet, table->body.at, table->body.count, false);
}

/* ---- drawing ----------------------------------------------------------------------------- */

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
    LineList lines = cell_lines(sheet, row, column, is_head);
    double y = flow->y + (height - (double)lines.count * sheet->pitch) / 2;
    LIST_EACH (Line, line, &lines) {
        double x = line_x(sheet, cell, column, line->width, is_head);
        line_draw(flow->canvas, flow->arena, line, flow->left + x,
                  flow_baseline(flow, y, sheet->pitch, sheet->size));
        y += sheet->pitch;
    }
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

static void draw_rows(const Sheet *sheet, const Row *rows, const double *heights, size_t from,
                      size_t end, bool is_head)
{
    Flow *flow = sheet->flow;
    for (size_t i = from; i < end; i++) {
        if (is_head || rows[i].is_total)
            canvas_box(flow->canvas, flow->left, flow->top + flow->y, flow->width, heights[i],
                       is_head ? fill_head : fill_total);
        flow->y += heights[i];
    }
    flow->y -= sum_of(heights, from, end);
    for (size_t i = from; i < end; i++) {
        for (size_t j = 0; j < sheet->table->column_count; j++) {
            const Cell *cell = &rows[i].cells[j];
            if (cell->covered)
                continue;
            double height = sum_of(heights, i, i + span_of(cell->row_span));
            draw_frame(sheet, j, span_of(cell->column_span), height);
            draw_cell(sheet, &rows[i], j, height, is_head);
        }
        flow->y += heights[i];
    }
}

/* The rows that a merged cell binds to row `from`: exclusive end. */
static size_t bound_rows(const Table *table, size_t from)
{
    size_t end = from + 1;
    for (size_t i = from; i < end; i++)
        for (size_t j = 0; j < table->column_count; j++) {
            const Cell *cell = &table->body.at[i].cells[j];
            if (!cell->covered && i + span_of(cell->row_span) > end)
                end = i + span_of(cell->row_span);
        }
    return end;
}

/* As many rows as fit in `room`, at least one bound group: exclusive end. */
static size_t rows_for(const Sheet *sheet, size_t from, double room)
{
    size_t end = from;
    while (end < sheet->table->body.count) {
        size_t next = bound_rows(sheet->table, end);
        if (end > from && sum_of(sheet->body_heights, from, next) > room)
            break;
        end = next;
    }
    return end;
}

/* Head and rows of one page inside their frame. */
static void draw_part(const Sheet *sheet, size_t from, size_t end)
{
    Flow *flow = sheet->flow;
    const Table *table = sheet->table;
    double top = flow->top + flow->y, right = flow->left + flow->width;
    draw_rows(sheet, table->head, sheet->head_heights, 0, table->head_count, /* is_head= */ true);
    draw_rows(sheet, table->body.at, sheet->body_heights, from, end, /* is_head= */ false);
    double bottom = flow->top + flow->y;
    canvas_line(flow->canvas, flow->left, top, right, top, RULE_OUTER_PT, ink_black);
    canvas_line(flow->canvas, flow->left, bottom, right, bottom, RULE_OUTER_PT, ink_black);
    canvas_line(flow->canvas, flow->left, top, flow->left, bottom, RULE_OUTER_PT, ink_black);
    canvas_line(flow->canvas, right, top, right, bottom, RULE_OUTER_PT, ink_black);
}

static void draw_note_lines(Sheet *sheet, Str text, double indent)
{
    Flow *flow = sheet->flow;
    Span span = {text, style_of(FONT_SONG, sheet->size)};
    LineRules rules = {.width = flow->width, .next_indent = indent, .tracking = 1, .spread = true};
    LineList lines = line_break(flow->canvas, flow->arena, &span, 1, rules);
    LIST_EACH (Line, line, &lines) {
        if (flow_room(flow) < sheet->pitch)
            flow_page(flow, flow->landscape);
        line_draw(flow->canvas, flow->arena, line, flow->left,
                  flow_baseline(flow, flow->y, sheet->pitch, sheet->size));
        flow->y += sheet->pitch;
    }
}

static void draw_notes(Sheet *sheet)
{
    const Table *table = sheet->table;
    if (table->note_count == 0)
        return;
    sheet->flow->y += sheet->pitch / 3;
    if (table->note_count == 1) {
        draw_note_lines(sheet, str_format(sheet->flow->arena, "说明：%.*s", STRF(table->notes[0])),
                        3 * sheet->size);
        return;
    }
    draw_note_lines(sheet, STR("说明："), 0);
    for (size_t i = 0; i < table->note_count; i++)
        draw_note_lines(sheet,
                        str_format(sheet->flow->arena, "%zu.%.*s", i + 1, STRF(table->notes[i])),
                        sheet->size);
}

static void draw_title(Sheet *sheet)
{
    Flow *flow = sheet->flow;
    TextStyle style = style_of(FONT_HEI, SIZE_SMALL_4_PT);
    Span span = {sheet->table->title, style};
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
    Sheet sheet = {.flow = flow, .table = table};
    sheet.edges = NEW(flow->arena, double, table->column_count + 1);
    sheet.number_widths = NEW(flow->arena, double, table->column_count);
    if (table->landscape && !flow->landscape)
        flow_page(flow, /* landscape= */ true);
    if (!hide_title && !str_empty(table->title))
        draw_title(&sheet);
    choose_size(&sheet);
    measure_numbers(&sheet);
    choose_heights(&sheet);
    double head = sum_of(sheet.head_heights, 0, table->head_count);
    size_t from = 0;
    do {
        size_t first = from < table->body.count ? bound_rows(table, from) : from;
        if (flow->y > 0 && head + sum_of(sheet.body_heights, from, first) > flow_room(flow))
            flow_page(flow, flow->landscape);
        size_t end = rows_for(&sheet, from, flow_room(flow) - head);
        draw_part(&sheet, from, end);
        from = end;
        if (from < table->body.count)
            flow_page(flow, flow->landscape);
    } while (from < table->body.count);
    draw_notes(&sheet);
}
