/* What the names of a formula mean in a table. */
#include "engine/check/formula_node.h"

#include "base/utf8.h"

/* Nodes looked at for one formula, those of definitions put in place included. */
#define BIND_STEPS_MAX 1000
#define BIND_DEPTH_MAX 16 /* definitions within definitions */
#define OWNER_RUNES_MAX 5

static const FormulaNode *bind(FormulaBinder *binder, const FormulaNode *node);

static bool contains_any(Str text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (str_contains(text, str_of(words[i])))
            return true;
    return false;
}

bool formula_name_is_rate(Str name)
{
    static const char *const not_of_a_whole[] = {
        "增",   "降",   "减",   "变动", "变化", "完成", "超",   "比",   "汇率", "税率", "利率",
        "费率", "收益", "回报", "周转", "控制", "效率", "功率", "倍率", "频率", "速率", NULL};
    return str_ends(name, STR("率")) && !contains_any(name, not_of_a_whole);
}

/* Equal but for what people write either way: 减材料比率, 减材料比例; 评价分数, 评价得分. */
static bool same_name(Str a, Str b)
{
    static const char *const pairs[][2] = {{"比率", "比例"}, {"占比", "比例"}, {"分数", "得分"}};
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        for (size_t side = 0; side < 2; side++) {
            Str *name = side == 0 ? &a : &b;
            Str *other = side == 0 ? &b : &a;
            Str end = str_of(pairs[i][0]);
            if (str_ends(*name, end) && str_ends(*other, str_of(pairs[i][1])))
                return str_equal(str_slice(*name, 0, name->len - end.len),
                                 str_slice(*other, 0, other->len - end.len));
        }
    }
    return str_equal(a, b);
}

/* Whether `longer` only adds a word of measure: 主动评价占业务申办, 主动评价占业务申办比例. */
static bool adds_measure(Str longer, Str shorter)
{
    static const char *const measures[] = {"比例", "比率", "率",   "数量", "件数",
                                           "数",   "量",   "数值", "值",   NULL};
    return str_starts(longer, shorter) && str_is_one_of(str_after(longer, shorter.len), measures);
}

typedef bool NameTest(Str column, Str name);

static bool is_same_measure(Str column, Str name)
{
    return adds_measure(column, name) || adds_measure(name, column);
}

static bool is_end_of(Str column, Str name)
{
    return utf8_count(column) >= 2 && str_ends(name, column);
}

/* The only column that passes. Heads printed twice tell nothing. */
static size_t only_column(const TextList *names, Str name, NameTest *passes)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < names->count; i++) {
        if (str_empty(names->at[i]) || !passes(names->at[i], name))
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = i;
    }
    return found;
}

/* 各部门X, 本单位X, 平均X, 总X, 区级X: the same figure as X where X is a head. */
static size_t column_without_owner(const FormulaBinder *binder, Str name)
{
    static const char *const owners[] = {"各", "本", "该", "某", "每", NULL};
    static const char *const plain[] = {"平均", "总", "月度", "当月", "本月", "年度", "全年", NULL};
    for (size_t i = 0; plain[i]; i++)
        if (str_starts(name, str_of(plain[i])))
            return only_column(&binder->names, str_after(name, strlen(plain[i])), same_name);
    bool owned = false;
    for (size_t i = 0; owners[i]; i++)
        owned |= str_starts(name, str_of(owners[i]));
    for (size_t runes = 1; owned && runes <= OWNER_RUNES_MAX; runes++) {
        Str rest = str_after(name, utf8_prefix(name, runes).len);
        size_t column = str_empty(rest) ? SIZE_MAX : only_column(&binder->names, rest, same_name);
        if (column != SIZE_MAX)
            return column;
    }
    return SIZE_MAX;
}

static size_t column_exactly(const FormulaBinder *binder, Str name)
{
    size_t column = only_column(&binder->names, name, same_name);
    return column != SIZE_MAX ? column : only_column(&binder->long_names, name, same_name);
}

static size_t column_nearly(const FormulaBinder *binder, Str name)
{
    size_t column = only_column(&binder->names, name, is_same_measure);
    return column != SIZE_MAX ? column : column_without_owner(binder, name);
}

/* The number for the empty cells of a column, when a statement gives it. */
static const FormulaNode *missing_value(const FormulaBinder *binder, Str name)
{
    LIST_EACH (const FormulaStatement, statement, &binder->statements) {
        if (statement->is_missing_value && same_name(statement->target, name))
            return statement->root;
    }
    return NULL;
}

