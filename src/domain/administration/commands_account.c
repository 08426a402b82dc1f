/* The verbs of accounts: for the first of them, and when the last password is lost. */
#include "domain/administration/commands.h"
#include "domain/administration/seat.h"
#include "engine/access/access.h"

/* ---- account list
 * ---------------------------------------------------------------------------------- */

typedef struct ListIn {
    Str words;
    bool json;
} ListIn;
static const Field list_fields[] = {
    FIELD(ListIn, words, "账号或姓名", 0, .max_runes = 64),
    FIELD(ListIn, json, "JSON", 0),
};
static const Shape list_shape = SHAPE(ListIn, list_fields);
static const Option list_options[] = {
    {"--words", "张", "words", "账号名或姓名里的字"},
    {"--json", NULL, "json", "以 JSON 输出"},
};

typedef struct AccountsOut {
    AccountList accounts;
} AccountsOut;
static const Field accounts_fields[] = {FIELD_LIST(AccountsOut, accounts, "账号", &account_shape)};
static const Shape accounts_shape = SHAPE(AccountsOut, accounts_fields);

/* All pages. */
static bool read_all(Ctx *ctx, Str words, AccountList *ret)
{
    AccountList all = {0};
    int64_t total = 0;
    for (int64_t page = 1; page == 1 || (int64_t)all.count < total; page++) {
        AccountList some = {0};
        if (!accounts_read(ctx, &(AccountQuery){.words = words, .page = page}, &some, &total))
            return false;
        LIST_EACH (const Account, account, &some)
            *LIST_ADD(ctx->arena, &all) = *account;
        if (some.count == 0)
            break;
    }
    *ret = all;
    return true;
}

static bool run_list(Ctx *ctx, const void *input, Console *console)
{
    const ListIn *in = input;
    AccountsOut out = {0};
    if (!read_all(ctx, in->words, &out.accounts))
        return false;
    if (in->json) {
        command_json(console, &accounts_shape, &out);
        return true;
    }
    LIST_EACH (const Account, account, &out.accounts)
        buf_format(console->out, "%.*s\t%.*s\t%.*s\t%s\t%.*s\t%.*s\n", STRF(account->name),
                   STRF(account->person), STRF(account->unit), account->disabled ? "停用" : "启用",
                   STRF(command_instant(ctx->arena, account->has_seen_at, account->seen_at)),
                   STRF(account->posts));
    return true;
}

const Command command_account_list = {
    .verb = "account list",
    .arguments = "",
    .help = "列出账号：账号名、姓名、单位、状态、上次登录、岗位",
    .examples = (const char *const[]){"tongban account list --words 张", NULL},
    .options = list_options,
    .option_count = ARRAY_LEN(list_options),
    .input = &list_shape,
    .needs_db = true,
    .run = run_list,
};

/* ---- account create
 * -------------------------------------------------------------------------------- */

typedef struct CreateIn {
    Str name;
    Str person;
    Str phone;
    Str unit;
    Str role;
} CreateIn;
static const Field create_fields[] = {
    FIELD(CreateIn, name, "账号名", FIELD_REQUIRED, .max_runes = 32),
    FIELD(CreateIn, person, "姓名", FIELD_REQUIRED, .max_runes = 32),
    FIELD(CreateIn, phone, "电话", 0, .max_runes = 32),
    FIELD(CreateIn, unit, "单位", 0, .max_runes = 64),
    FIELD(CreateIn, role, "角色", 0, .max_runes = 32),
};
static const Shape create_shape = SHAPE(CreateIn, create_fields);
static const Option create_options[] = {
    {"--person", "张三", "person", "姓名"},
    {"--phone", "13800000000", "phone", "电话"},
    {"--unit", "赤岗街", "unit", "所属单位；不写则属全区"},
    {"--role", "clerk", "role", "角色的编码；从今天起在该单位有这个角色的岗位上任职，没有就设一个"},
};

#define BY_VERB STR("在本机用命令新建账号")

