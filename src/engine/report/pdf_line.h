/*
 * pdf_line.h - text broken into lines, every character placed.
 *
 * Chinese breaks between any two characters, except (GB/T 15834, 5.1; 禁则处理) before closing
 * marks and after opening ones, inside —— and ……, inside a Latin word, and inside a number. A line
 * that must give a character to the next is spread to the full width again, so that the right edge
 * is straight and no line ever holds more characters than the grid has cells.
 */
#ifndef TONGBAN_ENGINE_REPORT_PDF_LINE_H
#define TONGBAN_ENGINE_REPORT_PDF_LINE_H

#include "engine/report/document.h"
#include "port/canvas.h"

/* Text in one style; a line may hold several (a lead in 楷体, then 仿宋). */
typedef struct Span {
    Str text;
    TextStyle style;
} Span;

typedef struct LineRules {
    double width;        /* pt, from the left edge of the type area to the right one */
    double first_indent; /* of the first line */
    double next_indent;  /* of the others */
    double tracking;     /* width of a cell / size of type; 1 leaves the type as it is */
    bool even_digits;    /* all as wide as 0, so that numbers stand one under the other */
    bool spread;         /* all lines but the last reach the right edge */
} LineRules;

/* The characters of one style on a line; x counts from the left edge of the type area. */
typedef struct Piece {
    TextStyle style;
    Placed *placed;
    size_t count;
} Piece;

typedef struct Line {
    Piece *pieces;
    size_t piece_count;
    double width; /* from the left edge to the end of the last character */
} Line;
LIST_OF(Line, LineList);

/* At least one line, even of no text. A newline in the text ends a line. */
LineList line_break(Canvas *canvas, Arena *arena, const Span *spans, size_t span_count,
                    LineRules rules);
void line_draw(Canvas *canvas, Arena *arena, const Line *line, double left, double baseline);

/* True when a line may end between these neighbours. */
bool line_may_break(Rune before, Rune after);
/* The width of the widest part of a text that no line may break, in points. */
double line_unbreakable_width(Canvas *canvas, TextStyle style, Str text);

#endif
