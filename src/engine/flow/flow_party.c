#include "engine/flow/flow_party.h"

static bool is_system(const Ctx *ctx)
{
    return ctx->actor && ctx->actor->account_id == ACCOUNT_SYSTEM;
}

static bool is_party(const FlowCase *self, const LifecycleMove *move)
{
    const DbScope *scope = self->ctx->scope;
    switch (move->by) {
    case PARTY_HOLDER:
        return self->matter.unit_id && scope_allows(scope, self->matter.unit_id);
    case PARTY_HOUSE:
        return scope_is_whole(self->ctx);
    case PARTY_BRANCH:
        return self->has_branch && scope_allows(scope, self->branch.unit_id);
    case PARTY_ANY:
        return !self->has_branch || scope_allows(scope, self->matter.unit_id);
    case PARTY_SYSTEM:
        return is_system(self->ctx);
    }
    BUG("a party of no kind");
}

/* One that concerns the whole house needs the whole scope too. */
static bool is_permitted(const Ctx *ctx, const LifecycleMove *move)
{
    if (str_empty(move->may))
        return true;
    const Permission *permission =
        ctx->access ? permission_called(&ctx->access->permissions, move->may) : NULL;
    return actor_may(ctx->actor, move->may.at) && !ctx->actor->password_due &&
           (!permission || !permission->whole || scope_is_whole(ctx));
}

bool party_fits(const FlowCase *self, const LifecycleMove *move)
{
    return is_party(self, move) && is_permitted(self->ctx, move);
}

bool party_require(FlowCase *self, const LifecycleMove *move)
{
    static const char *const who[] = {"承办单位", "中心", "协办单位", "能看到它的人", "程序"};
    Ctx *ctx = self->ctx;
    if (!str_empty(move->may) && !actor_require(ctx, move->may.at))
        return false;
    if (is_party(self, move))
        return true;
    fail(ctx, FAIL_DENIED, "「%.*s」由%s来做", STRF(move->name), who[move->by]);
    fail_detail(ctx, "当前身份：%.*s；数据范围：%.*s", STRF(actor_label(ctx)),
                STRF(ctx->actor ? ctx->actor->scope_label : STR("无")));
    return move->by == PARTY_BRANCH && !self->has_branch
               ? fail_hint(ctx, "要指明是哪一个协办（branch_id）")
               : fail_hint(ctx, "换到那里的岗位再办");
}
