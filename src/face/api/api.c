#include "face/api/api.h"

#include "face/api/answer.h"
#include "face/api/bind.h"
#include "face/api/group.h"
#include "face/api/lane.h"
#include "face/api/stream.h"
#include "port/clock.h"

#include <pthread.h>

#define SLOW_US 2000000
/* Of the places for those who sign in, one address has half: everybody behind a proxy that is not
 * named with --proxy, and still not all. */
#define SIGN_IN_SHARE (LANE_WAITING_MAX / 2)
/* The quick threads come first; signing in is the cheapest work to ask for and comes last. */
#define SLOW_NICE 5
#define SIGN_IN_NICE 10

typedef struct Worker {
    struct Worker *next; /* of the idle ones */
    Arena *arena;
    struct Db *db;
} Worker;

/* What runs in a lane: its thread has one worker. */
typedef struct LaneWorker {
    Api *api;
    LaneQueue *queue;
    Worker worker;
} LaneWorker;

/* What a request asks for. */
typedef struct Target {
    RouteMatch match;
    const ApiOwn *own;
    bool stream;
    const char *permission;    /* NULL: there is no such route */
    const RouteManner *manner; /* of the route; NULL = as usual */
    LaneQueue *queue;          /* NULL: quick */
} Target;

/* A change on its way through the lane that writes, with memory of its own. What needs no turn in
 * the lane, finding its route and reading its body, a quick thread has done already. */
typedef struct Change {
    struct Change *next; /* of the idle ones */
    Arena *arena;        /* NULL = never used */
    ArenaMark mark;      /* what is behind it is the lane's */
    bool bound;
    Target target; /* what follows is there when `bound` */
    Problems problems;
    void *in;
    bool good;
    Fail fail; /* when it is not */
} Change;
#define CHANGES (LANE_WAITING_MAX + GROUP_COUNT * GROUP_MAX + HTTP_THREADS)

struct Api {
    ApiSetup setup;
    Ctx base; /* what all works share: clock, packs, fonts, access */
    Log log;
    Gate gate;
    pthread_mutex_t lock; /* of both lists */
    Worker *idle;
    Change *idle_changes;
    Change changes[CHANGES];
    Worker workers[HTTP_THREADS];
    LaneWorker slow;
    LaneWorker sign_in;
    LaneWorker write;
    Worker streams; /* of the hub */
    StreamHub *hub;
    Worker told; /* of the teller, for sealing */
    GroupTeller *teller;
};

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

static Work *work_new(const Api *api, const Worker *worker, const HttpRequest *request,
                      HttpExchange *exchange)
{
    Work *work = NEW(worker->arena, Work, 1);
    *work = (Work){.ctx = api->base, .request = request, .exchange = exchange, .gate = &api->gate};
    work->ctx.arena = worker->arena;
    work->ctx.db = worker->db;
    work->problems = problems_create(worker->arena);
    return work;
}

/* ---- a request ------------------------------------------------------------------------------- */

static Target target_of(const Api *api, Arena *arena, const HttpRequest *request)
{
    for (size_t i = 0; i < api->setup.own_count; i++) {
        const ApiOwn *own = &api->setup.own[i];
        if (!str_equal_c(request->path, own->path))
            continue;
        bool reads = request->method == HTTP_GET || request->method == HTTP_HEAD;
        return (Target){.match = {.allow = STR("GET, HEAD")},
                        .own = own,
                        .permission = reads ? own->permission : NULL,
                        .queue = api->slow.queue};
    }
    if (str_equal_c(request->path, STREAM_PATH))
        return (Target){.match = {.allow = STR("GET")},
                        .stream = true,
                        .permission = request->method == HTTP_GET ? PERMISSION_SELF : NULL};
    Target target = {.match =
                         routes_match(arena, &api->setup.routes, request->method, request->path)};
    const Route *route = target.match.route;
    if (!route)
        return target;
    target.permission = route->permission;
    target.manner = route->manner;
    switch (route->lane) {
    case LANE_QUICK:
        break;
    case LANE_SLOW:
        target.queue = api->slow.queue;
        break;
    case LANE_SIGN_IN:
        target.queue = api->sign_in.queue;
        break;
    case LANE_WRITE:
        target.queue = api->write.queue;
        break;
    }
    return target;
}

/* A member of a group has its own part of the transaction. */
static bool handle_member(Work *work, const Route *route, const void *in, void *out)
{
    Ctx *ctx = &work->ctx;
    if (!db_begin(ctx))
        return false;
    return route->handle(ctx, in, out) ? db_commit(ctx) : db_rollback(ctx);
}

static void *room_for(Arena *arena, const Shape *shape)
{
    return arena_alloc(arena, shape ? shape->size : 1, alignof(max_align_t));
}

