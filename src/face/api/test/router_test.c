/* Which row answers a request, and which tables do not start. */
#include "face/api/program.h"

#include "kit/kit.h"

typedef struct In {
    int64_t number;
    Period period;
    Str format;
    Str file;
} In;
static const Field in_fields[] = {
    FIELD(In, number, "号", 0),
    FIELD(In, period, "月份", 0),
    FIELD(In, format, "格式", 0),
    FIELD(In, file, "文件", 0),
};
static const Shape in_shape = SHAPE(In, in_fields);

static bool handle(Ctx *ctx, const void *in, void *out)
{
    (void)ctx, (void)in, (void)out;
    return true;
}

static bool handle_file(Ctx *ctx, const void *in, FileBody *out)
{
    (void)ctx, (void)in, (void)out;
    return true;
}

#define ROW(method_, path_)                                                                        \
    {                                                                                              \
        .method = (method_), .path = (path_), .permission = PERMISSION_SELF, .input = &in_shape,   \
        .handle = handle                                                                           \
    }
static const Route rows[] = {
    ROW(METHOD_GET, "/api/imports"),
    ROW(METHOD_POST, "/api/imports"),
    ROW(METHOD_GET, "/api/imports/{number}"),
    ROW(METHOD_GET, "/api/imports/preview"),
    ROW(METHOD_GET, "/api/months/{period}/bulletin.{format}"),
};

static const Permission known = {"sample.read", "看", false};

static PermissionList permissions_of(Ctx *ctx)
{
    PermissionList list = {0};
    *LIST_ADD(ctx->arena, &list) = &known;
    return list;
}

static RouteList list_of(Ctx *ctx, const Route *routes, size_t count)
{
    RouteList list = {0};
    for (size_t i = 0; i < count; i++)
        *LIST_ADD(ctx->arena, &list) = &routes[i];
    return list;
}

static RouteMatch ask(Ctx *ctx, HttpMethod method, const char *path)
{
    RouteList list = list_of(ctx, rows, ARRAY_LEN(rows));
    return routes_match(ctx->arena, &list, method, str_of(path));
}

static void literal_segments_win(void **state)
{
    Ctx *ctx = *state;
    assert_ptr_equal(ask(ctx, HTTP_GET, "/api/imports/preview").route, &rows[3]);
    RouteMatch match = ask(ctx, HTTP_GET, "/api/imports/12");
    assert_ptr_equal(match.route, &rows[2]);
    assert_str(match.values.at[0].name, "number");
    assert_str(match.values.at[0].value, "12");
}

static void a_name_may_end_a_segment(void **state)
{
    Ctx *ctx = *state;
    RouteMatch match = ask(ctx, HTTP_GET, "/api/months/2023-02/bulletin.docx");
    assert_ptr_equal(match.route, &rows[4]);
    assert_str(match.values.at[1].value, "docx");
    assert_null(ask(ctx, HTTP_GET, "/api/months/2023-02/bulletin.").route);
    assert_null(ask(ctx, HTTP_GET, "/api/months/2023-02/bulletin").route);
}

static void methods_are_told_apart(void **state)
{
    Ctx *ctx = *state;
    assert_ptr_equal(ask(ctx, HTTP_HEAD, "/api/imports").route, &rows[0]);
    assert_ptr_equal(ask(ctx, HTTP_POST, "/api/imports").route, &rows[1]);
    RouteMatch match = ask(ctx, HTTP_DELETE, "/api/imports");
    assert_null(match.route);
    assert_str(match.allow, "GET, HEAD, POST");
}

static void other_paths_are_unknown(void **state)
{
    Ctx *ctx = *state;
    static const char *const paths[] = {"/api", "/api/", "/api/importsx", "/api/imports/",
                                        "/api/imports/1/2"};
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        RouteMatch match = ask(ctx, HTTP_GET, paths[i]);
        assert_null(match.route);
        assert_true(str_empty(match.allow));
    }
}

