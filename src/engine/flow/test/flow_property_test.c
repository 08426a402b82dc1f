/* Whatever moves are made, by whomever, in whatever order: no matter is lost, no move goes without
 * its line and its entry, no due time is wrong, no unit sees another's. */
#include "engine/calendar/calendar.h"
#include "engine/flow/test/desk.h"

#define MATTERS 6
#define STEPS 600
#define ROUNDS 40

/* xorshift64*: the same sequence on every machine. */
static uint64_t draw(uint64_t *seed, uint64_t below)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (*seed * 0x2545F4914F6CDD1DULL >> 33) % below;
}

/* ---- an independent calendar -------------------------------------------------------------------
 */

static bool works(Ctx *ctx, const Calendar *calendar, int32_t day)
{
    bool working;
    assert_ok(ctx, calendar_is_working(ctx, calendar, (Date){day}, &working));
    return working;
}

static int32_t china_day(Instant at)
{
    return (int32_t)((at.ms + INT64_C(8) * 3600000) / 86400000);
}

/* 24:00 of the n-th working day after the day of `start`. */
static int64_t due_of(Ctx *ctx, const Calendar *calendar, Instant start, int64_t days)
{
    int32_t day = china_day(start);
    while (days > 0)
        days -= works(ctx, calendar, ++day);
    return (day + 1) * INT64_C(86400000) - INT64_C(8) * 3600000;
}

static int64_t worked_between(Ctx *ctx, const Calendar *calendar, Instant from, Instant to)
{
    int64_t days = 0;
    for (int32_t day = china_day(from) + 1; day <= china_day(to); day++)
        days += works(ctx, calendar, day);
    return days;
}

/* ---- what always holds --------------------------------------------------------------------------
 */

static int64_t usual_days(const Matter *m)
{
    if (str_equal_c(m->class_code, "备案"))
        return 0;
    return str_equal_c(m->class_code, "简单") ? 2 : 10;
}

static void check_due(Ctx *ctx, const Matter *m, const MatterEventList *ledger)
{
    Calendar calendar;
    int64_t days = usual_days(m);
    Instant paused = {0};
    assert_ok(ctx, calendar_read(ctx, &calendar));
    if (days == 0) {
        assert_false(m->has_due_at);
        return;
    }
    LIST_EACH (const MatterEvent, event, ledger) {
        if (str_equal_c(event->clock, "extended"))
            days += event->days;
        if (str_equal_c(event->clock, "paused"))
            paused = event->at;
        if (str_equal_c(event->clock, "resumed"))
            days += worked_between(ctx, &calendar, paused, event->at);
    }
    assert_true(m->has_due_at);
    assert_int_equal(m->due_days, days);
    assert_int_equal(m->due_at.ms, due_of(ctx, &calendar, m->opened_at, days));
}

static void check_ledger(const Matter *m, const MatterEventList *ledger)
{
    Str state = {0};
    Instant at = m->opened_at;
    int64_t unit = 0, recomputed = 0;
    assert_true(ledger->count > 0);
    LIST_EACH (const MatterEvent, event, ledger) {
        assert_true(str_equal(event->from_state, state));
        assert_true(event->at.ms >= at.ms);
        assert_int_equal(event->from_unit_id, unit);
        if (str_equal_c(event->clock, "handed"))
            unit = event->to_unit_id;
        if (str_equal_c(event->clock, "returned"))
            unit = 0;
        recomputed += str_equal_c(event->clock, "recomputed");
        state = event->to_state;
        at = event->at;
    }
    assert_true(str_equal(m->state, state));
    assert_int_equal(m->unit_id, unit);
    assert_int_equal(m->revision, (int64_t)ledger->count - recomputed);
    assert_int_equal(m->moved_at.ms, at.ms);
}

