/* The second factor: time-based one-time codes (RFC 6238 over RFC 4226), 30 s, 6 digits, SHA-1. */
#include "engine/access/access.h"
#include "engine/access/credential.h"
#include "engine/access/guard.h"
#include "port/clock.h"
#include "port/crypto.h"
#include "port/qr.h"
#include "port/secret.h"
#include "sql_ids.h"

#define STEP_MS INT64_C(30000)
#define SECRET_BYTES 20 /* RFC 4226 §4: as long as the hash */
#define CODE_DIGITS 6
#define CODE_RANGE 1000000U
#define STEPS_BESIDE 1              /* clocks differ, and people type slowly */
#define ISSUER "%E9%80%9A%E5%8A%9E" /* 通办 */

static const Field setup_fields[] = {
    FIELD(SecondFactorSetup, secret, "密钥", 0),
    FIELD(SecondFactorSetup, address, "地址", 0),
    FIELD(SecondFactorSetup, picture, "二维码", 0, .max_runes = 200000),
};
const Shape second_factor_setup_shape = SHAPE(SecondFactorSetup, setup_fields);

/* What the trail names: that the secret changed, and whether it is in force. */
typedef struct FactorChange {
    Str secret;
    bool on;
} FactorChange;
static const Field factor_fields[] = {
    FIELD(FactorChange, secret, "动态口令密钥", FIELD_SECRET),
    FIELD(FactorChange, on, "动态口令", 0),
};
static const Shape factor_shape = SHAPE(FactorChange, factor_fields);

/* ---- codes ----------------------------------------------------------------------------------- */

