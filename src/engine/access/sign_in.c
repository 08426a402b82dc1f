#include "engine/access/sign_in.h"

#include "base/utf8.h"
#include "engine/access/access.h"
#include "engine/access/credential.h"
#include "engine/access/guard.h"
#include "engine/access/session.h"
#include "port/clock.h"
#include "port/fold.h"
#include "port/secret.h"
#include "sql_ids.h"

#define NAME_BYTES_MAX 128

/* One sign-in on its way. */
typedef struct Entering {
    Str name; /* folded */
    Visit *visit;
    bool known;
    Credential credential;
    Attempt attempt;
    int64_t step; /* of the second factor; 0 = it has none */
    bool stale;   /* the password was reset, or the account disabled, while it was being proved */
} Entering;

/* ---- the trail ------------------------------------------------------------------------------- */

/* What is typed as a name may be a password: a name that nobody bears is not written down. */
static Str title_of(Ctx *ctx, const Entering *entering)
{
    if (entering->known)
        return entering->credential.name;
    return str_format(ctx->arena, "（没有的用户名，%zu个字）", utf8_count(entering->name));
}

/* By nobody: it is not known who it is. Keeps the failure that is on its way. */
static bool note_refusal(Ctx *ctx, const Entering *entering, const char *action, const char *facts)
{
    Fail failure = ctx->fail;
    const Actor *actor = ctx->actor;
    AuditNote note = {.action = action,
                      .object = "account",
                      .key = entering->known ? entering->credential.id : 0,
                      .title = title_of(ctx, entering),
                      .unit_id = entering->known ? entering->credential.unit_id : 0,
                      .address = entering->visit ? entering->visit->address : STR(""),
                      .refused = true,
                      .facts = str_of(facts)};
    ctx->actor = NULL;
    if (audit_note(ctx, &note))
        ctx->fail = failure;
    ctx->actor = actor;
    return false;
}

/* ---- refusing -------------------------------------------------------------------------------- */

/* The same words whether the name exists, is disabled, or the password is wrong. */
static bool refuse(Ctx *ctx, const Entering *entering)
{
    fail(ctx, FAIL_UNAUTHENTICATED, "用户名或密码不正确");
    fail_hint(ctx, "留意大小写；连续 %lld 次错误，将锁定一段时间",
              (long long)ctx->access->policy.failures_max);
    return note_refusal(ctx, entering, "sign-in.failed",
                        entering->attempt.locks ? "用户名或密码不正确，锁定"
                                                : "用户名或密码不正确");
}

static bool refuse_code(Ctx *ctx, const Entering *entering)
{
    fail(ctx, FAIL_SECOND_FACTOR, "动态口令不正确，或已经用过");
    fail_hint(ctx, "输入应用里现在显示的 6 位数字；刚用过就等下一个");
    return note_refusal(ctx, entering, "sign-in.failed",
                        entering->attempt.locks ? "动态口令不正确，锁定" : "动态口令不正确");
}

static bool ask_code(Ctx *ctx, const Entering *entering)
{
    return attempt_take_back(ctx, &entering->attempt) &&
           (fail(ctx, FAIL_SECOND_FACTOR, "还要输入动态口令") ||
            fail_hint(ctx, "打开手机上的验证器，输入显示的 6 位数字"));
}

/* ---- entering -------------------------------------------------------------------------------- */

static bool begin(Ctx *ctx, Entering *entering)
{
    if (!credential_by_name(ctx, entering->name, &entering->credential, &entering->known))
        return false;
    if (attempt_begin(ctx, entering->name, &entering->attempt))
        return true;
    if (ctx->fail.code != FAIL_LIMITED)
        return false;
    if (entering->visit)
        entering->visit->retry_seconds =
            (int)((entering->attempt.locked_until.ms - clock_now(ctx).ms + 999) / 1000);
    return note_refusal(ctx, entering, "sign-in.locked", "锁定期间");
}

static bool prove(Ctx *ctx, Entering *entering, const SignIn *in)
{
    const Credential *credential = entering->known ? &entering->credential : NULL;
    bool fits = false;
    if (!credential_fits(ctx, credential, in->password))
        return refuse(ctx, entering);
    if (!credential->factor_on)
        return true;
    if (str_empty(str_trim(in->code)))
        return ask_code(ctx, entering);
    if (!factor_fits(ctx, credential, in->code, &fits, &entering->step))
        return false;
    return fits || refuse_code(ctx, entering);
}

/* A hash of other parameters than the policy's is made anew while the password is known. */
static bool renew_hash(Ctx *ctx, const Credential *credential, Str password, Str *ret)
{
    const AccessPolicy *policy = &ctx->access->policy;
    *ret = (Str){0};
    return !secret_is_dated(ctx->arena, credential->password_hash, policy->hash_memory_kib,
                            policy->hash_passes) ||
           credential_hash(ctx, password, ret);
}

