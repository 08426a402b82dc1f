#include "base/test/base_kit.h"
#include "base/utf8.h"

static void every_code_point_survives_encode_and_next(void **state)
{
    (void)state;
    for (Rune rune = 0; rune <= 0x10FFFF; rune++) {
        char bytes[4];
        size_t len = utf8_encode(rune, bytes);
        if (rune >= 0xD800 && rune <= 0xDFFF) {
            assert_int_equal(len, 0);
            continue;
        }
        Str rest = {bytes, len};
        if (utf8_next(&rest) != rune || rest.len != 0)
            assert_int_equal(rune, RUNE_INVALID);
    }
}

static void beyond_unicode_nothing_is_encoded(void **state)
{
    (void)state;
    char bytes[4];
    assert_int_equal(utf8_encode(0x110000, bytes), 0);
    assert_int_equal(utf8_encode(RUNE_INVALID, bytes), 0);
}

static void malformed_bytes_are_found_where_they_are(void **state)
{
    (void)state;
    const struct {
        const char *text;
        size_t at;
    } wrong[] = {
        {"ab\x80", 2},           /* continuation alone */
        {"\xC0\xAF", 0},         /* overlong / */
        {"\xC1\xBF", 0},         /* overlong */
        {"\xE0\x9F\xBF", 0},     /* overlong */
        {"\xF0\x8F\xBF\xBF", 0}, /* overlong */
        {"a\xED\xA0\x80", 1},    /* surrogate */
        {"\xED\xBF\xBF", 0},     /* surrogate */
        {"\xF4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"\xF5\x80\x80\x80", 0}, /* no such lead */
        {"\xFF", 0},             /* no such lead */
        {"街\xE8\xA1", 3},       /* cut short */
        {"\xE8\xA1g", 0},        /* cut short by another character */
        {"\xF0\x9F\x98", 0},     /* cut short */
        {"\xC3\xB1\xC3", 2},     /* cut short */
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_int_equal(utf8_check(str_of(wrong[i].text)), wrong[i].at);
}

static void a_malformed_byte_is_found_at_any_offset_in_ascii(void **state)
{
    (void)state;
    for (size_t at = 0; at < 40; at++) {
        char text[40];
        memset(text, 'a', sizeof text);
        assert_int_equal(utf8_check(str_from(text, sizeof text)), STR_NONE);
        text[at] = '\x80';
        assert_int_equal(utf8_check(str_from(text, sizeof text)), at);
    }
}

static void well_formed_text_passes(void **state)
{
    (void)state;
    assert_true(utf8_check(STR("滘瑄玥 é 😀 \U0010FFFF \uD7FF\uE000")) == STR_NONE);
    assert_true(utf8_check(STR("")) == STR_NONE);
    assert_true(utf8_check(STR("\0")) == STR_NONE);
}

static void a_malformed_byte_is_passed_alone(void **state)
{
    (void)state;
    Str rest = STR("\xE8\xA1"
                   "a");
    assert_true(utf8_next(&rest) == RUNE_INVALID);
    assert_true(utf8_next(&rest) == RUNE_INVALID);
    assert_true(utf8_next(&rest) == 'a');
    assert_int_equal(rest.len, 0);
}

/* An independent reading of the Unicode Standard's table 3-7, "well-formed byte sequences". */
static size_t well_formed_length(const unsigned char *b, size_t n)
{
#define TAIL(i, low, high) (n > (i) && b[i] >= (low) && b[i] <= (high))
    if (b[0] <= 0x7F)
        return 1;
    if (b[0] >= 0xC2 && b[0] <= 0xDF)
        return TAIL(1, 0x80, 0xBF) ? 2 : 0;
    if (b[0] >= 0xE0 && b[0] <= 0xEF) {
        unsigned low = b[0] == 0xE0 ? 0xA0 : 0x80;
        unsigned high = b[0] == 0xED ? 0x9F : 0xBF;
        return TAIL(1, low, high) && TAIL(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (b[0] >= 0xF0 && b[0] <= 0xF4) {
        unsigned low = b[0] == 0xF0 ? 0x90 : 0x80;
        unsigned high = b[0] == 0xF4 ? 0x8F : 0xBF;
        return TAIL(1, low, high) && TAIL(2, 0x80, 0xBF) && TAIL(3, 0x80, 0xBF) ? 4 : 0;
    }
#undef TAIL
    return 0;
}

static void random_bytes_are_judged_as_the_standard_does(void **state)
{
    (void)state;
    static const unsigned char telling[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                            0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED,
                                            0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
    Random random = {2};
    for (int round = 0; round < 200000; round++) {
        unsigned char bytes[4];
        size_t count = 1 + random_below(&random, 4);
        for (size_t i = 0; i < count; i++)
            bytes[i] = telling[random_below(&random, ARRAY_LEN(telling))];
        Str rest = str_from(bytes, count);
        bool valid = utf8_next(&rest) != RUNE_INVALID;
        size_t expected = well_formed_length(bytes, count);
        assert_int_equal(valid, expected > 0);
        assert_int_equal(count - rest.len, expected ? expected : 1);
    }
}

static void count_and_prefix_go_by_code_points(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(STR("海珠区a😀")), 5);
    assert_str(utf8_prefix(STR("海珠区"), 2), "海珠");
    assert_str(utf8_prefix(STR("海珠区"), 9), "海珠区");
    assert_str(utf8_prefix(STR("海珠区"), 0), "");
    assert_int_equal(utf8_count((Str){0}), 0);
}

static void cjk_is_two_columns_wide_and_marks_none(void **state)
{
    (void)state;
    assert_int_equal(rune_columns('a'), 1);
    assert_int_equal(rune_columns(0x6D77), 2);  /* 海 */
    assert_int_equal(rune_columns(0x3000), 2);  /* ideographic space */
    assert_int_equal(rune_columns(0xFF21), 2);  /* Ａ */
    assert_int_equal(rune_columns(0xFF71), 1);  /* ｱ, half width */
    assert_int_equal(rune_columns(0x20000), 2); /* 𠀀 */
    assert_int_equal(rune_columns(0x1F600), 2); /* 😀 */
    assert_int_equal(rune_columns(0x0301), 0);  /* combining acute */
    assert_int_equal(rune_columns(0xFE0F), 0);  /* variation selector */
    assert_int_equal(rune_columns(0x2014), 1);  /* — is ambiguous: narrow */
    assert_int_equal(utf8_columns(STR("赤岗街 98.5")), 11);
}

static void what_does_not_show_is_found(void **state)
{
    (void)state;
    static const char *const shown[] = {"", "甲街", "a b", "（示例）·　x", "𠮷𫛭", "é", "①"};
    static const char *const hidden[] = {
        "a\n",    "甲\u200b街", "\u202eb", "\u2066甲",   "\ufeff甲", "\x7f",     "\u3164",
        "\ufe0f", "\u2028",     "a\u00ad", "\U000e0041", "a\tb",     "\xff甲街",
    };
    for (size_t i = 0; i < ARRAY_LEN(shown); i++)
        assert_true(utf8_shows(str_of(shown[i])));
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
        assert_false(utf8_shows(str_of(hidden[i])));
    assert_false(utf8_shows(str_from("a\0b", 3)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(every_code_point_survives_encode_and_next),
        ARENA_TEST(beyond_unicode_nothing_is_encoded),
        ARENA_TEST(malformed_bytes_are_found_where_they_are),
        ARENA_TEST(a_malformed_byte_is_found_at_any_offset_in_ascii),
        ARENA_TEST(well_formed_text_passes),
        ARENA_TEST(a_malformed_byte_is_passed_alone),
        ARENA_TEST(random_bytes_are_judged_as_the_standard_does),
        ARENA_TEST(count_and_prefix_go_by_code_points),
        ARENA_TEST(cjk_is_two_columns_wide_and_marks_none),
        ARENA_TEST(what_does_not_show_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
