/* Changes that are committed together, each by itself for better or worse: over a real socket. */
#include "face/api/api.h"

#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "kit/kit_http.h"
#include "port/packs.h"

#include <pthread.h>

#define ASKED 40

/* The first request holds the lane until all the others wait. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool held, running;

static void hold(bool value)
{
    pthread_mutex_lock(&lock);
    held = value;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void wait_here(void)
{
    pthread_mutex_lock(&lock);
    running = true;
    pthread_cond_broadcast(&changed);
    while (held)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}

typedef struct Wish {
    int64_t number;
    Str how; /* wait, fail, burst; else it is done */
} Wish;
static const Field wish_fields[] = {FIELD(Wish, number, "号", 0), FIELD(Wish, how, "怎样", 0)};
static const Shape wish_shape = SHAPE(Wish, wish_fields);

static bool handle_wish(Ctx *ctx, const void *in, void *out)
{
    const Wish *wish = in;
    if (str_equal_c(wish->how, "wait"))
        wait_here();
    if (!db_begin(ctx))
        return false;
    if (!audit_note(ctx, &(AuditNote){.action = "wish.make",
                                      .object = "wish",
                                      .key = wish->number,
                                      .title = STR("愿")}))
        return db_rollback(ctx);
    if (str_equal_c(wish->how, "burst")) /* more memory than a request may have */
        (void)arena_alloc(ctx->arena, 2 * API_REQUEST_BYTES_MAX, 1);
    if (!db_commit(ctx))
        return false;
    /* After its own transaction has ended: the member is taken back all the same. */
    if (str_equal_c(wish->how, "fail"))
        return fail(ctx, FAIL_STATE, "不行");
    *(Wish *)out = *wish;
    return true;
}

static const Route row = {.method = METHOD_POST,
                          .path = "/api/wishes",
                          .permission = PERMISSION_ANYONE,
                          .lane = LANE_WRITE,
                          .input = &wish_shape,
                          .output = &wish_shape,
                          .handle = handle_wish,
                          .status = 201};

typedef struct House {
    Ctx *ctx;
    KitDatabase *database;
    Api *api;
    HttpServer *server;
} House;

static bool open_db(Ctx *ctx, void *self, Db **ret)
{
    return db_open(ctx, ((House *)self)->database->address, &db_catalogue, ret);
}

static size_t body_max(void *self, const HttpRequest *head)
{
    return api_body_max(((House *)self)->api, head);
}

static void handle(void *self, const HttpRequest *request, HttpExchange *exchange)
{
    api_handle(((House *)self)->api, request, exchange);
}

static House *house_open(Ctx *ctx, KitDatabase *database)
{
    House *house = NEW(ctx->arena, House, 1);
    Packs *packs;
    *house = (House){.ctx = ctx, .database = database};
    actor_enter(ctx, &actor_local);
    assert_ok(ctx, db_migrate(ctx, ctx->db));
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    assert_ok(ctx, access_open(ctx, &(AccessSetup){0}, &ctx->access));
    ApiSetup setup = {.self = house, .open_db = open_db};
    *LIST_ADD(ctx->arena, &setup.routes) = &row;
    assert_ok(ctx, api_open(ctx, &setup, &house->api));
    HttpService service = {.self = house, .body_max = body_max, .handle = handle};
    assert_ok(ctx, http_start(ctx, STR("127.0.0.1:0"), &service, &house->server));
    return house;
}

static int send_wish(const House *house, int64_t number, const char *how)
{
    Str body =
        str_format(house->ctx->arena, "{\"number\":%lld,\"how\":\"%s\"}", (long long)number, how);
    return kit_http_send(
        house->ctx, http_port(house->server),
        &(KitRequest){"POST /api/wishes", STR("Content-Type: application/json\r\n"), body});
}

static bool is_noted(Ctx *ctx, int64_t number)
{
    AuditEntryList list = {0};
    int64_t total = 0;
    AuditQuery query = {.object = STR("wish"), .key = number, .page = 1};
    assert_ok(ctx, audit_read(ctx, &query, &list, &total));
    return total == 1;
}

static void each_member_succeeds_or_fails_by_itself(void **state)
{
    House *house = house_open(*state, kit_database_open(*state, KIT_SQLITE_FILE, &db_catalogue));
    int fds[ASKED];
    hold(true);
    fds[0] = send_wish(house, 1, "wait");
    pthread_mutex_lock(&lock);
    while (!running)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    for (int i = 1; i < ASKED; i++)
        fds[i] = send_wish(house, i + 1, i % 3 == 1 ? "fail" : i == 6 ? "burst" : "do");
    hold(false);
    for (int i = 0; i < ASKED; i++) {
        int status = kit_http_status(kit_http_read(house->ctx, fds[i]));
        int wanted = i % 3 == 1 ? 409 : i == 6 ? 413 : 201;
        assert_int_equal(status, wanted);
        assert_int_equal(is_noted(house->ctx, i + 1), wanted == 201);
    }
    api_end(house->api);
    http_stop(house->server);
    api_close(house->api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {KIT_TEST(each_member_succeeds_or_fails_by_itself)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
