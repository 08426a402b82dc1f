/*
 * flow.h - matters that somebody must finish by a deadline: opened, moved from state to state, and
 * never lost.
 *
 * The domain keeps what a matter is about in a table of its own with the same id; the engine keeps
 * where it stands (matter), its clocks (matter_clock), its parallel branches (matter_branch), its
 * open requests, and the ledger of all that happened (matter_event): every move with who, when,
 * why, from which unit to which, and what it did to the clocks. All of it follows the unit that
 * holds the matter: whoever may not see that unit sees none of it.
 *
 *     if (!db_begin(ctx)) return false;
 *     bool done = flow_move(ctx, &(FlowMove){.matter_id = id, .move = STR("sign"),
 *                                            .revision = seen}, &moved) &&
 *                 order_follow(ctx, &moved);          // the domain's own table
 *     return done ? db_commit(ctx) : db_rollback(ctx);
 *
 * flow_move writes the ledger, the audit entry and the outbox itself; the caller owns the
 * transaction. Nothing here reads the clock of the machine but through ctx->clock.
 */
#ifndef TONGBAN_FLOW_FLOW_H
#define TONGBAN_FLOW_FLOW_H

#include "base/shape.h"
#include "engine/flow/deadline.h"
#include "engine/flow/lifecycle.h"

#define FLOW_REASON_RUNES_MAX 1000
#define FLOW_WORDS_RUNES_MAX 10000
#define FLOW_UNITS_MAX 20

typedef struct Matter {
    int64_t id;
    Str lifecycle;
    int64_t version;
    Str number; /* as people call it; unique within the lifecycle */
    Str class_code;
    Str level;
    int64_t unit_id;   /* who holds it; 0 = the house */
    int64_t opener_id; /* account */
    Str state;
    int64_t revision; /* one more with every move */
    Instant opened_at;
    bool has_due_at; /* false: no limit, or missing_year is set */
    Instant due_at;  /* the first moment that is too late */
    bool has_due_day;
    Date due_day;
    int64_t due_days;       /* working days, with extensions and pauses; 0 = no limit */
    int64_t extension_days; /* of these */
    int64_t pause_days;     /* and of these: working days it stood still */
    int64_t missing_year;   /* 期限待定; 0 = none is missing */
    bool has_near_at;
    Instant near_at; /* ▲ from here on */
    bool has_warn_at;
    Instant warn_at;
    bool has_paused_at;
    Instant paused_at;
    bool has_step_due_at; /* of the clock that runs beside `due`: signing, redoing */
    Instant step_due_at;
    Str step; /* its code; empty = none runs */
    bool has_closed_at;
    Instant
        closed_at; /* first came to a state that is done; cleared by leaving for one that is not */
    Str requests;  /* open ones, " extension appeal " with blanks round each */
    Instant moved_at; /* of the last line of the ledger */
} Matter;
extern const Shape matter_shape;

/* ---- opening ----------------------------------------------------------------------------------
 */

typedef struct MatterOpening {
    Str lifecycle;
    Str number;
    Str class_code;
    Str level;         /* empty = the usual one */
    int64_t unit_id;   /* 0 = the house, to be handed on */
    Instant opened_at; /* the due time runs from here */
    Str channel;       /* how it came in, for the ledger */
} MatterOpening;
/* In the caller's transaction: the matter, its clock "due", the first line of the ledger, the audit
 * entry, the outbox. A due time that needs a year not loaded stays empty (missing_year). */
must_use bool flow_open(Ctx *ctx, const MatterOpening *opening, Matter *ret);

/* ---- moving -----------------------------------------------------------------------------------
 */

typedef struct FlowUnit {
    int64_t unit_id;
} FlowUnit;
LIST_OF(FlowUnit, FlowUnitList);

typedef struct FlowMove {
    int64_t matter_id;
    Str move;
    int64_t revision; /* as seen; 0 = not looked at. Another is FAIL_CONFLICT 「他人已处理」 */
    int64_t branch_id;  /* of a move by a branch */
    int64_t unit_id;    /* handed to, or suggested */
    FlowUnitList units; /* assisting */
    int64_t days;       /* asked for or granted */
    Str reason;
    Str basis;
    Str words;  /* of a reply */
    Str fields; /* what else was given, for the ledger: JSON object; empty = nothing */
    bool has_at;
    Instant at; /* when it happened; the clock's now otherwise. Never before the last event */
} FlowMove;

typedef struct FlowMoved {
    Matter before;
    Matter after;
    int64_t event_id;
    bool waiting;      /* one more signature is needed: nothing moved yet */
    int64_t branch_id; /* opened or worked on */
} FlowMoved;
/* FAIL_NOT_FOUND for one that may not be seen; FAIL_STATE when the move is not open in this state
 * or a guard does not hold (says why and what is open instead); FAIL_DENIED for a party or
 * permission; FAIL_INVALID with problems for what it needs and was not given; FAIL_CONFLICT,
 * telling who did what when, for another revision. */
must_use bool flow_move(Ctx *ctx, const FlowMove *move, FlowMoved *ret);

