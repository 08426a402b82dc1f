/*
 * score_pack.h - packs/hotline/score.yaml: which counts go into which table of the assessment, and
 * what an order costs.
 */
#ifndef TONGBAN_HOTLINE_SCORE_PACK_H
#define TONGBAN_HOTLINE_SCORE_PACK_H

#include "base/shape.h"

typedef struct ScoreItem {
    Str item;       /* of the scheme */
    Decimal points; /* all of them; without `of`, what one order costs */
    Str lost;       /* late, failed, incorrect_returns, knowledge_late, duty_not_done,
                       low_efficiency */
    Str of;         /* the measure it is divided by; empty = none */
} ScoreItem;
LIST_OF(ScoreItem, ScoreItemList);

typedef struct ScoreKind {
    Str measure;
    Str kind;
} ScoreKind;
LIST_OF(ScoreKind, ScoreKindList);

typedef struct ScoreDistrict {
    Str code;
    Str measure;
    Str also;
    bool has_times;
    Decimal times;
    bool each;
} ScoreDistrict;
LIST_OF(ScoreDistrict, ScoreDistrictList);

typedef struct ScorePack {
    Str score; /* code of the scheme */
    TextList source;
    TextList groups;
    Str table;
    TextList columns;
    ScoreItemList items;
    ScoreKindList low_efficiency;
    ScoreDistrictList district;
} ScorePack;

/* Remembered until the packs change. */
must_use bool score_pack_read(Ctx *ctx, const ScorePack **ret);
/* NULL when the item is not counted. */
const ScoreItem *score_item(const ScorePack *pack, Str item);

#endif
