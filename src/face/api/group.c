#include "face/api/group.h"

#include <pthread.h>

struct GroupTeller {
    GroupSetup setup;
    pthread_t thread;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t changed;
    bool ending;
    Group *free;
    Group *first; /* to be told, in the order of their commits */
    Group **end;
    Group groups[GROUP_COUNT];
};

Group *group_take(GroupTeller *teller, const LaneRequest *requests, size_t count)
{
    pthread_mutex_lock(&teller->lock);
    while (!teller->free)
        pthread_cond_wait(&teller->changed, &teller->lock);
    Group *group = teller->free;
    teller->free = group->next;
    pthread_mutex_unlock(&teller->lock);
    memcpy(group->requests, requests, count * sizeof *requests);
    memset(group->held, 0, sizeof group->held);
    group->count = count;
    group->next = NULL;
    return group;
}

void group_tell(GroupTeller *teller, Group *group)
{
    pthread_mutex_lock(&teller->lock);
    *teller->end = group;
    teller->end = &group->next;
    pthread_cond_broadcast(&teller->changed);
    pthread_mutex_unlock(&teller->lock);
}

/* All that wait; NULL when the teller has ended. */
static Group *wait_for_some(GroupTeller *teller)
{
    pthread_mutex_lock(&teller->lock);
    while (!teller->first && !teller->ending)
        pthread_cond_wait(&teller->changed, &teller->lock);
    Group *some = teller->first;
    teller->first = NULL;
    teller->end = &teller->first;
    pthread_mutex_unlock(&teller->lock);
    return some;
}

static void answer(GroupTeller *teller, Group *group)
{
    for (size_t i = 0; i < group->count; i++)
        teller->setup.answer(teller->setup.self, &group->requests[i], &group->held[i]);
    pthread_mutex_lock(&teller->lock);
    group->next = teller->free;
    teller->free = group;
    pthread_cond_broadcast(&teller->changed);
    pthread_mutex_unlock(&teller->lock);
}

static void *tell(void *self)
{
    GroupTeller *teller = self;
    size_t told = 0;
    for (Group *group; (group = wait_for_some(teller));) {
        teller->setup.seal(teller->setup.self);
        for (Group *next; group; group = next, told++) {
            next = group->next;
            answer(teller, group);
        }
        if (told >= GROUP_TIDY) {
            teller->setup.tidy(teller->setup.self);
            told = 0;
        }
    }
    return NULL;
}

static void release(GroupTeller *teller)
{
    pthread_cond_destroy(&teller->changed);
    pthread_mutex_destroy(&teller->lock);
}

bool group_teller_open(Ctx *ctx, const GroupSetup *setup, GroupTeller **ret)
{
    GroupTeller *teller = NEW(ctx->arena, GroupTeller, 1);
    teller->setup = *setup;
    teller->end = &teller->first;
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        teller->groups[i].next = teller->free;
        teller->free = &teller->groups[i];
    }
    pthread_mutex_init(&teller->lock, NULL);
    pthread_cond_init(&teller->changed, NULL);
    if (pthread_create(&teller->thread, NULL, tell, teller) != 0) {
        release(teller);
        return fail(ctx, FAIL_SYSTEM, "不能再开线程");
    }
    *ret = teller;
    return true;
}

void group_teller_close(GroupTeller *teller)
{
    if (!teller)
        return;
    pthread_mutex_lock(&teller->lock);
    teller->ending = true;
    pthread_cond_broadcast(&teller->changed);
    pthread_mutex_unlock(&teller->lock);
    pthread_join(teller->thread, NULL);
    release(teller);
}
