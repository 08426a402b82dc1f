/* Who holds a post, from when to when; leave and its deputies. */
#include "engine/access/post.h"

#include "engine/access/access.h"
#include "engine/access/guard.h"
#include "engine/access/post_row.h"
#include "sql_ids.h"

#define LEAVE_DAYS_MAX 366

/* ---- one holding ----------------------------------------------------------------------------- */

static bool note(Ctx *ctx, const char *action, const Post *post, const Holding *before,
                 const Holding *after, Str why)
{
    AuditNote note = {.action = action,
                      .object = "post",
                      .key = post->id,
                      .title = post_title(ctx->arena, post),
                      .unit_id = post->unit_id,
                      .why = why,
                      .changes = audit_changes(ctx->arena, &holding_shape, before, after)};
    return audit_note(ctx, &note);
}

/* Holdings of a post within the scope; their holders may be of other units. */
static bool holding_read(Ctx *ctx, int64_t id, Holding *ret, Post *ret_post)
{
    bool found = false;
    const DbScope *before = scope_lift(ctx);
    bool good = db_one(ctx, SQL_HOLDER_BY_ID, BINDS({"id", bind(id)}), &holding_shape, ret, &found);
    scope_lower(ctx, before);
    if (!good)
        return false;
    if (!found || !post_read(ctx, ret->post_id, ret_post))
        return fail(ctx, FAIL_NOT_FOUND, "没有这项任职");
    return true;
}

static bool add(Ctx *ctx, const Post *post, const Holding *holding)
{
    int64_t id = 0;
    Holding made;
    Post same;
    BindValue until = holding->has_until ? bind(holding->until) : bind_null();
    BindValue deputy_for = holding->deputy_for ? bind(holding->deputy_for) : bind_null();
    const DbScope *before = scope_lift(ctx); /* the caller has asked whose post it is */
    bool good =
        db_number(ctx, SQL_HOLDER_ADD,
                  BINDS({"unit_id", bind(post->unit_id)}, {"post_id", bind(post->id)},
                        {"account_id", bind(holding->account_id)}, {"since", bind(holding->since)},
                        {"until", until}, {"deputy_for", deputy_for}, {"why", bind(holding->why)}),
                  &id) &&
        holding_read(ctx, id, &made, &same);
    scope_lower(ctx, before);
    return good && note(ctx, holding->deputy_for ? "post.deputise" : "post.assign", post, NULL,
                        &made, holding->why);
}

static bool check_days(Ctx *ctx, Date since, const Date *until)
{
    return !until || until->days >= since.days ||
           fail(ctx, FAIL_INVALID, "任职的最后一天早于第一天");
}

static bool overlaps(Ctx *ctx, int64_t post_id, int64_t account_id, Date since, const Date *until,
                     bool *ret)
{
    int64_t count = 0;
    const DbScope *before = scope_lift(ctx); /* the caller has asked whose post it is */
    bool good =
        db_number(ctx, SQL_HOLDER_OVERLAPS,
                  BINDS({"post_id", bind(post_id)}, {"account_id", bind(account_id)},
                        {"until", until ? bind(*until) : bind_null()}, {"since", bind(since)}),
                  &count);
    scope_lower(ctx, before);
    *ret = count > 0;
    return good;
}

static bool assign_in(Ctx *ctx, int64_t post_id, const Holding *holding)
{
    Post post;
    Account account;
    bool twice = false;
    const Date *until = holding->has_until ? &holding->until : NULL;
    if (!post_read(ctx, post_id, &post) || !account_read(ctx, holding->account_id, &account) ||
        !check_days(ctx, holding->since, until))
        return false;
    if (post.ended)
        return fail(ctx, FAIL_STATE, "岗位「%.*s」已撤销", STRF(post.title));
    if (account.disabled || account.id == ACCOUNT_SYSTEM)
        return fail(ctx, FAIL_STATE, "账号「%.*s」不能任职", STRF(account.name));
    bool to_himself = ctx->actor && account.id == ctx->actor->account_id;
    if (!post_require_giving(ctx, post.role_id, &post, to_himself) ||
        !overlaps(ctx, post_id, account.id, holding->since, until, &twice))
        return false;
    if (twice)
        return fail(ctx, FAIL_CONFLICT, "「%.*s」在这段时间已担任「%.*s」", STRF(account.name),
                    STRF(post.title));
    return add(ctx, &post, holding);
}

bool post_assign(Ctx *ctx, int64_t post_id, int64_t account_id, Date since, const Date *until,
                 Str why)
{
    Holding holding = {.account_id = account_id,
                       .since = since,
                       .has_until = until != NULL,
                       .until = until ? *until : (Date){0},
                       .why = why};
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return assign_in(ctx, post_id, &holding) ? db_commit(ctx) : db_rollback(ctx);
}

static bool release_in(Ctx *ctx, const Guard *guard, int64_t id, Date until, Str why)
{
    Holding before, after;
    Post post;
    if (!holding_read(ctx, id, &before, &post) ||
        !post_require_giving(ctx, post.role_id, &post, /* to_himself= */ false))
        return false;
    /* Released before it began: it never does. */
    if (until.days < before.since.days)
        until.days = before.since.days - 1;
    if (before.has_until && before.until.days <= until.days)
        return fail(ctx, FAIL_STATE, "这项任职到那时已经结束");
    return db_run(ctx, SQL_HOLDER_SET_UNTIL, BINDS({"until", bind(until)}, {"id", bind(id)}),
                  /* ret_changed= */ NULL) &&
           guard_keeps_administrator(ctx, guard) && holding_read(ctx, id, &after, &post) &&
           note(ctx, "post.release", &post, &before, &after, why);
}

