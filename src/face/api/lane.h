/*
 * lane.h - a queue of requests with one thread, for what takes long (domain/module.h, Lane).
 *
 * The server's own threads put a request in and go on with the next; the lane's thread answers it
 * later. It yields to them (nice), the queue is bounded, and one client gets no more than its share
 * of the places, so that nobody can fill the lane alone.
 */
#ifndef TONGBAN_FACE_LANE_H
#define TONGBAN_FACE_LANE_H

#include "port/http.h"

#define LANE_WAITING_MAX 128

typedef struct LaneQueue LaneQueue;

typedef struct LaneRequest {
    const HttpRequest *request;
    HttpExchange *exchange;
    void *prepared; /* what was done for it before; of who puts it in */
} LaneRequest;

typedef struct LaneSetup {
    void *self;
    /* On the lane's thread; must answer each by http_reply. */
    void (*run)(void *self, const LaneRequest *requests, size_t count);
    size_t at_once; /* how many of those that wait are run together; at most LANE_WAITING_MAX */
    /* What still waits when the lane is closed; must answer too. */
    void (*refuse)(void *self, const LaneRequest *request);
    size_t share_max; /* places for one client address, at most LANE_WAITING_MAX */
    int nice;         /* how much the thread yields: 0 not at all, 19 to everybody */
} LaneSetup;

/* Starts the thread. `setup` is copied; the lane lives in ctx->arena, and lane_close must be called
 * before that is freed. */
must_use bool lane_start(Ctx *ctx, const LaneSetup *setup, LaneQueue **ret);
/* From within a service's `handle`, which then has nothing left to do. False when there is no place
 * for this client, or the lane is closing: `handle` answers that itself. */
must_use bool lane_take(LaneQueue *lane, const LaneRequest *request);
/* From now on nothing is taken, and what waits is refused. */
void lane_end(LaneQueue *lane);
/* After lane_end: waits for the request in hand and ends the thread. NULL is allowed. */
void lane_close(LaneQueue *lane);

#endif
