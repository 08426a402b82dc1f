#include "port/zip.h"

#include "kit/kit.h"

static Str archive_of(Ctx *ctx, const ZipEntry *entries, size_t count)
{
    Str bytes = {0};
    assert_ok(ctx, zip_write(ctx, entries, count, &bytes));
    return bytes;
}

static const ZipEntry two[] = {
    {.name = STR_INIT("mimetype"), .content = STR_INIT("text/plain"), .stored = true},
    {.name = STR_INIT("xl/表.xml"), .content = STR_INIT("<a>赤岗街赤岗街赤岗街</a>")},
};

static void what_is_written_reads_back(void **state)
{
    Ctx *ctx = *state;
    Str bytes = archive_of(ctx, two, ARRAY_LEN(two));
    ZipArchive *archive = NULL;
    assert_ok(ctx, zip_open_read(ctx, bytes, &archive));
    assert_int_equal(zip_count(archive), 2);
    assert_str(zip_name(archive, 1), "xl/表.xml");
    assert_true(zip_has(archive, STR("mimetype")));
    Str content = {0};
    assert_ok(ctx, zip_read(ctx, archive, STR("xl/表.xml"), &content));
    assert_str(content, "<a>赤岗街赤岗街赤岗街</a>");
    assert_fails(ctx, FAIL_NOT_FOUND, zip_read(ctx, archive, STR("none"), &content));
}

static void the_same_entries_give_the_same_bytes(void **state)
{
    Ctx *ctx = *state;
    Str one = archive_of(ctx, two, ARRAY_LEN(two));
    Str other = archive_of(ctx, two, ARRAY_LEN(two));
    assert_true(str_equal(one, other));
}

static void stored_entries_stand_in_the_clear(void **state)
{
    Ctx *ctx = *state;
    assert_contains(archive_of(ctx, two, 1), "mimetypetext/plain");
}

static void no_archive_is_refused(void **state)
{
    Ctx *ctx = *state;
    ZipArchive *archive = NULL;
    assert_fails(ctx, FAIL_SYNTAX, zip_open_read(ctx, STR(""), &archive));
    assert_fails(ctx, FAIL_SYNTAX, zip_open_read(ctx, STR("PK\x03\x04 nothing"), &archive));
    Str bytes = archive_of(ctx, two, 2);
    assert_fails(ctx, FAIL_SYNTAX,
                 zip_open_read(ctx, str_slice(bytes, 0, bytes.len / 2), &archive));
    assert_null(archive);
}

static void dangerous_names_are_refused(void **state)
{
    Ctx *ctx = *state;
    static const char *const names[] = {"../evil", "a/../../evil", "/etc/passwd", "a\\..\\b",
                                        "C:evil"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        ZipEntry entry = {.name = str_of(names[i]), .content = STR("x")};
        Str bytes = archive_of(ctx, &entry, 1);
        ZipArchive *archive = NULL;
        assert_fails(ctx, FAIL_SYNTAX, zip_open_read(ctx, bytes, &archive));
        assert_contains(ctx->fail.message, "路径");
    }
}

static void a_bomb_is_refused_before_it_is_unpacked(void **state)
{
    Ctx *ctx = *state;
    size_t size = 16 * MIB;
    ZipEntry entry = {.name = STR("bomb"), .content = {arena_alloc(ctx->arena, size, 1), size}};
    Str bytes = archive_of(ctx, &entry, 1);
    assert_true(bytes.len < size / ZIP_RATIO_MAX);
    ZipArchive *archive = NULL;
    assert_fails(ctx, FAIL_TOO_LARGE, zip_open_read(ctx, bytes, &archive));
}

static void too_many_entries_are_refused(void **state)
{
    Ctx *ctx = *state;
    ZipEntry *entries = NEW(ctx->arena, ZipEntry, ZIP_ENTRIES_MAX + 1);
    for (size_t i = 0; i <= ZIP_ENTRIES_MAX; i++)
        entries[i] = (ZipEntry){.name = str_format(ctx->arena, "%zu", i), .stored = true};
    Str bytes = archive_of(ctx, entries, ZIP_ENTRIES_MAX + 1);
    ZipArchive *archive = NULL;
    assert_fails(ctx, FAIL_TOO_LARGE, zip_open_read(ctx, bytes, &archive));
}

static void a_changed_byte_is_found(void **state)
{
    Ctx *ctx = *state;
    Str bytes = str_copy(ctx->arena, archive_of(ctx, two, 1));
    size_t at = str_find(bytes, STR("text/plain"));
    ((char *)(uintptr_t)bytes.at)[at] = 'T';
    ZipArchive *archive = NULL;
    assert_ok(ctx, zip_open_read(ctx, bytes, &archive));
    Str content = {0};
    assert_fails(ctx, FAIL_SYNTAX, zip_read(ctx, archive, STR("mimetype"), &content));
}

static void equal_names_cannot_be_written(void **state)
{
    Ctx *ctx = *state;
    const ZipEntry entries[] = {{.name = STR("a")}, {.name = STR("a")}};
    Str bytes = {0};
    assert_fails(ctx, FAIL_SYSTEM, zip_write(ctx, entries, 2, &bytes));
    assert_null(bytes.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_is_written_reads_back),
        KIT_TEST(the_same_entries_give_the_same_bytes),
        KIT_TEST(stored_entries_stand_in_the_clear),
        KIT_TEST(no_archive_is_refused),
        KIT_TEST(dangerous_names_are_refused),
        KIT_TEST(a_bomb_is_refused_before_it_is_unpacked),
        KIT_TEST(too_many_entries_are_refused),
        KIT_TEST(a_changed_byte_is_found),
        KIT_TEST(equal_names_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
