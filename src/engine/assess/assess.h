/*
 * assess.h - figures to scores, ranks and reasons. The engine knows subjects, groups, indicators,
 * inputs, schemes, scores and ranks, and nothing of the business they stand for.
 *
 *     const Scheme *scheme;
 *     if (!scheme_load(ctx, pack.place, pack.text, &scheme)) return false;
 *     ... gather AssessInput for scheme->inputs ...
 *     AssessResult result;
 *     if (!assess_run(ctx, scheme, &input, &result)) return false;
 *     for each group of result.groups, each subject of result.listing: assess_total(...)
 *     Explanation why;
 *     if (!explain_score(ctx, &result, subject, SCHEME_TOTAL, &why)) return false;
 */
#ifndef TONGBAN_ENGINE_ASSESS_ASSESS_H
#define TONGBAN_ENGINE_ASSESS_ASSESS_H

#include "engine/assess/explain.h"
#include "engine/assess/scheme.h"
#include "engine/assess/score.h"

#endif
