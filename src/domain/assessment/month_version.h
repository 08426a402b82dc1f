/*
 * month_version.h - what a frozen version keeps; private to the months of this module.
 */
#ifndef TONGBAN_ASSESSMENT_MONTH_VERSION_H
#define TONGBAN_ASSESSMENT_MONTH_VERSION_H

#include "domain/assessment/figure.h"
#include "domain/assessment/month.h"

/* Keeps these figures, the units and all packs as version month->version, with a digest over all of
 * it. Inside the transaction that freezes the month. */
must_use bool month_version_keep(Ctx *ctx, const MonthState *month, const FigureSet *figures);

#endif
