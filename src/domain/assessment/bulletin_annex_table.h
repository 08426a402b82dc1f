/*
 * bulletin_annex_table.h - the table of an annex. Private to the bulletin.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_ANNEX_TABLE_H
#define TONGBAN_ASSESSMENT_BULLETIN_ANNEX_TABLE_H

#include "domain/assessment/bulletin_figures.h"

/* A row a unit of the layout's group, or a row an item of the only subject. The group must have
 * figures; title and notes are left to the caller. */
must_use bool bulletin_annex_table(Ctx *ctx, const BulletinFigures *figures,
                                   const AnnexLayout *layout, const MonthResult *result,
                                   Table **ret);

#endif
