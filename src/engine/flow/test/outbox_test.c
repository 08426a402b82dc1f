#include "engine/flow/outbox.h"

#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "kit/kit_http.h"
#include "port/crypto.h"
#include "port/http.h"
#include "port/json.h"
#include "port/packs.h"

#include <pthread.h>

#define BODIES_MAX 64
#define BODY_BYTES 2000
#define MINUTE_MS INT64_C(60000)
#define SECRET "0123456789abcdef0123456789abcdef"

/* Another program that is told: answers 503 so often, then 200. */
typedef struct Inbox {
    pthread_mutex_t lock;
    HttpServer *server;
    int port;
    int refusals;
    int status; /* 0 = 204 */
    size_t asked;
    size_t count; /* taken */
    char bodies[BODIES_MAX][BODY_BYTES];
    char signatures[BODIES_MAX][100];
    char types[BODIES_MAX][100];
} Inbox;

static void keep(char *to, size_t size, Str text)
{
    snprintf(to, size, "%.*s", STRF(text));
}

static size_t body_max(void *self, const HttpRequest *head)
{
    (void)self;
    (void)head;
    return BODY_BYTES - 1;
}

static void handle(void *self, const HttpRequest *request, HttpExchange *exchange)
{
    Inbox *inbox = self;
    pthread_mutex_lock(&inbox->lock);
    int status = inbox->status ? inbox->status : 204;
    inbox->asked++;
    if (inbox->refusals > 0) {
        inbox->refusals--;
        status = 503;
    }
    if (status < 300 && inbox->count < BODIES_MAX) {
        size_t at = inbox->count++;
        keep(inbox->bodies[at], BODY_BYTES, request->body);
        keep(inbox->signatures[at], 100, http_header(&request->headers, "X-Tongban-Signature"));
        keep(inbox->types[at], 100, request->content_type);
    }
    pthread_mutex_unlock(&inbox->lock);
    http_reply(exchange, &(HttpReply){.status = status});
}

static void inbox_start(Ctx *ctx, Inbox *inbox)
{
    HttpService service = {.self = inbox, .body_max = body_max, .handle = handle};
    Str listen = str_format(ctx->arena, "127.0.0.1:%d", inbox->port);
    assert_ok(ctx, http_start(ctx, listen, &service, &inbox->server));
    inbox->port = http_port(inbox->server);
}

static Inbox *inbox_new(Ctx *ctx)
{
    Inbox *inbox = NEW(ctx->arena, Inbox, 1);
    pthread_mutex_init(&inbox->lock, NULL);
    inbox->port = kit_http_hold_port(ctx);
    inbox_start(ctx, inbox);
    return inbox;
}

/* The number of the n-th event taken. */
static int64_t taken(const Inbox *inbox, size_t at)
{
    const char *id = strstr(inbox->bodies[at], "\"id\":\"");
    int64_t number = 0;
    assert_non_null(id);
    Str text = str_of(id + 6);
    assert_true(str_to_int(str_slice(text, 0, str_find_byte(text, '"')), &number));
    return number;
}

/* ---- a house ----------------------------------------------------------------------------------
 */

static void ready(Ctx *ctx, const char *settings)
{
    Packs *packs;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    assert_ok(ctx, access_open(ctx, &(AccessSetup){0}, &ctx->access));
    if (settings) {
        PackList own = {0};
        *LIST_ADD(ctx->arena, &own) =
            (Pack){STR("outbox/receivers.yaml"), STR("own"), str_of(settings)};
        assert_ok(ctx, packs_overlay(ctx, packs, own, &ctx->packs));
    }
    actor_enter(ctx, &actor_local);
}

#define INNER                                                                                      \
    "source: /test\nhosts: []\ninner: [127.0.0.1]\nretry_minutes: [1, 5, 30]\nkeep_days: 30\n"

