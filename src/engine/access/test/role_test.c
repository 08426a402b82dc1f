/* Roles, and the climb to more rights than one has: every door tried. */
#include "engine/access/test/house.h"

static Role role_of(House *house, const char *code, const char *scope, const char *pattern)
{
    Role role = {.code = str_of(code), .title = str_of(code), .scope = str_of(scope)};
    *LIST_ADD(house->ctx->arena, &role.permissions) = str_of(pattern);
    return role;
}

static void a_role_is_kept_as_it_was_put(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Role role = role_of(&house, "two-units", "custom", "sample.*"), found;
        *LIST_ADD(ctx->arena, &role.permissions) = STR("check.use");
        *LIST_ADD(ctx->arena, &role.sees) = STR("phone");
        *LIST_ADD(ctx->arena, &role.units) = (RoleUnit){house.east};
        *LIST_ADD(ctx->arena, &role.units) = (RoleUnit){house.west};
        int64_t id = 0;
        assert_ok(ctx, role_put(ctx, &role, STR("测试"), &id));
        assert_ok(ctx, role_by_code(ctx, STR("two-units"), &found));
        assert_int_equal(found.id, id);
        assert_int_equal(found.units.count, 2);
        assert_int_equal(found.units.at[1].unit_id, house.west);
        assert_str(found.permissions.at[1], "check.use");
        assert_str(found.sees.at[0], "phone");
        assert_false(found.built_in);
        (void)house_post(&house, house.east, "某岗", "two-units");
        assert_ok(ctx, role_read(ctx, id, &found));
        assert_int_equal(found.posts, 1);
        assert_int_equal(house_noted(&house, "role.create"), 11 + 1);
        RoleList roles = {0};
        assert_ok(ctx, roles_read(ctx, &roles));
        assert_int_equal(roles.count, 12);
        assert_str(roles.at[0].code, "administrator");
        assert_true(roles.at[0].built_in);
    }
}

static void what_is_unknown_in_a_role_is_refused(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t id;
        Role role = role_of(&house, "one", "below", "sample.erase");
        assert_fails(ctx, FAIL_INVALID, role_put(ctx, &role, STR("试"), &id));
        assert_contains(ctx->fail.message, "sample.erase");
        role = role_of(&house, "one", "galaxy", "sample.read");
        assert_fails(ctx, FAIL_INVALID, role_put(ctx, &role, STR("试"), &id));
        role = role_of(&house, "one", "below", "sample.read");
        *LIST_ADD(ctx->arena, &role.sees) = STR("salary");
        assert_fails(ctx, FAIL_INVALID, role_put(ctx, &role, STR("试"), &id));
        role = role_of(&house, "One Two", "below", "sample.read");
        assert_fails(ctx, FAIL_INVALID, role_put(ctx, &role, STR("试"), &id));
        role = role_of(&house, "one", "custom", "sample.read");
        assert_fails(ctx, FAIL_INVALID, role_put(ctx, &role, STR("试"), &id));
        *LIST_ADD(ctx->arena, &role.units) = (RoleUnit){424242};
        assert_fails(ctx, FAIL_INVALID, role_put(ctx, &role, STR("试"), &id));
        role = role_of(&house, "clerk", "below", "sample.read");
        assert_fails(ctx, FAIL_CONFLICT, role_put(ctx, &role, STR("试"), &id));
        role.id = 424242;
        assert_fails(ctx, FAIL_NOT_FOUND, role_put(ctx, &role, STR("试"), &id));
    }
}

static void a_built_in_role_or_one_in_use_cannot_be_removed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        const char *const patterns[] = {"sample.read", NULL};
        int64_t used = house_new_role(&house, "used", "below", patterns);
        int64_t unused = house_new_role(&house, "unused", "below", patterns);
        (void)house_post(&house, house.east, "某岗", "used");
        assert_fails(ctx, FAIL_STATE, role_remove(ctx, house_role(&house, "clerk"), STR("试")));
        assert_fails(ctx, FAIL_STATE, role_remove(ctx, used, STR("试")));
        assert_ok(ctx, role_remove(ctx, unused, STR("不用了")));
        assert_fails(ctx, FAIL_NOT_FOUND, role_remove(ctx, unused, STR("试")));
        assert_int_equal(house_noted(&house, "role.remove"), 1);
    }
}

