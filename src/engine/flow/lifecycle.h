/*
 * lifecycle.h - the life of a kind of matter as data (packs/flow/CODE.yaml): states, moves, who
 * may, what each needs, guards, effects, deadlines, lights, escalation. docs/flow.md explains the
 * keys.
 *
 * A pack is checked when loaded: a state that cannot be reached, one that is no end and has no way
 * out, a deadline that nothing starts, a move that nobody may do, an unknown word are told with
 * file and line. A matter keeps the version it was opened under; the text of each version used is
 * kept in the database.
 */
#ifndef TONGBAN_FLOW_LIFECYCLE_H
#define TONGBAN_FLOW_LIFECYCLE_H

#include "base/shape.h"
#include "engine/flow/deadline.h"

typedef struct LifecycleState {
    Str code;
    Str name;
    bool done;    /* the matter is settled: its closing time is that of first coming here */
    bool end;     /* nothing more need be done */
    bool paused;  /* the clocks stand still */
    int64_t line; /* of the pack, as in all that follows */
} LifecycleState;
LIST_OF(LifecycleState, LifecycleStateList);

/* Who may make a move, besides the permission. */
typedef enum LifecycleParty {
    PARTY_HOLDER, /* who may see the matter's unit, which must not be the house */
    PARTY_HOUSE,  /* who has the whole scope */
    PARTY_BRANCH, /* who may see the unit of the branch */
    PARTY_ANY,    /* who may see the matter */
    PARTY_SYSTEM, /* the program: a citizen at the portal, an escalation */
} LifecycleParty;

/* What a move must be given. */
typedef enum LifecycleNeed {
    NEED_REASON = 1 << 0,
    NEED_BASIS = 1 << 1,
    NEED_UNIT = 1 << 2,
    NEED_UNITS = 1 << 3, /* assisting units */
    NEED_DAYS = 1 << 4,
    NEED_WORDS = 1 << 5,  /* the text of a reply */
    NEED_FIELDS = 1 << 6, /* what LifecycleMove.fields names */
} LifecycleNeed;

typedef enum GuardKind {
    GUARD_MADE_LESS,    /* the move `name` was made fewer than `number` times */
    GUARD_MADE_LEAST,   /* at least `number` times */
    GUARD_BEFORE_DUE,   /* the clock `name` has not run out */
    GUARD_BRANCHES,     /* all branches are done */
    GUARD_REQUEST,      /* the request `name` is open */
    GUARD_NO_REQUEST,   /* it is not */
    GUARD_DAYS_AT_MOST, /* FlowMove.days <= number */
    GUARD_CLASS,        /* the matter is of the class `name` */
    GUARD_NOT_CLASS,
    GUARD_LEVEL,
    GUARD_BRANCH_OPEN, /* the branch in hand is open */
    GUARD_OTHER_THAN,  /* who acts is not who made the move `name` last; the program always may */
} GuardKind;
typedef struct Guard {
    GuardKind kind;
    Str name;
    int64_t number;
    Str since; /* of a count: only what was made after this move counts; empty = all */
    Str says;  /* what is told when it does not hold; empty = a sentence of the engine's */
    int64_t line;
} Guard;
LIST_OF(Guard, GuardList);

typedef enum EffectKind {
    EFFECT_HAND_TO,    /* to the unit of the move */
    EFFECT_HAND_HOUSE, /* back to the house */
    EFFECT_CLOCK_START,
    EFFECT_CLOCK_STOP,
    EFFECT_CLOCK_EXTEND, /* by the days of the move, or of the request that is granted */
    EFFECT_REQUEST_OPEN,
    EFFECT_REQUEST_CLOSE,
    EFFECT_BRANCH_OPEN, /* one for each of the move's units, or for the unit of the move */
    EFFECT_BRANCH_DONE,
    EFFECT_BRANCH_BACK,   /* the branch is given back, the others go on */
    EFFECT_BRANCHES_DROP, /* all that are open */
    EFFECT_NOTIFY,        /* `name`: holder, house, opener, branches */
} EffectKind;
typedef struct Effect {
    EffectKind kind;
    Str name; /* of the clock, request or receiver */
    int64_t line;
} Effect;
LIST_OF(Effect, EffectList);

/* Where a move leads instead, when its guard holds. */
typedef struct LifecycleTurn {
    Guard when;
    Str to;
    int64_t line;
} LifecycleTurn;
LIST_OF(LifecycleTurn, LifecycleTurnList);

