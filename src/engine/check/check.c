#include "engine/check/check.h"

#include "engine/check/finding_list.h"
#include "engine/check/prose.h"
#include "engine/check/relation.h"

/* "附件1 第3行" stands in 附件1, "附件10 第3行" does not. */
static bool is_in_table(const Finding *finding, const CheckTable *table)
{
    if (str_empty(table->name) || !str_starts(finding->place, table->name))
        return false;
    Str rest = str_after(finding->place, table->name.len);
    return str_empty(rest) || rest.at[0] == ' ';
}

/* Moves what was found about the table as such to where its other findings come. */
static void take_of_table(Arena *arena, FindingList *from, const CheckTable *table, FindingList *to)
{
    size_t kept = 0;
    for (size_t i = 0; i < from->count; i++) {
        if (is_in_table(&from->at[i], table))
            *LIST_ADD(arena, to) = from->at[i];
        else
            from->at[kept++] = from->at[i];
    }
    from->count = kept;
}

bool check_paper(Ctx *ctx, const Paper *paper, const CheckRules *rules, FindingList *findings)
{
    Arena *arena = ctx->arena;
    CheckTableList tables = {0};
    FindingList found = {0}, shapes = {0};
    if (!check_tables_find(ctx, paper, &tables, &shapes))
        return false;
    LIST_EACH (CheckTable, table, &tables) {
        take_of_table(arena, &shapes, table, &found);
        check_table_names(table, &found);
        check_table_relations(table, check_rules_for(rules, table), &found);
        check_table_marks(table, &found);
    }
    LIST_EACH (const Finding, finding, &shapes)
        *LIST_ADD(arena, &found) = *finding;
    check_prose(arena, paper, &tables, &found);
    findings_add_limited(arena, &found, findings);
    return true;
}
