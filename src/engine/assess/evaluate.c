/* Running a program over the columns of one group. */
#include "engine/assess/program.h"

Evaluation evaluation_create(Ctx *ctx, const Scheme *scheme, const AssessInput *input,
                             size_t rows_max)
{
    size_t registers = scheme->program->register_count;
    return (Evaluation){.ctx = ctx,
                        .scheme = scheme,
                        .input = input,
                        .rows_max = rows_max,
                        .registers = NEW(ctx->arena, Column, registers),
                        .buffers = NEW(ctx->arena, ColumnBuffer, registers),
                        .which = NEW(ctx->arena, uint8_t, rows_max),
                        .state = NEW(ctx->arena, uint8_t, rows_max)};
}

static bool may_assume(const SchemeInput *figure, const AssessInput *input, size_t subject)
{
    if (!figure->has_assumed)
        return false;
    for (size_t i = 0; i < figure->assumed_when_count; i++) {
        if (!input->present[figure->assumed_when[i] * input->subject_count + subject])
            return false;
    }
    return true;
}

AssessFigure evaluation_figure(const Scheme *scheme, const AssessInput *input, size_t subject,
                               size_t index)
{
    size_t at = index * input->subject_count + subject;
    const SchemeInput *figure = &scheme->inputs.at[index];
    if (input->present[at])
        return (AssessFigure){.present = true,
                              .value = input->values[at],
                              .source = input->sources ? input->sources[at] : -1};
    if (may_assume(figure, input, subject))
        return (AssessFigure){
            .present = true, .assumed = true, .value = figure->assumed, .source = -1};
    return (AssessFigure){.source = -1};
}

static Column load_input(Evaluation *evaluation, size_t index)
{
    const AssessInput *input = evaluation->input;
    const SchemeInput *figure = &evaluation->scheme->inputs.at[index];
    const Decimal *values = input->values + index * input->subject_count;
    const bool *present = input->present + index * input->subject_count;
    Column column = column_new(&evaluation->work, false, DECIMAL_ONE);
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        size_t subject = evaluation->members[i];
        bool here = present[subject];
        column.num[i] = here ? values[subject].millionths : 0;
        column.state[i] = here ? 0 : ASSESS_MISSING;
        if (!here && may_assume(figure, input, subject)) {
            column.num[i] = figure->assumed.millionths;
            column.state[i] = ASSESS_ASSUMED;
        }
    }
    return column;
}

static Column pick_smaller(Evaluation *evaluation, Column a, Column b, int sign)
{
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        int compared = fraction_compare(column_value(&a, i), column_value(&b, i));
        evaluation->which[i] = compared * sign > 0;
        evaluation->state[i] = column_state(&a, i) | column_state(&b, i);
    }
    return column_pick(&evaluation->work, (Column[]){a, b}, 2, evaluation->which,
                       evaluation->state);
}

static Column pick_clamped(Evaluation *evaluation, Column x, Column low, Column high)
{
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        Fraction value = column_value(&x, i);
        Fraction least = column_value(&low, i);
        Fraction most = column_value(&high, i);
        bool over = fraction_compare(value, most) > 0;
        bool under = fraction_compare(over ? most : value, least) < 0;
        evaluation->which[i] = under ? 1 : over ? 2 : 0;
        evaluation->state[i] = column_state(&x, i) | column_state(&low, i) | column_state(&high, i);
    }
    return column_pick(&evaluation->work, (Column[]){x, low, high}, 3, evaluation->which,
                       evaluation->state);
}

static Column pick_if(Evaluation *evaluation, Column condition, Column a, Column b)
{
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        evaluation->which[i] = condition.num[column_row(&condition, i)] == 0;
        evaluation->state[i] = column_state(&condition, i);
    }
    return column_pick(&evaluation->work, (Column[]){a, b}, 2, evaluation->which,
                       evaluation->state);
}

static Column pick_present(Evaluation *evaluation, Column a, Column b)
{
    for (size_t i = 0; i < evaluation->work.rows; i++)
        evaluation->which[i] = column_absent(&a, i);
    return column_pick(&evaluation->work, (Column[]){a, b}, 2, evaluation->which, NULL);
}

static size_t band_step(const SchemeBand *band, Fraction value)
{
    size_t step = 0;
    while (step < band->step_count && fraction_compare(value, band->steps[step].at_least) < 0)
        step++;
    return step;
}

static Column pick_band(Evaluation *evaluation, const SchemeBand *band, Column x)
{
    Column choices[SCHEME_BAND_STEPS_MAX + 1];
    Int128 values[SCHEME_BAND_STEPS_MAX + 1];
    uint8_t present = 0;
    for (size_t i = 0; i <= band->step_count; i++) {
        Fraction value = i < band->step_count ? band->steps[i].value : band->otherwise;
        values[i] = value.num;
        choices[i] =
            (Column){.num = &values[i], .common = value.den, .state = &present, .scalar = true};
    }
    for (size_t i = 0; i < evaluation->work.rows; i++) {
        size_t step = band_step(band, column_value(&x, i));
        evaluation->which[i] = (uint8_t)step;
        evaluation->state[i] = column_state(&x, i);
        if (step == band->step_count && !band->has_otherwise)
            evaluation->state[i] |= ASSESS_NO_BAND;
    }
    return column_pick(&evaluation->work, choices, band->step_count + 1, evaluation->which,
                       evaluation->state);
}

