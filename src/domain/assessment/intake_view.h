/*
 * intake_view.h - tables, previews and past imports as the pages show them.
 */
#ifndef TONGBAN_ASSESSMENT_INTAKE_VIEW_H
#define TONGBAN_ASSESSMENT_INTAKE_VIEW_H

#include "domain/assessment/intake.h"
#include "domain/assessment/view.h"

typedef struct TableColumnView {
    Str code;
    Str name;
    Str note;
    bool required;
    bool has_places;
    int64_t places;
} TableColumnView;
LIST_OF(TableColumnView, TableColumnViewList);

typedef struct TableView {
    Str code;
    Str name;
    bool by_year;                /* imported with a year as period */
    TableColumnViewList columns; /* the key columns first */
} TableView;
LIST_OF(TableView, TableViewList);

typedef struct TablesView {
    TableViewList tables;
} TablesView;
extern const Shape tables_view_shape;
/* Those that may be imported under ctx->scope. */
must_use bool tables_view(Ctx *ctx, TablesView *ret);

/* What an import would do, or has done. */
typedef struct IntakeView {
    int64_t number; /* of the import, in what was taken */
    Str table;
    Period period;
    int64_t rows;
    int64_t new; /* figures, also the next two */
    int64_t changed;
    int64_t same;
    int64_t wrong; /* rows */
    TextList unknown_columns;
    MonthChangeList changes;
    ViewProblems problems;
    TextList warnings; /* counts that would not agree */
} IntakeView;
extern const Shape preview_view_shape; /* without the number */
extern const Shape intake_view_shape;
IntakeView intake_view(Ctx *ctx, const IntakePlan *plan);

typedef struct ImportView {
    int64_t number;
    Str table;
    Str table_name;
    Period period;
    Str file;
    int64_t rows;
    int64_t cells;
    Instant made_at;
    Str actor;
    bool undone;
    Str note;
} ImportView;
LIST_OF(ImportView, ImportViewList);
extern const Shape import_view_shape;

typedef struct ImportsView {
    ImportViewList imports; /* newest first */
} ImportsView;
extern const Shape imports_view_shape;
/* `period` NULL = all months. */
must_use bool imports_view(Ctx *ctx, const Period *period, ImportsView *ret);
must_use bool import_view(Ctx *ctx, const ImportRecord *record, ImportView *ret);

#endif
