/* The body of a form, as browsers and programs send it. */
#include "port/http_form.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define TYPE "multipart/form-data; boundary=XyZ"
#define PART "--XyZ\r\nContent-Disposition: form-data; name="

static int setup(void **state)
{
    *state = arena_create(1 * MIB);
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void assert_str(Str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

static HttpParams read(void **state, const char *type, Str body)
{
    HttpParams params = {0};
    assert_true(http_form_read(*state, str_of(type), body, &params));
    return params;
}

static void refused(void **state, const char *type, Str body)
{
    HttpParams params = {0};
    assert_false(http_form_read(*state, str_of(type), body, &params));
}

static void fields_and_files_are_told_apart(void **state)
{
    HttpParams params =
        read(state, TYPE,
             STR(PART "\"lat\"\r\n\r\n23.1\r\n" PART "\"media\"; filename=\"照片.png\"\r\n"
                      "Content-Type: image/png\r\n\r\n\x89PNG\r\n\0\r\n--Xy\r\n" PART
                      "\"none\"; filename=\"\"\r\n\r\n\r\n" PART
                      "description\r\n\r\n演示\r\n第二行\r\n--XyZ--\r\n"));
    assert_int_equal(params.count, 3);
    assert_str(params.at[0].name, "lat");
    assert_str(params.at[0].value, "23.1");
    assert_int_equal(params.at[0].file_name.len, 0);
    assert_str(params.at[1].file_name, "照片.png");
    assert_int_equal(params.at[1].value.len, 13);
    assert_memory_equal(params.at[1].value.at, "\x89PNG\r\n\0\r\n--Xy", 13);
    assert_str(params.at[2].value, "演示\r\n第二行");
}

static void names_come_quoted_escaped_and_extended(void **state)
{
    HttpParams params = read(
        state, "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
        STR("preamble\r\n--a b \r\ncontent-disposition: form-data; name=\"a%22\\\"b;\"\r\n\r\n\r\n"
            "--a b\r\nContent-Disposition: form-data; name=m; "
            "filename*=UTF-8''%E7%85%A7.jpg\r\n\r\nx\r\n"
            "--a b\r\nContent-Disposition: form-data; name=m; filename=\"\"\r\n\r\ny\r\n"
            "--a b--"));
    assert_int_equal(params.count, 3);
    assert_str(params.at[0].name, "a\"\"b;");
    assert_str(params.at[1].file_name, "照.jpg");
    assert_str(params.at[2].file_name, "file");
}

static void both_kinds_of_forms_are_read_and_no_other(void **state)
{
    HttpParams params =
        read(state, "application/X-WWW-form-urlencoded;charset=UTF-8", STR("a=1&b=%E6%BC%94+x"));
    assert_int_equal(params.count, 2);
    assert_str(params.at[1].value, "演 x");
    refused(state, "application/json", STR("{}"));
    refused(state, "", STR("a=1"));
}

static void what_is_malformed_is_refused(void **state)
{
    static const char *const bodies[] = {
        "",
        "--XyZ",
        "--XyZ\r\n",
        PART "\"a\"\r\n\r\n1",
        PART "\"a\"\r\n\r\n1\r\n--XyZ",
        PART "\"a\"\r\n1\r\n--XyZ--",
        PART "\"a\r\n\r\n1\r\n--XyZ--",
        PART "\"a\"; x\r\n\r\n1\r\n--XyZ--",
        PART "\"a\"\r\n\r\n\xff\r\n--XyZ--",
        PART "\"\xff\"\r\n\r\n1\r\n--XyZ--",
        "--XyZ\r\nContent-Type: text/plain\r\n\r\n1\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--XyZ--",
        "--XyZ\r\nno colon\r\n\r\n1\r\n--XyZ--",
        "--XyZjunk\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XyZ--",
    };
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
        refused(state, TYPE, str_of(bodies[i]));
    refused(state, "multipart/form-data", STR(PART "\"a\"\r\n\r\n1\r\n--XyZ--"));
    refused(state, "multipart/form-data; boundary=", STR("--\r\n"));
}

static void no_more_parts_than_parameters_may_be(void **state)
{
    Buf body = buf_create(*state, 64 * KIB);
    for (int i = 0; i <= HTTP_PARAMS_MAX; i++)
        buf_add_c(&body, PART "\"a\"\r\n\r\n1\r\n");
    buf_add_c(&body, "--XyZ--");
    refused(state, TYPE, buf_str(&body));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields_and_files_are_told_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(names_come_quoted_escaped_and_extended, setup, teardown),
        cmocka_unit_test_setup_teardown(both_kinds_of_forms_are_read_and_no_other, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_malformed_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(no_more_parts_than_parameters_may_be, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
