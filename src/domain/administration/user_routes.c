/* Accounts of others: found, made, changed, disabled, given a new password; their devices, leave,
 * and the reveal of a personal field. The engine narrows everything to ctx->scope. */
#include "domain/administration/routes.h"
#include "engine/access/access.h"

#define USERS "access.users"

/* ---- the list -----------------------------------------------------------------------------------
 */

typedef struct UsersIn {
    Str words;
    int64_t unit;
    Str state;
    Str sort;
    int64_t page;
} UsersIn;
static const Field users_in_fields[] = {
    FIELD(UsersIn, words, "账号或姓名", 0, .max_runes = 64),
    FIELD(UsersIn, unit, "单位", 0),
    FIELD(UsersIn, state, "状态", 0, .max_runes = 16),
    FIELD(UsersIn, sort, "排序", 0, .max_runes = 32),
    FIELD(UsersIn, page, "页", 0),
};
static const Shape users_in_shape = SHAPE(UsersIn, users_in_fields);

typedef struct UsersOut {
    AccountList users;
    int64_t total;
    int64_t page;
    int64_t page_rows;
} UsersOut;
static const Field users_fields[] = {
    FIELD_LIST(UsersOut, users, "账号", &account_shape),
    FIELD(UsersOut, total, "总数", 0),
    FIELD(UsersOut, page, "页", 0),
    FIELD(UsersOut, page_rows, "每页", 0),
};
static const Shape users_shape = SHAPE(UsersOut, users_fields);

static bool get_users(Ctx *ctx, const void *input, void *output)
{
    const UsersIn *in = input;
    UsersOut *out = output;
    AccountQuery query = {.words = in->words,
                          .unit_id = in->unit,
                          .state = in->state,
                          .sort = in->sort,
                          .page = in->page > 0 ? in->page : 1};
    out->page = query.page;
    out->page_rows = ACCOUNT_PAGE_ROWS;
    return accounts_read(ctx, &query, &out->users, &out->total);
}

static bool get_user(Ctx *ctx, const void *input, void *out)
{
    return account_read(ctx, ((const IdIn *)input)->id, out);
}

/* ---- making and changing
 * ------------------------------------------------------------------------- */

