/* Open pages are told what happens in their units, over a real socket. */
#include "face/api/stream.h"

#include "engine/access/access.h"
#include "engine/flow/outbox.h"
#include "face/api/api.h"
#include "kit/kit_database.h"
#include "kit/kit_http.h"
#include "port/packs.h"

#include <unistd.h>

typedef struct House {
    Ctx *ctx;
    KitDatabase *database;
    Api *api;
    HttpServer *server;
    int64_t units[3];
    Str tokens[3];
    int64_t token_ids[3];
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

static void add_person(House *house, size_t at, const char *name, const char *unit,
                       const char *role_code)
{
    Ctx *ctx = house->ctx;
    int64_t account_id, post_id;
    Role role;
    Token token;
    Date since;
    assert_ok(ctx, unit_create(ctx, str_of(unit), STR("street"), 0, STR("试"), &house->units[at]));
    Account account = {.name = str_of(name), .person = STR("张演示"), .unit_id = house->units[at]};
    assert_ok(ctx, role_by_code(ctx, str_of(role_code), &role));
    assert_ok(ctx, account_create_with(ctx, &account, STR("Kapok-flower-7"), &account_id));
    assert_ok(ctx, post_create(ctx, house->units[at], STR("经办人"), role.id, STR("试"), &post_id));
    assert_true(date_make((CivilDate){2023, 1, 1}, &since));
    assert_ok(ctx, post_assign(ctx, post_id, account_id, since, NULL, STR("试")));
    TokenRequest request = {.account = str_of(name), .name = STR("试"), .scope = STR("all")};
    assert_ok(ctx, token_create(ctx, &request, &house->tokens[at], &token));
    house->token_ids[at] = token.id;
}

static House *house_open(Ctx *ctx)
{
    static const Permission permissions[] = {{"hotline.read", "查看工单", false},
                                             {"access.audit", "查操作记录", false}};
    House *house = NEW(ctx->arena, House, 1);
    AccessSetup setup = {0};
    Packs *packs;
    Str password;
    for (size_t i = 0; i < ARRAY_LEN(permissions); i++)
        *LIST_ADD(ctx->arena, &setup.permissions) = &permissions[i];
    *house =
        (House){.ctx = ctx, .database = kit_database_open(ctx, KIT_SQLITE_FILE, &db_catalogue)};
    actor_enter(ctx, &actor_local);
    assert_ok(ctx, db_migrate(ctx, ctx->db));
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    assert_ok(ctx, access_open(ctx, &setup, &ctx->access));
    assert_ok(ctx, access_install(ctx, &password));
    add_person(house, 0, "zhang", "甲街", "clerk");
    add_person(house, 1, "wang", "乙街", "clerk");
    add_person(house, 2, "zhao", "演示审计", "auditor");
    ApiSetup api = {.self = house, .open_db = open_db};
    assert_ok(ctx, api_open(ctx, &api, &house->api));
    HttpService service = {.self = house, .body_max = body_max, .handle = handle};
    assert_ok(ctx, http_start(ctx, STR("127.0.0.1:0"), &service, &house->server));
    return house;
}

static void house_close(House *house)
{
    api_end(house->api);
    http_stop(house->server);
    api_close(house->api);
}

static int stream(const House *house, size_t who, const char *header)
{
    Str headers = str_format(house->ctx->arena, "Authorization: Bearer %.*s\r\n%s",
                             STRF(house->tokens[who]), header);
    return kit_http_send(house->ctx, http_port(house->server),
                         &(KitRequest){"GET " STREAM_PATH, headers, {0}});
}

/* One that has begun: what happens from now on is told. */
static int begun(const House *house, size_t who)
{
    int socket = stream(house, who, "");
    Str head = kit_http_until(house->ctx, socket, "event: open");
    assert_int_equal(kit_http_status(head), 200);
    assert_contains(head, "text/event-stream");
    return socket;
}

static void happen_with(const House *house, const char *number, int64_t unit, const char *data)
{
    assert_ok(house->ctx, outbox_put(house->ctx, &(OutboxEvent){.type = STR("matter.moved"),
                                                                .subject = str_of(number),
                                                                .unit_id = unit,
                                                                .from_unit_id = unit,
                                                                .data = str_of(data),
                                                                .at = clock_now(house->ctx)}));
}

static void happen(const House *house, const char *number, int64_t from_unit, int64_t unit)
{
    assert_ok(house->ctx, outbox_put(house->ctx, &(OutboxEvent){.type = STR("matter.moved"),
                                                                .subject = str_of(number),
                                                                .unit_id = unit,
                                                                .from_unit_id = from_unit,
                                                                .at = clock_now(house->ctx)}));
}

static void what_comes_to_ones_units_and_leaves_them_is_told(void **state)
{
    House *house = house_open(*state);
    int64_t first = house->units[0], second = house->units[1];
    int one = begun(house, 0), other = begun(house, 1);
    happen(house, "N-1", 0, first);
    happen(house, "N-2", second, second);
    happen(house, "N-3", first, second);
    happen(house, "N-4", 0, 0);
    happen(house, "N-5", first, first);
    Str seen = kit_http_until(house->ctx, one, "N-5");
    assert_contains(seen, "\"subject\":\"N-1\"");
    assert_contains(seen, "\"subject\":\"N-3\"");
    assert_false(str_contains(seen, STR("N-2")));
    assert_false(str_contains(seen, STR("N-4")));
    happen(house, "N-6", second, second);
    seen = kit_http_until(house->ctx, other, "N-6");
    assert_contains(seen, "\"subject\":\"N-2\"");
    assert_contains(seen, "\"subject\":\"N-3\"");
    assert_false(str_contains(seen, STR("N-1")) || str_contains(seen, STR("N-5")));
    close(one);
    close(other);
    house_close(house);
}

#define MOVED "{\"from_state\":\"open\",\"move\":\"x\",\"notify\":"

static void who_holds_a_matter_is_told_what_he_is_to_know_of_it(void **state)
{
    House *house = house_open(*state);
    int64_t first = house->units[0];
    int one = begun(house, 0);
    happen_with(house, "N-1", first,
                MOVED "[\"holder\"],\"move_name\":\"催办\",\"to_state\":\"open\"}");
    happen_with(house, "N-2", first,
                MOVED "[\"house\"],\"move_name\":\"退单\",\"to_state\":\"open\"}");
    happen_with(house, "N-3", first,
                MOVED "[\"holder\"],\"move_name\":\"驳回\",\"to_state\":\"other\"}");
    happen_with(house, "N-4", first, "{\"later\":1}");
    Str seen = kit_http_until(house->ctx, one, "N-4");
    assert_contains(seen, "\"notice\":\"催办\"");
    assert_false(str_contains(seen, STR("退单")) || str_contains(seen, STR("驳回")));
    close(one);
    house_close(house);
}

/* An auditor looks at the whole house, and at no order of it. */
static void who_may_not_read_them_is_told_of_none(void **state)
{
    House *house = house_open(*state);
    int64_t first = house->units[0];
    int auditor = begun(house, 2), clerk = begun(house, 0);
    happen(house, "N-1", first, first);
    happen(house, "N-2", first, first);
    kit_http_until(house->ctx, clerk, "N-1");
    assert_ok(house->ctx, token_revoke(house->ctx, house->token_ids[2], STR("试")));
    Str seen = kit_http_until(house->ctx, auditor, NULL);
    assert_false(str_contains(seen, STR("N-1")) || str_contains(seen, STR("N-2")));
    close(auditor);
    close(clerk);
    house_close(house);
}

static void a_stream_goes_on_where_the_one_before_ended(void **state)
{
    House *house = house_open(*state);
    int64_t first = house->units[0];
    for (int i = 1; i <= 3; i++)
        happen(house, i == 1 ? "N-1" : i == 2 ? "N-2" : "N-3", first, first);
    int one = stream(house, 0, "Last-Event-ID: 1\r\n");
    Str seen = kit_http_until(house->ctx, one, "N-3");
    assert_contains(seen, "id: 2\n");
    assert_contains(seen, "N-2");
    assert_false(str_contains(seen, STR("N-1")));
    close(one);
    house_close(house);
}

static void a_page_that_missed_too_much_is_told_to_load_anew(void **state)
{
    House *house = house_open(*state);
    assert_ok(house->ctx, db_begin(house->ctx));
    for (int i = 0; i <= STREAM_MISSED_MAX; i++)
        happen(house, "N-1", house->units[0], house->units[0]);
    assert_ok(house->ctx, db_commit(house->ctx));
    int one = stream(house, 0, "Last-Event-ID: 0\r\n");
    Str seen = kit_http_until(house->ctx, one, "event: reset");
    assert_false(str_contains(seen, STR("N-1")));
    close(one);
    house_close(house);
}

static void a_stream_ends_with_what_it_was_let_in_by(void **state)
{
    House *house = house_open(*state);
    int one = begun(house, 0);
    assert_ok(house->ctx, token_revoke(house->ctx, house->token_ids[0], STR("试")));
    kit_http_until(house->ctx, one, NULL);
    close(one);
    assert_int_equal(kit_http_status(kit_http_read(house->ctx, stream(house, 0, ""))), 401);
    house_close(house);
}

static void one_account_has_so_many_and_others_theirs(void **state)
{
    House *house = house_open(*state);
    int sockets[STREAMS_OF_ONE_MAX];
    for (size_t i = 0; i < STREAMS_OF_ONE_MAX; i++)
        sockets[i] = begun(house, 0);
    Str refused = kit_http_read(house->ctx, stream(house, 0, ""));
    assert_int_equal(kit_http_status(refused), 429);
    close(begun(house, 1));
    for (size_t i = 0; i < STREAMS_OF_ONE_MAX; i++)
        close(sockets[i]);
    house_close(house);
}

static void only_reading_is_answered_and_not_without_signing_in(void **state)
{
    House *house = house_open(*state);
    int port = http_port(house->server);
    static const KitRequest nobody = {"GET " STREAM_PATH, {0}, {0}},
                            post = {"POST " STREAM_PATH, {0}, {0}};
    assert_int_equal(kit_http_status(kit_http_ask(house->ctx, port, &nobody)), 401);
    assert_int_equal(kit_http_status(kit_http_ask(house->ctx, port, &post)), 405);
    house_close(house);
}

static void open_streams_do_not_keep_the_server_from_stopping(void **state)
{
    House *house = house_open(*state);
    int one = begun(house, 0), other = begun(house, 1);
    house_close(house);
    kit_http_until(house->ctx, one, NULL);
    close(one);
    close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(what_comes_to_ones_units_and_leaves_them_is_told),
        KIT_TEST(who_holds_a_matter_is_told_what_he_is_to_know_of_it),
        KIT_TEST(who_may_not_read_them_is_told_of_none),
        KIT_TEST(a_stream_goes_on_where_the_one_before_ended),
        KIT_TEST(a_page_that_missed_too_much_is_told_to_load_anew),
        KIT_TEST(a_stream_ends_with_what_it_was_let_in_by),
        KIT_TEST(one_account_has_so_many_and_others_theirs),
        KIT_TEST(only_reading_is_answered_and_not_without_signing_in),
        KIT_TEST(open_streams_do_not_keep_the_server_from_stopping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
