/* The whole door over a real socket: who gets in, and what waits for whom. */
#include "face/api/api.h"

#include "engine/access/access.h"
#include "face/api/lane.h"
#include "face/api/limiter.h"
#include "kit/kit_database.h"
#include "kit/kit_http.h"
#include "port/packs.h"
#include "port/secret.h"

#include <poll.h>
#include <pthread.h>

#define PASSWORD "Kapok-flower-7"

/* ---- a house with routes of its own ---------------------------------------------------------- */

static const Permission permissions[] = {
    {"assessment.read", "看数据", false}, {"assessment.import", "导入", false},
    {"assessment.freeze", "冻结", true},  {"access.users", "管理账号", false},
    {"check.use", "核对", false},
};

/* The slow route waits until the test lets it go. */
typedef struct Barrier {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool open;
    size_t running;
} Barrier;
static Barrier barrier = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, true, 0};

static void barrier_set(bool open)
{
    pthread_mutex_lock(&barrier.lock);
    barrier.open = open;
    pthread_cond_broadcast(&barrier.changed);
    pthread_mutex_unlock(&barrier.lock);
}

typedef struct WhoView {
    Str name;
    Str person; /* masked */
    Str units;
    Str address;
    int64_t accounts; /* within the scope */
} WhoView;
static const Field who_fields[] = {
    FIELD(WhoView, name, "账号", 0),   FIELD(WhoView, person, "姓名", 0, .mask = MASK_NAME),
    FIELD(WhoView, units, "范围", 0),  FIELD(WhoView, address, "地址", 0),
    FIELD(WhoView, accounts, "数", 0),
};
static const Shape who_shape = SHAPE(WhoView, who_fields);

static bool who(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    AccountQuery query = {.page = 1};
    AccountList accounts = {0};
    WhoView view = {.name = ctx->actor->name,
                    .person = ctx->actor->person,
                    .units = ctx->scope->units,
                    .address = ctx->actor->visit->address};
    if (ctx->actor->account_id && !accounts_read(ctx, &query, &accounts, &view.accounts))
        return false;
    *(WhoView *)out = view;
    return true;
}

static bool wait_and_tell(Ctx *ctx, const void *in, void *out)
{
    pthread_mutex_lock(&barrier.lock);
    barrier.running++;
    pthread_cond_broadcast(&barrier.changed);
    while (!barrier.open)
        pthread_cond_wait(&barrier.changed, &barrier.lock);
    pthread_mutex_unlock(&barrier.lock);
    return who(ctx, in, out);
}

typedef struct UploadIn {
    Str file;
    Str words;
} UploadIn;
static const Field upload_fields[] = {FIELD(UploadIn, file, "文件", 0),
                                      FIELD(UploadIn, words, "文字", 0)};
static const Shape upload_shape = SHAPE(UploadIn, upload_fields);

static bool sign_someone_in(Ctx *ctx, const void *in, void *out)
{
    (void)in;
    ctx->actor->visit->open_session = STR("token-of-a-session");
    return who(ctx, in, out);
}

static bool leave(Ctx *ctx, const void *in, void *out)
{
    (void)in, (void)out;
    ctx->actor->visit->close_session = true;
    return true;
}

/* Denied by a rule of the handler's own. */
static bool deny(Ctx *ctx, const void *in, void *out)
{
    (void)in, (void)out;
    return fail(ctx, FAIL_DENIED, "这一条不可以");
}

#define GET_(path_, permission_, handle_)                                                          \
    {                                                                                              \
        .method = METHOD_GET, .path = (path_), .permission = (permission_), .output = &who_shape,  \
        .handle = (handle_)                                                                        \
    }
