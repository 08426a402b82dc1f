/* Personal fields in full, for a reason: counted and noted (个人信息保护法 Art.51). */
#include "engine/access/access.h"
#include "engine/access/guard.h"

#include "base/utf8.h"
#include "sql_ids.h"

#define REASON_RUNES_MIN 2
#define REASON_RUNES_MAX 200

static bool check_reason(Ctx *ctx, Str reason)
{
    size_t runes = utf8_count(str_trim(reason));
    if (runes >= REASON_RUNES_MIN && runes <= REASON_RUNES_MAX)
        return true;
    fail(ctx, FAIL_INVALID, "查看完整信息要写明缘由");
    return fail_hint(ctx, "写 %d 到 %d 个字，例如「回访工单」", REASON_RUNES_MIN, REASON_RUNES_MAX);
}

static bool count(Ctx *ctx, int64_t *ret)
{
    int64_t account_id = ctx->actor->account_id;
    Date today = guard_today(ctx);
    return db_run(ctx, SQL_REVEAL_FORGET,
                  BINDS({"account_id", bind(account_id)}, {"day", bind(today)}),
                  /* ret_changed= */ NULL) &&
           db_number(ctx, SQL_REVEAL_COUNT,
                     BINDS({"account_id", bind(account_id)}, {"day", bind(today)}), ret);
}

static bool fail_limit(Ctx *ctx, AuditNote *note)
{
    note->refused = true;
    note->facts = STR("超过每日次数");
    if (!audit_note(ctx, note))
        return false;
    fail(ctx, FAIL_LIMITED, "今天查看完整信息的次数已到 %lld 次",
         (long long)ctx->access->policy.reveals_per_day);
    return fail_hint(ctx, "明天再看，或请管理员代为办理");
}

bool reveal_note(Ctx *ctx, const char *object, int64_t key, Str title, int64_t unit_id, Str field,
                 Str reason)
{
    int64_t reveals = 0;
    if (!ctx->actor)
        return fail(ctx, FAIL_UNAUTHENTICATED, "还没有登录，或登录已过期");
    if (!check_reason(ctx, reason))
        return false;
    AuditNote note = {.action = "reveal",
                      .object = object,
                      .key = key,
                      .title = title,
                      .unit_id = unit_id,
                      .why = str_trim(reason),
                      .facts = str_format(ctx->arena, "字段：%.*s", STRF(field))};
    if (!db_begin(ctx))
        return false;
    if (!count(ctx, &reveals))
        return db_rollback(ctx);
    if (reveals > ctx->access->policy.reveals_per_day) {
        (void)db_rollback(ctx);
        return fail_limit(ctx, &note);
    }
    return audit_note(ctx, &note) ? db_commit(ctx) : db_rollback(ctx);
}

bool account_reveal(Ctx *ctx, int64_t id, Str field, Str reason, Str *ret)
{
    Account account;
    if (!actor_require(ctx, "access.reveal") || !account_read(ctx, id, &account))
        return false;
    bool phone = str_equal_c(field, "phone");
    if (!phone && !str_equal_c(field, "person")) {
        fail(ctx, FAIL_INVALID, "账号没有「%.*s」这个字段可看", STRF(field));
        return fail_hint(ctx, "可用：phone（电话）、person（姓名）");
    }
    if (!reveal_note(ctx, "account", id, account.name, account.unit_id,
                     phone ? STR("电话") : STR("姓名"), reason))
        return false;
    *ret = phone ? account.phone : account.person;
    return true;
}
