#include "port/yaml.h"

#include "kit/kit.h"

typedef struct Band {
    Decimal from;
    Str label;
} Band;
LIST_OF(Band, BandList);
typedef struct Alias {
    Str name;
} Alias;
LIST_OF(Alias, AliasList);
typedef struct Rule {
    Str name;
    int64_t places;
    Decimal points;
    bool has_target;
    Decimal target;
    bool capped;
    Date since;
    Period month;
    BandList bands;
    AliasList aliases;
    Band best;
} Rule;

static const Field band_fields[] = {
    FIELD(Band, from, "起点", FIELD_REQUIRED),
    FIELD(Band, label, "名称", 0),
};
static const Shape band_shape = SHAPE(Band, band_fields);
static const Field alias_fields[] = {FIELD(Alias, name, "别名", FIELD_REQUIRED)};
static const Shape alias_shape = SHAPE(Alias, alias_fields);
static const Field rule_fields[] = {
    FIELD(Rule, name, "名称", FIELD_REQUIRED, .max_runes = 8),
    FIELD(Rule, places, "位数", 0),
    FIELD(Rule, points, "分值", 0, .places = 2),
    FIELD_MAYBE(Rule, target, "目标", 0),
    FIELD(Rule, capped, "封顶", 0),
    FIELD(Rule, since, "起始", 0),
    FIELD(Rule, month, "月份", 0),
    FIELD_LIST(Rule, bands, "分档", &band_shape),
    FIELD_LIST(Rule, aliases, "别名", &alias_shape),
    FIELD_NESTED(Rule, best, "最高档", &band_shape),
};
static const Shape rule_shape = SHAPE(Rule, rule_fields);

static YamlNode *parsed(Ctx *ctx, const char *text)
{
    YamlNode *root = NULL;
    assert_ok(ctx, yaml_parse(ctx, STR("方案.yaml"), str_of(text), &root));
    return root;
}

static void a_map_keeps_order_lines_and_columns(void **state)
{
    Ctx *ctx = *state;
    YamlNode *root = parsed(ctx, "# 说明\n乙: 1\n甲:\n  - x\n  - '007'\n");
    assert_int_equal(root->kind, YAML_MAP);
    assert_int_equal(root->count, 2);
    assert_str(root->entries[0].key, "乙");
    assert_int_equal(root->entries[0].line, 2);
    const YamlNode *list = yaml_get(root, STR("甲"));
    assert_int_equal(list->kind, YAML_LIST);
    assert_int_equal(list->count, 2);
    assert_str(list->items[1]->text, "007");
    assert_true(list->items[1]->quoted);
    assert_false(list->items[0]->quoted);
    assert_int_equal(list->items[1]->line, 5);
    assert_int_equal(list->items[1]->column, 5);
}

static void an_empty_text_is_an_empty_map(void **state)
{
    Ctx *ctx = *state;
    assert_int_equal(parsed(ctx, "")->kind, YAML_MAP);
    assert_int_equal(parsed(ctx, "# 只有注释\n")->count, 0);
    assert_int_equal(parsed(ctx, "---\n")->kind, YAML_MAP);
}

static void a_duplicate_key_is_refused_with_its_line(void **state)
{
    Ctx *ctx = *state;
    YamlNode *root = NULL;
    assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), STR("a: 1\nb: 2\na: 3\n"), &root));
    assert_int_equal(ctx->fail.place.line, 3);
    assert_contains(ctx->fail.message, "「a」重复");
    assert_null(root);
}

static void anchors_aliases_and_tags_are_refused(void **state)
{
    Ctx *ctx = *state;
    const char *texts[] = {"a: &x 1\n", "a: *x\n", "a: !!int 1\n", "a: &y\n  b: 1\n",
                           "a: !t [1]\n"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        YamlNode *root = NULL;
        assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), str_of(texts[i]), &root));
        assert_contains(ctx->fail.message, "锚");
    }
}

