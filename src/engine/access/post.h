/*
 * post.h - posts (岗位): a seat in a unit, with a role; who holds it, from when to when.
 *
 * A person can hold posts in several units and acts as one of them at a time. While he is on leave
 * a deputy holds the post for him: that is a holding of its own, dated, with the reason.
 */
#ifndef TONGBAN_ACCESS_POST_H
#define TONGBAN_ACCESS_POST_H

#include "engine/access/actor.h"

typedef struct PostHolder {
    int64_t id;
    int64_t account_id;
    Str account; /* name */
    Str person;  /* MASK_NAME */
    Date since;
    bool has_until;
    Date until;          /* last day */
    int64_t deputy_for;  /* account on leave; 0 = his own post */
    Str deputy_for_name; /* 张三 */
    Str why;
} PostHolder;
LIST_OF(PostHolder, PostHolderList);

typedef struct Post {
    int64_t id;
    int64_t unit_id;
    Str unit;
    Str title; /* 热线经办人 */
    int64_t role_id;
    Str role; /* 单位经办人 */
    bool ended;
    PostHolderList holders; /* now and to come; all with `with_past` */
} Post;
LIST_OF(Post, PostList);
extern const Shape post_shape;

/* Within ctx->scope; unit_id 0 = any. */
must_use bool posts_read(Ctx *ctx, int64_t unit_id, bool with_past, PostList *ret);
/* The posts that this account may act in on that day: own first, then as deputy. Not narrowed: it
 * is about himself. */
must_use bool posts_of_account(Ctx *ctx, int64_t account_id, Date day, PostList *ret);

/* Each one transaction, audited. */
must_use bool post_create(Ctx *ctx, int64_t unit_id, Str title, int64_t role_id, Str why,
                          int64_t *ret_id);
must_use bool post_change(Ctx *ctx, int64_t id, Str title, int64_t role_id, Str why);
must_use bool post_end(Ctx *ctx, int64_t id, Str why);
/* until NULL = no end. Overlapping holdings of one account in one post are FAIL_CONFLICT. */
must_use bool post_assign(Ctx *ctx, int64_t post_id, int64_t account_id, Date since,
                          const Date *until, Str why);
must_use bool post_release(Ctx *ctx, int64_t holder_id, Date until, Str why);
/* Leave: the deputy holds all posts that the account holds, on these days. By the account itself or
 * by who may administer posts. */
must_use bool post_delegate(Ctx *ctx, int64_t account_id, int64_t deputy_id, Date since, Date until,
                            Str why);

#endif
