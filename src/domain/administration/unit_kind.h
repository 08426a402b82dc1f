/*
 * unit_kind.h - kinds of units (部门, 街道) are the values of a dictionary.
 */
#ifndef TONGBAN_ADMINISTRATION_UNIT_KIND_H
#define TONGBAN_ADMINISTRATION_UNIT_KIND_H

#include "engine/access/unit.h"
#include "engine/dictionary/dictionary.h"

must_use bool unit_kinds_read(Ctx *ctx, Dictionary *ret);
/* FAIL_INVALID, naming those offered, unless there is such a kind and it is not disabled. `unit`
 * may keep the kind that it has; NULL = a new one. */
must_use bool unit_kind_check(Ctx *ctx, const Unit *unit, Str kind);

#endif
