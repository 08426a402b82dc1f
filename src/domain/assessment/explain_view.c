#include "domain/assessment/explain_view.h"

#include "domain/assessment/explanation.h"

static const Field neighbour_fields[] = {
    FIELD(NeighbourView, rank, "名次", 0),
    FIELD(NeighbourView, unit, "单位", 0),
    FIELD(NeighbourView, total, "总分", FIELD_SPARSE),
    FIELD(NeighbourView, is_self, "本单位", 0),
};
static const Shape neighbour_shape = SHAPE(NeighbourView, neighbour_fields);

static const Field reference_fields[] = {
    FIELD(ReferenceView, unit, "单位", 0),
    FIELD(ReferenceView, value, "数值", FIELD_SPARSE),
    FIELD(ReferenceView, text, "说明", FIELD_SPARSE),
};
static const Shape reference_shape = SHAPE(ReferenceView, reference_fields);

static const Field step_fields[] = {
    FIELD(StepView, code, "编码", 0),
    FIELD(StepView, name, "名称", 0),
    FIELD(StepView, depth, "层级", 0),
    FIELD(StepView, text, "说明", 0),
    FIELD(StepView, formula, "公式", FIELD_SPARSE),
    FIELD(StepView, with_numbers, "代入", FIELD_SPARSE),
    FIELD(StepView, exact, "精确值", FIELD_SPARSE),
    FIELD(StepView, rounding, "取整", FIELD_SPARSE),
    FIELD(StepView, value, "得分", FIELD_SPARSE),
    FIELD_TEXTS(StepView, flags, "标记"),
    FIELD(StepView, note, "备注", FIELD_SPARSE),
};
static const Shape step_shape = SHAPE(StepView, step_fields);

static const Field source_fields[] = {
    FIELD(FigureSourceView, code, "编码", 0),
    FIELD(FigureSourceView, name, "数据", 0),
    FIELD(FigureSourceView, value, "数值", FIELD_SPARSE),
    FIELD(FigureSourceView, has_value, "有数据", 0),
    FIELD(FigureSourceView, table, "数据表", FIELD_SPARSE),
    FIELD(FigureSourceView, file, "文件", FIELD_SPARSE),
    FIELD_MAYBE(FigureSourceView, row, "行", 0),
    FIELD_MAYBE(FigureSourceView, import, "导入号", 0),
    FIELD_MAYBE(FigureSourceView, imported_at, "导入时间", 0),
    FIELD(FigureSourceView, counted, "计数", FIELD_SPARSE),
};
static const Shape source_shape = SHAPE(FigureSourceView, source_fields);

static const Field view_fields[] = {
    FIELD(ExplainView, period, "时期", 0),
    FIELD(ExplainView, scheme, "方案", 0),
    FIELD(ExplainView, scheme_name, "方案名称", 0),
    FIELD(ExplainView, unit, "单位", 0),
    FIELD(ExplainView, group, "组别", 0),
    FIELD(ExplainView, item, "指标", FIELD_SPARSE),
    FIELD(ExplainView, item_name, "指标名称", FIELD_SPARSE),
    FIELD(ExplainView, value, "得分", FIELD_SPARSE),
    FIELD_MAYBE(ExplainView, rank, "名次", 0),
    FIELD(ExplainView, legal, "依据", FIELD_SPARSE),
    FIELD_LIST(ExplainView, neighbours, "名次前后", &neighbour_shape),
    {.name = "reference",
     .label = "参照单位",
     .offset = offsetof(ExplainView, reference),
     .has_offset = offsetof(ExplainView, has_reference),
     .kind = FIELD_STRUCT,
     .flags = FIELD_OPTIONAL,
     .of = &reference_shape},
    FIELD_LIST(ExplainView, steps, "步骤", &step_shape),
    FIELD_LIST(ExplainView, inputs, "数据", &source_shape),
};
const Shape explain_view_shape = SHAPE(ExplainView, view_fields);

typedef struct Builder {
    Ctx *ctx;
    const AskedScore *asked;
    const Scheme *scheme;
    ExplainView *view;
    bool *seen; /* by item: each is told once, however often it is used */
} Builder;

/* ---- steps ------------------------------------------------------------------------------ */

/* The engine's lines under these labels, 「扣分：最多扣6，扣1分」, joined. */
static Str lines_of(Arena *arena, const Explanation *why, Str before, const char *const *labels)
{
    Buf text = buf_create(arena, 64 * KIB);
    buf_add(&text, before);
    LIST_EACH (const ExplainedLine, line, &why->lines)
        if (str_is_one_of(line->label, labels))
            buf_format(&text, "%s%.*s：%.*s", text.len ? "；" : "", STRF(line->label),
                       STRF(line->text));
    return buf_str(&text);
}

