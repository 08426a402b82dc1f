/* YAML to a tree and to a struct. */
#include "fuzz.h"
#include "port/yaml.h"

typedef struct Step {
    Decimal from;
    Str label;
} Step;
LIST_OF(Step, StepList);
typedef struct Rule {
    Str name;
    int64_t places;
    bool has_target;
    Decimal target;
    bool capped;
    Period month;
    StepList steps;
    Step best;
} Rule;

static const Field step_fields[] = {
    FIELD(Step, from, "起点", FIELD_REQUIRED),
    FIELD(Step, label, "名称", 0),
};
static const Shape step_shape = SHAPE(Step, step_fields);
static const Field rule_fields[] = {
    FIELD(Rule, name, "名称", FIELD_REQUIRED),
    FIELD(Rule, places, "位数", 0),
    FIELD_MAYBE(Rule, target, "目标", 0),
    FIELD(Rule, capped, "封顶", 0),
    FIELD(Rule, month, "月份", 0),
    FIELD_LIST(Rule, steps, "分档", &step_shape),
    FIELD_NESTED(Rule, best, "最高档", &step_shape),
};
static const Shape rule_shape = SHAPE(Rule, rule_fields);

static void check_node(const YamlNode *node)
{
    FUZZ_ASSERT(node->line > 0 && node->column > 0);
    if (node->kind == YAML_SCALAR)
        FUZZ_ASSERT(node->count == 0);
    for (size_t i = 0; i < node->count; i++) {
        const YamlNode *child = node->kind == YAML_MAP ? node->entries[i].value : node->items[i];
        FUZZ_ASSERT(child != NULL);
        check_node(child);
    }
}

static void try_yaml(Ctx *ctx, Str input)
{
    YamlNode *root = NULL;
    if (!yaml_parse(ctx, STR("fuzz.yaml"), input, &root)) {
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE && !str_empty(ctx->fail.message));
        return;
    }
    check_node(root);
    Rule rule = {0};
    if (!yaml_to_shape(ctx, root, &rule_shape, &rule))
        FUZZ_ASSERT(ctx->fail.code == FAIL_INVALID);
    int64_t number = 0;
    Decimal decimal = DECIMAL_ZERO;
    bool flag = false;
    Str text = {0};
    if (!yaml_int_or(ctx, root, STR("places"), 0, &number) ||
        !yaml_decimal_or(ctx, root, STR("target"), decimal, &decimal) ||
        !yaml_bool_or(ctx, root, STR("capped"), false, &flag) ||
        !yaml_str(ctx, root, STR("name"), &text))
        FUZZ_ASSERT(ctx->fail.code != FAIL_NONE);
}

FUZZ(try_yaml)
