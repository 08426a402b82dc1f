/*
 * db.h - the database: SQLite inside, PostgreSQL 15 when it grows, one interface for both.
 *
 * All SQL lives in .sql files of the domain modules as named statements:
 *
 *     -- name: unit_by_name :one
 *     -- The unit that bears this name on this day.
 *     SELECT id, name FROM unit WHERE name = :name AND (:day IS NULL OR born <= :day);
 *
 * tools/sqlpack turns them into an enum (SQL_UNIT_BY_NAME) and a table of texts; all of them are
 * prepared on the database in use when it is opened, so a typo fails at start. A file may
 * override a statement for one dialect: "-- name: unit_by_name :one @postgresql". No SQL is ever
 * built from strings at run time. Binds are named; the text uses :name and both dialects get what
 * they need. A list binds as a JSON text and is opened with json_each / jsonb_array_elements.
 *
 *     if (!db_one(ctx, SQL_UNIT_BY_NAME, BINDS({"name", bind(name)}, {"day", bind_null()}),
 *                 &unit_shape, &unit, &found)) return false;
 *
 * Columns go to members by name (checked when the statement is prepared or first used): INTEGER /
 * BIGINT to int64_t, bool, Decimal (millionths), Instant (ms), Date (days), Period (months); TEXT
 * to Str, copied into ctx->arena. NULL needs a FIELD_MAYBE member.
 *
 * Scope. A table whose migration has a {{scope}} column (the organisation's unit that a row belongs
 * to) is scoped: its name may stand in a statement only as {{figure}}, for which tools/sqlpack puts
 * the rows that ctx->scope allows, and nothing else. A statement that names such a table plainly
 * does not build; run without a scope it fails. So no list, count or export can forget it:
 *
 *     SELECT value FROM {{figure}} f WHERE period = :period;   -- reads what may be seen
 *     UPDATE {{figure}} SET value = :value WHERE id = :id;     -- touches what may be seen
 *     INSERT INTO {{figure}} (unit_id, value) VALUES (:unit_id, :value);  -- FAIL_DENIED outside
 *     INSERT INTO {{month_figure}} (...) SELECT ...;           -- only with the whole scope
 *
 * What a narrowed scope does to them:
 * - A read, in whatever subquery, is of (SELECT * FROM figure WHERE unit_id IN the scope OR its
 *   owner is the person); without an alias it keeps the table's name. Indexes are used as ever.
 * - UPDATE and DELETE get the same condition, so that another's row is "not there". What an UPDATE
 *   sets the columns of the scope to must be allowed too, or it changes no row.
 * - INSERT ... VALUES takes one row and names the column of the scope; ON CONFLICT DO UPDATE leaves
 *   another's row alone. Either way nothing inserted is FAIL_DENIED.
 * - Only with the whole scope (FAIL_DENIED otherwise): INSERT ... SELECT into a scoped table, a new
 *   row of a {{scope_id}} table, DO NOTHING and DO UPDATE ... WHERE, where "no row
 *   inserted" would not tell why.
 *
 * INSERT, UPDATE and DELETE stand outside of brackets. :scope_units and :scope_person are reserved.
 *
 * Audit. A transaction that changed a table and wrote no row of audit_entry is refused at its
 * commit, and so is a change outside of a transaction; but for tables marked {{unaudited}}, which
 * hold the program's own bookkeeping (port/db_migrate.h). What touched no row is no change, and an
 * entry in a savepoint that was rolled back is none.
 *
 * A Db belongs to one thread at a time. SQLite: WAL, foreign_keys, STRICT tables, busy timeout,
 * BEGIN IMMEDIATE for writes.
 */
#ifndef TONGBAN_PORT_DB_H
#define TONGBAN_PORT_DB_H

#include "base/shape.h"

typedef struct Db Db;

typedef enum DbKind { DB_SQLITE, DB_POSTGRESQL } DbKind;

/* Which rows of scoped tables may be seen: all; or those of some units, and those that one person
 * owns (tables with an {{owner}} column). */
typedef struct DbScope {
    bool whole;
    Str units;      /* a JSON array of ids: "[3,17]"; "[]" = none */
    int64_t person; /* 0 = nobody's */
} DbScope;
extern const DbScope db_scope_whole;