static void add_step(const Builder *builder, size_t score, int64_t depth, const Explanation *why)
{
    static const char *const spoken[] = {"目标", "扣分", "名额", "评定", "等次", NULL};
    static const char *const noted[] = {"假定", "缺项", "封顶", NULL};
    Arena *arena = builder->ctx->arena;
    const Scheme *scheme = builder->scheme;
    AssessValue value =
        assess_score(&builder->asked->result.result, builder->asked->subject, score);
    SchemeRounding rounding =
        score == SCHEME_TOTAL ? scheme->total.rounding : scheme->items.at[score].rounding;
    StepView step = {.code = why->code,
                     .name = why->name,
                     .depth = depth,
                     .text = lines_of(arena, why, why->rule, spoken),
                     .value = view_value(arena, value),
                     .flags = view_flags(arena, value.flags),
                     .note = lines_of(arena, why, STR(""), noted)};
    bool computed = !str_empty(why->numbers);
    if (!computed && str_empty(step.text) && value.present)
        step.text = STR("取导入的数值");
    if (computed) {
        step.formula = why->formula;
        step.with_numbers = why->numbers;
    }
    if (computed && value.present) {
        step.exact = why->exact;
        step.rounding =
            str_format(arena, "%s到%d位小数", rounding_label(rounding.mode), rounding.places);
    }
    *LIST_ADD(arena, &builder->view->steps) = step;
}

/* The score, then what it is made of. Recursion ends because each item is told once. */
static bool add_steps(const Builder *builder, size_t score, int64_t depth, Explanation *ret_why)
{
    const AskedScore *asked = builder->asked;
    Explanation why;
    if (!explain_score(builder->ctx, &asked->result.result, asked->subject, score, &why))
        return false;
    add_step(builder, score, depth, &why);
    LIST_EACH (const ExplainedPart, part, &why.parts) {
        size_t item = scheme_item(builder->scheme, part->code);
        Explanation unused;
        if (item == SCHEME_NONE || builder->seen[item])
            continue;
        builder->seen[item] = true;
        if (!add_steps(builder, item, depth + 1, &unused))
            return false;
    }
    *ret_why = why;
    return true;
}

/* ---- figures, neighbours, reference ----------------------------------------------------- */

static void add_source(const Builder *builder, const ExplainedInput *input)
{
    Arena *arena = builder->ctx->arena;
    const SchemeInput *known =
        &builder->scheme->inputs.at[scheme_input(builder->scheme, input->code)];
    FigureSourceView *view = LIST_ADD(arena, &builder->view->inputs);
    *view = (FigureSourceView){.code = input->code,
                               .name = input->name,
                               .has_value = input->has_value,
                               .table = known->table};
    if (input->has_value)
        view->value = decimal_str_least(arena, input->value, known->places);
    const Figure *figure = month_result_source(&builder->asked->result, input->source);
    if (figure)
        view->counted = figure->counted;
    if (!figure || str_empty(figure->file))
        return;
    view->file = figure->file;
    view->has_row = view->has_import = view->has_imported_at = true;
    view->row = figure->file_row;
    view->import = figure->import_id;
    view->imported_at = figure->imported_at;
}

static void add_neighbours(const Builder *builder, const Explanation *why)
{
    Arena *arena = builder->ctx->arena;
    NeighbourViewList *list = &builder->view->neighbours;
    NeighbourView self = {why->rank, why->subject, builder->view->value, true};
    bool placed = false;
    LIST_EACH (const ExplainedNeighbour, neighbour, &why->neighbours) {
        if (!placed && neighbour->rank >= why->rank) {
            *LIST_ADD(arena, list) = self;
            placed = true;
        }
        *LIST_ADD(arena, list) =
            (NeighbourView){neighbour->rank, neighbour->name, neighbour->text, false};
    }
    if (!placed)
        *LIST_ADD(arena, list) = self;
}

static void set_reference(const Builder *builder, const Explanation *why)
{
    LIST_EACH (const ExplainedReference, reference, &why->references) {
        if (str_empty(reference->subject))
            continue;
        Str where = STR("");
        const Figure *figure = month_result_source(&builder->asked->result, reference->source);
        if (figure)
            where = str_format(builder->ctx->arena, "（%.*s）",
                               STRF(figure_source_text(builder->ctx->arena, figure)));
        builder->view->has_reference = true;
        builder->view->reference = (ReferenceView){
            .unit = reference->subject,
            .value = reference->text,
            .text = str_format(builder->ctx->arena, "%.*s：%.*s %.*s%.*s", STRF(reference->name),
                               STRF(reference->subject), STRF(reference->text), STRF(where))};
        return;
    }
}

bool explain_view(Ctx *ctx, Period period, Str scheme, Str unit, Str item, ExplainView *ret)
{
    AskedScore asked;
    Explanation why;
    ExplainView view = {.period = period};
    if (!asked_score_find(ctx, period, scheme, unit, item, &asked))
        return false;
    Builder builder = {.ctx = ctx, .asked = &asked, .scheme = asked.result.scheme, .view = &view};
    builder.seen = NEW(ctx->arena, bool, builder.scheme->items.count + 1);
    if (!add_steps(&builder, asked.score, 0, &why))
        return false;
    view.scheme = why.scheme;
    view.scheme_name = why.scheme_name;
    view.unit = why.subject;
    view.group = why.group;
    view.item = asked.score == SCHEME_TOTAL ? STR("") : why.code;
    view.item_name = asked.score == SCHEME_TOTAL ? STR("") : why.name;
    view.value = view.steps.at[0].value;
    view.legal = why.legal_text;
    view.has_rank = why.rank > 0;
    view.rank = why.rank;
    if (view.has_rank)
        add_neighbours(&builder, &why);
    set_reference(&builder, &why);
    LIST_EACH (const ExplainedInput, input, &why.inputs)
        add_source(&builder, input);
    *ret = view;
    return true;
}
