/* Matters from opening to settling. */
#include "engine/flow/test/desk.h"

#include "engine/calendar/calendar.h"
#include "engine/flow/outbox.h"

static Str printed(Ctx *ctx, Instant at)
{
    Buf text = buf_create(ctx->arena, 64);
    instant_print_short(&text, at);
    return buf_str(&text);
}

static FlowMove to_unit(const Matter *matter, const char *move, int64_t unit)
{
    FlowMove made = desk_move(matter, move);
    made.unit_id = unit;
    return made;
}

/* Sent to the east and taken there. */
static Matter in_work(Desk *desk, const char *number)
{
    Matter m = desk_matter(desk, number, "普通");
    desk_do(desk, DESK_HOUSE, to_unit(&m, "send", desk->units[0]));
    return desk_do(desk, DESK_EAST, desk_move(&m, "take"));
}

/* ---- from beginning to end --------------------------------------------------------------------
 */

static void a_matter_goes_through_its_life(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        Matter m = in_work(&desk, "A1");
        assert_str(m.state, "work");
        assert_int_equal(m.unit_id, desk.units[0]);
        assert_int_equal(m.revision, 3);
        assert_str(m.step, "");
        desk_do(&desk, DESK_EAST, desk_move(&m, "reply"));
        m = desk_do(&desk, DESK_HOUSE, desk_move(&m, "release"));
        assert_true(m.has_closed_at);
        m = desk_do(&desk, DESK_HOUSE, desk_move(&m, "file"));
        assert_str(m.state, "filed");
        MatterEventList ledger;
        assert_ok(ctx, flow_ledger(ctx, m.id, &ledger));
        assert_int_equal(ledger.count, 6);
        assert_str(ledger.at[0].move, "open");
        assert_str(ledger.at[1].clock, "handed");
        assert_str(ledger.at[5].move_name, "归档");
        OutboxEventList told = {0};
        assert_ok(ctx, outbox_after(ctx, 0, 100, &told));
        assert_int_equal(told.count, 6);
    }
}

static void an_opening_refuses_what_is_unknown(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        desk_open(ctx);
        Matter matter;
        MatterOpening opening = {.lifecycle = STR("sample"),
                                 .number = STR("A1"),
                                 .class_code = STR("无此类"),
                                 .opened_at = clock_now(ctx)};
        assert_ok(ctx, db_begin(ctx));
        assert_fails(ctx, FAIL_INVALID, flow_open(ctx, &opening, &matter));
        opening.class_code = STR("普通");
        opening.lifecycle = STR("sampel");
        assert_fails(ctx, FAIL_NOT_FOUND, flow_open(ctx, &opening, &matter));
        opening.lifecycle = STR("sample");
        opening.unit_id = 99999;
        assert_fails(ctx, FAIL_INVALID, flow_open(ctx, &opening, &matter));
        assert_false(db_rollback(ctx));
    }
}

/* ---- who may, and what is refused --------------------------------------------------------------
 */

static void a_unit_sees_what_it_holds_and_nothing_else(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        bool found;
        Matter m = in_work(&desk, "A1"), read;
        MatterEventList ledger;
        MatterClockList clocks;
        FlowMove reply = desk_move(&m, "reply");
        assert_fails(ctx, FAIL_NOT_FOUND, desk_try(&desk, DESK_WEST, &reply, &moved));
        assert_ok(ctx, flow_ledger(ctx, m.id, &ledger));
        assert_int_equal(ledger.count, 0);
        desk_do(&desk, DESK_EAST, to_unit(&m, "pass", desk.units[1]));
        desk_as(&desk, DESK_EAST);
        assert_ok(ctx, matter_read(ctx, m.id, &read, &found));
        assert_false(found);
        assert_ok(ctx, flow_clocks(ctx, m.id, &clocks));
        assert_int_equal(clocks.count, 0);
        desk_as(&desk, DESK_WEST);
        assert_ok(ctx, flow_ledger(ctx, m.id, &ledger));
        assert_int_equal(ledger.count, 4);
        assert_ok(ctx, flow_clocks(ctx, m.id, &clocks));
        assert_int_equal(clocks.count, 3);
    }
}

