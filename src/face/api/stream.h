/*
 * stream.h - GET /api/stream: open pages are told at once what happened in units that their user
 * may see (server-sent events of the outbox, engine/flow/outbox.h), as far as he may read such
 * things (Module.notices).
 *
 * One thread polls the outbox for all streams and occupies none of the server's own; without an
 * open stream it sleeps. `id:` is the number in the outbox; with Last-Event-ID (or ?after=) a
 * stream goes on where the one before ended, and a page that missed too much is told `reset`: to
 * load everything anew. Each stream goes through the gate again every few seconds, so that it ends
 * with its session and follows its rights; it does not keep the session awake.
 */
#ifndef TONGBAN_FACE_STREAM_H
#define TONGBAN_FACE_STREAM_H

#include "face/api/answer.h"

#define STREAM_PATH "/api/stream"
#define STREAMS_MAX 200
#define STREAMS_OF_ONE_MAX 8 /* of an account */
#define STREAM_POLL_MS 500
#define STREAM_GATE_MS 5000
#define STREAM_HEARTBEAT_MS 15000
#define STREAM_LIFE_MS (30 * 60000) /* then the page opens the next one */
#define STREAM_MISSED_MAX 500       /* events; beyond, `reset` */

typedef struct StreamHub StreamHub;
/* `base` has clock, packs and access, and the hub's own database connection. Starts the thread,
 * which takes the signal mask of the caller; lives in ctx->arena, and stream_hub_close must be
 * called before that is freed. `gate` must outlive it. */
must_use bool stream_hub_open(Ctx *ctx, const Ctx *base, const Gate *gate, StreamHub **ret);
/* Answers a request that the gate has let in; FAIL_LIMITED when there are too many. */
must_use bool stream_hub_take(StreamHub *hub, Work *work);
/* Ends all streams and takes no more. */
void stream_hub_end(StreamHub *hub);
/* After stream_hub_end; NULL is allowed. */
void stream_hub_close(StreamHub *hub);

#endif
