/* Units as they are read: the book, names of a day, matching. */
#include "engine/access/unit.h"

#include "base/nearest.h"
#include "port/db.h"
#include "port/fold.h"
#include "sql_ids.h"

static const Field unit_fields[] = {
    FIELD(Unit, id, "编号", 0),
    FIELD(Unit, parent_id, "上级单位", 0),
    FIELD(Unit, name, "单位", FIELD_REQUIRED, .max_runes = UNIT_NAME_RUNES_MAX),
    FIELD(Unit, folded, "匹配名", 0),
    FIELD(Unit, kind, "类别", FIELD_REQUIRED),
    FIELD(Unit, listing, "排序", 0),
    FIELD_MAYBE(Unit, ended, "撤并日期", 0),
    FIELD(Unit, successor_id, "并入", 0),
};
const Shape unit_shape = SHAPE(Unit, unit_fields);

static const Field unit_alias_fields[] = {
    FIELD(UnitAlias, unit_id, "单位编号", 0),
    FIELD(UnitAlias, name, "曾用名", 0),
    FIELD(UnitAlias, folded, "匹配名", 0),
    FIELD_MAYBE(UnitAlias, until, "截止日期", 0),
};
const Shape unit_alias_shape = SHAPE(UnitAlias, unit_alias_fields);

/* ---- the book ----------------------------------------------------------------------------------
 */

static int compare_ids(const void *a, const void *b)
{
    int64_t one = (*(Unit *const *)a)->id, two = (*(Unit *const *)b)->id;
    return (one > two) - (one < two);
}

static UnitBook index_book(Arena *arena, UnitList units, UnitAliasList aliases)
{
    UnitBook book = {.units = units,
                     .aliases = aliases,
                     .by_folded = dict_create(arena),
                     .by_id = NEW(arena, Unit *, units.count + 1)};
    for (size_t i = 0; i < units.count; i++) {
        dict_put(&book.by_folded, units.at[i].folded, &units.at[i]);
        book.by_id[i] = &units.at[i];
    }
    qsort(book.by_id, units.count, sizeof *book.by_id, compare_ids);
    return book;
}

bool unit_book_read(Ctx *ctx, UnitBook *ret)
{
    UnitList units = {0};
    UnitAliasList aliases = {0};
    if (!db_all(ctx, SQL_UNIT_ALL, NO_BINDS, &unit_shape, &units) ||
        !db_all(ctx, SQL_UNIT_ALIAS_ALL, NO_BINDS, &unit_alias_shape, &aliases))
        return fail_while(ctx, "读取单位名册");
    *ret = index_book(ctx->arena, units, aliases);
    return true;
}

UnitBook unit_book_with(Arena *arena, const UnitBook *book, UnitList units)
{
    UnitBook with = index_book(arena, units, book->aliases);
    LIST_EACH (const Unit, now, &book->units) {
        const Unit *then = unit_by_id(&with, now->id);
        if (then && !dict_has(&with.by_folded, now->folded))
            dict_put(&with.by_folded, now->folded, (void *)then);
    }
    return with;
}

UnitBook unit_book_on(Arena *arena, const UnitBook *book, Date day)
{
    UnitList units = {0};
    LIST_EACH (const Unit, now, &book->units) {
        Unit *then = LIST_ADD(arena, &units);
        *then = *now;
        then->name = unit_name_on(book, now, day);
        then->folded = fold_name(arena, then->name);
    }
    return unit_book_with(arena, book, units);
}

UnitBook unit_book_within(Arena *arena, const UnitBook *book, const DbScope *scope)
{
    UnitList units = {0};
    UnitAliasList aliases = {0};
    LIST_EACH (const Unit, unit, &book->units)
        if (scope_allows(scope, unit->id))
            *LIST_ADD(arena, &units) = *unit;
    LIST_EACH (const UnitAlias, alias, &book->aliases)
        if (scope_allows(scope, alias->unit_id))
            *LIST_ADD(arena, &aliases) = *alias;
    UnitBook within = index_book(arena, units, aliases);
    /* The names of today beside those of another time, unit_book_with. */
    for (size_t i = 0; i < book->by_folded.count; i++) {
        const DictEntry *entry = &book->by_folded.entries[i];
        const Unit *unit = unit_by_id(&within, ((const Unit *)entry->value)->id);
        if (unit && !dict_has(&within.by_folded, entry->key))
            dict_put(&within.by_folded, entry->key, (void *)unit);
    }
    return within;
}

