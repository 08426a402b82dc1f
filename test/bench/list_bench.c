/*
 * list_bench.c - what lists and search of orders cost in the process, on a house that is there.
 *
 * list_bench DATA [TIMES]: opens the database of DATA (sqlite:DATA/tongban.db, or the address in
 * TONGBAN_DB) with all rows in scope and asks for each list TIMES times. Prints a line each: the
 * query, orders found, median, 95th and greatest time in ms; last the same over all.
 */
#include "domain/hotline/order_desk.h"
#include "domain/hotline/order_list.h"
#include "engine/access/access.h"
#include "port/clock.h"
#include "port/packs.h"

#include <stdlib.h>
#include <time.h>

#define TIMES_MAX 1000

typedef struct Asked {
    const char *name;
    OrderQuery query;
} Asked;

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int by_time(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

static void report(const char *name, long long found, double *times, size_t count)
{
    qsort(times, count, sizeof *times, by_time);
    printf("%-28s %9lld orders  median %7.2f ms  p95 %7.2f ms  max %7.2f ms\n", name, found,
           times[count / 2], times[count * 95 / 100], times[count - 1]);
}

static void stop(const Ctx *ctx)
{
    fprintf(stderr, "%.*s\n%.*s\n", STRF(ctx->fail.message), STRF(ctx->fail.detail));
    exit(1);
}

static Asked asked[] = {
    {"all", {0}},
    {"page 3 by due", {.sort = STR_INIT("due"), .page = 3}},
    {"page 2000", {.page = 2000}},
    {"unit", {.unit = STR_INIT("赤岗街")}},
    {"unit, state", {.unit = STR_INIT("赤岗街"), .state = STR_INIT("handling")}},
    {"archived", {.state = STR_INIT("archived")}},
    {"overdue", {.light = STR_INIT("overdue")}},
    {"near, by due", {.light = STR_INIT("near"), .sort = STR_INIT("due")}},
    {"kind, level", {.kind = STR_INIT("投诉"), .level = STR_INIT("紧急")}},
    {"returned twice", {.returns = 2}},
    {"by hour", {.has_hour = true, .hour = 9, .kind = STR_INIT("求助")}},
    {"box handling", {.box = STR_INIT("handling")}},
    {"box done", {.box = STR_INIT("done")}},
    {"two characters, rare", {.q = STR_INIT("瑞宝")}},
    {"two characters, frequent", {.q = STR_INIT("路灯")}},
    {"in every order", {.q = STR_INIT("市民反映")}},
    {"four characters, unit", {.q = STR_INIT("夜间施工"), .unit = STR_INIT("赤岗街")}},
    {"two words", {.q = STR_INIT("井盖 安全隐患")}},
    {"phrase", {.q = STR_INIT("江南中街广场舞噪音")}},
};

static double one(Ctx *base, const OrderQuery *query, long long *ret_found)
{
    Ctx ctx = *base;
    ctx.arena = arena_create(256 * MIB);
    OrderPage page;
    double start = now_ms();
    if (!order_list(&ctx, query, &page))
        stop(&ctx);
    double time = now_ms() - start;
    *ret_found = page.total;
    arena_free(ctx.arena);
    return time;
}

static void desk(Ctx *base, size_t times)
{
    static double all[TIMES_MAX];
    for (size_t i = 0; i < times; i++) {
        Ctx ctx = *base;
        ctx.arena = arena_create(256 * MIB);
        OrderDesk ret;
        double start = now_ms();
        if (!order_desk(&ctx, &ret))
            stop(&ctx);
        all[i] = now_ms() - start;
        arena_free(ctx.arena);
    }
    report("desk", 0, all, times);
}

int main(int argc, char **argv)
{
    static double times[TIMES_MAX], whole[TIMES_MAX * ARRAY_LEN(asked)];
    size_t count = argc > 2 ? (size_t)atol(argv[2]) : 50, all = 0;
    if (argc < 2 || count < 1 || count > TIMES_MAX) {
        fputs("list_bench DATA [TIMES up to 1000]\n", stderr);
        return 2;
    }
    const char *address = getenv("TONGBAN_DB");
    /* The first of March 2023: what was open then. */
    Clock clock = clock_frozen((Instant){1677628800000});
    Ctx ctx = {.arena = arena_create(1024 * MIB), .clock = &clock};
    Packs *packs = NULL;
    Str place = address ? str_of(address) : str_format(ctx.arena, "sqlite:%s/tongban.db", argv[1]);
    if (!packs_open(&ctx, STR(""), &packs) || !db_open(&ctx, place, &db_catalogue, &ctx.db))
        stop(&ctx);
    ctx.packs = packs;
    actor_enter(&ctx, &actor_local);
    long long found = 0;
    double start = now_ms();
    one(&ctx, &(OrderQuery){0}, &found);
    printf("filling the index: %.0f ms, %lld orders\n", now_ms() - start, found);
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        for (size_t k = 0; k < count; k++)
            whole[all++] = times[k] = one(&ctx, &asked[i].query, &found);
        report(asked[i].name, found, times, count);
    }
    desk(&ctx, count);
    report("all lists", 0, whole, all);
    db_close(ctx.db);
    arena_free(ctx.arena);
    return 0;
}
