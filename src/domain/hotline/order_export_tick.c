/* Exports that wait are written by the server's periodic work, a chunk of rows after the other. */
#include "domain/hotline/order_export.h"
#include "domain/hotline/order_list.h"
#include "domain/hotline/order_table.h"
#include "engine/access/access.h"
#include "port/clock.h"
#include "port/files.h"
#include "sql_ids.h"

#define CHUNK_ROWS 2000
#define CHUNK_BYTES_MAX (128 * MIB)
#define JOB_BYTES_MAX (2048 * MIB)
#define FILE_BYTES_MAX (512 * MIB)
#define DAY_MS 86400000LL
/* Old files are looked for every ten minutes. */
#define CLEAR_ROUNDS 300

typedef struct Waiting {
    int64_t id;
    int64_t account_id;
    Str name;
    Str format;
    Str columns;
    Str ids;
    bool whole;
    Str units;
    Str asker;
    int64_t sees;
    int64_t total;
} Waiting;
static const Field waiting_fields[] = {
    FIELD(Waiting, id, "", 0),     FIELD(Waiting, account_id, "", 0), FIELD(Waiting, name, "", 0),
    FIELD(Waiting, format, "", 0), FIELD(Waiting, columns, "", 0),    FIELD(Waiting, ids, "", 0),
    FIELD(Waiting, whole, "", 0),  FIELD(Waiting, units, "", 0),      FIELD(Waiting, asker, "", 0),
    FIELD(Waiting, sees, "", 0),   FIELD(Waiting, total, "", 0),
};
static const Shape waiting_shape = SHAPE(Waiting, waiting_fields);

typedef struct Writing {
    const Waiting *job;
    const atomic_bool *stopping;
    Ctx *house; /* as the tick came */
    Ctx asker;  /* as who asked, in the memory of the job */
    Buf csv;
    OrderRowList rows; /* of a workbook, which is written at once */
    bool left;         /* cancelled, or the server stops: nothing is to be kept */
} Writing;

static bool is_csv(const Waiting *job)
{
    return str_equal_c(job->format, "csv");
}

/* False without a failure when the work was left. */
static bool go_on(Writing *writing, int64_t done)
{
    int64_t changed = 0;
    if (!db_run(writing->house, SQL_ORDER_EXPORT_PROGRESS,
                BINDS({"done", bind(done)}, {"id", bind(writing->job->id)}), &changed))
        return false;
    writing->left = changed == 0 || atomic_load(writing->stopping);
    return true;
}

static bool write_csv_chunk(Writing *writing, const OrderIds *ids, bool first)
{
    Ctx chunk = writing->asker;
    OrderRowList rows = {0};
    chunk.arena = arena_create(CHUNK_BYTES_MAX);
    bool done = order_list_rows(&chunk, ids, /* assisting= */ false, &rows);
    if (done)
        order_table_csv(&chunk, writing->job->columns, first, &rows, &writing->csv);
    else
        writing->asker.fail = fail_copy(writing->asker.arena, &chunk.fail);
    arena_free(chunk.arena);
    return done;
}

static bool read_chunk(Writing *writing, const OrderIds *ids)
{
    OrderRowList rows = {0};
    if (!order_list_rows(&writing->asker, ids, /* assisting= */ false, &rows))
        return false;
    LIST_EACH (const OrderRow, row, &rows)
        *LIST_ADD(writing->asker.arena, &writing->rows) = *row;
    return true;
}

static bool write_all(Writing *writing)
{
    Str rest = writing->job->ids;
    int64_t *at = NEW(writing->asker.arena, int64_t, CHUNK_ROWS), done = 0;
    bool more = true;
    while (more && !writing->left) {
        OrderIds ids = {at, 0};
        Str word;
        while (ids.count < CHUNK_ROWS && (more = str_split(&rest, ',', &word)))
            if (str_to_int(word, &at[ids.count]))
                ids.count++;
        bool written = is_csv(writing->job) ? write_csv_chunk(writing, &ids, done == 0)
                                            : read_chunk(writing, &ids);
        done += (int64_t)ids.count;
        if (!written || !go_on(writing, done))
            return false;
    }
    return true;
}

