/* The calendar has changed: clocks that run are computed again from their start, their days and the
 * time they were held up. */
#include "engine/flow/flow_tell.h"
#include "sql_ids.h"

#define BATCH_MATTERS 200

LIST_OF(Matter, MatterList);

typedef struct PauseRow {
    Str clock;
    Instant at;
} PauseRow;
LIST_OF(PauseRow, PauseRowList);
static const Field pause_fields[] = {
    FIELD(PauseRow, clock, "计时", 0),
    FIELD(PauseRow, at, "时间", 0),
};
static const Shape pause_shape = SHAPE(PauseRow, pause_fields);

typedef struct Recompute {
    FlowCase flow;
    bool has_pauses;
    PauseRowList pauses;
} Recompute;

/* ---- held up --------------------------------------------------------------------------------- */

/* Working days held up since `from`; one pause that still goes on does not count yet. */
static bool pause_days(Recompute *self, Instant from, int64_t *ret, int64_t *ret_missing)
{
    int64_t days = 0;
    Instant begun = {0};
    if (!self->has_pauses &&
        !db_all(self->flow.ctx, SQL_MATTER_EVENT_PAUSES,
                BINDS({"matter_id", bind(self->flow.matter.id)}), &pause_shape, &self->pauses))
        return false;
    self->has_pauses = true;
    *ret_missing = 0;
    LIST_EACH (const PauseRow, row, &self->pauses) {
        int64_t span = 0, missing = 0;
        bool resumes = str_equal_c(row->clock, "resumed");
        if (!resumes)
            begun = row->at.ms < from.ms ? from : row->at;
        if (!resumes || row->at.ms <= begun.ms)
            continue;
        if (workdays_between(self->flow.workdays, instant_date(begun), instant_date(row->at), &span,
                             &missing))
            days += span;
        else
            *ret_missing = missing;
    }
    *ret = days;
    return true;
}

/* A matter that was never held up has no such lines to look for. */
static bool recount_pauses(Recompute *self, Instant from, bool had, int64_t *ret,
                           int64_t *ret_missing)
{
    *ret = *ret_missing = 0;
    return !had || pause_days(self, from, ret, ret_missing);
}

/* ---- one matter ------------------------------------------------------------------------------ */

static bool recompute_due(Recompute *self)
{
    Matter *matter = &self->flow.matter;
    int64_t missing;
    bool had = matter->pause_days || matter->missing_year;
    if (!recount_pauses(self, matter->opened_at, had, &matter->pause_days, &missing) ||
        !flow_compute_due(self->flow.ctx, self->flow.lifecycle, self->flow.workdays, matter))
        return false;
    if (missing && matter->due_days) {
        matter->has_due_at = matter->has_due_day = matter->has_near_at = matter->has_warn_at =
            false;
        matter->due_at = matter->near_at = matter->warn_at = (Instant){0};
        matter->due_day = (Date){0};
        matter->missing_year = missing;
    }
    return true;
}

static bool recompute_clock(Recompute *self, MatterClock *clock)
{
    MatterClock before = *clock;
    int64_t missing = 0;
    bool had = clock->pause_days || clock->missing_year;
    if (str_equal_c(clock->code, "due") && clock->branch_id == 0) {
        const Matter *matter = &self->flow.matter;
        clock->days = matter->due_days;
        clock->pause_days = matter->pause_days;
        clock->has_due_at = matter->has_due_at;
        clock->due_at = matter->due_at;
        clock->missing_year = matter->missing_year;
    } else if (clock->days) {
        int64_t plain = clock->days - clock->pause_days;
        if (!recount_pauses(self, clock->started_at, had, &clock->pause_days, &missing))
            return false;
        clock->days = plain + clock->pause_days;
    }
    bool of_matter = str_equal_c(clock->code, "due") && clock->branch_id == 0;
    if (!of_matter && (clock->days || clock->minutes) && !clock_compute(&self->flow, clock))
        return false;
    if (missing) {
        clock->has_due_at = false;
        clock->missing_year = missing;
    }
    bool same = before.has_due_at == clock->has_due_at && before.due_at.ms == clock->due_at.ms &&
                before.days == clock->days && before.missing_year == clock->missing_year;
    if (same)
        return true;
    if (clock->branch_id && str_equal_c(clock->code, "branch") &&
        !db_run(self->flow.ctx, SQL_MATTER_BRANCH_DUE,
                BINDS({"id", bind(clock->branch_id)},
                      {"due_at", bind_maybe(clock->has_due_at, clock->due_at.ms)}),
                /* changed= */ NULL))
        return false;
    return clock_write(self->flow.ctx, clock);
}

