#include "engine/report/pdf_sheet.h"

#define CELL_ABOVE_PT 2.0 /* least blank above and below the text of a cell */
/* A head is never broken into shorter lines than this. */
#define HEAD_CHARACTERS_MIN 2
#define BRACKET_CHARACTERS_MAX 6.5
#define HEAD_SIDE_PT 2.0
#define UNLIMITED_PT 1e6
#define HAIR_PT 0.05 /* a rounding, not a width */

size_t cell_span(int span)
{
    return span > 1 ? (size_t)span : 1;
}

TextStyle cell_style(const Sheet *sheet, const Row *row, const Cell *cell, bool is_head)
{
    bool strong = is_head || row->is_total || cell->emphasis;
    return style_of(strong ? FONT_HEI : FONT_SONG, sheet->size);
}

static bool has_even_digits(const Cell *cell, bool is_head)
{
    return cell->is_number && !is_head;
}

/* The unit or the points of a head, 「（15分）」, when they are short enough to stay whole. */
static double bracket_width(const Sheet *sheet, TextStyle style, Str text)
{
    size_t bracket = str_find(text, STR("（"));
    if (bracket == STR_NONE || sheet->name_whole < NAME_CHARACTERS_MAX)
        return 0;
    double width = canvas_width(sheet->flow->canvas, style, str_after(text, bracket));
    return width > BRACKET_CHARACTERS_MAX * style.size ? 0 : width;
}

/* On one line, however long. */
static double whole_width(const Sheet *sheet, TextStyle style, const Cell *cell, bool is_head)
{
    Span span = {cell->text, style};
    LineRules rules = {
        .width = UNLIMITED_PT, .tracking = 1, .even_digits = has_even_digits(cell, is_head)};
    ArenaMark mark = arena_mark(sheet->flow->arena);
    double width = line_break(sheet->flow->canvas, sheet->flow->arena, &span, 1, rules).at->width;
    arena_rewind(sheet->flow->arena, mark);
    return width;
}

static Str before_bracket(Str text)
{
    size_t bracket = str_find(text, STR("（"));
    return bracket == STR_NONE ? text : str_slice(text, 0, bracket);
}

/* A head is centred: its column may be hardly wider than its text. */
static double cell_side(bool is_head)
{
    return is_head ? HEAD_SIDE_PT : TABLE_CELL_SIDE_PT;
}

/* What should not be broken: a number, a word, a short name; of a head a few characters and its
 * bracket. */
double cell_least_width(const Sheet *sheet, const Row *row, const Cell *cell, bool is_head)
{
    TextStyle style = cell_style(sheet, row, cell, is_head);
    Canvas *canvas = sheet->flow->canvas;
    double width = line_unbreakable_width(canvas, style, cell->text);
    double whole = whole_width(sheet, style, cell, is_head);
    if (is_head) {
        double bracket = bracket_width(sheet, style, cell->text);
        width = bracket > width ? bracket : width;
        whole = canvas_width(canvas, style, before_bracket(cell->text));
    }
    double short_name = (is_head ? sheet->head_whole : sheet->name_whole) * style.size;
    if ((cell->is_number && !is_head) || whole < short_name)
        width = whole > width ? whole : width;
    else if (width < short_name)
        width = short_name;
    return width + 2 * cell_side(is_head);
}

double cell_width(const Sheet *sheet, size_t column, const Cell *cell)
{
    return sheet->edges[column + cell_span(cell->column_span)] - sheet->edges[column];
}

/* The text of a line again. */
static void add_line_text(Buf *to, const Line *line)
{
    char bytes[4];
    for (size_t i = 0; i < line->piece_count; i++)
        for (size_t j = 0; j < line->pieces[i].count; j++)
            buf_add_bytes(to, bytes, utf8_encode(line->pieces[i].placed[j].rune, bytes));
}

/* With newlines where lines end that are of like length: 办理 质量 rather than 办理质 量. */
static Str even_text(const Sheet *sheet, TextStyle style, Str text, double room)
{
    Flow *flow = sheet->flow;
    Span span = {text, style};
    LineRules rules = {.width = room, .tracking = 1};
    LineList lines = line_break(flow->canvas, flow->arena, &span, 1, rules);
    while (lines.count > 1 && rules.width > HEAD_CHARACTERS_MIN * style.size) {
        rules.width -= style.size / 2;
        LineList narrower = line_break(flow->canvas, flow->arena, &span, 1, rules);
        if (narrower.count > lines.count)
            break;
        lines = narrower;
    }
    Buf even = buf_create(flow->arena, text.len + lines.count);
    LIST_EACH (Line, line, &lines) {
        if (line > lines.at)
            buf_add_byte(&even, '\n');
        add_line_text(&even, line);
    }
    return buf_str(&even);
}

/* 「按时办理率（15分）」 in a narrow column: the bracket begins a line of its own. */
static Str head_text(const Sheet *sheet, TextStyle style, Str text, double room)
{
    Canvas *canvas = sheet->flow->canvas;
    Str name = before_bracket(text), bracket = str_after(text, name.len);
    if (canvas_width(canvas, style, text) <= room)
        return text;
    if (str_empty(name) || canvas_width(canvas, style, bracket) > room + HAIR_PT)
        return even_text(sheet, style, text, room);
    return str_format(sheet->flow->arena, "%.*s\n%.*s", STRF(even_text(sheet, style, name, room)),
                      STRF(bracket));
}

LineList cell_lines(const Sheet *sheet, const Row *row, size_t column, bool is_head)
{
    const Cell *cell = &row->cells[column];
    TextStyle style = cell_style(sheet, row, cell, is_head);
    double room = cell_width(sheet, column, cell) - 2 * cell_side(is_head);
    Span span = {is_head ? head_text(sheet, style, cell->text, room) : cell->text, style};
    LineRules rules = {.width = room, .tracking = 1, .even_digits = has_even_digits(cell, is_head)};
    return line_break(sheet->flow->canvas, sheet->flow->arena, &span, 1, rules);
}

double cell_height(const Sheet *sheet, const Row *row, size_t column, bool is_head)
{
    ArenaMark mark = arena_mark(sheet->flow->arena);
    double lines = (double)cell_lines(sheet, row, column, is_head).count;
    arena_rewind(sheet->flow->arena, mark);
    return lines * sheet->pitch + 2 * CELL_ABOVE_PT;
}
