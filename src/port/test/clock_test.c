#include "port/clock.h"

#include "kit/kit.h"

static void a_frozen_clock_stands_still(void **state)
{
    Ctx *ctx = *state;
    Clock clock = clock_frozen((Instant){42});
    ctx->clock = &clock;
    assert_int_equal(clock_now(ctx).ms, 42);
    assert_int_equal(clock_now(ctx).ms, 42);
}

static void the_system_clock_tells_this_century(void **state)
{
    Ctx *ctx = *state;
    ctx->clock = &system_clock;
    int year = date_civil(instant_date(clock_now(ctx))).year;
    assert_in_range(year, 2023, 2099);
}

static void ticks_never_go_back(void **state)
{
    (void)state;
    int64_t before = clock_ticks();
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_ticks();
        assert_true(now >= before);
        before = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_frozen_clock_stands_still),
        KIT_TEST(the_system_clock_tells_this_century),
        KIT_TEST(ticks_never_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
