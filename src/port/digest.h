/*
 * digest.h - SHA-256 (GB/T 18238.3, FIPS 180-4) of bytes, as 64 lower-case hexadecimal digits.
 */
#ifndef TONGBAN_PORT_DIGEST_H
#define TONGBAN_PORT_DIGEST_H

#include "base/fail.h"

/* FAIL_SYSTEM when the library cannot compute it (e.g. forbidden by its configuration). */
must_use bool digest_sha256_hex(Ctx *ctx, Str bytes, Str *ret);

#endif
