/*
 * fuzz.h - what every fuzzer shares.
 *
 * A fuzzer is one file test/fuzz/<name>_fuzz.c that defines LLVMFuzzerTestOneInput with
 * FUZZ(try): `try` gets a fresh Ctx and the input, and may call anything; what it must not do is
 * crash, leak, overrun or break a property it asserts with FUZZ_ASSERT. Running out of the
 * arena's memory is no finding: the work is abandoned as it would be in the program.
 *
 * The same file is linked twice: with libFuzzer (cmake/fuzz.cmake, test/fuzz/run.sh) and with
 * replay.c, which runs corpus/<name>/ and regression/<name>/ in every test run. Seeds lie in
 * corpus/, inputs that once were findings in regression/.
 */
#ifndef TONGBAN_TEST_FUZZ_H
#define TONGBAN_TEST_FUZZ_H

#include "base/fail.h"

#define FUZZ_ARENA_BYTES (256 * MIB)

#define FUZZ_ASSERT(condition)                                                                     \
    do {                                                                                           \
        if (!(condition))                                                                          \
            BUG("fuzzer's property does not hold: " #condition);                                   \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline int fuzz_one(const uint8_t *data, size_t size, void (*try)(Ctx *ctx, Str input))
{
    Arena *arena = arena_create(FUZZ_ARENA_BYTES);
    ArenaGuard guard;
    if (!arena_guard(arena, &guard)) {
        Ctx ctx = {.arena = arena};
        try(&ctx, str_from(data, size));
        arena_guard_pop(arena);
    }
    arena_free(arena);
    return 0;
}

#define FUZZ(try)                                                                                  \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)                                   \
    {                                                                                              \
        return fuzz_one(data, size, (try));                                                        \
    }

#endif
