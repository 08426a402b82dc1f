/*
 * bare_server.c - the least that a server of libmicrohttpd and SQLite is: what `tongban serve` is
 * measured against.
 *
 * bare_server DATABASE: the same MHD options and as many connections to SQLite. /api/months reads
 * the months' rows and prints them as JSON; every other path answers PAGE_BYTES of text.
 */
#include "port/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>

#define PAGE_BYTES 400 /* of the program's index.html */
#define MONTHS_SQL "SELECT period, state, version, changed_at FROM month ORDER BY period DESC"

typedef struct Worker {
    sqlite3 *db;
    sqlite3_stmt *months;
    pthread_mutex_t lock;
} Worker;

typedef struct Bare {
    Worker workers[HTTP_THREADS];
    char page[PAGE_BYTES];
} Bare;

static bool worker_open(Worker *worker, const char *path)
{
    pthread_mutex_init(&worker->lock, NULL);
    return sqlite3_open_v2(path, &worker->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
               SQLITE_OK &&
           sqlite3_prepare_v3(worker->db, MONTHS_SQL, -1, SQLITE_PREPARE_PERSISTENT,
                              &worker->months, NULL) == SQLITE_OK;
}

static size_t print_months(Worker *worker, char *text, size_t size)
{
    size_t len = (size_t)snprintf(text, size, "{\"months\":[");
    while (sqlite3_step(worker->months) == SQLITE_ROW && len < size / 2)
        len += (size_t)snprintf(
            text + len, size - len,
            "%s{\"period\":%lld,\"state\":\"%s\",\"version\":%d,\"changed_at\":%lld}",
            text[len - 1] == '[' ? "" : ",", sqlite3_column_int64(worker->months, 0),
            (const char *)sqlite3_column_text(worker->months, 1),
            sqlite3_column_int(worker->months, 2), sqlite3_column_int64(worker->months, 3));
    sqlite3_reset(worker->months);
    return len + (size_t)snprintf(text + len, size - len, "]}");
}

static enum MHD_Result answer(void *self, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **request)
{
    (void)method, (void)version, (void)upload, (void)upload_size;
    Bare *bare = self;
    /* libmicrohttpd keeps a connection open only when the answer waits for the second call. */
    if (!*request) {
        *request = bare;
        return MHD_YES;
    }
    struct MHD_Response *response = NULL;
    if (strcmp(url, "/api/months") == 0) {
        char text[16 * KIB];
        Worker *worker = &bare->workers[0];
        for (size_t i = 1; pthread_mutex_trylock(&worker->lock) != 0; i++)
            worker = &bare->workers[i % HTTP_THREADS];
        size_t len = print_months(worker, text, sizeof text);
        pthread_mutex_unlock(&worker->lock);
        response = MHD_create_response_from_buffer(len, text, MHD_RESPMEM_MUST_COPY);
    } else {
        response = MHD_create_response_from_buffer(PAGE_BYTES, bare->page, MHD_RESPMEM_PERSISTENT);
    }
    enum MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return queued;
}

int main(int argc, char **argv)
{
    static Bare bare;
    if (argc != 2)
        return 2;
    memset(bare.page, 'x', sizeof bare.page);
    for (size_t i = 0; i < HTTP_THREADS; i++)
        if (!worker_open(&bare.workers[i], argv[1]))
            return 1;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    struct sockaddr_in where = {.sin_family = AF_INET};
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, &bare,
                         MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&where,
                         MHD_OPTION_THREAD_POOL_SIZE, (unsigned)HTTP_THREADS, MHD_OPTION_END);
    if (!daemon)
        return 1;
    printf("http://127.0.0.1:%d/\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    MHD_stop_daemon(daemon);
    return 0;
}
