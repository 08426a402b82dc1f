/* 来信6976件、来访5846件: figures of the prose against totals and rows of the tables. */
#include "base/utf8.h"
#include "engine/check/prose_cells.h"
#include "engine/check/prose_names.h"

#define SURE_DIGITS 4
#define QUANTITIES_MAX 64
#define VOTES_MIN 2
#define NEAR_PARTS 500
#define LIKELY_PARTS 10

/* One figure of a sentence, and what it may be. */
typedef struct Told {
    const Quantity *quantity;
    MeantCells cells;
    bool holds;
    bool has_name; /* a head of a total is named in full */
} Told;

typedef struct ToldList {
    Told *at;
    size_t count;
} ToldList;

static bool is_of_whole(const Quantity *quantity)
{
    return !quantity->sentence->pieces.at[quantity->piece].depth;
}

static ToldList read_told(ProseCheck *check, const Sentence *sentence)
{
    ToldList list = {.at = NULL};
    size_t room =
        sentence->quantities.count < QUANTITIES_MAX ? sentence->quantities.count : QUANTITIES_MAX;
    for (size_t i = 0; i < sentence->quantities.count && list.count < room; i++) {
        const Quantity *quantity = &sentence->quantities.at[i];
        if (!quantity_is_stated(quantity))
            continue;
        MeantCells cells;
        cells_meant(check, quantity, &cells);
        if (!cells.count)
            continue;
        if (!list.at)
            list.at = NEW(check->arena, Told, room);
        Told *told = &list.at[list.count++];
        *told = (Told){.quantity = quantity, .cells = cells};
        for (size_t k = 0; k < cells.count; k++) {
            told->holds = told->holds || cells.at[k].equal;
            told->has_name =
                told->has_name || (cells.at[k].likeness == LIKENESS_NAME && !cells.at[k].of_row);
        }
    }
    return list;
}

/* How many other figures of the sentence stand in the column, or in the row. */
static size_t votes_for(const ToldList *list, const Told *but, const MeantCell *cell, bool by_row)
{
    size_t votes = 0;
    for (size_t i = 0; i < list->count; i++) {
        const Told *told = &list->at[i];
        bool votes_here = false;
        for (size_t k = 0; told != but && k < told->cells.count; k++) {
            const MeantCell *other = &told->cells.at[k];
            votes_here =
                votes_here || (other->equal && other->table == cell->table &&
                               (by_row ? other->row == cell->row : other->column == cell->column));
        }
        votes += votes_here;
    }
    return votes;
}

/* A long number that differs by so little is hardly another one. */
static bool is_near(const MeantCell *cell, int parts)
{
    Int128 off = claim_gap(&cell->claim);
    Int128 size = cell->claim.terms[0].value;
    return (off < 0 ? -off : off) * parts <= (size < 0 ? -size : size);
}

/* 数据平台预算数872万元，执行率87.5%: the sentence speaks of a row, not of the whole. */
static bool names_entry(const ProseCheck *check, const Quantity *quantity, const CheckTable *table)
{
    for (size_t i = 0; i <= quantity->piece; i++) {
        size_t len = 0;
        const NamedRow *rows = row_at_front(check, quantity->sentence->pieces.at[i].text, &len);
        bool is_subject = quantity->sentence->pieces.at[i].quantity_count > 0;
        for (; rows && is_subject; rows = rows->next)
            if (rows->table == table && table->rows[rows->row].kind == ROW_ENTRY)
                return true;
    }
    return false;
}

/* How sure it is that the quantity should be the cell: 0 = not at all. */
static int sureness(const ProseCheck *check, const ToldList *list, const Told *told,
                    const MeantCell *cell, bool same_whole)
{
    bool by_digit = claim_fails_by_a_digit(&cell->claim);
    bool long_number = told->quantity->number.len >= SURE_DIGITS;
    if (cell->of_row) {
        size_t votes = votes_for(list, told, cell, false);
        if (votes >= VOTES_MIN)
            return 3 + by_digit;
        return by_digit && (votes || cell->names_column) ? 3 : 0;
    }
    if (names_entry(check, told->quantity, cell->table))
        return 0;
    bool in_row = votes_for(list, told, cell, true) > 0;
    if (cell->likeness == LIKENESS_NAME) {
        if (by_digit)
            return 4;
        return same_whole && in_row && is_of_whole(told->quantity) ? 2 : 0;
    }
    if (cell->likeness == LIKENESS_UNIT)
        return by_digit && long_number && in_row ? 1 : 0;
    bool same_unit = str_equal(cell->table->columns[cell->column].unit, told->quantity->unit);
    if (in_row && same_unit && is_near(cell, LIKELY_PARTS) && is_of_whole(told->quantity))
        return 2;
    return (by_digit || is_near(cell, NEAR_PARTS)) && (long_number || in_row) ? 1 : 0;
}

