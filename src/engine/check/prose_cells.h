/*
 * prose_cells.h - which figures of the tables a quantity of the prose may be: a total under a head
 * that its words name, or a figure of a row that its words name.
 */
#ifndef TONGBAN_ENGINE_CHECK_PROSE_CELLS_H
#define TONGBAN_ENGINE_CHECK_PROSE_CELLS_H

#include "engine/check/prose_steps.h"

#define CELLS_MAX 64

typedef enum Likeness {
    LIKENESS_NONE,
    LIKENESS_UNIT, /* the head ends with the unit of the quantity: 320818人次, 到馆人次 */
    LIKENESS_SOME, /* two runes in common: 服务群众, 服务人数 */
    LIKENESS_NAME, /* but for 数 量 …: 巡查, 巡查次数; or the words end with the head */
} Likeness;

/* A figure that may be meant. */
typedef struct MeantCell {
    const CheckTable *table;
    size_t row; /* SIZE_MAX = what the entries of the column come to, no row being their total */
    size_t column;
    Likeness likeness;
    bool of_row;       /* a row was named */
    bool names_column; /* and the column too, by its measure and a word */
    bool equal;
    Claim claim; /* that the quantity is it */
} MeantCell;

LIST_OF(MeantCell, MeantCells);

/* The name of a quantity without the words for the whole and the time before it, folded. */
Str plain_name(const ProseCheck *check, const Quantity *quantity);
/* How alike the words and the heads of a column are. */
Likeness column_likeness(const ProseCheck *check, const CheckTable *table, size_t column,
                         Str words);
/* All figures that may be meant; none for figures of another time than the table's. */
void cells_meant(ProseCheck *check, const Quantity *quantity, MeantCells *ret);
/* The rows of a name, also without what only says its kind: 投诉类工单 of 投诉. NULL = none. */
const NamedRow *rows_of_words(const ProseCheck *check, Str name);
/* The total and subtotal rows of a table. */
const size_t *rows_of_totals(ProseCheck *check, const CheckTable *table, size_t *ret_count);
/* What a column comes to: by its total row, else by its entries; false when it has no total. */
bool column_total(ProseCheck *check, const CheckTable *table, size_t column, Figure *ret);
/* The change that the row of `now` in some table tells, or has the numbers of, by columns whose
 * heads have one of the words; false when there is none. The claim fails when the rate is none of
 * them. */
bool change_in_tables(ProseCheck *check, const Quantity *now, const Quantity *rate, int sign,
                      const char *const *words, Claim *ret);
/* The same for the total rows that the words name: 合计件数环比增长6.74%. */
bool total_change_in_tables(ProseCheck *check, Str words, const Quantity *rate, int sign,
                            const char *const *heads, Claim *ret);
/* A figure in the unit of the quantity, as a term. */
ClaimTerm term_of_figure(const CheckColumn *column, Figure figure, const Quantity *unit);
/* Whether the value stands in a total row of any table. */
bool equals_some_total(ProseCheck *check, const Quantity *quantity);
/* Whether the printed quantity and figure may be one number; also as 万元 and 元. */
bool quantity_is_figure(const Quantity *quantity, const CheckColumn *column, Figure figure);
/* The claim that the quantity is what the cell says, as printed or as mended. */
Claim claim_of_cell(ProseCheck *check, const Quantity *quantity, const CheckTable *table,
                    size_t row, size_t column);
/* The claim that it is what a column comes to; false when the column has no total. */
bool claim_of_total(ProseCheck *check, const Quantity *quantity, const CheckTable *table,
                    size_t column, Claim *ret);
/* Percentages with percentages, counts with counts. */
bool quantity_fits(const Quantity *quantity, const CheckColumn *column);

#endif
