#include "port/db_backend.h"

#define NESTING_MAX 16

/* A statement of the catalogue on this connection, prepared at its first use. */
typedef struct Slot {
    const DbBackend *backend;
    void *prepared; /* NULL = not yet */
    bool running;
    const Shape *shape;   /* for which `fields` was resolved */
    const Field **fields; /* of each column */
    size_t column_count;
} Slot;

/* One level of nesting: the transaction itself, or a savepoint. */
typedef struct Level {
    Db *db;
    Arena *arena; /* whose end rolls it back */
    int depth;    /* from 1 */
} Level;

struct Db {
    const DbBackend *backend;
    void *connection;
    const DbCatalogue *catalogue;
    Arena *arena; /* whose end closes it */
    Slot *slots;  /* of the catalogue, then of db_own_statements */
    size_t slot_count;
    Level levels[NESTING_MAX];
    int depth;
    bool broken;      /* a statement failed: only a rollback helps */
    size_t refuse_in; /* statements until one is refused; 0 = never */
};

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
    db->backend->close(db->connection);
    free(db->slots);
    free(db);
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
    Db *db = calloc(1, sizeof *db);
    size_t slot_count = catalogue->statement_count + db_own_statement_count;
    Slot *slots = calloc(slot_count, sizeof *slots);
    void *connection = NULL;
    if (!db || !slots || !backend->open(ctx, address, &connection)) {
        if (!db || !slots)
            fail(ctx, FAIL_SYSTEM, "内存不足");
        free(db);
        free(slots);
        return false;
    }
    *db = (Db){.backend = backend,
               .connection = connection,
               .catalogue = catalogue,
               .arena = ctx->arena,
               .slots = slots,
               .slot_count = slot_count};
    for (size_t i = 0; i < slot_count; i++)
        slots[i].backend = backend;
    arena_defer(ctx->arena, close_deferred, db);
    *ret = db;
    return true;
}

DbKind db_kind(const Db *db)
{
    return db->backend->kind;
}

