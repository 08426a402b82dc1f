/*
 * outbox_settings.h - packs/outbox/: where events may be sent, how often they are tried again, by
 * which server mail goes. Private to engine/flow but for outbox_settings_check (outbox.h).
 */
#ifndef TONGBAN_FLOW_OUTBOX_SETTINGS_H
#define TONGBAN_FLOW_OUTBOX_SETTINGS_H

#include "base/shape.h"

typedef struct OutboxRetry {
    int64_t minutes;
} OutboxRetry;
LIST_OF(OutboxRetry, OutboxRetryList);

typedef struct OutboxMail {
    Str server; /* empty = no mail */
    Str from;
    Str user;
    Str password_file;
    bool starttls;
    Str certificates;
} OutboxMail;

typedef struct OutboxSettings {
    Str source;
    TextList hosts;
    TextList inner;
    Str certificates;
    OutboxRetryList retry_minutes;
    int64_t keep_days;
    OutboxMail mail;
} OutboxSettings;

/* Remembered with the packs. FAIL_INVALID with file and line. */
must_use bool outbox_settings_read(Ctx *ctx, OutboxSettings *ret);
bool outbox_host_may(const OutboxSettings *settings, Str host);
bool outbox_host_is_inner(const OutboxSettings *settings, Str host);

#endif
