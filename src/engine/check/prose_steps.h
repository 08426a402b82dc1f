/*
 * prose_steps.h - the steps of check_prose, each in a file of its own: what a sentence claims is
 * added to `claims`, which are judged together at the end; a slip that is no equation (a list, a
 * date) is added to `slips` at once.
 */
#ifndef TONGBAN_ENGINE_CHECK_PROSE_STEPS_H
#define TONGBAN_ENGINE_CHECK_PROSE_STEPS_H

#include "base/dict.h"
#include "engine/check/claim.h"
#include "engine/check/table.h"

/* A part of a list of parts, and the total that the list was judged by. */
typedef struct PartOf {
    const Quantity *part;
    const Quantity *total;
} PartOf;
LIST_OF(PartOf, PartOfList);

typedef struct ProseCheck {
    Arena *arena;
    const Paper *paper;
    Prose prose;
    const CheckTableList *tables;
    Dict row_names; /* folded name of an entry -> NamedRow, the first of those that bear it */
    Dict orders;    /* table, column and state -> its entries sorted: of prose_order.c */
    Dict totals;    /* table and column -> what all its entries come to: of prose_totals.c */
    PartOfList parts;
    const struct ValuesList *values; /* columns of a few words: of prose_tally.c; NULL = unread */
    ClaimList claims;
    SlipList slips;
} ProseCheck;

typedef struct NamedRow {
    const CheckTable *table;
    size_t row;
    struct NamedRow *next; /* in another table, or again in this one */
} NamedRow;

/* A total against its parts, and the shares printed beside them. */
void prose_parts(ProseCheck *check, const Sentence *sentence);
/* Shares and rates of a sentence without a list of parts. */
void prose_shares(ProseCheck *check, const Sentence *sentence);
/* Shares whose numbers are told in earlier sentences or in a table. */
void prose_far_shares(ProseCheck *check, const Sentence *sentence);
/* A total against the same quantity in the paragraphs below it, each with a lead of its own. */
void prose_leads(ProseCheck *check, size_t paragraph);
/* Growth and decline, against the number before. */
void prose_change(ProseCheck *check, const Sentence *sentence);
/* 共6件: A、B各1件, 每件扣0.2分，共1.2分, 3个单位：A、B、C. */
void prose_counts(ProseCheck *check, const Sentence *sentence);
/* Numbers of rows, and lists of the rows that have one word in a column. */
void prose_tally(ProseCheck *check, const Sentence *sentence);
/* Names in an order, first and last, against the tables. */
void prose_lists(ProseCheck *check, const Sentence *sentence);
/* 东街、西街受理量位居前二: the names come first, and the piece ends with their standing. False
 * when it does not. */
bool prose_standing(ProseCheck *check, const Sentence *sentence, size_t index);
/* Names that meet a bound, against the tables. */
void prose_set(ProseCheck *check, const Sentence *sentence);
/* Figures of the prose against totals and rows of the tables. */
void prose_totals(ProseCheck *check, const Sentence *sentence);
/* A quantity of a table, and a quantity told twice. */
void prose_value(ProseCheck *check);
/* Dates that do not exist or come in the wrong order. */
void prose_date(ProseCheck *check);
/* Bands of grades. */
void prose_band(ProseCheck *check, const Sentence *sentence);

/* Whether a piece tells how much something has changed, and is thus no part of anything. */
bool piece_is_change(const Sentence *sentence, const Piece *piece);
/* Whether it tells a count or a rate for sure, and not a change. */
bool quantity_is_stated(const Quantity *quantity);
/* The sentence before it in its paragraph, or NULL. */
const Sentence *sentence_before(const Sentence *sentence);
void prose_slip(ProseCheck *check, const Sentence *sentence, size_t from, Finding finding);
void prose_claim(ProseCheck *check, Claim claim);

#endif