static bool store_hash(Ctx *ctx, const Credential *credential, Str hash)
{
    const DbScope *before = scope_lift(ctx); /* before there is a scope */
    bool good = db_run(ctx, SQL_ACCOUNT_SET_PASSWORD,
                       BINDS({"hash", bind(hash)}, {"at", bind(credential->password_at)},
                             {"due", bind(credential->password_due)}, {"id", bind(credential->id)}),
                       /* ret_changed= */ NULL);
    scope_lower(ctx, before);
    return good;
}

static bool mark_seen(Ctx *ctx, int64_t account_id)
{
    const DbScope *before = scope_lift(ctx); /* before there is a scope */
    bool good = db_run(ctx, SQL_ACCOUNT_SEEN,
                       BINDS({"now", bind(clock_now(ctx))}, {"id", bind(account_id)}),
                       /* ret_changed= */ NULL);
    scope_lower(ctx, before);
    return good;
}

/* As whom the entry of the sign-in is written; what he may do is worked out afterwards. */
static Actor newcomer(const Entering *entering, const Post *post)
{
    const Credential *credential = &entering->credential;
    Actor actor = {.account_id = credential->id,
                   .name = credential->name,
                   .person = credential->person,
                   .scope = {.units = STR("[]"), .person = credential->id},
                   .visit = entering->visit};
    if (post) {
        actor.post_id = post->id;
        actor.post = post->title;
        actor.unit_id = post->unit_id;
        actor.unit = post->unit;
        actor.standing_in_for = post->holders.at[0].deputy_for_name;
    }
    return actor;
}

static bool note_entry(Ctx *ctx, const Entering *entering, const Post *post, bool rehashed)
{
    const Actor *before = ctx->actor;
    const DbScope *scope = ctx->scope;
    Actor actor = newcomer(entering, post);
    AuditNote note = {.action = "sign-in.ok",
                      .object = "account",
                      .key = actor.account_id,
                      .title = actor.name,
                      .unit_id = entering->credential.unit_id,
                      .facts = rehashed ? STR("密码按新的参数重新散列") : STR("")};
    actor_enter(ctx, &actor);
    bool noted = audit_note(ctx, &note);
    ctx->actor = before;
    ctx->scope = scope;
    return noted;
}

static bool look_again(Ctx *ctx, Entering *entering)
{
    const Credential *proved = &entering->credential;
    Credential now;
    if (!credential_by_id(ctx, proved->id, &now))
        return false;
    entering->stale = now.disabled || !str_equal(now.password_hash, proved->password_hash);
    return !entering->stale;
}

/* In a transaction. *ret_taken false: the code was used in the meantime. */
static bool enter(Ctx *ctx, Entering *entering, Str hash, Str *ret_token, bool *ret_taken)
{
    const Credential *credential = &entering->credential;
    PostList posts = {0};
    *ret_taken = true;
    if (!look_again(ctx, entering))
        return false;
    if (entering->step && !factor_take(ctx, credential->id, entering->step, ret_taken))
        return false;
    if (!*ret_taken)
        return false;
    if (!posts_of_account(ctx, credential->id, guard_today(ctx), &posts))
        return false;
    const Post *post = posts.count ? &posts.at[0] : NULL;
    return (str_empty(hash) || store_hash(ctx, credential, hash)) &&
           mark_seen(ctx, credential->id) && attempt_succeeded(ctx, &entering->attempt) &&
           session_open(ctx, credential->id, post ? post->id : 0, entering->visit, ret_token) &&
           note_entry(ctx, entering, post, !str_empty(hash));
}

static bool sign_in_with(Ctx *ctx, const SignIn *in, Entering *entering, Str *ret_token)
{
    Str hash;
    bool taken = true;
    if (!begin(ctx, entering) || !prove(ctx, entering, in) ||
        !renew_hash(ctx, &entering->credential, in->password, &hash) || !db_begin(ctx))
        return false;
    if (enter(ctx, entering, hash, ret_token, &taken))
        return db_commit(ctx);
    (void)db_rollback(ctx);
    if (entering->stale)
        return refuse(ctx, entering);
    return !taken && refuse_code(ctx, entering);
}

bool sign_in(Ctx *ctx, const SignIn *in, Visit *visit, Actor *ret)
{
    Str name = str_slice(in->name, 0, NAME_BYTES_MAX), token;
    /* Cut in the midst of a character it is no name of anybody's. */
    Entering entering = {.name =
                             utf8_check(name) == STR_NONE ? fold_name(ctx->arena, name) : STR("?"),
                         .visit = visit};
    bool done = sign_in_with(ctx, in, &entering, &token);
    secret_wipe(in->password);
    if (!done || !session_actor(ctx, token, visit, /* touch= */ false, ret))
        return false;
    if (visit)
        visit->open_session = token;
    return true;
}
