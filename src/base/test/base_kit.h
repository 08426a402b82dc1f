/*
 * base_kit.h - what the tests of base share: an arena for each test, an assertion for Str, and
 * random numbers that are the same on every run. (test/kit is above base and cannot be used.)
 */
#ifndef TONGBAN_BASE_TEST_BASE_KIT_H
#define TONGBAN_BASE_TEST_BASE_KIT_H

#include "base/fail.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
/* cmocka's macro would hide the function of base/fail.h. */
#undef fail

static inline int arena_setup(void **state)
{
    *state = arena_create(64 * MIB);
    return 0;
}

static inline int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

/* *state is an Arena. */
#define ARENA_TEST(function) cmocka_unit_test_setup_teardown(function, arena_setup, arena_teardown)

#define assert_str(found, expected)                                                                \
    do {                                                                                           \
        Str found_ = (found);                                                                      \
        if (!str_equal_c(found_, (expected))) {                                                    \
            print_error("expected 「%s」, found 「%.*s」\n", (expected), STRF(found_));            \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

/* True when `work` ends its process with abort(); it runs in a child, with its words hushed. */
static inline bool aborts(void (*work)(void))
{
    pid_t child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stderr))
            work();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
typedef struct Random {
    uint64_t state;
} Random;

static inline uint64_t random_next(Random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* 0 to bound - 1. */
static inline uint64_t random_below(Random *random, uint64_t bound)
{
    return random_next(random) % bound;
}

/* Of any sign and, unlike an even draw, of any length in bits from 0 to `bits` (at most 64). */
static inline int64_t random_signed(Random *random, unsigned bits)
{
    uint64_t length = random_below(random, bits);
    uint64_t size = length ? random_next(random) >> (64 - length) : 0;
    return random_next(random) & 1 ? (int64_t)size : -(int64_t)size;
}

#endif
