/*
 * kit_database.h - the same test on every database.
 *
 *     KIT_EACH_DATABASE(ctx, &catalogue)
 *     {
 *         assert_ok(ctx, db_run(ctx, ...));     // ctx->db is open and migrated
 *     }
 *
 * Runs the block on SQLite in memory, on SQLite in a temporary file and, when the environment
 * variable TONGBAN_TEST_POSTGRESQL holds an address (see test/postgresql.sh), on PostgreSQL in a
 * fresh schema; otherwise a SKIP line says so. ctx->clock stands at KIT_NOW.
 */
#ifndef TONGBAN_TEST_KIT_DATABASE_H
#define TONGBAN_TEST_KIT_DATABASE_H

#include "kit/kit.h"
#include "port/clock.h"
#include "port/db.h"

/* 2023-03-01T08:00:00+08:00 */
#define KIT_NOW ((Instant){1677628800000})

#define KIT_SQLITE_MEMORY "sqlite::memory:"
#define KIT_SQLITE_FILE "sqlite:FILE" /* FILE becomes one in a temporary folder */

/* An empty database of the test's own. Cleared away with the arena of its Ctx. */
typedef struct KitDatabase {
    Ctx *ctx;
    const DbCatalogue *catalogue;
    const char *which;
    Str address; /* for further connections; in memory there can be none */
    Str schema;  /* of PostgreSQL; else empty */
    bool cleared;
} KitDatabase;

/* The databases to run on, NULL at the end; each is an argument for kit_database_open. */
const char *const *kit_databases(Ctx *ctx);
/* A new database, open in ctx->db but not migrated; sets ctx->clock too. */
KitDatabase *kit_database_open(Ctx *ctx, const char *which, const DbCatalogue *catalogue);
void kit_database_close(KitDatabase *database);

#define KIT_EACH_DATABASE(ctx, catalogue)                                                          \
    for (KitDatabase *kit_database = kit_database_first((ctx), (catalogue)); kit_database;         \
         kit_database = kit_database_next(kit_database))
KitDatabase *kit_database_first(Ctx *ctx, const DbCatalogue *catalogue);
KitDatabase *kit_database_next(KitDatabase *database);

#endif
