#include "domain/assessment/unit_group.h"

#include "port/fold.h"

/* The groups of comparison. */
static const struct {
    Str kind;
    Str label;
} unit_kinds[] = {
    {STR_INIT("department"), STR_INIT("部门")},
    {STR_INIT("street"), STR_INIT("街道")},
};

static const Str self_label = STR_INIT("本单位");

Str unit_kind_label(Str kind)
{
    for (size_t i = 0; i < ARRAY_LEN(unit_kinds); i++)
        if (str_equal(unit_kinds[i].kind, kind))
            return unit_kinds[i].label;
    return str_equal(kind, UNIT_GROUP_SELF) ? self_label : kind;
}

bool unit_kind_parse(Str text, Str *ret)
{
    text = str_trim(text);
    for (size_t i = 0; i < ARRAY_LEN(unit_kinds); i++)
        if (str_equal(unit_kinds[i].kind, text) || str_equal(unit_kinds[i].label, text)) {
            *ret = unit_kinds[i].kind;
            return true;
        }
    return false;
}

bool unit_group_parse(Str text, Str *ret)
{
    text = str_trim(text);
    if (!str_equal(text, UNIT_GROUP_SELF) && !str_equal(text, self_label))
        return unit_kind_parse(text, ret);
    *ret = UNIT_GROUP_SELF;
    return true;
}

UnitBook unit_book_with_self(Arena *arena, const UnitBook *book)
{
    UnitList units = {0};
    LIST_EACH (const Unit, unit, &book->units)
        *LIST_ADD(arena, &units) = *unit;
    *LIST_ADD(arena, &units) =
        (Unit){.name = self_label, .folded = fold_name(arena, self_label), .kind = UNIT_GROUP_SELF};
    return unit_book_with(arena, book, units);
}
