/* What a move does besides leading to a state. */
#include "engine/flow/flow_case.h"
#include "sql_ids.h"

#define REQUESTS_BYTES_MAX 1000

/* ---- requests -------------------------------------------------------------------------------- */

/* The open requests without one, or with one more. */
static void set_request(FlowCase *self, Str name, bool open)
{
    Buf text = buf_create(self->ctx->arena, REQUESTS_BYTES_MAX);
    Str rest = self->matter.requests, part;
    while (str_split(&rest, ' ', &part))
        if (!str_empty(part) && !str_equal(part, name))
            buf_format(&text, " %.*s", STRF(part));
    if (open)
        buf_format(&text, " %.*s", STRF(name));
    if (text.len)
        buf_add_byte(&text, ' ');
    self->matter.requests = buf_str(&text);
}

/* What was asked for with the request that is granted now. */
static bool requested_days(FlowCase *self, const LifecycleMove *move, int64_t *ret)
{
    int64_t days = 0;
    LIST_EACH (const Effect, effect, &move->effects) {
        if (effect->kind != EFFECT_REQUEST_CLOSE)
            continue;
        LIST_EACH (const LifecycleMove, asks, &self->lifecycle->moves)
            if (days == 0 && move_has_effect(asks, EFFECT_REQUEST_OPEN, effect->name) &&
                !db_number(self->ctx, SQL_MATTER_EVENT_DAYS,
                           BINDS({"matter_id", bind(self->matter.id)}, {"move", bind(asks->code)}),
                           &days))
                return false;
    }
    *ret = days;
    return true;
}

/* What cannot be decided any more where the matter has come to is no longer open. */
static void drop_requests(FlowCase *self, const LifecycleState *state)
{
    Str rest = self->matter.requests, part;
    while (str_split(&rest, ' ', &part)) {
        bool closable = str_empty(part);
        LIST_EACH (const LifecycleMove, move, &self->lifecycle->moves)
            closable |=
                move_starts_in(move, state) && move_has_effect(move, EFFECT_REQUEST_CLOSE, part);
        if (!closable)
            set_request(self, part, /* open= */ false);
    }
}

/* ---- branches -------------------------------------------------------------------------------- */

static bool open_branch(FlowCase *self, FlowDeed *deed, int64_t unit_id)
{
    MatterBranch branch = {.matter_id = self->matter.id,
                           .unit_id = unit_id,
                           .state = STR("open"),
                           .started_at = self->now};
    if (!case_branches(self) ||
        !db_number(self->ctx, SQL_MATTER_BRANCH_INSERT,
                   BINDS({"matter_id", bind(branch.matter_id)}, {"unit_id", bind(unit_id)},
                         {"started_at", bind(branch.started_at)}),
                   &branch.id) ||
        !clock_start(self, STR("branch"), branch.id, unit_id, /* hop= */ false))
        return false;
    const MatterClock *clock = case_running(self, STR("branch"), branch.id);
    branch.has_due_at = clock && clock->has_due_at;
    branch.due_at = branch.has_due_at ? clock->due_at : (Instant){0};
    *LIST_ADD(self->ctx->arena, &self->branches) = branch;
    *LIST_ADD(self->ctx->arena, &deed->opened) = (FlowUnit){unit_id};
    deed->branch_id = branch.id;
    return !branch.has_due_at ||
           db_run(self->ctx, SQL_MATTER_BRANCH_DUE,
                  BINDS({"id", bind(branch.id)}, {"due_at", bind(branch.due_at)}), NULL);
}

static bool open_branches(FlowCase *self, FlowDeed *deed)
{
    LIST_EACH (const FlowUnit, unit, &deed->asked->units)
        if (!open_branch(self, deed, unit->unit_id))
            return false;
    return deed->asked->units.count || open_branch(self, deed, deed->asked->unit_id);
}

static bool end_branch(FlowCase *self, const MatterBranch *branch, const char *state, Str words)
{
    if (!case_clocks(self))
        return false;
    MatterClock *clock = case_running(self, STR("branch"), branch->id);
    if (clock && !clock_stop(self, clock))
        return false;
    return db_run(self->ctx, SQL_MATTER_BRANCH_END,
                  BINDS({"id", bind(branch->id)}, {"state", bind(str_of(state))},
                        {"done_at", bind(self->now)}, {"words", bind(words)}),
                  /* changed= */ NULL);
}

static bool drop_branches(FlowCase *self)
{
    if (!case_branches(self))
        return false;
    LIST_EACH (MatterBranch, branch, &self->branches) {
        if (!str_equal_c(branch->state, "open"))
            continue;
        branch->state = STR("dropped");
        if (!end_branch(self, branch, "dropped", branch->words))
            return false;
    }
    return true;
}

/* ---- handing on ------------------------------------------------------------------------------ */

