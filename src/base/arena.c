#include "base/arena.h"

/* First block of an arena; later blocks double up to BLOCK_SIZE_MAX. */
#define BLOCK_SIZE_FIRST (16 * KIB)
#define BLOCK_SIZE_MAX (1 * MIB)

/* Under AddressSanitizer what is not handed out is poisoned, with a gap after every piece, so that
 * an overrun or a pointer kept past a rewind is found although the block is one malloc. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define hide(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define show(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#define GAP 8
#define ALIGN_MIN 8
#else
#define hide(at, size) ((void)0)
#define show(at, size) ((void)0)
#define GAP 0
#define ALIGN_MIN 1
#endif

typedef struct Block {
    struct Block *older;
    size_t size; /* bytes after this header */
    size_t used;
} Block;

/* The data of a block starts at this multiple of the strictest alignment. */
#define BLOCK_HEADER                                                                               \
    ((sizeof(Block) + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t))

typedef struct Defer {
    struct Defer *older;
    void (*release)(void *object);
    void *object;
} Defer;

struct Arena {
    Block *newest;
    Defer *defers;
    ArenaGuard *guard;
    size_t max_bytes;
    size_t total;     /* bytes handed out */
    size_t refuse_in; /* allocations until one is refused; 0 = never */
};

static unsigned char *block_data(Block *block)
{
    return (unsigned char *)block + BLOCK_HEADER;
}

/* Stops at `last`, or when none is left: `last` may have gone with a reset since. */
static void release_until(Arena *arena, const Defer *last)
{
    while (arena->defers && arena->defers != last) {
        Defer *defer = arena->defers;
        arena->defers = defer->older;
        defer->release(defer->object);
    }
}

static no_return void abandon(Arena *arena)
{
    ArenaGuard *guard = arena->guard;
    if (!guard) {
        fputs("tongban: out of memory outside any guarded work\n", stderr);
        abort();
    }
    /* Popped first: a release that itself runs out of memory goes on to the outer guard. */
    arena->guard = guard->outer;
    release_until(arena, guard->defers);
    longjmp(guard->place, 1);
}

static Block *block_create(size_t size)
{
    Block *block = malloc(BLOCK_HEADER + size);
    if (!block)
        return NULL;
    *block = (Block){.size = size};
    hide(block_data(block), size);
    return block;
}

Arena *arena_create(size_t max_bytes)
{
    Arena *arena = calloc(1, sizeof *arena);
    Block *block = block_create(BLOCK_SIZE_FIRST);
    if (!arena || !block) {
        fputs("tongban: out of memory\n", stderr);
        abort();
    }
    arena->newest = block;
    arena->max_bytes = max_bytes;
    return arena;
}

void arena_reset(Arena *arena)
{
    release_until(arena, NULL);
    while (arena->newest->older) {
        Block *block = arena->newest;
        arena->newest = block->older;
        free(block);
    }
    arena->newest->used = 0;
    hide(block_data(arena->newest), arena->newest->size);
    arena->total = 0;
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    arena_reset(arena);
    free(arena->newest);
    free(arena);
}

static size_t padding_for(Block *block, size_t align)
{
    uintptr_t next = (uintptr_t)(block_data(block) + block->used);
    return (size_t)(-next & (align - 1));
}

/* Puts a new block of at least `size` bytes in front; false when there is no memory for it. */
static bool grow(Arena *arena, size_t size)
{
    size_t block_size = arena->newest->size * 2;
    if (block_size > BLOCK_SIZE_MAX)
        block_size = BLOCK_SIZE_MAX;
    if (block_size < size)
        block_size = size;
    Block *block = block_create(block_size);
    if (!block)
        return false;
    block->older = arena->newest;
    arena->newest = block;
    return true;
}

/* Memory as it comes, or NULL when it cannot be had. */
static void *try_take(Arena *arena, size_t size, size_t align)
{
    assert(align && !(align & (align - 1)));
    if (arena->refuse_in && --arena->refuse_in == 0)
        return NULL;
    /* The second limit keeps sums with headers and padding from wrapping. */
    if (size > arena->max_bytes - arena->total || size > PTRDIFF_MAX - align - BLOCK_HEADER - GAP)
        return NULL;
    if (align < ALIGN_MIN)
        align = ALIGN_MIN;
    size_t taken = size + GAP;
    size_t padding = padding_for(arena->newest, align);
    size_t room = arena->newest->size - arena->newest->used;
    if (padding > room || taken > room - padding) {
        if (!grow(arena, taken + align))
            return NULL;
        padding = padding_for(arena->newest, align);
    }
    Block *block = arena->newest;
    void *memory = block_data(block) + block->used + padding;
    block->used += padding + taken;
    arena->total += size;
    show(memory, size);
    return memory;
}

/* Zeroed. */
static void *try_alloc(Arena *arena, size_t size, size_t align)
{
    void *memory = try_take(arena, size, align);
    return memory ? memset(memory, 0, size) : NULL;
}

void *arena_alloc(Arena *arena, size_t size, size_t align)
{
    void *memory = try_alloc(arena, size, align);
    if (!memory)
        abandon(arena);
    return memory;
}

void *arena_alloc_array(Arena *arena, size_t count, size_t size, size_t align)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        abandon(arena);
    return arena_alloc(arena, bytes, align);
}

void *arena_copy(Arena *arena, const void *from, size_t size)
{
    void *copy = try_take(arena, size, 1);
    if (!copy)
        abandon(arena);
    if (size)
        memcpy(copy, from, size);
    return copy;
}

void arena_defer(Arena *arena, void (*release)(void *object), void *object)
{
    Defer *defer = try_alloc(arena, sizeof *defer, alignof(Defer));
    if (!defer) { /* the arena owns the object from this call on, also when it fails */
        release(object);
        abandon(arena);
    }
    *defer = (Defer){.older = arena->defers, .release = release, .object = object};
    arena->defers = defer;
}

void arena_undefer(Arena *arena, void *object)
{
    for (Defer **link = &arena->defers; *link; link = &(*link)->older)
        if ((*link)->object == object) {
            *link = (*link)->older;
            return;
        }
}

ArenaMark arena_mark(Arena *arena)
{
    return (ArenaMark){.block = arena->newest,
                       .used = arena->newest->used,
                       .total = arena->total,
                       .defers = arena->defers};
}

void arena_rewind(Arena *arena, ArenaMark mark)
{
    release_until(arena, mark.defers);
    while (arena->newest != mark.block) {
        Block *block = arena->newest;
        arena->newest = block->older;
        free(block);
    }
    arena->newest->used = mark.used;
    hide(block_data(arena->newest) + mark.used, arena->newest->size - mark.used);
    arena->total = mark.total;
}

size_t arena_used(const Arena *arena)
{
    return arena->total;
}

void arena_guard_push(Arena *arena, ArenaGuard *guard)
{
    guard->outer = arena->guard;
    guard->defers = arena->defers;
    arena->guard = guard;
}

void arena_guard_pop(Arena *arena)
{
    assert(arena->guard);
    arena->guard = arena->guard->outer;
}

void arena_refuse_nth(Arena *arena, size_t n)
{
    arena->refuse_in = n;
}
