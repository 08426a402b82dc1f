/* The PostgreSQL back end; the only file that knows libpq-fe.h. */
#include "port/db_backend.h"

#include <libpq-fe.h>

/* Types of columns (pg_type.dat of PostgreSQL; fixed for all time). */
enum {
    OID_BOOL = 16,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_BYTEA = 17,
    OID_NUMERIC = 1700,
};

#define SERVER_VERSION_MIN 150000
/* Room for any 64-bit number as text. */
#define NUMBER_BYTES 24

typedef struct Connection {
    PGconn *handle;
    int generation; /* grows when the connection was lost and made again */
    char *texts;    /* bound texts with their NULs, reused from run to run */
    size_t texts_cap;
    PGresult *last; /* of `execute`; kept here so that nothing leaks when work is abandoned */
} Connection;

typedef struct Prepared {
    Connection *connection;
    const DbStatement *statement;
    int generation; /* of the connection for which it was prepared */
    PGresult *result;
    PGresult *columns; /* description, taken when it was prepared */
    int row;           /* the one that `cell` reads */
} Prepared;

/* Numbers of errors: appendix A of the PostgreSQL manual. */
static bool fail_state(Ctx *ctx, const char *state)
{
    if (strcmp(state, "23505") == 0)
        return fail(ctx, FAIL_CONFLICT, "与已有数据重复");
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0) {
        fail(ctx, FAIL_CONFLICT, "有人同时修改了同一批数据");
        return fail_hint(ctx, "请重试一次");
    }
    if (strcmp(state, "55P03") == 0) {
        fail(ctx, FAIL_TIMEOUT, "数据正被另一个操作占用");
        return fail_hint(ctx, "稍后再试");
    }
    return fail(ctx, FAIL_DATABASE, "数据库拒绝了一条语句");
}

static bool fail_postgresql(Ctx *ctx, const Connection *connection, const PGresult *result,
                            const DbStatement *statement)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    if (PQstatus(connection->handle) != CONNECTION_OK) {
        fail(ctx, FAIL_DATABASE, "与数据库服务器的连接断开了");
        fail_hint(ctx, "检查 PostgreSQL 是否在运行，然后重试");
    } else {
        fail_state(ctx, state ? state : "");
    }
    const char *text = state ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *more = state ? PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL) : NULL;
    Str message = str_trim(str_of(text ? text : PQerrorMessage(connection->handle)));
    const char *gap = more ? "；" : "";
    if (!statement)
        return fail_detail(ctx, "%.*s%s%s", STRF(message), gap, more ? more : "");
    return fail_detail(ctx, "语句 %s（%s）：%.*s%s%s", statement->name, statement->source,
                       STRF(message), gap, more ? more : "");
}

/* Notices of the server are not failures, and library code prints nothing. */
static void drop_notice(void *self, const PGresult *result)
{
    (void)self;
    (void)result;
}

static bool execute(Ctx *ctx, void *object, const char *sql)
{
    Connection *connection = object;
    PQclear(connection->last);
    connection->last = PQexec(connection->handle, sql);
    ExecStatusType status = PQresultStatus(connection->last);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        return fail_postgresql(ctx, connection, connection->last, NULL);
    /* COMMIT of a broken transaction "succeeds" as ROLLBACK. */
    if (strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(connection->last), "COMMIT") != 0)
        return fail(ctx, FAIL_DATABASE, "事务已失败，没有提交");
    return true;
}

/* What every session sets; also after the connection was made again. */
static bool configure(Ctx *ctx, Connection *connection)
{
    char sql[160];
    snprintf(sql, sizeof sql,
             "SET lock_timeout = %d; SET idle_in_transaction_session_timeout = 0;"
             " SET bytea_output = 'hex'; SET timezone = 'UTC'",
             DB_LOCK_WAIT_MS);
    return execute(ctx, connection, sql);
}

static void close_postgresql(void *object)
{
    Connection *connection = object;
    PQclear(connection->last);
    PQfinish(connection->handle);
    free(connection->texts);
    free(connection);
}

