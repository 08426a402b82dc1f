/*
 * group.h - changes that are committed together, and their answers.
 *
 * The lane that writes fills a group, commits it and goes on with the next one; meanwhile the
 * teller, a thread of its own, has what was committed sealed and answers the requests. So nobody is
 * told of a change that is not on the disk and under the seal, and signing holds up no writing: one
 * sealing serves all groups that were committed before it.
 */
#ifndef TONGBAN_FACE_GROUP_H
#define TONGBAN_FACE_GROUP_H

#include "face/api/lane.h"

/* Of the changes that wait at once, so many are committed together. */
#define GROUP_MAX 64
/* One is filled while others are told. */
#define GROUP_COUNT 3
#define GROUP_TIDY 32

typedef struct Group {
    struct Group *next;
    LaneRequest requests[GROUP_MAX];
    size_t count;
    HttpReply held[GROUP_MAX]; /* the answers */
} Group;

typedef struct GroupTeller GroupTeller;

typedef struct GroupSetup {
    void *self;
    /* On the teller's thread: before answers are sent, and for each of them. */
    void (*seal)(void *self);
    void (*answer)(void *self, const LaneRequest *request, const HttpReply *held);
    /* After every GROUP_TIDY groups, when all are answered. */
    void (*tidy)(void *self);
} GroupSetup;
/* `setup` is copied. Lives in ctx->arena. */
must_use bool group_teller_open(Ctx *ctx, const GroupSetup *setup, GroupTeller **ret);
/* An empty group with these requests; waits until one is free. Of the lane's thread. */
Group *group_take(GroupTeller *teller, const LaneRequest *requests, size_t count);
/* All are answered in `held`: to be told. */
void group_tell(GroupTeller *teller, Group *group);
/* Tells what is left, then ends the thread. NULL is allowed. */
void group_teller_close(GroupTeller *teller);

#endif
