/* Sessions: how long they last, what they may do from one request to the next, and their devices.
 */
#include "engine/access/test/house.h"

#include "engine/access/session.h"

static void a_session_ends_after_idle_minutes_without_a_request(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        for (int i = 0; i < 4; i++) {
            house_later(&house, 29);
            assert_ok(ctx, house_request(&house, token, &actor));
        }
        house_later(&house, 31);
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, token, &actor));
    }
}

static void polling_in_the_background_keeps_no_session_awake(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        for (int i = 0; i < 3; i++) {
            house_later(&house, 10);
            assert_ok(ctx, session_actor(ctx, token, &house.visit, /* touch= */ false, &actor));
        }
        house_later(&house, 1);
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, token, &actor));
    }
}

static void a_session_ends_after_its_hours_however_busy(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        for (int i = 0; i < 12 * 3; i++) {
            house_later(&house, 20);
            assert_ok(ctx, house_request(&house, token, &actor));
        }
        house_later(&house, 1);
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, token, &actor));
    }
}

static void being_awake_is_written_once_a_minute(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        /* Only the one statement that reads: a second one would be refused. */
        db_refuse_nth(ctx->db, 2);
        assert_ok(ctx, house_request(&house, token, &actor));
        assert_false(house_request(&house, token, &actor));
        house_later(&house, 1);
        db_refuse_nth(ctx->db, 2);
        assert_false(house_request(&house, token, &actor));
        assert_ok(ctx, house_request(&house, token, &actor));
    }
}

static void what_opens_nothing_is_told_the_same(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        const char *const tokens[] = {"", "x", "0123456789012345678901234567890123456789012",
                                      "' OR 1=1 --"};
        for (size_t i = 0; i < ARRAY_LEN(tokens); i++) {
            assert_fails(ctx, FAIL_UNAUTHENTICATED,
                         house_request(&house, str_of(tokens[i]), &actor));
            assert_str(ctx->fail.message, "登录已过期");
        }
    }
}

static void signing_out_ends_the_session(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor, other;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        assert_ok(ctx, sign_out(ctx));
        assert_true(house.visit.close_session);
        assert_int_equal(house_noted(&house, "sign-out"), 1);
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, token, &other));
    }
}

static void disabling_or_resetting_an_account_ends_its_sessions(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        int64_t lin = house_person(&house, "lin", house.east, "clerk");
        Actor actor;
        Str password;
        house_sign_in(&house, "chen", &actor);
        Str first = house.visit.open_session;
        house_sign_in(&house, "lin", &actor);
        Str second = house.visit.open_session;
        house_operator(&house);
        assert_ok(ctx, account_disable(ctx, chen, true, STR("离职")));
        assert_ok(ctx, account_reset(ctx, lin, STR("忘记"), &password));
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, first, &actor));
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, second, &actor));
        house_operator(&house);
        assert_ok(ctx, account_disable(ctx, chen, false, STR("回来")));
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, first, &actor));
    }
}

static void the_sixth_device_signs_the_first_out(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        Str tokens[6];
        for (size_t i = 0; i < ARRAY_LEN(tokens); i++) {
            house_sign_in(&house, "chen", &actor);
            tokens[i] = house.visit.open_session;
        }
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, tokens[0], &actor));
        for (size_t i = 1; i < ARRAY_LEN(tokens); i++)
            assert_ok(ctx, house_request(&house, tokens[i], &actor));
    }
}

/* ---- the post acted in ----------------------------------------------------------------------- */

static void one_acts_in_one_post_at_a_time_and_changes_it_in_the_session(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        int64_t west = house_post(&house, house.west, "经办人", "clerk");
        int64_t others = house_post(&house, house.west, "别人的", "clerk");
        house_assign(&house, west, chen);
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        assert_true(scope_allows(&actor.scope, house.east));
        assert_true(scope_allows(&actor.scope, house.east_gate));
        assert_false(scope_allows(&actor.scope, house.west));
        assert_fails(ctx, FAIL_NOT_FOUND, session_act_as(ctx, others));
        Actor at_once;
        assert_fails(ctx, FAIL_NOT_FOUND, session_actor_in(ctx, others, &at_once));
        assert_ok(ctx, session_act_as(ctx, west));
        assert_ok(ctx, session_actor_in(ctx, west, &at_once));
        assert_ok(ctx, house_request(&house, token, &actor));
        assert_int_equal(actor.post_id, west);
        /* The answer to the change is as the next request will be. */
        assert_int_equal(at_once.post_id, west);
        assert_int_equal(at_once.session_id, actor.session_id);
        assert_true(str_equal(at_once.csrf, actor.csrf));
        assert_true(str_equal(at_once.scope.units, actor.scope.units));
        assert_str(actor.scope_label, "西城街及以下");
        assert_true(scope_allows(&actor.scope, house.west));
        assert_false(scope_allows(&actor.scope, house.east));
    }
}

