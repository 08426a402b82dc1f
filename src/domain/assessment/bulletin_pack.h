/*
 * bulletin_pack.h - packs/bulletin/monthly.yaml as read: prose and the layout of the annexes.
 * Private to the bulletin.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_PACK_H
#define TONGBAN_ASSESSMENT_BULLETIN_PACK_H

#include "domain/assessment/result.h"
#include "domain/assessment/table.h"
#include "engine/report/prose.h"

/* A column of an annex. */
typedef struct AnnexColumn {
    Str of;    /* a column or input of the scheme, or "number" */
    Str name;  /* head */
    Str under; /* head above it, merged with its neighbours'; may be empty */
    Str total; /* "sum", a code of the district table, or empty */
    int line;
} AnnexColumn;
LIST_OF(AnnexColumn, AnnexColumnList);

typedef struct AnnexLayout {
    Str scheme;
    Str group;
    Str subject; /* head of the units' column when the columns are the scheme's */
    Str total;   /* what the row of the whole district is called; empty = no such row */
    bool landscape;
    AnnexColumnList columns; /* empty = the scheme's */
} AnnexLayout;
LIST_OF(AnnexLayout, AnnexLayoutList);

typedef struct BulletinPack {
    Str place;
    int64_t weakest;
    const YamlNode *prose;
    AnnexLayoutList annexes;
    FigureTableList tables;
    SchemeList schemes; /* in force in the month */
} BulletinPack;

/* Reads the pack, the tables and the schemes in force in the month. */
must_use bool bulletin_pack_read(Ctx *ctx, Month period, BulletinPack *ret);
/* Every name the prose may use, see the head of the pack. */
must_use bool bulletin_names(Ctx *ctx, const BulletinPack *pack, ProseName **ret,
                             size_t *ret_count);
/* The table whose rows are district figures; NULL when the packs have none. */
const FigureTable *bulletin_district_table(const BulletinPack *pack);

#endif
