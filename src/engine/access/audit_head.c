/* The head as a file: its text, and whose signature it bears. */
#include "engine/access/audit_head.h"

#include "engine/access/audit_sealer.h"
#include "port/crypto.h"
#include "port/files.h"

#define FIRST_LINE "tongban-audit-head 1"

/* ---- text ----------------------------------------------------------------------------------- */

Str audit_head_covered(Arena *arena, const AuditHead *head)
{
    Buf text = buf_create(arena, AUDIT_HEAD_BYTES);
    buf_format(&text, FIRST_LINE "\ncount %lld\nhash  %.*s\nat    ", (long long)head->count,
               STRF(head->hash));
    instant_print(&text, head->at);
    buf_add_byte(&text, '\n');
    return buf_str(&text);
}

Str audit_head_text(Arena *arena, Str covered, Str signature)
{
    Buf text = buf_create(arena, AUDIT_HEAD_BYTES);
    buf_format(&text, "%.*ssig   %.*s\n", STRF(covered), STRF(hex_encode(arena, signature)));
    while (buf_ok(&text) && text.len < AUDIT_HEAD_BYTES)
        buf_add_byte(&text, '\n');
    return buf_str(&text);
}

/* The rest of the next line, which must begin with `word`. */
static bool take_line(Str *rest, Str word, Str *ret)
{
    Str line;
    if (!str_split(rest, '\n', &line) || !str_starts(line, word))
        return false;
    *ret = str_after(line, word.len);
    return true;
}

bool audit_head_parse(Arena *arena, Str text, AuditHead *ret, Str *ret_covered, Str *ret_signature)
{
    AuditHead head = {0};
    Str rest = text, nothing, count, at, hex, signature, digest;
    if (text.len != AUDIT_HEAD_BYTES || !take_line(&rest, STR(FIRST_LINE), &nothing) ||
        !take_line(&rest, STR("count "), &count) || !take_line(&rest, STR("hash  "), &head.hash) ||
        !take_line(&rest, STR("at    "), &at) || !take_line(&rest, STR("sig   "), &hex))
        return false;
    if (!str_to_int(count, &head.count) || head.count < 0 ||
        !hex_decode(arena, head.hash, &digest) || digest.len != SM3_BYTES ||
        !instant_parse(at, &head.at) || !hex_decode(arena, hex, &signature))
        return false;
    /* There is one way to write a head, and no room for anything else in it. */
    Str covered = audit_head_covered(arena, &head);
    if (!str_equal(audit_head_text(arena, covered, signature), text))
        return false;
    *ret = head;
    *ret_covered = covered;
    *ret_signature = signature;
    return true;
}

/* ---- reading -------------------------------------------------------------------------------- */

bool audit_head_check(Ctx *ctx, const SigningKey *key, Str path, Str text, AuditHead *ret)
{
    AuditHead head;
    Str covered, signature;
    if (!audit_head_parse(ctx->arena, text, &head, &covered, &signature)) {
        fail(ctx, FAIL_INVALID, "「%.*s」不是审计链头", STRF(path));
        return fail_hint(ctx, "链头是五行文字，首行是 " FIRST_LINE "；可能被改过或没有写完");
    }
    bool holds = false;
    if (!crypto_sm2_verify(ctx, key, covered, signature, &holds))
        return false;
    if (!holds) {
        fail(ctx, FAIL_INVALID, "审计链头「%.*s」的签名不符", STRF(path));
        return fail_hint(ctx, "链头被改过，或不是用这把密钥签的；用另存的每日链头再核对一次");
    }
    *ret = head;
    return true;
}

bool audit_head_read(Ctx *ctx, const AuditSealer *sealer, Str path, Str key, AuditHead *ret)
{
    const SigningKey *verifying = NULL;
    SigningKey *given = NULL;
    if (!str_empty(key) && !signing_key_open(ctx, key, &given))
        return fail_while(ctx, "读取核验链头的公钥");
    if (!given && !sealer)
        return fail(ctx, FAIL_MISSING, "没有核验链头的公钥");
    if (str_empty(path) && !sealer)
        return fail(ctx, FAIL_USAGE, "没有指明核对哪个链头文件");
    verifying = given ? given : audit_sealer_key(sealer);
    Str from = path, text;
    if (str_empty(path) ? !audit_sealer_read(ctx, sealer, &from, &text)
                        : !file_read(ctx, from, AUDIT_HEAD_BYTES, &text))
        return false;
    return audit_head_check(ctx, verifying, from, text, ret);
}