static int64_t receiver(Ctx *ctx, const char *name, const Inbox *inbox, const char *types)
{
    OutboxReceiver kept;
    OutboxReceiver one = {.name = str_of(name),
                          .kind = STR("webhook"),
                          .address = str_format(ctx->arena, "http://127.0.0.1:%d/in", inbox->port),
                          .types = str_of(types),
                          .secret = STR(SECRET)};
    assert_ok(ctx, outbox_receiver_put(ctx, &one, STR("测试"), &kept));
    return kept.id;
}

static void happen(Ctx *ctx, const char *type, int number)
{
    OutboxEvent event = {.type = str_of(type),
                         .subject = str_format(ctx->arena, "X-%d", number),
                         .at = clock_now(ctx),
                         .data = STR("{\"state\":\"handling\"}")};
    assert_ok(ctx, outbox_put(ctx, &event));
}

static int64_t deliver(Ctx *ctx)
{
    int64_t sent = 0;
    assert_ok(ctx, outbox_deliver(ctx, 1000, NULL, &sent));
    return sent;
}

static int64_t waiting(Ctx *ctx)
{
    int64_t count = 0;
    assert_ok(ctx, outbox_waiting(ctx, &count));
    return count;
}

static Clock *clock_of(Ctx *ctx)
{
    Clock *clock = NEW(ctx->arena, Clock, 1);
    *clock = clock_frozen(clock_now(ctx));
    ctx->clock = clock;
    return clock;
}

/* ---- tests ------------------------------------------------------------------------------------
 */

static void events_come_in_order_signed_and_once(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ready(ctx, INNER);
        Inbox *inbox = inbox_new(ctx);
        happen(ctx, "matter.opened", 0); /* before it was there: none of its business */
        receiver(ctx, "系统", inbox, "*");
        for (int i = 1; i <= 50; i++)
            happen(ctx, i % 2 ? "matter.opened" : "matter.moved", i);
        while (waiting(ctx) > 0)
            assert_true(deliver(ctx) > 0);
        assert_int_equal(deliver(ctx), 0);
        assert_int_equal(inbox->count, 50);
        for (size_t i = 0; i < 50; i++) {
            unsigned char mac[SHA256_BYTES];
            assert_int_equal(taken(inbox, i), taken(inbox, 0) + (int64_t)i);
            assert_ok(ctx, crypto_hmac_sha256(ctx, STR(SECRET), str_of(inbox->bodies[i]), mac));
            assert_str(
                str_of(inbox->signatures[i]),
                str_to_c(ctx->arena, str_format(ctx->arena, "sha256=%.*s",
                                                STRF(hex_encode(ctx->arena, str_from(mac, 32))))));
            assert_contains(str_of(inbox->types[i]), "application/cloudevents+json");
        }
        assert_contains(str_of(inbox->bodies[0]), "\"specversion\":\"1.0\"");
        assert_contains(str_of(inbox->bodies[0]), "\"source\":\"/test\"");
        assert_contains(str_of(inbox->bodies[0]), "\"type\":\"matter.opened\"");
        assert_contains(str_of(inbox->bodies[0]), "\"subject\":\"X-1\"");
        assert_contains(str_of(inbox->bodies[0]), "\"data\":{\"state\":\"handling\"}}");
        http_stop(inbox->server);
    }
}

static OutboxReceiver state_of(Ctx *ctx, int64_t id)
{
    OutboxReceiverList list;
    assert_ok(ctx, outbox_receivers(ctx, &list));
    LIST_EACH (const OutboxReceiver, one, &list)
        if (one->id == id)
            return *one;
    fail_msg("no receiver %lld", (long long)id);
    return (OutboxReceiver){0};
}

