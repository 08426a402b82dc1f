/* Reading values out of a YAML tree; the parser itself is yaml.c. */
#include "port/yaml.h"

#include "base/nearest.h"

#include <stdarg.h>

#define KNOWN_KEYS_MAX 64
#define MESSAGE_BYTES_MAX 4096

static const char *kind_label(YamlKind kind)
{
    switch (kind) {
    case YAML_SCALAR:
        return "单个值";
    case YAML_LIST:
        return "列表（每项以「- 」开头）";
    default:
        return "「键: 值」";
    }
}

bool yaml_fail(Ctx *ctx, const YamlNode *at, const char *format, ...)
{
    char message[MESSAGE_BYTES_MAX];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    fail(ctx, FAIL_INVALID, "%s", message);
    return fail_at(ctx, (Place){.file = at->file, .line = at->line, .column = at->column});
}

static bool fail_key(Ctx *ctx, const YamlNode *at, Str key, const char *message)
{
    yaml_fail(ctx, at, "「%.*s」%s", STRF(key), message);
    ctx->fail.place.field = key;
    return false;
}

const YamlNode *yaml_get(const YamlNode *map, Str key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++) {
        if (str_equal(map->entries[i].key, key))
            return map->entries[i].value;
    }
    return NULL;
}

/* An empty value, ~ and null stand for "not given". */
static bool is_absent(const YamlNode *node)
{
    if (!node)
        return true;
    if (node->kind != YAML_SCALAR || node->quoted)
        return false;
    return str_empty(node->text) || str_equal_c(node->text, "~") || str_equal_c(node->text, "null");
}

static bool need_kind(Ctx *ctx, const YamlNode *node, Str key, YamlKind kind)
{
    if (node->kind == kind)
        return true;
    fail_key(ctx, node, key, "的写法不对");
    return fail_hint(ctx, "此处应为%s", kind_label(kind));
}

bool yaml_need(Ctx *ctx, const YamlNode *map, Str key, YamlKind kind, const YamlNode **ret)
{
    if (map->kind != YAML_MAP)
        return need_kind(ctx, map, key, YAML_MAP);
    const YamlNode *node = yaml_get(map, key);
    if (!node) {
        yaml_fail(ctx, map, "缺少「%.*s」", STRF(key));
        ctx->fail.place.field = key;
        return false;
    }
    if (!need_kind(ctx, node, key, kind))
        return false;
    *ret = node;
    return true;
}

bool yaml_str(Ctx *ctx, const YamlNode *map, Str key, Str *ret)
{
    const YamlNode *node = NULL;
    if (!yaml_need(ctx, map, key, YAML_SCALAR, &node))
        return false;
    if (is_absent(node) || str_empty(str_trim(node->text)))
        return fail_key(ctx, node, key, "不能为空");
    *ret = node->text;
    return true;
}

/* The scalar at a key; *ret is NULL when it is not given. */
static bool scalar_or_absent(Ctx *ctx, const YamlNode *map, Str key, const YamlNode **ret)
{
    const YamlNode *node = yaml_get(map, key);
    if (!is_absent(node) && !need_kind(ctx, node, key, YAML_SCALAR))
        return false;
    *ret = is_absent(node) ? NULL : node;
    return true;
}

bool yaml_str_or(Ctx *ctx, const YamlNode *map, Str key, Str otherwise, Str *ret)
{
    const YamlNode *node = NULL;
    if (!scalar_or_absent(ctx, map, key, &node))
        return false;
    *ret = node ? node->text : otherwise;
    return true;
}

bool yaml_int_or(Ctx *ctx, const YamlNode *map, Str key, int64_t otherwise, int64_t *ret)
{
    const YamlNode *node = NULL;
    if (!scalar_or_absent(ctx, map, key, &node))
        return false;
    int64_t value = otherwise;
    if (node && !str_to_int(node->text, &value))
        return fail_key(ctx, node, key, "应为整数");
    *ret = value;
    return true;
}

bool yaml_bool_or(Ctx *ctx, const YamlNode *map, Str key, bool otherwise, bool *ret)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true}, {"false", false}, {"yes", true},
                 {"no", false},  {"是", true},     {"否", false}};
    const YamlNode *node = NULL;
    if (!scalar_or_absent(ctx, map, key, &node))
        return false;
    if (!node) {
        *ret = otherwise;
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_equal_c(node->text, words[i].word)) {
            *ret = words[i].value;
            return true;
        }
    }
    return fail_key(ctx, node, key, "应为 true 或 false");
}

bool yaml_decimal_or(Ctx *ctx, const YamlNode *map, Str key, Decimal otherwise, Decimal *ret)
{
    const YamlNode *node = NULL;
    if (!scalar_or_absent(ctx, map, key, &node))
        return false;
    Decimal value = otherwise;
    DecimalParse found = node ? decimal_parse(node->text, &value) : DECIMAL_PARSED;
    if (found != DECIMAL_PARSED) {
        yaml_fail(ctx, node, "「%.*s」的值「%.*s」%s", STRF(key), STRF(node->text),
                  decimal_parse_message(found));
        ctx->fail.place.field = key;
        return false;
    }
    *ret = value;
    return true;
}

