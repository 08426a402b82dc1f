#include "face/cli/console.h"
#include "face/cli/verbs.h"
#include "port/files.h"

typedef struct InitIn {
    bool demo;
} InitIn;
static const Field init_fields[] = {FIELD(InitIn, demo, "演示", 0)};
static const Shape init_shape = SHAPE(InitIn, init_fields);
static const Option init_options[] = {
    {"--demo", NULL, "demo", "装入演示区：单位、指标数据和一个已公布的月份"}};

/* All modules' demo data, or none of it. */
static bool fill_demo(Ctx *ctx, Console *console)
{
    if (!db_begin(ctx))
        return false;
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->demo && !all_modules[i]->demo(ctx, console)) {
            fail_while(ctx, "装入「%s」的演示数据", all_modules[i]->title);
            return db_rollback(ctx);
        }
    return db_commit(ctx);
}

static bool check_modules(Ctx *ctx)
{
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->load && !all_modules[i]->load(ctx))
            return false;
    return true;
}

static void say(Ctx *ctx, Console *console, const char *what, const Workspace *workspace)
{
    console->talk(console, str_format(ctx->arena, "%s：%.*s", what, STRF(workspace->data)));
}

static bool run_init(Ctx *ctx, const void *input, Console *console)
{
    const InitIn *in = input;
    const Workspace *workspace = &terminal_of(console)->workspace;
    Db *db = NULL;
    int before = 0, after = 0;
    if (!folder_make(ctx, workspace->data) || !workspace_open_packs(ctx, workspace) ||
        !check_modules(ctx) || !db_open(ctx, workspace->address, &db_catalogue, &db) ||
        !db_pending(ctx, db, &before))
        return false;
    ctx->db = db;
    if ((before && !db_migrate(ctx, db)) || !db_pending(ctx, db, &after) ||
        !db_prepare_all(ctx, db))
        return false;
    if (before && (size_t)before == db_catalogue.migration_count)
        say(ctx, console, "已建立数据目录", workspace);
    else if (before)
        say(ctx, console, "已升级数据库", workspace);
    else
        say(ctx, console, "数据目录已存在，未作改动", workspace);
    if (!in->demo)
        return true;
    if (!fill_demo(ctx, console)) {
        if (ctx->fail.code != FAIL_STATE)
            return false;
        /* The modules refuse to mix the demo with data that is there; that is not a failure. */
        fail_clear(ctx);
        console->talk(console, STR("已有数据，未装入演示数据"));
        return true;
    }
    say(ctx, console, "已装入演示数据", workspace);
    return true;
}

const Command command_init = {
    .verb = "init",
    .arguments = "",
    .help = "建立数据目录和数据库，或升级已有的；可重复运行",
    .examples =
        (const char *const[]){"tongban init --demo", "tongban init --data /srv/tongban",
                              "tongban init --db postgresql://tongban@localhost/tongban", NULL},
    .options = init_options,
    .option_count = ARRAY_LEN(init_options),
    .input = &init_shape,
    .run = run_init,
};
