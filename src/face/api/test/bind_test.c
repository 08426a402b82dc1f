/* A request into the input struct of its route. */
#include "face/api/bind.h"
#include "face/api/failure.h"

#include "kit/kit.h"

typedef struct In {
    Period period;
    Str reason;
    bool has_limit;
    int64_t limit;
    Str file;
} In;
static const Field in_fields[] = {
    FIELD(In, period, "月份", FIELD_REQUIRED),
    FIELD(In, reason, "原因", FIELD_REQUIRED),
    FIELD_MAYBE(In, limit, "上限", 0),
    FIELD(In, file, "文件", 0),
};
static const Shape in_shape = SHAPE(In, in_fields);
static const Route json_route = {.path = "/api/{period}", .input = &in_shape};
static const Route raw_route = {.path = "/api/{period}", .input = &in_shape, .body_member = "file"};

typedef struct FormIn {
    Period period;
    Str reason;
    ParameterList others;
} FormIn;
static const Field form_fields[] = {
    FIELD(FormIn, period, "月份", FIELD_REQUIRED),
    FIELD(FormIn, reason, "原因", FIELD_REQUIRED),
    FIELD_LIST(FormIn, others, "其余", &parameter_shape),
};
static const Shape form_shape = SHAPE(FormIn, form_fields);
static const RouteManner form_manner = {.form = true, .rest_member = "others"};
static const Route form_route = {
    .path = "/api/{period}", .input = &form_shape, .manner = &form_manner};

typedef struct Sample {
    RouteMatch match;
    HttpRequest request;
    Problems problems;
    In in;
} Sample;

static Sample sample_of(Ctx *ctx, const Route *route, const char *period, const char *body)
{
    Sample sample = {.match = {.route = route},
                     .request = {.method = HTTP_POST,
                                 .content_type = STR("application/json"),
                                 .body = str_of(body)},
                     .problems = problems_create(ctx->arena)};
    *LIST_ADD(ctx->arena, &sample.match.values) =
        (HttpParam){.name = STR("period"), .value = str_of(period)};
    return sample;
}

static void add_query(Ctx *ctx, Sample *sample, const char *name, const char *value)
{
    *LIST_ADD(ctx->arena, &sample->request.query) =
        (HttpParam){.name = str_of(name), .value = str_of(value)};
}

static bool bind_sample(Ctx *ctx, Sample *sample)
{
    return request_bind(ctx, &sample->match, &sample->request, &sample->problems, &sample->in);
}

static void path_query_and_body_meet_in_one_struct(void **state)
{
    Ctx *ctx = *state;
    Sample sample = sample_of(ctx, &json_route, "2023-02", "{\"reason\":\"更正\"}");
    add_query(ctx, &sample, "limit", "5");
    assert_ok(ctx, bind_sample(ctx, &sample));
    assert_int_equal(period_month(sample.in.period), 2);
    assert_str(sample.in.reason, "更正");
    assert_true(sample.in.has_limit && sample.in.limit == 5);
}

static void every_problem_is_told_at_once(void **state)
{
    Ctx *ctx = *state;
    Sample sample = sample_of(ctx, &json_route, "2023-13", "{\"reasn\":\"x\"}");
    add_query(ctx, &sample, "limt", "5");
    assert_fails(ctx, FAIL_INVALID, bind_sample(ctx, &sample));
    assert_int_equal(sample.problems.total, 4); /* reason missing, reasn, period, limt */
    assert_str(sample.problems.at[3].hint, "是否应为「limit」");
}

static void what_is_required_may_not_be_absent(void **state)
{
    Ctx *ctx = *state;
    Sample sample = sample_of(ctx, &json_route, "2023-02", "");
    assert_fails(ctx, FAIL_INVALID, bind_sample(ctx, &sample));
    assert_str(sample.problems.at[0].field, "reason");
}

static void the_path_is_not_overridden_by_the_body(void **state)
{
    Ctx *ctx = *state;
    Sample sample =
        sample_of(ctx, &json_route, "2023-02", "{\"period\":\"2024-01\",\"reason\":\"x\"}");
    assert_fails(ctx, FAIL_INVALID, bind_sample(ctx, &sample));
}

static void a_raw_body_is_taken_as_it_is(void **state)
{
    Ctx *ctx = *state;
    Sample sample = sample_of(ctx, &raw_route, "2023-02", "\xFF not JSON");
    sample.request.content_type = STR("application/octet-stream");
    add_query(ctx, &sample, "reason", "x");
    assert_ok(ctx, bind_sample(ctx, &sample));
    assert_int_equal(sample.in.file.len, 10);
}

