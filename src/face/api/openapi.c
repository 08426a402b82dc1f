#include "face/api/openapi.h"

#include "face/api/program.h"
#include "face/api/stream.h"
#include "port/json.h"

/* The shapes that were named so far: each becomes one schema, however often it is used. */
typedef struct Named {
    const Shape *shape;
    Str name;
} Named;
LIST_OF(Named, NamedList);

typedef struct Writer {
    Arena *arena;
    JsonWriter json;
    NamedList named; /* those at and after `written` still have to be written */
    size_t written;
} Writer;

static void key_str(Writer *writer, const char *key, Str value)
{
    json_key(&writer->json, str_of(key));
    json_str(&writer->json, value);
}

/* ---- schemas --------------------------------------------------------------------------------- */

static bool is_taken(const Writer *writer, Str name)
{
    LIST_EACH (const Named, one, &writer->named)
        if (str_equal(one->name, name))
            return true;
    return false;
}

/* Two structs of one name in two files are two schemas. */
static Str name_of(Writer *writer, const Shape *shape)
{
    LIST_EACH (const Named, one, &writer->named)
        if (one->shape == shape)
            return one->name;
    Str name = str_of(shape->name);
    for (int i = 2; is_taken(writer, name); i++)
        name = str_format(writer->arena, "%s%d", shape->name, i);
    *LIST_ADD(writer->arena, &writer->named) = (Named){shape, name};
    return name;
}

static void reference(Writer *writer, const Shape *shape)
{
    Str name = name_of(writer, shape);
    key_str(writer, "$ref", str_format(writer->arena, "#/components/schemas/%.*s", STRF(name)));
}

static void type_and_format(Writer *writer, const char *type, const char *format)
{
    key_str(writer, "type", str_of(type));
    if (format)
        key_str(writer, "format", str_of(format));
}

static void field_type(Writer *writer, const Field *field);

static void list_type(Writer *writer, const Field *field)
{
    key_str(writer, "type", STR("array"));
    json_key(&writer->json, STR("items"));
    json_begin_object(&writer->json);
    if (field->flags & FIELD_BARE)
        field_type(writer, &field->of->fields[0]);
    else
        reference(writer, field->of);
    json_end_object(&writer->json);
}

static void text_type(Writer *writer, const Field *field)
{
    key_str(writer, "type", STR("string"));
    json_key(&writer->json, STR("maxLength"));
    json_int(&writer->json, (int64_t)(field->max_runes ? field->max_runes : FIELD_RUNES_MAX));
}

/* The members of a schema object that tell what the field holds. */
static void field_type(Writer *writer, const Field *field)
{
    switch (field->kind) {
    case FIELD_BOOL:
        type_and_format(writer, "boolean", NULL);
        return;
    case FIELD_INT:
        type_and_format(writer, "integer", "int64");
        return;
    case FIELD_DECIMAL: /* as text: it is exact */
        key_str(writer, "type", STR("string"));
        key_str(writer, "pattern", STR("^-?[0-9]+([.][0-9]+)?$"));
        return;
    case FIELD_STR:
        text_type(writer, field);
        return;
    case FIELD_INSTANT:
        type_and_format(writer, "string", "date-time");
        return;
    case FIELD_DATE:
        type_and_format(writer, "string", "date");
        return;
    case FIELD_PERIOD:
        key_str(writer, "type", STR("string"));
        key_str(writer, "pattern", STR("^[0-9]{4}(-[0-9]{2})?$"));
        return;
    case FIELD_LIST_OF:
        list_type(writer, field);
        return;
    case FIELD_STRUCT:
        reference(writer, field->of);
        return;
    }
}