/* What belongs to the matter follows it, so that who has it sees all of it. */
static bool hand(FlowCase *self, int64_t unit_id)
{
    Matter *matter = &self->matter;
    if (matter->unit_id == unit_id)
        return true;
    matter->unit_id = unit_id;
    return db_run(self->ctx, SQL_MATTER_EVENTS_HAND,
                  BINDS({"matter_id", bind(matter->id)}, {"unit_id", bind(unit_id)}), NULL) &&
           db_run(self->ctx, SQL_MATTER_CLOCKS_HAND,
                  BINDS({"matter_id", bind(matter->id)}, {"unit_id", bind(unit_id)}), NULL);
}

/* ---- one by one ------------------------------------------------------------------------------ */

static bool stop_clock(FlowCase *self, Str code)
{
    if (!case_clocks(self))
        return false;
    MatterClock *clock = case_running(self, code, 0);
    return !clock || clock_stop(self, clock);
}

static bool extend(FlowCase *self, FlowDeed *deed)
{
    deed->days = deed->asked->days;
    if (deed->days == 0 && !requested_days(self, deed->move, &deed->days))
        return false;
    return clock_extend(self, deed->days);
}

static bool apply(FlowCase *self, FlowDeed *deed, const Effect *effect)
{
    const FlowMove *asked = deed->asked;
    switch (effect->kind) {
    case EFFECT_HAND_TO:
        deed->clock = STR("handed");
        return hand(self, asked->unit_id);
    case EFFECT_HAND_HOUSE:
        deed->clock = STR("returned");
        return hand(self, 0);
    case EFFECT_CLOCK_START:
        deed->clock = str_empty(deed->clock) ? STR("started") : deed->clock;
        return clock_start(self, effect->name, 0, self->matter.unit_id,
                           move_has_effect(deed->move, EFFECT_HAND_TO, (Str){0}));
    case EFFECT_CLOCK_STOP:
        deed->clock = str_empty(deed->clock) ? STR("stopped") : deed->clock;
        return stop_clock(self, effect->name);
    case EFFECT_CLOCK_EXTEND:
        deed->clock = STR("extended");
        return extend(self, deed);
    case EFFECT_REQUEST_OPEN:
    case EFFECT_REQUEST_CLOSE:
        set_request(self, effect->name, effect->kind == EFFECT_REQUEST_OPEN);
        return true;
    case EFFECT_BRANCH_OPEN:
        return open_branches(self, deed);
    case EFFECT_BRANCH_DONE:
        return end_branch(self, &self->branch, "done", asked->words);
    case EFFECT_BRANCH_BACK:
        return end_branch(self, &self->branch, "back", asked->reason);
    case EFFECT_BRANCHES_DROP:
        return drop_branches(self);
    case EFFECT_NOTIFY:
        return true;
    }
    BUG("an effect of no kind");
}

/* ---- what a state does of itself --------------------------------------------------------------
 */

static bool settle(FlowCase *self, const LifecycleState *state)
{
    Matter *matter = &self->matter;
    if (!matter->has_closed_at) {
        matter->has_closed_at = true;
        matter->closed_at = self->now;
        if (!drop_branches(self) || !stop_clock(self, STR("due")))
            return false;
    }
    drop_requests(self, state);
    LIST_EACH (MatterClock, clock, &self->clocks)
        if (state->end && !clock->has_stopped_at && !clock_stop(self, clock))
            return false;
    return true;
}

/* Its due time still runs from the beginning; whoever gets it now gets it anew. */
static bool unsettle(FlowCase *self)
{
    self->matter.has_closed_at = false;
    self->matter.closed_at = (Instant){0};
    if (!case_clocks(self))
        return false;
    LIST_EACH (MatterClock, clock, &self->clocks) {
        if (clock->branch_id)
            continue;
        clock->has_stopped_at &= !str_equal_c(clock->code, "due");
        clock->hop_unit_id = 0;
        if (!clock_write(self->ctx, clock))
            return false;
    }
    return true;
}

static bool enter_state(FlowCase *self, FlowDeed *deed, const LifecycleState *before,
                        const LifecycleState *after)
{
    Matter *matter = &self->matter;
    matter->state = after->code;
    if (before->paused && !after->paused) {
        deed->clock = STR("resumed");
        if (!clocks_resume(self))
            return false;
    }
    if (!before->paused && after->paused) {
        deed->clock = STR("paused");
        matter->has_paused_at = true;
        matter->paused_at = self->now;
    }
    if (after->end && !case_clocks(self))
        return false;
    if (after->done)
        return settle(self, after);
    return !before->done || unsettle(self);
}

bool effects_apply(FlowCase *self, FlowDeed *deed)
{
    const LifecycleState *before = lifecycle_state(self->lifecycle, self->matter.state);
    const LifecycleState *after = lifecycle_state(self->lifecycle, deed->to);
    LIST_EACH (const Effect, effect, &deed->move->effects)
        if (!apply(self, deed, effect))
            return false;
    if (after && after != before && !enter_state(self, deed, before, after))
        return false;
    if (self->has_clocks)
        clocks_step(self);
    return true;
}
