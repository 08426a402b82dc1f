#include "engine/check/prose.h"

#include "engine/check/prose_steps.h"
#include "engine/check/table_build.h"
#include "port/fold.h"

const Sentence *sentence_before(const Sentence *sentence)
{
    return sentence->number ? sentence - 1 : NULL;
}

void prose_slip(ProseCheck *check, const Sentence *sentence, size_t from, Finding finding)
{
    finding.place = prose_place(check->arena, &check->prose, sentence);
    *LIST_ADD(check->arena, &check->slips) = (Slip){sentence, from, finding};
}

void prose_claim(ProseCheck *check, Claim claim)
{
    *LIST_ADD(check->arena, &check->claims) = claim;
}

/* A name on more rows than that names none of them. */
#define SAME_NAME_MAX 8

static void name_add(ProseCheck *check, Str name, const CheckTable *table, size_t row)
{
    NamedRow *before = dict_get(&check->row_names, name);
    size_t same = 0;
    for (NamedRow *one = before; one && one->table == table; one = one->next)
        same++;
    if (same >= SAME_NAME_MAX)
        return;
    NamedRow *named = NEW(check->arena, NamedRow, 1);
    *named = (NamedRow){table, row, before};
    (void)dict_put(&check->row_names, name, named);
}

/* 管理效率 | 小计: a subtotal by the name of its group, which stands in the first column. */
static void name_subtotal(ProseCheck *check, const CheckTable *table, size_t row)
{
    for (size_t r = row; table->label_column != 0 && r < table->row_count; r--) {
        Str text =
            table->rows[r].group == table->rows[row].group ? table_text(table, r, 0) : STR("-");
        if (str_equal_c(text, "-") || (r < row && table->rows[r].kind == ROW_SUBTOTAL))
            return;
        if (str_empty(text) || str_equal_c(text, "小计"))
            continue;
        name_add(check, fold_name(check->arena, text), table, row);
        return;
    }
}

/* Every entry by its name, and by its name without what stands in brackets. */
static void names_of_tables(ProseCheck *check)
{
    check->row_names = dict_create(check->arena);
    for (size_t t = 0; check->tables && t < check->tables->count; t++) {
        const CheckTable *table = &check->tables->at[t];
        for (size_t row = 0; row < table->row_count; row++) {
            Str name = table->rows[row].name;
            if (table->rows[row].kind == ROW_SUBTOTAL)
                name_subtotal(check, table, row);
            if (table->rows[row].kind != ROW_ENTRY || str_empty(name))
                continue;
            name_add(check, name, table, row);
            size_t bracket = str_find(name, STR("("));
            if (bracket != STR_NONE && bracket > 0)
                name_add(check, str_slice(name, 0, bracket), table, row);
        }
    }
}

static int slip_order(const void *a, const void *b)
{
    const Slip *one = a;
    const Slip *two = b;
    if (one->sentence != two->sentence)
        return one->sentence < two->sentence ? -1 : 1;
    return (one->from > two->from) - (one->from < two->from);
}

void check_prose(Arena *arena, const Paper *paper, const CheckTableList *tables,
                 FindingList *findings)
{
    ProseCheck check = {.arena = arena, .paper = paper, .tables = tables};
    check.prose = prose_of_paper(arena, paper);
    check.orders = dict_create(arena);
    check.totals = dict_create(arena);
    names_of_tables(&check);
    for (size_t i = 0; i < check.prose.sentences.count; i++) {
        const Sentence *sentence = &check.prose.sentences.at[i];
        if (sentence->number == 0)
            prose_leads(&check, sentence->paragraph);
        prose_parts(&check, sentence);
        prose_shares(&check, sentence);
        prose_far_shares(&check, sentence);
        prose_change(&check, sentence);
        prose_counts(&check, sentence);
        prose_tally(&check, sentence);
        prose_lists(&check, sentence);
        prose_set(&check, sentence);
        prose_band(&check, sentence);
    }
    prose_value(&check);
    prose_date(&check);
    claims_judge(arena, &check.prose, &check.claims, &check.slips);
    if (check.slips.count)
        qsort(check.slips.at, check.slips.count, sizeof *check.slips.at, slip_order);
    LIST_EACH (const Slip, slip, &check.slips)
        *LIST_ADD(arena, findings) = slip->finding;
}
