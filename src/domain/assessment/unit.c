#include "domain/assessment/unit.h"

#include "base/nearest.h"
#include "port/db.h"
#include "port/fold.h"
#include "sql_ids.h"

static const Field unit_fields[] = {
    FIELD(Unit, id, "编号", 0),       FIELD(Unit, name, "单位", FIELD_REQUIRED, .max_runes = 64),
    FIELD(Unit, folded, "匹配名", 0), FIELD(Unit, kind, "类别", FIELD_REQUIRED),
    FIELD(Unit, listing, "排序", 0),
};
const Shape unit_shape = SHAPE(Unit, unit_fields);

static const Field unit_alias_fields[] = {
    FIELD(UnitAlias, unit_id, "单位编号", 0),
    FIELD(UnitAlias, name, "曾用名", 0),
    FIELD(UnitAlias, folded, "匹配名", 0),
    FIELD_MAYBE(UnitAlias, until, "截止日期", 0),
};
const Shape unit_alias_shape = SHAPE(UnitAlias, unit_alias_fields);

bool unit_book_read(Ctx *ctx, UnitBook *ret)
{
    UnitBook book = {.by_folded = dict_create(ctx->arena)};
    if (!db_all(ctx, SQL_UNIT_ALL, NO_BINDS, &unit_shape, &book.units) ||
        !db_all(ctx, SQL_UNIT_ALIAS_ALL, NO_BINDS, &unit_alias_shape, &book.aliases))
        return fail_while(ctx, "读取单位名册");
    LIST_EACH (Unit, unit, &book.units)
        dict_put(&book.by_folded, unit->folded, unit);
    *ret = book;
    return true;
}

UnitBook unit_book_with(Arena *arena, const UnitBook *book, UnitList units)
{
    UnitBook with = {.units = units, .aliases = book->aliases, .by_folded = dict_create(arena)};
    LIST_EACH (Unit, unit, &with.units)
        dict_put(&with.by_folded, unit->folded, unit);
    LIST_EACH (const Unit, now, &book->units) {
        const Unit *then = unit_by_id(&with, now->id);
        if (then && !dict_has(&with.by_folded, now->folded))
            dict_put(&with.by_folded, now->folded, (void *)then);
    }
    return with;
}

const Unit *unit_by_id(const UnitBook *book, int64_t id)
{
    LIST_EACH (const Unit, unit, &book->units)
        if (unit->id == id)
            return unit;
    return NULL;
}

UnitMatch unit_find(Arena *arena, const UnitBook *book, Str name, Period period, const Unit **ret)
{
    Str folded = fold_name(arena, name);
    const Unit *unit = dict_get(&book->by_folded, folded);
    if (unit) {
        *ret = unit;
        return UNIT_MATCHED;
    }
    UnitMatch match = UNIT_UNKNOWN;
    LIST_EACH (const UnitAlias, alias, &book->aliases) {
        if (!str_equal(alias->folded, folded))
            continue;
        *ret = unit_by_id(book, alias->unit_id);
        if (!alias->has_until || alias->until.days >= period_first(period).days)
            return UNIT_MATCHED;
        match = UNIT_RENAMED;
    }
    return match;
}

#define UNITS_NEAR_MAX 3

Str unit_nearest(Arena *arena, const UnitBook *book, Str name)
{
    Str *names = NEW(arena, Str, book->units.count);
    for (size_t i = 0; i < book->units.count; i++)
        names[i] = book->units.at[i].name;
    return nearest_list(arena, name, names, book->units.count, UNITS_NEAR_MAX);
}

bool unit_need(Ctx *ctx, const UnitBook *book, Str name, Period period, const Unit **ret)
{
    UnitMatch match = unit_find(ctx->arena, book, name, period, ret);
    if (match == UNIT_MATCHED)
        return true;
    fail(ctx, FAIL_NOT_FOUND, "没有单位「%.*s」", STRF(name));
    if (match == UNIT_RENAMED)
        return fail_hint(ctx, "该单位已更名为「%.*s」", STRF((*ret)->name));
    Str near = unit_nearest(ctx->arena, book, name);
    if (!str_empty(near))
        return fail_hint(ctx, "相近的单位：%.*s", STRF(near));
    return fail_hint(ctx, "先用 tongban units import 导入单位名册");
}

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
