#include "face/api/bind.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "port/http_form.h"
#include "port/json.h"

typedef struct Binder {
    Ctx *ctx;
    const Route *route;
    Problems *problems;
    bool *given; /* by index of the input's fields: path and query come before the body */
    bool *set;   /* by path or query: a second value would be another request than it seems */
    void *to;
} Binder;

/* The input's field that a parameter of this name may set, or NULL. */
static const Field *settable(const Route *route, Str name)
{
    const Field *field = route->input ? shape_field(route->input, name) : NULL;
    if (!field || field->kind >= FIELD_LIST_OF ||
        (route->body_member && str_equal_c(name, route->body_member)))
        return NULL;
    return field;
}

static void unknown_parameter(Binder *binder, const HttpParam *param)
{
    const Shape *input = binder->route->input;
    size_t count = input ? input->count : 0;
    Arena *arena = binder->ctx->arena;
    Str *names = NEW(arena, Str, count + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = str_of(input->fields[i].name);
    Str nearest = nearest_of(param->name, names, count);
    problems_add(binder->problems,
                 (Problem){.field = param->name,
                           .value = str_empty(param->file_name) ? param->value : param->file_name,
                           .message = STR("没有这个参数"),
                           .hint = str_empty(nearest)
                                       ? (Str){0}
                                       : str_format(arena, "是否应为「%.*s」", STRF(nearest))});
}

/* What the path and the query give is not looked for in the body. */
static void mark_given(Binder *binder, const HttpParams *params)
{
    LIST_EACH (const HttpParam, param, params) {
        const Field *field = settable(binder->route, param->name);
        if (field && str_empty(param->file_name))
            binder->given[field - binder->route->input->fields] = true;
    }
}

/* Kept for the handler; false where the route wants no more than it names. */
static bool keep_rest(Binder *binder, const HttpParam *param)
{
    const char *rest = binder->route->manner ? binder->route->manner->rest_member : NULL;
    if (!rest)
        return false;
    const Field *field = shape_field(binder->route->input, str_of(rest));
    ParameterList *list = (ParameterList *)((char *)binder->to + field->offset);
    *LIST_ADD(binder->ctx->arena, list) =
        (Parameter){.name = param->name, .value = param->value, .file_name = param->file_name};
    return true;
}

static void set_all(Binder *binder, const HttpParams *params)
{
    LIST_EACH (const HttpParam, param, params) {
        const Field *field = settable(binder->route, param->name);
        if (!field || !str_empty(param->file_name)) {
            if (!keep_rest(binder, param))
                unknown_parameter(binder, param);
            continue;
        }
        bool *set = &binder->set[field - binder->route->input->fields];
        if (*set && keep_rest(binder, param))
            continue;
        if (*set)
            problems_add(binder->problems, (Problem){.field = param->name,
                                                     .value = param->value,
                                                     .message = STR("这个参数已经给过")});
        *set = true;
        /* False is told by the problem that it adds. */
        bool fits = shape_set_text(binder->ctx->arena, field, binder->to, param->value,
                                   (Problem){.field = param->name}, binder->problems);
        (void)fits;
    }
}

/* The input without what is given already. */
static Shape shape_of_rest(Binder *binder)
{
    const Shape *input = binder->route->input;
    Field *fields = NEW(binder->ctx->arena, Field, input->count);
    Shape rest = {.name = input->name, .size = input->size, .fields = fields};
    for (size_t i = 0; i < input->count; i++)
        if (!binder->given[i])
            fields[rest.count++] = input->fields[i];
    return rest;
}

static bool bind_json(Binder *binder, Str body, Str content_type)
{
    Ctx *ctx = binder->ctx;
    if (!str_empty(body) && !str_starts(content_type, STR("application/json")))
        return fail(ctx, FAIL_SYNTAX, "请求体应为 JSON（Content-Type: application/json）");
    if (utf8_check(body) != STR_NONE)
        return fail(ctx, FAIL_SYNTAX, "请求体不是 UTF-8");
    Shape rest = shape_of_rest(binder);
    return json_to_shape(ctx, str_empty(body) ? STR("{}") : body, &rest, binder->problems,
                         binder->to);
}

static bool read_form(Ctx *ctx, const HttpRequest *request, HttpParams *ret)
{
    if (str_empty(request->body))
        return true;
    if (http_form_kind(request->content_type) == HTTP_FORM_NONE)
        return fail(ctx, FAIL_SYNTAX,
                    "请求体应为表单（Content-Type: application/x-www-form-urlencoded 或 "
                    "multipart/form-data）");
    return http_form_read(ctx->arena, request->content_type, request->body, ret) ||
           fail(ctx, FAIL_SYNTAX, "表单的编码有误，或参数超过 %d 个", HTTP_PARAMS_MAX);
}

bool request_bind(Ctx *ctx, const RouteMatch *match, const HttpRequest *request, Problems *problems,
                  void *ret)
{
    const Route *route = match->route;
    size_t fields = route->input ? route->input->count : 1;
    Binder binder = {.ctx = ctx,
                     .route = route,
                     .problems = problems,
                     .given = NEW(ctx->arena, bool, fields),
                     .set = NEW(ctx->arena, bool, fields),
                     .to = ret};
    mark_given(&binder, &match->values);
    mark_given(&binder, &request->query);
    HttpParams form = {0};
    bool is_form = route->manner && route->manner->form;
    if (is_form && !read_form(ctx, request, &form))
        return false;
    mark_given(&binder, &form);
    if (route->manner && route->manner->rest_member)
        binder.given[shape_field(route->input, str_of(route->manner->rest_member)) -
                     route->input->fields] = true;
    const Field *body = NULL;
    if (route->body_member) {
        body = shape_field(route->input, str_of(route->body_member));
        binder.given[body - route->input->fields] = true;
    }
    /* Without a JSON body this finds the required members that nothing gave. */
    Str json = body || is_form ? (Str){0} : request->body;
    if (route->input && !bind_json(&binder, json, request->content_type) && problems->total == 0)
        return false;
    if (body)
        *(Str *)((char *)ret + body->offset) = request->body;
    set_all(&binder, &match->values);
    set_all(&binder, &request->query);
    set_all(&binder, &form);
    if (problems->total > 0)
        return fail(ctx, FAIL_INVALID, "请求中有 %zu 处不符合要求", problems->total);
    return true;
}
