/* tongban tick: the periodic work once, for cron and for tests; a running server does it by itself.
 */
#include "face/cli/runner.h"
#include "face/cli/verbs.h"

typedef struct TickState {
    Ctx *ctx;
    bool failed;
} TickState;

/* The first failure is the verb's. */
static void keep_first(void *self, const Module *module, const Fail *why)
{
    TickState *state = self;
    if (state->failed)
        return;
    state->failed = true;
    state->ctx->fail = fail_copy(state->ctx->arena, why);
    fail_while(state->ctx, "「%s」的定时工作", module->title);
}

static bool run_tick(Ctx *ctx, const void *input, Console *console)
{
    (void)input;
    (void)console;
    TickState state = {.ctx = ctx};
    atomic_bool stopping = false;
    runner_round(ctx, &(Tick){.stopping = &stopping}, keep_first, &state);
    return !state.failed;
}

const Command command_tick = {
    .verb = "tick",
    .arguments = "",
    .help = "做一遍定时工作：发出待发的通知，按规则升级督办",
    .details = "运行着的 tongban serve 每隔几秒自己做，不必另外安排。",
    .examples = (const char *const[]){"tongban tick", NULL},
    .needs_db = true,
    .run = run_tick,
};
