#include "base/problem.h"

Problems problems_create(Arena *arena)
{
    return (Problems){.arena = arena};
}

void problems_add(Problems *problems, Problem problem)
{
    problems->total++;
    if (problems->count < PROBLEMS_KEPT_MAX)
        *LIST_ADD(problems->arena, problems) = problem;
}
