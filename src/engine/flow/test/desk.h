/*
 * desk.h - a house for the tests of flow: three units, those who work there, the clock in hand, and
 * the lifecycle "sample" of packs/flow/ beside this file.
 *
 *     KIT_EACH_DATABASE (ctx, &db_catalogue) {
 *         Desk desk = desk_open(ctx);
 *         Matter matter = desk_matter(&desk, "A1", "普通");
 *         desk_do(&desk, DESK_HOUSE, &(FlowMove){.matter_id = matter.id, ...}, &moved);
 *     }
 */
#ifndef TONGBAN_TEST_DESK_H
#define TONGBAN_TEST_DESK_H

#include "engine/access/access.h"
#include "engine/flow/flow.h"
#include "kit/kit_database.h"
#include "port/packs.h"

#define DESK_PACKS "src/engine/flow/test/packs"

/* Who acts: the house, a second one there, one in each unit, the program. */
enum { DESK_HOUSE, DESK_SECOND, DESK_EAST, DESK_WEST, DESK_SOUTH, DESK_SYSTEM, DESK_PEOPLE };
#define DESK_UNITS 3

typedef struct Desk {
    Ctx *ctx;
    int64_t units[DESK_UNITS];
    Actor people[DESK_PEOPLE];
} Desk;

static const char *const desk_permissions[] = {"sample.house", "sample.unit"};

/* Unit 0 = the whole house. */
static inline Actor desk_actor(Ctx *ctx, int64_t account, const char *person, int64_t unit)
{
    return (Actor){.account_id = account,
                   .name = str_of(person),
                   .person = str_of(person),
                   .post_id = account,
                   .post = STR("经办人"),
                   .unit_id = unit,
                   .unit = unit ? STR("演示街") : STR("演示中心"),
                   .scope = {.whole = unit == 0,
                             .units = str_format(ctx->arena, "[%lld]", (long long)unit),
                             .person = account},
                   .permissions = desk_permissions,
                   .permission_count = ARRAY_LEN(desk_permissions)};
}

static inline void desk_as(Desk *desk, int who)
{
    actor_enter(desk->ctx, &desk->people[who]);
}

static inline void desk_packs(Ctx *ctx)
{
    Packs *packs;
    assert_ok(ctx, packs_open(ctx, STR(DESK_PACKS), &packs));
    ctx->packs = packs;
}

static inline Desk desk_open(Ctx *ctx)
{
    static const char *const names[] = {"东演示街", "西演示街", "南演示街"};
    Desk desk = {.ctx = ctx};
    desk_packs(ctx);
    actor_enter(ctx, &actor_local);
    for (int i = 0; i < DESK_UNITS; i++)
        assert_ok(ctx,
                  unit_create(ctx, str_of(names[i]), STR("unit"), 0, STR("测试"), &desk.units[i]));
    desk.people[DESK_HOUSE] = desk_actor(ctx, 11, "周演示", 0);
    desk.people[DESK_SECOND] = desk_actor(ctx, 12, "吴演示", 0);
    for (int i = 0; i < DESK_UNITS; i++)
        desk.people[DESK_EAST + i] = desk_actor(ctx, 21 + i, "郑演示", desk.units[i]);
    desk.people[DESK_SYSTEM] = actor_local;
    return desk;
}

static inline void desk_later(Desk *desk, int64_t minutes)
{
    ((Clock *)(uintptr_t)desk->ctx->clock)->held.ms += minutes * 60000;
}

static inline void desk_set(Desk *desk, const char *at)
{
    assert_true(instant_parse(str_of(at), &((Clock *)(uintptr_t)desk->ctx->clock)->held));
}

/* Opened by the house, at this moment. */
static inline Matter desk_matter(Desk *desk, const char *number, const char *class_code)
{
    Ctx *ctx = desk->ctx;
    Matter matter;
    desk_as(desk, DESK_HOUSE);
    assert_ok(ctx, db_begin(ctx));
    assert_ok(ctx, flow_open(ctx,
                             &(MatterOpening){.lifecycle = STR("sample"),
                                              .number = str_copy(ctx->arena, str_of(number)),
                                              .class_code = str_of(class_code),
                                              .opened_at = clock_now(ctx)},
                             &matter));
    assert_ok(ctx, db_commit(ctx));
    return matter;
}

/* Given all that a move could need, but for units and days. */
static inline FlowMove desk_move(const Matter *matter, const char *move)
{
    return (FlowMove){.matter_id = matter->id,
                      .move = str_of(move),
                      .reason = STR("演示理由"),
                      .basis = STR("演示依据"),
                      .words = STR("演示内容")};
}

/* In a transaction of its own. */
static inline bool desk_try(Desk *desk, int who, const FlowMove *move, FlowMoved *ret)
{
    Ctx *ctx = desk->ctx;
    desk_as(desk, who);
    if (!db_begin(ctx))
        return false;
    return flow_move(ctx, move, ret) ? db_commit(ctx) : db_rollback(ctx);
}

static inline Matter desk_do(Desk *desk, int who, FlowMove move)
{
    FlowMoved moved;
    assert_ok(desk->ctx, desk_try(desk, who, &move, &moved));
    return moved.after;
}

/* As the whole house sees it. */
static inline Matter desk_read(Desk *desk, int64_t id)
{
    Matter matter;
    bool found;
    actor_enter(desk->ctx, &actor_local);
    assert_ok(desk->ctx, matter_read(desk->ctx, id, &matter, &found));
    assert_true(found);
    return matter;
}

#endif
