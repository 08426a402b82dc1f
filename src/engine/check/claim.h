/*
 * claim.h - what sentences say of their quantities, and which figure is the slip when it fails.
 *
 * A claim is an equation in which every quantity occurs once:
 *     sum       sum(factor * value) = 0              19602 - 1565 - 8793 - ... = 0
 *     quotient  rate * sum(below) = per * sum(above) 44.86 % of 19602 = 8793; a change of p % has
 *                                                    the rate 100 + p or 100 - p
 * each value being open by half of its last printed place. All claims of a paper are judged
 * together: of the figures of a failing claim, the one is blamed whose change mends most failing
 * claims and breaks no holding one; then the one that differs by one digit; then the claim's own
 * result.
 */
#ifndef TONGBAN_ENGINE_CHECK_CLAIM_H
#define TONGBAN_ENGINE_CHECK_CLAIM_H

#include "base/fraction.h"
#include "engine/check/finding.h"
#include "engine/check/sentence.h"

#define CLAIM_TERMS_MAX 64

typedef struct ClaimTerm {
    const Quantity *quantity; /* NULL: a figure of a table, which is not to blame here */
    int64_t value;            /* millionths */
    int64_t half;             /* 0 = exact */
    int64_t factor;           /* of the sum; of what is below in a quotient */
    int64_t above;            /* of what is above in a quotient */
} ClaimTerm;

typedef struct Claim {
    Str kind; /* of finding.def */
    Str says; /* what must hold, in words: 各分项之和应等于总数 */
    bool is_quotient;
    ClaimTerm *terms; /* the first is the result; of a quotient it is the rate */
    size_t count;
    int64_t shift; /* of the rate, millionths: 100000000 for a change */
    int64_t sign;  /* of the rate: 1 or -1 */
    int64_t per;   /* 100000000 for percentages, 1000000 for products */
    bool is_told;
} Claim;
LIST_OF(Claim, ClaimList);

/* A finding with where it stands, so that all can be told in the order of the paper. */
typedef struct Slip {
    const Sentence *sentence;
    size_t from;
    Finding finding;
} Slip;
LIST_OF(Slip, SlipList);

/* A term for a quantity as printed, and one for an exact number. */
ClaimTerm claim_term(const Quantity *quantity, int64_t factor);
/* A sum of `count` terms, copied; at most CLAIM_TERMS_MAX. */
Claim claim_sum(Arena *arena, Str kind, Str says, const ClaimTerm *terms, size_t count);
/* rate% = part / whole. */
Claim claim_share(Arena *arena, Str kind, Str says, const Quantity *rate, const Quantity *part,
                  const Quantity *whole);
/* The same with numbers that may stand in a table. */
Claim claim_share_of(Arena *arena, Str kind, Str says, const Quantity *rate, ClaimTerm part,
                     ClaimTerm whole);
/* A number that stands in a table. */
ClaimTerm claim_term_of_cell(int64_t value, int64_t half);
/* now = before * (1 + sign * rate%). */
Claim claim_change(Arena *arena, Str says, const Quantity *rate, const Quantity *now,
                   const Quantity *before, int sign);
Claim claim_change_of(Arena *arena, Str says, const Quantity *rate, ClaimTerm now, ClaimTerm before,
                      int sign);
/* rate% = amount / (now - sign * amount). */
Claim claim_change_by(Arena *arena, Str says, const Quantity *rate, const Quantity *now,
                      const Quantity *amount, int sign);
/* whole = count * each, all exact. */
Claim claim_product(Arena *arena, Str says, const Quantity *count, const Quantity *each,
                    const Quantity *whole);

bool claim_holds(const Claim *claim);
/* Whether the first term is off by less than one `parts`th of what it should be. */
bool claim_is_near(const Claim *claim, int parts);
/* What has to be added to the first term of a sum so that it holds, without regard to rounding. */
int64_t claim_gap(const Claim *claim);
/* Whether one digit of one of its printed figures (of three digits at least) explains it all; none
 * being left out or added, for that explains almost anything. */
bool claim_fails_by_a_digit(const Claim *claim);

void claims_judge(Arena *arena, const Prose *prose, ClaimList *claims, SlipList *slips);

/* A value in the form of a printed quantity: 8793件, 1.2万元. */
Str quantity_print(Arena *arena, const Quantity *quantity, int64_t value);

#endif
