/*
 * bare_writer.c - the least that durable creation over HTTP is: libmicrohttpd, and one writer that
 * commits all that waits at once into SQLite. What taking an order is measured against.
 *
 * bare_writer DATABASE: every POST keeps its body as one row and is answered 201 with the row's
 * number when it is on the disk (WAL, synchronous=FULL). The same number of threads as the
 * program's.
 */
#include "port/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>

#define WAITING_MAX 512
#define BODY_MAX 4096

typedef struct Post {
    struct MHD_Connection *connection;
    char body[BODY_MAX];
    size_t len;
    long long number; /* 0 = not yet kept */
} Post;

typedef struct Writer {
    sqlite3 *db;
    sqlite3_stmt *insert;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    Post *waiting[WAITING_MAX];
    size_t count;
    bool ending;
} Writer;

static void keep(Writer *writer, Post *const *posts, size_t count)
{
    sqlite3_exec(writer->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_text(writer->insert, 1, posts[i]->body, (int)posts[i]->len, SQLITE_STATIC);
        if (sqlite3_step(writer->insert) != SQLITE_DONE)
            abort();
        sqlite3_reset(writer->insert);
        posts[i]->number = sqlite3_last_insert_rowid(writer->db);
    }
    if (sqlite3_exec(writer->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        abort();
    for (size_t i = 0; i < count; i++)
        MHD_resume_connection(posts[i]->connection);
}

static void *write_for_ever(void *self)
{
    Writer *writer = self;
    Post *taken[WAITING_MAX];
    for (;;) {
        pthread_mutex_lock(&writer->lock);
        while (!writer->count && !writer->ending)
            pthread_cond_wait(&writer->changed, &writer->lock);
        size_t count = writer->count;
        memcpy(taken, writer->waiting, count * sizeof *taken);
        writer->count = 0;
        pthread_mutex_unlock(&writer->lock);
        if (!count)
            return NULL;
        keep(writer, taken, count);
    }
}

static enum MHD_Result reply(struct MHD_Connection *connection, const Post *post)
{
    char text[64];
    int len = snprintf(text, sizeof text, "{\"number\":%lld}", post->number);
    struct MHD_Response *response =
        MHD_create_response_from_buffer((size_t)len, text, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_CREATED, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result answer(void *self, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **request)
{
    (void)url, (void)method, (void)version;
    Writer *writer = self;
    Post *post = *request;
    if (!post) {
        post = calloc(1, sizeof *post);
        if (!post)
            return MHD_NO;
        post->connection = connection;
        *request = post;
        return MHD_YES;
    }
    if (*upload_size) {
        size_t room = BODY_MAX - post->len, part = *upload_size < room ? *upload_size : room;
        memcpy(post->body + post->len, upload, part);
        post->len += part;
        *upload_size = 0;
        return MHD_YES;
    }
    if (post->number)
        return reply(connection, post);
    pthread_mutex_lock(&writer->lock);
    bool room = writer->count < WAITING_MAX;
    if (room) {
        MHD_suspend_connection(connection);
        writer->waiting[writer->count++] = post;
        pthread_cond_signal(&writer->changed);
    }
    pthread_mutex_unlock(&writer->lock);
    return room ? MHD_YES : MHD_NO;
}

static void forget(void *self, struct MHD_Connection *connection, void **request,
                   enum MHD_RequestTerminationCode how)
{
    (void)self, (void)connection, (void)how;
    free(*request);
    *request = NULL;
}

static bool writer_open(Writer *writer, const char *path)
{
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->changed, NULL);
    return sqlite3_open_v2(path, &writer->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ==
               SQLITE_OK &&
           sqlite3_exec(writer->db,
                        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                        "CREATE TABLE IF NOT EXISTS post (id INTEGER PRIMARY KEY, body TEXT)",
                        NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v3(writer->db, "INSERT INTO post (body) VALUES (?)", -1,
                              SQLITE_PREPARE_PERSISTENT, &writer->insert, NULL) == SQLITE_OK;
}

int main(int argc, char **argv)
{
    static Writer writer;
    pthread_t thread;
    if (argc != 2)
        return 2;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    if (!writer_open(&writer, argv[1]) ||
        pthread_create(&thread, NULL, write_for_ever, &writer) != 0)
        return 1;
    struct sockaddr_in where = {.sin_family = AF_INET};
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, answer, &writer,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&where, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)HTTP_THREADS, MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_END);
    if (!daemon)
        return 1;
    printf("http://127.0.0.1:%d/\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    pthread_mutex_lock(&writer.lock);
    writer.ending = true;
    pthread_cond_signal(&writer.changed);
    pthread_mutex_unlock(&writer.lock);
    pthread_join(thread, NULL);
    MHD_stop_daemon(daemon);
    return 0;
}
