#include "domain/administration/diagnosis.h"

#include "domain/administration/audit_check.h"
#include "domain/administration/demo.h"
#include "engine/calendar/calendar.h"
#include "port/clock.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
/* Whoever uses a token needs time to ask for the next. */
#define TOKEN_WARNING_DAYS 14
/* The notices of the last years came out in October to December. */
#define NEXT_YEAR_MONTH 11

static void add(Ctx *ctx, DiagnosisList *list, Diagnosis line)
{
    *LIST_ADD(ctx->arena, list) = line;
}

static bool diagnose_audit(Ctx *ctx, DiagnosisList *list)
{
    AuditVerdict verdict;
    Diagnosis line = {.subject = STR("操作记录")};
    if (!audit_examine(ctx, STR(""), STR(""), &verdict))
        return false;
    line.finding = verdict.holds ? str_format(ctx->arena, "%lld条，与签名的链头相符",
                                              (long long)verdict.entries)
                                 : verdict.finding;
    if (!verdict.holds) {
        line.state = DIAGNOSIS_BROKEN;
        line.remedy = STR("保留现场，用另存的链头核对：tongban audit verify --head 文件");
    }
    add(ctx, list, line);
    Str failure =
        ctx->access->sealer ? audit_sealer_failure(ctx->access->sealer, ctx->arena) : (Str){0};
    if (!str_empty(failure))
        add(ctx, list,
            (Diagnosis){.subject = STR("链头"),
                        .state = DIAGNOSIS_BROKEN,
                        .finding = failure,
                        .remedy = STR("检查数据目录的 audit/ 能否写入")});
    return true;
}

/* The password that init printed is still in somebody's terminal. */
static bool diagnose_admin(Ctx *ctx, DiagnosisList *list)
{
    Account admin;
    if (!account_by_name(ctx, STR("admin"), &admin)) {
        /* There need not be one of this name for ever. */
        bool absent = ctx->fail.code == FAIL_NOT_FOUND;
        if (absent)
            fail_clear(ctx);
        return absent;
    }
    if (!admin.disabled && admin.password_due)
        add(ctx, list,
            (Diagnosis){.subject = STR("账号·admin"),
                        .state = DIAGNOSIS_WARNING,
                        .finding = STR("还没有修改初始密码"),
                        .remedy = STR("用 admin 登录并修改密码；丢失了初始密码："
                                      "tongban account reset admin")});
    return true;
}

static bool diagnose_calendar(Ctx *ctx, DiagnosisList *list)
{
    Calendar calendar;
    CivilDate today = date_civil(instant_date(clock_now(ctx)));
    if (!calendar_read(ctx, &calendar))
        return false;
    for (int year = today.year; year <= today.year + (today.month >= NEXT_YEAR_MONTH); year++)
        if (!calendar_year(&calendar, year))
            add(ctx, list,
                (Diagnosis){.subject = STR("日历"),
                            .state = DIAGNOSIS_WARNING,
                            .finding = str_format(ctx->arena, "缺少%d年的节假日安排", year),
                            .remedy = str_format(ctx->arena,
                                                 "国务院办公厅发布放假通知后，写成 %d.yaml 放进"
                                                 "数据目录的 packs/calendar/",
                                                 year)});
    return true;
}

static bool diagnose_tokens(Ctx *ctx, DiagnosisList *list)
{
    TokenList tokens = {0};
    int64_t now = clock_now(ctx).ms;
    if (!tokens_read(ctx, /* account_id= */ 0, &tokens))
        return false;
    LIST_EACH (const Token, token, &tokens) {
        int64_t left = token->expires_at.ms - now;
        if (token->revoked || left <= 0 || left > TOKEN_WARNING_DAYS * DAY_MS)
            continue;
        Buf expires = buf_create(ctx->arena, 64);
        instant_print_short(&expires, token->expires_at);
        add(ctx, list,
            (Diagnosis){.subject = str_format(ctx->arena, "令牌·%.*s", STRF(token->name)),
                        .state = DIAGNOSIS_WARNING,
                        .finding = str_format(ctx->arena, "将于%.*s到期", STRF(buf_str(&expires))),
                        .remedy = str_format(ctx->arena,
                                             "换一个新的：tongban token create --user %.*s "
                                             "--scope %.*s",
                                             STRF(token->account), STRF(token->scope))});
    }
    return true;
}

static bool diagnose_demo(Ctx *ctx, DiagnosisList *list)
{
    DemoAccountList accounts;
    bool demo;
    if (!demo_accounts(ctx, &accounts, &demo))
        return false;
    if (demo && accounts.count)
        add(ctx, list,
            (Diagnosis){.subject = STR("演示账号"),
                        .state = DIAGNOSIS_WARNING,
                        .finding = str_format(ctx->arena, "%zu个演示账号的密码写在登录页上",
                                              accounts.count),
                        .remedy = STR("真实数据用另一个数据目录：tongban init --data 目录")});
    return true;
}

bool administration_diagnose(Ctx *ctx, DiagnosisList *list)
{
    return diagnose_audit(ctx, list) && diagnose_admin(ctx, list) && diagnose_calendar(ctx, list) &&
           diagnose_tokens(ctx, list) && diagnose_demo(ctx, list);
}
