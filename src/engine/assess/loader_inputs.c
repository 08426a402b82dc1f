/* Figures from outside and band tables. */
#include "engine/assess/loader.h"

static bool load_range(Loader *loader, const YamlNode *map, SchemeInput *input)
{
    if (!load_decimal(loader, map, "min", &input->has_min, &input->min) ||
        !load_decimal(loader, map, "max", &input->has_max, &input->max))
        return false;
    if (input->has_min && input->has_max && decimal_compare(input->min, input->max) > 0)
        return yaml_fail(loader->ctx, map, "「%.*s」的最小值大于最大值", STRF(input->code));
    return true;
}

static bool load_assumed(Loader *loader, const YamlNode *map, SchemeInput *input)
{
    static const char *const keys[] = {"value", "when", "note", NULL};
    const YamlNode *assume = yaml_get(map, STR("assume"));
    if (!assume)
        return true;
    if (!yaml_only(loader->ctx, assume, keys) ||
        !load_decimal(loader, assume, "value", &input->has_assumed, &input->assumed) ||
        !yaml_str(loader->ctx, assume, STR("note"), &input->assumed_note))
        return false;
    if (!input->has_assumed)
        return yaml_fail(loader->ctx, assume, "缺少「value」：数据缺失时按多少计");
    return true;
}

/* What an input says beside its code and name. */
static bool load_input_details(Loader *loader, const YamlNode *map, SchemeInput *input)
{
    Ctx *ctx = loader->ctx;
    return yaml_str_or(ctx, map, STR("table"), loader->table, &input->table) &&
           yaml_str_or(ctx, map, STR("column"), input->code, &input->column) &&
           yaml_str_or(ctx, map, STR("origin"), loader->origin, &input->origin) &&
           yaml_str_or(ctx, map, STR("measure"), input->measure, &input->measure) &&
           load_places(loader, map, 2, &input->places) && load_range(loader, map, input) &&
           load_assumed(loader, map, input);
}

static bool add_input(Loader *loader, const YamlNode *at, SchemeInput input)
{
    if (str_empty(input.table))
        return yaml_fail(loader->ctx, at, "数据「%.*s」没有说明来自哪个表（table）",
                         STRF(input.code));
    if (loader->scheme->inputs.count == SCHEME_INPUTS_MAX)
        return yaml_fail(loader->ctx, at, "数据太多：最多%d个", SCHEME_INPUTS_MAX);
    if (!load_new_code(loader, at, input.code, /* is_input= */ true))
        return false;
    *LIST_ADD(loader->ctx->arena, &loader->scheme->inputs) = input;
    return true;
}

bool load_own_input(Loader *loader, const YamlNode *map, const SchemeItem *item, bool penalty)
{
    static const char *const keys[] = {"table", "column", "origin", "measure", "places",
                                       "min",   "max",    "assume", NULL};
    const YamlNode *own = yaml_get(map, STR("input"));
    SchemeInput input = {
        .code = item->code, .name = item->name, .measure = item->measure, .line = own->line};
    if (!yaml_only(loader->ctx, own, keys) || !load_input_details(loader, own, &input))
        return false;
    if (item->has_points && !input.has_min) {
        input.has_min = true;
        input.min.millionths = penalty ? -item->points.millionths : 0;
    }
    if (item->has_points && !input.has_max) {
        input.has_max = true;
        input.max = penalty ? DECIMAL_ZERO : item->points;
    }
    return add_input(loader, own, input);
}

