#include "engine/access/attempt.h"

#include "engine/access/access.h"
#include "port/clock.h"
#include "port/crypto.h"
#include "port/fold.h"
#include "sql_ids.h"

#define MS_PER_MINUTE INT64_C(60000)
#define KEPT_MS (INT64_C(24) * 60 * MS_PER_MINUTE)

static bool key_of(Ctx *ctx, Str name, Str *ret)
{
    Str parts[] = {STR("sign-in:"), fold_name(ctx->arena, name)};
    return crypto_sm3_hex(ctx, parts, ARRAY_LEN(parts), ret);
}

static bool fail_locked(Ctx *ctx, Instant until)
{
    Buf when = buf_create(ctx->arena, KIB);
    /* To the minute, and the next one: a time that is told must be late enough. */
    instant_print_short(&when, (Instant){until.ms + MS_PER_MINUTE - 1});
    fail(ctx, FAIL_LIMITED, "密码或动态口令连续错误，暂时锁定");
    return fail_hint(ctx, "%.*s 以后再试，或请管理员重置", STRF(buf_str(&when)));
}

static Instant lock_end(const Ctx *ctx, int64_t failures)
{
    const AccessPolicy *policy = &ctx->access->policy;
    int64_t last = (int64_t)policy->lock_delays.count - 1;
    int64_t step = failures - policy->failures_max;
    const PolicyDelay *delay = &policy->lock_delays.at[step < last ? step : last];
    return (Instant){clock_now(ctx).ms + delay->minutes * MS_PER_MINUTE};
}

static bool count(Ctx *ctx, Attempt *attempt)
{
    Instant now = clock_now(ctx), old = {now.ms - KEPT_MS};
    if (!db_run(ctx, SQL_FAILURE_FORGET,
                BINDS({"now", bind(now)}, {"before", bind(old)}, {"kept", bind(ATTEMPTS_KEPT_MAX)}),
                /* ret_changed= */ NULL) ||
        !db_number(ctx, SQL_FAILURE_COUNT, BINDS({"name", bind(attempt->key)}, {"now", bind(now)}),
                   &attempt->failures))
        return false;
    if (attempt->failures == 0)
        return db_number(ctx, SQL_FAILURE_LOCKED_UNTIL, BINDS({"name", bind(attempt->key)}),
                         &attempt->locked_until.ms);
    attempt->locks = attempt->failures >= ctx->access->policy.failures_max;
    if (!attempt->locks)
        return true;
    attempt->locked_until = lock_end(ctx, attempt->failures);
    return db_run(ctx, SQL_FAILURE_LOCK,
                  BINDS({"until", bind(attempt->locked_until)}, {"name", bind(attempt->key)}),
                  /* ret_changed= */ NULL);
}

bool attempt_begin(Ctx *ctx, Str name, Attempt *ret)
{
    Attempt attempt = {0};
    if (!key_of(ctx, name, &attempt.key) || !db_begin(ctx))
        return false;
    if (!count(ctx, &attempt))
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    *ret = attempt;
    return attempt.failures > 0 || fail_locked(ctx, attempt.locked_until);
}

bool attempt_take_back(Ctx *ctx, const Attempt *attempt)
{
    return db_run(ctx, SQL_FAILURE_UNCOUNT, BINDS({"name", bind(attempt->key)}),
                  /* ret_changed= */ NULL);
}

bool attempt_succeeded(Ctx *ctx, const Attempt *attempt)
{
    return db_run(ctx, SQL_FAILURE_CLEAR, BINDS({"name", bind(attempt->key)}),
                  /* ret_changed= */ NULL);
}

bool attempts_forget(Ctx *ctx, Str name)
{
    Attempt attempt = {0};
    return key_of(ctx, name, &attempt.key) && attempt_succeeded(ctx, &attempt);
}
