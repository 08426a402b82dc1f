#include "port/db_session.h"

/* ---- opening and closing ----------------------------------------------------------------- */

static void close_deferred(void *object)
{
    Db *db = object;
    for (int i = 0; i < db->depth; i++)
        arena_undefer(db->levels[i].arena, &db->levels[i]);
    for (size_t i = 0; i < db->slot_count; i++) {
        db->backend->release(db->slots[i].prepared);
        free(db->slots[i].fields);
    }
    if (db->connection)
        db->backend->close(db->connection);
}

void db_close(Db *db)
{
    if (!db)
        return;
    arena_undefer(db->arena, db);
    close_deferred(db);
}

static const DbBackend *backend_for(Str address)
{
    if (str_starts(address, STR("sqlite:")))
        return &db_sqlite;
    if (str_starts(address, STR("postgresql://")) || str_starts(address, STR("postgres://")))
        return &db_postgresql;
    return NULL;
}

bool db_open(Ctx *ctx, Str address, const DbCatalogue *catalogue, Db **ret)
{
    const DbBackend *backend = backend_for(address);
    if (!backend) {
        fail(ctx, FAIL_USAGE, "不认识的数据库地址");
        return fail_hint(ctx, "地址写作 sqlite:文件 或 postgresql://用户@主机/库名");
    }
    Db *db = NEW(ctx->arena, Db, 1);
    *db = (Db){.backend = backend, .catalogue = catalogue, .arena = ctx->arena};
    db->slot_count = catalogue->statement_count + db_own_statement_count;
    db->slots = NEW(ctx->arena, DbSlot, db->slot_count);
    for (size_t i = 0; i < db->slot_count; i++)
        db->slots[i].backend = backend;
    /* Before anything is opened, so that abandoned work closes it too. */
    arena_defer(ctx->arena, close_deferred, db);
    if (!backend->open(ctx, address, &db->connection)) {
        db_close(db);
        return false;
    }
    *ret = db;
    return true;
}

DbKind db_kind(const Db *db)
{
    return db->backend->kind;
}

/* ---- statements -------------------------------------------------------------------------- */

static const DbStatement *statement_at(const Db *db, int id)
{
    size_t at = (size_t)id;
    if (id < 0 || at >= db->slot_count)
        BUG("no such statement");
    size_t own = db->catalogue->statement_count;
    return at < own ? &db->catalogue->statements[at] : &db_own_statements[at - own];
}

bool db_broke(Db *db)
{
    db->broken = db->depth > 0;
    return false;
}

bool db_may_run(Ctx *ctx, Db *db)
{
    if (db->broken) {
        fail(ctx, FAIL_DATABASE, "事务中已有语句失败，不能继续");
        return fail_hint(ctx, "回滚后重试");
    }
    if (db->refuse_in && --db->refuse_in == 0) {
        fail(ctx, FAIL_DATABASE, "数据库拒绝了一条语句");
        fail_detail(ctx, "测试要求拒绝");
        return db_broke(db);
    }
    return db->depth > 0 || db->backend->ready(ctx, db->connection);
}

void db_refuse_nth(Db *db, size_t n)
{
    db->refuse_in = n;
}

bool db_execute(Ctx *ctx, Db *db, const char *sql)
{
    if (!db_may_run(ctx, db))
        return false;
    return db->backend->execute(ctx, db->connection, sql) || db_broke(db);
}

static bool prepare_slot(Ctx *ctx, Db *db, int id)
{
    DbSlot *slot = &db->slots[id];
    if (slot->prepared)
        return true;
    if (db->backend->prepare(ctx, db->connection, statement_at(db, id), &slot->prepared))
        return true;
    db->backend->release(slot->prepared);
    slot->prepared = NULL;
    return false;
}

bool db_prepare_all(Ctx *ctx, Db *db)
{
    for (size_t i = 0; i < db->catalogue->statement_count; i++)
        if (!prepare_slot(ctx, db, (int)i)) {
            db_broke(db);
            return fail_while(ctx, "检查全部数据库语句");
        }
    return true;
}

/* ---- running ----------------------------------------------------------------------------- */

/* One run of a statement, ended by finish() or by the arena. */
typedef struct Run {
    Db *db;
    DbSlot *slot;
    const DbStatement *statement;
    BindValue values[DB_BINDS_MAX];
} Run;

static void end_run(void *object)
{
    DbSlot *slot = object;
    slot->backend->reset(slot->prepared);
    slot->running = false;
}

static bool finish(Ctx *ctx, Run *run, bool good)
{
    arena_undefer(ctx->arena, run->slot);
    end_run(run->slot);
    return good;
}

