#include "port/digest.h"

#include "kit/kit.h"

/* Examples of FIPS 180-4 (NIST, "SHA-256 example"). */
static void digests_are_those_of_the_standard(void **state)
{
    Ctx *ctx = *state;
    Str hex;
    assert_ok(ctx, digest_sha256_hex(ctx, STR("abc"), &hex));
    assert_str(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_ok(ctx, digest_sha256_hex(ctx, (Str){0}, &hex));
    assert_str(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

int main(void)
{
    const struct CMUnitTest tests[] = {KIT_TEST(digests_are_those_of_the_standard)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
