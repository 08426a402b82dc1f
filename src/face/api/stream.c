#include "face/api/stream.h"

#include "engine/flow/outbox.h"
#include "port/clock.h"
#include "port/json.h"

#include <pthread.h>
#include <time.h>

#define STREAM_BYTES_MAX (1 * MIB) /* of what is remembered of one */
#define HUB_BYTES_MAX (64 * MIB)
#define EVENT_BYTES_MAX (128 * KIB)
#define TICKS_MS INT64_C(1000)

/* What is remembered of who reads, to ask the gate again. */
typedef struct Reader {
    Str cookie;
    Str authorization;
    Str client;
    DbScope scope;
    uint64_t rights; /* rights_of */
} Reader;

typedef struct Stream {
    HttpStream *http; /* NULL = a free place */
    Arena *arena;     /* of `reader` */
    Reader reader;
    int64_t account_id;
    int64_t told; /* the event up to which it has been told */
    int64_t opened, checked, written;
} Stream;

struct StreamHub {
    Ctx base;
    const Gate *gate;
    pthread_t thread;
    pthread_mutex_t lock; /* of `ending` and who has which place; what is in it is the thread's */
    pthread_cond_t changed;
    bool ending;
    size_t count;
    Stream places[STREAMS_MAX];
    int64_t known; /* the newest event that has been read; -1: none yet */
};

static int64_t now_ms(void)
{
    return clock_ticks() / TICKS_MS;
}

/* ---- one --------------------------------------------------------------------------------------
 */

static void remember(Stream *stream, const Reader *reader)
{
    arena_reset(stream->arena);
    stream->reader = (Reader){.cookie = str_copy(stream->arena, reader->cookie),
                              .authorization = str_copy(stream->arena, reader->authorization),
                              .client = str_copy(stream->arena, reader->client),
                              .scope = reader->scope,
                              .rights = reader->rights};
    stream->reader.scope.units = str_copy(stream->arena, reader->scope.units);
}

static bool write_text(Stream *stream, Str text)
{
    stream->written = now_ms();
    return http_stream_write(stream->http, text);
}

/* It has come to where the reader looks: opened there, or handed there from elsewhere. */
static bool has_arrived(const DbScope *scope, const OutboxEvent *event)
{
    bool made =
        str_equal_c(event->type, "matter.opened") || str_equal_c(event->type, "matter.assigned");
    return scope_allows(scope, event->unit_id) &&
           (made || !scope_allows(scope, event->from_unit_id));
}

/* Of who holds it: the house, which sees everything, sends such notices and gets none. */
static Str notice_of(Ctx *ctx, const DbScope *scope, const OutboxEvent *event)
{
    bool holds = !scope->whole && scope_allows(scope, event->unit_id);
    return holds ? outbox_notice(ctx, event) : (Str){0};
}

static Str event_text(Ctx *ctx, const DbScope *scope, const OutboxEvent *event)
{
    Buf text = buf_create(ctx->arena, EVENT_BYTES_MAX);
    buf_format(&text, "id: %lld\ndata: ", (long long)event->id);
    JsonWriter json = json_writer(&text);
    json_begin_object(&json);
    json_key(&json, STR("type"));
    json_str(&json, event->type);
    json_key(&json, STR("subject"));
    json_str(&json, event->subject);
    json_key(&json, STR("unit_id"));
    json_int(&json, event->unit_id);
    json_key(&json, STR("from_unit_id"));
    json_int(&json, event->from_unit_id);
    json_key(&json, STR("at"));
    json_instant(&json, event->at);
    json_key(&json, STR("arrived"));
    json_bool(&json, has_arrived(scope, event));
    json_key(&json, STR("notice"));
    json_str(&json, notice_of(ctx, scope, event));
    json_end_object(&json);
    buf_add_c(&text, "\n\n");
    return buf_str(&text);
}

/* Which of the modules' notices the actor may be told, each a bit. */
static uint64_t rights_of(const Actor *actor)
{
    uint64_t rights = 0, bit = 1;
    for (size_t i = 0; i < all_module_count; i++)
        for (const NoticeRight *row = all_modules[i]->notices; row && row->type; row++, bit <<= 1)
            rights |= actor_may(actor, row->permission) ? bit : 0;
    return rights;
}

static bool may_know(uint64_t rights, Str type)
{
    uint64_t bit = 1;
    for (size_t i = 0; i < all_module_count; i++)
        for (const NoticeRight *row = all_modules[i]->notices; row && row->type; row++, bit <<= 1)
            if (str_starts(type, str_of(row->type)))
                return rights & bit;
    return false;
}

/* Who may see where it is, or where it was, and may read such. */
static bool tell(Ctx *ctx, Stream *stream, const OutboxEvent *event)
{
    const DbScope *scope = &stream->reader.scope;
    if (event->id <= stream->told)
        return true;
    stream->told = event->id;
    if (!may_know(stream->reader.rights, event->type) ||
        (!scope_allows(scope, event->unit_id) && !scope_allows(scope, event->from_unit_id)))
        return true;
    return write_text(stream, event_text(ctx, scope, event));
}

