/* Failures counted by address. */
#include "face/api/limiter.h"

#include "kit/kit.h"
#include "port/network.h"

#define SECOND ((int64_t)1000000)
#define BEGIN (1000 * SECOND)

static int count(Limiter *limiter, const char *address, int64_t at, int times)
{
    int retry = 0;
    for (int i = 0; i < times; i++)
        limiter_count(limiter, network_of(str_of(address)), at, &retry);
    return retry;
}

static void the_limit_is_passed_by_one_more(void **state)
{
    Ctx *ctx = *state;
    Limiter *limiter = limiter_create(ctx->arena);
    assert_int_equal(count(limiter, "10.0.0.1", BEGIN, LIMITER_FAILURES_MAX), 0);
    int retry = 0;
    assert_true(limiter_count(limiter, network_of(STR("10.0.0.1")), BEGIN + 20 * SECOND, &retry));
    assert_int_equal(retry, LIMITER_SECONDS - 20);
    /* It is told once. */
    assert_false(limiter_count(limiter, network_of(STR("10.0.0.1")), BEGIN + 21 * SECOND, &retry));
    assert_int_equal(retry, LIMITER_SECONDS - 21);
}

static void time_forgives(void **state)
{
    Ctx *ctx = *state;
    Limiter *limiter = limiter_create(ctx->arena);
    assert_true(count(limiter, "10.0.0.1", BEGIN, LIMITER_FAILURES_MAX + 1) > 0);
    int64_t later = BEGIN + LIMITER_SECONDS * SECOND;
    assert_int_equal(count(limiter, "10.0.0.1", later, LIMITER_FAILURES_MAX), 0);
    assert_true(count(limiter, "10.0.0.1", later, 1) > 0);
}

static void addresses_are_counted_by_themselves(void **state)
{
    Ctx *ctx = *state;
    Limiter *limiter = limiter_create(ctx->arena);
    assert_true(count(limiter, "10.0.0.1", BEGIN, LIMITER_FAILURES_MAX + 1) > 0);
    assert_int_equal(count(limiter, "10.0.0.2", BEGIN, 1), 0);
    assert_int_equal(count(limiter, "fe80::1", BEGIN, 1), 0);
}

static void an_ipv6_network_counts_as_one(void **state)
{
    Ctx *ctx = *state;
    Limiter *limiter = limiter_create(ctx->arena);
    assert_int_equal(count(limiter, "2001:db8:1:2::1", BEGIN, LIMITER_FAILURES_MAX), 0);
    assert_true(count(limiter, "2001:db8:1:2:ffff::9", BEGIN, 1) > 0);
    assert_int_equal(count(limiter, "2001:db8:1:3::1", BEGIN, 1), 0);
}

/* More addresses than there are places: the newest keep theirs, and nothing overflows. */
static void a_flood_of_addresses_is_borne(void **state)
{
    Ctx *ctx = *state;
    Limiter *limiter = limiter_create(ctx->arena);
    for (int i = 0; i < 4 * LIMITER_PLACES_MAX; i++) {
        int retry = 0;
        Str address = str_format(ctx->arena, "10.%d.%d.1", i / 256, i % 256);
        limiter_count(limiter, network_of(address), BEGIN + i, &retry);
        assert_int_equal(retry, 0);
    }
    int64_t now = BEGIN + 8 * LIMITER_PLACES_MAX;
    assert_true(count(limiter, "192.168.0.1", now, LIMITER_FAILURES_MAX + 1) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_limit_is_passed_by_one_more),     KIT_TEST(time_forgives),
        KIT_TEST(addresses_are_counted_by_themselves), KIT_TEST(an_ipv6_network_counts_as_one),
        KIT_TEST(a_flood_of_addresses_is_borne),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