static const FormulaNode *bind_column(FormulaBinder *binder, const FormulaNode *name, size_t column)
{
    FormulaNode *node = NEW(binder->table->arena, FormulaNode, 1);
    *node = *name;
    node->kind = NODE_COLUMN;
    node->column = column;
    if (node->aggregate != AGGREGATE_NONE)
        node->cache = NEW(binder->table->arena, AggregateCache, 1);
    const FormulaNode *missing = missing_value(binder, name->name);
    if (missing && node->aggregate == AGGREGATE_NONE) {
        node->has_missing = true;
        node->number = missing->number;
    }
    return node;
}

static const FormulaNode *unknown(FormulaBinder *binder, bool bounded, bool is_rate)
{
    FormulaNode *node = NEW(binder->table->arena, FormulaNode, 1);
    *node = (FormulaNode){.kind = NODE_UNKNOWN,
                          .column = SIZE_MAX,
                          .number = FRACTION_ZERO,
                          .has_unknown = true,
                          .unbounded = !bounded,
                          .is_rate = is_rate};
    return node;
}

/* The best of the statements that define a name; NULL when there is none. */
static const FormulaNode *bind_definition(FormulaBinder *binder, Str name)
{
    const FormulaNode *best = NULL;
    for (size_t i = 0; i < binder->statements.count && binder->depth < BIND_DEPTH_MAX; i++) {
        FormulaStatement *statement = &binder->statements.at[i];
        if (statement->active || !same_name(statement->target, name))
            continue;
        statement->active = true;
        binder->depth++;
        const FormulaNode *bound = bind(binder, statement->root);
        binder->depth--;
        statement->active = false;
        if (bound && (!best || (best->has_unknown && !bound->has_unknown) ||
                      (best->unbounded && !bound->unbounded)))
            best = bound;
    }
    return best;
}

static const FormulaNode *bind_name(FormulaBinder *binder, const FormulaNode *name)
{
    size_t column = column_exactly(binder, name->name);
    if (column == SIZE_MAX && name->of_all)
        column = only_column(&binder->names, name->name, is_end_of);
    if (name->aggregate != AGGREGATE_NONE && column == SIZE_MAX)
        column = column_nearly(binder, name->name);
    if (column != SIZE_MAX)
        return bind_column(binder, name, column);
    if (name->aggregate != AGGREGATE_NONE)
        return unknown(binder, /* bounded= */ false, /* is_rate= */ false);
    const FormulaNode *defined = bind_definition(binder, name->name);
    if (!defined && name->explained && binder->depth < BIND_DEPTH_MAX) {
        binder->depth++;
        defined = bind(binder, name->explained);
        binder->depth--;
    }
    if (defined && !defined->unbounded)
        return defined;
    if (!defined && (column = column_nearly(binder, name->name)) != SIZE_MAX)
        return bind_column(binder, name, column);
    bool is_rate = formula_name_is_rate(name->name);
    return unknown(binder, is_rate, is_rate);
}

/* A/B, also as A/B*100%. */
static const FormulaNode *quotient_of_names(const FormulaNode *node)
{
    if (node->kind == NODE_MULTIPLY && node->right->kind == NODE_NUMBER &&
        fraction_equal(node->right->number, FRACTION_ONE))
        node = node->left;
    return node->kind == NODE_DIVIDE && node->left->kind == NODE_NAME &&
                   node->right->kind == NODE_NAME
               ? node
               : NULL;
}

/* 主动评价数/全部评价数: a part of its whole. */
static bool is_part_of_whole(Str part, Str whole)
{
    static const char *const wholes[] = {"全部", "所有", "全体", "总", NULL};
    for (size_t i = 0; wholes[i]; i++) {
        Str rest = str_after(whole, strlen(wholes[i]));
        if (str_starts(whole, str_of(wholes[i])) && !str_empty(rest) && str_ends(part, rest))
            return true;
    }
    return false;
}

/* A quotient of two names that are no columns may be a column itself by another statement
 * (主动评价率=主动评价数/全部评价数), or be at most 1. NULL when neither. */
static const FormulaNode *bind_quotient(FormulaBinder *binder, const FormulaNode *node)
{
    LIST_EACH (const FormulaStatement, statement, &binder->statements) {
        const FormulaNode *quotient = quotient_of_names(statement->root);
        if (!quotient || !same_name(quotient->left->name, node->left->name) ||
            !same_name(quotient->right->name, node->right->name))
            continue;
        size_t column = column_exactly(binder, statement->target);
        FormulaNode name = {.kind = NODE_NAME, .name = statement->target, .number = FRACTION_ZERO};
        if (column != SIZE_MAX)
            return bind_column(binder, &name, column);
    }
    if (is_part_of_whole(node->left->name, node->right->name))
        return unknown(binder, /* bounded= */ true, /* is_rate= */ false);
    return NULL;
}

