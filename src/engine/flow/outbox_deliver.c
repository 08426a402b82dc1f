/*
 * The delivery of the outbox: all receivers whose turn it is side by side, each in the order of the
 * events. Who delivers has a receiver to himself for LEASE_MS, so that a verb beside a running
 * server sends nothing twice.
 */
#include "base/utf8.h"
#include "engine/access/access.h"
#include "engine/flow/outbox_message.h"
#include "port/clock.h"
#include "port/fetch.h"
#include "port/files.h"
#include "sql_ids.h"

#define BATCH_EVENTS 20
#define LEASE_MS (120 * INT64_C(1000))
/* After so long nothing new is begun; what is under way takes FETCH_SECONDS_MAX more. */
#define BEGIN_US (20 * INT64_C(1000000))
#define STEP_MS 200
#define ERROR_RUNES_MAX 200
#define PASSWORD_BYTES_MAX 1000
#define MINUTE_MS INT64_C(60000)
#define WIPE_ROWS 1000

/* Whose turn it is, as kept. */
typedef struct Due {
    int64_t id;
    Str name;
    Str kind;
    Str address;
    Str types;
    Str secret;
    int64_t done_id;
    int64_t tries;
    Instant next_at;
} Due;
static const Field due_fields[] = {
    FIELD(Due, id, "", 0),      FIELD(Due, name, "", 0),  FIELD(Due, kind, "", 0),
    FIELD(Due, address, "", 0), FIELD(Due, types, "", 0), FIELD(Due, secret, "", 0),
    FIELD(Due, done_id, "", 0), FIELD(Due, tries, "", 0), FIELD(Due, next_at, "", 0),
};
static const Shape due_shape = SHAPE(Due, due_fields);
LIST_OF(Due, DueList);

/* One receiver being told. */
typedef struct Sending {
    Due due;
    Str secret;
    OutboxEventList events;
    size_t next;
    int64_t done_id; /* up to which it has been told */
    bool failed;
    Str error;
    bool inner;
    FetchMail mail;
} Sending;
LIST_OF(Sending, SendingList);

typedef struct Delivery {
    Ctx *ctx;
    Fetcher *fetcher;
    OutboxSettings settings;
    Str password;
    const atomic_bool *stopping;
    int64_t newest;
    int64_t begin_until; /* clock_ticks */
    int64_t limit;
    int64_t sent;
} Delivery;

static bool may_begin(const Delivery *delivery)
{
    return delivery->sent < delivery->limit && clock_ticks() < delivery->begin_until &&
           !(delivery->stopping && atomic_load(delivery->stopping));
}

static void give_up(Sending *sending, Str error)
{
    sending->failed = true;
    sending->error = utf8_prefix(error, ERROR_RUNES_MAX);
}

/* A failure of this receiver alone; the others go on. */
static void give_up_for(Ctx *ctx, Sending *sending)
{
    give_up(sending, str_copy(ctx->arena, ctx->fail.message));
    fail_clear(ctx);
}

/* ---- one event ---------------------------------------------------------------------------------
 */

static bool request_webhook(Delivery *delivery, const Sending *sending, const OutboxEvent *event,
                            FetchRequest *request)
{
    Ctx *ctx = delivery->ctx;
    Str signature;
    request->url = sending->due.address;
    request->body = outbox_cloud_event(ctx->arena, delivery->settings.source, event);
    request->inner = sending->inner;
    request->certificates = delivery->settings.certificates;
    if (!outbox_signature(ctx, sending->secret, request->body, &signature))
        return false;
    request->headers[0] =
        (FetchHeader){"Content-Type", STR("application/cloudevents+json; charset=UTF-8")};
    request->headers[1] = (FetchHeader){OUTBOX_SIGNATURE, signature};
    return true;
}

