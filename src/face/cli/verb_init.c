#include "engine/access/access.h"
#include "face/api/program.h"
#include "face/cli/console.h"
#include "face/cli/verbs.h"
#include "port/files.h"

typedef struct InitIn {
    bool demo;
    bool has_scale;
    Decimal scale;
} InitIn;
static const Field init_fields[] = {
    FIELD(InitIn, demo, "演示", 0),
    FIELD_MAYBE(InitIn, scale, "倍数", 0),
};
static const Shape init_shape = SHAPE(InitIn, init_fields);
static const Option init_options[] = {
    {"--demo", NULL, "demo", "装入演示区：单位、指标数据、热线工单和一个已公布的月份"},
    {"--scale", "1", "scale", "演示工单为常量的多少倍，0至20；0为不造工单，只有导入的指标数据"},
};

typedef bool (*DemoStep)(Ctx *ctx, const DemoSetup *setup, Console *console);

static bool demo_step(Ctx *ctx, const DemoSetup *setup, Console *console, const Module *module,
                      DemoStep step)
{
    return !step || step(ctx, setup, console) ||
           fail_while(ctx, "装入「%s」的演示数据", module->title);
}

/* All modules' demo data, or none of it. */
static bool fill_demo(Ctx *ctx, const DemoSetup *setup, Console *console)
{
    if (!db_begin(ctx))
        return false;
    bool done = true;
    for (size_t i = 0; done && i < all_module_count; i++)
        done = demo_step(ctx, setup, console, all_modules[i], all_modules[i]->demo);
    for (size_t i = 0; done && i < all_module_count; i++)
        done = demo_step(ctx, setup, console, all_modules[i], all_modules[i]->demo_after);
    for (size_t i = 0; done && i < all_module_count; i++)
        done = demo_step(ctx, setup, console, all_modules[i], all_modules[i]->demo_last);
    return done ? db_commit(ctx) : db_rollback(ctx);
}

/* What all modules need before their first use, or none of it; what is there stays as it is. */
static bool install_modules(Ctx *ctx, Console *console)
{
    size_t said = console->out->len;
    bool done = db_begin(ctx);
    for (size_t i = 0; done && i < all_module_count; i++)
        if (all_modules[i]->install && !all_modules[i]->install(ctx, console)) {
            fail_while(ctx, "建立「%s」", all_modules[i]->title);
            done = db_rollback(ctx);
        }
    if (done && db_commit(ctx))
        return true;
    console->out->len = said; /* a password that is not in force must not be told */
    return false;
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

/* Opens the database and brings its schema up to date; *ret_news is what to say about it. */
static bool open_database(Ctx *ctx, const Workspace *workspace, const char **ret_news)
{
    Db *db = NULL;
    int before = 0, after = 0;
    if (!db_open(ctx, workspace->address, &db_catalogue, &db) || !db_pending(ctx, db, &before))
        return false;
    ctx->db = db;
    if ((before && !db_migrate(ctx, db)) || !db_pending(ctx, db, &after) ||
        !db_prepare_all(ctx, db))
        return false;
    bool is_new = before && (size_t)before == db_catalogue.migration_count;
    *ret_news = is_new ? "已建立数据目录" : before ? "已升级数据库" : "数据目录已存在，未作改动";
    return true;
}

static bool check_scale(Ctx *ctx, const InitIn *in)
{
    if (!in->has_scale)
        return true;
    if (!in->demo) {
        fail(ctx, FAIL_USAGE, "--scale 只和 --demo 一起用");
        return fail_hint(ctx, "tongban init --demo --scale 1");
    }
    if (in->scale.millionths < 0 || decimal_compare(in->scale, decimal_of(DEMO_SCALE_MAX)) > 0) {
        fail(ctx, FAIL_USAGE, "--scale 须在0到%d之间", DEMO_SCALE_MAX);
        return fail_hint(ctx, "1 是常量；0.01 为其百分之一，0 为不造工单");
    }
    return true;
}

static bool run_init(Ctx *ctx, const void *input, Console *console)
{
    const InitIn *in = input;
    DemoSetup setup = {.scale = in->has_scale ? in->scale : decimal_of(1)};
    const Workspace *workspace = &terminal_of(console)->workspace;
    const char *news = NULL;
    if (!check_scale(ctx, in) || !folder_make(ctx, workspace->data) ||
        !workspace_open_packs(ctx, workspace) || !check_modules(ctx) ||
        !open_database(ctx, workspace, &news) ||
        !program_open_access(ctx, workspace->data, /* make= */ true))
        return false;
    audit_sealer_attach(ctx->access->sealer, ctx);
    if (!install_modules(ctx, console))
        return false;
    say(ctx, console, news, workspace);
    if (!in->demo)
        return true;
    if (!fill_demo(ctx, &setup, console)) {
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
        (const char *const[]){"tongban init --demo", "tongban init --demo --scale 0.1",
                              "tongban init --data /srv/tongban",
                              "tongban init --db postgresql://tongban@localhost/tongban", NULL},
    .options = init_options,
    .option_count = ARRAY_LEN(init_options),
    .input = &init_shape,
    .run = run_init,
};
