/* SM3, HMAC, SM4 sealing and SM2 signatures, through OpenSSL's EVP calls. */
#include "port/crypto.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <pthread.h>

#define SM4_KEY_BYTES 16
#define SM4_NONCE_BYTES 16
#define SHA1_BYTES 20

/* What the library says goes into the detail; its queue of errors is emptied. */
static bool fail_library(Ctx *ctx, const char *what)
{
    char reason[256] = "";
    unsigned long code = ERR_get_error();
    if (code)
        ERR_error_string_n(code, reason, sizeof reason);
    ERR_clear_error();
    fail(ctx, FAIL_SYSTEM, "%s", what);
    if (code)
        fail_detail(ctx, "%s", reason);
    return fail_hint(ctx, "检查 OpenSSL 的配置是否停用了国密算法");
}

static const unsigned char *bytes_of(Str text)
{
    return (const unsigned char *)(text.len ? text.at : "");
}

/* ---- digests ----------------------------------------------------------------------------- */

/* Finding an algorithm by its name takes longer than a short text takes it: done once. */
typedef struct Found {
    EVP_MD *sm3;
    EVP_MAC_CTX *hmac[3]; /* without a key, by HmacKind */
} Found;
typedef enum HmacKind { HMAC_SM3, HMAC_SHA256, HMAC_SHA1 } HmacKind;
static Found everything_found;

static void find_all(void)
{
    static const char *const digests[] = {
        [HMAC_SM3] = "SM3", [HMAC_SHA256] = "SHA256", [HMAC_SHA1] = "SHA1"};
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    everything_found.sm3 = EVP_MD_fetch(NULL, "SM3", NULL);
    for (size_t i = 0; mac && i < ARRAY_LEN(digests); i++) {
        char name[16];
        snprintf(name, sizeof name, "%s", digests[i]);
        const OSSL_PARAM params[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
            OSSL_PARAM_construct_end()};
        EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
        if (context && EVP_MAC_CTX_set_params(context, params) == 1)
            everything_found.hmac[i] = context;
        else
            EVP_MAC_CTX_free(context);
    }
    EVP_MAC_free(mac);
}

static const Found *found(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_all);
    return &everything_found;
}

bool crypto_sm3_hex(Ctx *ctx, const Str *parts, size_t count, Str *ret)
{
    unsigned char digest[SM3_BYTES];
    EVP_MD_CTX *hashing = EVP_MD_CTX_new();
    const Found *known = found();
    bool good = hashing && known->sm3 && EVP_DigestInit_ex(hashing, known->sm3, NULL) == 1;
    for (size_t i = 0; good && i < count; i++)
        good = EVP_DigestUpdate(hashing, bytes_of(parts[i]), parts[i].len) == 1;
    good = good && EVP_DigestFinal_ex(hashing, digest, NULL) == 1;
    EVP_MD_CTX_free(hashing);
    if (!good)
        return fail_library(ctx, "无法计算 SM3 摘要");
    *ret = hex_encode(ctx->arena, str_from(digest, sizeof digest));
    return true;
}

static bool hmac(Ctx *ctx, HmacKind kind, Str key, Str text, unsigned char *ret, size_t size)
{
    size_t len = 0;
    const EVP_MAC_CTX *keyless = found()->hmac[kind];
    EVP_MAC_CTX *mac = keyless ? EVP_MAC_CTX_dup(keyless) : NULL;
    bool good = mac && EVP_MAC_init(mac, bytes_of(key), key.len, NULL) == 1 &&
                EVP_MAC_update(mac, bytes_of(text), text.len) == 1 &&
                EVP_MAC_final(mac, ret, &len, size) == 1 && len == size;
    EVP_MAC_CTX_free(mac);
    return good || fail_library(ctx, "无法计算 HMAC");
}

bool crypto_hmac_sm3(Ctx *ctx, Str key, Str text, unsigned char ret[SM3_BYTES])
{
    return hmac(ctx, HMAC_SM3, key, text, ret, SM3_BYTES);
}

