/* Signing in: what is told, what is counted, what is locked, what is kept. */
#include "engine/access/test/house.h"

#include "engine/access/credential.h"
#include "port/crypto.h"
#include "port/secret.h"

static Str told(Ctx *ctx)
{
    return str_format(ctx->arena, "%d|%.*s|%.*s|%.*s", (int)ctx->fail.code, STRF(ctx->fail.message),
                      STRF(ctx->fail.detail), STRF(ctx->fail.hint));
}

static void the_right_password_opens_a_session_in_the_first_post(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        house_sign_in(&house, "chen", &actor);
        assert_str(actor.unit, "东城街");
        assert_str(actor.post, "chen");
        assert_true(actor_may(&actor, "assessment.read"));
        assert_false(actor_may(&actor, "access.users"));
        assert_false(actor.password_due);
        assert_int_equal(house.visit.open_session.len, 43);
        assert_int_equal(house_noted(&house, "sign-in.ok"), 1);
        Actor again;
        assert_ok(ctx, house_request(&house, house.visit.open_session, &again));
        assert_int_equal(again.account_id, actor.account_id);
        assert_true(secret_equal(again.csrf, actor.csrf));
        assert_true(again.csrf.len >= 20);
    }
}

static void a_name_is_taken_in_any_width_and_case(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        assert_ok(ctx, house_try(&house, " ＣＨＥＮ ", HOUSE_PASSWORD, "", &actor));
        assert_str(actor.name, "chen");
    }
}

static void nothing_tells_an_unknown_name_from_a_known_one(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        int64_t gone = house_person(&house, "gone", house.east, "clerk");
        assert_ok(ctx, account_disable(ctx, gone, true, STR("离职")));
        Actor actor;
        const char *const names[] = {"chen", "nobody", "gone", "system"};
        /* Wrong up to the lock, in the lock, and after it: all names are told the same. */
        for (int round = 0; round < 8; round++) {
            if (round == 7)
                house_later(&house, 2);
            Str first = {0};
            for (size_t i = 0; i < ARRAY_LEN(names); i++) {
                /* The right password of a disabled account is a wrong one too. */
                const char *password = i == 2 ? HOUSE_PASSWORD : "wrong";
                assert_false(house_try(&house, names[i], password, "", &actor));
                Str now = told(ctx);
                if (i == 0)
                    first = now;
                assert_str(now, str_to_c(ctx->arena, first));
            }
        }
        assert_int_equal(house_noted(&house, "sign-in.failed"), 6 * 4);
        assert_int_equal(house_noted(&house, "sign-in.locked"), 2 * 4);
    }
}

static void a_name_that_nobody_bears_is_not_written_down(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        assert_fails(ctx, FAIL_UNAUTHENTICATED,
                     house_try(&house, "MyPassw0rdInTheWrongField", "x", "", &actor));
        house_operator(&house);
        AuditEntryList entries = {0};
        int64_t total = 0;
        assert_ok(ctx, audit_read(ctx, &(AuditQuery){.page = 1}, &entries, &total));
        assert_str(entries.at[0].action, "sign-in.failed");
        assert_false(str_contains(entries.at[0].title, STR("passw")));
        assert_contains(entries.at[0].title, "25个字");
        assert_str(entries.at[0].address, "10.3.0.7");
        assert_true(entries.at[0].refused);
    }
}

static void five_failures_lock_and_each_further_one_locks_for_longer(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        for (int i = 0; i < 5; i++)
            assert_fails(ctx, FAIL_UNAUTHENTICATED, house_try(&house, "chen", "wrong", "", &actor));
        const int64_t minutes[] = {1, 5, 15, 30, 60, 60};
        for (size_t i = 0; i < ARRAY_LEN(minutes); i++) {
            /* Locked: the right password does not help, and is not counted. */
            assert_fails(ctx, FAIL_LIMITED, house_try(&house, "chen", HOUSE_PASSWORD, "", &actor));
            assert_int_equal(house.visit.retry_seconds, minutes[i] * 60);
            house_later(&house, minutes[i] - 1);
            if (minutes[i] > 1)
                assert_fails(ctx, FAIL_LIMITED,
                             house_try(&house, "chen", HOUSE_PASSWORD, "", &actor));
            house_later(&house, 1);
            if (i + 1 < ARRAY_LEN(minutes))
                assert_fails(ctx, FAIL_UNAUTHENTICATED,
                             house_try(&house, "chen", "wrong", "", &actor));
        }
        assert_ok(ctx, house_try(&house, "chen", HOUSE_PASSWORD, "", &actor));
    }
}