typedef struct UserIn {
    int64_t id;
    Str name;
    bool has_person;
    Str person;
    bool has_phone;
    Str phone;
    int64_t unit_id;
    Str why;
} UserIn;
static const Field create_fields[] = {
    FIELD(UserIn, name, "账号名", FIELD_REQUIRED, .max_runes = 32),
    FIELD(UserIn, person, "姓名", FIELD_REQUIRED, .max_runes = 32),
    FIELD(UserIn, phone, "电话", 0, .max_runes = 32),
    FIELD(UserIn, unit_id, "单位", 0),
};
static const Shape create_shape = SHAPE(UserIn, create_fields);
/* Who does not see a field in full leaves it out, and it stays as it is. */
static const Field change_fields[] = {
    FIELD(UserIn, id, "编号", FIELD_REQUIRED),
    FIELD_MAYBE(UserIn, person, "姓名", 0, .max_runes = 32),
    FIELD_MAYBE(UserIn, phone, "电话", 0, .max_runes = 32),
    FIELD(UserIn, unit_id, "单位", 0),
    FIELD(UserIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape change_shape = SHAPE(UserIn, change_fields);

typedef struct MadeOut {
    int64_t id;
    Str password;
} MadeOut;
static const Field made_fields[] = {
    FIELD(MadeOut, id, "编号", 0),
    FIELD(MadeOut, password, "初始密码", 0),
};
static const Shape made_shape = SHAPE(MadeOut, made_fields);
static const Field password_fields[] = {FIELD(MadeOut, password, "新密码", 0)};
static const Shape password_shape = SHAPE(MadeOut, password_fields);

static bool post_user(Ctx *ctx, const void *input, void *output)
{
    const UserIn *in = input;
    MadeOut *out = output;
    Account account = {
        .name = in->name, .person = in->person, .phone = in->phone, .unit_id = in->unit_id};
    return account_create(ctx, &account, &out->password, &out->id);
}

static bool post_user_change(Ctx *ctx, const void *input, void *out)
{
    const UserIn *in = input;
    Account account;
    (void)out;
    if (!account_read(ctx, in->id, &account))
        return false;
    if (in->has_person)
        account.person = in->person;
    if (in->has_phone)
        account.phone = in->phone;
    account.unit_id = in->unit_id;
    return account_change(ctx, &account, in->why);
}

typedef struct DisableIn {
    int64_t id;
    bool disabled;
    Str why;
} DisableIn;
static const Field disable_fields[] = {
    FIELD(DisableIn, id, "编号", FIELD_REQUIRED),
    FIELD(DisableIn, disabled, "停用", FIELD_REQUIRED),
    FIELD(DisableIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape disable_shape = SHAPE(DisableIn, disable_fields);

static bool post_disable(Ctx *ctx, const void *input, void *out)
{
    const DisableIn *in = input;
    (void)out;
    return account_disable(ctx, in->id, in->disabled, in->why);
}

static bool post_reset(Ctx *ctx, const void *input, void *output)
{
    const IdWhyIn *in = input;
    MadeOut *out = output;
    return account_reset(ctx, in->id, in->why, &out->password);
}

/* ---- a personal field in full
 * ---------------------------------------------------------------------- */

typedef struct RevealIn {
    int64_t id;
    Str field;
    Str reason;
} RevealIn;
static const Field reveal_fields[] = {
    FIELD(RevealIn, id, "编号", FIELD_REQUIRED),
    FIELD(RevealIn, field, "字段", FIELD_REQUIRED, .max_runes = 32),
    FIELD(RevealIn, reason, "理由", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape reveal_shape = SHAPE(RevealIn, reveal_fields);

typedef struct TextOut {
    Str text;
} TextOut;
static const Field text_fields[] = {FIELD(TextOut, text, "内容", 0)};
static const Shape text_out_shape = SHAPE(TextOut, text_fields);

static bool post_reveal(Ctx *ctx, const void *input, void *out)
{
    const RevealIn *in = input;
    return account_reveal(ctx, in->id, in->field, in->reason, &((TextOut *)out)->text);
}

/* ---- devices and leave
 * ------------------------------------------------------------------------------ */

typedef struct DevicesOut {
    DeviceList devices;
} DevicesOut;
static const Field devices_fields[] = {FIELD_LIST(DevicesOut, devices, "设备", &device_shape)};
static const Shape devices_shape = SHAPE(DevicesOut, devices_fields);

static bool get_devices(Ctx *ctx, const void *input, void *out)
{
    const IdIn *in = input;
    Account account;
    return account_read(ctx, in->id, &account) &&
           devices_read(ctx, in->id, &((DevicesOut *)out)->devices);
}

static bool delete_device(Ctx *ctx, const void *input, void *out)
{
    const IdIn *in = input;
    (void)out;
    return device_end(ctx, in->id);
}

typedef struct LeaveIn {
    int64_t id;
    int64_t deputy_id;
    Date since;
    Date until;
    Str why;
} LeaveIn;
static const Field leave_fields[] = {
    FIELD(LeaveIn, id, "编号", FIELD_REQUIRED),
    FIELD(LeaveIn, deputy_id, "代办人", FIELD_REQUIRED),
    FIELD(LeaveIn, since, "起", FIELD_REQUIRED),
    FIELD(LeaveIn, until, "止", FIELD_REQUIRED),
    FIELD(LeaveIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape leave_shape = SHAPE(LeaveIn, leave_fields);

static bool post_leave(Ctx *ctx, const void *input, void *out)
{
    const LeaveIn *in = input;
    (void)out;
    return post_delegate(ctx, in->id, in->deputy_id, in->since, in->until, in->why);
}

/* What costs an Argon2id waits in the lane of sign-ins. */
#define COSTLY(path_, input_, output_, handle_, help_)                                             \
    {                                                                                              \
        .method = METHOD_POST, .path = (path_), .permission = USERS, .lane = LANE_SIGN_IN,         \
        .input = (input_), .output = (output_), .handle = (handle_), .help = (help_)               \
    }

const Route user_routes[] = {
    VIEW("/api/access/users", USERS, &users_in_shape, &users_shape, get_users, "账号"),
    COSTLY("/api/access/users", &create_shape, &made_shape, post_user,
           "新建账号，给出只显示一次的初始密码"),
    VIEW("/api/access/users/{id}", USERS, &id_shape, &account_shape, get_user, "一个账号"),
    MOVE("/api/access/users/{id}", USERS, &change_shape, NULL, post_user_change,
         "修改账号的姓名、电话、单位"),
    MOVE("/api/access/users/{id}/disable", USERS, &disable_shape, NULL, post_disable,
         "停用或启用账号"),
    COSTLY("/api/access/users/{id}/reset", &id_why_shape, &password_shape, post_reset,
           "重置密码，给出只显示一次的新密码"),
    MOVE("/api/access/users/{id}/reveal", "access.reveal", &reveal_shape, &text_out_shape,
         post_reveal, "查看一个个人信息字段的全文，须写理由"),
    VIEW("/api/access/users/{id}/devices", "access.sessions", &id_shape, &devices_shape,
         get_devices, "账号登录着的设备"),
    DROP("/api/access/devices/{id}", "access.sessions", &id_shape, delete_device, "让一台设备退出"),
    MOVE("/api/access/users/{id}/leave", "access.posts", &leave_shape, NULL, post_leave,
         "给账号登记请假：岗位由代办人代办"),
    {.path = NULL},
};
