/*
 * unit_import.h - the register of units (单位名册) taken in from a file.
 */
#ifndef TONGBAN_ASSESSMENT_UNIT_IMPORT_H
#define TONGBAN_ASSESSMENT_UNIT_IMPORT_H

#include "domain/assessment/unit_group.h"

typedef struct UnitImport {
    int64_t added;
    int64_t changed; /* kind, spelling or 上级单位 */
    int64_t same;
} UnitImport;
/* Columns unit, kind and optionally parent (上级单位), former_name (曾用名), renamed_on (更名日期:
 * the first day of the new name). A parent stands in the file or in the register; without that
 * column units stay where they are. The whole file or, when anything is wrong with it, nothing
 * (FAIL_INVALID with the rows in *problems). One entry of the trail. */
must_use bool unit_import(Ctx *ctx, Str file, Str bytes, UnitImport *ret, Problems *problems);

#endif
