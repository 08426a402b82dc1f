/*
 * standing.h - who is behind a session or a token: the account, the post it acts in today, and what
 * that post may do. Private to engine/access.
 *
 * Each request asks for it. All of it stays the same while access_version and the day do, so the
 * process remembers it (standing_cache.h).
 */
#ifndef TONGBAN_ACCESS_STANDING_H
#define TONGBAN_ACCESS_STANDING_H

#include "engine/access/actor.h"
#include "engine/access/rights.h"

/* Whose standing, as read under this version. */
typedef struct StandingKey {
    int64_t version;
    int64_t account_id;
    int64_t post_id; /* that he would act in; 0 = none */
    Date day;
} StandingKey;

typedef struct Standing {
    int64_t account_id;
    Str name;
    Str person;
    bool disabled;
    bool password_due;
    Instant password_at;
    int64_t post_id; /* 0 = it is not held on that day */
    Str post;
    int64_t unit_id;
    Str unit;
    int64_t role_id;
    Str standing_in_for;
    Rights rights; /* of the post */
} Standing;

/* FAIL_NOT_FOUND when there is no such account. Lives in ctx->arena. */
must_use bool standing_read(Ctx *ctx, const StandingKey *key, Standing *ret);
/* Without session or token yet. */
Actor standing_actor(const Ctx *ctx, const Standing *standing, Visit *visit);

#endif
