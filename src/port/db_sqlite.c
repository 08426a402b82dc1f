/* The SQLite back end; the only file that knows sqlite3.h. */
#include "port/db_backend.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

typedef struct Prepared {
    sqlite3 *connection;
    sqlite3_stmt *handle;
    const DbStatement *statement;
} Prepared;

/* An SQLite error as a Fail: a broken uniqueness is a conflict, a lock not had a time-out. */
static bool fail_sqlite(Ctx *ctx, sqlite3 *connection, const DbStatement *statement)
{
    int code = sqlite3_extended_errcode(connection);
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
        code == SQLITE_CONSTRAINT_ROWID) {
        fail(ctx, FAIL_CONFLICT, "与已有数据重复");
    } else if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) {
        fail(ctx, FAIL_TIMEOUT, "数据库正被另一个程序占用");
        fail_hint(ctx, "稍后再试；若一直如此，查看是否有别的导入或服务在运行");
    } else if ((code & 0xff) == SQLITE_FULL) {
        fail(ctx, FAIL_DATABASE, "磁盘已满，数据没有写入");
        fail_hint(ctx, "腾出磁盘空间后重试");
    } else if ((code & 0xff) == SQLITE_READONLY) {
        fail(ctx, FAIL_DATABASE, "没有权限写入数据库");
        fail_hint(ctx, "检查数据文件夹和其中的文件对当前用户是否可写");
    } else if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB) {
        fail(ctx, FAIL_DATABASE, "数据库文件已损坏，或不是数据库");
        fail_hint(ctx, "停止程序，用最近的备份替换这个文件");
    } else {
        fail(ctx, FAIL_DATABASE, "数据库拒绝了一条语句");
    }
    const char *message = sqlite3_errmsg(connection);
    if (!statement)
        return fail_detail(ctx, "%s", message);
    return fail_detail(ctx, "语句 %s（%s）：%s", statement->name, statement->source, message);
}

