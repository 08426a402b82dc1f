/*
 * demo_plan.h - the demo's invented orders before they are told: when each came, who closed it
 * when, and what went wrong with it. Everything is drawn from the seed of packs/demo/hotline.yaml;
 * what the last month must add up to is dealt out exactly, the other months follow its rates.
 */
#ifndef TONGBAN_HOTLINE_DEMO_PLAN_H
#define TONGBAN_HOTLINE_DEMO_PLAN_H

#include "domain/hotline/demo_pack.h"
#include "domain/hotline/demo_random.h"
#include "engine/flow/deadline.h"

#define DEMO_NOT_EVALUATED 0
/* 1 非常满意 to 5 非常不满意; from here on they are bad */
#define DEMO_BAD_FIRST 4

typedef struct DemoDraft {
    uint64_t seed; /* of its own stream */
    Instant received_at;
    Date closed_day;
    uint32_t serial; /* in the order drawn */
    uint32_t into;   /* serial of the one it is merged into, when `merged` */
    uint16_t unit;   /* of DemoPack.units: who closes it */
    uint8_t kind;    /* of demo_kinds */
    uint8_t closing; /* working days from receipt to closing */
    uint8_t returns;
    uint8_t incorrect;
    uint8_t failures;
    uint8_t extension_days;
    uint8_t satisfaction; /* 0 = not evaluated */
    bool duty_not_done;
    bool excluded;
    bool merged;
} DemoDraft;

typedef struct DemoPlan {
    DemoDraft *drafts; /* in the order of receipt */
    size_t count;
} DemoPlan;

/* Lives in `arena`, some 56 bytes a draft. */
must_use bool demo_plan(Ctx *ctx, Arena *arena, const DemoPack *pack, const Workdays *workdays,
                        Decimal scale, DemoPlan *ret);
/* Working days that a kind has; 0 = no limit. As packs/flow/hotline-order.yaml says, which decides:
 * the lives are told by it. */
int64_t demo_days(size_t kind);

#endif
