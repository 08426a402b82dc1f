#include "engine/report/prose_pack.h"

typedef struct Loader {
    Ctx *ctx;
    Figures figures;
} Loader;

static bool load_text(Loader *loader, const YamlNode *map, const char *key, Template **ret)
{
    const YamlNode *node = yaml_get(map, str_of(key));
    *ret = NULL;
    return !node || template_compile(loader->ctx, node, &loader->figures, ret);
}

/* A scalar is one text, a list is several. */
static bool load_texts(Loader *loader, const YamlNode *node, TemplateList *list)
{
    if (!node)
        return true;
    if (node->kind == YAML_SCALAR)
        return template_compile(loader->ctx, node, &loader->figures,
                                LIST_ADD(loader->ctx->arena, list));
    if (node->kind == YAML_MAP)
        return yaml_fail(loader->ctx, node, "此处应为一段文字或文字的列表");
    for (size_t i = 0; i < node->count; i++)
        if (!template_compile(loader->ctx, node->items[i], &loader->figures,
                              LIST_ADD(loader->ctx->arena, list)))
            return false;
    return true;
}

static bool load_conditions(Loader *loader, const YamlNode *map, ProseNode *node)
{
    const YamlNode *when = yaml_get(map, STR("when"));
    if (!when)
        return true;
    if (when->kind == YAML_MAP)
        return yaml_fail(loader->ctx, when, "when 应为一个条件或条件的列表");
    node->condition_count = when->kind == YAML_SCALAR ? 1 : when->count;
    node->conditions = NEW(loader->ctx->arena, Piece, node->condition_count);
    for (size_t i = 0; i < node->condition_count; i++)
        if (!template_compile_condition(loader->ctx,
                                        when->kind == YAML_SCALAR ? when : when->items[i],
                                        &loader->figures, &node->conditions[i]))
            return false;
    return true;
}

static bool load_nodes(Loader *loader, const YamlNode *list, int level, ProseNodeList *nodes);

/* What a map of `text:` is, told by the one of these keys that it has. */
static const struct {
    const char *key;
    NodeKind kind;
    const char *const *keys; /* that may stand beside it */
} node_kinds[] = {
    {"paragraph", NODE_PARAGRAPH, (const char *const[]){"paragraph", "lead", "when", NULL}},
    {"heading", NODE_HEADING, (const char *const[]){"heading", "text", "when", NULL}},
    {"list", NODE_LIST, (const char *const[]){"list", "when", NULL}},
    {"slot", NODE_SLOT, (const char *const[]){"slot", "when", NULL}},
};

static bool load_content(Loader *loader, const YamlNode *map, int level, ProseNode *node)
{
    Ctx *ctx = loader->ctx;
    switch (node->kind) {
    case NODE_PARAGRAPH:
        return load_text(loader, map, "paragraph", &node->text) &&
               load_text(loader, map, "lead", &node->lead);
    case NODE_LIST:
        return load_texts(loader, yaml_get(map, STR("list")), &node->items);
    case NODE_SLOT:
        return yaml_str(ctx, map, STR("slot"), &node->slot);
    case NODE_HEADING:
        break;
    }
    const YamlNode *text;
    return load_text(loader, map, "heading", &node->text) &&
           yaml_need(ctx, map, STR("text"), YAML_LIST, &text) &&
           load_nodes(loader, text, level + 1, &node->children);
}

static bool load_node(Loader *loader, const YamlNode *from, int level, ProseNode *node)
{
    if (from->kind == YAML_SCALAR)
        return template_compile(loader->ctx, from, &loader->figures, &node->text);
    for (size_t i = 0; i < ARRAY_LEN(node_kinds); i++) {
        if (!yaml_get(from, str_of(node_kinds[i].key)))
            continue;
        node->kind = node_kinds[i].kind;
        return yaml_only(loader->ctx, from, node_kinds[i].keys) &&
               load_conditions(loader, from, node) && load_content(loader, from, level, node);
    }
    return yaml_fail(loader->ctx, from, "此处应有 paragraph、heading、list 或 slot");
}

static bool load_nodes(Loader *loader, const YamlNode *list, int level, ProseNodeList *nodes)
{
    if (list->kind != YAML_LIST)
        return yaml_fail(loader->ctx, list, "text 应为列表，每项以「- 」开头");
    if (level > PROSE_NESTING_MAX)
        return yaml_fail(loader->ctx, list, "标题超过 %d 层", PROSE_NESTING_MAX);
    for (size_t i = 0; i < list->count; i++)
        if (!load_node(loader, list->items[i], level, LIST_ADD(loader->ctx->arena, nodes)))
            return false;
    return true;
}

static bool load_named(Loader *loader, const YamlNode *map, Prose *prose)
{
    prose->texts = dict_create(loader->ctx->arena);
    if (!map)
        return true;
    if (map->kind != YAML_MAP)
        return yaml_fail(loader->ctx, map, "texts 应写作「名称: 文字」");
    for (size_t i = 0; i < map->count; i++) {
        TemplateList *list = NEW(loader->ctx->arena, TemplateList, 1);
        if (!load_texts(loader, map->entries[i].value, list))
            return false;
        dict_put(&prose->texts, map->entries[i].key, list);
    }
    return true;
}

static Figures index_figures(Arena *arena, const ProseName *known, size_t count)
{
    ProseName *names = arena_copy(arena, known, count * sizeof *known);
    Figures figures = {.by_name = dict_create(arena), .at = names, .count = count};
    for (size_t i = 0; i < count; i++)
        if (!str_empty(names[i].label))
            dict_put(&figures.by_name, names[i].label, &names[i]);
    /* Names come second, so that a label never hides a name. */
    for (size_t i = 0; i < count; i++)
        dict_put(&figures.by_name, names[i].name, &names[i]);
    return figures;
}

bool prose_load(Ctx *ctx, const YamlNode *pack, const ProseName *known, size_t known_count,
                Prose **ret)
{
    static const char *const keys[] = {"mark",       "number",  "title",      "addressee",
                                       "issuers",    "contact", "disclosure", "copies",
                                       "printed_by", "text",    "texts",      NULL};
    if (!yaml_only(ctx, pack, keys))
        return false;
    Loader loader = {.ctx = ctx, .figures = index_figures(ctx->arena, known, known_count)};
    Prose *prose = NEW(ctx->arena, Prose, 1);
    struct {
        const char *key;
        Template **to;
    } lines[] = {
        {"number", &prose->number},   {"addressee", &prose->addressee},
        {"contact", &prose->contact}, {"disclosure", &prose->disclosure},
        {"copies", &prose->copies},   {"printed_by", &prose->printed_by},
    };
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        if (!load_text(&loader, pack, lines[i].key, lines[i].to))
            return false;
    const YamlNode *text = yaml_get(pack, STR("text"));
    if (!load_texts(&loader, yaml_get(pack, STR("mark")), &prose->mark) ||
        !load_texts(&loader, yaml_get(pack, STR("title")), &prose->title) ||
        !load_texts(&loader, yaml_get(pack, STR("issuers")), &prose->issuers) ||
        (text && !load_nodes(&loader, text, /* level= */ 1, &prose->text)) ||
        !load_named(&loader, yaml_get(pack, STR("texts")), prose))
        return false;
    *ret = prose;
    return true;
}
