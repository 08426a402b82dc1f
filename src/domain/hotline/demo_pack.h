/*
 * demo_pack.h - what the demo's invented orders are made of: packs/demo/hotline.yaml (rhythm),
 * hotline-units.yaml (the last month by unit) and hotline-texts.yaml (words).
 */
#ifndef TONGBAN_HOTLINE_DEMO_PACK_H
#define TONGBAN_HOTLINE_DEMO_PACK_H

#include "base/shape.h"

#define DEMO_KINDS 6

typedef struct DemoNumber {
    int64_t value;
} DemoNumber;
LIST_OF(DemoNumber, DemoNumberList);

/* A word and how often it is drawn: a channel, a level, a category. */
typedef struct DemoWeight {
    Str name;
    int64_t weight;
} DemoWeight;
LIST_OF(DemoWeight, DemoWeightList);
typedef struct DemoAbout {
    Str code;
    int64_t weight;
} DemoAbout;
LIST_OF(DemoAbout, DemoAboutList);

typedef struct DemoMonth {
    Period month;
    int64_t share; /* per mille of the last one's orders */
} DemoMonth;
LIST_OF(DemoMonth, DemoMonthList);

typedef struct DemoDayWeights {
    int64_t working, weekend, holiday;
} DemoDayWeights;

/* Per mille. */
typedef struct DemoRates {
    int64_t extended, joint, contacted;
    int64_t urged, supervised, knowledge;
    int64_t redone, appealed, upheld; /* of the dissatisfied; upheld of all evaluated bad ones */
    int64_t rated;                    /* by the citizen, of those evaluated */
    int64_t excluded, merged, late, anonymous, confidential;
} DemoRates;

/* Fresh orders, made relative to the day of init. */
typedef struct DemoFresh {
    Str state;
    int64_t ago; /* working days since receipt */
    int64_t count;
} DemoFresh;
LIST_OF(DemoFresh, DemoFreshList);

typedef struct DemoRhythm {
    Str rhythm;
    int64_t seed;
    Period last;
    DemoMonthList months;
    DemoDayWeights days;
    DemoNumberList hours;
    DemoWeightList channels;
    DemoWeightList levels;
    DemoWeightList satisfactions;
    DemoRates rates;
    DemoAboutList street_about;
    DemoFreshList fresh;
} DemoRhythm;

/* A unit's last month; what of other months is scaled from it. */
typedef struct DemoUnit {
    Str unit;
    DemoNumberList received; /* by kind */
    int64_t returns, incorrect;
    int64_t failed; /* reviews, at least once; `thrice` included */
    int64_t evaluated, dissatisfied;
    int64_t repeated; /* two returns, of `returns` */
    int64_t thrice;   /* more than three failed reviews */
    DemoAboutList about;
} DemoUnit;
LIST_OF(DemoUnit, DemoUnitList);

typedef struct DemoFrame {
    Str kind, title, content;
} DemoFrame;
LIST_OF(DemoFrame, DemoFrameList);
typedef struct DemoSubject {
    Str code; /* of a category */
    TextList problems, pleas, questions, done;
} DemoSubject;
LIST_OF(DemoSubject, DemoSubjectList);
typedef struct DemoRoads {
    TextList names, parts, ends;
} DemoRoads;
typedef struct DemoTexts {
    Str texts;
    DemoRoads roads;
    TextList surnames, titles, since, effects, wishes;
    DemoFrameList frames; /* one for each kind, in the order of demo_kinds */
    TextList replies;
    DemoSubjectList items;
} DemoTexts;

typedef struct DemoPack {
    DemoRhythm rhythm;
    DemoUnitList units;
    DemoTexts texts;
} DemoPack;

/* 咨询 投诉 求助 举报 建议 表扬 */
extern const char *const demo_kinds[DEMO_KINDS];

/* Fails with file and line; every category that is named has its words. */
must_use bool demo_pack_read(Ctx *ctx, DemoPack *ret);
/* Its place among the texts, which has been checked. */
size_t demo_subject(const DemoTexts *texts, Str code);

#endif
