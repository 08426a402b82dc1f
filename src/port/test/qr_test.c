#include "kit/kit.h"
#include "port/qr.h"

#define QUIET 4
#define SIDE_MAX 200

/* The picture as modules again, read from the path of the SVG. */
typedef struct Picture {
    int side;
    bool dark[SIDE_MAX][SIDE_MAX];
} Picture;

static int next_number(const char **at)
{
    char *end;
    long number = strtol(*at, &end, 10);
    assert_true(end > *at);
    *at = end;
    return (int)number;
}

static void expect(const char **at, const char *text)
{
    if (strncmp(*at, text, strlen(text)) != 0)
        fail_msg("expected 「%s」 before 「%.20s」", text, *at);
    *at += strlen(text);
}

static Picture *read_picture(Ctx *ctx, Str svg)
{
    Picture *picture = NEW(ctx->arena, Picture, 1);
    const char *at = strstr(str_to_c(ctx->arena, svg), "viewBox=\"0 0 ");
    assert_non_null(at);
    expect(&at, "viewBox=\"0 0 ");
    picture->side = next_number(&at);
    assert_in_range(picture->side, 21 + 2 * QUIET, SIDE_MAX);
    at = strstr(at, " d=\"");
    assert_non_null(at);
    expect(&at, " d=\"");
    while (*at == 'M') {
        at++;
        int column = next_number(&at), row = (expect(&at, " "), next_number(&at));
        int len = (expect(&at, "h"), next_number(&at));
        expect(&at, "v1h-");
        assert_int_equal(next_number(&at), len);
        expect(&at, "z");
        assert_in_range(row, 0, picture->side - 1);
        for (int i = 0; i < len; i++) {
            assert_false(picture->dark[row][column + i]);
            picture->dark[row][column + i] = true;
        }
    }
    expect(&at, "\"/></svg>");
    return picture;
}

static Picture *picture_of(Ctx *ctx, Str text)
{
    Str svg;
    assert_ok(ctx, qr_svg(ctx, text, &svg));
    return read_picture(ctx, svg);
}

/* The square in three of the corners: dark ring, light ring, dark middle. */
static bool is_finder(const Picture *picture, int row, int column)
{
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++) {
            bool ring = x == 0 || x == 6 || y == 0 || y == 6;
            bool middle = x >= 2 && x <= 4 && y >= 2 && y <= 4;
            if (picture->dark[row + y][column + x] != (ring || middle))
                return false;
        }
    return true;
}

static void the_corners_are_where_a_reader_looks_for_them(void **state)
{
    Ctx *ctx = *state;
    Picture *picture = picture_of(ctx, STR("otpauth://totp/x?secret=ABC"));
    int far = picture->side - QUIET - 7;
    assert_true(is_finder(picture, QUIET, QUIET));
    assert_true(is_finder(picture, QUIET, far));
    assert_true(is_finder(picture, far, QUIET));
    assert_false(is_finder(picture, far, far));
    /* The one module that is always dark: GB/T 18284, beside the lower left corner. */
    assert_true(picture->dark[far - 1][QUIET + 8]);
}

static void four_light_modules_stand_around(void **state)
{
    Ctx *ctx = *state;
    Picture *picture = picture_of(ctx, STR("x"));
    assert_int_equal(picture->side, 21 + 2 * QUIET);
    for (int i = 0; i < picture->side; i++)
        for (int j = 0; j < QUIET; j++) {
            assert_false(picture->dark[i][j] || picture->dark[j][i]);
            assert_false(picture->dark[i][picture->side - 1 - j]);
            assert_false(picture->dark[picture->side - 1 - j][i]);
        }
}

static void a_longer_text_makes_a_larger_picture(void **state)
{
    Ctx *ctx = *state;
    char *text = arena_alloc(ctx->arena, QR_TEXT_BYTES_MAX + 1, 1);
    memset(text, 'a', QR_TEXT_BYTES_MAX + 1);
    assert_true(picture_of(ctx, str_from(text, QR_TEXT_BYTES_MAX))->side >
                picture_of(ctx, str_from(text, 100))->side);
    Str svg;
    assert_fails(ctx, FAIL_TOO_LARGE, qr_svg(ctx, str_from(text, QR_TEXT_BYTES_MAX + 1), &svg));
    assert_fails(ctx, FAIL_INVALID, qr_svg(ctx, (Str){0}, &svg));
}

static void the_picture_carries_no_style_and_no_script(void **state)
{
    Ctx *ctx = *state;
    Str svg;
    assert_ok(ctx, qr_svg(ctx, STR("<script>alert(1)</script>\" style=\"x"), &svg));
    assert_true(str_starts(svg, STR("<svg xmlns=\"http://www.w3.org/2000/svg\"")));
    assert_false(str_contains(svg, STR("style")));
    assert_false(str_contains(svg, STR("script")));
}

static void modules_are_those_of_the_picture(void **state)
{
    Ctx *ctx = *state;
    Str text = STR("http://tongban.example/12345/progress?number=HZ20261123-00001");
    Picture *picture = picture_of(ctx, text);
    QrModules code;
    assert_ok(ctx, qr_modules(ctx, text, &code));
    assert_int_equal(code.side, picture->side - 2 * QUIET);
    for (int row = 0; row < code.side; row++)
        for (int column = 0; column < code.side; column++)
            assert_int_equal(code.dark[row * code.side + column],
                             picture->dark[row + QUIET][column + QUIET]);
    assert_fails(ctx, FAIL_INVALID, qr_modules(ctx, (Str){0}, &code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_corners_are_where_a_reader_looks_for_them),
        KIT_TEST(four_light_modules_stand_around),
        KIT_TEST(a_longer_text_makes_a_larger_picture),
        KIT_TEST(the_picture_carries_no_style_and_no_script),
        KIT_TEST(modules_are_those_of_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
