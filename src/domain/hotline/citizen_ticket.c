/* Tickets: "ORDER.UNTIL.MARK", the mark an HMAC-SM3 of the rest under the house's key. */
#include "domain/hotline/citizen.h"

#include "engine/access/access.h"
#include "port/clock.h"
#include "port/crypto.h"
#include "port/secret.h"

#define MARK_BYTES 16
#define TICKET_BYTES_MAX 100

bool citizen_mark(Ctx *ctx, const char *purpose, Str text, Str *ret)
{
    unsigned char mac[SM3_BYTES];
    Str body = str_format(ctx->arena, "%s|%.*s", purpose, STRF(text));
    if (!ctx->access || !crypto_hmac_sm3(ctx, ctx->access->data_key, body, mac))
        return ctx->access ? false : fail(ctx, FAIL_MISSING, "没有数据密钥");
    *ret = hex_encode(ctx->arena, str_from(mac, MARK_BYTES));
    return true;
}

static bool mark_of(Ctx *ctx, Str body, Str *ret)
{
    return citizen_mark(ctx, "hotline-citizen", body, ret);
}

bool citizen_ticket(Ctx *ctx, int64_t order_id, Instant until, Str *ret)
{
    Str body = str_format(ctx->arena, "%lld.%lld", (long long)order_id, (long long)until.ms);
    Str mark;
    if (!mark_of(ctx, body, &mark))
        return false;
    *ret = str_format(ctx->arena, "%.*s.%.*s", STRF(body), STRF(mark));
    return true;
}

bool citizen_ticket_read(Ctx *ctx, Str ticket, int64_t *ret_order_id)
{
    size_t end = str_find_last_byte(ticket, '.');
    Str body = end == STR_NONE ? (Str){0} : str_slice(ticket, 0, end);
    size_t dot = str_find_byte(body, '.');
    int64_t order_id, until;
    Str mark;
    if (ticket.len > TICKET_BYTES_MAX || dot == STR_NONE ||
        !str_to_int(str_slice(body, 0, dot), &order_id) ||
        !str_to_int(str_after(body, dot + 1), &until))
        return fail(ctx, FAIL_INVALID, "凭据不对");
    if (!mark_of(ctx, body, &mark))
        return false;
    if (!secret_equal(mark, str_after(ticket, end + 1)))
        return fail(ctx, FAIL_INVALID, "凭据不对");
    if (until <= clock_now(ctx).ms) {
        fail(ctx, FAIL_STATE, "页面打开得太久，已经失效");
        return fail_hint(ctx, "用工单号和电话后四位再查一次，就可以继续");
    }
    *ret_order_id = order_id;
    return true;
}
