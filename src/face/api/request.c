/* The way of a request to its handler. */
#include "face/api/api_parts.h"
#include "face/api/bind.h"

Target target_of(const Api *api, Arena *arena, const HttpRequest *request)
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

void *room_for(Arena *arena, const Shape *shape)
{
    return arena_alloc(arena, shape ? shape->size : 1, alignof(max_align_t));
}

void run_bound(Work *work, const Route *route, bool good, const void *in)
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

GateAsk ask_of(const Target *target)
{
    return (GateAsk){.permission = target->permission,
                     .key_parameter = target->manner ? target->manner->key_parameter : NULL};
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

void work_on(Api *api, Work *work, bool in_lane)
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