/* Where several named rows of a column are told, what they come to is its total. */
static void judge_voted(ProseCheck *check, const ToldList *list, const Quantity *quantity)
{
    for (size_t i = 0; i < list->count; i++) {
        const Told *told = &list->at[i];
        for (size_t k = 0; k < told->cells.count; k++) {
            const MeantCell *cell = &told->cells.at[k];
            if (!cell->of_row || !cell->equal || !str_equal(told->quantity->unit, quantity->unit) ||
                votes_for(list, told, cell, false) < VOTES_MIN)
                continue;
            Claim claim;
            if (claim_of_total(check, quantity, cell->table, cell->column, &claim) &&
                (claim_holds(&claim) || claim_fails_by_a_digit(&claim)))
                prose_claim(check, claim);
            return;
        }
    }
}

/* How many other figures of the sentence stand under a head of the same name: 镇级河长394次,
 * 村级河长2106次 under 实巡 of either. */
static size_t votes_for_head(const ToldList *list, const Told *but, const MeantCell *cell)
{
    Str name = cell->table->columns[cell->column].name;
    size_t votes = 0;
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = 0; &list->at[i] != but && k < list->at[i].cells.count; k++) {
            const MeantCell *other = &list->at[i].cells.at[k];
            votes += other->equal && other->table == cell->table &&
                     str_equal(other->table->columns[other->column].name, name);
        }
    return votes;
}

/* Which of two figures that are as likely is meant; 0 when the words do not tell. */
static int likelier(const ToldList *list, const Told *told, const MeantCell *one,
                    const MeantCell *two)
{
    size_t votes = votes_for_head(list, told, one);
    size_t others = votes_for_head(list, told, two);
    if (votes != others)
        return votes > others ? 1 : -1;
    return one->table == two->table && one->row == two->row && one->column != two->column &&
                   one->claim.terms[1].value != two->claim.terms[1].value
               ? 0
               : -1;
}

static bool is_told(const ToldList *list, const Quantity *quantity)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i].quantity == quantity && list->at[i].holds)
            return true;
    return false;
}

/* Whether the sentences themselves explain the quantity: it is the whole of parts told with it, or
 * an equation of printed figures holds. Being but near to a figure of a table then tells nothing.
 */
static bool is_explained(const ProseCheck *check, const Quantity *quantity)
{
    LIST_EACH (const Claim, claim, &check->claims)
        for (size_t i = 0; i < claim->count; i++)
            if (claim->terms[i].quantity == quantity && claim->count > 2 &&
                ((i == 0 && str_equal(claim->kind, FINDING_PARTS)) || claim_holds(claim)))
                return true;
    return false;
}

static void judge_told(ProseCheck *check, const ToldList *list, const Told *told, bool same_whole)
{
    const MeantCell *best = NULL;
    int surest = 0;
    bool open = false;
    for (size_t k = 0; k < told->cells.count; k++) {
        const MeantCell *cell = &told->cells.at[k];
        int sure = cell->equal ? 5 : sureness(check, list, told, cell, same_whole);
        int way = sure && sure == surest && sure < 4 ? likelier(list, told, cell, best) : -1;
        open = sure > surest ? false : open || way == 0;
        if (sure > surest || way > 0) {
            surest = sure;
            best = cell;
            open = false;
        }
    }
    bool by_nearness = best && surest <= 2 && best->likeness != LIKENESS_NAME &&
                       !claim_fails_by_a_digit(&best->claim);
    if (by_nearness && is_explained(check, told->quantity))
        return;
    if (best && !open &&
        (surest == 5 || told->quantity->number.len < 3 ||
         !equals_some_total(check, told->quantity)))
        prose_claim(check, best->claim);
}

/* A total is only then wrong for certain when one digit explains it, or when other figures of the
 * sentence are those of the same row: the same words may speak of another whole. */
void prose_totals(ProseCheck *check, const Sentence *sentence)
{
    if (!check->tables || !check->tables->count)
        return;
    ToldList list = read_told(check, sentence);
    size_t holding = 0;
    size_t failing = 0;
    for (size_t i = 0; i < list.count; i++) {
        bool counts = list.at[i].has_name && is_of_whole(list.at[i].quantity);
        holding += list.at[i].holds && is_of_whole(list.at[i].quantity);
        failing += counts && !list.at[i].holds;
    }
    bool same_whole = holding > failing || (holding && failing == 1);
    for (size_t i = 0; i < list.count; i++)
        judge_told(check, &list, &list.at[i], same_whole);
    LIST_EACH (const Quantity, quantity, &sentence->quantities) {
        bool is_first = quantity->kind == QUANTITY_COUNT && quantity_is_stated(quantity);
        if (is_first && !is_told(&list, quantity))
            judge_voted(check, &list, quantity);
        if (is_first)
            break;
    }
}
