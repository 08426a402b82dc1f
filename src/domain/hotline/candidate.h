/*
 * candidate.h - units to which an order might be dispatched, each with the reasons, best first.
 *
 * From the category's usual units (packs/hotline/categories.yaml), from the street that the address
 * names, from who closed the newest orders of the category, from the suggestions of those who
 * returned it. What a unit has in hand is told beside; who returned the order stands last. A 举报
 * is never proposed to the unit it is about (reported.h). It is a proposal: people dispatch.
 */
#ifndef TONGBAN_HOTLINE_CANDIDATE_H
#define TONGBAN_HOTLINE_CANDIDATE_H

#include "domain/hotline/order.h"

#define CANDIDATES_MAX 8

typedef struct Candidate {
    int64_t unit_id;
    Str unit;
    int64_t rank;
    TextList reasons; /* 「类目「施工噪声」由其承办」, 「地址在其辖区」 */
    int64_t open;     /* orders in hand */
    int64_t overdue;  /* of these */
} Candidate;
LIST_OF(Candidate, CandidateList);
extern const Shape candidate_shape;

/* Needs the whole scope: who dispatches. */
must_use bool candidates_find(Ctx *ctx, const Order *order, CandidateList *ret);

#endif