const Unit *unit_by_id(const UnitBook *book, int64_t id)
{
    size_t low = 0, high = book->units.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (book->by_id[middle]->id == id)
            return book->by_id[middle];
        if (book->by_id[middle]->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The former name whose last day comes first on or after the day. */
Str unit_name_on(const UnitBook *book, const Unit *unit, Date day)
{
    const UnitAlias *then = NULL;
    LIST_EACH (const UnitAlias, alias, &book->aliases)
        if (alias->unit_id == unit->id && alias->has_until && alias->until.days >= day.days &&
            (!then || alias->until.days < then->until.days))
            then = alias;
    return then ? then->name : unit->name;
}

bool unit_stood_in(const Unit *unit, Period period)
{
    return !unit->has_ended || unit->ended.days > period_first(period).days;
}

/* ---- matching ----------------------------------------------------------------------------------
 */

/* Into what it was merged in the end, as far as that may be seen. The chain is shorter than the
 * register, whatever stands in it. */
static const Unit *last_successor(const UnitBook *book, const Unit *unit, Period period)
{
    for (size_t i = 0; i < book->units.count && !unit_stood_in(unit, period); i++) {
        const Unit *next = unit_by_id(book, unit->successor_id);
        if (!next)
            break;
        unit = next;
    }
    return unit;
}

static UnitMatch matched(const UnitBook *book, const Unit *unit, Period period, const Unit **ret)
{
    *ret = last_successor(book, unit, period);
    return unit_stood_in(unit, period) ? UNIT_MATCHED : UNIT_MERGED;
}

/* *ret_named is the unit that bears the name, *ret what became of it. */
static UnitMatch find_named(Arena *arena, const UnitBook *book, Str name, Period period,
                            const Unit **ret, const Unit **ret_named)
{
    Str folded = fold_name(arena, name);
    const Unit *unit = dict_get(&book->by_folded, folded);
    if (unit) {
        *ret_named = unit;
        return matched(book, unit, period, ret);
    }
    UnitMatch match = UNIT_UNKNOWN;
    LIST_EACH (const UnitAlias, alias, &book->aliases) {
        unit = unit_by_id(book, alias->unit_id);
        if (!unit || !str_equal(alias->folded, folded))
            continue;
        *ret_named = *ret = unit;
        if (!alias->has_until || alias->until.days >= period_first(period).days)
            return matched(book, unit, period, ret);
        match = UNIT_RENAMED;
    }
    return match;
}

UnitMatch unit_find(Arena *arena, const UnitBook *book, Str name, Period period, const Unit **ret)
{
    const Unit *named;
    return find_named(arena, book, name, period, ret, &named);
}

Str unit_fate(Arena *arena, const UnitBook *book, Str name, Period period)
{
    const Unit *unit, *named;
    UnitMatch match = find_named(arena, book, name, period, &unit, &named);
    if (match == UNIT_RENAMED)
        return str_format(arena, "已更名为「%.*s」", STRF(unit->name));
    if (match != UNIT_MERGED)
        return STR("");
    Buf text = buf_create(arena, KIB);
    buf_add_c(&text, "已于");
    date_print_chinese(&text, named->ended);
    if (unit != named)
        buf_format(&text, "并入「%.*s」", STRF(unit->name));
    else
        buf_add_c(&text, "撤并");
    return buf_str(&text);
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
    Str fate = unit_fate(ctx->arena, book, name, period);
    if (!str_empty(fate))
        return fail_hint(ctx, "该单位%.*s", STRF(fate));
    Str near = unit_nearest(ctx->arena, book, name);
    if (!str_empty(near))
        return fail_hint(ctx, "相近的单位：%.*s", STRF(near));
    if (!scope_is_whole(ctx))
        return fail_hint(ctx, "当前数据范围里没有这个名称的单位");
    return fail_hint(ctx, "先用 tongban units import 导入单位名册");
}

const Unit *unit_bearing(Arena *arena, const UnitBook *book, Str name, int64_t id)
{
    Str folded = fold_name(arena, name);
    LIST_EACH (const Unit, unit, &book->units)
        if (unit->id != id && str_equal(unit->folded, folded))
            return unit;
    LIST_EACH (const UnitAlias, alias, &book->aliases)
        if (alias->unit_id != id && str_equal(alias->folded, folded))
            return unit_by_id(book, alias->unit_id);
    return NULL;
}

/* ---- who is below whom
 * ------------------------------------------------------------------------ */

static bool is_marked(const UnitBook *book, const bool *marked, int64_t id)
{
    const Unit *unit = id ? unit_by_id(book, id) : NULL;
    return unit && marked[unit - book->units.at];
}

/* Takes in what was merged into a marked unit and, with `below`, what stands under one, until
 * nothing is added: each pass goes at least one step on. The ids, as a JSON array. */
static Str marked_ids(Arena *arena, const UnitBook *book, bool *marked, bool below)
{
    bool added = true;
    while (added) {
        added = false;
        LIST_EACH (const Unit, unit, &book->units) {
            bool *mark = &marked[unit - book->units.at];
            if (*mark || !(is_marked(book, marked, unit->successor_id) ||
                           (below && is_marked(book, marked, unit->parent_id))))
                continue;
            *mark = added = true;
        }
    }
    Buf text = buf_create(arena, 32 * (size_t)UNITS_MAX);
    buf_add_c(&text, "[");
    for (size_t i = 0; i < book->units.count; i++)
        if (marked[i])
            buf_format(&text, "%s%lld", text.len > 1 ? "," : "", (long long)book->units.at[i].id);
    buf_add_c(&text, "]");
    return buf_str(&text);
}

Str unit_ids_of(Arena *arena, const UnitBook *book, const int64_t *ids, size_t count)
{
    bool *marked = NEW(arena, bool, book->units.count + 1);
    for (size_t i = 0; i < count; i++) {
        const Unit *unit = unit_by_id(book, ids[i]);
        if (unit)
            marked[unit - book->units.at] = true;
    }
    return marked_ids(arena, book, marked, /* below= */ false);
}

Str unit_ids_below(Arena *arena, const UnitBook *book, int64_t id)
{
    bool *marked = NEW(arena, bool, book->units.count + 1);
    const Unit *unit = unit_by_id(book, id);
    if (unit)
        marked[unit - book->units.at] = true;
    return marked_ids(arena, book, marked, /* below= */ true);
}

/* ---- storing ----------------------------------------------------------------------------------
 */

static bool add_unit(Ctx *ctx, const Unit *unit, int64_t *ret_id)
{
    int64_t last;
    return db_number(ctx, SQL_UNIT_LISTING_LAST, NO_BINDS, &last) &&
           db_number(ctx, SQL_UNIT_ADD,
                     BINDS({"parent_id", bind(unit->parent_id)}, {"name", bind(unit->name)},
                           {"folded", bind(fold_name(ctx->arena, unit->name))},
                           {"kind", bind(unit->kind)}, {"listing", bind(last + 1)}),
                     ret_id);
}

bool unit_put(Ctx *ctx, const Unit *unit, int64_t *ret_id)
{
    if (unit->id == 0)
        return add_unit(ctx, unit, ret_id);
    *ret_id = unit->id;
    return db_run(ctx, SQL_UNIT_CHANGE,
                  BINDS({"id", bind(unit->id)}, {"parent_id", bind(unit->parent_id)},
                        {"name", bind(unit->name)},
                        {"folded", bind(fold_name(ctx->arena, unit->name))},
                        {"kind", bind(unit->kind)},
                        {"ended", unit->has_ended ? bind(unit->ended) : bind_null()},
                        {"successor_id", bind(unit->successor_id)}),
                  NULL);
}

bool unit_alias_put(Ctx *ctx, int64_t unit_id, Str name, const Date *until)
{
    return db_run(ctx, SQL_UNIT_ALIAS_PUT,
                  BINDS({"unit_id", bind(unit_id)}, {"name", bind(name)},
                        {"folded", bind(fold_name(ctx->arena, name))},
                        {"until", until ? bind(*until) : bind_null()}),
                  NULL);
}
