/* The rows of a matter and of its ledger. */
#include "engine/flow/flow_case.h"
#include "sql_ids.h"

BindValue bind_maybe(bool has, int64_t value)
{
    return has ? bind_int(value) : bind_null();
}

static const Field unit_fields[] = {
    FIELD(FlowUnitRow, id, "编号", 0),
    FIELD(FlowUnitRow, name, "单位", 0),
    FIELD_MAYBE(FlowUnitRow, ended, "撤销日期", 0),
};
static const Shape flow_unit_shape = SHAPE(FlowUnitRow, unit_fields);

bool flow_unit(Ctx *ctx, int64_t id, FlowUnitRow *ret, bool *ret_found)
{
    const DbScope *mine = scope_lift(ctx);
    bool done =
        db_one(ctx, SQL_FLOW_UNIT_GET, BINDS({"id", bind(id)}), &flow_unit_shape, ret, ret_found);
    scope_lower(ctx, mine);
    return done;
}

bool matter_insert(Ctx *ctx, const Matter *m, int64_t *ret_id)
{
    return db_number(
        ctx, SQL_MATTER_INSERT,
        BINDS({"lifecycle", bind(m->lifecycle)}, {"version", bind(m->version)},
              {"number", bind(m->number)}, {"class_code", bind(m->class_code)},
              {"level", bind(m->level)}, {"unit_id", bind(m->unit_id)},
              {"opener_id", bind(m->opener_id)}, {"state", bind(m->state)},
              {"revision", bind(m->revision)}, {"opened_at", bind(m->opened_at)},
              {"due_at", bind_maybe(m->has_due_at, m->due_at.ms)},
              {"due_day", bind_maybe(m->has_due_day, m->due_day.days)},
              {"due_days", bind(m->due_days)}, {"extension_days", bind(m->extension_days)},
              {"pause_days", bind(m->pause_days)}, {"missing_year", bind(m->missing_year)},
              {"near_at", bind_maybe(m->has_near_at, m->near_at.ms)},
              {"warn_at", bind_maybe(m->has_warn_at, m->warn_at.ms)},
              {"paused_at", bind_maybe(m->has_paused_at, m->paused_at.ms)}, {"step", bind(m->step)},
              {"step_due_at", bind_maybe(m->has_step_due_at, m->step_due_at.ms)},
              {"closed_at", bind_maybe(m->has_closed_at, m->closed_at.ms)},
              {"requests", bind(m->requests)}, {"moved_at", bind(m->moved_at)}),
        ret_id);
}

bool matter_write(Ctx *ctx, const Matter *m, int64_t seen)
{
    int64_t changed = 0;
    if (!db_run(ctx, SQL_MATTER_CHANGE,
                BINDS({"id", bind(m->id)}, {"seen", bind(seen)}, {"unit_id", bind(m->unit_id)},
                      {"state", bind(m->state)}, {"revision", bind(m->revision)},
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
    if (changed == 1)
        return true;
    fail(ctx, FAIL_CONFLICT, "「%.*s」刚被他人处理", STRF(m->number));
    return fail_hint(ctx, "刷新后再办");
}

bool row_insert(Ctx *ctx, int telling, int silent, Binds binds, int64_t *ret_id)
{
    return ret_id ? db_number(ctx, telling, binds, ret_id) : db_run(ctx, silent, binds, NULL);
}

bool event_insert(Ctx *ctx, int64_t unit_id, const MatterEvent *e, int64_t *ret_id)
{
    return row_insert(
        ctx, SQL_MATTER_EVENT_INSERT, SQL_MATTER_EVENT_ADD,
        BINDS({"matter_id", bind(e->matter_id)}, {"unit_id", bind(unit_id)},
              {"move", bind(e->move)}, {"from_state", bind(e->from_state)},
              {"to_state", bind(e->to_state)}, {"at", bind(e->at)},
              {"account_id", bind(e->account_id)}, {"actor", bind(e->actor)},
              {"from_unit_id", bind(e->from_unit_id)}, {"to_unit_id", bind(e->to_unit_id)},
              {"branch_id", bind(e->branch_id)}, {"reason", bind(e->reason)},
              {"basis", bind(e->basis)}, {"words", bind(e->words)}, {"fields", bind(e->fields)},
              {"clock", bind(e->clock)}, {"days", bind(e->days)}, {"waiting", bind(e->waiting)},
              {"due_at", bind_maybe(e->has_due_at, e->due_at.ms)}),
        ret_id);
}
