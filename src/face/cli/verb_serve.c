/* tongban serve: the API and the pages on this machine, until SIGTERM or Ctrl-C. */
#include "face/api/api.h"
#include "face/api/failure.h"
#include "face/cli/console.h"
#include "face/cli/diagnosis.h"
#include "face/cli/verbs.h"
#include "face/site/site.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

#define LISTEN_DEFAULT "127.0.0.1:8080"
#define SITE_ARENA_BYTES_MAX (64 * KIB)
#define DOCTOR_PATH STR("/api/doctor")

typedef struct ServeIn {
    Str listen;
} ServeIn;
static const Field serve_fields[] = {FIELD(ServeIn, listen, "监听地址", 0)};
static const Shape serve_shape = SHAPE(ServeIn, serve_fields);
static const Option serve_options[] = {
    {"--listen", "127.0.0.1:8080", "listen", "监听地址，只能是本机；端口 0 自动选一个"}};

/* What the threads of the server share; read only after the start. */
typedef struct Service {
    Api *api;
    Site *site;
    const Workspace *workspace;
    const struct Clock *clock;
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

static size_t body_max(void *self, HttpMethod method, Str path)
{
    const Service *service = self;
    return api_takes(path) ? api_body_max(service->api, method, path) : 0;
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
static void reply_doctor(const Service *service, HttpExchange *exchange)
{
    Arena *arena = arena_create(API_REQUEST_BYTES_MAX);
    ArenaGuard guard;
    if (arena_guard(arena, &guard)) {
        http_reply(exchange, &(HttpReply){.status = fail_http_status(FAIL_TOO_LARGE)});
    } else {
        Ctx ctx = {.arena = arena, .clock = service->clock, .actor = STR("网页")};
        Buf body = buf_create(arena, API_ANSWER_BYTES_MAX);
        DiagnosisList list = {0};
        HttpReply reply = {.status = 200, .content_type = STR("application/json; charset=utf-8")};
        if (diagnose(&ctx, service->workspace, &list)) {
            diagnosis_json(&list, &body);
        } else {
            reply.status = fail_http_status(ctx.fail.code);
            failure_json(&body, &ctx.fail, NULL);
        }
        reply.body = buf_str(&body);
        http_reply(exchange, &reply);
        arena_guard_pop(arena);
    }
    arena_free(arena);
}

static void handle(void *self, const HttpRequest *request, HttpExchange *exchange)
{
    const Service *service = self;
    if (str_equal(request->path, DOCTOR_PATH)) {
        if (only_reads(request, exchange))
            reply_doctor(service, exchange);
    } else if (api_takes(request->path))
        api_handle(service->api, request, exchange);
    else if (str_equal(request->path, STR("/healthz")))
        http_reply(exchange, &(HttpReply){.status = 200,
                                          .content_type = STR("text/plain; charset=utf-8"),
                                          .body = STR("ok\n"),
                                          .body_is_static = true});
    else if (only_reads(request, exchange))
        reply_page(service, request, exchange);
}

/* There are no accounts yet: whoever reaches the port may do everything. */
static bool check_local(Ctx *ctx, Str listen)
{
    size_t colon = str_find_last_byte(listen, ':');
    /* Without a port it is refused by http_start, which tells how to write an address. */
    if (colon == STR_NONE || http_host_is_local(str_slice(listen, 0, colon)))
        return true;
    fail(ctx, FAIL_DENIED, "不能监听「%.*s」：目前只允许本机访问", STRF(listen));
    fail_detail(ctx, "还没有账号和权限，谁能连上谁就能改数据");
    return fail_hint(ctx,
                     "用 --listen " LISTEN_DEFAULT
                     "；要从别的电脑访问，请经 SSH 隧道：ssh -L 8080:" LISTEN_DEFAULT " 服务器");
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

static bool serve_until_told(Ctx *ctx, Str listen, Service *service, Console *console)
{
    /* Blocked before the server's threads are made, so that only sigwait gets them. */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    HttpService http = {.self = service, .body_max = body_max, .handle = handle};
    HttpServer *server = NULL;
    if (!http_start(ctx, listen, &http, &server))
        return false;
    Str host = str_slice(listen, 0, str_find_last_byte(listen, ':'));
    buf_format(console->out, "http://%.*s:%d/\n", STRF(host), http_port(server));
    console->talk(console, STR("仅本机可以访问；按 Ctrl-C 停止"));
    bool printed = terminal_flush(ctx, terminal_of(console));
    if (printed)
        wait_for_signal(&signals);
    http_stop(server);
    return printed;
}

static bool run_serve(Ctx *ctx, const void *input, Console *console)
{
    const ServeIn *in = input;
    Str listen = str_empty(in->listen) ? STR(LISTEN_DEFAULT) : in->listen;
    Service service = {.workspace = &terminal_of(console)->workspace, .clock = ctx->clock};
    if (!check_local(ctx, listen) || !workspace_open_packs(ctx, service.workspace) ||
        !workspace_open_fonts(ctx, service.workspace))
        return false;
    /* The first connection tells whether there is a database, before the packs are read. */
    if (!api_open(ctx, open_db, &service, &service.api))
        return false;
    service.site = site_open(ctx->arena);
    bool served = load_modules(ctx) && serve_until_told(ctx, listen, &service, console);
    api_close(service.api);
    return served;
}

const Command command_serve = {
    .verb = "serve",
    .arguments = "",
    .help = "启动网页和接口，直到按 Ctrl-C 或收到 SIGTERM",
    .details = "账号功能完成之前只监听本机，不接受其他地址。",
    .examples =
        (const char *const[]){"tongban serve", "tongban serve --listen 127.0.0.1:9000", NULL},
    .options = serve_options,
    .option_count = ARRAY_LEN(serve_options),
    .input = &serve_shape,
    .run = run_serve,
};
