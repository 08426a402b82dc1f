/*
 * scheme_view.h - the schemes as the pages show them: rules in words, one line an indicator.
 */
#ifndef TONGBAN_ASSESSMENT_SCHEME_VIEW_H
#define TONGBAN_ASSESSMENT_SCHEME_VIEW_H

#include "domain/assessment/view.h"

typedef struct SchemeEntryView {
    Str code;
    Str name;
    Period period_from;
    bool has_period_until;
    Period period_until; /* the last month in force */
    Str legal;
} SchemeEntryView;
LIST_OF(SchemeEntryView, SchemeEntryViewList);

typedef struct SchemesView {
    SchemeEntryViewList schemes;
} SchemesView;
extern const Shape schemes_view_shape;
must_use bool schemes_view(Ctx *ctx, SchemesView *ret);

typedef struct SectionView {
    Str code;
    Str name;
    Str cap;
} SectionView;
LIST_OF(SectionView, SectionViewList);

typedef struct SchemeIndicatorView {
    Str code;
    Str name;
    Str section; /* code of the section; empty outside sections */
    Str points;
    Str direction;
    Str formula; /* as the pack has it; empty = the figure as imported */
    Str rounding;
    Str missing;
    Str target;
    Str unit;
    int64_t depth; /* of parts inside their item */
} SchemeIndicatorView;
LIST_OF(SchemeIndicatorView, SchemeIndicatorViewList);

typedef struct SchemeView {
    Str code;
    Str name;
    Str legal;
    Str source_file;
    Str total_rule;
    Str ranking;
    Str rounding;
    SectionViewList sections;
    SchemeIndicatorViewList indicators; /* items, then figures that are listed as they came */
} SchemeView;
extern const Shape scheme_view_shape;

/* The newest scheme of this code; fails with FAIL_NOT_FOUND and the nearest codes. */
must_use bool scheme_view(Ctx *ctx, Str code, SchemeView *ret);

#endif
