#include "base/list.h"

#define LIST_FIRST_CAP 8

void list_grow(Arena *arena, void **at, size_t *count, size_t *cap, size_t size, size_t align)
{
    if (*count == *cap) {
        size_t larger = *cap ? *cap * 2 : LIST_FIRST_CAP;
        void *moved = arena_alloc_array(arena, larger, size, align);
        if (*count)
            memcpy(moved, *at, *count * size);
        *at = moved;
        *cap = larger;
    }
    /* A list emptied by setting its count to 0 holds old elements. */
    memset((char *)*at + *count * size, 0, size);
    (*count)++;
}
