/*
 * outbox_message.h - an event as it goes out: a CloudEvents 1.0 JSON body with its signature, or a
 * mail. Private to engine/flow.
 */
#ifndef TONGBAN_FLOW_OUTBOX_MESSAGE_H
#define TONGBAN_FLOW_OUTBOX_MESSAGE_H

#include "engine/flow/outbox.h"
#include "engine/flow/outbox_settings.h"

#define OUTBOX_SIGNATURE "X-Tongban-Signature"

/* Content-Type application/cloudevents+json (structured mode). */
Str outbox_cloud_event(Arena *arena, Str source, const OutboxEvent *event);
/* "sha256=" and the HMAC-SHA256 of the body in hexadecimal digits. */
must_use bool outbox_signature(Ctx *ctx, Str secret, Str body, Str *ret);
/* RFC 5322, UTF-8 in Base64. */
Str outbox_mail(Arena *arena, Str from, Str to, const OutboxEvent *event);

#endif
