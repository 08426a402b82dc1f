#include "engine/flow/outbox_settings.h"

#include "engine/flow/outbox.h"
#include "port/packs.h"
#include "port/yaml.h"

#define RETRY_MINUTES_MAX (7 * 1440)
#define KEEP_DAYS_MAX 3650

static const Field retry_fields[] = {FIELD(OutboxRetry, minutes, "分钟", FIELD_REQUIRED)};
static const Shape retry_shape = SHAPE(OutboxRetry, retry_fields);
static const Field settings_fields[] = {
    FIELD(OutboxSettings, source, "来源", FIELD_REQUIRED),
    FIELD_TEXTS(OutboxSettings, hosts, "主机"),
    FIELD_TEXTS(OutboxSettings, inner, "内网主机"),
    FIELD(OutboxSettings, certificates, "证书文件", 0),
    FIELD_LIST(OutboxSettings, retry_minutes, "重试分钟", &retry_shape),
    FIELD(OutboxSettings, keep_days, "保留天数", FIELD_REQUIRED),
};
static const Shape settings_shape = SHAPE(OutboxSettings, settings_fields);

static const Field mail_fields[] = {
    FIELD(OutboxMail, server, "邮件服务器", 0), FIELD(OutboxMail, from, "发件地址", 0),
    FIELD(OutboxMail, user, "用户", 0),         FIELD(OutboxMail, password_file, "密码文件", 0),
    FIELD(OutboxMail, starttls, "加密", 0),     FIELD(OutboxMail, certificates, "证书文件", 0),
};
static const Shape mail_shape = SHAPE(OutboxMail, mail_fields);

static bool read_pack(Ctx *ctx, const char *name, const Shape *shape, YamlNode **ret_root,
                      void *ret)
{
    Pack pack;
    return packs_get(ctx, str_of(name), &pack) &&
           yaml_parse(ctx, pack.place, pack.text, ret_root) &&
           yaml_to_shape(ctx, *ret_root, shape, ret);
}

static bool check_retries(Ctx *ctx, const YamlNode *root, const OutboxSettings *settings)
{
    const YamlNode *at = yaml_get(root, STR("retry_minutes"));
    if (settings->retry_minutes.count == 0)
        return yaml_fail(ctx, at ? at : root, "retry_minutes 至少写一个");
    LIST_EACH (const OutboxRetry, retry, &settings->retry_minutes)
        if (retry->minutes < 1 || retry->minutes > RETRY_MINUTES_MAX)
            return yaml_fail(ctx, at, "重试分钟 %lld 不在 1 到 %d 之间", (long long)retry->minutes,
                             RETRY_MINUTES_MAX);
    if (settings->keep_days < 1 || settings->keep_days > KEEP_DAYS_MAX)
        return yaml_fail(ctx, yaml_get(root, STR("keep_days")), "保留天数不在 1 到 %d 之间",
                         KEEP_DAYS_MAX);
    return true;
}

static bool check_mail(Ctx *ctx, const YamlNode *root, const OutboxMail *mail)
{
    if (str_empty(mail->server))
        return true;
    if (!str_starts(mail->server, STR("smtp://")) && !str_starts(mail->server, STR("smtps://")))
        return yaml_fail(ctx, yaml_get(root, STR("server")),
                         "邮件服务器应写成 smtp://主机:端口 或 smtps://主机:端口");
    if (!outbox_is_mail_address(mail->from))
        return yaml_fail(ctx, root, "有邮件服务器时，from 应是发件的邮件地址");
    return true;
}

static bool make(Ctx *ctx, void *ret)
{
    OutboxSettings settings = {0};
    YamlNode *root = NULL, *mail = NULL;
    if (!read_pack(ctx, "outbox/receivers", &settings_shape, &root, &settings) ||
        !check_retries(ctx, root, &settings) ||
        !read_pack(ctx, "outbox/mail", &mail_shape, &mail, &settings.mail) ||
        !check_mail(ctx, mail, &settings.mail))
        return false;
    *(OutboxSettings *)ret = settings;
    return true;
}

bool outbox_settings_read(Ctx *ctx, OutboxSettings *ret)
{
    return packs_made(ctx, "flow/outbox", sizeof *ret, make, ret);
}

bool outbox_check(Ctx *ctx)
{
    OutboxSettings settings;
    return outbox_settings_read(ctx, &settings);
}

static bool names(const TextList *list, Str host)
{
    LIST_EACH (const Str, one, list)
        if (str_equal(*one, host) || str_equal_c(*one, "*"))
            return true;
    return false;
}

bool outbox_host_may(const OutboxSettings *settings, Str host)
{
    return settings->hosts.count == 0 || names(&settings->hosts, host);
}

bool outbox_host_is_inner(const OutboxSettings *settings, Str host)
{
    return names(&settings->inner, host);
}
