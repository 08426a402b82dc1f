#include "domain/hotline/demo.h"

#include "domain/hotline/demo_write.h"
#include "engine/access/account.h"
#include "engine/access/audit.h"
#include "engine/access/unit.h"
#include "port/clock.h"
#include "port/db.h"

#define PLAN_BYTES_MAX (2048 * MIB)
#define PROGRESS_EVERY 500
#define STREAM_FRESH 51
#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)
/* Fresh orders go to units whose people can sign in, so many in a thousand. */
#define FRESH_WITH_CLERK 700
#define FRESH_BACK_MAX 60
#define SOON_DAYS 1
#define LATE_DAYS 4
#define KIND_HELP 2

/* ---- people and units ---------------------------------------------------------------------------
 */

static const struct {
    DemoRole role;
    const char *account;
    const char *otherwise;
} people[] = {
    {DEMO_TAKER, "demo-taker", "演示·话务员"},
    {DEMO_DISPATCHER, "demo-dispatcher", "演示·派单员"},
    {DEMO_REVIEWER, "demo-reviewer", "演示·审核员"},
    {DEMO_CALLER_BACK, "demo-caller_back", "演示·回访员"},
    {DEMO_SUPERVISOR, "demo-supervisor", "演示·督办员"},
    {DEMO_ASSESSOR, "demo-assessor", "演示·考核管理员"},
};

/* Roles can be adapted before a demo is made: without its account a role has a name alone. */
static bool account_of(Ctx *ctx, const char *name, Account *ret, bool *ret_found)
{
    *ret_found = account_by_name(ctx, str_of(name), ret);
    if (*ret_found)
        return true;
    if (ctx->fail.code != FAIL_NOT_FOUND)
        return false;
    fail_clear(ctx);
    return true;
}

static bool seat_people(Ctx *ctx, DemoTeller *teller)
{
    teller->people[DEMO_CITIZEN] = (DemoPerson){0, STR("市民")};
    for (size_t i = 0; i < ARRAY_LEN(people); i++) {
        Account account = {0};
        bool found;
        if (!account_of(ctx, people[i].account, &account, &found))
            return false;
        teller->people[people[i].role] = found ? (DemoPerson){account.id, account.person}
                                               : (DemoPerson){0, str_of(people[i].otherwise)};
    }
    return true;
}

static bool seat_clerks(Ctx *ctx, DemoTeller *teller)
{
    static const char *const clerks[] = {"demo-clerk", "demo-clerk-2", "demo-clerk-3"};
    for (size_t i = 0; i < teller->pack->units.count; i++)
        teller->seats[i].clerk = (DemoPerson){
            0, str_format(ctx->arena, "演示·%.*s经办人", STRF(teller->pack->units.at[i].unit))};
    for (size_t i = 0; i < ARRAY_LEN(clerks); i++) {
        Account account = {0};
        bool found;
        if (!account_of(ctx, clerks[i], &account, &found))
            return false;
        for (size_t unit = 0; found && unit < teller->pack->units.count; unit++)
            if (teller->seats[unit].unit_id == account.unit_id)
                teller->seats[unit].clerk = (DemoPerson){account.id, account.person};
    }
    return true;
}

static bool seat_units(Ctx *ctx, DemoTeller *teller)
{
    UnitBook book;
    size_t count = teller->pack->units.count;
    Str *streets = NEW(ctx->arena, Str, count);
    teller->seats = NEW(ctx->arena, DemoSeat, count);
    teller->street_ids = NEW(ctx->arena, int64_t, count);
    if (!unit_book_read(ctx, &book))
        return false;
    for (size_t i = 0; i < count; i++) {
        const Unit *unit;
        if (!unit_need(ctx, &book, teller->pack->units.at[i].unit, teller->pack->rhythm.last,
                       &unit))
            return fail_while(ctx, "读 demo/hotline-units.yaml");
        bool street = str_equal_c(unit->kind, "street");
        teller->seats[i] = (DemoSeat){.unit_id = unit->id,
                                      .street = street ? teller->streets.count : DEMO_ANY_STREET};
        if (!street)
            continue;
        streets[teller->streets.count] = unit->name;
        teller->street_ids[teller->streets.count++] = unit->id;
    }
    teller->streets.names = streets;
    return teller->streets.count > 0 || fail(ctx, FAIL_INVALID, "演示单位里没有街道");
}

