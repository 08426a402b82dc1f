#include "face/cli/cli.h"

#include "engine/access/access.h"
#include "face/api/program.h"
#include "face/cli/arguments.h"
#include "face/cli/console.h"
#include "face/cli/help.h"
#include "port/clock.h"

/* What one command may hold in memory: a bulletin, or an import of some million cells. */
#define COMMAND_BYTES_MAX (1024 * MIB)

/* One that only uses a database does without where there is none. */
static bool open_database(Ctx *ctx, const Command *verb, const Workspace *workspace)
{
    Db *db = NULL;
    if (!workspace_open_db(ctx, workspace, &db)) {
        if (verb->needs_db || ctx->fail.code != FAIL_NOT_FOUND)
            return false;
        fail_clear(ctx);
        return true;
    }
    if (!workspace_open_fonts(ctx, workspace) ||
        !program_open_access(ctx, workspace->data, /* make= */ false))
        return false;
    ctx->db = db;
    audit_sealer_attach(ctx->access->sealer, ctx);
    return true;
}

/* Opens what the verb needs and runs it. */
static bool run_verb(Ctx *ctx, const Command *verb, const Words *words, Terminal *terminal)
{
    void *in =
        verb->input ? arena_alloc(ctx->arena, verb->input->size, alignof(max_align_t)) : NULL;
    if (!arguments_bind(ctx, verb, words, in))
        return false;
    bool needs_packs = verb->needs_db || verb->needs_packs;
    if (needs_packs && !workspace_open_packs(ctx, &terminal->workspace))
        return false;
    if ((verb->needs_db || verb->uses_db) && !open_database(ctx, verb, &terminal->workspace))
        return false;
    return verb->run(ctx, in, &terminal->console);
}

static bool run_words(Ctx *ctx, Words *words, Terminal *terminal)
{
    GlobalOptions global = {0};
    if (!arguments_take_global(ctx, words, &global))
        return false;
    terminal->workspace = workspace_find(ctx->arena, global.data, global.db);
    if (global.version) {
        help_version(&terminal->out);
        return true;
    }
    if (words->count == 0) {
        help_overview(ctx->arena, &terminal->out);
        return global.help || fail(ctx, FAIL_USAGE, "要做什么？请给出一个命令");
    }
    const Command *verb = NULL;
    size_t used = 0;
    if (!verb_find(ctx, words->at, words->count, &verb, &used))
        return false;
    if (global.help) {
        help_verb(verb, &terminal->out);
        return true;
    }
    Words rest = {.at = words->at + used, .count = words->count - used};
    return run_verb(ctx, verb, &rest, terminal);
}

static bool run_guarded(Ctx *ctx, int argc, char **argv, Terminal *terminal)
{
    ArenaGuard guard;
    if (arena_guard(ctx->arena, &guard)) {
        ctx->fail = (Fail){.code = FAIL_TOO_LARGE,
                           .message = STR("处理所需的内存超出上限"),
                           .hint = STR("分成几次处理")};
        return false;
    }
    Words words = {0};
    bool done = arguments_read(ctx, argc, argv, &words) && run_words(ctx, &words, terminal);
    Fail reason = ctx->fail;
    /* What a failed verb has found out is printed all the same. */
    if (!terminal_flush(ctx, terminal))
        done = false;
    else
        ctx->fail = reason;
    arena_guard_pop(ctx->arena);
    return done;
}

int cli_run(int argc, char **argv)
{
    Arena *arena = arena_create(COMMAND_BYTES_MAX);
    Terminal *terminal = NEW(arena, Terminal, 1);
    Ctx *ctx = NEW(arena, Ctx, 1);
    *ctx = (Ctx){.arena = arena, .clock = &system_clock};
    actor_enter(ctx, &actor_local);
    terminal_init(terminal, arena);
    bool done = run_guarded(ctx, argc, argv, terminal);
    int code = done ? 0 : fail_exit_code(ctx->fail.code);
    if (!done)
        terminal_print_fail(terminal, &ctx->fail);
    arena_free(arena);
    return code;
}
