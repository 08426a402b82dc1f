/* Weak indicators in the prose: those that cost most. */
#include "domain/assessment/bulletin_question.h"

/* ---- weak indicators -------------------------------------------------------------------- */

/* What an item cost all units together; false when it cost nothing. */
static bool item_cost(const MonthResult *result, size_t item, Decimal *ret)
{
    Decimal sum = DECIMAL_ZERO;
    for (size_t i = 0; i < result->result.listed; i++) {
        Decimal lost;
        if (assess_deduction(&result->result, result->result.listing[i], item, &lost) &&
            lost.millionths > 0 && !decimal_add(sum, lost, &sum))
            return false;
    }
    *ret = sum;
    return sum.millionths > 0;
}

/* How many items of the kind cost more than this one. */
static int64_t items_costlier(const MonthResult *result, SectionKind kind, Decimal cost)
{
    int64_t count = 0;
    for (size_t i = 0; i < result->scheme->items.count; i++) {
        const SchemeItem *item = &result->scheme->items.at[i];
        Decimal other;
        if (item->section != SCHEME_NONE &&
            result->scheme->sections.at[item->section].kind == kind &&
            item_cost(result, i, &other) && decimal_compare(other, cost) > 0)
            count++;
    }
    return count;
}

/* The costliest base items (all penalties that cost anything), in the order of the scheme. */
static void weak_items(const BulletinQuestion *question, SectionKind kind, ProseEntryList *entries)
{
    const MonthResult *result =
        bulletin_result(question->figures, question->name->scheme, COMPARED_NOW);
    int64_t most = kind == SECTION_BASE ? question->figures->pack->weakest : INT64_MAX;
    for (size_t i = 0; result && i < result->scheme->items.count; i++) {
        const SchemeItem *item = &result->scheme->items.at[i];
        Decimal cost;
        if (item->section == SCHEME_NONE ||
            result->scheme->sections.at[item->section].kind != kind ||
            !item_cost(result, i, &cost) || items_costlier(result, kind, cost) >= most)
            continue;
        bulletin_add_entry(question, entries, item->name, cost, -1);
    }
}

static void answer_weak_item(const BulletinQuestion *question, const ProseEntryList *base,
                             const ProseEntryList *penalty)
{
    const Scheme *scheme = bulletin_scheme(question->figures->pack, question->name->scheme);
    Str name = scheme->items.at[scheme_item(scheme, question->name->code)].name;
    const ProseEntryList *const lists[] = {base, penalty};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        LIST_EACH (const ProseEntry, entry, lists[i])
            if (str_equal(entry->name, name))
                *question->answer = prose_list(entry, 1);
}

void bulletin_answer_weak(const BulletinQuestion *question)
{
    FigureAspect aspect = question->name->aspect;
    ProseEntryList base = {0}, penalty = {0};
    weak_items(question, SECTION_BASE, &base);
    weak_items(question, SECTION_PENALTY, &penalty);
    if (aspect == ASPECT_WEAK_BASE)
        bulletin_answer_list(question, &base);
    else if (aspect == ASPECT_WEAK_PENALTY)
        bulletin_answer_list(question, &penalty);
    else if (aspect == ASPECT_WEAK_ITEM)
        answer_weak_item(question, &base, &penalty);
    else if (base.count + penalty.count > 0)
        *question->answer = prose_count((int64_t)(base.count + penalty.count));
}
