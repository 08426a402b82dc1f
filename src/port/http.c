#include "port/http.h"

#include "port/http_deadline.h"
#include "port/http_listen.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined __GNUC__ && !defined __clang__
/* gcc 12's analyzer loses sight of what is kept behind libmicrohttpd's void pointer. */
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif

/* What a request's head may cost in memory: the target decoded, header views, the reply's
 * headers. Limits of http_head.h keep it far below. */
#define EXCHANGE_BYTES_MAX (1 * MIB)
/* For libmicrohttpd to hold a head and to read a body in pieces. */
#define CONNECTION_BYTES_MAX (HTTP_HEADER_BYTES_MAX + HTTP_TARGET_BYTES_MAX + 44 * KIB)
/* For the headers of an answer given later. */
#define LATE_REPLY_BYTES_MAX (64 * KIB)
#define HTTP_HANG_UP_SECONDS_MAX 2
#define BODY_BYTES_FIRST (64 * KIB)
/* A body beyond its limit is still read to this size, so that the client, which looks at the
 * answer only after sending, gets the answer. */
#define BODY_SWALLOW_BYTES_MAX (HTTP_BODY_BYTES_MAX + 16 * MIB)

#define POLICY                                                                                     \
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "         \
    "form-action 'self'; frame-ancestors 'self'"

struct HttpServer {
    HttpService service;
    struct MHD_Daemon *daemon;
    HttpDeadlines *deadlines;
    int port;
    atomic_size_t body_bytes; /* of all requests in hand */
    atomic_size_t exchanges;  /* requests in hand */
    atomic_size_t waiting;    /* of these, those to be answered later, until then */
    atomic_bool stopping;     /* no new connection is taken */
};

struct HttpExchange {
    HttpServer *server;
    struct MHD_Connection *connection;
    Arena *arena;
    Str target; /* as received */
    bool head_seen;
    bool replied;
    bool late; /* the connection is suspended until http_reply */
    HttpRequest request;
    HttpRefusal refusal; /* decided, to be sent when the body has been read */
    enum MHD_Result queued;
    unsigned late_status;
    struct MHD_Response *late_response; /* NULL: there was no memory for it */
    unsigned char *body;
    size_t body_len;
    size_t body_cap;
    size_t body_max;
    size_t body_swallowed;
};

/* ---- replies --------------------------------------------------------------------------- */

static void add_header(Arena *arena, struct MHD_Response *response, const char *name, Str value)
{
    if (!str_empty(value))
        MHD_add_response_header(response, name, str_to_c(arena, value));
}

static Str or_else(Str value, Str otherwise)
{
    return str_empty(value) ? otherwise : value;
}

static void add_headers(Arena *arena, struct MHD_Response *response, const HttpReply *reply)
{
    add_header(arena, response, "Content-Encoding", reply->encoding);
    add_header(arena, response, "Content-Disposition", reply->disposition);
    add_header(arena, response, "ETag", reply->etag);
    add_header(arena, response, "Allow", reply->allow);
    add_header(arena, response, "Set-Cookie", reply->set_cookie);
    if (reply->retry_seconds)
        add_header(arena, response, "Retry-After", str_format(arena, "%d", reply->retry_seconds));
    add_header(arena, response, "Cache-Control", or_else(reply->cache, STR("no-store")));
    add_header(arena, response, "Content-Security-Policy", or_else(reply->policy, STR(POLICY)));
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "same-origin");
    MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
}

