/*
 * attachment_check.h - whether the files of the attachments are what the database says: all there,
 * unchanged, and none that belongs to nothing.
 */
#ifndef TONGBAN_HOTLINE_ATTACHMENT_CHECK_H
#define TONGBAN_HOTLINE_ATTACHMENT_CHECK_H

#include "domain/module.h"

/* So much is read to compare; of what is beyond it is only seen whether it is there. */
#define ATTACHMENT_CHECK_BYTES_MAX (4096 * (int64_t)MIB)

/* For doctor. Says nothing when there are no attachments and no files. */
must_use bool attachment_diagnose(Ctx *ctx, DiagnosisList *list);

#endif
