/*
 * guard.h - what every change of accounts, posts and roles keeps to. Private to engine/access.
 *
 *     if (!guard_begin(ctx, &guard)) return false;
 *     bool done = change(ctx) && guard_keeps_administrator(ctx, &guard) && audit_note(ctx, &note);
 *     return done ? db_commit(ctx) : db_rollback(ctx);
 */
#ifndef TONGBAN_ACCESS_GUARD_H
#define TONGBAN_ACCESS_GUARD_H

#include "engine/access/audit.h"

typedef struct Guard {
    int64_t administrators; /* before the change */
} Guard;

/* Begins the transaction and waits for its turn (access_changed). */
must_use bool guard_begin(Ctx *ctx, Guard *ret);
/* FAIL_STATE when nobody would be left who may give rights to all. */
must_use bool guard_keeps_administrator(Ctx *ctx, const Guard *guard);
/* For tokens, which may do no more than their scope: what only a person may do himself.
 * FAIL_UNAUTHENTICATED or FAIL_DENIED. */
must_use bool guard_person(Ctx *ctx);
/* Within ctx->scope and still standing; 0, the house, only with the whole scope. FAIL_NOT_FOUND,
 * FAIL_DENIED. */
must_use bool guard_unit(Ctx *ctx, int64_t unit_id);
/* 1 to `runes_max` characters of one line, each of which shows: names stand beside each other in
 * lists and in the trail, and one with blanks of no width, or that turns the direction of writing,
 * would pass for another. `what` it is the name of: 姓名. FAIL_INVALID. */
must_use bool guard_name(Ctx *ctx, const char *what, Str name, int runes_max);
/* At +08:00. */
Date guard_today(const Ctx *ctx);

#endif