static void a_post_that_is_over_gives_way_to_another_or_to_none(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_account(&house, "chen", house.east);
        int64_t east = house_post(&house, house.east, "经办人", "clerk");
        int64_t west = house_post(&house, house.west, "经办人", "clerk");
        house_assign(&house, east, chen);
        house_assign(&house, west, chen);
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        assert_int_equal(actor.post_id, east);
        house_operator(&house);
        assert_ok(ctx, post_end(ctx, east, STR("撤岗")));
        assert_ok(ctx, house_request(&house, token, &actor));
        assert_int_equal(actor.post_id, west);
        house_operator(&house);
        assert_ok(ctx, post_end(ctx, west, STR("撤岗")));
        assert_ok(ctx, house_request(&house, token, &actor));
        assert_int_equal(actor.post_id, 0);
        assert_int_equal(actor.permission_count, 0);
        assert_false(scope_allows(&actor.scope, house.east));
        actor_enter(ctx, &actor);
        assert_ok(ctx, actor_require(ctx, PERMISSION_SELF));
        assert_fails(ctx, FAIL_DENIED, actor_require(ctx, "assessment.read"));
        /* A post given later is taken up without signing in again. */
        house_operator(&house);
        house_assign(&house, house_post(&house, house.west, "新岗位", "clerk"), chen);
        assert_ok(ctx, house_request(&house, token, &actor));
        assert_str(actor.post, "新岗位");
    }
}

static void a_post_is_held_to_its_last_day(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_account(&house, "chen", house.east);
        int64_t east = house_post(&house, house.east, "经办人", "clerk");
        Date today = house_today(&house), tomorrow = {today.days + 1};
        Date next = {today.days + 2};
        assert_ok(ctx, post_assign(ctx, east, chen, tomorrow, &next, STR("试用")));
        const bool holds[] = {false, true, true, false};
        for (size_t day = 0; day < ARRAY_LEN(holds); day++) {
            Actor actor;
            house_sign_in(&house, "chen", &actor);
            assert_int_equal(actor.post_id, holds[day] ? east : 0);
            house_later(&house, 24 * 60);
        }
    }
}

static void each_kind_of_scope_gives_its_rows(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Role custom = {.code = STR("custom-one"), .title = STR("自定"), .scope = STR("custom")};
        *LIST_ADD(ctx->arena, &custom.permissions) = STR("sample.read");
        *LIST_ADD(ctx->arena, &custom.units) = (RoleUnit){house.west};
        int64_t id;
        assert_ok(ctx, role_put(ctx, &custom, STR("测试"), &id));
        const char *const patterns[] = {"sample.*", NULL};
        (void)house_new_role(&house, "of-unit", "unit", patterns);
        (void)house_new_role(&house, "of-own", "own", patterns);
        house_person(&house, "all", house.east, "leader");
        house_person(&house, "below", house.east, "clerk");
        house_person(&house, "unit", house.east, "of-unit");
        house_person(&house, "own", house.east, "of-own");
        house_person(&house, "custom", house.east, "custom-one");
        house_person(&house, "nowhere", 0, "clerk");
        static const struct {
            const char *name;
            bool whole, east, gate, west;
            const char *label;
        } rows[] = {{"all", true, true, true, true, "全部"},
                    {"below", false, true, true, false, "东城街及以下"},
                    {"unit", false, true, false, false, "东城街"},
                    {"own", false, false, false, false, "本人"},
                    {"custom", false, false, false, true, "自定义（1个单位）"},
                    {"nowhere", false, false, false, false, "无（岗位不在任何单位）"}};
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            Actor actor;
            house_sign_in(&house, rows[i].name, &actor);
            assert_int_equal(actor.scope.whole, rows[i].whole);
            assert_int_equal(scope_allows(&actor.scope, house.east), rows[i].east);
            assert_int_equal(scope_allows(&actor.scope, house.east_gate), rows[i].gate);
            assert_int_equal(scope_allows(&actor.scope, house.west), rows[i].west);
            assert_str(actor.scope_label, rows[i].label);
            assert_int_equal(actor.scope.person, actor.account_id);
        }
    }
}

static void a_successor_sees_what_was_merged_into_it(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        assert_false(scope_allows(&actor.scope, house.west));
        house_operator(&house);
        assert_ok(ctx, unit_merge(ctx, house.west, house.east, house_today(&house), STR("撤并")));
        assert_ok(ctx, house_request(&house, token, &actor));
        assert_true(scope_allows(&actor.scope, house.west));
    }
}

/* ---- what is remembered ---------------------------------------------------------------------- */

static void a_change_of_a_role_is_seen_by_the_next_request(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        const char *const patterns[] = {"sample.read", NULL};
        int64_t id = house_new_role(&house, "reader", "below", patterns);
        house_person(&house, "chen", house.east, "reader");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        assert_false(actor_may(&actor, "sample.import"));
        house_operator(&house);
        Role role;
        assert_ok(ctx, role_read(ctx, id, &role));
        *LIST_ADD(ctx->arena, &role.permissions) = STR("sample.import");
        *LIST_ADD(ctx->arena, &role.sees) = STR("phone");
        role.scope = STR("unit");
        assert_ok(ctx, role_put(ctx, &role, STR("加权限"), &id));
        assert_ok(ctx, house_request(&house, token, &actor));
        assert_true(actor_may(&actor, "sample.import"));
        assert_true(actor.sees & (1U << MASK_PHONE));
        assert_false(scope_allows(&actor.scope, house.east_gate));
    }
}

