#include "port/log.h"

#include "kit/kit.h"

#include <unistd.h>

/* What one call of log_write wrote. */
static Str written(Ctx *ctx, LogForm form, LogLevel level, const char *event,
                   const LogField *fields, size_t count)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    Clock clock = clock_frozen((Instant){1677628800007});
    Log log = {.file = ends[1], .form = form, .least = LOG_INFO, .clock = &clock};
    log_write(&log, level, event, fields, count);
    close(ends[1]);
    char *text = arena_alloc(ctx->arena, 2 * LOG_LINE_MAX, 1);
    ssize_t len = read(ends[0], text, 2 * LOG_LINE_MAX);
    close(ends[0]);
    assert_true(len >= 0);
    return str_from(text, (size_t)len);
}
#define WRITTEN(form, level, event, ...)                                                           \
    written(*state, (form), (level), (event), (const LogField[]){__VA_ARGS__},                     \
            sizeof((const LogField[]){__VA_ARGS__}) / sizeof(LogField))

static void a_line_has_time_level_event_and_fields(void **state)
{
    assert_str(WRITTEN(LOG_FMT, LOG_INFO, "served", log_str("path", STR("/api/months")),
                       log_int("status", 200)),
               "time=2023-03-01T08:00:00.007+08:00 level=info event=served path=/api/months"
               " status=200\n");
}

static void json_is_one_object_a_line(void **state)
{
    assert_str(
        WRITTEN(LOG_JSON, LOG_ERROR, "failed", log_str("unit", STR("赤岗街")), log_int("n", -1)),
        "{\"time\":\"2023-03-01T08:00:00.007+08:00\",\"level\":\"error\","
        "\"event\":\"failed\",\"unit\":\"赤岗街\",\"n\":-1}\n");
}

static void nobody_can_forge_a_line(void **state)
{
    Str evil = STR("a\"\nlevel=error event=forged \\ \x01");
    assert_contains(WRITTEN(LOG_FMT, LOG_INFO, "served", log_str("path", evil)),
                    " path=\"a\\\"\\nlevel=error event=forged \\\\ \\u0001\"\n");
    assert_contains(WRITTEN(LOG_JSON, LOG_INFO, "served", log_str("path", evil)),
                    "\"path\":\"a\\\"\\nlevel=error event=forged \\\\ \\u0001\"}\n");
}

static void a_long_line_is_cut_between_characters(void **state)
{
    Ctx *ctx = *state;
    Buf text = buf_create(ctx->arena, MIB);
    for (int i = 0; i < 3000; i++)
        buf_add_c(&text, i == 0 ? "a b" : "滘");
    for (int form = LOG_FMT; form <= LOG_JSON; form++) {
        Str line = WRITTEN((LogForm)form, LOG_INFO, "long", log_str("text", buf_str(&text)),
                           log_int("lost", 1));
        assert_true(line.len <= LOG_LINE_MAX);
        assert_true(str_ends(line, form == LOG_JSON ? STR("滘...\"}\n") : STR("滘...\"\n")));
        assert_false(str_contains(line, STR("lost")));
    }
}

static void what_is_less_than_wanted_is_not_written(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    Log log = {.file = ends[1], .least = LOG_WARNING, .clock = &system_clock};
    LOG(&log, LOG_INFO, "quiet", log_int("n", 1));
    LOG(&log, LOG_WARNING, "loud", log_int("n", 1));
    close(ends[1]);
    char text[200] = {0};
    assert_true(read(ends[0], text, sizeof text - 1) > 0);
    close(ends[0]);
    assert_null(strstr(text, "quiet"));
    assert_non_null(strstr(text, "loud"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_line_has_time_level_event_and_fields),
        KIT_TEST(json_is_one_object_a_line),
        KIT_TEST(nobody_can_forge_a_line),
        KIT_TEST(a_long_line_is_cut_between_characters),
        KIT_TEST(what_is_less_than_wanted_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
