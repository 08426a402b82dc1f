#include "face/api/gate.h"

#include "base/utf8.h"
#include "port/clock.h"
#include "port/http_form.h"
#include "port/network.h"
#include "port/secret.h"

#define BEARER "Bearer "

/* Whether the gate is only looked at, or passed. */
typedef enum GateStep { GATE_LOOK, GATE_ENTER } GateStep;

static Str bearer_of(const HttpRequest *request)
{
    Str value = http_header(&request->headers, "Authorization");
    return str_starts(value, STR(BEARER)) ? str_trim(str_after(value, strlen(BEARER))) : (Str){0};
}

/* Where a standard wants the token among the parameters, it is taken from there. */
static Str key_of(Ctx *ctx, const HttpRequest *request, const char *parameter)
{
    HttpParams form = {0};
    Str key = http_param(&request->query, parameter);
    if (str_empty(key) && http_form_read(ctx->arena, request->content_type, request->body, &form))
        key = http_param(&form, parameter);
    return str_trim(key);
}

/* A browser says what it likes, in any bytes. */
static Str agent_of(Arena *arena, const HttpRequest *request)
{
    Str agent = str_slice(http_header(&request->headers, "User-Agent"), 0, AGENT_BYTES_MAX);
    while (!str_empty(agent) && utf8_check(agent) != STR_NONE)
        agent = str_slice(agent, 0, utf8_check(agent));
    return str_copy(arena, agent);
}

static bool is_change(const HttpRequest *request)
{
    return request->method == HTTP_POST || request->method == HTTP_DELETE;
}

/* ---- who asks -------------------------------------------------------------------------------- */

static bool fail_limited(Ctx *ctx, int retry_seconds)
{
    fail(ctx, FAIL_LIMITED, "来自这个地址的无效登录凭据太多");
    return fail_hint(ctx, "请在 %d 秒后再试；已登录的用户不受影响", retry_seconds);
}

/* The failure is of the credentials: ctx->fail is FAIL_UNAUTHENTICATED. */
static void count_failure(Ctx *ctx, const Gate *gate, Caller *caller)
{
    Str address = caller->visit.address;
    if (limiter_count(gate->guesses, network_of(address), clock_ticks(), &caller->retry_seconds))
        LOG(gate->log, LOG_WARNING, "limited", log_str("address", address));
    if (caller->retry_seconds)
        fail_limited(ctx, caller->retry_seconds);
}

static bool identify(Ctx *ctx, const Gate *gate, const HttpRequest *request, const GateAsk *ask,
                     GateStep step, Caller *caller)
{
    Str bearer = bearer_of(request);
    if (ask->key_parameter && str_empty(bearer))
        bearer = key_of(ctx, request, ask->key_parameter);
    Str cookie = http_cookie(&request->headers, SESSION_COOKIE);
    bool known;
    if (!str_empty(bearer)) {
        known = token_actor(ctx, bearer, &caller->visit, &caller->actor);
    } else if (!str_empty(cookie) && !ask->key_parameter) {
        caller->by_cookie = true;
        known = session_actor(ctx, cookie, &caller->visit, /* touch= */ step == GATE_ENTER,
                              &caller->actor);
    } else {
        return true; /* actor_require says that nobody has signed in */
    }
    if (known) {
        actor_enter(ctx, &caller->actor);
        return true;
    }
    if (step == GATE_ENTER && ctx->fail.code == FAIL_UNAUTHENTICATED) {
        caller->dead_cookie = caller->by_cookie;
        count_failure(ctx, gate, caller);
    }
    return false;
}

static bool check_csrf(Ctx *ctx, const HttpRequest *request, const Caller *caller)
{
    if (!caller->by_cookie || !is_change(request))
        return true;
    Str sent = http_header(&request->headers, CSRF_HEADER);
    if (!str_empty(caller->actor.csrf) && secret_equal(sent, caller->actor.csrf))
        return true;
    fail(ctx, FAIL_DENIED, "修改请求缺少本次登录的校验码，或与之不符");
    return fail_hint(ctx, "刷新页面后再试；程序调用请用令牌");
}