static bool request_mail(Delivery *delivery, Sending *sending, const OutboxEvent *event,
                         FetchRequest *request)
{
    const OutboxMail *mail = &delivery->settings.mail;
    if (str_empty(mail->server))
        return fail(delivery->ctx, FAIL_STATE, "没有设置邮件服务器（packs/outbox/mail.yaml）");
    sending->mail =
        (FetchMail){.from = mail->from,
                    .to = sending->due.address,
                    .user = mail->user,
                    .password = delivery->password,
                    .starttls = mail->starttls && str_starts(mail->server, STR("smtp://"))};
    request->url = mail->server;
    request->body = outbox_mail(delivery->ctx->arena, mail->from, sending->due.address, event);
    request->inner = true; /* the bureau itself named it */
    request->certificates = mail->certificates;
    request->mail = &sending->mail;
    return true;
}

static void begin(Delivery *delivery, Sending *sending)
{
    const OutboxEvent *event = &sending->events.at[sending->next];
    FetchRequest request = {.self = sending};
    bool is_mail = str_equal_c(sending->due.kind, "mail");
    if (!(is_mail ? request_mail(delivery, sending, event, &request)
                  : request_webhook(delivery, sending, event, &request)) ||
        !fetch_start(delivery->ctx, delivery->fetcher, &request))
        give_up_for(delivery->ctx, sending);
}

static void take_answer(Delivery *delivery, const FetchAnswer *answer)
{
    Sending *sending = answer->self;
    bool good = answer->answered && answer->status >= 200 && answer->status < 300;
    if (!good) {
        give_up(sending, answer->answered ? str_format(delivery->ctx->arena, "对方回答 %lld",
                                                       (long long)answer->status)
                                          : answer->error);
        return;
    }
    sending->done_id = sending->events.at[sending->next++].id;
    delivery->sent++;
    if (sending->next < sending->events.count && may_begin(delivery))
        begin(delivery, sending);
}

/* ---- a receiver --------------------------------------------------------------------------------
 */

static bool claim(Delivery *delivery, const Due *due, bool *ret)
{
    int64_t changed = 0;
    Instant until = {clock_now(delivery->ctx).ms + LEASE_MS};
    if (!db_run(delivery->ctx, SQL_OUTBOX_CLAIM,
                BINDS({"until", bind(until)}, {"id", bind(due->id)},
                      {"next_at", bind(due->next_at)}, {"done_id", bind(due->done_id)}),
                &changed))
        return false;
    *ret = changed == 1;
    return true;
}

static bool prepare(Delivery *delivery, Sending *sending)
{
    Ctx *ctx = delivery->ctx;
    const Due *due = &sending->due;
    Str host;
    sending->done_id = due->done_id;
    if (!db_all(ctx, SQL_OUTBOX_AFTER_OF_TYPES,
                BINDS({"id", bind(due->done_id)}, {"until", bind(delivery->newest)},
                      {"types", bind(str_equal_c(due->types, "*")
                                         ? due->types
                                         : str_format(ctx->arena, " %.*s ", STRF(due->types)))},
                      {"limit", bind(BATCH_EVENTS)}),
                &outbox_event_shape, &sending->events))
        return false;
    if (!outbox_secret_open(ctx, due->secret, &sending->secret) ||
        (str_equal_c(due->kind, "webhook") && !fetch_check_url(ctx, due->address, &host))) {
        give_up_for(ctx, sending);
    } else if (str_equal_c(due->kind, "webhook")) {
        sending->inner = outbox_host_is_inner(&delivery->settings, host);
        if (!outbox_host_may(&delivery->settings, host))
            give_up(sending, STR("主机不在允许外发的名单里"));
    }
    return true;
}

static Instant next_turn(const Delivery *delivery, int64_t tries)
{
    const OutboxRetryList *retries = &delivery->settings.retry_minutes;
    size_t step = (size_t)tries <= retries->count ? (size_t)tries - 1 : retries->count - 1;
    return (Instant){clock_now(delivery->ctx).ms + retries->at[step].minutes * MINUTE_MS};
}

