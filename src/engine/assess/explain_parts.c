/* The figures, components and group values on which a score rests. */
#include "engine/assess/explainer.h"

/* ---- figures ---------------------------------------------------------------------------- */

/* Recursion is bounded by FORMULA_NODES_MAX. */
static void mark_node(const Program *program, const Formula *formula, size_t index, bool *units,
                      bool *inputs)
{
    const FormulaNode *node = &formula->nodes.at[index];
    if (node->op == FORMULA_INPUT)
        inputs[node->name] = true;
    else if (node->op == FORMULA_ITEM)
        units[program->item_units[node->name]] = true;
    else if (node->op == FORMULA_SECTION)
        units[program->section_units[node->name]] = true;
    for (size_t i = 0; i < node->operand_count; i++)
        mark_node(program, formula, node->operands[i], units, inputs);
}

/* Marks what one unit rests on directly; an item's figure of its own name counts too. */
static void mark_needs(const Explainer *explainer, const ProgramUnit *unit, bool *units,
                       bool *inputs)
{
    const Program *program = explainer->scheme->program;
    for (size_t i = 0; i < unit->part_count; i++) {
        const ProgramPart *part = &unit->parts[i];
        units[part->kind == UNIT_ITEM ? program->item_units[part->index]
                                      : program->section_units[part->index]] = true;
    }
    if (unit->formula)
        mark_node(program, unit->formula, explain_root(explainer, unit), units, inputs);
}

static ExplainedInput explained_input(const Explainer *explainer, size_t index)
{
    const SchemeInput *input = &explainer->scheme->inputs.at[index];
    AssessFigure figure = assess_figure(explainer->result, explainer->subject, index);
    Arena *arena = explainer->ctx->arena;
    Buf text = buf_create(arena, KIB);
    if (figure.present) {
        decimal_print_short(&text, figure.value);
        buf_add(&text, input->measure);
    } else {
        buf_add_c(&text, "空缺");
    }
    return (ExplainedInput){.code = input->code,
                            .name = input->name,
                            .text = buf_str(&text),
                            .has_value = figure.present,
                            .value = figure.value,
                            .note = figure.assumed ? input->assumed_note : (Str){0},
                            .source = figure.source};
}

/* Marks all that the score rests on, at any step. */
static void mark_all_needs(const Explainer *explainer, bool *units, bool *inputs)
{
    const Program *program = explainer->scheme->program;
    size_t start = (size_t)(explainer->unit - program->units);
    units[start] = true;
    for (size_t i = start + 1; i > 0; i--) { /* a unit rests on earlier ones only */
        if (units[i - 1])
            mark_needs(explainer, &program->units[i - 1], units, inputs);
    }
}

bool explain_rests_on_others(const Explainer *explainer)
{
    const Program *program = explainer->scheme->program;
    bool *units = NEW(explainer->ctx->arena, bool, program->unit_count);
    bool *inputs = NEW(explainer->ctx->arena, bool, explainer->scheme->inputs.count);
    mark_all_needs(explainer, units, inputs);
    for (size_t i = 0; i < program->unit_count; i++) {
        const Formula *formula = units[i] ? program->units[i].formula : NULL;
        for (size_t n = 0; formula && n < formula->nodes.count; n++)
            if (explain_is_of_group(formula->nodes.at[n].op))
                return true;
    }
    return false;
}

void explain_inputs(Explainer *explainer)
{
    const Scheme *scheme = explainer->scheme;
    Arena *arena = explainer->ctx->arena;
    bool *units = NEW(arena, bool, scheme->program->unit_count);
    bool *inputs = NEW(arena, bool, scheme->inputs.count);
    mark_all_needs(explainer, units, inputs);
    for (size_t i = 0; i < scheme->inputs.count; i++) {
        if (inputs[i])
            *LIST_ADD(arena, &explainer->out->inputs) = explained_input(explainer, i);
    }
}

/* ---- components ------------------------------------------------------------------------- */

static Str part_note(const Explainer *explainer, const SchemeItem *item, unsigned flags)
{
    Arena *arena = explainer->ctx->arena;
    const char *why = flags & ASSESS_DIVIDED_BY_ZERO ? "除数为零"
                      : flags & ASSESS_NO_BAND       ? "不在任何一档"
                                                     : "数据空缺";
    if (flags & (ASSESS_FILLED | ASSESS_LEFT_OUT))
        return str_format(arena, "%s，%s", why, missing_rule_label(item->missing));
    if (flags & STATE_ABSENT)
        return str_of(why);
    if (flags & ASSESS_CAPPED)
        return STR("已封顶");
    if (flags & ASSESS_OFF_TARGET)
        return STR("未达目标");
    if (flags & ASSESS_ASSUMED)
        return STR("含假定的数据");
    return (Str){0};
}

