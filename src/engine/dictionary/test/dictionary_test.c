#include "engine/dictionary/dictionary.h"

#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "port/packs.h"

#define KINDS STR("unit_kind")

static void ready(Ctx *ctx)
{
    Packs *packs;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    actor_enter(ctx, &actor_local);
}

#define EACH_INSTALLED(ctx)                                                                        \
    KIT_EACH_DATABASE(ctx, &db_catalogue)                                                          \
    if (installed(ctx))

static bool installed(Ctx *ctx)
{
    ready(ctx);
    assert_ok(ctx, dictionaries_install(ctx));
    return true;
}

static Dictionary kinds_of(Ctx *ctx)
{
    Dictionary kinds;
    assert_ok(ctx, dictionary_read(ctx, KINDS, &kinds));
    return kinds;
}

static int64_t entries_of(Ctx *ctx, AuditEntryList *entries)
{
    int64_t total;
    *entries = (AuditEntryList){0};
    assert_ok(ctx, audit_read(ctx, &(AuditQuery){.object = STR("dictionary"), .page = 1}, entries,
                              &total));
    return total;
}

static const DictionaryValue center = {.code = STR_INIT("center"),
                                       .label = STR_INIT("中心"),
                                       .tone = STR_INIT("orange"),
                                       .listing = 3};

static void the_values_of_the_pack_are_installed_in_their_order(void **state)
{
    Ctx *ctx = *state;
    EACH_INSTALLED(ctx)
    {
        Dictionary kinds = kinds_of(ctx);
        assert_str(kinds.title, "单位类别");
        assert_int_equal(kinds.values.count, 2);
        assert_str(kinds.values.at[0].code, "department");
        assert_str(kinds.values.at[0].label, "部门");
        assert_str(kinds.values.at[1].code, "street");
    }
}

static void installing_again_keeps_what_the_bureau_made_of_it(void **state)
{
    Ctx *ctx = *state;
    EACH_INSTALLED(ctx)
    {
        AuditEntryList entries;
        DictionaryValue changed = {
            .code = STR("street"), .label = STR("镇街"), .tone = STR("red"), .listing = 9};
        assert_ok(ctx, dictionary_put(ctx, KINDS, &changed, STR("改名")));
        int64_t before = entries_of(ctx, &entries);
        assert_ok(ctx, dictionaries_install(ctx));
        Dictionary kinds = kinds_of(ctx);
        assert_int_equal(kinds.values.count, 2);
        assert_str(dictionary_label(&kinds, STR("street")), "镇街");
        assert_int_equal(entries_of(ctx, &entries), before);
    }
}

static void a_disabled_value_stays_readable_and_is_not_offered(void **state)
{
    Ctx *ctx = *state;
    EACH_INSTALLED(ctx)
    {
        DictionaryValue off = center;
        assert_ok(ctx, dictionary_put(ctx, KINDS, &center, STR("新设")));
        Dictionary kinds = kinds_of(ctx);
        assert_ok(ctx, dictionary_need(ctx, &kinds, STR("center")));
        off.disabled = true;
        assert_ok(ctx, dictionary_put(ctx, KINDS, &off, STR("不再用")));
        kinds = kinds_of(ctx);
        assert_str(dictionary_label(&kinds, STR("center")), "中心");
        assert_fails(ctx, FAIL_INVALID, dictionary_need(ctx, &kinds, STR("center")));
        assert_contains(ctx->fail.message, "已停用");
        assert_contains(ctx->fail.hint, "department（部门）");
        assert_false(str_contains(ctx->fail.hint, STR("center")));
    }
}

static void a_code_that_nobody_knows_is_its_own_label_and_not_offered(void **state)
{
    Ctx *ctx = *state;
    EACH_INSTALLED(ctx)
    {
        Dictionary kinds = kinds_of(ctx);
        assert_str(dictionary_label(&kinds, STR("planet")), "planet");
        assert_fails(ctx, FAIL_INVALID, dictionary_need(ctx, &kinds, STR("planet")));
    }
}

static void a_change_is_in_the_trail_field_by_field(void **state)
{
    Ctx *ctx = *state;
    EACH_INSTALLED(ctx)
    {
        AuditEntryList entries;
        DictionaryValue changed = center;
        assert_ok(ctx, dictionary_put(ctx, KINDS, &center, STR("新设")));
        changed.label = STR("服务中心");
        assert_ok(ctx, dictionary_put(ctx, KINDS, &changed, STR("全称")));
        (void)entries_of(ctx, &entries);
        assert_str(entries.at[0].action, "dictionary.change");
        assert_str(entries.at[0].why, "全称");
        assert_int_equal(entries.at[0].changes.count, 1);
        assert_str(entries.at[0].changes.at[0].field, "label");
        assert_str(entries.at[0].changes.at[0].before, "中心");
        assert_str(entries.at[0].changes.at[0].after, "服务中心");
        assert_str(entries.at[1].action, "dictionary.add");
    }
}

