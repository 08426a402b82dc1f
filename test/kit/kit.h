/*
 * kit.h - what most tests need: a Ctx of their own, and assertions that tell what went wrong.
 *
 *     static void a_blank_is_kept(void **state)
 *     {
 *         Ctx *ctx = *state;
 *         assert_ok(ctx, thing_do(ctx, &thing));
 *         assert_str(thing.name, "...");
 *     }
 *     ... cmocka_unit_test_setup_teardown(a_blank_is_kept, kit_setup, kit_teardown)
 *
 * which KIT_TEST(a_blank_is_kept) abbreviates.
 */
#ifndef TONGBAN_TEST_KIT_H
#define TONGBAN_TEST_KIT_H

#include "base/fail.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
/* cmocka's fail() would hide the one of base/fail.h, and its fail_msg() needs it. */
#undef fail
#undef fail_msg
#define fail_msg(...)                                                                              \
    do {                                                                                           \
        print_error("ERROR: " __VA_ARGS__);                                                        \
        print_error("\n");                                                                         \
        _fail(__FILE__, __LINE__);                                                                 \
    } while (0)

#define KIT_ARENA_BYTES (512 * MIB)

/* *state becomes a Ctx with an arena and the whole scope, and nothing else; the teardown frees
 * both. */
int kit_setup(void **state);
int kit_teardown(void **state);
#define KIT_TEST(function) cmocka_unit_test_setup_teardown(function, kit_setup, kit_teardown)

/* The failure recorded last, as fail_print writes it; NUL-terminated, lives in the arena. */
const char *kit_failure(Ctx *ctx);

#define assert_ok(ctx, call)                                                                       \
    do {                                                                                           \
        if (!(call))                                                                               \
            fail_msg("%s failed: %s", #call, kit_failure(ctx));                                    \
    } while (0)
#define assert_fails(ctx, fail_code, call)                                                         \
    do {                                                                                           \
        fail_clear(ctx);                                                                           \
        if (call)                                                                                  \
            fail_msg("%s did not fail", #call);                                                    \
        if ((ctx)->fail.code != (fail_code))                                                       \
            fail_msg("%s failed otherwise: %s", #call, kit_failure(ctx));                          \
    } while (0)
#define assert_str(found, expected)                                                                \
    do {                                                                                           \
        Str found_ = (found);                                                                      \
        if (!str_equal_c(found_, (expected)))                                                      \
            fail_msg("expected 「%s」, found 「%.*s」", (expected), STRF(found_));                 \
    } while (0)
#define assert_contains(found, part)                                                               \
    do {                                                                                           \
        Str found_ = (found);                                                                      \
        if (!str_contains(found_, str_of(part)))                                                   \
            fail_msg("no 「%s」 in 「%.*s」", (part), STRF(found_));                               \
    } while (0)

#endif
