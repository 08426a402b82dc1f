/*
 * api.h - JSON over HTTP: the route tables of the modules, answered by a pool of workers.
 *
 * Each request has a worker to itself: a database connection and an arena that is reset when the
 * answer has been handed to port/http. There are as many workers as the server has threads, and one
 * for each lane (lane.h) of what takes long. Nobody gets past the gate (gate.h) but by the
 * permission in the route's row.
 */
#ifndef TONGBAN_FACE_API_H
#define TONGBAN_FACE_API_H

#include "face/api/router.h"
#include "port/http.h"

#define API_REQUEST_BYTES_MAX (256 * MIB) /* memory of one request */
#define API_JSON_BYTES_MAX (1 * MIB)      /* body of a request that is no upload */
#define API_OPEN_BYTES_MAX (16 * KIB)     /* body of a request that needs no sign-in */

typedef struct Api Api;

/* A route of the program itself, which no module has: GET, answered in the slow lane. */
typedef struct ApiOwn {
    const char *path;
    const char *permission;
    const char *help; /* Chinese, one line */
    void *self;
    bool (*answer)(Ctx *ctx, void *self, Buf *json);
} ApiOwn;

typedef struct ApiSetup {
    RouteList routes;
    const ApiOwn *own; /* as many as own_count */
    size_t own_count;
    void *self;
    /* Opens one of the pool's database connections into *ret. */
    bool (*open_db)(Ctx *ctx, void *self, struct Db **ret);
} ApiSetup;

/* Opens the workers' connections and starts the lanes. `ctx` holds clock, packs, access and the
 * arena of the process. The lanes' threads take the signal mask of the caller. */
must_use bool api_open(Ctx *ctx, const ApiSetup *setup, Api **ret);
/* To be called before http_stop: what waits in the lanes is refused, and nothing more is taken. */
void api_end(Api *api);
void api_close(Api *api);

/* Whether this path is the API's to answer. */
bool api_takes(Str path);
/* As HttpService.body_max: nothing is kept of a body that is not let in. */
size_t api_body_max(Api *api, const HttpRequest *head);
/* Answers by exactly one http_reply, at once or later. */
void api_handle(Api *api, const HttpRequest *request, HttpExchange *exchange);

#endif
