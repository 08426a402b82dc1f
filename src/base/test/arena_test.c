#include "base/test/base_kit.h"

static void memory_is_zeroed_and_aligned(void **state)
{
    for (size_t align = 1; align <= 64; align *= 2) {
        arena_alloc(*state, 1, 1);
        unsigned char *memory = arena_alloc(*state, 100, align);
        assert_int_equal((uintptr_t)memory % align, 0);
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, 100);
    }
}

static void memory_used_before_a_rewind_is_zeroed_again(void **state)
{
    ArenaMark mark = arena_mark(*state);
    memset(arena_alloc(*state, 100, 1), 0xAA, 100);
    arena_rewind(*state, mark);
    const unsigned char *memory = arena_alloc(*state, 100, 1);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(memory[i], 0);
}

static void pieces_of_all_sizes_do_not_overlap(void **state)
{
    enum { PIECES = 500 };
    unsigned char *pieces[PIECES];
    size_t sizes[PIECES];
    Random random = {1};
    for (size_t i = 0; i < PIECES; i++) {
        sizes[i] = random_below(&random, 20) == 0 ? random_below(&random, 2 * MIB)
                                                  : random_below(&random, 2000);
        pieces[i] = arena_alloc(*state, sizes[i], (size_t)1 << random_below(&random, 7));
        memset(pieces[i], (int)(i & 0xFF), sizes[i]);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < sizes[i]; k += 97)
            assert_int_equal(pieces[i][k], i & 0xFF);
}

static void used_counts_the_bytes_handed_out(void **state)
{
    arena_alloc(*state, 10, 1);
    arena_alloc(*state, 20, 16);
    assert_int_equal(arena_used(*state), 30);
    arena_reset(*state);
    assert_int_equal(arena_used(*state), 0);
}

static void rewind_gives_back_what_came_after_the_mark(void **state)
{
    arena_alloc(*state, 10, 1);
    ArenaMark mark = arena_mark(*state);
    const void *first = arena_alloc(*state, 8, 8);
    arena_alloc(*state, 3 * MIB, 1);
    arena_rewind(*state, mark);
    assert_int_equal(arena_used(*state), 10);
    assert_ptr_equal(arena_alloc(*state, 8, 8), first);
}

static void a_copy_holds_the_same_bytes(void **state)
{
    const char text[] = "考核";
    char *copy = arena_copy(*state, text, sizeof text);
    assert_ptr_not_equal(copy, text);
    assert_memory_equal(copy, text, sizeof text);
    assert_non_null(arena_copy(*state, NULL, 0));
}

/* A record of the order in which deferred objects are released. */
typedef struct Log {
    char names[16];
    size_t count;
} Log;
typedef struct Named {
    Log *log;
    char name;
} Named;

static void log_release(void *object)
{
    const Named *named = object;
    named->log->names[named->log->count++] = named->name;
}

static void deferred_objects_are_released_newest_first(void **state)
{
    Log log = {0};
    Named a = {&log, 'a'}, b = {&log, 'b'};
    arena_defer(*state, log_release, &a);
    arena_defer(*state, log_release, &b);
    arena_reset(*state);
    assert_string_equal(log.names, "ba");
    arena_reset(*state);
    assert_string_equal(log.names, "ba");
}

static void rewind_releases_only_what_came_after_the_mark(void **state)
{
    Log log = {0};
    Named a = {&log, 'a'}, b = {&log, 'b'};
    arena_defer(*state, log_release, &a);
    ArenaMark mark = arena_mark(*state);
    arena_defer(*state, log_release, &b);
    arena_rewind(*state, mark);
    assert_string_equal(log.names, "b");
    arena_reset(*state);
    assert_string_equal(log.names, "ba");
}

static void an_undeferred_object_is_left_alone(void **state)
{
    Log log = {0};
    Named a = {&log, 'a'}, b = {&log, 'b'}, c = {&log, 'c'};
    arena_defer(*state, log_release, &a);
    arena_defer(*state, log_release, &b);
    arena_undefer(*state, &a);
    arena_undefer(*state, &c);
    arena_reset(*state);
    assert_string_equal(log.names, "b");
}

static void freeing_an_arena_releases_and_allows_null(void **state)
{
    (void)state;
    Log log = {0};
    Named a = {&log, 'a'};
    Arena *arena = arena_create(1 * KIB);
    arena_defer(arena, log_release, &a);
    arena_free(arena);
    assert_string_equal(log.names, "a");
    arena_free(NULL);
}

/* True when the allocation was refused. */
static bool refuses(Arena *arena, size_t count, size_t size)
{
    ArenaGuard guard;
    if (arena_guard(arena, &guard))
        return true;
    arena_alloc_array(arena, count, size, 8);
    arena_guard_pop(arena);
    return false;
}

static void growth_past_the_maximum_is_refused(void **state)
{
    (void)state;
    Arena *arena = arena_create(100);
    assert_false(refuses(arena, 1, 60));
    assert_true(refuses(arena, 1, 41));
    assert_false(refuses(arena, 1, 40));
    assert_true(refuses(arena, 1, 1));
    arena_reset(arena);
    assert_false(refuses(arena, 1, 100));
    arena_free(arena);
}

