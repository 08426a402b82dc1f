/*
 * clock.h - the only source of the present time.
 *
 * Work gets its clock in Ctx, so a test or a reproduced document can hold the time still. Spans
 * of time are measured with clock_ticks, which never jumps when somebody sets the clock.
 */
#ifndef TONGBAN_PORT_CLOCK_H
#define TONGBAN_PORT_CLOCK_H

#include "base/fail.h"
#include "base/moment.h"

typedef struct Clock Clock;
struct Clock {
    Instant (*now)(const Clock *clock);
    Instant held; /* what a frozen clock answers */
};

/* The machine's clock. */
extern const Clock system_clock;
/* A clock that stands still. */
Clock clock_frozen(Instant at);

/* The time by ctx->clock; a BUG when the Ctx has no clock. */
Instant clock_now(const Ctx *ctx);
/* Microseconds since some fixed moment of this machine's run. */
int64_t clock_ticks(void);

#endif
