/*
 * unit.h - the units (部门、街道) that a district assesses, and the names they are known by.
 *
 * A name in a file is matched after folding (width of characters, brackets, blanks), so that
 * 「区委宣传部〔区新闻出版局（区版权局）〕」 finds 「区委宣传部(区新闻出版局(区版权局))」. A former
 * name counts for months up to the day of the renaming.
 */
#ifndef TONGBAN_ASSESSMENT_UNIT_H
#define TONGBAN_ASSESSMENT_UNIT_H

#include "base/dict.h"
#include "base/shape.h"

typedef struct Unit {
    int64_t id;
    Str name;
    Str folded;
    Str kind;        /* "department", "street" */
    int64_t listing; /* order of the first import */
} Unit;
LIST_OF(Unit, UnitList);
extern const Shape unit_shape;

typedef struct UnitAlias {
    int64_t unit_id;
    Str name;
    Str folded;
    bool has_until;
    Date until;
} UnitAlias;
LIST_OF(UnitAlias, UnitAliasList);
extern const Shape unit_alias_shape;

/* All units with their aliases, ready for matching; read once per piece of work. */
typedef struct UnitBook {
    UnitList units; /* by listing */
    UnitAliasList aliases;
    Dict by_folded; /* Str to Unit */
} UnitBook;

must_use bool unit_book_read(Ctx *ctx, UnitBook *ret);
/* The book with these units in place of its own (as they were at another time); each is found by
 * the name it has now as well. */
UnitBook unit_book_with(Arena *arena, const UnitBook *book, UnitList units);
/* NULL when there is none. */
const Unit *unit_by_id(const UnitBook *book, int64_t id);

/* What became of a name. */
typedef enum UnitMatch { UNIT_MATCHED, UNIT_UNKNOWN, UNIT_RENAMED } UnitMatch;
/* Finds the unit that bears `name` in `period`. UNIT_RENAMED: the name ended before the month
 * (*ret is the unit as it is called now). UNIT_UNKNOWN: see unit_nearest. */
UnitMatch unit_find(Arena *arena, const UnitBook *book, Str name, Period period, const Unit **ret);
/* 「赤岗街、南石头街」: the names most like this one, for a hint; empty when none is near. */
Str unit_nearest(Arena *arena, const UnitBook *book, Str name);
/* As unit_find for the command line and the pages: fails with FAIL_NOT_FOUND and a hint. */
must_use bool unit_need(Ctx *ctx, const UnitBook *book, Str name, Period period, const Unit **ret);

/* 部门, 街道, 本单位; the kind itself when it is none of them. */
Str unit_kind_label(Str kind);
/* "street" or 「街道」 to "street"; false when unknown. */
must_use bool unit_kind_parse(Str text, Str *ret);

/* The group of one that a scheme of figures without units assesses: 本单位, whose program this is.
 * It is no kind that a unit can have. */
#define UNIT_GROUP_SELF STR("self")
/* As unit_kind_parse, for groups of schemes: 本单位 too. */
must_use bool unit_group_parse(Str text, Str *ret);
/* The book with 本单位 as one more unit, of id 0. */
UnitBook unit_book_with_self(Arena *arena, const UnitBook *book);

typedef struct UnitImport {
    int64_t added;
    int64_t changed; /* kind or spelling */
    int64_t same;
} UnitImport;
/* Columns unit, kind and optionally former_name (曾用名), renamed_on (更名日期: the first day of
 * the new name). The whole file or, when anything is wrong with it, nothing (FAIL_INVALID with
 * the rows in *problems). */
must_use bool unit_import(Ctx *ctx, Str file, Str bytes, UnitImport *ret, Problems *problems);

#endif
