/*
 * figure.h - the figures in force of a month, with where each came from.
 */
#ifndef TONGBAN_ASSESSMENT_FIGURE_H
#define TONGBAN_ASSESSMENT_FIGURE_H

#include "base/dict.h"
#include "base/shape.h"
#include "domain/assessment/month.h"

typedef struct Figure {
    Str table_code;
    int64_t unit_id; /* 0 = no unit */
    Str row_key;
    Str column_code;
    bool has_value;
    Decimal value;
    bool has_words;
    Str words;
    int64_t import_id;
    int64_t file_row;
    Str file; /* empty = the import may not be seen */
    Instant imported_at;
    int64_t import_unit_id; /* whose import it was: unit and account */
    int64_t import_account_id;
    Str counted; /* how it was counted, by whom it was not imported; empty = it was */
} Figure;
LIST_OF(Figure, FigureList);
extern const Shape figure_shape;

/* The row 「全区」 of a table by unit is kept with unit 0 and this key. */
#define FIGURE_WHOLE_DISTRICT STR("全区")

/* All figures of a month, or of one of its tables, indexed. In order of table, then file row. */
typedef struct FigureSet {
    FigureList figures;
    Dict index; /* "table/unit/row_key/column" to Figure */
} FigureSet;
/* `table` empty = all tables. */
must_use bool figures_read(Ctx *ctx, Period period, Str table, FigureSet *ret);
/* Those that scores and documents rest on: the imported ones and what modules count from their own
 * records (counted_figures.h); of a month that is no draft, as it was frozen. */
must_use bool figures_in_force(Ctx *ctx, const MonthState *month, FigureSet *ret);
/* As figures_in_force, of a draft as if these records (CountedAsk.left_out) did not count. */
must_use bool figures_without(Ctx *ctx, const MonthState *month, const TextList *left_out,
                              FigureSet *ret);
/* As figures_read, of a frozen version kept by month.h. File, row and import are not set. */
must_use bool figures_of_version(Ctx *ctx, Period period, int64_t version, FigureSet *ret);
/* Figures of a month as month_compared gives it: of its version, or of the draft. */
must_use bool figures_compared(Ctx *ctx, const MonthState *month, FigureSet *ret);
/* NULL when there is none. */
const Figure *figure_get(Arena *arena, const FigureSet *set, Str table, int64_t unit_id,
                         Str row_key, Str column);

/* The set as it would be with `figures` in place of those at their keys; one with neither value nor
 * words takes the figure away. For looking ahead, nothing is stored. */
FigureSet figures_with(Arena *arena, const FigureSet *set, const FigureList *figures);

/* A quantity that has two values: a district figure against the sum of its parts. */
typedef struct Disagreement {
    Str code; /* HZ23-001; empty where rows go by name */
    Str name;
    Decimal given;
    Decimal summed;
    Str parts; /* 「HZ23-002 + …」, 「好差评 受理量 各街道合计」 */
} Disagreement;
LIST_OF(Disagreement, DisagreementList);
/* Counts that should agree and do not: sums of columns, and parts of district figures. A sum is
 * looked at only when all its parts are there. */
must_use bool figures_disagreements(Ctx *ctx, const FigureSet *set, DisagreementList *ret);
/* 「HZ23-042 服务群众 为45462，而好差评表服务人数各街道合计为45000」 */
Str disagreement_text(Arena *arena, const Disagreement *disagreement);

#endif
