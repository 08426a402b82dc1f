#include "domain/administration/seat.h"

#include "port/clock.h"

/* Id of the unit's post with this role; 0 when there is none. */
static bool find_post(Ctx *ctx, int64_t unit_id, int64_t role_id, int64_t *ret)
{
    PostList posts = {0};
    if (!posts_read(ctx, unit_id, /* with_past= */ false, &posts))
        return false;
    *ret = 0;
    LIST_EACH (const Post, post, &posts)
        if (post->unit_id == unit_id && post->role_id == role_id && !post->ended && !*ret)
            *ret = post->id;
    return true;
}

bool seat_take(Ctx *ctx, int64_t unit_id, const Role *role, int64_t account_id, Str why)
{
    int64_t post_id;
    Date today = instant_date(clock_now(ctx));
    if (!find_post(ctx, unit_id, role->id, &post_id))
        return false;
    if (!post_id && !post_create(ctx, unit_id, role->title, role->id, why, &post_id))
        return false;
    return post_assign(ctx, post_id, account_id, today, /* until= */ NULL, why);
}
