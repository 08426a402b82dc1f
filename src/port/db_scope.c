/* Which text of a statement runs: that for all rows, or that for a narrowed scope. */
#include "port/db_session.h"

const DbScope db_scope_whole = {.whole = true, .units = STR_INIT("[]")};

DbStatement db_narrowed(Arena *arena, const DbStatement *statement)
{
    if (!statement->sqlite_scoped)
        return (DbStatement){0};
    DbStatement narrowed = *statement;
    /* PostgreSQL knows prepared statements by name. */
    narrowed.name = str_to_c(arena, str_format(arena, "%s (scope)", statement->name));
    narrowed.sqlite = statement->sqlite_scoped;
    narrowed.postgresql = statement->postgresql_scoped;
    narrowed.binds = statement->scoped_binds;
    return narrowed;
}

static bool deny(Ctx *ctx, const DbStatement *statement, const char *message)
{
    fail(ctx, FAIL_DENIED, "%s", message);
    return fail_detail(ctx, "语句 %s（%s）", statement->name, statement->source);
}

bool db_choose(Ctx *ctx, const Db *db, const DbStatement *statement, size_t id, DbSlot **ret)
{
    bool scoped = statement->sqlite_scoped || statement->only_whole;
    bool narrow = scoped && ctx->scope && !ctx->scope->whole;
    if (scoped && !ctx->scope)
        return deny(ctx, statement, "没有确定数据范围，不能读写各单位的数据");
    if (narrow && statement->only_whole)
        return deny(ctx, statement, "这项操作涉及全部单位，超出了您的数据范围");
    *ret = &db->slots[narrow ? db->statement_count + id : id];
    return true;
}
