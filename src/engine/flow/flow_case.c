/* What of a matter only some moves need, and the guards that ask for it. */
#include "engine/flow/flow_case.h"

#include "sql_ids.h"

static const Field made_fields[] = {
    FIELD(MadeCount, move, "动作", 0),
    FIELD(MadeCount, times, "次数", 0),
};
static const Shape made_shape = SHAPE(MadeCount, made_fields);

/* ---- read when first asked for --------------------------------------------------------------- */

/* All of what belongs to the matter, for its guards. */
static bool read_all(FlowCase *self, int statement, const Shape *shape, void *ret)
{
    const DbScope *mine = scope_lift(self->ctx);
    bool done =
        db_all(self->ctx, statement, BINDS({"matter_id", bind(self->matter.id)}), shape, ret);
    scope_lower(self->ctx, mine);
    return done;
}

bool case_made(FlowCase *self, Str move, int64_t *ret)
{
    int64_t times = 0;
    if (!self->has_made && !read_all(self, SQL_MATTER_EVENT_MADE, &made_shape, &self->made))
        return false;
    self->has_made = true;
    LIST_EACH (const MadeCount, count, &self->made)
        if (str_equal(count->move, move))
            times = count->times;
    *ret = times;
    return true;
}

bool case_clocks(FlowCase *self)
{
    if (!self->has_clocks &&
        !read_all(self, SQL_MATTER_CLOCK_ALL, &matter_clock_shape, &self->clocks))
        return false;
    self->has_clocks = true;
    return true;
}

bool case_branches(FlowCase *self)
{
    if (!self->has_branches &&
        !read_all(self, SQL_MATTER_BRANCH_ALL, &matter_branch_shape, &self->branches))
        return false;
    self->has_branches = true;
    return true;
}

bool case_open_branches(FlowCase *self, int64_t *ret)
{
    int64_t open = 0;
    if (!case_branches(self))
        return false;
    LIST_EACH (const MatterBranch, branch, &self->branches)
        open += str_equal_c(branch->state, "open");
    *ret = open;
    return true;
}

bool case_workdays(FlowCase *self)
{
    return self->workdays || workdays_read(self->ctx, &self->workdays);
}

MatterClock *case_running(FlowCase *self, Str code, int64_t branch_id)
{
    LIST_EACH (MatterClock, clock, &self->clocks)
        if (!clock->has_stopped_at && clock->branch_id == branch_id && str_equal(clock->code, code))
            return clock;
    return NULL;
}

/* ---- guards ---------------------------------------------------------------------------------- */

bool matter_has_request(const Matter *matter, Str name)
{
    Str rest = matter->requests, part;
    while (str_split(&rest, ' ', &part))
        if (str_equal(part, name))
            return true;
    return false;
}

/* While it is held up time stands still. */
static bool is_before_due(FlowCase *self, Str code, bool *ret)
{
    const Matter *matter = &self->matter;
    Instant at = matter->has_paused_at ? matter->paused_at : self->now;
    if (str_equal_c(code, "due")) {
        *ret = !matter->has_due_at || at.ms < matter->due_at.ms;
        return true;
    }
    if (!case_clocks(self))
        return false;
    const MatterClock *clock = case_running(self, code, 0);
    *ret = !clock || !clock->has_due_at || at.ms < clock->due_at.ms;
    return true;
}

static bool made_as_guarded(FlowCase *self, const Guard *guard, int64_t *ret)
{
    if (str_empty(guard->since))
        return case_made(self, guard->name, ret);
    const DbScope *mine = scope_lift(self->ctx);
    bool done = db_number(self->ctx, SQL_MATTER_EVENT_MADE_SINCE,
                          BINDS({"matter_id", bind(self->matter.id)}, {"move", bind(guard->name)},
                                {"since", bind(guard->since)}),
                          ret);
    scope_lower(self->ctx, mine);
    return done;
}

