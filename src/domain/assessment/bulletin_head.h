/*
 * bulletin_head.h - which documents there are: packs/bulletin/<code>.yaml, and what each says of
 * itself. A further document is a further pack. Private to the module's bulletins and views.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_HEAD_H
#define TONGBAN_ASSESSMENT_BULLETIN_HEAD_H

#include "domain/assessment/bulletin.h"
#include "domain/assessment/result.h"

/* All of the packs, sorted by code. */
must_use bool bulletin_heads_load(Ctx *ctx, BulletinHeadList *ret);
/* Is it a document of such periods, with one of its schemes in force in this one? */
bool bulletin_head_fits(const BulletinHead *head, const SchemeList *schemes, Period period);
/* Does the document use the figures of this table? */
bool bulletin_head_uses(const BulletinHead *head, const SchemeList *schemes, Period period,
                        Str table);

#endif
