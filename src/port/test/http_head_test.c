/* What is demanded of a request's head: framing, target, sender. */
#include "port/http_head.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct Sample {
    Arena *arena;
    HttpHead head;
    HttpTrust trust;
    HttpRequestLine line;
    HttpRefusal refusal;
} Sample;

static int setup(void **state)
{
    Arena *arena = arena_create(1 * MIB);
    Sample *sample = NEW(arena, Sample, 1);
    sample->arena = arena;
    sample->head = (HttpHead){STR("GET"), STR("/api/units"), STR("HTTP/1.1"), {0}, STR("10.3.0.7")};
    *LIST_ADD(arena, &sample->head.headers) =
        (HttpParam){.name = STR("Host"), .value = STR("127.0.0.1:8080")};
    *state = sample;
    return 0;
}

static int teardown(void **state)
{
    arena_free(((Sample *)*state)->arena);
    return 0;
}

static void add(Sample *sample, const char *name, const char *value)
{
    *LIST_ADD(sample->arena, &sample->head.headers) =
        (HttpParam){.name = str_of(name), .value = str_of(value)};
}

static int check(Sample *sample)
{
    sample->refusal = (HttpRefusal){0};
    if (http_head_check(sample->arena, &sample->head, &sample->trust, &sample->line,
                        &sample->refusal))
        return 0;
    assert_true(sample->refusal.status >= 400 && sample->refusal.status < 600);
    assert_non_null(sample->refusal.message);
    return sample->refusal.status;
}

static int check_target(Sample *sample, const char *target)
{
    sample->head.target = str_of(target);
    return check(sample);
}

static void assert_str(Str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

static void takes_a_plain_request(void **state)
{
    Sample *sample = *state;
    assert_int_equal(check(sample), 0);
    assert_int_equal(sample->line.method, HTTP_GET);
    assert_str(sample->line.path, "/api/units");
}

static void refuses_two_lengths(void **state)
{
    Sample *sample = *state;
    sample->head.method = STR("POST");
    add(sample, "Content-Length", "3");
    assert_int_equal(check(sample), 0);
    add(sample, "content-length", "3");
    assert_int_equal(check(sample), 400);
}

static void refuses_length_beside_encoding(void **state)
{
    Sample *sample = *state;
    sample->head.method = STR("POST");
    add(sample, "Transfer-Encoding", "Chunked");
    assert_int_equal(check(sample), 0);
    assert_true(sample->line.chunked);
    add(sample, "Content-Length", "3");
    assert_int_equal(check(sample), 400);
}

static void refuses_two_encodings_and_unknown_ones(void **state)
{
    Sample *sample = *state;
    sample->head.method = STR("POST");
    add(sample, "Transfer-Encoding", "gzip, chunked");
    assert_int_equal(check(sample), 501);
    sample->head.headers.at[1].value = STR("chunked");
    add(sample, "Transfer-Encoding", "identity");
    assert_int_equal(check(sample), 400);
}

static void refuses_encoding_in_http_1_0(void **state)
{
    Sample *sample = *state;
    sample->head.method = STR("POST");
    sample->head.version = STR("HTTP/1.0");
    add(sample, "Transfer-Encoding", "chunked");
    assert_int_equal(check(sample), 400);
}

static void refuses_lengths_that_are_no_number(void **state)
{
    static const char *const bad[] = {"",    "-1",  "+5",  "5, 5",
                                      "0x5", "5 5", "1e3", "99999999999999999999"};
    Sample *sample = *state;
    sample->head.method = STR("POST");
    add(sample, "Content-Length", "0");
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        sample->head.headers.at[1].value = str_of(bad[i]);
        assert_int_equal(check(sample), 400);
    }
    sample->head.headers.at[1].value = STR("0067");
    assert_int_equal(check(sample), 0);
    assert_int_equal(sample->line.body_bytes, 67);
}

static void refuses_a_body_where_none_belongs(void **state)
{
    Sample *sample = *state;
    add(sample, "Content-Length", "1");
    assert_int_equal(check(sample), 400);
    sample->head.headers.at[1].value = STR("0");
    assert_int_equal(check(sample), 0);
}

static void refuses_header_names_and_values_out_of_syntax(void **state)
{
    static const HttpParam bad[] = {{.name = STR_INIT("Content-Length "), .value = STR_INIT("1")},
                                    {.name = STR_INIT(""), .value = STR_INIT("1")},
                                    {.name = STR_INIT("X(1)"), .value = STR_INIT("1")},
                                    {.name = STR_INIT("X"), .value = STR_INIT("a\rb")},
                                    {.name = STR_INIT("X"), .value = STR_INIT("a\0b")}};
    Sample *sample = *state;
    add(sample, "X", "1");
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        sample->head.headers.at[1] = bad[i];
        assert_int_equal(check(sample), 400);
    }
}