static void a_move_is_for_its_party(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        Matter m = in_work(&desk, "A1");
        FlowMove raise = desk_move(&m, "raise"), warn = desk_move(&m, "warn");
        assert_fails(ctx, FAIL_DENIED, desk_try(&desk, DESK_EAST, &raise, &moved));
        assert_contains(ctx->fail.message, "由中心来做");
        assert_fails(ctx, FAIL_DENIED, desk_try(&desk, DESK_HOUSE, &warn, &moved));
        desk.people[DESK_EAST].permission_count = 1;
        FlowMove reply = desk_move(&m, "reply");
        assert_fails(ctx, FAIL_DENIED, desk_try(&desk, DESK_EAST, &reply, &moved));
        desk_do(&desk, DESK_SYSTEM, warn);
    }
}

static void what_is_not_open_is_refused_with_what_is(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        Matter m = in_work(&desk, "A1");
        FlowMove release = desk_move(&m, "release"), unknown = desk_move(&m, "relaese");
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_HOUSE, &release, &moved));
        assert_contains(ctx->fail.message, "办理中");
        assert_contains(ctx->fail.hint, "提级");
        assert_fails(ctx, FAIL_NOT_FOUND, desk_try(&desk, DESK_HOUSE, &unknown, &moved));
        assert_contains(ctx->fail.hint, "release");
    }
}

static void all_that_a_move_lacks_is_told_at_once(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        Matter m = in_work(&desk, "A1");
        FlowMove back = {.matter_id = m.id, .move = STR("back")};
        FlowMove pass = to_unit(&m, "pass", desk.units[0]);
        assert_fails(ctx, FAIL_INVALID, desk_try(&desk, DESK_EAST, &back, &moved));
        assert_int_equal(ctx->fail.problems->total, 2);
        assert_str(ctx->fail.problems->at[1].field, "basis");
        assert_fails(ctx, FAIL_INVALID, desk_try(&desk, DESK_EAST, &pass, &moved));
        assert_contains(ctx->fail.message, "本来就在这个单位");
        pass.unit_id = 99999;
        assert_fails(ctx, FAIL_INVALID, desk_try(&desk, DESK_EAST, &pass, &moved));
    }
}

static void one_who_was_overtaken_is_told_by_whom(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        Matter m = desk_matter(&desk, "A1", "普通");
        desk_do(&desk, DESK_HOUSE, to_unit(&m, "send", desk.units[0]));
        FlowMove late = to_unit(&m, "send", desk.units[1]);
        late.revision = 1;
        desk_later(&desk, 30);
        assert_fails(ctx, FAIL_CONFLICT, desk_try(&desk, DESK_SECOND, &late, &moved));
        assert_str(ctx->fail.message,
                   "他人已处理：周演示（演示中心经办人）于 08:00 交办给东演示街");
    }
}

static void open_moves_are_those_that_succeed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        OpenMoveList open;
        Matter m = in_work(&desk, "A1");
        desk_as(&desk, DESK_EAST);
        assert_ok(ctx, flow_open_moves(ctx, &m, &open));
        Buf codes = buf_create(ctx->arena, KIB);
        LIST_EACH (const OpenMove, move, &open)
            buf_format(&codes, "%.*s ", STRF(move->code));
        assert_str(buf_str(&codes), "back pass hold ask reply ");
        assert_true(open.at[0].needs_basis);
        desk_as(&desk, DESK_WEST);
        assert_ok(ctx, flow_open_moves(ctx, &m, &open));
        assert_int_equal(open.count, 0);
    }
}

/* ---- clocks ---------------------------------------------------------------------------------- */

static void a_return_restarts_no_clock(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        Matter m = desk_matter(&desk, "A1", "普通");
        assert_str(printed(ctx, m.due_at), "2023-03-16 00:00");
        m = desk_do(&desk, DESK_HOUSE, to_unit(&m, "send", desk.units[0]));
        assert_str(m.step, "sign");
        assert_str(printed(ctx, m.step_due_at), "2023-03-03 00:00");
        m = desk_do(&desk, DESK_EAST, desk_move(&m, "back"));
        assert_str(m.step, "");
        desk_later(&desk, 3 * 1440);
        desk_do(&desk, DESK_HOUSE, desk_move(&m, "accept"));
        m = desk_do(&desk, DESK_HOUSE, to_unit(&m, "send", desk.units[0]));
        assert_str(printed(ctx, m.step_due_at), "2023-03-03 00:00");
        assert_str(printed(ctx, m.due_at), "2023-03-16 00:00");
        m = desk_do(&desk, DESK_EAST, to_unit(&m, "pass", desk.units[1]));
        assert_str(printed(ctx, m.step_due_at), "2023-03-07 00:00");
    }
}

