/*
 * api_parts.h - what the files of the API share; private to them. api.c opens, closes and hands out
 * threads; request.c is a request's way to its handler; change.c the way of those that write.
 */
#ifndef TONGBAN_FACE_API_PARTS_H
#define TONGBAN_FACE_API_PARTS_H

#include "face/api/answer.h"
#include "face/api/api.h"
#include "face/api/group.h"
#include "face/api/router.h"
#include "face/api/stream.h"

#include <pthread.h>

typedef struct Worker {
    struct Worker *next; /* of the idle ones */
    Arena *arena;
    struct Db *db;
} Worker;

/* What runs in a lane: its thread has one worker. */
typedef struct LaneWorker {
    Api *api;
    LaneQueue *queue;
    Worker worker;
} LaneWorker;

/* What a request asks for. */
typedef struct Target {
    RouteMatch match;
    const ApiOwn *own;
    bool stream;
    const char *permission;    /* NULL: there is no such route */
    const RouteManner *manner; /* of the route; NULL = as usual */
    LaneQueue *queue;          /* NULL: quick */
} Target;

/* A change on its way through the lane that writes, with memory of its own. What needs no turn in
 * the lane, finding its route and reading its body, a quick thread has done already. */
typedef struct Change {
    struct Change *next; /* of the idle ones */
    Arena *arena;        /* NULL = never used */
    ArenaMark mark;      /* what is behind it is the lane's */
    bool bound;
    Target target; /* what follows is there when `bound` */
    Problems problems;
    void *in;
    bool good;
    Fail fail; /* when it is not */
} Change;
#define CHANGES (LANE_WAITING_MAX + GROUP_COUNT * GROUP_MAX + HTTP_THREADS)

struct Api {
    ApiSetup setup;
    Ctx base; /* what all works share: clock, packs, fonts, access */
    Log log;
    Gate gate;
    pthread_mutex_t lock; /* of both lists */
    Worker *idle;
    Change *idle_changes;
    Change changes[CHANGES];
    Worker workers[HTTP_THREADS];
    LaneWorker slow;
    LaneWorker sign_in;
    LaneWorker write;
    Worker streams; /* of the hub */
    StreamHub *hub;
    Worker told; /* of the teller, for sealing */
    GroupTeller *teller;
};

/* A request as it is worked on, in the worker's memory and over its connection. */
Work *work_new(const Api *api, const Worker *worker, const HttpRequest *request,
               HttpExchange *exchange);

/* ---- request.c ----------------------------------------------------------------------------- */

Target target_of(const Api *api, Arena *arena, const HttpRequest *request);
GateAsk ask_of(const Target *target);
/* Zeroed; of one byte for no shape. */
void *room_for(Arena *arena, const Shape *shape);
/* On a quick thread what belongs into a lane is put there, and goes through the gate once more when
 * its turn comes: it may have waited for long. What is to be written goes there at once: it waits
 * for the disk alone, and its body would not have been read without the gate. */
void work_on(Api *api, Work *work, bool in_lane);
/* The handler's own work, once the request is let in; `good`: it could be read. */
void run_bound(Work *work, const Route *route, bool good, const void *in);

/* ---- change.c ------------------------------------------------------------------------------ */

/* Into the lane that writes; `bind`: its body is there and may be read. */
void change_hand_over(Api *api, const Work *work, LaneQueue *queue, bool bind);
void change_give_back(Api *api, Change *change);
/* Of the lane that writes, and of its teller: `self` is the lane's worker, and the Api. */
void changes_run(void *self, const LaneRequest *requests, size_t count);
void changes_seal(void *self);
void changes_tidy(void *self);
void change_answer(void *self, const LaneRequest *request, const HttpReply *held);

#endif
