#include "face/api/api.h"

#include "face/api/bind.h"
#include "face/api/failure.h"
#include "port/clock.h"
#include "port/db.h"
#include "port/json.h"
#include "port/log.h"

#include <pthread.h>

#define JSON_TYPE STR("application/json; charset=utf-8")
/* A served document brings its styles inside, known by their hash, and never runs code. */
#define DOCUMENT_POLICY                                                                            \
    "default-src 'none'; style-src %.*s; img-src data:; frame-ancestors 'self'; "                  \
    "sandbox allow-same-origin allow-modals"
#define SLOW_US 2000000

typedef struct Worker {
    struct Worker *next; /* of the idle ones */
    Arena *arena;
    struct Db *db;
} Worker;

struct Api {
    RouteList routes;
    const struct Clock *clock;
    const struct Packs *packs;
    struct Fonts *fonts; /* shared; it locks itself */
    Log log;
    pthread_mutex_t lock; /* of `idle` */
    Worker *idle;
    Worker workers[HTTP_THREADS];
};

/* One request being worked on. */
typedef struct Work {
    Api *api;
    Ctx ctx;
    const HttpRequest *request;
    HttpExchange *exchange;
    Problems problems;
} Work;

/* ---- workers --------------------------------------------------------------------------------- */

static Worker *worker_take(Api *api)
{
    pthread_mutex_lock(&api->lock);
    Worker *worker = api->idle;
    if (!worker)
        BUG("more requests at once than the server has threads");
    api->idle = worker->next;
    pthread_mutex_unlock(&api->lock);
    return worker;
}

static void worker_give_back(Api *api, Worker *worker)
{
    /* Rolls back what a handler left open, before another request can see the connection. */
    arena_reset(worker->arena);
    pthread_mutex_lock(&api->lock);
    worker->next = api->idle;
    api->idle = worker;
    pthread_mutex_unlock(&api->lock);
}

bool api_open(Ctx *ctx, ApiOpenDb open_db, void *self, Api **ret)
{
    Api *api = NEW(ctx->arena, Api, 1);
    *api = (Api){.clock = ctx->clock,
                 .packs = ctx->packs,
                 .fonts = ctx->fonts,
                 .log = log_create(ctx->clock, false)};
    if (!routes_collect(ctx, &api->routes))
        return false;
    for (size_t i = 0; i < HTTP_THREADS; i++) {
        Worker *worker = &api->workers[i];
        if (!open_db(ctx, self, &worker->db))
            return false;
        worker->next = api->idle;
        api->idle = worker;
    }
    for (size_t i = 0; i < HTTP_THREADS; i++)
        api->workers[i].arena = arena_create(API_REQUEST_BYTES_MAX);
    pthread_mutex_init(&api->lock, NULL);
    *ret = api;
    return true;
}

void api_close(Api *api)
{
    for (size_t i = 0; i < HTTP_THREADS; i++)
        arena_free(api->workers[i].arena);
    pthread_mutex_destroy(&api->lock);
}

/* ---- answers --------------------------------------------------------------------------------- */

static void reply_failure(Work *work)
{
    Ctx *ctx = &work->ctx;
    Buf body = buf_create(ctx->arena, API_ANSWER_BYTES_MAX);
    failure_json(&body, &ctx->fail, &work->problems);
    HttpReply reply = {.status = fail_http_status(ctx->fail.code),
                       .content_type = JSON_TYPE,
                       .body = buf_str(&body)};
    if (reply.status >= 500)
        LOG(&work->api->log, LOG_ERROR, "failed", log_str("path", work->request->path),
            log_str("message", ctx->fail.message), log_str("detail", ctx->fail.detail));
    http_reply(work->exchange, &reply);
}

static void reply_json(Work *work, const Shape *output, const void *out)
{
    Buf body = buf_create(work->ctx.arena, API_ANSWER_BYTES_MAX);
    JsonWriter json = json_writer(&body);
    json_shape(&json, output, out);
    if (!buf_ok(&body)) {
        fail(&work->ctx, FAIL_TOO_LARGE, "结果超过 %zu MiB", API_ANSWER_BYTES_MAX / MIB);
        reply_failure(work);
        return;
    }
    HttpReply reply = {.status = 200, .content_type = JSON_TYPE, .body = buf_str(&body)};
    http_reply(work->exchange, &reply);
}

static Str document_policy(Arena *arena, const FileBody *file)
{
    Str styles = str_empty(file->style_source) ? STR("'none'") : file->style_source;
    return str_format(arena, DOCUMENT_POLICY, STRF(styles));
}

