#include "engine/report/title_lines.h"

#include "kit/kit.h"

#include "base/utf8.h"

#define MOST 20

static void a_short_title_stays_one_line(void **state)
{
    Ctx *ctx = *state;
    assert_str(title_lines(ctx->arena, STR("关于考核情况的通报"), MOST), "关于考核情况的通报");
}

static void newlines_of_the_author_are_kept(void **state)
{
    Ctx *ctx = *state;
    assert_str(title_lines(ctx->arena, STR("甲\n乙"), MOST), "甲\n乙");
}

static void the_first_line_is_the_longer_one(void **state)
{
    Ctx *ctx = *state;
    assert_str(
        title_lines(ctx->arena, STR("关于2023年2月份政务服务相关工作相关数据情况的通报"), MOST),
        "关于2023年2月份政务服务相关\n工作相关数据情况的通报");
}

/* Whatever the title: nothing is lost, no line is too long, none begins with a closing mark. */
static void any_title_is_cut_whole_and_fits(void **state)
{
    Ctx *ctx = *state;
    const char *parts[] = {"关于",     "2023年2月份", "政务服务", "的",       "（含社区）",
                           "“好差评”", "12345热线",   "、",       "考核情况", "通报"};
    uint32_t seed = 1;
    for (int i = 0; i < 300; i++) {
        Buf title = buf_create(ctx->arena, 4 * KIB);
        for (int j = 0; j < 10; j++) {
            seed = seed * 1664525 + 1013904223;
            buf_add_c(&title, parts[(seed >> 16) % ARRAY_LEN(parts)]);
        }
        Str rest = title_lines(ctx->arena, buf_str(&title), MOST), line;
        size_t len = 0;
        bool cut = str_find_byte(rest, '\n') != STR_NONE;
        while (str_split(&rest, '\n', &line)) {
            len += line.len;
            assert_false(str_empty(line));
            assert_true(!cut || utf8_columns(line) <= (size_t)2 * MOST);
            assert_false(len > line.len && str_starts(line, STR("、")));
        }
        assert_int_equal(len, title.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_short_title_stays_one_line),
        KIT_TEST(newlines_of_the_author_are_kept),
        KIT_TEST(the_first_line_is_the_longer_one),
        KIT_TEST(any_title_is_cut_whole_and_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
