/*
 * db_session.h - the state of an open database and what db*.c share; private to port/db*.c.
 *
 * db.c opens and runs, db_bind.c puts binds in order, db_row.c turns rows into structs,
 * db_transaction.c nests transactions, db_migrate.c brings the schema up to date; db_sqlite.c and
 * db_pgsql.c are the back ends (db_backend.h).
 */
#ifndef TONGBAN_PORT_DB_SESSION_H
#define TONGBAN_PORT_DB_SESSION_H

#include "port/db_backend.h"

#define DB_NESTING_MAX 16

/* A statement of the catalogue on this connection, prepared at its first use. */
typedef struct DbSlot {
    const DbBackend *backend;
    void *prepared; /* NULL = not yet */
    bool running;
    const Shape *shape;   /* for which `fields` was resolved */
    const Field **fields; /* of each column */
    size_t column_count;
} DbSlot;

/* One level of nesting: the transaction itself, or a savepoint. */
typedef struct DbLevel {
    Db *db;
    Arena *arena; /* whose end rolls it back */
    int depth;    /* from 1 */
} DbLevel;

struct Db {
    const DbBackend *backend;
    void *connection;
    const DbCatalogue *catalogue;
    Arena *arena;  /* whose end closes it */
    DbSlot *slots; /* of the catalogue, then of db_own_statements */
    size_t slot_count;
    DbLevel levels[DB_NESTING_MAX];
    int depth;
    bool broken;      /* a statement failed: only a rollback helps */
    size_t refuse_in; /* statements until one is refused; 0 = never */
};

/* Statements of db_migrate.c itself; their ids follow those of the catalogue. */
extern const DbStatement db_own_statements[];
extern const size_t db_own_statement_count;

/* To be asked before anything is sent to the server. */
must_use bool db_may_run(Ctx *ctx, Db *db);
/* Marks the transaction as broken, as PostgreSQL does by itself, so that both behave alike.
 * Always false. */
bool db_broke(Db *db);
/* Statements without binds and rows, as DbBackend.execute. */
must_use bool db_execute(Ctx *ctx, Db *db, const char *sql);

/* Puts the binds in the statement's order; each must be given, and no other. `to` has room for
 * DB_BINDS_MAX. */
must_use bool db_order_binds(Ctx *ctx, const DbStatement *statement, Binds binds, BindValue *to,
                             size_t *ret_count);

/* Finds the member for each column, once per statement and shape. A member that no column fills
 * stays zero, unless its field is required. */
must_use bool db_resolve(Ctx *ctx, DbSlot *slot, const DbStatement *statement, const Shape *shape);
/* The present row into a struct of the shape resolved last. */
must_use bool db_read_row(Ctx *ctx, const DbSlot *slot, const DbStatement *statement, void *object);

#endif
