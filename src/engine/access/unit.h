/*
 * unit.h - the organisation: units in a tree, and the names they are and were known by.
 *
 * Bureaus are renamed and merged. A unit keeps its id; its names are dated, so that a document of
 * an earlier time has the name of that time, and a file may use any of them: a name is matched
 * after folding (width of characters, brackets, blanks), 「区委宣传部〔区新闻出版局（区版权局）〕」
 * finds 「区委宣传部(区新闻出版局(区版权局))」. A former name counts for periods up to the
 * renaming. A unit merged into another has an end and a successor; what it did before stays its
 * own, and whoever may see the successor may see that too.
 */
#ifndef TONGBAN_ACCESS_UNIT_H
#define TONGBAN_ACCESS_UNIT_H

#include "base/dict.h"
#include "engine/access/actor.h"

#define UNIT_DEPTH_MAX 8
#define UNITS_MAX 20000
#define UNIT_NAME_RUNES_MAX 64

typedef struct Unit {
    int64_t id;
    int64_t parent_id; /* 0 = at the top */
    Str name;          /* as it is called now */
    Str folded;
    Str kind;        /* dictionary unit_kind: "department", "street" */
    int64_t listing; /* order among all, of the first import */
    bool has_ended;
    Date ended;           /* the first day on which it is no more */
    int64_t successor_id; /* merged into; 0 = none */
} Unit;
LIST_OF(Unit, UnitList);
extern const Shape unit_shape;

typedef struct UnitAlias {
    int64_t unit_id;
    Str name;
    Str folded;
    bool has_until;
    Date until; /* the last day on which it was right */
} UnitAlias;
LIST_OF(UnitAlias, UnitAliasList);
extern const Shape unit_alias_shape;

/* All units that may be seen, with their aliases, ready for matching; read once per piece of work.
 */
typedef struct UnitBook {
    UnitList units; /* by listing */
    UnitAliasList aliases;
    Dict by_folded; /* Str to Unit */
    Unit **by_id;   /* the same units, sorted by id */
} UnitBook;

must_use bool unit_book_read(Ctx *ctx, UnitBook *ret);
/* The book with these units in place of its own (as they were at another time); each is found by
 * the name it has now as well. */
UnitBook unit_book_with(Arena *arena, const UnitBook *book, UnitList units);
/* The book with every unit under the name it bore on that day. */
UnitBook unit_book_on(Arena *arena, const UnitBook *book, Date day);
/* Only the units that may be seen under this scope; as unit_book_read gives under it. */
UnitBook unit_book_within(Arena *arena, const UnitBook *book, const DbScope *scope);
/* NULL when there is none. */
const Unit *unit_by_id(const UnitBook *book, int64_t id);
/* The name of that day. A name borne twice counts up to its last end. */
Str unit_name_on(const UnitBook *book, const Unit *unit, Date day);
/* Whether it was there on any day of the period. */
bool unit_stood_in(const Unit *unit, Period period);

/* What became of a name. */
typedef enum UnitMatch { UNIT_MATCHED, UNIT_UNKNOWN, UNIT_RENAMED, UNIT_MERGED } UnitMatch;
/* Finds the unit that bears `name` in `period`. UNIT_RENAMED: the name ended before the period
 * (*ret is the unit as it is called now). UNIT_MERGED: the unit ended before the period (*ret is
 * its last successor). UNIT_UNKNOWN: see unit_nearest. */
UnitMatch unit_find(Arena *arena, const UnitBook *book, Str name, Period period, const Unit **ret);
/* What to do about a name that was not matched: 「已更名为「江海街」」,
 * 「已于2023年4月1日并入「赤岗街」」; empty for an unknown one. */
Str unit_fate(Arena *arena, const UnitBook *book, Str name, Period period);
/* 「赤岗街、南石头街」: the names most like this one, for a hint; empty when none is near. */
Str unit_nearest(Arena *arena, const UnitBook *book, Str name);
/* As unit_find for the command line and the pages: fails with FAIL_NOT_FOUND and a hint. */
must_use bool unit_need(Ctx *ctx, const UnitBook *book, Str name, Period period, const Unit **ret);

/* ---- changing: each is one transaction, audited with `why` --------------------------------------
 */

/* Id of the unit; a name (now or former) that another unit bears is FAIL_CONFLICT. parent_id 0 =
 * top. */
must_use bool unit_create(Ctx *ctx, Str name, Str kind, int64_t parent_id, Str why,
                          int64_t *ret_id);
/* From `since` on it is called `name`; the old name becomes an alias up to the day before. */
must_use bool unit_rename(Ctx *ctx, int64_t id, Str name, Date since, Str why);
/* Under another parent, or of another kind; a unit cannot come under itself. */
must_use bool unit_move(Ctx *ctx, int64_t id, int64_t parent_id, Str kind, Str why);
/* From `since` on `id` is no more; its children and posts go over to `into`. */
must_use bool unit_merge(Ctx *ctx, int64_t id, int64_t into, Date since, Str why);
/* One more name that imports accept (no end). */
must_use bool unit_add_alias(Ctx *ctx, int64_t id, Str alias, Str why);

/* For a register taken in at once (unit_create and the others are made of these): inside the
 * caller's transaction, which looks for conflicts, notes it and calls access_changed. id 0 = a new
 * one, put behind all others. */
must_use bool unit_put(Ctx *ctx, const Unit *unit, int64_t *ret_id);
must_use bool unit_alias_put(Ctx *ctx, int64_t unit_id, Str name, const Date *until);
/* Whether another unit than `id` bears or bore this name. NULL = none does. */
const Unit *unit_bearing(Arena *arena, const UnitBook *book, Str name, int64_t id);

/* The ids of a unit and all below it, and of all that were merged into these, as a JSON array for
 * DbScope.units. */
Str unit_ids_below(Arena *arena, const UnitBook *book, int64_t id);
/* Of these units alone, and those merged into them. */
Str unit_ids_of(Arena *arena, const UnitBook *book, const int64_t *ids, size_t count);

#endif