/* NULL when there is no memory: the connection is then closed. */
static struct MHD_Response *response_of(HttpExchange *exchange, Arena *arena,
                                        const HttpReply *reply, bool fresh)
{
    Str body = fresh ? (Str){0} : reply->body;
    /* libmicrohttpd does not write to a persistent buffer. */
    struct MHD_Response *response = MHD_create_response_from_buffer(
        body.len, (void *)(uintptr_t)body.at,
        reply->body_is_static ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
    if (!response)
        return NULL;
    if (!fresh)
        add_header(arena, response, "Content-Type", reply->content_type);
    add_headers(arena, response, reply);
    if (exchange->refusal.status) /* what follows on this connection cannot be trusted */
        MHD_add_response_header(response, "Connection", "close");
    return response;
}

/* On the thread of the service: the answer is only kept, and queued by the connection's own thread,
 * which libmicrohttpd wakes. From MHD_resume_connection on the exchange may be gone. */
static void reply_late(HttpExchange *exchange, const HttpReply *reply, bool fresh, unsigned status)
{
    HttpServer *server = exchange->server;
    Arena *arena = arena_create(LATE_REPLY_BYTES_MAX);
    ArenaGuard guard;
    if (!arena_guard(arena, &guard)) {
        exchange->late_response = response_of(exchange, arena, reply, fresh);
        arena_guard_pop(arena);
    }
    arena_free(arena);
    exchange->late_status = status;
    MHD_resume_connection(exchange->connection);
    atomic_fetch_sub(&server->waiting, 1);
}

void http_reply(HttpExchange *exchange, const HttpReply *reply)
{
    if (exchange->replied)
        BUG("a request was answered twice");
    exchange->replied = true;
    Str known = http_header(&exchange->request.headers, "If-None-Match");
    bool fresh =
        reply->status == 200 && !str_empty(reply->etag) && http_etag_matches(known, reply->etag);
    unsigned status = fresh ? 304U : (unsigned)reply->status;
    if (exchange->late) {
        reply_late(exchange, reply, fresh, status);
        return;
    }
    struct MHD_Response *response = response_of(exchange, exchange->arena, reply, fresh);
    if (!response)
        return;
    exchange->queued = MHD_queue_response(exchange->connection, status, response);
    MHD_destroy_response(response);
}

static HttpDeadline *deadline_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void allow_seconds(HttpServer *server, struct MHD_Connection *connection, int seconds)
{
    http_deadline_set(server->deadlines, deadline_of(connection), seconds);
}

HttpStream *http_reply_stream(HttpExchange *exchange, Str content_type)
{
    if (exchange->replied || exchange->late)
        BUG("a request was answered twice");
    exchange->replied = true;
    struct MHD_Response *response = NULL;
    HttpStream *stream = http_stream_create(exchange->connection, &response);
    if (!stream)
        return NULL;
    add_header(exchange->arena, response, "Content-Type", content_type);
    add_header(exchange->arena, response, "X-Accel-Buffering", STR("no")); /* of a proxy */
    add_headers(exchange->arena, response, &(HttpReply){0});
    allow_seconds(exchange->server, exchange->connection, HTTP_STREAM_SECONDS_MAX);
    exchange->queued = MHD_queue_response(exchange->connection, 200, response);
    MHD_destroy_response(response);
    return stream;
}

void http_answer_later(HttpExchange *exchange)
{
    atomic_fetch_add(&exchange->server->waiting, 1);
    exchange->late = true;
    MHD_suspend_connection(exchange->connection);
}

/* The connection goes on, and its answer is there. */
static enum MHD_Result queue_late(HttpExchange *exchange)
{
    if (!exchange->late_response)
        return MHD_NO;
    exchange->queued =
        MHD_queue_response(exchange->connection, exchange->late_status, exchange->late_response);
    MHD_destroy_response(exchange->late_response);
    exchange->late_response = NULL;
    return exchange->queued;
}

HttpReply http_error_reply(Arena *arena, HttpRefusal refusal)
{
    return (HttpReply){
        .status = refusal.status,
        .content_type = STR("application/json; charset=utf-8"),
        .body = str_format(arena,
                           "{\"error\":{\"code\":\"REQUEST\",\"title\":\"请求不被接受\","
                           "\"message\":\"%s\"}}",
                           refusal.message),
    };
}

static enum MHD_Result reply_refusal(HttpExchange *exchange)
{
    HttpReply reply = http_error_reply(exchange->arena, exchange->refusal);
    if (exchange->refusal.status == 405)
        reply.allow = STR("GET, HEAD, POST, DELETE");
    http_reply(exchange, &reply);
    return exchange->queued;
}

/* ---- a request comes in ---------------------------------------------------------------- */

typedef struct HeaderCollector {
    HttpExchange *exchange;
    HttpParams headers;
} HeaderCollector;

static enum MHD_Result collect_header(void *self, enum MHD_ValueKind kind, const char *name,
                                      size_t name_len, const char *value, size_t value_len)
{
    (void)kind;
    HeaderCollector *collector = self;
    *LIST_ADD(collector->exchange->arena, &collector->headers) = (HttpParam){
        .name = str_from(name, name_len), .value = str_trim(str_from(value, value_len))};
    /* One more than allowed is enough to be refused. */
    return collector->headers.count <= HTTP_HEADERS_MAX ? MHD_YES : MHD_NO;
}

static Str peer_of(HttpExchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? http_address_text(exchange->arena, info->client_addr) : (Str){0};
}

/* Reads the head; false when the request is to be refused at once. */
static bool take_head(HttpExchange *exchange, const char *method, const char *version)
{
    HeaderCollector collector = {.exchange = exchange};
    MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, collect_header, &collector);
    HttpHead head = {.method = str_of(method),
                     .target = exchange->target,
                     .version = str_of(version),
                     .headers = collector.headers,
                     .peer = peer_of(exchange)};
    const HttpService *service = &exchange->server->service;
    HttpRequestLine line = {0};
    if (!http_head_check(exchange->arena, &head, &service->trust, &line, &exchange->refusal))
        return false;
    exchange->request = (HttpRequest){
        .method = line.method,
        .path = line.path,
        .query = line.query,
        .content_type = http_header(&head.headers, "Content-Type"),
        .takes_gzip = http_takes_gzip(http_header(&head.headers, "Accept-Encoding")),
        .headers = head.headers,
        .client = line.client,
        .secure = line.secure,
    };
    bool has_body = line.chunked || line.body_bytes;
    size_t max = has_body ? service->body_max(service->self, &exchange->request) : 0;
    exchange->request.body_dropped = has_body && max == HTTP_BODY_DROPPED;
    exchange->body_max = max < HTTP_BODY_BYTES_MAX ? max : HTTP_BODY_BYTES_MAX;
    if (line.body_bytes > exchange->body_max) {
        exchange->refusal = (HttpRefusal){413, "上传的内容超出大小上限"};
        return line.body_bytes <= BODY_SWALLOW_BYTES_MAX;
    }
    return true;
}

