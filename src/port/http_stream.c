#include "port/http_stream.h"

#include <microhttpd.h>
#include <pthread.h>

#define PIECE_BYTES (4 * KIB)

struct HttpStream {
    struct MHD_Connection *connection;
    pthread_mutex_t lock; /* of all that follows */
    int owners;           /* the response, and who writes */
    bool suspended;       /* waits for something to send */
    bool closed;          /* ends when all has been sent */
    bool gone;            /* there is no connection any more */
    char *at;
    size_t len;
    size_t cap;
};

/* Under the lock, which it gives back. */
static void let_go(HttpStream *stream)
{
    bool last = --stream->owners == 0;
    pthread_mutex_unlock(&stream->lock);
    if (!last)
        return;
    pthread_mutex_destroy(&stream->lock);
    free(stream->at);
    free(stream);
}

/* On the connection's thread. */
static ssize_t give(void *self, uint64_t position, char *to, size_t max)
{
    (void)position;
    HttpStream *stream = self;
    ssize_t given = 0;
    pthread_mutex_lock(&stream->lock);
    if (stream->len > 0) {
        size_t len = stream->len < max ? stream->len : max;
        memcpy(to, stream->at, len);
        memmove(stream->at, stream->at + len, stream->len - len);
        stream->len -= len;
        given = (ssize_t)len;
    } else if (stream->closed) {
        given = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        stream->suspended = true;
        MHD_suspend_connection(stream->connection);
    }
    pthread_mutex_unlock(&stream->lock);
    return given;
}

/* The response has been taken back: its connection has ended. */
static void end(void *self)
{
    HttpStream *stream = self;
    pthread_mutex_lock(&stream->lock);
    stream->gone = true;
    let_go(stream);
}

HttpStream *http_stream_create(struct MHD_Connection *connection, struct MHD_Response **ret)
{
    HttpStream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    *stream = (HttpStream){.connection = connection, .owners = 2};
    pthread_mutex_init(&stream->lock, NULL);
    *ret = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_BYTES, give, stream, end);
    if (*ret)
        return stream;
    pthread_mutex_destroy(&stream->lock);
    free(stream);
    return NULL;
}

static bool keep(HttpStream *stream, Str text)
{
    size_t need = stream->len + text.len;
    if (need > HTTP_STREAM_BYTES_MAX)
        return false;
    if (need > stream->cap) {
        size_t cap = need < PIECE_BYTES ? PIECE_BYTES : 2 * need;
        char *at = realloc(stream->at, cap);
        if (!at)
            return false;
        stream->at = at;
        stream->cap = cap;
    }
    memcpy(stream->at + stream->len, text.at, text.len);
    stream->len = need;
    return true;
}

/* Under the lock. */
static void go_on(HttpStream *stream)
{
    if (!stream->suspended || stream->gone)
        return;
    stream->suspended = false;
    MHD_resume_connection(stream->connection);
}

bool http_stream_write(HttpStream *stream, Str text)
{
    pthread_mutex_lock(&stream->lock);
    bool kept = !stream->gone && (str_empty(text) || keep(stream, text));
    if (kept)
        go_on(stream);
    pthread_mutex_unlock(&stream->lock);
    return kept;
}

void http_stream_close(HttpStream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->closed = true;
    go_on(stream);
    let_go(stream);
}
