/*
 * bulletin_pack.h - packs/bulletin/<code>.yaml as read: prose and the layout of the annexes.
 * Private to the bulletin.
 */
#ifndef TONGBAN_ASSESSMENT_BULLETIN_PACK_H
#define TONGBAN_ASSESSMENT_BULLETIN_PACK_H

#include "domain/assessment/result.h"
#include "domain/assessment/table.h"
#include "engine/report/prose.h"

/* A column of an annex. */
typedef struct AnnexColumn {
    Str of;        /* a column or input of the scheme, or "number" */
    Str name;      /* head */
    Str under;     /* head above it, merged with its neighbours'; may be empty */
    Str total;     /* "sum", a code of the district table, or empty */
    int64_t width; /* in half-width characters; 0 = by content */
} AnnexColumn;
LIST_OF(AnnexColumn, AnnexColumnList);

typedef struct AnnexLayout {
    Str scheme;
    Str group;
    Str subject; /* head of the units' column when the columns are the scheme's */
    Str total;   /* what the row of the whole district is called; empty = no such row */
    bool landscape;
    bool chart;              /* bars of the totals below the table */
    Str rows;                /* "items": a row an item of 本单位's scheme; empty: a row a unit */
    AnnexColumnList columns; /* empty = the scheme's */
} AnnexLayout;
LIST_OF(AnnexLayout, AnnexLayoutList);

/* What a name in the prose stands for. */
typedef enum FigureAspect {
    ASPECT_YEAR,
    ASPECT_MONTH,
    ASPECT_FIRST_DAY,
    ASPECT_LAST_DAY,
    ASPECT_DISTRICT,
    ASPECT_CITY,
    ASPECT_ROW,   /* a district figure */
    ASPECT_TOTAL, /* units with total and rank */
    ASPECT_MEAN,  /* of the totals */
    ASPECT_RISEN, /* units by places risen since last month */
    ASPECT_FALLEN,
    ASPECT_VALUES, /* units with an item or input */
    ASPECT_DEDUCTED,
    ASPECT_TARGET,
    ASPECT_MET,
    ASPECT_MISSED,
    ASPECT_FEW_MET,    /* as MET, when they are fewer than those that miss it */
    ASPECT_FEW_MISSED, /* as MISSED, when they are not more than those that meet it */
    ASPECT_WEAK_BASE,
    ASPECT_WEAK_PENALTY,
    ASPECT_WEAK_COUNT,
    ASPECT_WEAK_ITEM, /* one indicator, when it is among the weak ones */
    ASPECT_KINDS,     /* units, kinds and counts */
    ASPECT_ANNEX,     /* 附件2 */
    ASPECT_GRADE,     /* units with that grade (等次) */
    ASPECT_UNGRADED,  /* units listed without one */
    ASPECT_QUOTA,     /* how many places of a group the grade has */
    ASPECT_BAND,      /* 「80分（含）以上」 */
    ASPECT_TIES,      /* what those have who tie on the last place */
    /* Of a scheme of 本单位, which has one subject: */
    ASPECT_SCORE,  /* of an item, a section or the total */
    ASPECT_POINTS, /* likewise */
    ASPECT_LOSS,   /* likewise; absent when nothing was lost */
    ASPECT_ITEMS,  /* items of a section with their scores, kind = points */
    ASPECT_LOST,   /* items of a section, without parts, that lost points */
    ASPECT_FULL,   /* those that lost none */
    ASPECT_WORDS,  /* a text of a table whose rows go by name */
} FigureAspect;

typedef struct BulletinName {
    FigureAspect aspect;
    Str scheme;     /* or the table of ASPECT_KINDS */
    Str group;      /* empty = all groups */
    Str code;       /* item, input, section, row, column or grade */
    Str column;     /* of ASPECT_WORDS */
    int months_ago; /* 0, 1 (环比), 12 (同比) */
    ProseName prose;
} BulletinName;
LIST_OF(BulletinName, BulletinNameList);

typedef struct BulletinPack {
    Period period;
    int64_t weakest;
    Prose *prose;
    AnnexLayoutList annexes;
    FigureTableList tables;
    SchemeList schemes; /* in force in the month */
    BulletinNameList names;
    Dict by_name; /* Str to BulletinName */
} BulletinPack;

/* Reads the pack with the tables and schemes in force in the month, and compiles its prose; every
 * slip fails with file and line. */
must_use bool bulletin_pack_read(Ctx *ctx, Period period, Str code, BulletinPack *ret);
/* Fills pack->names from tables, schemes and layout. */
void bulletin_names(Ctx *ctx, BulletinPack *pack);
/* The table whose rows are district figures; NULL when the packs have none. */
const FigureTable *bulletin_district_table(const BulletinPack *pack);
const Scheme *bulletin_scheme(const BulletinPack *pack, Str code);

#endif
