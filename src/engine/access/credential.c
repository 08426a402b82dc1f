#include "engine/access/credential.h"

#include "engine/access/access.h"
#include "port/clock.h"
#include "port/fold.h"
#include "port/secret.h"
#include "sql_ids.h"

static const Field credential_fields[] = {
    FIELD(Credential, id, "编号", FIELD_REQUIRED),
    FIELD(Credential, name, "用户名", FIELD_REQUIRED),
    FIELD(Credential, person, "姓名", FIELD_REQUIRED),
    FIELD(Credential, unit_id, "单位", FIELD_REQUIRED),
    FIELD(Credential, disabled, "停用", FIELD_REQUIRED),
    FIELD(Credential, password_hash, "密码", FIELD_REQUIRED | FIELD_SECRET),
    FIELD(Credential, password_at, "密码设于", FIELD_REQUIRED),
    FIELD(Credential, password_due, "须改密码", FIELD_REQUIRED),
    FIELD(Credential, factor_secret, "动态口令", FIELD_REQUIRED | FIELD_SECRET),
    FIELD(Credential, factor_on, "动态口令启用", FIELD_REQUIRED),
    FIELD(Credential, factor_step, "动态口令序号", FIELD_REQUIRED),
};
static const Shape credential_shape = SHAPE(Credential, credential_fields);

static bool read_one(Ctx *ctx, int statement, Binds binds, Credential *ret, bool *ret_found)
{
    const DbScope *before = scope_lift(ctx); /* before there is a scope, or about oneself */
    bool good = db_one(ctx, statement, binds, &credential_shape, ret, ret_found);
    scope_lower(ctx, before);
    return good;
}

bool credential_by_name(Ctx *ctx, Str name, Credential *ret, bool *ret_found)
{
    Str folded = fold_name(ctx->arena, name);
    return read_one(ctx, SQL_CREDENTIAL_BY_NAME, BINDS({"name", bind(folded)}), ret, ret_found);
}

bool credential_by_id(Ctx *ctx, int64_t id, Credential *ret)
{
    bool found = false;
    if (!read_one(ctx, SQL_CREDENTIAL_BY_ID, BINDS({"id", bind(id)}), ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有这个账号");
}

/* ---- passwords ------------------------------------------------------------------------------- */

bool credential_hash(Ctx *ctx, Str password, Str *ret)
{
    const AccessPolicy *policy = &ctx->access->policy;
    return secret_hash(ctx, password, policy->hash_memory_kib, policy->hash_passes, ret);
}

Str credential_nobodys_hash(Ctx *ctx)
{
    const AccessPolicy *policy = &ctx->access->policy;
    return str_format(ctx->arena,
                      "$argon2id$v=19$m=%lld,t=%lld,p=1$bm9ib2R5J3Mgc2FsdC4uLg$"
                      "bm9ib2R5J3MgaGFzaCwgd2hpY2ggbm90aGluZyBoYXM",
                      (long long)policy->hash_memory_kib, (long long)policy->hash_passes);
}

bool credential_fits(Ctx *ctx, const Credential *credential, Str password)
{
    bool usable = credential && !credential->disabled && !str_empty(credential->password_hash) &&
                  credential->id != ACCOUNT_SYSTEM;
    Str hash = usable ? credential->password_hash : credential_nobodys_hash(ctx);
    /* What is longer than a password can be costs the same as a wrong one. */
    bool fits = secret_fits(ctx->arena, str_slice(password, 0, PASSWORD_BYTES_MAX), hash);
    return fits && usable && password.len <= PASSWORD_BYTES_MAX;
}

/* Somebody else may sit at a device that is signed in. */
static bool note_wrong(Ctx *ctx, const Credential *credential, const Attempt *attempt)
{
    AuditNote note = {.action = "account.confirm",
                      .object = "account",
                      .key = credential->id,
                      .title = credential->name,
                      .unit_id = credential->unit_id,
                      .refused = true,
                      .facts =
                          attempt->locks ? STR("当前密码不正确，锁定") : STR("当前密码不正确")};
    return audit_note(ctx, &note);
}

bool credential_confirm(Ctx *ctx, const Credential *credential, Str password)
{
    Attempt attempt;
    if (!attempt_begin(ctx, credential->name, &attempt))
        return false;
    if (!credential_fits(ctx, credential, password))
        return note_wrong(ctx, credential, &attempt) && fail(ctx, FAIL_INVALID, "当前密码不正确");
    return attempt_succeeded(ctx, &attempt);
}

bool credential_set_password(Ctx *ctx, const Credential *credential, Str hash, bool due, bool keep)
{
    int64_t history = ctx->access->policy.password_history;
    bool good = true;
    if (keep && !str_empty(credential->password_hash))
        good = db_run(ctx, SQL_PASSWORD_PAST_ADD,
                      BINDS({"account_id", bind(credential->id)},
                            {"at", bind(credential->password_at)},
                            {"hash", bind(credential->password_hash)}),
                      NULL) &&
               db_run(ctx, SQL_PASSWORD_PAST_TRIM,
                      BINDS({"account_id", bind(credential->id)}, {"kept", bind(history)}), NULL);
    const DbScope *before = scope_lift(ctx); /* the caller has asked whose account it is */
    good = good && db_run(ctx, SQL_ACCOUNT_SET_PASSWORD,
                          BINDS({"hash", bind(hash)}, {"at", bind(clock_now(ctx))},
                                {"due", bind(due)}, {"id", bind(credential->id)}),
                          NULL);
    scope_lower(ctx, before);
    return good;
}

typedef struct PastPassword {
    Str hash;
} PastPassword;
LIST_OF(PastPassword, PastPasswordList);
static const Field past_fields[] = {
    FIELD(PastPassword, hash, "密码", FIELD_REQUIRED | FIELD_SECRET)};
static const Shape past_shape = SHAPE(PastPassword, past_fields);

bool credential_is_new(Ctx *ctx, const Credential *credential, Str password)
{
    int64_t others = ctx->access->policy.password_history - 1;
    PastPasswordList past = {0};
    if (others > 0 && !db_all(ctx, SQL_PASSWORD_PAST_ALL,
                              BINDS({"account_id", bind(credential->id)}, {"count", bind(others)}),
                              &past_shape, &past))
        return false;
    bool used = secret_fits(ctx->arena, password, credential->password_hash);
    LIST_EACH (const PastPassword, old, &past)
        used = used || secret_fits(ctx->arena, password, old->hash);
    if (!used)
        return true;
    fail(ctx, FAIL_INVALID, "新密码最近用过");
    return fail_hint(ctx, "不能与最近 %lld 次的密码相同", (long long)others + 1);
}