static void field_schema(Writer *writer, const Field *field)
{
    json_begin_object(&writer->json);
    field_type(writer, field);
    /* Beside a $ref nothing else counts (OpenAPI 3.0). */
    if (field->kind != FIELD_STRUCT && field->label)
        key_str(writer, "description", str_of(field->label));
    if (field->kind != FIELD_STRUCT && (field->flags & (FIELD_OPTIONAL | FIELD_SPARSE))) {
        json_key(&writer->json, STR("nullable"));
        json_bool(&writer->json, true);
    }
    json_end_object(&writer->json);
}

static bool in_path(const Route *route, const Field *field)
{
    char name[128];
    snprintf(name, sizeof name, "{%s}", field->name);
    return strstr(route->path, name) != NULL;
}

/* Members of the shape as an object schema; those of `route` that stand in its path are left out
 * (NULL = none does). */
static void object_schema(Writer *writer, const Shape *shape, const Route *route)
{
    JsonWriter *json = &writer->json;
    bool any_required = false;
    json_begin_object(json);
    key_str(writer, "type", STR("object"));
    json_key(json, STR("properties"));
    json_begin_object(json);
    for (size_t i = 0; i < shape->count; i++) {
        const Field *field = &shape->fields[i];
        if (route && in_path(route, field))
            continue;
        any_required = any_required || (field->flags & FIELD_REQUIRED);
        json_key(json, str_of(field->name));
        field_schema(writer, field);
    }
    json_end_object(json);
    if (any_required) {
        json_key(json, STR("required"));
        json_begin_array(json);
        for (size_t i = 0; i < shape->count; i++)
            if ((shape->fields[i].flags & FIELD_REQUIRED) &&
                !(route && in_path(route, &shape->fields[i])))
                json_str(json, str_of(shape->fields[i].name));
        json_end_array(json);
    }
    json_end_object(json);
}

/* ---- paths ----------------------------------------------------------------------------------- */

/* A body of raw bytes leaves the other members to the query. */
static bool in_query(const Route *route, const Field *field)
{
    if (in_path(route, field))
        return false;
    if (route->body_member)
        return strcmp(field->name, route->body_member) != 0;
    return route->method != METHOD_POST;
}

static void parameters(Writer *writer, const Route *route)
{
    JsonWriter *json = &writer->json;
    json_key(json, STR("parameters"));
    json_begin_array(json);
    for (size_t i = 0; route->input && i < route->input->count; i++) {
        const Field *field = &route->input->fields[i];
        bool of_path = in_path(route, field);
        if (!of_path && !in_query(route, field))
            continue;
        json_begin_object(json);
        key_str(writer, "name", str_of(field->name));
        key_str(writer, "in", of_path ? STR("path") : STR("query"));
        json_key(json, STR("required"));
        json_bool(json, of_path || (field->flags & FIELD_REQUIRED));
        json_key(json, STR("schema"));
        field_schema(writer, field);
        json_end_object(json);
    }
    json_end_array(json);
}

static void body(Writer *writer, const Route *route)
{
    JsonWriter *json = &writer->json;
    if (route->method != METHOD_POST || !route->input)
        return;
    json_key(json, STR("requestBody"));
    json_begin_object(json);
    json_key(json, STR("content"));
    json_begin_object(json);
    json_key(json, route->body_member                     ? STR("application/octet-stream")
                   : route->manner && route->manner->form ? STR("application/x-www-form-urlencoded")
                                                          : STR("application/json"));
    json_begin_object(json);
    json_key(json, STR("schema"));
    if (route->body_member) {
        json_begin_object(json);
        type_and_format(writer, "string", "binary");
        json_end_object(json);
    } else {
        object_schema(writer, route->input, route);
    }
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
}

static void answer_of(Writer *writer, const char *status, Str words, Str type, const Shape *output)
{
    JsonWriter *json = &writer->json;
    json_key(json, str_of(status));
    json_begin_object(json);
    key_str(writer, "description", words);
    if (!str_empty(type)) {
        json_key(json, STR("content"));
        json_begin_object(json);
        json_key(json, type);
        json_begin_object(json);
        json_key(json, STR("schema"));
        json_begin_object(json);
        if (output)
            reference(writer, output);
        else
            type_and_format(writer, "string", "binary");
        json_end_object(json);
        json_end_object(json);
        json_end_object(json);
    }
    json_end_object(json);
}

