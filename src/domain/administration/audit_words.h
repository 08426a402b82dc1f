/*
 * audit_words.h - the trail as people read it: what it keeps as a code is told by its name, and
 * numbers that only the program goes by are left out (the name stands beside them). The trail
 * itself keeps both, as they were.
 */
#ifndef TONGBAN_ADMINISTRATION_AUDIT_WORDS_H
#define TONGBAN_ADMINISTRATION_AUDIT_WORDS_H

#include "engine/access/audit.h"

/* As audit_read (engine/access/audit.h). A code that is not known any more stays as it is. */
must_use bool audit_words_read(Ctx *ctx, const AuditQuery *query, AuditEntryList *ret,
                               int64_t *ret_total);

#endif