static void tries_under_way_at_once_are_each_counted(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Attempt attempts[5], sixth;
        Actor actor;
        /* None has come to its password yet. */
        for (size_t i = 0; i < ARRAY_LEN(attempts); i++)
            assert_ok(ctx, attempt_begin(ctx, STR("chen"), &attempts[i]));
        assert_false(attempts[3].locks);
        assert_true(attempts[4].locks);
        assert_fails(ctx, FAIL_LIMITED, attempt_begin(ctx, STR("chen"), &sixth));
        assert_fails(ctx, FAIL_LIMITED, attempt_begin(ctx, STR("ＣＨＥＮ"), &sixth));
        /* One of them was right: the lock is gone. */
        assert_ok(ctx, attempt_succeeded(ctx, &attempts[4]));
        assert_ok(ctx, house_try(&house, "chen", HOUSE_PASSWORD, "", &actor));
    }
}

static void the_lock_tells_a_time_that_is_late_enough(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        for (int i = 0; i < 5; i++)
            assert_false(house_try(&house, "nobody", "wrong", "", &actor));
        assert_fails(ctx, FAIL_LIMITED, house_try(&house, "nobody", "wrong", "", &actor));
        assert_contains(ctx->fail.hint, "2023-03-01 08:01");
    }
}

static void success_clears_the_failures(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++)
                assert_fails(ctx, FAIL_UNAUTHENTICATED,
                             house_try(&house, "chen", "wrong", "", &actor));
            assert_ok(ctx, house_try(&house, "chen", HOUSE_PASSWORD, "", &actor));
        }
    }
}

static void failures_are_forgotten_after_a_day(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        for (int i = 0; i < 4; i++)
            assert_false(house_try(&house, "nobody", "wrong", "", &actor));
        house_later(&house, 24 * 60 + 1);
        for (int i = 0; i < 5; i++)
            assert_fails(ctx, FAIL_UNAUTHENTICATED,
                         house_try(&house, "nobody", "wrong", "", &actor));
    }
}

static void an_administrator_takes_a_lock_back_by_resetting(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        int64_t chen = house_person(&house, "chen", house.east, "clerk");
        Actor actor;
        for (int i = 0; i < 6; i++)
            assert_false(house_try(&house, "chen", "wrong", "", &actor));
        house_operator(&house);
        Str password;
        assert_ok(ctx, account_reset(ctx, chen, STR("忘记密码"), &password));
        assert_int_equal(password.len, 16);
        assert_ok(ctx, house_try(&house, "chen", str_to_c(ctx->arena, password), "", &actor));
        assert_true(actor.password_due);
        assert_fails(ctx, FAIL_UNAUTHENTICATED,
                     house_try(&house, "chen", HOUSE_PASSWORD, "", &actor));
    }
}

static void the_password_is_wiped_on_every_way_out(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        const char *const passwords[] = {HOUSE_PASSWORD, "not the one!!!"};
        for (size_t i = 0; i < ARRAY_LEN(passwords); i++) {
            Actor actor;
            SignIn in = {.name = STR("chen"), .password = house_text(&house, passwords[i])};
            ctx->actor = NULL;
            assert_int_equal(sign_in(ctx, &in, &house.visit, &actor), i == 0);
            for (size_t at = 0; at < in.password.len; at++)
                assert_int_equal(in.password.at[at], 0);
        }
    }
}

static void a_dated_hash_is_made_anew(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_person(&house, "chen", house.east, "clerk");
        Credential before, after;
        bool found = false;
        assert_ok(ctx, credential_by_name(ctx, STR("chen"), &before, &found));
        ctx->access->policy.hash_passes = 2;
        Actor actor;
        house_later(&house, 1);
        house_sign_in(&house, "chen", &actor);
        assert_ok(ctx, credential_by_name(ctx, STR("chen"), &after, &found));
        assert_contains(before.password_hash, "t=1");
        assert_contains(after.password_hash, "t=2");
        /* It is the same password, of the same age. */
        assert_int_equal(before.password_at.ms, after.password_at.ms);
        house_sign_in(&house, "chen", &actor);
    }
}

