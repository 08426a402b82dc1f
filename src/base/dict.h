/*
 * dict.h - the one hash table: Str to pointer, in an arena, iterated in the order of insertion
 * (so that whatever is printed from it is the same on every run). Keys are not copied.
 */
#ifndef TONGBAN_BASE_DICT_H
#define TONGBAN_BASE_DICT_H

#include "base/str.h"

typedef struct DictEntry {
    Str key;
    void *value;
} DictEntry;

typedef struct Dict {
    Arena *arena;
    DictEntry *entries; /* in order of insertion */
    size_t count;
    size_t cap;
    uint32_t *slots; /* index + 1 into entries; 0 = free */
    size_t slot_count;
} Dict;

Dict dict_create(Arena *arena);
/* NULL when absent. */
void *dict_get(const Dict *dict, Str key);
bool dict_has(const Dict *dict, Str key);
/* Adds or replaces; returns the value replaced, or NULL. */
void *dict_put(Dict *dict, Str key, void *value);

#endif
