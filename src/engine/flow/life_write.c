/* A life written: each row with one statement, nothing read back but the ids of the matter
 * and its branches. */
#include "engine/flow/flow_case.h"
#include "engine/flow/life.h"
#include "sql_ids.h"

static bool write_branches(Ctx *ctx, Life *life)
{
    LIST_EACH (MatterBranch, branch, &life->branches) {
        branch->matter_id = life->matter.id;
        if (!db_number(ctx, SQL_MATTER_BRANCH_INSERT,
                       BINDS({"matter_id", bind(branch->matter_id)},
                             {"unit_id", bind(branch->unit_id)},
                             {"started_at", bind(branch->started_at)}),
                       &branch->id) ||
            (branch->has_due_at &&
             !db_run(ctx, SQL_MATTER_BRANCH_DUE,
                     BINDS({"due_at", bind(branch->due_at)}, {"id", bind(branch->id)}), NULL)) ||
            (branch->has_done_at &&
             !db_run(ctx, SQL_MATTER_BRANCH_END,
                     BINDS({"state", bind(branch->state)}, {"done_at", bind(branch->done_at)},
                           {"words", bind(branch->words)}, {"id", bind(branch->id)}),
                     NULL)))
            return false;
    }
    return true;
}

/* The number of a branch told becomes its id. */
static int64_t branch_id(const Life *life, int64_t number)
{
    return number > 0 ? life->branches.at[number - 1].id : 0;
}

bool life_write(Ctx *ctx, Life *life)
{
    Matter *matter = &life->matter;
    if (!matter_insert(ctx, matter, &matter->id) || !write_branches(ctx, life))
        return false;
    LIST_EACH (MatterClock, clock, &life->clocks) {
        int64_t unit_id = clock->branch_id > 0 ? life->branches.at[clock->branch_id - 1].unit_id
                                               : matter->unit_id;
        clock->matter_id = matter->id;
        clock->branch_id = branch_id(life, clock->branch_id);
        if (!clock_add(ctx, unit_id, clock))
            return false;
    }
    LIST_EACH (MatterEvent, event, &life->events) {
        event->matter_id = matter->id;
        event->branch_id = branch_id(life, event->branch_id);
        if (!event_insert(ctx, matter->unit_id, event, /* ret_id= */ NULL))
            return false;
    }
    return true;
}

bool life_many_begin(Ctx *ctx, LifeTables *ret)
{
    static const char *const tables[] = {"matter", "matter_clock", "matter_branch", "matter_event"};
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        if (!db_indexes_away(ctx, tables[i], &ret->indexes[i]))
            return false;
    return true;
}

bool life_many_end(Ctx *ctx, const LifeTables *tables)
{
    for (size_t i = 0; i < ARRAY_LEN(tables->indexes); i++)
        if (!db_indexes_back(ctx, &tables->indexes[i]))
            return false;
    return true;
}

bool life_keep(Ctx *ctx, const Lifecycle *lifecycle)
{
    return db_run(ctx, SQL_LIFECYCLE_KEEP,
                  BINDS({"code", bind(lifecycle->code)}, {"version", bind(lifecycle->version)},
                        {"words", bind(lifecycle->text)}, {"kept_at", bind(clock_now(ctx))}),
                  NULL);
}
