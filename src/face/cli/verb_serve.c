/* tongban serve: the API and the pages, until SIGTERM or Ctrl-C. */
#include "engine/access/access.h"
#include "face/api/api.h"
#include "face/api/openapi.h"
#include "face/api/program.h"
#include "face/cli/console.h"
#include "face/cli/diagnosis.h"
#include "face/cli/runner.h"
#include "face/cli/verbs.h"
#include "face/site/site.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

#define LISTEN_DEFAULT "127.0.0.1:8080"
#define SITE_ARENA_BYTES_MAX (64 * KIB)

typedef struct ServeIn {
    Str listen;
    TextList host;
    Str proxy;
} ServeIn;
static const Field serve_fields[] = {
    FIELD(ServeIn, listen, "监听地址", 0),
    FIELD_TEXTS(ServeIn, host, "名称"),
    FIELD(ServeIn, proxy, "代理", 0),
};
static const Shape serve_shape = SHAPE(ServeIn, serve_fields);
static const Option serve_options[] = {
    {"--listen", "127.0.0.1:8080", "listen",
     "监听地址；0.0.0.0:8080 是所有网卡，端口 0 自动选一个"},
    {"--host", "tongban.example", "host", "用户访问时用的域名，可写多个；IP 地址不必写"},
    {"--proxy", "127.0.0.1", "proxy",
     "反向代理的地址：只有它说的客户端地址（X-Forwarded-For）和 HTTPS 才可信"},
};

/* What the threads of the server share; read only after the start. */
typedef struct Service {
    Api *api;
    Site *site;
    const Workspace *workspace;
} Service;

/* Prepared beforehand, so that a statement that does not fit is told at start, not to a user. */
static bool open_db(Ctx *ctx, void *self, Db **ret)
{
    const Service *service = self;
    Db *db = NULL;
    if (!workspace_open_db(ctx, service->workspace, &db) || !db_prepare_all(ctx, db))
        return false;
    *ret = db;
    return true;
}

static size_t body_max(void *self, const HttpRequest *head)
{
    const Service *service = self;
    return api_takes(head->path) ? api_body_max(service->api, head) : HTTP_BODY_DROPPED;
}

static void reply_page(const Service *service, const HttpRequest *request, HttpExchange *exchange)
{
    /* One short name is all that is put here; the limits of http_head.h keep it small. */
    Arena *arena = arena_create(SITE_ARENA_BYTES_MAX);
    HttpReply reply = site_reply(service->site, arena, request->path, request->takes_gzip);
    http_reply(exchange, &reply);
    arena_free(arena);
}

static bool only_reads(const HttpRequest *request, HttpExchange *exchange)
{
    if (request->method == HTTP_GET || request->method == HTTP_HEAD)
        return true;
    http_reply(exchange, &(HttpReply){.status = 405, .allow = STR("GET, HEAD")});
    return false;
}

/* Examined with packs and a connection of its own: those of the workers may be what is ill. */
static bool answer_doctor(Ctx *ctx, void *self, Buf *json)
{
    const Service *service = self;
    Ctx own = {.arena = ctx->arena, .clock = ctx->clock};
    actor_enter(&own, &actor_local);
    DiagnosisList list = {0};
    if (!diagnose(&own, service->workspace, &list)) {
        ctx->fail = own.fail;
        return false;
    }
    diagnosis_json(&list, json);
    return true;
}

static bool answer_openapi(Ctx *ctx, void *self, Buf *json)
{
    return openapi_write(ctx, self, json);
}

static void handle(void *self, const HttpRequest *request, HttpExchange *exchange)
{
    const Service *service = self;
    if (api_takes(request->path))
        api_handle(service->api, request, exchange);
    else if (str_equal(request->path, STR("/healthz")))
        http_reply(exchange, &(HttpReply){.status = 200,
                                          .content_type = STR("text/plain; charset=utf-8"),
                                          .body = STR("ok\n"),
                                          .body_is_static = true});
    else if (only_reads(request, exchange))
        reply_page(service, request, exchange);
}

/* The names of --host, each of which may hold several with commas between. */
static bool read_hosts(Ctx *ctx, const TextList *given, TextList *ret)
{
    LIST_EACH (const Str, one, given) {
        Str rest = *one, name;
        while (str_split(&rest, ',', &name)) {
            name = str_trim(name);
            if (str_empty(name) || str_contains(name, STR("/")) || str_contains(name, STR(":"))) {
                fail(ctx, FAIL_USAGE, "--host 的名称「%.*s」写法不对", STRF(name));
                return fail_hint(ctx, "只写域名，不带 http:// 和端口，如 --host tongban.example");
            }
            *LIST_ADD(ctx->arena, ret) = name;
        }
    }
    return true;
}