static bool begin_run(Ctx *ctx, int id, Binds binds, Run *run)
{
    Db *db = ctx->db;
    if (!db)
        BUG("this work needs a database in its Ctx");
    run->db = db;
    run->statement = statement_at(db, id);
    run->slot = &db->slots[id];
    size_t count = 0;
    if (!db_order_binds(ctx, run->statement, binds, run->values, &count) || !db_may_run(ctx, db))
        return false;
    if (run->slot->running)
        return fail(ctx, FAIL_DATABASE, "语句「%s」还没有读完，不能再次执行", run->statement->name);
    if (!prepare_slot(ctx, db, id))
        return db_broke(db);
    arena_defer(ctx->arena, end_run, run->slot);
    run->slot->running = true;
    if (!db->backend->start(ctx, run->slot->prepared, run->values, count))
        return finish(ctx, run, db_broke(db));
    return true;
}

static bool next_row(Ctx *ctx, Run *run, bool *ret_row)
{
    return run->db->backend->step(ctx, run->slot->prepared, ret_row) || db_broke(run->db);
}

/* The next row into `object`, if there is one. */
static bool next_object(Ctx *ctx, Run *run, void *object, bool *ret_row)
{
    if (!next_row(ctx, run, ret_row))
        return false;
    return !*ret_row || db_read_row(ctx, run->slot, run->statement, object);
}

bool db_each(Ctx *ctx, int statement, Binds binds, const Shape *shape, void *row,
             bool (*each)(Ctx *ctx, void *row, void *self), void *self)
{
    Run run;
    if (!begin_run(ctx, statement, binds, &run))
        return false;
    bool good = db_resolve(ctx, run.slot, run.statement, shape);
    for (size_t count = 0; good; count++) {
        bool more = false;
        good = next_object(ctx, &run, row, &more);
        if (!good || !more)
            break;
        if (count == DB_ROWS_MAX)
            good = fail(ctx, FAIL_TOO_LARGE, "语句「%s」的结果超过 %d 行", run.statement->name,
                        DB_ROWS_MAX);
        else
            good = each(ctx, row, self);
    }
    return finish(ctx, &run, good);
}

bool db_one(Ctx *ctx, int statement, Binds binds, const Shape *shape, void *ret_row,
            bool *ret_found)
{
    Run run;
    if (!begin_run(ctx, statement, binds, &run))
        return false;
    bool found = false, second = false;
    bool good = db_resolve(ctx, run.slot, run.statement, shape);
    void *row = good ? arena_alloc(ctx->arena, shape->size, alignof(max_align_t)) : NULL;
    good = good && next_object(ctx, &run, row, &found);
    good = good && (!found || next_row(ctx, &run, &second));
    if (good && second)
        good = fail(ctx, FAIL_DATABASE, "语句「%s」应至多一行，却有多行", run.statement->name);
    if (!finish(ctx, &run, good))
        return false;
    if (found)
        memcpy(ret_row, row, shape->size);
    *ret_found = found;
    return true;
}

/* Where db_all puts its rows. */
typedef struct Collection {
    const Shape *shape;
    AnyList list;
} Collection;

static bool collect(Ctx *ctx, void *row, void *self)
{
    Collection *collection = self;
    AnyList *list = &collection->list;
    size_t size = collection->shape->size;
    list_grow(ctx->arena, &list->at, &list->count, &list->cap, size, alignof(max_align_t));
    memcpy((char *)list->at + (list->count - 1) * size, row, size);
    return true;
}

bool db_all(Ctx *ctx, int statement, Binds binds, const Shape *shape, void *ret_list)
{
    Collection collection = {.shape = shape};
    void *row = arena_alloc(ctx->arena, shape->size, alignof(max_align_t));
    if (!db_each(ctx, statement, binds, shape, row, collect, &collection))
        return false;
    memcpy(ret_list, &collection.list, sizeof collection.list);
    return true;
}

bool db_run(Ctx *ctx, int statement, Binds binds, int64_t *ret_changed)
{
    Run run;
    if (!begin_run(ctx, statement, binds, &run))
        return false;
    bool good = true;
    for (bool more = true; good && more;)
        good = next_row(ctx, &run, &more);
    int64_t changed = good ? run.db->backend->changed(run.slot->prepared) : 0;
    if (!finish(ctx, &run, good))
        return false;
    if (ret_changed)
        *ret_changed = changed;
    return true;
}

bool db_number(Ctx *ctx, int statement, Binds binds, int64_t *ret)
{
    Run run;
    if (!begin_run(ctx, statement, binds, &run))
        return false;
    DbCell cell = {.kind = CELL_NULL};
    bool more = false;
    bool good = next_row(ctx, &run, &more);
    if (good && run.db->backend->column_count(run.slot->prepared) != 1)
        good = fail(ctx, FAIL_DATABASE, "语句「%s」应只有一列", run.statement->name);
    if (good && more)
        cell = run.db->backend->cell(run.slot->prepared, 0);
    if (good && cell.kind != CELL_NULL && cell.kind != CELL_INT)
        good = fail(ctx, FAIL_DATABASE, "语句「%s」的结果不是整数", run.statement->name);
    /* To its end: only then is an INSERT ... RETURNING complete. */
    while (good && more)
        good = next_row(ctx, &run, &more);
    if (!finish(ctx, &run, good))
        return false;
    *ret = cell.number;
    return true;
}
