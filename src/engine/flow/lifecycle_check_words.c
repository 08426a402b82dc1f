/* Clocks that nothing starts or stops, rules that never fit, requests that nobody opens or closes,
 * guards and effects that name what is not there. */
#include "engine/flow/lifecycle_wrong.h"

#define NAMES_MAX 64

static bool any_move_has(const Lifecycle *lifecycle, EffectKind kind, Str name)
{
    bool has = false;
    LIST_EACH (const LifecycleMove, move, &lifecycle->moves)
        has |= move_has_effect(move, kind, name);
    return has;
}

/* ---- clocks ---------------------------------------------------------------------------------- */

static bool covers(const ClockRule *early, const ClockRule *late)
{
    return (str_empty(early->class_code) || str_equal(early->class_code, late->class_code)) &&
           (str_empty(early->level) || str_equal(early->level, late->level));
}

static void check_rules(LifecycleReader *reader, const LifecycleClock *clock)
{
    const Lifecycle *lifecycle = reader->lifecycle;
    LIST_EACH (const ClockRule, rule, &clock->rules) {
        if (!str_empty(rule->class_code) && !lifecycle_has(&lifecycle->classes, rule->class_code))
            lifecycle_unknown(reader, rule->line, STR("class"), "类别", rule->class_code,
                              lifecycle->classes.at, lifecycle->classes.count);
        if (!str_empty(rule->level) && !lifecycle_has(&lifecycle->levels, rule->level))
            lifecycle_unknown(reader, rule->line, STR("level"), "等级", rule->level,
                              lifecycle->levels.at, lifecycle->levels.count);
        for (const ClockRule *early = clock->rules.at; early < rule; early++)
            if (covers(early, rule)) {
                LIFECYCLE_WRONG(reader, rule->line, "rules",
                                "这一条永远用不上：第%lld行的已经都管了", (long long)early->line);
                break;
            }
        if (rule->minutes && !rule->around && lifecycle->hours.count == 0)
            LIFECYCLE_WRONG(reader, rule->line, "minutes",
                            "按工作分钟计时要写 hours（办公时间），或写 around: true");
        if (rule->minutes && str_equal_c(clock->code, "due"))
            LIFECYCLE_WRONG(reader, rule->line, "minutes", "「due」按工作日计时，要写 days");
    }
}

void lifecycle_check_clocks(LifecycleReader *reader)
{
    const Lifecycle *lifecycle = reader->lifecycle;
    LIST_EACH (const LifecycleClock, clock, &lifecycle->clocks) {
        check_rules(reader, clock);
        bool of_branch = str_equal_c(clock->code, "branch");
        if (str_equal_c(clock->code, "due"))
            continue;
        if (!(of_branch ? any_move_has(lifecycle, EFFECT_BRANCH_OPEN, (Str){0})
                        : any_move_has(lifecycle, EFFECT_CLOCK_START, clock->code)))
            LIFECYCLE_WRONG(reader, clock->line, "clocks",
                            "期限「%.*s」没有动作开始它（start %.*s）", STRF(clock->name),
                            STRF(clock->code));
        if (!(of_branch ? any_move_has(lifecycle, EFFECT_BRANCH_DONE, (Str){0})
                        : any_move_has(lifecycle, EFFECT_CLOCK_STOP, clock->code)))
            LIFECYCLE_WRONG(reader, clock->line, "clocks",
                            "期限「%.*s」没有动作停止它（stop %.*s）", STRF(clock->name),
                            STRF(clock->code));
    }
}

/* ---- names ----------------------------------------------------------------------------------- */

static void need_clock(LifecycleReader *reader, int64_t line, Str code)
{
    const LifecycleClockList *clocks = &reader->lifecycle->clocks;
    Str names[NAMES_MAX];
    size_t count = 0;
    if (lifecycle_clock(reader->lifecycle, code))
        return;
    for (; count < clocks->count && count < NAMES_MAX; count++)
        names[count] = clocks->at[count].code;
    lifecycle_unknown(reader, line, STR("clocks"), "期限", code, names, count);
}

