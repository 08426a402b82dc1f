#include "engine/check/rules.h"
#include "engine/check/formula_node.h"

#include "base/nearest.h"
#include "port/fold.h"
#include "port/packs.h"
#include "port/yaml.h"

#define RULES_TABLES_MAX 200
#define RULES_COLUMNS_MAX 200
#define RULES_FORMULAS_MAX 100
#define RULES_TEXT_BYTES_MAX (64 * KIB)

typedef struct PackColumn {
    Str name;
    TextList also;
    bool optional;
    bool exact;
    bool has_maximum;
    Decimal maximum;
    Str missing; /* 15, 100% */
} PackColumn;
LIST_OF(PackColumn, PackColumnList);

typedef struct PackRank {
    Str of;
    Str ties;
    Str order;
} PackRank;

typedef struct PackTable {
    Str table;
    Str name;
    TextList legal_sources;
    Str from;
    PackColumnList columns;
    TextList formulas;
    PackRank rank;
} PackTable;

static const Field column_fields[] = {
    FIELD(PackColumn, name, "表头", FIELD_REQUIRED), FIELD_TEXTS(PackColumn, also, "又印作"),
    FIELD(PackColumn, optional, "可无", 0),          FIELD(PackColumn, exact, "不经舍入", 0),
    FIELD_MAYBE(PackColumn, maximum, "满分", 0),     FIELD(PackColumn, missing, "空缺时按", 0),
};
static const Shape column_shape = SHAPE(PackColumn, column_fields);

static const Field rank_fields[] = {
    FIELD(PackRank, of, "排名所依的列", FIELD_REQUIRED),
    FIELD(PackRank, ties, "并列", 0),
    FIELD(PackRank, order, "次序", 0),
};
static const Shape rank_shape = SHAPE(PackRank, rank_fields);

static const Field table_fields[] = {
    FIELD(PackTable, table, "代码", FIELD_REQUIRED),
    FIELD(PackTable, name, "名称", FIELD_REQUIRED),
    FIELD_TEXTS(PackTable, legal_sources, "依据"),
    FIELD(PackTable, from, "施行年月", FIELD_REQUIRED),
    FIELD_LIST(PackTable, columns, "列", &column_shape),
    FIELD_TEXTS(PackTable, formulas, "公式"),
    FIELD_NESTED(PackTable, rank, "排名", &rank_shape),
};
static const Shape table_shape = SHAPE(PackTable, table_fields);

/* One pack being read. */
typedef struct PackReading {
    Ctx *ctx;
    const YamlNode *root;
    PackTable pack;
    TextList names;   /* of all columns, second names too; as of formula_name */
    TextList defined; /* and what formulas give */
} PackReading;

/* The node of the i-th item of a list, for its line. */
static const YamlNode *item_at(const PackReading *reading, const char *list, size_t index)
{
    const YamlNode *node = yaml_get(reading->root, str_of(list));
    return node && index < node->count ? node->items[index] : reading->root;
}

static bool is_among(Str name, const TextList *names)
{
    LIST_EACH (const Str, other, names) {
        if (formula_names_match(*other, name))
            return true;
    }
    return false;
}

static bool take_name(PackReading *reading, Str printed, const YamlNode *at)
{
    Str name = formula_name(reading->ctx->arena, printed);
    if (str_empty(name) || str_contains(name, STR("|")))
        return yaml_fail(reading->ctx, at, "表头「%.*s」不能作列名", STRF(printed));
    if (is_among(name, &reading->names))
        return yaml_fail(reading->ctx, at, "列名「%.*s」重复", STRF(printed));
    *LIST_ADD(reading->ctx->arena, &reading->names) = name;
    return true;
}