static const Route rows[] = {
    GET_("/api/open", PERMISSION_ANYONE, who),
    GET_("/api/self", PERMISSION_SELF, who),
    GET_("/api/read", "assessment.read", who),
    GET_("/api/freeze", "assessment.freeze", who),
    GET_("/api/users", "access.users", who),
    GET_("/api/deny", "assessment.read", deny),
    {.method = METHOD_GET,
     .path = "/api/slow",
     .permission = "assessment.read",
     .lane = LANE_SLOW,
     .output = &who_shape,
     .handle = wait_and_tell},
    {.method = METHOD_POST,
     .path = "/api/sign-in",
     .permission = PERMISSION_ANYONE,
     .lane = LANE_SIGN_IN,
     .output = &who_shape,
     .handle = wait_and_tell},
    {.method = METHOD_POST,
     .path = "/api/enter",
     .permission = PERMISSION_ANYONE,
     .lane = LANE_SIGN_IN,
     .output = &who_shape,
     .handle = sign_someone_in},
    {.method = METHOD_DELETE, .path = "/api/self", .permission = PERMISSION_SELF, .handle = leave},
    {.method = METHOD_POST,
     .path = "/api/change",
     .permission = "assessment.import",
     .output = &who_shape,
     .handle = who},
    {.method = METHOD_POST,
     .path = "/api/upload",
     .permission = "assessment.import",
     .input = &upload_shape,
     .output = &who_shape,
     .handle = who,
     .body_member = "file"},
};

typedef struct House {
    Ctx *ctx;
    KitDatabase *database;
    Api *api;
    HttpServer *server;
    Str token[2]; /* of two clerks in two units */
    Str session;  /* of the first */
    Str csrf;
} House;

static bool open_db(Ctx *ctx, void *self, Db **ret)
{
    const House *house = self;
    return db_open(ctx, house->database->address, &db_catalogue, ret);
}

static size_t body_max(void *self, const HttpRequest *head)
{
    return api_body_max(((House *)self)->api, head);
}

static void handle(void *self, const HttpRequest *request, HttpExchange *exchange)
{
    api_handle(((House *)self)->api, request, exchange);
}

static Str clerk_token(Ctx *ctx, const char *name, const char *person, const char *unit)
{
    int64_t unit_id = 0, account_id = 0, post_id = 0;
    Role role;
    Token token;
    Str text;
    Account account = {.name = str_of(name), .person = str_of(person)};
    assert_ok(ctx, unit_create(ctx, str_of(unit), STR("street"), 0, STR("试"), &unit_id));
    account.unit_id = unit_id;
    assert_ok(ctx, role_by_code(ctx, STR("clerk"), &role));
    assert_ok(ctx, account_create_with(ctx, &account, STR(PASSWORD), &account_id));
    assert_ok(ctx, post_create(ctx, unit_id, STR("经办人"), role.id, STR("试"), &post_id));
    Date since = {0};
    assert_true(date_make((CivilDate){2023, 1, 1}, &since));
    assert_ok(ctx, post_assign(ctx, post_id, account_id, since, NULL, STR("试")));
    TokenRequest request = {.account = str_of(name), .name = STR("试"), .scope = STR("all")};
    assert_ok(ctx, token_create(ctx, &request, &text, &token));
    return text;
}

static void start(House *house, HttpTrust trust)
{
    HttpService service = {.self = house, .trust = trust, .body_max = body_max, .handle = handle};
    assert_ok(house->ctx, http_start(house->ctx, STR("127.0.0.1:0"), &service, &house->server));
}

static House *house_open(Ctx *ctx)
{
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
    house->token[0] = clerk_token(ctx, "zhang", "张三", "甲街");
    house->token[1] = clerk_token(ctx, "wang", "王五", "乙街");
    Visit visit = {.address = STR("127.0.0.1")};
    Actor actor;
    /* It is overwritten once it has been compared. */
    SignIn in = {.name = STR("zhang"), .password = str_copy(ctx->arena, STR(PASSWORD))};
    assert_ok(ctx, sign_in(ctx, &in, &visit, &actor));
    house->session = visit.open_session;
    house->csrf = actor.csrf;
    ApiSetup api = {.self = house, .open_db = open_db};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        *LIST_ADD(ctx->arena, &api.routes) = &rows[i];
    assert_ok(ctx, routes_check(ctx, &ctx->access->permissions, &api.routes));
    assert_ok(ctx, api_open(ctx, &api, &house->api));
    barrier_set(true);
    barrier.running = 0;
    start(house, (HttpTrust){0});
    return house;
}

static void house_close(House *house)
{
    barrier_set(true);
    api_end(house->api);
    if (house->server)
        http_stop(house->server);
    api_close(house->api);
}

static Str bearer(const House *house, size_t which)
{
    return str_format(house->ctx->arena, "Authorization: Bearer %.*s\r\n",
                      STRF(house->token[which]));
}

