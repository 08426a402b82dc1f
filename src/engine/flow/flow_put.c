/* Matters that were elsewhere before: written as they are told. */
#include "engine/flow/flow_case.h"
#include "sql_ids.h"

static bool replace(Ctx *ctx, const Matter *m)
{
    int64_t changed = 0;
    if (!db_run(ctx, SQL_MATTER_REPLACE,
                BINDS({"id", bind(m->id)}, {"version", bind(m->version)},
                      {"class_code", bind(m->class_code)}, {"level", bind(m->level)},
                      {"unit_id", bind(m->unit_id)}, {"opener_id", bind(m->opener_id)},
                      {"state", bind(m->state)}, {"opened_at", bind(m->opened_at)},
                      {"due_at", bind_maybe(m->has_due_at, m->due_at.ms)},
                      {"due_day", bind_maybe(m->has_due_day, m->due_day.days)},
                      {"due_days", bind(m->due_days)}, {"extension_days", bind(m->extension_days)},
                      {"pause_days", bind(m->pause_days)}, {"missing_year", bind(m->missing_year)},
                      {"near_at", bind_maybe(m->has_near_at, m->near_at.ms)},
                      {"warn_at", bind_maybe(m->has_warn_at, m->warn_at.ms)},
                      {"paused_at", bind_maybe(m->has_paused_at, m->paused_at.ms)},
                      {"step", bind(m->step)},
                      {"step_due_at", bind_maybe(m->has_step_due_at, m->step_due_at.ms)},
                      {"closed_at", bind_maybe(m->has_closed_at, m->closed_at.ms)},
                      {"requests", bind(m->requests)}, {"moved_at", bind(m->moved_at)}),
                &changed))
        return false;
    return changed == 1 || fail(ctx, FAIL_NOT_FOUND, "没有编号为%lld的事项", (long long)m->id);
}

static bool clear(Ctx *ctx, int64_t matter_id)
{
    return db_run(ctx, SQL_MATTER_CLOCKS_REMOVE, BINDS({"matter_id", bind(matter_id)}), NULL) &&
           db_run(ctx, SQL_MATTER_BRANCHES_REMOVE, BINDS({"matter_id", bind(matter_id)}), NULL) &&
           db_run(ctx, SQL_MATTER_EVENTS_REMOVE, BINDS({"matter_id", bind(matter_id)}), NULL);
}

/* The clock of the matter itself, and of the step it is at. */
static bool put_clocks(Ctx *ctx, const Matter *m)
{
    MatterClock due = {.matter_id = m->id,
                       .code = STR("due"),
                       .started_at = m->opened_at,
                       .days = m->due_days,
                       .pause_days = m->pause_days,
                       .has_due_at = m->has_due_at,
                       .due_at = m->due_at,
                       .missing_year = m->missing_year,
                       .has_stopped_at = m->has_closed_at,
                       .stopped_at = m->closed_at};
    MatterClock step = {.matter_id = m->id,
                        .code = m->step,
                        .started_at = m->moved_at,
                        .hop_unit_id = m->unit_id,
                        .has_due_at = m->has_step_due_at,
                        .due_at = m->step_due_at};
    return (m->due_days == 0 || clock_add(ctx, m->unit_id, &due)) &&
           (str_empty(m->step) || clock_add(ctx, m->unit_id, &step));
}

bool flow_put(Ctx *ctx, const Matter *matter, const MatterEventList *events, int64_t *ret_id)
{
    Matter m = *matter;
    if (events->count == 0)
        BUG("a matter without its opening");
    m.revision = m.revision ? m.revision : 1;
    m.moved_at = events->at[events->count - 1].at;
    if (!(m.id ? replace(ctx, &m) && clear(ctx, m.id) : matter_insert(ctx, &m, &m.id)) ||
        !put_clocks(ctx, &m))
        return false;
    LIST_EACH (const MatterEvent, told, events) {
        MatterEvent event = *told;
        event.matter_id = m.id;
        if (!event_insert(ctx, m.unit_id, &event, /* ret_id= */ NULL))
            return false;
    }
    *ret_id = m.id;
    return true;
}
