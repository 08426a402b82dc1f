/*
 * order_unit.h - units by the names that people write, and names for the ids that an order holds.
 *
 * Who may see one unit alone still names others: the one a return suggests, the one asked to
 * assist, the one that had the order before. So names are looked for over the whole house; what is
 * told about a name that fits none is narrowed to what may be seen.
 */
#ifndef TONGBAN_HOTLINE_ORDER_UNIT_H
#define TONGBAN_HOTLINE_ORDER_UNIT_H

#include "engine/access/unit.h"

/* A unit that stands today; empty = 0. FAIL_NOT_FOUND with the nearest names. */
must_use bool order_unit_id(Ctx *ctx, Str name, int64_t *ret);

/* All units of the house, for the names of those that a record in hand points to. */
must_use bool order_units_read(Ctx *ctx, UnitBook *ret);
/* Empty for 0 or none. */
Str order_unit_name(const UnitBook *book, int64_t id);

#endif
