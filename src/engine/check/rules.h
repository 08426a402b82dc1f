/*
 * rules.h - packs about known tables: packs/check/NAME.yaml (docs/check.md explains the keys).
 *
 * A pack names a table by heads that are all in it and gives what a reader of that table knows:
 * formulas in the form of formula_note.h, maxima of columns, and how its ranks are made. Each has
 * its dated legal source.
 */
#ifndef TONGBAN_ENGINE_CHECK_RULES_H
#define TONGBAN_ENGINE_CHECK_RULES_H

#include "engine/check/formula_note.h"

typedef struct KnownMaximum {
    Str column; /* folded name */
    Decimal maximum;
} KnownMaximum;
LIST_OF(KnownMaximum, KnownMaximumList);

/* 1 2 2 4, 1 2 2 3. */
typedef enum TieRule { TIES_ANY, TIES_COMPETITION, TIES_DENSE } TieRule;

typedef struct KnownTable {
    Str id;     /* "hotline" */
    Str title;  /* Chinese */
    Str source; /* the legal source */
    /* Names of columns as of formula_note.h; the table is this one when all of them are in it. What
     * is printed under several names has them all in one: 知识点响应率|知识响应率. */
    TextList heads;
    /* Each for note_formulas_find(), of entries only (not of total rows). What a formula needs to
     * know of other names (definitions, second names, values of empty cells) is in the same text.
     */
    TextList formulas;
    KnownMaximumList maxima;
    TextList exact; /* folded names of columns that are given in steps, never rounded: -0.5 */
    Str rank_of;    /* folded name of the column that the ranks follow; empty = unknown */
    TieRule ties;
    bool rank_ascending; /* the smallest is first */
} KnownTable;
LIST_OF(KnownTable, KnownTableList);

typedef struct CheckRules {
    KnownTableList tables;
} CheckRules;

/* Reads and checks all packs below "check/"; file and line in every error. */
must_use bool check_rules_load(Ctx *ctx, CheckRules *ret);
/* The pack for a table, the one with the most heads; NULL when none fits. */
const KnownTable *check_rules_for(const CheckRules *rules, const CheckTable *table);

#endif
