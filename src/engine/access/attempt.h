/*
 * attempt.h - tries with a password, counted by the name typed, and the lock after too many.
 * Private to engine/access.
 *
 * A try is counted before its password is looked at: a hundred at once are a hundred tries. Names
 * that no account bears are counted alike, so that a lock tells nothing.
 */
#ifndef TONGBAN_ACCESS_ATTEMPT_H
#define TONGBAN_ACCESS_ATTEMPT_H

#include "base/fail.h"
#include "base/moment.h"

/* Rows are kept for a day after the last failure, and so many at most. */
#define ATTEMPTS_KEPT_MAX 100000

typedef struct Attempt {
    Str key;          /* SM3 of the folded name */
    int64_t failures; /* this one too, until it is taken back */
    bool locks;       /* if this one fails, the name is locked */
    Instant locked_until;
} Attempt;

/* FAIL_LIMITED while the name is locked; ret->locked_until tells how long. Outside of a
 * transaction: a failure stays counted. */
must_use bool attempt_begin(Ctx *ctx, Str name, Attempt *ret);
/* It was right so far, but not complete: does not count. */
must_use bool attempt_take_back(Ctx *ctx, const Attempt *attempt);
/* It was right: all failures of the name are forgotten. */
must_use bool attempt_succeeded(Ctx *ctx, const Attempt *attempt);
/* By name, when a password is given anew. */
must_use bool attempts_forget(Ctx *ctx, Str name);

#endif
