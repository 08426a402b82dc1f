#include "engine/access/account.h"

#include "base/utf8.h"
#include "engine/access/access.h"
#include "engine/access/credential.h"
#include "engine/access/guard.h"
#include "engine/access/post_row.h"
#include "engine/access/rights.h"
#include "engine/access/session.h"
#include "port/clock.h"
#include "port/secret.h"
#include "sql_ids.h"

#define NAME_BYTES_MIN 2
#define NAME_BYTES_MAX 32
#define PERSON_RUNES_MAX 32
#define PHONE_BYTES_MAX 20

/* What the trail names of a password: that it changed. */
typedef struct PasswordChange {
    Str password;
} PasswordChange;
static const Field password_fields[] = {FIELD(PasswordChange, password, "密码", FIELD_SECRET)};
static const Shape password_shape = SHAPE(PasswordChange, password_fields);

/* ---- checking -------------------------------------------------------------------------------- */

static bool check_name(Ctx *ctx, Str name)
{
    bool good = name.len >= NAME_BYTES_MIN && name.len <= NAME_BYTES_MAX;
    for (size_t i = 0; good && i < name.len; i++) {
        char c = name.at[i];
        bool letter = c >= 'a' && c <= 'z';
        good = letter || (i > 0 && ((c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'));
    }
    if (good)
        return true;
    fail(ctx, FAIL_INVALID, "用户名「%.*s」不合规则", STRF(name));
    return fail_hint(ctx, "%d 到 %d 个小写字母、数字、点、下划线、连字符，以字母开头",
                     NAME_BYTES_MIN, NAME_BYTES_MAX);
}

static bool check_phone(Ctx *ctx, Str phone)
{
    bool good = phone.len <= PHONE_BYTES_MAX;
    for (size_t i = 0; good && i < phone.len; i++)
        good = (phone.at[i] >= '0' && phone.at[i] <= '9') || phone.at[i] == '-' ||
               phone.at[i] == '+' || phone.at[i] == ' ';
    if (good)
        return true;
    fail(ctx, FAIL_INVALID, "电话「%.*s」不像电话号码", STRF(phone));
    return fail_hint(ctx, "数字、连字符、加号，最多 %d 位；没有就留空", PHONE_BYTES_MAX);
}

static bool check(Ctx *ctx, const Account *account)
{
    return guard_name(ctx, "姓名", account->person, PERSON_RUNES_MAX) &&
           check_phone(ctx, account->phone);
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool note(Ctx *ctx, const char *action, const Account *before, const Account *after, Str why,
                 Str facts)
{
    const Account *account = after ? after : before;
    AuditNote note = {.action = action,
                      .object = "account",
                      .key = account->id,
                      .title = account->name,
                      .unit_id = account->unit_id,
                      .why = why,
                      .facts = facts,
                      .changes = audit_changes(ctx->arena, &account_shape, before, after)};
    return audit_note(ctx, &note);
}

static bool require_free_name(Ctx *ctx, Str name)
{
    Credential other;
    bool taken = false;
    if (!credential_by_name(ctx, name, &other, &taken))
        return false;
    return !taken || fail(ctx, FAIL_CONFLICT, "用户名「%.*s」已有人用", STRF(name));
}

static bool create_in(Ctx *ctx, Account account, Str hash, bool due, int64_t *ret_id)
{
    if (!check_name(ctx, account.name) || !check(ctx, &account) ||
        !guard_unit(ctx, account.unit_id) || !require_free_name(ctx, account.name) ||
        !db_number(ctx, SQL_ACCOUNT_ADD,
                   BINDS({"unit_id", bind(account.unit_id)}, {"name", bind(account.name)},
                         {"person", bind(account.person)}, {"phone", bind(account.phone)},
                         {"hash", bind(hash)}, {"now", bind(clock_now(ctx))}, {"due", bind(due)}),
                   ret_id))
        return false;
    Account made;
    return account_read(ctx, *ret_id, &made) &&
           note(ctx, "account.create", NULL, &made, STR(""), STR(""));
}

static bool create(Ctx *ctx, const Account *account, Str password, bool due, int64_t *ret_id)
{
    Account trimmed = *account;
    trimmed.name = str_trim(account->name);
    trimmed.person = str_trim(account->person);
    trimmed.phone = str_trim(account->phone);
    Str hash;
    int64_t id = 0;
    Guard guard;
    /* Hashed before the transaction: it takes its time, and others would wait. */
    if (!credential_hash(ctx, password, &hash) || !guard_begin(ctx, &guard))
        return false;
    if (!create_in(ctx, trimmed, hash, due, &id))
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    *ret_id = id;
    return true;
}

bool account_create(Ctx *ctx, const Account *account, Str *ret_password, int64_t *ret_id)
{
    Str password = secret_random_text(ctx->arena, PASSWORD_MADE_CHARS);
    if (!create(ctx, account, password, /* due= */ true, ret_id))
        return false;
    *ret_password = password;
    return true;
}

bool account_create_with(Ctx *ctx, const Account *account, Str password, int64_t *ret_id)
{
    return create(ctx, account, password, /* due= */ false, ret_id);
}

/* ---- changing -------------------------------------------------------------------------------- */

static bool require_other(Ctx *ctx, int64_t id, const char *what)
{
    if (id == ACCOUNT_SYSTEM)
        return fail(ctx, FAIL_DENIED, "系统账号不能%s", what);
    if (ctx->actor && ctx->actor->account_id == id)
        return fail(ctx, FAIL_DENIED, "不能%s自己的账号", what);
    return true;
}

static bool change_in(Ctx *ctx, Account wanted, Str why)
{
    Account before, after;
    if (wanted.id == ACCOUNT_SYSTEM)
        return fail(ctx, FAIL_DENIED, "系统账号不能修改");
    /* A unit that has ended meanwhile may stay. */
    if (!account_read(ctx, wanted.id, &before) || !check(ctx, &wanted) ||
        (wanted.unit_id != before.unit_id && !guard_unit(ctx, wanted.unit_id)) ||
        !db_run(ctx, SQL_ACCOUNT_SET,
                BINDS({"person", bind(wanted.person)}, {"phone", bind(wanted.phone)},
                      {"unit_id", bind(wanted.unit_id)}, {"id", bind(wanted.id)}),
                /* ret_changed= */ NULL))
        return false;
    return account_read(ctx, wanted.id, &after) &&
           note(ctx, "account.change", &before, &after, why, STR(""));
}

bool account_change(Ctx *ctx, const Account *account, Str why)
{
    Account wanted = *account;
    wanted.person = str_trim(account->person);
    wanted.phone = str_trim(account->phone);
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return change_in(ctx, wanted, why) ? db_commit(ctx) : db_rollback(ctx);
}

#define DAYS_AHEAD 36500

/* Nobody shuts out one whose posts see rows that he does not: a home unit is no rank. And who knows
 * a password can sign in with it: so nobody resets (`resets`) the account of one who administers
 * what he may not himself (codes of this engine), either. Other rights of the account do not keep
 * its owner from getting a new password. */
static bool require_below(Ctx *ctx, const Account *account, bool resets)
{
    HoldingList holdings = {0};
    Date today = guard_today(ctx);
    if (!holdings_of_account(ctx, account->id, today, (Date){today.days + DAYS_AHEAD}, &holdings))
        return false;
    LIST_EACH (const Holding, holding, &holdings) {
        Role role;
        Rights rights;
        if (!role_read(ctx, holding->role_id, &role) ||
            !rights_of_role(ctx, &role, holding->unit_id, holding->unit, &rights))
            return false;
        rights_narrow(ctx, STR("access"), &rights);
        rights.sees = 0;
        if (!resets)
            rights.permission_count = 0;
        if (!rights_require_own(ctx, &rights, account->name))
            return false;
    }
    return true;
}

static bool end_tokens(Ctx *ctx, int64_t id)
{
    /* Of all units that they act in: the account itself was found within the scope. */
    const DbScope *before = scope_lift(ctx);
    bool good = db_run(ctx, SQL_TOKEN_REVOKE_ALL,
                       BINDS({"now", bind(clock_now(ctx))}, {"account_id", bind(id)}),
                       /* ret_changed= */ NULL);
    scope_lower(ctx, before);
    return good;
}

static bool disable_in(Ctx *ctx, const Guard *guard, int64_t id, bool disabled, Str why)
{
    Account before, after;
    if (!require_other(ctx, id, disabled ? "停用" : "启用") || !account_read(ctx, id, &before) ||
        !require_below(ctx, &before, /* resets= */ false))
        return false;
    if (before.disabled == disabled)
        return fail(ctx, FAIL_STATE, "账号「%.*s」已经%s", STRF(before.name),
                    disabled ? "停用" : "启用");
    bool done =
        db_run(ctx, SQL_ACCOUNT_SET_DISABLED, BINDS({"disabled", bind(disabled)}, {"id", bind(id)}),
               /* ret_changed= */ NULL) &&
        (!disabled || (sessions_end(ctx, id, /* spared= */ 0) && end_tokens(ctx, id))) &&
        guard_keeps_administrator(ctx, guard) && account_read(ctx, id, &after);
    return done && note(ctx, disabled ? "account.disable" : "account.enable", &before, &after, why,
                        disabled ? STR("登录和令牌随之结束") : STR(""));
}

bool account_disable(Ctx *ctx, int64_t id, bool disabled, Str why)
{
    Guard guard;
    if (!guard_begin(ctx, &guard))
        return false;
    return disable_in(ctx, &guard, id, disabled, why) ? db_commit(ctx) : db_rollback(ctx);
}

/* ---- resetting ------------------------------------------------------------------------------- */

static bool reset_in(Ctx *ctx, int64_t id, Str hash, Str why)
{
    Account before;
    Credential credential;
    if (!require_other(ctx, id, "重置") || !account_read(ctx, id, &before) ||
        !require_below(ctx, &before, /* resets= */ true) || !credential_by_id(ctx, id, &credential))
        return false;
    PasswordChange old = {credential.password_hash}, new = {hash};
    bool done =
        credential_set_password(ctx, &credential, hash, /* due= */ true, /* keep= */ true) &&
        db_run(ctx, SQL_ACCOUNT_SET_FACTOR,
               BINDS({"secret", bind(STR(""))}, {"on", bind(false)}, {"step", bind(0)},
                     {"id", bind(id)}),
               /* ret_changed= */ NULL) &&
        attempts_forget(ctx, before.name) && sessions_end(ctx, id, /* spared= */ 0);
    AuditNote note = {.action = "account.reset",
                      .object = "account",
                      .key = id,
                      .title = before.name,
                      .unit_id = before.unit_id,
                      .why = why,
                      .facts = credential.factor_on ? STR("锁定解除，动态口令停用，登录结束")
                                                    : STR("锁定解除，登录结束"),
                      .changes = audit_changes(ctx->arena, &password_shape, &old, &new)};
    return done && audit_note(ctx, &note);
}

bool account_reset(Ctx *ctx, int64_t id, Str why, Str *ret_password)
{
    Str password = secret_random_text(ctx->arena, PASSWORD_MADE_CHARS), hash;
    Guard guard;
    if (!credential_hash(ctx, password, &hash) || !guard_begin(ctx, &guard))
        return false;
    if (!reset_in(ctx, id, hash, why))
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    *ret_password = password;
    return true;
}

/* ---- one's own password ---------------------------------------------------------------------- */

static bool change_password_in(Ctx *ctx, const Credential *credential, Str hash)
{
    PasswordChange old = {credential->password_hash}, new = {hash};
    AuditNote note = {.action = "account.password",
                      .object = "account",
                      .key = credential->id,
                      .title = credential->name,
                      .unit_id = credential->unit_id,
                      .facts = STR("其他设备的登录随之结束"),
                      .changes = audit_changes(ctx->arena, &password_shape, &old, &new)};
    return access_changed(ctx) &&
           credential_set_password(ctx, credential, hash, /* due= */ false, /* keep= */ true) &&
           sessions_end(ctx, credential->id, /* spared= */ ctx->actor->session_id) &&
           audit_note(ctx, &note);
}

static bool change_password(Ctx *ctx, Str before, Str after)
{
    Credential credential;
    Str hash;
    if (!credential_by_id(ctx, ctx->actor->account_id, &credential) ||
        !password_check(ctx, &ctx->access->policy, after, credential.name, credential.person) ||
        !credential_confirm(ctx, &credential, before) ||
        !credential_is_new(ctx, &credential, after) || !credential_hash(ctx, after, &hash) ||
        !db_begin(ctx))
        return false;
    return change_password_in(ctx, &credential, hash) ? db_commit(ctx) : db_rollback(ctx);
}

bool account_change_password(Ctx *ctx, Str before, Str after)
{
    bool done = guard_person(ctx);
    if (done && ctx->actor->account_id == ACCOUNT_SYSTEM)
        done = fail(ctx, FAIL_DENIED, "系统账号没有密码");
    done = done && change_password(ctx, before, after);
    secret_wipe(before);
    secret_wipe(after);
    return done;
}