static Str cookie(const House *house, Str csrf)
{
    return str_format(house->ctx->arena, "Cookie: other=1; tongban_session=%.*s\r\n%s%.*s\r\n",
                      STRF(house->session),
                      str_empty(csrf) ? "X-Other: " : "X-CSRF-Token: ", STRF(csrf));
}

static Str ask(const House *house, const char *line, Str headers)
{
    return kit_http_ask(house->ctx, http_port(house->server),
                        &(KitRequest){.line = line, .headers = headers});
}

static void assert_status(Str answer, int status)
{
    if (kit_http_status(answer) != status)
        fail_msg("expected %d: %.*s", status, STRF(answer));
}

static int64_t entries(Ctx *ctx, bool refused)
{
    AuditQuery query = {.refused = refused, .page = 1};
    AuditEntryList list;
    int64_t total = 0;
    assert_ok(ctx, audit_read(ctx, &query, &list, &total));
    return total;
}

/* ---- who gets in ----------------------------------------------------------------------------- */

static void nobody_gets_in_without_credentials(void **state)
{
    House *house = house_open(*state);
    int64_t before = entries(house->ctx, false);
    static const char *const guarded[] = {"GET /api/self",   "HEAD /api/self",   "GET /api/read",
                                          "GET /api/slow",   "POST /api/change", "POST /api/upload",
                                          "DELETE /api/self"};
    for (size_t i = 0; i < ARRAY_LEN(guarded); i++)
        assert_status(ask(house, guarded[i], STR("")), 401);
    assert_contains(ask(house, "GET /api/read", STR("")), "\"code\":\"UNAUTHENTICATED\"");
    assert_status(ask(house, "GET /api/read", STR("Authorization: Basic YTpi\r\n")), 401);
    assert_status(ask(house, "GET /api/read", STR("Authorization: Bearer \r\n")), 401);
    /* The trail is not for those who knock. */
    assert_int_equal(entries(house->ctx, false), before);
    house_close(house);
}

static void a_token_and_a_cookie_open(void **state)
{
    House *house = house_open(*state);
    assert_contains(ask(house, "GET /api/read", bearer(house, 0)), "\"name\":\"zhang\"");
    assert_contains(ask(house, "GET /api/read", cookie(house, STR(""))), "\"name\":\"zhang\"");
    house_close(house);
}

static void the_token_counts_when_both_are_there(void **state)
{
    House *house = house_open(*state);
    Str both = str_format(house->ctx->arena, "%.*s%.*s", STRF(cookie(house, STR(""))),
                          STRF(bearer(house, 1)));
    assert_contains(ask(house, "GET /api/read", both), "\"name\":\"wang\"");
    /* And so no csrf text is asked for. */
    assert_status(ask(house, "POST /api/change", both), 200);
    house_close(house);
}

static void open_routes_look_at_no_credentials(void **state)
{
    House *house = house_open(*state);
    assert_contains(ask(house, "GET /api/open", STR("")), "\"name\":\"\"");
    assert_contains(ask(house, "GET /api/open", bearer(house, 0)), "\"name\":\"\"");
    Str dead = STR("Cookie: tongban_session=gone\r\n");
    assert_status(ask(house, "GET /api/open", dead), 200);
    house_close(house);
}

static void a_dead_cookie_is_taken_away(void **state)
{
    House *house = house_open(*state);
    Str answer = ask(house, "GET /api/self", STR("Cookie: tongban_session=gone\r\n"));
    assert_status(answer, 401);
    assert_contains(answer, "Set-Cookie: tongban_session=; HttpOnly; SameSite=Strict; Path=/; "
                            "Max-Age=0\r\n");
    answer = ask(house, "GET /api/self", cookie(house, STR("")));
    assert_status(answer, 200);
    assert_false(str_contains(answer, STR("Set-Cookie")));
    house_close(house);
}

static void who_lacks_the_right_is_denied_and_written_down(void **state)
{
    House *house = house_open(*state);
    Ctx *ctx = house->ctx;
    Str answer = ask(house, "GET /api/users", bearer(house, 0));
    assert_status(answer, 403);
    assert_contains(answer, "\"code\":\"DENIED\"");
    assert_contains(answer, "管理账号");
    assert_int_equal(entries(ctx, true), 1);
    AuditQuery query = {.refused = true, .page = 1};
    AuditEntryList list;
    int64_t total;
    assert_ok(ctx, audit_read(ctx, &query, &list, &total));
    assert_str(list.at[0].action, "access.users");
    assert_str(list.at[0].title, "GET /api/users");
    assert_str(list.at[0].address, "127.0.0.1");
    house_close(house);
}

