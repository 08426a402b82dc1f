/*
 * help.h - the help texts, printed from the tables of the verbs.
 */
#ifndef TONGBAN_FACE_HELP_H
#define TONGBAN_FACE_HELP_H

#include "face/cli/verbs.h"

/* All verbs with one line each, the face's first, then those of each module. */
void help_overview(Arena *arena, Buf *to);
/* Usage, options and examples of one verb. */
void help_verb(const Command *verb, Buf *to);
void help_version(Buf *to);

#endif
