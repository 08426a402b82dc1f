/* One's own account: password, devices, second factor, leave, notices. All of it needs a sign-in
 * and nothing else; the engine works on ctx->actor's account, never on one that is named. */
#include "domain/administration/notice.h"
#include "domain/administration/routes.h"
#include "engine/access/access.h"

/* ---- password and devices ----------------------------------------------------------------------
 */

typedef struct PasswordIn {
    Str before;
    Str after;
} PasswordIn;
static const Field password_fields[] = {
    FIELD(PasswordIn, before, "原密码", FIELD_REQUIRED, .max_runes = 128),
    FIELD(PasswordIn, after, "新密码", FIELD_REQUIRED, .max_runes = 128),
};
static const Shape password_shape = SHAPE(PasswordIn, password_fields);

static bool post_password(Ctx *ctx, const void *input, void *out)
{
    const PasswordIn *in = input;
    (void)out;
    return account_change_password(ctx, in->before, in->after);
}

typedef struct DevicesOut {
    DeviceList devices;
} DevicesOut;
static const Field devices_fields[] = {FIELD_LIST(DevicesOut, devices, "设备", &device_shape)};
static const Shape devices_shape = SHAPE(DevicesOut, devices_fields);

static bool get_devices(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return devices_read(ctx, ctx->actor->account_id, &((DevicesOut *)out)->devices);
}

/* Of one's own devices alone: whoever may kick others has a route for it. */
static bool delete_device(Ctx *ctx, const void *input, void *out)
{
    const IdIn *in = input;
    DeviceList devices;
    (void)out;
    if (!devices_read(ctx, ctx->actor->account_id, &devices))
        return false;
    LIST_EACH (const Device, device, &devices)
        if (device->id == in->id)
            return device_end(ctx, in->id);
    return fail(ctx, FAIL_NOT_FOUND, "没有这台设备，或它已经退出");
}

/* ---- the second factor --------------------------------------------------------------------------
 */

static bool post_second_factor(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return second_factor_begin(ctx, out);
}

typedef struct FactorIn {
    Str code;
    Str password;
} FactorIn;
static const Field confirm_fields[] = {
    FIELD(FactorIn, code, "动态口令", FIELD_REQUIRED, .max_runes = 16),
};
static const Shape confirm_shape = SHAPE(FactorIn, confirm_fields);
static const Field end_fields[] = {
    FIELD(FactorIn, password, "密码", FIELD_REQUIRED, .max_runes = 128),
};
static const Shape end_shape = SHAPE(FactorIn, end_fields);

static bool post_confirm(Ctx *ctx, const void *input, void *out)
{
    const FactorIn *in = input;
    (void)out;
    return second_factor_confirm(ctx, in->code);
}

static bool post_factor_end(Ctx *ctx, const void *input, void *out)
{
    const FactorIn *in = input;
    (void)out;
    return second_factor_end(ctx, in->password);
}

/* ---- leave
 * --------------------------------------------------------------------------------------- */

typedef struct LeaveIn {
    Str deputy; /* name of the account */
    Date since;
    Date until;
    Str why;
} LeaveIn;
static const Field leave_fields[] = {
    FIELD(LeaveIn, deputy, "代办人", FIELD_REQUIRED, .max_runes = 64),
    FIELD(LeaveIn, since, "起", FIELD_REQUIRED),
    FIELD(LeaveIn, until, "止", FIELD_REQUIRED),
    FIELD(LeaveIn, why, "原因", FIELD_REQUIRED, .max_runes = WHY_RUNES_MAX),
};
static const Shape leave_shape = SHAPE(LeaveIn, leave_fields);

static bool post_leave(Ctx *ctx, const void *input, void *out)
{
    const LeaveIn *in = input;
    Account deputy;
    (void)out;
    return account_by_name(ctx, in->deputy, &deputy) &&
           post_delegate(ctx, ctx->actor->account_id, deputy.id, in->since, in->until, in->why);
}

/* ---- notices
 * -------------------------------------------------------------------------------------- */

typedef struct NoticesOut {
    OwnNoticeList notices;
} NoticesOut;
static const Field notices_fields[] = {FIELD_LIST(NoticesOut, notices, "通知", &own_notice_shape)};
static const Shape notices_shape = SHAPE(NoticesOut, notices_fields);

static bool get_notices(Ctx *ctx, const void *input, void *out)
{
    (void)input;
    return notices_own(ctx, &((NoticesOut *)out)->notices);
}

static bool post_read(Ctx *ctx, const void *input, void *out)
{
    const IdIn *in = input;
    (void)out;
    return notice_mark_read(ctx, in->id);
}

/* What costs an Argon2id waits in the lane of sign-ins. */
#define COSTLY(path_, input_, handle_, help_)                                                      \
    {                                                                                              \
        .method = METHOD_POST, .path = (path_), .permission = PERMISSION_SELF,                     \
        .lane = LANE_SIGN_IN, .input = (input_), .handle = (handle_), .help = (help_)              \
    }

const Route own_routes[] = {
    COSTLY("/api/account/password", &password_shape, post_password, "修改自己的密码"),
    VIEW("/api/account/devices", PERMISSION_SELF, NULL, &devices_shape, get_devices,
         "自己登录着的设备"),
    DROP("/api/account/devices/{id}", PERMISSION_SELF, &id_shape, delete_device,
         "让自己的一台设备退出"),
    MOVE("/api/account/second-factor", PERMISSION_SELF, NULL, &second_factor_setup_shape,
         post_second_factor, "开始设置动态口令：密钥、地址、二维码"),
    MOVE("/api/account/second-factor/confirm", PERMISSION_SELF, &confirm_shape, NULL, post_confirm,
         "用一个动态口令确认"),
    COSTLY("/api/account/second-factor/end", &end_shape, post_factor_end, "关闭动态口令，须写密码"),
    MOVE("/api/account/leave", PERMISSION_SELF, &leave_shape, NULL, post_leave,
         "请假：自己的岗位由代办人代办"),
    VIEW("/api/account/notices", PERMISSION_SELF, NULL, &notices_shape, get_notices,
         "给自己的通知"),
    MOVE("/api/account/notices/{id}/read", PERMISSION_SELF, &id_shape, NULL, post_read, "通知已读"),
    {.path = NULL},
};