typedef struct LifecycleMove {
    Str code;
    Str name;
    TextList from; /* codes of states; "*" = all that are no end */
    Str to;        /* empty = stays where it is */
    LifecycleTurnList turns;
    Str may; /* a permission code, NUL behind it; empty only for PARTY_SYSTEM */
    LifecycleParty by;
    unsigned needs;
    TextList fields; /* names the domain understands: "satisfaction", "verdict" */
    GuardList guards;
    EffectList effects;
    int64_t signatures;    /* by so many different people, 1 as a rule */
    GuardList countersign; /* when these hold, two */
    bool bulk;             /* may be made for many matters at once */
    int64_t listing;
    int64_t line;
} LifecycleMove;
LIST_OF(LifecycleMove, LifecycleMoveList);

/* How long a step may take. Which rule holds is the first whose class and level fit. */
typedef struct ClockRule {
    Str class_code;  /* empty = any */
    Str level;       /* empty = any */
    bool none;       /* no limit */
    int64_t days;    /* working days; or */
    int64_t minutes; /* working minutes */
    bool around;     /* minutes run day and night */
    Str source;      /* law, or 「K」 with what it rests on */
    int64_t line;
} ClockRule;
LIST_OF(ClockRule, ClockRuleList);
typedef struct LifecycleClock {
    Str code; /* "due" is the matter's own, from opening to settling */
    Str name;
    ClockRuleList rules;
    int64_t line;
} LifecycleClock;
LIST_OF(LifecycleClock, LifecycleClockList);

/* Lights ●▲■: near when the due day is at most so many calendar days ahead; warned (on a list, not
 * a light) when at most so much of the working days is left. */
typedef struct LifecycleLights {
    int64_t near_days;
    int64_t warn_percent;
} LifecycleLights;

typedef struct Escalation {
    Str clock;
    Str when;      /* warned, near, overdue */
    int64_t after; /* working days after it */
    Str move;      /* made by the program */
    Str says;
    int64_t line;
} Escalation;
LIST_OF(Escalation, EscalationList);

typedef struct Lifecycle {
    Str code;
    Str name;
    int64_t version;
    Date from; /* matters opened from this day on */
    TextList source;
    TextList classes;
    TextList levels;           /* the first is the usual one */
    LifecycleStateList states; /* the first is where it starts */
    LifecycleMoveList moves;
    LifecycleClockList clocks;
    LifecycleLights lights;
    OfficeHours hours;
    EscalationList escalations;
    Str file;
    Str text; /* word for word */
} Lifecycle;
LIST_OF(const Lifecycle *, LifecycleList);

/* Reads one text; every mistake as a problem whose row is the line, and the first of them in the
 * failure's detail. */
must_use bool lifecycle_parse(Ctx *ctx, Str place, Str text, const Lifecycle **ret);
/* All of packs/flow/, remembered until the packs change. */
must_use bool lifecycles_load(Ctx *ctx, LifecycleList *ret);
/* lifecycles_load, and whether ctx->access knows every permission they name; for the start. */
must_use bool lifecycles_check(Ctx *ctx);
/* The one that matters opened on `day` are under: the highest version whose `from` is not later. */
must_use bool lifecycle_for(Ctx *ctx, Str code, Date day, const Lifecycle **ret);
/* As a matter was opened under: of the packs when they still hold this version, else as kept. */
must_use bool lifecycle_of_version(Ctx *ctx, Str code, int64_t version, const Lifecycle **ret);

/* NULL when there is none. */
const LifecycleState *lifecycle_state(const Lifecycle *lifecycle, Str code);
const LifecycleMove *lifecycle_move(const Lifecycle *lifecycle, Str code);
const LifecycleClock *lifecycle_clock(const Lifecycle *lifecycle, Str code);
bool lifecycle_has(const TextList *words, Str word);
/* Whether the move may start in this state, with what "*" means. */
bool move_starts_in(const LifecycleMove *move, const LifecycleState *state);
bool move_has_effect(const LifecycleMove *move, EffectKind kind, Str name);
/* NULL = no limit. */
const ClockRule *clock_rule(const LifecycleClock *clock, Str class_code, Str level);

/* For docs: a Mermaid state diagram and a table of moves and deadlines, as Markdown. */
void lifecycle_diagram(Buf *to, const Lifecycle *lifecycle);

#endif
