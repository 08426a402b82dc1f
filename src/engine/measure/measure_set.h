/*
 * measure_set.h - a set of measures as compiled: which member of the facts says what. Of the
 * engine's own files.
 */
#ifndef TONGBAN_MEASURE_MEASURE_SET_H
#define TONGBAN_MEASURE_MEASURE_SET_H

#include "engine/measure/measure.h"

#define MEASURES_MAX 100
#define MEASURE_CONDITIONS_MAX 16

typedef enum MeasureTest { TEST_IS, TEST_NOT, TEST_AT_LEAST, TEST_AT_MOST } MeasureTest;

typedef struct MeasureCondition {
    const Field *fact;
    MeasureTest test;
    int64_t number; /* of a fact that is a number or a bool */
    Str text;       /* of a fact that is text */
} MeasureCondition;
LIST_OF(MeasureCondition, MeasureConditionList);

typedef enum MeasureKind { MEASURE_COUNT, MEASURE_SUM, MEASURE_DISTINCT } MeasureKind;

typedef struct Measure {
    Str code;
    Str name;
    MeasureKind kind;
    const Field *day;
    const Field *fact; /* summed, or whose values are told apart; NULL for a count */
    MeasureConditionList where;
} Measure;
LIST_OF(Measure, MeasureList);

struct MeasureSet {
    Str code;
    Date from; /* what counts on an earlier day does not count */
    const Field *unit_id;
    MeasureList items;
    bool has_distinct;
};

/* What one record adds to one measure. */
typedef struct MeasureTally {
    bool counts;
    Date day;
    int64_t unit_id;
    int64_t value; /* 1 of a distinct one */
    Str words;     /* of a distinct one */
} MeasureTally;
/* `facts` NULL: nothing. */
MeasureTally measure_tally(const MeasureSet *set, const Measure *measure, const void *facts);

/* Writes what the transaction has changed so far. */
must_use bool measures_settle(Ctx *ctx);

/* NULL when there is none. */
const Measure *measure_of(const MeasureSet *set, Str code);

#endif
