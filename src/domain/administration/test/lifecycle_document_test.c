/* docs/lifecycle-hotline-order.md is what the program prints: tongban lifecycle hotline-order
 * --diagram. */
#include "domain/administration/commands.h"
#include "engine/access/access.h"
#include "engine/flow/lifecycle.h"
#include "kit/kit_database.h"
#include "kit/kit_files.h"
#include "port/packs.h"

static void the_document_is_what_the_command_prints(void **state)
{
    Ctx *ctx = *state;
    Packs *packs;
    Clock clock = clock_frozen(KIT_NOW);
    Buf out = buf_create(ctx->arena, MIB);
    Console console = {.out = &out};
    const Shape *shape = command_lifecycle.input;
    char *in = arena_alloc(ctx->arena, shape->size, alignof(max_align_t));
    *(Str *)(in + shape_field(shape, STR("code"))->offset) = STR("hotline-order");
    *(bool *)(in + shape_field(shape, STR("diagram"))->offset) = true;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    ctx->clock = &clock;
    assert_ok(ctx, command_lifecycle.run(ctx, in, &console));
    kit_golden(ctx, "docs/lifecycle-hotline-order.md", buf_str(&out));
}

/* A permission that no module declares would leave a move to nobody. */
static void every_lifecycle_of_the_build_asks_for_permissions_there_are(void **state)
{
    Ctx *ctx = *state;
    Packs *packs;
    AccessSetup setup = {0};
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    for (size_t i = 0; i < all_module_count; i++)
        for (const Permission *row = all_modules[i]->permissions; row && row->code; row++)
            *LIST_ADD(ctx->arena, &setup.permissions) = row;
    assert_ok(ctx, access_open(ctx, &setup, &ctx->access));
    assert_ok(ctx, lifecycles_check(ctx));
    setup.permissions.count = 1;
    assert_ok(ctx, access_open(ctx, &setup, &ctx->access));
    assert_fails(ctx, FAIL_INVALID, lifecycles_check(ctx));
    assert_contains(ctx->fail.message, "谁也做不了");
    assert_true(ctx->fail.place.line > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_document_is_what_the_command_prints),
        KIT_TEST(every_lifecycle_of_the_build_asks_for_permissions_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
