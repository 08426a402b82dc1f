/*
 * bulletin_items.h - documents about 本单位 itself: its items in the prose, and as a table with a
 * row an item. Private to the bulletin.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_ITEMS_H
#define TONGBAN_ASSESSMENT_BULLETIN_ITEMS_H

#include "domain/assessment/bulletin_figures.h"

/* What ASPECT_SCORE to ASPECT_WORDS are worth; absent when there is nothing. */
ProseValue bulletin_item_value(Ctx *ctx, const BulletinFigures *figures, const BulletinName *name);
/* 一级, 二级, 三级 items with points, score and note, a subtotal after each section, and the total.
 */
Table *bulletin_item_table(Ctx *ctx, const BulletinFigures *figures, const MonthResult *result);

#endif
