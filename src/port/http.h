/*
 * http.h - the HTTP/1.1 server (libmicrohttpd, a small pool of epoll threads).
 *
 * The port reads requests, refuses those that are too large, too slow, ambiguous or from
 * elsewhere (http_head.h), and hands complete ones to one service. The service's functions are
 * called by several threads at once, at most HTTP_THREADS; what takes long is answered later, from
 * a thread of the service's own (http_answer_later).
 *
 *     HttpService service = {.self = api, .body_max = api_body_max, .handle = api_handle};
 *     if (!http_start(ctx, STR("127.0.0.1:8080"), &service, &server)) return false;
 *     ... wait for a signal ...
 *     http_stop(server);
 */
#ifndef TONGBAN_PORT_HTTP_H
#define TONGBAN_PORT_HTTP_H

#include "base/fail.h"
#include "port/http_head.h"
#include "port/http_stream.h"

#define HTTP_THREADS 2
#define HTTP_CONNECTIONS_MAX 512
#define HTTP_IDLE_SECONDS_MAX 15  /* without a byte either way */
#define HTTP_HEAD_SECONDS_MAX 30  /* from the connection, or the last answer, to a whole head */
#define HTTP_BODY_SECONDS_MAX 120 /* for a whole body */
#define HTTP_SEND_SECONDS_MAX 600 /* for working on a request and sending the answer */
#define HTTP_STOP_SECONDS_MAX 10  /* for requests in hand when the server stops */
#define HTTP_BODY_BYTES_MAX (64 * MIB)
/* Bodies of all requests together; beyond it a request is answered 503. */
#define HTTP_BODIES_BYTES_MAX (256 * MIB)

typedef struct HttpServer HttpServer;
/* One request being answered. */
typedef struct HttpExchange HttpExchange;

/* Everything lives until the service's `handle` returns, or, when it answers later, until then. */
typedef struct HttpRequest {
    HttpMethod method; /* HTTP_HEAD is to be treated as HTTP_GET; the body is not sent */
    Str path;          /* decoded, see http_head.h */
    HttpParams query;
    Str content_type;
    bool takes_gzip;
    HttpParams headers; /* see http_header */
    Str client;         /* the address that asks: the peer's, or what a trusted proxy says */
    bool secure;        /* over TLS, as a trusted proxy says */
    Str body;           /* any bytes */
    bool body_dropped;  /* there was one, and HttpService.body_max did not want it */
} HttpRequest;

/* From body_max: the body is read and thrown away, so that the client, which looks at the answer
 * only after sending, gets the service's answer. Memory is not spent on it. */
#define HTTP_BODY_DROPPED SIZE_MAX

typedef struct HttpReply {
    int status;
    Str content_type;
    Str body;
    bool body_is_static; /* it lives as long as the server, and is not copied */
    Str etag;            /* with quotes; a matching If-None-Match is then answered 304 */
    Str encoding;        /* "gzip" */
    Str disposition;     /* see http_disposition */
    Str cache;           /* default "no-store" */
    Str allow;           /* for 405 */
    Str policy;          /* Content-Security-Policy; default: own files only, no inline code */
    Str set_cookie;      /* a whole Set-Cookie value */
    int retry_seconds;   /* Retry-After; 0 = none */
} HttpReply;

typedef struct HttpService {
    void *self;
    HttpTrust trust; /* its texts must outlive the server */
    /* The largest body taken, at most HTTP_BODY_BYTES_MAX; or HTTP_BODY_DROPPED. Asked before the
     * body is read. */
    size_t (*body_max)(void *self, const HttpRequest *head);
    /* Must call http_reply exactly once before it returns, or http_answer_later. */
    void (*handle)(void *self, const HttpRequest *request, HttpExchange *exchange);
} HttpService;

/* `listen` is "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:8080", "[::]:8080" or "localhost:8080";
 * port 0 takes a free one. */
must_use bool http_start(Ctx *ctx, Str listen, const HttpService *service, HttpServer **ret);
int http_port(const HttpServer *server);
/* Takes no new connection, lets requests in hand end, and gives everything back. Waits for every
 * answer that is to come later: the service must hurry its threads before. */
void http_stop(HttpServer *server);

/* Copies what it is given, but for a static body: the service may reset its memory after. */
void http_reply(HttpExchange *exchange, const HttpReply *reply);
/* Instead of http_reply, by `handle` itself: 200, and a body that is written later (http_stream.h);
 * http_stop waits for its end. NULL when there is no memory: the connection is then closed. */
HttpStream *http_reply_stream(HttpExchange *exchange, Str content_type);
/* To be called by `handle`, before it passes the request on: it is answered by http_reply from any
 * thread, exactly once, and until then request and exchange live. After this call `handle` itself
 * must not touch them, unless it is the one that answers. A client that goes away meanwhile is
 * noticed when it is answered. */
void http_answer_later(HttpExchange *exchange);

/* An error as the pages expect it: {"error":{"code","title","message"}}; plain text only. */
HttpReply http_error_reply(Arena *arena, HttpRefusal refusal);

#endif
