/*
 * gate.h - who asks, and whether he may: the one door of every request to the API.
 *
 * A request brings the cookie of a session (SESSION_COOKIE) or a token for programs
 * (Authorization: Bearer); with both the token counts. From it come ctx->actor and ctx->scope.
 * What changes something over a session must bring the session's csrf text too (CSRF_HEADER): a
 * foreign page can make a browser send the cookie, but cannot read that text.
 *
 * Credentials that open nothing are counted by address (limiter.h); valid ones are never limited. A
 * signed-in actor that is denied is written into the trail, with the permission as the action; of
 * an account that is denied all the time, LIMITER_FAILURES_MAX a minute, and that there were more.
 */
#ifndef TONGBAN_FACE_GATE_H
#define TONGBAN_FACE_GATE_H

#include "domain/module.h"
#include "engine/access/access.h"
#include "face/api/limiter.h"
#include "port/http.h"
#include "port/log.h"

#define SESSION_COOKIE "tongban_session"
#define CSRF_HEADER "X-CSRF-Token"
#define AGENT_BYTES_MAX 200

typedef struct Gate {
    Limiter *guesses; /* by client address */
    Limiter *denials; /* by account */
    Limiter *visits;  /* by client address and route, of routes that count them */
    const Log *log;
} Gate;

/* Who asks; lives as long as the work on the request. */
typedef struct Caller {
    Visit visit;
    Actor actor;
    bool by_cookie;
    bool dead_cookie;  /* it opens nothing: to be taken away */
    int retry_seconds; /* of FAIL_LIMITED */
} Caller;

/* What the gate is asked for. */
typedef struct GateAsk {
    const char *permission;
    const char *key_parameter; /* RouteManner; NULL = none */
} GateAsk;

/* Counts the request where the route counts them (RouteManner.per_minute); FAIL_LIMITED. */
must_use bool gate_count(Ctx *ctx, const Gate *gate, const HttpRequest *request, const Route *route,
                         Caller *caller);
/* Sets ctx->actor and ctx->scope, or fails with FAIL_UNAUTHENTICATED, FAIL_LIMITED,
 * FAIL_PASSWORD_DUE or FAIL_DENIED. With PERMISSION_ANYONE credentials are not looked at: the actor
 * is nobody (account 0, no rows, no permission), with the visit alone. */
must_use bool gate_enter(Ctx *ctx, const Gate *gate, const HttpRequest *request, const GateAsk *ask,
                         Caller *caller);
/* Whether gate_enter would let the request in, before its body is read. Nothing is counted, noted
 * or kept awake. */
must_use bool gate_would_enter(Ctx *ctx, const Gate *gate, const HttpRequest *request,
                               const GateAsk *ask, Caller *caller);
/* For a handler that failed with FAIL_DENIED; keeps the failure. */
void gate_note_denied(Ctx *ctx, const Gate *gate, const HttpRequest *request,
                      const char *permission);

/* The Set-Cookie value that the visit asks for; empty when it asks for none. */
Str gate_cookie(Arena *arena, const Caller *caller);

#endif
