/*
 * api.h - JSON over HTTP: the route tables of the modules, answered by a pool of workers.
 *
 * Each request has a worker to itself: a database connection and an arena that is reset when the
 * answer has been handed to port/http. There are as many workers as the server has threads.
 */
#ifndef TONGBAN_FACE_API_H
#define TONGBAN_FACE_API_H

#include "domain/module.h"
#include "port/http.h"

#define API_REQUEST_BYTES_MAX (256 * MIB) /* memory of one request */
#define API_ANSWER_BYTES_MAX (64 * MIB)
#define API_JSON_BYTES_MAX (1 * MIB) /* body of a request that is no upload */

typedef struct Api Api;

/* Opens one of the pool's database connections into *ret. */
typedef bool (*ApiOpenDb)(Ctx *ctx, void *self, struct Db **ret);

/* Collects and checks the routes and opens the workers' connections. `ctx` holds clock, packs and
 * the arena of the process. */
must_use bool api_open(Ctx *ctx, ApiOpenDb open_db, void *self, Api **ret);
void api_close(Api *api);

/* Whether this path is the API's to answer. */
bool api_takes(Str path);
size_t api_body_max(const Api *api, HttpMethod method, Str path);
/* Answers by exactly one http_reply. */
void api_handle(Api *api, const HttpRequest *request, HttpExchange *exchange);

#endif