static void syntax_errors_are_told_in_chinese_with_their_place(void **state)
{
    Ctx *ctx = *state;
    YamlNode *root = NULL;
    assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), STR("a: 1\n\tb: 2\n"), &root));
    assert_int_equal(ctx->fail.place.line, 2);
    assert_contains(ctx->fail.hint, "制表符");
    assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), STR("a: [1, 2\nb: 3\n"), &root));
    assert_contains(ctx->fail.message, "括号");
    assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), STR("a: b: c\n"), &root));
    assert_int_equal(ctx->fail.place.line, 1);
    assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), STR("a: \xff\xfe\n"), &root));
    assert_contains(ctx->fail.message, "UTF-8");
}

static void a_second_document_is_refused(void **state)
{
    Ctx *ctx = *state;
    YamlNode *root = NULL;
    assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), STR("a: 1\n---\nb: 2\n"), &root));
}

static void depth_and_size_have_limits(void **state)
{
    Ctx *ctx = *state;
    Buf deep = buf_create(ctx->arena, 1000);
    for (int i = 0; i < YAML_DEPTH_MAX + 1; i++)
        buf_add_c(&deep, "[");
    YamlNode *root = NULL;
    assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), buf_str(&deep), &root));
    assert_contains(ctx->fail.message, "嵌套");
    Str big = {arena_alloc(ctx->arena, YAML_BYTES_MAX + 1, 1), YAML_BYTES_MAX + 1};
    assert_fails(ctx, FAIL_TOO_LARGE, yaml_parse(ctx, STR("f"), big, &root));
}

static void a_spelled_nul_is_refused(void **state)
{
    Ctx *ctx = *state;
    YamlNode *root = NULL;
    assert_fails(ctx, FAIL_SYNTAX, yaml_parse(ctx, STR("f"), STR("a: \"x\\0y\"\n"), &root));
}

static void values_are_read_by_kind_or_default(void **state)
{
    Ctx *ctx = *state;
    YamlNode *root = parsed(ctx, "名: 文\nn: 12\ny: 是\nd: 19.89\nnil: ~\n");
    Str text = {0};
    int64_t number = 0;
    bool flag = false;
    Decimal decimal = DECIMAL_ZERO;
    assert_ok(ctx, yaml_str(ctx, root, STR("名"), &text));
    assert_str(text, "文");
    assert_ok(ctx, yaml_int_or(ctx, root, STR("n"), 7, &number));
    assert_int_equal(number, 12);
    assert_ok(ctx, yaml_int_or(ctx, root, STR("nil"), 7, &number));
    assert_int_equal(number, 7);
    assert_ok(ctx, yaml_bool_or(ctx, root, STR("y"), false, &flag));
    assert_true(flag);
    assert_ok(ctx, yaml_decimal_or(ctx, root, STR("d"), DECIMAL_ZERO, &decimal));
    assert_int_equal(decimal.millionths, 19890000);
    assert_ok(ctx, yaml_str_or(ctx, root, STR("none"), STR("x"), &text));
    assert_str(text, "x");
}

static void a_wrong_value_names_line_and_key(void **state)
{
    Ctx *ctx = *state;
    YamlNode *root = parsed(ctx, "a: 1\nn: 十二\nd: 1.2.3\nb: maybe\nl: [1]\ne:\n");
    int64_t number = 7;
    assert_fails(ctx, FAIL_INVALID, yaml_int_or(ctx, root, STR("n"), 0, &number));
    assert_int_equal(number, 7);
    assert_int_equal(ctx->fail.place.line, 2);
    assert_str(ctx->fail.place.field, "n");
    Decimal decimal = DECIMAL_ZERO;
    assert_fails(ctx, FAIL_INVALID, yaml_decimal_or(ctx, root, STR("d"), decimal, &decimal));
    assert_contains(ctx->fail.message, "1.2.3");
    bool flag = false;
    assert_fails(ctx, FAIL_INVALID, yaml_bool_or(ctx, root, STR("b"), false, &flag));
    Str text = {0};
    assert_fails(ctx, FAIL_INVALID, yaml_str(ctx, root, STR("l"), &text));
    assert_fails(ctx, FAIL_INVALID, yaml_str(ctx, root, STR("e"), &text));
    assert_fails(ctx, FAIL_INVALID, yaml_str(ctx, root, STR("缺"), &text));
    assert_contains(ctx->fail.message, "缺少「缺」");
}

