/* The whole of a scheme's text, its formulas, and the order in which they are computed. */
#include "engine/assess/loader.h"
#include "engine/assess/program.h"

/* What names mean inside one formula. */
typedef struct Names {
    const Scheme *scheme;
    Str item; /* code of the item whose formula it is; its own name means the figure */
} Names;

static bool find_name(const void *self, Str code, FormulaName *ret)
{
    const Names *names = self;
    size_t item = scheme_item(names->scheme, code);
    size_t input = scheme_input(names->scheme, code);
    size_t section = scheme_section(names->scheme, code);
    bool own = input != SCHEME_NONE && str_equal(code, names->item);
    if (item != SCHEME_NONE && !own)
        *ret = (FormulaName){FORMULA_ITEM, (uint16_t)item};
    else if (input != SCHEME_NONE)
        *ret = (FormulaName){FORMULA_INPUT, (uint16_t)input};
    else if (section != SCHEME_NONE)
        *ret = (FormulaName){FORMULA_SECTION, (uint16_t)section};
    else
        return false;
    return true;
}

static bool find_band(const void *self, Str code, uint16_t *ret)
{
    const Scheme *scheme = ((const Names *)self)->scheme;
    for (size_t i = 0; i < scheme->bands.count; i++) {
        if (str_equal(scheme->bands.at[i].code, code)) {
            *ret = (uint16_t)i;
            return true;
        }
    }
    return false;
}

static Str nearest_name(const void *self, Str code)
{
    return load_nearest(((const Names *)self)->scheme, code);
}

static bool compile_text(Loader *loader, Str text, const YamlNode *at, Str item, Formula *ret)
{
    Names names = {loader->scheme, item};
    FormulaNames lookup = {&names, find_name, find_band, nearest_name};
    return formula_compile(loader->ctx, text,
                           (Place){.file = at->file, .line = at->line, .column = at->column},
                           FORMULA_IS_NUMBER, &lookup, ret);
}

static bool has_parts(const Scheme *scheme, size_t index)
{
    return index + 1 < scheme->items.count && scheme->items.at[index + 1].parent == index;
}

static bool compile_item(Loader *loader, size_t index)
{
    SchemeItem *item = &loader->scheme->items.at[index];
    const YamlNode *node = loader->item_nodes.at[index].node;
    const YamlNode *formula = yaml_get(node, STR("formula"));
    Str text = item->code;
    if (formula) {
        if (!yaml_str(loader->ctx, node, STR("formula"), &text))
            return false;
    } else if (has_parts(loader->scheme, index)) {
        return true; /* the sum of its parts */
    } else if (scheme_input(loader->scheme, item->code) == SCHEME_NONE) {
        yaml_fail(loader->ctx, node, "指标「%.*s」没有公式，也没有同名的数据", STRF(item->code));
        return fail_hint(loader->ctx, "请写 formula，或写 input: {places: 2} 表示直接采用表中数据");
    }
    if (!compile_text(loader, text, formula ? formula : node, item->code, &item->formula))
        return fail_while(loader->ctx, "读取指标「%.*s」的公式", STRF(item->name));
    return true;
}

static bool compile_formulas(Loader *loader)
{
    for (size_t i = 0; i < loader->scheme->items.count; i++) {
        if (!compile_item(loader, i))
            return false;
    }
    SchemeTotalRule *total = &loader->scheme->total;
    if (!total->exists || total->is_sum)
        return true;
    Str text;
    if (!yaml_str(loader->ctx, loader->total_node, STR("formula"), &text))
        return false;
    if (!compile_text(loader, text, yaml_get(loader->total_node, STR("formula")), (Str){0},
                      &total->formula))
        return fail_while(loader->ctx, "读取「%.*s」的公式", STRF(total->name));
    return true;
}

static bool load_period(Loader *loader, const YamlNode *root, const char *key, bool *ret_has,
                        Period *ret)
{
    Str text;
    if (!yaml_str_or(loader->ctx, root, str_of(key), (Str){0}, &text))
        return false;
    *ret_has = !str_empty(text);
    if (!*ret_has || period_parse(text, ret))
        return true;
    return yaml_fail(loader->ctx, yaml_get(root, str_of(key)),
                     "「%s」应为年月（如 2023-02）或年度（如 2023）", key);
}