static void the_third_return_is_decided_for_good(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        Matter m = in_work(&desk, "A1");
        for (int i = 0; i < 2; i++) {
            m = desk_do(&desk, DESK_EAST, desk_move(&m, "back"));
            assert_str(m.state, "back");
            m = desk_do(&desk, DESK_HOUSE, desk_move(&m, "refuse"));
        }
        m = desk_do(&desk, DESK_EAST, desk_move(&m, "back"));
        assert_str(m.state, "last");
        m = desk_do(&desk, DESK_HOUSE, to_unit(&m, "rule", desk.units[0]));
        FlowMove back = desk_move(&m, "back");
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_EAST, &back, &moved));
        assert_contains(ctx->fail.message, "已经终定");
    }
}

static void an_extension_is_by_what_was_asked(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        Matter m = in_work(&desk, "A1");
        FlowMove ask = desk_move(&m, "ask");
        ask.days = 16;
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_EAST, &ask, &moved));
        ask.days = 5;
        m = desk_do(&desk, DESK_EAST, ask);
        assert_str(m.requests, " extension ");
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_EAST, &ask, &moved));
        m = desk_do(&desk, DESK_HOUSE, desk_move(&m, "grant"));
        assert_int_equal(m.extension_days, 5);
        assert_int_equal(m.due_days, 15);
        assert_str(printed(ctx, m.due_at), "2023-03-23 00:00");
        assert_str(m.requests, "");
        Str why;
        assert_ok(ctx, flow_explain_due(ctx, &m, &why));
        assert_contains(why, "第15个工作日（期限10 + 延期5）");
        assert_contains(why, "3月4日（周六）");
    }
}

static void who_asked_does_not_grant(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        OpenMoveList open;
        Matter m = in_work(&desk, "A1");
        FlowMove ask = desk_move(&m, "ask");
        ask.days = 5;
        m = desk_do(&desk, DESK_HOUSE, ask); /* he may act for the unit, too */
        FlowMove grant = desk_move(&m, "grant");
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_HOUSE, &grant, &moved));
        assert_contains(ctx->fail.message, "「申请延期」是您自己做的");
        desk_as(&desk, DESK_HOUSE);
        assert_ok(ctx, flow_open_moves(ctx, &m, &open));
        LIST_EACH (const OpenMove, move, &open)
            assert_false(str_equal_c(move->code, "grant"));
        assert_int_equal(desk_do(&desk, DESK_SECOND, grant).extension_days, 5);
    }
}

static void a_pause_adds_its_working_days(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        Matter m = in_work(&desk, "A1");
        m = desk_do(&desk, DESK_EAST, desk_move(&m, "hold"));
        assert_int_equal(matter_light(&m, clock_now(ctx)), LIGHT_GREY);
        desk_set(&desk, "2023-03-06T09:00");
        m = desk_do(&desk, DESK_EAST, desk_move(&m, "go_on"));
        assert_int_equal(m.pause_days, 3);
        assert_str(printed(ctx, m.due_at), "2023-03-21 00:00");
        assert_false(m.has_paused_at);
    }
}

static void a_year_without_calendar_leaves_the_due_time_open(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        desk_set(&desk, "2026-12-30T09:00");
        Matter m = desk_matter(&desk, "A1", "普通");
        assert_false(m.has_due_at);
        assert_int_equal(m.missing_year, 2027);
        assert_str(matter_light_text(ctx->arena, &m, clock_now(ctx)), "期限待定（缺2027年日历）");
        m = desk_do(&desk, DESK_HOUSE, to_unit(&m, "send", desk.units[0]));
        assert_true(m.has_step_due_at);
    }
}

