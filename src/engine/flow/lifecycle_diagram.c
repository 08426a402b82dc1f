/* A lifecycle for people: Mermaid and tables, as Markdown. */
#include "engine/flow/lifecycle.h"

static const char *const party_names[] = {[PARTY_HOLDER] = "承办单位",
                                          [PARTY_HOUSE] = "中心",
                                          [PARTY_BRANCH] = "协办单位",
                                          [PARTY_ANY] = "能看到它的人",
                                          [PARTY_SYSTEM] = "程序"};
static const char *const need_names[] = {"理由", "依据", "单位", "协办单位",
                                         "天数", "内容", "各项"};

static Str state_name(const Lifecycle *lifecycle, Str code)
{
    const LifecycleState *state = lifecycle_state(lifecycle, code);
    return state ? state->name : code;
}

/* ---- the picture ----------------------------------------------------------------------------- */

static void add_arrow(Buf *to, const LifecycleState *from, Str target, const LifecycleMove *move)
{
    buf_format(to, "    %.*s --> %.*s: %.*s\n", STRF(from->code), STRF(target), STRF(move->name));
}

static void add_picture(Buf *to, const Lifecycle *lifecycle)
{
    buf_add_c(to, "```mermaid\nstateDiagram-v2\n");
    LIST_EACH (const LifecycleState, state, &lifecycle->states)
        buf_format(to, "    state \"%.*s\" as %.*s\n", STRF(state->name), STRF(state->code));
    buf_format(to, "    [*] --> %.*s\n", STRF(lifecycle->states.at[0].code));
    LIST_EACH (const LifecycleMove, move, &lifecycle->moves)
        LIST_EACH (const LifecycleState, from, &lifecycle->states) {
            if (!move_starts_in(move, from))
                continue;
            if (!str_empty(move->to))
                add_arrow(to, from, move->to, move);
            LIST_EACH (const LifecycleTurn, turn, &move->turns)
                add_arrow(to, from, turn->to, move);
        }
    LIST_EACH (const LifecycleState, state, &lifecycle->states)
        if (state->end)
            buf_format(to, "    %.*s --> [*]\n", STRF(state->code));
    buf_add_c(to, "```\n");
}

/* ---- the tables ------------------------------------------------------------------------------ */

static void add_states(Buf *to, const Lifecycle *lifecycle)
{
    buf_add_c(to, "\n## 状态\n\n| 代码 | 名称 | 说明 |\n|---|---|---|\n");
    LIST_EACH (const LifecycleState, state, &lifecycle->states)
        buf_format(to, "| %.*s | %.*s | %s |\n", STRF(state->code), STRF(state->name),
                   state->end      ? "已办结，终点"
                   : state->done   ? "已办结"
                   : state->paused ? "计时停止"
                                   : "");
}

static void add_since(Buf *to, const Lifecycle *lifecycle, const Guard *guard)
{
    const LifecycleMove *move = lifecycle_move(lifecycle, guard->since);
    if (move)
        buf_format(to, "「%.*s」以后", STRF(move->name));
}

static void add_guard(Buf *to, const Lifecycle *lifecycle, const Guard *guard)
{
    const LifecycleMove *move = lifecycle_move(lifecycle, guard->name);
    Str name = move ? move->name : guard->name;
    long long number = guard->number;
    switch (guard->kind) {
    case GUARD_MADE_LESS:
        add_since(to, lifecycle, guard);
        buf_format(to, "「%.*s」少于%lld次", STRF(name), number);
        break;
    case GUARD_MADE_LEAST:
        add_since(to, lifecycle, guard);
        buf_format(to, "「%.*s」已有%lld次", STRF(name), number);
        break;
    case GUARD_BEFORE_DUE:
        buf_format(to, "%.*s期限没过", STRF(lifecycle_clock(lifecycle, guard->name)->name));
        break;
    case GUARD_BRANCHES:
        buf_add_c(to, "协办都已答复");
        break;
    case GUARD_REQUEST:
        buf_format(to, "申请 %.*s 在审", STRF(name));
        break;
    case GUARD_NO_REQUEST:
        buf_format(to, "申请 %.*s 不在审", STRF(name));
        break;
    case GUARD_DAYS_AT_MOST:
        buf_format(to, "至多%lld天", number);
        break;
    case GUARD_CLASS:
    case GUARD_LEVEL:
        buf_format(to, "限%.*s", STRF(name));
        break;
    case GUARD_NOT_CLASS:
        buf_format(to, "不是%.*s", STRF(name));
        break;
    case GUARD_BRANCH_OPEN:
        buf_add_c(to, "协办未了结");
        break;
    case GUARD_OTHER_THAN:
        buf_format(to, "不是「%.*s」的人", STRF(name));
        break;
    }
}

