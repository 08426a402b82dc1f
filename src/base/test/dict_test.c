#include "base/dict.h"
#include "base/test/base_kit.h"

static void an_absent_key_gives_null(void **state)
{
    Dict dict = dict_create(*state);
    assert_null(dict_get(&dict, STR("x")));
    assert_false(dict_has(&dict, STR("x")));
}

static void a_null_value_is_present(void **state)
{
    Dict dict = dict_create(*state);
    assert_null(dict_put(&dict, STR("x"), NULL));
    assert_true(dict_has(&dict, STR("x")));
    assert_null(dict_get(&dict, STR("x")));
}

static void the_empty_key_is_a_key(void **state)
{
    Dict dict = dict_create(*state);
    int value = 1;
    dict_put(&dict, (Str){0}, &value);
    assert_ptr_equal(dict_get(&dict, STR("")), &value);
}

static void a_second_put_replaces_and_returns_the_first(void **state)
{
    Dict dict = dict_create(*state);
    int one = 1, two = 2;
    dict_put(&dict, STR("x"), &one);
    assert_ptr_equal(dict_put(&dict, STR("x"), &two), &one);
    assert_ptr_equal(dict_get(&dict, STR("x")), &two);
    assert_int_equal(dict.count, 1);
}

static void many_keys_are_found_and_kept_in_order(void **state)
{
    enum { KEYS = 20000 };
    Dict dict = dict_create(*state);
    int *values = NEW(*state, int, KEYS);
    for (int i = 0; i < KEYS; i++)
        assert_null(dict_put(&dict, str_format(*state, "key-%d", i * 7919), &values[i]));
    assert_int_equal(dict.count, KEYS);
    for (int i = 0; i < KEYS; i++) {
        assert_ptr_equal(dict_get(&dict, str_format(*state, "key-%d", i * 7919)), &values[i]);
        assert_ptr_equal(dict.entries[i].value, &values[i]);
        assert_false(dict_has(&dict, str_format(*state, "key-%d", i * 7919 + 1)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(an_absent_key_gives_null),
        ARENA_TEST(a_null_value_is_present),
        ARENA_TEST(the_empty_key_is_a_key),
        ARENA_TEST(a_second_put_replaces_and_returns_the_first),
        ARENA_TEST(many_keys_are_found_and_kept_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