static void a_raw_body_cannot_come_by_the_query(void **state)
{
    Ctx *ctx = *state;
    Sample sample = sample_of(ctx, &raw_route, "2023-02", "x");
    add_query(ctx, &sample, "reason", "x");
    add_query(ctx, &sample, "file", "y");
    assert_fails(ctx, FAIL_INVALID, bind_sample(ctx, &sample));
}

static void a_body_must_be_json_and_say_so(void **state)
{
    Ctx *ctx = *state;
    Sample sample = sample_of(ctx, &json_route, "2023-02", "{\"reason\":");
    assert_fails(ctx, FAIL_SYNTAX, bind_sample(ctx, &sample));
    sample = sample_of(ctx, &json_route, "2023-02", "{\"reason\":\"x\"}");
    sample.request.content_type = STR("text/plain");
    assert_fails(ctx, FAIL_SYNTAX, bind_sample(ctx, &sample));
    sample = sample_of(ctx, &json_route, "2023-02", "{\"reason\":\"\xFF\"}");
    assert_fails(ctx, FAIL_SYNTAX, bind_sample(ctx, &sample));
}

static void a_failure_is_written_as_json(void **state)
{
    Ctx *ctx = *state;
    Problems problems = problems_create(ctx->arena);
    problems_add(&problems, (Problem){.row = 3, .field = STR("得分"), .message = STR("不是数")});
    fail(ctx, FAIL_INVALID, "有误");
    fail_at(ctx, (Place){.file = STR("a.csv"), .line = 3});
    fail_while(ctx, "导入");
    Buf buf = buf_create(ctx->arena, 4 * KIB);
    failure_json(&buf, &ctx->fail, &problems);
    assert_str(buf_str(&buf),
               "{\"error\":{\"code\":\"INVALID\",\"title\":\"数据有误\",\"message\":\"有误\","
               "\"detail\":\"正在导入\",\"hint\":\"\",\"place\":{\"file\":\"a.csv\",\"line\":3,"
               "\"column\":0,\"field\":\"\"},\"problems\":[{\"row\":3,\"column\":0,\"field\":"
               "\"得分\",\"value\":\"\",\"message\":\"不是数\",\"hint\":\"\"}]}}");
}

static void a_form_binds_by_name_and_the_rest_is_kept(void **state)
{
    Ctx *ctx = *state;
    FormIn in = {0};
    Sample sample = sample_of(ctx, &form_route, "2023-02",
                              "reason=%E6%9B%B4+%E6%AD%A3&attribute%5Bx%5D=1&reason=2&empty=");
    sample.request.content_type = STR("application/x-www-form-urlencoded; charset=utf-8");
    assert_ok(ctx, request_bind(ctx, &sample.match, &sample.request, &sample.problems, &in));
    assert_str(in.reason, "更 正");
    assert_int_equal(in.others.count, 3);
    assert_str(in.others.at[0].name, "attribute[x]");
    assert_str(in.others.at[1].value, "2");
    assert_str(in.others.at[2].name, "empty");
}

static void a_form_lacks_what_is_required_and_may_not_be_malformed(void **state)
{
    Ctx *ctx = *state;
    FormIn in = {0};
    Sample sample = sample_of(ctx, &form_route, "2023-02", "others=x");
    sample.request.content_type = STR("application/x-www-form-urlencoded");
    assert_fails(ctx, FAIL_INVALID,
                 request_bind(ctx, &sample.match, &sample.request, &sample.problems, &in));
    assert_str(sample.problems.at[0].field, "reason");
    sample.request.body = STR("reason=%zz");
    assert_fails(ctx, FAIL_SYNTAX,
                 request_bind(ctx, &sample.match, &sample.request, &sample.problems, &in));
    sample.request.content_type = STR("text/plain");
    assert_fails(ctx, FAIL_SYNTAX,
                 request_bind(ctx, &sample.match, &sample.request, &sample.problems, &in));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(path_query_and_body_meet_in_one_struct),
        KIT_TEST(every_problem_is_told_at_once),
        KIT_TEST(what_is_required_may_not_be_absent),
        KIT_TEST(the_path_is_not_overridden_by_the_body),
        KIT_TEST(a_raw_body_is_taken_as_it_is),
        KIT_TEST(a_raw_body_cannot_come_by_the_query),
        KIT_TEST(a_body_must_be_json_and_say_so),
        KIT_TEST(a_form_binds_by_name_and_the_rest_is_kept),
        KIT_TEST(a_form_lacks_what_is_required_and_may_not_be_malformed),
        KIT_TEST(a_failure_is_written_as_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
