/* What an actor may do and see, apart from how he came to it. */
#include "engine/access/access.h"

#include "kit/kit.h"

static const Permission read_figures = {"assessment.read", "看本单位成绩", .whole = false};
static const Permission freeze = {"assessment.freeze", "冻结月份", .whole = true};
static const Permission use_check = {"check.use", "核对", .whole = false};

static PermissionList all_of(Arena *arena)
{
    PermissionList list = {0};
    *LIST_ADD(arena, &list) = &freeze;
    *LIST_ADD(arena, &list) = &read_figures;
    *LIST_ADD(arena, &list) = &use_check;
    return list;
}

static const char *const few[] = {"assessment.freeze", "assessment.read"};
static const Actor clerk = {.account_id = 7,
                            .person = STR_INIT("示例人"),
                            .post_id = 1,
                            .post = STR_INIT("经办人"),
                            .unit_id = 3,
                            .unit = STR_INIT("示例街"),
                            .scope = {.units = STR_INIT("[3,17]"), .person = 7},
                            .scope_label = STR_INIT("示例街及以下"),
                            .permissions = few,
                            .permission_count = ARRAY_LEN(few)};

static void enter(Ctx *ctx, const Actor *actor)
{
    ctx->access = NEW(ctx->arena, Access, 1);
    ctx->access->permissions = all_of(ctx->arena);
    actor_enter(ctx, actor);
}

static void nobody_may_do_only_what_anyone_may(void **state)
{
    Ctx *ctx = *state;
    assert_ok(ctx, actor_require(ctx, PERMISSION_ANYONE));
    assert_fails(ctx, FAIL_UNAUTHENTICATED, actor_require(ctx, PERMISSION_SELF));
    assert_fails(ctx, FAIL_UNAUTHENTICATED, actor_require(ctx, "assessment.read"));
    assert_false(actor_may(NULL, "assessment.read"));
}

static void a_right_that_is_not_given_is_refused_by_its_name(void **state)
{
    Ctx *ctx = *state;
    enter(ctx, &clerk);
    assert_ok(ctx, actor_require(ctx, "assessment.read"));
    assert_fails(ctx, FAIL_DENIED, actor_require(ctx, "check.use"));
    assert_contains(ctx->fail.message, "核对");
    assert_fails(ctx, FAIL_DENIED, actor_require(ctx, "assessment.rea"));
    assert_fails(ctx, FAIL_DENIED, actor_require(ctx, "assessment.reads"));
}

static void what_concerns_the_whole_house_needs_the_whole_scope(void **state)
{
    Ctx *ctx = *state;
    enter(ctx, &clerk);
    assert_fails(ctx, FAIL_DENIED, actor_require(ctx, "assessment.freeze"));
    assert_contains(ctx->fail.detail, "示例街及以下");
    Actor chief = clerk;
    chief.scope = (DbScope){.whole = true, .units = STR("[]")};
    enter(ctx, &chief);
    assert_ok(ctx, actor_require(ctx, "assessment.freeze"));
}

static void a_password_that_is_due_comes_first(void **state)
{
    Ctx *ctx = *state;
    Actor fresh = clerk;
    fresh.password_due = true;
    enter(ctx, &fresh);
    assert_ok(ctx, actor_require(ctx, PERMISSION_SELF));
    assert_fails(ctx, FAIL_PASSWORD_DUE, actor_require(ctx, "assessment.read"));
}

static void the_local_operator_may_everything_and_sees_all(void **state)
{
    Ctx *ctx = *state;
    enter(ctx, &actor_local);
    assert_ok(ctx, actor_require(ctx, "assessment.freeze"));
    assert_ok(ctx, actor_require(ctx, "nothing.declared"));
    assert_str(actor_masked(ctx, MASK_PHONE, STR("13800001234")), "13800001234");
    assert_str(actor_label(ctx), "本机操作员");
}

static void a_kind_is_masked_unless_it_may_be_seen(void **state)
{
    Ctx *ctx = *state;
    Actor half = clerk;
    half.sees = 1U << MASK_NAME;
    enter(ctx, &half);
    assert_str(actor_masked(ctx, MASK_NAME, STR("示例人")), "示例人");
    assert_str(actor_masked(ctx, MASK_PHONE, STR("13800001234")), "138****1234");
    ctx->actor = NULL;
    assert_str(actor_masked(ctx, MASK_NAME, STR("示例人")), "示**");
}

static void a_deputy_is_named_with_whom_he_stands_in_for(void **state)
{
    Ctx *ctx = *state;
    Actor deputy = clerk;
    deputy.standing_in_for = STR("另一人");
    enter(ctx, &deputy);
    assert_str(actor_label(ctx), "示例人（示例街经办人，代另一人）");
}

static void a_scope_allows_its_units_and_no_prefix_of_them(void **state)
{
    Ctx *ctx = *state;
    enter(ctx, &clerk);
    assert_true(scope_allows(ctx->scope, 3));
    assert_true(scope_allows(ctx->scope, 17));
    assert_false(scope_allows(ctx->scope, 1));
    assert_false(scope_allows(ctx->scope, 7));
    assert_false(scope_allows(ctx->scope, 317));
    assert_false(scope_allows(ctx->scope, 0));
    assert_false(scope_allows(NULL, 3));
    assert_false(scope_allows(&(DbScope){.units = STR("[]")}, 3));
    assert_true(scope_allows(&db_scope_whole, 0));
}

static void a_lifted_scope_comes_back(void **state)
{
    Ctx *ctx = *state;
    enter(ctx, &clerk);
    const DbScope *mine = scope_lift(ctx);
    assert_true(scope_is_whole(ctx));
    scope_lower(ctx, mine);
    assert_false(scope_is_whole(ctx));
    assert_true(scope_allows(ctx->scope, 3));
}

static void patterns_fit_codes_and_modules_whole(void **state)
{
    (void)state;
    assert_true(permission_fits(STR("*"), STR("assessment.read")));
    assert_true(permission_fits(STR("all"), STR("assessment.read")));
    assert_true(permission_fits(STR("assessment.*"), STR("assessment.read")));
    assert_true(permission_fits(STR("assessment"), STR("assessment.read")));
    assert_true(permission_fits(STR("assessment.read"), STR("assessment.read")));
    assert_false(permission_fits(STR("assess"), STR("assessment.read")));
    assert_false(permission_fits(STR("assess.*"), STR("assessment.read")));
    assert_false(permission_fits(STR("assessment.rea"), STR("assessment.read")));
    assert_false(permission_fits(STR(""), STR("assessment.read")));
    assert_false(permission_fits(STR(".*"), STR("assessment.read")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(nobody_may_do_only_what_anyone_may),
        KIT_TEST(a_right_that_is_not_given_is_refused_by_its_name),
        KIT_TEST(what_concerns_the_whole_house_needs_the_whole_scope),
        KIT_TEST(a_password_that_is_due_comes_first),
        KIT_TEST(the_local_operator_may_everything_and_sees_all),
        KIT_TEST(a_kind_is_masked_unless_it_may_be_seen),
        KIT_TEST(a_deputy_is_named_with_whom_he_stands_in_for),
        KIT_TEST(a_scope_allows_its_units_and_no_prefix_of_them),
        KIT_TEST(a_lifted_scope_comes_back),
        KIT_TEST(patterns_fit_codes_and_modules_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
