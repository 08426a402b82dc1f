/*
 * citizen.h - what a citizen does without signing in: sends an order and its photographs, asks how
 * far it is, rates it, complains about how it was handled.
 *
 * Nobody has signed in, so nothing is shown that a stranger may not know: progress wants the number
 * and the last four digits of the caller's phone, an unknown number and wrong digits get the same
 * answer at the same cost, and tries are counted by number and by address (citizen_guess.h). What
 * follows from that (photographs, a rating, a complaint) wants the ticket that the answer gave: a
 * time limit and the order, under the house's key. Steps name units, never people.
 *
 * The work is done as the program's own account, standing for 「市民」, with the address the
 * request came from.
 */
#ifndef TONGBAN_HOTLINE_CITIZEN_H
#define TONGBAN_HOTLINE_CITIZEN_H

#include "domain/hotline/attachment.h"
#include "domain/hotline/order.h"
#include "engine/access/actor.h"

#define CITIZEN_PATH "/12345/" /* the pages */
#define CITIZEN_KEY_RUNES_LEAST 16
#define CITIZEN_COMPLAINT_RUNES_MAX 1000
#define CITIZEN_REPORTED_RUNES_MAX 100

typedef struct CitizenKind {
    Str kind;
    Str says;
} CitizenKind;
LIST_OF(CitizenKind, CitizenKindList);
extern const Shape citizen_kind_shape;

typedef struct CitizenStepRule {
    Str move; /* of the lifecycle */
    Str says;
    bool unit; /* with the unit that has it from then on */
} CitizenStepRule;
LIST_OF(CitizenStepRule, CitizenStepRuleList);

typedef struct CitizenWaitRule {
    Str state;
    Str says;
    bool step; /* until the step's own time; else until the order's */
} CitizenWaitRule;
LIST_OF(CitizenWaitRule, CitizenWaitRuleList);

/* How often wrong digits may be given; citizen_guess.h. */
typedef struct CitizenGuessRule {
    int64_t free;
    int64_t wait_seconds;
    int64_t wait_seconds_most;
    int64_t order_and_address;
    int64_t order;
    int64_t address;
    int64_t known_days;
} CitizenGuessRule;

/* packs/hotline/citizen.yaml */
typedef struct CitizenRules {
    Str citizen;
    Date from;
    TextList source;
    int64_t seconds_least;
    CitizenGuessRule guesses;
    int64_t ticket_minutes;
    CitizenKindList kinds;
    CitizenStepRuleList steps;
    CitizenWaitRuleList waiting;
} CitizenRules;
must_use bool citizen_rules(Ctx *ctx, CitizenRules *ret);
/* Against the lifecycle too: for the module's load. */
must_use bool citizen_rules_check(Ctx *ctx);

/* ---- sending --------------------------------------------------------------------------------- */

typedef struct CitizenRequest {
    Str kind;
    Str category;
    Str content;
    Str address;
    bool has_longitude;
    int64_t longitude; /* millionths of a degree */
    bool has_latitude;
    int64_t latitude;
    Str name;
    Str phone;
    bool anonymous;
    bool confidential;
    Str reported;        /* of a 举报: whom it is about, in the citizen's words */
    Str idempotency_key; /* made with the draft; a repeated sending is the same order */
    int64_t seconds;     /* since the form was opened */
    Str website;         /* people do not see it; programs fill it in */
} CitizenRequest;

typedef struct CitizenTaken {
    Str number;
    Instant received_at;
    Str due_text;
    Str next; /* what happens now */
    Str ticket;
    bool repeated;
} CitizenTaken;
/* FAIL_INVALID with all problems; FAIL_LIMITED for a program. Durable when it returns. */
must_use bool citizen_take(Ctx *ctx, const CitizenRequest *request, CitizenTaken *ret);

must_use bool citizen_photo(Ctx *ctx, Str ticket, Str name, Str bytes, Attachment *ret);

/* ---- asking ---------------------------------------------------------------------------------- */

typedef struct CitizenStep {
    Str says;
    Instant at;
    Str unit; /* empty = none is named */
} CitizenStep;
LIST_OF(CitizenStep, CitizenStepList);

typedef struct CitizenProgress {
    Str number;
    Str kind;
    Str category; /* name; may be empty */
    Str state_name;
    bool done;
    Instant received_at;
    Str due_text;
    CitizenStepList steps; /* oldest first */
    Str waiting;           /* for what; empty = for nothing more */
    bool has_until;
    Instant until; /* by when that is expected */
    Str reply;     /* once it is settled */
    bool may_rate;
    Str rated; /* empty = not yet */
    bool may_complain;
    Str ticket;
} CitizenProgress;
/* FAIL_NOT_FOUND, alike for an unknown number and wrong digits; FAIL_LIMITED after too many. */
must_use bool citizen_progress(Ctx *ctx, Str number, Str tail, CitizenProgress *ret);

/* Once; FAIL_STATE for an order that is not answered, or was rated before. */
must_use bool citizen_rate(Ctx *ctx, Str ticket, Str satisfaction);
/* The same words again are the same complaint. */
must_use bool citizen_complain(Ctx *ctx, Str ticket, Str words);

/* ---- tickets --------------------------------------------------------------------------------- */

/* For an order until then; signed with the house's key. */
must_use bool citizen_ticket(Ctx *ctx, int64_t order_id, Instant until, Str *ret);
/* The mark of a text for a purpose under the house's key, in hexadecimal. */
must_use bool citizen_mark(Ctx *ctx, const char *purpose, Str text, Str *ret);
/* FAIL_STATE when it has run out, FAIL_INVALID when it is none. */
must_use bool citizen_ticket_read(Ctx *ctx, Str ticket, int64_t *ret_order_id);

/* ---- whose work it is ------------------------------------------------------------------------ */

typedef struct Citizen {
    Actor actor;
    const Actor *before_actor;
    const DbScope *before_scope;
    const DbScope *lifted;
} Citizen;
/* From here to citizen_leave the program works for a citizen. */
void citizen_enter(Ctx *ctx, Citizen *citizen);
void citizen_leave(Ctx *ctx, const Citizen *citizen);

/* The page that tells how far the order is, at the address that this request came to; empty when
 * there is none, or for a number that has other signs than letters, digits and -. */
Str citizen_progress_url(Ctx *ctx, Str number);

extern const Route citizen_routes[];

#endif
