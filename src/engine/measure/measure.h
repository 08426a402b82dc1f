/*
 * measure.h - counts over records, kept by unit and day in the transaction of each change.
 *
 * A set of measures is declared in packs/measure/CODE.yaml over the facts of one kind of record:
 * what is counted (count, sum of a fact, distinct values of a fact), on which day it counts, and of
 * which records (all conditions hold). Facts are a struct described by a Shape; the domain gives it
 * before and after each change, and what differs is added to measure_day. Recomputing from all
 * records gives the same numbers, by construction and by test.
 *
 *     measures: hotline
 *     items:
 *       - {code: closed_in_time, name: 按时办结, day: due_day, count: 1,
 *          where: [{fact: excluded, is: 0}, {fact: in_time, is: 1}]}
 *       - {code: returns, name: 退单, day: closed_day, sum: returns, where: [...]}
 *       - {code: callers, name: 来电人, day: received_day, distinct: caller}
 *
 * Conditions are `is`, `not`, `at_least`, `at_most`. What differs is written whoever makes the
 * change: handing a record on takes it from the numbers of one unit and adds it to another's.
 */
#ifndef TONGBAN_MEASURE_MEASURE_H
#define TONGBAN_MEASURE_MEASURE_H

#include "base/shape.h"

typedef struct MeasureSet MeasureSet;

/* Compiled against the facts' shape. The facts have an int64_t `unit_id`; days are optional Date
 * members (absent: it does not count, and so does a day before the pack's `from`). Lives in
 * ctx->arena: whoever needs it often keeps it with packs_made. */
must_use bool measures_load(Ctx *ctx, Str code, const Shape *facts, const MeasureSet **ret);
/* Names of the measures of a set, in the order of the pack. */
typedef struct MeasureName {
    Str code;
    Str name;
} MeasureName;
LIST_OF(MeasureName, MeasureNameList);
MeasureNameList measure_names(Arena *arena, const MeasureSet *set);

/* In the caller's transaction; NULL before = a new record, NULL after = one taken away. It is
 * written with what else falls on the same day when the outermost transaction ends (db_defer), or
 * when counts are read in it. Days touched are told to `touched` (may be
 * NULL): what is frozen may have to be listed. */
must_use bool measures_change(Ctx *ctx, const MeasureSet *set, const void *before,
                              const void *after,
                              bool (*touched)(Ctx *ctx, int64_t unit_id, Date day, void *self),
                              void *self);

/* For many records at once (imports, generators, recomputation): added up in memory, then written
 * with measure_sums_add or compared with measure_sums_compare. */
typedef struct MeasureSums MeasureSums;
must_use bool measure_sums_create(Ctx *ctx, const MeasureSet *set, MeasureSums **ret);
must_use bool measure_sums_count(Ctx *ctx, MeasureSums *sums, const void *facts, int sign);
must_use bool measure_sums_add(Ctx *ctx, const MeasureSums *sums);
/* Puts the sums in place of all that is kept of the set. */
must_use bool measure_sums_replace(Ctx *ctx, const MeasureSums *sums, int64_t *ret_changed);
/* How many of the kept numbers differ; the first as words. */
must_use bool measure_sums_compare(Ctx *ctx, const MeasureSums *sums, int64_t *ret_different,
                                   Str *ret_first);

typedef struct MeasureTotal {
    int64_t unit_id;
    Str code;
    int64_t value;
} MeasureTotal;
LIST_OF(MeasureTotal, MeasureTotalList);
extern const Shape measure_total_shape;
/* Counts and sums of the days from `first` to `last`, by unit, within ctx->scope; zeros are left
 * out. A distinct measure comes as the sum over its days. */
must_use bool measures_read(Ctx *ctx, const MeasureSet *set, Date first, Date last,
                            MeasureTotalList *ret);
/* Whether any of it is not zero on these days; and the first and the last day that has a number
 * (*ret_any false: none has). Within ctx->scope. */
must_use bool measures_any(Ctx *ctx, const MeasureSet *set, Str code, Date first, Date last,
                           bool *ret_any);
must_use bool measures_span(Ctx *ctx, const MeasureSet *set, Date *ret_first, Date *ret_last,
                            bool *ret_any);
/* Of one distinct measure: the values of all these days, each counted once. */
must_use bool measures_read_distinct(Ctx *ctx, const MeasureSet *set, Str code, Date first,
                                     Date last, MeasureTotalList *ret);

/* Whether a record counts for the measure, and when: for lists of the records behind a number. */
bool measure_counts(const MeasureSet *set, Str code, const void *facts, Date *ret_day,
                    int64_t *ret_value);

#endif
