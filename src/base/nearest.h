/*
 * nearest.h - "did you mean": the known names that come closest to one that is not known.
 *
 * Closeness is the edit distance (Levenshtein 1966: insert, delete, replace one) over code points,
 * so that one wrong Chinese character counts one. Only plausible names are offered: those within a
 * third of the longer name's length, and those of which one contains the other (财政局,
 * 海珠区财政局). Names are compared as they are; fold them first (port/fold.h) where width and
 * brackets should not matter.
 */
#ifndef TONGBAN_BASE_NEAREST_H
#define TONGBAN_BASE_NEAREST_H

#include "base/str.h"

/* Longer names are compared by their first 64 code points only. */
#define NEAREST_RUNES_MAX 64

size_t edit_distance(Str a, Str b);

/* Writes at most `max` plausible names to ret, the closest first (equal ones in the order given),
 * and returns how many. */
size_t nearest_names(Str text, const Str *candidates, size_t count, Str *ret, size_t max);
/* The closest plausible name; the empty Str when there is none. */
Str nearest_of(Str text, const Str *candidates, size_t count);
/* The names of nearest_names joined with 「、」, for a message. */
Str nearest_list(Arena *arena, Str text, const Str *candidates, size_t count, size_t max);

#endif
