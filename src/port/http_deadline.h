/*
 * http_deadline.h - how long a connection may take, and an end for all of them.
 *
 * libmicrohttpd closes a connection on which nothing moves; one on which a byte comes now and then
 * it keeps for ever, so that a few clients can hold every connection there is. Here each
 * connection has a deadline for what it is doing; a thread hangs up those that pass it. Hanging up
 * is a shutdown of the socket: its owner sees the end and closes it.
 */
#ifndef TONGBAN_PORT_HTTP_DEADLINE_H
#define TONGBAN_PORT_HTTP_DEADLINE_H

#include "base/attr.h"

typedef struct HttpDeadlines HttpDeadlines;
/* One connection. */
typedef struct HttpDeadline HttpDeadline;

/* Starts the thread; NULL when the system refuses. */
HttpDeadlines *http_deadlines_start(void);
/* Ends the thread, hangs up all connections and waits at most `seconds_max` until they are
 * removed. */
void http_deadlines_stop(HttpDeadlines *deadlines, int seconds_max);
/* When no connection is left. */
void http_deadlines_free(HttpDeadlines *deadlines);

/* A connection whose socket stays open until http_deadline_remove; NULL when memory lacks. */
HttpDeadline *http_deadline_add(HttpDeadlines *deadlines, int socket, int seconds);
/* What the connection does now may take so long from now. NULL is allowed. */
void http_deadline_set(HttpDeadlines *deadlines, HttpDeadline *deadline, int seconds);
void http_deadline_remove(HttpDeadlines *deadlines, HttpDeadline *deadline);

#endif