static bool read_trust(Ctx *ctx, const ServeIn *in, HttpTrust *ret)
{
    HttpTrust trust = {.proxy = in->proxy};
    if (!read_hosts(ctx, &in->host, &trust.hosts))
        return false;
    if (!str_empty(in->proxy) && !http_is_address(in->proxy)) {
        fail(ctx, FAIL_USAGE, "--proxy 的「%.*s」不是 IP 地址", STRF(in->proxy));
        return fail_hint(ctx, "写反向代理连过来时的地址，如 --proxy 127.0.0.1");
    }
    *ret = trust;
    return true;
}

static void tell_reach(Console *console, Str host, const HttpTrust *trust)
{
    if (http_host_is_local(host))
        console->talk(console, str_empty(trust->proxy) ? STR("仅本机可以访问；按 Ctrl-C 停止")
                                                       : STR("经反向代理访问；按 Ctrl-C 停止"));
    else
        console->talk(console, STR("其他电脑也可以访问；按 Ctrl-C 停止"));
    if (!http_host_is_local(host) && str_empty(trust->proxy))
        console->talk(console, STR("注意：没有 HTTPS，密码在网络上是明文。请在前面放 nginx 等反向"
                                   "代理并启用 TLS，再用 --proxy 写明它的地址"));
}

static bool load_modules(Ctx *ctx)
{
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->load && !all_modules[i]->load(ctx))
            return fail_while(ctx, "启动「%s」", all_modules[i]->title);
    return true;
}

static void wait_for_signal(const sigset_t *signals)
{
    int signal = 0;
    while (sigwait(signals, &signal) == EINTR)
        continue;
}

static bool serve_until_told(Ctx *ctx, Str listen, const HttpTrust *trust, Service *service,
                             const sigset_t *signals, Console *console)
{
    HttpService http = {.self = service, .trust = *trust, .body_max = body_max, .handle = handle};
    HttpServer *server = NULL;
    if (!http_start(ctx, listen, &http, &server))
        return false;
    Str host = str_slice(listen, 0, str_find_last_byte(listen, ':'));
    buf_format(console->out, "http://%.*s:%d/\n", STRF(host), http_port(server));
    tell_reach(console, host, trust);
    bool printed = terminal_flush(ctx, terminal_of(console));
    if (printed)
        wait_for_signal(signals);
    api_end(service->api);
    http_stop(server);
    return printed;
}

/* What the server needs of the workspace. The first connection tells whether there is a database,
 * before anything else is looked for. */
static bool open_workspace(Ctx *ctx, const Workspace *workspace)
{
    Db *db = NULL;
    if (!workspace_open_packs(ctx, workspace) || !workspace_open_fonts(ctx, workspace) ||
        !workspace_open_db(ctx, workspace, &db))
        return false;
    db_close(db);
    return program_open_access(ctx, workspace->data, /* make= */ false);
}

static bool run_serve(Ctx *ctx, const void *input, Console *console)
{
    const ServeIn *in = input;
    Str listen = str_empty(in->listen) ? STR(LISTEN_DEFAULT) : in->listen;
    Service service = {.workspace = &terminal_of(console)->workspace};
    HttpTrust trust = {0};
    if (!read_trust(ctx, in, &trust) || !open_workspace(ctx, service.workspace))
        return false;
    /* Blocked before any thread is made, so that only sigwait gets them. */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    ApiSetup setup = {.self = &service, .open_db = open_db};
    ApiOwn own[] = {
        {DOCTOR_PATH, DOCTOR_PERMISSION, "检查运行环境", &service, answer_doctor},
        {OPENAPI_PATH, PERMISSION_ANYONE, "接口说明（OpenAPI）", &setup, answer_openapi}};
    setup.own = own;
    setup.own_count = ARRAY_LEN(own);
    if (!routes_collect(ctx, &ctx->access->permissions, &setup.routes) ||
        !api_open(ctx, &setup, &service.api))
        return false;
    service.site = site_open(ctx->arena);
    Db *runner_db = NULL;
    Runner *runner = NULL;
    bool served = load_modules(ctx) && open_db(ctx, &service, &runner_db) &&
                  runner_start(ctx, runner_db, &runner) &&
                  serve_until_told(ctx, listen, &trust, &service, &signals, console);
    runner_stop(runner);
    api_close(service.api);
    return served;
}

const Command command_serve = {
    .verb = "serve",
    .arguments = "",
    .help = "启动网页和接口，直到按 Ctrl-C 或收到 SIGTERM",
    .details = "给别的电脑用时，在前面放一个启用 TLS 的反向代理（如 nginx），用 --proxy 写明它的\n"
               "地址，用 --host 写明域名；直接监听 0.0.0.0 也可以，但密码在网络上是明文。",
    .examples =
        (const char *const[]){"tongban serve", "tongban serve --listen 127.0.0.1:9000",
                              "tongban serve --host tongban.example --proxy 127.0.0.1", NULL},
    .options = serve_options,
    .option_count = ARRAY_LEN(serve_options),
    .input = &serve_shape,
    .run = run_serve,
};
