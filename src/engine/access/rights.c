#include "engine/access/rights.h"

#include "base/mask.h"
#include "engine/access/access.h"

/* ---- expansion ------------------------------------------------------------------------------- */

static bool fits_one(const TextList *patterns, const char *code)
{
    LIST_EACH (const Str, pattern, patterns)
        if (permission_fits(*pattern, str_of(code)))
            return true;
    return false;
}

/* Access.permissions is sorted, so what is picked from it is too. */
static void expand(Ctx *ctx, const TextList *patterns, Rights *rights)
{
    const PermissionList *known = &ctx->access->permissions;
    const char **codes = NEW(ctx->arena, const char *, known->count);
    size_t count = 0;
    LIST_EACH (const Permission *, permission, known)
        if (fits_one(patterns, (*permission)->code))
            codes[count++] = (*permission)->code;
    rights->permissions = codes;
    rights->permission_count = count;
}

static bool read_book(Ctx *ctx, UnitBook *ret)
{
    /* Rights are worked out before there is a scope: they are what makes it. */
    const DbScope *before = scope_lift(ctx);
    bool good = unit_book_read(ctx, ret);
    scope_lower(ctx, before);
    return good;
}

static bool scope_of_units(Ctx *ctx, const Role *role, int64_t unit_id, Str unit, Rights *ret)
{
    UnitBook book;
    if (!read_book(ctx, &book))
        return false;
    if (str_equal_c(role->scope, "below")) {
        ret->scope.units = unit_ids_below(ctx->arena, &book, unit_id);
        ret->scope_label = str_format(ctx->arena, "%.*s及以下", STRF(unit));
    } else if (str_equal_c(role->scope, "unit")) {
        ret->scope.units = unit_ids_of(ctx->arena, &book, &unit_id, 1);
        ret->scope_label = unit;
    } else {
        int64_t *ids = NEW(ctx->arena, int64_t, role->units.count);
        for (size_t i = 0; i < role->units.count; i++)
            ids[i] = role->units.at[i].unit_id;
        ret->scope.units = unit_ids_of(ctx->arena, &book, ids, role->units.count);
        ret->scope_label = str_format(ctx->arena, "自定义（%zu个单位）", role->units.count);
    }
    return true;
}

bool rights_of_role(Ctx *ctx, const Role *role, int64_t unit_id, Str unit, Rights *ret)
{
    Rights rights = {.scope = {.units = STR("[]")}, .scope_label = STR("本人")};
    bool of_unit = str_equal_c(role->scope, "below") || str_equal_c(role->scope, "unit");
    expand(ctx, &role->permissions, &rights);
    LIST_EACH (const Str, name, &role->sees) {
        MaskKind kind;
        if (mask_kind_named(*name, &kind))
            rights.sees |= 1U << kind;
    }
    if (str_equal_c(role->scope, "all")) {
        rights.scope.whole = true;
        rights.scope_label = STR("全部");
    } else if (of_unit && unit_id == 0) {
        /* A post of the house has no unit below which it could see: only "all" means all. */
        rights.scope_label = STR("无（岗位不在任何单位）");
    } else if (of_unit || str_equal_c(role->scope, "custom")) {
        if (!scope_of_units(ctx, role, unit_id, unit, &rights))
            return false;
    }
    *ret = rights;
    return true;
}

void rights_narrow(Ctx *ctx, Str patterns, Rights *rights)
{
    TextList list = {0};
    Str part;
    while (str_split(&patterns, ',', &part))
        *LIST_ADD(ctx->arena, &list) = str_trim(part);
    const char **codes = NEW(ctx->arena, const char *, rights->permission_count);
    size_t count = 0;
    for (size_t i = 0; i < rights->permission_count; i++)
        if (fits_one(&list, rights->permissions[i]))
            codes[count++] = rights->permissions[i];
    rights->permissions = codes;
    rights->permission_count = count;
}

/* ---- nobody gives what he has not ------------------------------------------------------------ */

static bool rows_are_own(Ctx *ctx, const DbScope *given)
{
    const DbScope *own = &ctx->actor->scope;
    if (own->whole)
        return true;
    if (given->whole)
        return false;
    Dict mine = dict_create(ctx->arena);
    Str rest = own->units.len > 2 ? str_slice(own->units, 1, own->units.len - 2) : (Str){0}, part;
    while (str_split(&rest, ',', &part))
        dict_put(&mine, str_trim(part), ctx);
    rest = given->units.len > 2 ? str_slice(given->units, 1, given->units.len - 2) : (Str){0};
    while (str_split(&rest, ',', &part))
        if (!dict_has(&mine, str_trim(part)))
            return false;
    return true;
}

bool rights_require_own(Ctx *ctx, const Rights *rights, Str what)
{
    const Actor *actor = ctx->actor;
    if (!actor)
        return fail(ctx, FAIL_UNAUTHENTICATED, "还没有登录，或登录已过期");
    const char *lacking = NULL;
    for (size_t i = 0; i < rights->permission_count && !lacking; i++)
        if (!actor_may(actor, rights->permissions[i]))
            lacking = rights->permissions[i];
    bool rows = rows_are_own(ctx, &rights->scope);
    if (!lacking && rows && !(rights->sees & ~actor->sees))
        return true;
    fail(ctx, FAIL_DENIED, "「%.*s」的权限超出自己的权限，不能授予或改动", STRF(what));
    if (lacking) {
        const Permission *permission =
            permission_called(&ctx->access->permissions, str_of(lacking));
        fail_detail(ctx, "自己没有：%s", permission ? permission->title : lacking);
    } else if (!rows) {
        /* Not which rows: their units may be hidden from him. */
        fail_detail(ctx, "数据范围大于自己的「%.*s」", STRF(actor->scope_label));
    } else {
        fail_detail(ctx, "可见的个人信息多于自己");
    }
    return fail_hint(ctx, "由权限更大的管理员来做");
}

bool rights_require_giving(Ctx *ctx, const Rights *rights, Str what, bool to_himself)
{
    if (to_himself || !actor_may(ctx->actor, "access.grant"))
        return rights_require_own(ctx, rights, what);
    Rights of_access = *rights;
    rights_narrow(ctx, STR("access"), &of_access);
    of_access.sees = 0;
    return rights_require_own(ctx, &of_access, what);
}