static bool execute(Ctx *ctx, void *connection, const char *sql)
{
    if (sqlite3_exec(connection, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    return fail_sqlite(ctx, connection, NULL);
}

static bool configure(Ctx *ctx, sqlite3 *connection)
{
    static const int off[] = {SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML,
                              SQLITE_DBCONFIG_TRUSTED_SCHEMA,
                              SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION};
    sqlite3_busy_timeout(connection, DB_LOCK_WAIT_MS);
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, (int)DB_TEXT_BYTES_MAX);
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
    for (size_t i = 0; i < ARRAY_LEN(off); i++)
        sqlite3_db_config(connection, off[i], 0, NULL);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    /* synchronous=FULL: what was acknowledged survives a power cut, in WAL too. temp_store=MEMORY:
     * what a savepoint would put back is kept in memory; in a file it cost a third of the time of
     * taking an order. wal_autocheckpoint: at 16 MiB instead of 4, so that a page that changes with
     * every order goes into the database less often. */
    if (!execute(ctx, connection,
                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
                 "PRAGMA wal_autocheckpoint=4000"))
        return false;
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return true;
}

/* A new database file is readable by its owner only: it holds personal data. An existing file is
 * not opened here, because closing it would drop this process's locks on it. */
static void create_private(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
}

/* Memory is counted by the arenas; SQLite's own count would lock and unlock at each allocation. */
static void set_up_once(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool open_sqlite(Ctx *ctx, Str address, void **ret_connection)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_up_once);
    const char *path = str_to_c(ctx->arena, str_after(address, strlen("sqlite:")));
    bool in_memory = strcmp(path, ":memory:") == 0;
    if (!in_memory)
        create_private(path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (in_memory)
        flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
    sqlite3 *connection = NULL;
    int code = sqlite3_open_v2(path, &connection, flags, NULL);
    *ret_connection = connection;
    if (code == SQLITE_OK)
        return configure(ctx, connection) || fail_while(ctx, "打开数据库文件「%s」", path);
    fail(ctx, FAIL_DATABASE, "打不开数据库文件「%s」", path);
    fail_detail(ctx, "%s", connection ? sqlite3_errmsg(connection) : "内存不足");
    return fail_hint(ctx, "检查文件夹是否存在、是否可写；新建数据请用 tongban init");
}

static void close_sqlite(void *connection)
{
    sqlite3_close_v2(connection);
}

static bool ready(Ctx *ctx, void *connection)
{
    (void)ctx;
    (void)connection;
    return true;
}

static bool in_transaction(void *connection)
{
    return !sqlite3_get_autocommit(connection);
}

static bool prepare(Ctx *ctx, void *connection, const DbStatement *statement, void **ret_prepared)
{
    sqlite3_stmt *handle = NULL;
    if (sqlite3_prepare_v3(connection, statement->sqlite, /* to its NUL */ -1,
                           SQLITE_PREPARE_PERSISTENT, &handle, NULL) != SQLITE_OK)
        return fail_sqlite(ctx, connection, statement);
    Prepared *prepared = handle ? calloc(1, sizeof *prepared) : NULL;
    if (!prepared) {
        sqlite3_finalize(handle);
        return fail(ctx, FAIL_DATABASE, "语句 %s（%s）是空的，或内存不足", statement->name,
                    statement->source);
    }
    *prepared = (Prepared){connection, handle, statement};
    *ret_prepared = prepared;
    return true;
}

static void release(void *object)
{
    Prepared *prepared = object;
    if (!prepared)
        return;
    sqlite3_finalize(prepared->handle);
    free(prepared);
}

/* The text lives until reset, so it need not be copied. */
static int bind_value(sqlite3_stmt *handle, int at, BindValue value)
{
    switch (value.kind) {
    case BIND_NULL:
        return sqlite3_bind_null(handle, at);
    case BIND_INT:
        return sqlite3_bind_int64(handle, at, value.number);
    case BIND_STR:
        return sqlite3_bind_text64(handle, at, value.text.len ? value.text.at : "", value.text.len,
                                   SQLITE_STATIC, SQLITE_UTF8);
    }
    BUG("unknown kind of bind");
}

/* SQLite numbers named binds in the order of their first use, as sqlpack lists them; what the
 * list holds beyond them is for PostgreSQL. */
static bool start(Ctx *ctx, void *object, const BindValue *values, size_t count)
{
    Prepared *prepared = object;
    size_t own = (size_t)sqlite3_bind_parameter_count(prepared->handle);
    for (size_t i = 0; i < count && i < own; i++)
        if (bind_value(prepared->handle, (int)i + 1, values[i]) != SQLITE_OK)
            return fail_sqlite(ctx, prepared->connection, prepared->statement);
    return true;
}

static bool step(Ctx *ctx, void *object, bool *ret_row)
{
    Prepared *prepared = object;
    int code = sqlite3_step(prepared->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail_sqlite(ctx, prepared->connection, prepared->statement);
    *ret_row = code == SQLITE_ROW;
    return true;
}

static void reset(void *object)
{
    Prepared *prepared = object;
    sqlite3_reset(prepared->handle);
    sqlite3_clear_bindings(prepared->handle);
}

static int64_t changed(void *object)
{
    Prepared *prepared = object;
    return sqlite3_stmt_readonly(prepared->handle) ? 0 : sqlite3_changes64(prepared->connection);
}

static int64_t inserted(void *object)
{
    return sqlite3_last_insert_rowid(((Prepared *)object)->connection);
}

static size_t column_count(void *object)
{
    return (size_t)sqlite3_column_count(((Prepared *)object)->handle);
}

static const char *column_name(void *object, size_t column)
{
    return sqlite3_column_name(((Prepared *)object)->handle, (int)column);
}

static DbCell cell(void *object, size_t column)
{
    sqlite3_stmt *handle = ((Prepared *)object)->handle;
    switch (sqlite3_column_type(handle, (int)column)) {
    case SQLITE_NULL:
        return (DbCell){.kind = CELL_NULL};
    case SQLITE_INTEGER:
        return (DbCell){.kind = CELL_INT, .number = sqlite3_column_int64(handle, (int)column)};
    case SQLITE_TEXT: {
        const void *text = sqlite3_column_text(handle, (int)column);
        size_t len = (size_t)sqlite3_column_bytes(handle, (int)column);
        return (DbCell){.kind = CELL_STR, .text = str_from(text, len)};
    }
    default:
        return (DbCell){.kind = CELL_OTHER};
    }
}

const DbBackend db_sqlite = {
    .kind = DB_SQLITE,
    .begin = "BEGIN IMMEDIATE",
    .open = open_sqlite,
    .close = close_sqlite,
    .ready = ready,
    .execute = execute,
    .in_transaction = in_transaction,
    .prepare = prepare,
    .release = release,
    .start = start,
    .step = step,
    .reset = reset,
    .changed = changed,
    .inserted = inserted,
    .column_count = column_count,
    .column_name = column_name,
    .cell = cell,
};
