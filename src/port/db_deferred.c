/* Work for the end of a transaction. Its pieces have memory of their own: that of the work may be
 * rewound before the transaction ends. */
#include "port/db_session.h"

static size_t place_of(const Db *db, const DbDeferredKind *kind)
{
    size_t at = 0;
    while (at < db->deferred_count && db->deferred_kinds[at] != kind)
        at++;
    return at;
}

Arena *db_deferred_arena(const Db *db)
{
    if (db->depth == 0)
        BUG("work is deferred outside of a transaction");
    return db->pieces;
}

void *db_defer(Ctx *ctx, const DbDeferredKind *kind, size_t size)
{
    Db *db = ctx->db;
    DbDeferred *piece = arena_alloc(db_deferred_arena(db), size, alignof(max_align_t));
    size_t at = place_of(db, kind);
    if (at == DB_DEFERRED_KINDS_MAX)
        BUG("too many kinds of deferred work");
    if (at == db->deferred_count) {
        db->deferred_kinds[at] = kind;
        db->deferred[at] = NULL;
        db->deferred_count++;
    }
    piece->before = db->deferred[at];
    db->deferred[at] = piece;
    return piece;
}

const void *db_deferred(const Db *db, const DbDeferredKind *kind)
{
    size_t at = db->depth > 0 ? place_of(db, kind) : db->deferred_count;
    return at < db->deferred_count ? db->deferred[at] : NULL;
}

void db_deferred_mark(const Db *db, DbLevel *level)
{
    level->deferred = db->deferred_count;
    memcpy(level->newest, db->deferred, db->deferred_count * sizeof *db->deferred);
}

void db_deferred_return(Db *db, const DbLevel *level)
{
    db->deferred_count = level->deferred;
    memcpy(db->deferred, level->newest, level->deferred * sizeof *level->newest);
}

/* When a level that began before is taken back, the database forgets what is written here, and the
 * pieces of that time wait again. */
static bool write_kind(Ctx *ctx, Db *db, size_t at)
{
    const DbDeferred *newest = db->deferred[at];
    const DbScope *scope = ctx->scope;
    if (!newest)
        return true;
    db->deferred[at] = NULL;
    ctx->scope = &db_scope_whole;
    bool done = db->deferred_kinds[at]->write(ctx, newest);
    ctx->scope = scope;
    return done || fail_while(ctx, "%s", db->deferred_kinds[at]->name);
}

bool db_deferred_write(Ctx *ctx, const DbDeferredKind *kind)
{
    Db *db = ctx->db;
    size_t at = db->depth > 0 ? place_of(db, kind) : db->deferred_count;
    return at == db->deferred_count || write_kind(ctx, db, at);
}

bool db_do_deferred(Ctx *ctx, Db *db)
{
    for (size_t i = 0; i < db->deferred_count; i++)
        if (!write_kind(ctx, db, i))
            return false;
    return true;
}
