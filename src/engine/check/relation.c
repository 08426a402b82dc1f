#include "engine/check/relation.h"

#include "engine/check/search.h"

/* Besides the figures themselves, which are the table's. */
#define STUDY_BYTES_MAX (256 * MIB)

static void release_arena(void *arena)
{
    arena_free(arena);
}

/* How well totals and ranks agree with the rows as they are counted now. */
static int64_t agreement(Study *study)
{
    int64_t count = 0;
    study->totals.count = study->rankings.count = 0;
    search_totals(study);
    search_rankings(study);
    LIST_EACH (const TotalRow, total, &study->totals) {
        for (size_t i = 0; i < study->table->column_count; i++)
            count += study->table->columns[i].role == COLUMN_NUMBER &&
                     total_judge(study, total, i, NULL) == JUDGED_HOLDING;
    }
    LIST_EACH (const Ranking, ranking, &study->rankings) {
        count -= (int64_t)ranking_mismatches(study, ranking, NULL, NULL);
    }
    study->totals.count = study->rankings.count = 0;
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

/* A row printed twice counts once, unless totals and ranks count it twice too. */
static void settle_copies(Study *study)
{
    if (!set_copies(study->table, ROW_ENTRY))
        return;
    int64_t twice = agreement(study);
    (void)set_copies(study->table, ROW_OTHER);
    if (twice > agreement(study))
        (void)set_copies(study->table, ROW_ENTRY);
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
    search_totals_settle(&study);
    search_formulas(&study);
    search_rankings(&study);
    study_diagnose(&study);
    arena_undefer(table->arena, arena);
    arena_free(arena);
    check_table_dates(table, findings);
}
