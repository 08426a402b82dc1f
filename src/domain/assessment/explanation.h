/*
 * explanation.h - why a unit has its score: the engine's explanation with every figure led back
 * to the file, row and import it came from.
 */
#ifndef TONGBAN_ASSESSMENT_EXPLANATION_H
#define TONGBAN_ASSESSMENT_EXPLANATION_H

#include "domain/assessment/counted_figures.h"
#include "domain/assessment/result.h"

typedef struct UnitExplanation {
    Period period;
    Str state;
    int64_t version;
    Explanation explanation;
    bool counted;              /* it rests on what a module counted */
    CountedRecordList records; /* then all that cost points, dearest first */
} UnitExplanation;
extern const Shape unit_explanation_shape;

/* What a unit has in a scheme without a total: its items, one after the other. */
typedef struct UnitExplanations {
    Period period;
    Str state;
    int64_t version;
    ExplanationList explanations;
} UnitExplanations;
extern const Shape unit_explanations_shape;

/* The score that somebody asks about, found in the month's result. */
typedef struct AskedScore {
    MonthResult result;
    size_t subject;
    size_t score; /* an item's index, or SCHEME_TOTAL */
} AskedScore;
/* `item` is a code or Chinese name; empty = the total. Fails with FAIL_NOT_FOUND for an unknown
 * scheme, unit or item, naming what comes nearest. */
must_use bool asked_score_find(Ctx *ctx, Period period, Str scheme, Str unit, Str item,
                               AskedScore *ret);

/* As asked_score_find, explained. */
must_use bool unit_explain(Ctx *ctx, Period period, Str scheme, Str unit, Str item,
                           UnitExplanation *ret);
/* All items of a unit, in the order of the scheme. */
must_use bool unit_explain_items(Ctx *ctx, Period period, Str scheme, Str unit,
                                 UnitExplanations *ret);
/* 「hotline.csv 第2行（导入3号）」; 「由其他岗位导入」 when the import may not be seen. */
Str figure_source_text(Arena *arena, const Figure *figure);
/* For a terminal. */
void unit_explanation_print(Buf *to, const UnitExplanation *explanation);
void unit_explanations_print(Buf *to, const UnitExplanations *explanations);

#endif