/* …÷同组最高值: of the figure that is divided. */
static const FormulaNode *bind_nameless_divisor(FormulaBinder *binder, const FormulaNode *divisor,
                                                const FormulaNode *divided)
{
    if (divisor->kind != NODE_NAME || divisor->aggregate == AGGREGATE_NONE ||
        !str_empty(divisor->name) || divided->kind != NODE_COLUMN)
        return NULL;
    return bind_column(binder, divisor, divided->column);
}

static const FormulaNode *bind_pair(FormulaBinder *binder, const FormulaNode *node)
{
    const FormulaNode *left = bind(binder, node->left);
    const FormulaNode *right = NULL;
    if (left && node->kind == NODE_DIVIDE)
        right = bind_nameless_divisor(binder, node->right, left);
    if (left && !right)
        right = bind(binder, node->right);
    if (!left || !right)
        return NULL;
    if ((left->unbounded || right->unbounded) && quotient_of_names(node) == node) {
        const FormulaNode *quotient = bind_quotient(binder, node);
        if (quotient)
            return quotient;
    }
    FormulaNode *bound = NEW(binder->table->arena, FormulaNode, 1);
    *bound = *node;
    bound->left = left;
    bound->right = right;
    bound->has_unknown = left->has_unknown || right->has_unknown;
    bound->unbounded = left->unbounded || right->unbounded;
    return bound;
}

static const FormulaNode *bind(FormulaBinder *binder, const FormulaNode *node)
{
    if (++binder->steps > BIND_STEPS_MAX)
        return NULL;
    if (node->kind == NODE_NUMBER)
        return node;
    if (node->kind == NODE_NAME)
        return bind_name(binder, node);
    if (node->kind != NODE_NEGATE)
        return bind_pair(binder, node);
    const FormulaNode *negated = bind(binder, node->left);
    if (!negated)
        return NULL;
    FormulaNode *bound = NEW(binder->table->arena, FormulaNode, 1);
    *bound = *node;
    bound->left = negated;
    bound->has_unknown = negated->has_unknown;
    bound->unbounded = negated->unbounded;
    return bound;
}

static Str long_name(Arena *arena, const CheckColumn *column)
{
    Buf name = buf_create(arena, 64 * KIB);
    for (size_t i = 0; i < column->level_count && i < CHECK_HEAD_LEVELS_MAX; i++)
        if (i == 0 || !str_equal(column->heads[i], column->heads[i - 1]))
            buf_add(&name, formula_name(arena, column->heads[i]));
    return buf_ok(&name) ? buf_str(&name) : (Str){0};
}

void formula_binder_start(FormulaBinder *binder, const CheckTable *table, Str text)
{
    *binder = (FormulaBinder){.table = table};
    for (size_t i = 0; i < table->column_count; i++) {
        const CheckColumn *column = &table->columns[i];
        bool has_figures = column->role == COLUMN_NUMBER || column->role == COLUMN_RANK ||
                           column->role == COLUMN_EMPTY;
        *LIST_ADD(table->arena, &binder->names) =
            has_figures ? formula_name(table->arena, column->name) : (Str){0};
        *LIST_ADD(table->arena, &binder->long_names) =
            has_figures ? long_name(table->arena, column) : (Str){0};
    }
    formula_statements_read(table->arena, text, &binder->names, &binder->statements);
}

bool formula_names_match(Str a, Str b)
{
    return same_name(a, b);
}

size_t formula_column_named(const FormulaBinder *binder, Str name)
{
    return column_exactly(binder, name);
}

size_t formula_bind_target(FormulaBinder *binder, Str name)
{
    size_t column = column_exactly(binder, name);
    if (column != SIZE_MAX)
        return column;
    LIST_EACH (const FormulaStatement, statement, &binder->statements) {
        if (statement->root->kind == NODE_NAME && same_name(statement->target, name) &&
            statement->root->aggregate == AGGREGATE_NONE &&
            (column = column_exactly(binder, statement->root->name)) != SIZE_MAX)
            return column;
    }
    return column_nearly(binder, name);
}

const FormulaNode *formula_bind(FormulaBinder *binder, FormulaStatement *statement)
{
    binder->steps = 0;
    binder->depth = 0;
    statement->active = true;
    const FormulaNode *root = bind(binder, statement->root);
    statement->active = false;
    return root;
}
