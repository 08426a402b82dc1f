/*
 * unit_group.h - the groups of units that are compared with one another: 部门, 街道, and the one of
 * 本单位 alone.
 */
#ifndef TONGBAN_ASSESSMENT_UNIT_GROUP_H
#define TONGBAN_ASSESSMENT_UNIT_GROUP_H

#include "engine/access/unit.h"

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

#endif