static bool make_teller(Ctx *ctx, DemoPack *pack, DemoTeller *ret)
{
    DemoTeller teller = {.pack = pack};
    if (!demo_pack_read(ctx, pack) || !workdays_read(ctx, &teller.workdays) ||
        !lifecycle_for(ctx, ORDER_LIFECYCLE, period_first(pack->rhythm.last), &teller.lifecycle) ||
        !seat_units(ctx, &teller) || !seat_people(ctx, &teller) || !seat_clerks(ctx, &teller))
        return false;
    *ret = teller;
    return true;
}

/* ---- the months ---------------------------------------------------------------------------------
 */

static bool write_plan(Ctx *ctx, DemoWriter *writer, const DemoPlan *plan, Arena *arena,
                       Console *console)
{
    DemoTold *told = NEW(arena, DemoTold, plan->count + 1);
    for (size_t i = 0; i < plan->count; i++) {
        const DemoDraft *draft = &plan->drafts[i];
        DemoTale tale = {.draft = draft, .into = draft->merged ? &told[draft->into] : NULL};
        if (!demo_writer_put(ctx, writer, &tale, &told[draft->serial]))
            return false;
        if (console->progress && i % PROGRESS_EVERY == 0)
            console->progress(console, STR("演示工单"), (int64_t)i, (int64_t)plan->count);
    }
    if (console->progress)
        console->progress(console, STR("演示工单"), 0, 0);
    return true;
}

/* ---- fresh ones ---------------------------------------------------------------------------------
 */

/* Its unit: mostly one that somebody in the demo can sign in for. */
static size_t draw_unit(const DemoTeller *teller, DemoRandom *random)
{
    bool with_clerk = demo_chance(random, FRESH_WITH_CLERK);
    for (int tries = 0; tries < 1000; tries++) {
        size_t unit = (size_t)demo_below(random, (int64_t)teller->pack->units.count);
        if (!with_clerk || teller->seats[unit].clerk.id)
            return unit;
    }
    return 0;
}

/* Back to where its due day lies as the state has it; where no calendar tells, as many days. */
static int64_t days_back(const DemoTeller *teller, const DemoFresh *fresh, size_t kind, Date today)
{
    bool near = str_equal_c(fresh->state, "near"), late = str_equal_c(fresh->state, "overdue");
    for (int64_t back = 1; (near || late) && back <= FRESH_BACK_MAX; back++) {
        Instant noon = {(today.days - back) * DAY_MS + 4 * HOUR_MS};
        Deadline due = deadline_in_days(teller->workdays, noon, demo_days(kind));
        int64_t left = due.day.days - today.days;
        if (due.known && (near ? left >= 0 && left <= SOON_DAYS : left < 0 && left >= -LATE_DAYS))
            return back;
    }
    return fresh->ago * 7 / 5;
}

static void draw_fresh(const DemoTeller *teller, const DemoFresh *fresh, int64_t number,
                       Instant now, DemoDraft *ret)
{
    DemoRandom random =
        demo_random((uint64_t)teller->pack->rhythm.seed, STREAM_FRESH, (uint64_t)number, 0);
    bool timed = str_equal_c(fresh->state, "near") || str_equal_c(fresh->state, "overdue");
    size_t kind = timed ? KIND_HELP : (size_t)demo_between(&random, 1, 3);
    Date today = instant_date(now);
    int64_t back = days_back(teller, fresh, kind, today);
    int64_t at = (today.days - back) * DAY_MS + demo_between(&random, 0, 10 * HOUR_MS);
    if (back == 0)
        at = now.ms - demo_between(&random, HOUR_MS / 6, 3 * HOUR_MS);
    *ret = (DemoDraft){.seed = demo_draw(&random),
                       .received_at = {at},
                       .unit = (uint16_t)draw_unit(teller, &random),
                       .kind = (uint8_t)kind};
}

