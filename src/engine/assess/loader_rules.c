/* Total, ranking, listing and the columns of the printed table. */
#include "engine/assess/loader.h"

bool load_total(Loader *loader, const YamlNode *root)
{
    static const char *const keys[] = {"code",    "name", "measure",  "points",
                                       "formula", "rule", "rounding", NULL};
    static const char *const rounding_keys[] = {"mode", "places", NULL};
    Ctx *ctx = loader->ctx;
    if (load_is_none(root, "total"))
        return true;
    const YamlNode *map = yaml_get(root, STR("total"));
    SchemeTotalRule total = {.exists = true, .rounding = loader->scheme->rounding};
    if (!yaml_only(ctx, map, keys) || !load_code(loader, map, &total.code) ||
        !yaml_str(ctx, map, STR("name"), &total.name) ||
        !yaml_str_or(ctx, map, STR("measure"), STR("分"), &total.measure) ||
        !yaml_str_or(ctx, map, STR("rule"), (Str){0}, &total.formula_note) ||
        !load_decimal(loader, map, "points", &total.has_points, &total.points) ||
        !load_new_code(loader, map, total.code, /* is_input= */ true))
        return false;
    if (scheme_item(loader->scheme, total.code) != SCHEME_NONE)
        return yaml_fail(ctx, map, "代码「%.*s」重复", STRF(total.code));
    const YamlNode *rounding = yaml_get(map, STR("rounding"));
    if (rounding && (!yaml_only(ctx, rounding, rounding_keys) ||
                     !load_rounding(loader, rounding, total.rounding, &total.rounding)))
        return false;
    total.is_sum = !yaml_get(map, STR("formula"));
    if (total.is_sum && loader->scheme->items.count == 0)
        return yaml_fail(ctx, map, "总分没有公式，也没有可相加的指标");
    loader->scheme->total = total;
    loader->total_node = map;
    return true;
}

static bool load_minimum(Loader *loader, const YamlNode *map, SchemeRanking *ranking)
{
    static const char *const keys[] = {"input", "at_least", NULL};
    const YamlNode *minimum = yaml_get(map, STR("minimum"));
    if (!minimum)
        return true;
    Str input;
    bool has_least;
    if (!yaml_only(loader->ctx, minimum, keys) ||
        !yaml_str(loader->ctx, minimum, STR("input"), &input) ||
        !load_decimal(loader, minimum, "at_least", &has_least, &ranking->volume_min))
        return false;
    ranking->volume = scheme_input(loader->scheme, input);
    if (ranking->volume == SCHEME_NONE)
        return load_fail_name(loader, yaml_get(minimum, STR("input")), "数据", input);
    if (!has_least)
        return yaml_fail(loader->ctx, minimum, "缺少「at_least」：业务量不低于多少才参与排名");
    return true;
}

/* What is ranked: the total, or an item. */
static bool load_ranked(Loader *loader, const YamlNode *map, SchemeRanking *ranking)
{
    const Scheme *scheme = loader->scheme;
    Str by;
    if (!yaml_str_or(loader->ctx, map, STR("by"), STR("total"), &by))
        return false;
    ranking->by = scheme_item(scheme, by);
    if (ranking->by != SCHEME_NONE)
        return true;
    const YamlNode *at = yaml_get(map, STR("by"));
    if (!str_equal_c(by, "total") && !str_equal(by, scheme->total.code))
        return load_fail_name(loader, at, "指标", by);
    if (!scheme->total.exists)
        return yaml_fail(loader->ctx, at ? at : map, "方案没有总分，不能按总分排名");
    ranking->by = SCHEME_TOTAL;
    return true;
}

bool load_ranking(Loader *loader, const YamlNode *root)
{
    static const char *const keys[] = {"by", "value", "order", "within", "minimum", NULL};
    static const Word values[] = {{"rounded", 0}, {"unrounded", 1}};
    static const Word orders[] = {{"descending", 0}, {"ascending", 1}};
    static const Word withins[] = {{"group", RANK_WITHIN_GROUP}, {"all", RANK_WITHIN_ALL}};
    if (load_is_none(root, "ranking"))
        return true;
    const YamlNode *map = yaml_get(root, STR("ranking"));
    SchemeRanking ranking = {.exists = true, .volume = SCHEME_NONE};
    int unrounded;
    int ascending;
    int within;
    if (!yaml_only(loader->ctx, map, keys) || !load_ranked(loader, map, &ranking) ||
        !LOAD_WORD(loader, map, "value", values, 0, &unrounded) ||
        !LOAD_WORD(loader, map, "order", orders, 0, &ascending) ||
        !LOAD_WORD(loader, map, "within", withins, RANK_WITHIN_GROUP, &within) ||
        !load_minimum(loader, map, &ranking))
        return false;
    ranking.unrounded = unrounded == 1;
    ranking.ascending = ascending == 1;
    ranking.within = (RankWithin)within;
    loader->scheme->ranking = ranking;
    return true;
}