static bool note_line(Recompute *self, const Matter *before)
{
    const Matter *after = &self->flow.matter;
    MatterEvent event = {.matter_id = after->id,
                         .move = STR("recompute"),
                         .from_state = after->state,
                         .to_state = after->state,
                         .at = self->flow.now,
                         .account_id =
                             self->flow.ctx->actor ? self->flow.ctx->actor->account_id : 0,
                         .actor = actor_label(self->flow.ctx),
                         .from_unit_id = after->unit_id,
                         .to_unit_id = after->unit_id,
                         .reason = STR("日历改了"),
                         .clock = STR("recomputed"),
                         .has_due_at = after->has_due_at,
                         .due_at = after->due_at};
    return matter_write(self->flow.ctx, after, before->revision) &&
           event_insert(self->flow.ctx, after->unit_id, &event, /* ret_id= */ NULL);
}

static bool differs(const Matter *a, const Matter *b)
{
    return a->has_due_at != b->has_due_at || a->due_at.ms != b->due_at.ms ||
           a->missing_year != b->missing_year || a->due_days != b->due_days ||
           a->has_warn_at != b->has_warn_at || a->warn_at.ms != b->warn_at.ms ||
           a->has_step_due_at != b->has_step_due_at || a->step_due_at.ms != b->step_due_at.ms;
}

/* The revision stays: nobody has done anything with it, and who is at work on it goes on. */
static bool recompute_one(Ctx *ctx, const Workdays *workdays, const Matter *before, Matter *ret,
                          bool *ret_changed)
{
    Recompute self = {
        .flow = {.ctx = ctx, .matter = *before, .now = clock_now(ctx), .workdays = workdays}};
    if (self.flow.now.ms < before->moved_at.ms)
        self.flow.now = before->moved_at;
    if (!lifecycle_of_version(ctx, before->lifecycle, before->version, &self.flow.lifecycle) ||
        !recompute_due(&self) || !case_clocks(&self.flow))
        return false;
    LIST_EACH (MatterClock, clock, &self.flow.clocks)
        if (!clock->has_stopped_at && !recompute_clock(&self, clock))
            return false;
    clocks_step(&self.flow);
    *ret_changed = differs(before, &self.flow.matter);
    if (*ret_changed) {
        self.flow.matter.moved_at = self.flow.now;
        if (!note_line(&self, before))
            return false;
    }
    *ret = self.flow.matter;
    return true;
}

/* ---- all ------------------------------------------------------------------------------------- */

typedef struct Batch {
    bool (*changed)(Ctx *ctx, const Matter *matter, void *self);
    void *self;
    int64_t after; /* the last id done */
    int64_t count; /* changed */
} Batch;

static bool run_batch(Ctx *ctx, const Workdays *workdays, Batch *batch, bool *ret_more)
{
    MatterList list = {0};
    int64_t count = 0;
    if (!db_all(ctx, SQL_MATTER_NOT_DONE,
                BINDS({"after", bind(batch->after)}, {"limit", bind(BATCH_MATTERS)}), &matter_shape,
                &list))
        return false;
    LIST_EACH (const Matter, before, &list) {
        Matter after;
        bool changed;
        if (!recompute_one(ctx, workdays, before, &after, &changed) ||
            (changed && batch->changed && !batch->changed(ctx, &after, batch->self)))
            return fail_while(ctx, "重算「%.*s」的期限", STRF(before->number));
        count += changed;
        batch->after = before->id;
    }
    *ret_more = list.count == BATCH_MATTERS;
    batch->count += count;
    return count == 0 ||
           audit_note(ctx,
                      &(AuditNote){.action = "matter.recompute",
                                   .object = "matter",
                                   .title = STR("日历改动后重算期限"),
                                   .facts = str_format(ctx->arena, "%lld件", (long long)count)});
}

bool flow_recompute(Ctx *ctx, bool (*changed)(Ctx *ctx, const Matter *matter, void *self),
                    void *self, int64_t *ret_changed)
{
    Batch batch = {.changed = changed, .self = self};
    const Workdays *workdays;
    bool more = true;
    if (!scope_is_whole(ctx))
        return fail(ctx, FAIL_DENIED, "重算期限关系到所有单位，当前数据范围不够");
    if (!workdays_read(ctx, &workdays))
        return false;
    while (more) {
        ArenaMark mark = arena_mark(ctx->arena);
        if (!db_begin(ctx))
            return false;
        if (!run_batch(ctx, workdays, &batch, &more))
            return db_rollback(ctx);
        if (!db_commit(ctx))
            return false;
        arena_rewind(ctx->arena, mark);
    }
    *ret_changed = batch.count;
    return true;
}

bool flow_waited_for(Ctx *ctx, bool *ret)
{
    const Workdays *workdays;
    int64_t year = 0, days, missing;
    Date first;
    if (!db_number(ctx, SQL_MATTER_MISSING_YEAR, NO_BINDS, &year))
        return false;
    *ret = false;
    if (year == 0 || !date_make((CivilDate){(int)year, 1, 1}, &first))
        return true;
    if (!workdays_read(ctx, &workdays))
        return false;
    *ret = workdays_between(workdays, first, first, &days, &missing);
    return true;
}
