/*
 * files.h - files and folders of the machine.
 *
 * Paths are UTF-8. Every failure is FAIL_FILE (FAIL_NOT_FOUND when what should be read is not
 * there, FAIL_TOO_LARGE past a limit), names the path and gives the system's reason as detail.
 */
#ifndef TONGBAN_PORT_FILES_H
#define TONGBAN_PORT_FILES_H

#include "base/fail.h"
#include "base/list.h"

/* Files that file_list gives at most, and how many folders deep it looks. */
#define FILES_LISTED_MAX 10000
#define FILES_DEPTH_MAX 8

LIST_OF(Str, FileNames);

/* The whole content; not more than `max_bytes`. */
must_use bool file_read(Ctx *ctx, Str path, size_t max_bytes, Str *ret);
/* The file is there as a whole or not at all, also after a power cut: written beside its place,
 * synced, then renamed over what was there. The folder must exist. */
must_use bool file_write(Ctx *ctx, Str path, Str bytes);
/* The same for keys and the like: only its owner may read and write it. */
must_use bool file_write_private(Ctx *ctx, Str path, Str bytes);
/* Over what is there, in place: for one sector that always has the same length, so that a power cut
 * leaves the old or the new one. An order of magnitude cheaper than file_write, which makes the
 * file system note a new file and a new name. Made when it lacks. `sync`: waits until the disk has
 * it. */
#define FILE_SECTOR_BYTES 512
must_use bool file_overwrite(Ctx *ctx, Str path, Str sector, bool sync);

/* One that is not there is fine. */
must_use bool file_remove(Ctx *ctx, Str path);

/* A lock among processes, and among threads that take it each for itself: a file that is made when
 * it lacks. Waits until it is free; given back by file_unlock, by the end of ctx->arena or of the
 * process. */
typedef struct FileLock FileLock;
must_use bool file_lock(Ctx *ctx, Str path, FileLock **ret);
void file_unlock(Ctx *ctx, FileLock *lock);

/* True for a file or folder that can be seen. */
bool file_exists(Ctx *ctx, Str path);
bool folder_exists(Ctx *ctx, Str path);
/* With the folders above it; one that is there already is fine. */
must_use bool folder_make(Ctx *ctx, Str path);
/* The same; the last one is for its owner only. */
must_use bool folder_make_private(Ctx *ctx, Str path);
/* The files below a folder, in its folders too, as paths relative to it with '/', sorted by
 * bytes. Names that begin with a dot are left out. */
must_use bool file_list(Ctx *ctx, Str folder, FileNames *ret);

/* "folder/name"; an empty folder gives the name. */
Str path_join(Arena *arena, Str folder, Str name);
/* What follows the last '/'. */
Str path_name(Str path);

#endif
