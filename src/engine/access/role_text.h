/*
 * role_text.h - roles as they are stored and as they stand in packs/access/roles.yaml. Private to
 * engine/access.
 */
#ifndef TONGBAN_ACCESS_ROLE_TEXT_H
#define TONGBAN_ACCESS_ROLE_TEXT_H

#include "engine/access/role.h"

#define ROLE_TEXT_BYTES_MAX (64 * KIB)

/* A row of the table: the lists as JSON arrays. */
typedef struct RoleRow {
    int64_t id;
    Str code;
    Str title;
    Str scope;
    Str permissions;
    Str sees;
    Str units;
    bool built_in;
    int64_t posts;
} RoleRow;
extern const Shape role_row_shape; /* its labels are those of the trail */

must_use bool role_of_row(Ctx *ctx, const RoleRow *row, Role *ret);
RoleRow role_to_row(Arena *arena, const Role *role);
/* Of packs/access/roles.yaml; FAIL_INVALID with file and line. */
must_use bool role_pack_load(Ctx *ctx, RoleList *ret);
/* "all", "below", "unit", "own", "custom". */
bool role_scope_known(Str scope);

#endif
