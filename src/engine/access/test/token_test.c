/* Tokens for programs: never more than their post, never longer than their days. */
#include "engine/access/test/house.h"

static TokenRequest request_for(const char *account, const char *scope)
{
    return (TokenRequest){
        .account = str_of(account), .name = STR("数据对接"), .scope = str_of(scope)};
}

static Str made(House *house, const char *account, const char *scope)
{
    TokenRequest request = request_for(account, scope);
    Str text;
    Token token;
    assert_ok(house->ctx, token_create(house->ctx, &request, &text, &token));
    return text;
}

static bool use(House *house, Str token, Actor *ret)
{
    house->ctx->actor = NULL;
    house->ctx->scope = NULL;
    return token_actor(house->ctx, token, &house->visit, ret);
}

static void a_token_may_what_its_post_and_its_scope_both_allow(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "program", house.east, "clerk");
        static const struct {
            const char *scope;
            bool reads, imports, checks;
        } rows[] = {
            {"all", true, true, true},
            {"*", true, true, true},
            {"assessment", true, true, false},
            {"assessment.read, check", true, false, true},
            {"check.use", false, false, true},
            {"sample.*", false, false, false}, /* the post has none of it */
            {"access.users,assessment.read", true, false, false},
        };
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            Actor actor;
            house_operator(&house);
            Str token = made(&house, "program", rows[i].scope);
            assert_int_equal(token.len, 46);
            assert_true(str_starts(token, STR("tb_")));
            assert_ok(ctx, use(&house, token, &actor));
            assert_int_equal(actor_may(&actor, "assessment.read"), rows[i].reads);
            assert_int_equal(actor_may(&actor, "assessment.import"), rows[i].imports);
            assert_int_equal(actor_may(&actor, "check.use"), rows[i].checks);
            assert_false(actor_may(&actor, "access.users"));
            assert_true(scope_allows(&actor.scope, house.east_gate));
            assert_false(scope_allows(&actor.scope, house.west));
        }
    }
}

static void a_scope_that_is_none_is_refused_and_the_modules_named(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "program", house.east, "clerk");
        Str text;
        Token token;
        static const char *const scopes[] = {
            "", " ", "hotline", "assessment.erase", "assessment,", "assessment read"};
        for (size_t i = 0; i < ARRAY_LEN(scopes); i++) {
            TokenRequest request = request_for("program", scopes[i]);
            assert_fails(ctx, FAIL_INVALID, token_create(ctx, &request, &text, &token));
            assert_contains(ctx->fail.hint, "access、assessment、check、sample");
        }
        TokenRequest request = request_for("nobody", "all");
        assert_fails(ctx, FAIL_NOT_FOUND, token_create(ctx, &request, &text, &token));
        request = request_for("program", "all");
        request.name = STR(" ");
        assert_fails(ctx, FAIL_INVALID, token_create(ctx, &request, &text, &token));
        (void)house_account(&house, "idle", house.east);
        request = request_for("idle", "all");
        assert_fails(ctx, FAIL_STATE, token_create(ctx, &request, &text, &token));
    }
}

static void a_token_acts_in_the_post_of_the_unit_that_was_asked_for(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t program = house_person(&house, "program", house.east, "clerk");
        house_assign(&house, house_post(&house, house.west, "经办人", "clerk"), program);
        TokenRequest request = request_for("program", "all");
        Str text;
        Token token;
        Actor actor;
        request.unit = STR("西城街");
        assert_ok(ctx, token_create(ctx, &request, &text, &token));
        assert_str(token.unit, "西城街");
        assert_ok(ctx, use(&house, text, &actor));
        assert_str(actor.unit, "西城街");
        house_operator(&house);
        request.unit = STR("西城");
        assert_fails(ctx, FAIL_NOT_FOUND, token_create(ctx, &request, &text, &token));
        assert_contains(ctx->fail.hint, "西城街");
    }
}

static void a_token_ends_with_its_last_day(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "program", house.east, "clerk");
        TokenRequest request = request_for("program", "all");
        Str text;
        Token token;
        Actor actor;
        request.has_expires = true;
        request.expires = (Date){house_today(&house).days - 1};
        assert_fails(ctx, FAIL_INVALID, token_create(ctx, &request, &text, &token));
        request.expires = (Date){house_today(&house).days + 400};
        assert_fails(ctx, FAIL_INVALID, token_create(ctx, &request, &text, &token));
        request.expires = house_today(&house);
        assert_ok(ctx, token_create(ctx, &request, &text, &token));
        house_later(&house, 15 * 60 + 59); /* 23:59 */
        assert_ok(ctx, use(&house, text, &actor));
        house_later(&house, 1);
        assert_fails(ctx, FAIL_UNAUTHENTICATED, use(&house, text, &actor));
        house_operator(&house);
        text = made(&house, "program", "all");
        house_later(&house, 365 * 24 * 60 - 1);
        assert_ok(ctx, use(&house, text, &actor));
        house_later(&house, 1);
        assert_fails(ctx, FAIL_UNAUTHENTICATED, use(&house, text, &actor));
    }
}