static bool pass(Ctx *ctx, const Gate *gate, const HttpRequest *request, const GateAsk *ask,
                 GateStep step, Caller *caller)
{
    const char *permission = ask->permission;
    *caller =
        (Caller){.visit = {.address = str_copy(ctx->arena, request->client),
                           .agent = agent_of(ctx->arena, request),
                           .host = str_copy(ctx->arena, http_header(&request->headers, "Host")),
                           .secure = request->secure}};
    if (strcmp(permission, PERMISSION_ANYONE) == 0) {
        caller->actor = (Actor){.person = STR("未登录"),
                                .scope = {.units = STR("[]")},
                                .scope_label = STR("无"),
                                .visit = &caller->visit};
        actor_enter(ctx, &caller->actor);
        return true;
    }
    if (!identify(ctx, gate, request, ask, step, caller) ||
        (ctx->actor && !check_csrf(ctx, request, caller)))
        return false;
    if (actor_require(ctx, permission))
        return true;
    if (step == GATE_ENTER && ctx->fail.code == FAIL_DENIED)
        gate_note_denied(ctx, gate, request, permission);
    return false;
}

bool gate_count(Ctx *ctx, const Gate *gate, const HttpRequest *request, const Route *route,
                Caller *caller)
{
    int retry = 0;
    if (!route || !route->manner || !route->manner->per_minute)
        return true;
    uint64_t who = network_of(request->client) ^ str_hash(str_of(route->path));
    if (limiter_count_to(gate->visits, who ? who : 1, route->manner->per_minute, clock_ticks(),
                         &retry))
        LOG(gate->log, LOG_WARNING, "limited", log_str("address", request->client),
            log_str("route", str_of(route->path)));
    if (!retry)
        return true;
    caller->retry_seconds = retry;
    fail(ctx, FAIL_LIMITED, "来自这个地址的请求太多");
    return fail_hint(ctx, "请在 %d 秒后再试", retry);
}

bool gate_enter(Ctx *ctx, const Gate *gate, const HttpRequest *request, const GateAsk *ask,
                Caller *caller)
{
    return pass(ctx, gate, request, ask, GATE_ENTER, caller);
}

bool gate_would_enter(Ctx *ctx, const Gate *gate, const HttpRequest *request, const GateAsk *ask,
                      Caller *caller)
{
    return pass(ctx, gate, request, ask, GATE_LOOK, caller);
}

void gate_note_denied(Ctx *ctx, const Gate *gate, const HttpRequest *request,
                      const char *permission)
{
    if (!ctx->actor || !ctx->actor->account_id)
        return;
    /* Each entry is a write that is waited for: nobody may hold up others by being denied. */
    int muted_seconds = 0;
    bool last = limiter_count(gate->denials, (uint64_t)ctx->actor->account_id, clock_ticks(),
                              &muted_seconds);
    if (muted_seconds && !last)
        return;
    Fail denied = ctx->fail;
    const char *method = request->method == HTTP_DELETE ? "DELETE"
                         : is_change(request)           ? "POST"
                                                        : "GET";
    AuditNote note = {.action = permission,
                      .object = "route",
                      .title = str_format(ctx->arena, "%s %.*s", method, STRF(request->path)),
                      .refused = true,
                      .facts = last ? STR("被拒绝得太多，一分钟内不再逐条记录") : denied.message};
    if (!audit_note(ctx, &note))
        LOG(gate->log, LOG_ERROR, "unnoted", log_str("message", ctx->fail.message));
    ctx->fail = denied;
}

Str gate_cookie(Arena *arena, const Caller *caller)
{
    const Visit *visit = &caller->visit;
    const char *secure = visit->secure ? "; Secure" : "";
    if (!str_empty(visit->open_session))
        return str_format(arena, SESSION_COOKIE "=%.*s; HttpOnly; SameSite=Strict; Path=/%s",
                          STRF(visit->open_session), secure);
    if (visit->close_session || caller->dead_cookie)
        return str_format(arena, SESSION_COOKIE "=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0%s",
                          secure);
    return (Str){0};
}
