#include "port/secret.h"

#include <sodium.h>

/* Idempotent and safe among threads; it fails only where the kernel has no random numbers. */
static void start(void)
{
    if (sodium_init() < 0)
        BUG("libsodium cannot start: the kernel gives no random numbers");
}

/* ---- passwords --------------------------------------------------------------------------- */

bool secret_hash(Ctx *ctx, Str password, int64_t memory_kib, int64_t passes, Str *ret)
{
    start();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password.len ? password.at : "", password.len,
                              (unsigned long long)passes, (size_t)memory_kib * KIB,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        fail(ctx, FAIL_SYSTEM, "无法计算密码的散列");
        fail_detail(ctx, "Argon2id，内存 %lld KiB，%lld 遍", (long long)memory_kib,
                    (long long)passes);
        return fail_hint(ctx, "检查机器的空闲内存，以及密码策略里的内存和遍数");
    }
    *ret = str_copy(ctx->arena, str_of(hash));
    return true;
}

bool secret_fits(Arena *arena, Str password, Str hash)
{
    start();
    if (hash.len >= crypto_pwhash_STRBYTES)
        return false;
    return crypto_pwhash_str_verify(str_to_c(arena, hash), password.len ? password.at : "",
                                    password.len) == 0;
}

bool secret_is_dated(Arena *arena, Str hash, int64_t memory_kib, int64_t passes)
{
    start();
    return crypto_pwhash_str_needs_rehash(str_to_c(arena, hash), (unsigned long long)passes,
                                          (size_t)memory_kib * KIB) != 0;
}

/* ---- random numbers ---------------------------------------------------------------------- */

Str secret_random(Arena *arena, size_t bytes)
{
    start();
    char *random = arena_alloc(arena, bytes, 1);
    randombytes_buf(random, bytes);
    return str_from(random, bytes);
}

Str secret_random_text(Arena *arena, size_t len)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    start();
    char *text = arena_alloc(arena, len, 1);
    for (size_t i = 0; i < len; i++)
        text[i] = letters[randombytes_uniform((uint32_t)strlen(letters))];
    return str_from(text, len);
}

Str secret_random_token(Arena *arena, size_t bytes)
{
    Str random = secret_random(arena, bytes);
    size_t size = sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(arena, size, 1);
    sodium_bin2base64(text, size, (const unsigned char *)random.at, bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    secret_wipe(random);
    return str_of(text);
}

/* ---- handling ---------------------------------------------------------------------------- */

bool secret_equal(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || sodium_memcmp(a.at, b.at, a.len) == 0);
}

void secret_wipe(Str text)
{
    if (text.len)
        sodium_memzero((void *)(uintptr_t)text.at, text.len);
}