/* One named statement, as tools/sqlpack writes it. */
typedef struct DbStatement {
    const char *name;
    const char *sqlite;       /* with :name binds, as written */
    const char *postgresql;   /* with $1.. binds */
    const char *const *binds; /* names in the order of their first use, NULL at the end; behind
                                 them, for PostgreSQL, once more those tested with IS NULL */
    const char *source;       /* file:line */
    /* The same for a narrowed scope, with the binds scope_units and scope_person added; NULL when
     * no scoped table is read. */
    const char *sqlite_scoped;
    const char *postgresql_scoped;
    const char *const *scoped_binds;
    bool only_whole; /* cannot be narrowed: runs with the whole scope alone */
    bool inserts;    /* into a scoped table: no row inserted is FAIL_DENIED */
    bool changes;    /* an audited table */
    bool notes;      /* audit_entry itself */
} DbStatement;

/* One migration file, in the order in which it must run. */
typedef struct DbMigration {
    const char *module;
    int number;
    const char *name; /* "0001_units" */
    const char *text; /* both dialects; the words of port/db_migrate.h are replaced per dialect */
} DbMigration;

/* What the program brings along; generated, see cmake/generate.cmake. */
typedef struct DbCatalogue {
    const DbStatement *statements;
    size_t statement_count;
    const DbMigration *migrations;
    size_t migration_count;
} DbCatalogue;

/* The catalogue of all modules in the build (generated). */
extern const DbCatalogue db_catalogue;

/* Opens "sqlite:PATH", "sqlite::memory:" or a "postgresql://..." address. Runs no migration and
 * prepares nothing: see db_migrate and db_prepare_all. Closed with the arena, or by db_close. */
must_use bool db_open(Ctx *ctx, Str address, const DbCatalogue *catalogue, Db **ret);
void db_close(Db *db);
DbKind db_kind(const Db *db);

/* Brings the schema up to date in one transaction; refuses when a migration that was run has
 * changed since (checksum) or the schema is newer than the program. */
must_use bool db_migrate(Ctx *ctx, Db *db);
/* Migrations that db_migrate would run. */
must_use bool db_pending(Ctx *ctx, Db *db, int *ret_count);
/* Prepares every statement of the catalogue, as it is and narrowed; reports the first that does not
 * fit the schema. */
must_use bool db_prepare_all(Ctx *ctx, Db *db);

typedef enum BindKind { BIND_NULL, BIND_INT, BIND_STR } BindKind;
typedef struct BindValue {
    BindKind kind;
    int64_t number;
    Str text;
} BindValue;
typedef struct Bind {
    const char *name;
    BindValue value;
} Bind;
typedef struct Binds {
    const Bind *at;
    size_t count;
} Binds;

BindValue bind_int(int64_t value);
BindValue bind_bool(bool value);
BindValue bind_str(Str value);
BindValue bind_decimal(Decimal value);
BindValue bind_instant(Instant value);
BindValue bind_date(Date value);
BindValue bind_period(Period value);
BindValue bind_null(void);
#define bind(value)                                                                                \
    _Generic((value), bool                                                                         \
             : bind_bool, int                                                                      \
             : bind_int, int64_t                                                                   \
             : bind_int, Str                                                                       \
             : bind_str, Decimal                                                                   \
             : bind_decimal, Instant                                                               \
             : bind_instant, Date                                                                  \
             : bind_date, Period                                                                   \
             : bind_period)(value)
#define BINDS(...)                                                                                 \
    ((Binds){(const Bind[]){__VA_ARGS__}, sizeof((const Bind[]){__VA_ARGS__}) / sizeof(Bind)})
#define NO_BINDS ((Binds){0})

/* All use ctx->db. `statement` is an id of the generated enum SqlId. */
/* At most one row; *ret_found tells whether there was one. */
must_use bool db_one(Ctx *ctx, int statement, Binds binds, const Shape *shape, void *ret_row,
                     bool *ret_found);
/* All rows into a LIST_OF(...) whose element is described by `shape`. At most DB_ROWS_MAX. */
must_use bool db_all(Ctx *ctx, int statement, Binds binds, const Shape *shape, void *ret_list);
/* One callback a row, for long results; `row` is reused. The callback returns false to fail. */
must_use bool db_each(Ctx *ctx, int statement, Binds binds, const Shape *shape, void *row,
                      bool (*each)(Ctx *ctx, void *row, void *self), void *self);
/* No rows; *ret_changed (may be NULL) is the number of rows changed. */
must_use bool db_run(Ctx *ctx, int statement, Binds binds, int64_t *ret_changed);
/* A single number, e.g. count(*) or INSERT ... RETURNING id; NULL or no row gives 0. Of an INSERT
 * that returns nothing it is the id of its row, on SQLite alone: there RETURNING costs a table of
 * its own each time, which what is inserted by the thousand can do without. */
must_use bool db_number(Ctx *ctx, int statement, Binds binds, int64_t *ret);

