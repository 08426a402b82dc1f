#include "engine/access/account.h"

#include "base/utf8.h"
#include "engine/access/guard.h"
#include "port/fold.h"
#include "sql_ids.h"

#define PAGES_MAX 100000

static const Field account_fields[] = {
    FIELD(Account, id, "编号", 0),
    FIELD(Account, name, "用户名", FIELD_REQUIRED, .max_runes = 32),
    FIELD(Account, person, "姓名", FIELD_REQUIRED, .max_runes = 32, .mask = MASK_NAME),
    FIELD(Account, phone, "电话", 0, .max_runes = 20, .mask = MASK_PHONE),
    FIELD(Account, unit_id, "单位编号", 0),
    FIELD(Account, unit, "单位", 0),
    FIELD(Account, disabled, "停用", 0),
    FIELD(Account, password_due, "须改密码", 0),
    FIELD(Account, second_factor, "动态口令", 0),
    FIELD(Account, made_at, "建立于", 0),
    FIELD_MAYBE(Account, seen_at, "最近登录", 0),
    FIELD(Account, posts, "岗位", 0),
};
const Shape account_shape = SHAPE(Account, account_fields);

/* ---- posts in force -------------------------------------------------------------------------- */

typedef struct PostTitle {
    Str unit;
    Str title;
} PostTitle;
LIST_OF(PostTitle, PostTitleList);
static const Field title_fields[] = {
    FIELD(PostTitle, unit, "单位", FIELD_REQUIRED),
    FIELD(PostTitle, title, "岗位", FIELD_REQUIRED),
};
static const Shape title_shape = SHAPE(PostTitle, title_fields);

#define POSTS_BYTES_MAX (16 * KIB)

/* Those that may be seen. */
static bool name_posts(Ctx *ctx, Account *account)
{
    PostTitleList titles = {0};
    if (!db_all(ctx, SQL_ACCOUNT_POST_TITLES,
                BINDS({"account_id", bind(account->id)}, {"day", bind(guard_today(ctx))}),
                &title_shape, &titles))
        return false;
    Buf text = buf_create(ctx->arena, POSTS_BYTES_MAX);
    LIST_EACH (const PostTitle, title, &titles)
        buf_format(&text, "%s%.*s%.*s", text.len ? "、" : "", STRF(title->unit),
                   STRF(title->title));
    account->posts = buf_str(&text);
    return true;
}

/* ---- one ------------------------------------------------------------------------------------- */

static bool read_one(Ctx *ctx, int statement, Binds binds, Account *ret, bool *ret_found)
{
    Account account;
    if (!db_one(ctx, statement, binds, &account_shape, &account, ret_found))
        return false;
    if (*ret_found && !name_posts(ctx, &account))
        return false;
    if (*ret_found)
        *ret = account;
    return true;
}

bool account_read(Ctx *ctx, int64_t id, Account *ret)
{
    bool found = false;
    if (!read_one(ctx, SQL_ACCOUNT_BY_ID, BINDS({"id", bind(id)}), ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有这个账号");
}

bool account_by_name(Ctx *ctx, Str name, Account *ret)
{
    bool found = false;
    Str folded = fold_name(ctx->arena, name);
    if (!read_one(ctx, SQL_ACCOUNT_BY_NAME, BINDS({"name", bind(folded)}), ret, &found))
        return false;
    return found || fail(ctx, FAIL_NOT_FOUND, "没有用户名为「%.*s」的账号", STRF(name));
}

/* ---- many ------------------------------------------------------------------------------------ */

static const char *const sorts[] = {"name",    "-name",    "seen_at", "-seen_at",
                                    "made_at", "-made_at", NULL};

static bool check_query(Ctx *ctx, const AccountQuery *query)
{
    if (!str_empty(query->sort) && !str_is_one_of(query->sort, sorts)) {
        fail(ctx, FAIL_INVALID, "不能按「%.*s」排序", STRF(query->sort));
        return fail_hint(ctx, "可用：name、seen_at、made_at，前加 - 倒序");
    }
    static const char *const states[] = {"enabled", "disabled", NULL};
    if (!str_empty(query->state) && !str_is_one_of(query->state, states)) {
        fail(ctx, FAIL_INVALID, "没有「%.*s」这种状态", STRF(query->state));
        return fail_hint(ctx, "可用：enabled、disabled");
    }
    if (query->page < 0 || query->page > PAGES_MAX)
        return fail(ctx, FAIL_INVALID, "页码不在 1 到 %d 之间", PAGES_MAX);
    return true;
}

/* %words%, with what means something to LIKE taken as itself. */
static Str pattern_of(Arena *arena, Str words)
{
    Str folded = str_trim(words);
    if (str_empty(folded))
        return STR("");
    Buf pattern = buf_create(arena, 16 * KIB);
    buf_add_byte(&pattern, '%');
    for (size_t i = 0; i < folded.len; i++) {
        if (folded.at[i] == '%' || folded.at[i] == '_' || folded.at[i] == '!')
            buf_add_byte(&pattern, '!');
        buf_add_byte(&pattern, folded.at[i]);
    }
    buf_add_byte(&pattern, '%');
    return buf_str(&pattern);
}

bool accounts_read(Ctx *ctx, const AccountQuery *query, AccountList *ret, int64_t *ret_total)
{
    AccountList accounts = {0};
    int64_t total = 0;
    if (!check_query(ctx, query))
        return false;
    Str sort = str_empty(query->sort) ? STR("name") : query->sort;
    Str pattern = pattern_of(ctx->arena, query->words);
    /* Who sees names masked cannot guess them by searching. */
    bool persons = ctx->actor && (ctx->actor->sees & (1U << MASK_NAME));
    int disabled = str_empty(query->state) ? -1 : str_equal_c(query->state, "disabled");
    int64_t from = query->page > 1 ? (query->page - 1) * ACCOUNT_PAGE_ROWS : 0;
    if (!db_number(ctx, SQL_ACCOUNT_COUNT,
                   BINDS({"unit_id", bind(query->unit_id)}, {"disabled", bind(disabled)},
                         {"pattern", bind(pattern)}, {"persons", bind(persons)}),
                   &total) ||
        !db_all(ctx, SQL_ACCOUNT_PAGE,
                BINDS({"unit_id", bind(query->unit_id)}, {"disabled", bind(disabled)},
                      {"pattern", bind(pattern)}, {"persons", bind(persons)}, {"sort", bind(sort)},
                      {"rows", bind(ACCOUNT_PAGE_ROWS)}, {"from", bind(from)}),
                &account_shape, &accounts))
        return fail_while(ctx, "读取账号");
    LIST_EACH (Account, account, &accounts)
        if (!name_posts(ctx, account))
            return false;
    *ret = accounts;
    *ret_total = total;
    return true;
}
