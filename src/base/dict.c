#include "base/dict.h"

#define DICT_FIRST_CAP 8
/* Two slots or more for each entry keep the chains of linear probing short. */
#define SLOTS_PER_ENTRY 2

Dict dict_create(Arena *arena)
{
    return (Dict){.arena = arena};
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *slot_of(const Dict *dict, Str key)
{
    uint64_t hash = str_hash(key);
    size_t mask = dict->slot_count - 1; /* a power of two less one */
    for (size_t i = (size_t)(hash ^ hash >> 32) & mask;; i = (i + 1) & mask) {
        uint32_t *slot = &dict->slots[i];
        if (*slot == 0 || str_equal(dict->entries[*slot - 1].key, key))
            return slot;
    }
}

static DictEntry *entry_of(const Dict *dict, Str key)
{
    if (dict->count == 0)
        return NULL;
    uint32_t slot = *slot_of(dict, key);
    return slot ? &dict->entries[slot - 1] : NULL;
}

static void grow(Dict *dict)
{
    size_t cap = dict->cap ? dict->cap * 2 : DICT_FIRST_CAP;
    DictEntry *entries = NEW(dict->arena, DictEntry, cap);
    uint32_t *slots = NEW(dict->arena, uint32_t, cap * SLOTS_PER_ENTRY);
    if (dict->entries)
        memcpy(entries, dict->entries, dict->count * sizeof *entries);
    dict->entries = entries;
    dict->cap = cap;
    dict->slots = slots;
    dict->slot_count = cap * SLOTS_PER_ENTRY;
    for (size_t i = 0; i < dict->count; i++)
        *slot_of(dict, entries[i].key) = (uint32_t)(i + 1);
}

void *dict_get(const Dict *dict, Str key)
{
    const DictEntry *entry = entry_of(dict, key);
    return entry ? entry->value : NULL;
}

bool dict_has(const Dict *dict, Str key)
{
    return entry_of(dict, key) != NULL;
}

void *dict_put(Dict *dict, Str key, void *value)
{
    DictEntry *entry = entry_of(dict, key);
    if (entry) {
        void *replaced = entry->value;
        entry->value = value;
        return replaced;
    }
    if (dict->count == dict->cap)
        grow(dict);
    assert(dict->entries);
    dict->entries[dict->count] = (DictEntry){key, value};
    *slot_of(dict, key) = (uint32_t)++dict->count;
    return NULL;
}
