#include "base/list.h"
#include "base/test/base_kit.h"

typedef struct Row {
    int64_t id;
    char mark;
} Row;
LIST_OF(Row, RowList);

static void added_elements_are_kept_in_order(void **state)
{
    RowList rows = {0};
    for (int64_t i = 0; i < 1000; i++)
        *LIST_ADD(*state, &rows) = (Row){.id = i};
    assert_int_equal(rows.count, 1000);
    int64_t expected = 0;
    LIST_EACH (Row, row, &rows)
        assert_int_equal(row->id, expected++);
    assert_int_equal(expected, 1000);
}

static void a_new_element_is_zeroed_also_when_the_list_was_emptied(void **state)
{
    RowList rows = {0};
    *LIST_ADD(*state, &rows) = (Row){7, 'x'};
    rows.count = 0;
    const Row *row = LIST_ADD(*state, &rows);
    assert_int_equal(row->id, 0);
    assert_int_equal(row->mark, 0);
    assert_int_equal(rows.count, 1);
}

static void an_empty_list_has_nothing_to_walk(void **state)
{
    (void)state;
    RowList rows = {0};
    LIST_EACH (Row, row, &rows)
        assert_null(row);
}

static void any_list_reads_every_list(void **state)
{
    RowList rows = {0};
    LIST_ADD(*state, &rows)->id = 5;
    AnyList any;
    assert_int_equal(sizeof any, sizeof rows);
    memcpy(&any, &rows, sizeof any);
    assert_ptr_equal(any.at, rows.at);
    assert_int_equal(any.count, 1);
    assert_int_equal(any.cap, rows.cap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(added_elements_are_kept_in_order),
        ARENA_TEST(a_new_element_is_zeroed_also_when_the_list_was_emptied),
        ARENA_TEST(an_empty_list_has_nothing_to_walk),
        ARENA_TEST(any_list_reads_every_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
