/*
 * limiter.h - counts failures by who makes them: a client address that guesses credentials, an
 * account that tries what it may not.
 *
 * A table of fixed size: under an attack by more than it holds the oldest are forgotten. Shared by
 * threads.
 */
#ifndef TONGBAN_FACE_LIMITER_H
#define TONGBAN_FACE_LIMITER_H

#include "base/arena.h"
#include "base/str.h"

#define LIMITER_SECONDS 60
/* A whole office behind one address may lose its sessions at once and not come near it. */
#define LIMITER_FAILURES_MAX 60
#define LIMITER_PLACES_MAX 4096

typedef struct Limiter Limiter;

/* Freed with the arena. */
Limiter *limiter_create(Arena *arena);
/* As limiter_count, for another limit than LIMITER_FAILURES_MAX. */
bool limiter_count_to(Limiter *limiter, uint64_t who, int max, int64_t now_us,
                      int *ret_retry_seconds);
/* Counts one failure of `who` (not 0) at `now_us` (clock_ticks). *ret_retry_seconds is 0 while it
 * keeps within the limit, else the seconds until it is heard again. True for the failure that
 * passes the limit: worth a line in the log. */
bool limiter_count(Limiter *limiter, uint64_t who, int64_t now_us, int *ret_retry_seconds);

#endif
