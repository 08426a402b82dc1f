#include "engine/access/policy.h"

#include "base/utf8.h"
#include "port/fold.h"
#include "port/packs.h"
#include "port/secret.h"
#include "port/yaml.h"

#define PASSWORD_RUNES_MAX 128
#define WEAK_PASSWORDS_MAX 10000
/* A shorter word or name would forbid half of all passwords; a Chinese character has three bytes.
 */
#define PART_RUNES_MIN 3
#define NAME_BYTES_MIN 3

static const Field delay_fields[] = {FIELD(PolicyDelay, minutes, "分钟", FIELD_REQUIRED)};
static const Shape delay_shape = SHAPE(PolicyDelay, delay_fields);

static const Field policy_fields[] = {
    FIELD(AccessPolicy, source, "依据", FIELD_REQUIRED),
    FIELD(AccessPolicy, from, "施行日期", FIELD_REQUIRED),
    FIELD(AccessPolicy, password_runes_min, "密码最少字数", FIELD_REQUIRED),
    FIELD(AccessPolicy, password_classes_min, "密码最少字符种类", FIELD_REQUIRED),
    FIELD(AccessPolicy, password_history, "不得重复的次数", FIELD_REQUIRED),
    FIELD(AccessPolicy, password_days_max, "密码有效天数", FIELD_REQUIRED),
    FIELD(AccessPolicy, failures_max, "允许失败次数", FIELD_REQUIRED),
    FIELD_LIST(AccessPolicy, lock_delays, "锁定分钟", &delay_shape),
    FIELD(AccessPolicy, idle_minutes, "闲置分钟", FIELD_REQUIRED),
    FIELD(AccessPolicy, session_hours, "会话小时", FIELD_REQUIRED),
    FIELD(AccessPolicy, sessions_max, "同时登录设备", FIELD_REQUIRED),
    FIELD(AccessPolicy, token_days_max, "令牌最长天数", FIELD_REQUIRED),
    FIELD(AccessPolicy, reveals_per_day, "每日查看次数", FIELD_REQUIRED),
    FIELD(AccessPolicy, hash_memory_kib, "散列内存", FIELD_REQUIRED),
    FIELD(AccessPolicy, hash_passes, "散列遍数", FIELD_REQUIRED),
    FIELD_TEXTS(AccessPolicy, weak_passwords, "弱口令"),
};
const Shape access_policy_shape = SHAPE(AccessPolicy, policy_fields);

/* What each number may be: beyond these the program would be unsafe, or could not be used. */
static const struct {
    const char *name;
    int64_t low;
    int64_t high;
} ranges[] = {
    {"password_runes_min", 8, 64},
    {"password_classes_min", 1, 4},
    {"password_history", 1, 24},
    {"password_days_max", 0, 3650},
    {"failures_max", 1, 20},
    {"idle_minutes", 1, 720},
    {"session_hours", 1, 24},
    {"sessions_max", 1, 50},
    {"token_days_max", 1, 3650},
    {"reveals_per_day", 0, 10000},
    {"hash_memory_kib", 1024, 1048576},
    {"hash_passes", 1, 10},
};

#define LOCK_MINUTES_MAX 1440

static bool check_ranges(Ctx *ctx, const YamlNode *root, const AccessPolicy *policy)
{
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
        Str name = str_of(ranges[i].name);
        const Field *field = shape_field(&access_policy_shape, name);
        int64_t value = *(const int64_t *)((const char *)policy + field->offset);
        if (value >= ranges[i].low && value <= ranges[i].high)
            continue;
        yaml_fail(ctx, yaml_get(root, name), "「%s」（%s）的值 %lld 不在 %lld 到 %lld 之间",
                  field->name, field->label, (long long)value, (long long)ranges[i].low,
                  (long long)ranges[i].high);
        ctx->fail.place.field = name;
        return false;
    }
    return true;
}