static bool load_identity(Loader *loader, const YamlNode *root)
{
    Scheme *scheme = loader->scheme;
    Ctx *ctx = loader->ctx;
    bool has_from;
    if (!yaml_str(ctx, root, STR("scheme"), &scheme->code) ||
        !yaml_str(ctx, root, STR("name"), &scheme->name) ||
        !load_texts(loader, root, "legal_sources", &scheme->legal_sources) ||
        !load_texts(loader, root, "notes", &scheme->notes) ||
        !load_texts(loader, root, "groups", &scheme->groups) ||
        !load_period(loader, root, "from", &has_from, &scheme->from) ||
        !load_period(loader, root, "until", &scheme->has_until, &scheme->until))
        return false;
    if (!has_from)
        return yaml_fail(ctx, root, "缺少「from」：从哪个月或哪个年度起施行");
    if (scheme->has_until && period_is_year(scheme->until) != period_is_year(scheme->from))
        return yaml_fail(ctx, yaml_get(root, STR("until")),
                         "「from」和「until」应同为年月，或同为年度");
    if (scheme->has_until && scheme->until.months < scheme->from.months)
        return yaml_fail(ctx, yaml_get(root, STR("until")), "「until」早于「from」");
    if (scheme->legal_sources.count == 0)
        return yaml_fail(ctx, root, "缺少「legal_sources」：依据哪些文件");
    if (scheme->groups.count == 0 || scheme->groups.count > SCHEME_GROUPS_MAX)
        return yaml_fail(ctx, root, "「groups」应有1至%d个分组", SCHEME_GROUPS_MAX);
    return true;
}

static bool load_scheme_rounding(Loader *loader, const YamlNode *root)
{
    static const char *const keys[] = {"mode", "places", "at", NULL};
    static const Word stages[] = {
        {"item", ROUND_AT_ITEM}, {"section", ROUND_AT_SECTION}, {"total", ROUND_AT_TOTAL}};
    const YamlNode *rounding;
    int stage;
    if (!yaml_need(loader->ctx, root, STR("rounding"), YAML_MAP, &rounding) ||
        !yaml_only(loader->ctx, rounding, keys) ||
        !load_rounding(loader, rounding, (SchemeRounding){ROUND_HALF_UP, 2},
                       &loader->scheme->rounding) ||
        !LOAD_WORD(loader, rounding, "at", stages, ROUND_AT_TOTAL, &stage))
        return false;
    loader->scheme->rounding_stage = (RoundingStage)stage;
    return true;
}

static bool load_all(Loader *loader, const YamlNode *root)
{
    static const char *const keys[] = {
        "scheme", "name",      "legal_sources", "notes",   "from",     "until",
        "groups", "table",     "origin",        "missing", "rounding", "inputs",
        "bands",  "sections",  "items",         "total",   "ranking",  "listing",
        "grades", "grade_gap", "columns",       NULL};
    Ctx *ctx = loader->ctx;
    const YamlNode *items;
    return yaml_only(ctx, root, keys) && load_identity(loader, root) &&
           yaml_str_or(ctx, root, STR("table"), (Str){0}, &loader->table) &&
           yaml_str_or(ctx, root, STR("origin"), (Str){0}, &loader->origin) &&
           load_missing(loader, root, MISSING_BLANK, &loader->missing) &&
           load_scheme_rounding(loader, root) && load_inputs(loader, root) &&
           load_bands(loader, root) && load_sections(loader, root) &&
           load_list(loader, root, "items", SCHEME_ITEMS_MAX, &items) &&
           load_items(loader, items, SCHEME_NONE, SCHEME_NONE, loader->missing) &&
           check_points(loader) && load_assumptions(loader, root) && load_total(loader, root) &&
           load_ranking(loader, root) && load_listing(loader, root) && load_grades(loader, root) &&
           load_columns(loader, root);
}

bool scheme_load(Ctx *ctx, Str file, Str text, const Scheme **ret)
{
    YamlNode *root;
    if (!yaml_parse(ctx, file, text, &root))
        return fail_while(ctx, "读取考核方案「%.*s」", STRF(file));
    Scheme *scheme = NEW(ctx->arena, Scheme, 1);
    scheme->file = file;
    scheme->ranking.volume = SCHEME_NONE;
    Loader loader = {.ctx = ctx, .scheme = scheme};
    if (!load_all(&loader, root) || !compile_formulas(&loader) ||
        !program_compile(ctx, scheme, &scheme->program))
        return fail_while(ctx, "读取考核方案「%.*s」", STRF(file));
    *ret = scheme;
    return true;
}
