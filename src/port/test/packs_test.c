#include "port/packs.h"

#include "kit/kit_files.h"
#include "port/files.h"

/* The build of this test: three packs, sorted by name. */
#define PACK(name_, text)                                                                          \
    {                                                                                              \
        .name = (name_), .at = (const unsigned char *)(text), .size = sizeof(text) - 1             \
    }
static const EmbeddedFile files[] = {
    PACK("assess/efficiency.yaml", "效率"),
    PACK("assess/hotline.yaml", "热线"),
    PACK("tables/units.csv", "单位"),
};
const size_t embedded_pack_count = ARRAY_LEN(files);
EmbeddedFile embedded_packs_at(size_t i)
{
    return files[i];
}

static void put(Ctx *ctx, const char *folder, const char *name, Str text)
{
    Str path = path_join(ctx->arena, str_of(folder), str_of(name));
    Str parent = str_slice(path, 0, str_find_last_byte(path, '/'));
    assert_ok(ctx, folder_make(ctx, parent));
    assert_ok(ctx, file_write(ctx, path, text));
}

static void open_with(Ctx *ctx, const char *folder)
{
    Packs *packs = NULL;
    assert_ok(ctx, packs_open(ctx, str_of(folder), &packs));
    ctx->packs = packs;
}

static void a_pack_of_the_build_is_found_by_its_name(void **state)
{
    Ctx *ctx = *state;
    Pack pack;
    open_with(ctx, "");
    assert_ok(ctx, packs_get(ctx, STR("assess/hotline"), &pack));
    assert_str(pack.name, "assess/hotline.yaml");
    assert_str(pack.place, "packs/assess/hotline.yaml");
    assert_str(pack.text, "热线");
    assert_ok(ctx, packs_get(ctx, STR("assess/hotline.yaml"), &pack));
    assert_ok(ctx, packs_get(ctx, STR("tables/units"), &pack));
    assert_str(pack.text, "单位");
}

static void what_is_not_there_is_named(void **state)
{
    Ctx *ctx = *state;
    Pack pack;
    open_with(ctx, "/no/such/folder");
    assert_fails(ctx, FAIL_NOT_FOUND, packs_get(ctx, STR("assess/无"), &pack));
    assert_contains(ctx->fail.message, "assess/无");
}

static void a_file_of_the_bureau_replaces_or_adds(void **state)
{
    Ctx *ctx = *state;
    const char *folder = kit_folder(ctx);
    Pack pack;
    PackList list;
    put(ctx, folder, "assess/hotline.yaml", STR("\xEF\xBB\xBF本区热线"));
    put(ctx, folder, "assess/a.yaml", STR("新增"));
    put(ctx, folder, "assess/notes.txt", STR("不是规则包"));
    open_with(ctx, folder);
    assert_ok(ctx, packs_get(ctx, STR("assess/hotline"), &pack));
    assert_str(pack.text, "本区热线");
    assert_true(str_starts(pack.place, str_of(folder)));
    assert_ok(ctx, packs_list(ctx, STR("assess/"), &list));
    assert_int_equal(list.count, 3);
    assert_str(list.at[0].name, "assess/a.yaml");
    assert_str(list.at[1].name, "assess/efficiency.yaml");
    assert_str(list.at[2].name, "assess/hotline.yaml");
}

static void a_file_that_is_no_utf8_is_refused_with_its_line(void **state)
{
    Ctx *ctx = *state;
    const char *folder = kit_folder(ctx);
    Packs *packs;
    put(ctx, folder, "assess/x.yaml", STR("a: 1\nb: \xB5\xA5\n"));
    assert_fails(ctx, FAIL_SYNTAX, packs_open(ctx, str_of(folder), &packs));
    assert_int_equal(ctx->fail.place.line, 2);
    assert_true(str_ends(ctx->fail.place.file, STR("assess/x.yaml")));
}

/* ---- what was made of them --------------------------------------------------------------------
 */

typedef struct Count {
    int64_t packs;
    int64_t made; /* how often, all in all */
} Count;

static int64_t times_made;

static bool count_packs(Ctx *ctx, void *ret)
{
    PackList list;
    times_made++;
    if (!packs_list(ctx, STR("assess/"), &list))
        return false;
    *(Count *)ret = (Count){(int64_t)list.count, times_made};
    return times_made != 1 || fail(ctx, FAIL_INVALID, "第一次不成");
}

static void what_was_made_is_kept_and_a_failure_is_not(void **state)
{
    Ctx *ctx = *state;
    Packs *packs;
    Count count;
    times_made = 0;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    assert_fails(ctx, FAIL_INVALID, packs_made(ctx, "count", sizeof count, count_packs, &count));
    assert_str(ctx->fail.message, "第一次不成");
    for (int i = 0; i < 3; i++) {
        assert_ok(ctx, packs_made(ctx, "count", sizeof count, count_packs, &count));
        assert_int_equal(count.made, 2);
        assert_true(count.packs > 0);
    }
    assert_ok(ctx, packs_made(ctx, "other", sizeof count, count_packs, &count));
    assert_int_equal(count.made, 3);
}

static void an_overlay_is_read_anew(void **state)
{
    Ctx *ctx = *state;
    Packs *packs;
    PackList few = {0};
    Count count;
    times_made = 1;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    *LIST_ADD(ctx->arena, &few) = (Pack){.name = STR("assess/x.yaml"), .text = STR("code: x")};
    ctx->packs = packs;
    assert_ok(ctx, packs_made(ctx, "count", sizeof count, count_packs, &count));
    assert_ok(ctx, packs_overlay(ctx, NULL, few, &ctx->packs));
    for (int i = 0; i < 2; i++) {
        assert_ok(ctx, packs_made(ctx, "count", sizeof count, count_packs, &count));
        assert_int_equal(count.packs, 1);
        assert_int_equal(count.made, 3 + i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_was_made_is_kept_and_a_failure_is_not),
        KIT_TEST(an_overlay_is_read_anew),
        KIT_TEST(a_pack_of_the_build_is_found_by_its_name),
        KIT_TEST(what_is_not_there_is_named),
        KIT_TEST(a_file_of_the_bureau_replaces_or_adds),
        KIT_TEST(a_file_that_is_no_utf8_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
