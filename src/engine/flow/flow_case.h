/*
 * flow_case.h - a matter in hand: what a move looks at and changes. Inside of engine/flow.
 *
 * What only some moves need (counts of the ledger, clocks, branches, working days) is read when
 * first asked for. Guards and effects look at all of a matter, whatever of it the actor may see
 * himself: his right to it is checked before a case is opened.
 */
#ifndef TONGBAN_FLOW_FLOW_CASE_H
#define TONGBAN_FLOW_FLOW_CASE_H

#include "engine/access/access.h"
#include "engine/flow/flow.h"
#include "port/clock.h"

/* How often a move was made. */
typedef struct MadeCount {
    Str move;
    int64_t times;
} MadeCount;
LIST_OF(MadeCount, MadeCountList);

typedef struct FlowCase {
    Ctx *ctx;
    const Lifecycle *lifecycle;
    Matter matter; /* changed by the effects, written at the end */
    Instant now;
    int64_t days; /* given with the move */
    bool has_branch;
    MatterBranch branch; /* in hand */

    bool has_made;
    MadeCountList made;
    bool has_clocks;
    MatterClockList clocks;
    bool has_branches;
    MatterBranchList branches;
    const Workdays *workdays; /* NULL = not read yet */
} FlowCase;

must_use bool case_made(FlowCase *self, Str move, int64_t *ret);
must_use bool case_clocks(FlowCase *self);
must_use bool case_branches(FlowCase *self);
must_use bool case_open_branches(FlowCase *self, int64_t *ret);
must_use bool case_workdays(FlowCase *self);
/* Clock of the matter or of a branch that runs; NULL = none does. case_clocks first. */
MatterClock *case_running(FlowCase *self, Str code, int64_t branch_id);

must_use bool guard_holds(FlowCase *self, const Guard *guard, bool *ret);
/* Why a guard does not hold, for people. */
Str guard_says(FlowCase *self, const Guard *guard);
bool matter_has_request(const Matter *matter, Str name);

/* ---- clocks (flow_clock.c) --------------------------------------------------------------------
 */

/* Sets due_at or missing_year of a clock from its start and length. */
must_use bool clock_compute(FlowCase *self, MatterClock *clock);
/* A new clock for a branch or the matter (branch_id 0), by its rule; none when there is no limit.
 * `hop`: it comes with handing out; to the same unit again it goes on as it was. */
must_use bool clock_start(FlowCase *self, Str code, int64_t branch_id, int64_t unit_id, bool hop);
must_use bool clock_stop(FlowCase *self, MatterClock *clock);
/* Lengthens the matter's due time and the clock "due" of its row. */
must_use bool clock_extend(FlowCase *self, int64_t days);
must_use bool clocks_resume(FlowCase *self);
/* matter.step from the clocks that run. */
void clocks_step(FlowCase *self);
must_use bool clock_insert(Ctx *ctx, int64_t unit_id, MatterClock *clock);
/* As clock_insert, without telling the id. */
must_use bool clock_add(Ctx *ctx, int64_t unit_id, const MatterClock *clock);
must_use bool clock_write(Ctx *ctx, const MatterClock *clock);

/* ---- writing (flow_write.c) -------------------------------------------------------------------
 */

typedef struct FlowUnitRow {
    int64_t id;
    Str name;
    bool has_ended;
    Date ended;
} FlowUnitRow;
/* With the whole scope, whoever asks. */
must_use bool flow_unit(Ctx *ctx, int64_t id, FlowUnitRow *ret, bool *ret_found);
must_use bool matter_insert(Ctx *ctx, const Matter *matter, int64_t *ret_id);
/* FAIL_CONFLICT when the revision seen is gone. */
must_use bool matter_write(Ctx *ctx, const Matter *matter, int64_t seen);
/* By `telling`, which returns the id, or by `silent`, when ret_id is NULL. */
must_use bool row_insert(Ctx *ctx, int telling, int silent, Binds binds, int64_t *ret_id);
/* ret_id may be NULL. */
must_use bool event_insert(Ctx *ctx, int64_t unit_id, const MatterEvent *event, int64_t *ret_id);
BindValue bind_maybe(bool has, int64_t value);

/* ---- effects (flow_effect.c) ------------------------------------------------------------------
 */

typedef struct FlowDeed {
    const FlowMove *asked;
    const LifecycleMove *move;
    Str to;       /* the state it leads to; empty = stays */
    Str clock;    /* what it did to the clocks, for the ledger */
    int64_t days; /* granted */
    int64_t branch_id;
    FlowUnitList opened; /* units of branches opened */
} FlowDeed;
must_use bool effects_apply(FlowCase *self, FlowDeed *deed);

/* What a move must have been given, all that lacks at once (flow_need.c). */
must_use bool needs_check(FlowCase *self, const LifecycleMove *move, const FlowMove *asked);

#endif
