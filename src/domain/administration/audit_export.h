/*
 * audit_export.h - the trail as a workbook, for those who examine it elsewhere.
 */
#ifndef TONGBAN_ADMINISTRATION_AUDIT_EXPORT_H
#define TONGBAN_ADMINISTRATION_AUDIT_EXPORT_H

#include "engine/access/access.h"

/* Entries of one workbook: more would not fit the memory of a request. */
#define AUDIT_SHEET_ROWS_MAX 20000

/* All entries that fit the query (its page does not count), masked as the actor may see them;
 * beyond AUDIT_SHEET_ROWS_MAX it fails with FAIL_TOO_LARGE. The export is an entry of the trail
 * itself. */
must_use bool audit_export(Ctx *ctx, const AuditQuery *query, Str *ret_bytes, Str *ret_name);

#endif
