/*
 * audit_check.h - the chain against its signed head, for the verb, the page and the doctor.
 */
#ifndef TONGBAN_ADMINISTRATION_AUDIT_CHECK_H
#define TONGBAN_ADMINISTRATION_AUDIT_CHECK_H

#include "engine/access/access.h"

/* `head` is the file of a head, empty = the newest; `key` a public key as PEM, empty = the house's
 * own. Entries without any head do not hold: somebody took the head away. */
must_use bool audit_examine(Ctx *ctx, Str head, Str key, AuditVerdict *ret);

#endif
