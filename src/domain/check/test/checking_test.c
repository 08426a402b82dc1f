/* One file checked: what is given back outlives the work, also when it fails. */
#include "domain/check/checking.h"

#include "kit/kit.h"
#include "port/packs.h"

#define SENTENCE "本月共受理120件，其中咨询类70件、投诉类30件、建议类10件。"

static Ctx *with_packs(void **state)
{
    Ctx *ctx = *state;
    Packs *packs = NULL;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    return ctx;
}

static void findings_outlive_the_reading(void **state)
{
    Ctx *ctx = with_packs(state);
    CheckedFile checked;
    assert_ok(ctx, check_bytes(ctx, STR("说明.txt"), STR(SENTENCE), &checked));
    assert_int_equal(checked.findings.count, 1);
    assert_str(checked.findings.at[0].kind, "parts");
    assert_str(checked.findings.at[0].recomputed, "110件");
    assert_int_equal(checked.paragraphs, 1);
    assert_int_equal(checked.tables, 0);
}

static void a_refused_file_is_named_after_its_memory_is_gone(void **state)
{
    Ctx *ctx = with_packs(state);
    CheckedFile checked;
    assert_fails(ctx, FAIL_NOT_FOUND, check_file(ctx, STR("/nowhere/没有.csv"), &checked));
    assert_non_null(strstr(kit_failure(ctx), "没有.csv"));
    assert_false(check_bytes(ctx, STR("通报.pdf"), STR("%PDF-1.4\n"), &checked));
    assert_non_null(strstr(kit_failure(ctx), "通报.pdf"));
    assert_false(str_empty(ctx->fail.hint));
}

static void a_big_file_leaves_no_memory_behind(void **state)
{
    Ctx *ctx = with_packs(state);
    Buf text = buf_create(ctx->arena, 4 * MIB);
    buf_add_c(&text, "单位,甲,乙,丙\n");
    for (int i = 0; i < 20000; i++)
        buf_format(&text, "第%d号,%d,%d,%d\n", i, i * 3, i * 7, i * 11);
    CheckedFile checked;
    size_t before = arena_used(ctx->arena);
    assert_ok(ctx, check_bytes(ctx, STR("大.csv"), buf_str(&text), &checked));
    assert_true(arena_used(ctx->arena) - before < 1 * MIB);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(findings_outlive_the_reading),
        KIT_TEST(a_refused_file_is_named_after_its_memory_is_gone),
        KIT_TEST(a_big_file_leaves_no_memory_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
