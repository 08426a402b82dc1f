/*
 * arena.h - memory by lifetime.
 *
 * An Arena hands out memory that is given back all at once. Tongban has three lifetimes only:
 * the process, one request (or command, or job), and one step of a loop (mark and rewind).
 * Nothing allocated here is ever freed singly, and no allocation ever returns NULL: when the
 * arena would grow past its maximum, or the machine has no memory left, the work in hand is
 * abandoned with a jump to the arena's guard.
 *
 *     Arena *arena = arena_create(64 * MIB);
 *     ArenaGuard guard;
 *     if (arena_guard(arena, &guard)) {      // true when the work was abandoned
 *         ... report FAIL_TOO_LARGE ...
 *     } else {
 *         Order *order = NEW(arena, Order, 1);
 *         arena_guard_pop(arena);
 *     }
 *     arena_free(arena);
 *
 * What is not memory (a transaction, a file, a library's object) is tied to the arena with
 * arena_defer(), so that it is released on every way out, the jump included.
 */
#ifndef TONGBAN_BASE_ARENA_H
#define TONGBAN_BASE_ARENA_H

#include "base/attr.h"

#include <setjmp.h>

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)

typedef struct Arena Arena;

/* A place in an arena to which it can be rewound. */
typedef struct ArenaMark {
    void *block;
    size_t used;
    size_t total;
    void *defers;
} ArenaMark;

/* Where work is taken up again when an allocation cannot be had. Lives on the caller's stack. */
typedef struct ArenaGuard {
    jmp_buf place;
    struct ArenaGuard *outer;
    const void *defers; /* those deferred later are released by the jump */
} ArenaGuard;

/* A new arena that never holds more than `max_bytes`. Aborts when the process has no memory. */
Arena *arena_create(size_t max_bytes);
/* Runs the deferred releases, newest first, and gives all memory back. NULL is allowed. */
void arena_free(Arena *arena);
/* As arena_free, but the arena stays usable and keeps its first block. */
void arena_reset(Arena *arena);

/* Zeroed memory; never NULL (see above). `align` is a power of two. */
void *arena_alloc(Arena *arena, size_t size, size_t align);
/* `count` zeroed objects of `Type`; overflow of the product counts as too large. */
#define NEW(arena, Type, count)                                                                    \
    ((Type *)arena_alloc_array((arena), (count), sizeof(Type), alignof(Type)))
void *arena_alloc_array(Arena *arena, size_t count, size_t size, size_t align);
/* A copy of `size` bytes. */
void *arena_copy(Arena *arena, const void *from, size_t size);

/* Calls `release(object)` when the arena is reset, freed or rewound past this point, or when work
 * guarded from before this point is abandoned; at once when this very call finds no memory. */
void arena_defer(Arena *arena, void (*release)(void *object), void *object);
/* Takes the newest deferred call for `object` back (the object was released by hand). */
void arena_undefer(Arena *arena, void *object);

ArenaMark arena_mark(Arena *arena);
/* Gives back all that was allocated or deferred since the mark. */
void arena_rewind(Arena *arena, ArenaMark mark);

/* Bytes handed out and not given back. */
size_t arena_used(const Arena *arena);

/* True when control came back here because an allocation could not be had. setjmp's rules hold:
 * locals changed after the guard and read in the abandoned branch must be volatile. */
#define arena_guard(arena, guard) (arena_guard_push((arena), (guard)), setjmp((guard)->place) != 0)
void arena_guard_push(Arena *arena, ArenaGuard *guard);
/* Must be called when the guarded work ended in the ordinary way; the jump pops by itself. */
void arena_guard_pop(Arena *arena);

/* Fault injection for tests: the n-th allocation from now (1 = the next) is refused once. */
void arena_refuse_nth(Arena *arena, size_t n);

#endif
