/*
 * prose_names.h - lists of names in a sentence, the rows of tables they name, and the columns that
 * its words mean.
 */
#ifndef TONGBAN_ENGINE_CHECK_PROSE_NAMES_H
#define TONGBAN_ENGINE_CHECK_PROSE_NAMES_H

#include "engine/check/prose_steps.h"

#define NAMES_MAX 64
#define COLUMNS_MEANT_MAX 8

typedef struct ListedName {
    Str text;              /* as printed, with a bracket that belongs to the name */
    const NamedRow *rows;  /* NULL = in no table */
    const Quantity *value; /* 官洲街（9件）; NULL = none */
    bool is_tie;           /* （并列第三） */
} ListedName;

typedef struct NameList {
    ListedName at[NAMES_MAX];
    size_t count;
    bool is_open; /* 等: not all are told */
    size_t end;   /* the piece after the last name */
} NameList;

/* The row that a name names in any table; NULL = none. */
const NamedRow *row_named(const ProseCheck *check, Str name);
/* Its row in this table; SIZE_MAX = none. */
size_t row_in(const NamedRow *rows, const CheckTable *table);
/* The longest name of a row with which the text begins; its length in bytes is set. */
const NamedRow *row_at_front(const ProseCheck *check, Str text, size_t *ret_len);

/* The names from `from` (a byte of the sentence within piece `index`) on, divided by 、 . */
void names_read(const ProseCheck *check, const Sentence *sentence, size_t index, size_t from,
                NameList *ret);

/* How surely a column is meant. */
typedef enum Meant { MEANT_NOT, MEANT_TOTAL, MEANT_HEADING, MEANT_CONTEXT, MEANT_WORDS } Meant;

/* The columns of figures that the words may mean, the likeliest first: named in the words or alike
 * at their ends, else so in what stands before them in the sentence (`context` has the words too),
 * else named in the heading, else (when the context speaks of scores or of nothing) the totals.
 * SIZE_MAX stands for the rank column's order. */
size_t columns_meant(const ProseCheck *check, const CheckTable *table, Str words, Str context,
                     Str heading, size_t ret[COLUMNS_MEANT_MAX], Meant *ret_meant);

#endif
