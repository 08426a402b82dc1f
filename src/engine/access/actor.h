/*
 * actor.h - who does the work in hand: an account, acting in one of its posts; or the operator on
 * the machine itself.
 *
 * Ctx.actor is set once, at the door (face/api, face/cli), together with Ctx.scope, and never
 * changes during a request. Engines and domains ask it what may be done; they never look at roles.
 */
#ifndef TONGBAN_ACCESS_ACTOR_H
#define TONGBAN_ACCESS_ACTOR_H

#include "base/shape.h"
#include "engine/access/permission.h"
#include "port/db.h"

/* The account of verbs run on the machine itself and of the program's own work. It cannot sign in.
 * Made by the first migration. */
#define ACCOUNT_SYSTEM 1

/* How the work came in. */
typedef struct Visit {
    Str address; /* 10.3.0.7; 「本机」 for verbs */
    Str agent;   /* the browser, as it calls itself; cut short */
    Str host;    /* as it was asked for: 127.0.0.1:8080; one of this house's (http_head.h) */
    bool secure; /* over TLS: cookies may demand it */
    /* What the door is to do when the handler has succeeded; set by sign_in.h. */
    Str open_session; /* give this token as cookie */
    bool close_session;
    /* And when it has failed with FAIL_LIMITED: after how many seconds to try again; 0 = not told.
     */
    int retry_seconds;
} Visit;

typedef struct Actor {
    int64_t account_id;
    Str name;            /* of the account: zhangsan */
    Str person;          /* 张三 */
    int64_t post_id;     /* acted in; 0 = none */
    Str post;            /* 经办人 */
    int64_t unit_id;     /* of the post; 0 = none */
    Str unit;            /* 沙面街 */
    Str standing_in_for; /* whose leave this post is covered for; empty = his own */
    DbScope scope;
    Str scope_label; /* 「全部」, 「沙面街及以下」: why rows may be missing */
    const char *const *permissions; /* codes, sorted by strcmp */
    size_t permission_count;
    unsigned sees;      /* bit 1 << MaskKind: shown in full */
    bool password_due;  /* must change his password before anything else */
    int64_t session_id; /* 0 = none */
    int64_t token_id;   /* 0 = none */
    Str csrf;           /* of the session: to be sent back with every change */
    Visit *visit;       /* NULL in tests */
} Actor;

/* The local operator: everything, all rows, nothing masked. */
extern const Actor actor_local;

/* Makes `actor` (which must live as long as the work) and its scope those of the Ctx. */
void actor_enter(Ctx *ctx, const Actor *actor);
/* 「张三（沙面街经办人）」, 「王五（沙面街经办人，代张三）」, 「本机操作员」: for histories and
 * documents. */
Str actor_label(const Ctx *ctx);

bool actor_may(const Actor *actor, const char *code);
/* Fails with FAIL_UNAUTHENTICATED, FAIL_PASSWORD_DUE or FAIL_DENIED. `permission` is a code,
 * PERMISSION_ANYONE or PERMISSION_SELF. One that concerns the whole house fails for a narrowed
 * scope, and says so. */
must_use bool actor_require(Ctx *ctx, const char *permission);
/* As it may be seen by the actor: masked unless he may see this kind in full. */
Str actor_masked(const Ctx *ctx, MaskKind kind, Str text);

/* To be called first in each transaction that changes accounts, posts, roles or units: what was
 * remembered of them is stale from its commit on. Such transactions wait for each other here. */
must_use bool access_changed(Ctx *ctx);

/*
 * Work of the house that must see all rows whoever sets it off: ranks are over everybody, a freeze
 * keeps everything. Between lift and lower ctx->scope is the whole; what is shown afterwards is
 * narrowed by hand with scope_allows. The few callers are listed, each with its reason, in
 * tools/check-layers: a new one fails the test until it is argued for there.
 *
 *     const DbScope *mine = scope_lift(ctx);
 *     bool done = everything(ctx);
 *     scope_lower(ctx, mine);
 */
const DbScope *scope_lift(Ctx *ctx);
void scope_lower(Ctx *ctx, const DbScope *before);
/* Whether rows of this unit may be seen under `scope` (of ctx->scope, or what scope_lift gave
 * back); unit 0, the whole house, only with the whole scope. */
bool scope_allows(const DbScope *scope, int64_t unit_id);
bool scope_is_whole(const Ctx *ctx);

#endif
