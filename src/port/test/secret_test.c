#include "kit/kit.h"
#include "port/secret.h"

/* Little memory and one pass: the parameters are no matter of these tests. */
#define MEMORY_KIB 64
#define PASSES 1

static void a_password_fits_its_hash_and_no_other_does(void **state)
{
    Ctx *ctx = *state;
    Str hash;
    assert_ok(ctx, secret_hash(ctx, STR("正确的密码 1"), MEMORY_KIB, PASSES, &hash));
    assert_true(secret_fits(ctx->arena, STR("正确的密码 1"), hash));
    assert_false(secret_fits(ctx->arena, STR("正确的密码 2"), hash));
    assert_false(secret_fits(ctx->arena, STR("正确的密码 1 "), hash));
    assert_false(secret_fits(ctx->arena, (Str){0}, hash));
}

static void a_hash_names_its_parameters(void **state)
{
    Ctx *ctx = *state;
    Str hash;
    assert_ok(ctx, secret_hash(ctx, STR("x"), MEMORY_KIB, PASSES, &hash));
    assert_true(str_starts(hash, STR("$argon2id$v=19$m=64,t=1,p=1$")));
    assert_false(secret_is_dated(ctx->arena, hash, MEMORY_KIB, PASSES));
    assert_true(secret_is_dated(ctx->arena, hash, MEMORY_KIB * 2, PASSES));
    assert_true(secret_is_dated(ctx->arena, hash, MEMORY_KIB, PASSES + 1));
}

static void the_same_password_is_never_hashed_alike(void **state)
{
    Ctx *ctx = *state;
    Str one, other;
    assert_ok(ctx, secret_hash(ctx, STR("x"), MEMORY_KIB, PASSES, &one));
    assert_ok(ctx, secret_hash(ctx, STR("x"), MEMORY_KIB, PASSES, &other));
    assert_false(str_equal(one, other));
}

static void nothing_fits_a_text_that_is_no_hash(void **state)
{
    Ctx *ctx = *state;
    static const char *const texts[] = {"", "x", "$argon2id$", "$argon2id$v=19$m=64,t=1,p=1$$"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        assert_false(secret_fits(ctx->arena, (Str){0}, str_of(texts[i])));
        assert_true(secret_is_dated(ctx->arena, str_of(texts[i]), MEMORY_KIB, PASSES));
    }
    char *lengthy = arena_alloc(ctx->arena, 4096, 1);
    memset(lengthy, 'a', 4096);
    assert_false(secret_fits(ctx->arena, STR("x"), str_from(lengthy, 4096)));
}

static void a_memory_that_cannot_be_had_fails(void **state)
{
    Ctx *ctx = *state;
    Str hash;
    assert_fails(ctx, FAIL_SYSTEM, secret_hash(ctx, STR("x"), 0, PASSES, &hash));
}

static void random_bytes_do_not_come_twice(void **state)
{
    Ctx *ctx = *state;
    Str one = secret_random(ctx->arena, 32), other = secret_random(ctx->arena, 32);
    assert_int_equal(one.len, 32);
    assert_false(str_equal(one, other));
    assert_int_equal(secret_random(ctx->arena, 0).len, 0);
}

static void random_text_has_no_look_alikes(void **state)
{
    Ctx *ctx = *state;
    Str text = secret_random_text(ctx->arena, 5000);
    assert_int_equal(text.len, 5000);
    bool met[256] = {false};
    size_t kinds = 0;
    for (size_t i = 0; i < text.len; i++) {
        assert_null(strchr("0O1lI", text.at[i]));
        assert_true((text.at[i] >= '0' && text.at[i] <= '9') ||
                    (text.at[i] >= 'A' && text.at[i] <= 'Z') ||
                    (text.at[i] >= 'a' && text.at[i] <= 'z'));
        kinds += !met[(unsigned char)text.at[i]];
        met[(unsigned char)text.at[i]] = true;
    }
    assert_int_equal(kinds, 57);
}

static void a_token_may_stand_in_an_address(void **state)
{
    Ctx *ctx = *state;
    Str token = secret_random_token(ctx->arena, 32);
    assert_int_equal(token.len, 43);
    for (size_t i = 0; i < token.len; i++)
        assert_null(strchr("+/=", token.at[i]));
    assert_false(str_equal(token, secret_random_token(ctx->arena, 32)));
}

static void equal_is_equal_in_length_and_content(void **state)
{
    (void)state;
    assert_true(secret_equal(STR("abc"), STR("abc")));
    assert_false(secret_equal(STR("abc"), STR("abd")));
    assert_false(secret_equal(STR("abc"), STR("ab")));
    assert_false(secret_equal((Str){0}, STR("a")));
    assert_true(secret_equal((Str){0}, STR("")));
}

static void what_is_wiped_is_gone(void **state)
{
    (void)state;
    char password[] = "password";
    secret_wipe(str_from(password, sizeof password));
    for (size_t i = 0; i < sizeof password; i++)
        assert_int_equal(password[i], 0);
    secret_wipe((Str){0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_password_fits_its_hash_and_no_other_does),
        KIT_TEST(a_hash_names_its_parameters),
        KIT_TEST(the_same_password_is_never_hashed_alike),
        KIT_TEST(nothing_fits_a_text_that_is_no_hash),
        KIT_TEST(a_memory_that_cannot_be_had_fails),
        KIT_TEST(random_bytes_do_not_come_twice),
        KIT_TEST(random_text_has_no_look_alikes),
        KIT_TEST(a_token_may_stand_in_an_address),
        KIT_TEST(equal_is_equal_in_length_and_content),
        KIT_TEST(what_is_wiped_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
