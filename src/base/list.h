/*
 * list.h - typed growable arrays in an arena.
 *
 *     LIST_OF(Row, RowList);                 // struct RowList {Row *at; size_t count, cap;}
 *     RowList rows = {0};
 *     *LIST_ADD(arena, &rows) = (Row){...};
 *     LIST_EACH(Row, row, &rows) ...
 */
#ifndef TONGBAN_BASE_LIST_H
#define TONGBAN_BASE_LIST_H

#include "base/arena.h"

#define LIST_OF(Type, Name)                                                                        \
    typedef struct Name {                                                                          \
        Type *at;                                                                                  \
        size_t count;                                                                              \
        size_t cap;                                                                                \
    } Name

/* The layout every list shares; Shape reads lists through it. */
LIST_OF(void, AnyList);

/* A pointer to a new zeroed element at the end; earlier pointers into the list become stale. */
#define LIST_ADD(arena, list)                                                                      \
    (list_grow((arena), (void **)&(list)->at, &(list)->count, &(list)->cap, sizeof *(list)->at,    \
               alignof(__typeof__(*(list)->at))),                                                  \
     &(list)->at[(list)->count - 1])
/* An empty list has no address to count from. */
#define LIST_EACH(Type, item, list)                                                                \
    for (Type *item = (list)->at; item != NULL && item < (list)->at + (list)->count; item++)

void list_grow(Arena *arena, void **at, size_t *count, size_t *cap, size_t size, size_t align);

#endif
