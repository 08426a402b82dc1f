#include "face/cli/runner.h"

#include "engine/access/access.h"
#include "port/log.h"

#include <pthread.h>
#include <time.h>

/* What fails in every round is told again only after so many of them. */
#define QUIET_ROUNDS 150

struct Runner {
    Ctx base;
    Log log;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    atomic_bool stopping;
    uint64_t told; /* hash of the failure logged last */
    int quiet;     /* rounds for which it is not logged again */
};

static void tick(Ctx *ctx, const Module *module, const Tick *turn,
                 void (*failed)(void *self, const Module *module, const Fail *why), void *self)
{
    ArenaGuard guard;
    if (arena_guard(ctx->arena, &guard)) {
        Fail why = {.code = FAIL_TOO_LARGE, .message = STR("定时工作所需的内存超出上限")};
        failed(self, module, &why);
        return;
    }
    if (!module->tick(ctx, turn))
        failed(self, module, &ctx->fail);
    arena_guard_pop(ctx->arena);
}

void runner_round(const Ctx *base, const Tick *turn,
                  void (*failed)(void *self, const Module *module, const Fail *why), void *self)
{
    Arena *arena = arena_create(RUNNER_BYTES_MAX);
    for (size_t i = 0; i < all_module_count && !atomic_load(turn->stopping); i++) {
        if (!all_modules[i]->tick)
            continue;
        Ctx ctx = *base;
        ctx.arena = arena;
        ctx.fail = (Fail){0};
        actor_enter(&ctx, &actor_local);
        tick(&ctx, all_modules[i], turn, failed, self);
        /* Rolls back what was left open. */
        arena_reset(arena);
    }
    arena_free(arena);
}

static void log_failure(void *self, const Module *module, const Fail *why)
{
    Runner *runner = self;
    uint64_t hash = str_hash(why->message);
    if (hash == runner->told && runner->quiet > 0)
        return;
    runner->told = hash;
    runner->quiet = QUIET_ROUNDS;
    LOG(&runner->log, LOG_ERROR, "tick", log_str("module", str_of(module->name)),
        log_str("message", why->message), log_str("detail", why->detail));
}

/* False when it is to end. */
static bool pause_round(Runner *runner)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t nanoseconds = until.tv_nsec + TICK_MS % 1000 * 1000000L;
    until.tv_sec += TICK_MS / 1000 + nanoseconds / 1000000000;
    until.tv_nsec = nanoseconds % 1000000000;
    pthread_mutex_lock(&runner->lock);
    int waited = 0;
    while (!atomic_load(&runner->stopping) && waited == 0)
        waited = pthread_cond_timedwait(&runner->changed, &runner->lock, &until);
    pthread_mutex_unlock(&runner->lock);
    return !atomic_load(&runner->stopping);
}

static void *run(void *self)
{
    Runner *runner = self;
    for (Tick turn = {.stopping = &runner->stopping}; pause_round(runner); turn.round++) {
        runner_round(&runner->base, &turn, log_failure, runner);
        if (runner->quiet > 0)
            runner->quiet--;
    }
    return NULL;
}

bool runner_start(Ctx *ctx, struct Db *db, Runner **ret)
{
    Runner *runner = NEW(ctx->arena, Runner, 1);
    runner->base = (Ctx){.clock = ctx->clock,
                         .packs = ctx->packs,
                         .fonts = ctx->fonts,
                         .access = ctx->access,
                         .db = db};
    runner->log = log_create(ctx->clock, false);
    if (ctx->access && ctx->access->sealer) {
        Ctx own = *ctx;
        own.db = db;
        audit_sealer_attach(ctx->access->sealer, &own);
    }
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&runner->lock, NULL);
    pthread_cond_init(&runner->changed, &steady);
    pthread_condattr_destroy(&steady);
    if (pthread_create(&runner->thread, NULL, run, runner) != 0) {
        pthread_cond_destroy(&runner->changed);
        pthread_mutex_destroy(&runner->lock);
        return fail(ctx, FAIL_SYSTEM, "不能再开线程");
    }
    *ret = runner;
    return true;
}

void runner_stop(Runner *runner)
{
    if (!runner)
        return;
    pthread_mutex_lock(&runner->lock);
    atomic_store(&runner->stopping, true);
    pthread_cond_signal(&runner->changed);
    pthread_mutex_unlock(&runner->lock);
    pthread_join(runner->thread, NULL);
    pthread_cond_destroy(&runner->changed);
    pthread_mutex_destroy(&runner->lock);
}
