#include "engine/access/role.h"

#include "base/mask.h"
#include "base/utf8.h"
#include "engine/access/access.h"
#include "engine/access/guard.h"
#include "engine/access/post_row.h"
#include "engine/access/rights.h"
#include "engine/access/role_text.h"
#include "sql_ids.h"

#define ROLE_CODE_BYTES_MAX 32
#define ROLE_TITLE_RUNES_MAX 32
#define ROLE_PATTERNS_MAX 200
#define ROLE_UNITS_MAX 2000
#define ROLES_MAX 500

/* ---- reading --------------------------------------------------------------------------------- */

/* Whole: what a role may do does not depend on who looks. */
static bool read_one(Ctx *ctx, int statement, Binds binds, Role *ret, bool *ret_found)
{
    RoleRow row;
    const DbScope *before = scope_lift(ctx);
    bool good = db_one(ctx, statement, binds, &role_row_shape, &row, ret_found);
    scope_lower(ctx, before);
    return good && (!*ret_found || role_of_row(ctx, &row, ret));
}

/* Of a custom scope the units that may be seen. */
static void hide_units(Ctx *ctx, Role *role)
{
    RoleUnitList seen = {0};
    LIST_EACH (const RoleUnit, unit, &role->units)
        if (scope_allows(ctx->scope, unit->unit_id))
            *LIST_ADD(ctx->arena, &seen) = *unit;
    role->units = seen;
}

bool roles_read(Ctx *ctx, RoleList *ret)
{
    LIST_OF(RoleRow, RoleRowList);
    RoleRowList rows = {0};
    RoleList roles = {0};
    bool good = db_all(ctx, SQL_ROLE_ALL, NO_BINDS, &role_row_shape, &rows);
    LIST_EACH (const RoleRow, row, &rows)
        good = good && role_of_row(ctx, row, LIST_ADD(ctx->arena, &roles));
    LIST_EACH (Role, role, &roles)
        if (good && !scope_is_whole(ctx))
            hide_units(ctx, role);
    if (good)
        *ret = roles;
    return good;
}

