#include "engine/access/access.h"
#include "engine/access/guard.h"
#include "engine/access/rights.h"
#include "engine/access/standing.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "port/clock.h"
#include "port/crypto.h"
#include "port/secret.h"
#include "sql_ids.h"

#define MS_PER_MINUTE INT64_C(60000)
#define MS_PER_DAY (INT64_C(24) * 60 * MS_PER_MINUTE)
#define CHINA_OFFSET_MS (INT64_C(8) * 60 * MS_PER_MINUTE)
#define TOUCH_MS MS_PER_MINUTE
#define TOKEN_PREFIX "tb_"
#define TOKEN_BYTES 32
#define TOKEN_CHARS (3 + 43)
#define NAME_RUNES_MAX 60
#define SCOPE_BYTES_MAX 2000

static const Field token_fields[] = {
    FIELD(Token, id, "编号", 0),         FIELD(Token, account_id, "账号编号", 0),
    FIELD(Token, account, "账号", 0),    FIELD(Token, name, "用途", 0),
    FIELD(Token, scope, "权限", 0),      FIELD(Token, unit_id, "单位编号", 0),
    FIELD(Token, unit, "单位", 0),       FIELD(Token, made_at, "签发于", 0),
    FIELD(Token, expires_at, "到期", 0), FIELD_MAYBE(Token, used_at, "最近使用", 0),
    FIELD(Token, revoked, "已吊销", 0),
};
const Shape token_shape = SHAPE(Token, token_fields);

/* ---- whose request it is --------------------------------------------------------------------- */

static bool fail_dead(Ctx *ctx)
{
    fail(ctx, FAIL_UNAUTHENTICATED, "令牌无效、已到期或已吊销");
    return fail_hint(ctx, "请管理员签发新的令牌：tongban token create --user 用户名 --scope 权限");
}

typedef struct TokenRow {
    int64_t id;
    int64_t account_id;
    int64_t post_id;
    Str permissions;
    Instant expires_at;
    Instant used_at; /* 0 = never */
    int64_t version;
} TokenRow;
static const Field row_fields[] = {
    FIELD(TokenRow, id, "编号", FIELD_REQUIRED),
    FIELD(TokenRow, account_id, "账号", FIELD_REQUIRED),
    FIELD(TokenRow, post_id, "岗位", FIELD_REQUIRED),
    FIELD(TokenRow, permissions, "权限", FIELD_REQUIRED),
    FIELD(TokenRow, expires_at, "到期", FIELD_REQUIRED),
    FIELD(TokenRow, used_at, "最近使用", FIELD_REQUIRED),
    FIELD(TokenRow, version, "版本", FIELD_REQUIRED),
};
static const Shape row_shape = SHAPE(TokenRow, row_fields);

static bool read_row(Ctx *ctx, Str token, TokenRow *ret, bool *ret_found)
{
    Str digest;
    if (!crypto_sm3_hex(ctx, &token, 1, &digest))
        return false;
    const DbScope *before = scope_lift(ctx); /* this is what makes the scope */
    bool good = db_one(ctx, SQL_TOKEN_BY_DIGEST, BINDS({"digest", bind(digest)}), &row_shape, ret,
                       ret_found);
    scope_lower(ctx, before);
    return good;
}

static bool mark_used(Ctx *ctx, const TokenRow *row)
{
    Instant now = clock_now(ctx);
    if (now.ms - row->used_at.ms < TOUCH_MS)
        return true;
    return db_run(ctx, SQL_TOKEN_USED, BINDS({"id", bind(row->id)}, {"now", bind(now)}),
                  /* ret_changed= */ NULL);
}