static void reply_file(Work *work, const FileBody *file)
{
    bool is_page = str_starts(file->content_type, STR("text/html"));
    HttpReply reply = {
        .status = 200,
        .content_type = file->content_type,
        .body = file->bytes,
        .disposition =
            http_disposition(work->ctx.arena, is_page ? "inline" : "attachment", file->name),
        .policy = is_page ? document_policy(work->ctx.arena, file) : (Str){0},
    };
    http_reply(work->exchange, &reply);
}

static void reply_no_route(Work *work, const RouteMatch *match)
{
    Ctx *ctx = &work->ctx;
    Buf body = buf_create(ctx->arena, 64 * KIB);
    HttpReply reply = {.status = 404, .content_type = JSON_TYPE};
    fail(ctx, FAIL_NOT_FOUND, "没有接口「%.*s」", STRF(work->request->path));
    if (!str_empty(match->allow)) {
        fail(ctx, FAIL_NOT_FOUND, "接口「%.*s」不支持这种请求方法", STRF(work->request->path));
        reply.status = 405;
        reply.allow = match->allow;
    }
    failure_json(&body, &ctx->fail, NULL);
    reply.body = buf_str(&body);
    http_reply(work->exchange, &reply);
}

/* ---- a request ------------------------------------------------------------------------------- */

static void work_on(Work *work)
{
    Ctx *ctx = &work->ctx;
    const HttpRequest *request = work->request;
    RouteMatch match = routes_match(ctx->arena, &work->api->routes, request->method, request->path);
    const Route *route = match.route;
    if (!route) {
        reply_no_route(work, &match);
        return;
    }
    work->problems = problems_create(ctx->arena);
    size_t in_size = route->input ? route->input->size : 1;
    void *in = arena_alloc(ctx->arena, in_size, alignof(max_align_t));
    if (!request_bind(ctx, &match, request, &work->problems, in)) {
        reply_failure(work);
    } else if (route->handle_file) {
        FileBody file = {0};
        if (route->handle_file(ctx, in, &file))
            reply_file(work, &file);
        else
            reply_failure(work);
    } else {
        size_t out_size = route->output ? route->output->size : 1;
        void *out = arena_alloc(ctx->arena, out_size, alignof(max_align_t));
        if (!route->handle(ctx, in, out))
            reply_failure(work);
        else if (route->output)
            reply_json(work, route->output, out);
        else
            http_reply(work->exchange, &(HttpReply){.status = 204});
    }
}

static void reply_abandoned(HttpExchange *exchange)
{
    http_reply(exchange, &(HttpReply){
                             .status = 413,
                             .content_type = JSON_TYPE,
                             .body = STR("{\"error\":{\"code\":\"TOO_LARGE\",\"title\":"
                                         "\"超出上限\",\"message\":\"处理这个请求所需的内存超出"
                                         "上限\",\"hint\":\"把数据分成几次处理\"}}"),
                             .body_is_static = true,
                         });
}

void api_handle(Api *api, const HttpRequest *request, HttpExchange *exchange)
{
    int64_t start = clock_ticks();
    Worker *worker = worker_take(api);
    ArenaGuard guard;
    if (arena_guard(worker->arena, &guard)) {
        reply_abandoned(exchange);
    } else {
        Work *work = NEW(worker->arena, Work, 1);
        *work = (Work){.api = api,
                       .ctx = {.arena = worker->arena,
                               .db = worker->db,
                               .clock = api->clock,
                               .packs = api->packs,
                               .fonts = api->fonts,
                               .actor = STR("网页")},
                       .request = request,
                       .exchange = exchange};
        work_on(work);
        arena_guard_pop(worker->arena);
    }
    worker_give_back(api, worker);
    int64_t spent = clock_ticks() - start;
    if (spent > SLOW_US)
        LOG(&api->log, LOG_WARNING, "slow", log_str("path", request->path),
            log_int("ms", spent / 1000));
}

bool api_takes(Str path)
{
    return str_starts(path, STR("/api/"));
}

size_t api_body_max(const Api *api, HttpMethod method, Str path)
{
    Arena *arena = arena_create(1 * MIB);
    RouteMatch match = routes_match(arena, &api->routes, method, path);
    size_t max = match.route && match.route->body_member ? HTTP_BODY_BYTES_MAX : API_JSON_BYTES_MAX;
    arena_free(arena);
    return max;
}
