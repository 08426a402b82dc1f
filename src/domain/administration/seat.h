/*
 * seat.h - an account in a post of a unit by its role, in one step: what a verb and the demo need.
 */
#ifndef TONGBAN_ADMINISTRATION_SEAT_H
#define TONGBAN_ADMINISTRATION_SEAT_H

#include "engine/access/access.h"

/* From today on the account holds the unit's post that has this role (unit 0: the house's); where
 * there is none it is made, called by the role. In the caller's transaction. */
must_use bool seat_take(Ctx *ctx, int64_t unit_id, const Role *role, int64_t account_id, Str why);

#endif
