/*
 * policy.h - the numbers of sign-in and masking: packs/access/policy.yaml, dated, with their source
 * (GB/T 22239-2019 asks for the measures, the numbers are usual audit practice).
 */
#ifndef TONGBAN_ACCESS_POLICY_H
#define TONGBAN_ACCESS_POLICY_H

#include "base/shape.h"

#define POLICY_DELAYS_MAX 16

typedef struct PolicyDelay {
    int64_t minutes;
} PolicyDelay;
LIST_OF(PolicyDelay, PolicyDelayList);

typedef struct AccessPolicy {
    Str source;
    Date from;                    /* in force since */
    int64_t password_runes_min;   /* 10 */
    int64_t password_classes_min; /* 3 of: lower, upper, digit, other */
    int64_t password_history;     /* last 5 not again */
    int64_t password_days_max;    /* 90; 0 = no end */
    int64_t failures_max;         /* 5: then locked */
    PolicyDelayList lock_delays;  /* 1, 5, 15, 30, 60 minutes; the last one for all that follow */
    int64_t idle_minutes;         /* 30 without a request: signed out */
    int64_t session_hours;        /* 12 at most */
    int64_t sessions_max;         /* 5 devices at once; the oldest goes */
    int64_t token_days_max;       /* 365 */
    int64_t reveals_per_day;      /* 50 */
    int64_t hash_memory_kib;      /* Argon2id m: 19456 */
    int64_t hash_passes;          /* Argon2id t: 2 */
    TextList weak_passwords;      /* refused, in any case of letters, also as a part */
} AccessPolicy;
extern const Shape access_policy_shape;

/* From ctx->packs; FAIL_INVALID with file and line. */
must_use bool access_policy_load(Ctx *ctx, AccessPolicy *ret);
/* FAIL_INVALID, with what is wrong and the rules as hint. `name` and `person` may not be in it. */
must_use bool password_check(Ctx *ctx, const AccessPolicy *policy, Str password, Str name,
                             Str person);

#endif