static void sizes_that_wrap_are_refused(void **state)
{
    (void)state;
    Arena *arena = arena_create(SIZE_MAX);
    assert_true(refuses(arena, SIZE_MAX / 2, 3));
    assert_true(refuses(arena, 1, SIZE_MAX));
    assert_true(refuses(arena, 1, SIZE_MAX - 16));
    assert_false(refuses(arena, 1, 16));
    arena_free(arena);
}

static void the_nth_allocation_is_refused_once(void **state)
{
    arena_refuse_nth(*state, 3);
    assert_false(refuses(*state, 1, 1));
    assert_false(refuses(*state, 1, 1));
    assert_true(refuses(*state, 1, 1));
    assert_false(refuses(*state, 1, 1));
}

static void the_jump_releases_what_the_guarded_work_deferred(void **state)
{
    Log log = {0};
    Named outside = {&log, 'o'}, inside = {&log, 'i'};
    arena_defer(*state, log_release, &outside);
    ArenaGuard guard;
    if (arena_guard(*state, &guard)) {
        assert_string_equal(log.names, "i");
        arena_reset(*state);
        assert_string_equal(log.names, "io");
        return;
    }
    arena_defer(*state, log_release, &inside);
    arena_refuse_nth(*state, 1);
    arena_alloc(*state, 1, 1);
    assert_true(false);
}

static void an_object_that_cannot_be_deferred_is_released(void **state)
{
    Log log = {0};
    Named a = {&log, 'a'};
    ArenaGuard guard;
    if (arena_guard(*state, &guard)) {
        assert_string_equal(log.names, "a");
        return;
    }
    arena_refuse_nth(*state, 1);
    arena_defer(*state, log_release, &a);
    assert_true(false);
}

static void the_jump_goes_to_the_innermost_guard(void **state)
{
    ArenaGuard outer, inner;
    volatile int caught = 0;
    if (arena_guard(*state, &outer)) {
        assert_int_equal(caught, 1);
        return;
    }
    if (arena_guard(*state, &inner)) {
        caught++;
        arena_refuse_nth(*state, 1);
        arena_alloc(*state, 1, 1);
        assert_true(false);
    }
    arena_refuse_nth(*state, 1);
    arena_alloc(*state, 1, 1);
    assert_true(false);
}

static void a_reset_inside_guarded_work_is_survived(void **state)
{
    Log log = {0};
    Named a = {&log, 'a'}, b = {&log, 'b'};
    arena_defer(*state, log_release, &a);
    ArenaGuard guard;
    if (arena_guard(*state, &guard)) {
        assert_string_equal(log.names, "ab");
        return;
    }
    arena_reset(*state);
    arena_alloc(*state, 64, 1);
    arena_defer(*state, log_release, &b);
    arena_refuse_nth(*state, 1);
    arena_alloc(*state, 1, 1);
    assert_true(false);
}

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>

static void the_sanitizer_sees_overruns_and_stale_pointers(void **state)
{
    arena_alloc(*state, 3, 1);
    ArenaMark mark = arena_mark(*state);
    char *memory = arena_alloc(*state, 13, 1);
    arena_alloc(*state, 1, 1);
    assert_null(__asan_region_is_poisoned(memory, 13));
    assert_true(__asan_address_is_poisoned(memory - 1));
    assert_true(__asan_address_is_poisoned(memory + 13));
    arena_rewind(*state, mark);
    assert_true(__asan_address_is_poisoned(memory));
    memory = arena_alloc(*state, 13, 1);
    assert_null(__asan_region_is_poisoned(memory, 13));
    arena_reset(*state);
    assert_true(__asan_address_is_poisoned(memory));
}
#else
static void the_sanitizer_sees_overruns_and_stale_pointers(void **state)
{
    (void)state;
    skip();
}
#endif

static void run_out_without_a_guard(void)
{
    Arena *arena = arena_create(8);
    arena_alloc(arena, 9, 1);
    arena_free(arena);
}

static void running_out_without_a_guard_aborts(void **state)
{
    (void)state;
    assert_true(aborts(run_out_without_a_guard));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(memory_is_zeroed_and_aligned),
        ARENA_TEST(memory_used_before_a_rewind_is_zeroed_again),
        ARENA_TEST(pieces_of_all_sizes_do_not_overlap),
        ARENA_TEST(used_counts_the_bytes_handed_out),
        ARENA_TEST(rewind_gives_back_what_came_after_the_mark),
        ARENA_TEST(a_copy_holds_the_same_bytes),
        ARENA_TEST(deferred_objects_are_released_newest_first),
        ARENA_TEST(rewind_releases_only_what_came_after_the_mark),
        ARENA_TEST(an_undeferred_object_is_left_alone),
        ARENA_TEST(freeing_an_arena_releases_and_allows_null),
        ARENA_TEST(growth_past_the_maximum_is_refused),
        ARENA_TEST(sizes_that_wrap_are_refused),
        ARENA_TEST(the_nth_allocation_is_refused_once),
        ARENA_TEST(the_jump_releases_what_the_guarded_work_deferred),
        ARENA_TEST(an_object_that_cannot_be_deferred_is_released),
        ARENA_TEST(the_jump_goes_to_the_innermost_guard),
        ARENA_TEST(a_reset_inside_guarded_work_is_survived),
        ARENA_TEST(the_sanitizer_sees_overruns_and_stale_pointers),
        ARENA_TEST(running_out_without_a_guard_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
