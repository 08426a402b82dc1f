/*
 * access_bench.c - what access costs a request: the same handler with and without it.
 *
 * Usage: access_bench DATA TOKEN...
 *
 * DATA is a data folder on SQLite, each TOKEN one of `tongban token create`. For each token GET
 * /api/units is answered REQUESTS times in this process, once as the house itself (no session, no
 * right, all rows, nothing masked) and once as a request comes in: token looked up, actor made,
 * right asked, rows narrowed, answer written with masking. Times are of the processor. Each line of
 * output is: name, value, unit, separated by TAB.
 */
#include "domain/module.h"
#include "engine/access/access.h"
#include "port/clock.h"
#include "port/json.h"
#include "port/packs.h"

#include <time.h>

#define PATH "/api/units"
#define REQUESTS 4000
#define RUNS 5
#define ARENA_MAX (64 * MIB)

static double processor_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static no_return void give_up(const Ctx *ctx)
{
    Buf text = buf_create(ctx->arena, 64 * KIB);
    fail_print(&text, &ctx->fail);
    fprintf(stderr, "%.*s\n", STRF(buf_str(&text)));
    exit(EXIT_FAILURE);
}

static const Route *route_at(const char *path)
{
    for (size_t m = 0; m < all_module_count; m++)
        for (const Route *const *table = all_modules[m]->routes; table && *table; table++)
            for (const Route *route = *table; route->path; route++)
                if (route->method == METHOD_GET && strcmp(route->path, path) == 0)
                    return route;
    fprintf(stderr, "no route %s\n", path);
    exit(EXIT_FAILURE);
}

static PermissionList all_permissions(Arena *arena)
{
    PermissionList list = {0};
    for (size_t m = 0; m < all_module_count; m++)
        for (const Permission *p = all_modules[m]->permissions; p && p->code; p++)
            *LIST_ADD(arena, &list) = p;
    return list;
}

/* One answer, as face/api gives it. */
static size_t answer(Ctx *ctx, const Route *route, unsigned sees)
{
    void *out = arena_alloc(ctx->arena, route->output->size, alignof(max_align_t));
    if (!route->handle(ctx, NULL, out))
        give_up(ctx);
    Buf body = buf_create(ctx->arena, 16 * MIB);
    JsonWriter json = json_writer(&body);
    json.sees = sees;
    json_shape(&json, route->output, out);
    return body.len;
}

static void enter_as_request(Ctx *ctx, const Route *route, Str token)
{
    Actor *actor = NEW(ctx->arena, Actor, 1);
    Visit *visit = NEW(ctx->arena, Visit, 1);
    if (!token_actor(ctx, token, visit, actor))
        give_up(ctx);
    actor_enter(ctx, actor);
    if (!actor_require(ctx, route->permission))
        give_up(ctx);
}

/* Best of RUNS, in microseconds of the processor for one request. */
static double measure(const Ctx *process, const Route *route, Str token)
{
    Arena *arena = arena_create(ARENA_MAX);
    double best = 1e12;
    for (int run = 0; run < RUNS; run++) {
        double begun = processor_us();
        for (int i = 0; i < REQUESTS; i++) {
            Ctx ctx = *process;
            ctx.arena = arena;
            ctx.actor = NULL;
            ctx.scope = NULL;
            if (str_empty(token))
                actor_enter(&ctx, &actor_local);
            else
                enter_as_request(&ctx, route, token);
            answer(&ctx, route, ctx.actor->sees);
            arena_reset(arena);
        }
        double spent = (processor_us() - begun) / REQUESTS;
        best = spent < best ? spent : best;
    }
    arena_free(arena);
    return best;
}

static void open_house(Ctx *ctx, Str data)
{
    Packs *packs = NULL;
    Str address = str_format(ctx->arena, "sqlite:%.*s/tongban.db", STRF(data));
    if (!packs_open(ctx, (Str){0}, &packs))
        give_up(ctx);
    ctx->packs = packs;
    if (!db_open(ctx, address, &db_catalogue, &ctx->db) || !db_prepare_all(ctx, ctx->db) ||
        !access_open(ctx, &(AccessSetup){.permissions = all_permissions(ctx->arena), .data = data},
                     &ctx->access))
        give_up(ctx);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: access_bench DATA TOKEN...\n");
        return 2;
    }
    Arena *arena = arena_create(ARENA_MAX);
    Ctx ctx = {.arena = arena, .clock = &system_clock};
    open_house(&ctx, str_of(argv[1]));
    const Route *route = route_at(PATH);
    printf("access_none\t%.2f\tus\n", measure(&ctx, route, (Str){0}));
    for (int i = 2; i < argc; i++)
        printf("access_token_%d\t%.2f\tus\n", i - 1, measure(&ctx, route, str_of(argv[i])));
    arena_free(arena);
    return 0;
}
