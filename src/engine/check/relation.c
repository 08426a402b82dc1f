#include "engine/check/relation.h"

#include "engine/check/search.h"

/* Besides the figures themselves, which are the table's. */
#define STUDY_BYTES_MAX (256 * MIB)

static void release_arena(void *arena)
{
    arena_free(arena);
}

void check_table_relations(CheckTable *table, const KnownTable *known, FindingList *findings)
{
    if (table->row_count == 0)
        return;
    /* What is learnt is given back at once: a paper may have two thousand tables. */
    Arena *arena = arena_create(STUDY_BYTES_MAX);
    arena_defer(table->arena, release_arena, arena);
    Study study = {.table = table,
                   .known = known,
                   .findings = findings,
                   .arena = arena,
                   .tried_row = SIZE_MAX};
    search_marks(&study);
    search_totals(&study);
    search_sums(&study);
    search_quotients(&study);
    search_formulas(&study);
    search_rankings(&study);
    study_diagnose(&study);
    arena_undefer(table->arena, arena);
    arena_free(arena);
}
