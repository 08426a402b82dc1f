#include "engine/access/post.h"

#include "base/utf8.h"
#include "engine/access/access.h"
#include "engine/access/guard.h"
#include "engine/access/post_row.h"
#include "engine/access/rights.h"
#include "sql_ids.h"

#define TITLE_RUNES_MAX 32

/* ---- checking -------------------------------------------------------------------------------- */

static bool check_title(Ctx *ctx, Str title, int64_t unit_id, int64_t id)
{
    int64_t same = 0;
    if (!guard_name(ctx, "岗位名称", title, TITLE_RUNES_MAX) ||
        !db_number(ctx, SQL_POST_SAME,
                   BINDS({"unit_id", bind(unit_id)}, {"title", bind(title)}, {"id", bind(id)}),
                   &same))
        return false;
    return same == 0 || fail(ctx, FAIL_CONFLICT, "这个单位已有岗位「%.*s」", STRF(title));
}

bool post_is_his(Ctx *ctx, int64_t post_id, int64_t role_id, bool *ret)
{
    HoldingList holdings = {0};
    Date today = guard_today(ctx), ever = {INT32_MAX};
    *ret = false;
    if (!ctx->actor || !holdings_of_account(ctx, ctx->actor->account_id, today, ever, &holdings))
        return ctx->actor == NULL;
    LIST_EACH (const Holding, holding, &holdings)
        *ret = *ret || ((!post_id || holding->post_id == post_id) &&
                        (!role_id || holding->role_id == role_id));
    return true;
}

bool post_require_giving(Ctx *ctx, int64_t role_id, const Post *post, bool to_himself)
{
    Role role;
    Rights rights;
    return role_read(ctx, role_id, &role) &&
           rights_of_role(ctx, &role, post->unit_id, post->unit, &rights) &&
           rights_require_giving(ctx, &rights, role.title, to_himself);
}

static bool note_post(Ctx *ctx, const char *action, const Post *before, const Post *after, Str why)
{
    const Post *post = after ? after : before;
    AuditNote note = {.action = action,
                      .object = "post",
                      .key = post->id,
                      .title = post_title(ctx->arena, post),
                      .unit_id = post->unit_id,
                      .why = why,
                      .changes = audit_changes(ctx->arena, &post_shape, before, after)};
    return audit_note(ctx, &note);
}

/* ---- changing -------------------------------------------------------------------------------- */

static bool create_in(Ctx *ctx, int64_t unit_id, Str title, int64_t role_id, Str why,
                      int64_t *ret_id)
{
    Post post;
    Role role;
    /* A role that is not there would break the foreign key, and the transaction. */
    if (!role_read(ctx, role_id, &role) || !guard_unit(ctx, unit_id) ||
        !check_title(ctx, title, unit_id, /* id= */ 0) ||
        !db_number(
            ctx, SQL_POST_ADD,
            BINDS({"unit_id", bind(unit_id)}, {"title", bind(title)}, {"role_id", bind(role_id)}),
            ret_id) ||
        !post_read(ctx, *ret_id, &post))
        return false;
    return post_require_giving(ctx, role_id, &post, /* to_himself= */ false) &&
           note_post(ctx, "post.create", NULL, &post, why);
}

bool post_create(Ctx *ctx, int64_t unit_id, Str title, int64_t role_id, Str why, int64_t *ret_id)
{
    Guard guard;
    int64_t id = 0;
    if (!guard_begin(ctx, &guard))
        return false;
    if (!create_in(ctx, unit_id, str_trim(title), role_id, why, &id))
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    *ret_id = id;
    return true;
}

static bool require_standing(Ctx *ctx, const Post *post)
{
    return !post->ended ||
           fail(ctx, FAIL_STATE, "岗位「%.*s%.*s」已撤销", STRF(post->unit), STRF(post->title));
}

static bool change_in(Ctx *ctx, const Guard *guard, int64_t id, Str title, int64_t role_id, Str why)
{
    Post before, after;
    Role role;
    bool his = false;
    if (!post_read(ctx, id, &before) || !require_standing(ctx, &before) ||
        !check_title(ctx, title, before.unit_id, id) || !role_read(ctx, role_id, &role) ||
        !post_is_his(ctx, id, /* role_id= */ 0, &his) ||
        !post_require_giving(ctx, before.role_id, &before, his) ||
        !post_require_giving(ctx, role_id, &before, his))
        return false;
    return db_run(ctx, SQL_POST_SET,
                  BINDS({"title", bind(title)}, {"role_id", bind(role_id)}, {"id", bind(id)}),
                  /* ret_changed= */ NULL) &&
           guard_keeps_administrator(ctx, guard) && post_read(ctx, id, &after) &&
           note_post(ctx, "post.change", &before, &after, why);
}

bool post_change(Ctx *ctx, int64_t id, Str title, int64_t role_id, Str why)
{
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return change_in(ctx, &guard, id, str_trim(title), role_id, why) ? db_commit(ctx)
                                                                     : db_rollback(ctx);
}

/* Holders keep their days, up to today: the flag ends the post at once. */
static bool end_in(Ctx *ctx, const Guard *guard, int64_t id, Str why)
{
    Post before, after;
    if (!post_read(ctx, id, &before) || !require_standing(ctx, &before) ||
        !post_require_giving(ctx, before.role_id, &before, /* to_himself= */ false))
        return false;
    return db_run(ctx, SQL_POST_SET_ENDED, BINDS({"id", bind(id)}), /* ret_changed= */ NULL) &&
           db_run(ctx, SQL_HOLDER_END_ALL,
                  BINDS({"day", bind(guard_today(ctx))}, {"post_id", bind(id)}),
                  /* ret_changed= */ NULL) &&
           guard_keeps_administrator(ctx, guard) && post_read(ctx, id, &after) &&
           note_post(ctx, "post.end", &before, &after, why);
}

bool post_end(Ctx *ctx, int64_t id, Str why)
{
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return end_in(ctx, &guard, id, why) ? db_commit(ctx) : db_rollback(ctx);
}
