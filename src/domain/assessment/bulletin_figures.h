/*
 * bulletin_figures.h - the figures a bulletin is made of, and how its prose asks for them.
 * Private to the bulletin.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_FIGURES_H
#define TONGBAN_ASSESSMENT_BULLETIN_FIGURES_H

#include "domain/assessment/bulletin_pack.h"
#include "domain/assessment/district.h"

/* The months that a bulletin compares. */
typedef enum Compared { COMPARED_NOW, COMPARED_BEFORE, COMPARED_LAST_YEAR, COMPARED_MAX } Compared;

typedef struct SchemeResult {
    Str scheme;
    bool any[COMPARED_MAX]; /* the scheme has figures in that month */
    MonthResult result[COMPARED_MAX];
} SchemeResult;
LIST_OF(SchemeResult, SchemeResultList);

typedef struct BulletinFigures {
    const BulletinPack *pack;
    District district;
    MonthState month;
    UnitBook book;
    FigureSet figures[COMPARED_MAX];
    SchemeResultList results; /* one a scheme of the pack */
} BulletinFigures;

must_use bool bulletin_figures_read(Ctx *ctx, const BulletinPack *pack, const MonthState *month,
                                    BulletinFigures *ret);
/* This month's result of a scheme; NULL when it has no figures. */
const MonthResult *bulletin_result(const BulletinFigures *figures, Str scheme, Compared compared);
/* The scheme's group in a result; NULL when it has no units with figures. */
const AssessGroup *bulletin_group(const MonthResult *result, Str group);
/* The number of an annex among the *ret_count that have figures (1 is the first); 0 = left out. */
int bulletin_annex_number(const BulletinFigures *figures, Str scheme, Str group, int *ret_count);
/* A district figure; NULL when it was not given. *ret_places are the decimals printed. */
const Figure *bulletin_district_figure(Ctx *ctx, const BulletinFigures *figures, Str code,
                                       Compared compared, int *ret_places);
/* Mean of the totals of a group, rounded half up as the totals are; false when there are none. */
bool bulletin_mean(const MonthResult *result, Str group, Decimal *ret, int *ret_places);
/* For prose_write: `self` is the BulletinFigures. */
bool bulletin_value(Ctx *ctx, void *self, Str name, ProseValue *ret);

#endif
