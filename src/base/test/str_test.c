#include "base/test/base_kit.h"

static void equality_looks_at_every_byte_and_the_length(void **state)
{
    (void)state;
    assert_true(str_equal(STR("街道"), STR("街道")));
    assert_false(str_equal(STR("街道"), STR("街")));
    assert_false(str_equal(STR("a\0b"), STR("a\0c")));
    assert_true(str_equal((Str){0}, STR("")));
    assert_true(str_equal_c((Str){0}, NULL));
}

static void equality_with_a_c_string_ends_at_its_nul(void **state)
{
    (void)state;
    assert_true(str_equal_c(STR("文ab"), "文ab"));
    assert_false(str_equal_c(STR("ab"), "abc"));
    assert_false(str_equal_c(STR("abc"), "ab"));
    assert_false(str_equal_c(STR("ab\0"), "ab"));
    assert_true(str_equal_c((Str){0}, ""));
    assert_true(str_equal_c((Str){0}, NULL));
    assert_false(str_equal_c((Str){0}, "a"));
}

static void order_is_that_of_code_points(void **state)
{
    (void)state;
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_true(str_compare(STR("z"), STR("一")) < 0);
    assert_true(str_compare(STR("￥"), STR("𠀀")) < 0);
    assert_int_equal(str_compare(STR(""), (Str){0}), 0);
}

static void starts_and_ends_compare_whole_parts(void **state)
{
    (void)state;
    assert_true(str_starts(STR("区财政局"), STR("区")));
    assert_false(str_starts(STR("区"), STR("区财")));
    assert_true(str_ends(STR("区财政局"), STR("局")));
    assert_false(str_ends(STR("局"), STR("政局")));
    assert_true(str_starts((Str){0}, (Str){0}));
    assert_true(str_ends((Str){0}, STR("")));
}

static void find_gives_the_first_offset_or_none(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
    assert_true(str_find(STR("abc"), STR("abcd")) == STR_NONE);
    assert_int_equal(str_find(STR("abc"), STR("")), 0);
    assert_int_equal(str_find_byte(STR("a,b,c"), ','), 1);
    assert_int_equal(str_find_last_byte(STR("a,b,c"), ','), 3);
    assert_true(str_find_byte((Str){0}, ',') == STR_NONE);
    assert_true(str_find_last_byte((Str){0}, ',') == STR_NONE);
    assert_true(str_contains(STR("好差评"), STR("差")));
}

static void slices_are_clipped_to_the_text(void **state)
{
    (void)state;
    assert_str(str_slice(STR("abcdef"), 2, 3), "cde");
    assert_str(str_slice(STR("abc"), 2, 9), "c");
    assert_str(str_slice(STR("abc"), 9, 9), "");
    assert_str(str_after(STR("abc"), 1), "bc");
    assert_true(str_empty(str_after((Str){0}, 1)));
}

static void trim_takes_ascii_no_break_and_ideographic_blanks(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t\r\n\u00a0\u3000a b\u3000c\u3000\u00a0\n")), "a b\u3000c");
    assert_str(str_trim(STR(" \u3000 ")), "");
    assert_str(str_trim((Str){0}), "");
    assert_str(str_trim(STR("。a。")), "。a。"); /* shares its first byte with U+3000 */
}

static void split_returns_every_part_also_empty_ones(void **state)
{
    (void)state;
    Str rest = STR("a,,b,");
    const char *expected[] = {"a", "", "b", ""};
    Str part;
    for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
        assert_true(str_split(&rest, ',', &part));
        assert_str(part, expected[i]);
    }
    assert_false(str_split(&rest, ',', &part));
}

static void copies_outlive_their_source(void **state)
{
    char source[] = "abc";
    Str copy = str_copy(*state, str_of(source));
    const char *c_text = str_to_c(*state, (Str){source, 2});
    source[0] = 'x';
    assert_str(copy, "abc");
    assert_string_equal(c_text, "ab");
    assert_true(str_empty(str_copy(*state, (Str){0})));
    assert_string_equal(str_to_c(*state, (Str){0}), "");
}

static void format_works_as_printf(void **state)
{
    assert_str(str_format(*state, "%s=%d", "x", 3), "x=3");
    assert_true(str_empty(str_format(*state, "%s", "")));
    assert_str(str_format(*state, "%.*s|", STRF(STR("分数"))), "分数|");
    assert_str(str_format(*state, "%.*s|", STRF((Str){0})), "|");
}

static void whole_integers_are_read_to_the_ends_of_the_range(void **state)
{
    (void)state;
    int64_t value;
    assert_true(str_to_int(STR("0"), &value) && value == 0);
    assert_true(str_to_int(STR("+12"), &value) && value == 12);
    assert_true(str_to_int(STR("9223372036854775807"), &value) && value == INT64_MAX);
    assert_true(str_to_int(STR("-9223372036854775808"), &value) && value == INT64_MIN);
}

static void what_is_not_an_integer_is_refused(void **state)
{
    (void)state;
    const char *wrong[] = {"",
                           "-",
                           "+-3",
                           " 1",
                           "1 ",
                           "1.0",
                           "0x1",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "99999999999999999999",
                           "１"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        int64_t value = 77;
        assert_false(str_to_int(str_of(wrong[i]), &value));
        assert_int_equal(value, 77);
    }
}

static void the_hash_is_fnv_1a(void **state)
{
    (void)state;
    /* From the test vectors of the FNV authors. */
    assert_true(str_hash(STR("")) == 0xcbf29ce484222325u);
    assert_true(str_hash(STR("a")) == 0xaf63dc4c8601ec8cu);
    assert_true(str_hash(STR("foobar")) == 0x85944171f73967e8u);
}

static void one_of_a_list_is_found_whole(void **state)
{
    (void)state;
    static const char *const words[] = {"单位", "部门", NULL};
    assert_true(str_is_one_of(STR("部门"), words));
    assert_false(str_is_one_of(STR("部"), words));
    assert_false(str_is_one_of(STR(""), words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(equality_looks_at_every_byte_and_the_length),
        ARENA_TEST(one_of_a_list_is_found_whole),
        ARENA_TEST(equality_with_a_c_string_ends_at_its_nul),
        ARENA_TEST(order_is_that_of_code_points),
        ARENA_TEST(starts_and_ends_compare_whole_parts),
        ARENA_TEST(find_gives_the_first_offset_or_none),
        ARENA_TEST(slices_are_clipped_to_the_text),
        ARENA_TEST(trim_takes_ascii_no_break_and_ideographic_blanks),
        ARENA_TEST(split_returns_every_part_also_empty_ones),
        ARENA_TEST(copies_outlive_their_source),
        ARENA_TEST(format_works_as_printf),
        ARENA_TEST(whole_integers_are_read_to_the_ends_of_the_range),
        ARENA_TEST(what_is_not_an_integer_is_refused),
        ARENA_TEST(the_hash_is_fnv_1a),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