bool token_actor(Ctx *ctx, Str token, Visit *visit, Actor *ret)
{
    TokenRow row;
    Standing standing;
    bool found = false;
    if (token.len != TOKEN_CHARS || !str_starts(token, STR(TOKEN_PREFIX)))
        return fail_dead(ctx);
    if (!read_row(ctx, token, &row, &found))
        return false;
    if (!found || row.expires_at.ms <= clock_now(ctx).ms)
        return fail_dead(ctx);
    StandingKey key = {row.version, row.account_id, row.post_id, guard_today(ctx)};
    if (!standing_read(ctx, &key, &standing))
        return false;
    if (standing.disabled || !standing.post_id)
        return fail_dead(ctx);
    if (!mark_used(ctx, &row))
        return false;
    rights_narrow(ctx, row.permissions, &standing.rights);
    *ret = standing_actor(ctx, &standing, visit);
    ret->token_id = row.id;
    /* A program cannot change a password: tokens have an expiry of their own. */
    ret->password_due = false;
    return true;
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool fail_pattern(Ctx *ctx, Str pattern)
{
    Buf modules = buf_create(ctx->arena, 4 * KIB);
    Str last = {0};
    LIST_EACH (const Permission *, permission, &ctx->access->permissions) {
        Str code = str_of((*permission)->code);
        Str module = str_slice(code, 0, str_find_byte(code, '.'));
        if (!str_equal(module, last))
            buf_format(&modules, "%s%.*s", modules.len ? "、" : "", STRF(module));
        last = module;
    }
    fail(ctx, FAIL_INVALID, "没有「%.*s」这项权限", STRF(pattern));
    return fail_hint(ctx, "写 all，或模块名（%.*s），或其中一项权限；几项之间用逗号",
                     STRF(buf_str(&modules)));
}

/* "hotline, assessment.read" as "hotline,assessment.read". */
static bool read_scope(Ctx *ctx, Str text, Str *ret)
{
    Buf scope = buf_create(ctx->arena, SCOPE_BYTES_MAX);
    Str part;
    while (str_split(&text, ',', &part)) {
        part = str_trim(part);
        if (str_empty(part) || !permission_known(&ctx->access->permissions, part))
            return fail_pattern(ctx, part);
        buf_format(&scope, "%s%.*s", scope.len ? "," : "", STRF(part));
    }
    if (!buf_ok(&scope))
        return fail(ctx, FAIL_TOO_LARGE, "令牌的权限太多");
    if (scope.len == 0)
        return fail_pattern(ctx, STR(""));
    *ret = buf_str(&scope);
    return true;
}

/* One's own in whichever unit; of others those that may be seen, as if there were no more. */
static bool posts_to_choose(Ctx *ctx, const Account *account, PostList *ret)
{
    PostList held = {0};
    bool own = account->id == ctx->actor->account_id;
    if (!posts_of_account(ctx, account->id, guard_today(ctx), &held))
        return false;
    LIST_EACH (const Post, post, &held)
        if (own || scope_allows(ctx->scope, post->unit_id))
            *LIST_ADD(ctx->arena, ret) = *post;
    return true;
}

static bool choose_post(Ctx *ctx, const Account *account, Str unit, Post *ret)
{
    PostList posts = {0};
    if (!posts_to_choose(ctx, account, &posts))
        return false;
    LIST_EACH (const Post, post, &posts) {
        if (str_empty(unit) || str_equal(post->unit, unit)) {
            *ret = *post;
            return true;
        }
    }
    if (str_empty(unit) || posts.count == 0)
        return fail(ctx, FAIL_STATE, "「%.*s」现在没有岗位，令牌做不了任何事", STRF(account->name));
    fail(ctx, FAIL_NOT_FOUND, "「%.*s」在「%.*s」没有岗位", STRF(account->name), STRF(unit));
    Str *units = NEW(ctx->arena, Str, posts.count);
    for (size_t i = 0; i < posts.count; i++)
        units[i] = posts.at[i].unit;
    Str near = nearest_list(ctx->arena, unit, units, posts.count, 3);
    return str_empty(near) ? false : fail_hint(ctx, "是否应为「%.*s」", STRF(near));
}

static bool choose_expiry(Ctx *ctx, const TokenRequest *request, Instant *ret)
{
    int64_t days = ctx->access->policy.token_days_max;
    int64_t now = clock_now(ctx).ms;
    Instant expires = {now + days * MS_PER_DAY};
    if (request->has_expires) {
        Instant end = {(int64_t)(request->expires.days + 1) * MS_PER_DAY - CHINA_OFFSET_MS};
        if (end.ms <= now)
            return fail(ctx, FAIL_INVALID, "令牌的到期日已经过去");
        if (end.ms > expires.ms + MS_PER_DAY)
            return fail(ctx, FAIL_INVALID, "令牌最长 %lld 天", (long long)days);
        expires = end;
    }
    *ret = expires;
    return true;
}

/* A token of somebody else's is his rights in one's own hand: only what one has oneself. */
static bool require_own(Ctx *ctx, const Account *account, const Post *post, Str scope)
{
    Role role;
    Rights rights;
    if (account->id == ctx->actor->account_id)
        return true;
    if (!role_read(ctx, post->role_id, &role) ||
        !rights_of_role(ctx, &role, post->unit_id, post->unit, &rights))
        return false;
    rights_narrow(ctx, scope, &rights);
    return rights_require_own(ctx, &rights, scope);
}

static bool read_token(Ctx *ctx, int64_t id, Token *ret)
{
    bool found = false;
    if (!db_one(ctx, SQL_TOKEN_ALL, BINDS({"account_id", bind(0)}, {"id", bind(id)}), &token_shape,
                ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有这个令牌");
}

typedef struct NewToken {
    Account account;
    Post post;
    Str name;
    Str scope;
    Str digest;
    Instant expires;
} NewToken;

static bool prepare(Ctx *ctx, const TokenRequest *request, NewToken *token)
{
    token->name = str_trim(request->name);
    if (!guard_name(ctx, "令牌的用途", token->name, NAME_RUNES_MAX) ||
        !account_by_name(ctx, request->account, &token->account))
        return false;
    if (token->account.disabled)
        return fail(ctx, FAIL_STATE, "账号「%.*s」已停用", STRF(token->account.name));
    return read_scope(ctx, request->scope, &token->scope) &&
           choose_post(ctx, &token->account, request->unit, &token->post) &&
           choose_expiry(ctx, request, &token->expires) &&
           require_own(ctx, &token->account, &token->post, token->scope);
}

static bool note_token(Ctx *ctx, const char *action, const Token *before, const Token *after,
                       Str why)
{
    const Token *token = after ? after : before;
    AuditNote note = {
        .action = action,
        .object = "token",
        .key = token->id,
        .title = str_format(ctx->arena, "%.*s（%.*s）", STRF(token->name), STRF(token->account)),
        .unit_id = token->unit_id,
        .why = why,
        .changes = audit_changes(ctx->arena, &token_shape, before, after)};
    return audit_note(ctx, &note);
}

static bool create_in(Ctx *ctx, const TokenRequest *request, Str digest, Token *ret)
{
    NewToken token = {.digest = digest};
    int64_t id = 0;
    if (!prepare(ctx, request, &token) ||
        !db_number(ctx, SQL_TOKEN_ADD,
                   BINDS({"unit_id", bind(token.post.unit_id)}, {"digest", bind(digest)},
                         {"account_id", bind(token.account.id)}, {"post_id", bind(token.post.id)},
                         {"name", bind(token.name)}, {"permissions", bind(token.scope)},
                         {"now", bind(clock_now(ctx))}, {"expires", bind(token.expires)}),
                   &id))
        return false;
    return read_token(ctx, id, ret) && note_token(ctx, "token.create", NULL, ret, STR(""));
}

bool token_create(Ctx *ctx, const TokenRequest *request, Str *ret_token, Token *ret)
{
    if (!guard_person(ctx))
        return false;
    Str random = secret_random_token(ctx->arena, TOKEN_BYTES), digest;
    Str token = str_format(ctx->arena, TOKEN_PREFIX "%.*s", STRF(random));
    Token made;
    if (!crypto_sm3_hex(ctx, &token, 1, &digest) || !db_begin(ctx))
        return false;
    if (!create_in(ctx, request, digest, &made))
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    *ret_token = token;
    *ret = made;
    return true;
}

/* ---- the list -------------------------------------------------------------------------------- */

bool tokens_read(Ctx *ctx, int64_t account_id, TokenList *ret)
{
    TokenList tokens = {0};
    const DbScope *before = ctx->scope;
    if (ctx->actor && account_id && account_id == ctx->actor->account_id)
        (void)scope_lift(ctx); /* one's own, whichever unit they act in */
    bool good = db_all(ctx, SQL_TOKEN_ALL, BINDS({"account_id", bind(account_id)}, {"id", bind(0)}),
                       &token_shape, &tokens);
    scope_lower(ctx, before);
    if (!good)
        return fail_while(ctx, "读取令牌");
    *ret = tokens;
    return true;
}

static bool revoke_in(Ctx *ctx, int64_t id, Str why)
{
    Token before, after;
    if (!read_token(ctx, id, &before))
        return false;
    if (before.revoked)
        return fail(ctx, FAIL_STATE, "这个令牌已经吊销");
    return db_run(ctx, SQL_TOKEN_REVOKE, BINDS({"now", bind(clock_now(ctx))}, {"id", bind(id)}),
                  /* ret_changed= */ NULL) &&
           read_token(ctx, id, &after) && note_token(ctx, "token.revoke", &before, &after, why);
}

bool token_revoke(Ctx *ctx, int64_t id, Str why)
{
    if (!guard_person(ctx) || !db_begin(ctx))
        return false;
    return revoke_in(ctx, id, why) ? db_commit(ctx) : db_rollback(ctx);
}
