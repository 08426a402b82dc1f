/*
 * prose_parts.h - a list of parts in a sentence, and the signs that it is a whole one: inside of
 * prose_parts.c.
 */
#ifndef TONGBAN_ENGINE_CHECK_PROSE_PARTS_H
#define TONGBAN_ENGINE_CHECK_PROSE_PARTS_H

#include "engine/check/prose_steps.h"

#define TOTALS_MAX 16

typedef struct PartList {
    const Sentence *sentence;
    const Quantity *totals[TOTALS_MAX]; /* what the parts may be parts of, the nearest last */
    size_t total_count;
    const Quantity *parts[CLAIM_TERMS_MAX];
    const Quantity *shares[CLAIM_TERMS_MAX]; /* NULL = none printed */
    bool ends_here[CLAIM_TERMS_MAX];         /* the list may end with this part */
    size_t count;
    bool is_partial; /* 等, 主要, ... */
    bool is_mixed;   /* other things are told between the parts */
    bool is_bracket; /* 线上60件（咨询50件、投诉10件） */
    bool is_each;    /* 分别为 */
    Str unit;
} PartList;

/* The parts are of one form: their names end alike (咨询类, 投诉类), or 分别 gives them in order.
 */
bool parts_have_form(const PartList *list);
/* 线上 and 线下, 城镇 and 农村. */
bool parts_are_pair(const PartList *list);
/* Whether the printed shares alone show that nothing is left out. */
bool parts_have_whole_shares(const PartList *list);
/* 街道、社区共30封，其中街道12封、社区18封: the whole names its parts itself. */
bool parts_named_by_whole(const PartList *list);
/* The last part is 其他. */
bool parts_have_rest(const PartList *list);
/* 12月办理3000件: months of a longer time, of which some are told. */
bool parts_are_months(const PartList *list);
/* 党员, 女, 已办结: what is counted in one may be counted in another. */
bool parts_may_overlap(const PartList *list);

#endif