static void what_a_handler_denies_is_written_down_too(void **state)
{
    House *house = house_open(*state);
    assert_status(ask(house, "GET /api/deny", bearer(house, 0)), 403);
    assert_int_equal(entries(house->ctx, true), 1);
    house_close(house);
}

static void the_trail_is_not_flooded_by_who_is_denied(void **state)
{
    House *house = house_open(*state);
    for (int i = 0; i < LIMITER_FAILURES_MAX + 5; i++)
        assert_status(ask(house, "GET /api/users", bearer(house, 0)), 403);
    assert_int_equal(entries(house->ctx, true), LIMITER_FAILURES_MAX + 1);
    assert_status(ask(house, "GET /api/users", bearer(house, 1)), 403);
    assert_int_equal(entries(house->ctx, true), LIMITER_FAILURES_MAX + 2);
    house_close(house);
}

static void what_concerns_the_house_needs_the_whole_scope(void **state)
{
    House *house = house_open(*state);
    assert_status(ask(house, "GET /api/freeze", bearer(house, 0)), 403);
    house_close(house);
}

static void a_change_over_a_session_needs_its_csrf_text(void **state)
{
    House *house = house_open(*state);
    assert_status(ask(house, "POST /api/change", cookie(house, STR(""))), 403);
    assert_status(ask(house, "POST /api/change", cookie(house, STR("guessed"))), 403);
    assert_status(ask(house, "DELETE /api/self", cookie(house, STR(""))), 403);
    /* Whoever forges requests writes nothing into the trail. */
    assert_int_equal(entries(house->ctx, true), 0);
    assert_status(ask(house, "POST /api/change", cookie(house, house->csrf)), 200);
    assert_status(ask(house, "GET /api/read", cookie(house, STR(""))), 200);
    assert_status(ask(house, "POST /api/change", bearer(house, 0)), 200);
    house_close(house);
}

static void sessions_are_given_and_taken_as_cookies(void **state)
{
    House *house = house_open(*state);
    Str answer = ask(house, "POST /api/enter", STR(""));
    assert_contains(answer, "Set-Cookie: tongban_session=token-of-a-session; HttpOnly; "
                            "SameSite=Strict; Path=/\r\n");
    answer = ask(house, "DELETE /api/self", cookie(house, house->csrf));
    assert_status(answer, 204);
    assert_contains(answer, "Set-Cookie: tongban_session=; HttpOnly");
    house_close(house);
}

static void a_cookie_of_a_secure_visit_is_secure(void **state)
{
    House *house = house_open(*state);
    http_stop(house->server);
    start(house, (HttpTrust){.proxy = STR("127.0.0.1")});
    Str forwarded = STR("X-Forwarded-Proto: https\r\nX-Forwarded-For: 10.3.0.7\r\n");
    Str answer = ask(house, "POST /api/enter", forwarded);
    assert_contains(answer, "Path=/; Secure\r\n");
    assert_contains(answer, "\"address\":\"10.3.0.7\"");
    house_close(house);
}

static void personal_data_is_masked(void **state)
{
    House *house = house_open(*state);
    assert_contains(ask(house, "GET /api/self", bearer(house, 0)), "\"person\":\"张*\"");
    house_close(house);
}

/* ---- bodies ---------------------------------------------------------------------------------- */

static Str post(const House *house, const char *line, Str headers, size_t bytes)
{
    char *body = NEW(house->ctx->arena, char, bytes);
    memset(body, 'a', bytes);
    KitRequest request = {line, headers, str_from(body, bytes)};
    return kit_http_ask(house->ctx, http_port(house->server), &request);
}

