/* What the pages are told: rights, posts, and before signing in. */
#include "domain/administration/session_view.h"

#include "domain/administration/demo.h"
#include "engine/access/test/house.h"

/* A router of four rows. */
static void route(Ctx *ctx, const char *text, const char *permission)
{
    *LIST_ADD(ctx->arena, &ctx->access->routes) = (RouteRight){str_of(text), permission};
}
static House house_with_routes(Ctx *ctx)
{
    House house = house_open(ctx);
    route(ctx, "GET /api/open", PERMISSION_ANYONE);
    route(ctx, "GET /api/own", PERMISSION_SELF);
    route(ctx, "GET /api/months", "assessment.read");
    route(ctx, "GET /api/bulletin", "assessment.bulletin");
    return house;
}

static Str joined(Ctx *ctx, const TextList *texts)
{
    Buf text = buf_create(ctx->arena, 64 * KIB);
    LIST_EACH (const Str, one, texts)
        buf_format(&text, "%s%.*s", text.len ? "，" : "", STRF(*one));
    return buf_str(&text);
}

static SessionView view_of(Ctx *ctx)
{
    SessionView view;
    assert_ok(ctx, session_view(ctx, &view));
    return view;
}

static void the_routes_told_are_those_that_the_gate_lets_pass(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        static const char *const who[] = {"clerk", "leader", "auditor", "administrator"};
        House house = house_with_routes(ctx);
        for (size_t i = 0; i < ARRAY_LEN(who); i++) {
            Actor actor;
            house_operator(&house);
            house_person(&house, who[i], i == 0 ? house.east : 0, who[i]);
            house_sign_in(&house, who[i], &actor);
            SessionView view = view_of(ctx);
            Str told = joined(ctx, &view.routes);
            LIST_EACH (const RouteRight, right, &ctx->access->routes) {
                bool passes = actor_require(ctx, right->permission);
                fail_clear(ctx);
                assert_int_equal(str_contains(told, right->route), passes);
            }
        }
    }
}

static void a_right_of_the_whole_house_is_idle_in_a_part(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        static const char *const patterns[] = {"assessment.*", NULL};
        House house = house_with_routes(ctx);
        Actor actor;
        (void)house_new_role(&house, "local", "below", patterns);
        house_person(&house, "local", house.east, "local");
        house_sign_in(&house, "local", &actor);
        SessionView view = view_of(ctx);
        assert_str(joined(ctx, &view.permissions), "assessment.import，assessment.read");
        assert_str(joined(ctx, &view.routes), "GET /api/open，GET /api/own，GET /api/months");
        assert_str(view.scope_label, "东城街及以下");
    }
}

static void who_must_change_his_password_is_told_his_own_routes_only(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_with_routes(ctx);
        Actor actor;
        assert_ok(ctx, house_try(&house, "admin", str_to_c(ctx->arena, house.admin_password), "",
                                 &actor));
        actor_enter(ctx, &actor);
        SessionView view = view_of(ctx);
        assert_true(view.password_due);
        assert_int_equal(view.permissions.count, 0);
        assert_str(joined(ctx, &view.routes), "GET /api/open，GET /api/own");
    }
}

static void who_stands_in_is_told_for_whom(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_with_routes(ctx);
        Actor actor;
        int64_t chief = house_person(&house, "chief", house.east, "clerk");
        int64_t deputy = house_person(&house, "deputy", house.east, "clerk");
        Date today = house_today(&house);
        assert_ok(ctx, post_delegate(ctx, chief, deputy, today, today, STR("休假")));
        house_sign_in(&house, "deputy", &actor);
        SessionView view = view_of(ctx);
        assert_int_equal(view.posts.count, 2);
        assert_true(str_empty(view.posts.at[0].standing_in_for));
        assert_str(view.posts.at[1].standing_in_for, "陈小明");
        assert_ok(ctx, session_act_as(ctx, view.posts.at[1].id));
        Actor *changed = NEW(ctx->arena, Actor, 1);
        assert_ok(ctx, session_actor_in(ctx, view.posts.at[1].id, changed));
        actor_enter(ctx, changed);
        view = view_of(ctx);
        assert_int_equal(view.post_id, view.posts.at[1].id);
        assert_str(view.standing_in_for, "陈小明");
        assert_str(view.csrf, str_to_c(ctx->arena, actor.csrf));
    }
}

static void a_house_that_is_no_demo_shows_no_account(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_with_routes(ctx);
        DemoAccountList accounts;
        bool demo;
        house_account(&house, "demo-clerk", house.east);
        ctx->actor = NULL;
        ctx->scope = NULL;
        assert_ok(ctx, demo_accounts(ctx, &accounts, &demo));
        assert_false(demo);
        assert_int_equal(accounts.count, 0);
    }
}

static void talk(Console *console, Str text)
{
    (void)console;
    (void)text;
}

static void a_demo_shows_its_invented_accounts_and_no_other(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_with_routes(ctx);
        Console console = {.talk = talk};
        DemoSetup setup = {.scale = DECIMAL_ZERO};
        DemoAccountList accounts;
        Actor actor;
        bool demo;
        house_account(&house, "zhangsan", house.east);
        assert_ok(ctx, demo_begin(ctx, &setup, &console));
        assert_ok(ctx, demo_people(ctx, &setup, &console));
        assert_fails(ctx, FAIL_STATE, demo_begin(ctx, &setup, &console));
        ctx->actor = NULL;
        ctx->scope = NULL;
        assert_ok(ctx, demo_accounts(ctx, &accounts, &demo));
        assert_true(demo);
        LIST_EACH (const DemoAccount, account, &accounts) {
            assert_true(str_starts(account->name, STR("demo-")));
            assert_false(str_empty(account->group) || str_empty(account->duty));
            SignIn in = {.name = account->name,
                         .password = str_copy(ctx->arena, account->password)};
            assert_ok(ctx, sign_in(ctx, &in, &house.visit, &actor));
        }
        assert_true(accounts.count >= 6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_routes_told_are_those_that_the_gate_lets_pass),
        KIT_TEST(a_right_of_the_whole_house_is_idle_in_a_part),
        KIT_TEST(who_must_change_his_password_is_told_his_own_routes_only),
        KIT_TEST(who_stands_in_is_told_for_whom),
        KIT_TEST(a_house_that_is_no_demo_shows_no_account),
        KIT_TEST(a_demo_shows_its_invented_accounts_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
