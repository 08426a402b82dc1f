#include "port/http_deadline.h"

#include "port/clock.h"

#include <pthread.h>
#include <sys/socket.h>

#define SECOND_US ((int64_t)1000000)
#define ROUND_MS 500 /* between two looks at the deadlines */
#define STOP_ROUND_MS 10

struct HttpDeadline {
    HttpDeadline *newer;
    HttpDeadline *older;
    int socket;
    int64_t end_us; /* by clock_ticks */
};

struct HttpDeadlines {
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t stopped;
    pthread_t thread;
    HttpDeadline *newest;
    bool stopping;
};

/* Only the owner closes the socket, after http_deadline_remove: under the lock it is open. */
static void hang_up(HttpDeadlines *deadlines, int64_t before_us)
{
    for (HttpDeadline *deadline = deadlines->newest; deadline; deadline = deadline->older)
        if (deadline->end_us < before_us)
            shutdown(deadline->socket, SHUT_RDWR);
}

static struct timespec in_ms(int64_t ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_nsec += ms * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

static void *watch(void *self)
{
    HttpDeadlines *deadlines = self;
    pthread_mutex_lock(&deadlines->lock);
    while (!deadlines->stopping) {
        hang_up(deadlines, clock_ticks());
        struct timespec until = in_ms(ROUND_MS);
        pthread_cond_timedwait(&deadlines->stopped, &deadlines->lock, &until);
    }
    pthread_mutex_unlock(&deadlines->lock);
    return NULL;
}

HttpDeadlines *http_deadlines_start(void)
{
    HttpDeadlines *deadlines = calloc(1, sizeof *deadlines);
    if (!deadlines)
        return NULL;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&deadlines->lock, NULL);
    pthread_cond_init(&deadlines->stopped, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&deadlines->thread, NULL, watch, deadlines) == 0)
        return deadlines;
    pthread_cond_destroy(&deadlines->stopped);
    pthread_mutex_destroy(&deadlines->lock);
    free(deadlines);
    return NULL;
}

static bool hang_up_all(HttpDeadlines *deadlines)
{
    pthread_mutex_lock(&deadlines->lock);
    bool any = deadlines->newest != NULL;
    hang_up(deadlines, INT64_MAX);
    pthread_mutex_unlock(&deadlines->lock);
    return any;
}

void http_deadlines_stop(HttpDeadlines *deadlines, int seconds_max)
{
    pthread_mutex_lock(&deadlines->lock);
    deadlines->stopping = true;
    pthread_cond_signal(&deadlines->stopped);
    pthread_mutex_unlock(&deadlines->lock);
    pthread_join(deadlines->thread, NULL);
    const struct timespec step = {.tv_nsec = STOP_ROUND_MS * (long)1000000};
    int64_t end = clock_ticks() + seconds_max * SECOND_US;
    while (hang_up_all(deadlines) && clock_ticks() < end)
        nanosleep(&step, NULL);
}

void http_deadlines_free(HttpDeadlines *deadlines)
{
    pthread_cond_destroy(&deadlines->stopped);
    pthread_mutex_destroy(&deadlines->lock);
    free(deadlines);
}

/* ---- one connection -------------------------------------------------------------------------- */

HttpDeadline *http_deadline_add(HttpDeadlines *deadlines, int socket, int seconds)
{
    HttpDeadline *deadline = calloc(1, sizeof *deadline);
    if (!deadline)
        return NULL;
    deadline->socket = socket;
    deadline->end_us = clock_ticks() + seconds * SECOND_US;
    pthread_mutex_lock(&deadlines->lock);
    deadline->older = deadlines->newest;
    if (deadlines->newest)
        deadlines->newest->newer = deadline;
    deadlines->newest = deadline;
    pthread_mutex_unlock(&deadlines->lock);
    return deadline;
}

void http_deadline_set(HttpDeadlines *deadlines, HttpDeadline *deadline, int seconds)
{
    if (!deadline)
        return;
    pthread_mutex_lock(&deadlines->lock);
    deadline->end_us = clock_ticks() + seconds * SECOND_US;
    pthread_mutex_unlock(&deadlines->lock);
}

void http_deadline_remove(HttpDeadlines *deadlines, HttpDeadline *deadline)
{
    if (!deadline)
        return;
    pthread_mutex_lock(&deadlines->lock);
    if (deadline->newer)
        deadline->newer->older = deadline->older;
    else
        deadlines->newest = deadline->older;
    if (deadline->older)
        deadline->older->newer = deadline->newer;
    pthread_mutex_unlock(&deadlines->lock);
    free(deadline);
}
