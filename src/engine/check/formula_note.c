#include "engine/check/formula_note.h"
#include "engine/check/formula_node.h"
#include "engine/check/range.h"

#define SAMPLE_ROWS 64

typedef struct Use {
    const CheckTable *table;
    NoteFormula *formula;
} Use;

static void add_column(const Use *use, size_t column)
{
    NoteFormula *formula = use->formula;
    for (size_t i = 0; i < formula->column_count; i++)
        if (formula->columns[i] == column)
            return;
    formula->columns[formula->column_count++] = column;
}

/* Notes the columns a tree reads; `columns` has room for all of the table. */
static void add_columns(const Use *use, const FormulaNode *node)
{
    if (!node)
        return;
    if (node->kind == NODE_COLUMN) {
        add_column(use, node->column);
        use->formula->entries_only |= node->aggregate != AGGREGATE_NONE;
        return;
    }
    add_columns(use, node->left);
    add_columns(use, node->right);
}

/* In how many rows of a sample the printed figure is among what the formula gives. */
static void count_fits(const NoteFormula *formula, const CheckTable *table, size_t *ret_fits,
                       size_t *ret_asked)
{
    const CheckColumn *target = &table->columns[formula->target];
    size_t step = table->row_count / SAMPLE_ROWS + 1;
    size_t fits = 0;
    size_t asked = 0;
    for (size_t row = 0; row < table->row_count; row += step) {
        Figure printed = table_figure(table, row, formula->target);
        Range range;
        if (!figure_is_number(printed) || !note_formula_range(formula, table, row, &range))
            continue;
        printed.places = target->places;
        asked++;
        fits += range_meets(range, figure_range(printed, target->rounded));
    }
    *ret_fits = fits;
    *ret_asked = asked;
}

/* Papers write 满意度×0.3 both of 0.985 and of 98.5 (%). The strict reading holds unless most rows
 * speak for another. */
static void choose_percent_use(NoteFormula *formula, const CheckTable *table)
{
    static const PercentUse uses[] = {PERCENTS_AS_FRACTIONS, PERCENTS_AS_NUMBERS, PERCENTS_BY_NAME};
    PercentUse best = PERCENTS_AS_FRACTIONS;
    size_t best_fits = 0;
    for (size_t i = 0; i < ARRAY_LEN(uses); i++) {
        size_t fits;
        size_t asked;
        formula->percents = uses[i];
        count_fits(formula, table, &fits, &asked);
        if (i == 0 || fits > best_fits) {
            best = uses[i];
            best_fits = fits;
        }
        if (2 * fits >= asked)
            break;
    }
    formula->percents = best;
}

static bool has_target(const NoteFormulaList *found, size_t from, size_t target)
{
    for (size_t i = from; i < found->count; i++)
        if (found->at[i].target == target)
            return true;
    return false;
}

static void add_formula(FormulaBinder *binder, FormulaStatement *statement, size_t target,
                        Str source, NoteFormulaList *to)
{
    const CheckTable *table = binder->table;
    const FormulaNode *root = formula_bind(binder, statement);
    /* A number or another column alone explains a name; it computes nothing. */
    if (!root || root->unbounded || !root->left)
        return;
    NoteFormula formula = {.text = statement->text,
                           .source = source,
                           .target = target,
                           .columns = NEW(table->arena, size_t, table->column_count),
                           .bounds_only = root->has_unknown,
                           .root = root};
    Use use = {table, &formula};
    add_columns(&use, root);
    for (size_t i = 0; i < formula.column_count; i++)
        if (formula.columns[i] == target)
            return;
    if (formula.column_count == 0)
        return;
    choose_percent_use(&formula, table);
    *LIST_ADD(table->arena, to) = formula;
}

void note_formulas_find(const CheckTable *table, Str text, Str source, NoteFormulaList *to)
{
    if (table->heads_unsure || table->column_count == 0 ||
        (str_find_byte(text, '=') == STR_NONE && !str_contains(text, STR("＝"))))
        return;
    FormulaBinder binder;
    size_t from = to->count;
    formula_binder_start(&binder, table, text);
    for (size_t i = 0; i < binder.statements.count; i++) {
        FormulaStatement *statement = &binder.statements.at[i];
        size_t target = formula_bind_target(&binder, statement->target);
        /* A second name of a column whose formula is found already would give it again. */
        bool again = statement->root->kind == NODE_NAME && has_target(to, from, target);
        if (target != SIZE_MAX && !again)
            add_formula(&binder, statement, target, source, to);
    }
}