static void nobodys_hash_costs_as_much_as_one_of_the_policy(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        house_account(&house, "chen", house.east);
        Credential credential;
        bool found = false;
        assert_ok(ctx, credential_by_name(ctx, STR("chen"), &credential, &found));
        assert_true(credential_fits(ctx, &credential, STR(HOUSE_PASSWORD)));
        assert_false(credential_fits(ctx, NULL, STR(HOUSE_PASSWORD)));
        /* Well-formed to the library, so that it does the work; and of the same parameters. */
        Str nobodys = credential_nobodys_hash(ctx);
        assert_false(secret_is_dated(ctx->arena, nobodys, 1024, 1));
        assert_int_equal(nobodys.len, credential.password_hash.len);
    }
}

/* ---- the second factor ----------------------------------------------------------------------- */

static void codes_are_those_of_the_standard(void **state)
{
    Ctx *ctx = *state;
    /* RFC 4226, appendix D; RFC 6238, appendix B (SHA-1), the last six of eight digits. */
    static const struct {
        int64_t step;
        const char *code;
    } vectors[] = {{0, "755224"},
                   {1, "287082"},
                   {2, "359152"},
                   {3, "969429"},
                   {9, "520489"},
                   {59 / 30, "287082"},
                   {1111111109 / 30, "081804"},
                   {1111111111 / 30, "050471"},
                   {1234567890 / 30, "005924"},
                   {2000000000 / 30, "279037"},
                   {20000000000 / 30, "353130"}};
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        Str code;
        assert_ok(ctx, factor_code(ctx, STR("12345678901234567890"), vectors[i].step, &code));
        assert_str(code, vectors[i].code);
    }
}

static const char *code_at(House *house, Str secret, int64_t steps)
{
    Ctx *ctx = house->ctx;
    Str raw, code;
    assert_true(base32_decode(ctx->arena, secret, &raw));
    assert_ok(ctx, factor_code(ctx, raw, clock_now(ctx).ms / 30000 + steps, &code));
    return str_to_c(ctx->arena, code);
}

/* Chen with a second factor in force; its secret. */
static Str with_factor(House *house, Actor *actor)
{
    Ctx *ctx = house->ctx;
    SecondFactorSetup setup;
    house_person(house, "chen", house->east, "clerk");
    house_sign_in(house, "chen", actor);
    assert_ok(ctx, second_factor_begin(ctx, &setup));
    assert_contains(setup.address, "otpauth://totp/");
    assert_contains(setup.picture, "<svg");
    assert_ok(ctx, second_factor_confirm(ctx, str_of(code_at(house, setup.secret, 0))));
    house_later(house, 1);
    return setup.secret;
}

static void a_second_factor_is_asked_for_after_the_right_password_only(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        Str secret = with_factor(&house, &actor);
        assert_fails(ctx, FAIL_UNAUTHENTICATED, house_try(&house, "chen", "wrong", "", &actor));
        assert_fails(ctx, FAIL_UNAUTHENTICATED,
                     house_try(&house, "chen", "wrong", code_at(&house, secret, 0), &actor));
        /* Asking for the code is no failure. */
        for (int i = 0; i < 6; i++)
            assert_fails(ctx, FAIL_SECOND_FACTOR,
                         house_try(&house, "chen", HOUSE_PASSWORD, "", &actor));
        assert_ok(ctx,
                  house_try(&house, "chen", HOUSE_PASSWORD, code_at(&house, secret, 0), &actor));
    }
}

static void a_code_of_the_step_before_or_after_is_taken_and_none_twice(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        Str secret = with_factor(&house, &actor);
        const char *before = code_at(&house, secret, -1), *after = code_at(&house, secret, 1);
        assert_fails(
            ctx, FAIL_SECOND_FACTOR,
            house_try(&house, "chen", HOUSE_PASSWORD, code_at(&house, secret, -2), &actor));
        assert_fails(ctx, FAIL_SECOND_FACTOR,
                     house_try(&house, "chen", HOUSE_PASSWORD, code_at(&house, secret, 2), &actor));
        assert_ok(ctx, house_try(&house, "chen", HOUSE_PASSWORD, before, &actor));
        assert_fails(ctx, FAIL_SECOND_FACTOR,
                     house_try(&house, "chen", HOUSE_PASSWORD, before, &actor));
        assert_ok(ctx, house_try(&house, "chen", HOUSE_PASSWORD, after, &actor));
        /* And none from before the last one. */
        assert_fails(ctx, FAIL_SECOND_FACTOR,
                     house_try(&house, "chen", HOUSE_PASSWORD, code_at(&house, secret, 0), &actor));
    }
}

