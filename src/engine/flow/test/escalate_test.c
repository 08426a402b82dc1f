#include "engine/flow/escalate.h"

#include "engine/flow/outbox.h"
#include "engine/flow/test/desk.h"

static bool move(Ctx *ctx, const Matter *matter, const Escalation *escalation, void *self)
{
    int *refusals = self;
    FlowMoved moved;
    if (refusals && (*refusals)-- > 0)
        return fail(ctx, FAIL_STATE, "不行");
    return flow_move(ctx,
                     &(FlowMove){.matter_id = matter->id,
                                 .move = escalation->move,
                                 .revision = matter->revision,
                                 .reason = escalation->says},
                     &moved);
}

static int64_t escalate(Desk *desk)
{
    int64_t made = 0;
    desk_as(desk, DESK_SYSTEM);
    assert_ok(desk->ctx, flow_escalate(desk->ctx, STR("sample"), move, NULL, NULL, &made));
    return made;
}

/* The reasons of the escalations of a matter, commas between. */
static Str reasons(Desk *desk, const Matter *matter)
{
    MatterEventList events;
    Buf text = buf_create(desk->ctx->arena, 4 * KIB);
    desk_as(desk, DESK_SYSTEM);
    assert_ok(desk->ctx, flow_ledger(desk->ctx, matter->id, &events));
    LIST_EACH (const MatterEvent, event, &events)
        if (str_equal_c(event->move, "warn"))
            buf_format(&text, "%s%.*s", text.len ? "," : "", STRF(event->reason));
    return buf_str(&text);
}

static void each_escalation_is_made_once_at_its_time(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        /* A Wednesday: two working days end with Friday, 2023-03-03. */
        Matter matter = desk_matter(&desk, "A1", "简单");
        Matter none = desk_matter(&desk, "A2", "备案");
        assert_int_equal(escalate(&desk), 0);
        desk_set(&desk, "2023-03-02T00:00");
        assert_int_equal(escalate(&desk), 1);
        assert_int_equal(escalate(&desk), 0);
        assert_str(reasons(&desk, &matter), "临近");
        desk_set(&desk, "2023-03-03T23:59:59");
        assert_int_equal(escalate(&desk), 0);
        desk_set(&desk, "2023-03-04T00:00");
        assert_int_equal(escalate(&desk), 1);
        /* Three working days after it: the end of Wednesday. */
        desk_set(&desk, "2023-03-08T23:59:59");
        assert_int_equal(escalate(&desk), 0);
        desk_set(&desk, "2023-03-09T00:00");
        assert_int_equal(escalate(&desk), 1);
        assert_int_equal(escalate(&desk), 0);
        assert_str(reasons(&desk, &matter), "临近,超期,超期三天");
        assert_str(reasons(&desk, &none), "");
    }
}

static void what_is_overdue_is_told(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        OutboxEventList events;
        int64_t told = 0;
        desk_matter(&desk, "A1", "简单");
        desk_set(&desk, "2023-03-04T00:00");
        assert_int_equal(escalate(&desk), 1);
        assert_ok(ctx, outbox_after(ctx, 0, 100, &events));
        LIST_EACH (const OutboxEvent, event, &events)
            told += str_equal_c(event->type, "matter.overdue");
        assert_int_equal(told, 1);
    }
}

static void another_clock_that_runs_out_is_escalated_too(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        Matter slow = desk_matter(&desk, "A1", "普通"), quick = desk_matter(&desk, "A2", "普通");
        FlowMove send = desk_move(&slow, "send");
        send.unit_id = desk.units[0];
        desk_do(&desk, DESK_HOUSE, send);
        send.matter_id = quick.id;
        desk_do(&desk, DESK_HOUSE, send);
        desk_do(&desk, DESK_EAST, desk_move(&quick, "take"));
        desk_set(&desk, "2023-03-03T00:00");
        assert_int_equal(escalate(&desk), 1);
        assert_str(reasons(&desk, &slow), "没有接收");
        assert_str(reasons(&desk, &quick), "");
    }
}

static void nothing_is_escalated_that_is_done_or_held_up_or_long_past(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        Matter done = desk_matter(&desk, "A1", "简单"), held = desk_matter(&desk, "A2", "简单");
        FlowMove send = desk_move(&held, "send");
        send.unit_id = desk.units[0];
        desk_do(&desk, DESK_HOUSE, desk_move(&done, "close"));
        desk_do(&desk, DESK_HOUSE, send);
        desk_do(&desk, DESK_EAST, desk_move(&held, "take"));
        desk_do(&desk, DESK_EAST, desk_move(&held, "hold"));
        desk_set(&desk, "2023-03-04T00:00");
        assert_int_equal(escalate(&desk), 0);
        desk_set(&desk, "2023-03-06T09:00");
        Matter late = desk_matter(&desk, "A3", "简单");
        desk_set(&desk, "2023-06-30T00:00");
        assert_int_equal(escalate(&desk), 0);
        assert_str(reasons(&desk, &late), "");
    }
}

static void one_that_cannot_be_moved_holds_up_no_other(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        Matter first = desk_matter(&desk, "A1", "简单"), second = desk_matter(&desk, "A2", "简单");
        int refusals = 1;
        int64_t made = 0;
        desk_set(&desk, "2023-03-02T00:00");
        desk_as(&desk, DESK_SYSTEM);
        assert_ok(ctx, flow_escalate(ctx, STR("sample"), move, &refusals, NULL, &made));
        assert_int_equal(made, 1);
        assert_str(reasons(&desk, &first), "");
        assert_str(reasons(&desk, &second), "临近");
        assert_int_equal(escalate(&desk), 1);
        assert_str(reasons(&desk, &first), "临近");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(each_escalation_is_made_once_at_its_time),
        KIT_TEST(what_is_overdue_is_told),
        KIT_TEST(another_clock_that_runs_out_is_escalated_too),
        KIT_TEST(nothing_is_escalated_that_is_done_or_held_up_or_long_past),
        KIT_TEST(one_that_cannot_be_moved_holds_up_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
