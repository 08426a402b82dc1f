/*
 * paper_maker.h - a paper while a reader puts its parts together. Private to paper.c and the
 * readers behind it.
 */
#ifndef TONGBAN_PORT_PAPER_MAKER_H
#define TONGBAN_PORT_PAPER_MAKER_H

#include "port/paper.h"

typedef struct PaperMaker {
    Ctx *ctx;
    Str file;
    PaperParts parts;
    size_t table_count;
    size_t cell_count; /* of all tables; the bound of one table is the bound of all */
} PaperMaker;

/* A heading (level from 1) or paragraph (level 0). A paragraph that is short and begins with 一、
 * or （一） is a heading of level 1 or 2, because few official papers mark theirs. An empty text
 * adds nothing. The text must live in the arena or the file; it is trimmed, and line breaks in it
 * become one blank. Fails with FAIL_TOO_LARGE, file and line past the limits of paper.h. */
must_use bool paper_add_text(PaperMaker *maker, int level, int line, Str text);
/* A finished grid; one without a cell adds nothing. */
must_use bool paper_add_table(PaperMaker *maker, int line, Grid *grid);

/* Blanks around a line break, and the break, are one blank; so are the TABs of a text. Gives `text`
 * itself when there is none. */
Str paper_one_line(Arena *arena, Str text);

#endif
