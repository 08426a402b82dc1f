/* Standings, remembered by the process and asked for by many threads at once. */
#include "engine/access/test/house.h"

#include "engine/access/standing_cache.h"

#include <pthread.h>

#define THREADS 4
#define REQUESTS 150

/* One thread of a server: a connection of its own, and a session. */
typedef struct Worker {
    const KitDatabase *database;
    Access *access;
    const Clock *clock;
    Str token;
    int64_t unit_id;
    int64_t other_id;
    Str name;
    int wrong;
} Worker;

static bool is_his(const Worker *worker, const Actor *actor)
{
    return str_equal(actor->name, worker->name) && scope_allows(&actor->scope, worker->unit_id) &&
           !scope_allows(&actor->scope, worker->other_id) && actor_may(actor, "sample.read") &&
           !actor_may(actor, "access.users") && actor->scope.person == actor->account_id;
}

static void *ask(void *object)
{
    Worker *worker = object;
    Arena *process = arena_create(64 * MIB), *request = arena_create(16 * MIB);
    Ctx opening = {.arena = process, .clock = worker->clock};
    worker->wrong =
        !db_open(&opening, worker->database->address, worker->database->catalogue, &opening.db);
    for (int i = 0; i < REQUESTS && !worker->wrong; i++) {
        Ctx ctx = {
            .arena = request, .db = opening.db, .clock = worker->clock, .access = worker->access};
        Actor actor;
        if (!session_actor(&ctx, worker->token, NULL, /* touch= */ false, &actor) ||
            !is_his(worker, &actor))
            worker->wrong++;
        arena_reset(request);
    }
    arena_free(request);
    arena_free(process);
    return NULL;
}

static void many_threads_never_mix_up_whose_request_it_is(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        if (str_equal_c(kit_database->address, KIT_SQLITE_MEMORY))
            continue;
        House house = house_open(ctx);
        const char *const patterns[] = {"sample.read", NULL};
        int64_t role_id = house_new_role(&house, "reader", "below", patterns);
        static const char *const names[THREADS] = {"one", "two", "three", "four"};
        Worker workers[THREADS];
        pthread_t threads[THREADS];
        for (size_t i = 0; i < THREADS; i++) {
            bool east = i % 2 == 0;
            Actor actor;
            house_operator(&house);
            house_person(&house, names[i], east ? house.east : house.west, "reader");
            house_sign_in(&house, names[i], &actor);
            workers[i] = (Worker){.database = kit_database,
                                  .access = ctx->access,
                                  .clock = ctx->clock,
                                  .token = house.visit.open_session,
                                  .unit_id = east ? house.east : house.west,
                                  .other_id = east ? house.west : house.east,
                                  .name = str_of(names[i])};
        }
        for (size_t i = 0; i < THREADS; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, ask, &workers[i]), 0);
        /* Meanwhile all that is remembered becomes stale, again and again. */
        house_operator(&house);
        Role role;
        assert_ok(ctx, role_read(ctx, role_id, &role));
        for (int i = 0; i < 20; i++) {
            role.title = str_format(ctx->arena, "读者%d", i);
            assert_ok(ctx, role_put(ctx, &role, STR("改名"), &role_id));
        }
        for (size_t i = 0; i < THREADS; i++) {
            assert_int_equal(pthread_join(threads[i], NULL), 0);
            assert_int_equal(workers[i].wrong, 0);
        }
    }
}

static void what_was_read_under_an_older_version_is_not_kept(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        StandingKey newer = {.version = 1000000, .account_id = chen, .day = house_today(&house)};
        StandingKey older = newer;
        Standing standing;
        older.version--;
        assert_ok(ctx, standing_read(ctx, &newer, &standing));
        assert_ok(ctx, standing_read(ctx, &older, &standing));
        assert_false(standing_recall(ctx, ctx->access->standings, &older, &standing));
        assert_true(standing_recall(ctx, ctx->access->standings, &newer, &standing));
        assert_str(standing.name, "chen");
        newer.version++;
        assert_false(standing_recall(ctx, ctx->access->standings, &newer, &standing));
        newer.version--;
        newer.day.days++;
        assert_false(standing_recall(ctx, ctx->access->standings, &newer, &standing));
    }
}

static void two_in_one_place_of_the_table_are_told_apart(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        StandingKey one = {.version = 1000000, .account_id = chen, .day = house_today(&house)};
        StandingKey two = one;
        Standing standing;
        PostList posts = {0};
        assert_ok(ctx, posts_of_account(ctx, chen, one.day, &posts));
        one.post_id = posts.at[0].id;
        two.post_id = one.post_id + STANDINGS_MAX; /* of nobody */
        for (int i = 0; i < 3; i++) {
            assert_ok(ctx, standing_read(ctx, &one, &standing));
            assert_int_equal(standing.post_id, one.post_id);
            assert_true(scope_allows(&standing.rights.scope, house.east_gate));
            assert_ok(ctx, standing_read(ctx, &two, &standing));
            assert_int_equal(standing.post_id, 0);
            assert_int_equal(standing.rights.permission_count, 0);
        }
    }
}

static void what_is_remembered_stays_below_its_maximum(void **state)
{
    Ctx *ctx = *state;
    StandingCache *cache = standing_cache_create(ctx);
    size_t len = STANDINGS_BYTES_MAX / 10, kept = 0;
    Standing big = {.rights = {.scope_label = STR("大")}}, found;
    big.rights.scope.units = str_from(NEW(ctx->arena, char, len), len);
    for (int64_t i = 1; i <= 40; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        StandingKey key = {.version = 1, .account_id = i};
        standing_remember(cache, &key, &big);
        assert_true(standing_recall(ctx, cache, &key, &found));
        assert_int_equal(found.rights.scope.units.len, len);
        assert_str(found.rights.scope_label, "大");
        arena_rewind(ctx->arena, mark);
    }
    for (int64_t i = 1; i <= 40; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        StandingKey key = {.version = 1, .account_id = i};
        kept += standing_recall(ctx, cache, &key, &found);
        arena_rewind(ctx->arena, mark);
    }
    assert_true(kept > 0 && kept < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(many_threads_never_mix_up_whose_request_it_is),
        KIT_TEST(what_was_read_under_an_older_version_is_not_kept),
        KIT_TEST(two_in_one_place_of_the_table_are_told_apart),
        KIT_TEST(what_is_remembered_stays_below_its_maximum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
