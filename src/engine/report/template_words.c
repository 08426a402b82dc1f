#include "engine/report/template_pattern.h"
#include "engine/report/template_value.h"

#include "base/fraction.h"

#define WORDS_BYTES_MAX (256 * KIB)
#define SHARE_PLACES 2

/* （并列第三） behind the last of several that share a place; empty otherwise. */
static Str tie_of(Arena *arena, const Value *value, size_t index)
{
    const Item *item = &value->items.at[index];
    if (!value->placed || index == 0 || item[-1].place != item->place ||
        (index + 1 < value->items.count && item[1].place == item->place))
        return STR("");
    return str_format(arena, "（并列%s第%.*s）", value->from_last ? "倒数" : "",
                      STRF(prose_chinese_number(arena, item->place)));
}

static void become_parts(Value *value, StrList parts, Str separator)
{
    *value = (Value){.kind = parts.count > 0 ? PROSE_TEXT : PROSE_ABSENT,
                     .parts = parts,
                     .separator = separator,
                     .last_separator = separator};
}

bool filter_names_of(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)call;
    StrList parts = {0};
    for (size_t i = 0; i < value->items.count; i++) {
        Str name = value->items.at[i].entry->name;
        Str tie = tie_of(ctx->arena, value, i);
        *LIST_ADD(ctx->arena, &parts) = str_format(ctx->arena, "%.*s%.*s", STRF(name), STRF(tie));
    }
    become_parts(value, parts, STR("、"));
    return true;
}

/* What an entry is of the whole list, in percent; absent when the whole is zero. */
static bool share_of(Arena *arena, const Value *value, const ProseEntry *entry, Str *ret)
{
    Fraction part = fraction_of_decimal(entry->value), whole = fraction_of_decimal(value->whole);
    Fraction share;
    Decimal percent;
    if (!value->has_whole || !entry->has_value || fraction_is_zero(whole) ||
        !fraction_div(part, whole, &share) || !fraction_mul(share, fraction_of_int(100), &share) ||
        !fraction_round(share, SHARE_PLACES, ROUND_HALF_UP, &percent))
        return false;
    *ret = str_format(arena, "%.*s%%", STRF(decimal_str(arena, percent, SHARE_PLACES)));
    return true;
}

/* False when the entry lacks what the word asks for. */
static bool add_each_word(Arena *arena, Buf *to, const Value *value, size_t index, Str word)
{
    const Item *item = &value->items.at[index];
    const ProseEntry *entry = item->entry;
    if (str_equal_c(word, "name")) {
        buf_add(to, entry->name);
    } else if (str_equal_c(word, "kind")) {
        buf_add(to, entry->kind);
        return !str_empty(entry->kind);
    } else if (str_equal_c(word, "tie")) {
        buf_add(to, tie_of(arena, value, index));
    } else if (str_equal_c(word, "rank")) {
        buf_add_int(to, value->placed ? item->place : item->rank);
        return value->placed || item->rank > 0;
    } else if (str_equal_c(word, "value")) {
        if (entry->has_value)
            buf_add(to, number_text(arena, entry->value, entry->places));
        return entry->has_value;
    } else if (str_equal_c(word, "share")) {
        Str share;
        if (!share_of(arena, value, entry, &share))
            return false;
        buf_add(to, share);
    }
    return true;
}

bool filter_each(Ctx *ctx, const FilterCall *call, Value *value)
{
    StrList parts = {0};
    for (size_t i = 0; i < value->items.count; i++) {
        Buf part = buf_create(ctx->arena, WORDS_BYTES_MAX);
        Str rest = argument_text(call, 0, STR("")), literal, word;
        bool whole = true;
        while (pattern_next(&rest, &literal, &word)) {
            buf_add(&part, literal);
            whole = whole && add_each_word(ctx->arena, &part, value, i, word);
        }
        if (whole)
            *LIST_ADD(ctx->arena, &parts) = buf_str(&part);
    }
    become_parts(value, parts, STR("、"));
    return true;
}

