/*
 * demo_write.h - invented orders written: their lives and rows, and the measures
 * of all of them added up in memory. Private to the demo.
 */
#ifndef TONGBAN_HOTLINE_DEMO_WRITE_H
#define TONGBAN_HOTLINE_DEMO_WRITE_H

#include "domain/hotline/demo_story.h"
#include "domain/hotline/order.h"
#include "engine/measure/measure.h"

typedef struct DemoWriter {
    const DemoTeller *teller;
    const MeasureSet *measures;
    MeasureSums *sums;
    Arena *main;    /* of the whole work */
    Arena *counted; /* of the sums since they were written */
    Arena *step;    /* of one order */
    int64_t uncounted;
    Str *hashes; /* of callers, when known */
    Str prefix;  /* of numbers */
    int64_t digits;
    Date day;
    int64_t used; /* numbers of the day */
} DemoWriter;

must_use bool demo_writer_create(Ctx *ctx, const DemoTeller *teller, DemoWriter *ret);
/* In the order of receipt. `merged` NULL or what it is merged into; *ret_order is the row, its
 * texts good until the next call. The story is told inside. */
typedef struct DemoTold {
    int64_t id;
    Instant closed_at;
    Date day;
    int64_t used; /* with the day its number */
} DemoTold;
typedef struct DemoTale {
    const DemoDraft *draft;
    const DemoTold *into; /* NULL = merged into none */
    const char *state;    /* of a fresh one; NULL = a whole life */
    Instant now;
} DemoTale;
must_use bool demo_writer_put(Ctx *ctx, DemoWriter *writer, const DemoTale *tale, DemoTold *ret);
/* The last day's number, the measures, the note for the lists. */
must_use bool demo_writer_end(Ctx *ctx, DemoWriter *writer);

#endif
