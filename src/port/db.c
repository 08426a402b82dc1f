#include "port/db_session.h"

/* ---- opening and closing ----------------------------------------------------------------- */

static void close_deferred(void *object)
{
    Db *db = object;
    for (int i = 0; i < db->depth; i++)
        arena_undefer(db->levels[i].arena, &db->levels[i]);
    for (size_t i = 0; i < db->statement_count * 2; i++) {
        db->backend->release(db->slots[i].prepared);
        free(db->slots[i].fields);
    }
    if (db->connection)
        db->backend->close(db->connection);
    arena_free(db->pieces);
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

static const DbStatement *statement_at(const Db *db, size_t at)
{
    size_t own = db->catalogue->statement_count;
    return at < own ? &db->catalogue->statements[at] : &db_own_statements[at - own];
}

/* No SELECT of ours calls a function that writes; what begins otherwise may. */
static bool only_reads(const DbStatement *statement)
{
    return statement->sqlite && strncmp(statement->sqlite, "SELECT", strlen("SELECT")) == 0;
}

static void make_slots(Arena *arena, Db *db)
{
    size_t count = db->catalogue->statement_count + db_own_statement_count;
    DbStatement *narrowed = NEW(arena, DbStatement, count);
    db->slots = NEW(arena, DbSlot, count * 2);
    db->statement_count = count;
    for (size_t i = 0; i < count; i++) {
        narrowed[i] = db_narrowed(arena, statement_at(db, i));
        bool reads_only = only_reads(statement_at(db, i));
        db->slots[i] = (DbSlot){
            .backend = db->backend, .statement = statement_at(db, i), .reads_only = reads_only};
        db->slots[count + i] =
            (DbSlot){.backend = db->backend, .statement = &narrowed[i], .reads_only = reads_only};
    }
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
    make_slots(ctx->arena, db);
    db->pieces = arena_create(DB_DEFERRED_BYTES_MAX);
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

static bool prepare_slot(Ctx *ctx, Db *db, DbSlot *slot)
{
    if (slot->prepared)
        return true;
    if (db->backend->prepare(ctx, db->connection, slot->statement, &slot->prepared))
        return true;
    db->backend->release(slot->prepared);
    slot->prepared = NULL;
    return false;
}

bool db_prepare_all(Ctx *ctx, Db *db)
{
    for (size_t i = 0; i < db->catalogue->statement_count; i++) {
        DbSlot *whole = &db->slots[i], *narrowed = &db->slots[db->statement_count + i];
        bool good = prepare_slot(ctx, db, whole) &&
                    (!narrowed->statement->sqlite || prepare_slot(ctx, db, narrowed));
        if (!good) {
            db_broke(db);
            return fail_while(ctx, "检查全部数据库语句");
        }
    }
    return true;
}

/* ---- running ----------------------------------------------------------------------------- */

/* One run of a statement, ended by finish() or by the arena. */
typedef struct Run {
    Db *db;
    DbSlot *slot;
    const DbStatement *statement;
    DbTrail before;
    BindValue values[DB_BINDS_MAX];
} Run;

static void end_run(void *object)
{
    DbSlot *slot = object;
    slot->backend->reset(slot->prepared);
    slot->running = false;
}

/* What has touched no row has changed nothing, whatever it might have done. */
static bool settle(Ctx *ctx, Run *run)
{
    const DbStatement *statement = run->statement;
    if (!statement->changes && !statement->notes && !statement->inserts)
        return true;
    if (run->db->backend->changed(run->slot->prepared) > 0)
        return true;
    run->db->trail = run->before;
    if (!statement->inserts || ctx->scope->whole)
        return true;
    fail(ctx, FAIL_DENIED, "不在您的数据范围内，没有保存");
    return fail_detail(ctx, "语句 %s（%s）", statement->name, statement->source);
}

static bool finish(Ctx *ctx, Run *run, bool good)
{
    good = good && settle(ctx, run);
    arena_undefer(ctx->arena, run->slot);
    end_run(run->slot);
    return good;
}

/* Outside of a transaction no entry could come with the change. */
static bool check_audited(Ctx *ctx, const Run *run)
{
    if (!run->statement->changes || run->db->depth > 0)
        return true;
    fail(ctx, FAIL_DATABASE, "这次改动没有记入审计，没有执行");
    fail_detail(ctx, "语句 %s（%s）不在事务中", run->statement->name, run->statement->source);
    return fail_hint(ctx, "这是程序的错误，请把操作步骤告诉系统管理员");
}

/* Taken for done until it is known to have touched no row, so that work abandoned in between is
 * not taken for none. */
static void note_run(Run *run)
{
    DbTrail *trail = &run->db->trail;
    run->before = *trail;
    run->db->writes += !run->slot->reads_only;
    trail->changed = trail->changed || run->statement->changes;
    trail->noted = trail->noted || run->statement->notes;
}

static bool begin_run(Ctx *ctx, int id, Binds binds, Run *run)
{
    Db *db = ctx->db;
    if (!db)
        BUG("this work needs a database in its Ctx");
    if (id < 0 || (size_t)id >= db->statement_count)
        BUG("no such statement");
    run->db = db;
    if (!db_choose(ctx, db, statement_at(db, (size_t)id), (size_t)id, &run->slot))
        return false;
    run->statement = run->slot->statement;
    if (!check_audited(ctx, run))
        return false;
    size_t count = 0;
    if (!db_order_binds(ctx, run->statement, binds, run->values, &count) || !db_may_run(ctx, db))
        return false;
    if (run->slot->running)
        return fail(ctx, FAIL_DATABASE, "语句「%s」还没有读完，不能再次执行", run->statement->name);
    if (!prepare_slot(ctx, db, run->slot))
        return db_broke(db);
    arena_defer(ctx->arena, end_run, run->slot);
    run->slot->running = true;
    if (!db->backend->start(ctx, run->slot->prepared, run->values, count)) {
        arena_undefer(ctx->arena, run->slot);
        end_run(run->slot);
        return db_broke(db);
    }
    note_run(run);
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
    size_t columns = good ? run.db->backend->column_count(run.slot->prepared) : 1;
    if (columns == 0 && db_kind(run.db) == DB_SQLITE)
        cell = (DbCell){.kind = CELL_INT, .number = run.db->backend->inserted(run.slot->prepared)};
    else if (columns != 1)
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
