#include "face/api/api_parts.h"
#include "port/clock.h"

#define SLOW_US 2000000
/* Of the places for those who sign in, one address has half: everybody behind a proxy that is not
 * named with --proxy, and still not all. */
#define SIGN_IN_SHARE (LANE_WAITING_MAX / 2)
/* The quick threads come first; signing in is the cheapest work to ask for and comes last. */
#define SLOW_NICE 5
#define SIGN_IN_NICE 10

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

/* What the lane that writes has committed is sealed by the teller. */
static bool worker_open(Ctx *ctx, const Api *api, Worker *worker)
{
    if (!api->setup.open_db(ctx, api->setup.self, &worker->db))
        return false;
    if (ctx->access && ctx->access->sealer && worker != &api->write.worker) {
        Ctx own = *ctx;
        own.db = worker->db;
        audit_sealer_attach(ctx->access->sealer, &own);
    }
    worker->arena = arena_create(API_REQUEST_BYTES_MAX);
    return true;
}

/* ---- work --------------------------------------------------------------------------------------
 */

Work *work_new(const Api *api, const Worker *worker, const HttpRequest *request,
               HttpExchange *exchange)
{
    Work *work = NEW(worker->arena, Work, 1);
    *work = (Work){.ctx = api->base, .request = request, .exchange = exchange, .gate = &api->gate};
    work->ctx.arena = worker->arena;
    work->ctx.db = worker->db;
    work->problems = problems_create(worker->arena);
    return work;
}

static void work_guarded(Api *api, const Worker *worker, const HttpRequest *request,
                         HttpExchange *exchange, bool in_lane)
{
    int64_t start = clock_ticks();
    ArenaGuard guard;
    if (arena_guard(worker->arena, &guard)) {
        answer_abandoned(exchange, /* held= */ NULL);
        return;
    }
    Work *work = work_new(api, worker, request, exchange);
    Str path = str_copy(worker->arena, request->path); /* the request is gone once it is answered */
    work_on(api, work, in_lane);
    arena_guard_pop(worker->arena);
    int64_t spent = clock_ticks() - start;
    if (spent > SLOW_US)
        LOG(&api->log, LOG_WARNING, "slow", log_str("path", path), log_int("ms", spent / 1000));
}

void api_handle(Api *api, const HttpRequest *request, HttpExchange *exchange)
{
    Worker *worker = worker_take(api);
    work_guarded(api, worker, request, exchange, /* in_lane= */ false);
    worker_give_back(api, worker);
}

static void run_in_lane(void *self, const LaneRequest *requests, size_t count)
{
    LaneWorker *own = self;
    for (size_t i = 0; i < count; i++) {
        work_guarded(own->api, &own->worker, requests[i].request, requests[i].exchange,
                     /* in_lane= */ true);
        arena_reset(own->worker.arena);
    }
}

static void refuse_in_lane(void *self, const LaneRequest *request)
{
    LaneWorker *own = self;
    answer_busy(request->exchange);
    if (request->prepared)
        change_give_back(own->api, request->prepared);
}

bool api_takes(Str path)
{
    return str_starts(path, STR("/api/")) || str_starts(path, STR("/open311/"));
}

static size_t body_max(const Api *api, const Worker *worker, const HttpRequest *head)
{
    Work *work = work_new(api, worker, head, NULL);
    Target target = target_of(api, worker->arena, head);
    if (!target.permission)
        return HTTP_BODY_DROPPED;
    const RouteManner *manner = target.manner;
    const GateAsk ask = ask_of(&target);
    /* A key may be in the body: it is looked at when that has come. */
    if (strcmp(target.permission, PERMISSION_ANYONE) == 0 || ask.key_parameter)
        return manner && manner->body_bytes_max ? manner->body_bytes_max : API_OPEN_BYTES_MAX;
    if (!gate_would_enter(&work->ctx, &api->gate, head, &ask, &work->caller))
        return HTTP_BODY_DROPPED;
    const Route *route = target.match.route;
    return route && route->body_member ? HTTP_BODY_BYTES_MAX : API_JSON_BYTES_MAX;
}