static void need_move(LifecycleReader *reader, int64_t line, Str code)
{
    const LifecycleMoveList *moves = &reader->lifecycle->moves;
    if (lifecycle_move(reader->lifecycle, code))
        return;
    Str *names = NEW(reader->ctx->arena, Str, moves->count + 1);
    for (size_t i = 0; i < moves->count; i++)
        names[i] = moves->at[i].code;
    lifecycle_unknown(reader, line, STR("moves"), "动作", code, names, moves->count);
}

static void need_word(LifecycleReader *reader, int64_t line, const char *kind, Str word,
                      const TextList *words)
{
    if (!lifecycle_has(words, word))
        lifecycle_unknown(reader, line, str_of(kind), kind, word, words->at, words->count);
}

static void need_request(LifecycleReader *reader, int64_t line, Str name)
{
    bool opened = any_move_has(reader->lifecycle, EFFECT_REQUEST_OPEN, name);
    bool closed = any_move_has(reader->lifecycle, EFFECT_REQUEST_CLOSE, name);
    if (!opened)
        LIFECYCLE_WRONG(reader, line, "request", "没有动作提出申请「%.*s」（open request %.*s）",
                        STRF(name), STRF(name));
    else if (!closed)
        LIFECYCLE_WRONG(reader, line, "request", "没有动作了结申请「%.*s」（close request %.*s）",
                        STRF(name), STRF(name));
}

static void check_guard(LifecycleReader *reader, const LifecycleMove *move, const Guard *guard)
{
    const Lifecycle *lifecycle = reader->lifecycle;
    switch (guard->kind) {
    case GUARD_MADE_LESS:
    case GUARD_MADE_LEAST:
        if (!str_empty(guard->since))
            need_move(reader, guard->line, guard->since);
        need_move(reader, guard->line, guard->name);
        break;
    case GUARD_OTHER_THAN:
        need_move(reader, guard->line, guard->name);
        break;
    case GUARD_BEFORE_DUE:
        need_clock(reader, guard->line, guard->name);
        break;
    case GUARD_BRANCHES:
        if (!any_move_has(lifecycle, EFFECT_BRANCH_OPEN, (Str){0}))
            LIFECYCLE_WRONG(reader, guard->line, "branches", "没有动作指定协办（open branches）");
        break;
    case GUARD_REQUEST:
    case GUARD_NO_REQUEST:
        need_request(reader, guard->line, guard->name);
        break;
    case GUARD_DAYS_AT_MOST:
        if (!(move->needs & NEED_DAYS))
            LIFECYCLE_WRONG(reader, guard->line, "days_at_most", "动作「%.*s」的 needs 里没有 days",
                            STRF(move->name));
        break;
    case GUARD_CLASS:
    case GUARD_NOT_CLASS:
        need_word(reader, guard->line, "类别", guard->name, &lifecycle->classes);
        break;
    case GUARD_LEVEL:
        need_word(reader, guard->line, "等级", guard->name, &lifecycle->levels);
        break;
    case GUARD_BRANCH_OPEN:
        if (move->by != PARTY_BRANCH)
            LIFECYCLE_WRONG(reader, guard->line, "branch_open",
                            "「branch_open」只用于 by: branch 的动作");
        break;
    }
}

/* Whether the days of an extension are given, here or by the request that this move grants. */
static bool knows_days(const Lifecycle *lifecycle, const LifecycleMove *move)
{
    bool knows = move->needs & NEED_DAYS;
    LIST_EACH (const Effect, closes, &move->effects)
        LIST_EACH (const LifecycleMove, other, &lifecycle->moves)
            knows |= closes->kind == EFFECT_REQUEST_CLOSE && (other->needs & NEED_DAYS) &&
                     move_has_effect(other, EFFECT_REQUEST_OPEN, closes->name);
    return knows;
}

