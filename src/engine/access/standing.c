#include "engine/access/standing.h"

#include "engine/access/access.h"
#include "engine/access/standing_cache.h"
#include "port/clock.h"
#include "sql_ids.h"

#define MS_PER_DAY (INT64_C(24) * 60 * 60 * 1000)

static const Field standing_fields[] = {
    FIELD(Standing, account_id, "账号", FIELD_REQUIRED),
    FIELD(Standing, name, "用户名", FIELD_REQUIRED),
    FIELD(Standing, person, "姓名", FIELD_REQUIRED),
    FIELD(Standing, disabled, "停用", FIELD_REQUIRED),
    FIELD(Standing, password_due, "须改密码", FIELD_REQUIRED),
    FIELD(Standing, password_at, "密码设于", FIELD_REQUIRED),
    FIELD(Standing, post_id, "岗位编号", FIELD_REQUIRED),
    FIELD(Standing, post, "岗位", FIELD_REQUIRED),
    FIELD(Standing, unit_id, "单位编号", FIELD_REQUIRED),
    FIELD(Standing, unit, "单位", FIELD_REQUIRED),
    FIELD(Standing, role_id, "角色编号", FIELD_REQUIRED),
    FIELD(Standing, standing_in_for, "代谁", FIELD_REQUIRED),
};
static const Shape standing_shape = SHAPE(Standing, standing_fields);

static bool read_row(Ctx *ctx, const StandingKey *key, Standing *ret)
{
    bool found = false;
    const DbScope *before = scope_lift(ctx); /* this is what makes the scope */
    bool good = db_one(ctx, SQL_STANDING_OF,
                       BINDS({"account_id", bind(key->account_id)}, {"post_id", bind(key->post_id)},
                             {"day", bind(key->day)}),
                       &standing_shape, ret, &found);
    scope_lower(ctx, before);
    if (!good)
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有这个账号");
}

static bool read_rights(Ctx *ctx, Standing *standing)
{
    Role role;
    standing->rights =
        (Rights){.scope = {.units = STR("[]")}, .scope_label = STR("无（没有岗位）")};
    if (!standing->post_id)
        return true;
    return (role_read(ctx, standing->role_id, &role) &&
            rights_of_role(ctx, &role, standing->unit_id, standing->unit, &standing->rights)) ||
           fail_while(ctx, "读取岗位的权限");
}

bool standing_read(Ctx *ctx, const StandingKey *key, Standing *ret)
{
    struct StandingCache *cache = ctx->access->standings;
    if (cache && standing_recall(ctx, cache, key, ret))
        return true;
    if (!read_row(ctx, key, ret) || !read_rights(ctx, ret))
        return false;
    if (cache)
        standing_remember(cache, key, ret);
    return true;
}

/* A password set then must be changed by now. */
static bool password_is_old(const Ctx *ctx, Instant password_at)
{
    int64_t days = ctx->access->policy.password_days_max;
    return days > 0 && clock_now(ctx).ms - password_at.ms > days * MS_PER_DAY;
}

Actor standing_actor(const Ctx *ctx, const Standing *standing, Visit *visit)
{
    const Rights *rights = &standing->rights;
    Actor actor = {
        .account_id = standing->account_id,
        .name = standing->name,
        .person = standing->person,
        .post_id = standing->post_id,
        .post = standing->post,
        .unit_id = standing->unit_id,
        .unit = standing->unit,
        .standing_in_for = standing->standing_in_for,
        .scope = rights->scope,
        .scope_label = rights->scope_label,
        .permissions = rights->permissions,
        .permission_count = rights->permission_count,
        .sees = rights->sees,
        .password_due = standing->password_due || password_is_old(ctx, standing->password_at),
        .visit = visit,
    };
    actor.scope.person = standing->account_id;
    return actor;
}