static void nothing_is_kept_of_a_body_without_credentials(void **state)
{
    House *house = house_open(*state);
    size_t large = 3 * API_JSON_BYTES_MAX;
    assert_status(post(house, "POST /api/upload", STR(""), large), 401);
    assert_status(post(house, "POST /api/upload", cookie(house, STR("")), large), 403);
    assert_status(post(house, "POST /api/upload", bearer(house, 0), large), 200);
    assert_status(post(house, "POST /api/change", bearer(house, 0), large), 413);
    assert_status(post(house, "POST /api/change", STR(""), large), 401);
    assert_status(post(house, "POST /api/nothing", STR(""), large), 404);
    assert_status(post(house, "POST /api/enter", STR(""), 2 * API_OPEN_BYTES_MAX), 413);
    house_close(house);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void guessing_is_limited_and_work_is_not(void **state)
{
    House *house = house_open(*state);
    Str guess = STR("Authorization: Bearer tb_0123456789012345678901234567890123456789012\r\n");
    for (int i = 0; i < LIMITER_FAILURES_MAX; i++)
        assert_status(ask(house, "GET /api/read", guess), 401);
    Str answer = ask(house, "GET /api/read", guess);
    assert_status(answer, 429);
    assert_contains(answer, "Retry-After: ");
    assert_contains(answer, "\"code\":\"LIMITED\"");
    assert_status(ask(house, "GET /api/read", bearer(house, 0)), 200);
    assert_status(ask(house, "GET /api/read", cookie(house, STR(""))), 200);
    assert_status(ask(house, "GET /api/open", STR("")), 200);
    house_close(house);
}

/* ---- lanes ----------------------------------------------------------------------------------- */

#define CROWD (LANE_WAITING_MAX + 8)

static void wait_until_one_runs(void)
{
    pthread_mutex_lock(&barrier.lock);
    while (!barrier.running)
        pthread_cond_wait(&barrier.changed, &barrier.lock);
    pthread_mutex_unlock(&barrier.lock);
}

/* Asks so many times without waiting; the first one holds the lane. */
static void crowd(const House *house, const char *line, Str headers, int *fds, size_t count)
{
    KitRequest request = {.line = line, .headers = headers};
    barrier_set(false);
    fds[0] = kit_http_send(house->ctx, http_port(house->server), &request);
    wait_until_one_runs();
    for (size_t i = 1; i < count; i++)
        fds[i] = kit_http_send(house->ctx, http_port(house->server), &request);
}

/* Until so many of them have been answered. */
static void wait_for_answers(const int *fds, size_t count, size_t answered)
{
    struct pollfd polls[CROWD];
    size_t ready = 0;
    for (size_t i = 0; i < count; i++)
        polls[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
    while (ready < answered) {
        assert_true(poll(polls, count, -1) > 0);
        ready = 0;
        for (size_t i = 0; i < count; i++)
            ready += polls[i].revents != 0;
    }
}

static size_t count_status(const House *house, const int *fds, size_t count, int status)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        Str answer = kit_http_read(house->ctx, fds[i]);
        found += kit_http_status(answer) == status;
        if (kit_http_status(answer) == 503) {
            assert_contains(answer, "Retry-After: ");
            assert_contains(answer, "\"code\":\"BUSY\"");
        }
    }
    return found;
}

static void a_full_lane_says_so_and_others_go_on(void **state)
{
    House *house = house_open(*state);
    int fds[CROWD];
    crowd(house, "GET /api/slow", bearer(house, 0), fds, CROWD);
    /* Those of the crowd that have no place are answered at once. */
    size_t refused = CROWD - 1 - LANE_WAITING_MAX;
    wait_for_answers(fds, CROWD, refused);
    assert_status(ask(house, "GET /api/read", bearer(house, 0)), 200);
    assert_status(ask(house, "POST /api/enter", STR("")), 200);
    barrier_set(true);
    assert_int_equal(count_status(house, fds, CROWD, 200), CROWD - refused);
    assert_status(ask(house, "GET /api/slow", bearer(house, 0)), 200);
    house_close(house);
}

static void one_address_gets_half_of_the_places_to_sign_in(void **state)
{
    House *house = house_open(*state);
    http_stop(house->server);
    start(house, (HttpTrust){.proxy = STR("127.0.0.1")});
    int fds[CROWD];
    crowd(house, "POST /api/sign-in", STR("X-Forwarded-For: 10.0.0.1\r\n"), fds, CROWD);
    wait_for_answers(fds, CROWD, CROWD - 1 - LANE_WAITING_MAX / 2);
    KitRequest other = {.line = "POST /api/sign-in",
                        .headers = STR("X-Forwarded-For: 10.0.0.2\r\n")};
    int fd = kit_http_send(house->ctx, http_port(house->server), &other);
    assert_status(ask(house, "GET /api/read", bearer(house, 0)), 200);
    barrier_set(true);
    assert_status(kit_http_read(house->ctx, fd), 200);
    assert_int_equal(count_status(house, fds, CROWD, 200), 1 + LANE_WAITING_MAX / 2);
    house_close(house);
}

