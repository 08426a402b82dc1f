/*
 * finding_list.h - the findings of a paper as they are handed on.
 */
#ifndef TONGBAN_ENGINE_CHECK_FINDING_LIST_H
#define TONGBAN_ENGINE_CHECK_FINDING_LIST_H

#include "engine/check/finding.h"

/* Adds `found` to `to`, each but once (equal in place, kind, unit and figures), at most
 * FINDINGS_MAX: past that the last is of kind FINDING_MORE and tells how many are left out. `found`
 * is used up. */
void findings_add_limited(Arena *arena, FindingList *found, FindingList *to);

#endif
