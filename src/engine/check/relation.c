#include "engine/check/relation.h"

#include "engine/check/search.h"

/* Besides the figures themselves, which are the table's. */
#define STUDY_BYTES_MAX (256 * MIB)

static void release_arena(void *arena)
{
    arena_free(arena);
}

static size_t columns_added_up(Study *study)
{
    study->totals.count = 0;
    search_totals(study);
    size_t count = 0;
    LIST_EACH (const TotalRow, total, &study->totals) {
        for (size_t i = 0; i < study->table->column_count; i++)
            count += study->table->columns[i].role == COLUMN_NUMBER &&
                     total_judge(study, total, i, NULL) == JUDGED_HOLDING;
    }
    return count;
}

static bool set_copies(CheckTable *table, RowKind kind)
{
    bool any = false;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!table->rows[row].is_copy)
            continue;
        table->rows[row].kind = kind;
        any = true;
    }
    return any;
}

/* A row printed twice counts once, unless the totals have it twice too. */
static void settle_copies(Study *study)
{
    if (!set_copies(study->table, ROW_ENTRY))
        return;
    size_t twice = columns_added_up(study);
    (void)set_copies(study->table, ROW_OTHER);
    if (twice > columns_added_up(study))
        (void)set_copies(study->table, ROW_ENTRY);
    study->totals.count = 0;
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
    for (size_t row = 0; row < table->row_count; row++)
        table->rows[row].peers = table->rows[row].group;
    search_marks(&study);
    settle_copies(&study);
    search_totals(&study);
    search_sums(&study);
    search_quotients(&study);
    search_formulas(&study);
    search_rankings(&study);
    study_diagnose(&study);
    arena_undefer(table->arena, arena);
    arena_free(arena);
}