/* Who may not see the unit that has it sees neither it nor what belongs to it. */
static void check_scope(Desk *desk, const Matter *m, size_t events)
{
    Ctx *ctx = desk->ctx;
    for (int i = 0; i < DESK_UNITS; i++) {
        Matter read;
        MatterEventList ledger;
        MatterClockList clocks;
        MatterBranchList branches;
        bool found;
        desk_as(desk, DESK_EAST + i);
        assert_ok(ctx, matter_read(ctx, m->id, &read, &found));
        assert_int_equal(found, m->unit_id == desk->units[i]);
        assert_ok(ctx, flow_ledger(ctx, m->id, &ledger));
        assert_int_equal(ledger.count, found ? events : 0);
        assert_ok(ctx, flow_branches(ctx, m->id, &branches));
        assert_ok(ctx, flow_clocks(ctx, m->id, &clocks));
        LIST_EACH (const MatterBranch, branch, &branches)
            assert_int_equal(branch->unit_id, desk->units[i]);
        LIST_EACH (const MatterClock, clock, &clocks)
            assert_true(found || clock->branch_id);
    }
}

static void check_matter(Desk *desk, int64_t id)
{
    Ctx *ctx = desk->ctx;
    const Lifecycle *lifecycle;
    MatterEventList ledger;
    MatterClockList clocks;
    Matter m = desk_read(desk, id);
    assert_ok(ctx, lifecycle_of_version(ctx, m.lifecycle, m.version, &lifecycle));
    const LifecycleState *state = lifecycle_state(lifecycle, m.state);
    assert_non_null(state);
    assert_int_equal(m.has_closed_at, state->done);
    assert_int_equal(m.has_paused_at, state->paused);
    assert_ok(ctx, flow_ledger(ctx, id, &ledger));
    check_ledger(&m, &ledger);
    check_due(ctx, &m, &ledger);
    assert_ok(ctx, flow_clocks(ctx, id, &clocks));
    LIST_EACH (const MatterClock, clock, &clocks) {
        assert_true(!state->end || clock->has_stopped_at);
        if (!str_equal_c(clock->code, "due"))
            continue;
        assert_int_equal(clock->due_at.ms, m.due_at.ms);
        assert_int_equal(clock->has_stopped_at, state->done);
    }
    check_scope(desk, &m, ledger.count);
}

static int64_t entries_of(Desk *desk, const char *action)
{
    AuditEntryList entries = {0};
    int64_t total = 0, count = 0;
    actor_enter(desk->ctx, &actor_local);
    assert_ok(desk->ctx, audit_read(desk->ctx, &(AuditQuery){.page = 0}, &entries, &total));
    LIST_EACH (const AuditEntry, entry, &entries)
        count += str_equal_c(entry->action, action);
    return count;
}

/* ---- a move drawn by lot
 * -------------------------------------------------------------------------- */

/* Of those open to him as a rule; now and then any of them. */
static Str draw_move(Desk *desk, uint64_t *seed, const Matter *m, int64_t *ret_branch)
{
    Ctx *ctx = desk->ctx;
    OpenMoveList open;
    const Lifecycle *lifecycle;
    *ret_branch = 0;
    assert_ok(ctx, lifecycle_of_version(ctx, m->lifecycle, m->version, &lifecycle));
    assert_ok(ctx, flow_open_moves(ctx, m, &open));
    if (open.count == 0 || draw(seed, 8) == 0)
        return lifecycle->moves.at[draw(seed, lifecycle->moves.count)].code;
    const OpenMove *move = &open.at[draw(seed, open.count)];
    *ret_branch = move->branch_id;
    return move->code;
}

static FlowMove draw_deed(Desk *desk, uint64_t *seed, int who, int64_t id)
{
    Matter m = desk_read(desk, id);
    int64_t branch;
    desk_as(desk, who);
    Str code = draw_move(desk, seed, &m, &branch);
    FlowMove made = desk_move(&m, "");
    made.move = code;
    made.branch_id = branch;
    made.unit_id = desk->units[draw(seed, DESK_UNITS)];
    made.days = (int64_t)draw(seed, 6);
    made.revision = draw(seed, 2) ? m.revision : 0;
    FlowUnit *unit = NEW(desk->ctx->arena, FlowUnit, 1);
    unit->unit_id = desk->units[draw(seed, DESK_UNITS)];
    made.units = (FlowUnitList){unit, 1, 1};
    return made;
}

