/*
 * role.h - roles: bundles of permissions with a data scope and what is seen unmasked.
 *
 * The roles of packs/access/roles.yaml are made at init and can be adapted; others are added by
 * hand. 三员分立 (GB/T 22239-2019): system administrator, security administrator and auditor are
 * three roles; nothing forces them onto one account.
 */
#ifndef TONGBAN_ACCESS_ROLE_H
#define TONGBAN_ACCESS_ROLE_H

#include "engine/access/actor.h"

/* all 全部, below 本单位及以下, unit 本单位, own 本人, custom 自定义 */
typedef struct RoleUnit {
    int64_t unit_id;
} RoleUnit;
LIST_OF(RoleUnit, RoleUnitList);

typedef struct Role {
    int64_t id;
    Str code;             /* "clerk" */
    Str title;            /* 单位经办人 */
    Str scope;            /* "all", "below", "unit", "own", "custom" */
    RoleUnitList units;   /* of a custom scope */
    TextList permissions; /* patterns, permission.h */
    TextList sees;        /* mask_kind_name: "name", "phone" */
    bool built_in;        /* from the pack: cannot be removed */
    int64_t posts;        /* that have it now */
    /* Said by the pack and not kept with the role: see roles_of_pack. */
    Str group; /* roles of one kind: 热线办理 */
    Str duty;  /* what it is for, in a sentence */
} Role;
LIST_OF(Role, RoleList);
extern const Shape role_shape;

Str role_scope_label(Str scope);
must_use bool roles_read(Ctx *ctx, RoleList *ret);
must_use bool role_read(Ctx *ctx, int64_t id, Role *ret);
must_use bool role_by_code(Ctx *ctx, Str code, Role *ret);
/* Audited. Unknown permissions, kinds or scopes are FAIL_INVALID. Nobody can give what he has not
 * himself: a permission, a wider scope, or a kind seen (FAIL_DENIED). id 0 = a new one. */
must_use bool role_put(Ctx *ctx, const Role *role, Str why, int64_t *ret_id);
must_use bool role_remove(Ctx *ctx, int64_t id, Str why);
/* As the pack has them, with group and duty: group by group in the order that it gives, those
 * without one last. */
must_use bool roles_of_pack(Ctx *ctx, RoleList *ret);
/* Makes the roles of the pack that are not there yet (init). */
must_use bool roles_install(Ctx *ctx);

#endif
