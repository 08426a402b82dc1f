#include "face/api/limiter.h"

#include <pthread.h>

#define SECOND_US ((int64_t)1000000)
#define WAYS 8 /* places where one may stand */
#define SETS (LIMITER_PLACES_MAX / WAYS)

typedef struct Count {
    uint64_t who; /* 0 = free */
    int64_t begun_us;
    int failures;
} Count;

struct Limiter {
    pthread_mutex_t lock;
    Count counts[SETS][WAYS];
};

static void release(void *self)
{
    Limiter *limiter = self;
    pthread_mutex_destroy(&limiter->lock);
}

Limiter *limiter_create(Arena *arena)
{
    Limiter *limiter = NEW(arena, Limiter, 1);
    pthread_mutex_init(&limiter->lock, NULL);
    arena_defer(arena, release, limiter);
    return limiter;
}

/* Its own place, a free one, or the one that began first. */
static Count *place_of(Limiter *limiter, uint64_t who)
{
    uint64_t mixed = who * 0x9E3779B97F4A7C15U;
    Count *set = limiter->counts[(mixed >> 32) % SETS];
    Count *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].who == who)
            return &set[i];
        if (set[i].begun_us < oldest->begun_us)
            oldest = &set[i];
    }
    *oldest = (Count){.who = who};
    return oldest;
}

bool limiter_count_to(Limiter *limiter, uint64_t who, int max, int64_t now_us,
                      int *ret_retry_seconds)
{
    pthread_mutex_lock(&limiter->lock);
    Count *count = place_of(limiter, who);
    if (count->failures == 0 || now_us - count->begun_us >= LIMITER_SECONDS * SECOND_US)
        *count = (Count){.who = who, .begun_us = now_us};
    count->failures += count->failures <= max + 1;
    bool limited = count->failures > max;
    bool first = count->failures == max + 1;
    int64_t left_us = count->begun_us + LIMITER_SECONDS * SECOND_US - now_us;
    pthread_mutex_unlock(&limiter->lock);
    *ret_retry_seconds = limited ? (int)((left_us + SECOND_US - 1) / SECOND_US) : 0;
    return first;
}

bool limiter_count(Limiter *limiter, uint64_t who, int64_t now_us, int *ret_retry_seconds)
{
    return limiter_count_to(limiter, who, LIMITER_FAILURES_MAX, now_us, ret_retry_seconds);
}
