/*
 * counted.h - figures that a module counts from its own records, for assessment to score.
 *
 * A module that has them sets Module.counted; the assessment asks every module of the build and
 * lays what it gets beside the figures that were imported. Neither knows the other's inside.
 */
#ifndef TONGBAN_DOMAIN_COUNTED_H
#define TONGBAN_DOMAIN_COUNTED_H

#include "base/shape.h"

typedef struct CountedFigure {
    int64_t unit_id; /* 0 = the district, with `row_key` as its code (HZ23-002) */
    Str row_key;     /* of tables with several rows a unit: 重复退回 */
    Str column;
    Decimal value;
} CountedFigure;
LIST_OF(CountedFigure, CountedFigureList);

/* One table of counted figures of a month. */
typedef struct CountedTable {
    Str table;                 /* hotline-counts, low-efficiency, district */
    CountedFigureList figures; /* over all units, whoever asks: the assessment narrows */
    /* Whose imported figures of which scheme give way: a unit of one of these groups without a
     * figure here is not listed in the scheme, whatever was imported for it. Empty = none do. */
    Str scheme;
    TextList groups; /* department, street */
    bool replaces;   /* all imported figures of this very table give way */
    Str source;      /* for explanations: 「由工单逐件计数（2月28日24:00止）」 */
} CountedTable;
LIST_OF(CountedTable, CountedTableList);

LIST_OF(Period, PeriodList);

/* How far a running month is looked at. */
typedef struct CountedAsk {
    Period period;
    bool whole_month; /* false: a preview, only what has fallen due before `now` counts as due */
    Instant now;
    TextList left_out; /* records that do not count, by number: as if they had been excluded */
} CountedAsk;

/* A record behind a counted item: what it cost and why. */
typedef struct CountedRecord {
    Str number; /* of the order */
    Str title;
    Str link; /* of its page: /admin/hotline/orders/… */
    int64_t unit_id;
    Instant at; /* when it counted */
    bool has_cost;
    Decimal cost; /* points, negative; rounded half up to 6 places; absent = it only counts in the
                     divisor */
    Str why;      /* 「2月14日24:00到期，2月16日09:12办结，超期2天」 */
} CountedRecord;
LIST_OF(CountedRecord, CountedRecordList);
extern const Shape counted_record_shape;

/* A record that counts in a month has changed. */
typedef struct CountedChange {
    Period period;
    Str number; /* of the order */
    Str title;
    int64_t unit_id; /* whose numbers of the month are others now */
    Str words;       /* what changed: 「办结日期 2023-02-10 → 2023-03-02」 */
} CountedChange;
/* To be called in the transaction of the change, with the whole scope: the modules that keep
 * months (Module.counted_changed) list what comes too late for them. */
must_use bool counted_change_tell(Ctx *ctx, const CountedChange *change);

#endif
