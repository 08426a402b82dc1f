/* Reading packs/measure/CODE.yaml and asking a record what it counts for. */
#include "engine/measure/measure_set.h"

#include "port/packs.h"
#include "port/yaml.h"

#define CODE_BYTES_MAX 40

typedef struct PackHead {
    Str measures;
    Date from;
    TextList source;
} PackHead;
static const Field head_fields[] = {
    FIELD(PackHead, measures, "编号", FIELD_REQUIRED),
    FIELD(PackHead, from, "起算日期", FIELD_REQUIRED),
    FIELD_TEXTS(PackHead, source, "依据"),
};

/* ---- the conditions ---------------------------------------------------------------------------
 */

static const struct {
    const char *key;
    MeasureTest test;
} tests[] = {
    {"is", TEST_IS}, {"not", TEST_NOT}, {"at_least", TEST_AT_LEAST}, {"at_most", TEST_AT_MOST}};

static bool is_number(const Field *fact)
{
    return fact->kind == FIELD_INT || fact->kind == FIELD_BOOL;
}

static bool need_fact(Ctx *ctx, const YamlNode *map, Str key, const Shape *facts, const Field **ret)
{
    Str name;
    if (!yaml_str(ctx, map, key, &name))
        return false;
    *ret = shape_field(facts, name);
    if (*ret)
        return true;
    return yaml_fail(ctx, yaml_get(map, key), "没有事实「%.*s」", STRF(name));
}

static bool read_bound(Ctx *ctx, const YamlNode *value, MeasureCondition *condition)
{
    if (value->kind != YAML_SCALAR)
        return yaml_fail(ctx, value, "条件的值应是一个数或一段文字");
    if (condition->fact->kind == FIELD_STR) {
        if (condition->test == TEST_AT_LEAST || condition->test == TEST_AT_MOST)
            return yaml_fail(ctx, value, "「%s」是文字，不能比大小", condition->fact->name);
        condition->text = value->text;
        return true;
    }
    if (!is_number(condition->fact))
        return yaml_fail(ctx, value, "「%s」不能作条件", condition->fact->name);
    if (!str_to_int(value->text, &condition->number))
        return yaml_fail(ctx, value, "「%.*s」不是整数", STRF(value->text));
    return true;
}

static bool read_condition(Ctx *ctx, const YamlNode *map, const Shape *facts, MeasureCondition *ret)
{
    static const char *const known[] = {"fact", "is", "not", "at_least", "at_most", NULL};
    const YamlNode *bound = NULL;
    if (map->kind != YAML_MAP)
        return yaml_fail(ctx, map, "条件应写作 {fact: ..., is: ...}");
    if (!yaml_only(ctx, map, known) || !need_fact(ctx, map, STR("fact"), facts, &ret->fact))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(tests); i++) {
        const YamlNode *value = yaml_get(map, str_of(tests[i].key));
        if (value && bound)
            return yaml_fail(ctx, value, "一个条件只能比一次");
        if (value) {
            bound = value;
            ret->test = tests[i].test;
        }
    }
    if (!bound)
        return yaml_fail(ctx, map, "条件没有写 is、not、at_least 或 at_most");
    return read_bound(ctx, bound, ret);
}

static bool read_conditions(Ctx *ctx, const YamlNode *map, const Shape *facts, Measure *measure)
{
    const YamlNode *list = yaml_get(map, STR("where"));
    if (!list)
        return true;
    if (list->kind != YAML_LIST || list->count > MEASURE_CONDITIONS_MAX)
        return yaml_fail(ctx, list, "where 应是至多%d个条件", MEASURE_CONDITIONS_MAX);
    for (size_t i = 0; i < list->count; i++)
        if (!read_condition(ctx, list->items[i], facts, LIST_ADD(ctx->arena, &measure->where)))
            return false;
    return true;
}

/* ---- the items --------------------------------------------------------------------------------
 */

