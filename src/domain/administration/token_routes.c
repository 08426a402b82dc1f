/* Tokens for programs: what they may do, until when, when they were used last. */
#include "domain/administration/routes.h"
#include "engine/access/access.h"

#define TOKENS "access.tokens"

typedef struct TokensOut {
    TokenList tokens;
} TokensOut;
static const Field tokens_fields[] = {FIELD_LIST(TokensOut, tokens, "令牌", &token_shape)};
static const Shape tokens_shape = SHAPE(TokensOut, tokens_fields);

static bool get_tokens(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return tokens_read(ctx, /* account_id= */ 0, &((TokensOut *)out)->tokens);
}

static const Field request_fields[] = {
    FIELD(TokenRequest, account, "账号", FIELD_REQUIRED, .max_runes = 64),
    FIELD(TokenRequest, name, "用途", FIELD_REQUIRED, .max_runes = 64),
    FIELD(TokenRequest, scope, "范围", FIELD_REQUIRED, .max_runes = 500),
    FIELD(TokenRequest, unit, "单位", 0, .max_runes = 64),
    FIELD_MAYBE(TokenRequest, expires, "到期", 0),
};
static const Shape request_shape = SHAPE(TokenRequest, request_fields);

typedef struct TokenOut {
    Str token; /* given once */
    int64_t id;
    Instant expires_at;
} TokenOut;
static const Field token_out_fields[] = {
    FIELD(TokenOut, token, "令牌", 0),
    FIELD(TokenOut, id, "编号", 0),
    FIELD(TokenOut, expires_at, "到期", 0),
};
static const Shape token_out_shape = SHAPE(TokenOut, token_out_fields);

static bool post_token(Ctx *ctx, const void *input, void *output)
{
    TokenOut *out = output;
    Token token;
    if (!token_create(ctx, input, &out->token, &token))
        return false;
    out->id = token.id;
    out->expires_at = token.expires_at;
    return true;
}

static bool post_revoke(Ctx *ctx, const void *input, void *out)
{
    const IdWhyIn *in = input;
    (void)out;
    return token_revoke(ctx, in->id, in->why);
}

const Route token_routes[] = {
    VIEW("/api/access/tokens", TOKENS, NULL, &tokens_shape, get_tokens, "接口令牌"),
    MOVE("/api/access/tokens", TOKENS, &request_shape, &token_out_shape, post_token,
         "新建令牌，只显示一次"),
    MOVE("/api/access/tokens/{id}/revoke", TOKENS, &id_why_shape, NULL, post_revoke, "吊销令牌"),
    {.path = NULL},
};
