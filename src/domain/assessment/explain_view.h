/*
 * explain_view.h - why a score is what it is, as the pages show it: the score asked for, then
 * what it is made of, step by step, and the figures with file, row and import.
 */
#ifndef TONGBAN_ASSESSMENT_EXPLAIN_VIEW_H
#define TONGBAN_ASSESSMENT_EXPLAIN_VIEW_H

#include "domain/assessment/view.h"

typedef struct NeighbourView {
    int64_t rank;
    Str unit;
    Str total;
    bool is_self;
} NeighbourView;
LIST_OF(NeighbourView, NeighbourViewList);

/* The unit of the group by which the score is measured. */
typedef struct ReferenceView {
    Str unit;
    Str value;
    Str text;
} ReferenceView;

typedef struct StepView {
    Str code;
    Str name;
    int64_t depth; /* 0 = the score asked for; its parts one deeper */
    Str text;      /* a sentence: the rule in words, target, deduction */
    Str formula;   /* with names */
    Str with_numbers;
    Str exact;
    Str rounding;
    Str value;
    TextList flags;
    Str note; /* missing, assumed, capped */
} StepView;
LIST_OF(StepView, StepViewList);

typedef struct FigureSourceView {
    Str code;
    Str name;
    Str value;
    bool has_value;
    Str table;
    Str file;
    bool has_row;
    int64_t row;
    bool has_import;
    int64_t import;
    bool has_imported_at;
    Instant imported_at;
    Str counted; /* how, by whom it was not imported; empty = it was */
} FigureSourceView;
LIST_OF(FigureSourceView, FigureSourceViewList);

typedef struct ExplainView {
    Period period;
    Str scheme;
    Str scheme_name;
    Str unit;
    Str group;
    Str item; /* empty = the total */
    Str item_name;
    Str value;
    bool has_rank;
    int64_t rank;
    Str legal;
    NeighbourViewList neighbours; /* in order of rank, the unit itself among them */
    bool has_reference;
    ReferenceView reference;
    StepViewList steps;
    FigureSourceViewList inputs;
} ExplainView;
extern const Shape explain_view_shape;

/* As unit_explain. */
must_use bool explain_view(Ctx *ctx, Period period, Str scheme, Str unit, Str item,
                           ExplainView *ret);

#endif
