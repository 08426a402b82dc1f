/*
 * explanation.h - why a unit has its score: the engine's explanation with every figure led back
 * to the file, row and import it came from.
 */
#ifndef TONGBAN_ASSESSMENT_EXPLANATION_H
#define TONGBAN_ASSESSMENT_EXPLANATION_H

#include "domain/assessment/result.h"

typedef struct UnitExplanation {
    Month period;
    Str state;
    int64_t version;
    Explanation explanation;
} UnitExplanation;
extern const Shape unit_explanation_shape;

/* The score that somebody asks about, found in the month's result. */
typedef struct AskedScore {
    MonthResult result;
    size_t subject;
    size_t score; /* an item's index, or SCHEME_TOTAL */
} AskedScore;
/* `item` is a code or Chinese name; empty = the total. Fails with FAIL_NOT_FOUND for an unknown
 * scheme, unit or item, naming what comes nearest. */
must_use bool asked_score_find(Ctx *ctx, Month period, Str scheme, Str unit, Str item,
                               AskedScore *ret);

/* As asked_score_find, explained. */
must_use bool unit_explain(Ctx *ctx, Month period, Str scheme, Str unit, Str item,
                           UnitExplanation *ret);
/* 「hotline.csv 第2行（导入3号）」 */
Str figure_source_text(Arena *arena, const Figure *figure);
/* For a terminal. */
void unit_explanation_print(Buf *to, const UnitExplanation *explanation);

#endif