static bool check_column(PackReading *reading, size_t index)
{
    const PackColumn *column = &reading->pack.columns.at[index];
    const YamlNode *at = item_at(reading, "columns", index);
    Ctx *ctx = reading->ctx;
    if (!take_name(reading, column->name, at))
        return false;
    LIST_EACH (const Str, other, &column->also) {
        if (!take_name(reading, *other, at))
            return false;
    }
    if (column->has_maximum && column->maximum.millionths <= 0)
        return yaml_fail(ctx, at, "「%.*s」的满分应大于零", STRF(column->name));
    Decimal value;
    Str missing = column->missing;
    if (str_ends(missing, STR("%")))
        missing.len--;
    if (!str_empty(column->missing) && decimal_parse(missing, &value) != DECIMAL_PARSED) {
        yaml_fail(ctx, at, "「%.*s」空缺时所按的值「%.*s」不是数值", STRF(column->name),
                  STRF(column->missing));
        return fail_hint(ctx, "写成 15 或 100%%");
    }
    return true;
}

static bool check_columns(PackReading *reading)
{
    const PackColumnList *columns = &reading->pack.columns;
    Ctx *ctx = reading->ctx;
    size_t required = 0;
    if (columns->count > RULES_COLUMNS_MAX)
        return yaml_fail(ctx, reading->root, "列多于%d个", RULES_COLUMNS_MAX);
    for (size_t i = 0; i < columns->count; i++) {
        if (!check_column(reading, i))
            return false;
        required += !columns->at[i].optional;
    }
    if (required >= 2)
        return true;
    yaml_fail(ctx, reading->root, "「columns」至少要有两个必有的列，否则认不出这张表");
    return fail_hint(ctx, "去掉其中一些列的 optional: true");
}

static bool check_names(PackReading *reading, const FormulaNode *node, const YamlNode *at)
{
    if (!node)
        return true;
    if (node->kind == NODE_NAME && !str_empty(node->name) &&
        !is_among(node->name, &reading->names) && !is_among(node->name, &reading->defined)) {
        yaml_fail(reading->ctx, at, "公式中的「%.*s」不是「columns」中的列", STRF(node->name));
        Str nearest = nearest_of(node->name, reading->names.at, reading->names.count);
        if (!str_empty(nearest))
            fail_hint(reading->ctx, "是否应为「%.*s」", STRF(nearest));
        return false;
    }
    return check_names(reading, node->left, at) && check_names(reading, node->right, at);
}

static bool check_formulas(PackReading *reading)
{
    const TextList *formulas = &reading->pack.formulas;
    Ctx *ctx = reading->ctx;
    FormulaStatementList statements = {0};
    if (formulas->count > RULES_FORMULAS_MAX)
        return yaml_fail(ctx, reading->root, "公式多于%d个", RULES_FORMULAS_MAX);
    for (size_t i = 0; i < formulas->count; i++) {
        formula_statements_read(ctx->arena, formulas->at[i], &reading->names, &statements);
        if (statements.count == i + 1)
            continue;
        yaml_fail(ctx, item_at(reading, "formulas", i), "公式「%.*s」看不懂",
                  STRF(formulas->at[i]));
        return fail_hint(ctx, "一行一个，写成「总分=基础分+加分*50%%」");
    }
    LIST_EACH (const FormulaStatement, statement, &statements)
        *LIST_ADD(ctx->arena, &reading->defined) = statement->target;
    for (size_t i = 0; i < statements.count; i++)
        if (!check_names(reading, statements.at[i].root, item_at(reading, "formulas", i)))
            return false;
    return true;
}

static bool one_of(PackReading *reading, const YamlNode *at, const char *key, Str value,
                   const char *const *words, size_t *ret)
{
    for (size_t i = 0; words[i]; i++) {
        if (str_equal_c(value, words[i])) {
            *ret = i;
            return true;
        }
    }
    yaml_fail(reading->ctx, at, "「%s」不能是「%.*s」", key, STRF(value));
    Buf known = buf_create(reading->ctx->arena, KIB);
    for (size_t i = 0; words[i]; i++)
        buf_format(&known, "%s%s", i > 0 ? "、" : "", words[i]);
    return fail_hint(reading->ctx, "可用：%.*s", STRF(buf_str(&known)));
}

