#include "engine/report/template_value.h"

/* Ranks by value, the largest first, when the provider ranked none (competition ranking: an
 * entry's rank is one more than the entries before it). */
static void rank_by_value(ItemList *items)
{
    LIST_EACH (Item, item, items) {
        if (item->rank != 0)
            return;
    }
    LIST_EACH (Item, item, items) {
        if (!item->entry->has_value)
            continue;
        item->rank = 1;
        LIST_EACH (Item, other, items) {
            if (other->entry->has_value &&
                decimal_compare(other->entry->value, item->entry->value) > 0)
                item->rank++;
        }
    }
}

void value_of_list(Arena *arena, const ProseValue *from, Value *ret)
{
    Value value = {.kind = from->entry_count > 0 ? PROSE_LIST : PROSE_ABSENT, .has_whole = true};
    for (size_t i = 0; i < from->entry_count; i++) {
        const ProseEntry *entry = &from->entries[i];
        *LIST_ADD(arena, &value.items) = (Item){.entry = entry, .rank = entry->rank, .order = i};
        if (entry->has_value)
            value.has_whole =
                value.has_whole && decimal_add(value.whole, entry->value, &value.whole);
    }
    rank_by_value(&value.items);
    *ret = value;
}

static int by_rank(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int by_rank_from_last(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void drop_if(Value *value, bool (*drop)(const Item *item, const void *self),
                    const void *self)
{
    size_t kept = 0;
    LIST_EACH (Item, item, &value->items) {
        if (!drop(item, self))
            value->items.at[kept++] = *item;
    }
    value->items.count = kept;
    if (kept == 0)
        value->kind = PROSE_ABSENT;
}

static bool is_unranked(const Item *item, const void *self)
{
    (void)self;
    return item->rank == 0;
}

/* Orders the ranked items and gives each its place: one more than the items before its equals. */
static void put_in_order(Value *value, bool from_last)
{
    drop_if(value, is_unranked, NULL);
    qsort(value->items.at, value->items.count, sizeof *value->items.at,
          from_last ? by_rank_from_last : by_rank);
    for (size_t i = 0; i < value->items.count; i++) {
        Item *item = &value->items.at[i];
        bool tied = i > 0 && item[-1].rank == item->rank;
        item->place = tied ? item[-1].place : (int)i + 1;
    }
    value->placed = true;
    value->from_last = from_last;
}

static bool is_beyond(const Item *item, const void *self)
{
    return item->place > *(const int64_t *)self;
}

static bool keep_places(Ctx *ctx, const FilterCall *call, Value *value, bool from_last)
{
    Value most;
    bool present;
    if (!argument_number(ctx, call, 0, &most, &present))
        return false;
    if (!present) {
        value->kind = PROSE_ABSENT;
        return true;
    }
    int64_t places = most.number.millionths / DECIMAL_ONE;
    put_in_order(value, from_last);
    drop_if(value, is_beyond, &places);
    return true;
}

bool filter_first(Ctx *ctx, const FilterCall *call, Value *value)
{
    return keep_places(ctx, call, value, /* from_last= */ false);
}

bool filter_last(Ctx *ctx, const FilterCall *call, Value *value)
{
    return keep_places(ctx, call, value, /* from_last= */ true);
}

bool filter_sorted(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)ctx, (void)call;
    put_in_order(value, /* from_last= */ false);
    return true;
}

bool filter_ascending(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)ctx, (void)call;
    put_in_order(value, /* from_last= */ true);
    return true;
}

/* What a comparison keeps: values whose order against the limit is among these. */
typedef struct Comparison {
    Decimal limit;
    bool less, equal, greater;
} Comparison;

static bool holds(const Comparison *comparison, Decimal value)
{
    int order = decimal_compare(value, comparison->limit);
    return order < 0 ? comparison->less : order > 0 ? comparison->greater : comparison->equal;
}

static bool fails_comparison(const Item *item, const void *self)
{
    return !item->entry->has_value || !holds(self, item->entry->value);
}