bool crypto_hmac_sha256(Ctx *ctx, Str key, Str text, unsigned char ret[SHA256_BYTES])
{
    return hmac(ctx, HMAC_SHA256, key, text, ret, SHA256_BYTES);
}

bool crypto_hmac_sha1(Ctx *ctx, Str key, Str text, unsigned char ret[SHA1_BYTES])
{
    return hmac(ctx, HMAC_SHA1, key, text, ret, SHA1_BYTES);
}

/* ---- sealing ----------------------------------------------------------------------------- */

/*
 * Sealed: nonce (16 bytes), SM4-CTR of the text, HMAC-SM3 of both. Encryption and authentication
 * have keys of their own, each the HMAC-SM3 of its purpose under the data key.
 */
typedef struct SealKeys {
    unsigned char encryption[SM3_BYTES]; /* the first SM4_KEY_BYTES are used */
    unsigned char authentication[SM3_BYTES];
} SealKeys;

static bool derive(Ctx *ctx, Str key, SealKeys *ret)
{
    if (key.len != DATA_KEY_BYTES) {
        fail(ctx, FAIL_INVALID, "数据密钥应为 %d 字节，实有 %zu 字节", DATA_KEY_BYTES, key.len);
        return fail_hint(ctx, "从备份恢复数据文件夹里的 keys/data.key");
    }
    return crypto_hmac_sm3(ctx, key, STR("tongban seal encryption"), ret->encryption) &&
           crypto_hmac_sm3(ctx, key, STR("tongban seal authentication"), ret->authentication);
}

/* Counter mode: the same both ways. */
static bool sm4_ctr(Ctx *ctx, const SealKeys *keys, const unsigned char *nonce, Str from,
                    unsigned char *to)
{
    if (from.len > INT32_MAX)
        return fail(ctx, FAIL_TOO_LARGE, "要加密的内容太长：%zu 字节", from.len);
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    int len = 0;
    bool good = cipher &&
                EVP_EncryptInit_ex(cipher, EVP_sm4_ctr(), NULL, keys->encryption, nonce) == 1 &&
                EVP_EncryptUpdate(cipher, to, &len, bytes_of(from), (int)from.len) == 1;
    EVP_CIPHER_CTX_free(cipher);
    return good || fail_library(ctx, "无法用 SM4 加密或解密");
}

static bool seal_with(Ctx *ctx, const SealKeys *keys, Str plain, Str *ret)
{
    size_t covered = SM4_NONCE_BYTES + plain.len;
    unsigned char *sealed = arena_alloc(ctx->arena, covered + SM3_BYTES, 1);
    if (RAND_bytes(sealed, SM4_NONCE_BYTES) != 1)
        return fail_library(ctx, "取不到随机数");
    if (!sm4_ctr(ctx, keys, sealed, plain, sealed + SM4_NONCE_BYTES) ||
        !crypto_hmac_sm3(ctx, str_from(keys->authentication, SM3_BYTES), str_from(sealed, covered),
                         sealed + covered))
        return false;
    *ret = str_from(sealed, covered + SM3_BYTES);
    return true;
}

static bool open_with(Ctx *ctx, const SealKeys *keys, Str sealed, Str *ret)
{
    bool good = sealed.len >= SM4_NONCE_BYTES + SM3_BYTES;
    unsigned char mac[SM3_BYTES];
    size_t covered = good ? sealed.len - SM3_BYTES : 0;
    if (good && !crypto_hmac_sm3(ctx, str_from(keys->authentication, SM3_BYTES),
                                 str_slice(sealed, 0, covered), mac))
        return false;
    if (!good || CRYPTO_memcmp(mac, sealed.at + covered, SM3_BYTES) != 0) {
        fail(ctx, FAIL_INVALID, "密封的内容打不开：被改过，或不是用这把密钥密封的");
        return fail_hint(ctx, "检查数据文件夹里的 keys/data.key 是否换过");
    }
    size_t len = covered - SM4_NONCE_BYTES;
    unsigned char *plain = arena_alloc(ctx->arena, len, 1);
    if (!sm4_ctr(ctx, keys, bytes_of(sealed), str_slice(sealed, SM4_NONCE_BYTES, len), plain))
        return false;
    *ret = str_from(plain, len);
    return true;
}

