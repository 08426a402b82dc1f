/*
 * district_view.h - the program and its district, and the register of units, as the pages show
 * them.
 */
#ifndef TONGBAN_ASSESSMENT_DISTRICT_VIEW_H
#define TONGBAN_ASSESSMENT_DISTRICT_VIEW_H

#include "domain/assessment/view.h"

typedef struct AboutView {
    Str name;
    Str version;
    Str district;
    bool demo;
    Str notice; /* above every page */
} AboutView;
extern const Shape about_view_shape;
must_use bool about_view(Ctx *ctx, AboutView *ret);

typedef struct AliasView {
    Str name;
    Str since; /* unknown, so always empty: only the end of a former name is recorded */
    bool has_until;
    Date until;
} AliasView;
LIST_OF(AliasView, AliasViewList);

typedef struct UnitView {
    Str name;
    Str group;
    Str group_name;
    AliasViewList aliases;
} UnitView;
LIST_OF(UnitView, UnitViewList);

typedef struct UnitsView {
    UnitViewList units; /* those that are there today, in the register's order */
} UnitsView;
extern const Shape units_view_shape;
must_use bool units_view(Ctx *ctx, UnitsView *ret);

#endif
