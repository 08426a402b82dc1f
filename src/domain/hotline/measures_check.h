/*
 * measures_check.h - the measures kept beside the orders, counted again from the orders themselves.
 */
#ifndef TONGBAN_HOTLINE_MEASURES_CHECK_H
#define TONGBAN_HOTLINE_MEASURES_CHECK_H

#include "base/fail.h"

/* How many of the kept numbers differ from a recomputation; the first as words. */
must_use bool measures_verify(Ctx *ctx, int64_t *ret_different, Str *ret_first);
/* Puts the recomputation in place of what is kept; audited. */
must_use bool measures_recompute(Ctx *ctx, int64_t *ret_changed);

#endif
