/* Signing in and out, and in which post one acts. */
#include "domain/administration/routes.h"
#include "domain/administration/session_view.h"

static const Field sign_in_fields[] = {
    FIELD(SignIn, name, "账号名", FIELD_REQUIRED, .max_runes = 64),
    FIELD(SignIn, password, "密码", FIELD_REQUIRED, .max_runes = 128),
    FIELD(SignIn, code, "动态口令", 0, .max_runes = 16),
};
static const Shape sign_in_shape = SHAPE(SignIn, sign_in_fields);

static bool get_sign_in(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return sign_in_view(ctx, out);
}

/* Whoever signs in anew is the actor from here on: the view is about him. */
static bool post_session(Ctx *ctx, const void *input, void *out)
{
    Actor *actor = NEW(ctx->arena, Actor, 1);
    Visit *visit = ctx->actor && ctx->actor->visit ? ctx->actor->visit : NEW(ctx->arena, Visit, 1);
    if (!sign_in(ctx, input, visit, actor))
        return false;
    actor_enter(ctx, actor);
    return session_view(ctx, out);
}

static bool get_session(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return session_view(ctx, out);
}

static bool delete_session(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    (void)out;
    return sign_out(ctx);
}

typedef struct PostIn {
    int64_t post;
} PostIn;
static const Field post_fields[] = {FIELD(PostIn, post, "岗位", FIELD_REQUIRED)};
static const Shape post_in_shape = SHAPE(PostIn, post_fields);

static bool post_session_post(Ctx *ctx, const void *input, void *out)
{
    const PostIn *in = input;
    Actor *actor = NEW(ctx->arena, Actor, 1);
    if (!session_act_as(ctx, in->post) || !session_actor_in(ctx, in->post, actor))
        return false;
    actor_enter(ctx, actor);
    return session_view(ctx, out);
}

const Route session_routes[] = {
    VIEW("/api/sign-in", PERMISSION_ANYONE, NULL, &sign_in_view_shape, get_sign_in,
         "登录页要显示的：区名、密码规则；演示时还有演示账号"),
    {.method = METHOD_POST,
     .path = "/api/session",
     .permission = PERMISSION_ANYONE,
     .lane = LANE_SIGN_IN,
     .input = &sign_in_shape,
     .output = &session_view_shape,
     .handle = post_session,
     .help = "登录"},
    VIEW("/api/session", PERMISSION_SELF, NULL, &session_view_shape, get_session,
         "当前身份、权限和可用的接口"),
    DROP("/api/session", PERMISSION_SELF, NULL, delete_session, "退出"),
    MOVE("/api/session/post", PERMISSION_SELF, &post_in_shape, &session_view_shape,
         post_session_post, "换一个岗位"),
    {.path = NULL},
};
