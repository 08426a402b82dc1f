#include "port/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A failure of the system's: what was tried on which path, and its reason. */
static bool fail_file(Ctx *ctx, const char *tried, Str path, int reason)
{
    FailCode code = reason == ENOENT ? FAIL_NOT_FOUND : FAIL_FILE;
    fail(ctx, code, "%s「%.*s」", tried, STRF(path));
    fail_detail(ctx, "%s", strerror(reason));
    if (reason == ENOENT)
        return fail_hint(ctx, "检查路径是否写对");
    if (reason == EACCES || reason == EPERM || reason == EROFS)
        return fail_hint(ctx, "检查当前用户有没有权限");
    if (reason == ENOSPC || reason == EDQUOT)
        return fail_hint(ctx, "腾出磁盘空间后重试");
    return false;
}

/* Closed on every way out, an abandoned allocation included: lives in the arena. */
typedef struct Handle {
    int file;
} Handle;

static void close_handle(void *object)
{
    Handle *handle = object;
    if (handle->file >= 0)
        close(handle->file);
    handle->file = -1;
}

static Handle *open_handle(Ctx *ctx, const char *path, int flags, mode_t mode)
{
    Handle *handle = NEW(ctx->arena, Handle, 1);
    handle->file = -1;
    arena_defer(ctx->arena, close_handle, handle);
    handle->file = open(path, flags | O_CLOEXEC, mode);
    return handle;
}

/* Closes; the reason why that failed (late write errors come here), or 0. */
static int end_handle(Ctx *ctx, Handle *handle)
{
    int reason = close(handle->file) == 0 ? 0 : errno;
    handle->file = -1;
    arena_undefer(ctx->arena, handle);
    return reason;
}

/* ---- reading ----------------------------------------------------------------------------- */

/* Reads up to `size` bytes; false with errno. */
static bool read_bytes(int file, char *to, size_t size, size_t *ret_len)
{
    size_t len = 0;
    while (len < size) {
        ssize_t got = read(file, to + len, size - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        len += (size_t)got;
    }
    *ret_len = len;
    return true;
}

static bool read_open(Ctx *ctx, Str path, int file, size_t max_bytes, Str *ret)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return fail_file(ctx, "读不了文件", path, errno);
    if (!S_ISREG(status.st_mode))
        return fail(ctx, FAIL_FILE, "「%.*s」不是普通文件", STRF(path));
    size_t size = (size_t)status.st_size;
    if (size > max_bytes)
        return fail(ctx, FAIL_TOO_LARGE, "文件「%.*s」有 %zu 字节，超过 %zu 的上限", STRF(path),
                    size, max_bytes);
    char *bytes = arena_alloc(ctx->arena, size, 1);
    size_t len = 0;
    if (!read_bytes(file, bytes, size, &len))
        return fail_file(ctx, "读不了文件", path, errno);
    *ret = str_from(bytes, len);
    return true;
}

bool file_read(Ctx *ctx, Str path, size_t max_bytes, Str *ret)
{
    Handle *handle = open_handle(ctx, str_to_c(ctx->arena, path), O_RDONLY | O_NONBLOCK, 0);
    if (handle->file < 0) {
        fail_file(ctx, "打不开文件", path, errno);
        arena_undefer(ctx->arena, handle);
        return false;
    }
    bool good = read_open(ctx, path, handle->file, max_bytes, ret);
    end_handle(ctx, handle);
    return good;
}

/* ---- writing ----------------------------------------------------------------------------- */

