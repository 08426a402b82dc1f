/* Sections, items and whether their points hold together. */
#include "engine/assess/loader.h"

static bool load_target(Loader *loader, const YamlNode *map, SchemeItem *item)
{
    static const char *const keys[] = {"at_least", "at_most", "compare", NULL};
    static const Word compare[] = {{"rounded", 0}, {"exact", 1}};
    const YamlNode *target = yaml_get(map, STR("target"));
    if (!target)
        return true;
    bool least;
    bool most;
    int exact;
    Decimal at_least;
    Decimal at_most;
    if (!yaml_only(loader->ctx, target, keys) ||
        !load_decimal(loader, target, "at_least", &least, &at_least) ||
        !load_decimal(loader, target, "at_most", &most, &at_most) ||
        !LOAD_WORD(loader, target, "compare", compare, 0, &exact))
        return false;
    if (least == most)
        return yaml_fail(loader->ctx, target,
                         "目标应写 at_least（不低于）或 at_most（不高于）之一");
    item->has_target = true;
    item->target = least ? at_least : at_most;
    item->target_direction = least ? DIRECTION_UP : DIRECTION_DOWN;
    item->target_exact = exact == 1;
    return true;
}

static bool is_penalty(const Loader *loader, size_t section)
{
    return section != SCHEME_NONE && loader->scheme->sections.at[section].kind == SECTION_PENALTY;
}

static bool load_points(Loader *loader, const YamlNode *map, SchemeItem *item)
{
    if (!load_decimal(loader, map, "points", &item->has_points, &item->points))
        return false;
    if (item->has_points && item->points.millionths <= 0)
        return yaml_fail(loader->ctx, yaml_get(map, STR("points")),
                         "「%.*s」的满分应大于零（减分项也写正数）", STRF(item->code));
    return true;
}

static bool load_item_values(Loader *loader, const YamlNode *map, SchemeItem *item)
{
    static const Word directions[] = {{"up", DIRECTION_UP}, {"down", DIRECTION_DOWN}};
    Ctx *ctx = loader->ctx;
    int direction;
    if (!load_code(loader, map, &item->code) || !yaml_str(ctx, map, STR("name"), &item->name) ||
        !load_points(loader, map, item) ||
        !yaml_str_or(ctx, map, STR("measure"), item->has_points ? STR("分") : (Str){0},
                     &item->measure) ||
        !yaml_str_or(ctx, map, STR("origin"), (Str){0}, &item->origin) ||
        !yaml_str_or(ctx, map, STR("rule"), (Str){0}, &item->formula_note) ||
        !LOAD_WORD(loader, map, "direction", directions, DIRECTION_UP, &direction) ||
        !load_missing(loader, map, item->missing, &item->missing) ||
        !load_target(loader, map, item))
        return false;
    item->direction = (Direction)direction;
    item->rounding = loader->scheme->rounding;
    const YamlNode *rounding = yaml_get(map, STR("rounding"));
    static const char *const rounding_keys[] = {"mode", "places", NULL};
    if (rounding && (!yaml_only(ctx, rounding, rounding_keys) ||
                     !load_rounding(loader, rounding, item->rounding, &item->rounding)))
        return false;
    return true;
}

static bool load_item(Loader *loader, const YamlNode *map, size_t section, size_t parent,
                      MissingRule missing)
{
    static const char *const keys[] = {"code",    "name",      "points",  "measure", "origin",
                                       "rule",    "direction", "missing", "target",  "rounding",
                                       "formula", "input",     "items",   NULL};
    Scheme *scheme = loader->scheme;
    SchemeItem item = {.section = section, .parent = parent, .missing = missing, .line = map->line};
    if (!yaml_only(loader->ctx, map, keys) || !load_item_values(loader, map, &item) ||
        !load_new_code(loader, map, item.code, /* is_input= */ false))
        return false;
    if (scheme->items.count == SCHEME_ITEMS_MAX)
        return yaml_fail(loader->ctx, map, "指标太多：最多%d个", SCHEME_ITEMS_MAX);
    if (yaml_get(map, STR("input")) &&
        !load_own_input(loader, map, &item, is_penalty(loader, section)))
        return false;
    size_t index = scheme->items.count;
    *LIST_ADD(loader->ctx->arena, &scheme->items) = item;
    *LIST_ADD(loader->ctx->arena, &loader->item_nodes) = (YamlNodeRef){map};
    const YamlNode *parts;
    return load_list(loader, map, "items", SCHEME_ITEMS_MAX, &parts) &&
           load_items(loader, parts, section, index, item.missing);
}

bool load_items(Loader *loader, const YamlNode *list, size_t section, size_t parent,
                MissingRule missing)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!load_item(loader, list->items[i], section, parent, missing))
            return false;
    }
    return true;
}

