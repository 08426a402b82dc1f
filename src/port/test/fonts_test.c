#include "port/fonts.h"

#include "kit/kit_files.h"

#include <unistd.h>

static const char *const serif[] = {"没有这种字体", "Noto Serif CJK SC", NULL};
static const char *const fandol[] = {"仿宋_GB2312", "FandolFang", "Noto Serif CJK SC", NULL};
static const FontWish serif_wish = {"宋体", serif, false};
static const FontWish fang_wish = {"仿宋", fandol, false};

/* Skips the test on a machine without any Chinese font. */
static Fonts *open_fonts(Ctx *ctx, Str data_fonts, const FontWish *wish, FontChain *ret_chain)
{
    Fonts *fonts = NULL;
    assert_ok(ctx, fonts_open(ctx, data_fonts, &fonts));
    if (!fonts_chain(ctx, fonts, wish, ret_chain)) {
        assert_int_equal(ctx->fail.code, FAIL_MISSING);
        print_message("skipped: this machine has no Chinese font\n");
        skip();
    }
    return fonts;
}

static void a_chinese_character_is_one_em_wide(void **state)
{
    FontChain chain;
    Fonts *fonts = open_fonts(*state, STR(""), &fang_wish, &chain);
    Str text = STR("政务服务滘瑄玥𠮷，。（《");
    while (!str_empty(text)) {
        Glyph glyph = fonts_glyph(fonts, &chain, utf8_next(&text));
        assert_false(glyph.missing);
        assert_true(glyph.advance > 0.999 && glyph.advance < 1.001);
    }
}

static void a_character_that_the_first_face_lacks_comes_from_the_next(void **state)
{
    FontChain chain;
    Fonts *fonts = open_fonts(*state, STR(""), &fang_wish, &chain);
    Glyph glyph = fonts_glyph(fonts, &chain, 0x6ED8); /* 滘, not in FandolFang */
    assert_false(glyph.missing);
    assert_true(glyph.index != 0);
}

static void a_character_that_no_face_has_is_a_visible_mark(void **state)
{
    FontChain chain;
    Fonts *fonts = open_fonts(*state, STR(""), &serif_wish, &chain);
    Glyph glyph = fonts_glyph(fonts, &chain, 0x10FFFD);
    assert_true(glyph.missing);
    assert_true(glyph.index != 0);
    assert_int_equal(glyph.index, fonts_glyph(fonts, &chain, 0x3013).index);
}

static void the_doctor_is_told_face_and_package(void **state)
{
    Ctx *ctx = *state;
    FontChain chain;
    Fonts *fonts = open_fonts(ctx, STR(""), &serif_wish, &chain);
    FontFoundList found;
    assert_ok(ctx, fonts_check(ctx, fonts, &serif_wish, 1, &found));
    assert_int_equal(found.count, 1);
    assert_string_equal(found.at[0].label, "宋体");
    assert_string_equal(found.at[0].package, "fonts-noto-cjk");
    if (!found.at[0].is_poor) {
        assert_str(found.at[0].family, "Noto Serif CJK SC");
        assert_true(found.at[0].is_stand_in);
    }
}

static void a_wish_that_nothing_fulfils_is_poor(void **state)
{
    Ctx *ctx = *state;
    static const char *const nothing[] = {"没有这种字体", NULL};
    const FontWish wish = {"怪体", nothing, false};
    Fonts *fonts = NULL;
    FontFoundList found;
    assert_ok(ctx, fonts_open(ctx, STR(""), &fonts));
    assert_ok(ctx, fonts_check(ctx, fonts, &wish, 1, &found));
    assert_true(found.at[0].is_poor);
    assert_int_equal(found.at[0].file.len, 0);
}

/* A bureau's own face, under any file name, goes before the system's. */
static void a_face_in_the_data_folder_comes_first(void **state)
{
    Ctx *ctx = *state;
    FontChain chain;
    Fonts *fonts = open_fonts(ctx, STR(""), &serif_wish, &chain);
    FontFoundList before;
    assert_ok(ctx, fonts_check(ctx, fonts, &serif_wish, 1, &before));
    if (before.at[0].is_poor)
        skip();
    const char *folder = kit_folder(ctx);
    Str own = str_format(ctx->arena, "%s/bureau.otf", folder);
    assert_int_equal(symlink(str_to_c(ctx->arena, before.at[0].file), str_to_c(ctx->arena, own)),
                     0);
    fonts = open_fonts(ctx, str_of(folder), &serif_wish, &chain);
    FontFoundList after;
    assert_ok(ctx, fonts_check(ctx, fonts, &serif_wish, 1, &after));
    assert_true(str_equal(after.at[0].file, own));
}

static void a_broken_file_in_the_data_folder_is_passed_over(void **state)
{
    Ctx *ctx = *state;
    const char *folder = kit_folder(ctx);
    FILE *file = fopen(str_to_c(ctx->arena, str_format(ctx->arena, "%s/simsun.ttf", folder)), "w");
    assert_non_null(file);
    fputs("this is no font", file);
    fclose(file);
    static const char *const families[] = {"SimSun", "Noto Serif CJK SC", NULL};
    const FontWish wish = {"宋体", families, false};
    FontChain chain;
    Fonts *fonts = open_fonts(ctx, str_of(folder), &wish, &chain);
    assert_false(fonts_glyph(fonts, &chain, 0x653F).missing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_chinese_character_is_one_em_wide),
        KIT_TEST(a_character_that_the_first_face_lacks_comes_from_the_next),
        KIT_TEST(a_character_that_no_face_has_is_a_visible_mark),
        KIT_TEST(the_doctor_is_told_face_and_package),
        KIT_TEST(a_wish_that_nothing_fulfils_is_poor),
        KIT_TEST(a_face_in_the_data_folder_comes_first),
        KIT_TEST(a_broken_file_in_the_data_folder_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
