/* The pack of what is offered and shown, checked with file and line. */
#include "domain/hotline/open311.h"
#include "domain/hotline/rules.h"

#include "port/packs.h"
#include "port/yaml.h"

#define PACK STR("hotline/open311.yaml")

static const Field value_fields[] = {
    FIELD(Open311Value, key, "键", FIELD_REQUIRED),
    FIELD(Open311Value, name, "名称", FIELD_REQUIRED),
};
static const Shape value_shape = SHAPE(Open311Value, value_fields);

static const Field attribute_fields[] = {
    FIELD(Open311Attribute, code, "代码", FIELD_REQUIRED),
    FIELD(Open311Attribute, datatype, "数据类型", FIELD_REQUIRED),
    FIELD(Open311Attribute, required, "必填", 0),
    FIELD(Open311Attribute, description, "问题", FIELD_REQUIRED),
    FIELD(Open311Attribute, datatype_description, "填写说明", 0),
    FIELD_LIST(Open311Attribute, values, "可选", &value_shape),
};
static const Shape attribute_shape = SHAPE(Open311Attribute, attribute_fields);

static const Field service_fields[] = {
    FIELD(Open311Service, code, "代码", FIELD_REQUIRED),
    FIELD(Open311Service, name, "名称", FIELD_REQUIRED),
    FIELD(Open311Service, description, "说明", FIELD_REQUIRED),
    FIELD(Open311Service, kind, "工单类型", FIELD_REQUIRED),
    FIELD(Open311Service, category, "类目", FIELD_REQUIRED),
    FIELD(Open311Service, group, "分组", FIELD_REQUIRED),
    FIELD(Open311Service, keywords, "关键词", 0),
    FIELD(Open311Service, published, "公开", FIELD_REQUIRED),
    FIELD_LIST(Open311Service, attributes, "附加问题", &attribute_shape),
};
static const Shape service_shape = SHAPE(Open311Service, service_fields);

static const Field publish_fields[] = {
    FIELD(Open311Publish, description, "内容", FIELD_REQUIRED),
    FIELD(Open311Publish, address, "地址", FIELD_REQUIRED),
    FIELD(Open311Publish, position, "坐标", FIELD_REQUIRED),
    FIELD(Open311Publish, agency, "承办单位", FIELD_REQUIRED),
    FIELD(Open311Publish, reply, "答复", FIELD_REQUIRED),
};
static const Shape publish_shape = SHAPE(Open311Publish, publish_fields);

static const Field rules_fields[] = {
    FIELD(Open311Rules, open311, "名称", FIELD_REQUIRED),
    FIELD(Open311Rules, from, "起用日", FIELD_REQUIRED),
    FIELD_TEXTS(Open311Rules, source, "依据"),
    FIELD(Open311Rules, changeset, "版本时间", FIELD_REQUIRED),
    FIELD(Open311Rules, contact, "联系方式", FIELD_REQUIRED),
    FIELD(Open311Rules, key_service, "令牌申请", FIELD_REQUIRED),
    FIELD(Open311Rules, jurisdiction, "辖区", 0),
    FIELD_NESTED(Open311Rules, publish, "公开", &publish_shape),
    FIELD_LIST(Open311Rules, services, "服务", &service_shape),
};
static const Shape rules_shape = SHAPE(Open311Rules, rules_fields);

/* ---- checks ---------------------------------------------------------------------------------- */

/* It stands in addresses: services/CODE.xml. */
static bool is_code(Str code)
{
    for (size_t i = 0; i < code.len; i++)
        if (!(code.at[i] >= 'a' && code.at[i] <= 'z') &&
            !(code.at[i] >= '0' && code.at[i] <= '9') && code.at[i] != '_' && code.at[i] != '-')
            return false;
    return !str_empty(code);
}

static bool is_list(Str datatype)
{
    return str_equal_c(datatype, "singlevaluelist") || str_equal_c(datatype, "multivaluelist");
}

