/* What this module declares about itself: the table of contents. */
#include "domain/module.h"

#include "domain/administration/commands.h"
#include "domain/administration/demo.h"
#include "domain/administration/diagnosis.h"
#include "domain/administration/routes.h"
#include "engine/access/access.h"
#include "engine/calendar/calendar.h"
#include "engine/dictionary/dictionary.h"
#include "engine/flow/flow.h"
#include "engine/flow/outbox.h"

/* In one round of the server's periodic work. */
#define OUTBOX_TICK_EVENTS 1000

static const Permission permissions[] = {
    {"access.users", "管理账号", false},
    {"access.sessions", "查看和退出别人的设备", false},
    {"access.posts", "管理岗位和任职", false},
    {"access.roles", "管理角色", true},
    {"access.grant", "授予他人自己没有的业务权限", true},
    {"access.units", "管理机构", true},
    {"access.dictionaries", "管理字典", true},
    {"access.calendar", "管理日历", true},
    {"access.packs", "查看规则包", false},
    {"access.audit", "查看和导出操作记录", false},
    {"access.verify", "核对操作记录链", true},
    {"access.tokens", "管理接口令牌", false},
    {"access.notices", "发布通知", false},
    {"access.receivers", "管理外发接收方", true},
    {"access.reveal", "查看个人信息全文", false},
    {"access.doctor", "查看运行状况", true},
    {NULL, NULL, false},
};

static const Route *const routes[] = {
    session_routes, right_routes, own_routes,        user_routes,     post_routes,
    role_routes,    unit_routes,  dictionary_routes, calendar_routes, pack_routes,
    audit_routes,   token_routes, notice_routes,     outbox_routes,   NULL,
};

static const Command *const commands[] = {
    &command_account_list,    &command_account_create, &command_account_reset,
    &command_account_disable, &command_token_create,   &command_token_list,
    &command_token_revoke,    &command_access_matrix,  &command_audit_verify,
    &command_audit_list,      &command_audit_key,      &command_units_rename,
    &command_units_move,      &command_units_merge,    &command_units_alias,
    &command_notice_add,      &command_deadline,       &command_lifecycle,
};

/* The packs of the module, so that a slip in one is told at start with file and line. */
static bool load_packs(Ctx *ctx)
{
    Calendar calendar;
    DictionaryList dictionaries;
    return calendar_read_statutory(ctx, &calendar) && dictionaries_load(ctx, &dictionaries) &&
           outbox_check(ctx) && lifecycles_check(ctx);
}

static bool tick(Ctx *ctx, const Tick *turn)
{
    int64_t sent;
    bool waited;
    if (!flow_waited_for(ctx, &waited) || (waited && !calendar_tell(ctx)))
        return false;
    return outbox_deliver(ctx, OUTBOX_TICK_EVENTS, turn->stopping, &sent) && outbox_wipe(ctx);
}

static bool install(Ctx *ctx, Console *console)
{
    Str password = {0};
    if (!dictionaries_install(ctx) || !access_install(ctx, &password))
        return false;
    if (!str_empty(password))
        buf_format(console->out, "admin 的初始密码（只显示这一次）：%.*s\n", STRF(password));
    return true;
}

const Module administration_module = {
    .name = "administration",
    .title = "系统管理",
    .permissions = permissions,
    .routes = routes,
    .commands = commands,
    .command_count = ARRAY_LEN(commands),
    .load = load_packs,
    .install = install,
    .demo = demo_begin,
    .demo_after = demo_people,
    .tick = tick,
    .diagnose = administration_diagnose,
};
