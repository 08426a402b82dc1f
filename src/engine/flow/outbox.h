/*
 * outbox.h - what others are to be told, kept in the transaction of what happened.
 *
 * A notice that is written with the change it tells of can neither be lost nor lie. It is a
 * CloudEvents 1.0 event; from the outbox it goes, with retries (at once, 1, 5, 30 minutes, 2, 6, 24
 * hours), to each receiver that asked for its type: a webhook (HTTP POST of JSON, signed with
 * HMAC-SHA256 over the body in X-Tongban-Signature) or an address for mail (SMTP). A receiver that
 * fails keeps its own place and holds up no other. Open pages of the console are told over
 * server-sent events (face/api/stream.h), by units.
 */
#ifndef TONGBAN_FLOW_OUTBOX_H
#define TONGBAN_FLOW_OUTBOX_H

#include "base/shape.h"

#include <stdatomic.h>

#define OUTBOX_DATA_RUNES_MAX 20000
#define OUTBOX_RECEIVERS_MAX 100

typedef struct OutboxEvent {
    int64_t id;           /* also the order in which they happened */
    Str type;             /* "matter.moved", "matter.opened", "matter.overdue" */
    Str subject;          /* number of the matter */
    int64_t unit_id;      /* who may be told on a page: the unit that holds it; 0 = the house */
    int64_t from_unit_id; /* and the one that held it before; 0 = the house */
    Instant at;
    Str data; /* JSON object, without personal data */
} OutboxEvent;
LIST_OF(OutboxEvent, OutboxEventList);
extern const Shape outbox_event_shape;

/* In the caller's transaction. */
must_use bool outbox_put(Ctx *ctx, const OutboxEvent *event);
/* Those after `id`, oldest first, at most `limit`; of units that may be seen. */
must_use bool outbox_after(Ctx *ctx, int64_t id, int64_t limit, OutboxEventList *ret);
must_use bool outbox_newest(Ctx *ctx, int64_t *ret_id);
/* The name of the move when it leaves the matter where it is and its holder is to know of it
 * (「催办」); empty for everything else. */
Str outbox_notice(Ctx *ctx, const OutboxEvent *event);

typedef struct OutboxReceiver {
    int64_t id;
    Str name;
    Str kind;    /* webhook, mail */
    Str address; /* https://..., or a mail address */
    Str types;   /* "matter.opened matter.moved"; "*" = all */
    Str secret;  /* of the signature; shown once when made */
    bool paused;
    /* How far it is; of outbox_receivers. */
    int64_t waiting;
    int64_t tries; /* that failed since the last success */
    bool has_next_at;
    Instant next_at; /* when it is tried again */
    Str error;       /* the last one; empty = it got everything */
} OutboxReceiver;
LIST_OF(OutboxReceiver, OutboxReceiverList);
extern const Shape outbox_receiver_shape;
/* Without their secrets, by name. */
must_use bool outbox_receivers(Ctx *ctx, OutboxReceiverList *ret);
/* Each one transaction, audited. A new one (id 0) gets what happens from now on; an empty secret is
 * made up for a new one and left as it was for another. `ret->secret` is the secret in plain when
 * it was given or made. What waits for one that is changed is tried at once. */
must_use bool outbox_receiver_put(Ctx *ctx, const OutboxReceiver *receiver, Str why,
                                  OutboxReceiver *ret);
must_use bool outbox_receiver_remove(Ctx *ctx, int64_t id, Str why);
bool outbox_is_mail_address(Str text);
/* For delivery: what is kept of a secret, in plain. */
must_use bool outbox_secret_open(Ctx *ctx, Str kept, Str *ret);

/* Delivers what is due now, at most `limit` and soon ending when *stopping (may be NULL) becomes
 * true, each receiver in the order of the events, several receivers side by side. At least once: an
 * event whose receipt could not be noted is sent again, with the same id. */
must_use bool outbox_deliver(Ctx *ctx, int64_t limit, const atomic_bool *stopping,
                             int64_t *ret_sent);
/* What still waits, of receivers that are not paused. Needs the whole scope. */
must_use bool outbox_waiting(Ctx *ctx, int64_t *ret);
/* Takes away a piece of what is older than the pack says and has been delivered to all. */
must_use bool outbox_wipe(Ctx *ctx);

/* packs/outbox/, to be checked at start. */
must_use bool outbox_check(Ctx *ctx);

#endif
