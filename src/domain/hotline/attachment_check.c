#include "domain/hotline/attachment_check.h"

#include "base/dict.h"
#include "domain/hotline/attachment_file.h"
#include "engine/access/access.h"
#include "port/db.h"
#include "port/files.h"
#include "sql_ids.h"

#define SUBJECT STR("附件")

typedef struct FileRow {
    Str number; /* of the order */
    Str name;
    Str digest;
    Str thumbnail;
} FileRow;
static const Field file_fields[] = {
    FIELD(FileRow, number, "工单号", 0),
    FIELD(FileRow, name, "文件名", 0),
    FIELD(FileRow, digest, "摘要", 0),
    FIELD(FileRow, thumbnail, "缩略图", 0),
};
static const Shape file_shape = SHAPE(FileRow, file_fields);

/* What is wrong in one way: how often, and the first of it. */
typedef struct Fault {
    int64_t count;
    Str first;
} Fault;

typedef struct Check {
    Dict known; /* digests that the database names */
    Str folder;
    int64_t files;
    int64_t bytes; /* read so far */
    Fault lost;
    Fault changed;
    Fault orphans;
} Check;

static void add_fault(Ctx *ctx, Fault *fault, Str first)
{
    if (fault->count++ == 0)
        fault->first = str_copy(ctx->arena, first);
}

static void add_file(Ctx *ctx, Fault *fault, const FileRow *row, Str digest)
{
    add_fault(ctx, fault,
              str_format(ctx->arena, "工单「%.*s」的「%.*s」（files/%.*s/%.*s）", STRF(row->number),
                         STRF(row->name), STRF(str_slice(digest, 0, 2)), STRF(digest)));
}

static bool is_there(Ctx *ctx, const Check *check, Str digest)
{
    Str folder = path_join(ctx->arena, check->folder, str_slice(digest, 0, 2));
    return file_exists(ctx, path_join(ctx->arena, folder, digest));
}

/* FAIL_MISSING is the finding; what else is wrong, is wrong with the machine. */
static bool look_at(Ctx *ctx, Check *check, const FileRow *row, Str digest)
{
    Str bytes = {0};
    ArenaMark mark = arena_mark(ctx->arena);
    bool there = is_there(ctx, check, digest);
    bool whole = there && (check->bytes > ATTACHMENT_CHECK_BYTES_MAX ||
                           attachment_fetch(ctx, digest, &bytes));
    check->files++;
    check->bytes += (int64_t)bytes.len;
    if (whole) {
        arena_rewind(ctx->arena, mark);
        return true;
    }
    if (!there) {
        add_file(ctx, &check->lost, row, digest);
        return true;
    }
    if (ctx->fail.code != FAIL_MISSING && ctx->fail.code != FAIL_TOO_LARGE)
        return false;
    fail_clear(ctx);
    add_file(ctx, &check->changed, row, digest);
    return true;
}

/* Several orders may share the bytes: they are looked at once. */
static bool look_once(Ctx *ctx, Check *check, const FileRow *row, Str digest)
{
    if (str_empty(digest) || dict_has(&check->known, digest))
        return true;
    dict_put(&check->known, str_copy(ctx->arena, digest), check);
    return look_at(ctx, check, row, digest);
}

static bool each_row(Ctx *ctx, void *row, void *self)
{
    const FileRow *file = row;
    return look_once(ctx, self, file, file->digest) && look_once(ctx, self, file, file->thumbnail);
}

static bool find_orphans(Ctx *ctx, Check *check)
{
    FileNames names = {0};
    if (!folder_exists(ctx, check->folder))
        return true;
    for (int i = 0; i < 256; i++) {
        Str part = path_join(ctx->arena, check->folder, str_format(ctx->arena, "%02x", i));
        if (!folder_exists(ctx, part))
            continue;
        if (!file_list(ctx, part, &names))
            return false;
        LIST_EACH (const Str, name, &names)
            if (!dict_has(&check->known, *name))
                add_fault(ctx, &check->orphans,
                          str_format(ctx->arena, "files/%02x/%.*s", i, STRF(*name)));
    }
    return true;
}

static void tell(Ctx *ctx, DiagnosisList *list, const Fault *fault, bool broken, const char *what,
                 const char *remedy)
{
    if (fault->count)
        *LIST_ADD(ctx->arena, list) =
            (Diagnosis){.subject = SUBJECT,
                        .state = broken ? DIAGNOSIS_BROKEN : DIAGNOSIS_WARNING,
                        .finding = str_format(ctx->arena, "%lld个文件%s，如%.*s",
                                              (long long)fault->count, what, STRF(fault->first)),
                        .remedy = str_of(remedy)};
}

bool attachment_diagnose(Ctx *ctx, DiagnosisList *list)
{
    FileRow row;
    Check check = {.known = dict_create(ctx->arena)};
    if (str_empty(ctx->access->data))
        return true;
    check.folder = path_join(ctx->arena, ctx->access->data, STR("files"));
    if (!db_each(ctx, SQL_ATTACHMENT_FILES, NO_BINDS, &file_shape, &row, each_row, &check) ||
        !find_orphans(ctx, &check))
        return false;
    tell(ctx, list, &check.lost, /* broken= */ true, "不在数据目录里",
         "从备份恢复数据目录的 files/；没有备份的，请经办人重新上传");
    tell(ctx, list, &check.changed, /* broken= */ true, "与登记的 SHA-256 不符",
         "把它移走，再从备份恢复同名的文件");
    tell(ctx, list, &check.orphans, /* broken= */ false, "不属于任何工单",
         "没有人在上传时再看一次；仍在的可以移走（上传中断留下的，或数据库是较早的备份）");
    if (check.files && !check.lost.count && !check.changed.count)
        *LIST_ADD(ctx->arena, list) =
            (Diagnosis){.subject = SUBJECT,
                        .finding = str_format(ctx->arena, "%lld个文件，%s", (long long)check.files,
                                              check.bytes > ATTACHMENT_CHECK_BYTES_MAX
                                                  ? "都在；核对了前4 GiB的内容"
                                                  : "都在，内容与登记的相符")};
    return true;
}