bool crypto_seal(Ctx *ctx, Str key, Str plain, Str *ret)
{
    SealKeys keys;
    bool good = derive(ctx, key, &keys) && seal_with(ctx, &keys, plain, ret);
    OPENSSL_cleanse(&keys, sizeof keys);
    return good;
}

bool crypto_open(Ctx *ctx, Str key, Str sealed, Str *ret)
{
    SealKeys keys;
    bool good = derive(ctx, key, &keys) && open_with(ctx, &keys, sealed, ret);
    OPENSSL_cleanse(&keys, sizeof keys);
    return good;
}

/* ---- SM2 --------------------------------------------------------------------------------- */

struct SigningKey {
    EVP_PKEY *pair;
};

static bool pem_of(Ctx *ctx, EVP_PKEY *pair, bool private, Str *ret)
{
    BIO *memory = BIO_new(BIO_s_mem());
    bool good =
        memory && (private ? PEM_write_bio_PKCS8PrivateKey(memory, pair, NULL, NULL, 0, NULL, NULL)
                           : PEM_write_bio_PUBKEY(memory, pair)) == 1;
    if (good) {
        char *at = NULL;
        long len = BIO_get_mem_data(memory, &at);
        *ret = str_copy(ctx->arena, str_from(at, (size_t)len));
        OPENSSL_cleanse(at, (size_t)len);
    }
    BIO_free(memory);
    return good;
}

bool crypto_sm2_make(Ctx *ctx, Str *ret_private, Str *ret_public)
{
    EVP_PKEY *pair = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    Str private_pem, public_pem;
    bool good =
        pair && pem_of(ctx, pair, true, &private_pem) && pem_of(ctx, pair, false, &public_pem);
    EVP_PKEY_free(pair);
    if (!good)
        return fail_library(ctx, "无法生成 SM2 密钥");
    *ret_private = private_pem;
    *ret_public = public_pem;
    return true;
}

static void free_key(void *object)
{
    SigningKey *key = object;
    EVP_PKEY_free(key->pair);
}

/* A key that is itself encrypted would make the library ask at the terminal. */
static int no_passphrase(char *to, int size, int writing, void *self)
{
    (void)to;
    (void)size;
    (void)writing;
    (void)self;
    return -1;
}

bool signing_key_open(Ctx *ctx, Str pem, SigningKey **ret)
{
    if (pem.len > 64 * KIB)
        return fail(ctx, FAIL_TOO_LARGE, "密钥文件有 %zu 字节，不像 PEM 密钥", pem.len);
    SigningKey *key = NEW(ctx->arena, SigningKey, 1);
    arena_defer(ctx->arena, free_key, key);
    BIO *memory = BIO_new_mem_buf(bytes_of(pem), (int)pem.len);
    if (memory)
        key->pair = str_contains(pem, STR("PRIVATE KEY"))
                        ? PEM_read_bio_PrivateKey(memory, NULL, no_passphrase, NULL)
                        : PEM_read_bio_PUBKEY(memory, NULL, no_passphrase, NULL);
    BIO_free(memory);
    ERR_clear_error();
    if (!key->pair || !EVP_PKEY_is_a(key->pair, "SM2")) {
        fail(ctx, FAIL_INVALID, "不是 SM2 密钥");
        return fail_hint(ctx, "应为 PEM 文本，以「-----BEGIN」开头，没有口令");
    }
    *ret = key;
    return true;
}

/* What is hashed before the text: the identity both sides agree on (GB/T 35276-2017, 10). It can be
 * set only once the context is initialised. */
static bool set_identity(EVP_PKEY_CTX *context)
{
    static const char usual[] = "1234567812345678";
    return EVP_PKEY_CTX_set1_id(context, usual, (int)strlen(usual)) == 1;
}

