/*
 * prose_bound.h - a bound that the prose tells of a column, and which entries meet it:
 * 办结率低于90%, 高于全区平均水平, 达到考核要求.
 */
#ifndef TONGBAN_ENGINE_CHECK_PROSE_BOUND_H
#define TONGBAN_ENGINE_CHECK_PROSE_BOUND_H

#include "engine/check/prose_order.h"

typedef struct Condition {
    Str words;            /* 达到 */
    bool below;           /* 低于, 未达到 */
    bool inclusive;       /* the bound itself meets it */
    bool is_equal;        /* 为: nothing else does */
    bool of_sign;         /* 环比下降: the bound is nothing */
    const Quantity *told; /* 90分以上: the bound stands before it; NULL = it is looked for */
} Condition;

typedef enum Meets { MEETS_NOT, MEETS_MAYBE, MEETS } Meets;

/* The first condition in a piece, and what stands after it in the piece. */
bool condition_find(Str text, Condition *ret, Str *ret_after);
/* 环比上升的, 同比下降的, 得分在90分以上的: conditions that only a list of all that meet them has.
 * `ret_words` is what names the column, `ret_after` begins with 的. */
bool condition_find_of_all(const Sentence *sentence, size_t index, Condition *ret, Str *ret_words,
                           Str *ret_after);
/* The bound of such a condition for a column; false when it is not of that kind. */
bool bound_told(const Condition *condition, const CheckTable *table, size_t column, Decimal *ret);
/* The bound: a figure after the condition, the total or mean row, the target of the head, or a
 * figure in a bracket; `after` is the end of piece `index`. */
bool bound_of(const Sentence *sentence, size_t index, Str after, const CheckTable *table,
              size_t column, bool printed, Decimal *ret);
/* Whether an entry meets it. Equal as printed may be either side of the bound before rounding;
 * what a finding has made unknown may be anything. */
Meets row_meets(const Condition *condition, const Order *order, size_t row, Decimal bound);
/* 办结率低于90%的街道有3个, without their names: against the number of entries that meet it. */
void prose_bound_count(ProseCheck *check, const Sentence *sentence, size_t index);

#endif