static bool read_kind(Ctx *ctx, const YamlNode *map, const Shape *facts, Measure *measure)
{
    const YamlNode *count = yaml_get(map, STR("count")), *sum = yaml_get(map, STR("sum"));
    const YamlNode *distinct = yaml_get(map, STR("distinct"));
    if (!!count + !!sum + !!distinct != 1)
        return yaml_fail(ctx, map, "「%.*s」应写 count、sum、distinct 之一", STRF(measure->code));
    if (count) {
        measure->kind = MEASURE_COUNT;
        return str_equal_c(count->text, "1") || yaml_fail(ctx, count, "count 只能是1");
    }
    measure->kind = sum ? MEASURE_SUM : MEASURE_DISTINCT;
    if (!need_fact(ctx, map, sum ? STR("sum") : STR("distinct"), facts, &measure->fact))
        return false;
    if (sum && !is_number(measure->fact))
        return yaml_fail(ctx, sum, "「%s」不是数，不能求和", measure->fact->name);
    if (distinct && measure->fact->kind != FIELD_STR)
        return yaml_fail(ctx, distinct, "「%s」不是文字，不能去重计数", measure->fact->name);
    return true;
}

/* It goes into JSON and file heads as it is. */
static bool good_code(Str code)
{
    for (size_t i = 0; i < code.len; i++) {
        char c = code.at[i];
        if (!((c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9')))
            return false;
    }
    return code.len > 0 && code.len <= CODE_BYTES_MAX;
}

static bool read_item(Ctx *ctx, const YamlNode *map, const Shape *facts, MeasureSet *set)
{
    static const char *const known[] = {"code", "name",     "day",   "count",
                                        "sum",  "distinct", "where", NULL};
    Measure measure = {0};
    if (map->kind != YAML_MAP)
        return yaml_fail(ctx, map, "计数项应写作 {code: ..., name: ...}");
    if (!yaml_only(ctx, map, known) || !yaml_str(ctx, map, STR("code"), &measure.code) ||
        !yaml_str(ctx, map, STR("name"), &measure.name))
        return false;
    if (!good_code(measure.code))
        return yaml_fail(ctx, map, "编号「%.*s」只能用小写字母、数字和下划线，至多%d个",
                         STRF(measure.code), CODE_BYTES_MAX);
    if (measure_of(set, measure.code))
        return yaml_fail(ctx, map, "计数项「%.*s」写了两次", STRF(measure.code));
    if (!need_fact(ctx, map, STR("day"), facts, &measure.day))
        return false;
    if (measure.day->kind != FIELD_DATE)
        return yaml_fail(ctx, yaml_get(map, STR("day")), "「%s」不是日期", measure.day->name);
    if (!read_kind(ctx, map, facts, &measure) || !read_conditions(ctx, map, facts, &measure))
        return false;
    set->has_distinct |= measure.kind == MEASURE_DISTINCT;
    *LIST_ADD(ctx->arena, &set->items) = measure;
    return true;
}

static bool read_head(Ctx *ctx, const YamlNode *root, Str code, MeasureSet *set)
{
    static const Shape head_shape = SHAPE(PackHead, head_fields);
    /* All but the items, which are read by hand. */
    YamlNode head = {.kind = YAML_MAP, .file = root->file, .line = root->line};
    PackHead read = {0};
    head.entries = NEW(ctx->arena, YamlEntry, root->count + 1);
    for (size_t i = 0; i < root->count; i++)
        if (!str_equal_c(root->entries[i].key, "items"))
            head.entries[head.count++] = root->entries[i];
    if (!yaml_to_shape(ctx, &head, &head_shape, &read))
        return false;
    if (!str_equal(read.measures, code))
        return yaml_fail(ctx, root, "文件名是「%.*s」，里面写的是「%.*s」", STRF(code),
                         STRF(read.measures));
    set->code = code;
    set->from = read.from;
    return true;
}

bool measures_load(Ctx *ctx, Str code, const Shape *facts, const MeasureSet **ret)
{
    Pack pack;
    YamlNode *root = NULL;
    const YamlNode *items = NULL;
    MeasureSet *set = NEW(ctx->arena, MeasureSet, 1);
    set->unit_id = shape_field(facts, STR("unit_id"));
    if (!set->unit_id || set->unit_id->kind != FIELD_INT)
        BUG("facts without unit_id");
    if (!packs_get(ctx, str_format(ctx->arena, "measure/%.*s", STRF(code)), &pack) ||
        !yaml_parse(ctx, pack.place, pack.text, &root) ||
        !read_head(ctx, root, str_copy(ctx->arena, code), set) ||
        !yaml_need(ctx, root, STR("items"), YAML_LIST, &items))
        return fail_while(ctx, "读取计数规则「%.*s」", STRF(code));
    if (items->count == 0 || items->count > MEASURES_MAX)
        return yaml_fail(ctx, items, "计数项应有1至%d个", MEASURES_MAX);
    for (size_t i = 0; i < items->count; i++)
        if (!read_item(ctx, items->items[i], facts, set))
            return fail_while(ctx, "读取计数规则「%.*s」", STRF(code));
    *ret = set;
    return true;
}

MeasureNameList measure_names(Arena *arena, const MeasureSet *set)
{
    MeasureNameList names = {0};
    LIST_EACH (const Measure, measure, &set->items)
        *LIST_ADD(arena, &names) = (MeasureName){measure->code, measure->name};
    return names;
}

/* ---- asking a record --------------------------------------------------------------------------
 */

const Measure *measure_of(const MeasureSet *set, Str code)
{
    LIST_EACH (const Measure, measure, &set->items)
        if (str_equal(measure->code, code))
            return measure;
    return NULL;
}

static const void *member(const Field *fact, const void *facts)
{
    return (const char *)facts + fact->offset;
}

static int64_t number_of(const Field *fact, const void *facts)
{
    if (fact->kind == FIELD_BOOL)
        return *(const bool *)member(fact, facts);
    return *(const int64_t *)member(fact, facts);
}

static bool holds(const MeasureCondition *condition, const void *facts)
{
    bool equal;
    int64_t number = 0;
    if (condition->fact->kind == FIELD_STR) {
        equal = str_equal(*(const Str *)member(condition->fact, facts), condition->text);
    } else {
        number = number_of(condition->fact, facts);
        equal = number == condition->number;
    }
    switch (condition->test) {
    case TEST_IS:
        return equal;
    case TEST_NOT:
        return !equal;
    case TEST_AT_LEAST:
        return number >= condition->number;
    case TEST_AT_MOST:
        return number <= condition->number;
    }
    BUG("unknown test");
}

MeasureTally measure_tally(const MeasureSet *set, const Measure *measure, const void *facts)
{
    MeasureTally tally = {.value = 1};
    if (!facts || !field_is_set(measure->day, facts))
        return tally;
    tally.day = *(const Date *)member(measure->day, facts);
    tally.unit_id = *(const int64_t *)member(set->unit_id, facts);
    if (tally.day.days < set->from.days)
        return tally;
    LIST_EACH (const MeasureCondition, condition, &measure->where)
        if (!holds(condition, facts))
            return tally;
    if (measure->kind == MEASURE_SUM)
        tally.value = number_of(measure->fact, facts);
    if (measure->kind == MEASURE_DISTINCT)
        tally.words = *(const Str *)member(measure->fact, facts);
    /* What is unknown is no value of its own. */
    tally.counts = measure->kind != MEASURE_DISTINCT || !str_empty(tally.words);
    return tally;
}

bool measure_counts(const MeasureSet *set, Str code, const void *facts, Date *ret_day,
                    int64_t *ret_value)
{
    const Measure *measure = measure_of(set, code);
    MeasureTally tally = {0};
    if (measure)
        tally = measure_tally(set, measure, facts);
    if (!tally.counts)
        return false;
    *ret_day = tally.day;
    *ret_value = tally.value;
    return true;
}
