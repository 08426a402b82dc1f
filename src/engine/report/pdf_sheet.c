#include "engine/report/pdf_sheet.h"

/* A table is set smaller by this step until its numbers and words fit their columns. */
#define SIZE_STEP_PT 0.5
#define SIZE_LEAST_PT 7.0
/* Heads of so many characters are not broken while there is room, then shorter ones. */
#define HEAD_CHARACTERS_MAX 4.05
#define HEAD_CHARACTERS_MIN 2
#define NAME_CHARACTERS_MIN 2
#define SIZE_LAST_RESORT_PT 5.0
/* Rows bound by a merged cell are kept on one page unless they take more of it than this. */
#define BOUND_SHARE 0.4
/* page_column_widths shares out hundredths of a point. */
#define WIDTH_UNIT 100

/* ---- widths ------------------------------------------------------------------------------ */

static void least_of_rows(const Sheet *sheet, const Row *rows, size_t count, bool is_head,
                          double *least)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sheet->table->column_count; j++) {
            const Cell *cell = &rows[i].cells[j];
            if (cell->covered || cell->column_span > 1)
                continue;
            double width = cell_least_width(sheet, &rows[i], cell, is_head);
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
    ArenaMark mark = arena_mark(flow->arena);
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
    arena_rewind(flow->arena, mark);
    return fits;
}

/* One step towards narrower columns; false when nothing more can be given up. Numbers are never
 * broken before the type is too small to print. */
static bool ease(Sheet *sheet)
{
    bool names_may_break = sheet->name_whole > NAME_CHARACTERS_MIN;
    double least = names_may_break ? SIZE_LEAST_PT : SIZE_LAST_RESORT_PT;
    if (sheet->head_whole > HEAD_CHARACTERS_MIN)
        sheet->head_whole--;
    else if (sheet->size > least)
        sheet->size -= SIZE_STEP_PT;
    else if (names_may_break)
        sheet->name_whole--;
    else
        return false;
    return true;
}

static void choose_size(Sheet *sheet)
{
    sheet->size = page_table_size_pt(sheet->table);
    sheet->head_whole = HEAD_CHARACTERS_MAX;
    sheet->name_whole = NAME_CHARACTERS_MAX;
    while (!fit_columns(sheet) && ease(sheet))
        ;
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
            size_t span = cell_span(cell->row_span);
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

double sheet_sum(const double *heights, size_t from, size_t end)
{
    double sum = 0;
    for (size_t i = from; i < end; i++)
        sum += heights[i];
    return sum;
}

/* The rows that a merged cell binds to row `from`: exclusive end. A tall group may be parted, its
 * merged cell is then printed again on the next page. */
static size_t bound_rows(const Sheet *sheet, size_t from)
{
    const Table *table = sheet->table;
    size_t end = from + 1;
    for (size_t i = from; i < end; i++)
        for (size_t j = 0; j < table->column_count; j++) {
            const Cell *cell = &table->body.at[i].cells[j];
            if (!cell->covered && i + cell_span(cell->row_span) > end)
                end = i + cell_span(cell->row_span);
        }
    double height = sheet_sum(sheet->body_heights, from, end);
    return height > sheet->flow->height * BOUND_SHARE ? from + 1 : end;
}

/* As many rows as fit in `room`, at least one bound group: exclusive end. */
size_t sheet_rows_for(const Sheet *sheet, size_t from, double room)
{
    size_t end = from;
    while (end < sheet->table->body.count) {
        size_t next = bound_rows(sheet, end);
        if (end > from && sheet_sum(sheet->body_heights, from, next) > room)
            break;
        end = next;
    }
    return end;
}

LineList sheet_note_lines(const Sheet *sheet, size_t i)
{
    Arena *arena = sheet->flow->arena;
    const Table *table = sheet->table;
    bool only = table->note_count == 1;
    Str text = only ? str_format(arena, "说明：%.*s", STRF(table->notes[i]))
                    : str_format(arena, "%zu.%.*s", i + 1, STRF(table->notes[i]));
    Span span = {text, style_of(FONT_SONG, sheet->size)};
    LineRules rules = {.width = sheet->flow->width,
                       .next_indent = only ? 3 * sheet->size : sheet->size,
                       .tracking = 1,
                       .spread = true};
    return line_break(sheet->flow->canvas, arena, &span, 1, rules);
}

static double notes_height(const Sheet *sheet)
{
    const Table *table = sheet->table;
    if (table->note_count == 0)
        return 0;
    double lines = table->note_count > 1; /* 说明： */
    for (size_t i = 0; i < table->note_count; i++)
        lines += (double)sheet_note_lines(sheet, i).count;
    return sheet->pitch * (lines + NOTES_ABOVE_RATIO);
}

/* ---- pages ------------------------------------------------------------------------------- */

static void set_heights(Sheet *sheet, double row_least)
{
    const Table *table = sheet->table;
    sheet->row_least = row_least;
    sheet->head_heights = row_heights(sheet, table->head, table->head_count, /* is_head= */ true);
    sheet->body_heights =
        row_heights(sheet, table->body.at, table->body.count, /* is_head= */ false);
}

double sheet_head_height(const Sheet *sheet)
{
    return sheet_sum(sheet->head_heights, 0, sheet->table->head_count);
}

/* True when head and first rows must wait for the next page. */
bool sheet_starts_on_next(const Sheet *sheet, size_t from, double y)
{
    size_t first = from < sheet->table->body.count ? bound_rows(sheet, from) : from;
    return y > 0 && sheet_head_height(sheet) + sheet_sum(sheet->body_heights, from, first) >
                        sheet->flow->height - y;
}

/* How many pages the table takes from here on, its notes included. */
static size_t count_pages(const Sheet *sheet)
{
    const Flow *flow = sheet->flow;
    size_t pages = 1, from = 0;
    double y = flow->y;
    for (;;) {
        if (sheet_starts_on_next(sheet, from, y)) {
            pages++;
            y = 0;
        }
        size_t end = sheet_rows_for(sheet, from, flow->height - y - sheet_head_height(sheet));
        y += sheet_head_height(sheet) + sheet_sum(sheet->body_heights, from, end);
        from = end;
        if (from == sheet->table->body.count)
            break;
        pages++;
        y = 0;
    }
    return pages + (notes_height(sheet) > flow->height - y);
}

/* Rows may be tighter when that saves a page: a last one with only a row or a note looks lost. */
static void choose_heights(Sheet *sheet)
{
    static const double shares[] = {1, 0.9, 0.8, 0.7};
    size_t fewest = SIZE_MAX;
    double best = TABLE_ROW_MIN_PT;
    for (size_t i = 0; i < ARRAY_LEN(shares); i++) {
        set_heights(sheet, TABLE_ROW_MIN_PT * shares[i]);
        size_t pages = count_pages(sheet);
        if (pages < fewest) {
            fewest = pages;
            best = sheet->row_least;
        }
    }
    set_heights(sheet, best);
}

Sheet sheet_measure(Flow *flow, const Table *table)
{
    Sheet sheet = {.flow = flow, .table = table};
    sheet.edges = NEW(flow->arena, double, table->column_count + 1);
    sheet.number_widths = NEW(flow->arena, double, table->column_count);
    choose_size(&sheet);
    measure_numbers(&sheet);
    choose_heights(&sheet);
    return sheet;
}