Str explain_limit(const Explainer *explainer, const SchemeItem *item)
{
    static const char *const words[] = {
        [SECTION_BASE] = "满分", [SECTION_BONUS] = "最多加", [SECTION_PENALTY] = "最多扣"};
    if (!item->has_points)
        return (Str){0};
    SectionKind kind = item->section == SCHEME_NONE
                           ? SECTION_BASE
                           : explainer->scheme->sections.at[item->section].kind;
    Buf text = buf_create(explainer->ctx->arena, KIB);
    buf_add_c(&text, words[kind]);
    decimal_print_short(&text, item->points);
    return buf_str(&text);
}

static void add_part(Explainer *explainer, size_t index)
{
    const Scheme *scheme = explainer->scheme;
    const SchemeItem *item = &scheme->items.at[index];
    Arena *arena = explainer->ctx->arena;
    AssessValue value = assess_item(explainer->result, explainer->subject, index);
    Buf points = buf_create(arena, KIB);
    if (item->has_points)
        decimal_print_short(&points, item->points);
    Str section = {0};
    if (item->section != SCHEME_NONE)
        section = scheme->sections.at[item->section].code;
    *LIST_ADD(arena, &explainer->out->parts) = (ExplainedPart){
        .code = item->code,
        .name = item->name,
        .section = section,
        .text = explain_value(arena, value, item->measure),
        .points = buf_str(&points),
        .limit = explain_limit(explainer, item),
        .note = part_note(explainer, item, value.flags),
    };
}

void explain_components(Explainer *explainer)
{
    const Scheme *scheme = explainer->scheme;
    bool *units = NEW(explainer->ctx->arena, bool, scheme->program->unit_count);
    bool *inputs = NEW(explainer->ctx->arena, bool, scheme->inputs.count);
    mark_needs(explainer, explainer->unit, units, inputs);
    for (size_t i = 0; i < scheme->items.count; i++) {
        const SchemeItem *item = &scheme->items.at[i];
        bool in_section = item->section != SCHEME_NONE && item->parent == SCHEME_NONE &&
                          units[scheme->program->section_units[item->section]];
        if (in_section || units[scheme->program->item_units[i]])
            add_part(explainer, i);
    }
}

/* ---- values of the group ---------------------------------------------------------------- */

typedef struct Holders {
    Buf names;
    size_t first; /* a row */
    size_t count;
} Holders;

#define HOLDERS_NAMED_MAX 5

static void add_holder(const Explainer *explainer, Holders *holders, size_t row)
{
    const AssessSubject *subject = &explainer->result->input->subjects[explainer->members[row]];
    if (holders->count == 0)
        holders->first = row;
    else if (holders->count < HOLDERS_NAMED_MAX)
        buf_add_c(&holders->names, "、");
    if (holders->count < HOLDERS_NAMED_MAX)
        buf_add(&holders->names, subject->name);
    else if (holders->count == HOLDERS_NAMED_MAX)
        buf_add_c(&holders->names, "等");
    holders->count++;
}

static void explain_reference(Explainer *explainer, const FormulaNode *node, size_t index)
{
    const Column *registers = &explainer->evaluation.registers[explainer->unit->first_register];
    const Column *all = &registers[node->operands[0]];
    const Column *value = &registers[index];
    const FormulaNode *operand = &explainer->unit->formula->nodes.at[node->operands[0]];
    Arena *arena = explainer->ctx->arena;
    bool best = node->op == FORMULA_GROUP_MAX || node->op == FORMULA_GROUP_MIN;
    Holders holders = {.names = buf_create(arena, EXPLAINED_TEXT_MAX)};
    int64_t count = 0;
    for (size_t i = 0; i < explainer->rows; i++) {
        if (column_absent(all, i))
            continue;
        count++;
        if (best && fraction_compare(column_value(all, i), column_value(value, i)) == 0)
            add_holder(explainer, &holders, i);
    }
    ExplainedReference reference = {
        .name =
            str_format(arena, "%s「%.*s」", formula_label(node->op),
                       STRF(explain_node(explainer, explainer->unit, node->operands[0], false))),
        .text = column_absent(value, explainer->row)
                    ? STR("空缺")
                    : explain_exact(arena, column_value(value, explainer->row)),
        .subject = buf_str(&holders.names),
        .count = count,
        .source = -1,
    };
    if (holders.count > 0) {
        size_t holder = explainer->members[holders.first];
        reference.subject_id = explainer->result->input->subjects[holder].id;
        if (operand->op == FORMULA_INPUT)
            reference.source = assess_figure(explainer->result, holder, operand->name).source;
    }
    *LIST_ADD(arena, &explainer->out->references) = reference;
}

void explain_references(Explainer *explainer)
{
    const Formula *formula = explainer->result->narrowed ? NULL : explainer->unit->formula;
    for (size_t i = 0; formula && i < formula->nodes.count; i++) {
        const FormulaNode *node = &formula->nodes.at[i];
        if (explain_is_of_group(node->op))
            explain_reference(explainer, node, i);
    }
}
