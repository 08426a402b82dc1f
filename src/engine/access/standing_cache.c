#include "engine/access/standing_cache.h"

#include <pthread.h>

/* One piece of memory: this, the codes' addresses, then all texts. */
typedef struct Remembered {
    StandingKey key;
    Standing standing;
    size_t bytes;
} Remembered;

struct StandingCache {
    pthread_mutex_t lock;
    Arena *arena;
    int64_t version;
    Remembered *slots[STANDINGS_MAX];
};

static void release(void *object)
{
    StandingCache *cache = object;
    arena_free(cache->arena);
    pthread_mutex_destroy(&cache->lock);
}

StandingCache *standing_cache_create(Ctx *ctx)
{
    StandingCache *cache = NEW(ctx->arena, StandingCache, 1);
    pthread_mutex_init(&cache->lock, NULL);
    /* What is kept is counted below and stays far from this maximum. */
    cache->arena = arena_create(4 * STANDINGS_BYTES_MAX);
    arena_defer(ctx->arena, release, cache);
    return cache;
}

static bool same_key(const StandingKey *a, const StandingKey *b)
{
    return a->version == b->version && a->account_id == b->account_id && a->post_id == b->post_id &&
           a->day.days == b->day.days;
}

static Remembered **slot_of(StandingCache *cache, const StandingKey *key)
{
    uint64_t mixed = (uint64_t)key->account_id * UINT64_C(31) + (uint64_t)key->post_id;
    return &cache->slots[mixed % STANDINGS_MAX];
}

/* ---- in one piece ---------------------------------------------------------------------------- */

#define TEXTS 7

static void texts_of(Standing *standing, Str *ret[TEXTS])
{
    Str *texts[TEXTS] = {&standing->name,
                         &standing->person,
                         &standing->post,
                         &standing->unit,
                         &standing->standing_in_for,
                         &standing->rights.scope.units,
                         &standing->rights.scope_label};
    memcpy(ret, texts, sizeof texts);
}

static size_t bytes_of(const Standing *standing)
{
    Standing copy = *standing;
    Str *texts[TEXTS];
    size_t bytes = sizeof(Remembered) + standing->rights.permission_count * sizeof(const char *);
    texts_of(&copy, texts);
    for (size_t i = 0; i < TEXTS; i++)
        bytes += texts[i]->len;
    return bytes;
}

/* Fills the piece `to` from `from`, whose texts and codes may lie anywhere. */
static void pack(Remembered *to, const Remembered *from)
{
    Str *texts[TEXTS];
    const char **codes = (const char **)(to + 1);
    size_t count = from->standing.rights.permission_count;
    char *at = (char *)(codes + count);
    *to = *from;
    if (count)
        memcpy(codes, from->standing.rights.permissions, count * sizeof *codes);
    to->standing.rights.permissions = codes;
    texts_of(&to->standing, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        if (texts[i]->len)
            memcpy(at, texts[i]->at, texts[i]->len);
        *texts[i] = str_from(at, texts[i]->len);
        at += texts[i]->len;
    }
}

/* ---- recalling and remembering --------------------------------------------------------------- */

bool standing_recall(Ctx *ctx, StandingCache *cache, const StandingKey *key, Standing *ret)
{
    pthread_mutex_lock(&cache->lock);
    const Remembered *found = *slot_of(cache, key);
    size_t bytes = found && same_key(&found->key, key) ? found->bytes : 0;
    pthread_mutex_unlock(&cache->lock);
    if (!bytes)
        return false;
    /* An arena without room jumps away, so it is not asked under the lock. What was there may be
     * another's by then: it is looked at again. */
    Remembered *copy = arena_alloc(ctx->arena, bytes, alignof(Remembered));
    pthread_mutex_lock(&cache->lock);
    found = *slot_of(cache, key);
    bool there = found && same_key(&found->key, key) && found->bytes == bytes;
    if (there)
        pack(copy, found);
    pthread_mutex_unlock(&cache->lock);
    if (there)
        *ret = copy->standing;
    return there;
}

void standing_remember(StandingCache *cache, const StandingKey *key, const Standing *standing)
{
    Remembered now = {.key = *key, .standing = *standing, .bytes = bytes_of(standing)};
    if (now.bytes > STANDINGS_BYTES_MAX / 8)
        return;
    pthread_mutex_lock(&cache->lock);
    bool newer = key->version > cache->version;
    if (newer || arena_used(cache->arena) + now.bytes > STANDINGS_BYTES_MAX) {
        arena_reset(cache->arena);
        memset(cache->slots, 0, sizeof cache->slots);
        cache->version = newer ? key->version : cache->version;
    }
    if (key->version == cache->version) {
        Remembered *piece = arena_alloc(cache->arena, now.bytes, alignof(Remembered));
        pack(piece, &now);
        *slot_of(cache, key) = piece;
    }
    pthread_mutex_unlock(&cache->lock);
}