static const Field refusal_fields[] = {
    {.name = "code", .label = "代码，如 NOT_FOUND", .kind = FIELD_STR},
    {.name = "title", .label = "名称", .kind = FIELD_STR},
    {.name = "message", .label = "哪里不对", .kind = FIELD_STR},
    {.name = "detail", .label = "详情", .kind = FIELD_STR, .flags = FIELD_SPARSE},
    {.name = "hint", .label = "怎么办", .kind = FIELD_STR, .flags = FIELD_SPARSE},
};
static const Shape refusal_shape = {
    .name = "Refusal", .fields = refusal_fields, .count = ARRAY_LEN(refusal_fields)};
static const Field failure_fields[] = {
    {.name = "error", .label = "错误", .kind = FIELD_STRUCT, .of = &refusal_shape}};
static const Shape failure_shape = {
    .name = "Failure", .fields = failure_fields, .count = ARRAY_LEN(failure_fields)};

static const Shape own_shape = {.name = "Object"};

static void answers(Writer *writer, const Route *route)
{
    JsonWriter *json = &writer->json;
    char status[16];
    int code = route->status ? route->status : route->output || route->handle_file ? 200 : 204;
    snprintf(status, sizeof status, "%d", code);
    json_key(json, STR("responses"));
    json_begin_object(json);
    if (route->handle_file)
        answer_of(writer, status, STR("文件"), STR("application/octet-stream"), NULL);
    else if (route->output)
        answer_of(writer, status, STR("成功"), STR("application/json"), route->output);
    else
        answer_of(writer, status, STR("成功，没有内容"), (Str){0}, NULL);
    answer_of(writer, "default", STR("没有做成"), STR("application/json"), &failure_shape);
    json_end_object(json);
}

static const char *method_key(const Route *route)
{
    switch (route->method) {
    case METHOD_GET:
        return "get";
    case METHOD_POST:
        return "post";
    case METHOD_DELETE:
        return "delete";
    }
    BUG("a method without a name");
}

/* "GET /api/months/{period}" becomes get_months_by_period: a name for functions of clients, another
 * for every route. */
static Str operation_id(Arena *arena, const Route *route)
{
    Buf text = buf_create(arena, 4 * KIB);
    buf_format(&text, "%s", method_key(route));
    bool of_api = strncmp(route->path, "/api/", strlen("/api/")) == 0, gap = true;
    for (const char *at = route->path + (of_api ? strlen("/api") : 0); *at; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        if (plain && gap)
            buf_format(&text, "_");
        if (plain)
            buf_format(&text, "%c", *at);
        if (*at == '{')
            buf_format(&text, at[-1] == '.' ? "_as" : "_by");
        gap = !plain;
    }
    return buf_str(&text);
}

static void operation(Writer *writer, const Route *route)
{
    JsonWriter *json = &writer->json;
    bool open = strcmp(route->permission, PERMISSION_ANYONE) == 0;
    json_key(json, str_of(method_key(route)));
    json_begin_object(json);
    key_str(writer, "operationId", operation_id(writer->arena, route));
    key_str(writer, "summary", route->help ? str_of(route->help) : str_of(route->path));
    key_str(writer, "x-permission", str_of(route->permission));
    if (open) {
        json_key(json, STR("security"));
        json_begin_array(json);
        json_end_array(json);
    }
    parameters(writer, route);
    body(writer, route);
    answers(writer, route);
    json_end_object(json);
}

static bool stands_before(const RouteList *routes, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(routes->at[i]->path, routes->at[index]->path) == 0)
            return true;
    return false;
}

