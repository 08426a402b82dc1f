#include "domain/administration/session_view.h"

#include "domain/administration/demo.h"
#include "domain/administration/notice.h"
#include "domain/module.h"
#include "port/clock.h"

static const Field post_fields[] = {
    FIELD(SessionPost, id, "编号", 0),
    FIELD(SessionPost, unit, "单位", 0),
    FIELD(SessionPost, title, "岗位", 0),
    FIELD(SessionPost, role, "角色", 0),
    FIELD(SessionPost, standing_in_for, "代谁", FIELD_SPARSE),
};
static const Shape post_view_shape = SHAPE(SessionPost, post_fields);

static const Field session_fields[] = {
    FIELD(SessionView, account_id, "账号", 0),
    FIELD(SessionView, name, "账号名", 0),
    FIELD(SessionView, person, "姓名", 0),
    FIELD(SessionView, post_id, "岗位编号", 0),
    FIELD(SessionView, post, "岗位", 0),
    FIELD(SessionView, unit, "单位", 0),
    FIELD(SessionView, standing_in_for, "代谁", FIELD_SPARSE),
    FIELD(SessionView, scope_label, "数据范围", 0),
    FIELD(SessionView, csrf, "防伪码", 0),
    FIELD(SessionView, password_due, "须改密码", 0),
    FIELD(SessionView, idle_minutes, "空闲分钟", 0),
    FIELD_TEXTS(SessionView, permissions, "权限"),
    FIELD_TEXTS(SessionView, routes, "接口"),
    FIELD_LIST(SessionView, posts, "岗位", &post_view_shape),
    FIELD(SessionView, second_factor, "动态口令", 0),
    FIELD(SessionView, unread, "未读通知", 0),
};
const Shape session_view_shape = SHAPE(SessionView, session_fields);

static const Field demo_fields[] = {
    FIELD(DemoAccount, name, "账号名", 0),
    FIELD(DemoAccount, password, "密码", 0),
    FIELD(DemoAccount, title, "身份", 0),
    FIELD(DemoAccount, group, "类别", 0),
    FIELD(DemoAccount, duty, "职责", 0),
};
static const Shape demo_account_shape = SHAPE(DemoAccount, demo_fields);
static const Field rules_fields[] = {
    FIELD(PasswordRules, runes_min, "最少字符", 0),
    FIELD(PasswordRules, classes_min, "最少种类", 0),
    FIELD(PasswordRules, history, "不可重复的次数", 0),
    FIELD(PasswordRules, days_max, "有效天数", 0),
};
static const Shape rules_shape = SHAPE(PasswordRules, rules_fields);
static const Field sign_in_fields[] = {
    FIELD(SignInView, district, "区名", 0),
    FIELD(SignInView, demo, "演示", 0),
    FIELD_LIST(SignInView, accounts, "演示账号", &demo_account_shape),
    FIELD_NESTED(SignInView, password_rules, "密码规则", &rules_shape),
};
const Shape sign_in_view_shape = SHAPE(SignInView, sign_in_fields);

/* ---- the session ------------------------------------------------------------------------------
 */

bool session_may(const Ctx *ctx, const char *permission)
{
    const Actor *actor = ctx->actor;
    if (strcmp(permission, PERMISSION_ANYONE) == 0)
        return true;
    if (strcmp(permission, PERMISSION_SELF) == 0)
        return actor && actor->account_id;
    if (!actor || actor->password_due || !actor_may(actor, permission))
        return false;
    const Permission *known =
        ctx->access ? permission_called(&ctx->access->permissions, str_of(permission)) : NULL;
    return !known || !known->whole || scope_is_whole(ctx);
}

static void add_rights(Ctx *ctx, SessionView *view)
{
    LIST_EACH (const Permission *, permission, &ctx->access->permissions)
        if (session_may(ctx, (*permission)->code))
            *LIST_ADD(ctx->arena, &view->permissions) = str_of((*permission)->code);
    LIST_EACH (const RouteRight, right, &ctx->access->routes)
        if (session_may(ctx, right->permission))
            *LIST_ADD(ctx->arena, &view->routes) = right->route;
}

static bool add_posts(Ctx *ctx, SessionView *view)
{
    PostList posts = {0};
    Date today = instant_date(clock_now(ctx));
    if (!posts_of_account(ctx, view->account_id, today, &posts))
        return false;
    LIST_EACH (const Post, post, &posts) {
        Str absent = {0};
        LIST_EACH (const PostHolder, holder, &post->holders)
            if (holder->account_id == view->account_id && holder->deputy_for)
                absent = holder->deputy_for_name;
        *LIST_ADD(ctx->arena, &view->posts) = (SessionPost){.id = post->id,
                                                            .unit = post->unit,
                                                            .title = post->title,
                                                            .role = post->role,
                                                            .standing_in_for = absent};
    }
    return true;
}

bool session_view(Ctx *ctx, SessionView *ret)
{
    const Actor *actor = ctx->actor;
    SessionView view = {
        .account_id = actor->account_id,
        .name = actor->name,
        .person = actor->person,
        .post_id = actor->post_id,
        .post = actor->post,
        .unit = actor->unit,
        .standing_in_for = actor->standing_in_for,
        .scope_label = actor->scope_label,
        .csrf = actor->csrf,
        .password_due = actor->password_due,
        .idle_minutes = ctx->access->policy.idle_minutes,
    };
    add_rights(ctx, &view);
    if (!add_posts(ctx, &view) || !second_factor_is_on(ctx, &view.second_factor) ||
        !notices_unread(ctx, &view.unread))
        return false;
    *ret = view;
    return true;
}

/* ---- before it ---------------------------------------------------------------------------------
 */

/* The module that knows whose program this is tells it. */
static bool house_name(Ctx *ctx, Str *ret)
{
    *ret = (Str){0};
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->house)
            return all_modules[i]->house(ctx, ret);
    return true;
}

bool sign_in_view(Ctx *ctx, SignInView *ret)
{
    const AccessPolicy *policy = &ctx->access->policy;
    SignInView view = {.password_rules = {.runes_min = policy->password_runes_min,
                                          .classes_min = policy->password_classes_min,
                                          .history = policy->password_history,
                                          .days_max = policy->password_days_max}};
    if (!house_name(ctx, &view.district) || !demo_accounts(ctx, &view.accounts, &view.demo))
        return false;
    *ret = view;
    return true;
}
