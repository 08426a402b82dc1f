#include "kit/kit_database.h"

#include "kit/kit_files.h"

#include <unistd.h>

/* ---- PostgreSQL: a schema of its own ----------------------------------------------------- */

/* Schemas are made and dropped through the port itself: a name cannot be bound, so functions of
 * the session put it into the statement. */
enum { DEFINE_MAKE, DEFINE_DROP, MAKE_SCHEMA, DROP_SCHEMA };

static const char *const no_binds[] = {NULL};
static const char *const schema_bind[] = {"schema", NULL};
static const DbStatement schema_statements[] = {
    [DEFINE_MAKE] = {.name = "kit_define_make",
                     .postgresql = "CREATE FUNCTION pg_temp.kit_make(name text) RETURNS bigint"
                                   " LANGUAGE plpgsql AS $$ BEGIN"
                                   " EXECUTE format('CREATE SCHEMA %I', name); RETURN 1; END $$",
                     .binds = no_binds,
                     .source = "kit_database.c"},
    [DEFINE_DROP] = {.name = "kit_define_drop",
                     .postgresql =
                         "CREATE FUNCTION pg_temp.kit_drop(name text) RETURNS bigint"
                         " LANGUAGE plpgsql AS $$ BEGIN"
                         " EXECUTE format('DROP SCHEMA %I CASCADE', name); RETURN 1; END $$",
                     .binds = no_binds,
                     .source = "kit_database.c"},
    [MAKE_SCHEMA] = {.name = "kit_make_schema",
                     .postgresql = "SELECT pg_temp.kit_make($1)",
                     .binds = schema_bind,
                     .source = "kit_database.c"},
    [DROP_SCHEMA] = {.name = "kit_drop_schema",
                     .postgresql = "SELECT pg_temp.kit_drop($1)",
                     .binds = schema_bind,
                     .source = "kit_database.c"},
};
static const DbCatalogue schema_catalogue = {.statements = schema_statements,
                                             .statement_count = ARRAY_LEN(schema_statements)};

/* Defines the function on a connection of its own and calls it with the schema's name. */
static void with_schema(Str server, int define, int call, Str schema)
{
    Arena *arena = arena_create(KIT_ARENA_BYTES);
    Ctx ctx = {.arena = arena};
    int64_t one = 0;
    bool good = db_open(&ctx, server, &schema_catalogue, &ctx.db) &&
                db_run(&ctx, define, NO_BINDS, /* changed= */ NULL) &&
                db_number(&ctx, call, BINDS({"schema", bind(schema)}), &one);
    if (!good)
        print_error("PostgreSQL: %s\n", kit_failure(&ctx));
    arena_free(arena);
    assert_true(good);
}

static Str with_search_path(Arena *arena, Str server, Str schema)
{
    const char *joint = str_contains(server, STR("?")) ? "&" : "?";
    return str_format(arena, "%.*s%soptions=-csearch_path%%3D%.*s", STRF(server), joint,
                      STRF(schema));
}

/* ---- opening and clearing ---------------------------------------------------------------- */

static void clear(void *object)
{
    KitDatabase *database = object;
    if (database->cleared)
        return;
    database->cleared = true;
    if (!str_empty(database->schema))
        with_schema(str_of(database->which), DEFINE_DROP, DROP_SCHEMA, database->schema);
}

static void find_place(KitDatabase *database)
{
    Ctx *ctx = database->ctx;
    database->address = str_of(database->which);
    if (strcmp(database->which, KIT_SQLITE_FILE) == 0) {
        database->address = str_format(ctx->arena, "sqlite:%s/test.db", kit_folder(ctx));
    } else if (strcmp(database->which, KIT_SQLITE_MEMORY) != 0) {
        Str server = database->address;
        database->schema =
            str_format(ctx->arena, "kit_%ld_%lld", (long)getpid(), (long long)clock_ticks());
        with_schema(server, DEFINE_MAKE, MAKE_SCHEMA, database->schema);
        database->address = with_search_path(ctx->arena, server, database->schema);
    }
}

KitDatabase *kit_database_open(Ctx *ctx, const char *which, const DbCatalogue *catalogue)
{
    KitDatabase *database = NEW(ctx->arena, KitDatabase, 1);
    *database = (KitDatabase){.ctx = ctx, .catalogue = catalogue, .which = which};
    Clock *clock = NEW(ctx->arena, Clock, 1);
    *clock = clock_frozen(KIT_NOW);
    ctx->clock = clock;
    find_place(database);
    arena_defer(ctx->arena, clear, database);
    assert_ok(ctx, db_open(ctx, database->address, catalogue, &ctx->db));
    return database;
}

void kit_database_close(KitDatabase *database)
{
    Ctx *ctx = database->ctx;
    db_close(ctx->db);
    ctx->db = NULL;
    arena_undefer(ctx->arena, database);
    clear(database);
}

const char *const *kit_databases(Ctx *ctx)
{
    const char *postgresql = getenv("TONGBAN_TEST_POSTGRESQL");
    const char **all = NEW(ctx->arena, const char *, 4);
    all[0] = KIT_SQLITE_MEMORY;
    all[1] = KIT_SQLITE_FILE;
    if (postgresql && *postgresql)
        all[2] = postgresql;
    else
        print_message("[   SKIP   ] PostgreSQL: TONGBAN_TEST_POSTGRESQL holds no address\n");
    return all;
}

static KitDatabase *open_migrated(Ctx *ctx, const char *which, const DbCatalogue *catalogue)
{
    KitDatabase *database = kit_database_open(ctx, which, catalogue);
    assert_ok(ctx, db_migrate(ctx, ctx->db));
    return database;
}

KitDatabase *kit_database_first(Ctx *ctx, const DbCatalogue *catalogue)
{
    return open_migrated(ctx, kit_databases(ctx)[0], catalogue);
}

KitDatabase *kit_database_next(KitDatabase *database)
{
    const char *const *which = kit_databases(database->ctx);
    while (strcmp(*which, database->which) != 0)
        which++;
    which++;
    kit_database_close(database);
    return *which ? open_migrated(database->ctx, *which, database->catalogue) : NULL;
}
