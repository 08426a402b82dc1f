/* Matters from opening to settling. */
#include "engine/access/test/house.h"
#include "engine/flow/flow.h"

static void a_smoke(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Matter m;
        FlowMoved moved;
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, flow_open(ctx,
                                 &(MatterOpening){.lifecycle = STR("hotline-order"),
                                                  .number = STR("A1"),
                                                  .class_code = STR("投诉"),
                                                  .opened_at = clock_now(ctx)},
                                 &m));
        assert_ok(ctx, flow_move(ctx,
                                 &(FlowMove){.matter_id = m.id,
                                             .move = STR("dispatch"),
                                             .unit_id = house.east,
                                             .revision = 1},
                                 &moved));
        assert_ok(ctx, flow_move(ctx, &(FlowMove){.matter_id = m.id, .move = STR("sign")}, &moved));
        assert_str(moved.after.state, "handling");
        assert_ok(ctx, db_commit(ctx));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {KIT_TEST(a_smoke)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
