#include "kit/kit.h"

#include "port/db.h"

int kit_setup(void **state)
{
    Arena *arena = arena_create(KIT_ARENA_BYTES);
    Ctx *ctx = NEW(arena, Ctx, 1);
    ctx->arena = arena;
    ctx->scope = &db_scope_whole;
    *state = ctx;
    return 0;
}

int kit_teardown(void **state)
{
    Ctx *ctx = *state;
    arena_free(ctx->arena);
    return 0;
}

const char *kit_failure(Ctx *ctx)
{
    Buf text = buf_create(ctx->arena, MIB);
    fail_print(&text, &ctx->fail);
    return str_to_c(ctx->arena, buf_str(&text));
}