static bool create(Ctx *ctx, const Account *account, Str role_code, Str *ret_password)
{
    Role role;
    int64_t id = 0;
    bool has_role = !str_empty(role_code);
    if (has_role && !role_by_code(ctx, role_code, &role))
        return false;
    return account_create(ctx, account, ret_password, &id) &&
           (!has_role || seat_take(ctx, account->unit_id, &role, id, BY_VERB));
}

static bool run_create(Ctx *ctx, const void *input, Console *console)
{
    const CreateIn *in = input;
    Account account = {.name = in->name, .person = in->person, .phone = in->phone};
    const Unit *unit = NULL;
    Str password;
    if (!str_empty(in->unit) && !command_unit(ctx, in->unit, &unit))
        return false;
    account.unit_id = unit ? unit->id : 0;
    if (!db_begin(ctx))
        return false;
    if (!create(ctx, &account, in->role, &password))
        return db_rollback(ctx);
    if (!db_commit(ctx))
        return false;
    console->talk(
        console, str_format(ctx->arena, "已新建账号 %.*s，初始密码只显示这一次：", STRF(in->name)));
    buf_format(console->out, "%.*s\n", STRF(password));
    return true;
}

const Command command_account_create = {
    .verb = "account create",
    .arguments = "NAME",
    .help = "新建账号，打印只显示一次的初始密码",
    .examples = (const char *const[]){"tongban account create zhangsan --person 张三 "
                                      "--unit 赤岗街 --role clerk",
                                      NULL},
    .options = create_options,
    .option_count = ARRAY_LEN(create_options),
    .input = &create_shape,
    .needs_db = true,
    .run = run_create,
};

/* ---- account reset, account disable
 * ------------------------------------------------------------------ */

typedef struct NameIn {
    Str name;
    Str why;
    bool undo;
} NameIn;
static const Field reset_fields[] = {
    FIELD(NameIn, name, "账号名", FIELD_REQUIRED, .max_runes = 32)};
static const Shape reset_shape = SHAPE(NameIn, reset_fields);

static bool run_reset(Ctx *ctx, const void *input, Console *console)
{
    const NameIn *in = input;
    Account account;
    Str password;
    if (!account_by_name(ctx, in->name, &account) ||
        !account_reset(ctx, account.id, STR("在本机用命令重置"), &password))
        return false;
    console->talk(console, str_format(ctx->arena,
                                      "账号 %.*s 的新密码只显示这一次，登录后须修改；"
                                      "锁定和动态口令已解除，已登录的设备已退出：",
                                      STRF(in->name)));
    buf_format(console->out, "%.*s\n", STRF(password));
    return true;
}

const Command command_account_reset = {
    .verb = "account reset",
    .arguments = "NAME",
    .help = "重置密码，打印只显示一次的新密码；忘记密码、丢失动态口令时用",
    .examples = (const char *const[]){"tongban account reset admin", NULL},
    .input = &reset_shape,
    .needs_db = true,
    .run = run_reset,
};

static const Field disable_fields[] = {
    FIELD(NameIn, name, "账号名", FIELD_REQUIRED, .max_runes = 32),
    FIELD(NameIn, why, "原因", FIELD_REQUIRED, .max_runes = 500),
    FIELD(NameIn, undo, "重新启用", 0),
};
static const Shape disable_shape = SHAPE(NameIn, disable_fields);
static const Option disable_options[] = {
    {"--why", "调离", "why", "原因，记入操作记录"},
    {"--undo", NULL, "undo", "重新启用"},
};

static bool run_disable(Ctx *ctx, const void *input, Console *console)
{
    const NameIn *in = input;
    Account account;
    if (!account_by_name(ctx, in->name, &account) ||
        !account_disable(ctx, account.id, !in->undo, in->why))
        return false;
    buf_format(console->out, "%s账号 %.*s\n", in->undo ? "已启用" : "已停用", STRF(in->name));
    return true;
}

const Command command_account_disable = {
    .verb = "account disable",
    .arguments = "NAME",
    .help = "停用账号：登录和令牌随即失效",
    .examples = (const char *const[]){"tongban account disable zhangsan --why 调离", NULL},
    .options = disable_options,
    .option_count = ARRAY_LEN(disable_options),
    .input = &disable_shape,
    .needs_db = true,
    .run = run_disable,
};
