#include "engine/access/guard.h"

#include "base/utf8.h"
#include "port/clock.h"
#include "sql_ids.h"

bool access_changed(Ctx *ctx)
{
    return db_run(ctx, SQL_ACCESS_VERSION_RAISE, NO_BINDS, /* ret_changed= */ NULL);
}

Date guard_today(const Ctx *ctx)
{
    return instant_date(clock_now(ctx));
}

static bool count_administrators(Ctx *ctx, int64_t *ret)
{
    /* Whoever changes something: the question is about the whole house, and tells no row. */
    const DbScope *before = scope_lift(ctx);
    bool good = db_number(ctx, SQL_ADMINISTRATORS, BINDS({"day", bind(guard_today(ctx))}), ret);
    scope_lower(ctx, before);
    return good;
}

bool guard_begin(Ctx *ctx, Guard *ret)
{
    if (!db_begin(ctx))
        return false;
    return (access_changed(ctx) && count_administrators(ctx, &ret->administrators)) ||
           db_rollback(ctx);
}

bool guard_keeps_administrator(Ctx *ctx, const Guard *guard)
{
    int64_t left = 0;
    if (!count_administrators(ctx, &left))
        return false;
    if (left > 0 || guard->administrators == 0)
        return true;
    fail(ctx, FAIL_STATE, "这样就没有人能管理账号和角色了");
    return fail_hint(ctx, "先让另一个启用的账号长期担任系统管理员");
}

bool guard_person(Ctx *ctx)
{
    if (!ctx->actor)
        return fail(ctx, FAIL_UNAUTHENTICATED, "还没有登录，或登录已过期");
    if (ctx->actor->token_id)
        return fail(ctx, FAIL_DENIED, "令牌不能代替本人做这件事");
    return true;
}

bool guard_name(Ctx *ctx, const char *what, Str name, int runes_max)
{
    size_t runes = utf8_count(name);
    if (runes == 0 || runes > (size_t)runes_max)
        return fail(ctx, FAIL_INVALID, "%s要有 1 到 %d 个字", what, runes_max);
    if (utf8_shows(name))
        return true;
    fail(ctx, FAIL_INVALID, "%s里有看不见的字符", what);
    return fail_hint(ctx, "重新输入，不要从别处粘贴");
}

typedef struct UnitName {
    int64_t id;
    Str name;
} UnitName;
static const Field unit_name_fields[] = {
    FIELD(UnitName, id, "编号", FIELD_REQUIRED),
    FIELD(UnitName, name, "单位", FIELD_REQUIRED),
};
static const Shape unit_name_shape = SHAPE(UnitName, unit_name_fields);

bool guard_unit(Ctx *ctx, int64_t unit_id)
{
    UnitName unit;
    bool found = false;
    if (unit_id == 0) {
        if (scope_is_whole(ctx))
            return true;
        fail(ctx, FAIL_DENIED, "不属于任何单位的账号和岗位关系到全局，当前数据范围不够");
        return fail_hint(ctx, "选一个自己范围内的单位");
    }
    if (!db_one(ctx, SQL_UNIT_STANDING, BINDS({"id", bind(unit_id)}), &unit_name_shape, &unit,
                &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有这个单位，或已撤销");
}