static void an_unknown_key_names_the_nearest(void **state)
{
    Ctx *ctx = *state;
    const char *const known[] = {"points", "formula", NULL};
    YamlNode *root = parsed(ctx, "points: 1\nformulas: x\n");
    assert_fails(ctx, FAIL_INVALID, yaml_only(ctx, root, known));
    assert_int_equal(ctx->fail.place.line, 2);
    assert_contains(ctx->fail.hint, "formula");
    assert_ok(ctx, yaml_only(ctx, parsed(ctx, "formula: x\n"), known));
}

static void a_map_fills_a_struct(void **state)
{
    Ctx *ctx = *state;
    YamlNode *root = parsed(ctx, "name: 热线\n"
                                 "places: 2\n"
                                 "points: 19.89\n"
                                 "target: 93\n"
                                 "capped: true\n"
                                 "since: 2023-02-01\n"
                                 "month: 2023-02\n"
                                 "bands:\n"
                                 "  - {from: 90, label: 优秀}\n"
                                 "  - {from: 80}\n"
                                 "aliases: [甲, 乙]\n"
                                 "best: {from: 95, label: 卓越}\n");
    Rule rule;
    assert_ok(ctx, yaml_to_shape(ctx, root, &rule_shape, &rule));
    assert_str(rule.name, "热线");
    assert_int_equal(rule.places, 2);
    assert_int_equal(rule.points.millionths, 19890000);
    assert_true(rule.has_target);
    assert_int_equal(rule.target.millionths, 93 * DECIMAL_ONE);
    assert_true(rule.capped);
    assert_int_equal(period_month(rule.month), 2);
    assert_int_equal(rule.bands.count, 2);
    assert_str(rule.bands.at[0].label, "优秀");
    assert_int_equal(rule.bands.at[1].from.millionths, 80 * DECIMAL_ONE);
    assert_int_equal(rule.aliases.count, 2);
    assert_str(rule.aliases.at[1].name, "乙");
    assert_str(rule.best.label, "卓越");
}

static void absent_and_null_members_stay_absent(void **state)
{
    Ctx *ctx = *state;
    Rule rule;
    assert_ok(ctx,
              yaml_to_shape(ctx, parsed(ctx, "name: 甲\ntarget: ~\nbands:\n"), &rule_shape, &rule));
    assert_false(rule.has_target);
    assert_int_equal(rule.bands.count, 0);
}

static void a_struct_refuses_what_does_not_fit(void **state)
{
    Ctx *ctx = *state;
    static const struct {
        const char *text;
        int line;
        const char *part;
    } cases[] = {
        {"places: 1\n", 1, "缺少「name」"},
        {"name: 甲\nplace: 1\n", 2, "「place」"},
        {"name: 甲\nplaces: 一\n", 2, "places"},
        {"name: 一二三四五六七八九\n", 1, "name"},
        {"name: 甲\nbands: 3\n", 2, "bands"},
        {"name: 甲\nbands:\n  - {label: x}\n", 3, "缺少「from」"},
        {"name: 甲\nsince: 2023-02-29\n", 2, "since"},
        {"name: [1]\n", 1, "name"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Rule rule = {.places = 77};
        YamlNode *root = parsed(ctx, cases[i].text);
        assert_fails(ctx, FAIL_INVALID, yaml_to_shape(ctx, root, &rule_shape, &rule));
        assert_int_equal(ctx->fail.place.line, cases[i].line);
        assert_contains(ctx->fail.message, cases[i].part);
        assert_int_equal(rule.places, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(a_map_keeps_order_lines_and_columns),
        KIT_TEST(an_empty_text_is_an_empty_map),
        KIT_TEST(a_duplicate_key_is_refused_with_its_line),
        KIT_TEST(anchors_aliases_and_tags_are_refused),
        KIT_TEST(syntax_errors_are_told_in_chinese_with_their_place),
        KIT_TEST(a_second_document_is_refused),
        KIT_TEST(depth_and_size_have_limits),
        KIT_TEST(a_spelled_nul_is_refused),
        KIT_TEST(values_are_read_by_kind_or_default),
        KIT_TEST(a_wrong_value_names_line_and_key),
        KIT_TEST(an_unknown_key_names_the_nearest),
        KIT_TEST(a_map_fills_a_struct),
        KIT_TEST(absent_and_null_members_stay_absent),
        KIT_TEST(a_struct_refuses_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
