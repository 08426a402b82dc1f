/* Roles: what they may do, in which rows, and what they see in full. */
#include "base/mask.h"
#include "domain/administration/routes.h"
#include "engine/access/access.h"

typedef struct PermissionView {
    Str code;
    Str title;
    bool whole;
    Str module; /* its title */
} PermissionView;
LIST_OF(PermissionView, PermissionViewList);
static const Field permission_fields[] = {
    FIELD(PermissionView, code, "编码", 0),
    FIELD(PermissionView, title, "权限", 0),
    FIELD(PermissionView, whole, "关系所有单位", 0),
    FIELD(PermissionView, module, "模块", 0),
};
static const Shape permission_shape = SHAPE(PermissionView, permission_fields);

typedef struct KindView {
    Str code;
    Str title;
} KindView;
LIST_OF(KindView, KindViewList);
static const Field kind_fields[] = {
    FIELD(KindView, code, "编码", 0),
    FIELD(KindView, title, "个人信息", 0),
};
static const Shape kind_shape = SHAPE(KindView, kind_fields);

typedef struct RolesOut {
    RoleList roles;
    PermissionViewList permissions;
    KindViewList kinds;
} RolesOut;
static const Field roles_fields[] = {
    FIELD_LIST(RolesOut, roles, "角色", &role_shape),
    FIELD_LIST(RolesOut, permissions, "权限", &permission_shape),
    FIELD_LIST(RolesOut, kinds, "个人信息", &kind_shape),
};
static const Shape roles_shape = SHAPE(RolesOut, roles_fields);

static void add_permissions(Ctx *ctx, PermissionViewList *list)
{
    for (size_t i = 0; i < all_module_count; i++) {
        const Module *module = all_modules[i];
        for (const Permission *row = module->permissions; row && row->code; row++)
            *LIST_ADD(ctx->arena, list) = (PermissionView){.code = str_of(row->code),
                                                           .title = str_of(row->title),
                                                           .whole = row->whole,
                                                           .module = str_of(module->title)};
    }
}

static bool get_roles(Ctx *ctx, const void *input, void *output)
{
    RolesOut *out = output;
    (void)input;
    if (!roles_read(ctx, &out->roles))
        return false;
    add_permissions(ctx, &out->permissions);
    for (MaskKind kind = MASK_NONE + 1; kind < MASK_KINDS; kind++)
        *LIST_ADD(ctx->arena, &out->kinds) =
            (KindView){str_of(mask_kind_name(kind)), str_of(mask_kind_label(kind))};
    return true;
}

typedef struct RoleIn {
    int64_t id; /* 0 = new */
    Str code;
    Str title;
    Str scope;
    UnitIdList units;
    TextList permissions;
    TextList sees;
    Str why;
} RoleIn;
static const Field role_in_fields[] = {
    FIELD(RoleIn, id, "编号", 0),
    FIELD(RoleIn, code, "编码", FIELD_REQUIRED, .max_runes = 32),
    FIELD(RoleIn, title, "角色", FIELD_REQUIRED, .max_runes = 32),
    FIELD(RoleIn, scope, "数据范围", FIELD_REQUIRED, .max_runes = 16),
    FIELD_LIST(RoleIn, units, "单位", &unit_id_shape),
    FIELD_TEXTS(RoleIn, permissions, "权限"),
    FIELD_TEXTS(RoleIn, sees, "可见全文"),
    FIELD(RoleIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape role_in_shape = SHAPE(RoleIn, role_in_fields);

static bool post_role(Ctx *ctx, const void *input, void *out)
{
    const RoleIn *in = input;
    Role role = {.id = in->id,
                 .code = in->code,
                 .title = in->title,
                 .scope = in->scope,
                 .permissions = in->permissions,
                 .sees = in->sees};
    LIST_EACH (const UnitId, unit, &in->units)
        *LIST_ADD(ctx->arena, &role.units) = (RoleUnit){unit->unit_id};
    return role_put(ctx, &role, in->why, &((IdIn *)out)->id);
}

static bool delete_role(Ctx *ctx, const void *input, void *out)
{
    const IdWhyIn *in = input;
    (void)out;
    return role_remove(ctx, in->id, in->why);
}

const Route role_routes[] = {
    VIEW("/api/access/roles", "access.posts", NULL, &roles_shape, get_roles,
         "角色、全部权限、个人信息的种类"),
    MOVE("/api/access/roles", "access.roles", &role_in_shape, &made_id_shape, post_role,
         "新增或修改角色"),
    DROP("/api/access/roles/{id}", "access.roles", &id_why_shape, delete_role, "删除角色"),
    {.path = NULL},
};
