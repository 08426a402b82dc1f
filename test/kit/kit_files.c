#include "kit/kit_files.h"

#include "port/files.h"

#include <ftw.h>
#include <unistd.h>

#define GOLDEN_BYTES_MAX (16 * MIB)
#define FOLDERS_OPEN_MAX 16

static int delete_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static void delete_folder(void *path)
{
    nftw(path, delete_one, FOLDERS_OPEN_MAX, FTW_DEPTH | FTW_PHYS);
}

const char *kit_folder(Ctx *ctx)
{
    const char *base = getenv("TMPDIR");
    Str name = str_format(ctx->arena, "%s/tongban-test-XXXXXX", base && *base ? base : "/tmp");
    char *path = str_to_c(ctx->arena, name);
    if (!mkdtemp(path))
        fail_msg("no temporary folder %s", path);
    arena_defer(ctx->arena, delete_folder, path);
    return path;
}

/* The first line that differs, or 0. */
static void compare_lines(const char *path, Str found, Str expected)
{
    for (int line = 1;; line++) {
        Str left = {0}, right = {0};
        bool more_left = str_split(&found, '\n', &left);
        bool more_right = str_split(&expected, '\n', &right);
        if (!str_equal(left, right) || more_left != more_right)
            fail_msg("%s:%d\n  expected 「%.*s」\n  found    「%.*s」\n"
                     "  UPDATE_GOLDEN=1 takes the found text over",
                     path, line, STRF(right), STRF(left));
    }
}

void kit_golden(Ctx *ctx, const char *path, Str found)
{
    const char *update = getenv("UPDATE_GOLDEN");
    if (update && strcmp(update, "1") == 0) {
        assert_ok(ctx, file_write(ctx, str_of(path), found));
        return;
    }
    Str expected;
    assert_ok(ctx, file_read(ctx, str_of(path), GOLDEN_BYTES_MAX, &expected));
    if (!str_equal(found, expected))
        compare_lines(path, found, expected);
}
