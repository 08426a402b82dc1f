/* Devices: the open sessions of an account, as he knows them. */
#include "engine/access/session.h"

#include "base/utf8.h"
#include "engine/access/access.h"
#include "engine/access/guard.h"
#include "port/clock.h"
#include "sql_ids.h"

#define MS_PER_MINUTE INT64_C(60000)
#define MS_PER_HOUR (60 * MS_PER_MINUTE)
#define AGENT_RUNES_MAX 60

static const Field device_fields[] = {
    FIELD(Device, id, "编号", 0),          FIELD(Device, address, "地址", 0),
    FIELD(Device, agent, "设备", 0),       FIELD(Device, made_at, "登录于", 0),
    FIELD(Device, seen_at, "最近使用", 0), FIELD(Device, current, "当前设备", 0),
};
const Shape device_shape = SHAPE(Device, device_fields);

/* ---- names ----------------------------------------------------------------------------------- */

typedef struct AgentWord {
    const char *mark; /* in what the browser calls itself */
    const char *name;
} AgentWord;

/* In this order: Edge calls itself Chrome too, and Chrome Safari; Android is a Linux. */
static const AgentWord browsers[] = {
    {"Edg/", "Edge"},       {"QQBrowser/", "QQ浏览器"}, {"MicroMessenger/", "微信"},
    {"DingTalk/", "钉钉"},  {"Firefox/", "Firefox"},    {"Chrome/", "Chrome"},
    {"Version/", "Safari"}, {"curl/", "curl"},
};
static const AgentWord systems[] = {
    {"Windows", "Windows"}, {"HarmonyOS", "鸿蒙"}, {"Android", "Android"},
    {"iPhone", "iPhone"},   {"iPad", "iPad"},      {"Mac OS X", "macOS"},
    {"UOS", "统信UOS"},     {"Kylin", "麒麟"},     {"Linux", "Linux"},
};

static const AgentWord *word_in(Str agent, const AgentWord *words, size_t count, size_t *ret_at)
{
    for (size_t i = 0; i < count; i++) {
        *ret_at = str_find(agent, str_of(words[i].mark));
        if (*ret_at != STR_NONE)
            return &words[i];
    }
    return NULL;
}

Str device_name(Arena *arena, Str agent)
{
    size_t at = 0, system_at = 0;
    const AgentWord *browser = word_in(agent, browsers, ARRAY_LEN(browsers), &at);
    const AgentWord *system = word_in(agent, systems, ARRAY_LEN(systems), &system_at);
    if (!browser && !system)
        return utf8_prefix(agent, AGENT_RUNES_MAX);
    if (!browser)
        return str_of(system->name);
    Str version = str_after(agent, at + strlen(browser->mark));
    size_t digits = 0;
    while (digits < version.len && digits < 6 && version.at[digits] >= '0' &&
           version.at[digits] <= '9')
        digits++;
    return str_format(arena, "%s%s%.*s%s%s", browser->name, digits ? " " : "", (int)digits,
                      version.at ? version.at : "", system ? "，" : "", system ? system->name : "");
}

/* ---- the list -------------------------------------------------------------------------------- */

/* One's own account, or one that may be seen, with the right to look after sessions. */
static bool may_touch(Ctx *ctx, int64_t account_id)
{
    Account account;
    if (!guard_person(ctx))
        return false;
    if (account_id == ctx->actor->account_id)
        return true;
    return actor_require(ctx, "access.sessions") && account_read(ctx, account_id, &account);
}

bool devices_read(Ctx *ctx, int64_t account_id, DeviceList *ret)
{
    if (!may_touch(ctx, account_id))
        return false;
    const AccessPolicy *policy = &ctx->access->policy;
    int64_t now = clock_now(ctx).ms;
    Instant idle = {now - policy->idle_minutes * MS_PER_MINUTE - 1};
    Instant made = {now - policy->session_hours * MS_PER_HOUR - 1};
    DeviceList devices = {0};
    if (!db_all(ctx, SQL_SESSION_DEVICES,
                BINDS({"current", bind(ctx->actor->session_id)}, {"account_id", bind(account_id)},
                      {"idle_since", bind(idle)}, {"made_since", bind(made)}),
                &device_shape, &devices))
        return fail_while(ctx, "读取登录的设备");
    *ret = devices;
    return true;
}

typedef struct Owner {
    int64_t id;
    int64_t account_id;
    Str address;
    Str agent;
} Owner;
static const Field owner_fields[] = {
    FIELD(Owner, id, "编号", FIELD_REQUIRED),
    FIELD(Owner, account_id, "账号", FIELD_REQUIRED),
    FIELD(Owner, address, "地址", FIELD_REQUIRED),
    FIELD(Owner, agent, "设备", FIELD_REQUIRED),
};
static const Shape owner_shape = SHAPE(Owner, owner_fields);

bool device_end(Ctx *ctx, int64_t session_id)
{
    Owner owner;
    Account account;
    bool found = false;
    if (!guard_person(ctx) || !db_one(ctx, SQL_SESSION_OWNER, BINDS({"id", bind(session_id)}),
                                      &owner_shape, &owner, &found))
        return false;
    bool own = found && owner.account_id == ctx->actor->account_id;
    /* A guessed number tells nothing: the same failure for none and for one of somebody else. */
    if (!found || (!own && !actor_may(ctx->actor, "access.sessions")))
        return fail(ctx, FAIL_NOT_FOUND, "没有这个登录的设备，或已退出");
    if (own)
        account = (Account){.name = ctx->actor->name, .unit_id = 0};
    else if (!account_read(ctx, owner.account_id, &account))
        return fail(ctx, FAIL_NOT_FOUND, "没有这个登录的设备，或已退出");
    AuditNote note = {.action = "session.end",
                      .object = "account",
                      .key = owner.account_id,
                      .title = account.name,
                      .unit_id = account.unit_id,
                      .facts = str_format(ctx->arena, "设备：%.*s，%.*s", STRF(owner.agent),
                                          STRF(owner.address))};
    return session_end(ctx, session_id, &note);
}
