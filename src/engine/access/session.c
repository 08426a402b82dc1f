#include "engine/access/session.h"

#include "engine/access/access.h"
#include "engine/access/guard.h"
#include "engine/access/standing.h"
#include "port/clock.h"
#include "port/crypto.h"
#include "port/secret.h"
#include "sql_ids.h"

#define MS_PER_MINUTE INT64_C(60000)
#define MS_PER_HOUR (60 * MS_PER_MINUTE)
#define MS_PER_DAY (24 * MS_PER_HOUR)
/* Being awake is written at most so often, because a page asks for much at once; a session may so
 * be found idle that much too early. */
#define TOUCH_MS MS_PER_MINUTE
#define TOKEN_BYTES 32
#define TOKEN_CHARS 43
#define CSRF_BYTES 18
#define ADDRESS_BYTES_MAX 64
/* Rows of sessions that are over are kept so long. */
#define FORGET_MS (7 * MS_PER_DAY)

/* ---- whose request it is --------------------------------------------------------------------- */

static bool fail_over(Ctx *ctx)
{
    fail(ctx, FAIL_UNAUTHENTICATED, "登录已过期");
    return fail_hint(ctx, "重新登录；已填写的内容会保留");
}

/* One row of the table, and the version of all that is remembered. */
typedef struct SessionRow {
    int64_t id;
    int64_t account_id;
    int64_t post_id;
    Str csrf;
    Instant made_at;
    Instant seen_at;
    int64_t version;
} SessionRow;
static const Field row_fields[] = {
    FIELD(SessionRow, id, "编号", FIELD_REQUIRED),
    FIELD(SessionRow, account_id, "账号", FIELD_REQUIRED),
    FIELD(SessionRow, post_id, "岗位", FIELD_REQUIRED),
    FIELD(SessionRow, csrf, "防伪文本", FIELD_REQUIRED),
    FIELD(SessionRow, made_at, "开始于", FIELD_REQUIRED),
    FIELD(SessionRow, seen_at, "最近使用", FIELD_REQUIRED),
    FIELD(SessionRow, version, "版本", FIELD_REQUIRED),
};
static const Shape row_shape = SHAPE(SessionRow, row_fields);

static bool is_open(const Ctx *ctx, const SessionRow *row)
{
    const AccessPolicy *policy = &ctx->access->policy;
    int64_t now = clock_now(ctx).ms;
    return now - row->seen_at.ms <= policy->idle_minutes * MS_PER_MINUTE &&
           now - row->made_at.ms <= policy->session_hours * MS_PER_HOUR;
}

/* When the post chosen is not held any more, another one of the account takes its place, or none.
 */
static bool read_standing(Ctx *ctx, const SessionRow *row, Standing *ret)
{
    StandingKey key = {row->version, row->account_id, row->post_id, guard_today(ctx)};
    PostList posts = {0};
    if (!standing_read(ctx, &key, ret))
        return false;
    if (ret->post_id || ret->disabled)
        return true;
    if (!posts_of_account(ctx, row->account_id, key.day, &posts))
        return false;
    key.post_id = posts.count ? posts.at[0].id : 0;
    if (key.post_id == row->post_id)
        return true;
    return db_run(ctx, SQL_SESSION_SET_POST,
                  BINDS({"post_id", bind(key.post_id)}, {"id", bind(row->id)}),
                  /* ret_changed= */ NULL) &&
           standing_read(ctx, &key, ret);
}

static bool keep_awake(Ctx *ctx, const SessionRow *row)
{
    Instant now = clock_now(ctx);
    if (now.ms - row->seen_at.ms < TOUCH_MS)
        return true;
    return db_run(ctx, SQL_SESSION_TOUCH, BINDS({"now", bind(now)}, {"id", bind(row->id)}),
                  /* ret_changed= */ NULL);
}

bool session_actor(Ctx *ctx, Str token, Visit *visit, bool touch, Actor *ret)
{
    SessionRow row;
    Standing standing;
    Str digest;
    bool found = false;
    if (token.len != TOKEN_CHARS)
        return fail_over(ctx);
    if (!crypto_sm3_hex(ctx, &token, 1, &digest) ||
        !db_one(ctx, SQL_SESSION_BY_DIGEST, BINDS({"digest", bind(digest)}), &row_shape, &row,
                &found))
        return false;
    if (!found || !is_open(ctx, &row))
        return fail_over(ctx);
    if (!read_standing(ctx, &row, &standing))
        return false;
    if (standing.disabled)
        return fail_over(ctx);
    if (touch && !keep_awake(ctx, &row))
        return false;
    *ret = standing_actor(ctx, &standing, visit);
    ret->session_id = row.id;
    ret->csrf = row.csrf;
    return true;
}

/* ---- opening and closing --------------------------------------------------------------------- */

