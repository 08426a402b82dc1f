/* The pack of what citizens are offered and told, checked with file and line. */
#include "domain/hotline/citizen.h"

#include "port/clock.h"
#include "port/packs.h"
#include "port/yaml.h"

#define PACK STR("hotline/citizen.yaml")

static const Field kind_fields[] = {
    FIELD(CitizenKind, kind, "类型", FIELD_REQUIRED),
    FIELD(CitizenKind, says, "说明", FIELD_REQUIRED),
};
const Shape citizen_kind_shape = SHAPE(CitizenKind, kind_fields);

static const Field step_fields[] = {
    FIELD(CitizenStepRule, move, "动作", FIELD_REQUIRED),
    FIELD(CitizenStepRule, says, "说法", FIELD_REQUIRED),
    FIELD(CitizenStepRule, unit, "写明单位", 0),
};
static const Shape step_shape = SHAPE(CitizenStepRule, step_fields);

static const Field wait_fields[] = {
    FIELD(CitizenWaitRule, state, "状态", FIELD_REQUIRED),
    FIELD(CitizenWaitRule, says, "说法", FIELD_REQUIRED),
    FIELD(CitizenWaitRule, step, "按步骤期限", 0),
};
static const Shape wait_shape = SHAPE(CitizenWaitRule, wait_fields);

static const Field guess_fields[] = {
    FIELD(CitizenGuessRule, free, "不用等的次数", FIELD_REQUIRED),
    FIELD(CitizenGuessRule, wait_seconds, "第一次等待秒数", FIELD_REQUIRED),
    FIELD(CitizenGuessRule, wait_seconds_most, "最长等待秒数", FIELD_REQUIRED),
    FIELD(CitizenGuessRule, order_and_address, "一个地址对一张工单每天", FIELD_REQUIRED),
    FIELD(CitizenGuessRule, order, "一张工单每天", FIELD_REQUIRED),
    FIELD(CitizenGuessRule, address, "一个地址每天", FIELD_REQUIRED),
    FIELD(CitizenGuessRule, known_days, "记住地址天数", FIELD_REQUIRED),
};
static const Shape guess_shape = SHAPE(CitizenGuessRule, guess_fields);

static const Field rules_fields[] = {
    FIELD(CitizenRules, citizen, "名称", FIELD_REQUIRED),
    FIELD(CitizenRules, from, "起用日", FIELD_REQUIRED),
    FIELD_TEXTS(CitizenRules, source, "依据"),
    FIELD(CitizenRules, seconds_least, "最少填写秒数", FIELD_REQUIRED),
    FIELD_NESTED(CitizenRules, guesses, "查错次数", &guess_shape),
    FIELD(CitizenRules, ticket_minutes, "凭据有效分钟", FIELD_REQUIRED),
    FIELD_LIST(CitizenRules, kinds, "类型", &citizen_kind_shape),
    FIELD_LIST(CitizenRules, steps, "步骤", &step_shape),
    FIELD_LIST(CitizenRules, waiting, "等待", &wait_shape),
};
static const Shape rules_shape = SHAPE(CitizenRules, rules_fields);

static bool check_limit(Ctx *ctx, const YamlNode *yaml, const char *key, int64_t least,
                        int64_t most)
{
    const YamlNode *node = yaml_get(yaml, str_of(key));
    int64_t value = 0;
    if (node && str_to_int(node->text, &value) && value >= least && value <= most)
        return true;
    return yaml_fail(ctx, node ? node : yaml, "「%s」应是 %lld 到 %lld 的整数", key,
                     (long long)least, (long long)most);
}

/* A limit that is wider than the one around it would be none. */
static bool check_guesses(Ctx *ctx, const YamlNode *guesses, const YamlNode *yaml,
                          const CitizenGuessRule *rule)
{
    if (!guesses)
        return yaml_fail(ctx, yaml, "缺少「guesses」");
    if (!check_limit(ctx, guesses, "free", 0, 100) ||
        !check_limit(ctx, guesses, "wait_seconds", 1, 3600) ||
        !check_limit(ctx, guesses, "wait_seconds_most", rule->wait_seconds, 24 * 3600) ||
        !check_limit(ctx, guesses, "order_and_address", 1, 1000) ||
        !check_limit(ctx, guesses, "order", rule->order_and_address, 5000) ||
        !check_limit(ctx, guesses, "address", rule->order_and_address, 5000))
        return false;
    return check_limit(ctx, guesses, "known_days", 0, 366);
}

static const YamlNode *item(const YamlNode *yaml, const char *list, size_t i)
{
    const YamlNode *node = yaml_get(yaml, str_of(list));
    return node && i < node->count ? node->items[i] : yaml;
}

/* "open" is no move of the lifecycle: it is how every ledger begins. */
static bool check_words(Ctx *ctx, const YamlNode *yaml, const CitizenRules *rules)
{
    const Lifecycle *lifecycle;
    if (!lifecycle_for(ctx, ORDER_LIFECYCLE, rules->from, &lifecycle))
        return false;
    for (size_t i = 0; i < rules->kinds.count; i++)
        if (!order_kind_known(rules->kinds.at[i].kind))
            return yaml_fail(ctx, item(yaml, "kinds", i), "没有工单类型「%.*s」",
                             STRF(rules->kinds.at[i].kind));
    for (size_t i = 0; i < rules->steps.count; i++)
        if (!str_equal_c(rules->steps.at[i].move, "open") &&
            !lifecycle_move(lifecycle, rules->steps.at[i].move))
            return yaml_fail(ctx, item(yaml, "steps", i), "工单没有动作「%.*s」",
                             STRF(rules->steps.at[i].move));
    for (size_t i = 0; i < rules->waiting.count; i++)
        if (!lifecycle_state(lifecycle, rules->waiting.at[i].state))
            return yaml_fail(ctx, item(yaml, "waiting", i), "工单没有状态「%.*s」",
                             STRF(rules->waiting.at[i].state));
    return rules->kinds.count > 0 || yaml_fail(ctx, yaml, "至少要有一种类型");
}

static bool parse(Ctx *ctx, YamlNode **ret_yaml, CitizenRules *ret)
{
    Pack pack;
    *ret = (CitizenRules){0};
    if (!packs_get(ctx, PACK, &pack) || !yaml_parse(ctx, pack.place, pack.text, ret_yaml) ||
        !yaml_to_shape(ctx, *ret_yaml, &rules_shape, ret))
        return false;
    const YamlNode *yaml = *ret_yaml;
    return check_limit(ctx, yaml, "seconds_least", 0, 60) &&
           check_guesses(ctx, yaml_get(yaml, STR("guesses")), yaml, &ret->guesses) &&
           check_limit(ctx, yaml, "ticket_minutes", 5, 24 * 60);
}

static bool make(Ctx *ctx, void *ret)
{
    YamlNode *yaml;
    return parse(ctx, &yaml, ret);
}

bool citizen_rules_check(Ctx *ctx)
{
    CitizenRules rules;
    YamlNode *yaml;
    return parse(ctx, &yaml, &rules) && check_words(ctx, yaml, &rules);
}

bool citizen_rules(Ctx *ctx, CitizenRules *ret)
{
    return packs_made(ctx, "hotline/citizen", sizeof *ret, make, ret);
}
