#include "engine/access/post_row.h"

#include "engine/access/guard.h"
#include "sql_ids.h"

static const Field holder_fields[] = {
    FIELD(PostHolder, id, "编号", 0),
    FIELD(PostHolder, account_id, "账号编号", 0),
    FIELD(PostHolder, account, "用户名", 0),
    FIELD(PostHolder, person, "姓名", 0, .mask = MASK_NAME),
    FIELD(PostHolder, since, "自", 0),
    FIELD_MAYBE(PostHolder, until, "至", 0),
    FIELD(PostHolder, deputy_for, "代谁（账号编号）", 0),
    FIELD(PostHolder, deputy_for_name, "代谁", 0, .mask = MASK_NAME),
    FIELD(PostHolder, why, "缘由", 0),
};
static const Shape holder_shape = SHAPE(PostHolder, holder_fields);

static const Field post_fields[] = {
    FIELD(Post, id, "编号", 0),          FIELD(Post, unit_id, "单位编号", 0),
    FIELD(Post, unit, "单位", 0),        FIELD(Post, title, "岗位", 0),
    FIELD(Post, role_id, "角色编号", 0), FIELD(Post, role, "角色", 0),
    FIELD(Post, ended, "已撤销", 0),     FIELD_LIST(Post, holders, "任职", &holder_shape),
};
const Shape post_shape = SHAPE(Post, post_fields);

static const Field holding_fields[] = {
    FIELD(Holding, id, "编号", 0),
    FIELD(Holding, post_id, "岗位编号", 0),
    FIELD(Holding, account_id, "账号编号", 0),
    FIELD(Holding, account, "用户名", 0),
    FIELD(Holding, person, "姓名", 0, .mask = MASK_NAME),
    FIELD(Holding, unit_id, "单位编号", 0),
    FIELD(Holding, unit, "单位", 0),
    FIELD(Holding, title, "岗位", 0),
    FIELD(Holding, role_id, "角色编号", 0),
    FIELD(Holding, role, "角色", 0),
    FIELD(Holding, since, "自", FIELD_REQUIRED),
    FIELD_MAYBE(Holding, until, "至", 0),
    FIELD(Holding, deputy_for, "代谁（账号编号）", FIELD_REQUIRED),
    FIELD(Holding, deputy_for_name, "代谁", 0, .mask = MASK_NAME),
    FIELD(Holding, why, "缘由", 0),
};
const Shape holding_shape = SHAPE(Holding, holding_fields);

Str post_title(Arena *arena, const Post *post)
{
    return str_format(arena, "%.*s%.*s", STRF(post->unit), STRF(post->title));
}

/* ---- of a unit ------------------------------------------------------------------------------- */

/* Who sits in a post that may be seen is seen too, though his home be another unit: hence the
 * holders are read with the whole scope, and only those of the posts at hand are kept. */
static bool read_holders(Ctx *ctx, int64_t post_id, bool with_past, HoldingList *ret)
{
    const DbScope *before = scope_lift(ctx);
    bool good = db_all(ctx, SQL_HOLDER_ALL,
                       BINDS({"post_id", bind(post_id)}, {"past", bind(with_past)},
                             {"day", bind(guard_today(ctx))}),
                       &holding_shape, ret);
    scope_lower(ctx, before);
    return good;
}

static PostHolder holder_of(const Holding *holding)
{
    return (PostHolder){.id = holding->id,
                        .account_id = holding->account_id,
                        .account = holding->account,
                        .person = holding->person,
                        .since = holding->since,
                        .has_until = holding->has_until,
                        .until = holding->until,
                        .deputy_for = holding->deputy_for,
                        .deputy_for_name = holding->deputy_for_name,
                        .why = holding->why};
}

static int by_id(const void *a, const void *b)
{
    const Post *const *left = a, *const *right = b;
    return ((*left)->id > (*right)->id) - ((*left)->id < (*right)->id);
}

/* Holdings come by post_id; the posts are walked in the same order. */
static void give_holders(Ctx *ctx, PostList *posts, const HoldingList *holdings)
{
    Post **sorted = NEW(ctx->arena, Post *, posts->count);
    for (size_t i = 0; i < posts->count; i++)
        sorted[i] = &posts->at[i];
    if (posts->count)
        qsort(sorted, posts->count, sizeof *sorted, by_id);
    size_t at = 0;
    LIST_EACH (const Holding, holding, holdings) {
        while (at < posts->count && sorted[at]->id < holding->post_id)
            at++;
        if (at < posts->count && sorted[at]->id == holding->post_id)
            *LIST_ADD(ctx->arena, &sorted[at]->holders) = holder_of(holding);
    }
}

bool posts_read(Ctx *ctx, int64_t unit_id, bool with_past, PostList *ret)
{
    PostList posts = {0};
    HoldingList holdings = {0};
    if (!db_all(ctx, SQL_POST_ALL, BINDS({"unit_id", bind(unit_id)}, {"past", bind(with_past)}),
                &post_shape, &posts) ||
        !read_holders(ctx, /* post_id= */ 0, with_past, &holdings))
        return fail_while(ctx, "读取岗位");
    give_holders(ctx, &posts, &holdings);
    *ret = posts;
    return true;
}

bool post_read(Ctx *ctx, int64_t id, Post *ret)
{
    bool found = false;
    if (!db_one(ctx, SQL_POST_BY_ID, BINDS({"id", bind(id)}), &post_shape, ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有这个岗位");
}

/* ---- of an account --------------------------------------------------------------------------- */

bool holdings_of_account(Ctx *ctx, int64_t account_id, Date since, Date until, HoldingList *ret)
{
    const DbScope *before = scope_lift(ctx); /* before there is a scope, and about himself */
    bool good = db_all(
        ctx, SQL_HOLDER_OF_ACCOUNT,
        BINDS({"account_id", bind(account_id)}, {"until", bind(until)}, {"since", bind(since)}),
        &holding_shape, ret);
    scope_lower(ctx, before);
    return good;
}

Post post_of_holding(Arena *arena, const Holding *holding)
{
    Post post = {.id = holding->post_id,
                 .unit_id = holding->unit_id,
                 .unit = holding->unit,
                 .title = holding->title,
                 .role_id = holding->role_id,
                 .role = holding->role};
    *LIST_ADD(arena, &post.holders) = holder_of(holding);
    return post;
}

bool posts_of_account(Ctx *ctx, int64_t account_id, Date day, PostList *ret)
{
    HoldingList holdings = {0};
    PostList posts = {0};
    if (!holdings_of_account(ctx, account_id, day, day, &holdings))
        return false;
    LIST_EACH (const Holding, holding, &holdings) {
        bool listed = false;
        LIST_EACH (const Post, post, &posts)
            listed |= post->id == holding->post_id;
        if (!listed)
            *LIST_ADD(ctx->arena, &posts) = post_of_holding(ctx->arena, holding);
    }
    *ret = posts;
    return true;
}