static void roles_of_the_pack_are_made_once_and_keep_what_was_adapted(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Role clerk;
        int64_t id;
        assert_ok(ctx, role_by_code(ctx, STR("clerk"), &clerk));
        clerk.title = STR("街道经办人");
        assert_ok(ctx, role_put(ctx, &clerk, STR("改称"), &id));
        assert_ok(ctx, roles_install(ctx));
        assert_ok(ctx, role_by_code(ctx, STR("clerk"), &clerk));
        assert_str(clerk.title, "街道经办人");
        (void)house;
    }
}

/* ---- the climb ------------------------------------------------------------------------------- */

static void nobody_puts_a_role_wider_than_his_own(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        const char *const rights[] = {"access.users", "access.roles", "access.posts", NULL};
        (void)house_new_role(&house, "keeper", "all", rights);
        house_person(&house, "guard", 0, "keeper");
        Actor actor;
        int64_t id;
        house_sign_in(&house, "guard", &actor);
        static const char *const patterns[] = {"*",      "all",      "sample.read",
                                               "sample", "access.*", "access.audit"};
        for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
            Role role = role_of(&house, "mine", "below", patterns[i]);
            assert_fails(ctx, FAIL_DENIED, role_put(ctx, &role, STR("试"), &id));
        }
        Role role = role_of(&house, "mine", "all", "access.users");
        *LIST_ADD(ctx->arena, &role.sees) = STR("phone");
        assert_fails(ctx, FAIL_DENIED, role_put(ctx, &role, STR("试"), &id));
        /* Neither by widening the role that he has himself, nor by emptying that of others. */
        assert_ok(ctx, role_by_code(ctx, STR("keeper"), &role));
        *LIST_ADD(ctx->arena, &role.permissions) = STR("access.audit");
        assert_fails(ctx, FAIL_DENIED, role_put(ctx, &role, STR("试"), &id));
        assert_ok(ctx, role_by_code(ctx, STR("auditor"), &role));
        role.permissions = (TextList){0};
        *LIST_ADD(ctx->arena, &role.permissions) = STR("access.users");
        assert_fails(ctx, FAIL_DENIED, role_put(ctx, &role, STR("试"), &id));
        role = role_of(&house, "mine", "all", "access.users");
        assert_ok(ctx, role_put(ctx, &role, STR("分工"), &id));
    }
}

static void who_may_grant_gives_others_the_work_of_the_house_and_nothing_of_access(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t self = house_person(&house, "guard", 0, "security");
        int64_t other = house_account(&house, "other", house.east);
        int64_t administrator = house_role(&house, "administrator");
        int64_t assessor = house_role(&house, "assessor");
        int64_t id = 0, made = 0;
        Role role;
        Actor actor;
        house_sign_in(&house, "guard", &actor);
        Date today = house_today(&house);
        assert_ok(ctx, post_create(ctx, house.east, STR("考核岗"), assessor, STR("分工"), &id));
        assert_ok(ctx, post_assign(ctx, id, other, today, NULL, STR("任职")));
        assert_fails(ctx, FAIL_DENIED, post_assign(ctx, id, self, today, NULL, STR("试")));
        assert_fails(ctx, FAIL_DENIED,
                     post_create(ctx, 0, STR("管理岗"), administrator, STR("试"), &made));
        assert_fails(ctx, FAIL_DENIED, post_change(ctx, id, STR("升"), administrator, STR("试")));
        assert_fails(ctx, FAIL_DENIED,
                     post_change(ctx, actor.post_id, STR("换"), assessor, STR("试")));
        role = role_of(&house, "worker", "below", "sample.read");
        assert_ok(ctx, role_put(ctx, &role, STR("分工"), &made));
        assert_ok(ctx, role_by_code(ctx, STR("security"), &role));
        *LIST_ADD(ctx->arena, &role.permissions) = STR("sample.read");
        assert_fails(ctx, FAIL_DENIED, role_put(ctx, &role, STR("试"), &made));
        role = role_of(&house, "watcher", "below", "access.audit");
        assert_fails(ctx, FAIL_DENIED, role_put(ctx, &role, STR("试"), &made));
    }
}

