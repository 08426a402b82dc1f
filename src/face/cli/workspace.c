#include "face/cli/workspace.h"

#include "port/files.h"
#include "port/fonts.h"

static Str first_given(Arena *arena, Str option, const char *variable, const char *otherwise)
{
    const char *value = getenv(variable);
    if (!str_empty(option))
        return option;
    return str_copy(arena, str_of(value && *value ? value : otherwise));
}

Workspace workspace_find(Arena *arena, Str data_option, Str db_option)
{
    Workspace workspace = {
        .data = first_given(arena, data_option, WORKSPACE_DATA_VARIABLE, WORKSPACE_DATA_DEFAULT),
        .address = first_given(arena, db_option, WORKSPACE_DB_VARIABLE, ""),
    };
    if (str_empty(workspace.address))
        workspace.address = str_format(arena, "sqlite:%.*s/tongban.db", STRF(workspace.data));
    return workspace;
}

bool workspace_open_packs(Ctx *ctx, const Workspace *workspace)
{
    Packs *packs = NULL;
    if (!packs_open(ctx, path_join(ctx->arena, workspace->data, STR("packs")), &packs))
        return false;
    ctx->packs = packs;
    return true;
}

bool workspace_open_fonts(Ctx *ctx, const Workspace *workspace)
{
    return fonts_open(ctx, path_join(ctx->arena, workspace->data, STR("fonts")), &ctx->fonts);
}

/* The file of an SQLite address; empty for others, which only their server can tell about. */
static Str database_file(const Workspace *workspace)
{
    Str prefix = STR("sqlite:");
    bool is_file = str_starts(workspace->address, prefix) &&
                   !str_equal(workspace->address, STR("sqlite::memory:"));
    return is_file ? str_after(workspace->address, prefix.len) : (Str){0};
}

bool workspace_exists(Ctx *ctx, const Workspace *workspace)
{
    Str file = database_file(workspace);
    return str_empty(file) || file_exists(ctx, file);
}

static bool fail_absent(Ctx *ctx, const Workspace *workspace)
{
    fail(ctx, FAIL_NOT_FOUND, "数据目录「%.*s」还没有建立数据库", STRF(workspace->data));
    return fail_hint(ctx,
                     "先运行 tongban init --data %.*s（加 --demo 装入演示数据），"
                     "或用 --data 指明另一目录",
                     STRF(workspace->data));
}

bool workspace_open_db(Ctx *ctx, const Workspace *workspace, Db **ret)
{
    if (!workspace_exists(ctx, workspace))
        return fail_absent(ctx, workspace);
    Db *db = NULL;
    int pending = 0;
    if (!db_open(ctx, workspace->address, &db_catalogue, &db) || !db_pending(ctx, db, &pending))
        return false;
    if (pending > 0)
        db_close(db);
    if (pending > 0 && (size_t)pending == db_catalogue.migration_count)
        return fail_absent(ctx, workspace);
    if (pending > 0) {
        fail(ctx, FAIL_STATE, "数据库的结构比程序旧，还差 %d 步升级", pending);
        return fail_hint(ctx, "先备份，再运行 tongban init --data %.*s", STRF(workspace->data));
    }
    *ret = db;
    return true;
}
