#include "port/files.h"

#include "kit/kit_files.h"

#include <pthread.h>
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

static mode_t mode_of(Ctx *ctx, Str path)
{
    struct stat status;
    assert_int_equal(stat(str_to_c(ctx->arena, path), &status), 0);
    return status.st_mode & 0777;
}

static void what_is_private_is_its_owners_only(void **state)
{
    Ctx *ctx = *state;
    Str folder = in_folder(ctx, "keys"), path = path_join(ctx->arena, folder, STR("a.pem"));
    assert_ok(ctx, folder_make_private(ctx, folder));
    assert_ok(ctx, file_write_private(ctx, path, STR("secret")));
    assert_int_equal(mode_of(ctx, folder), 0700);
    assert_int_equal(mode_of(ctx, path), 0600);
    assert_ok(ctx, file_write_private(ctx, path, STR("another")));
    assert_int_equal(mode_of(ctx, path), 0600);
}

static void a_sector_is_written_in_place(void **state)
{
    Ctx *ctx = *state;
    Str path = in_folder(ctx, "head"), found;
    char sector[FILE_SECTOR_BYTES];
    struct stat before, after;
    memset(sector, 'a', sizeof sector);
    assert_ok(ctx, file_overwrite(ctx, path, str_from(sector, sizeof sector), /* sync= */ true));
    assert_int_equal(stat(str_to_c(ctx->arena, path), &before), 0);
    memset(sector, 'b', sizeof sector);
    assert_ok(ctx, file_overwrite(ctx, path, str_from(sector, sizeof sector), /* sync= */ false));
    assert_int_equal(stat(str_to_c(ctx->arena, path), &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_ok(ctx, file_read(ctx, path, FILE_SECTOR_BYTES, &found));
    assert_true(str_equal(found, str_from(sector, sizeof sector)));
    assert_fails(ctx, FAIL_NOT_FOUND,
                 file_overwrite(ctx, in_folder(ctx, "no/head"), found, /* sync= */ true));
}

/* Counts in a file, under the lock: without it, threads would lose counts. */
static void *count_up(void *self)
{
    Str path = str_of(self);
    for (int i = 0; i < 50; i++) {
        Ctx ctx = {.arena = arena_create(MIB)};
        FileLock *lock = NULL;
        Str text = {0};
        int64_t number = 0;
        bool good = file_lock(&ctx, str_format(ctx.arena, "%.*s.lock", STRF(path)), &lock) &&
                    file_read(&ctx, path, 100, &text) && str_to_int(text, &number) &&
                    file_write(&ctx, path, str_format(ctx.arena, "%d", (int)number + 1));
        if (good)
            file_unlock(&ctx, lock);
        arena_free(ctx.arena);
    }
    return NULL;
}

static void a_lock_lets_one_in_at_a_time(void **state)
{
    Ctx *ctx = *state;
    Str path = in_folder(ctx, "count"), found;
    assert_ok(ctx, file_write(ctx, path, STR("0")));
    pthread_t threads[3];
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_up, str_to_c(ctx->arena, path)),
                         0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        pthread_join(threads[i], NULL);
    assert_ok(ctx, file_read(ctx, path, 100, &found));
    assert_str(found, "150");
    FileLock *lock;
    assert_fails(ctx, FAIL_NOT_FOUND, file_lock(ctx, in_folder(ctx, "no/lock"), &lock));
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
        KIT_TEST(what_is_private_is_its_owners_only),
        KIT_TEST(a_sector_is_written_in_place),
        KIT_TEST(a_lock_lets_one_in_at_a_time),
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
