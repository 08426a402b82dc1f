#include "port/zip.h"

#include "base/dict.h"

#include <zip.h>

struct ZipArchive {
    zip_t *zip;
    size_t count;
    Dict by_name;        /* name to &entries[i] */
    zip_stat_t *entries; /* as the central directory tells, checked */
};

/* 1980-01-01 00:00, the first moment that the format can tell. */
#define DOS_DATE 0x0021
#define DOS_TIME 0
#define DEFLATE_LEVEL 6

static bool fail_damaged(Ctx *ctx, const char *what, zip_error_t *error)
{
    fail(ctx, FAIL_SYNTAX, "%s", what);
    fail_hint(ctx, "文件可能没有传完整，请重新保存后再试");
    if (error)
        fail_detail(ctx, "libzip: %s", zip_error_strerror(error));
    return false;
}

/* Names that would lead outside a folder if the archive were unpacked there. */
static bool is_dangerous(Str name)
{
    if (str_empty(name) || name.at[0] == '/' || name.at[0] == '\\' ||
        str_find_byte(name, ':') != STR_NONE)
        return true;
    size_t start = 0;
    for (size_t i = 0; i <= name.len; i++) {
        if (i < name.len && name.at[i] != '/' && name.at[i] != '\\')
            continue;
        if (str_equal_c(str_slice(name, start, i - start), ".."))
            return true;
        start = i + 1;
    }
    return false;
}

static bool fail_bomb(Ctx *ctx)
{
    fail(ctx, FAIL_TOO_LARGE, "压缩文件解开后太大");
    return fail_hint(ctx, "单个部分最多 %zu MiB，合计最多 %zu MiB，压缩比最多 %d",
                     (size_t)(ZIP_ENTRY_BYTES_MAX / MIB), (size_t)(ZIP_UNPACKED_BYTES_MAX / MIB),
                     ZIP_RATIO_MAX);
}

static bool check_entry(Ctx *ctx, ZipArchive *archive, zip_stat_t *entry)
{
    Str name = str_of(entry->name);
    if (is_dangerous(name))
        return fail_damaged(ctx, "压缩文件中有不安全的路径", NULL);
    if (dict_put(&archive->by_name, name, entry))
        return fail_damaged(ctx, "压缩文件中有重名的部分", NULL);
    if ((entry->valid & ZIP_STAT_ENCRYPTION_METHOD) && entry->encryption_method != ZIP_EM_NONE) {
        fail(ctx, FAIL_SYNTAX, "文件已加密，无法读取");
        return fail_hint(ctx, "请去掉密码后另存");
    }
    bool swells =
        entry->size > ZIP_RATIO_FREE_BYTES && entry->size / ZIP_RATIO_MAX > entry->comp_size;
    return entry->size > ZIP_ENTRY_BYTES_MAX || swells ? fail_bomb(ctx) : true;
}