static void a_token_dies_with_its_account_its_post_or_when_revoked(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t one = house_person(&house, "one", house.east, "clerk");
        int64_t two = house_person(&house, "two", house.east, "clerk");
        int64_t three = house_person(&house, "three", house.east, "clerk");
        Actor actor;
        Str tokens[] = {made(&house, "one", "all"), made(&house, "two", "all"),
                        made(&house, "three", "all")};
        for (size_t i = 0; i < ARRAY_LEN(tokens); i++)
            assert_ok(ctx, use(&house, tokens[i], &actor));
        house_operator(&house);
        PostList posts = {0};
        TokenList list = {0};
        assert_ok(ctx, account_disable(ctx, one, true, STR("停用")));
        assert_ok(ctx, posts_of_account(ctx, two, house_today(&house), &posts));
        assert_ok(ctx, post_end(ctx, posts.at[0].id, STR("撤岗")));
        assert_ok(ctx, tokens_read(ctx, three, &list));
        assert_ok(ctx, token_revoke(ctx, list.at[0].id, STR("泄露")));
        assert_fails(ctx, FAIL_STATE, token_revoke(ctx, list.at[0].id, STR("泄露")));
        assert_fails(ctx, FAIL_NOT_FOUND, token_revoke(ctx, 424242, STR("试")));
        Str first = {0};
        for (size_t i = 0; i < ARRAY_LEN(tokens); i++) {
            assert_fails(ctx, FAIL_UNAUTHENTICATED, use(&house, tokens[i], &actor));
            if (i == 0)
                first = str_copy(ctx->arena, ctx->fail.message);
            assert_str(ctx->fail.message, str_to_c(ctx->arena, first));
        }
        /* Enabled again, the account has none of its old tokens. */
        house_operator(&house);
        assert_ok(ctx, account_disable(ctx, one, false, STR("启用")));
        assert_fails(ctx, FAIL_UNAUTHENTICATED, use(&house, tokens[0], &actor));
        assert_fails(ctx, FAIL_UNAUTHENTICATED, use(&house, STR("tb_x"), &actor));
        assert_fails(ctx, FAIL_UNAUTHENTICATED, use(&house, STR(""), &actor));
    }
}

static void the_last_use_is_written_once_a_minute(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t program = house_person(&house, "program", house.east, "clerk");
        Str token = made(&house, "program", "all");
        TokenList list = {0};
        Actor actor;
        assert_ok(ctx, tokens_read(ctx, program, &list));
        assert_false(list.at[0].has_used_at);
        assert_ok(ctx, use(&house, token, &actor));
        house_operator(&house);
        assert_ok(ctx, tokens_read(ctx, program, &list));
        assert_int_equal(list.at[0].used_at.ms, clock_now(ctx).ms);
        db_refuse_nth(ctx->db, 2);
        assert_ok(ctx, use(&house, token, &actor));
        db_refuse_nth(ctx->db, 0);
        house_later(&house, 1);
        assert_ok(ctx, use(&house, token, &actor));
        house_operator(&house);
        assert_ok(ctx, tokens_read(ctx, program, &list));
        assert_int_equal(list.at[0].used_at.ms, clock_now(ctx).ms);
    }
}

static void tokens_are_listed_within_the_scope_and_ones_own_always(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t east = house_person(&house, "east-one", house.east, "clerk");
        int64_t west = house_person(&house, "west-one", house.west, "clerk");
        (void)made(&house, "east-one", "all");
        (void)made(&house, "west-one", "all");
        TokenList list = {0};
        assert_ok(ctx, tokens_read(ctx, 0, &list));
        assert_int_equal(list.count, 2);
        int64_t of_west = list.at[0].account_id == west ? list.at[0].id : list.at[1].id;
        Actor actor;
        house_sign_in(&house, "east-one", &actor);
        assert_ok(ctx, tokens_read(ctx, 0, &list));
        assert_int_equal(list.count, 1);
        assert_ok(ctx, tokens_read(ctx, west, &list));
        assert_int_equal(list.count, 0);
        assert_fails(ctx, FAIL_NOT_FOUND, token_revoke(ctx, of_west, STR("试")));
        Actor elsewhere = actor;
        elsewhere.scope.units = STR("[]");
        actor_enter(ctx, &elsewhere);
        assert_ok(ctx, tokens_read(ctx, east, &list));
        assert_int_equal(list.count, 1);
    }
}

static void a_token_does_nothing_that_only_a_person_does_himself(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t boss = house_person(&house, "boss", 0, "administrator");
        Str text = made(&house, "boss", "all");
        Actor actor;
        assert_ok(ctx, use(&house, text, &actor));
        actor_enter(ctx, &actor);
        SecondFactorSetup setup;
        TokenRequest request = request_for("boss", "all");
        Token token;
        DeviceList devices = {0};
        Date today = house_today(&house);
        assert_true(actor_may(&actor, "access.roles"));
        assert_fails(ctx, FAIL_DENIED,
                     account_change_password(ctx, house_text(&house, HOUSE_PASSWORD),
                                             house_text(&house, "Kapok-tree7")));
        assert_fails(ctx, FAIL_DENIED, second_factor_begin(ctx, &setup));
        assert_fails(ctx, FAIL_DENIED, token_create(ctx, &request, &text, &token));
        assert_fails(ctx, FAIL_DENIED, post_delegate(ctx, boss, 1, today, today, STR("试")));
        assert_fails(ctx, FAIL_DENIED, devices_read(ctx, boss, &devices));
        assert_fails(ctx, FAIL_DENIED, sign_out(ctx));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_token_may_what_its_post_and_its_scope_both_allow),
        KIT_TEST(a_scope_that_is_none_is_refused_and_the_modules_named),
        KIT_TEST(a_token_acts_in_the_post_of_the_unit_that_was_asked_for),
        KIT_TEST(a_token_ends_with_its_last_day),
        KIT_TEST(a_token_dies_with_its_account_its_post_or_when_revoked),
        KIT_TEST(the_last_use_is_written_once_a_minute),
        KIT_TEST(tokens_are_listed_within_the_scope_and_ones_own_always),
        KIT_TEST(a_token_does_nothing_that_only_a_person_does_himself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
