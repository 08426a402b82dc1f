/* Writing very much at once: what SQLite does better in another way. */
#include "port/db_session.h"

#define INDEXES_TEXT_MAX 65536
/* 128 MiB of SQLite's log; usually somebody else empties it earlier. */
#define MANY_CHECKPOINT_PAGES 32768

bool db_expect_many(Ctx *ctx)
{
    char sql[96];
    if (db_kind(ctx->db) != DB_SQLITE)
        return true;
    snprintf(sql, sizeof sql, "PRAGMA cache_size = -%d; PRAGMA wal_autocheckpoint = %d",
             DB_MANY_CACHE_KIB, MANY_CHECKPOINT_PAGES);
    return ctx->db->backend->execute(ctx, ctx->db->connection, sql);
}

bool db_tidy(Ctx *ctx)
{
    return db_kind(ctx->db) != DB_SQLITE ||
           ctx->db->backend->execute(ctx, ctx->db->connection, "PRAGMA wal_checkpoint(PASSIVE)");
}

/* Those that only make reading quick: what a key or a UNIQUE stands on has no text of its own. */
static const char *const own_indexes[] = {"table_name", NULL};
static const DbStatement list_indexes = {
    .name = "indexes_of_table",
    .sqlite = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND "
              "sql NOT LIKE 'CREATE UNIQUE %' AND tbl_name = :table_name ORDER BY name",
    .binds = own_indexes,
    .source = __FILE__,
};

/* Adds what drops the indexes of the table and what makes them again. */
static bool read_indexes(Ctx *ctx, void *prepared, Str table, Buf *drop, Buf *make)
{
    const DbBackend *backend = ctx->db->backend;
    BindValue name = bind_str(table);
    if (!backend->start(ctx, prepared, &name, 1))
        return false;
    for (bool more = true; more;) {
        if (!backend->step(ctx, prepared, &more))
            return false;
        if (!more)
            break;
        DbCell index = backend->cell(prepared, 0), text = backend->cell(prepared, 1);
        buf_format(drop, "DROP INDEX \"%.*s\";", STRF(index.text));
        buf_format(make, "%.*s;", STRF(text.text));
    }
    return true;
}

bool db_indexes_away(Ctx *ctx, const char *table, DbIndexes *ret)
{
    Db *db = ctx->db;
    void *prepared = NULL;
    Buf drop = buf_create(ctx->arena, INDEXES_TEXT_MAX);
    Buf make = buf_create(ctx->arena, INDEXES_TEXT_MAX);
    *ret = (DbIndexes){0};
    if (db->depth == 0)
        BUG("indexes away outside of a transaction");
    if (db_kind(db) != DB_SQLITE)
        return true;
    bool done = db->backend->prepare(ctx, db->connection, &list_indexes, &prepared) &&
                read_indexes(ctx, prepared, str_of(table), &drop, &make);
    if (prepared) {
        db->backend->reset(prepared);
        db->backend->release(prepared);
    }
    ret->make = buf_str(&make);
    return done && db_execute(ctx, db, str_to_c(ctx->arena, buf_str(&drop)));
}

bool db_indexes_back(Ctx *ctx, const DbIndexes *indexes)
{
    return str_empty(indexes->make) ||
           db_execute(ctx, ctx->db, str_to_c(ctx->arena, indexes->make));
}