static void assert_refused(Ctx *ctx, FailCode code, const Route *routes, size_t count)
{
    RouteList list = list_of(ctx, routes, count);
    PermissionList permissions = permissions_of(ctx);
    assert_fails(ctx, code, routes_check(ctx, &permissions, &list));
}

static void rows_that_answer_the_same_are_refused(void **state)
{
    static const Route same[] = {ROW(METHOD_GET, "/api/a/{number}"),
                                 ROW(METHOD_GET, "/api/a/{period}")};
    static const Route other_method[] = {ROW(METHOD_GET, "/api/a"), ROW(METHOD_POST, "/api/a")};
    Ctx *ctx = *state;
    assert_refused(ctx, FAIL_CONFLICT, same, 2);
    RouteList fine = list_of(ctx, other_method, 2);
    PermissionList permissions = permissions_of(ctx);
    assert_ok(ctx, routes_check(ctx, &permissions, &fine));
}

static void rows_that_contradict_themselves_are_refused(void **state)
{
    static const Route bad[] = {
        ROW(METHOD_GET, "/api/a/{nobody}"),
        ROW(METHOD_GET, "/elsewhere"),
        {.method = METHOD_GET, .path = "/api/a", .permission = PERMISSION_SELF},
        {.method = METHOD_GET,
         .path = "/api/a",
         .permission = PERMISSION_SELF,
         .handle = handle,
         .handle_file = handle_file},
        {.method = METHOD_GET,
         .path = "/api/a",
         .permission = PERMISSION_SELF,
         .output = &in_shape,
         .handle_file = handle_file},
        {.method = METHOD_POST,
         .path = "/api/a",
         .permission = PERMISSION_SELF,
         .input = &in_shape,
         .handle = handle,
         .body_member = "number"},
        {.method = METHOD_GET,
         .path = "/api/a",
         .permission = PERMISSION_SELF,
         .input = &in_shape,
         .handle = handle,
         .body_member = "file"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_refused(*state, FAIL_INVALID, &bad[i], 1);
}

static void rows_without_a_known_permission_are_refused(void **state)
{
    static const Route rights[] = {
        {.method = METHOD_GET, .path = "/api/a", .handle = handle},
        {.method = METHOD_GET, .path = "/api/a", .permission = "sample.write", .handle = handle},
        {.method = METHOD_GET, .path = "/api/a", .permission = "sample.*", .handle = handle},
        {.method = METHOD_GET, .path = "/api/a", .permission = "", .handle = handle},
    };
    static const Route fine[] = {
        {.method = METHOD_GET, .path = "/api/a", .permission = "sample.read", .handle = handle},
        {.method = METHOD_GET, .path = "/api/b", .permission = PERMISSION_SELF, .handle = handle},
        {.method = METHOD_GET, .path = "/api/c", .permission = PERMISSION_ANYONE, .handle = handle},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(rights); i++)
        assert_refused(ctx, FAIL_INVALID, &rights[i], 1);
    RouteList list = list_of(ctx, fine, ARRAY_LEN(fine));
    PermissionList permissions = permissions_of(ctx);
    assert_ok(ctx, routes_check(ctx, &permissions, &list));
}

static void the_modules_of_the_build_start(void **state)
{
    Ctx *ctx = *state;
    PermissionList permissions;
    RouteList routes;
    assert_ok(ctx, program_permissions(ctx, &permissions));
    assert_ok(ctx, routes_collect(ctx, &permissions, &routes));
    assert_non_null(permission_called(&permissions, STR(DOCTOR_PERMISSION)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(literal_segments_win),
        KIT_TEST(a_name_may_end_a_segment),
        KIT_TEST(methods_are_told_apart),
        KIT_TEST(other_paths_are_unknown),
        KIT_TEST(rows_that_answer_the_same_are_refused),
        KIT_TEST(rows_that_contradict_themselves_are_refused),
        KIT_TEST(rows_without_a_known_permission_are_refused),
        KIT_TEST(the_modules_of_the_build_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
