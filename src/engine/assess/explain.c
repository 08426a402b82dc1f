#include "engine/assess/explainer.h"

static const Field input_fields[] = {
    FIELD(ExplainedInput, code, "代码", 0),
    FIELD(ExplainedInput, name, "数据", 0),
    FIELD(ExplainedInput, text, "数值", 0),
    FIELD_MAYBE(ExplainedInput, value, "准确数值", 0, .places = -1),
    FIELD(ExplainedInput, note, "说明", 0),
    FIELD(ExplainedInput, source, "来源编号", 0),
    FIELD(ExplainedInput, where, "来源", 0),
};
static const Shape input_shape = SHAPE(ExplainedInput, input_fields);

static const Field part_fields[] = {
    FIELD(ExplainedPart, code, "代码", 0),    FIELD(ExplainedPart, name, "指标", 0),
    FIELD(ExplainedPart, section, "类别", 0), FIELD(ExplainedPart, text, "得分", 0),
    FIELD(ExplainedPart, points, "满分", 0),  FIELD(ExplainedPart, limit, "限度", 0),
    FIELD(ExplainedPart, note, "说明", 0),
};
static const Shape part_shape = SHAPE(ExplainedPart, part_fields);

static const Field reference_fields[] = {
    FIELD(ExplainedReference, name, "参照", 0),
    FIELD(ExplainedReference, text, "数值", 0),
    FIELD(ExplainedReference, subject, "所属", 0),
    FIELD(ExplainedReference, subject_id, "所属编号", 0),
    FIELD(ExplainedReference, count, "有数值的个数", 0),
    FIELD(ExplainedReference, source, "来源编号", 0),
    FIELD(ExplainedReference, where, "来源", 0),
};
static const Shape reference_shape = SHAPE(ExplainedReference, reference_fields);

static const Field neighbour_fields[] = {
    FIELD(ExplainedNeighbour, relation, "关系", 0),
    FIELD(ExplainedNeighbour, rank, "名次", 0),
    FIELD(ExplainedNeighbour, name, "名称", 0),
    FIELD(ExplainedNeighbour, subject_id, "编号", 0),
    FIELD(ExplainedNeighbour, text, "得分", 0),
    FIELD(ExplainedNeighbour, difference, "相差", 0),
};
static const Shape neighbour_shape = SHAPE(ExplainedNeighbour, neighbour_fields);

static const Field line_fields[] = {
    FIELD(ExplainedLine, label, "步骤", 0),
    FIELD(ExplainedLine, text, "内容", 0),
};
static const Shape line_shape = SHAPE(ExplainedLine, line_fields);

static const Field explanation_fields[] = {
    FIELD(Explanation, scheme, "方案代码", 0),
    FIELD(Explanation, scheme_name, "方案", 0),
    FIELD(Explanation, subject, "名称", 0),
    FIELD(Explanation, subject_id, "编号", 0),
    FIELD(Explanation, group, "分组", 0),
    FIELD(Explanation, code, "代码", 0),
    FIELD(Explanation, name, "指标", 0),
    FIELD_MAYBE(Explanation, value, "数值", 0, .places = -1),
    FIELD(Explanation, text, "得分", 0),
    FIELD(Explanation, formula, "公式", 0),
    FIELD(Explanation, numbers, "代入", 0),
    FIELD(Explanation, exact, "精确值", 0),
    FIELD(Explanation, rule, "规则原文", 0),
    FIELD_LIST(Explanation, lines, "步骤", &line_shape),
    FIELD_LIST(Explanation, inputs, "数据", &input_shape),
    FIELD_LIST(Explanation, parts, "构成", &part_shape),
    FIELD_LIST(Explanation, references, "本组参照", &reference_shape),
    FIELD(Explanation, rank, "名次", 0),
    FIELD(Explanation, ranked_count, "参与排名的个数", 0),
    FIELD(Explanation, rank_text, "排名", 0),
    FIELD_LIST(Explanation, neighbours, "名次前后", &neighbour_shape),
    FIELD(Explanation, legal_text, "依据", 0),
};
const Shape explanation_shape = SHAPE(Explanation, explanation_fields);

