/*
 * db_session.h - the state of an open database and what db*.c share; private to port/db*.c.
 *
 * db.c opens and runs, db_scope.c chooses the text that the scope allows, db_bind.c puts binds in
 * order, db_row.c turns rows into structs, db_transaction.c nests transactions and holds back what
 * was not audited, db_deferred.c keeps work for their end, db_many.c is for very many rows,
 * db_migrate.c brings the schema up to date; db_sqlite.c and db_pgsql.c are the back ends
 * (db_backend.h).
 */
#ifndef TONGBAN_PORT_DB_SESSION_H
#define TONGBAN_PORT_DB_SESSION_H

#include "port/db_backend.h"

#define DB_NESTING_MAX 16
#define DB_DEFERRED_KINDS_MAX 8
#define DB_DEFERRED_BYTES_MAX (1024 * MIB)

/* A statement of the catalogue on this connection, prepared at its first use. */
typedef struct DbSlot {
    const DbBackend *backend;
    const DbStatement *statement;
    void *prepared; /* NULL = not yet */
    bool running;
    bool reads_only;
    const Shape *shape;   /* for which `fields` was resolved */
    const Field **fields; /* of each column */
    size_t column_count;
} DbSlot;

/* What the transaction has done so far. */
typedef struct DbTrail {
    bool changed; /* an audited table */
    bool noted;   /* an audit entry was written */
} DbTrail;

/* One level of nesting: the transaction itself, or a savepoint. */
typedef struct DbLevel {
    Db *db;
    Arena *arena;    /* whose end rolls it back */
    int depth;       /* from 1 */
    DbTrail before;  /* what a rollback returns to */
    size_t writes;   /* made before it began */
    bool bare;       /* without a savepoint of its own */
    size_t deferred; /* kinds of deferred work before it began, with their newest */
    DbDeferred *newest[DB_DEFERRED_KINDS_MAX];
} DbLevel;

struct Db {
    const DbBackend *backend;
    void *connection;
    const DbCatalogue *catalogue;
    Arena *arena;  /* whose end closes it */
    DbSlot *slots; /* of the catalogue, then of db_own_statements; then once more, narrowed */
    size_t statement_count;
    DbLevel levels[DB_NESTING_MAX];
    int depth;
    bool group;    /* level 1 is a group, level 2 a member */
    bool bare;     /* its members have no savepoints */
    bool spoilt;   /* a bare member would have to take back what it wrote */
    size_t writes; /* statements of this transaction that may have written */
    /* Work for the end of the transaction: each kind with its newest piece. */
    const DbDeferredKind *deferred_kinds[DB_DEFERRED_KINDS_MAX];
    DbDeferred *deferred[DB_DEFERRED_KINDS_MAX];
    size_t deferred_count;
    Arena *pieces; /* of deferred work */
    DbTrail trail;
    void (*after_audit)(Db *db, void *self); /* NULL = none */
    void *after_audit_self;
    bool broken;      /* a statement failed: only a rollback helps */
    size_t refuse_in; /* statements until one is refused; 0 = never */
};

/* Statements of db_migrate.c itself; their ids follow those of the catalogue. */
extern const DbStatement db_own_statements[];
extern const size_t db_own_statement_count;

/* Does the deferred work of the transaction, at its end. */
must_use bool db_do_deferred(Ctx *ctx, Db *db);
/* Remembers in the level what is deferred, and returns to that. */
void db_deferred_mark(const Db *db, DbLevel *level);
void db_deferred_return(Db *db, const DbLevel *level);

/* To be asked before anything is sent to the server. */
must_use bool db_may_run(Ctx *ctx, Db *db);
/* Marks the transaction as broken, as PostgreSQL does by itself, so that both behave alike.
 * Always false. */
bool db_broke(Db *db);
/* Statements without binds and rows, as DbBackend.execute. */
must_use bool db_execute(Ctx *ctx, Db *db, const char *sql);

/* Puts the binds in the statement's order; each must be given, and no other. Those of the scope
 * come from ctx->scope. `to` has room for DB_BINDS_MAX. */
must_use bool db_order_binds(Ctx *ctx, const DbStatement *statement, Binds binds, BindValue *to,
                             size_t *ret_count);

/* The statement as a narrowed scope runs it, under a name of its own; {0} without a text when it
 * has none. */
DbStatement db_narrowed(Arena *arena, const DbStatement *statement);
/* The slot of the text that ctx->scope allows. FAIL_DENIED when it allows none. */
must_use bool db_choose(Ctx *ctx, const Db *db, const DbStatement *statement, size_t id,
                        DbSlot **ret);
/* Finds the member for each column, once per statement and shape. A member that no column fills
 * stays zero, unless its field is required. */
must_use bool db_resolve(Ctx *ctx, DbSlot *slot, const DbStatement *statement, const Shape *shape);
/* The present row into a struct of the shape resolved last. */
must_use bool db_read_row(Ctx *ctx, const DbSlot *slot, const DbStatement *statement, void *object);

#endif
