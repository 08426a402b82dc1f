/*
 * answer.h - the answers of the API: JSON, files, failures.
 *
 * Each answers by one http_reply, after which the request may be gone: it is the last thing done.
 * Work that is held back answers into Work.held instead; its arena lives until that is sent.
 */
#ifndef TONGBAN_FACE_ANSWER_H
#define TONGBAN_FACE_ANSWER_H

#include "domain/module.h"
#include "face/api/gate.h"

#define API_ANSWER_BYTES_MAX (64 * MIB)

/* One request being worked on. */
typedef struct Work {
    Ctx ctx;
    const HttpRequest *request;
    HttpExchange *exchange;
    const Gate *gate;
    Problems problems;
    Caller caller;
    HttpReply *held;           /* the answer is put here, to be sent later; NULL = it is sent */
    int status;                /* of success; 0 = 200 */
    const RouteManner *manner; /* of the route; NULL = as usual */
} Work;

/* Personal data is masked as the actor may see it. `output` NULL = no content. */
void answer_output(Work *work, const Shape *output, const void *out);
void answer_json(Work *work, Str json);
void answer_file(Work *work, const FileBody *file);
/* ctx->fail, with the problems of the request. */
void answer_failure(Work *work);
/* `allow`: the methods that the path has; empty = there is no such path. */
void answer_no_route(Work *work, Str allow);
/* FAIL_BUSY. */
void answer_busy(HttpExchange *exchange);
/* The work has been given up: it needed more memory than it may have. `held` as Work.held. */
void answer_abandoned(HttpExchange *exchange, HttpReply *held);

#endif
