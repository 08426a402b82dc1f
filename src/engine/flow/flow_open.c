/* A matter begins. */
#include "engine/flow/flow_case.h"
#include "engine/flow/flow_tell.h"
#include "engine/flow/outbox.h"
#include "sql_ids.h"

static bool check_word(Ctx *ctx, const Lifecycle *lifecycle, const TextList *words,
                       const char *kind, Str word)
{
    if (lifecycle_has(words, word))
        return true;
    return fail(ctx, FAIL_INVALID, "「%.*s」没有%s「%.*s」", STRF(lifecycle->name), kind,
                STRF(word));
}

static bool check_opening(Ctx *ctx, const Lifecycle *lifecycle, const MatterOpening *opening,
                          const Matter *matter)
{
    FlowUnitRow unit;
    bool found = true;
    if (str_empty(opening->number))
        return fail(ctx, FAIL_INVALID, "没有单号");
    if (!check_word(ctx, lifecycle, &lifecycle->classes, "类别", matter->class_code) ||
        !check_word(ctx, lifecycle, &lifecycle->levels, "等级", matter->level))
        return false;
    if (opening->unit_id && !flow_unit(ctx, opening->unit_id, &unit, &found))
        return false;
    return found || fail(ctx, FAIL_INVALID, "没有编号为%lld的单位", (long long)opening->unit_id);
}

/* The text of the version, so that the matter can live by it when the packs have moved on. */
static bool keep_text(Ctx *ctx, const Lifecycle *lifecycle)
{
    int64_t kept = 0;
    return db_number(ctx, SQL_LIFECYCLE_IS_KEPT,
                     BINDS({"code", bind(lifecycle->code)}, {"version", bind(lifecycle->version)}),
                     &kept) &&
           (kept ||
            db_run(ctx, SQL_LIFECYCLE_KEEP,
                   BINDS({"code", bind(lifecycle->code)}, {"version", bind(lifecycle->version)},
                         {"words", bind(lifecycle->text)}, {"kept_at", bind(clock_now(ctx))}),
                   /* changed= */ NULL));
}

static bool insert_clock(Ctx *ctx, const Matter *matter)
{
    MatterClock clock = {.matter_id = matter->id,
                         .code = STR("due"),
                         .started_at = matter->opened_at,
                         .days = matter->due_days,
                         .has_due_at = matter->has_due_at,
                         .due_at = matter->due_at,
                         .missing_year = matter->missing_year};
    return matter->due_days == 0 || clock_add(ctx, matter->unit_id, &clock);
}

static bool insert_event(Ctx *ctx, const Matter *matter, const MatterOpening *opening)
{
    MatterEvent event = {.matter_id = matter->id,
                         .move = STR("open"),
                         .to_state = matter->state,
                         .at = matter->opened_at,
                         .account_id = matter->opener_id,
                         .actor = actor_label(ctx),
                         .to_unit_id = matter->unit_id,
                         .words = opening->channel,
                         .clock = matter->due_days ? STR("started") : (Str){0},
                         .has_due_at = matter->has_due_at,
                         .due_at = matter->due_at};
    return event_insert(ctx, matter->unit_id, &event, /* ret_id= */ NULL);
}

static bool write_all(Ctx *ctx, const Lifecycle *lifecycle, const MatterOpening *opening,
                      Matter *matter)
{
    return matter_insert(ctx, matter, &matter->id) && insert_clock(ctx, matter) &&
           insert_event(ctx, matter, opening) && keep_text(ctx, lifecycle) &&
           tell_opened(ctx, lifecycle, matter);
}

bool flow_open(Ctx *ctx, const MatterOpening *opening, Matter *ret)
{
    const Lifecycle *lifecycle;
    const Workdays *workdays;
    if (!lifecycle_for(ctx, opening->lifecycle, instant_date(opening->opened_at), &lifecycle))
        return false;
    Matter matter = {
        .lifecycle = lifecycle->code,
        .version = lifecycle->version,
        .number = opening->number,
        .class_code = opening->class_code,
        .level = str_empty(opening->level) ? lifecycle->levels.at[0] : opening->level,
        .unit_id = opening->unit_id,
        .opener_id = ctx->actor ? ctx->actor->account_id : 0,
        .state = lifecycle->states.at[0].code,
        .revision = 1,
        .opened_at = opening->opened_at,
        .moved_at = opening->opened_at,
    };
    if (!check_opening(ctx, lifecycle, opening, &matter) || !workdays_read(ctx, &workdays) ||
        !flow_compute_due(ctx, lifecycle, workdays, &matter))
        return false;
    /* Who takes a matter in need not see the unit, or the house, that it goes to. */
    const DbScope *mine = scope_lift(ctx);
    bool done = write_all(ctx, lifecycle, opening, &matter);
    scope_lower(ctx, mine);
    if (!done)
        return fail_while(ctx, "登记「%.*s」", STRF(opening->number));
    *ret = matter;
    return true;
}
