/* Four digits cannot be tried out, and nobody can shut out the caller by trying. */
#include "domain/hotline/citizen_guess.h"
#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "port/packs.h"

#define NUMBER STR("HZ20230213-00001")
#define OTHER STR("HZ20230213-00002")

typedef struct Door {
    Visit visit;
    Actor actor;
    Clock clock;
    CitizenRules rules;
} Door;

static KitDatabase *open_door(KitDatabase *database, Door *door)
{
    Packs *packs;
    Instant morning;
    if (!database)
        return NULL;
    Ctx *ctx = database->ctx;
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    assert_ok(ctx, access_open(ctx, &(AccessSetup){0}, &ctx->access));
    assert_true(instant_parse(STR("2023-02-14T08:00"), &morning));
    door->clock = clock_frozen(morning);
    ctx->clock = &door->clock;
    door->visit = (Visit){.address = STR("10.3.0.1")};
    door->actor = actor_local;
    door->actor.visit = &door->visit;
    actor_enter(ctx, &door->actor);
    assert_ok(ctx, citizen_rules(ctx, &door->rules));
    return database;
}
#define EACH_DOOR(ctx, door)                                                                       \
    for (KitDatabase *kit_database = open_door(kit_database_first((ctx), &db_catalogue), (door));  \
         kit_database; kit_database = open_door(kit_database_next(kit_database), (door)))

static void pass(Ctx *ctx, Door *door, int64_t seconds)
{
    door->clock = clock_frozen((Instant){clock_now(ctx).ms + seconds * 1000});
}

static bool try_it(Ctx *ctx, Door *door, const char *address, Str number, bool right)
{
    Guess guess;
    door->visit.address = str_of(address);
    door->visit.retry_seconds = 0;
    return guess_begin(ctx, &door->rules, number, &guess) && guess_end(ctx, &guess, right);
}

/* Tries until nothing is heard any more that day, waiting as told; how many were heard. */
static int heard_of(Ctx *ctx, Door *door, const char *address, Str number)
{
    for (int heard = 0;; heard++) {
        bool good = try_it(ctx, door, address, number, /* right= */ false);
        if (!good && door->visit.retry_seconds) {
            fail_clear(ctx);
            pass(ctx, door, door->visit.retry_seconds);
            good = try_it(ctx, door, address, number, /* right= */ false);
        }
        if (good)
            continue;
        assert_int_equal(ctx->fail.code, FAIL_LIMITED);
        fail_clear(ctx);
        return heard;
    }
}

static void wrong_digits_wait_twice_as_long_each_time_and_end_for_the_day(void **state)
{
    Ctx *ctx = *state;
    Door door;
    EACH_DOOR(ctx, &door)
    {
        static const int waits[] = {60, 120, 240, 480, 960, 1920};
        for (int i = 0; i < 4; i++)
            assert_ok(ctx, try_it(ctx, &door, "10.3.0.1", NUMBER, false));
        for (size_t i = 0; i < ARRAY_LEN(waits) - 1; i++) {
            assert_ok(ctx, try_it(ctx, &door, "10.3.0.1", NUMBER, false));
            assert_fails(ctx, FAIL_LIMITED, try_it(ctx, &door, "10.3.0.1", NUMBER, false));
            assert_int_equal(door.visit.retry_seconds, waits[i]);
            pass(ctx, &door, waits[i]);
        }
        assert_ok(ctx, try_it(ctx, &door, "10.3.0.1", NUMBER, false));
        pass(ctx, &door, 3600);
        assert_fails(ctx, FAIL_LIMITED, try_it(ctx, &door, "10.3.0.1", NUMBER, true));
        assert_int_equal(door.visit.retry_seconds, 0);
        /* Another address, another order, another day: heard. */
        assert_ok(ctx, try_it(ctx, &door, "10.3.0.2", NUMBER, true));
        assert_ok(ctx, try_it(ctx, &door, "10.3.0.1", OTHER, true));
        pass(ctx, &door, 24 * 3600);
        assert_ok(ctx, try_it(ctx, &door, "10.3.0.1", NUMBER, true));
    }
}

static void strangers_with_many_addresses_have_fifty_and_shut_out_no_caller(void **state)
{
    Ctx *ctx = *state;
    Door door;
    EACH_DOOR(ctx, &door)
    {
        static const char *const strangers[] = {"10.9.0.1",       "10.9.0.2",       "10.9.0.3",
                                                "2001:db8:1::77", "2001:db8:2::77", "10.9.0.6"};
        int heard = 0;
        door.visit.address = STR("10.3.0.1");
        assert_ok(ctx, guess_know(ctx, &door.rules, NUMBER));
        assert_ok(ctx, try_it(ctx, &door, "10.3.0.2", NUMBER, true));
        for (size_t i = 0; i < ARRAY_LEN(strangers); i++)
            heard += heard_of(ctx, &door, strangers[i], NUMBER);
        assert_int_equal(heard, 50);
        assert_fails(ctx, FAIL_LIMITED, try_it(ctx, &door, "10.9.0.7", NUMBER, true));
        /* Whence it was sent, and whence the right digits came before. */
        assert_ok(ctx, try_it(ctx, &door, "10.3.0.1", NUMBER, false));
        assert_ok(ctx, try_it(ctx, &door, "10.3.0.1", NUMBER, true));
        assert_ok(ctx, try_it(ctx, &door, "10.3.0.2", NUMBER, true));
        pass(ctx, &door, 31 * 24 * 3600);
        assert_ok(ctx, try_it(ctx, &door, "10.9.0.7", NUMBER, true));
    }
}

static void one_network_has_sixty_over_all_orders_and_right_ones_cost_nothing(void **state)
{
    Ctx *ctx = *state;
    Door door;
    EACH_DOOR(ctx, &door)
    {
        for (int i = 0; i < 60; i++) {
            Str number = str_format(ctx->arena, "HZ20230213-%05d", i);
            Str mine = str_format(ctx->arena, "HZ20230214-%05d", i);
            assert_ok(ctx, try_it(ctx, &door, "2001:db8::1", mine, true));
            assert_ok(ctx, try_it(ctx, &door, "2001:db8::2", number, false));
        }
        /* What is known from there stays open. */
        assert_ok(ctx, try_it(ctx, &door, "2001:db8::3", STR("HZ20230214-00007"), true));
        assert_fails(ctx, FAIL_LIMITED, try_it(ctx, &door, "2001:db8::3", STR("HZ-61"), false));
        assert_ok(ctx, try_it(ctx, &door, "2001:db8:0:1::3", STR("HZ-61"), false));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(wrong_digits_wait_twice_as_long_each_time_and_end_for_the_day),
        KIT_TEST(strangers_with_many_addresses_have_fifty_and_shut_out_no_caller),
        KIT_TEST(one_network_has_sixty_over_all_orders_and_right_ones_cost_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