static void wrong_codes_count_as_failures(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        Str secret = with_factor(&house, &actor);
        for (int i = 0; i < 5; i++)
            assert_fails(ctx, FAIL_SECOND_FACTOR,
                         house_try(&house, "chen", HOUSE_PASSWORD, "000000x", &actor));
        assert_fails(ctx, FAIL_LIMITED,
                     house_try(&house, "chen", HOUSE_PASSWORD, code_at(&house, secret, 0), &actor));
    }
}

static void a_second_factor_is_not_in_force_before_it_is_confirmed(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        SecondFactorSetup setup;
        house_person(&house, "chen", house.east, "clerk");
        house_sign_in(&house, "chen", &actor);
        assert_fails(ctx, FAIL_STATE, second_factor_confirm(ctx, STR("123456")));
        assert_ok(ctx, second_factor_begin(ctx, &setup));
        assert_fails(ctx, FAIL_INVALID, second_factor_confirm(ctx, STR("12345")));
        house_sign_in(&house, "chen", &actor);
    }
}

static void a_second_factor_ends_with_the_password_only(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        SecondFactorSetup setup;
        (void)with_factor(&house, &actor);
        assert_fails(ctx, FAIL_STATE, second_factor_begin(ctx, &setup));
        assert_fails(ctx, FAIL_INVALID, second_factor_end(ctx, house_text(&house, "wrong")));
        assert_ok(ctx, second_factor_end(ctx, house_text(&house, HOUSE_PASSWORD)));
        house_sign_in(&house, "chen", &actor);
    }
}

static void a_reset_takes_the_second_factor_back(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        Str password;
        (void)with_factor(&house, &actor);
        house_operator(&house);
        assert_ok(ctx, account_reset(ctx, actor.account_id, STR("换手机"), &password));
        assert_ok(ctx, house_try(&house, "chen", str_to_c(ctx->arena, password), "", &actor));
    }
}

static void the_secret_is_sealed_in_the_database(void **state)
{
    Ctx *ctx = *state;
    KIT_EACH_DATABASE(ctx, &db_catalogue)
    {
        House house = house_open(ctx);
        Actor actor;
        Str secret = with_factor(&house, &actor), raw;
        Credential credential;
        assert_true(base32_decode(ctx->arena, secret, &raw));
        assert_ok(ctx, credential_by_id(ctx, actor.account_id, &credential));
        assert_false(str_contains(credential.factor_secret, secret));
        assert_false(str_contains(credential.factor_secret, hex_encode(ctx->arena, raw)));
        /* Another data key opens nothing, and says so. */
        ctx->access->data_key = secret_random(ctx->arena, DATA_KEY_BYTES);
        assert_fails(ctx, FAIL_SYSTEM, house_try(&house, "chen", HOUSE_PASSWORD, "123456", &actor));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(the_right_password_opens_a_session_in_the_first_post),
        KIT_TEST(a_name_is_taken_in_any_width_and_case),
        KIT_TEST(nothing_tells_an_unknown_name_from_a_known_one),
        KIT_TEST(a_name_that_nobody_bears_is_not_written_down),
        KIT_TEST(five_failures_lock_and_each_further_one_locks_for_longer),
        KIT_TEST(tries_under_way_at_once_are_each_counted),
        KIT_TEST(the_lock_tells_a_time_that_is_late_enough),
        KIT_TEST(success_clears_the_failures),
        KIT_TEST(failures_are_forgotten_after_a_day),
        KIT_TEST(an_administrator_takes_a_lock_back_by_resetting),
        KIT_TEST(the_password_is_wiped_on_every_way_out),
        KIT_TEST(a_dated_hash_is_made_anew),
        KIT_TEST(nobodys_hash_costs_as_much_as_one_of_the_policy),
        KIT_TEST(codes_are_those_of_the_standard),
        KIT_TEST(a_second_factor_is_asked_for_after_the_right_password_only),
        KIT_TEST(a_code_of_the_step_before_or_after_is_taken_and_none_twice),
        KIT_TEST(wrong_codes_count_as_failures),
        KIT_TEST(a_second_factor_is_not_in_force_before_it_is_confirmed),
        KIT_TEST(a_second_factor_ends_with_the_password_only),
        KIT_TEST(a_reset_takes_the_second_factor_back),
        KIT_TEST(the_secret_is_sealed_in_the_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
