/* Transactions, savepoints in them, and their end with the arena. */
#include "port/db_session.h"

/* Takes back everything from level `depth` on; a failure recorded before is kept. */
static void roll_back(Ctx *ctx, Db *db, int depth)
{
    if (db->depth < depth)
        return;
    DbLevel *level = &db->levels[depth - 1];
    for (int i = depth; i <= db->depth; i++)
        arena_undefer(db->levels[i - 1].arena, &db->levels[i - 1]);
    db->trail = level->before;
    db->depth = depth - 1;
    db->group = db->group && db->depth > 0;
    db_deferred_return(db, level);
    if (level->bare && db->group) {
        db->spoilt = db->spoilt || db->broken || db->writes > level->writes;
        return; /* stays broken: nothing more is done in it */
    }
    db->broken = false;
    if (!db->backend->in_transaction(db->connection))
        return; /* the database has rolled back by itself, or was lost */
    char sql[80];
    if (depth == 1)
        snprintf(sql, sizeof sql, "ROLLBACK");
    else
        snprintf(sql, sizeof sql, "ROLLBACK TO level_%d; RELEASE level_%d", depth, depth);
    Fail before = ctx->fail;
    if (!db->backend->execute(ctx, db->connection, sql))
        db_broke(db);
    ctx->fail = before;
}

/* The arena ended before the transaction did. Its memory is still there, but what it would record
 * as a failure nobody reads. */
static void roll_back_deferred(void *object)
{
    DbLevel *level = object;
    Ctx nobody = {.arena = arena_create(64 * KIB)};
    roll_back(&nobody, level->db, level->depth);
    arena_free(nobody.arena);
}

/* PostgreSQL may have begun and then not have got the lock. */
static void give_up_begin(Ctx *ctx, Db *db)
{
    if (db->depth > 0 || !db->backend->in_transaction(db->connection))
        return;
    Fail before = ctx->fail;
    (void)!db->backend->execute(ctx, db->connection, "ROLLBACK");
    ctx->fail = before;
}

static void start_afresh(Db *db)
{
    db->trail = (DbTrail){0};
    db->writes = 0;
    db->bare = db->spoilt = false;
    db->deferred_count = 0;
    arena_reset(db->pieces);
}

bool db_begin(Ctx *ctx)
{
    Db *db = ctx->db;
    if (db->depth == DB_NESTING_MAX)
        BUG("transactions nested too deeply");
    char sql[32];
    snprintf(sql, sizeof sql, "SAVEPOINT level_%d", db->depth + 1);
    DbLevel *level = &db->levels[db->depth];
    if (db->depth == 0)
        start_afresh(db);
    *level = (DbLevel){.db = db,
                       .arena = ctx->arena,
                       .depth = db->depth + 1,
                       .before = db->trail,
                       .writes = db->writes,
                       .bare = db->depth > 0 && db->bare};
    db_deferred_mark(db, level);
    if (db->group && db->depth == 1)
        db->trail = (DbTrail){0}; /* a member answers for itself */
    /* Deferred first: nothing may abandon the work between begin and defer. At a depth not
     * reached, rolling back does nothing. */
    arena_defer(ctx->arena, roll_back_deferred, level);
    if (!(level->bare ? db_may_run(ctx, db)
                      : db_execute(ctx, db, db->depth == 0 ? db->backend->begin : sql))) {
        arena_undefer(ctx->arena, level);
        give_up_begin(ctx, db);
        return false;
    }
    db->depth++;
    return true;
}

bool db_begin_group(Ctx *ctx, DbGroup how)
{
    if (ctx->db->depth > 0)
        BUG("a group within a transaction");
    if (!db_begin(ctx))
        return false;
    ctx->db->group = true;
    ctx->db->bare = how == DB_GROUP_BARE;
    return true;
}

bool db_group_stands(const Db *db)
{
    return db->group && db->depth == 1 && !db->broken && !db->spoilt &&
           db->backend->in_transaction(db->connection);
}

bool db_group_is_spoilt(const Db *db)
{
    return db->spoilt;
}

void db_after_audit(Db *db, void (*committed)(Db *db, void *self), void *self)
{
    db->after_audit = committed;
    db->after_audit_self = self;
}

/* A programmer's error that must not reach the data: what nobody can be asked for afterwards. */
static bool check_trail(Ctx *ctx, const Db *db)
{
    bool answers = db->depth == 1 || (db->group && db->depth == 2);
    if (!answers || !db->trail.changed || db->trail.noted)
        return true;
    fail(ctx, FAIL_DATABASE, "这次改动没有记入审计，已经撤销");
    return fail_hint(ctx, "这是程序的错误，请把操作步骤告诉系统管理员");
}

static bool end_level(Ctx *ctx, Db *db, const DbLevel *level)
{
    char sql[32];
    snprintf(sql, sizeof sql, "RELEASE level_%d", level->depth);
    if (level->bare)
        return db_may_run(ctx, db);
    if (db->spoilt && level->depth == 1)
        return fail(ctx, FAIL_DATABASE, "这一组改动要重做，不能提交");
    return db_execute(ctx, db, level->depth == 1 ? "COMMIT" : sql);
}

bool db_commit(Ctx *ctx)
{
    Db *db = ctx->db;
    if (db->depth == 0)
        BUG("commit without begin");
    DbLevel *level = &db->levels[db->depth - 1];
    if (!check_trail(ctx, db) || (db->depth == 1 && !db_do_deferred(ctx, db)) ||
        !end_level(ctx, db, level)) {
        roll_back(ctx, db, db->depth);
        return fail_while(ctx, "提交事务");
    }
    db->depth--;
    arena_undefer(level->arena, level);
    if (db->group && db->depth == 1) {
        db->trail.changed = db->trail.changed || level->before.changed;
        db->trail.noted = db->trail.noted || level->before.noted;
    }
    if (db->depth == 0)
        db->group = false;
    if (db->depth == 0 && db->trail.noted && db->after_audit)
        db->after_audit(db, db->after_audit_self);
    return true;
}

bool db_rollback(Ctx *ctx)
{
    Db *db = ctx->db;
    if (db->depth == 0)
        BUG("rollback without begin");
    roll_back(ctx, db, db->depth);
    return false;
}

bool db_in_transaction(const Db *db)
{
    return db->depth > 0;
}
