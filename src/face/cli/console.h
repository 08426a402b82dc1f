/*
 * console.h - the terminal: data on stdout, talk and progress on stderr.
 *
 * A progress bar is drawn only on a terminal; elsewhere (a log file, a pipe) a plain line comes
 * every CONSOLE_LINE_SECONDS. Colours only on a terminal and without NO_COLOR (no-color.org).
 */
#ifndef TONGBAN_FACE_CONSOLE_H
#define TONGBAN_FACE_CONSOLE_H

#include "domain/module.h"
#include "face/cli/workspace.h"

#define CONSOLE_OUT_BYTES_MAX (512 * MIB)
#define CONSOLE_LINE_SECONDS 5
#define CONSOLE_BAR_MS 100 /* between two drawings of the bar */

/* The Console of the verbs, and what the verbs of the face itself need. */
typedef struct Terminal {
    Console console; /* first, so that a Console can be taken for its Terminal */
    Buf out;
    Workspace workspace;
    bool talk_color;
    bool bar;          /* stderr is a terminal */
    bool bar_shown;    /* a line to be wiped before anything else is said */
    int64_t bar_ticks; /* when it was drawn last */
} Terminal;

void terminal_init(Terminal *terminal, Arena *arena);
Terminal *terminal_of(Console *console);
/* Writes what is in `out`; false when stdout does not take it. */
must_use bool terminal_flush(Ctx *ctx, Terminal *terminal);
/* Prints a failure on stderr. */
void terminal_print_fail(Terminal *terminal, const Fail *fail);

#endif