static bool check_attribute(Ctx *ctx, const YamlNode *at, const Open311Attribute *attribute)
{
    static const char *const datatypes[] = {"string",          "number",         "datetime", "text",
                                            "singlevaluelist", "multivaluelist", NULL};
    if (!is_code(attribute->code))
        return yaml_fail(ctx, at, "附加问题的代码「%.*s」只能用小写字母、数字、_ 和 -",
                         STRF(attribute->code));
    if (!str_is_one_of(attribute->datatype, datatypes))
        return yaml_fail(ctx, at, "没有数据类型「%.*s」", STRF(attribute->datatype));
    if (is_list(attribute->datatype) != (attribute->values.count > 0))
        return yaml_fail(ctx, at, "附加问题「%.*s」：%s", STRF(attribute->code),
                         is_list(attribute->datatype) ? "选择题要有可选的值"
                                                      : "只有选择题有可选的值");
    return true;
}

static bool check_service(Ctx *ctx, const YamlNode *at, const Open311Service *service)
{
    if (!is_code(service->code))
        return yaml_fail(ctx, at, "服务代码「%.*s」只能用小写字母、数字、_ 和 -",
                         STRF(service->code));
    if (!order_kind_known(service->kind))
        return yaml_fail(ctx, at, "没有工单类型「%.*s」", STRF(service->kind));
    if (service->published && str_equal_c(service->kind, "举报"))
        return yaml_fail(ctx, at, "举报不能公开");
    const YamlNode *attributes = yaml_get(at, STR("attributes"));
    for (size_t i = 0; i < service->attributes.count; i++)
        if (!check_attribute(ctx, attributes->items[i], &service->attributes.at[i]))
            return false;
    return true;
}

static bool check_services(Ctx *ctx, const YamlNode *yaml, const Open311Rules *rules)
{
    const YamlNode *list = yaml_get(yaml, STR("services"));
    if (rules->services.count == 0 || rules->services.count > OPEN311_SERVICES_MAX)
        return yaml_fail(ctx, list ? list : yaml, "服务应有 1 到 %d 项", OPEN311_SERVICES_MAX);
    for (size_t i = 0; i < rules->services.count; i++) {
        const Open311Service *service = &rules->services.at[i];
        if (!check_service(ctx, list->items[i], service))
            return false;
        for (size_t j = 0; j < i; j++)
            if (str_equal(rules->services.at[j].code, service->code))
                return yaml_fail(ctx, list->items[i], "服务「%.*s」有两项", STRF(service->code));
    }
    return true;
}

static bool parse(Ctx *ctx, YamlNode **ret_yaml, Open311Rules *ret)
{
    Pack pack;
    *ret = (Open311Rules){0};
    return packs_get(ctx, PACK, &pack) && yaml_parse(ctx, pack.place, pack.text, ret_yaml) &&
           yaml_to_shape(ctx, *ret_yaml, &rules_shape, ret) && check_services(ctx, *ret_yaml, ret);
}

static bool make(Ctx *ctx, void *ret)
{
    YamlNode *yaml;
    return parse(ctx, &yaml, ret);
}

bool open311_rules_check(Ctx *ctx)
{
    const HotlineRules *hotline;
    Open311Rules rules;
    YamlNode *yaml;
    if (!hotline_rules(ctx, &hotline) || !parse(ctx, &yaml, &rules))
        return false;
    const YamlNode *list = yaml_get(yaml, STR("services"));
    for (size_t i = 0; i < rules.services.count; i++) {
        Str code = rules.services.at[i].category;
        const Category *category = category_called(hotline, code);
        if (!category || category->is_group)
            return yaml_fail(ctx, list->items[i], "没有最下一级的类目「%.*s」", STRF(code));
    }
    return true;
}

bool open311_rules(Ctx *ctx, Open311Rules *ret)
{
    return packs_made(ctx, "hotline/open311", sizeof *ret, make, ret);
}

const Open311Service *open311_service(const Open311Rules *rules, Str code)
{
    LIST_EACH (const Open311Service, service, &rules->services)
        if (str_equal(service->code, code))
            return service;
    return NULL;
}

const Open311Service *open311_service_of(const Open311Rules *rules, Str kind, Str category)
{
    LIST_EACH (const Open311Service, service, &rules->services)
        if (service->published && str_equal(service->kind, kind) &&
            str_equal(service->category, category))
            return service;
    return NULL;
}
