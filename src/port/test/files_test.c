#include "port/files.h"

#include "kit/kit_files.h"

#include <sys/stat.h>
#include <unistd.h>

static Str in_folder(Ctx *ctx, const char *name)
{
    return path_join(ctx->arena, str_of(kit_folder(ctx)), str_of(name));
}

static void what_was_written_is_read_back(void **state)
{
    Ctx *ctx = *state;
    Str path = in_folder(ctx, "通报 1.txt");
    Str text = STR("第一行\n\0第二行");
    Str found;
    assert_ok(ctx, file_write(ctx, path, text));
    assert_ok(ctx, file_read(ctx, path, KIB, &found));
    assert_true(str_equal(found, text));
    assert_ok(ctx, file_write(ctx, path, (Str){0}));
    assert_ok(ctx, file_read(ctx, path, 0, &found));
    assert_int_equal(found.len, 0);
}

static void writing_leaves_no_second_file(void **state)
{
    Ctx *ctx = *state;
    Str folder = str_of(kit_folder(ctx));
    FileNames names;
    assert_ok(ctx, file_write(ctx, path_join(ctx->arena, folder, STR("a")), STR("1")));
    assert_ok(ctx, file_write(ctx, path_join(ctx->arena, folder, STR("a")), STR("2")));
    assert_ok(ctx, file_list(ctx, folder, &names));
    assert_int_equal(names.count, 1);
}

static void a_failed_write_keeps_the_old_content(void **state)
{
    Ctx *ctx = *state;
    Str folder = str_of(kit_folder(ctx));
    /* Its place is taken by a folder that is not empty, so the rename fails. */
    Str path = path_join(ctx->arena, folder, STR("x"));
    assert_ok(ctx, folder_make(ctx, path_join(ctx->arena, path, STR("y"))));
    assert_fails(ctx, FAIL_FILE, file_write(ctx, path, STR("neu")));
    assert_contains(ctx->fail.message, "写不了文件");
    assert_false(str_empty(ctx->fail.detail));
    FileNames names;
    assert_ok(ctx, file_list(ctx, folder, &names));
    assert_int_equal(names.count, 0);
}

static void a_file_over_the_limit_is_refused(void **state)
{
    Ctx *ctx = *state;
    Str path = in_folder(ctx, "big");
    Str found = STR("as before");
    assert_ok(ctx, file_write(ctx, path, STR("12345")));
    assert_fails(ctx, FAIL_TOO_LARGE, file_read(ctx, path, 4, &found));
    assert_str(found, "as before");
    assert_ok(ctx, file_read(ctx, path, 5, &found));
}

static void what_is_not_there_is_named(void **state)
{
    Ctx *ctx = *state;
    Str found;
    assert_fails(ctx, FAIL_NOT_FOUND, file_read(ctx, STR("/no/such/表.csv"), KIB, &found));
    assert_contains(ctx->fail.message, "/no/such/表.csv");
    assert_fails(ctx, FAIL_NOT_FOUND, file_write(ctx, STR("/no/such/x"), STR("")));
    FileNames names;
    assert_fails(ctx, FAIL_NOT_FOUND, file_list(ctx, STR("/no/such"), &names));
}

static void a_folder_or_a_pipe_is_no_file(void **state)
{
    Ctx *ctx = *state;
    Str found;
    Str pipe = in_folder(ctx, "pipe");
    assert_fails(ctx, FAIL_FILE, file_read(ctx, str_of(kit_folder(ctx)), KIB, &found));
    assert_int_equal(mkfifo(str_to_c(ctx->arena, pipe), 0600), 0);
    assert_fails(ctx, FAIL_FILE, file_read(ctx, pipe, KIB, &found));
    assert_contains(ctx->fail.message, "不是普通文件");
}

static void folders_are_made_with_those_above(void **state)
{
    Ctx *ctx = *state;
    Str path = in_folder(ctx, "a/b/c");
    assert_false(folder_exists(ctx, path));
    assert_ok(ctx, folder_make(ctx, path));
    assert_ok(ctx, folder_make(ctx, path));
    assert_true(folder_exists(ctx, path));
    Str file = path_join(ctx->arena, path, STR("f"));
    assert_ok(ctx, file_write(ctx, file, STR("")));
    assert_true(file_exists(ctx, file));
    assert_false(folder_exists(ctx, file));
    assert_fails(ctx, FAIL_FILE, folder_make(ctx, file));
}

static void a_list_is_sorted_and_relative_and_skips_dots(void **state)
{
    Ctx *ctx = *state;
    Str root = str_of(kit_folder(ctx));
    static const char *const files[] = {"b.txt", "a/z.txt", "a/a/甲.txt", ".hidden", "a/.git"};
    assert_ok(ctx, folder_make(ctx, path_join(ctx->arena, root, STR("a/a"))));
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        assert_ok(ctx, file_write(ctx, path_join(ctx->arena, root, str_of(files[i])), STR("")));
    FileNames names;
    assert_ok(ctx, file_list(ctx, root, &names));
    assert_int_equal(names.count, 3);
    assert_str(names.at[0], "a/a/甲.txt");
    assert_str(names.at[1], "a/z.txt");
    assert_str(names.at[2], "b.txt");
}

static void a_link_to_its_own_folder_is_followed_so_far_only(void **state)
{
    Ctx *ctx = *state;
    Str root = str_of(kit_folder(ctx));
    assert_ok(ctx, file_write(ctx, path_join(ctx->arena, root, STR("f")), STR("")));
    const char *link = str_to_c(ctx->arena, path_join(ctx->arena, root, STR("again")));
    assert_int_equal(symlink(".", link), 0);
    FileNames names;
    assert_ok(ctx, file_list(ctx, root, &names));
    assert_int_equal(names.count, FILES_DEPTH_MAX);
}

static void paths_are_joined_and_named(void **state)
{
    Ctx *ctx = *state;
    assert_str(path_join(ctx->arena, STR("a"), STR("b")), "a/b");
    assert_str(path_join(ctx->arena, STR("a/"), STR("b")), "a/b");
    assert_str(path_join(ctx->arena, (Str){0}, STR("b")), "b");
    assert_str(path_name(STR("/x/表.csv")), "表.csv");
    assert_str(path_name(STR("表.csv")), "表.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_was_written_is_read_back),
        KIT_TEST(writing_leaves_no_second_file),
        KIT_TEST(a_failed_write_keeps_the_old_content),
        KIT_TEST(a_file_over_the_limit_is_refused),
        KIT_TEST(what_is_not_there_is_named),
        KIT_TEST(a_folder_or_a_pipe_is_no_file),
        KIT_TEST(folders_are_made_with_those_above),
        KIT_TEST(a_list_is_sorted_and_relative_and_skips_dots),
        KIT_TEST(a_link_to_its_own_folder_is_followed_so_far_only),
        KIT_TEST(paths_are_joined_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
