/* What does not hold between the parts of a lifecycle: codes, states that are never reached or
 * never left, moves nobody may do. */
#include "engine/flow/lifecycle_wrong.h"

static Str *state_codes(LifecycleReader *reader)
{
    const LifecycleStateList *states = &reader->lifecycle->states;
    Str *codes = NEW(reader->ctx->arena, Str, states->count + 1);
    for (size_t i = 0; i < states->count; i++)
        codes[i] = states->at[i].code;
    return codes;
}

static void need_state(LifecycleReader *reader, int64_t line, const char *field, Str code)
{
    if (!lifecycle_state(reader->lifecycle, code))
        lifecycle_unknown(reader, line, str_of(field), "状态", code, state_codes(reader),
                          reader->lifecycle->states.count);
}

static void told_twice(LifecycleReader *reader, int64_t line, const char *kind, Str code)
{
    LIFECYCLE_WRONG(reader, line, "code", "%s「%.*s」写了两遍", kind, STRF(code));
}

/* ---- codes ----------------------------------------------------------------------------------- */

static void check_codes(LifecycleReader *reader)
{
    const Lifecycle *lifecycle = reader->lifecycle;
    LIST_EACH (const LifecycleState, state, &lifecycle->states) {
        if (lifecycle_state(lifecycle, state->code) != state)
            told_twice(reader, state->line, "状态", state->code);
        if (state->end && !state->done)
            LIFECYCLE_WRONG(reader, state->line, "end", "状态「%.*s」是终点，也就要写 done: true",
                            STRF(state->name));
        if (state->paused && state->done)
            LIFECYCLE_WRONG(reader, state->line, "paused", "状态「%.*s」已办结，不能又挂起",
                            STRF(state->name));
    }
    LIST_EACH (const LifecycleMove, move, &lifecycle->moves)
        if (lifecycle_move(lifecycle, move->code) != move)
            told_twice(reader, move->line, "动作", move->code);
    LIST_EACH (const LifecycleClock, clock, &lifecycle->clocks)
        if (lifecycle_clock(lifecycle, clock->code) != clock)
            told_twice(reader, clock->line, "期限", clock->code);
    if (lifecycle->states.count && lifecycle->states.at[0].done)
        LIFECYCLE_WRONG(reader, lifecycle->states.at[0].line, "states",
                        "第一个状态是起点，不能已办结");
}

/* ---- who may --------------------------------------------------------------------------------- */

static void check_who(LifecycleReader *reader, const LifecycleMove *move)
{
    const Lifecycle *lifecycle = reader->lifecycle;
    bool opens_branch = false;
    LIST_EACH (const LifecycleMove, other, &lifecycle->moves)
        opens_branch |= move_has_effect(other, EFFECT_BRANCH_OPEN, (Str){0});
    if (move->by == PARTY_SYSTEM && !str_empty(move->may))
        LIFECYCLE_WRONG(reader, move->line, "may", "动作「%.*s」由程序做，不写 may",
                        STRF(move->name));
    if (move->by != PARTY_SYSTEM && str_empty(move->may))
        LIFECYCLE_WRONG(reader, move->line, "may", "动作「%.*s」没有写凭什么权限，谁也做不了",
                        STRF(move->name));
    if (move->by == PARTY_BRANCH && !opens_branch)
        LIFECYCLE_WRONG(reader, move->line, "by",
                        "动作「%.*s」由协办单位做，但没有动作指定协办（open branches）",
                        STRF(move->name));
    if (move->by == PARTY_SYSTEM && (move->signatures > 1 || move->countersign.count))
        LIFECYCLE_WRONG(reader, move->line, "signatures", "动作「%.*s」由程序做，不能会签",
                        STRF(move->name));
    if (move->by == PARTY_BRANCH && !str_empty(move->to))
        LIFECYCLE_WRONG(reader, move->line, "to", "动作「%.*s」由协办单位做，不能改变整件的状态",
                        STRF(move->name));
    if (move->bulk && move->by == PARTY_BRANCH)
        LIFECYCLE_WRONG(reader, move->line, "bulk", "动作「%.*s」由协办单位做，不能批量",
                        STRF(move->name));
}

/* ---- the graph ------------------------------------------------------------------------------- */

/* Marks what can be reached from what is marked; backwards: what can reach it. */
static void spread(const Lifecycle *lifecycle, bool *marked, bool backwards)
{
    bool changed = true;
    while (changed) {
        changed = false;
        LIST_EACH (const LifecycleMove, move, &lifecycle->moves)
            for (size_t i = 0; i < lifecycle->states.count; i++) {
                const LifecycleState *from = &lifecycle->states.at[i];
                if (!move_starts_in(move, from))
                    continue;
                for (size_t turn = 0; turn <= move->turns.count; turn++) {
                    Str to = turn ? move->turns.at[turn - 1].to : move->to;
                    const LifecycleState *there = lifecycle_state(lifecycle, to);
                    size_t other = there ? (size_t)(there - lifecycle->states.at) : i;
                    size_t source = backwards ? other : i, target = backwards ? i : other;
                    if (marked[source] && !marked[target])
                        changed = marked[target] = true;
                }
            }
    }
}

static void check_graph(LifecycleReader *reader)
{
    const LifecycleStateList *states = &reader->lifecycle->states;
    bool *reached = NEW(reader->ctx->arena, bool, states->count + 1);
    bool *ends = NEW(reader->ctx->arena, bool, states->count + 1);
    memset(reached, 0, states->count + 1);
    memset(ends, 0, states->count + 1);
    reached[0] = true;
    bool any = false;
    for (size_t i = 0; i < states->count; i++)
        any |= ends[i] = states->at[i].end;
    if (!any)
        LIFECYCLE_WRONG(reader, states->at[0].line, "states",
                        "没有终点：至少一个状态要写 end: true");
    spread(reader->lifecycle, reached, /* backwards= */ false);
    spread(reader->lifecycle, ends, /* backwards= */ true);
    for (size_t i = 0; i < states->count; i++) {
        if (!reached[i])
            LIFECYCLE_WRONG(reader, states->at[i].line, "states", "状态「%.*s」到不了",
                            STRF(states->at[i].name));
        if (any && !ends[i])
            LIFECYCLE_WRONG(reader, states->at[i].line, "states",
                            "状态「%.*s」是死路：从这里到不了任何终点", STRF(states->at[i].name));
    }
}

static void check_move_states(LifecycleReader *reader, const LifecycleMove *move)
{
    LIST_EACH (const Str, from, &move->from) {
        if (!str_equal_c(*from, "*"))
            need_state(reader, move->line, "from", *from);
        else if (move->from.count > 1)
            LIFECYCLE_WRONG(reader, move->line, "from", "「*」已是所有未到终点的状态，不再写别的");
    }
    if (!str_empty(move->to))
        need_state(reader, move->line, "to", move->to);
    LIST_EACH (const LifecycleTurn, turn, &move->turns)
        need_state(reader, turn->line, "turns", turn->to);
}

void lifecycle_check_whole(LifecycleReader *reader)
{
    check_codes(reader);
    LIST_EACH (const LifecycleMove, move, &reader->lifecycle->moves) {
        check_move_states(reader, move);
        check_who(reader, move);
    }
    lifecycle_check_clocks(reader);
    lifecycle_check_words(reader);
    check_graph(reader);
}
