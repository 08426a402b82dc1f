#include "face/api/lane.h"

#include <pthread.h>
#include <sys/resource.h>

struct LaneQueue {
    LaneSetup setup;
    pthread_t thread;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t changed;
    bool ending;
    size_t first;
    size_t count;
    LaneRequest waiting[LANE_WAITING_MAX]; /* a ring, from `first` on */
};

static const LaneRequest *waiting_at(const LaneQueue *lane, size_t index)
{
    return &lane->waiting[(lane->first + index) % LANE_WAITING_MAX];
}

/* 0 when the lane has ended and nothing waits any more. `to` has room for setup.at_once. */
static size_t next(LaneQueue *lane, LaneRequest *to, bool *ret_ending)
{
    pthread_mutex_lock(&lane->lock);
    while (!lane->count && !lane->ending)
        pthread_cond_wait(&lane->changed, &lane->lock);
    size_t count = lane->count < lane->setup.at_once ? lane->count : lane->setup.at_once;
    for (size_t i = 0; i < count; i++)
        to[i] = *waiting_at(lane, i);
    lane->first = (lane->first + count) % LANE_WAITING_MAX;
    lane->count -= count;
    *ret_ending = lane->ending;
    pthread_mutex_unlock(&lane->lock);
    return count;
}

static void *work(void *self)
{
    LaneQueue *lane = self;
    const LaneSetup *setup = &lane->setup;
    /* On Linux this is of the thread alone. Without the right to it the lane works all the same. */
    (void)setpriority(PRIO_PROCESS, 0, setup->nice);
    LaneRequest taken[LANE_WAITING_MAX];
    bool ending = false;
    for (size_t count; (count = next(lane, taken, &ending)) > 0;) {
        for (size_t i = 0; ending && i < count; i++)
            setup->refuse(setup->self, &taken[i]);
        if (!ending)
            setup->run(setup->self, taken, count);
    }
    return NULL;
}

bool lane_start(Ctx *ctx, const LaneSetup *setup, LaneQueue **ret)
{
    LaneQueue *lane = NEW(ctx->arena, LaneQueue, 1);
    lane->setup = *setup;
    pthread_mutex_init(&lane->lock, NULL);
    pthread_cond_init(&lane->changed, NULL);
    if (pthread_create(&lane->thread, NULL, work, lane) != 0) {
        pthread_cond_destroy(&lane->changed);
        pthread_mutex_destroy(&lane->lock);
        return fail(ctx, FAIL_SYSTEM, "不能再开线程");
    }
    *ret = lane;
    return true;
}

static bool has_place(const LaneQueue *lane, Str client)
{
    size_t own = 0;
    for (size_t i = 0; i < lane->count; i++)
        own += str_equal(waiting_at(lane, i)->request->client, client);
    return !lane->ending && lane->count < LANE_WAITING_MAX && own < lane->setup.share_max;
}

bool lane_take(LaneQueue *lane, const LaneRequest *request)
{
    pthread_mutex_lock(&lane->lock);
    bool taken = has_place(lane, request->request->client);
    if (taken) {
        http_answer_later(request->exchange);
        lane->waiting[(lane->first + lane->count++) % LANE_WAITING_MAX] = *request;
        pthread_cond_signal(&lane->changed);
    }
    pthread_mutex_unlock(&lane->lock);
    return taken;
}

void lane_end(LaneQueue *lane)
{
    pthread_mutex_lock(&lane->lock);
    lane->ending = true;
    pthread_cond_signal(&lane->changed);
    pthread_mutex_unlock(&lane->lock);
}

void lane_close(LaneQueue *lane)
{
    if (!lane)
        return;
    lane_end(lane);
    pthread_join(lane->thread, NULL);
    pthread_cond_destroy(&lane->changed);
    pthread_mutex_destroy(&lane->lock);
}
