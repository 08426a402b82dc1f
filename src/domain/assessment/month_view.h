/*
 * month_view.h - the months, their versions and changes as the pages show them.
 */
#ifndef TONGBAN_ASSESSMENT_MONTH_VIEW_H
#define TONGBAN_ASSESSMENT_MONTH_VIEW_H

#include "domain/assessment/view.h"

typedef struct MonthSchemeView {
    Str code;
    Str name;
} MonthSchemeView;
LIST_OF(MonthSchemeView, MonthSchemeViewList); /* schemes, and documents */

typedef struct MonthView {
    Period period;
    Str state;
    Str state_name;
    int64_t version;
    int64_t figures;
    bool has_updated_at; /* a narrowed scope is not told when others changed a draft */
    Instant updated_at;
    MonthSchemeViewList schemes;   /* in force, with figures of units */
    MonthSchemeViewList documents; /* that there are figures for */
} MonthView;
LIST_OF(MonthView, MonthViewList);

typedef struct MonthsView {
    MonthViewList months; /* newest first */
} MonthsView;
extern const Shape months_view_shape;
/* Under a narrowed scope the months with figures of its own, and those counted. */
must_use bool months_view(Ctx *ctx, MonthsView *ret);

/* Where a month stands after a move. */
typedef struct MonthMovedView {
    Period period;
    Str state;
    int64_t version;
    int64_t late; /* of a month reopened: how many late corrections count now */
} MonthMovedView;
extern const Shape month_moved_view_shape;
MonthMovedView month_moved_view(const MonthState *month);

typedef struct VersionView {
    int64_t version;
    Str state; /* frozen, published, reopened */
    Instant made_at;
    Str actor;
    Str reason;
    Str despite;
    int64_t findings;
    Str digest;
    MonthChangeList changes;
} VersionView;
LIST_OF(VersionView, VersionViewList);

typedef struct VersionsView {
    VersionViewList versions; /* newest first */
} VersionsView;
extern const Shape versions_view_shape;
must_use bool versions_view(Ctx *ctx, Period period, VersionsView *ret);

typedef struct ChangesView {
    MonthChangeList changes;
} ChangesView;
extern const Shape changes_view_shape;

#endif
