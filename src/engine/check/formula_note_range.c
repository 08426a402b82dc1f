/* What a bound formula gives for a row. */
#include "engine/check/formula_node.h"
#include "engine/check/range.h"

/* Over fewer entries an aggregate is found anew each time: figures are mended in between. */
#define CACHED_FROM_ROWS 2000

typedef struct Evaluation {
    const CheckTable *table;
    PercentUse percents;
    size_t row;
} Evaluation;

/* 主动评价占业务申办比例: counts in percent even where no % is printed. */
static bool counts_in_percent(Str name)
{
    return (str_ends(name, STR("率")) && !str_ends(name, STR("效率"))) ||
           str_ends(name, STR("比例")) || str_ends(name, STR("占比")) ||
           str_ends(name, STR("比重"));
}

bool formula_column_is_percent(const CheckColumn *column, PercentUse percents)
{
    switch (percents) {
    case PERCENTS_AS_FRACTIONS:
        return column->percent;
    case PERCENTS_AS_NUMBERS:
        return false;
    default:
        return column->percent || (!column->has_maximum && counts_in_percent(column->name));
    }
}

static Range column_figure(const CheckColumn *column, Figure figure)
{
    figure.places = column->places;
    return figure_range(figure, column->rounded);
}

static bool is_entry_figure(const CheckTable *table, size_t row, size_t column)
{
    return table->rows[row].kind == ROW_ENTRY && figure_is_number(table_figure(table, row, column));
}

static bool same_figure(Figure a, Figure b)
{
    return a.kind == b.kind && a.value.millionths == b.value.millionths;
}

/* A single figure may have been changed since for a trial: the one at the extreme, or the one of
 * the row that is asked for. */
static bool cache_is_good(const AggregateCache *cache, const FormulaNode *node,
                          const Evaluation *at)
{
    const CheckTable *table = at->table;
    if (!cache->valid || cache->mend_count != table->mends.count ||
        table->row_count < CACHED_FROM_ROWS)
        return false;
    if (node->aggregate == AGGREGATE_SUM || node->aggregate == AGGREGATE_MEAN)
        return true;
    if (!same_figure(table_figure(table, cache->row, node->column), cache->extreme))
        return false;
    if (!is_entry_figure(table, at->row, node->column))
        return true;
    int order =
        decimal_compare(table_figure(table, at->row, node->column).value, cache->extreme.value);
    return node->aggregate == AGGREGATE_MAX ? order <= 0 : order >= 0;
}

static bool find_extreme(const FormulaNode *node, const CheckTable *table, AggregateCache *ret)
{
    size_t best = SIZE_MAX;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!is_entry_figure(table, row, node->column))
            continue;
        int order = best == SIZE_MAX
                        ? 0
                        : decimal_compare(table_figure(table, row, node->column).value,
                                          table_figure(table, best, node->column).value);
        if (best == SIZE_MAX || (node->aggregate == AGGREGATE_MAX ? order > 0 : order < 0))
            best = row;
    }
    if (best == SIZE_MAX)
        return false;
    ret->row = best;
    ret->extreme = table_figure(table, best, node->column);
    ret->range = column_figure(&table->columns[node->column], ret->extreme);
    return true;
}

static bool find_sum(const FormulaNode *node, const CheckTable *table, AggregateCache *ret)
{
    const CheckColumn *column = &table->columns[node->column];
    Int128 sum = 0;
    int64_t count = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!is_entry_figure(table, row, node->column))
            continue;
        sum += table_figure(table, row, node->column).value.millionths;
        count++;
    }
    int64_t half = column->rounded ? figure_half_step(column->places) : 0;
    Range range;
    if (count == 0 || !fraction_make(sum - (Int128)half * count, DECIMAL_ONE, &range.low) ||
        !fraction_make(sum + (Int128)half * count, DECIMAL_ONE, &range.high))
        return false;
    if (node->aggregate == AGGREGATE_MEAN &&
        !range_div(range, range_of(fraction_of_int(count)), &range))
        return false;
    ret->range = range;
    return true;
}

static bool aggregate_range(const FormulaNode *node, const Evaluation *at, Range *ret)
{
    AggregateCache *cache = node->cache;
    if (!cache_is_good(cache, node, at)) {
        bool of_sum = node->aggregate == AGGREGATE_SUM || node->aggregate == AGGREGATE_MEAN;
        cache->valid =
            of_sum ? find_sum(node, at->table, cache) : find_extreme(node, at->table, cache);
        cache->mend_count = at->table->mends.count;
    }
    *ret = cache->range;
    return cache->valid;
}