bool load_listing(Loader *loader, const YamlNode *root)
{
    static const char *const keys[] = {"by", "order", NULL};
    static const Word orders[] = {{"descending", 0}, {"ascending", 1}};
    Scheme *scheme = loader->scheme;
    const YamlNode *map = yaml_get(root, STR("listing"));
    scheme->listing.by = scheme->ranking.exists ? LISTING_BY_RANK : LISTING_AS_GIVEN;
    if (!map)
        return true;
    Str by;
    int ascending;
    if (!yaml_only(loader->ctx, map, keys) || !yaml_str(loader->ctx, map, STR("by"), &by) ||
        !LOAD_WORD(loader, map, "order", orders, 0, &ascending))
        return false;
    scheme->listing.ascending = ascending == 1;
    if (str_equal_c(by, "given")) {
        scheme->listing.by = LISTING_AS_GIVEN;
        return true;
    }
    if (str_equal_c(by, "rank")) {
        if (!scheme->ranking.exists)
            return yaml_fail(loader->ctx, map, "方案不排名，不能按名次列出");
        return true;
    }
    scheme->listing.by = LISTING_BY_INPUT;
    scheme->listing.input = scheme_input(scheme, by);
    if (scheme->listing.input == SCHEME_NONE)
        return load_fail_name(loader, yaml_get(map, STR("by")), "数据", by);
    return true;
}

/* Fills kind, index, Chinese head, measure and places from what `of` names. */
static bool find_column(Loader *loader, const YamlNode *at, Str of, SchemeColumn *column)
{
    const Scheme *scheme = loader->scheme;
    static const struct {
        const char *word;
        SchemeColumnKind kind;
        const char *name;
    } fixed[] = {{"rank", COLUMN_RANK, "排名"},
                 {"subject", COLUMN_SUBJECT, "名称"},
                 {"grade", COLUMN_GRADE, "等次"}};
    for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
        if (str_equal_c(of, fixed[i].word)) {
            column->kind = fixed[i].kind;
            column->name = str_of(fixed[i].name);
            return true;
        }
    }
    size_t item = scheme_item(scheme, of);
    size_t section = scheme_section(scheme, of);
    size_t input = scheme_input(scheme, of);
    if (item != SCHEME_NONE) {
        const SchemeItem *found = &scheme->items.at[item];
        *column = (SchemeColumn){COLUMN_ITEM, item,           column->code,
                                 found->name, found->measure, found->rounding.places};
    } else if (scheme->total.exists && str_equal(of, scheme->total.code)) {
        *column = (SchemeColumn){COLUMN_TOTAL,          0,
                                 column->code,          scheme->total.name,
                                 scheme->total.measure, scheme->total.rounding.places};
    } else if (section != SCHEME_NONE) {
        *column = (SchemeColumn){COLUMN_SECTION, section,
                                 column->code,   scheme->sections.at[section].name,
                                 STR("分"),      scheme->rounding.places};
    } else if (input != SCHEME_NONE) {
        const SchemeInput *found = &scheme->inputs.at[input];
        *column = (SchemeColumn){COLUMN_INPUT, input,          column->code,
                                 found->name,  found->measure, found->places};
    } else {
        return load_fail_name(loader, at, "列", of);
    }
    return true;
}

static bool load_column(Loader *loader, const YamlNode *node)
{
    static const char *const keys[] = {"code", "name", "of", NULL};
    SchemeColumn column = {0};
    if (node->kind == YAML_SCALAR) {
        column.code = node->text;
        if (!find_column(loader, node, node->text, &column))
            return false;
    } else {
        Str of;
        if (!yaml_only(loader->ctx, node, keys) ||
            !yaml_str(loader->ctx, node, STR("code"), &column.code) ||
            !yaml_str_or(loader->ctx, node, STR("of"), column.code, &of) ||
            !find_column(loader, node, of, &column) ||
            !yaml_str_or(loader->ctx, node, STR("name"), column.name, &column.name))
            return false;
    }
    *LIST_ADD(loader->ctx->arena, &loader->scheme->columns) = column;
    return true;
}

#define COLUMNS_MAX 600

bool load_columns(Loader *loader, const YamlNode *root)
{
    const YamlNode *list;
    if (!load_list(loader, root, "columns", COLUMNS_MAX, &list))
        return false;
    if (list->count == 0)
        return yaml_fail(loader->ctx, root, "缺少「columns」：结果表有哪些列");
    for (size_t i = 0; i < list->count; i++) {
        if (!load_column(loader, list->items[i]))
            return false;
    }
    return true;
}