const DbCatalogue *db_catalogue_of(const Db *db)
{
    return db->catalogue;
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

/* Marks the transaction as broken, as PostgreSQL does by itself, so that both behave alike. */
static bool broke(Db *db)
{
    db->broken = db->depth > 0;
    return false;
}

/* To be called before anything is sent to the server. */
static bool may_run(Ctx *ctx, Db *db)
{
    if (db->broken) {
        fail(ctx, FAIL_DATABASE, "事务中已有语句失败，不能继续");
        return fail_hint(ctx, "回滚后重试");
    }
    if (db->refuse_in && --db->refuse_in == 0) {
        fail(ctx, FAIL_DATABASE, "数据库拒绝了一条语句");
        fail_detail(ctx, "测试要求拒绝");
        return broke(db);
    }
    return db->depth > 0 || db->backend->ready(ctx, db->connection);
}

void db_refuse_nth(Db *db, size_t n)
{
    db->refuse_in = n;
}

bool db_execute(Ctx *ctx, Db *db, const char *sql)
{
    if (!may_run(ctx, db))
        return false;
    return db->backend->execute(ctx, db->connection, sql) || broke(db);
}

static bool prepare_slot(Ctx *ctx, Db *db, int id)
{
    Slot *slot = &db->slots[id];
    if (slot->prepared)
        return true;
    return db->backend->prepare(ctx, db->connection, statement_at(db, id), &slot->prepared);
}

bool db_prepare_all(Ctx *ctx, Db *db)
{
    for (size_t i = 0; i < db->catalogue->statement_count; i++)
        if (!prepare_slot(ctx, db, (int)i)) {
            broke(db);
            return fail_while(ctx, "检查全部数据库语句");
        }
    return true;
}

/* ---- binds ------------------------------------------------------------------------------- */

BindValue bind_int(int64_t value)
{
    return (BindValue){.kind = BIND_INT, .number = value};
}

BindValue bind_bool(bool value)
{
    return bind_int(value);
}

BindValue bind_str(Str value)
{
    return (BindValue){.kind = BIND_STR, .text = value};
}

BindValue bind_decimal(Decimal value)
{
    return bind_int(value.millionths);
}

BindValue bind_instant(Instant value)
{
    return bind_int(value.ms);
}

BindValue bind_date(Date value)
{
    return bind_int(value.days);
}

BindValue bind_month(Month value)
{
    return bind_int(value.months);
}

BindValue bind_null(void)
{
    return (BindValue){.kind = BIND_NULL};
}

/* The bind called `name`; it is usually at the place where the statement has it. */
static const Bind *bind_called(Binds binds, const char *name, size_t likely)
{
    if (likely < binds.count && strcmp(binds.at[likely].name, name) == 0)
        return &binds.at[likely];
    for (size_t i = 0; i < binds.count; i++)
        if (strcmp(binds.at[i].name, name) == 0)
            return &binds.at[i];
    return NULL;
}

static bool fail_bind(Ctx *ctx, const DbStatement *statement, const char *name, const char *what)
{
    fail(ctx, FAIL_DATABASE, "语句「%s」%s参数「%s」", statement->name, what, name);
    return fail_detail(ctx, "%s", statement->source);
}

static bool check_text(Ctx *ctx, Str text)
{
    if (text.len > DB_TEXT_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "一项内容有 %zu 字节，超过 %zu 的上限", text.len,
                    DB_TEXT_BYTES_MAX);
    if (str_find_byte(text, '\0') != STR_NONE)
        return fail(ctx, FAIL_INVALID, "内容里有空字符（NUL），不能保存");
    return true;
}

/* Puts the binds in the statement's order; each must be given, and no other. */
static bool order_binds(Ctx *ctx, const DbStatement *statement, Binds binds, BindValue *to,
                        size_t *ret_count)
{
    size_t count = 0;
    for (; statement->binds[count]; count++) {
        if (count == DB_BINDS_MAX)
            BUG("a statement with too many binds");
        const Bind *bind = bind_called(binds, statement->binds[count], count);
        if (!bind)
            return fail_bind(ctx, statement, statement->binds[count], "缺少");
        if (bind->value.kind == BIND_STR && !check_text(ctx, bind->value.text))
            return fail_while(ctx, "保存「%s」", bind->name);
        to[count] = bind->value;
    }
    for (size_t i = 0; count != binds.count && i < binds.count; i++) {
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || strcmp(statement->binds[k], binds.at[i].name) == 0;
        if (!known)
            return fail_bind(ctx, statement, binds.at[i].name, "没有");
    }
    *ret_count = count;
    return true;
}

/* ---- rows to structs --------------------------------------------------------------------- */

static bool fail_column(Ctx *ctx, const DbStatement *statement, const char *column,
                        const char *what)
{
    fail(ctx, FAIL_DATABASE, "语句「%s」的列「%s」%s", statement->name, column, what);
    return fail_detail(ctx, "%s", statement->source);
}

/* A struct member that no column fills stays zero, unless its field is required. */
static bool check_required(Ctx *ctx, const DbStatement *statement, const Shape *shape,
                           const Field *const *fields, size_t column_count)
{
    for (size_t i = 0; i < shape->count; i++) {
        bool found = !(shape->fields[i].flags & FIELD_REQUIRED);
        for (size_t c = 0; c < column_count && !found; c++)
            found = fields[c] == &shape->fields[i];
        if (!found)
            return fail_column(ctx, statement, shape->fields[i].name, "缺失");
    }
    return true;
}

/* Finds the member of each column once per statement and shape. */
static bool resolve(Ctx *ctx, Slot *slot, const DbStatement *statement, const Shape *shape)
{
    if (slot->shape == shape)
        return true;
    size_t count = slot->backend->column_count(slot->prepared);
    if (count == 0 || count > DB_COLUMNS_MAX)
        return fail(ctx, FAIL_DATABASE, "语句「%s」不返回数据，或列太多", statement->name);
    const Field *fields[DB_COLUMNS_MAX];
    for (size_t i = 0; i < count; i++) {
        const char *name = slot->backend->column_name(slot->prepared, i);
        fields[i] = shape_field(shape, str_of(name));
        if (!fields[i] || fields[i]->kind == FIELD_LIST_OF || fields[i]->kind == FIELD_STRUCT)
            return fail_column(ctx, statement, name, "没有对应的成员");
    }
    if (!check_required(ctx, statement, shape, fields, count))
        return false;
    const Field **kept = realloc(slot->fields, count * sizeof *kept);
    if (!kept)
        return fail(ctx, FAIL_SYSTEM, "内存不足");
    memcpy(kept, fields, count * sizeof *kept);
    slot->fields = kept;
    slot->column_count = count;
    slot->shape = shape;
    return true;
}

/* Stores a number; false when it is outside of the member's range. */
static bool store_number(const Field *field, int64_t number, void *to)
{
    switch (field->kind) {
    case FIELD_BOOL:
        *(bool *)to = number != 0;
        return number == 0 || number == 1;
    case FIELD_INT:
        *(int64_t *)to = number;
        return true;
    case FIELD_DECIMAL:
        *(Decimal *)to = (Decimal){number};
        return true;
    case FIELD_INSTANT:
        *(Instant *)to = (Instant){number};
        return true;
    case FIELD_DATE:
        *(Date *)to = (Date){(int32_t)number};
        return number >= INT32_MIN && number <= INT32_MAX;
    case FIELD_MONTH:
        *(Month *)to = (Month){(int32_t)number};
        return number >= INT32_MIN && number <= INT32_MAX;
    default:
        return false;
    }
}

static bool store(Ctx *ctx, const DbStatement *statement, const Field *field, DbCell cell,
                  void *object)
{
    void *to = (char *)object + field->offset;
    bool optional = field->flags & FIELD_OPTIONAL;
    if (optional)
        *(bool *)((char *)object + field->has_offset) = cell.kind != CELL_NULL;
    if (cell.kind == CELL_NULL)
        return optional || fail_column(ctx, statement, field->name, "为空（NULL）");
    if (cell.kind == CELL_STR && field->kind == FIELD_STR) {
        *(Str *)to = str_copy(ctx->arena, cell.text);
        return true;
    }
    if (cell.kind == CELL_INT && store_number(field, cell.number, to))
        return true;
    return fail_column(ctx, statement, field->name, "的类型或范围与成员不符");
}

static bool read_row(Ctx *ctx, const Slot *slot, const DbStatement *statement, void *object)
{
    memset(object, 0, slot->shape->size);
    for (size_t i = 0; i < slot->column_count; i++) {
        DbCell cell = slot->backend->cell(slot->prepared, i);
        if (!store(ctx, statement, slot->fields[i], cell, object))
            return false;
    }
    return true;
}

/* ---- running ----------------------------------------------------------------------------- */

/* One run of a statement, ended by finish() or by the arena. */
typedef struct Run {
    Db *db;
    Slot *slot;
    const DbStatement *statement;
    BindValue values[DB_BINDS_MAX];
} Run;

static void end_run(void *object)
{
    Slot *slot = object;
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
    if (!order_binds(ctx, run->statement, binds, run->values, &count) || !may_run(ctx, db))
        return false;
    if (run->slot->running)
        return fail(ctx, FAIL_DATABASE, "语句「%s」还没有读完，不能再次执行", run->statement->name);
    if (!prepare_slot(ctx, db, id))
        return broke(db);
    arena_defer(ctx->arena, end_run, run->slot);
    run->slot->running = true;
    if (!db->backend->start(ctx, run->slot->prepared, run->values, count))
        return finish(ctx, run, broke(db));
    return true;
}

static bool next_row(Ctx *ctx, Run *run, bool *ret_row)
{
    return run->db->backend->step(ctx, run->slot->prepared, ret_row) || broke(run->db);
}

/* The next row into `object`, if there is one. */
static bool next_object(Ctx *ctx, Run *run, void *object, bool *ret_row)
{
    if (!next_row(ctx, run, ret_row))
        return false;
    return !*ret_row || read_row(ctx, run->slot, run->statement, object);
}

bool db_each(Ctx *ctx, int statement, Binds binds, const Shape *shape, void *row,
             bool (*each)(Ctx *ctx, void *row, void *self), void *self)
{
    Run run;
    if (!begin_run(ctx, statement, binds, &run))
        return false;
    bool good = resolve(ctx, run.slot, run.statement, shape);
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
    bool good = resolve(ctx, run.slot, run.statement, shape);
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

/* ---- transactions ------------------------------------------------------------------------ */

/* Takes back everything from level `depth` on; a failure recorded before is kept. */
static void roll_back(Ctx *ctx, Db *db, int depth)
{
    if (db->depth < depth)
        return;
    for (int i = depth; i <= db->depth; i++)
        arena_undefer(db->levels[i - 1].arena, &db->levels[i - 1]);
    db->depth = depth - 1;
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
        broke(db);
    ctx->fail = before;
}

/* The arena ended before the transaction did. Its memory is still there, but what it would record
 * as a failure nobody reads. */
static void roll_back_deferred(void *object)
{
    Level *level = object;
    Ctx nobody = {.arena = arena_create(64 * KIB)};
    roll_back(&nobody, level->db, level->depth);
    arena_free(nobody.arena);
}

bool db_begin(Ctx *ctx)
{
    Db *db = ctx->db;
    if (db->depth == NESTING_MAX)
        BUG("transactions nested too deeply");
    char sql[32];
    snprintf(sql, sizeof sql, "SAVEPOINT level_%d", db->depth + 1);
    Level *level = &db->levels[db->depth];
    *level = (Level){.db = db, .arena = ctx->arena, .depth = db->depth + 1};
    /* Deferred first: nothing may abandon the work between begin and defer. At a depth not
     * reached, rolling back does nothing. */
    arena_defer(ctx->arena, roll_back_deferred, level);
    if (!db_execute(ctx, db, db->depth == 0 ? db->backend->begin : sql)) {
        arena_undefer(ctx->arena, level);
        return false;
    }
    db->depth++;
    return true;
}

bool db_commit(Ctx *ctx)
{
    Db *db = ctx->db;
    if (db->depth == 0)
        BUG("commit without begin");
    char sql[32];
    snprintf(sql, sizeof sql, "RELEASE level_%d", db->depth);
    if (!db_execute(ctx, db, db->depth == 1 ? "COMMIT" : sql)) {
        roll_back(ctx, db, db->depth);
        return fail_while(ctx, "提交事务");
    }
    Level *level = &db->levels[--db->depth];
    arena_undefer(level->arena, level);
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