bool load_inputs(Loader *loader, const YamlNode *root)
{
    static const char *const keys[] = {"code",   "name", "table", "column", "origin", "measure",
                                       "places", "min",  "max",   "assume", NULL};
    const YamlNode *list;
    if (!load_list(loader, root, "inputs", SCHEME_INPUTS_MAX, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const YamlNode *map = list->items[i];
        SchemeInput input = {.line = map->line};
        if (!yaml_only(loader->ctx, map, keys) || !load_code(loader, map, &input.code) ||
            !yaml_str(loader->ctx, map, STR("name"), &input.name) ||
            !load_input_details(loader, map, &input) || !add_input(loader, map, input))
            return false;
    }
    return true;
}

static bool load_when(Loader *loader, const YamlNode *assume, SchemeInput *input)
{
    const YamlNode *when;
    if (!load_list(loader, assume, "when", SCHEME_INPUTS_MAX, &when))
        return false;
    if (when->count == 0)
        return yaml_fail(loader->ctx, assume, "缺少「when」：哪些数据都有时才这样计");
    input->assumed_when = NEW(loader->ctx->arena, size_t, when->count);
    input->assumed_when_count = when->count;
    for (size_t i = 0; i < when->count; i++) {
        const YamlNode *name = when->items[i];
        input->assumed_when[i] = scheme_input(loader->scheme, name->text);
        if (input->assumed_when[i] == SCHEME_NONE)
            return load_fail_name(loader, name, "数据", name->text);
        if (str_equal(name->text, input->code))
            return yaml_fail(loader->ctx, name, "「%.*s」不能以自己为条件", STRF(name->text));
    }
    return true;
}

bool load_assumptions(Loader *loader, const YamlNode *root)
{
    const YamlNode *list;
    if (!load_list(loader, root, "inputs", SCHEME_INPUTS_MAX, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const YamlNode *assume = yaml_get(list->items[i], STR("assume"));
        if (assume && !load_when(loader, assume, &loader->scheme->inputs.at[i]))
            return false;
    }
    for (size_t i = 0; i < loader->item_nodes.count; i++) {
        const YamlNode *own = yaml_get(loader->item_nodes.at[i].node, STR("input"));
        const YamlNode *assume = yaml_get(own, STR("assume"));
        size_t input = scheme_input(loader->scheme, loader->scheme->items.at[i].code);
        if (assume && !load_when(loader, assume, &loader->scheme->inputs.at[input]))
            return false;
    }
    return true;
}

static bool load_step(Loader *loader, const YamlNode *map, const SchemeBand *band, size_t at)
{
    static const char *const keys[] = {"at_least", "value", NULL};
    bool has_least;
    bool has_value;
    Decimal least;
    Decimal value;
    if (!yaml_only(loader->ctx, map, keys) ||
        !load_decimal(loader, map, "at_least", &has_least, &least) ||
        !load_decimal(loader, map, "value", &has_value, &value))
        return false;
    if (!has_least || !has_value)
        return yaml_fail(loader->ctx, map, "分档的每一档需要 at_least（不低于）和 value（取值）");
    band->steps[at] = (BandStep){fraction_of_decimal(least), fraction_of_decimal(value)};
    if (at > 0 && fraction_compare(band->steps[at].at_least, band->steps[at - 1].at_least) >= 0)
        return yaml_fail(loader->ctx, map, "分档应从高到低排列，且不重复");
    return true;
}

static bool load_band(Loader *loader, const YamlNode *map)
{
    static const char *const keys[] = {"code", "name", "steps", "otherwise", NULL};
    SchemeBand band = {0};
    Decimal otherwise;
    const YamlNode *steps;
    if (!yaml_only(loader->ctx, map, keys) || !load_code(loader, map, &band.code) ||
        !yaml_str_or(loader->ctx, map, STR("name"), band.code, &band.name) ||
        !load_decimal(loader, map, "otherwise", &band.has_otherwise, &otherwise) ||
        !load_list(loader, map, "steps", SCHEME_BAND_STEPS_MAX, &steps) ||
        !load_new_code(loader, map, band.code, /* is_input= */ true))
        return false;
    if (steps->count == 0)
        return yaml_fail(loader->ctx, map, "分档表「%.*s」没有档次（steps）", STRF(band.code));
    band.otherwise = fraction_of_decimal(otherwise);
    band.step_count = steps->count;
    band.steps = NEW(loader->ctx->arena, BandStep, steps->count);
    for (size_t i = 0; i < steps->count; i++) {
        if (!load_step(loader, steps->items[i], &band, i))
            return false;
    }
    *LIST_ADD(loader->ctx->arena, &loader->scheme->bands) = band;
    return true;
}

bool load_bands(Loader *loader, const YamlNode *root)
{
    const YamlNode *list;
    if (!load_list(loader, root, "bands", SCHEME_BANDS_MAX, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        if (!load_band(loader, list->items[i]))
            return false;
    }
    return true;
}
