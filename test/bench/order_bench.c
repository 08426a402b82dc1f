/*
 * order_bench.c - what the hotline's pages ask for, timed in this process over a house full of
 * orders.
 *
 * order_bench DATA [DB]: DATA is a data folder with the demo's orders, DB the address of its
 * database when it is not SQLite. Each question is asked ASKED times with other words, units and
 * months, by somebody with the whole scope and by a clerk of one unit in turn; what is printed is
 * the 95th of 100 by time on the wall, in ms: name, value, unit, separated by TAB.
 */
#include "domain/assessment/result.h"
#include "domain/hotline/order_list.h"
#include "domain/hotline/order_view.h"
#include "domain/module.h"
#include "engine/access/access.h"
#include "port/clock.h"
#include "port/packs.h"

#include <time.h>

#define ASKED 300
#define ARENA_MAX (512 * MIB)

static double wall_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static no_return void give_up(const Ctx *ctx)
{
    Buf text = buf_create(ctx->arena, 64 * KIB);
    fail_print(&text, &ctx->fail);
    fprintf(stderr, "%.*s\n", STRF(buf_str(&text)));
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

/* ---- what is asked --------------------------------------------------------------------------- */

typedef struct Dice {
    uint64_t state;
} Dice;

static size_t roll(Dice *dice, size_t sides)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)((dice->state >> 33) % sides);
}

typedef struct Asker {
    Dice dice;
    OrderRowList known; /* orders of a page, to open by number */
} Asker;

static Date day_of(int year, int month, int day)
{
    Date date = {0};
    if (!date_make((CivilDate){year, month, day}, &date))
        BUG("no such day");
    return date;
}

static OrderQuery a_month(Dice *dice)
{
    int month = (int)roll(dice, 14), year = 2022 + month / 12;
    Date from = day_of(year, month % 12 + 1, 1);
    return (OrderQuery){.has_from = true,
                        .from = from,
                        .has_to = true,
                        .to = {from.days + 27},
                        .page = 1,
                        .size = 50};
}

static void list_filtered(Ctx *ctx, Asker *asker)
{
    static const char *const states[] = {"", "closed", "archived", "handling"};
    static const char *const kinds[] = {"", "投诉", "咨询", "求助"};
    static const char *const sorts[] = {"", "due_at", "kind"};
    OrderQuery query = a_month(&asker->dice);
    query.state = str_of(states[roll(&asker->dice, ARRAY_LEN(states))]);
    query.kind = str_of(kinds[roll(&asker->dice, ARRAY_LEN(kinds))]);
    query.sort = str_of(sorts[roll(&asker->dice, ARRAY_LEN(sorts))]);
    query.page = 1 + (int64_t)roll(&asker->dice, 3);
    if (roll(&asker->dice, 2))
        query.has_from = query.has_to = false;
    OrderPage page;
    if (!order_list(ctx, &query, &page))
        give_up(ctx);
}

static void search(Ctx *ctx, Asker *asker)
{
    static const char *const words[] = {"噪声",     "路灯", "夜间施工",    "占道经营", "井盖",
                                        "停车收费", "垃圾", "演示路 噪声", "社保转移", "油烟扰民"};
    OrderQuery query = {
        .q = str_of(words[roll(&asker->dice, ARRAY_LEN(words))]), .page = 1, .size = 50};
    OrderPage page;
    if (!order_list(ctx, &query, &page))
        give_up(ctx);
}

static void open_order(Ctx *ctx, Asker *asker)
{
    OrderSheet sheet;
    Str number = asker->known.at[roll(&asker->dice, asker->known.count)].number;
    if (!order_sheet(ctx, number, &sheet))
        give_up(ctx);
}

static void score_month(Ctx *ctx, Asker *asker)
{
    MonthResult result;
    Period period;
    if (!month_make(2023, 1, &period))
        BUG("no such month");
    (void)asker;
    if (!month_result(ctx, period, STR("hotline"), &result, /* ret_any= */ NULL))
        give_up(ctx);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

static void know_orders(Ctx *ctx, const Actor *clerk, Asker *asker)
{
    OrderPage page;
    actor_enter(ctx, clerk);
    if (!order_list(ctx, &(OrderQuery){.page = 1, .size = 200}, &page))
        give_up(ctx);
    asker->known = page.rows;
}

static void measure(const Ctx *process, const Actor *const *actors, const char *name,
                    void (*ask)(Ctx *ctx, Asker *asker), Asker *asker)
{
    static double times[ASKED];
    Arena *arena = arena_create(ARENA_MAX);
    for (int i = 0; i < ASKED; i++) {
        Ctx ctx = *process;
        ctx.arena = arena;
        actor_enter(&ctx, actors[i % 2]);
        double begun = wall_ms();
        ask(&ctx, asker);
        times[i] = wall_ms() - begun;
        arena_reset(arena);
    }
    arena_free(arena);
    qsort(times, ASKED, sizeof *times, by_size);
    printf("%s_median\t%.3f\tms\n%s_p95\t%.3f\tms\n", name, times[ASKED / 2], name,
           times[ASKED * 95 / 100]);
}

static void open_house(Ctx *ctx, Str data, Str address)
{
    Packs *packs = NULL;
    if (!packs_open(ctx, str_format(ctx->arena, "%.*s/packs", STRF(data)), &packs))
        give_up(ctx);
    ctx->packs = packs;
    if (!db_open(ctx, address, &db_catalogue, &ctx->db) || !db_prepare_all(ctx, ctx->db) ||
        !access_open(ctx, &(AccessSetup){.permissions = all_permissions(ctx->arena), .data = data},
                     &ctx->access))
        give_up(ctx);
}

/* A clerk of the unit with the first name that is a street. */
static Actor clerk_of(Ctx *ctx)
{
    UnitBook book;
    Actor clerk = actor_local;
    actor_enter(ctx, &actor_local);
    if (!unit_book_read(ctx, &book))
        give_up(ctx);
    LIST_EACH (const Unit, unit, &book.units)
        if (str_equal_c(unit->kind, "street") && clerk.scope.whole)
            clerk.scope = (DbScope){.units = str_format(ctx->arena, "[%lld]", (long long)unit->id),
                                    .person = 0};
    return clerk;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: order_bench DATA [DB]\n");
        return 2;
    }
    Arena *arena = arena_create(ARENA_MAX);
    Ctx ctx = {.arena = arena, .clock = &system_clock};
    Str data = str_of(argv[1]);
    Str address =
        argc > 2 ? str_of(argv[2]) : str_format(arena, "sqlite:%.*s/tongban.db", STRF(data));
    open_house(&ctx, data, address);
    Actor clerk = clerk_of(&ctx);
    const Actor *actors[] = {&actor_local, &clerk};
    Asker asker = {.dice = {20230228}};
    double begun = wall_ms();
    know_orders(&ctx, &clerk, &asker);
    printf("first_list\t%.1f\tms\n", wall_ms() - begun);
    measure(&ctx, actors, "list", list_filtered, &asker);
    measure(&ctx, actors, "search", search, &asker);
    measure(&ctx, actors, "order", open_order, &asker);
    measure(&ctx, actors, "score", score_month, &asker);
    arena_free(arena);
    return 0;
}
