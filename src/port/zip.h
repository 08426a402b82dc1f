/*
 * zip.h - ZIP archives in memory, in and out (with libzip).
 *
 * Reading trusts nothing: the number of entries, their names, the size of each and of all, and how
 * far they swell are bounded before anything is unpacked. Writing gives the same bytes for the
 * same entries: fixed time, the order given, no owner and no comments.
 */
#ifndef TONGBAN_PORT_ZIP_H
#define TONGBAN_PORT_ZIP_H

#include "base/fail.h"

#define ZIP_BYTES_MAX (64 * MIB) /* of an archive */
#define ZIP_ENTRIES_MAX 4096     /* in an archive */
/* A sheet of 100,000 rows and 30 columns takes 130 MiB as an office suite writes it. */
#define ZIP_ENTRY_BYTES_MAX (256 * MIB)    /* of one entry, unpacked */
#define ZIP_UNPACKED_BYTES_MAX (320 * MIB) /* of all entries, unpacked */
/* Worksheets full of zeros reach 100; a bomb reaches 1000. Small archives may swell further. */
#define ZIP_RATIO_MAX 200
#define ZIP_RATIO_FREE_BYTES MIB

typedef struct ZipArchive ZipArchive;

/* `bytes` must live as long as the archive, which is closed with ctx->arena. Fails with
 * FAIL_SYNTAX when it is no archive, encrypted, or has entries with dangerous or equal names,
 * FAIL_TOO_LARGE past a limit. */
must_use bool zip_open_read(Ctx *ctx, Str bytes, ZipArchive **ret);
/* Releases the archive before its arena does. */
void zip_close_read(Ctx *ctx, ZipArchive *archive);
size_t zip_count(const ZipArchive *archive);
Str zip_name(const ZipArchive *archive, size_t entry);
bool zip_has(const ZipArchive *archive, Str name);
/* The content of an entry; FAIL_NOT_FOUND when there is none, FAIL_SYNTAX when it is damaged. */
must_use bool zip_read(Ctx *ctx, ZipArchive *archive, Str name, Str *ret);

/* One entry to be written. */
typedef struct ZipEntry {
    Str name;
    Str content;
    bool stored; /* not compressed, as ODF and EPUB want their first entry */
} ZipEntry;

must_use bool zip_write(Ctx *ctx, const ZipEntry *entries, size_t count, Str *ret_bytes);

#endif
