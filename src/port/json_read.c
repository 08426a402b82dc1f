/* JSON to structs, with jansson; the writer is json.c. */
#include "port/json.h"

#include "base/nearest.h"

#include <jansson.h>

typedef struct Binder {
    Arena *arena;
    Problems *problems;
} Binder;

static bool add_problem(Binder *binder, Str path, Str value, Str message, Str hint)
{
    problems_add(binder->problems,
                 (Problem){.field = path, .value = value, .message = message, .hint = hint});
    return false;
}

/* Refuses nesting before jansson, which recurses, sees it. */
static bool check_depth(Ctx *ctx, Str text)
{
    int depth = 0;
    int line = 1;
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        line += c == '\n';
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth > JSON_DEPTH_MAX) {
            fail(ctx, FAIL_SYNTAX, "JSON 嵌套太深，最多 %d 层", JSON_DEPTH_MAX);
            return fail_at(ctx, (Place){.line = line});
        }
    }
    return true;
}

static const char *syntax_message(enum json_error_code code)
{
    switch (code) {
    case json_error_invalid_utf8:
        return "JSON 不是 UTF-8 编码";
    case json_error_premature_end_of_input:
        return "JSON 不完整";
    case json_error_end_of_input_expected:
        return "JSON 之后还有多余的内容";
    case json_error_duplicate_key:
        return "JSON 中有重复的键";
    case json_error_numeric_overflow:
        return "JSON 中的数字太大";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "JSON 中含有空字符";
    default:
        return "JSON 写法有误";
    }
}

static bool fail_jansson(Ctx *ctx, const json_error_t *error)
{
    fail(ctx, FAIL_SYNTAX, "%s", syntax_message(json_error_code(error)));
    fail_detail(ctx, "jansson: %s", error->text);
    return fail_at(ctx, (Place){.line = error->line, .column = error->column});
}

static void release_json(void *value)
{
    json_decref(value);
}

static Str json_kind_name(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return STR("对象");
    case JSON_ARRAY:
        return STR("数组");
    case JSON_STRING:
        return STR("文字");
    case JSON_INTEGER:
        return STR("整数");
    case JSON_REAL:
        return STR("小数");
    case JSON_NULL:
        return STR("null");
    default:
        return STR("true/false");
    }
}

static bool wrong_kind(Binder *binder, Str path, const json_t *value, const char *expected)
{
    return add_problem(binder, path, json_kind_name(value),
                       str_format(binder->arena, "类型不对，应为%s", expected), (Str){0});
}

static bool takes_number(FieldKind kind)
{
    return kind == FIELD_INT || kind == FIELD_DECIMAL;
}

