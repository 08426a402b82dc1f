#include "engine/flow/escalate.h"

#include "engine/access/access.h"
#include "engine/flow/outbox.h"
#include "port/clock.h"
#include "sql_ids.h"

#define DAY_MS INT64_C(86400000)
#define PAGE_MATTERS 200
/* No term is warned of earlier. */
#define AHEAD_DAYS 400
/* Holidays in a row, with the days worked before and after, are fewer. */
#define REST_DAYS_MAX 30

LIST_OF(Matter, MatterPage);

typedef struct Escalating {
    Ctx *ctx;
    const Escalation *escalation;
    Str lifecycle;
    EscalateMove move;
    void *self;
    const atomic_bool *stopping;
    const Workdays *workdays;
    Instant now;
    Instant from, to; /* due after the one, up to the other */
    int64_t made;
} Escalating;

/* The latest due time whose `after` working days have passed at `now`; false when the calendar does
 * not tell. */
static bool passed_by(const Workdays *workdays, Instant now, int64_t after, Instant *ret)
{
    if (after == 0) {
        *ret = now;
        return true;
    }
    Date day = instant_date(now);
    for (int64_t back = 0; back <= 2 * after + REST_DAYS_MAX; back++) {
        Instant due = {((int64_t)day.days - back) * DAY_MS - DAY_MS / 3}; /* 0:00 at +08:00 */
        Deadline passed = deadline_in_days(workdays, (Instant){due.ms - 1}, after);
        if (passed.known && passed.at.ms <= now.ms) {
            *ret = due;
            return true;
        }
    }
    return false;
}

/* Which due times the escalation is for now. */
static bool set_span(Escalating *work)
{
    const Escalation *escalation = work->escalation;
    Instant late = {work->now.ms - ESCALATE_LATE_DAYS * DAY_MS};
    if (!str_equal_c(escalation->when, "overdue")) {
        work->from = work->now;
        work->to.ms = work->now.ms + AHEAD_DAYS * DAY_MS;
        return true;
    }
    return passed_by(work->workdays, work->now, escalation->after, &work->to) &&
           passed_by(work->workdays, late, escalation->after, &work->from);
}

static bool read_page(Escalating *work, int64_t after, MatterPage *ret)
{
    const Escalation *escalation = work->escalation;
    Str when = escalation->when;
    MatterPage page = {0};
    bool own = str_equal_c(escalation->clock, "due");
    bool done =
        own ? db_all(work->ctx, SQL_ESCALATE_DUE,
                     BINDS({"lifecycle", bind(work->lifecycle)}, {"after", bind(after)},
                           {"from", bind(work->from)}, {"to", bind(work->to)},
                           {"near", bind((int64_t)str_equal_c(when, "near"))},
                           {"warned", bind((int64_t)str_equal_c(when, "warned"))},
                           {"now", bind(work->now)}, {"move", bind(escalation->move)},
                           {"says", bind(escalation->says)}, {"limit", bind(PAGE_MATTERS)}),
                     &matter_shape, &page)
            : db_all(work->ctx, SQL_ESCALATE_CLOCK,
                     BINDS({"lifecycle", bind(work->lifecycle)}, {"after", bind(after)},
                           {"from", bind(work->from)}, {"to", bind(work->to)},
                           {"clock", bind(escalation->clock)}, {"move", bind(escalation->move)},
                           {"says", bind(escalation->says)}, {"limit", bind(PAGE_MATTERS)}),
                     &matter_shape, &page);
    *ret = page;
    return done;
}

static bool tell_overdue(Escalating *work, const Matter *matter)
{
    const Escalation *escalation = work->escalation;
    if (!str_equal_c(escalation->clock, "due") || !str_equal_c(escalation->when, "overdue") ||
        escalation->after > 0)
        return true;
    return outbox_put(work->ctx, &(OutboxEvent){.type = STR("matter.overdue"),
                                                .subject = matter->number,
                                                .unit_id = matter->unit_id,
                                                .from_unit_id = matter->unit_id,
                                                .at = work->now});
}

/* Whether what stood in its way is of the matter alone: others go on. */
static bool is_of_matter(const Ctx *ctx)
{
    return ctx->fail.code == FAIL_STATE || ctx->fail.code == FAIL_CONFLICT ||
           ctx->fail.code == FAIL_NOT_FOUND;
}

static bool escalate_one(Escalating *work, const Matter *matter)
{
    Ctx *ctx = work->ctx;
    if (!db_begin(ctx))
        return false;
    bool done = work->move(ctx, matter, work->escalation, work->self) && tell_overdue(work, matter);
    done = done ? db_commit(ctx) : db_rollback(ctx);
    if (!done && !is_of_matter(ctx))
        return fail_while(ctx, "升级「%.*s」", STRF(matter->number));
    if (!done)
        fail_clear(ctx);
    work->made += done;
    return true;
}

static bool is_open(const Escalating *work, const Matter *matter, bool *ret)
{
    const Lifecycle *lifecycle;
    if (!lifecycle_of_version(work->ctx, matter->lifecycle, matter->version, &lifecycle))
        return false;
    const LifecycleMove *move = lifecycle_move(lifecycle, work->escalation->move);
    const LifecycleState *state = lifecycle_state(lifecycle, matter->state);
    *ret = move && state && move_starts_in(move, state);
    return true;
}

static bool is_stopping(const Escalating *work)
{
    return work->stopping && atomic_load(work->stopping);
}

static bool run_page(Escalating *work, const MatterPage *page)
{
    LIST_EACH (const Matter, matter, page) {
        bool open;
        if (is_stopping(work))
            return true;
        if (!is_open(work, matter, &open) || (open && !escalate_one(work, matter)))
            return false;
    }
    return true;
}

static bool run_escalation(Escalating *work)
{
    int64_t after = 0;
    bool more = set_span(work);
    while (more && !is_stopping(work)) {
        MatterPage page;
        ArenaMark mark = arena_mark(work->ctx->arena);
        if (!read_page(work, after, &page) || !run_page(work, &page))
            return false;
        more = page.count == PAGE_MATTERS;
        after = page.count ? page.at[page.count - 1].id : after;
        arena_rewind(work->ctx->arena, mark);
    }
    return true;
}

bool flow_escalate(Ctx *ctx, Str lifecycle, EscalateMove move, void *self,
                   const atomic_bool *stopping, int64_t *ret_made)
{
    Escalating work = {.ctx = ctx,
                       .lifecycle = lifecycle,
                       .move = move,
                       .self = self,
                       .stopping = stopping,
                       .now = clock_now(ctx)};
    const Lifecycle *rules;
    if (!workdays_read(ctx, &work.workdays) ||
        !lifecycle_for(ctx, lifecycle, instant_date(work.now), &rules))
        return false;
    LIST_EACH (const Escalation, escalation, &rules->escalations) {
        work.escalation = escalation;
        if (!run_escalation(&work))
            return false;
    }
    *ret_made = work.made;
    return true;
}
