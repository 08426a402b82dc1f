#include "port/clock.h"

static Instant read_system(const Clock *clock)
{
    (void)clock;
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        BUG("the machine has no clock");
    return (Instant){(int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000};
}

static Instant read_held(const Clock *clock)
{
    return clock->held;
}

const Clock system_clock = {.now = read_system};

Clock clock_frozen(Instant at)
{
    return (Clock){.now = read_held, .held = at};
}

Instant clock_now(const Ctx *ctx)
{
    if (!ctx->clock)
        BUG("this work needs a clock in its Ctx");
    return ctx->clock->now(ctx->clock);
}

int64_t clock_ticks(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        BUG("the machine has no steady clock");
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
