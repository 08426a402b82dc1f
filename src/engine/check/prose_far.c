/*
 * 投诉类占全部工单的45.05%, the numbers being told in an earlier sentence of the section or in a
 * table.
 */
#include "base/utf8.h"
#include "engine/check/prose_cells.h"
#include "port/fold.h"

#define SENTENCES_BACK 40
#define LIKELY_PARTS 5
#define SURE 6 /* the part's own figure and total stand in a table */

/* The best reading of one share. */
typedef struct Reading {
    Claim claim;
    int likeliness; /* 0 = none; 9 = it holds */
} Reading;

static void consider(Reading *reading, Claim claim, int likeliness)
{
    bool sure = likeliness >= SURE;
    if (claim_holds(&claim))
        likeliness = 9;
    else if (!sure && !claim_is_near(&claim, LIKELY_PARTS) && !claim_fails_by_a_digit(&claim))
        return;
    if (likeliness > reading->likeliness)
        *reading = (Reading){claim, likeliness};
}

/* 投诉 of 投诉类, 当场办结 of 当场办结件. */
static Str kind_of(const ProseCheck *check, Str words)
{
    static const char *const ends[] = {"类", "工单", "件", "数", "量", "事项", "业务", "的", NULL};
    static const char *const fronts[] = {"其中", "共", "本月", "当月", "按类型分", NULL};
    Str name = fold_name(check->arena, words);
    while (text_take_front(&name, fronts))
        ;
    while (utf8_count(name) > 2 && text_take_end(&name, ends))
        ;
    return name;
}

static bool is_count(const Quantity *quantity)
{
    return quantity->kind == QUANTITY_COUNT && quantity_is_stated(quantity);
}

/* The earlier sentences of the section, the nearest first. */
static bool is_in_section(const ProseCheck *check, const Sentence *from, const Sentence *other)
{
    const Paragraph *here = &check->prose.paragraphs.at[from->paragraph];
    const Paragraph *there = &check->prose.paragraphs.at[other->paragraph];
    return str_equal(here->heading, there->heading);
}

static void wholes_for(ProseCheck *check, const Quantity *share, const Quantity *part,
                       Reading *reading)
{
    const Str says = STR("占比应等于该项除以总数");
    LIST_EACH (const PartOf, of, &check->parts)
        if (of->part == part)
            consider(reading,
                     claim_share(check->arena, FINDING_SHARE, says, share, part, of->total), 5);
    const Sentence *first = check->prose.sentences.at;
    size_t back = 0;
    for (const Sentence *s = share->sentence; s >= first && back < SENTENCES_BACK; s--, back++) {
        if (!is_in_section(check, share->sentence, s))
            return;
        LIST_EACH (const Quantity, whole, &s->quantities)
            if (whole != part && is_count(whole) && str_equal(whole->unit, part->unit) &&
                (s != share->sentence || whole->from < share->from) &&
                whole->value.millionths >= part->value.millionths &&
                !s->pieces.at[whole->piece].depth)
                consider(reading,
                         claim_share(check->arena, FINDING_SHARE, says, share, part, whole),
                         part->sentence == s && whole->from < part->from ? 3 : 2);
    }
}

/* Its row in a table: the share as printed there, or by the total of a column. */
static void rows_for(ProseCheck *check, const Quantity *share, Str kind, const Quantity *part,
                     Reading *reading)
{
    static const char *const share_heads[] = {"占", "比重", "比例", NULL};
    const NamedRow *rows = rows_of_words(check, kind);
    for (; rows; rows = rows->next)
        for (size_t c = 0; c < rows->table->column_count; c++) {
            const CheckTable *table = rows->table;
            const CheckColumn *column = &table->columns[c];
            Figure figure = table_figure(table, rows->row, c);
            Figure whole;
            if (column->role != COLUMN_NUMBER || figure.kind != FIGURE_NUMBER)
                continue;
            if (column->percent && text_has_any(column->name, share_heads)) {
                consider(reading, claim_of_cell(check, share, table, rows->row, c), part ? 7 : 5);
            } else if (!column->percent && column_total(check, table, c, &whole) &&
                       whole.value.millionths > 0 &&
                       (!part || quantity_is_figure(part, column, figure))) {
                Str says = str_format(check->arena, "占比应等于%.*s除以合计数",
                                      STRF(table_place(table, rows->row, c)));
                const Quantity *unit = part ? part : share;
                consider(reading,
                         claim_share_of(check->arena, FINDING_SHARE, says, share,
                                        term_of_figure(column, figure, unit),
                                        term_of_figure(column, whole, unit)),
                         part ? SURE : 4);
            }
        }
}

static bool is_whole_of_paper(Str of)
{
    static const char *const others[] = {"全市", "全省", "全国", "同期", "去年", "上年",
                                         "计划", "任务", "目标", "年度", "GDP",  NULL};
    return !text_has_any(of, others);
}

static const Quantity *part_before(const Quantity *share)
{
    const Sentence *sentence = share->sentence;
    const Quantity *found = NULL;
    LIST_EACH (const Quantity, quantity, &sentence->quantities)
        if (quantity < share && is_count(quantity) && quantity->piece + 1 >= share->piece)
            found = quantity;
    return found;
}

static void judge_named(ProseCheck *check, const Quantity *share, Str kind, Reading *reading)
{
    const Sentence *first = check->prose.sentences.at;
    size_t back = 0;
    for (const Sentence *s = share->sentence; s >= first && back < SENTENCES_BACK; s--, back++) {
        if (!is_in_section(check, share->sentence, s))
            break;
        LIST_EACH (const Quantity, part, &s->quantities)
            if (is_count(part) && (s != share->sentence || part->from < share->from) &&
                str_equal(kind_of(check, quantity_name(part)), kind))
                wholes_for(check, share, part, reading);
    }
    if (check->tables)
        rows_for(check, share, kind, NULL, reading);
}

void prose_far_shares(ProseCheck *check, const Sentence *sentence)
{
    LIST_EACH (const Quantity, share, &sentence->quantities) {
        size_t at = share->kind == QUANTITY_PERCENT ? str_find(share->before, STR("占")) : STR_NONE;
        if (at == STR_NONE || !quantity_is_stated(share) ||
            !is_whole_of_paper(str_after(share->before, at)) ||
            str_contains(share->before, STR("分别")))
            continue;
        Reading reading = {.likeliness = 0};
        Str subject = str_slice(share->before, 0, at);
        Str kind = kind_of(check, subject);
        if (utf8_count(kind) >= 2) {
            judge_named(check, share, kind, &reading);
        } else if (str_empty(subject)) {
            const Quantity *part = part_before(share);
            if (!part || sentence->pieces.at[share->piece].depth || !check->tables)
                continue;
            rows_for(check, share, kind_of(check, quantity_name(part)), part, &reading);
        }
        if (reading.likeliness)
            prose_claim(check, reading.claim);
    }
}
