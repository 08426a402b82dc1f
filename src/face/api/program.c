#include "face/api/program.h"

#include "engine/access/access.h"
#include "face/api/stream.h"

bool program_permissions(Ctx *ctx, PermissionList *ret)
{
    PermissionList list = {0};
    for (size_t m = 0; m < all_module_count; m++)
        for (const Permission *one = all_modules[m]->permissions; one && one->code; one++) {
            if (permission_called(&list, str_of(one->code)))
                return fail(ctx, FAIL_CONFLICT, "权限 %s 声明了两次", one->code);
            *LIST_ADD(ctx->arena, &list) = one;
        }
    *ret = list;
    return true;
}

static RouteRightList rights_of(Arena *arena, const RouteList *routes)
{
    RouteRightList rights = {0};
    LIST_EACH (const Route *, at, routes)
        *LIST_ADD(arena, &rights) = (RouteRight){
            str_format(arena, "%.*s %s", STRF(route_method(*at)), (*at)->path), (*at)->permission};
    *LIST_ADD(arena, &rights) = (RouteRight){STR("GET " DOCTOR_PATH), DOCTOR_PERMISSION};
    *LIST_ADD(arena, &rights) = (RouteRight){STR("GET " STREAM_PATH), PERMISSION_SELF};
    return rights;
}

bool program_open_access(Ctx *ctx, Str data, bool make)
{
    AccessSetup setup = {.data = data, .make = make};
    RouteList routes = {0};
    Access *access = NULL;
    if (!program_permissions(ctx, &setup.permissions) ||
        !routes_collect(ctx, &setup.permissions, &routes) || !access_open(ctx, &setup, &access))
        return false;
    access->routes = rights_of(ctx->arena, &routes);
    ctx->access = access;
    return true;
}
