/*
 * rank.h - competition ranking (1 2 3 3 5, 标准竞争排名): equals share a rank and the next rank is
 * skipped, as in 「区委政法委、区财政局（并列第三）」.
 */
#ifndef TONGBAN_ENGINE_ASSESS_RANK_H
#define TONGBAN_ENGINE_ASSESS_RANK_H

#include "engine/assess/score.h"

/* One to be ranked; `subject` is the caller's. Equal keys are ordered by `order`, then `subject`.
 */
typedef struct RankEntry {
    Fraction key; /* need not be in lowest terms, den > 0 */
    int64_t order;
    size_t subject;
    AssessRank rank; /* set by rank_entries */
} RankEntry;

/* Sorts the entries, best first, and gives each its rank. */
void rank_entries(RankEntry *entries, size_t count, bool ascending);

#endif
