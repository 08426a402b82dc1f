/*
 * checking.h - one file checked: read, judged, and forgotten.
 *
 * The work is done in an arena of its own, so that a big file leaves nothing behind and the next
 * one has all the room again; what is given back lives in ctx->arena. Nothing is stored.
 */
#ifndef TONGBAN_CHECK_CHECKING_H
#define TONGBAN_CHECK_CHECKING_H

#include "engine/check/finding.h"

/* What one file may take in memory while it is checked. */
#define CHECKING_BYTES_MAX (480 * MIB)

typedef struct CheckedFile {
    Str file;
    FindingList findings; /* in the order of the paper */
    int64_t tables;       /* read in the file */
    int64_t paragraphs;
} CheckedFile;
LIST_OF(CheckedFile, CheckedFileList);

/* `path` as given is the file's name. Both fail as paper_read does, and with FAIL_TOO_LARGE when
 * the file would take more than CHECKING_BYTES_MAX; findings are no failure. */
must_use bool check_file(Ctx *ctx, Str path, CheckedFile *ret);
must_use bool check_bytes(Ctx *ctx, Str name, Str bytes, CheckedFile *ret);

#endif