/* The text by which a plain value is set, as it would stand in a cell. */
static bool plain_text(Binder *binder, const Field *field, const json_t *value, Str path, Str *ret)
{
    switch (json_typeof(value)) {
    case JSON_NULL:
        *ret = (Str){0};
        return true;
    case JSON_STRING:
        *ret = str_from(json_string_value(value), json_string_length(value));
        return true;
    case JSON_INTEGER:
        if (!takes_number(field->kind))
            return wrong_kind(binder, path, value, "文字（加引号）");
        *ret = str_format(binder->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return true;
    case JSON_REAL:
        return add_problem(binder, path, json_kind_name(value), STR("小数须加引号"),
                           STR("请写成文字，如 \"19.89\"，以免经二进制浮点数失真"));
    case JSON_TRUE:
    case JSON_FALSE:
        if (field->kind != FIELD_BOOL)
            return wrong_kind(binder, path, value, "文字或整数");
        *ret = json_is_true(value) ? STR("true") : STR("false");
        return true;
    default:
        return wrong_kind(binder, path, value, "单个值");
    }
}

static bool bind_object(Binder *binder, const json_t *object, const Shape *shape, Str path,
                        void *to);

static bool bind_plain(Binder *binder, const Field *field, const json_t *value, Str path, void *to)
{
    Str text = {0};
    if (!plain_text(binder, field, value, path, &text))
        return false;
    return shape_set_text(binder->arena, field, to, text, (Problem){.field = path},
                          binder->problems);
}

/* A plain item of a list fills the first field of its struct, when the others can stay empty. */
static bool bind_item(Binder *binder, const json_t *item, const Shape *of, Str path, void *to)
{
    if (json_is_object(item))
        return bind_object(binder, item, of, path, to);
    bool first_suffices = of->count > 0 && of->fields[0].kind < FIELD_LIST_OF;
    for (size_t i = 1; i < of->count; i++)
        first_suffices = first_suffices && !(of->fields[i].flags & FIELD_REQUIRED);
    return first_suffices ? bind_plain(binder, &of->fields[0], item, path, to)
                          : wrong_kind(binder, path, item, "对象");
}

static bool bind_list(Binder *binder, const Field *field, const json_t *value, Str path, void *to)
{
    if (json_is_null(value))
        return true;
    if (!json_is_array(value))
        return wrong_kind(binder, path, value, "数组");
    bool all = true;
    AnyList *list = (AnyList *)((char *)to + field->offset);
    for (size_t i = 0; i < json_array_size(value); i++) {
        list_grow(binder->arena, &list->at, &list->count, &list->cap, field->of->size,
                  alignof(max_align_t));
        void *element = (char *)list->at + (list->count - 1) * field->of->size;
        Str item_path = str_format(binder->arena, "%.*s[%zu]", STRF(path), i);
        all &= bind_item(binder, json_array_get(value, i), field->of, item_path, element);
    }
    return all;
}

static bool bind_member(Binder *binder, const Field *field, const json_t *value, Str path, void *to)
{
    if (field->kind == FIELD_LIST_OF)
        return bind_list(binder, field, value, path, to);
    if (field->kind != FIELD_STRUCT)
        return bind_plain(binder, field, value, path, to);
    if (json_is_null(value))
        return true;
    return json_is_object(value)
               ? bind_object(binder, value, field->of, path, (char *)to + field->offset)
               : wrong_kind(binder, path, value, "对象");
}

static bool unknown_key(Binder *binder, const Shape *shape, Str path)
{
    Str *names = NEW(binder->arena, Str, shape->count + 1);
    for (size_t i = 0; i < shape->count; i++)
        names[i] = str_of(shape->fields[i].name);
    size_t dot = str_find_last_byte(path, '.');
    Str key = dot == STR_NONE ? path : str_after(path, dot + 1);
    Str nearest = nearest_of(key, names, shape->count);
    Str hint =
        str_empty(nearest) ? STR("") : str_format(binder->arena, "是否应为「%.*s」", STRF(nearest));
    return add_problem(binder, path, (Str){0}, STR("没有这个字段"), hint);
}

static Str join_path(Arena *arena, Str path, Str name)
{
    return str_empty(path) ? str_copy(arena, name)
                           : str_format(arena, "%.*s.%.*s", STRF(path), STRF(name));
}

/* Fields in the order of the shape, so that problems come in the order a person expects. */
static bool bind_object(Binder *binder, const json_t *object, const Shape *shape, Str path,
                        void *to)
{
    bool all = true;
    for (size_t i = 0; i < shape->count; i++) {
        const Field *field = &shape->fields[i];
        const json_t *value = json_object_get(object, field->name);
        Str member_path = join_path(binder->arena, path, str_of(field->name));
        if (value)
            all &= bind_member(binder, field, value, member_path, to);
        else if (field->flags & FIELD_REQUIRED)
            all &= add_problem(binder, member_path, (Str){0}, STR("不能为空"),
                               str_format(binder->arena, "请填写「%s」", field->label));
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        if (!shape_field(shape, str_of(key)))
            all &= unknown_key(binder, shape, join_path(binder->arena, path, str_of(key)));
    }
    return all;
}

bool json_to_shape(Ctx *ctx, Str text, const Shape *shape, Problems *problems, void *ret)
{
    if (text.len > JSON_BYTES_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "JSON 太大，上限 %zu 字节", (size_t)JSON_BYTES_MAX);
    if (!check_depth(ctx, text))
        return false;
    json_error_t error = {0};
    json_t *root = json_loadb(text.at ? text.at : "", text.len, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return fail_jansson(ctx, &error);
    arena_defer(ctx->arena, release_json, root);
    bool bound = false;
    if (!json_is_object(root)) {
        fail(ctx, FAIL_SYNTAX, "JSON 的最外层应为对象 { … }");
    } else {
        Binder binder = {.arena = ctx->arena, .problems = problems};
        void *object = arena_alloc(ctx->arena, shape->size, alignof(max_align_t));
        bound = bind_object(&binder, root, shape, (Str){0}, object);
        if (bound)
            memcpy(ret, object, shape->size);
        else
            fail(ctx, FAIL_INVALID, "填写的内容有 %zu 处不符合要求", problems->total);
    }
    arena_undefer(ctx->arena, root);
    json_decref(root);
    return bound;
}
