/*
 * bulletin_annex.h - the annexes of a bulletin: scores as tables with merged heads.
 * Private to the bulletin.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_ANNEX_H
#define TONGBAN_ASSESSMENT_BULLETIN_ANNEX_H

#include "domain/assessment/bulletin_figures.h"

/* One annex a layout whose group has figures, numbered from 1. */
must_use bool bulletin_annexes(Ctx *ctx, const BulletinFigures *figures, AnnexList *ret);

#endif