/* Whoever works at the machine itself is nobody in particular. */
static bool is_other(FlowCase *self, Str move, bool *ret)
{
    Ctx *ctx = self->ctx;
    int64_t account = ctx->actor ? ctx->actor->account_id : ACCOUNT_SYSTEM, maker = 0;
    const DbScope *mine = scope_lift(ctx);
    bool done =
        db_number(ctx, SQL_MATTER_EVENT_MAKER,
                  BINDS({"matter_id", bind(self->matter.id)}, {"move", bind(move)}), &maker);
    scope_lower(ctx, mine);
    *ret = account == ACCOUNT_SYSTEM || maker != account;
    return done;
}

bool guard_holds(FlowCase *self, const Guard *guard, bool *ret)
{
    const Matter *matter = &self->matter;
    int64_t number = 0;
    switch (guard->kind) {
    case GUARD_MADE_LESS:
        if (!made_as_guarded(self, guard, &number))
            return false;
        *ret = number < guard->number;
        return true;
    case GUARD_MADE_LEAST:
        if (!made_as_guarded(self, guard, &number))
            return false;
        *ret = number >= guard->number;
        return true;
    case GUARD_BEFORE_DUE:
        return is_before_due(self, guard->name, ret);
    case GUARD_BRANCHES:
        *ret = case_open_branches(self, &number) && number == 0;
        return self->has_branches;
    case GUARD_REQUEST:
        *ret = matter_has_request(matter, guard->name);
        return true;
    case GUARD_NO_REQUEST:
        *ret = !matter_has_request(matter, guard->name);
        return true;
    case GUARD_DAYS_AT_MOST:
        *ret = self->days <= guard->number;
        return true;
    case GUARD_CLASS:
        *ret = str_equal(matter->class_code, guard->name);
        return true;
    case GUARD_NOT_CLASS:
        *ret = !str_equal(matter->class_code, guard->name);
        return true;
    case GUARD_LEVEL:
        *ret = str_equal(matter->level, guard->name);
        return true;
    case GUARD_BRANCH_OPEN:
        *ret = self->has_branch && str_equal_c(self->branch.state, "open");
        return true;
    case GUARD_OTHER_THAN:
        return is_other(self, guard->name, ret);
    }
    BUG("a guard of no kind");
}

Str guard_says(FlowCase *self, const Guard *guard)
{
    Arena *arena = self->ctx->arena;
    const LifecycleMove *move = lifecycle_move(self->lifecycle, guard->name);
    Str name = move ? move->name : guard->name;
    if (!str_empty(guard->says))
        return guard->says;
    switch (guard->kind) {
    case GUARD_MADE_LESS:
        return str_format(arena, "「%.*s」已有%lld次", STRF(name), (long long)guard->number);
    case GUARD_MADE_LEAST:
        return str_format(arena, "「%.*s」还不到%lld次", STRF(name), (long long)guard->number);
    case GUARD_BEFORE_DUE:
        return STR("期限已过");
    case GUARD_BRANCHES:
        return STR("还有协办单位没有答复");
    case GUARD_REQUEST:
        return STR("没有在审的申请");
    case GUARD_NO_REQUEST:
        return STR("已有一个申请在审");
    case GUARD_DAYS_AT_MOST:
        return str_format(arena, "天数多于%lld", (long long)guard->number);
    case GUARD_CLASS:
        return str_format(arena, "只限%.*s", STRF(guard->name));
    case GUARD_NOT_CLASS:
        return str_format(arena, "%.*s不能这样办", STRF(guard->name));
    case GUARD_LEVEL:
        return str_format(arena, "只限%.*s", STRF(guard->name));
    case GUARD_BRANCH_OPEN:
        return STR("这一协办已经了结");
    case GUARD_OTHER_THAN:
        return str_format(arena, "「%.*s」是您自己做的，要由另一个人来办", STRF(name));
    }
    BUG("a guard of no kind");
}