static bool settle(Delivery *delivery, const Sending *sending)
{
    bool got_any = sending->done_id != sending->due.done_id;
    int64_t tries = got_any ? 0 : sending->due.tries;
    if (sending->failed)
        tries++;
    /* All that it asked for: what others asked for behind it is none of its business. */
    bool all = !sending->failed && sending->next == sending->events.count &&
               sending->events.count < BATCH_EVENTS;
    Instant next_at = sending->failed ? next_turn(delivery, tries) : (Instant){0};
    return db_run(delivery->ctx, SQL_OUTBOX_SETTLE,
                  BINDS({"done_id", bind(all ? delivery->newest : sending->done_id)},
                        {"tries", bind(all ? 0 : tries)}, {"next_at", bind(next_at)},
                        {"error", bind(sending->error)}, {"id", bind(sending->due.id)}),
                  NULL);
}

/* ---- all --------------------------------------------------------------------------------------
 */

static bool open_delivery(Delivery *delivery)
{
    Ctx *ctx = delivery->ctx;
    const OutboxMail *mail = &delivery->settings.mail;
    if (!outbox_settings_read(ctx, &delivery->settings) || !fetcher_open(ctx, &delivery->fetcher) ||
        !outbox_newest(ctx, &delivery->newest))
        return false;
    if (str_empty(mail->server) || str_empty(mail->password_file))
        return true;
    /* Without it mail fails, and says so; webhooks go on. */
    if (!file_read(ctx, mail->password_file, PASSWORD_BYTES_MAX, &delivery->password))
        fail_clear(ctx);
    delivery->password = str_trim(delivery->password);
    return true;
}

static bool claim_all(Delivery *delivery, SendingList *list)
{
    DueList due = {0};
    if (!db_all(delivery->ctx, SQL_OUTBOX_DUE,
                BINDS({"now", bind(clock_now(delivery->ctx))}, {"limit", bind(FETCH_AT_ONCE_MAX)}),
                &due_shape, &due))
        return false;
    for (size_t i = 0; i < due.count; i++) {
        bool mine;
        Sending sending = {.due = due.at[i]};
        if (!claim(delivery, &due.at[i], &mine))
            return false;
        if (!mine)
            continue;
        if (!prepare(delivery, &sending))
            return false;
        *LIST_ADD(delivery->ctx->arena, list) = sending;
    }
    return true;
}

static void send_all(Delivery *delivery, SendingList *list)
{
    FetchAnswer answer;
    LIST_EACH (Sending, sending, list)
        if (!sending->failed && sending->events.count > 0 && may_begin(delivery))
            begin(delivery, sending);
    while (fetch_under_way(delivery->fetcher) > 0 &&
           !(delivery->stopping && atomic_load(delivery->stopping)))
        if (fetch_next(delivery->fetcher, STEP_MS, &answer))
            take_answer(delivery, &answer);
}

bool outbox_deliver(Ctx *ctx, int64_t limit, const atomic_bool *stopping, int64_t *ret_sent)
{
    Delivery delivery = {
        .ctx = ctx, .stopping = stopping, .limit = limit, .begin_until = clock_ticks() + BEGIN_US};
    SendingList list = {0};
    if (!open_delivery(&delivery) || !claim_all(&delivery, &list))
        return fail_while(ctx, "外发通知");
    send_all(&delivery, &list);
    bool settled = true;
    LIST_EACH (const Sending, sending, &list)
        settled = settle(&delivery, sending) && settled;
    if (!settled)
        return fail_while(ctx, "外发通知");
    *ret_sent = delivery.sent;
    return true;
}

bool outbox_waiting(Ctx *ctx, int64_t *ret)
{
    return db_number(ctx, SQL_OUTBOX_WAITING, NO_BINDS, ret);
}

bool outbox_wipe(Ctx *ctx)
{
    OutboxSettings settings;
    if (!outbox_settings_read(ctx, &settings))
        return false;
    Instant before = {clock_now(ctx).ms - settings.keep_days * 1440 * MINUTE_MS};
    int64_t oldest;
    if (!db_number(ctx, SQL_OUTBOX_OLDEST_AT, NO_BINDS, &oldest))
        return false;
    return oldest == 0 || oldest >= before.ms ||
           db_run(ctx, SQL_OUTBOX_WIPE, BINDS({"limit", bind(WIPE_ROWS)}, {"before", bind(before)}),
                  NULL);
}
