#include "engine/report/pdf_line.h"

/* Marks that may not begin a line, and marks that may not end one. */
static const char *const closing = "，。、；：？！）》〉」』】〕］｝”’…—·～％‰℃,.;:?!)]}%";
static const char *const opening = "（《〈「『【〔［｛“‘￥＄([{$";

/* Less than this many gaps cannot take up the blank of a short line without looking torn. */
#define SPREAD_GAPS_MIN 8

static bool is_among(const char *marks, Rune rune)
{
    Str rest = str_of(marks);
    while (!str_empty(rest))
        if (utf8_next(&rest) == rune)
            return true;
    return false;
}

/* Letters, digits and the signs that hold them together: 2023-02, GB/T, 99.99%, a@b.cn. */
static bool is_wordy(Rune rune)
{
    return rune > 0x20 && rune < 0x2E80 && !is_among("—…“”‘’·", rune);
}

bool line_may_break(Rune before, Rune after)
{
    if (before == ' ')
        return after != ' ';
    if (after == ' ' || is_among(opening, before))
        return false;
    if ((before == 0x2014 || before == 0x2026) && before == after)
        return false;
    /* A dash may begin a line as long as it is whole. */
    if (is_among(closing, after) && after != 0x2014)
        return false;
    return !(is_wordy(before) && is_wordy(after));
}

/* One character while the lines are made. */
typedef struct Sign {
    Rune rune;
    size_t span;
    double width;
    double inset; /* of the character in its width */
} Sign;
LIST_OF(Sign, SignList);

static Sign sign_of(Canvas *canvas, const Span *spans, size_t span, Rune rune, LineRules rules)
{
    if (rune == '\n')
        return (Sign){.rune = rune, .span = span};
    TextStyle style = spans[span].style;
    double width = canvas_advance(canvas, style.role, rune) * style.size * rules.tracking;
    if (!rules.even_digits || rune < '0' || rune > '9')
        return (Sign){rune, span, width, 0};
    double even = canvas_advance(canvas, style.role, '0') * style.size * rules.tracking;
    return (Sign){rune, span, even, (even - width) / 2};
}

static SignList signs_of(Canvas *canvas, Arena *arena, const Span *spans, size_t span_count,
                         LineRules rules)
{
    SignList signs = {0};
    for (size_t i = 0; i < span_count; i++) {
        Str rest = spans[i].text;
        while (!str_empty(rest))
            *LIST_ADD(arena, &signs) = sign_of(canvas, spans, i, utf8_next(&rest), rules);
    }
    return signs;
}

/* The end of the line that begins at `from`: exclusive, at least one character further. */
static size_t line_end(const SignList *signs, size_t from, double room)
{
    double width = 0;
    size_t at = from, allowed = from;
    for (; at < signs->count; at++) {
        const Sign *sign = &signs->at[at];
        if (sign->rune == '\n')
            return at + 1;
        if (at > from && line_may_break(sign[-1].rune, sign->rune))
            allowed = at;
        width += sign->width;
        /* Blanks may hang over the edge. A hundredth of a point is a rounding, not a width. */
        if (width > room + 0.01 && sign->rune != ' ')
            break;
    }
    if (at == signs->count)
        return at;
    if (allowed > from)
        return allowed;
    return at > from ? at : from + 1;
}

static bool is_blank(const Sign *sign)
{
    return sign->rune == ' ' || sign->rune == '\n';
}

/* Between two characters of one word no blank is put. */
static bool is_gap(const Sign *left, const Sign *right)
{
    return !(is_wordy(left->rune) && is_wordy(right->rune));
}

static double gap_width(const Sign *signs, size_t count, double slack)
{
    size_t gaps = 0;
    for (size_t i = 1; i < count; i++)
        gaps += is_gap(&signs[i - 1], &signs[i]);
    return gaps < SPREAD_GAPS_MIN || slack <= 0 ? 0 : slack / (double)gaps;
}

/* Places the signs of one line, one piece for each span on it. */
static Line line_make(Arena *arena, const Span *spans, const Sign *signs, size_t count,
                      double indent, double gap)
{
    Line line = {.pieces = NEW(arena, Piece, count + 1)};
    Placed *placed = NEW(arena, Placed, count + 1);
    double x = indent;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && is_gap(&signs[i - 1], &signs[i]))
            x += gap;
        if (i == 0 || signs[i].span != signs[i - 1].span)
            line.pieces[line.piece_count++] =
                (Piece){.style = spans[signs[i].span].style, .placed = &placed[i]};
        line.pieces[line.piece_count - 1].count++;
        placed[i] = (Placed){signs[i].rune, x + signs[i].inset};
        x += signs[i].width;
    }
    line.width = x;
    return line;
}

LineList line_break(Canvas *canvas, Arena *arena, const Span *spans, size_t span_count,
                    LineRules rules)
{
    LineList lines = {0};
    SignList signs = signs_of(canvas, arena, spans, span_count, rules);
    size_t from = 0;
    do {
        double indent = lines.count == 0 ? rules.first_indent : rules.next_indent;
        double room = rules.width - indent;
        size_t end = line_end(&signs, from, room);
        size_t count = end - from;
        bool forced = end == signs.count || signs.at[end - 1].rune == '\n';
        while (count > 0 && is_blank(&signs.at[from + count - 1]))
            count--;
        double width = 0;
        for (size_t i = from; i < from + count; i++)
            width += signs.at[i].width;
        double gap = rules.spread && !forced ? gap_width(signs.at + from, count, room - width) : 0;
        *LIST_ADD(arena, &lines) = line_make(arena, spans, signs.at + from, count, indent, gap);
        from = end;
        while (!forced && from < signs.count && signs.at[from].rune == ' ')
            from++;
    } while (from < signs.count);
    return lines;
}

void line_draw(Canvas *canvas, Arena *arena, const Line *line, double left, double baseline)
{
    for (size_t i = 0; i < line->piece_count; i++) {
        const Piece *piece = &line->pieces[i];
        ArenaMark mark = arena_mark(arena);
        Placed *moved = arena_copy(arena, piece->placed, piece->count * sizeof *moved);
        for (size_t j = 0; j < piece->count; j++)
            moved[j].x += left;
        canvas_placed(canvas, piece->style, moved, piece->count, baseline);
        arena_rewind(arena, mark);
    }
}

double line_unbreakable_width(Canvas *canvas, TextStyle style, Str text)
{
    double widest = 0, width = 0;
    Rune before = '\n';
    while (!str_empty(text)) {
        Rune rune = utf8_next(&text);
        if (before == '\n' || line_may_break(before, rune))
            width = 0;
        if (rune != '\n' && rune != ' ')
            width += canvas_advance(canvas, style.role, rune) * style.size;
        widest = width > widest ? width : widest;
        before = rune;
    }
    return widest;
}
