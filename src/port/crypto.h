/*
 * crypto.h - the Chinese commercial ciphers (国密) through OpenSSL 3: SM3 (GB/T 32905), SM2
 * signatures (GB/T 32918), SM4 (GB/T 32907); HMAC-SHA-1 for one-time codes (RFC 4226),
 * HMAC-SHA-256 for what others verify.
 *
 * Debian's OpenSSL has no SM4-GCM: a secret is sealed with SM4-CTR and HMAC-SM3, encrypt-then-MAC,
 * under keys derived from one data key. FAIL_SYSTEM when the library refuses.
 */
#ifndef TONGBAN_PORT_CRYPTO_H
#define TONGBAN_PORT_CRYPTO_H

#include "base/fail.h"

#define SM3_BYTES 32
#define SHA256_BYTES 32
#define DATA_KEY_BYTES 32

/* 64 lower-case hexadecimal digits of the parts one after the other. */
must_use bool crypto_sm3_hex(Ctx *ctx, const Str *parts, size_t count, Str *ret);
must_use bool crypto_hmac_sm3(Ctx *ctx, Str key, Str text, unsigned char ret[SM3_BYTES]);
must_use bool crypto_hmac_sha256(Ctx *ctx, Str key, Str text, unsigned char ret[SHA256_BYTES]);
must_use bool crypto_hmac_sha1(Ctx *ctx, Str key, Str text, unsigned char ret[20]);

/* Bytes to bytes; what was altered does not open (FAIL_INVALID). */
must_use bool crypto_seal(Ctx *ctx, Str key, Str plain, Str *ret);
must_use bool crypto_open(Ctx *ctx, Str key, Str sealed, Str *ret);

/* A pair of SM2 keys, as PEM. */
must_use bool crypto_sm2_make(Ctx *ctx, Str *ret_private, Str *ret_public);

typedef struct SigningKey SigningKey;
/* From a private PEM (to sign) or a public one (to verify); freed with ctx->arena. */
must_use bool signing_key_open(Ctx *ctx, Str pem, SigningKey **ret);
/* SM3 with the default identity 1234567812345678 (GB/T 35276), DER. One key may be used by several
 * threads, each with a Ctx of its own. */
must_use bool crypto_sm2_sign(Ctx *ctx, const SigningKey *key, Str text, Str *ret);
/* *ret_holds false: the signature is not of this text and key. */
must_use bool crypto_sm2_verify(Ctx *ctx, const SigningKey *key, Str text, Str signature,
                                bool *ret_holds);

/* Hexadecimal (lower case) and Base32 (RFC 4648, without padding), both ways; false when malformed.
 */
Str hex_encode(Arena *arena, Str bytes);
must_use bool hex_decode(Arena *arena, Str text, Str *ret);
Str base32_encode(Arena *arena, Str bytes);
must_use bool base32_decode(Arena *arena, Str text, Str *ret);

/* With padding, in one line; at most 1 GiB. */
Str base64_encode(Arena *arena, Str bytes);

#endif