static void one_that_fails_loses_nothing_and_holds_up_no_other(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ready(ctx, INNER);
        Clock *clock = clock_of(ctx);
        Inbox *ill = inbox_new(ctx), *well = inbox_new(ctx);
        int64_t id = receiver(ctx, "病", ill, "*");
        receiver(ctx, "好", well, "matter.moved");
        for (int i = 1; i <= 6; i++)
            happen(ctx, i % 2 ? "matter.opened" : "matter.moved", i);
        ill->refusals = 2;
        deliver(ctx);
        assert_int_equal(well->count, 3);
        assert_int_equal(ill->count, 0);
        OutboxReceiver seen = state_of(ctx, id);
        assert_str(seen.error, "对方回答 503");
        assert_int_equal(seen.tries, 1);
        assert_int_equal(seen.waiting, 6);
        assert_int_equal(seen.next_at.ms, clock->held.ms + MINUTE_MS);
        deliver(ctx); /* not its turn yet */
        assert_int_equal(ill->asked, 1);
        clock->held.ms += MINUTE_MS;
        deliver(ctx);
        assert_int_equal(ill->asked, 2);
        seen = state_of(ctx, id);
        assert_int_equal(seen.tries, 2);
        assert_int_equal(seen.next_at.ms, clock->held.ms + 5 * MINUTE_MS);
        /* It dies altogether, and more happens. */
        http_stop(ill->server);
        happen(ctx, "matter.opened", 7);
        for (int round = 0; round < 3; round++) {
            clock->held.ms += 30 * MINUTE_MS;
            deliver(ctx);
            seen = state_of(ctx, id);
            assert_contains(seen.error, "连不上");
            assert_int_equal(seen.next_at.ms, clock->held.ms + 30 * MINUTE_MS);
        }
        assert_int_equal(well->count, 3);
        inbox_start(ctx, ill);
        clock->held.ms += 30 * MINUTE_MS;
        deliver(ctx);
        assert_int_equal(ill->count, 7);
        for (size_t i = 0; i < 7; i++)
            assert_int_equal(taken(ill, i), taken(ill, 0) + (int64_t)i);
        seen = state_of(ctx, id);
        assert_int_equal(seen.waiting, 0);
        assert_int_equal(seen.tries, 0);
        assert_true(str_empty(seen.error));
        assert_false(seen.has_next_at);
        http_stop(ill->server);
        http_stop(well->server);
    }
}

static void a_failure_in_the_middle_goes_on_where_it_stopped(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ready(ctx, INNER);
        Clock *clock = clock_of(ctx);
        Inbox *inbox = inbox_new(ctx);
        int64_t id = receiver(ctx, "系统", inbox, "*");
        happen(ctx, "matter.opened", 1);
        deliver(ctx);
        inbox->status = 500;
        happen(ctx, "matter.opened", 2);
        happen(ctx, "matter.opened", 3);
        deliver(ctx);
        assert_int_equal(inbox->count, 1);
        assert_int_equal(state_of(ctx, id).waiting, 2);
        inbox->status = 302; /* a redirection is not followed */
        clock->held.ms += MINUTE_MS;
        deliver(ctx);
        assert_str(state_of(ctx, id).error, "对方回答 302");
        inbox->status = 0;
        clock->held.ms += 5 * MINUTE_MS;
        deliver(ctx);
        assert_int_equal(inbox->count, 3);
        assert_int_equal(taken(inbox, 2), taken(inbox, 0) + 2);
        http_stop(inbox->server);
    }
}

static void who_is_paused_waits_and_then_gets_everything(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ready(ctx, INNER);
        Inbox *inbox = inbox_new(ctx);
        int64_t id = receiver(ctx, "系统", inbox, "*");
        OutboxReceiver one = state_of(ctx, id), kept;
        one.paused = true;
        assert_ok(ctx, outbox_receiver_put(ctx, &one, STR("停"), &kept));
        assert_true(str_empty(kept.secret));
        happen(ctx, "matter.opened", 1);
        assert_int_equal(deliver(ctx), 0);
        one.paused = false;
        assert_ok(ctx, outbox_receiver_put(ctx, &one, STR("开"), &kept));
        assert_int_equal(deliver(ctx), 1);
        /* The secret is as it was. */
        unsigned char mac[SHA256_BYTES];
        assert_ok(ctx, crypto_hmac_sha256(ctx, STR(SECRET), str_of(inbox->bodies[0]), mac));
        assert_contains(str_of(inbox->signatures[0]),
                        str_to_c(ctx->arena, hex_encode(ctx->arena, str_from(mac, 32))));
        assert_ok(ctx, outbox_receiver_remove(ctx, id, STR("不用了")));
        assert_fails(ctx, FAIL_NOT_FOUND, outbox_receiver_remove(ctx, id, STR("再删")));
        http_stop(inbox->server);
    }
}

