/* An order's due time follows the calendar. */
#include "domain/module.h"

#include "domain/hotline/order.h"
#include "engine/access/access.h"
#include "engine/calendar/calendar.h"
#include "kit/kit_database.h"
#include "port/packs.h"

static bool tell_all(Ctx *ctx)
{
    bool told = false;
    for (size_t i = 0; i < all_module_count; i++)
        if (all_modules[i]->calendar_changed) {
            assert_ok(ctx, all_modules[i]->calendar_changed(ctx));
            told = true;
        }
    return told;
}

static Str day_text(Ctx *ctx, Date day)
{
    Buf text = buf_create(ctx->arena, 32);
    date_print(&text, day);
    return buf_str(&text);
}

static void a_day_off_moves_the_due_day_of_an_order(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Packs *packs;
        OrderTaken taken;
        Order order;
        OrderRequest request = {.kind = STR("咨询"), .content = STR("演示：办事大厅几点开门")};
        CalendarDay off = {.off = true, .name = STR("台风停工")};
        assert_ok(ctx, packs_open(ctx, STR(""), &packs));
        ctx->packs = packs;
        assert_ok(ctx, access_open(ctx, &(AccessSetup){0}, &ctx->access));
        actor_enter(ctx, &actor_local);
        assert_ok(ctx, order_take(ctx, &request, STR("clerk"), STR(""), &taken));
        assert_str(day_text(ctx, taken.due_day), "2023-03-03");
        assert_true(date_parse(STR("2023-03-02"), &off.date));
        assert_ok(ctx, calendar_day_put(ctx, &off, STR("演示")));
        assert_true(tell_all(ctx));
        assert_ok(ctx, order_read(ctx, taken.id, &order));
        assert_str(day_text(ctx, order.due_day), "2023-03-06");
        assert_ok(ctx, calendar_day_remove(ctx, off.date, STR("演示")));
        assert_true(tell_all(ctx));
        assert_ok(ctx, order_read(ctx, taken.id, &order));
        assert_str(day_text(ctx, order.due_day), "2023-03-03");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {KIT_TEST(a_day_off_moves_the_due_day_of_an_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
