#include "engine/check/check.h"

#include "base/dict.h"
#include "engine/check/prose.h"
#include "engine/check/relation.h"

#define KEY_BYTES_MAX (64 * KIB)

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

static Str key_of(Arena *arena, const Finding *finding)
{
    Buf key = buf_create(arena, KEY_BYTES_MAX);
    const Str parts[] = {finding->place, finding->kind, finding->unit, finding->printed,
                         finding->recomputed};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        buf_add(&key, parts[i]);
        buf_add_byte(&key, '\n');
    }
    return buf_str(&key);
}

/* Adds `found` without what is told already; past the limit the last says how many are left out. */
static void add_limited(Arena *arena, FindingList *found, FindingList *to)
{
    Dict told = dict_create(arena);
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        Str key = key_of(arena, &found->at[i]);
        if (dict_has(&told, key))
            continue;
        (void)dict_put(&told, key, &told);
        found->at[kept++] = found->at[i];
    }
    size_t shown = kept <= FINDINGS_MAX ? kept : FINDINGS_MAX - 1;
    for (size_t i = 0; i < shown; i++)
        *LIST_ADD(arena, to) = found->at[i];
    if (shown < kept)
        *LIST_ADD(arena, to) =
            (Finding){.place = found->at[shown].place,
                      .kind = FINDING_MORE,
                      .cause = str_format(arena, "从这里起还有 %zu 处未列出；先改正上面的，再核对",
                                          kept - shown)};
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
        check_table_marks(table, &found);
        check_table_relations(table, check_rules_for(rules, table), &found);
    }
    LIST_EACH (const Finding, finding, &shapes)
        *LIST_ADD(arena, &found) = *finding;
    check_prose(arena, paper, &tables, &found);
    add_limited(arena, &found, findings);
    return true;
}