static void add_guards(Buf *to, const Lifecycle *lifecycle, const LifecycleMove *move)
{
    for (size_t i = 0; i < move->guards.count; i++) {
        buf_add_c(to, i ? "；" : "");
        add_guard(to, lifecycle, &move->guards.at[i]);
    }
    if (move->signatures > 1)
        buf_format(to, "%s%lld人会签", move->guards.count ? "；" : "", (long long)move->signatures);
    for (size_t i = 0; i < move->countersign.count; i++) {
        buf_add_c(to, i || move->guards.count ? "；" : "");
        add_guard(to, lifecycle, &move->countersign.at[i]);
        buf_add_c(to, "时两人会签");
    }
}

static void add_needs(Buf *to, const LifecycleMove *move)
{
    const char *between = "";
    for (size_t i = 0; i < ARRAY_LEN(need_names); i++) {
        if (!(move->needs & (1U << i)))
            continue;
        buf_format(to, "%s%s", between, need_names[i]);
        between = "、";
    }
    LIST_EACH (const Str, field, &move->fields) {
        buf_format(to, "%s`%.*s`", between, STRF(*field));
        between = "、";
    }
}

static void add_from_to(Buf *to, const Lifecycle *lifecycle, const LifecycleMove *move)
{
    for (size_t i = 0; i < move->from.count; i++)
        buf_format(to, "%s%.*s", i ? "、" : "",
                   STRF(str_equal_c(move->from.at[i], "*")
                            ? STR("任何未到终点的")
                            : state_name(lifecycle, move->from.at[i])));
    buf_format(to, " | %.*s",
               STRF(str_empty(move->to) ? STR("不变") : state_name(lifecycle, move->to)));
    LIST_EACH (const LifecycleTurn, turn, &move->turns) {
        buf_format(to, "；");
        add_guard(to, lifecycle, &turn->when);
        buf_format(to, "时%.*s", STRF(state_name(lifecycle, turn->to)));
    }
}

static void add_moves(Buf *to, const Lifecycle *lifecycle)
{
    buf_add_c(to, "\n## 动作\n\n| 代码 | 名称 | 从 | 到 | 谁 | 权限 | 要填 | 条件 |\n"
                  "|---|---|---|---|---|---|---|---|\n");
    LIST_EACH (const LifecycleMove, move, &lifecycle->moves) {
        buf_format(to, "| %.*s | %.*s | ", STRF(move->code), STRF(move->name));
        add_from_to(to, lifecycle, move);
        buf_format(to, " | %s | %.*s | ", party_names[move->by], STRF(move->may));
        add_needs(to, move);
        buf_add_c(to, " | ");
        add_guards(to, lifecycle, move);
        buf_add_c(to, " |\n");
    }
}

static void add_clocks(Buf *to, const Lifecycle *lifecycle)
{
    buf_add_c(to, "\n## 期限\n\n| 期限 | 类别 | 等级 | 多久 | 依据 |\n|---|---|---|---|---|\n");
    LIST_EACH (const LifecycleClock, clock, &lifecycle->clocks)
        LIST_EACH (const ClockRule, rule, &clock->rules) {
            buf_format(to, "| %.*s | %.*s | %.*s | ", STRF(clock->name),
                       STRF(str_empty(rule->class_code) ? STR("其他") : rule->class_code),
                       STRF(str_empty(rule->level) ? STR("任何") : rule->level));
            if (rule->none)
                buf_add_c(to, "不限");
            else if (rule->days)
                buf_format(to, "%lld个工作日", (long long)rule->days);
            else
                buf_format(to, "%lld%s", (long long)rule->minutes,
                           rule->around ? "分钟（昼夜）" : "个工作分钟");
            buf_format(to, " | %.*s |\n", STRF(rule->source));
        }
}

static void add_escalations(Buf *to, const Lifecycle *lifecycle)
{
    if (lifecycle->escalations.count)
        buf_add_c(to, "\n## 自动升级\n\n| 期限 | 何时 | 之后工作日 | 动作 | 说明 |\n"
                      "|---|---|---|---|---|\n");
    LIST_EACH (const Escalation, escalation, &lifecycle->escalations) {
        const char *when = str_equal_c(escalation->when, "overdue") ? "超期"
                           : str_equal_c(escalation->when, "near")  ? "临期"
                                                                    : "预警";
        buf_format(to, "| %.*s | %s | %lld | %.*s | %.*s |\n",
                   STRF(lifecycle_clock(lifecycle, escalation->clock)->name), when,
                   (long long)escalation->after,
                   STRF(lifecycle_move(lifecycle, escalation->move)->name), STRF(escalation->says));
    }
}

void lifecycle_diagram(Buf *to, const Lifecycle *lifecycle)
{
    buf_format(to, "# %.*s\n\n流程 `%.*s` 第%lld版，自", STRF(lifecycle->name),
               STRF(lifecycle->code), (long long)lifecycle->version);
    date_print(to, lifecycle->from);
    buf_add_c(to, "起收件的适用。依据：\n\n");
    LIST_EACH (const Str, source, &lifecycle->source)
        buf_format(to, "- %.*s\n", STRF(*source));
    buf_add_c(to, "\n");
    add_picture(to, lifecycle);
    add_states(to, lifecycle);
    add_moves(to, lifecycle);
    add_clocks(to, lifecycle);
    add_escalations(to, lifecycle);
}
