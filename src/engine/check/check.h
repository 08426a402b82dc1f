/*
 * check.h - does a published paper hold?
 *
 * Every table is read with its heads; relations between its columns (sums, ratios, shares, changes,
 * ranks), between its rows (totals), and between tables and prose are found from the figures
 * themselves (one that holds for most rows within rounding and fails for few), from formulas in the
 * notes, and from packs about known tables. A difference that the rounding of the printed parts
 * explains is no finding. One slip is one finding: of all ways to mend the failing relations, the
 * one that mends most and breaks none is told, and what follows from it is told inside it.
 */
#ifndef TONGBAN_ENGINE_CHECK_CHECK_H
#define TONGBAN_ENGINE_CHECK_CHECK_H

#include "engine/check/finding.h"
#include "engine/check/rules.h"
#include "port/paper.h"

/* Adds what does not hold to `findings`, in the order of the paper, at most FINDINGS_MAX. Fails
 * only when the paper is beyond a limit; findings are no failure. Texts live in ctx->arena. */
must_use bool check_paper(Ctx *ctx, const Paper *paper, const CheckRules *rules,
                          FindingList *findings);

#endif
