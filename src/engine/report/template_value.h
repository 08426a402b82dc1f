/*
 * template_value.h - what flows through filters, and the filters themselves.
 */
#ifndef TONGBAN_ENGINE_REPORT_TEMPLATE_VALUE_H
#define TONGBAN_ENGINE_REPORT_TEMPLATE_VALUE_H

#include "engine/report/template.h"

/* An entry on its way: `place` is its position among those left, once they are in order. */
typedef struct Item {
    const ProseEntry *entry;
    int rank;
    int place;
    size_t order; /* as given, so that sorting keeps it among equals */
} Item;
LIST_OF(Item, ItemList);
LIST_OF(Str, StrList);

typedef struct Value {
    ProseKind kind; /* PROSE_ABSENT drops what encloses the figure */
    Decimal number;
    int places;
    Str text;
    ItemList items;
    bool placed;    /* first, last or sorted put them in order */
    bool from_last; /* and counted places from the last */
    Decimal whole;  /* the sum of the list as its provider gave it, for shares */
    bool has_whole;
    StrList parts; /* a text in parts that are not joined yet */
    Str separator;
    Str last_separator;
} Value;

/* What a filter works with. */
typedef struct FilterCall {
    const FilterUse *use;
    const Expression *expression;
    const ProseProvider *provider;
} FilterCall;

typedef bool (*FilterFunction)(Ctx *ctx, const FilterCall *call, Value *value);

#define TAKES_LIST (1u << PROSE_LIST)
#define TAKES_NUMBER (1u << PROSE_NUMBER)
#define TAKES_PERCENT (1u << PROSE_PERCENT)
#define TAKES_TEXT (1u << PROSE_TEXT)

typedef struct Filter {
    const char *name;
    const char *chinese;
    unsigned takes;
    ProseKind gives;       /* PROSE_ABSENT = as it takes */
    const char *arguments; /* one letter each: n number or figure, f figure, t text; after ? they
                              may lack */
    FilterFunction apply;
    const char *wrong_kind; /* said when a figure does not fit; may be NULL */
} Filter;

/* NULL when there is none; by either name. */
const Filter *filter_named(Str name);
/* All names, for suggestions. */
void filter_names(Arena *arena, Str **ret_names, size_t *ret_count);
/* Checks what the kind of the arguments cannot tell (placeholders of each and group). The failure
 * has no place yet. */
must_use bool filter_check(Ctx *ctx, const FilterUse *use);

/* template_list.c */
void value_of_list(Arena *arena, const ProseValue *from, Value *ret);
bool filter_first(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_last(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_sorted(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_ascending(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_at_least(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_at_most(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_above(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_below(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_equals(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_nonzero(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_kind(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_most(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_count(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_sum(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_max(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_min(Ctx *ctx, const FilterCall *call, Value *value);

/* template_words.c: from lists to words */
bool filter_names_of(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_each(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_group(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_join(Ctx *ctx, const FilterCall *call, Value *value);
/* The text of a value; a list is told by its names. */
must_use bool value_text(Ctx *ctx, Value *value, Str *ret);

/* template_number.c: from numbers to words */
bool filter_places(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_share(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_chinese(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_measure(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_ordinal(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_thousands(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_wan(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_change(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_change_percent(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_change_points(Ctx *ctx, const FilterCall *call, Value *value);
bool filter_movement(Ctx *ctx, const FilterCall *call, Value *value);

/* template_write.c: the number of an argument; *ret_present is false when its figure is absent. */
must_use bool argument_number(Ctx *ctx, const FilterCall *call, size_t index, Value *ret,
                              bool *ret_present);
/* The text of an argument, or `otherwise`. */
Str argument_text(const FilterCall *call, size_t index, Str otherwise);
/* A failure while writing, with the expression and its place. */
bool filter_fail(Ctx *ctx, const FilterCall *call, FailCode code, const char *message);
Str number_text(Arena *arena, Decimal number, int places);

#endif