static bool load_section(Loader *loader, const YamlNode *map)
{
    static const char *const keys[] = {"code",   "name",    "kind",  "cap",
                                       "capped", "missing", "items", NULL};
    static const Word kinds[] = {
        {"base", SECTION_BASE}, {"bonus", SECTION_BONUS}, {"penalty", SECTION_PENALTY}};
    Scheme *scheme = loader->scheme;
    SchemeSection section = {.line = map->line};
    MissingRule missing;
    int kind;
    const YamlNode *items;
    if (!yaml_only(loader->ctx, map, keys) || !load_code(loader, map, &section.code) ||
        !yaml_str(loader->ctx, map, STR("name"), &section.name) ||
        !LOAD_WORD(loader, map, "kind", kinds, SECTION_BASE, &kind) ||
        !load_decimal(loader, map, "cap", &section.has_cap, &section.cap) ||
        !load_missing(loader, map, loader->missing, &missing) ||
        !load_list(loader, map, "items", SCHEME_ITEMS_MAX, &items) ||
        !load_new_code(loader, map, section.code, /* is_input= */ true))
        return false;
    if (scheme_item(scheme, section.code) != SCHEME_NONE)
        return yaml_fail(loader->ctx, map, "代码「%.*s」重复", STRF(section.code));
    if (section.has_cap && section.cap.millionths <= 0)
        return yaml_fail(loader->ctx, yaml_get(map, STR("cap")),
                         "上限应大于零（减分的上限也写正数）");
    if (items->count == 0)
        return yaml_fail(loader->ctx, map, "「%.*s」没有指标（items）", STRF(section.name));
    section.kind = (SectionKind)kind;
    *LIST_ADD(loader->ctx->arena, &scheme->sections) = section;
    *LIST_ADD(loader->ctx->arena, &loader->section_nodes) = (YamlNodeRef){map};
    return load_items(loader, items, scheme->sections.count - 1, SCHEME_NONE, missing);
}

bool load_sections(Loader *loader, const YamlNode *root)
{
    const YamlNode *list;
    if (!load_list(loader, root, "sections", SCHEME_SECTIONS_MAX, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        if (!load_section(loader, list->items[i]))
            return false;
    }
    return true;
}

/* ---- do the points hold together? ------------------------------------------------------- */

/* The sum over the parts of an item (or the items at the top of a section); false in *ret_all when
 * one of them has no points. */
static bool sum_points(Loader *loader, size_t section, size_t parent, Decimal *ret_sum,
                       bool *ret_all)
{
    const Scheme *scheme = loader->scheme;
    Decimal sum = DECIMAL_ZERO;
    size_t count = 0;
    bool all = true;
    for (size_t i = 0; i < scheme->items.count; i++) {
        const SchemeItem *item = &scheme->items.at[i];
        if (item->parent != parent || (parent == SCHEME_NONE && item->section != section))
            continue;
        count++;
        all &= item->has_points;
        if (!decimal_add(sum, item->points, &sum))
            return yaml_fail(loader->ctx, loader->item_nodes.at[i].node, "满分之和太大");
    }
    *ret_sum = sum;
    *ret_all = all && count > 0;
    return true;
}

static bool check_parts(Loader *loader, size_t index)
{
    SchemeItem *item = &loader->scheme->items.at[index];
    const YamlNode *node = loader->item_nodes.at[index].node;
    Decimal sum = DECIMAL_ZERO;
    bool all = false;
    if (!sum_points(loader, SCHEME_NONE, index, &sum, &all))
        return false;
    if (!all || yaml_get(node, STR("formula")))
        return true;
    if (!item->has_points) {
        item->has_points = true;
        item->points = sum;
    }
    if (decimal_compare(item->points, sum) == 0)
        return true;
    Arena *arena = loader->ctx->arena;
    yaml_fail(loader->ctx, node, "「%.*s」满分%.*s，与下级指标满分之和%.*s不符", STRF(item->name),
              STRF(load_decimal_text(arena, item->points)), STRF(load_decimal_text(arena, sum)));
    return false;
}

static bool check_cap(Loader *loader, const YamlNode *node, SchemeSection *section)
{
    bool capped = false;
    if (!yaml_bool_or(loader->ctx, node, STR("capped"), false, &capped))
        return false;
    int compared = decimal_compare(section->cap, section->points);
    if (!section->has_cap || !section->has_points || compared == 0 || (compared < 0 && capped))
        return true;
    Arena *arena = loader->ctx->arena;
    yaml_fail(loader->ctx, node, "「%.*s」的上限%.*s%s各指标满分之和%.*s", STRF(section->name),
              STRF(load_decimal_text(arena, section->cap)), compared < 0 ? "低于" : "高于",
              STRF(load_decimal_text(arena, section->points)));
    return fail_hint(loader->ctx, compared < 0 ? "请核对满分；确实封顶的，加写 capped: true"
                                               : "请核对各指标的满分");
}

/* Full marks need marks, and leaving an item out needs the weights of all its siblings. */
static bool check_missing(Loader *loader, size_t index)
{
    const Scheme *scheme = loader->scheme;
    const SchemeItem *item = &scheme->items.at[index];
    const YamlNode *node = loader->item_nodes.at[index].node;
    if (item->missing == MISSING_FULL_MARKS && !item->has_points)
        return yaml_fail(loader->ctx, node, "「%.*s」缺项按满分计，但没有写满分（points）",
                         STRF(item->name));
    if (item->missing != MISSING_REWEIGHT)
        return true;
    Decimal sum = DECIMAL_ZERO;
    bool all = false;
    if (!sum_points(loader, item->section, item->parent, &sum, &all))
        return false;
    if (!all)
        return yaml_fail(loader->ctx, node, "「%.*s」缺项剔除（reweight）要求同级指标都有满分",
                         STRF(item->name));
    return true;
}

bool check_points(Loader *loader)
{
    Scheme *scheme = loader->scheme;
    for (size_t i = scheme->items.count; i > 0; i--) { /* parts come after their parent */
        if (!check_parts(loader, i - 1))
            return false;
    }
    for (size_t i = 0; i < scheme->items.count; i++) {
        if (!check_missing(loader, i))
            return false;
    }
    for (size_t i = 0; i < scheme->sections.count; i++) {
        SchemeSection *section = &scheme->sections.at[i];
        if (!sum_points(loader, i, SCHEME_NONE, &section->points, &section->has_points) ||
            !check_cap(loader, loader->section_nodes.at[i].node, section))
            return false;
    }
    return true;
}
