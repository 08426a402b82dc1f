/*
 * publication.h - the gate before publication: every document that leaves when a period is
 * published is built as it will leave and checked (engine/check).
 */
#ifndef TONGBAN_ASSESSMENT_PUBLICATION_H
#define TONGBAN_ASSESSMENT_PUBLICATION_H

#include "domain/assessment/month.h"
#include "engine/check/finding.h"

/* What does not hold in the period's documents, in their order; a place begins with the document's
 * name. Of a draft: of the documents as they would be now. Fails when a document cannot be made. */
must_use bool publication_check(Ctx *ctx, Period period, FindingList *ret);
/* Records the refusal with each finding as a problem and returns false. */
bool publication_refuse(Ctx *ctx, Period period, const FindingList *findings);
/* 「分项与合计不符，印为 101.20，应为 101.70（允许误差 ±0.02）」 */
Str publication_words(Arena *arena, const Finding *finding);

#endif
