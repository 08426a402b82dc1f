/*
 * prose.h - the sentences of a paper against themselves, against each other and against its tables.
 */
#ifndef TONGBAN_ENGINE_CHECK_PROSE_H
#define TONGBAN_ENGINE_CHECK_PROSE_H

#include "engine/check/table.h"

/* `tables` are as their own findings have mended them: a sentence that agrees with either the
 * printed or the mended table holds. Findings are added in the order of the paper. */
void check_prose(Arena *arena, const Paper *paper, const CheckTableList *tables,
                 FindingList *findings);

#endif
