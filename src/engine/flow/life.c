/* A life worked out from its lifecycle, in memory. */
#include "engine/flow/life.h"

#define REQUESTS_BYTES_MAX 1000

typedef struct Living {
    Ctx *ctx;
    const Lifecycle *lifecycle;
    const Workdays *workdays;
    Life *life;
    const LifeStep *step;
    Str clock;      /* what the step did to the clocks */
    int64_t branch; /* opened or worked on */
} Living;

static bool fail_step(Living *living, const char *why)
{
    fail(living->ctx, FAIL_STATE, "单号「%.*s」在「%.*s」不能「%.*s」：%s",
         STRF(living->life->matter.number), STRF(living->life->matter.state),
         STRF(living->step->move), why);
    return false;
}

static int64_t times_made(const Life *life, Str move)
{
    int64_t times = 0;
    LIST_EACH (const MatterEvent, event, &life->events)
        times += str_equal(event->move, move);
    return times;
}

/* ---- clocks -------------------------------------------------------------------------------------
 */

static void compute(Living *living, MatterClock *clock)
{
    Deadline due =
        clock->days > 0 ? deadline_in_days(living->workdays, clock->started_at, clock->days)
        : clock->around ? (Deadline){.known = true,
                                     .at = {clock->started_at.ms + clock->minutes * INT64_C(60000)}}
                        : deadline_in_minutes(living->workdays, &living->lifecycle->hours,
                                              clock->started_at, clock->minutes);
    clock->has_due_at = due.known;
    clock->due_at = due.at;
    clock->missing_year = due.known ? 0 : due.missing_year;
}

static MatterClock *running(Life *life, Str code, int64_t branch)
{
    LIST_EACH (MatterClock, clock, &life->clocks)
        if (!clock->has_stopped_at && clock->branch_id == branch && str_equal(clock->code, code))
            return clock;
    return NULL;
}

static MatterClock *last_of(Life *life, Str code)
{
    MatterClock *last = NULL;
    LIST_EACH (MatterClock, clock, &life->clocks)
        if (clock->branch_id == 0 && str_equal(clock->code, code))
            last = clock;
    return last;
}

static void stop(Living *living, MatterClock *clock)
{
    clock->has_stopped_at = true;
    clock->stopped_at = living->step->at;
}

/* Of the clocks beside "due" the one that runs out first. */
static void set_step(Life *life)
{
    const MatterClock *first = NULL;
    LIST_EACH (const MatterClock, clock, &life->clocks)
        if (!clock->has_stopped_at && clock->branch_id == 0 && !str_equal_c(clock->code, "due") &&
            (!first ||
             (clock->has_due_at && (!first->has_due_at || clock->due_at.ms < first->due_at.ms))))
            first = clock;
    life->matter.step = first ? first->code : STR("");
    life->matter.has_step_due_at = first && first->has_due_at;
    life->matter.step_due_at = first && first->has_due_at ? first->due_at : (Instant){0};
}

static void start_clock(Living *living, Str code, int64_t branch, int64_t unit_id)
{
    Life *life = living->life;
    const LifecycleClock *known = lifecycle_clock(living->lifecycle, code);
    const ClockRule *rule =
        known ? clock_rule(known, life->matter.class_code, life->matter.level) : NULL;
    MatterClock *last = branch ? NULL : last_of(life, code);
    /* A unit that gives a matter back and gets it again has not gained time by it. */
    if (last && last->hop_unit_id == unit_id && str_equal_c(code, "sign")) {
        last->has_stopped_at = false;
        return;
    }
    if (last && !last->has_stopped_at)
        stop(living, last);
    if (!rule)
        return;
    MatterClock clock = {.branch_id = branch,
                         .code = code,
                         .started_at = living->step ? living->step->at : life->matter.opened_at,
                         .days = rule->days,
                         .minutes = rule->minutes,
                         .around = rule->around,
                         .hop_unit_id = unit_id};
    compute(living, &clock);
    *LIST_ADD(living->ctx->arena, &life->clocks) = clock;
    if (branch > 0) {
        MatterBranch *opened = &life->branches.at[branch - 1];
        opened->has_due_at = clock.has_due_at;
        opened->due_at = clock.due_at;
    }
}

static void stop_clock(Living *living, Str code, int64_t branch)
{
    MatterClock *clock = running(living->life, code, branch);
    if (clock)
        stop(living, clock);
}

static bool extend(Living *living)
{
    Matter *matter = &living->life->matter;
    MatterClock *due = last_of(living->life, STR("due"));
    if (!due)
        return fail_step(living, "没有办理期限");
    matter->extension_days += living->step->days;
    if (!flow_compute_due(living->ctx, living->lifecycle, living->workdays, matter))
        return false;
    due->days = matter->due_days;
    due->has_due_at = matter->has_due_at;
    due->due_at = matter->due_at;
    due->missing_year = matter->missing_year;
    return true;
}