static bool same_group(const ProseEntry *a, const ProseEntry *b)
{
    return str_equal(a->kind, b->kind) && a->has_value == b->has_value &&
           decimal_compare(a->value, b->value) == 0;
}

/* One part for the group of the entry at `first`, which is the first of its group; `later` parts
 * need not say 有 again after 各. */
static Str group_part(Arena *arena, const Value *value, size_t first, Str pattern, bool later,
                      bool *ret_whole)
{
    const ProseEntry *head = value->items.at[first].entry;
    Buf names = buf_create(arena, WORDS_BYTES_MAX), part = buf_create(arena, WORDS_BYTES_MAX);
    int count = 0;
    for (size_t i = first; i < value->items.count; i++) {
        const ProseEntry *entry = value->items.at[i].entry;
        if (!same_group(entry, head))
            continue;
        buf_add_c(&names, count++ > 0 ? "、" : "");
        buf_add(&names, entry->name);
    }
    Str literal, word;
    *ret_whole = true;
    while (pattern_next(&pattern, &literal, &word)) {
        buf_add(&part, literal);
        if (str_equal_c(word, "names"))
            buf_add(&part, buf_str(&names));
        else if (str_equal_c(word, "each"))
            buf_add_c(&part, count > 1 ? "各" : "");
        else if (str_equal_c(word, "has"))
            buf_add_c(&part, later && count > 1 ? "" : "有");
        else if (str_equal_c(word, "count"))
            buf_add_int(&part, count);
        else if (!str_empty(word))
            *ret_whole = add_each_word(arena, &part, value, first, word) && *ret_whole;
    }
    return buf_str(&part);
}

static bool is_first_of_group(const Value *value, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (same_group(value->items.at[i].entry, value->items.at[index].entry))
            return false;
    return true;
}

bool filter_group(Ctx *ctx, const FilterCall *call, Value *value)
{
    Str pattern = argument_text(call, 0, STR(""));
    StrList parts = {0};
    for (size_t i = 0; i < value->items.count; i++) {
        /* Kinds in the order of their first entry, and within a kind its values likewise. */
        bool kind_told = false;
        for (size_t j = 0; j < i; j++)
            kind_told = kind_told ||
                        str_equal(value->items.at[j].entry->kind, value->items.at[i].entry->kind);
        if (kind_told)
            continue;
        for (size_t j = i; j < value->items.count; j++) {
            bool whole;
            if (!str_equal(value->items.at[j].entry->kind, value->items.at[i].entry->kind) ||
                !is_first_of_group(value, j))
                continue;
            Str part = group_part(ctx->arena, value, j, pattern, parts.count > 0, &whole);
            if (whole)
                *LIST_ADD(ctx->arena, &parts) = part;
        }
    }
    become_parts(value, parts, STR("；"));
    return true;
}

bool filter_join(Ctx *ctx, const FilterCall *call, Value *value)
{
    (void)ctx;
    value->separator = argument_text(call, 0, value->separator);
    value->last_separator = argument_text(call, 1, value->separator);
    return true;
}

static Str join_parts(Arena *arena, const Value *value)
{
    Buf text = buf_create(arena, WORDS_BYTES_MAX);
    for (size_t i = 0; i < value->parts.count; i++) {
        if (i > 0)
            buf_add(&text, i + 1 == value->parts.count ? value->last_separator : value->separator);
        buf_add(&text, value->parts.at[i]);
    }
    return buf_str(&text);
}

bool value_text(Ctx *ctx, Value *value, Str *ret)
{
    if (value->kind == PROSE_LIST && !filter_names_of(ctx, NULL, value))
        return false;
    if (value->kind == PROSE_ABSENT)
        *ret = STR("");
    else if (value->kind != PROSE_TEXT)
        *ret = number_text(ctx->arena, value->number, value->places);
    else
        *ret = value->parts.count > 0 ? join_parts(ctx->arena, value) : value->text;
    return true;
}