static void check_clock_effect(LifecycleReader *reader, const LifecycleMove *move,
                               const Effect *effect)
{
    need_clock(reader, effect->line, effect->name);
    if (effect->kind == EFFECT_CLOCK_START &&
        (str_equal_c(effect->name, "due") || str_equal_c(effect->name, "branch")))
        LIFECYCLE_WRONG(reader, effect->line, "effects", "「%.*s」由程序开始，不写 start",
                        STRF(effect->name));
    if (effect->kind != EFFECT_CLOCK_EXTEND)
        return;
    if (!str_equal_c(effect->name, "due"))
        LIFECYCLE_WRONG(reader, effect->line, "effects", "只有「due」可以延期");
    if (!knows_days(reader->lifecycle, move))
        LIFECYCLE_WRONG(reader, effect->line, "effects",
                        "动作「%.*s」要延期，但它和它所批准的申请都没有写 needs: [days]",
                        STRF(move->name));
}

static void check_effect(LifecycleReader *reader, const LifecycleMove *move, const Effect *effect)
{
    static const char *const receivers[] = {"holder", "house", "opener", "branches", NULL};
    static const Str receiver_names[] = {STR_INIT("holder"), STR_INIT("house"), STR_INIT("opener"),
                                         STR_INIT("branches")};
    switch (effect->kind) {
    case EFFECT_HAND_TO:
        if (!(move->needs & NEED_UNIT))
            LIFECYCLE_WRONG(reader, effect->line, "effects", "「hand to」要写 needs: [unit]");
        break;
    case EFFECT_HAND_HOUSE:
    case EFFECT_BRANCHES_DROP:
        break;
    case EFFECT_CLOCK_START:
    case EFFECT_CLOCK_STOP:
    case EFFECT_CLOCK_EXTEND:
        check_clock_effect(reader, move, effect);
        break;
    case EFFECT_REQUEST_OPEN:
    case EFFECT_REQUEST_CLOSE:
        need_request(reader, effect->line, effect->name);
        break;
    case EFFECT_BRANCH_OPEN:
        if (!(move->needs & (NEED_UNIT | NEED_UNITS)))
            LIFECYCLE_WRONG(reader, effect->line, "effects",
                            "「open branches」要写 needs: [units] 或 [unit]");
        break;
    case EFFECT_BRANCH_DONE:
    case EFFECT_BRANCH_BACK:
        if (move->by != PARTY_BRANCH)
            LIFECYCLE_WRONG(reader, effect->line, "effects", "这一效果只用于 by: branch 的动作");
        break;
    case EFFECT_NOTIFY:
        if (!str_is_one_of(effect->name, receivers))
            lifecycle_unknown(reader, effect->line, STR("effects"), "接收方", effect->name,
                              receiver_names, ARRAY_LEN(receiver_names));
        break;
    }
}

static void check_escalation(LifecycleReader *reader, const Escalation *escalation)
{
    const LifecycleMove *move = lifecycle_move(reader->lifecycle, escalation->move);
    need_clock(reader, escalation->line, escalation->clock);
    need_move(reader, escalation->line, escalation->move);
    if (move && move->by != PARTY_SYSTEM)
        LIFECYCLE_WRONG(reader, escalation->line, "escalations", "动作「%.*s」不是 by: system",
                        STRF(move->name));
    if (!str_equal_c(escalation->clock, "due") && !str_equal_c(escalation->when, "overdue"))
        LIFECYCLE_WRONG(reader, escalation->line, "escalations",
                        "只有「due」有 warned 和 near；别的期限只能是 overdue");
}

void lifecycle_check_words(LifecycleReader *reader)
{
    LIST_EACH (const LifecycleMove, move, &reader->lifecycle->moves) {
        LIST_EACH (const Guard, guard, &move->guards)
            check_guard(reader, move, guard);
        LIST_EACH (const Guard, guard, &move->countersign)
            check_guard(reader, move, guard);
        LIST_EACH (const LifecycleTurn, turn, &move->turns)
            check_guard(reader, move, &turn->when);
        LIST_EACH (const Effect, effect, &move->effects)
            check_effect(reader, move, effect);
    }
    LIST_EACH (const Escalation, escalation, &reader->lifecycle->escalations)
        check_escalation(reader, escalation);
}