/* What ctx->actor may do with it now. */
typedef struct OpenMove {
    Str code;
    Str name;
    bool needs_reason, needs_basis, needs_unit, needs_units, needs_days, needs_words;
    TextList fields;
    int64_t branch_id; /* 0 = the matter's own */
    bool bulk;
} OpenMove;
LIST_OF(OpenMove, OpenMoveList);
extern const Shape open_move_shape;
must_use bool flow_open_moves(Ctx *ctx, const Matter *matter, OpenMoveList *ret);

/* ---- reading ----------------------------------------------------------------------------------
 */

must_use bool matter_read(Ctx *ctx, int64_t id, Matter *ret, bool *ret_found);
must_use bool matter_by_number(Ctx *ctx, Str lifecycle, Str number, Matter *ret, bool *ret_found);

typedef enum Light { LIGHT_NONE, LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED, LIGHT_GREY } Light;
/* At `now`; of a matter that is done: none. */
Light matter_light(const Matter *matter, Instant now);
Str light_code(Light light); /* none, normal, near, overdue, paused */
/* 「剩 1天3小时」, 「超期 2天」, 「挂起」, 「期限待定（缺2027年日历）」, 「按时办结」, 「超期办结」
 */
Str matter_light_text(Arena *arena, const Matter *matter, Instant now);

/* One line of the ledger. */
typedef struct MatterEvent {
    int64_t id;
    int64_t matter_id;
    Str move; /* "open" is the first */
    Str move_name;
    Str from_state;
    Str to_state;
    Instant at;
    int64_t account_id;
    Str actor; /* as he was called then */
    int64_t from_unit_id;
    int64_t to_unit_id; /* holds it afterwards, or is meant */
    int64_t branch_id;
    Str reason;
    Str basis;
    Str words;
    Str fields;
    Str clock;    /* what it did: started, paused, resumed, extended, returned, handed, stopped,
                     recomputed; empty = nothing */
    int64_t days; /* by which it was extended, or asked to be */
    bool waiting; /* a signature of several: nothing has moved yet */
    bool has_due_at;
    Instant due_at; /* in force afterwards */
} MatterEvent;
LIST_OF(MatterEvent, MatterEventList);
extern const Shape matter_event_shape;
/* In the order they happened. */
must_use bool flow_ledger(Ctx *ctx, int64_t matter_id, MatterEventList *ret);

typedef struct MatterClock {
    int64_t id;
    int64_t matter_id;
    int64_t branch_id; /* 0 = of the matter */
    Str code;
    Instant started_at;
    int64_t days; /* working days, pauses included; or */
    int64_t minutes;
    bool around;        /* minutes run day and night */
    int64_t pause_days; /* of the days */
    int64_t
        hop_unit_id; /* the unit it was started for: handed out to the same one again, it goes on
                      */
    bool has_due_at;
    Instant due_at;
    int64_t missing_year;
    bool has_stopped_at;
    Instant stopped_at;
} MatterClock;
LIST_OF(MatterClock, MatterClockList);
extern const Shape matter_clock_shape;
must_use bool flow_clocks(Ctx *ctx, int64_t matter_id, MatterClockList *ret);

typedef struct MatterBranch {
    int64_t id;
    int64_t matter_id;
    int64_t unit_id;
    Str state; /* open, done, back, dropped */
    Instant started_at;
    bool has_due_at;
    Instant due_at;
    bool has_done_at;
    Instant done_at;
    Str words; /* what it answered, or why it gave back */
} MatterBranch;
LIST_OF(MatterBranch, MatterBranchList);
extern const Shape matter_branch_shape;
/* Of the matter, as far as they may be seen. */
must_use bool flow_branches(Ctx *ctx, int64_t matter_id, MatterBranchList *ret);

/* How a due time came about, for the hover: 「从2026-02-13收件起，第2个工作日；跳过
 * 2月15日（春节）…」 */
must_use bool flow_explain_due(Ctx *ctx, const Matter *matter, Str *ret);

/* ---- the calendar has changed ------------------------------------------------------------------
 */

/* Recomputes the clocks of all matters of all lifecycles that are not done, in batches of a
 * transaction each; a changed one gets a line in its ledger. `changed` (may be NULL) is called for
 * each within the transaction, for the domain's own copy; what it allocates lasts for a batch.
 * Needs the whole scope. */
must_use bool flow_recompute(Ctx *ctx, bool (*changed)(Ctx *ctx, const Matter *matter, void *self),
                             void *self, int64_t *ret_changed);

/* Whether a matter's due time waits for a year that is loaded by now, so that flow_recompute would
 * find it. One short query. */
must_use bool flow_waited_for(Ctx *ctx, bool *ret);

/* ---- taking in many at once ---------------------------------------------------------------------
 */

/* For imports and generators: writes a matter with clocks and ledger as they were elsewhere. No
 * audit entry, no outbox, no guards; the caller notes the whole. events->at[0] is the opening;
 * `matter->id` 0 = a new one. What a matter had before is replaced. */
must_use bool flow_put(Ctx *ctx, const Matter *matter, const MatterEventList *events,
                       int64_t *ret_id);
/* Sets due_at, due_day, near_at, warn_at, missing_year from class, level, opened_at and
 * extension_days. */
must_use bool flow_compute_due(Ctx *ctx, const Lifecycle *lifecycle, const Workdays *workdays,
                               Matter *matter);

#endif