static void limits_the_number_and_size_of_headers(void **state)
{
    Sample *sample = *state;
    char *wide = NEW(sample->arena, char, HTTP_HEADER_BYTES_MAX + 1);
    memset(wide, 'a', HTTP_HEADER_BYTES_MAX);
    add(sample, "X", wide);
    assert_int_equal(check(sample), 431);
    sample->head.headers.count = 1;
    for (int i = 0; i < HTTP_HEADERS_MAX - 1; i++)
        add(sample, "X", "1");
    assert_int_equal(check(sample), 0);
    add(sample, "X", "1");
    assert_int_equal(check(sample), 431);
}

static void knows_its_methods_and_versions(void **state)
{
    Sample *sample = *state;
    sample->head.method = STR("PUT");
    assert_int_equal(check(sample), 405);
    sample->head.method = STR("get");
    assert_int_equal(check(sample), 405);
    sample->head.method = STR("HEAD");
    assert_int_equal(check(sample), 0);
    sample->head.version = STR("HTTP/2.0");
    assert_int_equal(check(sample), 505);
}

static void answers_to_local_names_only(void **state)
{
    (void)state;
    assert_true(http_host_is_local(STR("127.0.0.1")));
    assert_true(http_host_is_local(STR("LocalHost:8080")));
    assert_true(http_host_is_local(STR("[::1]:80")));
    static const char *const foreign[] = {"",
                                          "example.org",
                                          "127.0.0.1.example.org",
                                          "localhost.example.org:80",
                                          "127.0.0.1:",
                                          "127.0.0.1:0",
                                          "127.0.0.1:99999",
                                          "127.0.0.1:+80",
                                          "192.168.1.1:8080"};
    for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
        assert_false(http_host_is_local(str_of(foreign[i])));
}

static void answers_to_addresses_and_given_names(void **state)
{
    (void)state;
    Str names[] = {STR("tongban.example"), STR("考核.example")};
    TextList hosts = {.at = names, .count = ARRAY_LEN(names)};
    static const char *const known[] = {
        "localhost:8080", "10.3.0.7",        "10.3.0.7:8080",       "[fe80::1]:80",
        "[::]",           "Tongban.Example", "tongban.example:443", "考核.example:8080"};
    static const char *const foreign[] = {"",
                                          "example",
                                          "x.tongban.example",
                                          "10.3.0",
                                          "10.3.0.256",
                                          "10.3.0.7.example",
                                          "[fe80::1",
                                          "[fe80::1]x:80",
                                          "[10.3.0.7]",
                                          "fe80::1",
                                          "tongban.example:",
                                          "tongban.example:99999",
                                          "010.3.0.07.1",
                                          "[]"};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        assert_true(http_host_is_known(str_of(known[i]), &hosts));
    for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
        assert_false(http_host_is_known(str_of(foreign[i]), &hosts));
}

static void knows_who_asks(void **state)
{
    Sample *sample = *state;
    add(sample, "X-Forwarded-For", "1.1.1.1");
    add(sample, "x-forwarded-for", "6.6.6.6, 10.9.9.9");
    add(sample, "X-Forwarded-Proto", "https");
    assert_int_equal(check(sample), 0);
    assert_str(sample->line.client, "10.3.0.7"); /* nobody is believed */
    assert_false(sample->line.secure);
    sample->trust.proxy = STR("10.3.0.8");
    assert_int_equal(check(sample), 0);
    assert_str(sample->line.client, "10.3.0.7"); /* another is believed */
    sample->trust.proxy = STR("10.3.0.7");
    assert_int_equal(check(sample), 0);
    assert_str(sample->line.client, "10.9.9.9");
    assert_true(sample->line.secure);
    sample->head.headers.at[2].value = STR("10.9.9.9, \"evil\"");
    assert_int_equal(check(sample), 0);
    assert_str(sample->line.client, "10.3.0.7"); /* what is no address is not taken for one */
}

static void reads_cookies(void **state)
{
    Sample *sample = *state;
    add(sample, "Cookie", "a=1; session=x=y;b=; c");
    const HttpParams *headers = &sample->head.headers;
    assert_str(http_cookie(headers, "session"), "x=y");
    assert_str(http_cookie(headers, "a"), "1");
    assert_str(http_cookie(headers, "b"), "");
    assert_str(http_cookie(headers, "c"), "");
    assert_str(http_cookie(headers, "sess"), "");
}

static void demands_one_host(void **state)
{
    Sample *sample = *state;
    sample->head.headers.at[0].value = STR("evil.example:8080");
    assert_int_equal(check(sample), 421);
    sample->head.headers.at[0].value = STR("127.0.0.1:8080");
    add(sample, "Host", "127.0.0.1:8080");
    assert_int_equal(check(sample), 400);
    sample->head.headers.count = 0;
    assert_int_equal(check(sample), 400);
}