static int write_bytes(int file, Str bytes)
{
    while (bytes.len > 0) {
        ssize_t put = write(file, bytes.at, bytes.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno;
        bytes = str_after(bytes, (size_t)put);
    }
    return fsync(file) == 0 ? 0 : errno;
}

/* The folder's entry must reach the disk too. */
static void sync_folder(Ctx *ctx, Str path)
{
    size_t slash = str_find_last_byte(path, '/');
    Str folder = slash == STR_NONE ? STR(".") : str_slice(path, 0, slash == 0 ? 1 : slash);
    Handle *handle = open_handle(ctx, str_to_c(ctx->arena, folder), O_RDONLY | O_DIRECTORY, 0);
    if (handle->file >= 0)
        (void)fsync(handle->file); /* some file systems cannot; the rename was done anyway */
    end_handle(ctx, handle);
}

/* Where a file is made before it takes its place. */
static const char *name_beside(Arena *arena, Str path)
{
    Str name = str_format(arena, "%.*s.%ld.tmp", STRF(path), (long)getpid());
    return str_to_c(arena, name);
}

static bool write_file(Ctx *ctx, Str path, Str bytes, mode_t mode)
{
    const char *to = str_to_c(ctx->arena, path);
    const char *beside = name_beside(ctx->arena, path);
    Handle *handle = open_handle(ctx, beside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
    if (handle->file < 0) {
        fail_file(ctx, "写不了文件", path, errno);
        arena_undefer(ctx->arena, handle);
        return false;
    }
    int reason = write_bytes(handle->file, bytes);
    int late = end_handle(ctx, handle);
    if (reason == 0)
        reason = late;
    if (reason == 0 && rename(beside, to) != 0)
        reason = errno;
    if (reason != 0) {
        unlink(beside);
        return fail_file(ctx, "写不了文件", path, reason);
    }
    sync_folder(ctx, path);
    return true;
}

bool file_write(Ctx *ctx, Str path, Str bytes)
{
    return write_file(ctx, path, bytes, 0666);
}

bool file_write_private(Ctx *ctx, Str path, Str bytes)
{
    return write_file(ctx, path, bytes, 0600);
}

bool file_overwrite(Ctx *ctx, Str path, Str sector, bool sync)
{
    if (sector.len != FILE_SECTOR_BYTES)
        BUG("only a whole sector is written in place");
    Handle *handle = open_handle(ctx, str_to_c(ctx->arena, path), O_WRONLY | O_CREAT, 0666);
    int reason = handle->file < 0 ? errno : 0;
    if (reason == 0 && pwrite(handle->file, sector.at, sector.len, 0) != (ssize_t)sector.len)
        reason = errno ? errno : EIO;
    if (reason == 0 && sync && fdatasync(handle->file) != 0)
        reason = errno;
    int late = end_handle(ctx, handle);
    if (reason == 0)
        reason = late;
    return reason == 0 || fail_file(ctx, "写不了文件", path, reason);
}

/* ---- locks ------------------------------------------------------------------------------- */

struct FileLock {
    Handle *handle;
};

bool file_lock(Ctx *ctx, Str path, FileLock **ret)
{
    FileLock *lock = NEW(ctx->arena, FileLock, 1);
    lock->handle = open_handle(ctx, str_to_c(ctx->arena, path), O_RDWR | O_CREAT, 0600);
    int reason = lock->handle->file < 0 ? errno : 0;
    while (reason == 0 && flock(lock->handle->file, LOCK_EX) != 0)
        if (errno != EINTR)
            reason = errno;
    if (reason != 0) {
        fail_file(ctx, "锁不住文件", path, reason);
        end_handle(ctx, lock->handle);
        return false;
    }
    *ret = lock;
    return true;
}

void file_unlock(Ctx *ctx, FileLock *lock)
{
    end_handle(ctx, lock->handle);
}

/* ---- folders ----------------------------------------------------------------------------- */

bool file_exists(Ctx *ctx, Str path)
{
    struct stat status;
    return stat(str_to_c(ctx->arena, path), &status) == 0;
}

bool folder_exists(Ctx *ctx, Str path)
{
    struct stat status;
    return stat(str_to_c(ctx->arena, path), &status) == 0 && S_ISDIR(status.st_mode);
}

static bool make_folders(Ctx *ctx, Str path, mode_t mode)
{
    char *part = str_to_c(ctx->arena, path);
    for (size_t i = 1; i <= path.len; i++) {
        if (i < path.len && part[i] != '/')
            continue;
        part[i] = 0;
        if (mkdir(part, i < path.len ? 0777 : mode) != 0 && errno != EEXIST)
            return fail_file(ctx, "建不了文件夹", str_of(part), errno);
        if (i < path.len)
            part[i] = '/';
    }
    if (!folder_exists(ctx, path))
        return fail_file(ctx, "建不了文件夹", path, ENOTDIR);
    return true;
}

bool folder_make(Ctx *ctx, Str path)
{
    return make_folders(ctx, path, 0777);
}

bool folder_make_private(Ctx *ctx, Str path)
{
    return make_folders(ctx, path, 0700);
}

static void close_folder(void *object)
{
    closedir(object);
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const Str *)a, *(const Str *)b);
}

/* One thing found in a folder: a file is noted, a folder goes to the folders still to be read. */
static bool note(Ctx *ctx, Str root, Str name, FileNames *files, FileNames *folders)
{
    struct stat status;
    if (stat(str_to_c(ctx->arena, path_join(ctx->arena, root, name)), &status) != 0)
        return true; /* vanished, or a link to nowhere */
    size_t depth = 0;
    for (size_t i = 0; i < name.len; i++)
        depth += name.at[i] == '/';
    if (S_ISDIR(status.st_mode) && depth + 1 < FILES_DEPTH_MAX)
        *LIST_ADD(ctx->arena, folders) = name;
    if (!S_ISREG(status.st_mode))
        return true;
    if (files->count == FILES_LISTED_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "文件夹「%.*s」里的文件超过 %d 个", STRF(root),
                    FILES_LISTED_MAX);
    *LIST_ADD(ctx->arena, files) = name;
    return true;
}

static bool list_one(Ctx *ctx, Str root, Str below, FileNames *files, FileNames *folders)
{
    Str path = str_empty(below) ? root : path_join(ctx->arena, root, below);
    DIR *folder = opendir(str_to_c(ctx->arena, path));
    if (!folder)
        return fail_file(ctx, "读不了文件夹", path, errno);
    arena_defer(ctx->arena, close_folder, folder);
    bool good = true;
    for (struct dirent *entry; good && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        Str name = str_copy(ctx->arena, str_of(entry->d_name));
        good = note(ctx, root, path_join(ctx->arena, below, name), files, folders);
    }
    arena_undefer(ctx->arena, folder);
    closedir(folder);
    return good;
}

bool file_list(Ctx *ctx, Str folder, FileNames *ret)
{
    FileNames files = {0}, folders = {0};
    *LIST_ADD(ctx->arena, &folders) = (Str){0};
    for (size_t i = 0; i < folders.count; i++)
        if (!list_one(ctx, folder, folders.at[i], &files, &folders))
            return false;
    if (files.count)
        qsort(files.at, files.count, sizeof *files.at, by_bytes);
    *ret = files;
    return true;
}

bool file_remove(Ctx *ctx, Str path)
{
    if (unlink(str_to_c(ctx->arena, path)) == 0 || errno == ENOENT)
        return true;
    fail(ctx, FAIL_FILE, "删不掉文件「%.*s」", STRF(path));
    return fail_detail(ctx, "%s", strerror(errno));
}

Str path_join(Arena *arena, Str folder, Str name)
{
    if (str_empty(folder))
        return name;
    const char *slash = str_ends(folder, STR("/")) ? "" : "/";
    return str_format(arena, "%.*s%s%.*s", STRF(folder), slash, STRF(name));
}

Str path_name(Str path)
{
    size_t slash = str_find_last_byte(path, '/');
    return slash == STR_NONE ? path : str_after(path, slash + 1);
}
