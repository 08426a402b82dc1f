/* What a page that may not be opened tells: the right that lacks, and which roles have it. */
#include "domain/administration/routes.h"
#include "engine/access/access.h"

typedef struct RightIn {
    Str route;
} RightIn;
static const Field in_fields[] = {
    FIELD(RightIn, route, "接口", FIELD_REQUIRED, .max_runes = 200),
};
static const Shape in_shape = SHAPE(RightIn, in_fields);

typedef struct RightOut {
    Str title;      /* 管理账号 */
    bool whole;     /* it concerns all units: the scope must be the whole */
    TextList roles; /* titles of those that have it */
} RightOut;
static const Field out_fields[] = {
    FIELD(RightOut, title, "权限", 0),
    FIELD(RightOut, whole, "关系所有单位", 0),
    FIELD_TEXTS(RightOut, roles, "角色"),
};
static const Shape out_shape = SHAPE(RightOut, out_fields);

static const Permission *permission_behind(Ctx *ctx, Str route)
{
    LIST_EACH (const RouteRight, right, &ctx->access->routes)
        if (str_equal(right->route, route))
            return permission_called(&ctx->access->permissions, str_of(right->permission));
    return NULL;
}

static bool role_has(const Role *role, const Permission *permission)
{
    if (permission->whole && !str_equal_c(role->scope, "all"))
        return false;
    LIST_EACH (const Str, pattern, &role->permissions)
        if (permission_fits(*pattern, str_of(permission->code)))
            return true;
    return false;
}

static bool get_right(Ctx *ctx, const void *input, void *out)
{
    const RightIn *in = input;
    const Permission *permission = permission_behind(ctx, in->route);
    RoleList roles;
    if (!permission)
        return fail(ctx, FAIL_NOT_FOUND, "没有需要权限的接口「%.*s」", STRF(in->route));
    if (!roles_read(ctx, &roles))
        return false;
    RightOut right = {.title = str_of(permission->title), .whole = permission->whole};
    LIST_EACH (const Role, role, &roles)
        if (role_has(role, permission))
            *LIST_ADD(ctx->arena, &right.roles) = role->title;
    *(RightOut *)out = right;
    return true;
}

const Route right_routes[] = {
    VIEW("/api/account/right", PERMISSION_SELF, &in_shape, &out_shape, get_right,
         "一个接口要什么权限，哪些角色有"),
    {.path = NULL},
};
