#include "base/test/base_kit.h"

static void pieces_are_joined(void **state)
{
    Buf buf = buf_create(*state, 1 * KIB);
    buf_add(&buf, STR("海珠"));
    buf_add_c(&buf, "区");
    buf_add_byte(&buf, ' ');
    buf_add_bytes(&buf, "18 x", 2);
    buf_format(&buf, " %s %d", "streets", 7);
    assert_str(buf_str(&buf), "海珠区 18 streets 7");
    assert_true(buf_ok(&buf));
}

static void a_text_far_past_the_first_capacity_is_kept(void **state)
{
    Buf buf = buf_create(*state, 1 * MIB);
    for (int i = 0; i < 10000; i++)
        buf_format(&buf, "%05d,", i);
    Str text = buf_str(&buf);
    assert_int_equal(text.len, 60000);
    assert_str(str_slice(text, 6 * 9876, 6), "09876,");
}

static void exactly_the_maximum_fits(void **state)
{
    Buf buf = buf_create(*state, 5);
    buf_add_c(&buf, "12345");
    assert_true(buf_ok(&buf));
    assert_str(buf_str(&buf), "12345");
    Buf formatted = buf_create(*state, 5);
    buf_format(&formatted, "%d", 12345);
    assert_true(buf_ok(&formatted));
    assert_str(buf_str(&formatted), "12345");
}

static void formatting_to_the_brim_leaves_the_neighbour_alone(void **state)
{
    Buf buf = buf_create(*state, 5);
    buf_add_c(&buf, "1");
    const char *neighbour = arena_copy(*state, "x", 1);
    buf_format(&buf, "%d", 2345);
    assert_str(buf_str(&buf), "12345");
    assert_int_equal(*neighbour, 'x');
}

static void past_the_maximum_nothing_is_added_any_more(void **state)
{
    Buf buf = buf_create(*state, 5);
    buf_add_c(&buf, "123");
    buf_add_c(&buf, "456");
    assert_false(buf_ok(&buf));
    buf_add_byte(&buf, '4');
    buf_format(&buf, "%d", 4);
    assert_str(buf_str(&buf), "123");
}

static void a_large_maximum_does_not_reserve_memory(void **state)
{
    Buf buf = buf_create(*state, SIZE_MAX);
    buf_add_c(&buf, "1");
    assert_true(buf_ok(&buf));
    assert_true(arena_used(*state) < 1 * KIB);
}

static void a_cleared_buffer_can_be_filled_again(void **state)
{
    Buf buf = buf_create(*state, 3);
    buf_add_c(&buf, "1234");
    assert_false(buf_ok(&buf));
    buf_clear(&buf);
    assert_true(buf_ok(&buf));
    buf_add_c(&buf, "567");
    assert_str(buf_str(&buf), "567");
}

static void a_buffer_can_be_added_to_itself(void **state)
{
    Buf buf = buf_create(*state, 1 * MIB);
    buf_add_c(&buf, "ab");
    for (int i = 0; i < 10; i++)
        buf_add(&buf, buf_str(&buf));
    assert_int_equal(buf.len, 2048);
    for (size_t i = 0; i < buf.len; i++)
        assert_int_equal(buf.at[i], i % 2 ? 'b' : 'a');
}

static void integers_are_written_in_full(void **state)
{
    Buf buf = buf_create(*state, 1 * KIB);
    const int64_t values[] = {0, -1, 10, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        buf_add_int(&buf, values[i]);
        buf_add_byte(&buf, ' ');
    }
    assert_str(buf_str(&buf), "0 -1 10 9223372036854775807 -9223372036854775808 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(pieces_are_joined),
        ARENA_TEST(a_text_far_past_the_first_capacity_is_kept),
        ARENA_TEST(exactly_the_maximum_fits),
        ARENA_TEST(formatting_to_the_brim_leaves_the_neighbour_alone),
        ARENA_TEST(past_the_maximum_nothing_is_added_any_more),
        ARENA_TEST(a_large_maximum_does_not_reserve_memory),
        ARENA_TEST(a_cleared_buffer_can_be_filled_again),
        ARENA_TEST(a_buffer_can_be_added_to_itself),
        ARENA_TEST(integers_are_written_in_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