static void takes_changes_from_its_own_pages_only(void **state)
{
    Sample *sample = *state;
    sample->head.method = STR("POST");
    add(sample, "Origin", "http://127.0.0.1:8080");
    assert_int_equal(check(sample), 0);
    static const char *const foreign[] = {"null", "", "http://evil.example",
                                          "http://127.0.0.1:9090", "ftp://127.0.0.1:8080"};
    for (size_t i = 0; i < ARRAY_LEN(foreign); i++) {
        sample->head.headers.at[1].value = str_of(foreign[i]);
        assert_int_equal(check(sample), 403);
    }
    sample->head.headers.at[1] =
        (HttpParam){.name = STR("Sec-Fetch-Site"), .value = STR("cross-site")};
    assert_int_equal(check(sample), 403);
    sample->head.method = STR("GET");
    assert_int_equal(check(sample), 0);
}

static void decodes_path_and_query(void **state)
{
    Sample *sample = *state;
    assert_int_equal(check_target(sample, "/api/explain/%E8%B5%A4%E5%B2%97%E8%A1%97?a=1+2&b&=%2B"),
                     0);
    assert_str(sample->line.path, "/api/explain/赤岗街");
    assert_int_equal(sample->line.query.count, 3);
    assert_str(sample->line.query.at[0].value, "1 2");
    assert_str(sample->line.query.at[1].name, "b");
    assert_str(sample->line.query.at[2].value, "+");
}

static void refuses_targets_out_of_syntax(void **state)
{
    static const char *const bad[] = {"",        "api",         "http://127.0.0.1/",
                                      "*",       "/%",          "/%4",
                                      "/%zz",    "/%00",        "/%ff",
                                      "/a b",    "/a\tb",       "/#x",
                                      "/../etc", "/a/%2e%2e/b", "/a//b",
                                      "/./x",    "/?a=%ff"};
    Sample *sample = *state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(check_target(sample, bad[i]), 400);
}

static void limits_the_target(void **state)
{
    Sample *sample = *state;
    char *wide = NEW(sample->arena, char, HTTP_TARGET_BYTES_MAX + 2);
    memset(wide, '/', 1);
    memset(wide + 1, 'a', HTTP_TARGET_BYTES_MAX - 1);
    assert_int_equal(check_target(sample, wide), 0);
    wide[HTTP_TARGET_BYTES_MAX] = 'a';
    assert_int_equal(check_target(sample, wide), 414);
}

static void reads_accept_encoding(void **state)
{
    (void)state;
    assert_true(http_takes_gzip(STR("deflate, GZIP;q=0.5, br")));
    assert_false(http_takes_gzip(STR("br, gzip;q=0")));
    assert_false(http_takes_gzip(STR("")));
}

static void matches_entity_tags(void **state)
{
    (void)state;
    assert_true(http_etag_matches(STR("\"a\", W/\"b\""), STR("\"b\"")));
    assert_true(http_etag_matches(STR("*"), STR("\"b\"")));
    assert_false(http_etag_matches(STR("\"a\""), STR("\"b\"")));
    assert_false(http_etag_matches((Str){0}, STR("\"b\"")));
}

static void names_files_for_old_and_new_clients(void **state)
{
    Sample *sample = *state;
    assert_str(http_disposition(sample->arena, "attachment", STR("2月 \"通报\".docx")),
               "attachment; filename=\"2______.docx\"; "
               "filename*=UTF-8''2%E6%9C%88%20%22%E9%80%9A%E6%8A%A5%22.docx");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(takes_a_plain_request, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_two_lengths, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_length_beside_encoding, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_two_encodings_and_unknown_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_encoding_in_http_1_0, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_lengths_that_are_no_number, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_a_body_where_none_belongs, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_header_names_and_values_out_of_syntax, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(limits_the_number_and_size_of_headers, setup, teardown),
        cmocka_unit_test_setup_teardown(knows_its_methods_and_versions, setup, teardown),
        cmocka_unit_test(answers_to_local_names_only),
        cmocka_unit_test(answers_to_addresses_and_given_names),
        cmocka_unit_test_setup_teardown(knows_who_asks, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_cookies, setup, teardown),
        cmocka_unit_test_setup_teardown(demands_one_host, setup, teardown),
        cmocka_unit_test_setup_teardown(takes_changes_from_its_own_pages_only, setup, teardown),
        cmocka_unit_test_setup_teardown(decodes_path_and_query, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_targets_out_of_syntax, setup, teardown),
        cmocka_unit_test_setup_teardown(limits_the_target, setup, teardown),
        cmocka_unit_test(reads_accept_encoding),
        cmocka_unit_test(matches_entity_tags),
        cmocka_unit_test_setup_teardown(names_files_for_old_and_new_clients, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