static bool is_refusal(FailCode code)
{
    return code == FAIL_STATE || code == FAIL_DENIED || code == FAIL_NOT_FOUND ||
           code == FAIL_INVALID || code == FAIL_CONFLICT;
}

static void no_sequence_of_moves_breaks_anything(void **state)
{
    static const char *const classes[] = {"普通", "简单", "备案"};
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        uint64_t seed = 20230301;
        int64_t ids[MATTERS], made = 0;
        for (int i = 0; i < MATTERS; i++)
            ids[i] = desk_matter(&desk, (char[]){'A', (char)('1' + i), 0}, classes[i % 3]).id;
        for (int step = 0; step < STEPS; step++) {
            int who = (int)draw(&seed, DESK_PEOPLE);
            int64_t id = ids[draw(&seed, MATTERS)];
            FlowMoved moved;
            desk_later(&desk, (int64_t)draw(&seed, 100));
            FlowMove deed = draw_deed(&desk, &seed, who, id);
            if (desk_try(&desk, who, &deed, &moved))
                made++;
            else if (!is_refusal(ctx->fail.code))
                fail_msg("%.*s: %s", STRF(deed.move), kit_failure(ctx));
            if (step % 8 == 0)
                check_matter(&desk, id);
        }
        for (int i = 0; i < MATTERS; i++)
            check_matter(&desk, ids[i]);
        assert_int_equal(entries_of(&desk, "matter.move"), made);
        assert_int_equal(entries_of(&desk, "matter.open"), MATTERS);
        assert_true(made > STEPS / 4);
    }
}

/* ---- two at once
 * --------------------------------------------------------------------------------- */

/* Another connection of the same desk. */
static Desk second_desk(const Desk *desk, const KitDatabase *database)
{
    Desk other = *desk;
    Ctx *ctx = NEW(desk->ctx->arena, Ctx, 1);
    *ctx = (Ctx){.arena = desk->ctx->arena,
                 .clock = desk->ctx->clock,
                 .packs = desk->ctx->packs,
                 .actor = &actor_local,
                 .scope = &db_scope_whole};
    assert_ok(ctx, db_open(ctx, database->address, &db_catalogue, &ctx->db));
    other.ctx = ctx;
    return other;
}

/* Both have seen the same; the one who comes second changes nothing. */
static void of_two_who_saw_the_same_one_is_told(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        if (str_equal_c(kit_database->address, KIT_SQLITE_MEMORY))
            continue;
        Desk desk = desk_open(ctx), other = second_desk(&desk, kit_database);
        uint64_t seed = 7;
        int64_t id = desk_matter(&desk, "A1", "普通").id, overtaken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int one = (int)draw(&seed, DESK_PEOPLE), two = (int)draw(&seed, DESK_PEOPLE);
            FlowMove first = draw_deed(&desk, &seed, one, id);
            FlowMove second = draw_deed(&other, &seed, two, id);
            FlowMoved moved, again;
            first.revision = second.revision = desk_read(&desk, id).revision;
            bool done = desk_try(&desk, one, &first, &moved);
            bool late = desk_try(&other, two, &second, &again);
            assert_false(done && late);
            overtaken += done && other.ctx->fail.code == FAIL_CONFLICT;
            check_matter(&other, id);
        }
        assert_true(overtaken > 0);
        db_close(other.ctx->db);
    }
}

/* ---- whatever statement fails
 * ---------------------------------------------------------------------- */

typedef struct Seen {
    Matter matter;
    size_t events, clocks, branches;
    int64_t entries;
} Seen;

static Seen look(Desk *desk, int64_t id)
{
    Ctx *ctx = desk->ctx;
    MatterEventList events;
    MatterClockList clocks;
    MatterBranchList branches;
    Seen seen = {.entries = entries_of(desk, "matter.move"), .matter = desk_read(desk, id)};
    assert_ok(ctx, flow_ledger(ctx, id, &events));
    assert_ok(ctx, flow_clocks(ctx, id, &clocks));
    assert_ok(ctx, flow_branches(ctx, id, &branches));
    LIST_EACH (const MatterBranch, branch, &branches)
        seen.branches = seen.branches * 2 + str_equal_c(branch->state, "open");
    seen.events = events.count;
    seen.clocks = clocks.count;
    return seen;
}

