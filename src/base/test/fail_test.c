#include "base/problem.h"
#include "base/test/base_kit.h"
#include "base/utf8.h"

static Ctx ctx_of(void **state)
{
    return (Ctx){.arena = *state};
}

static Str printed(Ctx *ctx)
{
    Buf text = buf_create(ctx->arena, 64 * KIB);
    fail_print(&text, &ctx->fail);
    return buf_str(&text);
}

static void a_failure_is_false_and_keeps_its_code_and_message(void **state)
{
    Ctx ctx = ctx_of(state);
    assert_false(fail(&ctx, FAIL_NOT_FOUND, "没有单位「%s」", "赤岗街"));
    assert_int_equal(ctx.fail.code, FAIL_NOT_FOUND);
    assert_str(ctx.fail.message, "没有单位「赤岗街」");
}

static void a_failure_is_printed_with_all_that_was_added(void **state)
{
    Ctx ctx = ctx_of(state);
    fail(&ctx, FAIL_SYNTAX, "缺少冒号");
    assert_false(fail_at(&ctx, (Place){STR("a.yaml"), 3, 7, STR("points")}));
    assert_false(fail_detail(&ctx, "见到 %d", 5));
    assert_false(fail_hint(&ctx, "补上冒号"));
    assert_false(fail_while(&ctx, "读取方案"));
    assert_false(fail_while(&ctx, "计算得分"));
    assert_str(printed(&ctx), "a.yaml:3:7: points: 缺少冒号\n"
                              "  详情: 见到 5\n"
                              "  正在: 读取方案\n"
                              "  正在: 计算得分\n"
                              "  办法: 补上冒号\n");
}

static void the_problems_of_a_failure_outlive_the_list_they_came_from(void **state)
{
    Ctx ctx = ctx_of(state);
    fail(&ctx, FAIL_INVALID, "有错");
    assert_null(ctx.fail.problems);
    {
        Problems problems = problems_create(*state);
        problems_add(&problems, (Problem){.row = 3, .message = STR("不是数字")});
        assert_false(fail_problems(&ctx, &problems));
        problems = (Problems){0};
    }
    assert_int_equal(ctx.fail.problems->count, 1);
    assert_int_equal(ctx.fail.problems->at[0].row, 3);
    fail(&ctx, FAIL_INVALID, "别的错");
    assert_null(ctx.fail.problems);
}

static void a_line_without_a_file_is_printed_too(void **state)
{
    Ctx ctx = ctx_of(state);
    fail(&ctx, FAIL_SYNTAX, "缺少冒号");
    fail_at(&ctx, (Place){.line = 3});
    assert_str(printed(&ctx), "第 3 行: 缺少冒号\n");
}

static void a_later_failure_replaces_the_earlier(void **state)
{
    Ctx ctx = ctx_of(state);
    fail(&ctx, FAIL_SYNTAX, "一");
    fail_hint(&ctx, "二");
    fail_while(&ctx, "三");
    fail(&ctx, FAIL_FILE, "四");
    assert_str(printed(&ctx), "四\n");
    fail_clear(&ctx);
    assert_int_equal(ctx.fail.code, FAIL_NONE);
}

static void the_outermost_whiles_beyond_the_maximum_are_dropped(void **state)
{
    Ctx ctx = ctx_of(state);
    fail(&ctx, FAIL_FILE, "x");
    for (int i = 0; i < FAIL_WHILE_MAX + 3; i++)
        fail_while(&ctx, "%d", i);
    assert_int_equal(ctx.fail.while_count, FAIL_WHILE_MAX);
    assert_str(ctx.fail.whiles[0], "0");
}

static void a_long_message_is_cut_between_characters(void **state)
{
    Ctx ctx = ctx_of(state);
    Buf text = buf_create(*state, 64 * KIB);
    for (int i = 0; i < 3000; i++)
        buf_add_c(&text, "龘");
    for (int shift = 0; shift < 4; shift++) {
        fail(&ctx, FAIL_INVALID, "%.*s%.*s", shift, "xxx", STRF(buf_str(&text)));
        assert_true(ctx.fail.message.len > 4000 && ctx.fail.message.len < 4096);
        assert_true(utf8_check(ctx.fail.message) == STR_NONE);
    }
}

