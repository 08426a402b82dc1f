#include "face/api/router.h"

Str route_method(const Route *route)
{
    switch (route->method) {
    case METHOD_GET:
        return STR("GET");
    case METHOD_POST:
        return STR("POST");
    case METHOD_DELETE:
        return STR("DELETE");
    }
    BUG("unknown method");
}

static bool method_takes(Method method, HttpMethod asked)
{
    switch (asked) {
    case HTTP_GET:
    case HTTP_HEAD:
        return method == METHOD_GET;
    case HTTP_POST:
        return method == METHOD_POST;
    case HTTP_DELETE:
        return method == METHOD_DELETE;
    }
    BUG("unknown method");
}

/* ---- one pattern --------------------------------------------------------------------------- */

/* "bulletin.{format}" is the literal "bulletin." and the name "format". */
typedef struct Segment {
    Str literal;
    Str name; /* empty when there is none */
} Segment;

static Segment segment_parse(Str text)
{
    size_t open = str_find_byte(text, '{');
    if (open == STR_NONE)
        return (Segment){.literal = text};
    Str name = str_after(text, open + 1);
    return (Segment){.literal = str_slice(text, 0, open),
                     .name = str_slice(name, 0, str_find_byte(name, '}'))};
}

/* Whether the path begins as the pattern does before its first name: of most rows it does not. */
static bool begins_alike(const char *pattern, Str path)
{
    for (size_t i = 0; pattern[i] && pattern[i] != '{'; i++)
        if (i >= path.len || pattern[i] != path.at[i])
            return false;
    return true;
}

/* Literal bytes of the pattern when it matches, else -1. */
static int64_t match(Arena *arena, const char *pattern, Str path, HttpParams *ret_values)
{
    Str rest = str_of(pattern), part, found;
    int64_t literal = 0;
    while (str_split(&rest, '/', &part)) {
        if (!str_split(&path, '/', &found))
            return -1;
        Segment segment = segment_parse(part);
        bool fits = str_empty(segment.name)
                        ? str_equal(found, segment.literal)
                        : str_starts(found, segment.literal) && found.len > segment.literal.len;
        if (!fits)
            return -1;
        literal += (int64_t)segment.literal.len;
        if (!str_empty(segment.name))
            *LIST_ADD(arena, ret_values) =
                (HttpParam){.name = segment.name, .value = str_after(found, segment.literal.len)};
    }
    return path.at ? -1 : literal;
}

RouteMatch routes_match(Arena *arena, const RouteList *routes, HttpMethod method, Str path)
{
    RouteMatch best = {0};
    int64_t best_literal = -1;
    Buf allow = buf_create(arena, 256);
    LIST_EACH (const Route *, at, routes) {
        const Route *route = *at;
        HttpParams values = {0};
        if (!begins_alike(route->path, path))
            continue;
        int64_t literal = match(arena, route->path, path, &values);
        if (literal < 0)
            continue;
        Str name = route_method(route);
        if (!str_contains(buf_str(&allow), name))
            buf_format(&allow, "%s%.*s%s", allow.len ? ", " : "", STRF(name),
                       route->method == METHOD_GET ? ", HEAD" : "");
        if (method_takes(route->method, method) && literal > best_literal) {
            best.route = route;
            best.values = values;
            best_literal = literal;
        }
    }
    best.allow = buf_str(&allow);
    return best;
}

/* ---- checks at start ----------------------------------------------------------------------- */

/* The pattern with its names left out: what decides whether two rows answer the same requests. */
static Str pattern_form(Arena *arena, const char *pattern)
{
    Buf form = buf_create(arena, 4 * KIB);
    Str rest = str_of(pattern), part;
    while (str_split(&rest, '/', &part)) {
        Segment segment = segment_parse(part);
        buf_format(&form, "/%.*s%s", STRF(segment.literal), str_empty(segment.name) ? "" : "{}");
    }
    return buf_str(&form);
}

