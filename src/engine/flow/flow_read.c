/* Reading a matter and what hangs on it, as far as it may be seen. */
#include "engine/flow/flow_party.h"
#include "sql_ids.h"

bool matter_read(Ctx *ctx, int64_t id, Matter *ret, bool *ret_found)
{
    return db_one(ctx, SQL_MATTER_GET, BINDS({"id", bind(id)}), &matter_shape, ret, ret_found);
}

bool matter_by_number(Ctx *ctx, Str lifecycle, Str number, Matter *ret, bool *ret_found)
{
    return db_one(ctx, SQL_MATTER_BY_NUMBER,
                  BINDS({"lifecycle", bind(lifecycle)}, {"number", bind(number)}), &matter_shape,
                  ret, ret_found);
}

/* ---- the ledger ------------------------------------------------------------------------------ */

/* The program's own lines, and those of a version that is gone. */
static Str move_called(const Lifecycle *lifecycle, Str code)
{
    const LifecycleMove *move = lifecycle_move(lifecycle, code);
    if (move)
        return move->name;
    if (str_equal_c(code, "open"))
        return STR("登记");
    return str_equal_c(code, "recompute") ? STR("重算期限") : code;
}

bool flow_ledger(Ctx *ctx, int64_t matter_id, MatterEventList *ret)
{
    Matter matter;
    const Lifecycle *lifecycle;
    bool found;
    MatterEventList list = {0};
    if (!matter_read(ctx, matter_id, &matter, &found))
        return false;
    if (found && (!lifecycle_of_version(ctx, matter.lifecycle, matter.version, &lifecycle) ||
                  !db_all(ctx, SQL_MATTER_EVENT_ALL, BINDS({"matter_id", bind(matter_id)}),
                          &matter_event_shape, &list)))
        return false;
    LIST_EACH (MatterEvent, event, &list)
        event->move_name = move_called(lifecycle, event->move);
    *ret = list;
    return true;
}

bool flow_clocks(Ctx *ctx, int64_t matter_id, MatterClockList *ret)
{
    *ret = (MatterClockList){0};
    return db_all(ctx, SQL_MATTER_CLOCK_ALL, BINDS({"matter_id", bind(matter_id)}),
                  &matter_clock_shape, ret);
}

bool flow_branches(Ctx *ctx, int64_t matter_id, MatterBranchList *ret)
{
    *ret = (MatterBranchList){0};
    return db_all(ctx, SQL_MATTER_BRANCH_ALL, BINDS({"matter_id", bind(matter_id)}),
                  &matter_branch_shape, ret);
}

/* ---- what may be done ------------------------------------------------------------------------ */

static const Field open_move_fields[] = {
    FIELD(OpenMove, code, "动作", 0),           FIELD(OpenMove, name, "名称", 0),
    FIELD(OpenMove, needs_reason, "要理由", 0), FIELD(OpenMove, needs_basis, "要依据", 0),
    FIELD(OpenMove, needs_unit, "要单位", 0),   FIELD(OpenMove, needs_units, "要协办单位", 0),
    FIELD(OpenMove, needs_days, "要天数", 0),   FIELD(OpenMove, needs_words, "要内容", 0),
    FIELD_TEXTS(OpenMove, fields, "其他各项"),  FIELD(OpenMove, branch_id, "协办", 0),
    FIELD(OpenMove, bulk, "可批量", 0),
};
const Shape open_move_shape = SHAPE(OpenMove, open_move_fields);

static bool is_open(FlowCase *self, const LifecycleMove *move, bool *ret)
{
    const LifecycleState *state = lifecycle_state(self->lifecycle, self->matter.state);
    bool holds =
        state && move->by != PARTY_SYSTEM && move_starts_in(move, state) && party_fits(self, move);
    for (size_t i = 0; holds && i < move->guards.count; i++)
        if (!guard_holds(self, &move->guards.at[i], &holds))
            return false;
    *ret = holds;
    return true;
}

static bool add_open(FlowCase *self, const LifecycleMove *move, OpenMoveList *list)
{
    bool open;
    if (!is_open(self, move, &open))
        return false;
    if (open)
        *LIST_ADD(self->ctx->arena, list) =
            (OpenMove){.code = move->code,
                       .name = move->name,
                       .needs_reason = move->needs & NEED_REASON,
                       .needs_basis = move->needs & NEED_BASIS,
                       .needs_unit = move->needs & NEED_UNIT,
                       .needs_units = move->needs & NEED_UNITS,
                       .needs_days = move->needs & NEED_DAYS,
                       .needs_words = move->needs & NEED_WORDS,
                       .fields = move->fields,
                       .branch_id = self->has_branch ? self->branch.id : 0,
                       .bulk = move->bulk};
    return true;
}

/* Each open branch of a unit that the actor may act for. */
static bool add_of_branches(FlowCase *self, const LifecycleMove *move, OpenMoveList *list)
{
    if (!case_branches(self))
        return false;
    LIST_EACH (const MatterBranch, branch, &self->branches) {
        self->branch = *branch;
        self->has_branch = true;
        bool done = !str_equal_c(branch->state, "open") || add_open(self, move, list);
        self->has_branch = false;
        if (!done)
            return false;
    }
    return true;
}

bool flow_open_moves(Ctx *ctx, const Matter *matter, OpenMoveList *ret)
{
    FlowCase self = {.ctx = ctx, .matter = *matter, .now = clock_now(ctx)};
    OpenMoveList list = {0};
    if (!lifecycle_of_version(ctx, matter->lifecycle, matter->version, &self.lifecycle))
        return false;
    LIST_EACH (const LifecycleMove, move, &self.lifecycle->moves) {
        bool of_branch = move->by == PARTY_BRANCH;
        const LifecycleState *state = lifecycle_state(self.lifecycle, matter->state);
        if (of_branch && (!state || !move_starts_in(move, state)))
            continue;
        if (!(of_branch ? add_of_branches(&self, move, &list) : add_open(&self, move, &list)))
            return false;
    }
    *ret = list;
    return true;
}