bool session_open(Ctx *ctx, int64_t account_id, int64_t post_id, const Visit *visit, Str *ret_token)
{
    const AccessPolicy *policy = &ctx->access->policy;
    Str token = secret_random_token(ctx->arena, TOKEN_BYTES), digest;
    Str csrf = secret_random_token(ctx->arena, CSRF_BYTES);
    Instant now = clock_now(ctx), old = {now.ms - FORGET_MS};
    int64_t id = 0;
    Str address = visit ? str_slice(visit->address, 0, ADDRESS_BYTES_MAX) : STR("");
    Str agent = visit ? device_name(ctx->arena, visit->agent) : STR("");
    if (!crypto_sm3_hex(ctx, &token, 1, &digest) ||
        !db_number(ctx, SQL_SESSION_ADD,
                   BINDS({"digest", bind(digest)}, {"account_id", bind(account_id)},
                         {"post_id", bind(post_id)}, {"csrf", bind(csrf)},
                         {"address", bind(address)}, {"agent", bind(agent)}, {"now", bind(now)}),
                   &id) ||
        !db_run(ctx, SQL_SESSION_END_SURPLUS,
                BINDS({"now", bind(now)}, {"account_id", bind(account_id)},
                      {"kept", bind(policy->sessions_max)}),
                NULL) ||
        !db_run(ctx, SQL_SESSION_FORGET,
                BINDS({"account_id", bind(account_id)}, {"before", bind(old)}), NULL))
        return fail_while(ctx, "登记登录");
    *ret_token = token;
    return true;
}

bool sessions_end(Ctx *ctx, int64_t account_id, int64_t spared)
{
    return db_run(ctx, SQL_SESSION_END_ALL,
                  BINDS({"now", bind(clock_now(ctx))}, {"account_id", bind(account_id)},
                        {"spared", bind(spared)}),
                  /* ret_changed= */ NULL);
}

bool session_end(Ctx *ctx, int64_t id, const AuditNote *note)
{
    if (!db_begin(ctx))
        return false;
    bool done = db_run(ctx, SQL_SESSION_END, BINDS({"now", bind(clock_now(ctx))}, {"id", bind(id)}),
                       /* ret_changed= */ NULL) &&
                audit_note(ctx, note);
    return done ? db_commit(ctx) : db_rollback(ctx);
}

bool sign_out(Ctx *ctx)
{
    const Actor *actor = ctx->actor;
    if (!guard_person(ctx))
        return false;
    if (!actor->session_id)
        return fail(ctx, FAIL_STATE, "没有登录，不用退出");
    AuditNote note = {
        .action = "sign-out", .object = "account", .key = actor->account_id, .title = actor->name};
    if (!session_end(ctx, actor->session_id, &note))
        return false;
    if (actor->visit)
        actor->visit->close_session = true;
    return true;
}

/* One of the posts that the actor may act in today. */
static bool find_own_post(Ctx *ctx, int64_t post_id, Post *ret)
{
    PostList posts = {0};
    if (!guard_person(ctx) ||
        !posts_of_account(ctx, ctx->actor->account_id, guard_today(ctx), &posts))
        return false;
    LIST_EACH (const Post, post, &posts)
        if (post->id == post_id) {
            *ret = *post;
            return true;
        }
    return fail(ctx, FAIL_NOT_FOUND, "现在没有担任这个岗位");
}

bool session_act_as(Ctx *ctx, int64_t post_id)
{
    Post chosen = {0};
    if (!find_own_post(ctx, post_id, &chosen))
        return false;
    if (!ctx->actor->session_id)
        return fail(ctx, FAIL_STATE, "没有登录，不能换岗位");
    AuditNote note = {.action = "session.post",
                      .object = "post",
                      .key = post_id,
                      .title =
                          str_format(ctx->arena, "%.*s%.*s", STRF(chosen.unit), STRF(chosen.title)),
                      .unit_id = chosen.unit_id};
    if (!db_begin(ctx))
        return false;
    bool done = db_run(ctx, SQL_SESSION_SET_POST,
                       BINDS({"post_id", bind(post_id)}, {"id", bind(ctx->actor->session_id)}),
                       /* ret_changed= */ NULL) &&
                audit_note(ctx, &note);
    return done ? db_commit(ctx) : db_rollback(ctx);
}

bool session_actor_in(Ctx *ctx, int64_t post_id, Actor *ret)
{
    const Actor *actor = ctx->actor;
    Standing standing;
    StandingKey key = {.post_id = post_id, .day = guard_today(ctx)};
    if (!guard_person(ctx))
        return false;
    key.account_id = actor->account_id;
    if (!db_number(ctx, SQL_ACCESS_VERSION_NOW, NO_BINDS, &key.version) ||
        !standing_read(ctx, &key, &standing))
        return false;
    if (!standing.post_id)
        return fail(ctx, FAIL_NOT_FOUND, "现在没有担任这个岗位");
    *ret = standing_actor(ctx, &standing, actor->visit);
    ret->session_id = actor->session_id;
    ret->csrf = actor->csrf;
    return true;
}
