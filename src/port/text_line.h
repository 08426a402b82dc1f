/*
 * text_line.h - the lines of a text file and the cells in them. Private to text_read.c and
 * text_table.c.
 */
#ifndef TONGBAN_PORT_TEXT_LINE_H
#define TONGBAN_PORT_TEXT_LINE_H

#include "port/paper_maker.h"

typedef struct TextLine {
    Str text; /* without its end and without blanks at the end, TABs included */
    int line; /* of the file, from 1 */
} TextLine;
LIST_OF(TextLine, TextLines);

/* A cell of a line with the columns of the screen it takes, [from, to). */
typedef struct TextField {
    Str text;
    size_t from;
    size_t to;
} TextField;
LIST_OF(TextField, TextFields);

TextLines text_lines(Arena *arena, Str text);

bool text_has_tab(Str line);
/* Cells divided by TAB; by |, the frame left out; by two and more blanks, with their columns. The
 * list is emptied first. */
void text_tab_cells(Arena *arena, Str line, TextFields *ret);
void text_pipe_cells(Arena *arena, Str line, TextFields *ret);
void text_aligned_cells(Arena *arena, Str line, TextFields *ret);
/* Cells that are not blank. */
size_t text_filled(const TextFields *fields);

/* A line of nothing but - = + | : _ * and the lines of box drawing: |---|---|, +----+, ----. */
bool text_is_rule(Str line);
/* 1. 1、 (1) （一） ① - • : what a list's item begins with. */
bool text_is_list_mark(Str text);
/* A text that can be printed as a number: 12, -0.5, 99.9%, 1,234, also with a unit after it. */
bool text_is_figure(Str text);

/* Without Markdown's emphasis (**) and with its escapes (\*) undone. */
Str text_plain(Arena *arena, Str text);

#endif