/* Up to what all have been told. */
static bool catch_up(Ctx *ctx, Stream *stream, int64_t known)
{
    OutboxEventList missed = {0};
    if (stream->told >= known)
        return true;
    if (known - stream->told > STREAM_MISSED_MAX) {
        stream->told = known;
        return write_text(stream, str_format(ctx->arena, "id: %lld\nevent: reset\ndata: {}\n\n",
                                             (long long)known));
    }
    if (!outbox_after(ctx, stream->told, STREAM_MISSED_MAX, &missed))
        return false;
    LIST_EACH (const OutboxEvent, event, &missed)
        if (event->id <= known && !tell(ctx, stream, event))
            return false;
    stream->told = known;
    return true;
}

/* Through the gate again, as the request came. */
static bool still_may(const StreamHub *hub, Arena *arena, Stream *stream)
{
    Ctx ctx = hub->base;
    Caller caller;
    const GateAsk ask = {.permission = PERMISSION_SELF};
    HttpRequest request = {.method = HTTP_GET,
                           .path = STR(STREAM_PATH),
                           .client = str_copy(arena, stream->reader.client)};
    Reader reader = {.cookie = str_copy(arena, stream->reader.cookie),
                     .authorization = str_copy(arena, stream->reader.authorization),
                     .client = request.client};
    ctx.arena = arena;
    if (!str_empty(reader.cookie))
        *LIST_ADD(arena, &request.headers) =
            (HttpParam){.name = STR("Cookie"), .value = reader.cookie};
    if (!str_empty(reader.authorization))
        *LIST_ADD(arena, &request.headers) =
            (HttpParam){.name = STR("Authorization"), .value = reader.authorization};
    if (!gate_would_enter(&ctx, hub->gate, &request, &ask, &caller) ||
        caller.actor.account_id != stream->account_id)
        return false;
    reader.scope = *ctx.scope;
    reader.rights = rights_of(&caller.actor);
    remember(stream, &reader);
    return true;
}

/* False when it is to end. */
static bool keep_up(const StreamHub *hub, Ctx *ctx, Stream *stream)
{
    int64_t now = now_ms();
    if (now - stream->opened > STREAM_LIFE_MS)
        return false;
    if (now - stream->checked > STREAM_GATE_MS) {
        stream->checked = now;
        if (!still_may(hub, ctx->arena, stream))
            return false;
    }
    return catch_up(ctx, stream, hub->known) &&
           (now - stream->written < STREAM_HEARTBEAT_MS || write_text(stream, STR(":\n\n")));
}

/* ---- all --------------------------------------------------------------------------------------
 */

static void drop(StreamHub *hub, Stream *stream)
{
    HttpStream *http = stream->http;
    arena_free(stream->arena);
    pthread_mutex_lock(&hub->lock);
    stream->http = NULL;
    hub->count--;
    pthread_mutex_unlock(&hub->lock);
    http_stream_close(http);
}

/* Reads what is new, once for all. */
static bool poll_outbox(StreamHub *hub, Ctx *ctx, OutboxEventList *ret)
{
    if (hub->known < 0)
        return outbox_newest(ctx, &hub->known);
    return outbox_after(ctx, hub->known, STREAM_MISSED_MAX, ret);
}

static void round_of(StreamHub *hub, Arena *arena)
{
    Ctx ctx = hub->base;
    ctx.arena = arena;
    actor_enter(&ctx, &actor_local);
    bool taken[STREAMS_MAX];
    OutboxEventList events = {0};
    bool good = poll_outbox(hub, &ctx, &events);
    pthread_mutex_lock(&hub->lock);
    for (size_t i = 0; i < STREAMS_MAX; i++)
        taken[i] = hub->places[i].http != NULL;
    pthread_mutex_unlock(&hub->lock);
    for (size_t i = 0; i < STREAMS_MAX; i++) {
        Stream *stream = &hub->places[i];
        bool stays = taken[i] && good && keep_up(hub, &ctx, stream);
        for (size_t e = 0; stays && e < events.count; e++)
            stays = tell(&ctx, stream, &events.at[e]);
        if (taken[i] && !stays)
            drop(hub, stream);
    }
    if (events.count > 0)
        hub->known = events.at[events.count - 1].id;
}

static void round_guarded(StreamHub *hub, Arena *arena)
{
    ArenaGuard guard;
    if (arena_guard(arena, &guard))
        return;
    round_of(hub, arena);
    arena_guard_pop(arena);
}

