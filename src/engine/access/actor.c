#include "engine/access/actor.h"

#include "base/mask.h"
#include "engine/access/access.h"

/* The local operator may do what is in no list: "*" is tested for. */
static const char *const everything[] = {"*"};

const Actor actor_local = {
    .account_id = ACCOUNT_SYSTEM,
    .name = STR_INIT("system"),
    .person = STR_INIT("本机操作员"),
    .scope = {.whole = true, .units = STR_INIT("[]")},
    .scope_label = STR_INIT("全部"),
    .permissions = everything,
    .permission_count = ARRAY_LEN(everything),
    .sees = ~0U,
};

void actor_enter(Ctx *ctx, const Actor *actor)
{
    ctx->actor = actor;
    ctx->scope = &actor->scope;
}

Str actor_label(const Ctx *ctx)
{
    const Actor *actor = ctx->actor;
    if (!actor)
        return STR("未登录");
    if (!actor->post_id)
        return actor->person;
    Buf label = buf_create(ctx->arena, KIB);
    buf_format(&label, "%.*s（%.*s%.*s", STRF(actor->person), STRF(actor->unit), STRF(actor->post));
    if (!str_empty(actor->standing_in_for))
        buf_format(&label, "，代%.*s", STRF(actor->standing_in_for));
    buf_add_c(&label, "）");
    return buf_str(&label);
}

/* ---- what may be done ------------------------------------------------------------------------ */

bool actor_may(const Actor *actor, const char *code)
{
    if (!actor)
        return false;
    size_t low = 0, high = actor->permission_count;
    if (high && strcmp(actor->permissions[0], "*") == 0)
        return true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(actor->permissions[middle], code);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool fail_denied(Ctx *ctx, const Permission *permission, const char *code)
{
    const char *title = permission ? permission->title : code;
    fail(ctx, FAIL_DENIED, "没有「%s」的权限", title);
    fail_detail(ctx, "当前身份：%.*s", STRF(actor_label(ctx)));
    return fail_hint(ctx, "换一个岗位，或请管理员在角色里加上这项权限");
}

bool actor_require(Ctx *ctx, const char *code)
{
    if (strcmp(code, PERMISSION_ANYONE) == 0)
        return true;
    const Actor *actor = ctx->actor;
    if (!actor) {
        fail(ctx, FAIL_UNAUTHENTICATED, "还没有登录，或登录已过期");
        return fail_hint(ctx, "登录后再试；已填写的内容会保留");
    }
    if (strcmp(code, PERMISSION_SELF) == 0)
        return true;
    if (actor->password_due) {
        fail(ctx, FAIL_PASSWORD_DUE, "先修改密码，再做其他操作");
        return fail_hint(ctx, "在「我的账号」里修改");
    }
    const Permission *permission =
        ctx->access ? permission_called(&ctx->access->permissions, str_of(code)) : NULL;
    if (!actor_may(actor, code))
        return fail_denied(ctx, permission, code);
    if (permission && permission->whole && !scope_is_whole(ctx)) {
        fail(ctx, FAIL_DENIED, "「%s」关系到所有单位，当前数据范围不够", permission->title);
        fail_detail(ctx, "当前数据范围：%.*s", STRF(actor->scope_label));
        return fail_hint(ctx, "由数据范围为「全部」的岗位来做");
    }
    return true;
}

Str actor_masked(const Ctx *ctx, MaskKind kind, Str text)
{
    bool sees = ctx->actor && (ctx->actor->sees & (1U << kind));
    return kind == MASK_NONE || sees ? text : mask_text(ctx->arena, kind, text);
}

/* ---- scope ------------------------------------------------------------------------------------
 */

const DbScope *scope_lift(Ctx *ctx)
{
    const DbScope *before = ctx->scope;
    ctx->scope = &db_scope_whole;
    return before;
}

void scope_lower(Ctx *ctx, const DbScope *before)
{
    ctx->scope = before;
}

bool scope_allows(const DbScope *scope, int64_t unit_id)
{
    if (!scope || scope->whole)
        return scope != NULL;
    Str rest = scope->units, part;
    rest = rest.len > 2 ? str_slice(rest, 1, rest.len - 2) : (Str){0};
    int64_t id;
    while (unit_id && str_split(&rest, ',', &part))
        if (str_to_int(str_trim(part), &id) && id == unit_id)
            return true;
    return false;
}

bool scope_is_whole(const Ctx *ctx)
{
    return ctx->scope && ctx->scope->whole;
}
