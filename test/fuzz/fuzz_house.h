/*
 * fuzz_house.h - for fuzzers of what needs a house: packs, a database in memory, two units. Made
 * once; inputs may read, not write.
 */
#ifndef TONGBAN_TEST_FUZZ_HOUSE_H
#define TONGBAN_TEST_FUZZ_HOUSE_H

#include "engine/access/access.h"
#include "fuzz.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/packs.h"

/* 2023-03-01T08:00:00+08:00 */
static Clock fuzz_clock;

/* What it makes lasts for the process; the sanitizer reaches it from here. */
static Ctx fuzz_house;

static inline void fuzz_house_build(void)
{
    static const char *const units[] = {"甲鹭街", "乙鹤街"};
    Ctx *ctx = &fuzz_house;
    Packs *packs = NULL;
    int64_t id;
    fuzz_clock = clock_frozen((Instant){1677628800000});
    ctx->arena = arena_create(FUZZ_ARENA_BYTES);
    ctx->clock = &fuzz_clock;
    actor_enter(ctx, &actor_local);
    bool built = packs_open(ctx, STR(""), &packs) &&
                 db_open(ctx, STR("sqlite::memory:"), &db_catalogue, &ctx->db) &&
                 db_migrate(ctx, ctx->db);
    ctx->packs = packs;
    for (size_t i = 0; built && i < ARRAY_LEN(units); i++)
        built = unit_create(ctx, str_of(units[i]), STR("street"), 0, STR("试"), &id);
    FUZZ_ASSERT(built);
}

/* In the house, with the arena of this input. */
static inline void fuzz_house_enter(Ctx *ctx)
{
    Arena *arena = ctx->arena;
    if (!fuzz_house.arena)
        fuzz_house_build();
    *ctx = fuzz_house;
    ctx->arena = arena;
}

#endif