static bool take_rank(PackReading *reading, KnownTable *table)
{
    static const char *const ties[] = {
        [TIES_ANY] = "any", [TIES_COMPETITION] = "competition", [TIES_DENSE] = "dense", NULL};
    static const char *const orders[] = {"descending", "ascending", NULL};
    const YamlNode *at = yaml_get(reading->root, STR("rank"));
    const PackRank *rank = &reading->pack.rank;
    size_t tie = TIES_ANY;
    size_t order = 0;
    if (str_empty(rank->of))
        return true;
    Str of = formula_name(reading->ctx->arena, rank->of);
    if (!is_among(of, &reading->names)) {
        yaml_fail(reading->ctx, at, "排名所依的「%.*s」不是「columns」中的列", STRF(rank->of));
        Str nearest = nearest_of(of, reading->names.at, reading->names.count);
        return str_empty(nearest) ? false
                                  : fail_hint(reading->ctx, "是否应为「%.*s」", STRF(nearest));
    }
    if ((!str_empty(rank->ties) && !one_of(reading, at, "ties", rank->ties, ties, &tie)) ||
        (!str_empty(rank->order) && !one_of(reading, at, "order", rank->order, orders, &order)))
        return false;
    table->rank_of = of;
    table->ties = (TieRule)tie;
    table->rank_ascending = order == 1;
    return true;
}

static bool take_source(PackReading *reading, KnownTable *table)
{
    const PackTable *pack = &reading->pack;
    Ctx *ctx = reading->ctx;
    Period from;
    if (pack->legal_sources.count == 0)
        return yaml_fail(ctx, reading->root, "缺少「legal_sources」（依据），至少一项");
    if (!period_parse(pack->from, &from)) {
        yaml_fail(ctx, yaml_get(reading->root, STR("from")), "「from」的值「%.*s」不是年月",
                  STRF(pack->from));
        return fail_hint(ctx, "写成 2023-02 或 2023");
    }
    Buf source = buf_create(ctx->arena, RULES_TEXT_BYTES_MAX);
    LIST_EACH (const Str, legal, &pack->legal_sources)
        buf_format(&source, "%s%.*s", source.len > 0 ? "、" : "", STRF(*legal));
    buf_add_c(&source, "，");
    period_print_chinese(&source, from);
    buf_add_c(&source, "起");
    table->source = buf_str(&source);
    return buf_ok(&source) || yaml_fail(ctx, reading->root, "「legal_sources」过长");
}

/* 知识点响应率|知识响应率, divided by `by`. */
static Str all_names(Arena *arena, const PackColumn *column)
{
    Buf names = buf_create(arena, RULES_TEXT_BYTES_MAX);
    buf_add(&names, formula_name(arena, column->name));
    LIST_EACH (const Str, other, &column->also) {
        buf_add_byte(&names, '|');
        buf_add(&names, formula_name(arena, *other));
    }
    return buf_str(&names);
}

/* 知识点响应率=知识响应率, both ways, and 主动评价率=100%(空缺按此计): statements by which a
 * formula finds its columns. Second names come first, so that a column is preferred to a number. */
static void add_meanings(Buf *to, const PackColumn *column)
{
    LIST_EACH (const Str, other, &column->also) {
        buf_format(to, "\n%.*s=%.*s", STRF(column->name), STRF(*other));
        buf_format(to, "\n%.*s=%.*s", STRF(*other), STRF(column->name));
    }
    if (str_empty(column->missing))
        return;
    buf_format(to, "\n%.*s=%.*s(空缺按此计)", STRF(column->name), STRF(column->missing));
    LIST_EACH (const Str, other, &column->also)
        buf_format(to, "\n%.*s=%.*s(空缺按此计)", STRF(*other), STRF(column->missing));
}

static size_t statement_count(const PackTable *pack)
{
    size_t count = pack->formulas.count;
    LIST_EACH (const PackColumn, column, &pack->columns)
        count += 3 * column->also.count + 1;
    return count;
}

