/* The text of a signed head: what is taken for one is written back byte for byte. */
#include "engine/access/audit_head.h"
#include "fuzz.h"
#include "port/crypto.h"

static void check_parsed(Ctx *ctx, Str input)
{
    AuditHead head;
    Str covered, signature, back, digest;
    if (!audit_head_parse(ctx->arena, input, &head, &covered, &signature))
        return;
    FUZZ_ASSERT(head.count >= 0);
    FUZZ_ASSERT(hex_decode(ctx->arena, head.hash, &digest) && digest.len == SM3_BYTES);
    FUZZ_ASSERT(str_starts(input, covered));
    Str hex = hex_encode(ctx->arena, signature);
    back = str_format(ctx->arena, "%.*ssig   %.*s\n", STRF(covered), STRF(hex));
    FUZZ_ASSERT(str_starts(input, back));
    Str rest = str_after(input, back.len);
    FUZZ_ASSERT(str_empty(str_trim(rest)));
}

/* As it is; and, because hardly any input has the one length, cut or filled up to it. */
static void try_head(Ctx *ctx, Str input)
{
    check_parsed(ctx, input);
    char sector[AUDIT_HEAD_BYTES];
    memset(sector, '\n', sizeof sector);
    if (input.len)
        memcpy(sector, input.at, input.len < sizeof sector ? input.len : sizeof sector);
    check_parsed(ctx, str_from(sector, sizeof sector));
}

FUZZ(try_head)
