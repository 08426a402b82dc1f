#include "face/api/group.h"

#include "face/api/api.h"

#include <pthread.h>

/* One is filled while others are told. */
#define GROUPS 3

struct GroupTeller {
    void (*seal)(void *self);
    void *self;
    pthread_t thread;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t changed;
    bool ending;
    Group *free;
    Group *first; /* to be told, in the order of their commits */
    Group **end;
    Group groups[GROUPS];
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
    for (size_t i = 0; i < group->count; i++) {
        http_reply(group->requests[i].exchange, &group->held[i]);
        arena_reset(group->members[i]);
    }
    pthread_mutex_lock(&teller->lock);
    group->next = teller->free;
    teller->free = group;
    pthread_cond_broadcast(&teller->changed);
    pthread_mutex_unlock(&teller->lock);
}

static void *tell(void *self)
{
    GroupTeller *teller = self;
    for (Group *group; (group = wait_for_some(teller));) {
        teller->seal(teller->self);
        for (Group *next; group; group = next) {
            next = group->next;
            answer(teller, group);
        }
    }
    return NULL;
}

static void free_groups(GroupTeller *teller)
{
    for (size_t i = 0; i < GROUPS; i++)
        for (size_t k = 0; k < GROUP_MAX; k++)
            arena_free(teller->groups[i].members[k]);
    pthread_cond_destroy(&teller->changed);
    pthread_mutex_destroy(&teller->lock);
}

bool group_teller_open(Ctx *ctx, void (*seal)(void *self), void *self, GroupTeller **ret)
{
    GroupTeller *teller = NEW(ctx->arena, GroupTeller, 1);
    teller->seal = seal;
    teller->self = self;
    teller->end = &teller->first;
    for (size_t i = 0; i < GROUPS; i++) {
        for (size_t k = 0; k < GROUP_MAX; k++)
            teller->groups[i].members[k] = arena_create(API_REQUEST_BYTES_MAX);
        teller->groups[i].next = teller->free;
        teller->free = &teller->groups[i];
    }
    pthread_mutex_init(&teller->lock, NULL);
    pthread_cond_init(&teller->changed, NULL);
    if (pthread_create(&teller->thread, NULL, tell, teller) != 0) {
        free_groups(teller);
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
    free_groups(teller);
}
