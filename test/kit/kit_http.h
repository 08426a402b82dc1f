/*
 * kit_http.h - a client for tests of the server: whole requests over a real socket.
 */
#ifndef TONGBAN_TEST_KIT_HTTP_H
#define TONGBAN_TEST_KIT_HTTP_H

#include "kit/kit.h"

#define KIT_ANSWER_BYTES_MAX (16 * MIB)
#define KIT_WAIT_SECONDS 60

/* What is sent: "POST /api/x", "Cookie: a=b\r\n" or NULL, a body or the empty Str. */
typedef struct KitRequest {
    const char *line;
    Str headers;
    Str body;
} KitRequest;

/* Sends the request on a connection of its own and does not wait: a socket for kit_http_read. */
int kit_http_send(Ctx *ctx, int port, const KitRequest *request);
/* The whole answer, head and body; closes the socket. */
Str kit_http_read(Ctx *ctx, int socket);
/* Both. */
Str kit_http_ask(Ctx *ctx, int port, const KitRequest *request);
/* Of an answer that goes on: what comes until `part` has come, or until the end when it is NULL.
 * Fails the test after KIT_WAIT_SECONDS. The socket stays open. */
Str kit_http_until(Ctx *ctx, int socket, const char *part);
/* 200; 0 when there was no answer. */
int kit_http_status(Str answer);
/* What follows the head. */
Str kit_http_body(Str answer);

/* A port at 127.0.0.1 that nobody else gets while no server listens there, until the arena ends:
 * bound, but not listened at, so that a server may listen at it and a connection is refused while
 * none does. */
int kit_http_hold_port(Ctx *ctx);

#endif