static const AssessGroup *group_of(const AssessResult *result, size_t subject, size_t *ret_row)
{
    for (size_t g = 0; g < result->all.group_count; g++) {
        const AssessGroup *group = &result->all.groups[g];
        for (size_t i = 0; i < group->count; i++) {
            if (result->all.listing[group->first + i] == subject) {
                *ret_row = i;
                return group;
            }
        }
    }
    return NULL;
}

static Str join(Arena *arena, const SchemeStrList *texts)
{
    Buf joined = buf_create(arena, EXPLAINED_TEXT_MAX);
    for (size_t i = 0; i < texts->count; i++)
        buf_format(&joined, "%s%.*s", i > 0 ? "；" : "", STRF(texts->at[i]));
    return buf_str(&joined);
}

static Explanation head_of(Explainer *explainer)
{
    const Scheme *scheme = explainer->scheme;
    const AssessSubject *subject = &explainer->result->input->subjects[explainer->subject];
    bool is_total = explainer->score == SCHEME_TOTAL;
    const SchemeItem *item = is_total ? NULL : &scheme->items.at[explainer->score];
    AssessValue value = assess_score(explainer->result, explainer->subject, explainer->score);
    return (Explanation){
        .scheme = scheme->code,
        .scheme_name = scheme->name,
        .subject = subject->name,
        .subject_id = subject->id,
        .group = subject->group,
        .code = is_total ? scheme->total.code : item->code,
        .name = is_total ? scheme->total.name : item->name,
        .has_value = value.present,
        .value = value.rounded,
        .text = explain_value(explainer->ctx->arena, value,
                              is_total ? scheme->total.measure : item->measure),
        .rule = is_total ? scheme->total.formula_note : item->formula_note,
        .legal = scheme->legal_sources,
        .legal_text = join(explainer->ctx->arena, &scheme->legal_sources),
    };
}

/* Evaluates the subject's group once more, to have every step at hand. */
static bool prepare(Explainer *explainer)
{
    const AssessResult *result = explainer->result;
    const Scheme *scheme = explainer->scheme;
    Ctx *ctx = explainer->ctx;
    if (explainer->score == SCHEME_TOTAL && !scheme->total.exists) {
        fail(ctx, FAIL_NOT_FOUND, "方案「%.*s」没有总分", STRF(scheme->name));
        return fail_hint(ctx, "请指明一个指标");
    }
    const AssessGroup *group = group_of(result, explainer->subject, &explainer->row);
    if (!group || !assess_shown(result, explainer->subject)) {
        fail(ctx, FAIL_NOT_FOUND, "「%.*s」没有列入方案「%.*s」的结果",
             STRF(result->input->subjects[explainer->subject].name), STRF(scheme->name));
        return fail_hint(ctx, "它没有该方案的任何数据，或不属于该方案适用的分组");
    }
    const Program *program = scheme->program;
    explainer->members = result->all.listing + group->first;
    explainer->rows = group->count;
    explainer->unit =
        &program->units[explainer->score == SCHEME_TOTAL ? program->total_unit
                                                         : program->item_units[explainer->score]];
    explainer->veiled = result->narrowed && explain_rests_on_others(explainer);
    explainer->scores = NEW(ctx->arena, ScoreColumn, program->unit_count);
    explainer->evaluation = evaluation_create(ctx, scheme, result->input, group->count);
    return evaluation_run(&explainer->evaluation, explainer->members, group->count,
                          explainer->scores);
}

bool explain_score(Ctx *ctx, const AssessResult *result, size_t subject, size_t score,
                   Explanation *ret)
{
    Explanation explanation;
    Explainer explainer = {.ctx = ctx,
                           .result = result,
                           .scheme = result->scheme,
                           .subject = subject,
                           .score = score,
                           .out = &explanation};
    if (!prepare(&explainer))
        return false;
    explanation = head_of(&explainer);
    explain_formula(&explainer);
    explain_inputs(&explainer);
    explain_components(&explainer);
    explain_references(&explainer);
    explain_lines(&explainer);
    explain_rank(&explainer);
    *ret = explanation;
    return true;
}