/* ---- effects ------------------------------------------------------------------------------------
 */

static void set_request(Living *living, Str name, bool open)
{
    Matter *matter = &living->life->matter;
    Buf text = buf_create(living->ctx->arena, REQUESTS_BYTES_MAX);
    Str rest = matter->requests, part;
    while (str_split(&rest, ' ', &part))
        if (!str_empty(part) && !str_equal(part, name))
            buf_format(&text, " %.*s", STRF(part));
    if (open)
        buf_format(&text, " %.*s", STRF(name));
    if (text.len)
        buf_add_byte(&text, ' ');
    matter->requests = buf_str(&text);
}

/* What cannot be decided any more where the matter has come to is no longer open. */
static void drop_requests(Living *living, const LifecycleState *state)
{
    Str rest = living->life->matter.requests, part;
    while (str_split(&rest, ' ', &part)) {
        bool closable = str_empty(part);
        LIST_EACH (const LifecycleMove, move, &living->lifecycle->moves)
            closable |=
                move_starts_in(move, state) && move_has_effect(move, EFFECT_REQUEST_CLOSE, part);
        if (!closable)
            set_request(living, part, /* open= */ false);
    }
}

static void open_branches(Living *living)
{
    Life *life = living->life;
    LIST_EACH (const FlowUnit, unit, &living->step->units) {
        *LIST_ADD(living->ctx->arena, &life->branches) = (MatterBranch){
            .unit_id = unit->unit_id, .state = STR("open"), .started_at = living->step->at};
        living->branch = (int64_t)life->branches.count;
        start_clock(living, STR("branch"), living->branch, unit->unit_id);
    }
}

static bool end_branch(Living *living, const char *state)
{
    Life *life = living->life;
    int64_t number = living->step->branch;
    if (number < 1 || number > (int64_t)life->branches.count ||
        !str_equal_c(life->branches.at[number - 1].state, "open"))
        return fail_step(living, "没有这个协办");
    MatterBranch *branch = &life->branches.at[number - 1];
    branch->state = str_of(state);
    branch->has_done_at = true;
    branch->done_at = living->step->at;
    branch->words = str_empty(living->step->words) ? living->step->reason : living->step->words;
    stop_clock(living, STR("branch"), number);
    return true;
}

static void drop_branches(Living *living)
{
    for (size_t i = 0; i < living->life->branches.count; i++) {
        MatterBranch *branch = &living->life->branches.at[i];
        if (!str_equal_c(branch->state, "open"))
            continue;
        branch->state = STR("dropped");
        branch->has_done_at = true;
        branch->done_at = living->step->at;
        stop_clock(living, STR("branch"), (int64_t)i + 1);
    }
}

/* The first thing that happened to the clocks names the line of the ledger. */
static void tell(Living *living, const char *what)
{
    if (str_empty(living->clock))
        living->clock = str_of(what);
}

static bool apply(Living *living, const Effect *effect)
{
    Matter *matter = &living->life->matter;
    switch (effect->kind) {
    case EFFECT_HAND_TO:
        matter->unit_id = living->step->unit_id;
        living->clock = STR("handed");
        return true;
    case EFFECT_HAND_HOUSE:
        matter->unit_id = 0;
        living->clock = STR("returned");
        return true;
    case EFFECT_CLOCK_START:
        start_clock(living, effect->name, 0, matter->unit_id);
        tell(living, "started");
        return true;
    case EFFECT_CLOCK_STOP:
        stop_clock(living, effect->name, 0);
        tell(living, "stopped");
        return true;
    case EFFECT_CLOCK_EXTEND:
        living->clock = STR("extended");
        return extend(living);
    case EFFECT_REQUEST_OPEN:
    case EFFECT_REQUEST_CLOSE:
        set_request(living, effect->name, effect->kind == EFFECT_REQUEST_OPEN);
        return true;
    case EFFECT_BRANCH_OPEN:
        open_branches(living);
        return true;
    case EFFECT_BRANCH_DONE:
        return end_branch(living, "done");
    case EFFECT_BRANCH_BACK:
        return end_branch(living, "back");
    case EFFECT_BRANCHES_DROP:
        drop_branches(living);
        return true;
    case EFFECT_NOTIFY:
        return true;
    }
    BUG("unknown effect");
}

/* ---- steps --------------------------------------------------------------------------------------
 */

static Str state_after(const Living *living, const LifecycleMove *move)
{
    LIST_EACH (const LifecycleTurn, turn, &move->turns)
        if (turn->when.kind == GUARD_MADE_LEAST &&
            times_made(living->life, turn->when.name) >= turn->when.number)
            return turn->to;
    return str_empty(move->to) ? living->life->matter.state : move->to;
}