bool factor_code(Ctx *ctx, Str secret, int64_t step, Str *ret)
{
    unsigned char counter[8], hash[20];
    for (size_t i = 0; i < sizeof counter; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    if (!crypto_hmac_sha1(ctx, secret, str_from(counter, sizeof counter), hash))
        return false;
    /* RFC 4226 §5.3: the last half-byte tells where to cut. */
    size_t at = hash[19] & 0x0f;
    uint32_t cut = ((uint32_t)(hash[at] & 0x7f) << 24) | ((uint32_t)hash[at + 1] << 16) |
                   ((uint32_t)hash[at + 2] << 8) | hash[at + 3];
    *ret = str_format(ctx->arena, "%0*u", CODE_DIGITS, cut % CODE_RANGE);
    return true;
}

static bool open_secret(Ctx *ctx, const Credential *credential, Str *ret)
{
    Str sealed;
    if (!hex_decode(ctx->arena, credential->factor_secret, &sealed))
        return fail(ctx, FAIL_SYSTEM, "动态口令的密钥读不出");
    if (crypto_open(ctx, ctx->access->data_key, sealed, ret))
        return true;
    fail(ctx, FAIL_SYSTEM, "动态口令的密钥解不开：密钥文件与数据库不配套");
    return fail_hint(ctx, "恢复原来的 keys/data.key，或请管理员重置账号");
}

bool factor_fits(Ctx *ctx, const Credential *credential, Str code, bool *ret_fits,
                 int64_t *ret_step)
{
    Str secret, wanted, typed = str_trim(code);
    int64_t now = clock_now(ctx).ms / STEP_MS;
    bool fits = false;
    if (!open_secret(ctx, credential, &secret))
        return false;
    for (int64_t step = now - STEPS_BESIDE; step <= now + STEPS_BESIDE; step++) {
        if (!factor_code(ctx, secret, step, &wanted))
            return false;
        if (secret_equal(typed, wanted) && step > credential->factor_step) {
            fits = true;
            *ret_step = step;
        }
    }
    secret_wipe(secret);
    *ret_fits = fits;
    return true;
}

bool factor_take(Ctx *ctx, int64_t account_id, int64_t step, bool *ret_taken)
{
    int64_t id = 0;
    const DbScope *before = scope_lift(ctx); /* before there is a scope, or about oneself */
    bool good = db_number(ctx, SQL_ACCOUNT_TAKE_STEP,
                          BINDS({"step", bind(step)}, {"id", bind(account_id)}), &id);
    scope_lower(ctx, before);
    *ret_taken = id != 0;
    return good;
}

/* ---- one's own ------------------------------------------------------------------------------- */

static bool own_credential(Ctx *ctx, Credential *ret)
{
    if (!guard_person(ctx))
        return false;
    if (ctx->actor->account_id == ACCOUNT_SYSTEM)
        return fail(ctx, FAIL_DENIED, "系统账号没有动态口令");
    return credential_by_id(ctx, ctx->actor->account_id, ret);
}

static bool store(Ctx *ctx, const Credential *credential, Str secret, bool on, int64_t step,
                  const char *action)
{
    FactorChange before = {credential->factor_secret, credential->factor_on}, after = {secret, on};
    AuditNote note = {.action = action,
                      .object = "account",
                      .key = credential->id,
                      .title = credential->name,
                      .unit_id = credential->unit_id,
                      .changes = audit_changes(ctx->arena, &factor_shape, &before, &after)};
    if (!db_begin(ctx))
        return false;
    const DbScope *scope = scope_lift(ctx); /* one's own account, whatever one may see */
    bool done =
        access_changed(ctx) && db_run(ctx, SQL_ACCOUNT_SET_FACTOR,
                                      BINDS({"secret", bind(secret)}, {"on", bind(on)},
                                            {"step", bind(step)}, {"id", bind(credential->id)}),
                                      /* ret_changed= */ NULL);
    scope_lower(ctx, scope);
    return done && audit_note(ctx, &note) ? db_commit(ctx) : db_rollback(ctx);
}

bool second_factor_is_on(Ctx *ctx, bool *ret)
{
    Credential credential;
    if (!credential_by_id(ctx, ctx->actor->account_id, &credential))
        return false;
    *ret = credential.factor_on;
    return true;
}

bool second_factor_begin(Ctx *ctx, SecondFactorSetup *ret)
{
    Credential credential;
    Str sealed;
    if (!own_credential(ctx, &credential))
        return false;
    if (credential.factor_on) {
        fail(ctx, FAIL_STATE, "动态口令已经启用");
        return fail_hint(ctx, "换手机时先停用，再重新设置");
    }
    SecondFactorSetup setup;
    Str secret = secret_random(ctx->arena, SECRET_BYTES);
    setup.secret = base32_encode(ctx->arena, secret);
    setup.address = str_format(
        ctx->arena, "otpauth://totp/%s:%.*s?secret=%.*s&issuer=%s&digits=%d&period=%d", ISSUER,
        STRF(credential.name), STRF(setup.secret), ISSUER, CODE_DIGITS, (int)(STEP_MS / 1000));
    if (!qr_svg(ctx, setup.address, &setup.picture) ||
        !crypto_seal(ctx, ctx->access->data_key, secret, &sealed) ||
        !store(ctx, &credential, hex_encode(ctx->arena, sealed), /* on= */ false, /* step= */ 0,
               "second-factor.begin"))
        return false;
    secret_wipe(secret);
    *ret = setup;
    return true;
}

bool second_factor_confirm(Ctx *ctx, Str code)
{
    Credential credential;
    bool fits = false;
    int64_t step = 0;
    if (!own_credential(ctx, &credential))
        return false;
    if (credential.factor_on)
        return fail(ctx, FAIL_STATE, "动态口令已经启用");
    if (str_empty(credential.factor_secret))
        return fail(ctx, FAIL_STATE, "还没有开始设置动态口令");
    if (!factor_fits(ctx, &credential, code, &fits, &step))
        return false;
    if (!fits) {
        fail(ctx, FAIL_INVALID, "动态口令不正确");
        return fail_hint(ctx, "输入应用里现在显示的 %d 位数字；手机的时间要准", CODE_DIGITS);
    }
    return store(ctx, &credential, credential.factor_secret, /* on= */ true, step,
                 "second-factor.confirm");
}

bool second_factor_end(Ctx *ctx, Str password)
{
    Credential credential;
    bool done = own_credential(ctx, &credential);
    if (done && !credential.factor_on)
        done = fail(ctx, FAIL_STATE, "动态口令没有启用");
    done = done && credential_confirm(ctx, &credential, password) &&
           store(ctx, &credential, STR(""), /* on= */ false, /* step= */ 0, "second-factor.end");
    secret_wipe(password);
    return done;
}
