/*
 * post_row.h - holdings of posts as they are read: each with its post. Private to engine/access.
 */
#ifndef TONGBAN_ACCESS_POST_ROW_H
#define TONGBAN_ACCESS_POST_ROW_H

#include "engine/access/post.h"

/* One account in one post. */
typedef struct Holding {
    int64_t id;
    int64_t post_id;
    int64_t account_id;
    Str account;
    Str person;
    int64_t unit_id; /* of the post, as the next four */
    Str unit;
    Str title;
    int64_t role_id;
    Str role;
    Date since;
    bool has_until;
    Date until;
    int64_t deputy_for;
    Str deputy_for_name;
    Str why;
} Holding;
LIST_OF(Holding, HoldingList);
extern const Shape holding_shape; /* its labels are those of the trail */

/* What the account holds on any of these days, in posts that have not ended; own first. Of all
 * units: it is about the account. */
must_use bool holdings_of_account(Ctx *ctx, int64_t account_id, Date since, Date until,
                                  HoldingList *ret);
/* Within ctx->scope, without holders; FAIL_NOT_FOUND. */
must_use bool post_read(Ctx *ctx, int64_t id, Post *ret);
Post post_of_holding(Arena *arena, const Holding *holding);
/* 「沙面街热线经办人」 */
Str post_title(Arena *arena, const Post *post);
/* FAIL_DENIED when the role, in this unit, gives more than the actor may give (rights.h). */
must_use bool post_require_giving(Ctx *ctx, int64_t role_id, const Post *post, bool to_himself);
/* Whether the actor holds this post, or one with this role, now or later; 0 = any. */
must_use bool post_is_his(Ctx *ctx, int64_t post_id, int64_t role_id, bool *ret);

#endif