static void lights_go_from_green_to_red(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        Matter m = desk_matter(&desk, "A1", "普通");
        static const struct {
            const char *at;
            Light light;
            const char *text;
        } cases[] = {
            {"2023-03-01T21:00", LIGHT_GREEN, "剩 14天"},
            {"2023-03-13T23:59", LIGHT_GREEN, "剩 2天"},
            {"2023-03-14T00:00", LIGHT_YELLOW, "剩 2天"},
            {"2023-03-14T21:00", LIGHT_YELLOW, "剩 1天3小时"},
            {"2023-03-15T23:40", LIGHT_YELLOW, "剩 20分钟"},
            {"2023-03-16T00:00", LIGHT_RED, "超期 0分钟"},
            {"2023-03-18T00:00", LIGHT_RED, "超期 2天"},
        };
        for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
            Instant at;
            assert_true(instant_parse(str_of(cases[i].at), &at));
            assert_int_equal(matter_light(&m, at), cases[i].light);
            assert_str(matter_light_text(ctx->arena, &m, at), cases[i].text);
        }
        m = desk_do(&desk, DESK_HOUSE, desk_move(&m, "close"));
        assert_int_equal(matter_light(&m, clock_now(ctx)), LIGHT_NONE);
        assert_str(matter_light_text(ctx->arena, &m, clock_now(ctx)), "按时办结");
    }
}

/* ---- branches and signatures --------------------------------------------------------------------
 */

static void an_assisting_unit_answers_without_having_the_matter(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        MatterBranchList branches;
        FlowUnit both[] = {{desk.units[1]}, {desk.units[2]}};
        Matter m = in_work(&desk, "A1");
        FlowMove share = desk_move(&m, "share"), reply = desk_move(&m, "reply");
        share.units = (FlowUnitList){both, 2, 2};
        desk_do(&desk, DESK_HOUSE, share);
        assert_fails(ctx, FAIL_INVALID, desk_try(&desk, DESK_HOUSE, &share, &moved));
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_EAST, &reply, &moved));
        desk_as(&desk, DESK_WEST);
        assert_ok(ctx, flow_branches(ctx, m.id, &branches));
        assert_int_equal(branches.count, 1);
        assert_true(branches.at[0].has_due_at);
        FlowMove help = desk_move(&m, "help");
        help.branch_id = branches.at[0].id;
        assert_fails(ctx, FAIL_NOT_FOUND, desk_try(&desk, DESK_SOUTH, &help, &moved));
        desk_do(&desk, DESK_WEST, help);
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_WEST, &help, &moved));
        desk_as(&desk, DESK_SOUTH);
        assert_ok(ctx, flow_branches(ctx, m.id, &branches));
        FlowMove decline = desk_move(&m, "decline");
        decline.branch_id = branches.at[0].id;
        desk_do(&desk, DESK_SOUTH, decline);
        desk_as(&desk, DESK_HOUSE);
        assert_ok(ctx, flow_branches(ctx, m.id, &branches));
        assert_str(branches.at[0].state, "done");
        assert_str(branches.at[0].words, "演示内容");
        assert_str(branches.at[1].state, "back");
        desk_do(&desk, DESK_EAST, reply);
    }
}

static void what_was_made_before_an_opening_again_need_not_count(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        Matter m = in_work(&desk, "A1");
        FlowMove raise = desk_move(&m, "raise");
        desk_do(&desk, DESK_HOUSE, raise);
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_HOUSE, &raise, &moved));
        desk_do(&desk, DESK_HOUSE, desk_move(&m, "close"));
        desk_do(&desk, DESK_HOUSE, desk_move(&m, "reopen"));
        desk_do(&desk, DESK_HOUSE, to_unit(&m, "send", desk.units[0]));
        desk_do(&desk, DESK_HOUSE, raise);
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_HOUSE, &raise, &moved));
    }
}

static void what_is_raised_is_released_by_two(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        FlowMoved moved;
        Matter m = in_work(&desk, "A1");
        desk_do(&desk, DESK_HOUSE, desk_move(&m, "raise"));
        desk_do(&desk, DESK_EAST, desk_move(&m, "reply"));
        FlowMove release = desk_move(&m, "release");
        assert_ok(ctx, desk_try(&desk, DESK_HOUSE, &release, &moved));
        assert_true(moved.waiting);
        assert_str(moved.after.state, "check");
        assert_fails(ctx, FAIL_STATE, desk_try(&desk, DESK_HOUSE, &release, &moved));
        desk_do(&desk, DESK_HOUSE, desk_move(&m, "reject"));
        desk_do(&desk, DESK_EAST, desk_move(&m, "reply"));
        assert_ok(ctx, desk_try(&desk, DESK_SECOND, &release, &moved));
        assert_true(moved.waiting);
        m = desk_do(&desk, DESK_HOUSE, release);
        assert_str(m.state, "done");
    }
}

/* ---- the calendar, and taking in
 * ----------------------------------------------------------------- */

