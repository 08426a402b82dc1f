/*
 * prose_ranking.h - a list of the first or last by a column, judged against the tables.
 */
#ifndef TONGBAN_ENGINE_CHECK_PROSE_RANKING_H
#define TONGBAN_ENGINE_CHECK_PROSE_RANKING_H

#include "engine/check/prose_order.h"

/* N first or last by a column. */
typedef struct Ranking {
    const Sentence *sentence;
    size_t number;  /* how many are told to be listed */
    bool is_last;   /* 后三位, 最低 */
    bool is_loss;   /* 扣分: the smallest score is the largest loss */
    bool is_loose;  /* 较多, 排在前列: none of the other half is listed */
    bool is_strict; /* 依次: the order counts */
    Str words;      /* what stands before it, after the list before it */
    Str context;    /* all that stands before it in the sentence */
    size_t at;      /* byte of the sentence */
    NameList names;
} Ranking;

/* Adds a slip when the list stands by no column that may be meant. */
void ranking_judge(ProseCheck *check, const Ranking *ranking);

#endif
