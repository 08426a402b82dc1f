/*
 * http_stream.h - an answer that goes on: what is written later reaches the client at once, and
 * occupies no thread in between (server-sent events).
 *
 *     HttpStream *stream = http_reply_stream(exchange, STR("text/event-stream"));   // in `handle`
 *     ...
 *     if (!http_stream_write(stream, text)) http_stream_close(stream);              // any thread
 *
 * Between two writes the connection is suspended; what is written waits in a bounded buffer for the
 * thread that owns the connection. A client that has gone away is noticed by writing: so something
 * must be written now and then.
 */
#ifndef TONGBAN_PORT_HTTP_STREAM_H
#define TONGBAN_PORT_HTTP_STREAM_H

#include "base/str.h"

#define HTTP_STREAM_BYTES_MAX (256 * KIB) /* not yet taken by the client */
#define HTTP_STREAM_SECONDS_MAX 3600      /* then the connection is hung up */

typedef struct HttpStream HttpStream;

/* False when the client is gone or takes too little: to be closed. */
bool http_stream_write(HttpStream *stream, Str text);
/* What has been written is still sent. The handle is gone. */
void http_stream_close(HttpStream *stream);

/* For http.c. */
struct MHD_Connection;
struct MHD_Response;
/* NULL when there is no memory. The stream belongs to both the response and the caller. */
HttpStream *http_stream_create(struct MHD_Connection *connection, struct MHD_Response **ret);

#endif