static bool check_rest(Ctx *ctx, const Route *route)
{
    const char *rest = route->manner ? route->manner->rest_member : NULL;
    const Field *field = rest && route->input ? shape_field(route->input, str_of(rest)) : NULL;
    if (rest && (!field || field->kind != FIELD_LIST_OF || field->of != &parameter_shape))
        return fail(ctx, FAIL_INVALID, "路由 %s 没有可放其余参数的成员「%s」", route->path, rest);
    return true;
}

static bool check_members(Ctx *ctx, const Route *route)
{
    Str rest = str_of(route->path), part;
    while (str_split(&rest, '/', &part)) {
        Segment segment = segment_parse(part);
        if (str_empty(segment.name))
            continue;
        const Field *field = route->input ? shape_field(route->input, segment.name) : NULL;
        if (!field || field->kind >= FIELD_LIST_OF)
            return fail(ctx, FAIL_INVALID, "路由 %s 的输入没有成员「%.*s」", route->path,
                        STRF(segment.name));
    }
    if (!check_rest(ctx, route))
        return false;
    if (!route->body_member)
        return true;
    const Field *body = route->input ? shape_field(route->input, str_of(route->body_member)) : NULL;
    if (!body || body->kind != FIELD_STR || route->method != METHOD_POST)
        return fail(ctx, FAIL_INVALID, "路由 %s 的请求体没有可放的成员「%s」", route->path,
                    route->body_member);
    return true;
}

static bool check_permission(Ctx *ctx, const PermissionList *permissions, const Route *route)
{
    const char *code = route->permission;
    if (!code)
        return fail(ctx, FAIL_INVALID, "路由 %s 没有写明权限", route->path);
    if (strcmp(code, PERMISSION_ANYONE) == 0 || strcmp(code, PERMISSION_SELF) == 0 ||
        permission_called(permissions, str_of(code)))
        return true;
    return fail(ctx, FAIL_INVALID, "路由 %s 的权限 %s 没有模块声明", route->path, code);
}

static bool check_route(Ctx *ctx, const PermissionList *permissions, const Route *route)
{
    Str path = str_of(route->path);
    if (!str_starts(path, STR("/api/")) && !str_starts(path, STR("/open311/")))
        return fail(ctx, FAIL_INVALID, "路由 %s 应以 /api/ 或 /open311/ 开头", route->path);
    if (!route->handle == !route->handle_file)
        return fail(ctx, FAIL_INVALID, "路由 %s 应有且只有一个处理函数", route->path);
    if (route->handle_file && route->output)
        return fail(ctx, FAIL_INVALID, "路由 %s 给出文件，不能再有输出结构", route->path);
    return check_permission(ctx, permissions, route) && check_members(ctx, route);
}

bool routes_check(Ctx *ctx, const PermissionList *permissions, const RouteList *routes)
{
    for (size_t i = 0; i < routes->count; i++) {
        const Route *route = routes->at[i];
        if (!check_route(ctx, permissions, route))
            return false;
        Str form = pattern_form(ctx->arena, route->path);
        for (size_t j = 0; j < i; j++)
            if (routes->at[j]->method == route->method &&
                str_equal(form, pattern_form(ctx->arena, routes->at[j]->path)))
                return fail(ctx, FAIL_CONFLICT, "路由 %s 与 %s 重复", route->path,
                            routes->at[j]->path);
    }
    return true;
}

bool routes_collect(Ctx *ctx, const PermissionList *permissions, RouteList *ret)
{
    RouteList routes = {0};
    for (size_t m = 0; m < all_module_count; m++)
        for (const Route *const *table = all_modules[m]->routes; table && *table; table++)
            for (const Route *route = *table; route->path; route++)
                *LIST_ADD(ctx->arena, &routes) = route;
    if (!routes_check(ctx, permissions, &routes))
        return false;
    *ret = routes;
    return true;
}