static void take_marks(Arena *arena, const PackColumn *column, Str printed, KnownTable *table)
{
    Str name = fold_name(arena, printed);
    if (column->has_maximum)
        *LIST_ADD(arena, &table->maxima) = (KnownMaximum){name, column->maximum};
    if (column->exact)
        *LIST_ADD(arena, &table->exact) = name;
}

static bool take_columns(PackReading *reading, KnownTable *table)
{
    const PackTable *pack = &reading->pack;
    Arena *arena = reading->ctx->arena;
    Buf text = buf_create(arena, RULES_TEXT_BYTES_MAX);
    LIST_EACH (const Str, formula, &pack->formulas)
        buf_format(&text, "%s%.*s", text.len > 0 ? "\n" : "", STRF(*formula));
    LIST_EACH (const PackColumn, column, &pack->columns) {
        if (!column->optional)
            *LIST_ADD(arena, &table->heads) = all_names(arena, column);
        take_marks(arena, column, column->name, table);
        LIST_EACH (const Str, other, &column->also)
            take_marks(arena, column, *other, table);
        add_meanings(&text, column);
    }
    if (pack->formulas.count > 0)
        *LIST_ADD(arena, &table->formulas) = buf_str(&text);
    if (buf_ok(&text) && statement_count(pack) <= FORMULA_STATEMENTS_MAX)
        return true;
    return yaml_fail(reading->ctx, reading->root, "公式和列名合起来过多");
}

static bool read_pack(Ctx *ctx, const Pack *file, CheckRules *rules)
{
    PackReading reading = {.ctx = ctx};
    YamlNode *root;
    if (!yaml_parse(ctx, file->place, file->text, &root) ||
        !yaml_to_shape(ctx, root, &table_shape, &reading.pack))
        return false;
    reading.root = root;
    KnownTable table = {.id = reading.pack.table, .title = reading.pack.name};
    LIST_EACH (const KnownTable, other, &rules->tables) {
        if (str_equal(other->id, table.id))
            return yaml_fail(ctx, yaml_get(root, STR("table")), "代码「%.*s」与另一个规则重复",
                             STRF(table.id));
    }
    if (!take_source(&reading, &table) || !check_columns(&reading) || !check_formulas(&reading) ||
        !take_rank(&reading, &table) || !take_columns(&reading, &table))
        return false;
    *LIST_ADD(ctx->arena, &rules->tables) = table;
    return true;
}

bool check_rules_load(Ctx *ctx, CheckRules *ret)
{
    CheckRules rules = {0};
    PackList packs = {0};
    if (!packs_list(ctx, STR("check/"), &packs))
        return false;
    if (packs.count > RULES_TABLES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "核对规则多于%d个", RULES_TABLES_MAX);
    LIST_EACH (const Pack, pack, &packs) {
        if (!read_pack(ctx, pack, &rules))
            return fail_while(ctx, "读取核对规则「%.*s」", STRF(pack->name));
    }
    *ret = rules;
    return true;
}

static bool has_head(const FormulaBinder *binder, Str names)
{
    Str name;
    while (str_split(&names, '|', &name))
        if (formula_column_named(binder, name) != SIZE_MAX)
            return true;
    return false;
}

const KnownTable *check_rules_for(const CheckRules *rules, const CheckTable *table)
{
    const KnownTable *best = NULL;
    FormulaBinder binder;
    if (table->heads_unsure || rules->tables.count == 0)
        return NULL;
    formula_binder_start(&binder, table, (Str){0});
    LIST_EACH (const KnownTable, known, &rules->tables) {
        bool fits = known->heads.count > 0;
        for (size_t i = 0; fits && i < known->heads.count; i++)
            fits = has_head(&binder, known->heads.at[i]);
        if (fits && (!best || known->heads.count > best->heads.count))
            best = known;
    }
    return best;
}