static bool keep_file(Writing *writing)
{
    Ctx *ctx = &writing->asker;
    Str bytes = {0}, folder = path_join(ctx->arena, ctx->access->data, STR("exports"));
    Str name = str_format(ctx->arena, "%lld.%.*s", (long long)writing->job->id,
                          STRF(writing->job->format));
    if (!is_csv(writing->job) &&
        !order_table_xlsx(ctx, writing->job->columns, &writing->rows, &bytes))
        return false;
    if (is_csv(writing->job)) {
        if (!buf_ok(&writing->csv))
            return fail(ctx, FAIL_TOO_LARGE, "导出的文件太大，请缩小筛选范围");
        bytes = buf_str(&writing->csv);
    }
    /* A workbook takes its time: it may have been cancelled meanwhile. */
    if (!go_on(writing, writing->job->total))
        return fail(ctx, FAIL_DATABASE, "无法记录导出进度");
    return writing->left || (folder_make_private(ctx, folder) &&
                             file_write_private(ctx, path_join(ctx->arena, folder, name), bytes));
}

static bool finish(Ctx *ctx, int64_t id, const char *state, Str failure)
{
    return db_run(ctx, SQL_ORDER_EXPORT_END,
                  BINDS({"state", bind(str_of(state))}, {"failure", bind(failure)},
                        {"at", bind(clock_now(ctx))}, {"id", bind(id)}),
                  /* ret_changed= */ NULL);
}

/* As who asked: his rows, his masks, and no more. */
static bool write_job(Ctx *ctx, const Waiting *job, const atomic_bool *stopping)
{
    Actor asker = {
        .account_id = job->account_id, .person = job->asker, .sees = (unsigned)job->sees};
    DbScope scope = {.whole = job->whole, .units = job->units, .person = job->account_id};
    Writing writing = {.job = job, .stopping = stopping, .house = ctx, .asker = *ctx};
    asker.scope = scope;
    writing.asker.arena = arena_create(JOB_BYTES_MAX);
    actor_enter(&writing.asker, &asker);
    ArenaGuard guard;
    bool good = false;
    if (arena_guard(writing.asker.arena, &guard)) {
        fail(ctx, FAIL_TOO_LARGE, "导出所需的内存超出上限，请缩小筛选范围");
    } else {
        writing.csv = buf_create(writing.asker.arena, FILE_BYTES_MAX);
        good = write_all(&writing) && (writing.left || keep_file(&writing));
        arena_guard_pop(writing.asker.arena);
        if (!good)
            ctx->fail = fail_copy(ctx->arena, &writing.asker.fail);
    }
    arena_free(writing.asker.arena);
    if (good && writing.left)
        return true;
    return finish(ctx, job->id, good ? "done" : "failed", good ? (Str){0} : ctx->fail.message);
}

/* ---- clearing away --------------------------------------------------------------------------- */

typedef struct Old {
    int64_t id;
    Str format;
} Old;
LIST_OF(Old, OldList);
static const Field old_fields[] = {FIELD(Old, id, "", 0), FIELD(Old, format, "", 0)};
static const Shape old_shape = SHAPE(Old, old_fields);

static bool clear_old(Ctx *ctx)
{
    OldList list = {0};
    Instant before = {clock_now(ctx).ms - ORDER_EXPORT_DAYS * DAY_MS};
    if (!db_all(ctx, SQL_ORDER_EXPORTS_OLD, BINDS({"before", bind(before)}), &old_shape, &list))
        return false;
    LIST_EACH (const Old, old, &list) {
        Str name =
            str_format(ctx->arena, "exports/%lld.%.*s", (long long)old->id, STRF(old->format));
        if (!file_remove(ctx, path_join(ctx->arena, ctx->access->data, name)) ||
            !db_run(ctx, SQL_ORDER_EXPORT_GONE, BINDS({"id", bind(old->id)}), NULL))
            return false;
    }
    return true;
}

bool order_export_tick(Ctx *ctx, const Tick *tick)
{
    Waiting job = {0};
    bool found = false;
    if (!ctx->access || str_empty(ctx->access->data))
        return true;
    if (!db_one(ctx, SQL_ORDER_EXPORT_NEXT, NO_BINDS, &waiting_shape, &job, &found))
        return false;
    if (found && !write_job(ctx, &job, tick->stopping))
        return false;
    return tick->round % CLEAR_ROUNDS != 0 || clear_old(ctx);
}
