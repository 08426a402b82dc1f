#include "port/canvas.h"

#include "kit/kit.h"

static const char *const families[] = {"FandolFang", "Noto Serif CJK SC", NULL};
static const FontWish wishes[] = {{"仿宋", families, false}};
static const CanvasAbout about = {.title = STR_INIT("标题（括号）"),
                                  .author = STR_INIT("某局"),
                                  .language = STR_INIT("zh-CN"),
                                  .made_at = {1681171200000}};

/* Skips the test on a machine without any Chinese font. */
static Canvas *open_canvas(Ctx *ctx)
{
    Fonts *fonts = NULL;
    Canvas *canvas = NULL;
    assert_ok(ctx, fonts_open(ctx, STR(""), &fonts));
    if (!canvas_open(ctx, fonts, wishes, 1, &about, &canvas)) {
        assert_int_equal(ctx->fail.code, FAIL_MISSING);
        print_message("skipped: this machine has no Chinese font\n");
        skip();
    }
    return canvas;
}

static Str draw_all(Ctx *ctx)
{
    Canvas *canvas = open_canvas(ctx);
    TextStyle style = {.role = 0, .size = 16};
    Ink red = {1, 0, 0, 1};
    canvas_page(canvas, 595, 842);
    int chapter = canvas_outline(canvas, OUTLINE_ROOT, STR("第一章"), 100);
    canvas_outline(canvas, chapter, STR("（一）"), 200);
    canvas_text(canvas, style, 80, 100, STR("各街道：滘瑄玥"));
    canvas_line(canvas, 80, 110, 500, 110, 1, red);
    canvas_box(canvas, 80, 120, 50, 50, red);
    canvas_dot(canvas, 200, 140, 5, red);
    canvas_turn(canvas, 300, 400, -35);
    canvas_shape(canvas, style, 0, 0, STR("草稿"));
    canvas_turn_back(canvas);
    canvas_page(canvas, 842, 595);
    Str bytes = {0};
    assert_ok(ctx, canvas_finish(ctx, canvas, MIB, &bytes));
    return bytes;
}

static void what_is_drawn_is_a_pdf(void **state)
{
    Str bytes = draw_all(*state);
    assert_true(str_starts(bytes, STR("%PDF-1.5")));
    assert_true(str_ends(bytes, STR("%%EOF\n")));
    assert_contains(bytes, "/Lang (zh-CN)");
    assert_contains(bytes, "/Outlines");
    assert_contains(bytes, "(20230411");
}

static void the_same_calls_give_the_same_bytes(void **state)
{
    Str first = draw_all(*state), second = draw_all(*state);
    assert_true(str_equal(first, second));
}

static void width_is_the_sum_of_advances(void **state)
{
    Canvas *canvas = open_canvas(*state);
    TextStyle style = {.role = 0, .size = 10};
    double width = canvas_width(canvas, style, STR("政务服务"));
    assert_true(width > 39.99 && width < 40.01);
    assert_true(canvas_width(canvas, style, STR("")) == 0);
}

static void steering_signs_have_no_width(void **state)
{
    Canvas *canvas = open_canvas(*state);
    const Rune signs[] = {0x200B, 0x200D, 0xFE0F, 0xE0100, 0x202E, 0xFEFF, '\n', 7};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        assert_true(canvas_advance(canvas, 0, signs[i]) == 0);
    const Rune *missing;
    assert_int_equal(canvas_missing(canvas, &missing), 0);
}

static void missing_characters_are_named_once_and_in_order(void **state)
{
    Ctx *ctx = *state;
    Canvas *canvas = open_canvas(ctx);
    canvas_page(canvas, 595, 842);
    canvas_text(canvas, (TextStyle){.role = 0, .size = 16}, 80, 100,
                STR("\U0010FFFD政\U0010FFFC\U0010FFFD"));
    const Rune *missing;
    assert_int_equal(canvas_missing(canvas, &missing), 2);
    assert_int_equal(missing[0], 0x10FFFC);
    assert_int_equal(missing[1], 0x10FFFD);
}

static void a_file_past_the_limit_is_refused(void **state)
{
    Ctx *ctx = *state;
    Canvas *canvas = open_canvas(ctx);
    canvas_page(canvas, 595, 842);
    Str bytes;
    assert_fails(ctx, FAIL_TOO_LARGE, canvas_finish(ctx, canvas, 100, &bytes));
}

static void fonts_can_be_drawn_with_again(void **state)
{
    Ctx *ctx = *state;
    Fonts *fonts = NULL;
    assert_ok(ctx, fonts_open(ctx, STR(""), &fonts));
    for (int i = 0; i < 2; i++) {
        Canvas *canvas = NULL;
        if (!canvas_open(ctx, fonts, wishes, 1, &about, &canvas))
            skip();
        canvas_page(canvas, 595, 842);
        canvas_text(canvas, (TextStyle){.role = 0, .size = 16}, 80, 100, STR("政务"));
        Str bytes;
        assert_ok(ctx, canvas_finish(ctx, canvas, MIB, &bytes));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_is_drawn_is_a_pdf),
        KIT_TEST(the_same_calls_give_the_same_bytes),
        KIT_TEST(width_is_the_sum_of_advances),
        KIT_TEST(steering_signs_have_no_width),
        KIT_TEST(missing_characters_are_named_once_and_in_order),
        KIT_TEST(a_file_past_the_limit_is_refused),
        KIT_TEST(fonts_can_be_drawn_with_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