/* Routes of the program itself: they read, and answer JSON of their own. */
static void own_path(Writer *writer, const ApiOwn *own)
{
    const Route route = {.method = METHOD_GET,
                         .path = own->path,
                         .permission = own->permission,
                         .output = &own_shape,
                         .help = own->help};
    json_key(&writer->json, str_of(own->path));
    json_begin_object(&writer->json);
    operation(writer, &route);
    json_end_object(&writer->json);
}

static void paths(Writer *writer, const ApiSetup *setup)
{
    const RouteList *routes = &setup->routes;
    JsonWriter *json = &writer->json;
    json_key(json, STR("paths"));
    json_begin_object(json);
    for (size_t i = 0; i < routes->count; i++) {
        const char *path = routes->at[i]->path;
        if (stands_before(routes, i))
            continue;
        json_key(json, str_of(path));
        json_begin_object(json);
        for (size_t j = i; j < routes->count; j++)
            if (strcmp(routes->at[j]->path, path) == 0)
                operation(writer, routes->at[j]);
        json_end_object(json);
    }
    for (size_t i = 0; i < setup->own_count; i++)
        own_path(writer, &setup->own[i]);
    own_path(writer, &(ApiOwn){.path = STREAM_PATH,
                               .permission = PERMISSION_SELF,
                               .help = "所辖单位的新情况（server-sent events）"});
    json_end_object(json);
}

/* ---- the document -----------------------------------------------------------------------------
 */

static void components(Writer *writer)
{
    JsonWriter *json = &writer->json;
    json_key(json, STR("components"));
    json_begin_object(json);
    json_key(json, STR("securitySchemes"));
    json_begin_object(json);
    json_key(json, STR("token"));
    json_begin_object(json);
    key_str(writer, "type", STR("http"));
    key_str(writer, "scheme", STR("bearer"));
    key_str(writer, "description", STR("tongban token create 打印的令牌"));
    json_end_object(json);
    json_end_object(json);
    json_key(json, STR("schemas"));
    json_begin_object(json);
    /* Writing one may name others, which then come behind. */
    for (; writer->written < writer->named.count; writer->written++) {
        Named one = writer->named.at[writer->written];
        json_key(json, one.name);
        object_schema(writer, one.shape, /* route= */ NULL);
    }
    json_end_object(json);
    json_end_object(json);
}

static void commands(Writer *writer)
{
    JsonWriter *json = &writer->json;
    json_key(json, STR("x-commands"));
    json_begin_array(json);
    for (size_t m = 0; m < all_module_count; m++)
        for (size_t c = 0; c < all_modules[m]->command_count; c++) {
            const Command *command = all_modules[m]->commands[c];
            json_begin_object(json);
            key_str(writer, "verb", str_of(command->verb));
            key_str(writer, "arguments", str_of(command->arguments));
            key_str(writer, "summary", str_of(command->help));
            json_end_object(json);
        }
    json_end_array(json);
}

static void head(Writer *writer)
{
    JsonWriter *json = &writer->json;
    key_str(writer, "openapi", STR("3.0.3"));
    json_key(json, STR("info"));
    json_begin_object(json);
    key_str(writer, "title", STR("通办接口"));
    key_str(writer, "version", STR(TONGBAN_VERSION));
    json_end_object(json);
    json_key(json, STR("security"));
    json_begin_array(json);
    json_begin_object(json);
    json_key(json, STR("token"));
    json_begin_array(json);
    json_end_array(json);
    json_end_object(json);
    json_end_array(json);
}

bool openapi_write(Ctx *ctx, const ApiSetup *setup, Buf *to)
{
    Writer writer = {.arena = ctx->arena, .json = json_writer(to)};
    json_begin_object(&writer.json);
    head(&writer);
    paths(&writer, setup);
    components(&writer);
    commands(&writer);
    json_end_object(&writer.json);
    return buf_ok(to) || fail(ctx, FAIL_TOO_LARGE, "接口说明太长");
}