static void settle(Living *living, const LifecycleState *state)
{
    Matter *matter = &living->life->matter;
    if (!matter->has_closed_at) {
        matter->has_closed_at = true;
        matter->closed_at = living->step->at;
        drop_branches(living);
        stop_clock(living, STR("due"), 0);
    }
    drop_requests(living, state);
    LIST_EACH (MatterClock, clock, &living->life->clocks)
        if (state->end && !clock->has_stopped_at)
            stop(living, clock);
}

static void enter(Living *living, const LifecycleState *before, const LifecycleState *after)
{
    Matter *matter = &living->life->matter;
    MatterClock *due = last_of(living->life, STR("due"));
    matter->state = after->code;
    if (after == before)
        return;
    if (after->paused) {
        living->clock = STR("paused");
        matter->has_paused_at = true;
        matter->paused_at = living->step->at;
    }
    if (after->done) {
        settle(living, after);
    } else if (before->done) {
        matter->has_closed_at = false;
        if (due)
            due->has_stopped_at = false;
    }
}

static void note(Living *living, Str from_state, int64_t from_unit_id)
{
    const LifeStep *step = living->step;
    const Matter *matter = &living->life->matter;
    *LIST_ADD(living->ctx->arena, &living->life->events) =
        (MatterEvent){.move = step->move,
                      .from_state = from_state,
                      .to_state = matter->state,
                      .at = step->at,
                      .account_id = step->account_id,
                      .actor = step->actor,
                      .from_unit_id = from_unit_id,
                      .to_unit_id = step->unit_id ? step->unit_id : matter->unit_id,
                      .branch_id = living->branch,
                      .reason = step->reason,
                      .basis = step->basis,
                      .words = step->words,
                      .fields = step->fields,
                      .clock = living->clock,
                      .days = step->days,
                      .has_due_at = matter->has_due_at,
                      .due_at = matter->due_at};
}

static bool take_step(Living *living)
{
    Matter *matter = &living->life->matter;
    const LifecycleMove *move = lifecycle_move(living->lifecycle, living->step->move);
    const LifecycleState *now = lifecycle_state(living->lifecycle, matter->state);
    Str from_state = matter->state;
    int64_t from_unit_id = matter->unit_id;
    if (!move || !now || !move_starts_in(move, now))
        return fail_step(living, "流程没有这个动作");
    if (now->paused && !str_empty(move->to) && !str_equal(move->to, now->code))
        return fail_step(living, "挂起后的恢复不能这样写入");
    if (living->step->at.ms < matter->moved_at.ms)
        return fail_step(living, "比前一步早");
    const LifecycleState *next = lifecycle_state(living->lifecycle, state_after(living, move));
    living->clock = STR("");
    living->branch = living->step->branch;
    LIST_EACH (const Effect, effect, &move->effects)
        if (!apply(living, effect))
            return false;
    enter(living, now, next);
    set_step(living->life);
    matter->revision++;
    matter->moved_at = living->step->at;
    note(living, from_state, from_unit_id);
    return true;
}

static bool begin(Living *living, const LifeOpening *opening)
{
    Life *life = living->life;
    life->matter = (Matter){.lifecycle = living->lifecycle->code,
                            .version = living->lifecycle->version,
                            .number = opening->number,
                            .class_code = opening->class_code,
                            .level = opening->level,
                            .opener_id = opening->opener_id,
                            .state = living->lifecycle->states.at[0].code,
                            .revision = 1,
                            .opened_at = opening->at,
                            .moved_at = opening->at};
    if (!flow_compute_due(living->ctx, living->lifecycle, living->workdays, &life->matter))
        return false;
    start_clock(living, STR("due"), 0, 0);
    *LIST_ADD(living->ctx->arena, &life->events) =
        (MatterEvent){.move = STR("open"),
                      .to_state = life->matter.state,
                      .at = opening->at,
                      .account_id = opening->opener_id,
                      .actor = opening->opener,
                      .words = opening->channel,
                      .clock = life->clocks.count ? STR("started") : STR(""),
                      .has_due_at = life->matter.has_due_at,
                      .due_at = life->matter.due_at};
    return true;
}

bool life_live(Ctx *ctx, const Lifecycle *lifecycle, const Workdays *workdays,
               const LifeOpening *opening, const LifeStepList *steps, Life *ret)
{
    Life life = {0};
    Living living = {.ctx = ctx, .lifecycle = lifecycle, .workdays = workdays, .life = &life};
    if (!begin(&living, opening))
        return false;
    LIST_EACH (const LifeStep, step, steps) {
        living.step = step;
        if (!take_step(&living))
            return false;
    }
    *ret = life;
    return true;
}