static bool count_changed(Ctx *ctx, const Matter *matter, void *self)
{
    (void)ctx;
    assert_true(matter->has_due_at);
    *(int64_t *)self += 1;
    return true;
}

static void a_day_off_moves_what_is_open(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        int64_t changed = 0, called = 0;
        Matter m = in_work(&desk, "A1"), closed = desk_matter(&desk, "A2", "普通");
        closed = desk_do(&desk, DESK_HOUSE, desk_move(&closed, "close"));
        actor_enter(ctx, &actor_local);
        CalendarDay off = {.off = true, .name = STR("台风停工")};
        assert_true(date_parse(STR("2023-03-07"), &off.date));
        assert_ok(ctx, calendar_day_put(ctx, &off, STR("演示")));
        assert_ok(ctx, flow_recompute(ctx, count_changed, &called, &changed));
        assert_int_equal(changed, 1);
        assert_int_equal(called, 1);
        m = desk_read(&desk, m.id);
        assert_str(printed(ctx, m.due_at), "2023-03-17 00:00");
        assert_int_equal(m.revision, 3);
        assert_str(printed(ctx, desk_read(&desk, closed.id).due_at), "2023-03-16 00:00");
        assert_ok(ctx, flow_recompute(ctx, count_changed, &called, &changed));
        assert_int_equal(changed, 0);
        desk_as(&desk, DESK_EAST);
        assert_fails(ctx, FAIL_DENIED, flow_recompute(ctx, NULL, NULL, &changed));
    }
}

static bool put_twice(Ctx *ctx, Matter *matter, MatterEventList *events, int64_t *ret_id)
{
    int64_t again;
    if (!flow_put(ctx, matter, events, ret_id))
        return false;
    matter->id = *ret_id;
    *LIST_ADD(ctx->arena, events) = (MatterEvent){.move = STR("close"),
                                                  .from_state = STR("fresh"),
                                                  .to_state = STR("done"),
                                                  .at = clock_now(ctx)};
    matter->state = STR("done");
    return flow_put(ctx, matter, events, &again) &&
           audit_note(ctx, &(AuditNote){.action = "test", .object = "test"});
}

static void a_matter_from_elsewhere_is_put_as_it_was(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        actor_enter(ctx, &actor_local);
        int64_t id = 0;
        MatterEventList events = {0}, ledger;
        Matter matter = {.lifecycle = STR("sample"),
                         .version = 1,
                         .number = STR("X1"),
                         .class_code = STR("普通"),
                         .level = STR("一般"),
                         .state = STR("fresh"),
                         .unit_id = desk.units[0],
                         .opened_at = clock_now(ctx)};
        *LIST_ADD(ctx->arena, &events) =
            (MatterEvent){.move = STR("open"), .to_state = STR("fresh"), .at = clock_now(ctx)};
        assert_ok(ctx, db_begin(ctx));
        assert_ok(ctx, put_twice(ctx, &matter, &events, &id));
        assert_ok(ctx, db_commit(ctx));
        assert_ok(ctx, flow_ledger(ctx, id, &ledger));
        assert_int_equal(ledger.count, 2);
        assert_int_equal(desk_read(&desk, id).revision, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_matter_goes_through_its_life),
        KIT_TEST(an_opening_refuses_what_is_unknown),
        KIT_TEST(a_unit_sees_what_it_holds_and_nothing_else),
        KIT_TEST(a_move_is_for_its_party),
        KIT_TEST(what_is_not_open_is_refused_with_what_is),
        KIT_TEST(all_that_a_move_lacks_is_told_at_once),
        KIT_TEST(one_who_was_overtaken_is_told_by_whom),
        KIT_TEST(open_moves_are_those_that_succeed),
        KIT_TEST(a_return_restarts_no_clock),
        KIT_TEST(the_third_return_is_decided_for_good),
        KIT_TEST(an_extension_is_by_what_was_asked),
        KIT_TEST(who_asked_does_not_grant),
        KIT_TEST(a_pause_adds_its_working_days),
        KIT_TEST(a_year_without_calendar_leaves_the_due_time_open),
        KIT_TEST(lights_go_from_green_to_red),
        KIT_TEST(an_assisting_unit_answers_without_having_the_matter),
        KIT_TEST(what_was_made_before_an_opening_again_need_not_count),
        KIT_TEST(what_is_raised_is_released_by_two),
        KIT_TEST(a_day_off_moves_what_is_open),
        KIT_TEST(a_matter_from_elsewhere_is_put_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