bool crypto_sm2_sign(Ctx *ctx, const SigningKey *key, Str text, Str *ret)
{
    unsigned char signature[128];
    size_t len = sizeof signature;
    EVP_PKEY_CTX *context = NULL; /* belongs to `signing` */
    EVP_MD_CTX *signing = EVP_MD_CTX_new();
    bool good = signing &&
                EVP_DigestSignInit_ex(signing, &context, "SM3", NULL, NULL, key->pair, NULL) == 1 &&
                set_identity(context) &&
                EVP_DigestSign(signing, signature, &len, bytes_of(text), text.len) == 1;
    EVP_MD_CTX_free(signing);
    if (!good)
        return fail_library(ctx, "无法用 SM2 签名");
    *ret = str_copy(ctx->arena, str_from(signature, len));
    return true;
}

bool crypto_sm2_verify(Ctx *ctx, const SigningKey *key, Str text, Str signature, bool *ret_holds)
{
    EVP_PKEY_CTX *context = NULL; /* belongs to `verifying` */
    EVP_MD_CTX *verifying = EVP_MD_CTX_new();
    if (!verifying ||
        EVP_DigestVerifyInit_ex(verifying, &context, "SM3", NULL, NULL, key->pair, NULL) != 1 ||
        !set_identity(context)) {
        EVP_MD_CTX_free(verifying);
        return fail_library(ctx, "无法用 SM2 验签");
    }
    /* Anything but 1 is a signature that does not hold, a malformed one among them. */
    int answer =
        EVP_DigestVerify(verifying, bytes_of(signature), signature.len, bytes_of(text), text.len);
    EVP_MD_CTX_free(verifying);
    ERR_clear_error();
    *ret_holds = answer == 1;
    return true;
}

/* ---- bytes as text ----------------------------------------------------------------------- */

Str hex_encode(Arena *arena, Str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_alloc(arena, bytes.len * 2, 1);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        hex[i * 2] = digits[byte >> 4];
        hex[i * 2 + 1] = digits[byte & 15];
    }
    return str_from(hex, bytes.len * 2);
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool hex_decode(Arena *arena, Str text, Str *ret)
{
    if (text.len % 2 != 0)
        return false;
    char *bytes = arena_alloc(arena, text.len / 2, 1);
    for (size_t i = 0; i < text.len / 2; i++) {
        int high = hex_digit(text.at[i * 2]), low = hex_digit(text.at[i * 2 + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (char)(high << 4 | low);
    }
    *ret = str_from(bytes, text.len / 2);
    return true;
}

Str base32_encode(Arena *arena, Str bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    size_t len = (bytes.len * 8 + 4) / 5;
    char *text = arena_alloc(arena, len, 1);
    for (size_t i = 0; i < len; i++) {
        size_t bit = i * 5, at = bit / 8;
        unsigned pair = (unsigned)(unsigned char)bytes.at[at] << 8;
        if (at + 1 < bytes.len)
            pair |= (unsigned char)bytes.at[at + 1];
        text[i] = letters[pair >> (11 - bit % 8) & 31];
    }
    return str_from(text, len);
}

Str base64_encode(Arena *arena, Str bytes)
{
    size_t len = (bytes.len + 2) / 3 * 4;
    unsigned char *text = arena_alloc(arena, len + 1, 1);
    EVP_EncodeBlock(text, bytes_of(bytes), (int)bytes.len);
    return str_from(text, len);
}

bool base32_decode(Arena *arena, Str text, Str *ret)
{
    size_t len = text.len * 5 / 8, done = 0;
    char *bytes = arena_alloc(arena, len, 1);
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        char letter = text.at[i];
        if (letter >= 'A' && letter <= 'Z')
            held = held << 5 | (unsigned)(letter - 'A');
        else if (letter >= '2' && letter <= '7')
            held = held << 5 | (unsigned)(letter - '2' + 26);
        else
            return false;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes[done++] = (char)(held >> bits);
            held &= (1U << bits) - 1;
        }
    }
    /* What is left over is filling: less than one letter, and zero. */
    if (bits >= 5 || held != 0)
        return false;
    *ret = str_from(bytes, len);
    return true;
}
