/* The clocks of a matter: started, stopped, lengthened, held up. */
#include "engine/flow/flow_case.h"
#include "sql_ids.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS (1440 * MINUTE_MS)

/* ---- the matter's own due time ----------------------------------------------------------------
 */

static void forget_due(Matter *matter)
{
    matter->has_due_at = matter->has_due_day = matter->has_near_at = matter->has_warn_at = false;
    matter->due_at = matter->near_at = matter->warn_at = (Instant){0};
    matter->due_day = (Date){0};
    matter->missing_year = 0;
}

/* From opened_at and due_days. Warned no later than near: what is near belongs on the list. */
static void set_due(const Lifecycle *lifecycle, const Workdays *workdays, Matter *matter)
{
    const LifecycleLights *lights = &lifecycle->lights;
    int64_t left = matter->due_days * lights->warn_percent / 100;
    forget_due(matter);
    if (matter->due_days == 0)
        return;
    Deadline due = deadline_in_days(workdays, matter->opened_at, matter->due_days);
    Deadline warn = deadline_in_days(workdays, matter->opened_at, matter->due_days - left);
    matter->missing_year = due.missing_year;
    if (!due.known)
        return;
    matter->has_due_at = matter->has_due_day = matter->has_near_at = matter->has_warn_at = true;
    matter->due_at = due.at;
    matter->due_day = due.day;
    matter->near_at.ms = due.at.ms - (lights->near_days + 1) * DAY_MS;
    matter->warn_at = warn.at.ms < matter->near_at.ms ? warn.at : matter->near_at;
}

bool flow_compute_due(Ctx *ctx, const Lifecycle *lifecycle, const Workdays *workdays,
                      Matter *matter)
{
    const ClockRule *rule =
        clock_rule(lifecycle_clock(lifecycle, STR("due")), matter->class_code, matter->level);
    matter->due_days = rule ? rule->days + matter->extension_days + matter->pause_days : 0;
    if (matter->due_days > DEADLINE_DAYS_MAX)
        return fail(ctx, FAIL_INVALID, "办理期限多于%d个工作日", DEADLINE_DAYS_MAX);
    set_due(lifecycle, workdays, matter);
    return true;
}

/* ---- clocks ---------------------------------------------------------------------------------- */

bool clock_compute(FlowCase *self, MatterClock *clock)
{
    Deadline due = {.known = true};
    if (clock->minutes && clock->around)
        due.at.ms = clock->started_at.ms + clock->minutes * MINUTE_MS;
    else if (!case_workdays(self))
        return false;
    else if (clock->minutes)
        due = deadline_in_minutes(self->workdays, &self->lifecycle->hours, clock->started_at,
                                  clock->minutes);
    else
        due = deadline_in_days(self->workdays, clock->started_at, clock->days);
    clock->has_due_at = due.known;
    clock->due_at = due.known ? due.at : (Instant){0};
    clock->missing_year = due.known ? 0 : due.missing_year;
    return true;
}

static MatterClock *last_of(FlowCase *self, Str code)
{
    MatterClock *last = NULL;
    LIST_EACH (MatterClock, clock, &self->clocks)
        if (clock->branch_id == 0 && str_equal(clock->code, code))
            last = clock;
    return last;
}

bool clock_start(FlowCase *self, Str code, int64_t branch_id, int64_t unit_id, bool hop)
{
    const Matter *matter = &self->matter;
    const ClockRule *rule =
        clock_rule(lifecycle_clock(self->lifecycle, code), matter->class_code, matter->level);
    if (!case_clocks(self))
        return false;
    MatterClock *last = branch_id ? NULL : last_of(self, code);
    /* A unit that gives a matter back and gets it again has not gained time by it. */
    if (hop && last && last->hop_unit_id == unit_id) {
        last->has_stopped_at = false;
        return clock_write(self->ctx, last);
    }
    if (last && !last->has_stopped_at && !clock_stop(self, last))
        return false;
    if (!rule)
        return true;
    MatterClock clock = {.matter_id = matter->id,
                         .branch_id = branch_id,
                         .code = code,
                         .started_at = self->now,
                         .days = rule->days,
                         .minutes = rule->minutes,
                         .around = rule->around,
                         .hop_unit_id = hop ? unit_id : 0};
    if (!clock_compute(self, &clock) ||
        !clock_insert(self->ctx, branch_id ? unit_id : matter->unit_id, &clock))
        return false;
    *LIST_ADD(self->ctx->arena, &self->clocks) = clock;
    return true;
}

bool clock_stop(FlowCase *self, MatterClock *clock)
{
    clock->has_stopped_at = true;
    clock->stopped_at = self->now;
    return clock_write(self->ctx, clock);
}

/* The row of "due" says what the matter says. */
static bool write_due(FlowCase *self)
{
    const Matter *matter = &self->matter;
    if (!case_clocks(self))
        return false;
    MatterClock *clock = last_of(self, STR("due"));
    if (!clock)
        return true;
    clock->days = matter->due_days;
    clock->pause_days = matter->pause_days;
    clock->has_due_at = matter->has_due_at;
    clock->due_at = matter->due_at;
    clock->missing_year = matter->missing_year;
    return clock_write(self->ctx, clock);
}

