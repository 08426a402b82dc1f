/* A scheme as it would be with other full marks. */
#include "engine/assess/program.h"

#define POINTS_MAX 1000

static uint16_t add_node(Arena *arena, Formula *formula, FormulaNode node)
{
    *LIST_ADD(arena, &formula->nodes) = node;
    return (uint16_t)(formula->nodes.count - 1);
}

static uint16_t add_number(Arena *arena, Formula *formula, Decimal value)
{
    Buf text = buf_create(arena, 64);
    decimal_print_short(&text, value);
    return add_node(arena, formula,
                    (FormulaNode){.op = FORMULA_NUMBER,
                                  .type = FORMULA_IS_NUMBER,
                                  .constant = fraction_of_decimal(value),
                                  .text = buf_str(&text)});
}

static uint16_t add_operation(Arena *arena, Formula *formula, FormulaOp op, uint16_t left,
                              uint16_t right)
{
    return add_node(
        arena, formula,
        (FormulaNode){
            .op = op, .type = FORMULA_IS_NUMBER, .operands = {left, right}, .operand_count = 2});
}

/* (what it was) × after ÷ before, as further nodes of a copy. */
static void scale(Arena *arena, Formula *formula, Decimal before, Decimal after)
{
    FormulaNodeList nodes = {0};
    LIST_EACH (const FormulaNode, node, &formula->nodes)
        *LIST_ADD(arena, &nodes) = *node;
    formula->nodes = nodes;
    uint16_t result = (uint16_t)(nodes.count - 1);
    uint16_t times = add_number(arena, formula, after);
    uint16_t product = add_operation(arena, formula, FORMULA_MUL, result, times);
    uint16_t divisor = add_number(arena, formula, before);
    (void)add_operation(arena, formula, FORMULA_DIV, product, divisor);
}

static void widen(Scheme *scheme, const SchemeItem *item, int64_t by)
{
    if (item->section == SCHEME_NONE || item->parent != SCHEME_NONE)
        return;
    SchemeSection *section = &scheme->sections.at[item->section];
    section->points.millionths += by;
    section->cap.millionths += by;
}

static bool reweigh(Ctx *ctx, Scheme *scheme, const SchemeWeight *weight)
{
    size_t index;
    if (!scheme_find_score(ctx, scheme, weight->item, &index))
        return false;
    SchemeItem *item = index == SCHEME_TOTAL ? NULL : &scheme->items.at[index];
    if (!item || !item->has_points || item->formula.nodes.count == 0)
        return fail(ctx, FAIL_INVALID, "「%.*s」没有自己的满分，不能改权重", STRF(weight->item));
    if (weight->points.millionths <= 0 || weight->points.millionths > POINTS_MAX * DECIMAL_ONE) {
        fail(ctx, FAIL_INVALID, "「%.*s」的满分不对", STRF(item->name));
        return fail_hint(ctx, "大于0，不超过%d", POINTS_MAX);
    }
    if (item->formula.nodes.count + 4 > FORMULA_NODES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "「%.*s」的公式太长，不能改权重", STRF(item->name));
    scale(ctx->arena, &item->formula, item->points, weight->points);
    widen(scheme, item, weight->points.millionths - item->points.millionths);
    item->points = weight->points;
    return true;
}

bool scheme_reweighted(Ctx *ctx, const Scheme *scheme, const SchemeWeightList *weights,
                       const Scheme **ret)
{
    Scheme *copy = NEW(ctx->arena, Scheme, 1);
    *copy = *scheme;
    copy->items = (SchemeItemList){0};
    copy->sections = (SchemeSectionList){0};
    LIST_EACH (const SchemeItem, item, &scheme->items)
        *LIST_ADD(ctx->arena, &copy->items) = *item;
    LIST_EACH (const SchemeSection, section, &scheme->sections)
        *LIST_ADD(ctx->arena, &copy->sections) = *section;
    LIST_EACH (const SchemeWeight, weight, weights)
        if (!reweigh(ctx, copy, weight))
            return false;
    if (!program_compile(ctx, copy, &copy->program))
        return false;
    *ret = copy;
    return true;
}
