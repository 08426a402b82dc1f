/* The way of those requests that write: read on a quick thread, done in groups in their lane,
 * answered by the teller when the group is on the disk and under the seal. */
#include "face/api/api_parts.h"
#include "face/api/bind.h"

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

void change_give_back(Api *api, Change *change)
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

void change_hand_over(Api *api, const Work *work, LaneQueue *queue, bool bind)
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
void changes_run(void *self, const LaneRequest *requests, size_t count)
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

static Ctx teller_ctx(const Api *api)
{
    Ctx ctx = api->base;
    ctx.arena = api->told.arena;
    ctx.db = api->told.db;
    return ctx;
}

/* What fails here the next one who commits does. */
void changes_tidy(void *self)
{
    Ctx ctx = teller_ctx(self);
    (void)!db_tidy(&ctx);
    arena_reset(ctx.arena);
}

void changes_seal(void *self)
{
    Ctx ctx = teller_ctx(self);
    if (ctx.access && ctx.access->sealer)
        audit_sealer_seal(ctx.access->sealer, &ctx);
}

void change_answer(void *self, const LaneRequest *request, const HttpReply *held)
{
    http_reply(request->exchange, held);
    change_give_back(self, request->prepared);
}
