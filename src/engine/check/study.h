/*
 * study.h - what is being learnt about one table: inside of relation.h.
 *
 * All quantities are whole numbers of 10^-12 in 128 bits: a Decimal times a Decimal is exact in
 * them, and a quotient is wrong by less than any printed place.
 */
#ifndef TONGBAN_ENGINE_CHECK_STUDY_H
#define TONGBAN_ENGINE_CHECK_STUDY_H

#include "engine/check/rules.h"

#define QUANTITY_ONE ((Int128)1000000000000)
#define QUANTITY_OF_MILLIONTH ((Int128)1000000)

/* What a quantity may be, both ends included. */
typedef struct Span {
    Int128 low;
    Int128 high;
} Span;

typedef struct Part {
    size_t column;
    Decimal weight;
} Part;
LIST_OF(Part, PartList);

typedef enum RelationForm {
    FORM_SUM,      /* constant + sum of weight x part */
    FORM_QUOTIENT, /* scale x sum of weight x part / sum of weight x part */
    FORM_PRODUCT,  /* scale x part x part */
    FORM_SHARE,    /* scale x part / its column's total */
    FORM_FORMULA,  /* as a note or pack says */
} RelationForm;

/* What every row's target column is made of. */
typedef struct Relation {
    RelationForm form;
    Str kind; /* of its findings */
    size_t target;
    PartList parts;    /* of the sum, the numerator, the product */
    PartList divisors; /* of the quotient; none: the constant */
    Decimal scale;
    Decimal constant;
    const NoteFormula *formula;
    bool cut;          /* the target is printed cut off, not rounded */
    bool blanks_tell;  /* a row with an empty part is judged too, the part being nothing or full */
    bool entries_only; /* total rows do not obey it */
    size_t holding;    /* rows it holds for and is shown by */
    size_t failing;
    int bits; /* how unlikely it is that it holds by chance */
} Relation;
LIST_OF(Relation, RelationList);

typedef enum Judgement { JUDGED_SILENT, JUDGED_HOLDING, JUDGED_FAILING } Judgement;

/* The rows a total row adds up. */
typedef struct TotalRow {
    size_t row;
    size_t from; /* the entries among rows from..to */
    size_t to;
    bool is_mean;
    bool of_subtotals; /* it adds the subtotals among them, not the entries */
    bool *additive;    /* by column: it is the total of that column */
    Span *sums;        /* by column, as the figures stood when they were last added up */
    size_t *counts;    /* figures in them */
} TotalRow;
LIST_OF(TotalRow, TotalRowList);

/* Ranks by a column. */
typedef struct Ranking {
    size_t rank_column;
    size_t value_column;
    bool ascending;       /* the smallest is first */
    const size_t *groups; /* by row: each has its own ranks; NULL = one for all */
    TieRule ties;
} Ranking;
LIST_OF(Ranking, RankingList);

static inline size_t ranking_group(const Ranking *ranking, size_t row)
{
    return ranking->groups ? ranking->groups[row] : 0;
}

typedef struct Study {
    CheckTable *table;
    const KnownTable *known; /* NULL = none */
    FindingList *findings;
    RelationList relations;
    TotalRowList totals;
    RankingList rankings;
    NoteFormulaList formulas;
    /* While a way to mend a row is tried: the row as it was when the sums were taken. */
    size_t tried_row; /* SIZE_MAX = none */
    const Figure *tried_before;
    Arena *arena;
} Study;

/* ---- figures as spans (span.c) -------------------------------------------------------------- */

/* The figure of a cell with the room its rounding leaves. */
Span span_of_cell(const CheckTable *table, size_t row, size_t column);
Span figure_span(const CheckColumn *column, Figure figure);
/* Half of the last printed place of a column, or 0 when its figures are exact. */
Int128 column_half(const CheckColumn *column);
bool spans_meet(Span a, Span b);
bool span_add_scaled(Span *to, Span part, Decimal weight);
/* False when the divisor may be zero or the numbers are too large. */
bool span_divide(Span a, Span b, Decimal scale, Span *ret);
bool span_multiply(Span a, Span b, Decimal scale, Span *ret);
Span span_middle(Span span);
/* The figure of a cell without its room. */
Span middle_of(const Study *study, size_t row, size_t column);
/* The value in the middle, rounded half up to `places`. */
Figure span_figure(Span span, const CheckColumn *column);
/* With the decimals of another figure if it has more: a mean of counts. */
Figure span_figure_like(Span span, const CheckColumn *column, Figure like);

/* ---- judging (judge.c) ---------------------------------------------------------------------- */

/* Whether the row obeys the relation; `ret_span` (may be NULL) is what the target should be. */
Judgement relation_judge(const Study *study, const Relation *relation, size_t row, Span *ret_span);
/* Adds up the rows of a total anew. */
void total_add_up(const Study *study, TotalRow *total);
/* The same after a row was changed, which was `before`. */
void total_replace(const Study *study, TotalRow *total, size_t row, const Figure *before);
/* Whether a total row is the sum or mean of its column. */
Judgement total_judge(const Study *study, const TotalRow *total, size_t column, Span *ret_span);
/* ---- ranks (standing.c) ----------------------------------------------------------------- */

/* Rows with a rank and no value. */
size_t ranking_unvalued(const Study *study, const Ranking *ranking);
/* Rows of the ranking whose printed rank is not the one by value; `ret_rows` has room for all rows
 * (NULL = count only), `ret_ranks` for the ranks they should have (NULL = not wanted). */
size_t ranking_mismatches(const Study *study, const Ranking *ranking, size_t *ret_rows,
                          int64_t *ret_ranks);

/* ---- finding out (search_*.c) --------------------------------------------------------------- */

void search_sums(Study *study);
void search_quotients(Study *study); /* ratios, changes, shares, products */
void search_totals(Study *study);
/* Columns that do not add up but are quotients of others, as the relations have shown since. */
void search_totals_settle(Study *study);
void search_rankings(Study *study);
void search_marks(Study *study); /* what a pack knows of the columns: first */
void search_formulas(Study *study);
/* Counts the rows of all the table for and against a relation, and adds it when it is believed:
 * it must hold for most rows within rounding and fail for few. `cost` = how many like it were
 * tried, in bits. */
bool study_believe(Study *study, Relation *relation, int cost);

/* ---- telling (diagnosis.c) ------------------------------------------------------------------ */

/* Adds one finding for each slip and mends the figures by it. */
void study_diagnose(Study *study);

#endif