static bool as_fraction(Range range, Range *ret)
{
    return range_mul(range, range_of((Fraction){1, 100}), ret);
}

static bool as_percent(Range range, Range *ret)
{
    return range_mul(range, range_of(fraction_of_int(100)), ret);
}

static bool column_range(const FormulaNode *node, const Evaluation *at, Range *ret)
{
    const CheckColumn *column = &at->table->columns[node->column];
    bool is_percent = formula_column_is_percent(column, at->percents);
    Figure figure = table_figure(at->table, at->row, node->column);
    Range range;
    if (node->aggregate != AGGREGATE_NONE) {
        if (!aggregate_range(node, at, &range))
            return false;
    } else if (figure_is_number(figure)) {
        range = column_figure(column, figure);
    } else if (figure.kind == FIGURE_BLANK && node->has_missing) {
        *ret = range_of(node->number);
        return at->percents != PERCENTS_AS_NUMBERS || !column->percent || as_percent(*ret, ret);
    } else {
        return false;
    }
    *ret = range;
    return !is_percent || as_fraction(range, ret);
}

/* Sums of figures are by far the most frequent: they are added up as whole numbers of this part. */
#define SUM_UNITS ((Int128)2 * DECIMAL_ONE * 100)

typedef struct Sum {
    Int128 low;
    Int128 high;
} Sum;

static bool add_figure(const FormulaNode *node, const Evaluation *at, int sign, Sum *to)
{
    if (node->kind != NODE_COLUMN || node->aggregate != AGGREGATE_NONE)
        return false;
    const CheckColumn *column = &at->table->columns[node->column];
    Figure figure = table_figure(at->table, at->row, node->column);
    if (!figure_is_number(figure))
        return false;
    int64_t units = formula_column_is_percent(column, at->percents) ? 1 : 100;
    int64_t halves = column->places < DECIMAL_PLACES ? 2 * figure_half_step(column->places) : 1;
    Int128 value = (Int128)figure.value.millionths * 2 * units * sign;
    Int128 room = column->rounded ? (Int128)halves * units : 0;
    to->low += value - room;
    to->high += value + room;
    return true;
}

/* False when the node is anything but a sum or difference of figures in the row. */
static bool sum_range(const FormulaNode *node, const Evaluation *at, Range *ret)
{
    Sum sum = {0};
    Range range;
    for (; node->kind == NODE_ADD || node->kind == NODE_SUBTRACT; node = node->left)
        if (!add_figure(node->right, at, node->kind == NODE_ADD ? 1 : -1, &sum))
            return false;
    if (!add_figure(node, at, 1, &sum) || !fraction_make(sum.low, SUM_UNITS, &range.low) ||
        !fraction_make(sum.high, SUM_UNITS, &range.high))
        return false;
    *ret = range;
    return true;
}

static bool node_range(const FormulaNode *node, const Evaluation *at, Range *ret)
{
    Range left;
    Range right;
    switch (node->kind) {
    case NODE_NUMBER:
        *ret = range_of(node->number);
        return true;
    case NODE_COLUMN:
        return column_range(node, at, ret);
    case NODE_UNKNOWN:
        *ret = (Range){FRACTION_ZERO, FRACTION_ONE};
        return !node->is_rate || at->percents != PERCENTS_AS_NUMBERS || as_percent(*ret, ret);
    case NODE_NEGATE:
        return node_range(node->left, at, &left) && range_neg(left, ret);
    default:
        break;
    }
    if ((node->kind == NODE_ADD || node->kind == NODE_SUBTRACT) && sum_range(node, at, ret))
        return true;
    if (!node_range(node->left, at, &left) || !node_range(node->right, at, &right))
        return false;
    switch (node->kind) {
    case NODE_ADD:
        return range_add(left, right, ret);
    case NODE_SUBTRACT:
        return range_sub(left, right, ret);
    case NODE_MULTIPLY:
        return range_mul(left, right, ret);
    default:
        return range_div(left, right, ret);
    }
}

bool note_formula_range(const NoteFormula *formula, const CheckTable *table, size_t row, Range *ret)
{
    Evaluation at = {table, formula->percents, row};
    Range range;
    if (table->rows[row].kind == ROW_OTHER ||
        (formula->entries_only && table->rows[row].kind != ROW_ENTRY) ||
        !node_range(formula->root, &at, &range))
        return false;
    if (formula_column_is_percent(&table->columns[formula->target], formula->percents) &&
        !as_percent(range, &range))
        return false;
    *ret = range;
    return true;
}
