/*
 * sign_in.h - signing in and out, sessions, devices, tokens.
 *
 * A session is known by a random token of 256 bits in a cookie (HttpOnly, SameSite=Strict); the
 * database keeps its SM3 only. It ends after idle_minutes without a request, after session_hours at
 * most, by sign-out, or when somebody kicks the device. Every change over a session must bring its
 * csrf text in the header X-CSRF-Token.
 *
 * What is told does not depend on whether a name exists: the same words, the same work (an Argon2id
 * over a dummy), the same lockout, which counts by the name typed.
 */
#ifndef TONGBAN_ACCESS_SIGN_IN_H
#define TONGBAN_ACCESS_SIGN_IN_H

#include "engine/access/post.h"

typedef struct SignIn {
    Str name;
    Str password; /* overwritten: must be in memory that can be */
    Str code;     /* of the second factor; empty = not given */
} SignIn;
/* Costs an Argon2id (tens of milliseconds): to be called from the lane of sign-ins. On success a
 * session is open, in the first post of the account, and actor->visit->open_session holds its
 * token. FAIL_UNAUTHENTICATED wrong name or password; FAIL_SECOND_FACTOR a code is needed, or
 * wrong; FAIL_LIMITED locked, with the time when to try again (visit->retry_seconds too). All are
 * audited. in->password is overwritten: it must be memory that may be. */
must_use bool sign_in(Ctx *ctx, const SignIn *in, Visit *visit, Actor *ret);
must_use bool sign_out(Ctx *ctx);

/* The actor of a request. FAIL_UNAUTHENTICATED when the token opens nothing (any more). `touch`
 * keeps the session awake; a page's background polling does not. */
must_use bool session_actor(Ctx *ctx, Str token, Visit *visit, bool touch, Actor *ret);
must_use bool token_actor(Ctx *ctx, Str token, Visit *visit, Actor *ret);

/* Acts in another of one's posts from now on, in this session. */
must_use bool session_act_as(Ctx *ctx, int64_t post_id);
/* ctx->actor as he is from the next request on, acting in this post of his: what the answer to
 * session_act_as tells. */
must_use bool session_actor_in(Ctx *ctx, int64_t post_id, Actor *ret);

typedef struct Device {
    int64_t id;
    Str address;
    Str agent; /* 「Chrome 120，Windows」 */
    Instant made_at;
    Instant seen_at;
    bool current;
} Device;
LIST_OF(Device, DeviceList);
extern const Shape device_shape;
/* Open sessions of an account; those of others need "access.sessions". */
must_use bool devices_read(Ctx *ctx, int64_t account_id, DeviceList *ret);
/* Kicks one device. One's own, or anybody's with "access.sessions". */
must_use bool device_end(Ctx *ctx, int64_t session_id);

/* ---- tokens for programs --------------------------------------------------------------------- */

typedef struct Token {
    int64_t id;
    int64_t account_id;
    Str account;
    Str name;        /* what it is for */
    Str scope;       /* permission patterns, comma between: "hotline", "assessment.read,check" */
    int64_t unit_id; /* of the post it acts in */
    Str unit;
    Instant made_at;
    Instant expires_at;
    bool has_used_at;
    Instant used_at;
    bool revoked;
} Token;
LIST_OF(Token, TokenList);
extern const Shape token_shape;

typedef struct TokenRequest {
    Str account; /* its name */
    Str name;
    Str scope; /* "all" = whatever the post may do; never more than that */
    Str unit;  /* which post, when there are several; empty = the first */
    bool has_expires;
    Date expires; /* last day; not given: the policy's longest */
} TokenRequest;
/* *ret_token is given once: "tb_" and 43 characters. The database keeps its SM3. */
must_use bool token_create(Ctx *ctx, const TokenRequest *request, Str *ret_token, Token *ret);
/* account_id 0 = all within ctx->scope. */
must_use bool tokens_read(Ctx *ctx, int64_t account_id, TokenList *ret);
must_use bool token_revoke(Ctx *ctx, int64_t id, Str why);

/* ---- reveals --------------------------------------------------------------------------------- */

/* Counts one reveal of the actor today and notes it; FAIL_LIMITED beyond the policy's number,
 * FAIL_INVALID without a reason. `unit_id`: whom it concerns, as in AuditNote. Modules call it
 * before they give a personal field in full. */
must_use bool reveal_note(Ctx *ctx, const char *object, int64_t key, Str title, int64_t unit_id,
                          Str field, Str reason);

#endif
