/*
 * fold.h - names in one form, for matching (with utf8proc).
 *
 * Two names that a person takes for the same are the same when folded: Unicode's NFKC (which also
 * makes full-width letters, digits and signs half-width), small letters, all brackets （）〔〕【】
 * ［］[] as ( ), and no blanks or invisible characters at all. Folded text is for comparing only,
 * never shown.
 */
#ifndef TONGBAN_PORT_FOLD_H
#define TONGBAN_PORT_FOLD_H

#include "base/str.h"

/* Malformed UTF-8 comes back as it is. */
Str fold_name(Arena *arena, Str text);

#endif