bool role_read(Ctx *ctx, int64_t id, Role *ret)
{
    bool found = false;
    if (!read_one(ctx, SQL_ROLE_BY_ID, BINDS({"id", bind(id)}), ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有这个角色");
}

bool role_by_code(Ctx *ctx, Str code, Role *ret)
{
    bool found = false;
    if (!read_one(ctx, SQL_ROLE_BY_CODE, BINDS({"code", bind(code)}), ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有代码为「%.*s」的角色", STRF(code));
}

/* ---- checking -------------------------------------------------------------------------------- */

static bool check_code(Ctx *ctx, Str code)
{
    bool good = code.len >= 2 && code.len <= ROLE_CODE_BYTES_MAX;
    for (size_t i = 0; good && i < code.len; i++) {
        char c = code.at[i];
        good = (c >= 'a' && c <= 'z') || (i > 0 && ((c >= '0' && c <= '9') || c == '-'));
    }
    if (good)
        return true;
    fail(ctx, FAIL_INVALID, "角色代码「%.*s」不合规则", STRF(code));
    return fail_hint(ctx, "2 到 %d 个小写字母、数字、连字符，以字母开头", ROLE_CODE_BYTES_MAX);
}

static bool check_permissions(Ctx *ctx, const TextList *patterns, const Role *before)
{
    if (patterns->count > ROLE_PATTERNS_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "权限多于 %d 项", ROLE_PATTERNS_MAX);
    LIST_EACH (const Str, pattern, patterns) {
        bool known = permission_known(&ctx->access->permissions, *pattern);
        /* What a module brought that has left the build since may stay. */
        LIST_EACH (const Str, old, &before->permissions)
            known |= str_equal(*old, *pattern);
        if (!known) {
            fail(ctx, FAIL_INVALID, "没有「%.*s」这项权限", STRF(*pattern));
            return fail_hint(ctx, "写成「模块.操作」「模块.*」或「*」");
        }
    }
    return true;
}

static bool check_units(Ctx *ctx, const Role *role)
{
    bool custom = str_equal_c(role->scope, "custom");
    if (!custom)
        return role->units.count == 0 || fail(ctx, FAIL_INVALID, "只有自定义的数据范围才列出单位");
    if (role->units.count == 0 || role->units.count > ROLE_UNITS_MAX)
        return fail(ctx, FAIL_INVALID, "自定义的数据范围要列出 1 到 %d 个单位", ROLE_UNITS_MAX);
    UnitBook book;
    if (!unit_book_read(ctx, &book))
        return false;
    LIST_EACH (const RoleUnit, unit, &role->units)
        if (!unit_by_id(&book, unit->unit_id))
            return fail(ctx, FAIL_INVALID, "没有编号为 %lld 的单位", (long long)unit->unit_id);
    return true;
}

/* Each kind once: a list without end would not fit the row, and the role could not be read. */
static bool check_sees(Ctx *ctx, const TextList *sees)
{
    unsigned seen = 0;
    LIST_EACH (const Str, name, sees) {
        MaskKind kind;
        if (!mask_kind_named(*name, &kind) || kind == MASK_NONE) {
            fail(ctx, FAIL_INVALID, "没有「%.*s」这种个人信息", STRF(*name));
            return fail_hint(ctx, "可用：name、phone、id、address");
        }
        if (seen & (1U << kind))
            return fail(ctx, FAIL_INVALID, "个人信息「%.*s」写了两次", STRF(*name));
        seen |= 1U << kind;
    }
    return true;
}

static bool check(Ctx *ctx, const Role *role, const Role *before)
{
    if (!guard_name(ctx, "角色名称", role->title, ROLE_TITLE_RUNES_MAX))
        return false;
    if (!role_scope_known(role->scope)) {
        fail(ctx, FAIL_INVALID, "没有「%.*s」这种数据范围", STRF(role->scope));
        return fail_hint(ctx, "可用：all、below、unit、own、custom");
    }
    int64_t same = 0;
    if (!check_code(ctx, role->code) || !check_sees(ctx, &role->sees) ||
        !check_permissions(ctx, &role->permissions, before) || !check_units(ctx, role) ||
        !db_number(
            ctx, SQL_ROLE_SAME,
            BINDS({"id", bind(role->id)}, {"code", bind(role->code)}, {"title", bind(role->title)}),
            &same))
        return false;
    return same == 0 ||
           fail(ctx, FAIL_CONFLICT, "已有代码或名称相同的角色「%.*s」", STRF(role->title));
}

/* A scope below a unit is as wide as the post, which is looked at when the role is given. */
static bool require_giving(Ctx *ctx, const Role *role)
{
    Rights rights;
    bool his = false;
    return (!role->id || post_is_his(ctx, /* post_id= */ 0, role->id, &his)) &&
           rights_of_role(ctx, role, /* unit_id= */ 0, STR(""), &rights) &&
           rights_require_giving(ctx, &rights, role->title, his);
}

/* ---- changing -------------------------------------------------------------------------------- */

static bool store(Ctx *ctx, const RoleRow *row, int64_t *ret_id)
{
    if (row->id == 0)
        return db_number(ctx, SQL_ROLE_ADD,
                         BINDS({"code", bind(row->code)}, {"title", bind(row->title)},
                               {"scope", bind(row->scope)}, {"permissions", bind(row->permissions)},
                               {"sees", bind(row->sees)}, {"units", bind(row->units)},
                               {"built_in", bind(row->built_in)}),
                         ret_id);
    *ret_id = row->id;
    return db_run(ctx, SQL_ROLE_SET,
                  BINDS({"title", bind(row->title)}, {"scope", bind(row->scope)},
                        {"permissions", bind(row->permissions)}, {"sees", bind(row->sees)},
                        {"units", bind(row->units)}, {"id", bind(row->id)}),
                  /* ret_changed= */ NULL);
}

static bool note(Ctx *ctx, const char *action, int64_t id, const RoleRow *before,
                 const RoleRow *after, Str why)
{
    AuditNote note = {.action = action,
                      .object = "role",
                      .key = id,
                      .title = after ? after->title : before->title,
                      .why = why,
                      .changes = audit_changes(ctx->arena, &role_row_shape, before, after)};
    return audit_note(ctx, &note);
}

static bool put_in(Ctx *ctx, const Guard *guard, Role role, Str why, int64_t *ret_id)
{
    Role before = {0};
    if (role.id && !role_read(ctx, role.id, &before))
        return false;
    role.built_in = before.built_in;
    role.posts = before.posts;
    if (role.id)
        role.code = before.code;
    if (!check(ctx, &role, &before) || !require_giving(ctx, &role) ||
        (role.id && !require_giving(ctx, &before)))
        return false;
    RoleRow row = role_to_row(ctx->arena, &role), old = role_to_row(ctx->arena, &before);
    if (!store(ctx, &row, &row.id) || !guard_keeps_administrator(ctx, guard))
        return false;
    *ret_id = row.id;
    return note(ctx, role.id ? "role.change" : "role.create", row.id, role.id ? &old : NULL, &row,
                why);
}

bool role_put(Ctx *ctx, const Role *role, Str why, int64_t *ret_id)
{
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return put_in(ctx, &guard, *role, why, ret_id) ? db_commit(ctx) : db_rollback(ctx);
}

static bool remove_in(Ctx *ctx, int64_t id, Str why)
{
    Role role;
    int64_t uses = 0;
    if (!role_read(ctx, id, &role) || !require_giving(ctx, &role))
        return false;
    if (role.built_in)
        return fail(ctx, FAIL_STATE, "「%.*s」是内置角色，不能删除", STRF(role.title));
    const DbScope *before = scope_lift(ctx); /* a post elsewhere keeps the role as well */
    bool good = db_number(ctx, SQL_ROLE_USES, BINDS({"id", bind(id)}), &uses);
    scope_lower(ctx, before);
    if (!good)
        return false;
    if (uses) {
        fail(ctx, FAIL_STATE, "有 %lld 个岗位（含已撤销的）用着角色「%.*s」，不能删除",
             (long long)uses, STRF(role.title));
        return fail_hint(ctx, "先给这些岗位换一个角色");
    }
    RoleRow row = role_to_row(ctx->arena, &role);
    return db_run(ctx, SQL_ROLE_DELETE, BINDS({"id", bind(id)}), /* ret_changed= */ NULL) &&
           note(ctx, "role.remove", id, &row, NULL, why);
}

bool role_remove(Ctx *ctx, int64_t id, Str why)
{
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return remove_in(ctx, id, why) ? db_commit(ctx) : db_rollback(ctx);
}

static bool install_one(Ctx *ctx, Role role)
{
    Role there;
    bool found = false;
    if (!read_one(ctx, SQL_ROLE_BY_CODE, BINDS({"code", bind(role.code)}), &there, &found))
        return false;
    if (found)
        return true;
    role.built_in = true;
    RoleRow row = role_to_row(ctx->arena, &role);
    return store(ctx, &row, &row.id) && note(ctx, "role.create", row.id, NULL, &row, STR("初始化"));
}

bool roles_install(Ctx *ctx)
{
    RoleList roles;
    if (!role_pack_load(ctx, &roles) || !db_begin(ctx))
        return false;
    bool good = access_changed(ctx);
    LIST_EACH (const Role, role, &roles)
        good = good && install_one(ctx, *role);
    return good ? db_commit(ctx) : db_rollback(ctx);
}
