/* A running month: only what has fallen due counts as due; what is left out does not count. */
#include "domain/hotline/score_counts.h"

#include "domain/hotline/order.h"
#include "engine/access/access.h"
#include "kit/kit_database.h"
#include "port/packs.h"

static OrderTaken take_order(Ctx *ctx)
{
    Packs *packs;
    OrderTaken taken;
    OrderRequest request = {.kind = STR("咨询"), .content = STR("演示：办事大厅几点开门")};
    assert_ok(ctx, packs_open(ctx, STR(""), &packs));
    ctx->packs = packs;
    assert_ok(ctx, access_open(ctx, &(AccessSetup){0}, &ctx->access));
    actor_enter(ctx, &actor_local);
    assert_ok(ctx, order_take(ctx, &request, STR("clerk"), STR(""), &taken));
    return taken;
}

static Instant at(const char *text)
{
    Instant instant;
    assert_true(instant_parse(str_of(text), &instant));
    return instant;
}

/* The order of the house, as the district's figures have it. */
static int64_t due_in_all(Ctx *ctx, const CountedAsk *ask, bool *ret_any)
{
    CountedTableList tables = {0};
    int64_t received = 0;
    assert_ok(ctx, score_counted(ctx, ask, &tables));
    *ret_any = tables.count > 0;
    LIST_EACH (const CountedTable, table, &tables)
        LIST_EACH (const CountedFigure, figure, &table->figures)
            if (str_equal_c(figure->row_key, "HZ23-001"))
                received = figure->value.millionths / DECIMAL_ONE;
    return received;
}

static void a_running_month_counts_as_due_what_has_fallen_due(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        OrderTaken taken = take_order(ctx);
        CountedAsk ask = {.whole_month = false, .now = at("2023-03-03T23:59:00+08:00")};
        assert_true(month_make(2023, 3, &ask.period));
        assert_int_equal(score_due_until(&ask).days, taken.due_day.days - 1);
        ask.now = at("2023-03-04T00:00:00+08:00");
        assert_int_equal(score_due_until(&ask).days, taken.due_day.days);
        ask.now = at("2023-04-01T00:00:00+08:00");
        assert_int_equal(score_due_until(&ask).days, period_last(ask.period).days);
    }
}

static void an_order_left_out_makes_no_month(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        OrderTaken taken = take_order(ctx);
        bool any, found;
        CountedAsk ask = {.whole_month = true, .now = at("2023-04-01T00:00:00+08:00")};
        assert_true(month_make(2023, 3, &ask.period));
        assert_int_equal(due_in_all(ctx, &ask, &any), 1);
        assert_true(any);
        *LIST_ADD(ctx->arena, &ask.left_out) = taken.number;
        *LIST_ADD(ctx->arena, &ask.left_out) = taken.number;
        assert_int_equal(due_in_all(ctx, &ask, &any), 0);
        assert_false(any);
        assert_ok(ctx, score_counted_find(ctx, taken.number, &found));
        assert_true(found);
        assert_ok(ctx, score_counted_find(ctx, STR("没有"), &found));
        assert_false(found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_running_month_counts_as_due_what_has_fallen_due),
        KIT_TEST(an_order_left_out_makes_no_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
