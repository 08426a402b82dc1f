#include "domain/hotline/order_import_progress.h"

#include "engine/access/access.h"
#include "port/clock.h"
#include "port/files.h"

#define PROGRESS_BYTES_MAX 200

static const Field progress_fields[] = {
    FIELD(ImportProgress, running, "正在导入", 0),
    FIELD(ImportProgress, done, "已处理", 0),
    FIELD(ImportProgress, total, "总数", 0),
};
const Shape import_progress_shape = SHAPE(ImportProgress, progress_fields);

static bool paths(Ctx *ctx, Str *ret_folder, ImportTelling *ret)
{
    if (!ctx->access || str_empty(ctx->access->data))
        return fail(ctx, FAIL_STATE, "没有数据目录，不能记录导入进度");
    long long account = ctx->actor->account_id;
    *ret_folder = path_join(ctx->arena, ctx->access->data, STR("imports"));
    *ret = (ImportTelling){
        .ctx = ctx,
        .path =
            path_join(ctx->arena, *ret_folder, str_format(ctx->arena, "%lld.progress", account)),
        .cancel_path =
            path_join(ctx->arena, *ret_folder, str_format(ctx->arena, "%lld.cancel", account))};
    return true;
}

/* "1200 10000 1795365121135": done, total, when. */
static bool write(ImportTelling *telling, int64_t done, int64_t total)
{
    Ctx *ctx = telling->ctx;
    telling->told_ms = clock_now(ctx).ms;
    return file_write_private(ctx, telling->path,
                              str_format(ctx->arena, "%lld %lld %lld", (long long)done,
                                         (long long)total, (long long)telling->told_ms));
}

bool import_progress_begin(Ctx *ctx, int64_t total, ImportTelling *ret)
{
    Str folder;
    return paths(ctx, &folder, ret) && folder_make_private(ctx, folder) &&
           file_remove(ctx, ret->cancel_path) && write(ret, 0, total);
}

/* That the progress could not be told is no reason to lose the import. */
bool import_progress_tell(void *self, int64_t done, int64_t total)
{
    ImportTelling *telling = self;
    if (file_exists(telling->ctx, telling->cancel_path))
        return false;
    bool due = clock_now(telling->ctx).ms - telling->told_ms >= IMPORT_TOLD_EVERY_MS;
    if (due && !write(telling, done, total))
        fail_clear(telling->ctx);
    return true;
}

/* Also after a failure, which stays what it was. */
void import_progress_end(ImportTelling *telling)
{
    Fail before = telling->ctx->fail;
    if (!file_remove(telling->ctx, telling->path) ||
        !file_remove(telling->ctx, telling->cancel_path))
        fail_clear(telling->ctx);
    telling->ctx->fail = before;
}

static int64_t next_number(Str *rest)
{
    Str word = {0};
    int64_t number = 0;
    return str_split(rest, ' ', &word) && str_to_int(word, &number) ? number : 0;
}

bool import_progress_read(Ctx *ctx, ImportProgress *ret)
{
    ImportTelling telling;
    Str folder, text;
    *ret = (ImportProgress){0};
    if (!paths(ctx, &folder, &telling))
        return false;
    if (!file_exists(ctx, telling.path))
        return true;
    if (!file_read(ctx, telling.path, PROGRESS_BYTES_MAX, &text)) {
        fail_clear(ctx); /* it has just ended */
        return true;
    }
    int64_t done = next_number(&text), total = next_number(&text), at = next_number(&text);
    bool running = clock_now(ctx).ms - at < IMPORT_SILENT_MS;
    if (running)
        *ret = (ImportProgress){.running = true, .done = done, .total = total};
    return true;
}

bool import_progress_cancel(Ctx *ctx)
{
    ImportTelling telling;
    ImportProgress progress;
    Str folder;
    if (!import_progress_read(ctx, &progress) || !paths(ctx, &folder, &telling))
        return false;
    if (!progress.running)
        return fail(ctx, FAIL_STATE, "没有正在进行的导入，或已经完成");
    return file_write_private(ctx, telling.cancel_path, STR("1"));
}
