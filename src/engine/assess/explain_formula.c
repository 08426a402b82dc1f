/* A formula as a person reads it: with names, and with the numbers put in. */
#include "engine/assess/explainer.h"

typedef struct Printer {
    const Explainer *explainer;
    const ProgramUnit *unit;
    bool numbers;
    Buf to;
} Printer;

static void print_node(Printer *printer, size_t index, int strength);

Str explain_exact(Arena *arena, Fraction value)
{
    Buf text = buf_create(arena, KIB);
    Fraction reduced;
    if (!fraction_make(value.num, value.den, &reduced))
        BUG("a value cannot be brought to lowest terms");
    fraction_print(&text, reduced);
    return buf_str(&text);
}

Str explain_value(Arena *arena, AssessValue value, Str measure)
{
    if (!value.present)
        return STR("空缺");
    return str_format(arena, "%.*s%.*s", STRF(decimal_str(arena, value.rounded, value.places)),
                      STRF(measure));
}

/* A number inside a formula; a sign or a fraction bar needs brackets there. */
static void print_value(Printer *printer, const Column *column, bool inside)
{
    if (column_absent(column, printer->explainer->row)) {
        buf_add_c(&printer->to, "空缺");
        return;
    }
    Fraction value = column_value(column, printer->explainer->row);
    Str text = explain_exact(printer->explainer->ctx->arena, value);
    bool brackets = inside && (value.num < 0 || str_contains(text, STR("/")));
    if (brackets)
        buf_add_c(&printer->to, "(");
    buf_add(&printer->to, text);
    if (brackets)
        buf_add_c(&printer->to, ")");
}

static const Column *register_of(const Printer *printer, size_t node)
{
    return &printer->explainer->evaluation.registers[printer->unit->first_register + node];
}

static Str name_of_node(const Scheme *scheme, const FormulaNode *node)
{
    switch (node->op) {
    case FORMULA_INPUT:
        return scheme->inputs.at[node->name].name;
    case FORMULA_ITEM:
        return scheme->items.at[node->name].name;
    default:
        return scheme->sections.at[node->name].name;
    }
}

bool explain_is_of_group(FormulaOp op)
{
    return op >= FORMULA_GROUP_MAX && op <= FORMULA_RANK;
}

/* min(min(a, b), c) is printed as it was written: min(a, b, c). */
static void print_operands(Printer *printer, const FormulaNode *node, FormulaOp folded)
{
    const FormulaNode *nodes = printer->unit->formula->nodes.at;
    for (size_t i = 0; i < node->operand_count; i++) {
        if (i > 0)
            buf_add_c(&printer->to, ", ");
        const FormulaNode *operand = &nodes[node->operands[i]];
        bool unfold =
            i == 0 && operand->op == folded &&
            (folded == FORMULA_MIN || folded == FORMULA_MAX || folded == FORMULA_COALESCE);
        if (unfold)
            print_operands(printer, operand, folded);
        else
            print_node(printer, node->operands[i], 0);
    }
}

static void print_function(Printer *printer, const FormulaNode *node)
{
    /* What stands inside is of others too: names, no numbers. */
    bool numbers = printer->numbers;
    printer->numbers = numbers && !explain_is_of_group(node->op);
    buf_add_c(&printer->to, formula_label(node->op));
    buf_add_c(&printer->to, "(");
    print_operands(printer, node, node->op);
    if (node->op == FORMULA_BAND)
        buf_format(&printer->to, ", %.*s",
                   STRF(printer->explainer->scheme->bands.at[node->name].name));
    if (node->op == FORMULA_ROUND)
        buf_format(&printer->to, ", %d位小数", node->places);
    if (node->op == FORMULA_RANK && node->ascending)
        buf_add_c(&printer->to, ", 低者在前");
    buf_add_c(&printer->to, ")");
    printer->numbers = numbers;
}

static void print_operator(Printer *printer, const FormulaNode *node, int strength)
{
    int own = formula_strength(node->op);
    bool brackets = own < strength;
    if (brackets)
        buf_add_c(&printer->to, "(");
    if (node->operand_count == 1) {
        buf_add_c(&printer->to, formula_label(node->op));
        print_node(printer, node->operands[0], own + 1);
    } else {
        print_node(printer, node->operands[0], own);
        buf_format(&printer->to, " %s ", formula_label(node->op));
        print_node(printer, node->operands[1], own + 1);
    }
    if (brackets)
        buf_add_c(&printer->to, ")");
}

/* Recursion is bounded by FORMULA_NODES_MAX. */
static void print_node(Printer *printer, size_t index, int strength)
{
    const FormulaNode *node = &printer->unit->formula->nodes.at[index];
    bool leaf = node->operand_count == 0;
    if (node->op == FORMULA_NUMBER)
        buf_add(&printer->to, node->text);
    else if (printer->numbers && explain_is_of_group(node->op) &&
             printer->explainer->result->narrowed)
        print_function(printer, node);
    else if (printer->numbers && (leaf || explain_is_of_group(node->op)))
        print_value(printer, register_of(printer, index), strength > 0);
    else if (leaf)
        buf_add(&printer->to, name_of_node(printer->explainer->scheme, node));
    else if (formula_is_operator(node->op))
        print_operator(printer, node, strength);
    else
        print_function(printer, node);
}