/* False when the hub ends. Without a stream it waits for one. */
static bool wait_turn(StreamHub *hub)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += STREAM_POLL_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    int waited = 0;
    pthread_mutex_lock(&hub->lock);
    if (hub->count == 0)
        hub->known = -1; /* read anew then */
    while (!hub->ending && hub->count == 0)
        pthread_cond_wait(&hub->changed, &hub->lock);
    while (!hub->ending && waited == 0)
        waited = pthread_cond_timedwait(&hub->changed, &hub->lock, &until);
    bool goes_on = !hub->ending;
    pthread_mutex_unlock(&hub->lock);
    return goes_on;
}

static void *run(void *self)
{
    StreamHub *hub = self;
    Arena *arena = arena_create(HUB_BYTES_MAX);
    while (wait_turn(hub)) {
        round_guarded(hub, arena);
        arena_reset(arena);
    }
    arena_free(arena);
    for (size_t i = 0; i < STREAMS_MAX; i++)
        if (hub->places[i].http)
            drop(hub, &hub->places[i]);
    return NULL;
}

bool stream_hub_open(Ctx *ctx, const Ctx *base, const Gate *gate, StreamHub **ret)
{
    StreamHub *hub = NEW(ctx->arena, StreamHub, 1);
    hub->base = *base;
    hub->gate = gate;
    hub->known = -1;
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&hub->lock, NULL);
    pthread_cond_init(&hub->changed, &steady);
    pthread_condattr_destroy(&steady);
    if (pthread_create(&hub->thread, NULL, run, hub) != 0) {
        pthread_cond_destroy(&hub->changed);
        pthread_mutex_destroy(&hub->lock);
        return fail(ctx, FAIL_SYSTEM, "不能再开线程");
    }
    *ret = hub;
    return true;
}

void stream_hub_end(StreamHub *hub)
{
    pthread_mutex_lock(&hub->lock);
    hub->ending = true;
    pthread_cond_signal(&hub->changed);
    pthread_mutex_unlock(&hub->lock);
}

void stream_hub_close(StreamHub *hub)
{
    if (!hub)
        return;
    stream_hub_end(hub);
    pthread_join(hub->thread, NULL);
    pthread_cond_destroy(&hub->changed);
    pthread_mutex_destroy(&hub->lock);
}

/* ---- a new one --------------------------------------------------------------------------------
 */

/* Where the page was; what is no number, or not yet known, is now. */
static bool read_place(Work *work, int64_t *ret)
{
    const HttpRequest *request = work->request;
    Str text = http_header(&request->headers, "Last-Event-ID");
    int64_t newest, after;
    if (!outbox_newest(&work->ctx, &newest))
        return false;
    LIST_EACH (const HttpParam, param, &request->query)
        if (str_empty(text) && str_equal_c(param->name, "after"))
            text = param->value;
    *ret = str_to_int(str_trim(text), &after) && after >= 0 && after <= newest ? after : newest;
    return true;
}

/* Under the lock; NULL when there is none for this account. */
static Stream *find_place(StreamHub *hub, int64_t account_id)
{
    size_t own = 0;
    Stream *place = NULL;
    for (size_t i = 0; i < STREAMS_MAX; i++) {
        if (!hub->places[i].http)
            place = place ? place : &hub->places[i];
        else if (hub->places[i].account_id == account_id)
            own++;
    }
    return hub->ending || own >= STREAMS_OF_ONE_MAX ? NULL : place;
}

static void begin(StreamHub *hub, Stream *stream, const Work *work, int64_t told)
{
    const HttpParams *headers = &work->request->headers;
    const Reader reader = {.cookie = http_header(headers, "Cookie"),
                           .authorization = http_header(headers, "Authorization"),
                           .client = work->request->client,
                           .scope = *work->ctx.scope,
                           .rights = rights_of(work->ctx.actor)};
    *stream = (Stream){.arena = arena_create(STREAM_BYTES_MAX),
                       .account_id = work->ctx.actor->account_id,
                       .told = told,
                       .opened = now_ms(),
                       .checked = now_ms()};
    remember(stream, &reader);
    Str first = str_format(work->ctx.arena, "retry: 3000\nid: %lld\nevent: open\ndata: {}\n\n",
                           (long long)told);
    stream->http = http_reply_stream(work->exchange, STR("text/event-stream; charset=utf-8"));
    if (!stream->http || !write_text(stream, first)) {
        arena_free(stream->arena);
        return;
    }
    hub->count++;
    pthread_cond_signal(&hub->changed);
}

bool stream_hub_take(StreamHub *hub, Work *work)
{
    int64_t told;
    if (!read_place(work, &told))
        return false;
    pthread_mutex_lock(&hub->lock);
    Stream *place = find_place(hub, work->ctx.actor->account_id);
    if (place)
        begin(hub, place, work, told);
    pthread_mutex_unlock(&hub->lock);
    if (place)
        return true;
    fail(&work->ctx, FAIL_LIMITED, "打开的页面太多，这一页不再即时更新");
    return fail_hint(&work->ctx, "关掉不用的页面；列表仍会定时刷新");
}