typedef struct FreshDraft {
    DemoDraft draft;
    const char *state;
} FreshDraft;
LIST_OF(FreshDraft, FreshDraftList);

static int by_receipt(const void *a, const void *b)
{
    const FreshDraft *x = a, *y = b;
    int64_t apart = x->draft.received_at.ms - y->draft.received_at.ms;
    return apart ? (apart < 0 ? -1 : 1) : (x->draft.seed < y->draft.seed ? -1 : 1);
}

/* So that the work desk lives whenever the demo is made: some of every state, due around today. */
static bool write_fresh(Ctx *ctx, DemoWriter *writer)
{
    const DemoTeller *teller = writer->teller;
    FreshDraftList list = {0};
    Instant now = clock_now(ctx);
    LIST_EACH (const DemoFresh, fresh, &teller->pack->rhythm.fresh)
        for (int64_t i = 0; i < fresh->count; i++) {
            FreshDraft *added = LIST_ADD(ctx->arena, &list);
            added->state = str_to_c(ctx->arena, fresh->state);
            draw_fresh(teller, fresh, (int64_t)list.count, now, &added->draft);
        }
    if (list.count)
        qsort(list.at, list.count, sizeof *list.at, by_receipt);
    LIST_EACH (const FreshDraft, fresh, &list) {
        DemoTold told;
        DemoTale tale = {.draft = &fresh->draft, .state = fresh->state, .now = now};
        if (!demo_writer_put(ctx, writer, &tale, &told))
            return false;
    }
    return true;
}

/* ---- all of it ----------------------------------------------------------------------------------
 */

static void free_arena(void *arena)
{
    arena_free(arena);
}

/* The tables that grow, without their indexes until all rows are there; but for returns, which are
 * found again to be decided. */
static bool write_all(Ctx *ctx, DemoWriter *writer, const DemoPlan *plan, Arena *arena,
                      Console *console)
{
    LifeTables lives;
    DbIndexes orders;
    return life_many_begin(ctx, &lives) && db_indexes_away(ctx, "hotline_order", &orders) &&
           write_plan(ctx, writer, plan, arena, console) && write_fresh(ctx, writer) &&
           db_indexes_back(ctx, &orders) && life_many_end(ctx, &lives) &&
           demo_writer_end(ctx, writer);
}

static bool fill(Ctx *ctx, const DemoSetup *setup, Console *console)
{
    DemoPack pack;
    DemoTeller teller;
    DemoPlan plan;
    DemoWriter writer;
    Arena *arena = arena_create(PLAN_BYTES_MAX);
    arena_defer(ctx->arena, free_arena, arena);
    if (!db_expect_many(ctx) || !make_teller(ctx, &pack, &teller) ||
        !demo_plan(ctx, arena, &pack, teller.workdays, setup->scale, &plan) ||
        !demo_writer_create(ctx, &teller, &writer) || !life_keep(ctx, teller.lifecycle) ||
        !write_all(ctx, &writer, &plan, arena, console))
        return false;
    Str facts = str_format(ctx->arena, "虚构工单%zu件", plan.count + pack.rhythm.fresh.count);
    return audit_note(ctx, &(AuditNote){.action = "demo.fill",
                                        .object = "order",
                                        .title = STR("演示工单"),
                                        .facts = facts});
}

bool demo_orders(Ctx *ctx, const DemoSetup *setup, Console *console)
{
    return setup->scale.millionths == 0 || fill(ctx, setup, console);
}
