#include "engine/report/pdf_line.h"

#include "kit/kit.h"

#include <math.h>

static const char *const families[] = {"FandolFang", "Noto Serif CJK SC", NULL};
static const FontWish wishes[] = {{"仿宋", families, false}};
static const TextStyle style = {.role = 0, .size = 16};

/* Skips the test on a machine without any Chinese font. */
static Canvas *open_canvas(Ctx *ctx)
{
    Fonts *fonts = NULL;
    Canvas *canvas = NULL;
    CanvasAbout about = {.language = STR("zh-CN")};
    assert_ok(ctx, fonts_open(ctx, STR(""), &fonts));
    if (!canvas_open(ctx, fonts, wishes, 1, &about, &canvas)) {
        assert_int_equal(ctx->fail.code, FAIL_MISSING);
        print_message("skipped: this machine has no Chinese font\n");
        skip();
    }
    return canvas;
}

/* The lines of a text in a width of so many characters, parted by | for reading. */
static Str broken(Ctx *ctx, const char *text, double characters)
{
    Span span = {str_of(text), style};
    LineRules rules = {.width = characters * 16, .tracking = 1, .spread = true};
    LineList lines = line_break(open_canvas(ctx), ctx->arena, &span, 1, rules);
    Buf shown = buf_create(ctx->arena, 64 * KIB);
    LIST_EACH (Line, line, &lines) {
        if (line > lines.at)
            buf_add_byte(&shown, '|');
        for (size_t i = 0; i < line->piece_count; i++)
            for (size_t j = 0; j < line->pieces[i].count; j++) {
                char bytes[4];
                size_t len = utf8_encode(line->pieces[i].placed[j].rune, bytes);
                buf_add_bytes(&shown, bytes, len);
            }
    }
    return buf_str(&shown);
}

static void chinese_breaks_anywhere(void **state)
{
    assert_str(broken(*state, "一二三四五六七", 3), "一二三|四五六|七");
}

static void closing_marks_do_not_begin_a_line(void **state)
{
    assert_str(broken(*state, "一二三，四五", 3), "一二|三，四|五");
    assert_str(broken(*state, "一二三》。四", 3), "一二|三》。|四");
}

static void opening_marks_do_not_end_a_line(void **state)
{
    assert_str(broken(*state, "一二《三》", 3), "一二|《三》");
    assert_str(broken(*state, "一（《二》）", 5), "一|（《二》）");
}

static void dashes_and_dots_stay_whole(void **state)
{
    assert_str(broken(*state, "一二——三", 3), "一二|——三");
    assert_str(broken(*state, "一二……三", 3), "一|二……|三");
}

static void numbers_and_words_stay_whole(void **state)
{
    assert_str(broken(*state, "共99.99%。", 5), "共|99.99%。");
    assert_str(broken(*state, "按GB/T9704", 5), "按|GB/T9704");
    assert_str(broken(*state, "第12345号", 3), "第|12345|号");
}

static void a_word_longer_than_the_line_is_cut(void **state)
{
    assert_str(broken(*state, "1234567890", 2), "1234|5678|90");
}

static void newlines_end_lines(void **state)
{
    assert_str(broken(*state, "一\n\n二", 5), "一||二");
    assert_str(broken(*state, "", 5), "");
}

static void blanks_do_not_begin_lines(void **state)
{
    assert_str(broken(*state, "ab cd ef", 1.5), "ab|cd|ef");
}

/* Whatever the text: nothing is lost, every full line ends at the edge, none goes beyond. */
static void any_text_is_whole_and_within_its_width(void **state)
{
    Ctx *ctx = *state;
    Canvas *canvas = open_canvas(ctx);
    static const char *const parts[] = {"政",  "务", "，", "《", "》", "12",
                                        ".5%", "——", "“",  "”",  "（"};
    uint32_t seed = 7;
    for (int round = 0; round < 100; round++) {
        Buf text = buf_create(ctx->arena, 4 * KIB);
        for (int i = 0; i < 150; i++) {
            seed = seed * 1664525 + 1013904223;
            /* Mostly letters: without them a line has no place to break. */
            size_t pick = (seed >> 16) % 30;
            buf_add_c(&text, parts[pick < ARRAY_LEN(parts) ? pick : pick % 2]);
        }
        Span span = {buf_str(&text), style};
        LineRules rules = {.width = 448, .first_indent = 32, .tracking = 1, .spread = true};
        LineList lines = line_break(canvas, ctx->arena, &span, 1, rules);
        size_t count = 0;
        for (size_t i = 0; i < lines.count; i++) {
            const Line *line = &lines.at[i];
            for (size_t j = 0; j < line->piece_count; j++)
                count += line->pieces[j].count;
            assert_true(line->width < 448.05);
            if (i + 1 < lines.count)
                assert_true(fabs(line->width - 448) < 0.05);
        }
        assert_int_equal(count, utf8_count(buf_str(&text)));
    }
}

static void the_widest_unbreakable_part_is_measured(void **state)
{
    Canvas *canvas = open_canvas(*state);
    double one = line_unbreakable_width(canvas, style, STR("政"));
    assert_true(fabs(one - 16) < 0.01);
    assert_true(fabs(line_unbreakable_width(canvas, style, STR("政务服务")) - 16) < 0.01);
    assert_true(fabs(line_unbreakable_width(canvas, style, STR("（政）务")) - 48) < 0.01);
    assert_true(line_unbreakable_width(canvas, style, STR("")) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(chinese_breaks_anywhere),
        KIT_TEST(closing_marks_do_not_begin_a_line),
        KIT_TEST(opening_marks_do_not_end_a_line),
        KIT_TEST(dashes_and_dots_stay_whole),
        KIT_TEST(numbers_and_words_stay_whole),
        KIT_TEST(a_word_longer_than_the_line_is_cut),
        KIT_TEST(newlines_end_lines),
        KIT_TEST(blanks_do_not_begin_lines),
        KIT_TEST(any_text_is_whole_and_within_its_width),
        KIT_TEST(the_widest_unbreakable_part_is_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