static bool check_entries(Ctx *ctx, ZipArchive *archive, size_t archive_bytes)
{
    uint64_t packed = 0;
    uint64_t unpacked = 0;
    for (size_t i = 0; i < archive->count; i++) {
        zip_stat_t *entry = &archive->entries[i];
        if (zip_stat_index(archive->zip, i, ZIP_FL_ENC_GUESS, entry) != 0)
            return fail_damaged(ctx, "压缩文件已损坏", zip_get_error(archive->zip));
        if ((entry->valid & (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) !=
            (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
            return fail_damaged(ctx, "压缩文件的目录不完整", NULL);
        if (!check_entry(ctx, archive, entry))
            return false;
        /* Both sums stay far below 64 bits: 4096 entries, each checked just now. */
        unpacked += entry->size;
        if (entry->comp_size > archive_bytes - packed)
            return fail_damaged(ctx, "压缩文件的各部分互相重叠", NULL);
        packed += entry->comp_size;
    }
    return unpacked > ZIP_UNPACKED_BYTES_MAX ? fail_bomb(ctx) : true;
}

static void release_zip(void *zip)
{
    zip_discard(zip);
}

static bool open_archive(Ctx *ctx, Str bytes, zip_t **ret)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.len, /* freep= */ 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (zip) {
        *ret = zip;
        return true;
    }
    if (source)
        zip_source_free(source);
    fail_damaged(ctx, "不是有效的压缩文件（ZIP）", &error);
    zip_error_fini(&error);
    return false;
}

bool zip_open_read(Ctx *ctx, Str bytes, ZipArchive **ret)
{
    if (bytes.len > ZIP_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "文件太大，上限 %zu MiB", (size_t)(ZIP_BYTES_MAX / MIB));
    if (str_empty(bytes))
        return fail_damaged(ctx, "文件是空的", NULL);
    ZipArchive *archive = NEW(ctx->arena, ZipArchive, 1);
    if (!open_archive(ctx, bytes, &archive->zip))
        return false;
    arena_defer(ctx->arena, release_zip, archive->zip);
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);
    bool good = count >= 0 && count <= ZIP_ENTRIES_MAX;
    if (!good) {
        fail(ctx, FAIL_TOO_LARGE, "压缩文件超过 %d 个部分", ZIP_ENTRIES_MAX);
    } else {
        archive->count = (size_t)count;
        archive->by_name = dict_create(ctx->arena);
        archive->entries = NEW(ctx->arena, zip_stat_t, archive->count + 1);
        good = check_entries(ctx, archive, bytes.len);
    }
    if (!good) {
        zip_close_read(ctx, archive);
        return false;
    }
    *ret = archive;
    return true;
}

void zip_close_read(Ctx *ctx, ZipArchive *archive)
{
    arena_undefer(ctx->arena, archive->zip);
    zip_discard(archive->zip);
    archive->zip = NULL;
}

size_t zip_count(const ZipArchive *archive)
{
    return archive->count;
}

Str zip_name(const ZipArchive *archive, size_t entry)
{
    return str_of(archive->entries[entry].name);
}

bool zip_has(const ZipArchive *archive, Str name)
{
    return dict_has(&archive->by_name, name);
}

static void release_file(void *file)
{
    zip_fclose(file);
}

/* Exactly `size` bytes, and the end after them: libzip compares the checksum there. */
static bool read_all(zip_file_t *file, char *to, size_t size)
{
    size_t done = 0;
    while (done < size) {
        zip_int64_t got = zip_fread(file, to + done, size - done);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    char more;
    return zip_fread(file, &more, 1) == 0;
}

bool zip_read(Ctx *ctx, ZipArchive *archive, Str name, Str *ret)
{
    const zip_stat_t *entry = dict_get(&archive->by_name, name);
    if (!entry)
        return fail(ctx, FAIL_NOT_FOUND, "压缩文件中没有「%.*s」", STRF(name));
    size_t size = (size_t)entry->size;
    char *content = arena_alloc(ctx->arena, size + 1, 1);
    zip_file_t *file = zip_fopen_index(archive->zip, entry->index, 0);
    if (!file)
        return fail_damaged(ctx, "压缩文件已损坏", zip_get_error(archive->zip));
    arena_defer(ctx->arena, release_file, file);
    bool read = read_all(file, content, size);
    arena_undefer(ctx->arena, file);
    zip_fclose(file);
    if (!read) {
        fail_damaged(ctx, "压缩文件已损坏", NULL);
        return fail_detail(ctx, "「%.*s」的内容与目录或校验和不符", STRF(name));
    }
    *ret = str_from(content, size);
    return true;
}

static bool add_entry(zip_t *zip, Arena *arena, const ZipEntry *entry)
{
    /* The name comes first: memory refused after the source is made would leak it. */
    const char *name = str_to_c(arena, entry->name);
    zip_source_t *source =
        zip_source_buffer(zip, entry->content.at, entry->content.len, /* freep= */ 0);
    if (!source)
        return false;
    zip_int64_t added = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    if (added < 0) {
        zip_source_free(source);
        return false;
    }
    zip_uint64_t index = (zip_uint64_t)added;
    return zip_set_file_compression(zip, index, entry->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                                    DEFLATE_LEVEL) == 0 &&
           zip_file_set_dostime(zip, index, DOS_TIME, DOS_DATE, 0) == 0 &&
           zip_file_set_external_attributes(zip, index, 0, ZIP_OPSYS_DOS, 0) == 0;
}

static void release_source(void *source)
{
    zip_source_free(source);
}

/* What zip_close() left in the buffer behind `source`. */
static bool read_source(Arena *arena, zip_source_t *source, Str *ret)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(source, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE))
        return false;
    size_t size = (size_t)stat.size;
    char *bytes = arena_alloc(arena, size + 1, 1);
    if (zip_source_open(source) != 0)
        return false;
    bool whole = zip_source_read(source, bytes, size) == (zip_int64_t)size;
    zip_source_close(source);
    *ret = str_from(bytes, size);
    return whole;
}

static bool write_into(Ctx *ctx, zip_source_t *source, const ZipEntry *entries, size_t count,
                       Str *ret)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (!zip) {
        zip_source_free(source);
        zip_error_fini(&error);
        return false;
    }
    arena_defer(ctx->arena, release_zip, zip);
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = add_entry(zip, ctx->arena, &entries[i]);
    arena_undefer(ctx->arena, zip);
    if (!good || zip_close(zip) != 0) {
        fail_detail(ctx, "libzip: %s", zip_strerror(zip));
        zip_discard(zip);
        return false;
    }
    return read_source(ctx->arena, source, ret);
}

bool zip_write(Ctx *ctx, const ZipEntry *entries, size_t count, Str *ret_bytes)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, /* freep= */ 0, NULL);
    if (!source)
        return fail(ctx, FAIL_SYSTEM, "内存不足，无法写压缩文件");
    arena_defer(ctx->arena, release_source, source);
    fail_clear(ctx);
    Str bytes = {0};
    bool written = write_into(ctx, source, entries, count, &bytes);
    arena_undefer(ctx->arena, source);
    zip_source_free(source);
    if (!written) {
        Str detail = ctx->fail.detail;
        fail(ctx, FAIL_SYSTEM, "写压缩文件失败");
        return fail_detail(ctx, "%.*s", STRF(detail));
    }
    *ret_bytes = bytes;
    return true;
}

#ifdef __SANITIZE_THREAD__
/* libzip asks the C library for local time; its lock around the time zone is not seen. */
const char *__tsan_default_suppressions(void); // NOLINT(bugprone-reserved-identifier)
const char *__tsan_default_suppressions(void)  // NOLINT(bugprone-reserved-identifier)
{
    return "race:tzset_internal";
}
#endif