static void assert_refused(Ctx *ctx, DictionaryValue value)
{
    assert_fails(ctx, FAIL_INVALID, dictionary_put(ctx, KINDS, &value, STR("试")));
}

static void what_is_malformed_is_refused_and_nothing_kept(void **state)
{
    Ctx *ctx = *state;
    EACH_INSTALLED(ctx)
    {
        const Str label = STR("某");
        assert_refused(ctx, (DictionaryValue){.code = STR(""), .label = label});
        assert_refused(ctx, (DictionaryValue){.code = STR("Big"), .label = label});
        assert_refused(ctx, (DictionaryValue){.code = STR("1st"), .label = label});
        assert_refused(ctx, (DictionaryValue){.code = STR("a-b"), .label = label});
        assert_refused(ctx, (DictionaryValue){.code = STR("x"), .label = STR("  ")});
        assert_refused(ctx, (DictionaryValue){.code = STR("x"), .label = STR("部门")});
        assert_refused(ctx,
                       (DictionaryValue){.code = STR("x"), .label = label, .tone = STR("pink")});
        assert_refused(ctx, (DictionaryValue){.code = STR("x"), .label = label, .listing = -1});
        assert_int_equal(kinds_of(ctx).values.count, 2);
    }
}

static void a_value_without_tone_is_gray(void **state)
{
    Ctx *ctx = *state;
    EACH_INSTALLED(ctx)
    {
        DictionaryValue plain = {.code = STR("plain"), .label = STR("普通")};
        assert_ok(ctx, dictionary_put(ctx, KINDS, &plain, STR("试")));
        Dictionary kinds = kinds_of(ctx);
        assert_str(dictionary_value(&kinds, STR("plain"))->tone, "gray");
    }
}

static void a_dictionary_that_is_not_there_is_told(void **state)
{
    Ctx *ctx = *state;
    EACH_INSTALLED(ctx)
    {
        Dictionary none;
        assert_fails(ctx, FAIL_NOT_FOUND, dictionary_read(ctx, STR("none"), &none));
        assert_fails(ctx, FAIL_NOT_FOUND, dictionary_put(ctx, STR("none"), &center, STR("试")));
    }
}

static void assert_pack_refused(Ctx *ctx, const char *text, const char *part)
{
    PackList above = {0};
    DictionaryList list;
    ready(ctx);
    *LIST_ADD(ctx->arena, &above) = (Pack){.name = STR("dictionary/bad.yaml"),
                                           .place = STR("dictionary/bad.yaml"),
                                           .text = str_of(text)};
    assert_ok(ctx, packs_overlay(ctx, ctx->packs, above, &ctx->packs));
    assert_fails(ctx, FAIL_INVALID, dictionaries_load(ctx, &list));
    assert_contains(ctx->fail.message, part);
    assert_contains(ctx->fail.place.file, "bad.yaml");
}

static void a_pack_with_a_slip_is_told_with_its_file(void **state)
{
    Ctx *ctx = *state;
    assert_pack_refused(ctx,
                        "code: bad\ntitle: 坏\nvalues:\n  - {code: a, label: 甲}\n"
                        "  - {code: a, label: 乙}\n",
                        "两次");
    assert_pack_refused(
        ctx, "code: bad\ntitle: 坏\nvalues:\n  - {code: a, label: 甲, tone: pink}\n", "pink");
    assert_pack_refused(ctx, "code: Bad\ntitle: 坏\nvalues:\n  - {code: a, label: 甲}\n", "Bad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_values_of_the_pack_are_installed_in_their_order),
        KIT_TEST(installing_again_keeps_what_the_bureau_made_of_it),
        KIT_TEST(a_disabled_value_stays_readable_and_is_not_offered),
        KIT_TEST(a_code_that_nobody_knows_is_its_own_label_and_not_offered),
        KIT_TEST(a_change_is_in_the_trail_field_by_field),
        KIT_TEST(what_is_malformed_is_refused_and_nothing_kept),
        KIT_TEST(a_value_without_tone_is_gray),
        KIT_TEST(a_dictionary_that_is_not_there_is_told),
        KIT_TEST(a_pack_with_a_slip_is_told_with_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
