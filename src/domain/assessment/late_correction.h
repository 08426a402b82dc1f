/*
 * late_correction.h - records that changed after their month was frozen.
 *
 * A frozen month keeps its figures; what came too late waits for its reopening and is listed until
 * then, and with the version that it was too late for afterwards.
 */
#ifndef TONGBAN_ASSESSMENT_LATE_CORRECTION_H
#define TONGBAN_ASSESSMENT_LATE_CORRECTION_H

#include "domain/assessment/month.h"
#include "domain/counted.h"

typedef struct LateCorrection {
    int64_t id;
    int64_t unit_id;
    Str unit;
    int64_t version; /* of the month, that it was too late for */
    Str number;      /* of the record */
    Str title;
    Str words; /* before → after */
    Instant at;
    Str actor;
    bool waiting; /* the month has not been reopened since */
} LateCorrection;
LIST_OF(LateCorrection, LateCorrectionList);
extern const Shape late_correction_shape;

/* Module.counted_changed: a row when the month is frozen or published. */
must_use bool late_correction_note(Ctx *ctx, const CountedChange *change);
/* Newest first, within ctx->scope. */
must_use bool late_corrections_read(Ctx *ctx, Period period, LateCorrectionList *ret);

#endif