/* Makes room for `more` bytes of body; false when the limits do not allow it. */
static bool body_reserve(HttpExchange *exchange, size_t more)
{
    size_t need = exchange->body_len + more;
    if (need > exchange->body_max) {
        exchange->refusal = (HttpRefusal){413, "上传的内容超出大小上限"};
        return false;
    }
    if (need <= exchange->body_cap)
        return true;
    size_t cap = exchange->body_cap ? exchange->body_cap * 2 : BODY_BYTES_FIRST;
    cap = cap < need ? need : cap;
    size_t added = cap - exchange->body_cap;
    atomic_size_t *total = &exchange->server->body_bytes;
    if (atomic_fetch_add(total, added) + added > HTTP_BODIES_BYTES_MAX) {
        atomic_fetch_sub(total, added);
        exchange->refusal = (HttpRefusal){503, "同时上传的内容太多，请稍后再试"};
        return false;
    }
    unsigned char *body = realloc(exchange->body, cap);
    if (!body) {
        atomic_fetch_sub(total, added);
        exchange->refusal = (HttpRefusal){503, "内存不足，请稍后再试"};
        return false;
    }
    exchange->body = body;
    exchange->body_cap = cap;
    return true;
}

static void body_release(HttpExchange *exchange)
{
    free(exchange->body);
    atomic_fetch_sub(&exchange->server->body_bytes, exchange->body_cap);
    exchange->body = NULL;
    exchange->body_cap = exchange->body_len = 0;
}

static enum MHD_Result take_body(HttpExchange *exchange, const char *at, size_t *len)
{
    size_t more = *len;
    *len = 0;
    bool kept = exchange->refusal.status == 0 && !exchange->request.body_dropped;
    if (kept && body_reserve(exchange, more)) {
        memcpy(exchange->body + exchange->body_len, at, more);
        exchange->body_len += more;
        return MHD_YES;
    }
    exchange->body_swallowed += more;
    if (exchange->body_len)
        body_release(exchange);
    return exchange->body_swallowed <= BODY_SWALLOW_BYTES_MAX ? MHD_YES : MHD_NO;
}

static enum MHD_Result take_part(HttpExchange *exchange, const char *method, const char *version,
                                 const char *body, size_t *body_len)
{
    if (!exchange->head_seen) {
        exchange->head_seen = true;
        allow_seconds(exchange->server, exchange->connection, HTTP_BODY_SECONDS_MAX);
        if (!take_head(exchange, method, version))
            return reply_refusal(exchange);
        return MHD_YES;
    }
    if (*body_len)
        return take_body(exchange, body, body_len);
    if (exchange->refusal.status)
        return reply_refusal(exchange);
    if (exchange->late)
        return queue_late(exchange);
    allow_seconds(exchange->server, exchange->connection, HTTP_SEND_SECONDS_MAX);
    exchange->request.body = str_from(exchange->body, exchange->body_len);
    const HttpService *service = &exchange->server->service;
    service->handle(service->self, &exchange->request, exchange);
    if (exchange->late) /* another thread reads the body, or has answered already */
        return MHD_YES;
    body_release(exchange);
    return exchange->replied ? exchange->queued : MHD_NO;
}

/* libmicrohttpd calls this first, with the target as it was received. */
static void *begin_exchange(void *self, const char *target, struct MHD_Connection *connection)
{
    HttpServer *server = self;
    Arena *arena = arena_create(EXCHANGE_BYTES_MAX);
    HttpExchange *exchange = NEW(arena, HttpExchange, 1);
    *exchange = (HttpExchange){.server = server, .connection = connection, .arena = arena};
    /* One byte more than allowed is enough to be refused. */
    size_t len = strnlen(target, HTTP_TARGET_BYTES_MAX + 1);
    exchange->target = str_copy(arena, str_from(target, len));
    atomic_fetch_add(&server->exchanges, 1);
    return exchange;
}