/* Refuses the first, the second ... statement of a move until none is left to refuse. */
static void try_each(Desk *desk, int who, const FlowMove *move)
{
    FlowMoved moved;
    bool done = false;
    size_t n = 1;
    for (; !done; n++) {
        Seen before = look(desk, move->matter_id);
        desk_as(desk, who);
        db_refuse_nth(desk->ctx->db, n);
        done = desk_try(desk, who, move, &moved);
        db_refuse_nth(desk->ctx->db, 0);
        fail_clear(desk->ctx);
        Seen after = look(desk, move->matter_id);
        assert_int_equal(after.entries - before.entries, done);
        assert_int_equal(after.events - before.events, done);
        assert_int_equal(after.matter.revision - before.matter.revision, done);
        if (!done) {
            assert_true(str_equal(after.matter.state, before.matter.state));
            assert_int_equal(after.clocks, before.clocks);
            assert_int_equal(after.branches, before.branches);
        }
    }
    assert_true(n > 8);
    check_matter(desk, move->matter_id);
}

static void a_move_that_fails_leaves_nothing_half_done(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        Matter m = desk_matter(&desk, "A1", "普通");
        FlowUnit both[] = {{desk.units[1]}, {desk.units[2]}};
        FlowMove send = desk_move(&m, "send"), share = desk_move(&m, "share");
        FlowMove take = desk_move(&m, "take"), hold = desk_move(&m, "hold");
        FlowMove close = desk_move(&m, "close"), reopen = desk_move(&m, "reopen");
        send.unit_id = desk.units[0];
        share.units = (FlowUnitList){both, 2, 2};
        try_each(&desk, DESK_HOUSE, &send);
        try_each(&desk, DESK_HOUSE, &share);
        try_each(&desk, DESK_EAST, &take);
        try_each(&desk, DESK_EAST, &hold);
        desk_later(&desk, 5 * 1440);
        try_each(&desk, DESK_HOUSE, &close);
        try_each(&desk, DESK_HOUSE, &reopen);
    }
}

/* ---- the calendar changes under way
 * ------------------------------------------------------------------ */

static void recomputed_is_as_if_it_had_always_been_so(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        Desk desk = desk_open(ctx);
        int64_t changed;
        Matter m = desk_matter(&desk, "A1", "普通");
        FlowMove send = desk_move(&m, "send"), ask = desk_move(&m, "ask");
        send.unit_id = desk.units[0];
        ask.days = 3;
        desk_do(&desk, DESK_HOUSE, send);
        desk_do(&desk, DESK_EAST, desk_move(&m, "take"));
        desk_do(&desk, DESK_EAST, desk_move(&m, "hold"));
        desk_later(&desk, 7 * 1440);
        desk_do(&desk, DESK_EAST, desk_move(&m, "go_on"));
        desk_do(&desk, DESK_EAST, ask);
        desk_do(&desk, DESK_HOUSE, desk_move(&m, "grant"));
        actor_enter(ctx, &actor_local);
        static const char *const off[] = {"2023-03-03", "2023-03-20", "2023-03-21"};
        for (size_t i = 0; i < ARRAY_LEN(off); i++) {
            CalendarDay day = {.off = true, .name = STR("停工")};
            assert_true(date_parse(str_of(off[i]), &day.date));
            assert_ok(ctx, calendar_day_put(ctx, &day, STR("演示")));
        }
        CalendarDay saturday = {.name = STR("补班")};
        assert_true(date_parse(STR("2023-03-25"), &saturday.date));
        assert_ok(ctx, calendar_day_put(ctx, &saturday, STR("演示")));
        assert_ok(ctx, flow_recompute(ctx, NULL, NULL, &changed));
        assert_int_equal(changed, 1);
        check_matter(&desk, m.id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(no_sequence_of_moves_breaks_anything),
        KIT_TEST(of_two_who_saw_the_same_one_is_told),
        KIT_TEST(a_move_that_fails_leaves_nothing_half_done),
        KIT_TEST(recomputed_is_as_if_it_had_always_been_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