bool post_release(Ctx *ctx, int64_t holder_id, Date until, Str why)
{
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return release_in(ctx, &guard, holder_id, until, why) ? db_commit(ctx) : db_rollback(ctx);
}

/* ---- leave ----------------------------------------------------------------------------------- */

typedef struct Leave {
    int64_t account_id;
    int64_t deputy_id;
    Date since;
    Date until;
    Str why;
    bool by_himself;
} Leave;

static bool check_leave(Ctx *ctx, const Leave *leave)
{
    if (!guard_person(ctx) || !check_days(ctx, leave->since, &leave->until))
        return false;
    /* Else an initial password, which somebody else has seen, would give away the rights. */
    if (ctx->actor->password_due)
        return fail(ctx, FAIL_PASSWORD_DUE, "先修改密码，再登记请假");
    if (leave->until.days < guard_today(ctx).days)
        return fail(ctx, FAIL_INVALID, "这段时间已经过去");
    if (leave->until.days - leave->since.days >= LEAVE_DAYS_MAX) {
        fail(ctx, FAIL_INVALID, "代理不能超过 %d 天", LEAVE_DAYS_MAX);
        return fail_hint(ctx, "更长的时间，请管理员另行任职");
    }
    if (leave->account_id == leave->deputy_id)
        return fail(ctx, FAIL_INVALID, "自己不能代理自己");
    return leave->by_himself || actor_require(ctx, "access.posts");
}

/* Himself: anybody at home in the same unit, or whom he may see; a number that is guessed tells
 * nothing of others. An administrator: whom he may see, both. */
static bool find_both(Ctx *ctx, const Leave *leave, Account *ret_deputy)
{
    Account absent;
    if (!leave->by_himself)
        return account_read(ctx, leave->account_id, &absent) &&
               account_read(ctx, leave->deputy_id, ret_deputy);
    const DbScope *before = scope_lift(ctx);
    bool good = account_read(ctx, leave->account_id, &absent) &&
                account_read(ctx, leave->deputy_id, ret_deputy);
    scope_lower(ctx, before);
    if (!good)
        return false;
    return ret_deputy->unit_id == absent.unit_id || scope_allows(before, ret_deputy->unit_id) ||
           fail(ctx, FAIL_NOT_FOUND, "没有这个账号");
}

static Date later(Date a, Date b)
{
    return a.days > b.days ? a : b;
}

/* Which of his own holdings the deputy takes over: not one that he has himself all along. */
static bool takes_over(Ctx *ctx, const Leave *leave, const Holding *holding, bool *ret)
{
    int64_t own = 0;
    bool twice = false;
    if (holding->deputy_for) {
        *ret = false;
        return true;
    }
    const DbScope *before = scope_lift(ctx); /* the posts of both, in whichever unit */
    bool good =
        db_number(ctx, SQL_HOLDER_OVERLAPS_OWN,
                  BINDS({"post_id", bind(holding->post_id)}, {"account_id", bind(leave->deputy_id)},
                        {"until", bind(leave->until)}, {"since", bind(leave->since)}),
                  &own);
    scope_lower(ctx, before);
    if (!good || (!own && !overlaps(ctx, holding->post_id, leave->deputy_id, leave->since,
                                    &leave->until, &twice)))
        return false;
    if (twice)
        return fail(ctx, FAIL_CONFLICT, "这段时间「%.*s%.*s」已由他代理", STRF(holding->unit),
                    STRF(holding->title));
    *ret = own == 0;
    return true;
}

static bool delegate_one(Ctx *ctx, const Leave *leave, const Holding *holding)
{
    Post post = post_of_holding(ctx->arena, holding);
    bool to_himself = leave->deputy_id == ctx->actor->account_id;
    if (!leave->by_himself && !post_require_giving(ctx, post.role_id, &post, to_himself))
        return false;
    bool ends_before = holding->has_until && holding->until.days < leave->until.days;
    Holding deputy = {.account_id = leave->deputy_id,
                      .since = later(holding->since, leave->since),
                      .has_until = true,
                      .until = ends_before ? holding->until : leave->until,
                      .deputy_for = leave->account_id,
                      .why = leave->why};
    return add(ctx, &post, &deputy);
}

static bool delegate_in(Ctx *ctx, const Leave *leave)
{
    Account deputy;
    HoldingList holdings = {0};
    size_t taken = 0;
    if (!check_leave(ctx, leave) || !find_both(ctx, leave, &deputy))
        return false;
    if (deputy.disabled || deputy.id == ACCOUNT_SYSTEM)
        return fail(ctx, FAIL_STATE, "账号「%.*s」不能代理", STRF(deputy.name));
    if (!holdings_of_account(ctx, leave->account_id, leave->since, leave->until, &holdings))
        return false;
    LIST_EACH (const Holding, holding, &holdings) {
        bool takes = false;
        if (!takes_over(ctx, leave, holding, &takes) ||
            (takes && !delegate_one(ctx, leave, holding)))
            return false;
        taken += takes;
    }
    return taken > 0 || fail(ctx, FAIL_STATE, "这段时间没有可以代理的岗位");
}

bool post_delegate(Ctx *ctx, int64_t account_id, int64_t deputy_id, Date since, Date until, Str why)
{
    Leave leave = {.account_id = account_id,
                   .deputy_id = deputy_id,
                   .since = since,
                   .until = until,
                   .why = why,
                   .by_himself = ctx->actor && ctx->actor->account_id == account_id};
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return delegate_in(ctx, &leave) ? db_commit(ctx) : db_rollback(ctx);
}