#define DB_ROWS_MAX 2000000

/* A transaction; nesting makes savepoints. On both databases one transaction runs at a time, the
 * next one waits (FAIL_TIMEOUT after some seconds): it is for what changes something, and reads in
 * it what the one before has left. Reading alone needs none. It is rolled back when the arena is
 * reset before db_commit, or by db_rollback.
 *
 *     if (!db_begin(ctx)) return false;
 *     if (!work(ctx)) return db_rollback(ctx);   // keeps the failure, returns false
 *     return db_commit(ctx);
 */
must_use bool db_begin(Ctx *ctx);
must_use bool db_commit(Ctx *ctx);
bool db_rollback(Ctx *ctx);
/* Whether a transaction is open. What fails within one fails the whole of it, unless somebody made
 * a savepoint before. */
bool db_in_transaction(const Db *db);

/* Several pieces of work in one transaction, so that one write to the disk serves them all; each is
 * a member, between db_begin and db_commit of its own, and must have noted what it changed as if it
 * were alone. What a member rolls back concerns no other; until the group is committed by db_commit
 * none of them may be told as done.
 *
 * In a bare group members have no savepoints, which is much quicker. A member that takes back what
 * it has written spoils it: then the group must be rolled back and all of its members be done once
 * more in a group that is not bare. */
typedef enum DbGroup { DB_GROUP_WITH_SAVEPOINTS, DB_GROUP_BARE } DbGroup;
must_use bool db_begin_group(Ctx *ctx, DbGroup how);
/* Whether the group is still there: a full disk, say, makes SQLite take back all of it. */
bool db_group_stands(const Db *db);
/* Whether a bare group must be done again. */
bool db_group_is_spoilt(const Db *db);

/* Work for the end of the outermost transaction, when what several changes of it add up to can be
 * written once: counts, the end of a chain. A kind's `write` is called before the commit, with its
 * newest piece, within the whole scope and in the memory of who commits; the pieces before it hang
 * on it. What is rolled back takes its pieces along. When `write` fails nothing is committed.
 * Until then the pieces are all that tells of it: a kind that reads what it writes looks at
 * db_deferred first, or has it written by db_deferred_write. */
typedef struct DbDeferred {
    struct DbDeferred *before; /* of the same kind; NULL = the first */
} DbDeferred;
typedef struct DbDeferredKind {
    const char *name;
    bool (*write)(Ctx *ctx, const DbDeferred *newest);
} DbDeferredKind;
/* A new piece of `size` bytes, zeroed, that begins with a DbDeferred. It lives, as all that it
 * points to must, until the outermost transaction ends: see db_deferred_arena. */
void *db_defer(Ctx *ctx, const DbDeferredKind *kind, size_t size);
/* The newest piece of the kind; NULL = none in this transaction. */
const void *db_deferred(const Db *db, const DbDeferredKind *kind);
/* Of the outermost transaction. */
Arena *db_deferred_arena(const Db *db);
/* Does the work of the kind now; outside of a transaction there is none. */
must_use bool db_deferred_write(Ctx *ctx, const DbDeferredKind *kind);

/* Very much is about to be written over this connection (generators, imports): SQLite keeps up to
 * DB_MANY_CACHE_KIB of pages in memory from now on, instead of writing a full cache of 2 MiB over
 * and over, and there too what it needs to undo a statement. Nothing else changes, and on
 * PostgreSQL nothing at all. */
#define DB_MANY_CACHE_KIB 262144
must_use bool db_expect_many(Ctx *ctx);
/* Puts what was committed where it belongs, beside those who go on writing: SQLite writes to a log
 * first, and who commits when that has grown long must otherwise empty it. Nothing on PostgreSQL.
 * To be done now and then by who is not waited for. */
must_use bool db_tidy(Ctx *ctx);
/* Takes the indexes of a table away while very many rows are added to it, and makes them again in
 * one go, which is far quicker. Both in one transaction; keys, and what is UNIQUE, stay. Nothing
 * happens on PostgreSQL. */
typedef struct DbIndexes {
    Str make;
} DbIndexes;
must_use bool db_indexes_away(Ctx *ctx, const char *table, DbIndexes *ret);
must_use bool db_indexes_back(Ctx *ctx, const DbIndexes *indexes);

/* Called after each outermost transaction that wrote to audit_entry has been committed. */
void db_after_audit(Db *db, void (*committed)(Db *db, void *self), void *self);

/* Fault injection for tests: the n-th statement from now fails once. */
void db_refuse_nth(Db *db, size_t n);

#endif
