/*
 * runner.h - the modules' periodic work (domain/module.h, Module.tick): by a thread of the server,
 * or once by `tongban tick`.
 *
 * The thread has a database connection and an arena of its own. What fails is logged and tried
 * again in the next round; it stops nothing else.
 */
#ifndef TONGBAN_FACE_RUNNER_H
#define TONGBAN_FACE_RUNNER_H

#include "domain/module.h"
#include "port/db.h"

#define RUNNER_BYTES_MAX (512 * MIB)

/* One round over all modules with `base` (clock, packs, fonts, database, access) in arenas of its
 * own. `failed` is told of each failure, whose texts are gone afterwards; the other modules go on.
 */
void runner_round(const Ctx *base, const Tick *turn,
                  void (*failed)(void *self, const Module *module, const Fail *why), void *self);

typedef struct Runner Runner;
/* Starts the thread; `db` is its own from now on. It takes the signal mask of the caller, lives in
 * ctx->arena, and runner_stop must be called before that is freed. */
must_use bool runner_start(Ctx *ctx, struct Db *db, Runner **ret);
/* Hurries the round in hand and waits for its end. NULL is allowed. */
void runner_stop(Runner *runner);

#endif