static bool open_postgresql(Ctx *ctx, Str address, void **ret_connection)
{
    const char *const words[] = {"connect_timeout", "fallback_application_name", "dbname",
                                 "client_encoding", NULL};
    const char *const values[] = {"5", "tongban", str_to_c(ctx->arena, address), "UTF8", NULL};
    Connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        return fail(ctx, FAIL_SYSTEM, "内存不足");
    *ret_connection = connection;
    connection->handle = PQconnectdbParams(words, values, /* the name may be an address */ 1);
    if (PQstatus(connection->handle) != CONNECTION_OK) {
        Str message = str_trim(str_of(PQerrorMessage(connection->handle)));
        fail(ctx, FAIL_DATABASE, "连不上 PostgreSQL 数据库");
        fail_detail(ctx, "%.*s", STRF(message));
        return fail_hint(ctx, "检查地址、用户、口令，以及服务器是否在运行");
    }
    int version = PQserverVersion(connection->handle);
    if (version < SERVER_VERSION_MIN)
        return fail(ctx, FAIL_MISSING, "需要 PostgreSQL 15 或更新的版本，服务器是 %d",
                    version / 10000);
    PQsetNoticeReceiver(connection->handle, drop_notice, NULL);
    return configure(ctx, connection);
}

/* A connection that was lost is made again, once a call. */
static bool ready(Ctx *ctx, void *object)
{
    Connection *connection = object;
    if (PQstatus(connection->handle) == CONNECTION_OK)
        return true;
    PQreset(connection->handle);
    if (PQstatus(connection->handle) != CONNECTION_OK)
        return fail_postgresql(ctx, connection, NULL, NULL);
    connection->generation++;
    return configure(ctx, connection);
}

static bool in_transaction(void *object)
{
    PGTransactionStatusType status = PQtransactionStatus(((Connection *)object)->handle);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

/* ---- prepared statements ----------------------------------------------------------------- */

/* Prepares on the server and asks it for the names of the columns. */
static bool describe(Ctx *ctx, Prepared *prepared)
{
    Connection *connection = prepared->connection;
    const DbStatement *statement = prepared->statement;
    PQclear(prepared->columns);
    prepared->columns = PQprepare(connection->handle, statement->name, statement->postgresql,
                                  /* types are inferred */ 0, NULL);
    if (PQresultStatus(prepared->columns) == PGRES_COMMAND_OK) {
        PQclear(prepared->columns);
        prepared->columns = PQdescribePrepared(connection->handle, statement->name);
    }
    if (PQresultStatus(prepared->columns) != PGRES_COMMAND_OK)
        return fail_postgresql(ctx, connection, prepared->columns, statement);
    prepared->generation = connection->generation;
    return true;
}

static void release(void *object)
{
    Prepared *prepared = object;
    if (!prepared)
        return;
    PQclear(prepared->result);
    PQclear(prepared->columns);
    free(prepared);
}

static bool prepare(Ctx *ctx, void *connection, const DbStatement *statement, void **ret_prepared)
{
    Prepared *prepared = calloc(1, sizeof *prepared);
    if (!prepared)
        return fail(ctx, FAIL_SYSTEM, "内存不足");
    *prepared = (Prepared){.connection = connection, .statement = statement, .generation = -1};
    *ret_prepared = prepared;
    return describe(ctx, prepared);
}

/* libpq wants texts that end in NUL; they are laid out one behind the other in one buffer. */
static bool lay_out(Ctx *ctx, Connection *connection, const BindValue *values, size_t count,
                    const char **ret_texts)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += values[i].kind == BIND_STR ? values[i].text.len + 1 : NUMBER_BYTES;
    if (size > connection->texts_cap) {
        char *grown = realloc(connection->texts, size);
        if (!grown)
            return fail(ctx, FAIL_SYSTEM, "内存不足");
        connection->texts = grown;
        connection->texts_cap = size;
    }
    char *to = connection->texts;
    for (size_t i = 0; i < count; i++) {
        ret_texts[i] = values[i].kind == BIND_NULL ? NULL : to;
        if (values[i].kind == BIND_INT) {
            to += snprintf(to, NUMBER_BYTES, "%lld", (long long)values[i].number) + 1;
        } else if (values[i].kind == BIND_STR) {
            if (values[i].text.len)
                memcpy(to, values[i].text.at, values[i].text.len);
            to[values[i].text.len] = 0;
            to += values[i].text.len + 1;
        }
    }
    return true;
}

