/* Posts: seats in units, their roles, and who holds them from when to when. */
#include "domain/administration/routes.h"
#include "engine/access/access.h"

#define POSTS "access.posts"

typedef struct PostsIn {
    int64_t unit;
    bool past;
} PostsIn;
static const Field posts_in_fields[] = {
    FIELD(PostsIn, unit, "单位", 0),
    FIELD(PostsIn, past, "连同以前的", 0),
};
static const Shape posts_in_shape = SHAPE(PostsIn, posts_in_fields);

typedef struct PostsOut {
    PostList posts;
} PostsOut;
static const Field posts_fields[] = {FIELD_LIST(PostsOut, posts, "岗位", &post_shape)};
static const Shape posts_shape = SHAPE(PostsOut, posts_fields);

static bool get_posts(Ctx *ctx, const void *input, void *out)
{
    const PostsIn *in = input;
    return posts_read(ctx, in->unit, in->past, &((PostsOut *)out)->posts);
}

/* ---- the seat
 * ------------------------------------------------------------------------------------ */

typedef struct SeatIn {
    int64_t id;
    int64_t unit_id;
    Str title;
    int64_t role_id;
    Str why;
} SeatIn;
static const Field create_fields[] = {
    FIELD(SeatIn, unit_id, "单位", 0),
    FIELD(SeatIn, title, "岗位名称", FIELD_REQUIRED, .max_runes = 64),
    FIELD(SeatIn, role_id, "角色", FIELD_REQUIRED),
    FIELD(SeatIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape create_shape = SHAPE(SeatIn, create_fields);
static const Field change_fields[] = {
    FIELD(SeatIn, id, "编号", FIELD_REQUIRED),
    FIELD(SeatIn, title, "岗位名称", FIELD_REQUIRED, .max_runes = 64),
    FIELD(SeatIn, role_id, "角色", FIELD_REQUIRED),
    FIELD(SeatIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape change_shape = SHAPE(SeatIn, change_fields);

static bool post_post(Ctx *ctx, const void *input, void *out)
{
    const SeatIn *in = input;
    return post_create(ctx, in->unit_id, in->title, in->role_id, in->why, &((IdIn *)out)->id);
}

static bool post_change_post(Ctx *ctx, const void *input, void *out)
{
    const SeatIn *in = input;
    (void)out;
    return post_change(ctx, in->id, in->title, in->role_id, in->why);
}

static bool post_end_post(Ctx *ctx, const void *input, void *out)
{
    const IdWhyIn *in = input;
    (void)out;
    return post_end(ctx, in->id, in->why);
}

/* ---- who holds it
 * -------------------------------------------------------------------------------- */

typedef struct HolderIn {
    int64_t id; /* of the post, or of the holding */
    int64_t account_id;
    Date since;
    bool has_until;
    Date until;
    Str why;
} HolderIn;
static const Field assign_fields[] = {
    FIELD(HolderIn, id, "岗位", FIELD_REQUIRED),
    FIELD(HolderIn, account_id, "账号", FIELD_REQUIRED),
    FIELD(HolderIn, since, "起", FIELD_REQUIRED),
    FIELD_MAYBE(HolderIn, until, "止", 0),
    FIELD(HolderIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape assign_shape = SHAPE(HolderIn, assign_fields);
static const Field release_fields[] = {
    FIELD(HolderIn, id, "任职", FIELD_REQUIRED),
    FIELD(HolderIn, until, "止", FIELD_REQUIRED),
    FIELD(HolderIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape release_shape = SHAPE(HolderIn, release_fields);

static bool post_holder(Ctx *ctx, const void *input, void *out)
{
    const HolderIn *in = input;
    (void)out;
    return post_assign(ctx, in->id, in->account_id, in->since, in->has_until ? &in->until : NULL,
                       in->why);
}

static bool post_release_holder(Ctx *ctx, const void *input, void *out)
{
    const HolderIn *in = input;
    (void)out;
    return post_release(ctx, in->id, in->until, in->why);
}

const Route post_routes[] = {
    VIEW("/api/access/posts", POSTS, &posts_in_shape, &posts_shape, get_posts, "岗位和任职的人"),
    MOVE("/api/access/posts", POSTS, &create_shape, &made_id_shape, post_post, "新设岗位"),
    MOVE("/api/access/posts/{id}", POSTS, &change_shape, NULL, post_change_post,
         "修改岗位的名称、角色"),
    MOVE("/api/access/posts/{id}/end", POSTS, &id_why_shape, NULL, post_end_post, "撤销岗位"),
    MOVE("/api/access/posts/{id}/holders", POSTS, &assign_shape, NULL, post_holder, "任职"),
    MOVE("/api/access/holders/{id}/release", POSTS, &release_shape, NULL, post_release_holder,
         "卸任"),
    {.path = NULL},
};