size_t api_body_max(Api *api, const HttpRequest *head)
{
    Worker *worker = worker_take(api);
    size_t max = HTTP_BODY_DROPPED;
    ArenaGuard guard;
    if (!arena_guard(worker->arena, &guard)) {
        max = body_max(api, worker, head);
        arena_guard_pop(worker->arena);
    }
    worker_give_back(api, worker);
    return max;
}

/* ---- open and close -------------------------------------------------------------------------- */

static bool lane_open(Ctx *ctx, Api *api, LaneWorker *own, size_t share_max, int nice)
{
    own->api = api;
    bool grouped = own == &api->write;
    LaneSetup setup = {.self = own,
                       .run = grouped ? changes_run : run_in_lane,
                       .at_once = grouped ? GROUP_MAX : 1,
                       .refuse = refuse_in_lane,
                       .share_max = share_max,
                       .nice = nice};
    Ctx writing = *ctx;
    if (!worker_open(ctx, api, &own->worker))
        return false;
    writing.db = own->worker.db;
    /* What it writes goes all over the indexes, over and over. */
    return (!grouped || db_expect_many(&writing)) && lane_start(ctx, &setup, &own->queue);
}

static bool hub_open(Ctx *ctx, Api *api)
{
    if (!worker_open(ctx, api, &api->streams))
        return false;
    Ctx base = api->base;
    base.db = api->streams.db;
    return stream_hub_open(ctx, &base, &api->gate, &api->hub);
}

static bool open_all(Ctx *ctx, Api *api)
{
    for (size_t i = 0; i < HTTP_THREADS; i++) {
        Worker *worker = &api->workers[i];
        if (!worker_open(ctx, api, worker))
            return false;
        worker->next = api->idle;
        api->idle = worker;
    }
    for (size_t i = 0; i < CHANGES; i++) {
        api->changes[i].next = api->idle_changes;
        api->idle_changes = &api->changes[i];
    }
    const GroupSetup teller = {
        .self = api, .seal = changes_seal, .answer = change_answer, .tidy = changes_tidy};
    return worker_open(ctx, api, &api->told) && group_teller_open(ctx, &teller, &api->teller) &&
           lane_open(ctx, api, &api->slow, LANE_WAITING_MAX, SLOW_NICE) &&
           lane_open(ctx, api, &api->sign_in, SIGN_IN_SHARE, SIGN_IN_NICE) &&
           lane_open(ctx, api, &api->write, LANE_WAITING_MAX, /* nice= */ 0) && hub_open(ctx, api);
}

bool api_open(Ctx *ctx, const ApiSetup *setup, Api **ret)
{
    Api *api = NEW(ctx->arena, Api, 1);
    *api = (Api){
        .setup = *setup,
        .base = {.clock = ctx->clock,
                 .packs = ctx->packs,
                 .fonts = ctx->fonts,
                 .access = ctx->access},
        .log = log_create(ctx->clock, false),
    };
    api->gate = (Gate){.guesses = limiter_create(ctx->arena),
                       .denials = limiter_create(ctx->arena),
                       .visits = limiter_create(ctx->arena),
                       .log = &api->log};
    pthread_mutex_init(&api->lock, NULL);
    if (!open_all(ctx, api)) {
        api_close(api);
        return false;
    }
    *ret = api;
    return true;
}

void api_end(Api *api)
{
    lane_end(api->slow.queue);
    lane_end(api->sign_in.queue);
    lane_end(api->write.queue);
    stream_hub_end(api->hub);
}

void api_close(Api *api)
{
    lane_close(api->slow.queue);
    lane_close(api->sign_in.queue);
    lane_close(api->write.queue);
    group_teller_close(api->teller);
    stream_hub_close(api->hub);
    arena_free(api->streams.arena);
    arena_free(api->told.arena);
    arena_free(api->slow.worker.arena);
    arena_free(api->sign_in.worker.arena);
    arena_free(api->write.worker.arena);
    for (size_t i = 0; i < CHANGES; i++)
        arena_free(api->changes[i].arena);
    for (size_t i = 0; i < HTTP_THREADS; i++)
        arena_free(api->workers[i].arena);
    pthread_mutex_destroy(&api->lock);
}
