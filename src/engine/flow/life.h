/*
 * life.h - whole lives of matters told at once, for generators of many of them: what the moves did
 * is worked out from the lifecycle in memory, by the same table that flow_move follows, and written
 * without being read back.
 *
 *     Life life;
 *     if (!life_live(ctx, lifecycle, workdays, &opening, &steps, &life) ||
 *         !life_write(ctx, &life)) return false;      // life.matter.id is set
 *
 * A step that the lifecycle does not allow in its state fails; guards and needs are the teller's to
 * keep. A life may end in a paused state, but not leave one: how long it stood still is flow_move's
 * to count. No audit entry and no outbox: the caller notes the whole.
 */
#ifndef TONGBAN_FLOW_LIFE_H
#define TONGBAN_FLOW_LIFE_H

#include "engine/flow/flow.h"
#include "port/db.h"

typedef struct LifeStep {
    Str move; /* "open" in the events is made of the opening */
    Instant at;
    int64_t account_id;
    Str actor;
    int64_t unit_id;    /* handed to, or suggested */
    FlowUnitList units; /* assisting */
    int64_t branch;     /* of the branches so far, from 1; 0 = the matter itself */
    int64_t days;       /* asked for or granted */
    Str reason;
    Str basis;
    Str words;
    Str fields;
} LifeStep;
LIST_OF(LifeStep, LifeStepList);

typedef struct LifeOpening {
    Str number;
    Str class_code;
    Str level;
    int64_t opener_id;
    Str opener;
    Str channel;
    Instant at;
} LifeOpening;

/* Branches are numbered from 1 in the clocks and events until they are written. */
typedef struct Life {
    Matter matter;
    MatterEventList events;
    MatterClockList clocks;
    MatterBranchList branches;
} Life;

must_use bool life_live(Ctx *ctx, const Lifecycle *lifecycle, const Workdays *workdays,
                        const LifeOpening *opening, const LifeStepList *steps, Life *ret);
/* With the whole scope, in the caller's transaction; sets the ids of the matter and its branches.
 */
must_use bool life_write(Ctx *ctx, Life *life);
/* Round very many of them, in one transaction: the ledger's tables without their indexes. */
typedef struct LifeTables {
    DbIndexes indexes[4];
} LifeTables;
must_use bool life_many_begin(Ctx *ctx, LifeTables *ret);
must_use bool life_many_end(Ctx *ctx, const LifeTables *tables);
/* The text of the version that they live by; once. */
must_use bool life_keep(Ctx *ctx, const Lifecycle *lifecycle);

#endif
