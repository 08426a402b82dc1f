#include "kit/kit.h"
#include "port/crypto.h"

static Str hex_of(Ctx *ctx, const unsigned char *bytes, size_t len)
{
    return hex_encode(ctx->arena, str_from(bytes, len));
}

/* ---- SM3, HMAC ----------------------------------------------------------------------------- */

/* GB/T 32905-2016, A.1 and A.2. */
static void sm3_gives_the_digests_of_the_standard(void **state)
{
    Ctx *ctx = *state;
    Str found;
    assert_ok(ctx, crypto_sm3_hex(ctx, (Str[]){STR("abc")}, 1, &found));
    assert_str(found, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    Str four = STR("abcdabcdabcdabcd");
    assert_ok(ctx, crypto_sm3_hex(ctx, (Str[]){four, four, four, four}, 4, &found));
    assert_str(found, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

static void sm3_of_parts_is_that_of_the_whole(void **state)
{
    Ctx *ctx = *state;
    Str whole, parts, empty;
    assert_ok(ctx, crypto_sm3_hex(ctx, (Str[]){STR("abc")}, 1, &whole));
    assert_ok(ctx, crypto_sm3_hex(ctx, (Str[]){STR("a"), (Str){0}, STR("bc")}, 3, &parts));
    assert_true(str_equal(whole, parts));
    assert_ok(ctx, crypto_sm3_hex(ctx, NULL, 0, &empty));
    assert_str(empty, "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
}

/* By RFC 2104, out of SM3 itself. */
static void hmac_sm3_is_what_its_definition_says(void **state)
{
    Ctx *ctx = *state;
    unsigned char mac[SM3_BYTES];
    char inner[64], outer[64];
    memset(inner, 0x36, sizeof inner);
    memset(outer, 0x5c, sizeof outer);
    Str key = STR("Jefe"), text = STR("what do ya want for nothing?");
    for (size_t i = 0; i < key.len; i++) {
        inner[i] = (char)(inner[i] ^ key.at[i]);
        outer[i] = (char)(outer[i] ^ key.at[i]);
    }
    Str hex, inside, expected;
    assert_ok(ctx, crypto_sm3_hex(ctx, (Str[]){str_from(inner, 64), text}, 2, &hex));
    assert_true(hex_decode(ctx->arena, hex, &inside));
    assert_ok(ctx, crypto_sm3_hex(ctx, (Str[]){str_from(outer, 64), inside}, 2, &expected));
    assert_ok(ctx, crypto_hmac_sm3(ctx, key, text, mac));
    assert_true(str_equal(hex_of(ctx, mac, sizeof mac), expected));
}

/* RFC 2202, 3: cases 1 to 3. */
static void hmac_sha1_gives_the_published_values(void **state)
{
    Ctx *ctx = *state;
    unsigned char mac[20];
    char eleven[20], filled[20], text[50];
    memset(eleven, 0x0b, sizeof eleven);
    memset(filled, 0xaa, sizeof filled);
    memset(text, 0xdd, sizeof text);
    assert_ok(ctx, crypto_hmac_sha1(ctx, str_from(eleven, 20), STR("Hi There"), mac));
    assert_str(hex_of(ctx, mac, 20), "b617318655057264e28bc0b6fb378c8ef146be00");
    assert_ok(ctx, crypto_hmac_sha1(ctx, STR("Jefe"), STR("what do ya want for nothing?"), mac));
    assert_str(hex_of(ctx, mac, 20), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    assert_ok(ctx, crypto_hmac_sha1(ctx, str_from(filled, 20), str_from(text, 50), mac));
    assert_str(hex_of(ctx, mac, 20), "125d7342b9ac11cd91a39af48aa17b4f63f175d3");
}

/* RFC 4226, 5.3: the 31 bits that a code is made of. */
static unsigned code_number(Ctx *ctx, int64_t counter)
{
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(counter >> (56 - 8 * i));
    unsigned char mac[20];
    assert_ok(ctx, crypto_hmac_sha1(ctx, STR("12345678901234567890"), str_from(bytes, 8), mac));
    size_t at = mac[19] & 15;
    return (unsigned)(mac[at] & 127) << 24 | (unsigned)mac[at + 1] << 16 |
           (unsigned)mac[at + 2] << 8 | mac[at + 3];
}

/* RFC 4226, appendix D. */
static void hmac_sha1_carries_one_time_codes(void **state)
{
    static const unsigned codes[] = {755224, 287082, 359152, 969429, 338314,
                                     254676, 287922, 162583, 399871, 520489};
    Ctx *ctx = *state;
    for (size_t count = 0; count < ARRAY_LEN(codes); count++)
        assert_int_equal(code_number(ctx, (int64_t)count) % 1000000, codes[count]);
}

/* RFC 6238, appendix B, SHA-1: eight digits, steps of 30 seconds. */
static void hmac_sha1_carries_codes_of_the_time(void **state)
{
    static const struct {
        int64_t seconds;
        unsigned code;
    } cases[] = {{59, 94287082},         {1111111109, 7081804},  {1111111111, 14050471},
                 {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130}};
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(code_number(ctx, cases[i].seconds / 30) % 100000000, cases[i].code);
}

/* ---- sealing ------------------------------------------------------------------------------- */

#define KEY STR("0123456789abcdef0123456789abcdef")

static void what_was_sealed_opens(void **state)
{
    Ctx *ctx = *state;
    Str plain[] = {(Str){0}, STR("x"), STR("一次性密码的密钥，长于一个分组的十六字节")};
    for (size_t i = 0; i < ARRAY_LEN(plain); i++) {
        Str sealed, opened;
        assert_ok(ctx, crypto_seal(ctx, KEY, plain[i], &sealed));
        assert_ok(ctx, crypto_open(ctx, KEY, sealed, &opened));
        assert_true(str_equal(opened, plain[i]));
        assert_false(plain[i].len > 1 && str_contains(sealed, plain[i]));
    }
}

static void the_same_text_is_never_sealed_alike(void **state)
{
    Ctx *ctx = *state;
    Str one, other;
    assert_ok(ctx, crypto_seal(ctx, KEY, STR("secret"), &one));
    assert_ok(ctx, crypto_seal(ctx, KEY, STR("secret"), &other));
    assert_false(str_equal(one, other));
}

static void any_altered_byte_keeps_it_shut(void **state)
{
    Ctx *ctx = *state;
    Str sealed, opened;
    assert_ok(ctx, crypto_seal(ctx, KEY, STR("secret"), &sealed));
    for (size_t i = 0; i < sealed.len; i++) {
        char *altered = arena_copy(ctx->arena, sealed.at, sealed.len);
        altered[i] = (char)(altered[i] ^ 1);
        assert_fails(ctx, FAIL_INVALID,
                     crypto_open(ctx, KEY, str_from(altered, sealed.len), &opened));
    }
    for (size_t len = 0; len < sealed.len; len++)
        assert_fails(ctx, FAIL_INVALID, crypto_open(ctx, KEY, str_slice(sealed, 0, len), &opened));
}

static void another_key_does_not_open(void **state)
{
    Ctx *ctx = *state;
    Str sealed, opened;
    assert_ok(ctx, crypto_seal(ctx, KEY, STR("secret"), &sealed));
    assert_fails(ctx, FAIL_INVALID,
                 crypto_open(ctx, STR("0123456789abcdef0123456789abcdeF"), sealed, &opened));
    assert_fails(ctx, FAIL_INVALID, crypto_open(ctx, STR("short"), sealed, &opened));
    assert_contains(ctx->fail.message, "32 字节");
}

/* ---- SM2 ----------------------------------------------------------------------------------- */

typedef struct Pair {
    Str private_pem, public_pem;
    SigningKey *private_key, *public_key;
} Pair;

static Pair make_pair(Ctx *ctx)
{
    Pair pair;
    assert_ok(ctx, crypto_sm2_make(ctx, &pair.private_pem, &pair.public_pem));
    assert_ok(ctx, signing_key_open(ctx, pair.private_pem, &pair.private_key));
    assert_ok(ctx, signing_key_open(ctx, pair.public_pem, &pair.public_key));
    return pair;
}

static void a_signature_holds_for_its_text_and_key(void **state)
{
    Ctx *ctx = *state;
    Pair pair = make_pair(ctx);
    Str texts[] = {(Str){0}, STR("count 3\nhash ab\n")};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        Str signature;
        bool holds = false;
        assert_ok(ctx, crypto_sm2_sign(ctx, pair.private_key, texts[i], &signature));
        assert_ok(ctx, crypto_sm2_verify(ctx, pair.public_key, texts[i], signature, &holds));
        assert_true(holds);
        assert_ok(ctx, crypto_sm2_verify(ctx, pair.private_key, texts[i], signature, &holds));
        assert_true(holds);
    }
}

static void an_altered_text_or_signature_does_not_hold(void **state)
{
    Ctx *ctx = *state;
    Pair pair = make_pair(ctx);
    Str signature;
    bool holds = true;
    assert_ok(ctx, crypto_sm2_sign(ctx, pair.private_key, STR("count 3"), &signature));
    assert_ok(ctx, crypto_sm2_verify(ctx, pair.public_key, STR("count 2"), signature, &holds));
    assert_false(holds);
    for (size_t i = 0; i < signature.len; i++) {
        char *altered = arena_copy(ctx->arena, signature.at, signature.len);
        altered[i] = (char)(altered[i] ^ 4);
        holds = true;
        assert_ok(ctx, crypto_sm2_verify(ctx, pair.public_key, STR("count 3"),
                                         str_from(altered, signature.len), &holds));
        assert_false(holds);
    }
    holds = true;
    assert_ok(ctx, crypto_sm2_verify(ctx, pair.public_key, STR("count 3"), (Str){0}, &holds));
    assert_false(holds);
}

static void another_key_does_not_verify(void **state)
{
    Ctx *ctx = *state;
    Pair pair = make_pair(ctx), other = make_pair(ctx);
    Str signature;
    bool holds = true;
    assert_ok(ctx, crypto_sm2_sign(ctx, pair.private_key, STR("text"), &signature));
    assert_ok(ctx, crypto_sm2_verify(ctx, other.public_key, STR("text"), signature, &holds));
    assert_false(holds);
}

/* GM/T 0003.5-2012, annex A: the recommended curve, 「message digest」, the default identity. */
static void the_signature_of_the_standard_holds(void **state)
{
    Ctx *ctx = *state;
    Str pem = STR("-----BEGIN PUBLIC KEY-----\n"
                  "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y\n"
                  "M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==\n"
                  "-----END PUBLIC KEY-----\n");
    SigningKey *key;
    assert_ok(ctx, signing_key_open(ctx, pem, &key));
    Str signature;
    assert_true(hex_decode(
        ctx->arena,
        STR("3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3022100b1b6"
            "aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"),
        &signature));
    bool holds = false;
    assert_ok(ctx, crypto_sm2_verify(ctx, key, STR("message digest"), signature, &holds));
    assert_true(holds);
}

static void what_is_no_sm2_key_is_refused(void **state)
{
    Ctx *ctx = *state;
    SigningKey *key;
    assert_fails(ctx, FAIL_INVALID, signing_key_open(ctx, (Str){0}, &key));
    assert_fails(ctx, FAIL_INVALID, signing_key_open(ctx, STR("-----BEGIN PUBLIC KEY-----"), &key));
    /* The generator of P-256 as a public key: a curve, but not SM2's. */
    assert_fails(
        ctx, FAIL_INVALID,
        signing_key_open(ctx,
                         STR("-----BEGIN PUBLIC KEY-----\n"
                             "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
                             "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
                             "-----END PUBLIC KEY-----\n"),
                         &key));
}

/* ---- bytes as text ------------------------------------------------------------------------- */

/* RFC 4648, 10, without the padding. */
static void base32_is_that_of_the_standard(void **state)
{
    static const char *const cases[][2] = {{"", ""},
                                           {"f", "MY"},
                                           {"fo", "MZXQ"},
                                           {"foo", "MZXW6"},
                                           {"foob", "MZXW6YQ"},
                                           {"fooba", "MZXW6YTB"},
                                           {"foobar", "MZXW6YTBOI"}};
    Ctx *ctx = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Str back;
        assert_str(base32_encode(ctx->arena, str_of(cases[i][0])), cases[i][1]);
        assert_true(base32_decode(ctx->arena, str_of(cases[i][1]), &back));
        assert_str(back, cases[i][0]);
    }
}

static void base32_that_nobody_writes_is_refused(void **state)
{
    static const char *const cases[] = {"M", "MZX", "MZXW6Y", "my", "M1", "MY======", "MZ", "M Y"};
    Ctx *ctx = *state;
    Str back;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_false(base32_decode(ctx->arena, str_of(cases[i]), &back));
}

static void hexadecimal_goes_both_ways(void **state)
{
    Ctx *ctx = *state;
    char all[256];
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    Str hex = hex_encode(ctx->arena, str_from(all, sizeof all)), back;
    assert_int_equal(hex.len, 512);
    assert_str(str_slice(hex, 0, 8), "00010203");
    assert_true(hex_decode(ctx->arena, hex, &back));
    assert_true(str_equal(back, str_from(all, sizeof all)));
    assert_false(hex_decode(ctx->arena, STR("abc"), &back));
    assert_false(hex_decode(ctx->arena, STR("AB"), &back));
    assert_false(hex_decode(ctx->arena, STR("0g"), &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(sm3_gives_the_digests_of_the_standard),
        KIT_TEST(sm3_of_parts_is_that_of_the_whole),
        KIT_TEST(hmac_sm3_is_what_its_definition_says),
        KIT_TEST(hmac_sha1_gives_the_published_values),
        KIT_TEST(hmac_sha1_carries_one_time_codes),
        KIT_TEST(hmac_sha1_carries_codes_of_the_time),
        KIT_TEST(what_was_sealed_opens),
        KIT_TEST(the_same_text_is_never_sealed_alike),
        KIT_TEST(any_altered_byte_keeps_it_shut),
        KIT_TEST(another_key_does_not_open),
        KIT_TEST(a_signature_holds_for_its_text_and_key),
        KIT_TEST(an_altered_text_or_signature_does_not_hold),
        KIT_TEST(another_key_does_not_verify),
        KIT_TEST(the_signature_of_the_standard_holds),
        KIT_TEST(what_is_no_sm2_key_is_refused),
        KIT_TEST(base32_is_that_of_the_standard),
        KIT_TEST(base32_that_nobody_writes_is_refused),
        KIT_TEST(hexadecimal_goes_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
