/*
 * db_backend.h - what a database must be able to do; private to port/db*.c.
 *
 * Each back end is one const table of functions. It owns its connection (an opaque pointer) and
 * its prepared statements; everything that both do alike (binding by name, rows to structs,
 * transactions, migrations) is in db.c and db_migrate.c.
 */
#ifndef TONGBAN_PORT_DB_BACKEND_H
#define TONGBAN_PORT_DB_BACKEND_H

#include "port/db.h"

/* One value of a row. A text is valid until the next step or reset. */
typedef struct DbCell {
    enum { CELL_NULL, CELL_INT, CELL_STR, CELL_OTHER } kind; /* other: a float, a fraction, bytes */
    int64_t number;
    Str text;
} DbCell;

#define DB_BINDS_MAX 128
#define DB_COLUMNS_MAX 256
/* The longest text that may be bound. */
#define DB_TEXT_BYTES_MAX (64 * MIB)
/* How long one waits for another's lock. */
#define DB_LOCK_WAIT_MS 5000

typedef struct DbBackend {
    DbKind kind;
    const char *begin; /* the statement that starts a transaction for reading and writing */
    /* *ret_connection is set as soon as there is something to close, also on failure. */
    bool (*open)(Ctx *ctx, Str address, void **ret_connection);
    void (*close)(void *connection);
    /* Called before work outside of a transaction: connects again when the server was lost. */
    bool (*ready)(Ctx *ctx, void *connection);
    /* One or more statements without binds, whose rows are not wanted. */
    bool (*execute)(Ctx *ctx, void *connection, const char *sql);
    /* True while the server holds a transaction open (also a broken one). */
    bool (*in_transaction)(void *connection);

    /* *ret_prepared is set as soon as there is something to release, also on failure. */
    bool (*prepare)(Ctx *ctx, void *connection, const DbStatement *statement, void **ret_prepared);
    void (*release)(void *prepared);
    /* Takes the values (in the order of statement->binds; they must live until reset) and readies
     * the first step. */
    bool (*start)(Ctx *ctx, void *prepared, const BindValue *values, size_t count);
    bool (*step)(Ctx *ctx, void *prepared, bool *ret_row);
    /* Ends the run, on every way out. */
    void (*reset)(void *prepared);
    /* Rows inserted, updated or deleted by the run; after its last step. */
    int64_t (*changed)(void *prepared);
    /* The id of the row that the run has inserted last; 0 where the back end cannot tell. */
    int64_t (*inserted)(void *prepared);
    size_t (*column_count)(void *prepared);
    const char *(*column_name)(void *prepared, size_t column);
    DbCell (*cell)(void *prepared, size_t column);
} DbBackend;

extern const DbBackend db_sqlite;
extern const DbBackend db_postgresql;

#endif