static bool start(Ctx *ctx, void *object, const BindValue *values, size_t count)
{
    Prepared *prepared = object;
    Connection *connection = prepared->connection;
    const char *texts[DB_BINDS_MAX];
    if (prepared->generation != connection->generation && !describe(ctx, prepared))
        return false;
    if (!lay_out(ctx, connection, values, count, texts))
        return false;
    prepared->result = PQexecPrepared(connection->handle, prepared->statement->name, (int)count,
                                      texts, NULL, NULL, /* rows as text */ 0);
    prepared->row = -1;
    ExecStatusType status = PQresultStatus(prepared->result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return true;
    return fail_postgresql(ctx, connection, prepared->result, prepared->statement);
}

static bool step(Ctx *ctx, void *object, bool *ret_row)
{
    (void)ctx;
    Prepared *prepared = object;
    prepared->row++;
    *ret_row = prepared->row < PQntuples(prepared->result);
    return true;
}

static void reset(void *object)
{
    Prepared *prepared = object;
    PQclear(prepared->result);
    prepared->result = NULL;
}

static int64_t changed(void *object)
{
    PGresult *result = ((Prepared *)object)->result;
    int64_t count = 0;
    bool selects = strncmp(PQcmdStatus(result), "SELECT", strlen("SELECT")) == 0;
    return !selects && str_to_int(str_of(PQcmdTuples(result)), &count) ? count : 0;
}

static int64_t inserted(void *object)
{
    (void)object;
    return 0;
}

static size_t column_count(void *object)
{
    return (size_t)PQnfields(((Prepared *)object)->columns);
}

static const char *column_name(void *object, size_t column)
{
    return PQfname(((Prepared *)object)->columns, (int)column);
}

/* A numeric (sums of BIGINT are) counts as a whole number when it is one. */
static DbCell cell(void *object, size_t column)
{
    const Prepared *prepared = object;
    int at = (int)column;
    if (PQgetisnull(prepared->result, prepared->row, at))
        return (DbCell){.kind = CELL_NULL};
    const char *value = PQgetvalue(prepared->result, prepared->row, at);
    Str text = str_from(value, (size_t)PQgetlength(prepared->result, prepared->row, at));
    DbCell number = {.kind = CELL_INT};
    switch (PQftype(prepared->result, at)) {
    case OID_BOOL:
        number.number = value[0] == 't';
        return number;
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_NUMERIC:
        return str_to_int(text, &number.number) ? number : (DbCell){.kind = CELL_OTHER};
    case OID_FLOAT4:
    case OID_FLOAT8:
    case OID_BYTEA:
        return (DbCell){.kind = CELL_OTHER};
    default:
        return (DbCell){.kind = CELL_STR, .text = text};
    }
}

const DbBackend db_postgresql = {
    .kind = DB_POSTGRESQL,
    /* Who changes anything does so one after the other, as on SQLite: each lengthens the same audit
     * chain, so that two at once would only have one of them refused at its end. READ COMMITTED,
     * because what is read after the wait must be what the one before has left. The lock is of the
     * schema's; 7203 tells it from others' locks. */
    .begin = "BEGIN ISOLATION LEVEL READ COMMITTED;"
             " SELECT pg_advisory_xact_lock(7203, hashtext(coalesce(current_schema(), '')))",
    .open = open_postgresql,
    .close = close_postgresql,
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