static bool fail_unknown_key(Ctx *ctx, const YamlNode *map, const YamlEntry *entry,
                             const Str *known, size_t count)
{
    fail(ctx, FAIL_INVALID, "不认识的键「%.*s」", STRF(entry->key));
    Str nearest = nearest_of(entry->key, known, count);
    if (!str_empty(nearest))
        fail_hint(ctx, "是否应为「%.*s」", STRF(nearest));
    return fail_at(ctx, (Place){.file = map->file, .line = entry->line, .field = entry->key});
}

bool yaml_only(Ctx *ctx, const YamlNode *map, const char *const *known)
{
    Str keys[KNOWN_KEYS_MAX];
    size_t count = 0;
    while (known[count]) {
        if (count == KNOWN_KEYS_MAX)
            BUG("yaml_only: more than 64 known keys");
        keys[count] = str_of(known[count]);
        count++;
    }
    if (map->kind != YAML_MAP)
        return need_kind(ctx, map, (Str){0}, YAML_MAP);
    for (size_t i = 0; i < map->count; i++) {
        bool found = false;
        for (size_t j = 0; j < count && !found; j++)
            found = str_equal(map->entries[i].key, keys[j]);
        if (!found)
            return fail_unknown_key(ctx, map, &map->entries[i], keys, count);
    }
    return true;
}

static bool shape_only(Ctx *ctx, const YamlNode *map, const Shape *shape)
{
    const char **known = NEW(ctx->arena, const char *, shape->count + 1);
    for (size_t i = 0; i < shape->count; i++)
        known[i] = shape->fields[i].name;
    return yaml_only(ctx, map, known);
}

static bool set_scalar(Ctx *ctx, const YamlNode *node, const Field *field, void *object)
{
    Problems problems = problems_create(ctx->arena);
    Str text = is_absent(node) ? STR("") : node->text;
    if (shape_set_text(ctx->arena, field, object, text, (Problem){.row = node->line}, &problems))
        return true;
    Str message = problems.count ? problems.at[0].message : STR("不符合要求");
    yaml_fail(ctx, node, "「%s」（%s）的值「%.*s」：%.*s", field->name, field->label, STRF(text),
              STRF(message));
    if (problems.count && !str_empty(problems.at[0].hint))
        fail_hint(ctx, "%.*s", STRF(problems.at[0].hint));
    ctx->fail.place.field = str_of(field->name);
    return false;
}

static bool set_member(Ctx *ctx, const YamlNode *node, const Field *field, void *object);

/* A scalar item of a list fills the first field of the element's struct. */
static bool set_item(Ctx *ctx, const YamlNode *node, const Shape *of, void *element)
{
    if (node->kind != YAML_SCALAR)
        return yaml_to_shape(ctx, node, of, element);
    for (size_t i = 1; i < of->count; i++) {
        if (of->fields[i].flags & FIELD_REQUIRED)
            return need_kind(ctx, node, str_of(of->name), YAML_MAP);
    }
    return set_member(ctx, node, &of->fields[0], element);
}

static bool set_list(Ctx *ctx, const YamlNode *node, const Field *field, void *object)
{
    if (is_absent(node))
        return true;
    if (!need_kind(ctx, node, str_of(field->name), YAML_LIST))
        return false;
    AnyList *list = (AnyList *)((char *)object + field->offset);
    for (size_t i = 0; i < node->count; i++) {
        list_grow(ctx->arena, &list->at, &list->count, &list->cap, field->of->size,
                  alignof(max_align_t));
        char *element = (char *)list->at + (list->count - 1) * field->of->size;
        if (!set_item(ctx, node->items[i], field->of, element))
            return false;
    }
    return true;
}

static bool set_member(Ctx *ctx, const YamlNode *node, const Field *field, void *object)
{
    if (field->kind == FIELD_LIST_OF)
        return set_list(ctx, node, field, object);
    if (field->kind == FIELD_STRUCT) {
        return is_absent(node) ||
               (need_kind(ctx, node, str_of(field->name), YAML_MAP) &&
                yaml_to_shape(ctx, node, field->of, (char *)object + field->offset));
    }
    return need_kind(ctx, node, str_of(field->name), YAML_SCALAR) &&
           set_scalar(ctx, node, field, object);
}

bool yaml_to_shape(Ctx *ctx, const YamlNode *map, const Shape *shape, void *ret)
{
    if (!need_kind(ctx, map, str_of(shape->name), YAML_MAP) || !shape_only(ctx, map, shape))
        return false;
    void *object = arena_alloc(ctx->arena, shape->size, alignof(max_align_t));
    for (size_t i = 0; i < shape->count; i++) {
        const Field *field = &shape->fields[i];
        const YamlNode *value = yaml_get(map, str_of(field->name));
        if (!value && (field->flags & FIELD_REQUIRED)) {
            yaml_fail(ctx, map, "缺少「%s」（%s）", field->name, field->label);
            ctx->fail.place.field = str_of(field->name);
            return false;
        }
        if (value && !set_member(ctx, value, field, object))
            return false;
    }
    memcpy(ret, object, shape->size);
    return true;
}
