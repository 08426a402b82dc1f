/*
 * standing_cache.h - standings as the process read them last, of one version of one database.
 * Private to engine/access.
 *
 * All are forgotten when a newer version is met, or when they have grown to their maximum.
 */
#ifndef TONGBAN_ACCESS_STANDING_CACHE_H
#define TONGBAN_ACCESS_STANDING_CACHE_H

#include "engine/access/standing.h"

#define STANDINGS_MAX 4096
#define STANDINGS_BYTES_MAX (16 * MIB)

typedef struct StandingCache StandingCache;
/* Shared by threads; freed with ctx->arena. */
StandingCache *standing_cache_create(Ctx *ctx);
/* A copy in ctx->arena; false when it is not remembered. */
bool standing_recall(Ctx *ctx, StandingCache *cache, const StandingKey *key, Standing *ret);
/* What was read under an older version than the newest met is not kept. */
void standing_remember(StandingCache *cache, const StandingKey *key, const Standing *standing);

#endif