static void end_exchange(void *self, struct MHD_Connection *connection, void **exchange_at,
                         enum MHD_RequestTerminationCode why)
{
    (void)why;
    HttpServer *server = self;
    HttpExchange *exchange = *exchange_at;
    if (!exchange)
        return;
    allow_seconds(server, connection, HTTP_HEAD_SECONDS_MAX);
    *exchange_at = NULL;
    body_release(exchange);
    if (exchange->late_response) /* the connection ended before it could be queued */
        MHD_destroy_response(exchange->late_response);
    arena_free(exchange->arena);
    atomic_fetch_sub(&server->exchanges, 1);
}

static enum MHD_Result takes_connection(void *self, const struct sockaddr *address,
                                        socklen_t length)
{
    const HttpServer *server = self;
    (void)address;
    (void)length;
    return atomic_load(&server->stopping) ? MHD_NO : MHD_YES;
}

static void on_connection(void *self, struct MHD_Connection *connection, void **deadline_at,
                          enum MHD_ConnectionNotificationCode what)
{
    HttpServer *server = self;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        http_deadline_remove(server->deadlines, *deadline_at);
        *deadline_at = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info)
        *deadline_at =
            http_deadline_add(server->deadlines, info->connect_fd, HTTP_HEAD_SECONDS_MAX);
}

static enum MHD_Result on_part(void *self, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *body,
                               size_t *body_len, void **exchange_at)
{
    (void)self, (void)connection, (void)url;
    HttpExchange *exchange = *exchange_at;
    ArenaGuard guard;
    if (arena_guard(exchange->arena, &guard))
        return MHD_NO; /* closes the connection */
    enum MHD_Result result = take_part(exchange, method, version, body, body_len);
    arena_guard_pop(exchange->arena);
    return result;
}

/* The target is decoded by http_head.c, which refuses what is not well-formed. */
static size_t leave_escaped(void *self, struct MHD_Connection *connection, char *text)
{
    (void)self, (void)connection;
    return strlen(text);
}

/* ---- start and stop -------------------------------------------------------------------- */

bool http_start(Ctx *ctx, Str where, const HttpService *service, HttpServer **ret)
{
    int fd = -1, port = 0;
    if (!http_listen(ctx, where, &fd, &port))
        return false;
    HttpServer *server = calloc(1, sizeof *server);
    if (!server) {
        close(fd);
        return fail(ctx, FAIL_SYSTEM, "内存不足");
    }
    server->service = *service;
    server->port = port;
    server->deadlines = http_deadlines_start();
    if (!server->deadlines) {
        close(fd);
        free(server);
        return fail(ctx, FAIL_SYSTEM, "HTTP 服务未能启动");
    }
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, takes_connection, server,
        on_part, server, /* the options: */
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)HTTP_THREADS,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_SECONDS_MAX,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_URI_LOG_CALLBACK,
        begin_exchange, server, MHD_OPTION_NOTIFY_COMPLETED, end_exchange, server, MHD_OPTION_END);
    if (!server->daemon) {
        http_deadlines_stop(server->deadlines, 0);
        http_deadlines_free(server->deadlines);
        close(fd);
        free(server);
        return fail(ctx, FAIL_SYSTEM, "HTTP 服务未能启动");
    }
    *ret = server;
    return true;
}

int http_port(const HttpServer *server)
{
    return server->port;
}

/* libmicrohttpd must not be stopped with a connection suspended. The answers come from threads that
 * could not be ended either way, so there is no limit. */
static void wait_for_late_answers(HttpServer *server)
{
    const struct timespec step = {.tv_nsec = 10000000};
    while (atomic_load(&server->waiting))
        nanosleep(&step, NULL);
}

void http_stop(HttpServer *server)
{
    /* Not MHD_quiesce_daemon: in 0.9.75 it and a worker may both take the listening socket out of
     * the epoll set, and the second one aborts the program. */
    atomic_store(&server->stopping, true);
    const struct timespec step = {.tv_nsec = 10000000};
    wait_for_late_answers(server);
    for (int i = 0; i < HTTP_STOP_SECONDS_MAX * 100 && atomic_load(&server->exchanges); i++)
        nanosleep(&step, NULL);
    /* libmicrohttpd 0.9.75 crashes when a request out of syntax comes while it stops (it takes a
     * response for granted that it no longer queues), so there must be no connection left. */
    http_deadlines_stop(server->deadlines, HTTP_HANG_UP_SECONDS_MAX);
    wait_for_late_answers(server);
    MHD_stop_daemon(server->daemon);
    http_deadlines_free(server->deadlines);
    free(server);
}
