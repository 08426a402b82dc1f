/* What a move must have been given. */
#include "base/utf8.h"
#include "engine/flow/flow_case.h"

typedef struct NeedCheck {
    FlowCase *flow;
    const LifecycleMove *move;
    Problems problems;
} NeedCheck;

static void add_problem(NeedCheck *check, const char *field, Str message)
{
    problems_add(&check->problems, (Problem){.field = str_of(field), .message = message});
}

static void check_text(NeedCheck *check, unsigned need, const char *field, const char *label,
                       Str text, size_t runes_max)
{
    Arena *arena = check->flow->ctx->arena;
    if ((check->move->needs & need) && str_empty(str_trim(text)))
        add_problem(check, field, str_format(arena, "请填写%s", label));
    else if (utf8_count(text) > runes_max)
        add_problem(check, field, str_format(arena, "%s多于%zu字", label, runes_max));
}

static bool check_unit(NeedCheck *check, const char *field, int64_t unit_id)
{
    FlowCase *flow = check->flow;
    FlowUnitRow unit = {0};
    bool found;
    if (!flow_unit(flow->ctx, unit_id, &unit, &found))
        return false;
    if (!found)
        add_problem(check, field,
                    str_format(flow->ctx->arena, "没有编号为%lld的单位", (long long)unit_id));
    else if (unit.has_ended && unit.ended.days <= instant_date(flow->now).days)
        add_problem(check, field,
                    str_format(flow->ctx->arena, "「%.*s」已经撤并", STRF(unit.name)));
    return true;
}

static bool check_one_unit(NeedCheck *check, const FlowMove *asked)
{
    if (asked->unit_id == 0) {
        if (check->move->needs & NEED_UNIT)
            add_problem(check, "unit", STR("请选单位"));
        return true;
    }
    if (asked->unit_id == check->flow->matter.unit_id && check->move->by == PARTY_HOLDER &&
        move_has_effect(check->move, EFFECT_HAND_TO, (Str){0}))
        add_problem(check, "unit", STR("本来就在这个单位"));
    return check_unit(check, "unit", asked->unit_id);
}

/* One that has the matter, or assists already, cannot be asked to assist. */
static bool check_assisting(NeedCheck *check, int64_t unit_id, size_t listing,
                            const FlowUnitList *units)
{
    FlowCase *flow = check->flow;
    bool again = false;
    for (size_t i = 0; i < listing; i++)
        again |= units->at[i].unit_id == unit_id;
    LIST_EACH (const MatterBranch, branch, &flow->branches)
        again |= branch->unit_id == unit_id && str_equal_c(branch->state, "open");
    if (again)
        add_problem(check, "units", STR("有单位写了两遍，或已在协办"));
    if (unit_id == flow->matter.unit_id)
        add_problem(check, "units", STR("主办单位不能又作协办单位"));
    return check_unit(check, "units", unit_id);
}

static bool check_units(NeedCheck *check, const FlowMove *asked)
{
    if (asked->units.count == 0 && (check->move->needs & NEED_UNITS))
        add_problem(check, "units", STR("请选协办单位"));
    if (asked->units.count > FLOW_UNITS_MAX)
        add_problem(check, "units",
                    str_format(check->flow->ctx->arena, "协办单位多于%d个", FLOW_UNITS_MAX));
    if (asked->units.count == 0 || asked->units.count > FLOW_UNITS_MAX)
        return true;
    if (!case_branches(check->flow))
        return false;
    for (size_t i = 0; i < asked->units.count; i++)
        if (!check_assisting(check, asked->units.at[i].unit_id, i, &asked->units))
            return false;
    return true;
}

bool needs_check(FlowCase *self, const LifecycleMove *move, const FlowMove *asked)
{
    NeedCheck check = {.flow = self, .move = move, .problems = problems_create(self->ctx->arena)};
    check_text(&check, NEED_REASON, "reason", "理由", asked->reason, FLOW_REASON_RUNES_MAX);
    check_text(&check, NEED_BASIS, "basis", "依据", asked->basis, FLOW_REASON_RUNES_MAX);
    check_text(&check, NEED_WORDS, "words", "内容", asked->words, FLOW_WORDS_RUNES_MAX);
    check_text(&check, NEED_FIELDS, "fields", "各项", asked->fields, FLOW_WORDS_RUNES_MAX);
    if (asked->days < 0 || asked->days > DEADLINE_DAYS_MAX ||
        ((move->needs & NEED_DAYS) && asked->days == 0))
        add_problem(&check, "days",
                    str_format(self->ctx->arena, "请填写天数，1到%d个工作日", DEADLINE_DAYS_MAX));
    if (!check_one_unit(&check, asked) || !check_units(&check, asked))
        return false;
    if (check.problems.total == 0)
        return true;
    fail(self->ctx, FAIL_INVALID, "「%.*s」：%.*s", STRF(move->name),
         STRF(check.problems.at[0].message));
    return fail_problems(self->ctx, &check.problems);
}
