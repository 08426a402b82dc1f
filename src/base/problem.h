/*
 * problem.h - many located complaints about one input, so that a user sees all of them at once.
 *
 * At most PROBLEMS_KEPT_MAX are kept; all are counted. Row and column are as the user sees them
 * in his file (from 1, the head is row 1).
 */
#ifndef TONGBAN_BASE_PROBLEM_H
#define TONGBAN_BASE_PROBLEM_H

#include "base/list.h"
#include "base/str.h"

#define PROBLEMS_KEPT_MAX 1000

typedef struct Problem {
    int64_t row;
    int64_t column;
    Str field;   /* as the user named it */
    Str value;   /* what was found there */
    Str message; /* what is wrong */
    Str hint;    /* how to mend it; may be empty */
} Problem;

typedef struct Problems {
    Arena *arena;
    Problem *at;
    size_t count; /* kept */
    size_t cap;
    size_t total; /* seen */
} Problems;

Problems problems_create(Arena *arena);
/* The strings are taken as they are and must live as long as the arena. */
void problems_add(Problems *problems, Problem problem);

#endif