/* The operations that choose among values: they cannot overflow. */
static Column pick_node(Evaluation *evaluation, const FormulaNode *node, Column a, Column b,
                        Column c)
{
    switch (node->op) {
    case FORMULA_MIN:
        return pick_smaller(evaluation, a, b, 1);
    case FORMULA_MAX:
        return pick_smaller(evaluation, a, b, -1);
    case FORMULA_CLAMP:
        return pick_clamped(evaluation, a, b, c);
    case FORMULA_IF:
        return pick_if(evaluation, a, b, c);
    case FORMULA_COALESCE:
        return pick_present(evaluation, a, b);
    case FORMULA_BAND:
        return pick_band(evaluation, &evaluation->scheme->bands.at[node->name], a);
    case FORMULA_AND:
    case FORMULA_OR:
        return column_logic(&evaluation->work, node->op, a, b);
    case FORMULA_NOT:
        return column_not(&evaluation->work, a);
    case FORMULA_PRESENT:
        return column_present(&evaluation->work, a);
    case FORMULA_RANK:
        return column_rank(&evaluation->work, a, node->ascending);
    default:
        return column_compare(&evaluation->work, node->op, a, b);
    }
}

static Column leaf(Evaluation *evaluation, const FormulaNode *node)
{
    const Program *program = evaluation->scheme->program;
    switch (node->op) {
    case FORMULA_NUMBER:
        return column_constant(&evaluation->work, node->constant);
    case FORMULA_INPUT:
        return evaluation->registers[node->name];
    case FORMULA_ITEM:
        return evaluation->registers[program->units[program->item_units[node->name]].used];
    default:
        return evaluation->registers[program->units[program->section_units[node->name]].used];
    }
}

static bool run_node(Evaluation *evaluation, const FormulaNode *node, const Column *registers,
                     Column *ret)
{
    ColumnWork *work = &evaluation->work;
    if (node->operand_count == 0) {
        *ret = leaf(evaluation, node);
        return true;
    }
    Column a = registers[node->operands[0]];
    Column b = registers[node->operands[1]]; /* the first node's when there is none */
    Column c = registers[node->operands[2]];
    switch (node->op) {
    case FORMULA_ADD:
        return column_add(work, a, b, ret);
    case FORMULA_SUB:
        return column_sub(work, a, b, ret);
    case FORMULA_MUL:
        return column_mul(work, a, b, ret);
    case FORMULA_DIV:
        return column_div(work, a, b, ret);
    case FORMULA_NEG:
        return column_neg(work, a, ret);
    case FORMULA_ROUND:
        return column_round(work, a, (SchemeRounding){node->rounding, node->places}, ret);
    case FORMULA_GROUP_MAX:
    case FORMULA_GROUP_MIN:
    case FORMULA_GROUP_SUM:
    case FORMULA_GROUP_MEAN:
    case FORMULA_GROUP_COUNT:
        return column_aggregate(work, node->op, a, ret);
    default:
        *ret = pick_node(evaluation, node, a, b, c);
        return true;
    }
}

static bool run_formula(Evaluation *evaluation, const ProgramUnit *unit, Column *ret)
{
    Column *registers = &evaluation->registers[unit->first_register];
    const FormulaNodeList *nodes = &unit->formula->nodes;
    for (size_t i = 0; i < nodes->count; i++) {
        evaluation->work.buffer = &evaluation->buffers[unit->first_register + i];
        if (!run_node(evaluation, &nodes->at[i], registers, &registers[i]))
            return false;
    }
    *ret = registers[nodes->count - 1];
    return true;
}

static bool fail_overflow(Evaluation *evaluation, const ProgramUnit *unit)
{
    const Scheme *scheme = evaluation->scheme;
    Str name = unit->kind == UNIT_ITEM      ? scheme->items.at[unit->index].name
               : unit->kind == UNIT_SECTION ? scheme->sections.at[unit->index].name
                                            : scheme->total.name;
    size_t subject = evaluation->members[evaluation->work.failed_row];
    fail(evaluation->ctx, FAIL_OVERFLOW, "「%.*s」的「%.*s」算不出来：数值超出可精确计算的范围",
         STRF(evaluation->input->subjects[subject].name), STRF(name));
    fail_hint(evaluation->ctx, "请核对原始数据的单位和位数，或在公式中先用 round 取整");
    return false;
}

bool evaluation_run(Evaluation *evaluation, const size_t *members, size_t rows,
                    ScoreColumn *ret_scores)
{
    const Program *program = evaluation->scheme->program;
    evaluation->members = members;
    evaluation->work = (ColumnWork){
        .arena = evaluation->ctx->arena, .rows = rows, .rows_max = evaluation->rows_max};
    for (size_t i = 0; i < evaluation->scheme->inputs.count; i++) {
        evaluation->work.buffer = &evaluation->buffers[i];
        evaluation->registers[i] = load_input(evaluation, i);
    }
    for (size_t i = 0; i < program->unit_count; i++) {
        const ProgramUnit *unit = &program->units[i];
        Column raw;
        if (!(unit->formula ? run_formula(evaluation, unit, &raw)
                            : evaluation_sum(evaluation, unit, &raw)) ||
            !evaluation_settle(evaluation, unit, raw, &ret_scores[i]))
            return fail_overflow(evaluation, unit);
    }
    return true;
}