static void inner_networks_are_not_reached_unless_allowed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ready(ctx, NULL);
        Inbox *inbox = inbox_new(ctx);
        int64_t id = receiver(ctx, "系统", inbox, "*");
        happen(ctx, "matter.opened", 1);
        assert_int_equal(deliver(ctx), 0);
        assert_int_equal(inbox->asked, 0);
        assert_contains(state_of(ctx, id).error, "不允许外发");
        http_stop(inbox->server);
    }
}

static void what_is_no_receiver_is_told(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        static const struct {
            const char *name, *kind, *address, *types;
        } wrong[] = {
            {"", "webhook", "https://a.example/", "*"},
            {"甲", "fax", "https://a.example/", "*"},
            {"甲", "webhook", "ftp://a.example/", "*"},
            {"甲", "webhook", "https://u:p@a.example/", "*"},
            {"甲", "webhook", "file:///etc/passwd", "*"},
            {"甲", "webhook", "https://b.example/", "*"},
            {"甲", "webhook", "https://a.example/", ""},
            {"甲", "webhook", "https://a.example/", "* matter.moved"},
            {"甲", "webhook", "https://a.example/", "matter'moved"},
            {"甲", "mail", "nobody", "*"},
            {"甲", "mail", "a@b.example\nTo: c@d.example", "*"},
        };
        ready(ctx, "source: /t\nhosts: [a.example]\nretry_minutes: [1]\nkeep_days: 1\n");
        for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
            OutboxReceiver kept, one = {.name = str_of(wrong[i].name),
                                        .kind = str_of(wrong[i].kind),
                                        .address = str_of(wrong[i].address),
                                        .types = str_of(wrong[i].types)};
            assert_fails(ctx, FAIL_INVALID, outbox_receiver_put(ctx, &one, STR("测试"), &kept));
        }
        OutboxReceiver kept, one = {.name = STR("甲"),
                                    .kind = STR("webhook"),
                                    .address = STR("https://A.example/x"),
                                    .types = STR("*")};
        assert_ok(ctx, outbox_receiver_put(ctx, &one, STR("测试"), &kept));
        assert_int_equal(kept.secret.len, 40);
        assert_fails(ctx, FAIL_CONFLICT, outbox_receiver_put(ctx, &one, STR("测试"), &kept));
    }
}

static void what_is_old_and_delivered_is_taken_away(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        ready(ctx, INNER);
        Clock *clock = clock_of(ctx);
        Inbox *inbox = inbox_new(ctx);
        OutboxEventList left;
        int64_t newest;
        receiver(ctx, "系统", inbox, "*");
        for (int i = 1; i <= 3; i++)
            happen(ctx, "matter.opened", i);
        assert_ok(ctx, outbox_newest(ctx, &newest));
        clock->held.ms += 31 * 1440 * MINUTE_MS;
        assert_ok(ctx, outbox_wipe(ctx)); /* not delivered yet */
        assert_ok(ctx, outbox_after(ctx, 0, 10, &left));
        assert_int_equal(left.count, 3);
        deliver(ctx);
        assert_ok(ctx, outbox_wipe(ctx));
        assert_ok(ctx, outbox_after(ctx, 0, 10, &left));
        assert_int_equal(left.count, 1);
        assert_int_equal(left.at[0].id, newest);
        http_stop(inbox->server);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(events_come_in_order_signed_and_once),
        KIT_TEST(one_that_fails_loses_nothing_and_holds_up_no_other),
        KIT_TEST(a_failure_in_the_middle_goes_on_where_it_stopped),
        KIT_TEST(who_is_paused_waits_and_then_gets_everything),
        KIT_TEST(inner_networks_are_not_reached_unless_allowed),
        KIT_TEST(what_is_no_receiver_is_told),
        KIT_TEST(what_is_old_and_delivered_is_taken_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