static void what_is_remembered_is_what_is_read(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        house_person(&house, "boss", 0, "administrator");
        const char *const names[] = {"chen", "boss"};
        struct StandingCache *cache = ctx->access->standings;
        for (size_t i = 0; i < ARRAY_LEN(names); i++) {
            Actor warm, cold;
            house_sign_in(&house, names[i], &warm);
            Str token = house.visit.open_session;
            assert_ok(ctx, house_request(&house, token, &warm));
            ctx->access->standings = NULL;
            assert_ok(ctx, house_request(&house, token, &cold));
            ctx->access->standings = cache;
            assert_int_equal(warm.permission_count, cold.permission_count);
            for (size_t at = 0; at < warm.permission_count; at++)
                assert_string_equal(warm.permissions[at], cold.permissions[at]);
            assert_str(warm.scope.units, str_to_c(ctx->arena, cold.scope.units));
            assert_str(warm.scope_label, str_to_c(ctx->arena, cold.scope_label));
            assert_int_equal(warm.sees, cold.sees);
        }
    }
}

static void a_remembered_post_costs_one_statement(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        Str token = house.visit.open_session;
        assert_ok(ctx, house_request(&house, token, &actor));
        db_refuse_nth(ctx->db, 2);
        assert_ok(ctx, house_request(&house, token, &actor));
        db_refuse_nth(ctx->db, 0);
    }
}

/* ---- devices --------------------------------------------------------------------------------- */

static void a_device_is_kicked_by_its_owner_or_by_who_looks_after_sessions(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        house_person(&house, "lin", house.west, "clerk");
        house_person(&house, "guard", 0, "security");
        Actor actor, other;
        DeviceList devices = {0};
        house_sign_in(&house, "chen", &actor);
        Str first = house.visit.open_session;
        house_sign_in(&house, "chen", &actor);
        assert_ok(ctx, devices_read(ctx, chen, &devices));
        assert_int_equal(devices.count, 2);
        assert_true(devices.at[0].current);
        assert_false(devices.at[1].current);
        int64_t old = devices.at[1].id, now = devices.at[0].id;
        /* Somebody else's number tells nothing. */
        Actor lin;
        house_sign_in(&house, "lin", &lin);
        assert_fails(ctx, FAIL_NOT_FOUND, device_end(ctx, old));
        assert_fails(ctx, FAIL_NOT_FOUND, device_end(ctx, 999999));
        assert_fails(ctx, FAIL_DENIED, devices_read(ctx, chen, &devices));
        actor_enter(ctx, &actor);
        assert_ok(ctx, device_end(ctx, old));
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_request(&house, first, &other));
        house_sign_in(&house, "guard", &actor);
        assert_ok(ctx, devices_read(ctx, chen, &devices));
        assert_int_equal(devices.count, 1);
        assert_ok(ctx, device_end(ctx, now));
        assert_fails(ctx, FAIL_NOT_FOUND, device_end(ctx, now));
        assert_int_equal(house_noted(&house, "session.end"), 2);
    }
}

static void a_device_is_named_as_people_know_it(void **state)
{
    Ctx *ctx = *state;
    static const char *const names[][2] = {
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/120.0.0.0 Safari/537.36",
         "Chrome 120，Windows"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/119.0.0.0 Safari/537.36 Edg/119.0.0.0",
         "Edge 119，Windows"},
        {"Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0",
         "Firefox 115，Linux"},
        {"curl/7.88.1", "curl 7"},
        {"", ""},
        {"something of its own", "something of its own"},
        {"Chrome/", "Chrome"},
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_str(device_name(ctx->arena, str_of(names[i][0])), names[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_session_ends_after_idle_minutes_without_a_request),
        KIT_TEST(polling_in_the_background_keeps_no_session_awake),
        KIT_TEST(a_session_ends_after_its_hours_however_busy),
        KIT_TEST(being_awake_is_written_once_a_minute),
        KIT_TEST(what_opens_nothing_is_told_the_same),
        KIT_TEST(signing_out_ends_the_session),
        KIT_TEST(disabling_or_resetting_an_account_ends_its_sessions),
        KIT_TEST(the_sixth_device_signs_the_first_out),
        KIT_TEST(one_acts_in_one_post_at_a_time_and_changes_it_in_the_session),
        KIT_TEST(a_post_that_is_over_gives_way_to_another_or_to_none),
        KIT_TEST(a_post_is_held_to_its_last_day),
        KIT_TEST(each_kind_of_scope_gives_its_rows),
        KIT_TEST(a_successor_sees_what_was_merged_into_it),
        KIT_TEST(a_change_of_a_role_is_seen_by_the_next_request),
        KIT_TEST(what_is_remembered_is_what_is_read),
        KIT_TEST(a_remembered_post_costs_one_statement),
        KIT_TEST(a_device_is_kicked_by_its_owner_or_by_who_looks_after_sessions),
        KIT_TEST(a_device_is_named_as_people_know_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