/* The handler's own work, once the request is let in; `good`: it could be read. */
static void run_bound(Work *work, const Route *route, bool good, const void *in)
{
    Ctx *ctx = &work->ctx;
    void *out = room_for(ctx->arena, route->output);
    FileBody file = {0};
    work->status = route->status;
    bool done = good && (route->handle_file ? route->handle_file(ctx, in, &file)
                         : work->held       ? handle_member(work, route, in, out)
                                            : route->handle(ctx, in, out));
    /* What a member of a group noted of a thing that is not his went with its part: noted here. */
    bool lost = work->held && ctx->fail.code == FAIL_NOT_FOUND;
    if (!done && (ctx->fail.code == FAIL_DENIED || lost))
        gate_note_denied(ctx, work->gate, work->request, route->permission);
    if (!done)
        answer_failure(work);
    else if (route->handle_file)
        answer_file(work, &file);
    else
        answer_output(work, route->output, out);
}

static void run_route(Work *work, const RouteMatch *match)
{
    Ctx *ctx = &work->ctx;
    void *in = room_for(ctx->arena, match->route->input);
    bool good = request_bind(ctx, match, work->request, &work->problems, in);
    run_bound(work, match->route, good, in);
}

static void run_own(Work *work, const ApiOwn *own)
{
    Buf json = buf_create(work->ctx.arena, API_ANSWER_BYTES_MAX);
    if (own->answer(&work->ctx, own->self, &json))
        answer_json(work, buf_str(&json));
    else
        answer_failure(work);
}

static GateAsk ask_of(const Target *target)
{
    return (GateAsk){.permission = target->permission,
                     .key_parameter = target->manner ? target->manner->key_parameter : NULL};
}

/* ---- changes ---------------------------------------------------------------------------------
 */

static Change *change_take(Api *api)
{
    pthread_mutex_lock(&api->lock);
    Change *change = api->idle_changes;
    if (!change)
        BUG("more changes at once than the lane has places");
    api->idle_changes = change->next;
    pthread_mutex_unlock(&api->lock);
    if (!change->arena)
        change->arena = arena_create(API_REQUEST_BYTES_MAX);
    change->bound = false;
    change->mark = arena_mark(change->arena);
    return change;
}

static void change_give_back(Api *api, Change *change)
{
    arena_reset(change->arena);
    pthread_mutex_lock(&api->lock);
    change->next = api->idle_changes;
    api->idle_changes = change;
    pthread_mutex_unlock(&api->lock);
}

static void change_bind(const Api *api, Change *change, const HttpRequest *request)
{
    Ctx ctx = api->base;
    ctx.arena = change->arena;
    change->target = target_of(api, ctx.arena, request);
    const Route *route = change->target.match.route;
    change->problems = problems_create(ctx.arena);
    change->in = room_for(ctx.arena, route->input);
    change->good =
        request_bind(&ctx, &change->target.match, request, &change->problems, change->in);
    change->fail = ctx.fail;
    change->bound = true;
    change->mark = arena_mark(ctx.arena);
}

/* Into the lane that writes; `bind`: its body is there and may be read. */
static void change_hand_over(Api *api, const Work *work, LaneQueue *queue, bool bind)
{
    Change *change = change_take(api);
    ArenaGuard guard;
    if (arena_guard(change->arena, &guard)) {
        answer_abandoned(work->exchange, /* held= */ NULL);
        change_give_back(api, change);
        return;
    }
    if (bind)
        change_bind(api, change, work->request);
    arena_guard_pop(change->arena);
    if (lane_take(queue, &(LaneRequest){work->request, work->exchange, change}))
        return;
    change_give_back(api, change);
    answer_busy(work->exchange);
}

/* Into the lane of its route. */
static void hand_over(Api *api, const Work *work, LaneQueue *queue, bool bind)
{
    if (queue == api->write.queue)
        change_hand_over(api, work, queue, bind);
    else if (!lane_take(queue,
                        &(LaneRequest){.request = work->request, .exchange = work->exchange}))
        answer_busy(work->exchange);
}

/* On a quick thread what belongs into a lane is put there, and goes through the gate once more when
 * its turn comes: it may have waited for long. What is to be written goes there at once: it waits
 * for the disk alone, and its body would not have been read without the gate. */