static void keep_holding(Value *value, const Comparison *comparison)
{
    if (value->kind == PROSE_LIST)
        drop_if(value, fails_comparison, comparison);
    else if (!holds(comparison, value->number))
        value->kind = PROSE_ABSENT;
}

static bool compare(Ctx *ctx, const FilterCall *call, Value *value, Comparison comparison)
{
    Value limit;
    bool present;
    if (!argument_number(ctx, call, 0, &limit, &present))
        return false;
    comparison.limit = limit.number;
    if (present)
        keep_holding(value, &comparison);
    else
        value->kind = PROSE_ABSENT;
    return true;
}

bool filter_at_least(Ctx *ctx, const FilterCall *call, Value *value)
{
    return compare(ctx, call, value, (Comparison){.equal = true, .greater = true});
}

bool filter_at_most(Ctx *ctx, const FilterCall *call, Value *value)
{
    return compare(ctx, call, value, (Comparison){.equal = true, .less = true});
}

bool filter_above(Ctx *ctx, const FilterCall *call, Value *value)
{
    return compare(ctx, call, value, (Comparison){.greater = true});
}

bool filter_below(Ctx *ctx, const FilterCall *call, Value *value)
{
    return compare(ctx, call, value, (Comparison){.less = true});
}

bool filter_equals(Ctx *ctx, const FilterCall *call, Value *value)
{
    return compare(ctx, call, value, (Comparison){.equal = true});
}

bool filter_nonzero(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)ctx, (void)call;
    keep_holding(value, &(Comparison){.limit = DECIMAL_ZERO, .less = true, .greater = true});
    return true;
}

static bool is_other_kind(const Item *item, const void *self)
{
    return !str_equal(item->entry->kind, *(const Str *)self);
}

bool filter_kind(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)ctx;
    Str kind = argument_text(call, 0, STR(""));
    drop_if(value, is_other_kind, &kind);
    return true;
}

bool filter_most(Ctx *ctx, const FilterCall *call, Value *value)
{
    Value most;
    bool present;
    if (!argument_number(ctx, call, 0, &most, &present))
        return false;
    if (!present || (int64_t)value->items.count > most.number.millionths / DECIMAL_ONE)
        value->kind = PROSE_ABSENT;
    return true;
}

static void become_number(Value *value, Decimal number, int places)
{
    *value = (Value){.kind = PROSE_NUMBER, .number = number, .places = places};
}

bool filter_count(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)ctx, (void)call;
    become_number(value, decimal_of((int64_t)value->items.count), 0);
    return true;
}

/* The most decimals of any entry; -1 when one has as many as it needs. */
static int places_of(const ItemList *items)
{
    int places = 0;
    LIST_EACH (Item, item, items) {
        if (item->entry->has_value && item->entry->places < 0)
            return -1;
        if (item->entry->has_value && item->entry->places > places)
            places = item->entry->places;
    }
    return places;
}

bool filter_sum(Ctx *ctx, const FilterCall *call, Value *value)
{
    Decimal sum = DECIMAL_ZERO;
    bool any = false;
    LIST_EACH (Item, item, &value->items) {
        if (!item->entry->has_value)
            continue;
        any = true;
        if (!decimal_add(sum, item->entry->value, &sum))
            return filter_fail(ctx, call, FAIL_OVERFLOW, "合计超出可精确计算的范围");
    }
    if (any)
        become_number(value, sum, places_of(&value->items));
    else
        value->kind = PROSE_ABSENT;
    return true;
}

static void extreme(Value *value, int sign)
{
    const ProseEntry *found = NULL;
    LIST_EACH (Item, item, &value->items) {
        if (item->entry->has_value &&
            (!found || decimal_compare(item->entry->value, found->value) * sign > 0))
            found = item->entry;
    }
    if (found)
        become_number(value, found->value, found->places);
    else
        value->kind = PROSE_ABSENT;
}

bool filter_max(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)ctx, (void)call;
    extreme(value, 1);
    return true;
}

bool filter_min(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)ctx, (void)call;
    extreme(value, -1);
    return true;
}
