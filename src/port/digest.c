#include "port/digest.h"

#include <openssl/evp.h>

bool digest_sha256_hex(Ctx *ctx, Str bytes, Str *ret)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (EVP_Digest(bytes.len ? bytes.at : "", bytes.len, digest, &len, EVP_sha256(), NULL) != 1)
        return fail(ctx, FAIL_SYSTEM, "无法计算 SHA-256 摘要");
    char *hex = arena_alloc(ctx->arena, (size_t)len * 2, 1);
    for (size_t i = 0; i < len; i++) {
        hex[i * 2] = digits[digest[i] >> 4];
        hex[i * 2 + 1] = digits[digest[i] & 15];
    }
    *ret = str_from(hex, (size_t)len * 2);
    return true;
}