static void work_on(Api *api, Work *work, bool in_lane)
{
    Ctx *ctx = &work->ctx;
    Target target = target_of(api, ctx->arena, work->request);
    const GateAsk ask = ask_of(&target);
    work->manner = target.manner;
    bool straight = target.permission && target.queue == api->write.queue && !in_lane &&
                    work->request->body.len > 0;
    if (!target.permission) {
        answer_no_route(work, target.match.allow);
    } else if (!in_lane &&
               !gate_count(ctx, work->gate, work->request, target.match.route, &work->caller)) {
        answer_failure(work);
    } else if (straight) {
        hand_over(api, work, target.queue, /* bind= */ true);
    } else if (!gate_enter(ctx, work->gate, work->request, &ask, &work->caller)) {
        answer_failure(work);
    } else if (work->request->body_dropped) {
        /* It was not to be let in when its head came, and is now. */
        fail(ctx, FAIL_STATE, "请求没有完整收下，请再发一次");
        answer_failure(work);
    } else if (target.queue && !in_lane) {
        hand_over(api, work, target.queue, /* bind= */ false);
    } else if (target.stream) {
        if (!stream_hub_take(api->hub, work))
            answer_failure(work);
    } else if (target.own) {
        run_own(work, target.own);
    } else {
        run_route(work, &target.match);
    }
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

/* ---- a group of changes ------------------------------------------------------------------------
 */

/* What was read on a quick thread goes through the gate now: it may have waited for long. */
static void work_on_bound(Work *work, const Change *change)
{
    const GateAsk ask = ask_of(&change->target);
    work->manner = change->target.manner;
    work->problems = change->problems;
    if (!gate_enter(&work->ctx, work->gate, work->request, &ask, &work->caller)) {
        answer_failure(work);
        return;
    }
    if (!change->good)
        work->ctx.fail = change->fail;
    run_bound(work, change->target.match.route, change->good, change->in);
}

/* Works on one; what it is to be told is held until the group is on the disk. */
static void run_member(Api *api, const LaneRequest *member, HttpReply *held)
{
    const Change *change = member->prepared;
    const Worker worker = {.arena = change->arena, .db = api->write.worker.db};
    ArenaGuard guard;
    if (arena_guard(change->arena, &guard)) {
        answer_abandoned(member->exchange, held);
        arena_rewind(change->arena, change->mark); /* rolls it back */
        return;
    }
    Work *work = work_new(api, &worker, member->request, member->exchange);
    work->held = held;
    if (change->bound)
        work_on_bound(work, change);
    else
        work_on(api, work, /* in_lane= */ true);
    arena_guard_pop(change->arena);
}

static void hold_failure(const Api *api, const LaneRequest *member, const Fail *why,
                         HttpReply *held)
{
    const Change *change = member->prepared;
    Arena *arena = change->arena;
    ArenaGuard guard;
    if (arena_guard(arena, &guard)) {
        answer_abandoned(member->exchange, held);
        return;
    }
    const Worker worker = {.arena = arena, .db = api->write.worker.db};
    Work *work = work_new(api, &worker, member->request, member->exchange);
    work->held = held;
    work->ctx.fail = fail_copy(arena, why);
    answer_failure(work);
    arena_guard_pop(arena);
}

/* Nothing of the group is on the disk: nobody may be told otherwise. */
static void fail_all(const Api *api, Group *group, const Fail *why)
{
    for (size_t i = 0; i < group->count; i++)
        if (group->held[i].status < 400)
            hold_failure(api, &group->requests[i], why, &group->held[i]);
}

/* All members, and their commit. False when nothing is kept. */
static bool run_members(Ctx *ctx, Api *api, DbGroup how, Group *group)
{
    bool begun = db_begin_group(ctx, how), stands = begun;
    for (size_t i = 0; i < group->count && stands; i++) {
        run_member(api, &group->requests[i], &group->held[i]);
        stands = db_group_stands(ctx->db);
    }
    if (stands)
        return db_commit(ctx);
    if (begun && !fail(ctx, FAIL_DATABASE, "没有保存成功，请再试一次"))
        (void)db_rollback(ctx);
    return false;
}

static void clear_members(Group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        const Change *change = group->requests[i].prepared;
        group->held[i] = (HttpReply){0};
        arena_rewind(change->arena, change->mark);
    }
}

/* Nearly always each member does what it is asked. When one has to take back what it wrote, the
 * whole group is done again, each with a savepoint. */
static void run_group(void *self, const LaneRequest *requests, size_t count)
{
    const LaneWorker *own = self;
    Api *api = own->api;
    Group *group = group_take(api->teller, requests, count);
    Ctx ctx = api->base;
    ctx.arena = own->worker.arena;
    ctx.db = own->worker.db;
    bool stands = run_members(&ctx, api, DB_GROUP_BARE, group);
    if (!stands && db_group_is_spoilt(ctx.db)) {
        clear_members(group);
        fail_clear(&ctx);
        stands = run_members(&ctx, api, DB_GROUP_WITH_SAVEPOINTS, group);
    }
    if (!stands)
        fail_all(api, group, &ctx.fail);
    arena_reset(own->worker.arena);
    group_tell(api->teller, group);
}

static void seal_groups(void *self)
{
    Api *api = self;
    Ctx ctx = api->base;
    ctx.arena = api->told.arena;
    ctx.db = api->told.db;
    if (ctx.access && ctx.access->sealer)
        audit_sealer_seal(ctx.access->sealer, &ctx);
}

static void answer_change(void *self, const LaneRequest *request, const HttpReply *held)
{
    http_reply(request->exchange, held);
    change_give_back(self, request->prepared);
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
                       .run = grouped ? run_group : run_in_lane,
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
    const GroupSetup teller = {.self = api, .seal = seal_groups, .answer = answer_change};
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
