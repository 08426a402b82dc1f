#include "kit/kit_pack.h"

#include "kit/kit_files.h"
#include "port/files.h"

#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_MAX (256 * KIB)

/* The tool lies beside this test. */
static Str tool(Ctx *ctx)
{
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    assert_true(len > 0);
    Str self = str_from(path, (size_t)len);
    Str folder = str_slice(self, 0, str_find_last_byte(self, '/'));
    return str_copy(ctx->arena, path_join(ctx->arena, folder, STR("sqlpack")));
}

static Str output_of(Ctx *ctx, Str command, int *ret_exit_code)
{
    FILE *pipe = popen(str_to_c(ctx->arena, command), "r");
    assert_non_null(pipe);
    char *text = arena_alloc(ctx->arena, OUTPUT_MAX, 1);
    size_t len = fread(text, 1, OUTPUT_MAX, pipe);
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    *ret_exit_code = WEXITSTATUS(status);
    return str_from(text, len);
}

Packed kit_pack_files(Ctx *ctx, Str root, Str files)
{
    Str out = str_of(kit_folder(ctx));
    Str command = str_format(ctx->arena, "%.*s %.*s %.*s/out.c %.*s/out.h %.*s 2>&1",
                             STRF(tool(ctx)), STRF(root), STRF(out), STRF(out), STRF(files));
    Packed packed = {0};
    packed.errors = output_of(ctx, command, &packed.exit_code);
    if (packed.exit_code != 0)
        return packed;
    Str tables = str_format(ctx->arena, "%.*s/out.c", STRF(out));
    Str ids = str_format(ctx->arena, "%.*s/out.h", STRF(out));
    assert_ok(ctx, file_read(ctx, tables, OUTPUT_MAX, &packed.tables));
    assert_ok(ctx, file_read(ctx, ids, OUTPUT_MAX, &packed.ids));
    return packed;
}

Packed kit_pack(Ctx *ctx, const char *statements, const char *migration)
{
    const char *root = kit_folder(ctx);
    Str schema = str_format(ctx->arena, "%s/src/domain/shop/schema", root);
    Str sql = str_format(ctx->arena, "%s/src/domain/shop/shop.sql", root);
    Str first = str_format(ctx->arena, "%.*s/0001_first.sql", STRF(schema));
    assert_ok(ctx, folder_make(ctx, schema));
    assert_ok(ctx, file_write(ctx, sql, str_of(statements)));
    assert_ok(ctx, file_write(ctx, first, str_of(migration)));
    Str files = str_format(ctx->arena, "%.*s %.*s", STRF(*statements ? sql : (Str){0}),
                           STRF(*migration ? first : (Str){0}));
    return kit_pack_files(ctx, str_of(root), files);
}