static void nobody_waits_in_a_lane_without_the_right(void **state)
{
    House *house = house_open(*state);
    int fds[CROWD];
    crowd(house, "GET /api/slow", bearer(house, 0), fds, CROWD);
    assert_status(ask(house, "GET /api/slow", STR("")), 401);
    barrier_set(true);
    count_status(house, fds, CROWD, 200);
    house_close(house);
}

static void what_waits_at_the_end_is_refused(void **state)
{
    House *house = house_open(*state);
    int fds[8];
    crowd(house, "GET /api/slow", bearer(house, 0), fds, ARRAY_LEN(fds));
    api_end(house->api);
    barrier_set(true);
    http_stop(house->server);
    house->server = NULL;
    assert_int_equal(count_status(house, fds, ARRAY_LEN(fds), 200), 1);
    house_close(house);
}

/* ---- one after the other --------------------------------------------------------------------- */

typedef struct Turn {
    const House *house;
    size_t which;
    size_t wrong;
} Turn;

/* Its own name and its own rows, whatever ran on the worker before. */
static void *take_turns(void *self)
{
    Turn *turn = self;
    Ctx ctx = {.arena = arena_create(KIT_ARENA_BYTES)};
    static const char *const names[] = {"\"name\":\"zhang\"", "\"name\":\"wang\""};
    static const char *const lines[] = {"GET /api/self", "GET /api/slow", "GET /api/users",
                                        "GET /api/open"};
    KitRequest request = {
        .headers =
            bearer(&(House){.ctx = &ctx, .token = {turn->house->token[0], turn->house->token[1]}},
                   turn->which)};
    for (size_t i = 0; i < 60; i++) {
        request.line = lines[i % ARRAY_LEN(lines)];
        Str answer = kit_http_ask(&ctx, http_port(turn->house->server), &request);
        Str body = kit_http_body(answer);
        if (i % 4 < 2)
            turn->wrong += kit_http_status(answer) != 200 ||
                           !str_contains(body, str_of(names[turn->which])) ||
                           !str_contains(body, STR("\"accounts\":1}"));
        turn->wrong += str_contains(body, str_of(names[1 - turn->which]));
    }
    arena_free(ctx.arena);
    return NULL;
}

static void a_request_knows_nothing_of_the_one_before(void **state)
{
    House *house = house_open(*state);
    Turn turns[] = {{house, 0, 0}, {house, 1, 0}, {house, 0, 0}, {house, 1, 0}};
    pthread_t threads[ARRAY_LEN(turns)];
    for (size_t i = 0; i < ARRAY_LEN(turns); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_turns, &turns[i]), 0);
    for (size_t i = 0; i < ARRAY_LEN(turns); i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < ARRAY_LEN(turns); i++)
        assert_int_equal(turns[i].wrong, 0);
    house_close(house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(nobody_gets_in_without_credentials),
        KIT_TEST(a_token_and_a_cookie_open),
        KIT_TEST(the_token_counts_when_both_are_there),
        KIT_TEST(open_routes_look_at_no_credentials),
        KIT_TEST(a_dead_cookie_is_taken_away),
        KIT_TEST(who_lacks_the_right_is_denied_and_written_down),
        KIT_TEST(what_a_handler_denies_is_written_down_too),
        KIT_TEST(the_trail_is_not_flooded_by_who_is_denied),
        KIT_TEST(what_concerns_the_house_needs_the_whole_scope),
        KIT_TEST(a_change_over_a_session_needs_its_csrf_text),
        KIT_TEST(sessions_are_given_and_taken_as_cookies),
        KIT_TEST(a_cookie_of_a_secure_visit_is_secure),
        KIT_TEST(personal_data_is_masked),
        KIT_TEST(nothing_is_kept_of_a_body_without_credentials),
        KIT_TEST(guessing_is_limited_and_work_is_not),
        KIT_TEST(a_full_lane_says_so_and_others_go_on),
        KIT_TEST(one_address_gets_half_of_the_places_to_sign_in),
        KIT_TEST(nobody_waits_in_a_lane_without_the_right),
        KIT_TEST(what_waits_at_the_end_is_refused),
        KIT_TEST(a_request_knows_nothing_of_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