static void a_message_may_quote_the_failure_it_replaces(void **state)
{
    Ctx ctx = ctx_of(state);
    fail(&ctx, FAIL_FILE, "内");
    fail(&ctx, FAIL_INVALID, "外：%.*s", STRF(ctx.fail.message));
    assert_str(ctx.fail.message, "外：内");
}

static void every_code_has_a_name_a_title_and_statuses(void **state)
{
    (void)state;
    for (FailCode code = FAIL_NONE + 1; code < FAIL_MAX; code++) {
        assert_true(strlen(fail_name(code)) > 0);
        assert_true(strlen(fail_title(code)) > 0);
        assert_in_range(fail_http_status(code), 400, 599);
        assert_in_range(fail_exit_code(code), 1, 3);
    }
    assert_string_equal(fail_name(FAIL_USAGE), "USAGE");
    assert_int_equal(fail_exit_code(FAIL_NONE), 0);
    assert_int_equal(fail_exit_code(FAIL_USAGE), 2);
    assert_int_equal(fail_exit_code(FAIL_PARTLY), 3);
}

/* Tests run from the root of the tree. */
#define DOCS "docs/failures.md"
#define DOCS_BYTES_MAX (256 * KIB)

static void the_docs_list_every_code_as_the_table_has_it(void **state)
{
    char *docs = arena_alloc(*state, DOCS_BYTES_MAX, 1);
    FILE *file = fopen(DOCS, "rb");
    assert_non_null(file);
    size_t len = fread(docs, 1, DOCS_BYTES_MAX, file);
    fclose(file);
    for (FailCode code = FAIL_NONE + 1; code < FAIL_MAX; code++) {
        Str row = str_format(*state, "\n| `%s` | %s | %d | %d | ", fail_name(code),
                             fail_title(code), fail_http_status(code), fail_exit_code(code));
        if (!str_contains(str_from(docs, len), row)) {
            print_error("%s lacks:%.*s\n", DOCS, STRF(row));
            _fail(__FILE__, __LINE__);
        }
    }
}

static void meet_a_bug(void)
{
    BUG("for the test");
}

static void a_bug_aborts(void **state)
{
    (void)state;
    assert_true(aborts(meet_a_bug));
}

static void a_copy_outlives_the_work_that_failed(void **state)
{
    Ctx ctx = ctx_of(state);
    Arena *own = arena_create(1 * MIB);
    Ctx inner = {.arena = own};
    fail(&inner, FAIL_SYNTAX, "第%d行读不懂", 7);
    fail_at(&inner, (Place){.file = str_format(own, "%s.csv", "甲"), .line = 7});
    fail_hint(&inner, "改%s", "它");
    fail_while(&inner, "读%s", "甲");
    ctx.fail = fail_copy(ctx.arena, &inner.fail);
    arena_free(own);
    assert_int_equal(ctx.fail.code, FAIL_SYNTAX);
    assert_str(printed(&ctx), "甲.csv:7: 第7行读不懂\n  正在: 读甲\n  办法: 改它\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(a_failure_is_false_and_keeps_its_code_and_message),
        ARENA_TEST(a_failure_is_printed_with_all_that_was_added),
        ARENA_TEST(the_problems_of_a_failure_outlive_the_list_they_came_from),
        ARENA_TEST(a_copy_outlives_the_work_that_failed),
        ARENA_TEST(a_line_without_a_file_is_printed_too),
        ARENA_TEST(a_later_failure_replaces_the_earlier),
        ARENA_TEST(the_outermost_whiles_beyond_the_maximum_are_dropped),
        ARENA_TEST(a_long_message_is_cut_between_characters),
        ARENA_TEST(a_message_may_quote_the_failure_it_replaces),
        ARENA_TEST(every_code_has_a_name_a_title_and_statuses),
        ARENA_TEST(the_docs_list_every_code_as_the_table_has_it),
        ARENA_TEST(a_bug_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