static void nobody_gives_a_post_wider_than_his_own(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        const char *const patterns[] = {"access.posts",      "access.users", "assessment.read",
                                        "assessment.import", "check.use",    NULL};
        (void)house_new_role(&house, "street-admin", "below", patterns);
        int64_t self = house_person(&house, "east-admin", house.east, "street-admin");
        int64_t clerk = house_account(&house, "clerk", house.east_gate);
        int64_t big = house_post(&house, house.east, "大岗", "leader");
        int64_t plain = house_post(&house, house.east_gate, "经办人", "clerk");
        int64_t outside = house_post(&house, house.west, "经办人", "clerk");
        int64_t leader = house_role(&house, "leader"), admin = house_role(&house, "administrator");
        int64_t clerk_role = house_role(&house, "clerk");
        Actor actor;
        Date today;
        int64_t id;
        house_sign_in(&house, "east-admin", &actor);
        today = house_today(&house);
        assert_fails(ctx, FAIL_DENIED,
                     post_create(ctx, house.east, STR("管"), admin, STR("试"), &id));
        assert_fails(ctx, FAIL_DENIED,
                     post_create(ctx, house.east, STR("领"), leader, STR("试"), &id));
        assert_fails(ctx, FAIL_NOT_FOUND,
                     post_create(ctx, house.west, STR("经"), clerk_role, STR("试"), &id));
        assert_fails(ctx, FAIL_DENIED, post_create(ctx, 0, STR("经"), clerk_role, STR("试"), &id));
        assert_fails(ctx, FAIL_DENIED, post_assign(ctx, big, self, today, NULL, STR("试")));
        assert_fails(ctx, FAIL_DENIED, post_change(ctx, plain, STR("升"), leader, STR("试")));
        assert_fails(ctx, FAIL_DENIED, post_end(ctx, big, STR("试")));
        assert_fails(ctx, FAIL_NOT_FOUND, post_assign(ctx, outside, self, today, NULL, STR("试")));
        assert_fails(ctx, FAIL_NOT_FOUND, post_end(ctx, outside, STR("试")));
        assert_ok(ctx, post_assign(ctx, plain, clerk, today, NULL, STR("任职")));
        assert_ok(ctx,
                  post_create(ctx, house.east_gate, STR("新岗"), clerk_role, STR("增岗"), &id));
    }
}

static void nobody_makes_himself_the_deputy_of_one_who_may_more(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t guard = house_person(&house, "guard", 0, "security");
        Account admin;
        Actor actor;
        assert_ok(ctx, account_by_name(ctx, STR("admin"), &admin));
        house_sign_in(&house, "guard", &actor);
        Date today = house_today(&house);
        assert_fails(ctx, FAIL_DENIED,
                     post_delegate(ctx, admin.id, guard, today, today, STR("试")));
    }
}

static void nobody_makes_a_token_of_one_who_may_more(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "guard", 0, "security");
        house_person(&house, "program", house.east, "clerk");
        Actor actor;
        Str text;
        Token token;
        house_sign_in(&house, "guard", &actor);
        TokenRequest request = {.account = STR("admin"), .name = STR("试"), .scope = STR("all")};
        assert_fails(ctx, FAIL_DENIED, token_create(ctx, &request, &text, &token));
        request.account = STR("program");
        assert_fails(ctx, FAIL_DENIED, token_create(ctx, &request, &text, &token));
        /* What both have. */
        request.account = STR("admin");
        request.scope = STR("access.users");
        assert_ok(ctx, token_create(ctx, &request, &text, &token));
        /* His own, as far as his post goes. */
        request.account = STR("guard");
        request.scope = STR("all");
        assert_ok(ctx, token_create(ctx, &request, &text, &token));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_role_is_kept_as_it_was_put),
        KIT_TEST(what_is_unknown_in_a_role_is_refused),
        KIT_TEST(a_built_in_role_or_one_in_use_cannot_be_removed),
        KIT_TEST(roles_of_the_pack_are_made_once_and_keep_what_was_adapted),
        KIT_TEST(nobody_puts_a_role_wider_than_his_own),
        KIT_TEST(who_may_grant_gives_others_the_work_of_the_house_and_nothing_of_access),
        KIT_TEST(nobody_gives_a_post_wider_than_his_own),
        KIT_TEST(nobody_makes_himself_the_deputy_of_one_who_may_more),
        KIT_TEST(nobody_makes_a_token_of_one_who_may_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
