/*
 * search_cut.h - a text cut into the tokens that are searched for: pairs of Chinese characters,
 * Latin words, numbers. What stands together in the text has neighbouring positions; anything
 * between (blanks, punctuation) leaves a gap, so that no pair joins what was apart.
 */
#ifndef TONGBAN_SEARCH_SEARCH_CUT_H
#define TONGBAN_SEARCH_SEARCH_CUT_H

#include "base/str.h"
#include "base/utf8.h"

typedef enum CutKind {
    CUT_PAIR,   /* two Chinese characters */
    CUT_SINGLE, /* one that stands alone */
    CUT_WORD,   /* letters and digits */
} CutKind;

typedef struct CutToken {
    CutKind kind;
    char text[72]; /* folded: half width, small letters */
    size_t len;
    size_t position; /* from 1 */
    bool after_gap;  /* the first one, too */
} CutToken;

typedef struct Cutter {
    Str rest;
    Rune held;   /* a Chinese character waiting for its neighbour; 0 = none */
    bool paired; /* it was the second of a pair already */
    bool gap;
    size_t position;
} Cutter;

typedef enum CutClass { CUT_GAP, CUT_CHINESE, CUT_LATIN } CutClass;
/* The code point as it is compared. */
Rune cut_fold(Rune rune);
CutClass cut_class(Rune folded);

Cutter cutter_of(Str text);
/* False at the end. */
bool cut_next(Cutter *cutter, CutToken *ret);

#endif
