/* The verbs of tokens: a token alone on stdout, so that a script can take it. */
#include "domain/administration/commands.h"
#include "engine/access/access.h"
#include "port/clock.h"

static const Field create_fields[] = {
    {.name = "user",
     .label = "账号",
     .offset = offsetof(TokenRequest, account),
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .max_runes = 64},
    FIELD(TokenRequest, scope, "范围", FIELD_REQUIRED, .max_runes = 500),
    FIELD(TokenRequest, unit, "单位", 0, .max_runes = 64),
    FIELD(TokenRequest, name, "用途", 0, .max_runes = 64),
    FIELD_MAYBE(TokenRequest, expires, "到期", 0),
};
static const Shape create_shape = SHAPE(TokenRequest, create_fields);
static const Option create_options[] = {
    {"--user", "zhangsan", "user", "账号名；令牌能做的不超过它的岗位"},
    {"--scope", "assessment.read", "scope",
     "权限编码，逗号分隔；模块名是整个模块，all 是岗位的全部"},
    {"--unit", "赤岗街", "unit", "用哪个单位的岗位；只有一个岗位时不必写"},
    {"--name", "热线系统", "name", "用途"},
    {"--expires", "2027-06-30", "expires", "最后一天；不写则取最长期限"},
};

static bool run_create(Ctx *ctx, const void *input, Console *console)
{
    TokenRequest request = *(const TokenRequest *)input;
    Str secret;
    Token token;
    if (str_empty(request.name))
        request.name = STR("命令行");
    if (!token_create(ctx, &request, &secret, &token))
        return false;
    console->talk(console, str_format(ctx->arena,
                                      "令牌 %lld：账号 %.*s，岗位在 %.*s，到期 %.*s；只显示这一次",
                                      (long long)token.id, STRF(token.account),
                                      STRF(str_empty(token.unit) ? STR("全区") : token.unit),
                                      STRF(command_instant(ctx->arena, true, token.expires_at))));
    buf_format(console->out, "%.*s\n", STRF(secret));
    return true;
}

const Command command_token_create = {
    .verb = "token create",
    .arguments = "",
    .help = "新建接口令牌，打印只显示一次的令牌",
    .details = "请求时写在头里：Authorization: Bearer 令牌。",
    .examples = (const char *const[]){"tongban token create --user zhangsan --scope hotline "
                                      "--unit 赤岗街 --name 热线系统",
                                      "tongban token create --user zhangsan --scope "
                                      "assessment.read --expires 2027-06-30",
                                      NULL},
    .options = create_options,
    .option_count = ARRAY_LEN(create_options),
    .input = &create_shape,
    .needs_db = true,
    .run = run_create,
};

/* ---- token list
 * -------------------------------------------------------------------------------------- */

typedef struct ListIn {
    bool json;
} ListIn;
static const Field list_fields[] = {FIELD(ListIn, json, "JSON", 0)};
static const Shape list_shape = SHAPE(ListIn, list_fields);
static const Option list_options[] = {{"--json", NULL, "json", "以 JSON 输出"}};

typedef struct TokensOut {
    TokenList tokens;
} TokensOut;
static const Field tokens_fields[] = {FIELD_LIST(TokensOut, tokens, "令牌", &token_shape)};
static const Shape tokens_shape = SHAPE(TokensOut, tokens_fields);

static const char *state_of(Ctx *ctx, const Token *token)
{
    if (token->revoked)
        return "已吊销";
    return token->expires_at.ms <= clock_now(ctx).ms ? "已到期" : "有效";
}

static bool run_list(Ctx *ctx, const void *input, Console *console)
{
    const ListIn *in = input;
    TokensOut out = {0};
    if (!tokens_read(ctx, /* account_id= */ 0, &out.tokens))
        return false;
    if (in->json) {
        command_json(console, &tokens_shape, &out);
        return true;
    }
    LIST_EACH (const Token, token, &out.tokens)
        buf_format(console->out, "%lld\t%.*s\t%.*s\t%.*s\t%.*s\t%s\t到期 %.*s\t上次使用 %.*s\n",
                   (long long)token->id, STRF(token->account), STRF(token->unit), STRF(token->name),
                   STRF(token->scope), state_of(ctx, token),
                   STRF(command_instant(ctx->arena, true, token->expires_at)),
                   STRF(command_instant(ctx->arena, token->has_used_at, token->used_at)));
    return true;
}

const Command command_token_list = {
    .verb = "token list",
    .arguments = "",
    .help = "列出接口令牌：编号、账号、单位、用途、范围、状态、到期、上次使用",
    .examples = (const char *const[]){"tongban token list", NULL},
    .options = list_options,
    .option_count = ARRAY_LEN(list_options),
    .input = &list_shape,
    .needs_db = true,
    .run = run_list,
};

/* ---- token revoke
 * -------------------------------------------------------------------------------------- */

typedef struct RevokeIn {
    int64_t id;
    Str why;
} RevokeIn;
static const Field revoke_fields[] = {
    FIELD(RevokeIn, id, "编号", FIELD_REQUIRED),
    FIELD(RevokeIn, why, "原因", 0, .max_runes = 500),
};
static const Shape revoke_shape = SHAPE(RevokeIn, revoke_fields);
static const Option revoke_options[] = {{"--why", "换系统", "why", "原因，记入操作记录"}};

static bool run_revoke(Ctx *ctx, const void *input, Console *console)
{
    const RevokeIn *in = input;
    Str why = str_empty(in->why) ? STR("在本机用命令吊销") : in->why;
    if (!token_revoke(ctx, in->id, why))
        return false;
    buf_format(console->out, "已吊销令牌 %lld\n", (long long)in->id);
    return true;
}

const Command command_token_revoke = {
    .verb = "token revoke",
    .arguments = "ID",
    .help = "吊销接口令牌，随即失效",
    .examples = (const char *const[]){"tongban token revoke 3 --why 换系统", NULL},
    .options = revoke_options,
    .option_count = ARRAY_LEN(revoke_options),
    .input = &revoke_shape,
    .needs_db = true,
    .run = run_revoke,
};
