/*
 * secret.h - password hashes (Argon2id, RFC 9106), random numbers, comparison without telling,
 * through libsodium.
 */
#ifndef TONGBAN_PORT_SECRET_H
#define TONGBAN_PORT_SECRET_H

#include "base/fail.h"

/* "$argon2id$v=19$m=19456,t=2,p=1$..."; the parameters are in the text. Takes tens of milliseconds
 * and `memory_kib` of memory. */
must_use bool secret_hash(Ctx *ctx, Str password, int64_t memory_kib, int64_t passes, Str *ret);
/* Whether the password has this hash; false for a text that is no hash. As slow as secret_hash. */
bool secret_fits(Arena *arena, Str password, Str hash);
/* Whether the hash was made with other parameters: make it anew at the next sign-in. */
bool secret_is_dated(Arena *arena, Str hash, int64_t memory_kib, int64_t passes);

/* Random bytes of the kernel. */
Str secret_random(Arena *arena, size_t bytes);
/* Of 62 letters and digits without look-alikes (0 O 1 l I); `len` characters. */
Str secret_random_text(Arena *arena, size_t len);
/* URL-safe Base64 without padding of so many random bytes. */
Str secret_random_token(Arena *arena, size_t bytes);
/* Equal in length and content, in time that tells nothing of the content. */
bool secret_equal(Str a, Str b);
/* Overwrites; the compiler cannot leave it out. */
void secret_wipe(Str text);

#endif