size_t explain_root(const Explainer *explainer, const ProgramUnit *unit)
{
    const FormulaNode *nodes = unit->formula->nodes.at;
    size_t root = unit->formula->nodes.count - 1;
    while (nodes[root].op == FORMULA_IF && nodes[nodes[root].operands[0]].op == FORMULA_PRESENT) {
        const FormulaNode *asked = &nodes[nodes[nodes[root].operands[0]].operands[0]];
        if (asked->op != FORMULA_INPUT)
            break;
        bool present = assess_figure(explainer->result, explainer->subject, asked->name).present;
        root = nodes[root].operands[present ? 1 : 2];
    }
    return root;
}

Str explain_node(const Explainer *explainer, const ProgramUnit *unit, size_t node, bool numbers)
{
    Printer printer = {.explainer = explainer,
                       .unit = unit,
                       .numbers = numbers,
                       .to = buf_create(explainer->ctx->arena, EXPLAINED_TEXT_MAX)};
    print_node(&printer, node, 0);
    return buf_str(&printer.to);
}

/* ---- sums ------------------------------------------------------------------------------- */

static Str name_of_part(const Scheme *scheme, const ProgramPart *part)
{
    return part->kind == UNIT_ITEM ? scheme->items.at[part->index].name
                                   : scheme->sections.at[part->index].name;
}

static bool is_capped(const Explainer *explainer, size_t unit)
{
    return (explainer->scores[unit].flags[explainer->row] & ASSESS_CAPPED) != 0;
}

static void print_sum(Printer *printer, const ProgramUnit *unit);

/* A section stands for its items, unless its cap makes it another number. */
static void print_part(Printer *printer, const ProgramPart *part)
{
    const Explainer *explainer = printer->explainer;
    const Program *program = explainer->scheme->program;
    if (!printer->numbers) {
        buf_add(&printer->to, name_of_part(explainer->scheme, part));
        return;
    }
    size_t unit = part->kind == UNIT_SECTION ? program->section_units[part->index] : SCHEME_NONE;
    if (unit == SCHEME_NONE || is_capped(explainer, unit) ||
        explainer->scheme->rounding_stage == ROUND_AT_SECTION) {
        print_value(printer, &explainer->evaluation.registers[part->used], true);
        return;
    }
    buf_add_c(&printer->to, "(");
    print_sum(printer, &program->units[unit]);
    buf_add_c(&printer->to, ")");
}

static bool is_left_out(const Explainer *explainer, const ProgramPart *part)
{
    return part->kind == UNIT_ITEM && part->missing == MISSING_REWEIGHT &&
           column_absent(&explainer->evaluation.registers[part->used], explainer->row);
}

/* Parts, without those left out, and the factor that makes up for them. */
static void print_sum(Printer *printer, const ProgramUnit *unit)
{
    const Explainer *explainer = printer->explainer;
    Decimal all = DECIMAL_ZERO;
    Decimal kept = DECIMAL_ZERO;
    bool any_left_out = false;
    for (size_t i = 0; i < unit->part_count; i++)
        any_left_out |= printer->numbers && is_left_out(explainer, &unit->parts[i]);
    if (any_left_out)
        buf_add_c(&printer->to, "(");
    bool first = true;
    for (size_t i = 0; i < unit->part_count; i++) {
        const ProgramPart *part = &unit->parts[i];
        all.millionths += part->points.millionths;
        if (printer->numbers && is_left_out(explainer, part))
            continue;
        kept.millionths += part->points.millionths;
        buf_add_c(&printer->to, first ? "" : " + ");
        print_part(printer, part);
        first = false;
    }
    if (!any_left_out)
        return;
    buf_add_c(&printer->to, ") × ");
    decimal_print_short(&printer->to, all);
    buf_add_c(&printer->to, " ÷ ");
    decimal_print_short(&printer->to, kept);
}

static Str print_unit(const Explainer *explainer, bool numbers)
{
    const ProgramUnit *unit = explainer->unit;
    if (unit->formula)
        return explain_node(explainer, unit, explain_root(explainer, unit), numbers);
    Printer printer = {.explainer = explainer,
                       .unit = unit,
                       .numbers = numbers,
                       .to = buf_create(explainer->ctx->arena, EXPLAINED_TEXT_MAX)};
    print_sum(&printer, unit);
    return buf_str(&printer.to);
}

void explain_formula(Explainer *explainer)
{
    Explanation *out = explainer->out;
    const Formula *formula = explainer->unit->formula;
    bool plain =
        formula && formula->nodes.at[explain_root(explainer, explainer->unit)].operand_count == 0;
    out->formula = print_unit(explainer, /* numbers= */ false);
    if (!plain)
        out->numbers = print_unit(explainer, /* numbers= */ true);
    AssessValue value = assess_score(explainer->result, explainer->subject, explainer->score);
    if (!value.present || explainer->veiled)
        return;
    Arena *arena = explainer->ctx->arena;
    out->exact = explain_exact(arena, value.exact);
    Decimal near;
    if (str_contains(out->exact, STR("/")) &&
        fraction_round(value.exact, DECIMAL_PLACES, ROUND_HALF_UP, &near))
        out->exact = str_format(arena, "%.*s ≈ %.*s", STRF(out->exact),
                                STRF(decimal_str(arena, near, DECIMAL_PLACES)));
}
