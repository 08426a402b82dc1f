#include "port/encoding.h"

#include "kit/kit.h"

static Str decoded(Ctx *ctx, Str bytes, TextEncoding expected)
{
    Str text = {0};
    TextEncoding encoding = ENCODING_UTF8;
    assert_ok(ctx, encoding_to_utf8(ctx, bytes, &text, &encoding));
    assert_int_equal(encoding, expected);
    return text;
}

static void utf8_is_taken_as_it_is(void **state)
{
    Ctx *ctx = *state;
    assert_str(decoded(ctx, STR("单位,得分"), ENCODING_UTF8), "单位,得分");
    assert_str(decoded(ctx, STR(""), ENCODING_UTF8), "");
}

static void a_byte_order_mark_is_taken_off(void **state)
{
    Ctx *ctx = *state;
    assert_str(decoded(ctx, STR("\xEF\xBB\xBF单位"), ENCODING_UTF8_BOM), "单位");
}

static void gb18030_is_found_without_a_mark(void **state)
{
    Ctx *ctx = *state;
    /* 单位 in GBK; 𠀀 (U+20000) in the four-byte part of GB18030. */
    assert_str(decoded(ctx, STR("\xB5\xA5\xCE\xBB"), ENCODING_GB18030), "单位");
    assert_str(decoded(ctx, STR("\xB5\xA5\x95\x32\x82\x36"), ENCODING_GB18030), "单𠀀");
}

static void utf16_of_both_orders_is_read(void **state)
{
    Ctx *ctx = *state;
    assert_str(decoded(ctx, STR("\xFF\xFE\x55\x53\x4D\x4F"), ENCODING_UTF16LE), "单位");
    assert_str(decoded(ctx, STR("\xFE\xFF\x53\x55\x4F\x4D"), ENCODING_UTF16BE), "单位");
    assert_str(decoded(ctx, STR("\xFF\xFE\x40\xD8\x00\xDC"), ENCODING_UTF16LE), "𠀀");
}

static void bytes_of_no_encoding_are_refused_with_the_line(void **state)
{
    Ctx *ctx = *state;
    static const Str texts[] = {STR_INIT("a\nb\n\xFF\xFF"), STR_INIT("a\nb\n\xB5"),
                                STR_INIT("\xEF\xBB\xBF"
                                         "a\nb\n\xB5\xA5")};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Str text = {0};
        TextEncoding encoding = ENCODING_UTF8;
        assert_fails(ctx, FAIL_SYNTAX, encoding_to_utf8(ctx, texts[i], &text, &encoding));
        assert_int_equal(ctx->fail.place.line, 3);
        assert_null(text.at);
    }
}

static void a_lone_surrogate_is_refused(void **state)
{
    Ctx *ctx = *state;
    Str text = {0};
    TextEncoding encoding = ENCODING_UTF8;
    assert_fails(ctx, FAIL_SYNTAX,
                 encoding_to_utf8(ctx, STR("\xFF\xFE\x40\xD8\x41\x00"), &text, &encoding));
}

static void nul_bytes_are_no_text(void **state)
{
    Ctx *ctx = *state;
    static const Str texts[] = {STR_INIT("a\nb\0c"), STR_INIT("\xB5\xA5\0"),
                                STR_INIT("\xFF\xFE\x41\x00\x00\x00")};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Str text = {0};
        TextEncoding encoding = ENCODING_UTF8;
        assert_fails(ctx, FAIL_SYNTAX, encoding_to_utf8(ctx, texts[i], &text, &encoding));
        assert_contains(ctx->fail.message, "空字节");
    }
}

static void well_known_binaries_are_named(void **state)
{
    Ctx *ctx = *state;
    Str text = {0};
    TextEncoding encoding = ENCODING_UTF8;
    assert_fails(ctx, FAIL_SYNTAX, encoding_to_utf8(ctx, STR("PK\x03\x04..."), &text, &encoding));
    assert_contains(ctx->fail.hint, ".xlsx");
    assert_fails(ctx, FAIL_SYNTAX, encoding_to_utf8(ctx, STR("%PDF-1.7"), &text, &encoding));
    assert_contains(ctx->fail.message, "PDF");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(utf8_is_taken_as_it_is),
        KIT_TEST(a_byte_order_mark_is_taken_off),
        KIT_TEST(gb18030_is_found_without_a_mark),
        KIT_TEST(utf16_of_both_orders_is_read),
        KIT_TEST(bytes_of_no_encoding_are_refused_with_the_line),
        KIT_TEST(a_lone_surrogate_is_refused),
        KIT_TEST(nul_bytes_are_no_text),
        KIT_TEST(well_known_binaries_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
