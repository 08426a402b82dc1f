/*
 * demo_story.h - the moves of an invented order in their order and time: from the draft to the
 * steps that engine/flow/life.h tells, and to what the order itself learns from them.
 */
#ifndef TONGBAN_HOTLINE_DEMO_STORY_H
#define TONGBAN_HOTLINE_DEMO_STORY_H

#include "domain/hotline/demo_plan.h"
#include "domain/hotline/demo_words.h"
#include "engine/flow/life.h"

typedef enum DemoRole {
    DEMO_CITIZEN, /* nobody's account */
    DEMO_TAKER,
    DEMO_DISPATCHER,
    DEMO_REVIEWER,
    DEMO_CALLER_BACK,
    DEMO_SUPERVISOR,
    DEMO_ASSESSOR,
    DEMO_CLERK, /* of the unit that has it */
    DEMO_ROLES
} DemoRole;

typedef struct DemoPerson {
    int64_t id;
    Str name;
} DemoPerson;

/* A unit of the pack as the house knows it. */
typedef struct DemoSeat {
    int64_t unit_id;
    size_t street; /* its number among the streets, or DEMO_ANY_STREET */
    DemoPerson clerk;
} DemoSeat;

/* What all stories share. */
typedef struct DemoTeller {
    const DemoPack *pack;
    const Workdays *workdays;
    const Lifecycle *lifecycle;
    DemoPerson people[DEMO_ROLES];
    DemoSeat *seats; /* as DemoPack.units */
    DemoStreets streets;
    int64_t *street_ids;
} DemoTeller;

/* What an order learns from a step, beside where it then stands. */
typedef struct DemoDeed {
    int64_t quick; /* the step follows the one before within so many minutes; 0 = in its own time */
    bool after;    /* the order is closed: a day or more after the one before */
    bool correct;  /* of a decision on a return */
    bool reached;
    int64_t grade;
    Str satisfaction;
} DemoDeed;
LIST_OF(DemoDeed, DemoDeedList);

typedef struct DemoStory {
    DemoWords words;
    LifeStepList steps;
    DemoDeedList deeds; /* one for each step */
    size_t closing;     /* number of the step that closes it; past the end = none does */
} DemoStory;

/* From receipt to the archive. */
must_use bool demo_tell(Ctx *ctx, const DemoTeller *teller, const DemoDraft *draft, DemoStory *ret);
/* Merged into another soon after it came; `into` is that one's number. */
must_use bool demo_tell_merged(Ctx *ctx, const DemoTeller *teller, const DemoDraft *draft, Str into,
                               DemoStory *ret);
/* Up to where it stands now, as a state of DemoFresh; times lie between receipt and `now`. */
must_use bool demo_tell_fresh(Ctx *ctx, const DemoTeller *teller, const DemoDraft *draft, Str state,
                              Instant now, DemoStory *ret);

#endif