bool clock_extend(FlowCase *self, int64_t days)
{
    Matter *matter = &self->matter;
    if (matter->due_days == 0)
        return fail(self->ctx, FAIL_STATE, "没有办理期限，也就不能延期");
    matter->extension_days += days;
    return case_workdays(self) &&
           flow_compute_due(self->ctx, self->lifecycle, self->workdays, matter) && write_due(self);
}

/* ---- held up --------------------------------------------------------------------------------- */

/* How many working minutes fit between: the most whose end is not later. */
static int64_t minutes_between(FlowCase *self, Instant from, Instant to)
{
    int64_t low = 0, high = (to.ms - from.ms) / MINUTE_MS;
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        Deadline end = deadline_in_minutes(self->workdays, &self->lifecycle->hours, from, middle);
        if (end.known && end.at.ms <= to.ms)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static bool resume_clock(FlowCase *self, MatterClock *clock)
{
    Instant from = self->matter.paused_at;
    int64_t days = 0, missing = 0;
    if (from.ms < clock->started_at.ms)
        from = clock->started_at;
    if (clock->minutes && clock->around)
        clock->minutes += (self->now.ms - from.ms) / MINUTE_MS;
    else if (clock->minutes)
        clock->minutes += minutes_between(self, from, self->now);
    else if (workdays_between(self->workdays, instant_date(from), instant_date(self->now), &days,
                              &missing)) {
        clock->days += days;
        clock->pause_days += days;
    }
    if (!clock_compute(self, clock))
        return false;
    if (missing) {
        clock->has_due_at = false;
        clock->missing_year = missing;
    }
    return clock_write(self->ctx, clock);
}

/* Working days between are added: 《办法》 has the term stand still while it is held up. */
bool clocks_resume(FlowCase *self)
{
    Matter *matter = &self->matter;
    int64_t days = 0, missing = 0;
    if (!case_clocks(self) || !case_workdays(self))
        return false;
    LIST_EACH (MatterClock, clock, &self->clocks)
        if (!clock->has_stopped_at && !str_equal_c(clock->code, "due") &&
            !resume_clock(self, clock))
            return false;
    if (matter->due_days) {
        bool known = workdays_between(self->workdays, instant_date(matter->paused_at),
                                      instant_date(self->now), &days, &missing);
        matter->pause_days += known ? days : 0;
        if (!flow_compute_due(self->ctx, self->lifecycle, self->workdays, matter))
            return false;
        if (!known) {
            forget_due(matter);
            matter->missing_year = missing;
        }
    }
    matter->has_paused_at = false;
    matter->paused_at = (Instant){0};
    return write_due(self);
}

/* The one that runs out first; one whose year is missing comes last. */
void clocks_step(FlowCase *self)
{
    Matter *matter = &self->matter;
    const MatterClock *first = NULL;
    LIST_EACH (const MatterClock, clock, &self->clocks) {
        if (clock->has_stopped_at || clock->branch_id || str_equal_c(clock->code, "due"))
            continue;
        if (!first ||
            (clock->has_due_at && (!first->has_due_at || clock->due_at.ms < first->due_at.ms)))
            first = clock;
    }
    matter->step = first ? first->code : (Str){0};
    matter->has_step_due_at = first && first->has_due_at;
    matter->step_due_at = matter->has_step_due_at ? first->due_at : (Instant){0};
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool insert_clock(Ctx *ctx, int64_t unit_id, const MatterClock *clock, int64_t *ret_id)
{
    return row_insert(
        ctx, SQL_MATTER_CLOCK_INSERT, SQL_MATTER_CLOCK_ADD,
        BINDS({"matter_id", bind(clock->matter_id)}, {"unit_id", bind(unit_id)},
              {"branch_id", bind(clock->branch_id)}, {"code", bind(clock->code)},
              {"started_at", bind(clock->started_at)}, {"days", bind(clock->days)},
              {"minutes", bind(clock->minutes)}, {"around", bind(clock->around)},
              {"pause_days", bind(clock->pause_days)}, {"hop_unit_id", bind(clock->hop_unit_id)},
              {"due_at", bind_maybe(clock->has_due_at, clock->due_at.ms)},
              {"missing_year", bind(clock->missing_year)},
              {"stopped_at", bind_maybe(clock->has_stopped_at, clock->stopped_at.ms)}),
        ret_id);
}

bool clock_insert(Ctx *ctx, int64_t unit_id, MatterClock *clock)
{
    return insert_clock(ctx, unit_id, clock, &clock->id);
}

bool clock_add(Ctx *ctx, int64_t unit_id, const MatterClock *clock)
{
    return insert_clock(ctx, unit_id, clock, /* ret_id= */ NULL);
}

bool clock_write(Ctx *ctx, const MatterClock *clock)
{
    return db_run(ctx, SQL_MATTER_CLOCK_CHANGE,
                  BINDS({"id", bind(clock->id)}, {"days", bind(clock->days)},
                        {"minutes", bind(clock->minutes)}, {"pause_days", bind(clock->pause_days)},
                        {"hop_unit_id", bind(clock->hop_unit_id)},
                        {"due_at", bind_maybe(clock->has_due_at, clock->due_at.ms)},
                        {"missing_year", bind(clock->missing_year)},
                        {"stopped_at", bind_maybe(clock->has_stopped_at, clock->stopped_at.ms)}),
                  /* changed= */ NULL);
}
