/*
 * order_import_progress.h - how far an account's import is, for the page that waits for it, and
 * its cancelling.
 *
 * An import is one transaction, which nobody sees before its end, so what is told of it lies in
 * files beside the database: DATA/imports/ACCOUNT.progress and ACCOUNT.cancel. They are of no use
 * once it is over; one that was cut off is no longer told of after IMPORT_SILENT_MS.
 */
#ifndef TONGBAN_HOTLINE_ORDER_IMPORT_PROGRESS_H
#define TONGBAN_HOTLINE_ORDER_IMPORT_PROGRESS_H

#include "base/fail.h"
#include "base/shape.h"

#define IMPORT_SILENT_MS 60000
#define IMPORT_TOLD_EVERY_MS 300

typedef struct ImportProgress {
    bool running;
    int64_t done;
    int64_t total;
} ImportProgress;
extern const Shape import_progress_shape;

/* Of the actor's own import. */
must_use bool import_progress_read(Ctx *ctx, ImportProgress *ret);
/* It stops at its next step and takes nothing. FAIL_STATE when none runs. */
must_use bool import_progress_cancel(Ctx *ctx);

/* For the import: between begin and end, tell() is its progress. */
typedef struct ImportTelling {
    Ctx *ctx;
    Str path;
    Str cancel_path;
    int64_t told_ms;
} ImportTelling;
must_use bool import_progress_begin(Ctx *ctx, int64_t total, ImportTelling *ret);
/* `self` is an ImportTelling. False when it has been cancelled. */
bool import_progress_tell(void *self, int64_t done, int64_t total);
void import_progress_end(ImportTelling *telling);

#endif