static bool check_delays(Ctx *ctx, const YamlNode *root, const AccessPolicy *policy)
{
    const YamlNode *list = yaml_get(root, STR("lock_delays"));
    const PolicyDelayList *delays = &policy->lock_delays;
    if (delays->count == 0 || delays->count > POLICY_DELAYS_MAX)
        return yaml_fail(ctx, list ? list : root, "「lock_delays」（锁定分钟）要有 1 到 %d 项",
                         POLICY_DELAYS_MAX);
    for (size_t i = 0; i < delays->count; i++) {
        int64_t minutes = delays->at[i].minutes;
        if (minutes < 1 || minutes > LOCK_MINUTES_MAX)
            return yaml_fail(ctx, list->items[i], "锁定时间 %lld 分钟不在 1 到 %d 之间",
                             (long long)minutes, LOCK_MINUTES_MAX);
        if (i > 0 && minutes < delays->at[i - 1].minutes)
            return yaml_fail(ctx, list->items[i], "锁定时间应一次比一次长，%lld 短于前一项",
                             (long long)minutes);
    }
    return true;
}

static bool check_weak(Ctx *ctx, const YamlNode *root, AccessPolicy *policy)
{
    const YamlNode *list = yaml_get(root, STR("weak_passwords"));
    TextList *weak = &policy->weak_passwords;
    if (weak->count > WEAK_PASSWORDS_MAX)
        return yaml_fail(ctx, list, "弱口令多于 %d 个", WEAK_PASSWORDS_MAX);
    for (size_t i = 0; i < weak->count; i++) {
        weak->at[i] = fold_name(ctx->arena, weak->at[i]);
        if (utf8_count(weak->at[i]) < PART_RUNES_MIN)
            return yaml_fail(ctx, list->items[i], "弱口令至少要有 %d 个字符", PART_RUNES_MIN);
    }
    return true;
}

bool access_policy_load(Ctx *ctx, AccessPolicy *ret)
{
    Pack pack;
    YamlNode *root;
    AccessPolicy policy = {0};
    if (!packs_get(ctx, STR("access/policy"), &pack) ||
        !yaml_parse(ctx, pack.place, pack.text, &root) ||
        !yaml_to_shape(ctx, root, &access_policy_shape, &policy) ||
        !check_ranges(ctx, root, &policy) || !check_delays(ctx, root, &policy) ||
        !check_weak(ctx, root, &policy))
        return fail_while(ctx, "读取登录规则「access/policy」");
    *ret = policy;
    return true;
}

/* ---- passwords ------------------------------------------------------------------------------- */

/* Of lower, upper, digit, other (Chinese characters too). */
static int64_t classes_of(Str password)
{
    bool lower = false, upper = false, digit = false, other = false;
    for (size_t i = 0; i < password.len; i++) {
        char c = password.at[i];
        if (c >= 'a' && c <= 'z')
            lower = true;
        else if (c >= 'A' && c <= 'Z')
            upper = true;
        else if (c >= '0' && c <= '9')
            digit = true;
        else
            other = true;
    }
    return lower + upper + digit + other;
}

static bool refuse(Ctx *ctx, const AccessPolicy *policy, const char *what)
{
    fail(ctx, FAIL_INVALID, "新密码%s", what);
    return fail_hint(
        ctx,
        "密码要有 %lld 到 %d 个字符，含大写字母、小写字母、数字、其他符号中的至少 %lld "
        "种，不含用户名和姓名，不是常见口令，也不与最近 %lld 次用过的相同",
        (long long)policy->password_runes_min, PASSWORD_RUNES_MAX,
        (long long)policy->password_classes_min, (long long)policy->password_history);
}

bool password_check(Ctx *ctx, const AccessPolicy *policy, Str password, Str name, Str person)
{
    int64_t runes = (int64_t)utf8_count(password);
    if (utf8_check(password) != STR_NONE || str_find_byte(password, '\0') != STR_NONE)
        return refuse(ctx, policy, "含有不能输入的字符");
    if (runes < policy->password_runes_min)
        return refuse(ctx, policy, "太短");
    if (runes > PASSWORD_RUNES_MAX)
        return refuse(ctx, policy, "太长");
    if (classes_of(password) < policy->password_classes_min)
        return refuse(ctx, policy, "的字符种类太少");
    Str folded = fold_name(ctx->arena, password);
    Str parts[] = {fold_name(ctx->arena, name), fold_name(ctx->arena, person)};
    bool has_name = false, is_weak = false;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        has_name |= parts[i].len >= NAME_BYTES_MIN && str_contains(folded, parts[i]);
    LIST_EACH (const Str, weak, &policy->weak_passwords)
        is_weak |= str_contains(folded, *weak);
    secret_wipe(folded);
    if (has_name)
        return refuse(ctx, policy, "里有用户名或姓名");
    return is_weak ? refuse(ctx, policy, "含有常见口令") : true;
}
