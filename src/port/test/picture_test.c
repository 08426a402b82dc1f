/* Photographs made harmless. The pictures lie beside the fuzzer's seeds, which they are too. */
#include "port/picture.h"

#include "kit/kit.h"
#include "port/files.h"

static Str seed(Ctx *ctx, const char *name)
{
    Str bytes;
    Str path = str_format(ctx->arena, "test/fuzz/corpus/picture/%s", name);
    assert_ok(ctx, file_read(ctx, path, MIB, &bytes));
    return bytes;
}

static void a_photograph_taken_sideways_is_turned_upright(void **state)
{
    Ctx *ctx = *state;
    Picture picture;
    assert_ok(ctx, picture_clean(ctx, seed(ctx, "sideways.jpg"), &picture));
    assert_int_equal(picture.kind, PICTURE_JPEG);
    assert_int_equal(picture.width, 24);
    assert_int_equal(picture.height, 48);
}

static void place_camera_and_what_hides_behind_the_end_are_gone(void **state)
{
    Ctx *ctx = *state;
    Picture picture;
    Str sideways = seed(ctx, "sideways.jpg");
    assert_true(str_contains(sideways, STR("113.2644E")));
    assert_true(str_contains(sideways, STR("<script>")));
    assert_ok(ctx, picture_clean(ctx, sideways, &picture));
    assert_false(str_contains(picture.bytes, STR("Exif")));
    assert_false(str_contains(picture.bytes, STR("113.2644E")));
    assert_false(str_contains(picture.bytes, STR("<script>")));
    assert_ok(ctx, picture_clean(ctx, seed(ctx, "clear.png"), &picture));
    assert_int_equal(picture.kind, PICTURE_PNG);
    assert_false(str_contains(picture.bytes, STR("secretplace")));
}

static void the_thumbnail_is_a_small_jpeg_of_the_same_form(void **state)
{
    Ctx *ctx = *state;
    Picture picture, small;
    assert_ok(ctx, picture_clean(ctx, seed(ctx, "progressive.jpg"), &picture));
    assert_ok(ctx, picture_clean(ctx, picture.thumbnail, &small));
    assert_int_equal(small.width, 48);
    assert_int_equal(small.height, 24);
}

static void a_picture_that_promises_too_many_pixels_takes_no_memory(void **state)
{
    Ctx *ctx = *state;
    Picture picture;
    size_t before = arena_used(ctx->arena);
    assert_fails(ctx, FAIL_TOO_LARGE, picture_clean(ctx, seed(ctx, "promise.png"), &picture));
    assert_true(arena_used(ctx->arena) - before < MIB);
    assert_contains(ctx->fail.message, "16000×16000");
}

static void heic_is_refused_with_what_to_do(void **state)
{
    Ctx *ctx = *state;
    Picture picture;
    assert_fails(ctx, FAIL_INVALID, picture_clean(ctx, seed(ctx, "heic.bin"), &picture));
    assert_contains(ctx->fail.hint, "兼容性最佳");
}

static void a_damaged_picture_is_told(void **state)
{
    Ctx *ctx = *state;
    Picture picture;
    Str png = seed(ctx, "clear.png");
    assert_fails(ctx, FAIL_SYNTAX, picture_clean(ctx, str_slice(png, 0, png.len / 2), &picture));
    assert_fails(ctx, FAIL_SYNTAX,
                 picture_clean(ctx, str_slice(seed(ctx, "sideways.jpg"), 0, 60), &picture));
    assert_fails(ctx, FAIL_SYNTAX, picture_clean(ctx, seed(ctx, "cmyk.jpg"), &picture));
    assert_fails(ctx, FAIL_INVALID, picture_clean(ctx, STR("no picture"), &picture));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_photograph_taken_sideways_is_turned_upright),
        KIT_TEST(place_camera_and_what_hides_behind_the_end_are_gone),
        KIT_TEST(the_thumbnail_is_a_small_jpeg_of_the_same_form),
        KIT_TEST(a_picture_that_promises_too_many_pixels_takes_no_memory),
        KIT_TEST(heic_is_refused_with_what_to_do),
        KIT_TEST(a_damaged_picture_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
